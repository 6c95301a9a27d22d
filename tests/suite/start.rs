//! `quarterday` alone: where things stand, what comes next, and the sitting at a terminal.

use super::harness::{
    Council, QUARTER, checks, consolidated, list, look_at, new_council, nowhere, quarterday, read, said, text,
};
use serde_json::Value;

/// What is said to a program.
fn standing(council: &Council) -> Value {
    council.json::<&str>([])
}

/// The steps as commands; what people do with other programs as its kind.
fn offered(standing: &Value) -> Vec<String> {
    let of = |step: &Value| match text(&step["command"]) {
        "" => text(&step["step"]["step"]).to_owned(),
        command => command.split(" --workspace").next().unwrap().trim_start_matches("quarterday ").to_owned(),
    };
    list(&standing["steps"]).iter().map(of).collect()
}

#[test]
fn where_no_council_is() {
    nowhere::<&str>([]).ends(0).says("no council yet").says_all(&["quarterday demo", "quarterday init our-council"]);
    let place = tempfile::tempdir().unwrap();
    look_at::council().copy_to(place.path().join("marchford"), None);
    said(quarterday().current_dir(place.path()))
        .ends(0)
        .says("Go on with the council in marchford")
        .says("quarterday --workspace marchford");
}

/// A council from nothing to a report that is approved: at each point what comes next is offered first.
#[test]
fn what_comes_next() {
    let mut ours = new_council();
    // The returns of the second quarter were due a week ago, and nothing is here.
    let now = standing(&ours);
    assert_eq!((text(&now["standing"]["because"]), offered(&now)), ("present", vec!["templates 2026-27Q3".to_owned()]));
    ours.templates(QUARTER, &[]).ends(0);
    let now = standing(&ours);
    assert_eq!(
        (text(&now["standing"]["because"]), &*offered(&now)),
        ("not-published", &["put-returns".to_owned()][..])
    );
    ours.run::<&str>([]).ends(0).says("none yet, due 21/10/2026").says("Open the folder for the returns");

    for template in ours.files(&format!("templates/{QUARTER}"), &["xlsx"]) {
        let name = template.file_name().unwrap().to_string_lossy();
        ours.write(&format!("returns/{QUARTER}/{name}"), read(&template));
    }
    let (status, consolidate) = (format!("status {QUARTER}"), format!("consolidate {QUARTER}"));
    assert_eq!(offered(&standing(&ours)), [consolidate.clone(), status.clone()]);
    let shown =
        ours.run::<&str>([]).ends(0).says_all(&["  Services ", "  Found    ", "  To chase ", "5 working days late"]);
    // Found from any folder below, where the command needs no name of the workspace.
    let below = said(quarterday().current_dir(ours.path("returns"))).ends(0);
    assert!(below.out.contains(&format!("quarterday {consolidate}\n")), "{}", below.out);
    assert!(shown.out.contains(&format!("quarterday {consolidate} --workspace")), "{}", shown.out);

    ours.consolidate(QUARTER).ends(1);
    let now = standing(&ours);
    assert_eq!(now["standing"]["state"]["report"], "current", "{now:#}");
    assert_eq!(offered(&now)[0], "open-workbook");

    // Whatever is changed since is told, and what comes next is to consolidate.
    let settings = ours.text("quarterday.toml");
    ours.write("quarterday.toml", format!("{settings}\n# another word\n"));
    let now = standing(&ours);
    assert_eq!((&now["standing"]["changed"], &offered(&now)[0]), (&serde_json::json!(["settings"]), &consolidate));
    ours.write("quarterday.toml", settings);
    let sent = ours.files("returns", &["xlsx"]).remove(0);
    std::fs::remove_file(sent).unwrap();
    assert_eq!(standing(&ours)["standing"]["changed"], serde_json::json!(["returns"]));
}

#[test]
fn from_the_report_to_the_release() {
    let mut ours = consolidated();
    let settings = ours.text("quarterday.toml");
    ours.write("quarterday.toml", format!("{settings}\n[publication]\nheld_up_by = []\n"));
    ours.consolidate(QUARTER).ends(1);
    assert_eq!(offered(&standing(&ours))[..2], ["open-workbook".to_owned(), format!("approve {QUARTER} --by NAME")]);
    ours.run(["publish", QUARTER, "--by", "J. Khan", "--provisional"]).ends(0);
    let early = "Provisional release 1 of 2026-27Q2 is published, and none is for good.";
    ours.run::<&str>([]).ends(0).says_all(&["it has begun here and is not published", early]);
    ours.run(["approve", QUARTER, "--by", "A. Okafor"]).ends(0).says("Next: `quarterday publish 2026-27Q2 --by NAME`");
    assert_eq!(offered(&standing(&ours))[0], format!("publish {QUARTER} --by NAME"));
    ours.run(["publish", QUARTER, "--by", "J. Khan"]).ends(0);
    let now = standing(&ours);
    assert_eq!(
        (text(&now["standing"]["because"]), text(&now["standing"]["state"]["quarter"])),
        ("before-published", "2026-27Q3")
    );
    assert_eq!(offered(&now), ["templates 2026-27Q3".to_owned(), "open-workbook".to_owned()]);

    // Run again with another return it is in hand again, until the next quarter begins; the draft is told in both.
    let sent = ours.files("returns", &["xlsx"]).remove(0);
    std::fs::remove_file(sent).unwrap();
    ours.consolidate(QUARTER).ends(1);
    let draft = "Release 2 of 2026-27Q2 is published; a newer draft of it is here.";
    ours.run::<&str>([]).ends(0).says_all(&["In hand is 2026-27Q2: it is published, and a newer draft", draft]);
    ours.templates("2026-27Q3", &[]).ends(0);
    ours.run::<&str>([]).ends(0).says_all(&["In hand is 2026-27Q3: what was here before it is published", draft]);
}

#[test]
fn queries_that_hold_it_up_are_told() {
    let said = look_at::consolidated().run::<&str>([]).ends(0);
    assert!(said.out.contains("queries without an answer: until then it cannot be published"), "{}", said.out);
    assert!(!said.out.contains("quarterday approve"), "an approval is void once they are answered: {}", said.out);
}

#[test]
fn settings_in_error_are_told_as_by_any_command() {
    let mut ours = checks();
    ours.write("quarterday.toml", "[status]\ntolerence_percent = 5\n");
    ours.run::<&str>([]).ends(2).complains("tolerance_percent");
    ours.remove("quarterday.toml");
    ours.run::<&str>([]).ends(2).complains("quarterday init");
}

#[test]
fn the_version_says_more_in_long() {
    let long = nowhere(["--version"]).ends(0).says_all(&["quarterday ", "build: ", "system: ", "quarterday licences"]);
    assert!(long.out.contains(std::env::consts::ARCH), "{}", long.out);
    assert_eq!(nowhere(["-V"]).ends(0).out.lines().count(), 1);
}

/// At a terminal, which `script` gives a program that is run in it.
#[cfg(target_os = "linux")]
mod at_a_terminal {
    use super::*;
    use std::io::Write;
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;
    use std::process::{Command, Stdio};

    /// What is on the screen of a sitting in `folder` in which this is typed. What it opens is noted in `opened` there.
    fn sitting(folder: &Path, typed: &str) -> String {
        let tools = tempfile::tempdir().unwrap();
        let opener = tools.path().join("xdg-open");
        std::fs::write(&opener, format!("#!/bin/sh\necho \"$1\" >> '{}'\n", folder.join("opened").display())).unwrap();
        std::fs::set_permissions(&opener, PermissionsExt::from_mode(0o755)).unwrap();
        let path = format!("{}:{}", tools.path().display(), std::env::var("PATH").unwrap());
        let program = assert_cmd::cargo::cargo_bin!("quarterday");
        let run = format!("'{}' --today 2026-10-28 --quiet", program.display());
        let mut script = Command::new("script")
            .args(["-qec", &run, "/dev/null"])
            .current_dir(folder)
            .env("PATH", path)
            .env("NO_COLOR", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        script.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
        let done = script.wait_with_output().unwrap();
        let screen = String::from_utf8(done.stdout).unwrap().replace('\r', "");
        assert_eq!(done.status.code(), Some(0), "{screen}");
        screen
    }

    #[test]
    fn a_first_minute() {
        let place = tempfile::tempdir().unwrap();
        let screen = sitting(place.path(), "2\n\n1\nq\n");
        assert!(place.path().join("our-council/templates/2026-27Q3/HW.xlsx").is_file(), "{screen}");
        for words in [
            "> quarterday init our-council",
            "A workspace is ready",
            "> quarterday templates 2026-27Q3 --workspace our-council",
        ] {
            assert!(screen.contains(words), "no “{words}” in {screen}");
        }
    }

    #[test]
    fn from_returns_to_the_open_workbook() {
        let ours = look_at::council().copy();
        let screen = sitting(ours.folder(), "\n7\n\n\nq\n");
        assert!(screen.contains(&format!("> quarterday consolidate {QUARTER}\n")), "{screen}");
        assert!(screen.contains("There is no “7” among them."), "{screen}");
        assert!(ours.report("cabinet.xlsx").is_file(), "{screen}");
        // Enter opened it, and Enter again went on to what holds it up.
        assert!(screen.contains(&format!("> quarterday status {QUARTER}\n")), "{screen}");
        let opened = std::fs::read_to_string(ours.path("opened")).unwrap();
        assert_eq!(opened.trim(), ours.report("cabinet.xlsx").display().to_string(), "{screen}");
    }

    /// What a command cannot do is said as it says it, and the sitting goes on.
    #[test]
    fn a_step_that_fails_ends_no_sitting() {
        let mut ours = look_at::council().copy();
        ours.write("reports", "a file where the folder should be");
        let screen = sitting(ours.folder(), "\nq\n");
        assert!(screen.contains("quarterday: cannot"), "{screen}");
        assert_eq!(screen.matches("What comes next:").count(), 2, "{screen}");
    }
}
