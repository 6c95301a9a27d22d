//! What stands in the folders that the program reads and writes beside returns: nothing of it stops a run or is opened.
#![cfg(unix)]

use super::books::Drawn;
use super::harness::{Council, QUARTER, checks, consolidated, council, list, new_council, text};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A council whose returns have, beside one that is right, everything that can stand in a folder.
fn with_a_full_folder() -> (Council, UnixListener) {
    let mut council = checks();
    let right = council.sends("nothing-wrong.xlsx", "right.xlsx");
    for name in ["desktop.ini", "Thumbs.db", ".DS_Store", "~$right.xlsx", ".far.xlsx.icloud", "~WRD0001.tmp"] {
        council.write(&format!("returns/{QUARTER}/{name}"), "x");
    }
    council.write(&format!("returns/{QUARTER}/noughts.xlsx"), [0; 4096]);
    council.write(
        &format!("returns/{QUARTER}/shortcut.xlsx.url"),
        "[InternetShortcut]\r\nURL=https://a.example/x.xlsx\r\n",
    );
    std::fs::copy(&right, council.sent("").join(OsStr::from_bytes(b"caf\xe9.xlsx"))).unwrap();
    std::fs::copy(&right, council.sent(&("n".repeat(250) + ".xlsx"))).unwrap();
    let outside = council.folder().parent().unwrap().join("outside.xlsx");
    std::fs::copy(&right, &outside).unwrap();
    for (name, to) in
        [("nowhere.xlsx", "gone.xlsx"), ("circle.xlsx", "circle.xlsx"), ("outside.xlsx", outside.to_str().unwrap())]
    {
        symlink(to, council.sent(name)).unwrap();
    }
    assert!(Command::new("mkfifo").arg(council.sent("pipe.xlsx")).status().unwrap().success());
    let socket = UnixListener::bind(council.sent("socket.xlsx")).unwrap();
    (council, socket)
}

/// File and code of everything that is said of a file as a whole.
fn of_files(findings: &serde_json::Value) -> Vec<(String, String)> {
    let whole = list(findings).iter().filter(|f| text(&f["sheet"]).is_empty() && !text(&f["file"]).is_empty());
    let name = |f: &serde_json::Value| text(&f["file"]).rsplit('/').next().unwrap_or_default().to_owned();
    let mut out: Vec<_> = whole.map(|f| (name(f), text(&f["code"]).to_owned())).collect();
    out.sort();
    out
}

const SAID: [(&str, &str); 10] = [
    (".far.xlsx.icloud", "F050"),
    ("noughts.xlsx", "F050"),
    ("right.xlsx", "F051"),
    ("circle.xlsx", "F031"),
    ("nowhere.xlsx", "F031"),
    ("outside.xlsx", "F032"),
    ("pipe.xlsx", "F030"),
    ("shortcut.xlsx.url", "F001"),
    ("socket.xlsx", "F030"),
    ("caf", "F033"),
];

#[test]
fn a_full_folder_stops_nothing() {
    let (mut council, _socket) = with_a_full_folder();
    let run = council.consolidate(QUARTER).ends(1);
    run.says("5 passed over, no returns: .DS_Store, Thumbs.db, desktop.ini, ~$right.xlsx, ~WRD0001.tmp");
    let said = of_files(&council.record(QUARTER)["findings"]);
    for (file, code) in SAID {
        let of_it: Vec<_> = said.iter().filter(|(name, _)| name.starts_with(file)).map(|(_, code)| code).collect();
        assert!(of_it.iter().any(|found| *found == code), "{file}: {said:#?}");
    }
    assert!(
        said.iter().all(|(name, _)| !["desktop.ini", "Thumbs.db", "~WRD0001.tmp"].contains(&name.as_str())),
        "{said:#?}"
    );
    // It is there, and nobody waited for it.
    council.status().ends(0);
    // Run again, nothing changes.
    assert_eq!(council.ledger().len(), 1 + checks().ledger().len());
    council.consolidates();
    assert_eq!(council.ledger().len(), 1 + checks().ledger().len());
}

#[test]
fn a_full_folder_is_checked() {
    let (council, _socket) = with_a_full_folder();
    let mut checked = council.check_files([council.sent("")]);
    assert_eq!(checked.code, 1);
    let files = checked.files.len();
    let findings: Vec<_> = checked.files.iter_mut().flat_map(|f| list(&f["findings"]).to_vec()).collect();
    let said = of_files(&findings.into());
    for (file, code) in SAID {
        assert!(said.iter().any(|(name, found)| name.starts_with(file) && found == code), "{file}: {said:#?}");
    }
    assert_eq!(files, 11, "what was sent, and nothing that the system left");

    // Beside others a link costs what it costs in its folder; what is outside was meant by whoever names it.
    let named = ["right.xlsx", "nowhere.xlsx", "outside.xlsx", "pipe.xlsx"].map(|name| council.sent(name));
    let checked = council.check_files(named);
    assert_eq!(checked.files.iter().map(|f| f["accepted"] == true).collect::<Vec<_>>(), [true, false, true, false]);
    assert_eq!(checked.found(), ["F051", "F031", "F030"]);
    council.run([OsStr::new("check"), council.sent("absent.xlsx").as_os_str()]).ends(2).complains("there is no file");
}

/// What a synchronised folder makes of a file that two computers saved: both are read, which counts is told, and what to do.
#[test]
fn a_conflict_copy_is_told_as_one() {
    let mut council = checks();
    council.sends("nothing-wrong.xlsx", "right.xlsx");
    council.sends("check-R001-on.xlsx", "right-LAPTOP123.xlsx");
    let run = council.consolidates();
    let of_second: Vec<_> = list(&run["findings"]).iter().filter(|f| f["code"] == "F011").collect();
    assert!(!of_second.is_empty(), "{run:#}");
    for finding in of_second {
        assert!(text(&finding["got"]).contains("right-LAPTOP123.xlsx is a second version"), "{finding:#}");
        assert!(text(&finding["remedy"]).contains("put what is missing into the one"), "{finding:#}");
    }
}

/// Who has a return open is true of a moment: a draft says so, a release does not, since it could not be made again.
#[test]
fn a_release_says_nothing_of_who_has_a_file_open() {
    let mut council = consolidated();
    council.write(&format!("returns/{QUARTER}/~$WAS {QUARTER}.xlsx"), "\u{4}Anna");
    let open =
        |record: &serde_json::Value| of_files(&record["findings"]).iter().filter(|(_, code)| code == "F051").count();
    assert_eq!(open(&council.consolidates()), 1);
    council.run(["publish", QUARTER, "--by", "J. Khan", "--provisional"]).ends(0);
    let release = council.bytes(&format!("published/{QUARTER}/1/run.json"));
    assert_eq!(open(&serde_json::from_slice(&release).unwrap()), 0);
}

/// Ids of services are names of files, whatever a council calls its services.
#[test]
fn forms_have_names_that_every_system_takes() {
    let mut council = checks();
    let register = Drawn::like(&council.bytes("register.xlsx")).sheet("Services");
    let rows = ["CON", "a/b", "a:b", "end."].into_iter().zip(20..);
    let register = rows.fold(register, |register, (id, row)| {
        register
            .cell(&format!("A{row}"), id)
            .cell(&format!("B{row}"), &format!("Service {row}"))
            .cell(&format!("C{row}"), "Place")
    });
    council.write("register.xlsx", register.bytes());
    council.run(["templates", QUARTER]).ends(0);
    let mut names: Vec<String> = council
        .files(&format!("templates/{QUARTER}"), &["xlsx"])
        .iter()
        .map(|path| path.strip_prefix(council.path("templates").join(QUARTER)).unwrap().display().to_string())
        .collect();
    names.sort();
    assert_eq!(names, ["CON_.xlsx", "HOM.xlsx", "STR.xlsx", "a-b (2).xlsx", "a-b.xlsx", "end.xlsx"]);
}

/// A name that has no room for our endings is cut, and it is said what its copies are called.
#[test]
fn a_long_name_has_copies_with_a_shorter_one() {
    let mut council = checks();
    let long = "n".repeat(250) + ".xlsx";
    council.sends("check-R001-on.xlsx", &long);
    let name = |copy: &serde_json::Value| text(copy).to_owned();
    let said = council.consolidate(QUARTER).ends(1).complains("too long for its copies");
    assert!(said.err.contains("_marked.xlsx"), "{}", said.err);
    let copies = || {
        let mut names: Vec<String> =
            list(&council.record(QUARTER)["outputs"]).iter().map(|o| name(&o["file"])).collect();
        names.retain(|n| n.starts_with("returned/"));
        names
    };
    let first = copies();
    assert!(first.iter().all(|n| n.len() <= "returned/".len() + 255 && council.report(n).is_file()), "{first:?}");
    assert_eq!(first.len(), 2, "{first:?}");
}

/// A run that may write no large file, as on a disk that is full: it says so in our words and the system's, and leaves
/// nothing behind. A machine that lets nobody lower the limit says nothing here.
#[test]
fn a_full_disk_is_said_in_plain_words() {
    let mut council = council();
    let before = council.ledger();
    for blocks in [0, 4, 40, 400] {
        let mut shell = Command::new("sh");
        let run = "trap '' XFSZ; ulimit -f \"$1\"; shift; exec \"$@\"";
        let program = council.command(["consolidate", QUARTER]);
        shell.args(["-c", run, "sh", &blocks.to_string()]).arg(program.get_program()).args(program.get_args());
        let done = shell.output().unwrap();
        let (code, err) = (done.status.code(), String::from_utf8(done.stderr).unwrap());
        assert_eq!(code, Some(2), "{blocks}: {err}");
        assert!(err.contains("quarterday: cannot write"), "{blocks}: {err}");
        for word in ["panicked", ".rs", "Couldn't", "unwrap", "src/", "i/o error"] {
            assert!(!err.contains(word), "{blocks}: {err}");
        }
        assert_eq!(err.matches("(os error").count(), 1, "{blocks}: {err}");
        assert_eq!((council.ledger(), leftovers(&council)), (before.clone(), vec![]), "{blocks}");
    }
    council.consolidate(QUARTER).ends(1);
}

/// Our own temporary files, wherever they are.
fn leftovers(council: &Council) -> Vec<PathBuf> {
    let mut todo = vec![council.folder().to_owned()];
    let mut out = vec![];
    while let Some(folder) = todo.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|e| e.unwrap()) {
            let name = entry.file_name().into_string().unwrap_or_default();
            match entry.file_type().unwrap().is_dir() {
                true => todo.push(entry.path()),
                false if name.starts_with(".quarterday-") || name.ends_with(".tmp") => out.push(entry.path()),
                false => {}
            }
        }
    }
    out
}

/// A run that is killed wherever it is leaves what the next one takes away.
#[test]
fn what_a_killed_run_left_is_taken_away() {
    let mut council = council();
    for after in 0..12 {
        let program = council.command(["consolidate", QUARTER, "--quiet"]);
        let mut run = Command::new(program.get_program());
        let mut run = run.args(program.get_args()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Until it has written something, and then a little longer each time.
        let mut waited = 0;
        while run.try_wait().unwrap().is_none() && (leftovers(&council).is_empty() || waited < after) {
            waited += 1;
        }
        run.kill().unwrap();
        run.wait().unwrap();
    }
    council.write(&format!("reports/{QUARTER}/.quarterday-AbCd12"), "of an older version");
    council.write(&format!("reports/{QUARTER}/returned/.quarterday-EfGh34-IjKl56"), "a copy");
    council.write("history/log/.00000001-0123456789abcdef-1.tmp", "{}");
    council.write(&format!("templates/{QUARTER}/.quarterday-AbCd12"), "of an older version");
    council.consolidate(QUARTER).ends(1);
    council.templates(QUARTER, &[]).ends(0);
    assert_eq!(leftovers(&council), Vec::<PathBuf>::new());
}

/// Before anything was sent out or came, `status` says how the folder comes to be.
#[test]
fn a_quarter_without_its_folder_is_told_how_to_get_it() {
    let ours = new_council();
    ours.status().ends(2).complains("`quarterday templates 2026-27Q2` makes it");
}
