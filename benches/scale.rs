//! What a ledger costs as it grows: bytes, the time to open it, one measure's history, a quarter's run on a short and a long
//! past.
//!
//! `cargo bench --bench scale [-- OBSERVATIONS [FOLDER]]`: figures of 40 quarters, 2 million where no number is given. They
//! are written through the library's own commit, by quarters as a run writes them, into a new folder that is taken away at
//! the end. Nothing is drawn: the same number gives the same bytes. “Cold” is a process of its own after `dd` has asked
//! the system to forget the files; “warm” is the same once more.

use quarterday::fit::fit;
use quarterday::history::{BatchKind, Ledger, LedgerBatch, SubmissionRow};
use quarterday::period::Period;
use quarterday::reading::{Action, CellRef, Feedback, Marker, Narrative, Place, Reading, Return, Risk, Source, Value};
use quarterday::record::Outcome;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

const QUARTERS: i32 = 40;
/// Measures of one return: all of a council's.
const A_RETURN: usize = 2_500;
/// A measure of the demo's register, so that `trace` knows it; it stands in the middle of the generated ones.
const KNOWN: &str = "HWY03";
/// The quarter of the demo.
const DEMO: &str = "2026-27Q2";
/// Runs of which the median counts.
const ROUNDS: usize = 5;

fn main() {
    if let Ok(folder) = std::env::var("SCALE_HISTORY") {
        return one_history(Path::new(&folder));
    }
    let mut arguments = std::env::args().skip(1).filter(|a| !a.starts_with("--"));
    let observations: usize = arguments.next().map_or(2_000_000, |n| n.parse().expect("a number of observations"));
    let within = arguments.next().map_or_else(std::env::temp_dir, PathBuf::from);
    let home = tempfile::Builder::new().prefix("scale-").tempdir_in(within).expect("a folder");
    growth(observations, home.path());
    council(home.path());
}

/// A ledger of 40 quarters, looked at while it grows.
fn growth(observations: usize, home: &Path) {
    let measures = observations / fit::<usize>(QUARTERS);
    let workspace = demo(home, "growth");
    let history = workspace.join("history");
    let first = quarter(DEMO).plus(-QUARTERS);
    println!("{measures} measures a quarter");
    println!(
        "{:>8} {:>12} {:>10} {:>8} {:>10} {:>9} {:>9} {:>9} {:>9} {:>8} {:>10}",
        "quarters", "figures", "MB", "B each", "commit s", "peak MB", "open ms", "cold ms", "warm ms", "MB", "trace ms"
    );
    for n in 1..=QUARTERS {
        let committed = Instant::now();
        commit_quarter(&history, measures, first.plus(n - 1));
        let committed = committed.elapsed();
        if ![4, 20, QUARTERS].contains(&n) {
            continue;
        }
        let bytes = size(&history);
        let figures = measures * fit::<usize>(n);
        forget(&history);
        let [opened, cold, _] = of_one(&history);
        let [_, warm, peak] = of_one(&history);
        let trace = median(|| timed(quarterday(&workspace, &["trace", KNOWN])).wall);
        println!(
            "{n:>8} {figures:>12} {:>10.1} {:>8.2} {:>10.1} {:>9.0} {opened:>9.1} {cold:>9.1} {warm:>9.1} {peak:>8.0} {:>10.1}",
            bytes as f64 / 1e6,
            bytes as f64 / figures as f64,
            committed.as_secs_f64(),
            peak_of("self"),
            trace.as_secs_f64() * 1e3,
        );
    }
    fs::remove_dir_all(&workspace).expect("the ledger goes");
}

/// A quarter of a register of `measures`, as a run writes it.
fn commit_quarter(history: &Path, measures: usize, period: Period) {
    let mut readings = Vec::with_capacity(measures);
    let mut submissions = vec![];
    for service in 0..measures.div_ceil(A_RETURN) {
        let file = format!("returns/{period}/S{service:05} {period}.xlsx");
        let source = Arc::new(Source { sha256: quarterday::digest::sha256(file.as_bytes()), file });
        let (id, sheet): (Arc<str>, Arc<str>) = (format!("S{service:05}").into(), "Indicators".into());
        let of_service = service * A_RETURN..measures.min((service + 1) * A_RETURN);
        for n in of_service {
            let place = Place {
                source: source.clone(),
                sheet: sheet.clone(),
                cell: CellRef::new(5 + fit::<u32>(n % A_RETURN), 4),
            };
            readings.push(observation(n, measures, &id, period, place));
        }
        submissions.push(SubmissionRow {
            period,
            source,
            service: id,
            layout: "quarterday-return".into(),
            outcome: Outcome::Accepted,
            counts: true,
            signed_off: None,
            signed_off_by: String::new(),
        });
    }
    let returns = [Return { readings, ..blank(period) }];
    record(history, period, &returns, &submissions);
}

/// Counts, money and days, and of four measures one share with its parts; every fiftieth with words, some without a figure.
fn observation(n: usize, measures: usize, service: &Arc<str>, period: Period, place: Place) -> Reading {
    let q = fit::<usize>(period.index());
    let (all, part) = (900 + (n * 31 + q * 17) % 400, (n * 7 + q * 13) % 90);
    let share = n.is_multiple_of(4);
    let words = n.is_multiple_of(50);
    let value = match n % 4 {
        _ if (n + q).is_multiple_of(97) => Value::Marker(Marker::NotAvailable),
        0 => Value::Number((all - part) as f64 / all as f64 * 100.0),
        1 => Value::Number((all * 12 + part) as f64),
        2 => Value::Number((all * 400 + part * 3) as f64 / 100.0),
        _ => Value::Number(part as f64 / 10.0),
    };
    let commentary =
        if words { format!("The {} cases of {period} took longer than planned.", part + 2) } else { String::new() };
    Reading {
        indicator: if n == measures / 2 { KNOWN.into() } else { id(n, measures).into() },
        service: service.clone(),
        period,
        value,
        provisional: false,
        numerator: share.then_some((all - part) as f64),
        denominator: share.then_some(all as f64),
        forecast: None,
        words: Box::new(Narrative { commentary, ..Narrative::default() }),
        place,
    }
}

/// Sorted as numbers, half of them before the known measure and half behind it.
fn id(n: usize, measures: usize) -> String {
    format!("{}{n:08}", if n < measures / 2 { 'A' } else { 'K' })
}

fn blank(period: Period) -> Return {
    Return {
        source: Arc::new(Source::default()),
        service: "".into(),
        period,
        layout: "bench".into(),
        saved: None,
        contact: String::new(),
        signed_off_by: String::new(),
        signed_off: None,
        received: None,
        readings: vec![],
        parts: vec![],
        risks: vec![],
        actions: vec![],
        feedback: vec![],
        money: Default::default(),
        central: false,
        corrections: vec![],
        stated: vec![],
        months: vec![],
        asked: Default::default(),
    }
}

fn record(history: &Path, period: Period, returns: &[Return], submissions: &[SubmissionRow]) {
    let ledger = Ledger::open(history).expect("a ledger");
    let batch = LedgerBatch::consolidation(period, returns, submissions);
    let prepared = ledger.prepare(batch, &period.last_day(4).to_string()).expect("a batch");
    prepared.commit().expect("a record");
}

/// A process that opens a ledger and reads one measure's history: says how long both take, and its peak.
fn one_history(folder: &Path) {
    let start = Instant::now();
    let ledger = Ledger::open(folder).expect("a ledger");
    let opened = start.elapsed();
    let start = Instant::now();
    let versions = ledger.readings_of(&BTreeSet::from([Arc::from(KNOWN)])).expect("its history");
    let read = start.elapsed();
    let quarters = ledger.records().iter().filter(|r| r.kind == BatchKind::Consolidation).count();
    assert_eq!(versions.len(), quarters, "a figure of every quarter");
    println!("{} {} {}", opened.as_secs_f64() * 1e3, read.as_secs_f64() * 1e3, peak_of("self"));
}

/// Milliseconds to open, milliseconds of one measure's history, peak in MB.
fn of_one(history: &Path) -> [f64; 3] {
    let own = std::env::current_exe().expect("this program");
    let out = Command::new(own).env("SCALE_HISTORY", history).output().expect("it runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let text = String::from_utf8(out.stdout).expect("numbers");
    let mut numbers = text.split_whitespace().map(|n| n.parse().expect("a number"));
    [(); 3].map(|()| numbers.next().expect("three numbers"))
}

/// A quarter's run of the demo council, on ledgers of more and more quarters of its own rows; of quarters that were run
/// often, before and after what they wrote is merged.
fn council(home: &Path) {
    println!(
        "\n{:>8} {:>8} {:>8} {:>6} {:>8} {:>14} {:>8} {:>9} {:>8}",
        "quarters", "runs each", "merged", "MB", "files", "consolidate s", "CPU s", "status s", "peak MB"
    );
    let template = demo(home, "template");
    timed(quarterday(&template, &["consolidate", DEMO, "--by", "T. Barrow"]));
    let own = Ledger::open(&template.join("history")).expect("the demo's ledger");
    for (quarters, runs, merge) in
        [(8, 1, false), (24, 1, false), (40, 1, false), (80, 1, false), (40, 10, false), (40, 10, true)]
    {
        let workspace = demo(home, "council");
        let history = workspace.join("history");
        for back in (1..=quarters).rev() {
            let period = quarter(DEMO).plus(-back);
            let (mut returned, submissions) = earlier(&own, period);
            for run in 0..runs {
                // A late return changes the figures of one service in ten.
                let late = returned.readings.iter_mut().enumerate().filter(|(n, _)| run > 0 && n % 10 == run);
                late.for_each(|(_, r)| r.value = r.value.number().map_or(r.value, |n| Value::Number(n + 1.0)));
                record(&history, period, std::slice::from_ref(&returned), &submissions);
            }
        }
        if merge {
            timed(quarterday(&workspace, &["history", "compact", "--by", "T. Barrow"]));
        }
        let kept = home.join("kept");
        copy(&history, &kept);
        let mut rounds: Vec<Took> = (0..ROUNDS)
            .map(|_| {
                fs::remove_dir_all(&history).expect("the ledger of the round before goes");
                copy(&kept, &history);
                timed(quarterday(&workspace, &["consolidate", DEMO, "--by", "T. Barrow"]))
            })
            .collect();
        rounds.sort_by(|a, b| a.cpu.total_cmp(&b.cpu));
        let Took { wall, cpu, peak } = rounds[ROUNDS / 2];
        let status = median(|| timed(quarterday(&workspace, &["status", DEMO])).wall);
        println!(
            "{quarters:>8} {runs:>9} {:>8} {:>6.1} {:>8} {:>14.3} {cpu:>8.2} {:>9.3} {peak:>8.0}",
            if merge { "yes" } else { "no" },
            size(&kept) as f64 / 1e6,
            files(&kept).len(),
            wall.as_secs_f64(),
            status.as_secs_f64(),
        );
        fs::remove_dir_all(&kept).expect("a folder of this program");
        fs::remove_dir_all(&workspace).expect("a folder of this program");
    }
}

/// The rows of the demo's quarter, as an earlier quarter had them: every figure a little different.
fn earlier(own: &Ledger, period: Period) -> (Return, Vec<SubmissionRow>) {
    let now = quarter(DEMO);
    let back = f64::from(now.index() - period.index());
    let ids: BTreeSet<Arc<str>> = own.reported(now, None).expect("figures").into_iter().map(|f| f.indicator).collect();
    let mut returned = blank(period);
    let readings = own.readings_of(&ids).expect("readings").into_iter().map(|v| v.row).filter(|r| r.period == now);
    returned.readings = readings
        .map(|r| {
            let value = r.value.number().map_or(r.value, |n| Value::Number((n * (100.0 - back % 7.0)).round() / 100.0));
            Reading { value, period, ..r }
        })
        .collect();
    let risks = own.risks_of(|_, _| true).expect("risks").into_iter().map(|v| v.row).filter(|r| r.period == now);
    returned.risks = risks.map(|r| Risk { period, ..r }).collect();
    let actions = own.actions_of(|_, _| true).expect("actions").into_iter().map(|v| v.row).filter(|a| a.period == now);
    returned.actions = actions.map(|a| Action { period, ..a }).collect();
    let feedback =
        own.feedback_of(|_, _| true).expect("feedback").into_iter().map(|v| v.row).filter(|f| f.period == now);
    returned.feedback = feedback.map(|f| Feedback { period, ..f }).collect();
    let services: BTreeSet<Arc<str>> = returned.readings.iter().map(|r| r.service.clone()).collect();
    let sent = |service: Arc<str>| SubmissionRow {
        period,
        source: Arc::new(Source {
            file: format!("{service}.xlsx"),
            sha256: quarterday::digest::sha256(service.as_bytes()),
        }),
        service,
        layout: "quarterday-return".into(),
        outcome: Outcome::Accepted,
        counts: true,
        signed_off: None,
        signed_off_by: String::new(),
    };
    let submissions = services.into_iter().map(sent).collect();
    (returned, submissions)
}

fn quarter(text: &str) -> Period {
    text.parse().expect("a quarter")
}

/// The demo's workspace, without a past.
fn demo(home: &Path, name: &str) -> PathBuf {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quarterday"));
    command.current_dir(home).args(["demo", name]).stdout(Stdio::null()).stderr(Stdio::null());
    assert!(command.status().expect("the demo is written").success());
    let _ = fs::remove_dir_all(home.join(name).join("history"));
    home.join(name)
}

fn quarterday(workspace: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quarterday"));
    command.current_dir(workspace).args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// What a command took.
#[derive(Clone, Copy)]
struct Took {
    wall: Duration,
    /// Seconds of it and of the processes that it started, and the greatest resident size in MB: as they were last seen.
    cpu: f64,
    peak: f64,
}

fn timed(mut command: Command) -> Took {
    let start = Instant::now();
    let mut child: Child = command.spawn().expect("it starts");
    let process = child.id().to_string();
    let (mut cpu, mut peak) = (0.0f64, 0.0f64);
    loop {
        (cpu, peak) = (cpu.max(cpu_of(&process)), peak.max(peak_of(&process)));
        match child.try_wait().expect("it can be waited for") {
            // 1: done, with findings.
            Some(status) => {
                assert!(matches!(status.code(), Some(0 | 1)), "{command:?} ended with {status}");
                return Took { wall: start.elapsed(), cpu, peak };
            }
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    }
}

/// Seconds, in hundredths, of a process and of those that it started and waited for; 0 where the system does not say.
fn cpu_of(process: &str) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace().skip(11).take(4);
    fields.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

fn median(mut run: impl FnMut() -> Duration) -> Duration {
    let mut rounds: Vec<Duration> = (0..ROUNDS).map(|_| run()).collect();
    rounds.sort_unstable();
    rounds[ROUNDS / 2]
}

/// The greatest resident size of a process in MB; 0 where the system does not say.
fn peak_of(process: &str) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let (mut out, mut folders) = (vec![], vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { folders.push(path) } else { out.push(path) }
        }
    }
    out
}

fn size(folder: &Path) -> u64 {
    files(folder).iter().map(|file| fs::metadata(file).expect("a file").len()).sum()
}

/// Asks the system to keep nothing of these files in memory.
fn forget(folder: &Path) {
    for file in files(folder) {
        let from = format!("if={}", file.display());
        let dd = Command::new("dd").args([&from, "iflag=nocache", "count=0"]).stderr(Stdio::null()).status();
        assert!(dd.is_ok_and(|status| status.success()), "dd forgets {}", file.display());
    }
}

fn copy(from: &Path, to: &Path) {
    for file in files(from) {
        let new = to.join(file.strip_prefix(from).expect("a file of the folder"));
        fs::create_dir_all(new.parent().expect("a folder")).expect("a folder");
        fs::copy(&file, new).expect("a copy");
    }
}
