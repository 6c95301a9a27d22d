//! `--watch`: a line for each file as it comes, changes and goes, and the status when somebody ends it.
#![cfg(unix)]

use super::harness::{Council, QUARTER, council, list, text};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Far longer than a line takes on any machine.
const LIMIT: Duration = Duration::from_secs(300);

/// A command that watches, and the lines that it prints.
struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn start(council: &Council, arguments: &[&str]) -> Self {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("quarterday"));
        command.args(arguments).args(["--watch", "--today", "2026-10-28", "--workspace"]).arg(council.folder());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (send, lines) = channel();
        std::thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
        Self { child, lines }
    }

    fn line(&self) -> String {
        self.lines.recv_timeout(LIMIT).expect("a line")
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.line()).unwrap()
    }

    /// Ctrl-C: the code, and what was printed to the end.
    fn end(mut self) -> (i32, Vec<String>) {
        let asked = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().unwrap();
        assert!(asked.success());
        let lines = self.lines.iter().collect();
        (self.child.wait().unwrap().code().unwrap(), lines)
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

#[test]
fn returns_are_told_as_they_come() {
    let mut council = council().without_returns();
    let watching = Watching::start(&council, &["status", QUARTER, "--format", "json"]);
    let missing = |line: &Value, id: &str| list(&line["missing"]).iter().any(|m| m == id);

    council.sends("WAS 2026-27Q2.xlsx", "WAS 2026-27Q2.xlsx");
    let came = watching.json();
    assert_eq!([&came["event"], &came["file"], &came["service"]].map(text), ["came", "WAS 2026-27Q2.xlsx", "WAS"]);
    assert_eq!(
        [&came["state"], &came["errors"], &came["queries"]],
        [&Value::from("complete"), &2.into(), &3.into()],
        "{came}"
    );
    assert!(missing(&came, "PRO") && !missing(&came, "WAS"), "{came}");

    // One that is only written again as it was is as it was: the next line is about the next file.
    let was = council.bytes(&format!("returns/{QUARTER}/WAS 2026-27Q2.xlsx"));
    council.write(&format!("returns/{QUARTER}/WAS 2026-27Q2.xlsx"), was);
    // What Excel leaves while a workbook is open is nothing, and half a workbook is waited for.
    council.write(&format!("returns/{QUARTER}/~$FIN 2026-27Q2.xlsx"), "open");
    let half = council.sends("LEG 2026-27Q2.xlsx", "LEG 2026-27Q2.xlsx");
    let whole = std::fs::read(&half).unwrap();
    std::fs::write(&half, &whole[..whole.len() / 2]).unwrap();
    council.sends("FIN 2026-27Q2.xlsx", "FIN 2026-27Q2.xlsx");
    let came = watching.json();
    assert_eq!((&came["event"], &came["service"]), (&"came".into(), &"FIN".into()), "{came}");
    std::fs::write(&half, &whole).unwrap();
    let came = watching.json();
    assert_eq!(
        (&came["event"], &came["service"], &came["state"]),
        (&"came".into(), &"LEG".into(), &"rejected".into()),
        "{came}"
    );
    assert_eq!(came["rejected"], serde_json::json!(["LEG"]));

    council.sends("HWY 2026-27Q2.xlsx", "WAS 2026-27Q2.xlsx");
    let changed = watching.json();
    assert_eq!((&changed["event"], &changed["service"]), (&"changed".into(), &"HWY".into()), "{changed}");
    assert!(missing(&changed, "WAS") && !missing(&changed, "HWY"), "{changed}");
    council.remove(&format!("returns/{QUARTER}/WAS 2026-27Q2.xlsx"));
    let gone = watching.json();
    assert_eq!((&gone["event"], &gone["file"]), (&"gone".into(), &"WAS 2026-27Q2.xlsx".into()), "{gone}");
    assert!(missing(&gone, "HWY"), "{gone}");

    // In the end the same as the status says.
    let (code, lines) = watching.end();
    assert_eq!((code, lines.len()), (0, 1), "{lines:?}");
    let mut end: Value = serde_json::from_str(&lines[0]).unwrap();
    let end = end.as_object_mut().unwrap();
    assert_eq!(end.remove("event").unwrap(), "status");
    end.remove("warnings");
    assert_eq!(Value::from(std::mem::take(end)), council.json(["status", QUARTER]));
}

/// A file that is named before it is there; in the end all that is wrong with it, and the code that says so.
#[test]
fn a_file_is_checked_as_it_comes() {
    let mut council = council().without_returns();
    let path = council.sent("WAS 2026-27Q2.xlsx").display().to_string();
    let watching = Watching::start(&council, &["check", &path]);
    assert!(watching.line().starts_with("Watching "));
    council.sends("WAS 2026-27Q2.xlsx", "WAS 2026-27Q2.xlsx");
    let line = watching.line();
    for words in
        ["  came     ", "WAS 2026-27Q2.xlsx: Waste and recycling, accepted but for what is in error; ", " errors, "]
    {
        assert!(line.contains(words), "no “{words}” in {line}");
    }
    let (code, lines) = watching.end();
    assert_eq!(code, 1);
    assert!(lines.iter().any(|l| l.contains("cells read")) && lines.len() > 10, "{lines:?}");
}

/// Nothing has come: the status says so all the same.
#[test]
fn a_watch_that_sees_nothing_ends_with_the_status() {
    let council = council().without_returns();
    let watching = Watching::start(&council, &["status", QUARTER]);
    let first = watching.line();
    assert!(
        first.contains("returns for Q2 2026-27, 5 working days late (due Wed 21 October). Ctrl-C ends it."),
        "{first}"
    );
    let (code, lines) = watching.end();
    assert_eq!(code, 0);
    assert!(lines.iter().any(|l| l.starts_with("To chase: 24 services, 5 working days late")), "{lines:?}");
}
