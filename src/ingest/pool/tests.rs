use super::*;
use std::time::Duration;

#[test]
fn batches_are_even_and_bounded() {
    let sizes = |b: &[Vec<usize>]| b.iter().map(Vec::len).collect::<Vec<_>>();
    let files = |n: usize, size| (0..n).map(|k| (k, size)).collect::<Vec<_>>();
    assert_eq!(sizes(&batches(files(16, 9), 2)), [2; 8]);
    assert_eq!(sizes(&batches(files(1000, 9), 2))[..2], [64, 64]);
    assert_eq!(sizes(&batches(files(3, 5 << 20), 1)), [1, 1, 1]);
    assert_eq!(batches(vec![(0, 1), (1, 3 << 20), (2, 2)], 1), [[1], [2], [0]]);
    assert!(batches(vec![], 2).is_empty());
}

/// Dies when a file says so, as a parser would.
struct Poisoned<R> {
    input: R,
    tail: Vec<u8>,
}

impl<R: Read> Read for Poisoned<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.input.read(buffer)?;
        self.tail.extend_from_slice(&buffer[..n]);
        if memchr::memmem::find(&self.tail, b"POISON: die").is_some() {
            std::process::abort();
        }
        if memchr::memmem::find(&self.tail, b"POISON: hang").is_some() {
            std::thread::sleep(Duration::from_secs(100));
        }
        if memchr::memmem::find(&self.tail, b"POISON: toil").is_some() {
            TOILING.store(true, Ordering::Relaxed);
        }
        if memchr::memmem::find(&self.tail, b"POISON: eat").is_some() {
            GREEDY.store(true, Ordering::Relaxed);
        }
        self.tail.drain(..self.tail.len().saturating_sub(16));
        Ok(n)
    }
}

static GREEDY: AtomicBool = AtomicBool::new(false);
static TOILING: AtomicBool = AtomicBool::new(false);

/// Asks for more memory than a worker may have, or never comes to an end, once it has read what says so.
struct Greedy<W>(W);

impl<W: io::Write> io::Write for Greedy<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if GREEDY.load(Ordering::Relaxed) {
            std::hint::black_box(Vec::<u8>::with_capacity(2 << 30));
        }
        while TOILING.load(Ordering::Relaxed) {
            std::hint::spin_loop();
        }
        self.0.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Is a worker when the pool starts this test program for it, and nothing otherwise. The test runner prints to
/// standard output, so the stream comes through another descriptor.
#[test]
fn as_worker() {
    if std::env::var_os("QUARTERDAY_TEST_WORKER").is_some() {
        let output = File::options().write(true).open("/dev/fd/3").unwrap();
        let input = Poisoned { input: io::stdin().lock(), tail: vec![] };
        super::super::worker(input, Greedy(output)).unwrap();
    }
}

fn pool(limits: &Limits) -> Pool {
    let test =
        "exec env QUARTERDAY_TEST_WORKER=1 \"$0\" --exact ingest::pool::tests::as_worker --nocapture 3>&1 >/dev/null";
    let args = ["-c".into(), test.into(), std::env::current_exe().unwrap().into_os_string()];
    Pool::new("/bin/sh".into(), args.to_vec(), limits, vec![crate::layout::past()])
}

fn run(contents: &[&[u8]], limits: &Limits) -> Vec<(Outcome, String)> {
    let codes = |findings: &[Finding]| findings.iter().map(|f| f.code.to_string()).collect();
    findings(contents, limits).into_iter().map(|(outcome, found)| (outcome, codes(&found))).collect()
}

/// What is found in each file, and then in one that is not there.
fn findings(contents: &[&[u8]], limits: &Limits) -> Vec<(Outcome, Vec<Finding>)> {
    let folder = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    for (n, content) in contents.iter().enumerate() {
        let (name, path) = (format!("{n:03}.xlsx"), folder.path().join(n.to_string()));
        std::fs::write(&path, content).unwrap();
        files.push(InputFile::on_disk(path, name));
    }
    files.push(InputFile::on_disk(folder.path().join("absent"), "absent".into()));
    let mut got: Vec<Option<(Outcome, Vec<Finding>)>> = vec![None; files.len()];
    let read = pool(limits).read(&files, |n, read| {
        assert_eq!(read.source.file, files[n].name);
        assert!(got[n].is_none(), "{n} came twice");
        got[n] = Some((read.outcome, read.findings));
        Ok(())
    });
    read.unwrap();
    got.into_iter().map(Option::unwrap).collect()
}

#[test]
fn poison_costs_one_file() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("Data").unwrap();
    for (n, heading) in ["Indicator", "Quarter", "Value"].iter().enumerate() {
        sheet.write(0, n as u16, *heading).unwrap();
        sheet.write(1, n as u16, 1).unwrap();
    }
    let good = book.save_to_buffer().unwrap();
    let large = vec![b'x'; 3 << 20];
    let mut contents = vec![good.as_slice(); 40];
    contents[17] = b"POISON: die";
    contents[23] = b"POISON: hang";
    contents[5] = b"not a workbook";
    contents[6] = &large;
    let limits = Limits { workers: 2, worker_wall_seconds: 1, file_mb: 2, ..Limits::default() };
    for (n, (outcome, codes)) in run(&contents, &limits).into_iter().enumerate() {
        let expected = match n {
            17 | 23 => (Outcome::Undecided, "F017"),
            40 => (Outcome::Undecided, "F003"),
            5 => (Outcome::Rejected, "F001"),
            6 => (Outcome::Rejected, "F004"),
            _ => (Outcome::Accepted, ""),
        };
        assert_eq!((outcome, codes.as_str()), expected, "{n}");
    }
}

/// Each limit holds, and what is said names the setting that lifts it.
#[test]
fn the_limits_hold() {
    let limits = Limits { worker_cpu_seconds: 1, worker_wall_seconds: 20, ..Limits::default() };
    let impatient = Limits { worker_wall_seconds: 1, ..Limits::default() };
    let cases = [
        ("POISON: eat", &limits, "more than 1024 MB of memory", "worker_mb"),
        ("POISON: toil", &limits, "more than 1 seconds of processor time", "worker_cpu_seconds"),
        ("POISON: hang", &impatient, "no answer within 1 seconds", "worker_wall_seconds"),
    ];
    for (poison, limits, got, remedy) in cases {
        let (outcome, found) = findings(&[poison.as_bytes()], limits).swap_remove(0);
        assert_eq!((outcome, found.len(), &*found[0].code), (Outcome::Undecided, 1, "F017"), "{poison}");
        assert!(found[0].got.contains(got) && found[0].remedy.contains(remedy), "{found:?}");
    }
}

/// They are workbooks of a form that this pool does not know, and no more than that.
#[test]
fn a_far_cell_costs_no_worker() {
    for (format, bytes) in crate::ingest::tests::far::far_workbooks() {
        assert_eq!(run(&[&bytes], &Limits::default())[0], (Outcome::Rejected, "F005".to_owned()), "{format}");
    }
}

#[test]
fn an_error_of_the_caller_stops_the_run() {
    let limits = Limits::default();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    std::fs::write(&path, "a").unwrap();
    let files = vec![InputFile::on_disk(path, "a".into()); 300];
    let ended = pool(&limits).read(&files, |_, _| Err(Error::Usage("enough".into())));
    assert_eq!(ended.unwrap_err().to_string(), "enough");
    let none = Pool::new("/nonexistent/reader".into(), vec![], &limits, vec![]);
    assert!(none.read(&files, |_, _| Ok(())).is_err());
}

/// Workers stay for the next call, and a file that kills one costs that call its file and the next call nothing.
#[test]
fn workers_that_stay() {
    let pool = pool(&Limits::default()).staying(1);
    let read = |content: &[u8]| {
        let file = InputFile::of_bytes("a.xlsx".to_owned(), content.into());
        let mut codes = String::new();
        let one = pool.read(&[file], |_, read| {
            codes = read.findings.iter().map(|f| f.code.to_string()).collect();
            Ok(())
        });
        one.unwrap();
        (codes, pool.idle.as_ref().unwrap().workers().len())
    };
    assert_eq!(read(b"words"), ("F001".to_owned(), 1));
    let first = pool.idle.as_ref().unwrap().workers()[0].process.id();
    assert_eq!(read(b"other words"), ("F001".to_owned(), 1));
    assert_eq!(pool.idle.as_ref().unwrap().workers()[0].process.id(), first);
    assert_eq!(read(b"POISON: die").0, "F017");
    assert_eq!(read(b"words"), ("F001".to_owned(), 1));
    assert_ne!(pool.idle.as_ref().unwrap().workers()[0].process.id(), first);
}
