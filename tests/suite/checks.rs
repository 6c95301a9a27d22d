//! Each check of the catalogue: what sets it off and what nearly does, as workbooks that people could have saved.

use super::{copy_dir, files, quarterday, root};
use quarterday::catalogue;
use quarterday::finding::{Finding, Severity};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub(super) const QUARTER: &str = "2026-27Q2";

/// Outcome, and the findings as sheet, cell, code.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Said {
    pub(super) outcome: String,
    pub(super) findings: BTreeSet<[String; 3]>,
}

/// By file.
pub(super) type Files = BTreeMap<String, Said>;

pub(super) fn fixtures() -> PathBuf {
    root().join("fixtures/checks")
}

pub(super) fn expected(name: &str) -> Files {
    let mut out = Files::new();
    for row in csv::Reader::from_path(fixtures().join(name)).unwrap().deserialize() {
        let [file, what, sheet, cell, word]: [String; 5] = row.unwrap();
        let said = out.entry(file.clone()).or_default();
        if what == "outcome" {
            said.outcome = word;
        } else {
            assert!(said.findings.insert([sheet, cell, word.clone()]), "{file} says {word} twice");
        }
    }
    out
}

/// A copy of the workspace with its past in the ledger and without returns.
fn workspace(dir: &Path) -> PathBuf {
    let workspace = dir.join("stowick");
    copy_dir(&fixtures(), &workspace);
    std::fs::remove_dir_all(workspace.join("returns")).unwrap();
    std::fs::create_dir_all(workspace.join("returns").join(QUARTER)).unwrap();
    let past = workspace.join("past.xlsx");
    quarterday().args(["history", "import"]).arg(&past).arg("--workspace").arg(&workspace).assert().code(0);
    workspace
}

fn compare(expected: &Files, got: &Files) {
    let mut differ = String::new();
    for name in expected.keys().chain(got.keys()).collect::<BTreeSet<_>>() {
        let none = Said::default();
        let (e, g) = (expected.get(name).unwrap_or(&none), got.get(name).unwrap_or(&none));
        if e.outcome != g.outcome {
            differ += &format!("{name} must be {} and is {}\n", e.outcome, g.outcome);
        }
        let lines = e.findings.difference(&g.findings).map(|r| ("lacks", r));
        let lines = lines.chain(g.findings.difference(&e.findings).map(|r| ("has", r)));
        differ.extend(lines.map(|(word, row)| format!("{name} {word} {}\n", row.join(" | "))));
    }
    assert!(differ.is_empty(), "\n{differ}");
}

#[test]
fn every_return_is_found_as_it_must_be() {
    let dir = TempDir::new().unwrap();
    let workspace = workspace(dir.path());
    let returns = fixtures().join("returns").join(QUARTER);
    let out = quarterday()
        .arg("check")
        .arg(&returns)
        .args(["--format", "json", "--workspace"])
        .arg(&workspace)
        .output()
        .unwrap();
    let checked: Vec<serde_json::Value> = serde_json::from_slice(&out.stdout).unwrap();
    let text = |v: &serde_json::Value| v.as_str().unwrap_or_default().to_owned();
    let one = |file: &serde_json::Value| {
        let name = Path::new(file["file"].as_str().unwrap()).file_name().unwrap().to_string_lossy().into_owned();
        let finding = |f: &serde_json::Value| {
            for words in ["expected", "got", "remedy"] {
                assert!(!text(&f[words]).is_empty(), "{name}: {} says nothing of what was {words}", f["code"]);
            }
            [text(&f["sheet"]), text(&f["cell"]), text(&f["code"])]
        };
        let findings = file["findings"].as_array().unwrap().iter().map(finding).collect();
        let outcome = if file["accepted"] == true { "accepted" } else { "rejected" }.to_owned();
        (name.clone(), Said { outcome, findings })
    };
    compare(&expected("EXPECTED.csv"), &checked.iter().map(one).collect());
}

/// What is wrong with a register, as opening a workspace finds it.
fn register_findings(path: &Path) -> Vec<Finding> {
    use quarterday::{ingest, layout, register, settings, validate};
    let bytes = std::fs::read(path).unwrap();
    let limits = settings::Limits::default();
    let read = ingest::read_bytes(register::FILE, &bytes, &[layout::register()], &limits);
    let (register, mut findings) = register::read(&read.records, &read.source, 4);
    findings.extend(read.findings);
    findings.extend(validate::check_council_checks(&register));
    findings.extend(validate::check_formulas(&register));
    findings
}

#[test]
fn every_register_is_found_as_it_must_be() {
    let one = |path: PathBuf| {
        let found = register_findings(&path);
        let outcome = if quarterday::register::errors(&found) { "rejected" } else { "accepted" }.to_owned();
        let place =
            |f: &Finding| [f.sheet.clone(), f.cell.map(|c| c.to_string()).unwrap_or_default(), f.code.to_string()];
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, Said { outcome, findings: found.iter().map(place).collect() })
    };
    let got = files(&fixtures().join("registers"), "xlsx").into_iter().map(one).collect();
    compare(&expected("EXPECTED-registers.csv"), &got);
}

/// A check that is itself mis-set stops the run before any return is read, and says where it stands.
#[test]
fn a_register_with_an_error_stops_the_run() {
    let dir = TempDir::new().unwrap();
    let workspace = workspace(dir.path());
    for (file, place) in [
        ("check-G008-column-on.xlsx", "Checks!E2"),
        ("check-G008-sql-on.xlsx", "Checks!E2"),
        ("check-G003-severity-on.xlsx", "Checks!C2"),
    ] {
        std::fs::copy(fixtures().join("registers").join(file), workspace.join("register.xlsx")).unwrap();
        let run = quarterday().args(["consolidate", QUARTER, "--workspace"]).arg(&workspace).output().unwrap();
        let said = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(2), "{file}");
        assert!(said.contains(place), "{file}: {said}");
        assert!(!workspace.join("reports").exists(), "{file}");
    }
}

/// A slip in the code of a council's own check is known when the register was read, and is not passed over.
#[test]
fn a_mistyped_code_of_the_councils_own_check_is_refused() {
    let dir = TempDir::new().unwrap();
    let workspace = workspace(dir.path());
    let path = workspace.join("quarterday.toml");
    let before = std::fs::read_to_string(&path).unwrap();
    let run = |settings: &str| {
        assert!(!before.contains("[checks"), "the settings of the fixture say nothing of checks");
        std::fs::write(&path, format!("{before}\n[checks]\n{settings}\n")).unwrap();
        let clean = fixtures().join("returns").join(QUARTER).join("nothing-wrong.xlsx");
        let out = quarterday().arg("check").arg(clean).arg("--workspace").arg(&workspace).output().unwrap();
        (out.status.code(), String::from_utf8(out.stderr).unwrap())
    };
    let first = before.lines().count() + 3;
    for (settings, line, says) in [
        (
            "off = [\n\"S004\",\n\"U01\"]",
            first + 2,
            "“U01” is not the code of a check on the register's sheet Checks; did you mean U001?",
        ),
        ("off = []\n[checks.severity]\nu0001 = \"note\"", first + 2, "“u0001” is not the code"),
    ] {
        let (code, said) = run(settings);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(says) && said.contains(&format!("line {line}:")), "{said}");
    }
    let (code, said) = run("off = [\"u001\"]\n[checks.severity]\nU001 = \"note\"");
    assert_eq!(code, Some(0), "{said}");
}

/// What is found only where all returns of a quarter are seen together: the files put in, and what must be found.
pub(super) type Quarter = (&'static [(&'static str, &'static str)], &'static [(&'static str, &'static str)]);

pub(super) const QUARTERS: &[Quarter] = &[
    // Homes never returns here.
    (&[("nothing-wrong.xlsx", "streets.xlsx")], &[("", "T007")]),
    (
        &[("nothing-wrong.xlsx", "first.xlsx"), ("check-F019-on.xlsx", "a-later.xlsx")],
        &[("", "T007"), ("a-later.xlsx", "F019"), ("first.xlsx", "F011")],
    ),
    (
        &[("nothing-wrong.xlsx", "streets.xlsx"), ("nothing-wrong.xlsx", "replaced/old.xlsx")],
        &[("", "T007"), ("replaced", "F020")],
    ),
    (&[("check-F002-on.xlsx", "streets.xlsx")], &[("", "T007"), ("", "T007"), ("streets.xlsx", "F002")]),
];

#[test]
fn a_quarter_is_seen_as_a_whole() {
    for (puts, finds) in QUARTERS {
        let dir = TempDir::new().unwrap();
        let workspace = workspace(dir.path());
        for (from, to) in *puts {
            let to = workspace.join("returns").join(QUARTER).join(to);
            std::fs::create_dir_all(to.parent().unwrap()).unwrap();
            std::fs::copy(fixtures().join("returns").join(QUARTER).join(from), to).unwrap();
        }
        let run = quarterday()
            .args(["consolidate", QUARTER, "--format", "json", "--workspace"])
            .arg(&workspace)
            .output()
            .unwrap();
        let run: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
        let mut found: Vec<(&str, &str)> = run["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| (f["file"].as_str().unwrap(), f["code"].as_str().unwrap()))
            .collect();
        found.sort_unstable();
        assert_eq!(&found, finds, "{puts:?}");
    }
}

/// A council's own check is explained in the council's own words where its register is at hand.
#[test]
fn a_councils_own_check_explains_itself() {
    let dir = TempDir::new().unwrap();
    let workspace = workspace(dir.path());
    let run = |words: &[&str]| {
        let out = quarterday().arg("rule").args(words).arg("--workspace").arg(&workspace).output().unwrap();
        (out.status.code(), String::from_utf8(out.stdout).unwrap(), String::from_utf8(out.stderr).unwrap())
    };
    let (code, said, _) = run(&["u001"]);
    assert_eq!(code, Some(0));
    for words in ["A market that took next to nothing", "value < 1", "ST11", "Say in the comment why", "Checks!E2"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let (_, said, _) = run(&["U001", "--format", "json"]);
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!((&said[0]["condition"], &said[0]["severity"]), (&"value < 1".into(), &"query".into()));
    let (code, _, said) = run(&["U999"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("register"), "{said}");
    let (code, _, said) = run(&["R004"]);
    assert_eq!((code, said), (Some(0), String::new()));
    // Without a workspace a council's checks are not known, and how to name one is said.
    quarterday().args(["rule", "U001", "--workspace"]).arg(dir.path()).assert().code(2);
}

/// Severities are the catalogue's where the settings say nothing.
#[test]
fn findings_have_the_severity_of_the_catalogue() {
    for path in files(&fixtures().join("registers"), "xlsx") {
        for f in register_findings(&path) {
            let check = catalogue::find(&f.code).unwrap();
            assert_eq!(f.severity, check.severity, "{}", path.display());
            assert_ne!(f.severity, Severity::Note, "a register is corrected, not annotated: {}", path.display());
        }
    }
}
