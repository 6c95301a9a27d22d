//! Whatever our form refuses, warns of or counts while it is filled in, the importer finds too, by the same code: nothing that
//! Excel stops is let through where it was pasted, and nothing is refused that the form never spoke of.

use super::harness::{QUARTER, checks, list, text};
use super::root;
use chrono::{Days, NaiveDate};
use quarterday::past::Past;
use quarterday::period::Period;
use quarterday::reading::CellRef;
use quarterday::register::{self, Register};
use quarterday::settings::{self, Settings};
use quarterday::workbook::{self, Book, CellContent, Sheet, Style, Validation, ValidationRule};
use quarterday::{catalogue, ingest, layout, template};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::path::PathBuf;

/// What is typed, by the key of its column.
type Typed = &'static [(&'static str, &'static str)];

/// What stands in the row of a rule while it is broken, so that nothing else is amiss there: of a sheet by its keys.
const FILLED: &[(&str, Typed)] = &[
    (
        "Indicators",
        &[("numerator", "1"), ("denominator", "2"), ("value", "5"), ("commentary", "As it was last quarter.")],
    ),
    (
        "Risks",
        &[
            ("title", "Storms take down trees"),
            ("inherent-likelihood", "4"),
            ("inherent-impact", "4"),
            ("likelihood", "3"),
            ("impact", "3"),
            ("target-likelihood", "2"),
            ("target-impact", "2"),
            ("owner", "Nadia Fox"),
            ("reviewed", "2026-09-01"),
            ("level", "Service"),
        ],
    ),
    (
        "Actions",
        &[("title", "Prune"), ("lead", "Nadia Fox"), ("due", "2027-03-31"), ("status", "On track"), ("progress", "10")],
    ),
    (
        "Milestones",
        &[
            ("title", "Open the park"),
            ("lead", "Nadia Fox"),
            ("baseline-date", "2027-03-31"),
            ("status", "On track"),
            ("update", "Out to tender."),
        ],
    ),
    (
        "Revenue",
        &[
            ("title", "Mowing"),
            ("flow", "Expenditure"),
            ("budget", "200000"),
            ("actual", "90000"),
            ("outturn", "200000"),
        ],
    ),
    (
        "Capital",
        &[
            ("title", "A new depot"),
            ("budget", "200000"),
            ("spent", "90000"),
            ("outturn", "200000"),
            ("capital-stage", "Construction"),
            ("planned", "2027-03-31"),
            ("completion", "2027-03-31"),
        ],
    ),
    ("Savings", &[("title", "Fewer vans"), ("year", "2026-27"), ("saving-target", "5000"), ("delivered", "5000")]),
    ("Feedback", &[("value", "3")]),
    ("Complaints", &[("received", "2026-08-21"), ("id", "C1")]),
    (
        "Corrections",
        &[
            ("indicator", "ST1"),
            ("period", "2026-27Q1"),
            ("corrected", "5"),
            ("class", "Correction"),
            ("reason", "Late data."),
            ("author", "Nadia Fox"),
        ],
    ),
];

/// What the form counts live and no rule of a cell stops: by code, the sheet, and what is typed in its first row.
const COUNTED: &[(&str, &str, Typed)] = &[
    ("C009", "Indicators", &[("value", "")]),
    ("C016", "Indicators", &[("reason", "Awaited")]),
    ("R004", "Indicators", &[("value", "1")]),
    ("R005", "Indicators", &[("value", "900"), ("commentary", "")]),
    ("R010", "Indicators", &[("value", "900")]),
    ("C005", "Indicators", &[("value", "0.8")]),
    ("K002", "Risks", &[("inherent-likelihood", "1")]),
    ("K003", "Risks", &[("target-likelihood", "5")]),
    ("K007", "Risks", &[("owner", "")]),
    ("K008", "Risks", &[("reviewed", "2026-03-01")]),
    ("R008", "Actions", &[("lead", "")]),
    ("R009", "Actions", &[("due", "2026-08-01")]),
    ("T008", "Corrections", &[("reason", "")]),
    ("B004", "Revenue", &[("outturn", "")]),
    ("B004", "Capital", &[("budget", "")]),
    ("B004", "Savings", &[("delivered", "")]),
    ("B012", "Revenue", &[("budget", "-200000")]),
    ("B013", "Revenue", &[("outturn", "300000")]),
    ("B013", "Capital", &[("outturn", "300000")]),
    ("B016", "Revenue", &[("actual", "200001")]),
    ("B018", "Revenue", &[("outturn", "200")]),
    ("B030", "Capital", &[("spent", "200001")]),
    ("B031", "Capital", &[("capital-stage", "Complete"), ("spent", "0")]),
    ("B033", "Capital", &[("completion", "2027-06-30")]),
    ("B034", "Capital", &[("completion", "2026-08-01")]),
    ("B040", "Savings", &[("delivered", "4000")]),
    ("M001", "Milestones", &[("baseline-date", "")]),
    ("M002", "Milestones", &[("status", "Complete"), ("due", "2027-01-31")]),
    ("M004", "Milestones", &[("baseline-date", "2026-08-01"), ("update", "")]),
    ("M006", "Milestones", &[("status", "")]),
];
/// The sheets that a council asks for.
const ASKED_FOR: [&str; 5] = ["Complaints", "Milestones", "Revenue", "Capital", "Savings"];
const ALL_ON: &str =
    "[feedback]\nlog = true\n[milestones]\non = true\n[money]\nrevenue = true\ncapital = true\nsavings = true\n";
/// Pasted with the format that it had, which is none: a cell of our form would show 0.8 as 80%.
const PASTED: &str = "C005";
/// Found in any form: nobody signed it off, and its sheet of feedback is blank.
const OF_EVERY_FORM: [&str; 2] = ["F012", "T012"];
/// An error value cannot be written by the writer of our forms; tests of cells have it. What is held against last quarter the
/// tests of money find, with a last quarter.
const OF_OTHER_TESTS: [&str; 4] = ["C003", "B014", "B015", "M005"];
/// The rows of the indicators by which a count is set off, where it is not the first.
const ROWS: &[(&str, &str)] =
    &[("R004", "ST1"), ("R005", "ST1"), ("R010", "ST7"), ("C005", "ST2"), ("C016", "ST1"), ("C009", "ST1")];

struct Council {
    settings: Settings,
    register: Register,
    period: Period,
    past: Past,
}

impl Council {
    /// Streets and Parks of the fixture of checks, with every sheet that a council can ask for or without.
    fn new(all: bool) -> Self {
        let fixture = root().join("fixtures/checks");
        let read = |name: &str| std::fs::read(fixture.join(name)).unwrap();
        let written = String::from_utf8(read("quarterday.toml")).unwrap();
        let written = if all { format!("{written}\n{ALL_ON}") } else { written };
        let settings = settings::load(&fixture.join("quarterday.toml"), &written).unwrap();
        let limits = settings::Limits::default();
        let records = ingest::read_bytes(register::FILE, &read("register.xlsx"), &[layout::register()], &limits);
        let (register, _) = register::read(&records.records, &records.source, 4);
        let period: Period = QUARTER.parse().unwrap();
        let past = Past::empty(register.indicators.len(), period);
        Self { settings, register, period, past }
    }

    fn form(&self) -> Book<'_> {
        template::book(&self.settings, &self.register, self.period, self.register.service("STR").unwrap(), &self.past)
    }
}

/// The keys that stand hidden above the columns of a sheet, each with its column.
fn keys<'s>(sheet: &'s Sheet<'_>) -> BTreeMap<&'s str, u16> {
    let key = |(_, column, cell): &'s (u32, u16, workbook::SheetCell<'_>)| match &cell.content {
        CellContent::Text(words) => Some((words.strip_prefix("qd:")?, *column)),
        _ => None,
    };
    // The hidden id of a row stands before the one that people see.
    sheet.cells.iter().filter_map(key).collect()
}

fn typed(words: &str) -> CellContent<'static> {
    match (words.parse::<f64>(), words.parse::<NaiveDate>()) {
        (Ok(number), _) => CellContent::Number(number),
        (_, Ok(day)) => CellContent::Date(day),
        _ if words.is_empty() => CellContent::Blank,
        _ => CellContent::Text(words.to_owned().into()),
    }
}

/// Types into a cell that the form has; a formula there stays.
fn type_in(sheet: &mut Sheet<'_>, at: (u32, u16), content: CellContent<'static>) {
    let cell = sheet.cells.iter_mut().find(|(row, column, _)| (*row, *column) == at);
    let (.., cell) = cell.unwrap_or_else(|| panic!("{}: no cell {}", sheet.name, CellRef::new(at.0, at.1)));
    if !matches!(cell.content, CellContent::Formula { .. }) {
        cell.content = content;
    }
}

fn fill(sheet: &mut Sheet<'_>, row: u32) {
    let columns: BTreeMap<String, u16> =
        keys(sheet).into_iter().map(|(key, column)| (key.to_owned(), column)).collect();
    let said = FILLED.iter().find(|(name, _)| *name == sheet.name).map_or(&[][..], |(_, said)| said);
    let divided = sheet.cells.iter().any(|(r, column, cell)| {
        let formula = matches!(cell.content, CellContent::Formula { .. });
        formula && *r == row && columns.get("value") == Some(column)
    });
    // Only what is worked out asks for its parts.
    for (key, words) in said.iter().filter(|(key, _)| divided || !matches!(*key, "numerator" | "denominator")) {
        type_in(sheet, (row, columns[*key]), typed(words));
    }
}

/// No rule speaks longer than Excel shows.
fn fits(v: &Validation) -> bool {
    v.error.chars().count() <= workbook::BOX_TEXT
}

/// What breaks a rule, each in its own way.
fn broken(rule: &ValidationRule, key: &str) -> Vec<CellContent<'static>> {
    let text = || CellContent::Text("nonsense".into());
    let number = CellContent::Number;
    match rule {
        ValidationRule::Any | ValidationRule::TextLength { .. } => vec![],
        ValidationRule::Decimal { min, max } => {
            let beyond = [min.map(|min| min - 1.0), max.map(|max| max + 1.0)];
            beyond.into_iter().flatten().map(number).chain([text()]).collect()
        }
        ValidationRule::Whole { min, max } => {
            vec![text(), number(3.5), number(*min as f64 - 1.0), number(*max as f64 + 1.0)]
        }
        ValidationRule::List(_) | ValidationRule::ListRange(_) => vec![text()],
        ValidationRule::Date { min, max } => {
            let day = Days::new(1);
            vec![text(), CellContent::Date(*min - day), CellContent::Date(*max + day)]
        }
        ValidationRule::Formula(formula) => match key {
            "value" | "forecast" | "progress" => {
                let beyond = [(">=", -0.01), ("<=", 1.01)].into_iter().filter(|(sign, _)| formula.contains(sign));
                beyond.map(|(_, held)| number(held)).chain([text()]).collect()
            }
            "numerator" => vec![text(), number(9.0)],
            "denominator" => vec![text(), number(0.5)],
            "in-time" | "upheld" => vec![text(), number(9.0), number(1.5), number(-1.0)],
            "acknowledged" | "answered" => {
                vec![CellContent::Date(NaiveDate::from_ymd_opt(2026, 8, 20).unwrap())]
            }
            other => panic!("nobody knows how to break the rule of {other}"),
        },
    }
}

/// The codes that a text names.
fn codes(words: &str) -> BTreeSet<&'static str> {
    let words = words.split(|c: char| !c.is_alphanumeric());
    words.filter_map(catalogue::find).map(|c| c.code).collect()
}

/// A form as it was sent.
struct Sent {
    what: String,
    file: PathBuf,
    sheet: String,
    at: (u32, u16),
    allowed: BTreeSet<&'static str>,
}

/// What was found in a form: code, sheet, cell, and whether anything is asked of the service.
type Found = (String, String, String, bool);

fn found(council: &super::harness::Council, sent: &[Sent]) -> Vec<Vec<Found>> {
    let checked = council.check_files(sent.iter().map(|s| &s.file));
    let one = |file: &serde_json::Value| {
        let of = |f: &serde_json::Value| {
            let [code, sheet, cell] =
                ["code", "sheet", "cell"].map(|key| f[key].as_str().unwrap_or_default().to_owned());
            (code, sheet, cell, text(&f["severity"]) != "note")
        };
        list(&file["findings"]).iter().map(of).collect()
    };
    assert_eq!(checked.files.len(), sent.len());
    checked.files.iter().map(one).collect()
}

fn bytes(book: Book<'_>) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    workbook::write(book, &mut out).unwrap();
    out.into_inner()
}

#[test]
fn what_the_form_refuses_the_importer_finds() {
    let folder = tempfile::tempdir().unwrap();
    let mut wrong = String::new();
    for all in [false, true] {
        let council = Council::new(all);
        let mut sent = vec![];
        let rules: Vec<(String, Validation)> = council
            .form()
            .sheets
            .iter()
            .flat_map(|s| s.validations.iter().map(|v| (s.name.clone(), v.clone())))
            .collect();
        for (name, v) in rules.iter().filter(|(_, v)| !fits(v)) {
            wrong += &format!("{name}: {} is cut off\n", v.error);
        }
        for (name, v) in
            rules.iter().filter(|(name, _)| name != "Cover" && (!all || ASKED_FOR.contains(&name.as_str())))
        {
            let (row, column, ..) = v.range;
            let form = council.form();
            let sheet = form.sheets.iter().find(|s| s.name == *name).unwrap();
            let key =
                keys(sheet).into_iter().find(|(_, c)| *c == column).map(|(key, _)| key.to_owned()).unwrap_or_default();
            for (n, content) in broken(&v.rule, &key).into_iter().enumerate() {
                let mut form = council.form();
                let sheet = form.sheets.iter_mut().find(|s| s.name == *name).unwrap();
                fill(sheet, row);
                let formula = sheet.cells.iter().any(|(r, c, cell)| {
                    (*r, *c) == (row, column) && matches!(cell.content, CellContent::Formula { .. })
                });
                if formula {
                    continue;
                }
                let what = format!("{name}!{} {key}: {content:?}", CellRef::new(row, column));
                type_in(sheet, (row, column), content);
                let file = folder.path().join(format!("{all}-{}-{n}.xlsx", sent.len()));
                std::fs::write(&file, bytes(form)).unwrap();
                sent.push(Sent { what, file, sheet: name.clone(), at: (row, column), allowed: codes(&v.error) });
            }
        }
        let mut fixture = checks();
        if all {
            fixture = fixture.with_settings(ALL_ON);
        }
        assert!(sent.len() > if all { 25 } else { 60 }, "{}", sent.len());
        for (sent, found) in sent.iter().zip(found(&fixture, &sent)) {
            let row = (sent.at.0 + 1).to_string();
            let of_row = |cell: &str| cell.trim_start_matches(|c: char| c.is_alphabetic()) == row;
            let here = found.iter().filter(|(_, sheet, cell, _)| *sheet == sent.sheet && of_row(cell));
            if !here.clone().any(|(code, ..)| sent.allowed.contains(code.as_str())) {
                wrong += &format!("{}: none of {:?} is found: {found:?}\n", sent.what, sent.allowed);
            }
            let at = CellRef::new(sent.at.0, sent.at.1).to_string();
            for (code, ..) in here.filter(|(_, _, cell, asked)| *asked && *cell == at) {
                let live = catalogue::find(code).is_some_and(|c| c.live != catalogue::LiveLine::No);
                if !live && !sent.allowed.contains(code.as_str()) {
                    wrong += &format!("{}: {code} is found, and the form speaks of {:?}\n", sent.what, sent.allowed);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Every check that the form counts live is found by the importer in a form that sets it off.
#[test]
fn what_the_form_counts_the_importer_finds() {
    let folder = tempfile::tempdir().unwrap();
    let councils = [false, true].map(Council::new);
    let mut sent = vec![];
    for (code, name, edits) in COUNTED {
        let mut form = councils[usize::from(ASKED_FOR.contains(name))].form();
        let general = form.style(Style::default());
        let sheet = form.sheets.iter_mut().find(|s| s.name == *name).unwrap();
        let ids = |sheet: &Sheet<'_>, id: &str| {
            let is = |c: &CellContent<'_>| matches!(c, CellContent::Text(words) if words == id);
            sheet.cells.iter().find(|(_, column, cell)| *column == 0 && is(&cell.content)).map(|(row, ..)| *row)
        };
        let row = ROWS.iter().find(|(of, _)| of == code).and_then(|(_, id)| ids(sheet, id));
        let row = row.unwrap_or(template_first_row(sheet));
        fill(sheet, row);
        let columns: BTreeMap<String, u16> = keys(sheet).into_iter().map(|(k, c)| (k.to_owned(), c)).collect();
        for (key, words) in *edits {
            let at = (row, columns[*key]);
            type_in(sheet, at, typed(words));
            if *code == PASTED {
                let pasted = sheet.cells.iter_mut().filter(|(row, column, _)| (*row, *column) == at);
                pasted.for_each(|(.., cell)| cell.style = general);
            }
        }
        let file = folder.path().join(format!("{code} {name}.xlsx"));
        std::fs::write(&file, bytes(form)).unwrap();
        sent.push(Sent { what: (*code).into(), file, sheet: (*name).into(), at: (row, 0), allowed: [*code].into() });
    }
    let mut wrong = String::new();
    let all = found(&checks(), &sent);
    for (sent, found) in sent.iter().zip(&all) {
        let row = (sent.at.0 + 1).to_string();
        let here = |(code, sheet, cell, _): &Found| {
            sent.allowed.contains(code.as_str()) && *sheet == sent.sheet && cell.ends_with(&row)
        };
        if !found.iter().any(here) {
            wrong += &format!("{} is not found: {found:?}\n", sent.what);
        }
    }
    for code in OF_EVERY_FORM {
        assert!(all.iter().any(|found| found.iter().any(|(c, ..)| c == code)), "{code}");
    }
    let known: BTreeSet<&str> =
        COUNTED.iter().map(|(code, ..)| *code).chain(OF_EVERY_FORM).chain(OF_OTHER_TESTS).collect();
    // What a rule of a cell stops too is broken above.
    let live = catalogue::all().filter(|c| c.live != catalogue::LiveLine::No && !c.excel_rule);
    for check in live.filter(|c| !known.contains(c.code)) {
        wrong += &format!("{}: the form counts it, and no case sets it off\n", check.code);
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// The row below the headings.
fn template_first_row(sheet: &Sheet<'_>) -> u32 {
    sheet.freeze.0
}
