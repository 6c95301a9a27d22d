//! Ways of giving a status, through the command: lists, one scheme, a quarter under another, and what is refused.

use super::{demo_workspace, files, quarterday};
use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use tempfile::TempDir;

fn json(workspace: &Path, arguments: &[&str]) -> Value {
    let out = quarterday()
        .args(arguments)
        .args(["--format", "json", "--quiet", "--workspace"])
        .arg(workspace)
        .output()
        .unwrap();
    serde_json::from_slice(&out.stdout).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&out.stderr)))
}

/// Puts lines into `[status]` in place of the demo's.
fn rate(workspace: &Path, lines: &str) {
    let path = workspace.join("quarterday.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let text = text.replace("scheme = \"tolerance\"\ntolerance_percent = 10.0\n", lines);
    std::fs::write(path, text).unwrap();
}

#[test]
fn lists_schemes_and_presets_without_a_workspace() {
    let nowhere = TempDir::new().unwrap();
    let list = quarterday().arg("scheme").current_dir(&nowhere).assert().success();
    let wanted = ["tolerance-and-trend", "outturn", "herefordshire-2006", "Seen at", "Kent"];
    let list = wanted.iter().fold(list, |list, word| list.stdout(contains(*word)));
    list.stdout(contains("(in use)").not());
    quarterday()
        .args(["scheme", "rules"])
        .current_dir(&nowhere)
        .assert()
        .success()
        .stdout(contains("gain_on_year_ago").and(contains("1  target IS NULL")));
    quarterday()
        .args(["scheme", "medway"])
        .current_dir(&nowhere)
        .assert()
        .success()
        .stdout(contains("forecast to meet"));
    let unknown = quarterday().args(["scheme", "traffic-lights"]).current_dir(&nowhere).assert().code(2);
    unknown.stderr(contains("no scheme and no preset “traffic-lights”"));
    let quarter = quarterday().args(["scheme", "kent", "2026-27Q2"]).current_dir(&nowhere).assert().code(2);
    quarter.stderr(contains("--workspace"));
    quarterday().args(["scheme", "kent", "soon"]).assert().code(2);
}

/// The comparison is what two consolidations would say, and writes nothing.
#[test]
fn a_quarter_under_another_scheme() {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    let all = || -> Vec<_> { files(&ws, "json").into_iter().chain(files(&ws, "xlsx")).collect() };
    let before = all();
    let under = json(&ws, &["scheme", "tolerance and trend", "2026-27Q2"]);
    assert_eq!(all(), before);
    assert_eq!(
        (&under["now"]["scheme"], &under["then"]["scheme"]),
        (&"tolerance".into(), &"tolerance-and-trend".into())
    );

    let statuses = |record: &Value| -> BTreeMap<String, String> {
        let text = |v: &Value| v.as_str().unwrap().to_owned();
        record["readings"].as_array().unwrap().iter().map(|r| (text(&r["indicator"]), text(&r["status"]))).collect()
    };
    let now = statuses(&json(&ws, &["consolidate", "2026-27Q2"]));
    rate(&ws, "scheme = \"tolerance-and-trend\"\n");
    let record = json(&ws, &["consolidate", "2026-27Q2"]);
    let then = statuses(&record);
    let changes: BTreeMap<String, [String; 2]> = now
        .iter()
        .filter(|(id, status)| then[*id] != **status)
        .map(|(id, status)| (id.clone(), [status.clone(), then[id].clone()]))
        .collect();
    assert!(changes.len() > 20, "{changes:?}");
    let listed = under["changes"].as_array().unwrap();
    assert_eq!(listed.len(), changes.len());
    for change in listed {
        let [now, then] = &changes[change["indicator"].as_str().unwrap()];
        assert_eq!((change["now"].as_str(), change["then"].as_str()), (Some(now.as_str()), Some(then.as_str())));
        let why = |key: &str| change[key].as_str().unwrap().to_owned();
        assert!(why("why_then").contains("against a target of"), "{change}");
    }
    for count in under["counts"].as_array().unwrap() {
        let status = count["status"].as_str().unwrap();
        assert_eq!(count["then"], record["counts"]["statuses"].get(status).cloned().unwrap_or(0.into()), "{status}");
    }
}

#[test]
fn the_comparison_is_told_in_words() {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    let told = |name: &str| quarterday().args(["scheme", name, "2026-27Q2", "--workspace"]).arg(&ws).assert().success();
    told("havering")
        .stdout(contains("under havering (tolerance-and-trend), now tolerance"))
        .stdout(contains("a year ago").and(contains("Nothing was written")))
        .stdout(contains("are rated by another scheme than tolerance-and-trend"));
    told("tolerance").stdout(contains("No status would change"));
    told("herefordshire-2008").stdout(contains("◇ Unknown"));
    told("herefordshire-2006").stdout(contains("and no target for the quarter"));
}

/// One indicator of each scheme, with the scheme and its version in the record and in the ledger.
#[test]
fn every_scheme_is_on_the_demo() {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    let record = json(&ws, &["consolidate", "2026-27Q2"]);
    let readings = record["readings"].as_array().unwrap();
    let of = |id: &str| readings.iter().find(|r| r["indicator"] == id).unwrap_or_else(|| panic!("{id}"));
    for (id, scheme, status) in [
        ("ASC05", "outturn, version 1", "amber"),
        ("CSC08", "tolerance-and-trend, version 1", "amber"),
        ("PLN03", "stars, version 1", "exceeds"),
        ("COM01", "floor, version 1", "amber"),
        ("CSC01", "band, version 1", "amber"),
    ] {
        assert_eq!((of(id)["scheme"].as_str(), of(id)["status"].as_str()), (Some(scheme), Some(status)), "{id}");
    }
    let rules = of("CUS02");
    assert!(rules["scheme"].as_str().unwrap().starts_with("rules, version 1-"), "{rules}");
    assert!(rules["why"].as_str().unwrap().contains("no worse than a year ago (rule 3)"), "{rules}");
    assert_eq!(record["status"]["versions"].as_object().unwrap().len(), 8);
    let log: Vec<_> = files(&ws.join("history/log"), "json");
    let last = std::fs::read_to_string(log.last().unwrap()).unwrap();
    assert!(last.contains("Status by tolerance, version 1; floor, version 1"), "{last}");
}

/// A preset rates as its council did; a line that contradicts it is refused, and so is a list of rules without an end.
#[test]
fn presets_and_rules_in_the_settings() {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    let list = || quarterday().args(["scheme", "--workspace"]).arg(&ws).assert();
    rate(&ws, "preset = \"kent\"\n");
    list().success().stdout(contains("(in use)"));
    let record = json(&ws, &["consolidate", "2026-27Q2"]);
    assert_eq!((&record["status"]["scheme"], &record["status"]["preset"]), (&"floor".into(), &"kent".into()));
    let path = ws.join("quarterday.toml");
    let good = std::fs::read_to_string(&path).unwrap();
    for (from, to, says) in [
        (
            "preset = \"kent\"\n",
            "preset = \"kent\"\nscheme = \"stars\"\n",
            "the preset \"kent\" has scheme = \"floor\"",
        ),
        ("gain_on_year_ago", "gain_on_yearago", "did you mean “gain_on_year_ago”?"),
        ("variance >= 0", "variance >= (0", "rule 2: not understood"),
        ("when = \"otherwise\"", "when = \"variance < 0\"", "the list has no end"),
    ] {
        assert!(good.contains(from), "{from}");
        std::fs::write(&path, good.replacen(from, to, 1)).unwrap();
        list().code(2).stderr(contains(says).and(contains("quarterday.toml: line ")));
    }
}
