//! Each check of the catalogue: what sets it off and what nearly does, as workbooks that people could have saved.

use super::books::Drawn;
use super::expected::{assert_same, expected, name_of};
use super::harness::{QUARTER, checks, list, look_at, nowhere, read, text};
use super::{files, root};
use quarterday::catalogue;
use quarterday::finding::{Finding, Severity};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// What is said of a file, as the list of what must be said has it: what, sheet, cell, outcome or code.
pub fn row(what: &str, sheet: &str, cell: &str, word: &str) -> Vec<String> {
    [what, sheet, cell, word].map(str::to_owned).to_vec()
}

pub fn outcome(accepted: bool) -> Vec<String> {
    row("outcome", "", "", if accepted { "accepted" } else { "rejected" })
}

#[test]
fn every_return_is_found_as_it_must_be() {
    let returns = root().join("fixtures/checks/returns").join(QUARTER);
    let one = |file: &serde_json::Value| {
        let name = name_of(text(&file["file"]));
        let finding = |f: &serde_json::Value| {
            for words in ["expected", "got", "remedy"] {
                assert!(!text(&f[words]).is_empty(), "{name}: {} says nothing of what was {words}", f["code"]);
            }
            row("finding", text(&f["sheet"]), text(&f["cell"]), text(&f["code"]))
        };
        let findings = list(&file["findings"]).iter().map(finding);
        (name.clone(), findings.chain([outcome(file["accepted"] == true)]).collect())
    };
    let checked = look_at::checks().check_files([returns]);
    assert_same(&expected("checks/EXPECTED.csv"), &checked.files.iter().map(one).collect());
}

/// What is wrong with a register, as opening a workspace finds it.
pub fn register_findings(path: &Path) -> Vec<Finding> {
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
    let one = |path: &PathBuf| {
        let found = register_findings(path);
        let place =
            |f: &Finding| row("finding", &f.sheet, &f.cell.map(|c| c.to_string()).unwrap_or_default(), f.code.as_ref());
        let accepted = outcome(!quarterday::register::errors(&found));
        (name_of(path), found.iter().map(place).chain([accepted]).collect())
    };
    assert_same(&expected("checks/EXPECTED-registers.csv"), &registers().iter().map(one).collect());
}

fn registers() -> Vec<PathBuf> {
    files(&root().join("fixtures/checks/registers"), "xlsx")
}

/// A check that is itself mis-set stops the run before any return is read, and says where it stands.
#[test]
fn a_register_with_an_error_stops_the_run() {
    let mut council = checks();
    for (file, place) in [
        ("check-G008-column-on.xlsx", "Checks!E2"),
        ("check-G008-sql-on.xlsx", "Checks!E2"),
        ("check-G003-severity-on.xlsx", "Checks!C2"),
    ] {
        council.write("register.xlsx", read(&root().join("fixtures/checks/registers").join(file)));
        council.consolidate(QUARTER).ends(2).complains(place);
        assert!(!council.path("reports").exists(), "{file}");
    }
}

/// A slip in the code of a council's own check is known when the register was read, and is not passed over.
#[test]
fn a_mistyped_code_of_the_councils_own_check_is_refused() {
    let mut council = checks();
    let before = council.text("quarterday.toml");
    assert!(!before.contains("[checks"), "the settings of the fixture say nothing of checks");
    let clean = council.sends("nothing-wrong.xlsx", "clean.xlsx");
    let mut run = |settings: &str| {
        council.write("quarterday.toml", format!("{before}\n[checks]\n{settings}\n"));
        council.run([OsStr::new("check"), clean.as_os_str()])
    };
    let line = format!("line {}:", before.lines().count() + 5);
    for (settings, says) in [
        (
            "off = [\n\"S004\",\n\"U01\"]",
            "“U01” is not the code of a check on the register's sheet Checks; did you mean U001?",
        ),
        ("off = []\n[checks.severity]\nu0001 = \"note\"", "“u0001” is not the code"),
    ] {
        run(settings).ends(2).complains(says).complains(&line);
    }
    run("off = [\"u001\"]\n[checks.severity]\nU001 = \"note\"").ends(0);
}

/// What is found only where all returns of a quarter are seen together: the files put in, and what must be found.
pub type Quarter = (&'static [(&'static str, &'static str)], &'static [(&'static str, &'static str)]);

pub const QUARTERS: &[Quarter] = &[
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
        let mut council = checks();
        for (file, name) in *puts {
            council.sends(file, name);
        }
        council.consolidate(QUARTER);
        let run = council.record(QUARTER);
        let mut found: Vec<(&str, &str)> =
            list(&run["findings"]).iter().map(|f| (text(&f["file"]), text(&f["code"]))).collect();
        found.sort_unstable();
        assert_eq!(&found, finds, "{puts:?}");
    }
}

/// A check whose pair needs no other program: a cell of the clean return, what in it sets the check off and what nearly
/// does, as a person types it, and where it is found.
pub type Pair = (&'static str, &'static str, &'static str, &'static str, &'static str);

pub const DRAWN: &[Pair] = &[
    ("F026", "Measures!I3", "Result", "Result Q1", "Measures!I3"),
    ("C001", "Measures!E4", "'421", "421", "Measures!E4"),
    ("C055", "Measures!E4", "421000 as #,##0,", "421 as #,##0", "Measures!E4"),
    ("C056", "Measures!E4", "421000 as #,##0,\"k\"", "421 as 0\" holes\"", "Measures!E4"),
    ("C058", "Measures!E13", "126400 as #,##0.0,", "126.4 as £#,##0.0\"k\"", "Measures!E13"),
    ("C059", "Measures!E13", "126.4 as [$€-2] #,##0.0", "126.4 as [$£-809]#,##0.0", "Measures!E13"),
    ("R001", "Measures!C6", "500", "300", "Measures!E6"),
    ("K006", "Risk log!G4", "7", "4", "Risk log!G4"),
    ("K020", "Risk log!A4", "R9", "R1", "Risk log!F4"),
    ("C032", "Measures!E19", "0", "7", "Measures!E19"),
    ("C033", "Measures!A4", "S\u{200b}T1", "ST1", "Measures!A4"),
    ("C070", "Action log!E4", "Done", "Complete", "Action log!E4"),
    ("C071", "Action log!D4", "Q4 26/27", "31/03/2027", "Action log!D4"),
    ("C072", "Action log!D4", "TBC", "2027-03-31", "Action log!D4"),
    ("C073", "Action log!D4", "46473 as d-mmm", "46473 as d-mmm-yy", "Action log!D4"),
    ("C074", "Action log!E4", "Overdue", "At risk", "Action log!E4"),
    ("R020", "Measures!B4", "Repairs made in time", "Potholes filled this summer", "Measures!A4"),
    ("R021", "Measures!B18", "Requests about streets", "Share of all requests about streets", "Measures!B18"),
];

#[test]
fn a_pair_is_drawn_where_no_other_program_is_needed() {
    let mut council = checks();
    let clean = council.sends("nothing-wrong.xlsx", "clean.xlsx");
    let clean = Drawn::like(&read(&clean));
    council.draws("clean.xlsx", &clean);
    council.returns("clean.xlsx").check().finds_just(&[]);
    for (code, place, on, off, found) in DRAWN {
        let (sheet, cell) = place.split_once('!').unwrap();
        for (name, typed) in [("on.xlsx", on), ("off.xlsx", off)] {
            council.draws(name, &clean.clone().sheet(sheet).cell(cell, typed));
        }
        council.returns("on.xlsx").check().finds(code, found);
        let off = council.returns("off.xlsx").check().found();
        assert!(off.iter().all(|found| !found.starts_with(code)), "{off:?}");
    }
}

/// A council's own check is explained in the council's own words where its register is at hand.
#[test]
fn a_councils_own_check_explains_itself() {
    let council = look_at::checks();
    let said = council.run(["rule", "u001"]).ends(0);
    said.says_all(&["A market that took next to nothing", "value < 1", "ST11", "Say in the comment why", "Checks!E2"]);
    let said = council.json(["rule", "U001"]);
    assert_eq!((&said[0]["condition"], &said[0]["severity"]), (&"value < 1".into(), &"query".into()));
    council.run(["rule", "U999"]).ends(2).complains("register");
    assert_eq!(council.run(["rule", "R004"]).ends(0).err, "");
    // Without a workspace a council's checks are not known, and how to name one is said.
    nowhere(["rule", "U001", "--workspace", "."]).ends(2);
}

/// Severities are the catalogue's where the settings say nothing.
#[test]
fn findings_have_the_severity_of_the_catalogue() {
    for path in registers() {
        for f in register_findings(&path) {
            let check = catalogue::find(&f.code).unwrap();
            assert_eq!(f.severity, check.severity, "{}", path.display());
            assert_ne!(f.severity, Severity::Note, "a register is corrected, not annotated: {}", path.display());
        }
    }
}
