//! Folders that are not as they should be: half a workspace, a path of great length, one that nobody may write to, a drive
//! that goes away. One clear line with what helps, nothing half-written, exit code 2.
#![cfg(target_os = "linux")]

use super::harness::{QUARTER, checks, consolidated, council, nowhere};
use super::said::Said;
use rstest::rstest;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Every file of a folder with its bytes.
fn content(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let (mut todo, mut all) = (vec![folder.to_owned()], vec![]);
    while let Some(folder) = todo.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { todo.push(path) } else { all.push(path) }
        }
    }
    all.sort();
    all.into_iter().map(|path| (path.clone(), std::fs::read(&path).unwrap())).collect()
}

/// The one line that says why nothing came of it.
fn one_line(said: &Said) -> String {
    let lines: Vec<&str> = said.err.lines().filter(|line| line.starts_with("quarterday: ")).collect();
    assert_eq!((said.code, lines.len()), (2, 1), "{}{}", said.out, said.err);
    assert!(!said.err.contains("panicked") && !said.err.contains("internal"), "{}", said.err);
    lines[0].to_owned()
}

#[test]
fn half_a_workspace() {
    let mut ours = checks();
    // The layouts are a council's own choice; without any the template is read.
    std::fs::remove_dir_all(ours.path("layouts")).unwrap();
    ours.status().ends(0);
    ours.remove("register.xlsx");
    for command in [&["status", QUARTER][..], &["consolidate", QUARTER], &["templates", QUARTER]] {
        let line = one_line(&ours.run(command));
        assert!(line.contains("register.xlsx") && line.contains("quarterday init"), "{line}");
    }
    assert!(!ours.path("reports").exists() && !ours.path("templates").exists());
}

/// A workspace whose path has three hundred signs is one like others.
#[test]
fn a_path_of_three_hundred_signs() {
    let place = tempfile::tempdir().unwrap();
    let far = (0..4).fold(place.path().to_owned(), |path, n| path.join(format!("{n}-{}", "n".repeat(80))));
    let mut ours = checks().copy_to(far.join("stowick"), None);
    assert!(ours.folder().as_os_str().len() > 300);
    ours.sends("check-R001-on.xlsx", "one.xlsx");
    ours.consolidate(QUARTER).ends(1);
    ours.templates("2026-27Q3", &[]).ends(0);
    assert!(ours.report("cabinet.xlsx").is_file() && ours.report("returned/one_marked.xlsx").is_file());
}

#[rstest]
#[case::too_long(&["init".to_owned(), "n".repeat(300)], "308 signs: move the folder")]
#[case::below_a_file(&["init".to_owned(), "/etc/hostname/ours".to_owned()], "/etc/hostname/ours")]
#[case::where_nobody_may_write(&["init".to_owned(), "/sys/ours".to_owned()], "folder of your own")]
#[case::the_demo(&["demo".to_owned(), "/sys/ours".to_owned()], "folder of your own")]
fn a_place_for_no_workspace(#[case] command: &[String], #[case] says: &str) {
    let line = one_line(&nowhere(command));
    assert!(line.contains(says), "{line}");
}

/// In a workspace that is mounted so that nobody can write to it. A machine that lets nobody mount says nothing here.
#[rstest]
#[case::consolidate(&["consolidate", QUARTER])]
#[case::templates(&["templates", "2026-27Q3"])]
#[case::approve(&["approve", QUARTER, "--by", "A. Okafor"])]
#[case::publish(&["publish", QUARTER, "--by", "J. Khan", "--provisional"])]
fn a_workspace_that_can_only_be_read(#[case] command: &[&str]) {
    let ours = consolidated();
    let before = content(ours.folder());
    let inside = |run: &str| {
        let mount = "mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" || exit 77";
        let mut shell = Command::new("unshare");
        shell.args(["-rm", "sh", "-c", &format!("{mount}; {run}")]).arg(ours.folder());
        shell
    };
    if inside("exit 0").status().map_or(77, |status| status.code().unwrap_or(77)) != 0 {
        return;
    }
    let program = ours.command(command);
    let mut shell = inside("exec \"$@\"");
    shell.arg(program.get_program()).args(program.get_args());
    let done = shell.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let said = Said { code: done.status.code().unwrap(), out: text(done.stdout), err: text(done.stderr) };
    let line = one_line(&said);
    assert!(line.contains("Read-only") && line.contains("folder"), "{line}");
    assert_eq!(content(ours.folder()), before);

    // What only looks is not hindered.
    let program = ours.command(["status", QUARTER]);
    let status = inside("exec \"$@\"").arg(program.get_program()).args(program.get_args()).output().unwrap();
    assert_eq!(status.status.code(), Some(0), "{}", text(status.stderr));
}

/// The drive goes away when the run has come to a stage: what stands in its place is no folder.
#[rstest]
#[case("Reading the register", true)]
#[case("Reading returns", true)]
#[case("Checking", false)]
#[case("Writing the workbooks", false)]
fn a_drive_that_goes_away(#[case] stage: &str, #[case] must_stop: bool) {
    let mut ours = council();
    let ledger = ours.ledger().len();
    let away = ours.folder().with_file_name("away");
    let program = ours.command(["consolidate", QUARTER]);
    let mut run = Command::new(program.get_program());
    let run = run.args(program.get_args()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut run = run.spawn().unwrap();
    let mut err = String::new();
    for line in BufReader::new(run.stderr.take().unwrap()).lines().map(Result::unwrap) {
        if line.starts_with(stage) {
            std::fs::rename(ours.folder(), &away).unwrap();
            std::fs::write(ours.folder(), "").unwrap();
        }
        err.push_str(&line);
        err.push('\n');
    }
    let said = Said { code: run.wait().unwrap().code().unwrap(), out: String::new(), err };
    if must_stop || said.code == 2 {
        let line = one_line(&said);
        // Before the settings are read, nothing tells it from a folder that never was a workspace.
        assert!(line.contains("connect") || line.contains("there is no quarterday.toml"), "{line}");
        assert!(!away.join("reports").join(QUARTER).join("cabinet.xlsx").exists(), "{line}");
    }
    // It comes back, and the next run finds nothing of the one before.
    std::fs::remove_file(ours.folder()).unwrap();
    std::fs::rename(&away, ours.folder()).unwrap();
    assert!(ours.ledger().len() <= ledger + 1);
    ours.consolidate(QUARTER).ends(1);
    assert_eq!(ours.ledger().len(), ledger + 1);
    let left = content(ours.folder()).into_iter().map(|(path, _)| path.file_name().unwrap().to_owned());
    let left: Vec<_> = left.filter(|name| name.to_string_lossy().starts_with(".quarterday-")).collect();
    assert_eq!(left, Vec::<std::ffi::OsString>::new());
}

/// A folder that is taken away under a program that stands in it.
#[test]
fn the_folder_in_which_it_was_started_is_gone() {
    let place = tempfile::tempdir().unwrap();
    let program = assert_cmd::cargo::cargo_bin!("quarterday");
    let run = format!("rmdir '{}'; exec '{}' status {QUARTER}", place.path().display(), program.display());
    let done = Command::new("sh").args(["-c", &run]).current_dir(place.path()).output().unwrap();
    let err = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(2), "{err}");
    assert!(err.contains("cannot tell the current folder"), "{err}");
}
