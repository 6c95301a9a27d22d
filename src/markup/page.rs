//! What is said to a service about its return, as plain values: the lines of the Findings sheet and the words of notes.

use crate::catalogue::Severity;
use crate::finding::{Cause, Finding, causes};
use crate::period::Period;
use crate::register::Register;
use crate::settings::Settings;
use crate::workbook::Columns;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::layout::ANSWER_KEYS;
/// Stands in the first cell of the Findings sheet: by it the sheet is known, and not read, when the copy comes back.
pub use crate::layout::FINDINGS_KEY as KEY;

/// A file and what was found in it.
pub struct ReturnedFile<'a> {
    /// The council's settings.
    pub settings: &'a Settings,
    /// The single data list.
    pub register: &'a Register,
    /// The quarter, where it could be told.
    pub period: Option<Period>,
    /// Name of the file.
    pub file: &'a str,
    /// Id of the service, empty where it is not known.
    pub service: &'a str,
    /// What was found in the file.
    pub findings: Vec<&'a Finding>,
    /// Other files of the service for this quarter, and why each does not count.
    pub others: Vec<(String, String)>,
}

/// The Findings sheet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FindingsPage {
    /// Its title.
    pub title: String,
    /// The lines of the text.
    pub lines: Vec<String>,
    /// Lines that are true in a marked copy alone.
    pub on_copy: Vec<String>,
    /// The findings.
    pub rows: Vec<FindingRow>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FindingRow {
    /// How severe it is.
    pub severity: Severity,
    /// The code of the check.
    pub code: String,
    /// Sheet and cell.
    pub place: String,
    /// `'Sheet'!A1`, where there is such a place.
    pub target: Option<String>,
    /// The indicator, risk or action.
    pub about: String,
    /// The check's title.
    pub what: String,
    /// What was expected.
    pub expected: String,
    /// What stood there instead.
    pub got: String,
    /// What to do.
    pub remedy: String,
    /// What is asked, for machines; blank where no answer is wanted.
    pub question: String,
}

/// A cell to be marked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CellMark {
    /// Name of the sheet.
    pub sheet: String,
    /// Row, counted from 0.
    pub row: u32,
    /// Column, counted from 0.
    pub col: u16,
    /// How severe it is.
    pub severity: Severity,
    /// Empty for a colour without a note.
    pub note: String,
}

const MOST_NOTES: usize = 1_000;

/// The key's row is too low to be seen; a hidden one would be counted differently by programs when panes are frozen.
pub(super) const KEY_HEIGHT: f64 = 3.0;
/// Rows before the lines: the key and the title.
pub(super) const FIRST_ROW: usize = 2;

/// What stands in one cell of the Findings sheet.
pub(super) struct FindingCell<'f> {
    pub text: Cow<'f, str>,
    /// In the colours of a severity.
    pub severity: Option<Severity>,
    /// Where the text leads.
    pub target: Option<&'f str>,
    /// To be filled in by the service.
    pub input: bool,
}

/// The columns of the Findings sheet.
pub(super) type FindingColumns<'f> = Columns<'f, &'f FindingRow, FindingCell<'f>>;

/// The heading of the hidden column that tells what a line asks.
pub(super) const QUESTION: &str = ANSWER_KEYS[2].0;

/// Whether the page asks anything, and so has the columns for answers.
pub(super) fn asks(page: &FindingsPage) -> bool {
    page.rows.iter().any(|row| !row.question.is_empty())
}

/// What stands in the first row, by column: the key of the sheet, and those of the columns for answers.
pub(super) fn keys(columns: &FindingColumns<'_>) -> Vec<&'static str> {
    let keys = [("Answer", ANSWER_KEYS[0].0), ("Answered by", ANSWER_KEYS[1].0), (QUESTION, QUESTION)];
    let key = |heading: &str| keys.iter().find(|(of, _)| *of == heading).map_or("", |(_, key)| key);
    let mut out: Vec<&str> = columns.headings().map(key).collect();
    out[0] = KEY;
    out
}

pub(super) fn columns<'f>(page: &FindingsPage) -> FindingColumns<'f> {
    fn words(text: &str) -> FindingCell<'_> {
        FindingCell { text: text.into(), severity: None, target: None, input: false }
    }
    fn to_fill(f: &FindingRow) -> FindingCell<'_> {
        FindingCell { input: !f.question.is_empty(), ..words("") }
    }
    let asks = asks(page);
    FindingColumns::new()
        .column("What it is", 12.0, |f| FindingCell { severity: Some(f.severity), ..words(severity_word(f.severity)) })
        .column("Code", 8.0, |f| words(&f.code))
        .column("Where", 20.0, |f| FindingCell { target: f.target.as_deref(), ..words(&f.place) })
        .column("About", 12.0, |f| words(&f.about))
        .column("What was found", 30.0, |f| words(&f.what))
        .column("Expected", 31.0, |f| words(&f.expected))
        .column("Got", 31.0, |f| words(&f.got))
        .column("What to do", 44.0, |f| words(&f.remedy))
        .column_when(asks, "Answer", 44.0, |f| to_fill(f))
        .column_when(asks, "Answered by", 20.0, |f| to_fill(f))
        .column_when(asks, QUESTION, 0.0, |f| words(&f.question))
}

/// A severity to somebody who has not met the word: symbol and word, never colour alone.
pub(super) fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "▲ Error",
        Severity::Query => "◆ Query",
        Severity::Note => "○ Note",
    }
}

/// Points that a row needs for its texts: programs differ in whether they work it out.
pub(super) fn height<'f>(columns: &FindingColumns<'f>, row: &'f FindingRow) -> f64 {
    let lines = |(cell, width): (FindingCell<'_>, f64)| -> f64 {
        cell.text.lines().map(|l| (l.chars().count() as f64 * 1.05 / (width - 2.0)).ceil().max(1.0)).sum()
    };
    // A hidden column asks for no room.
    let seen = columns.values(&row).zip(columns.widths()).filter(|(_, width)| *width > 0.0);
    (15.0 * seen.map(lines).fold(1.0, f64::max) + 5.0).min(400.0)
}

impl ReturnedFile<'_> {
    /// How many errors, queries and notes; equal ones of a sheet are one.
    pub fn counts(&self) -> [usize; 3] {
        causes(self.findings.iter().copied())
    }

    /// `3 errors, 1 query`, and in how many cells, where that is more.
    pub fn tally(&self, notes: bool) -> String {
        let [errors, queries, noted] = self.counts();
        let said = tally(errors, queries, if notes { noted } else { 0 });
        let told: Vec<&Finding> =
            self.findings.iter().copied().filter(|f| notes || f.severity != Severity::Note).collect();
        let more = told.len() > errors + queries + if notes { noted } else { 0 };
        if more { format!("{said} (in {} cells)", told.iter().filter(|f| f.cell.is_some()).count()) } else { said }
    }

    /// Name of the service; its id or the file where there is none.
    pub fn who(&self) -> &str {
        match self.register.service(self.service) {
            Some(service) => &service.name,
            None if self.service.is_empty() => self.file,
            None => self.service,
        }
    }

    /// By when corrections are wanted, in words that hold on whatever day they are read: ` by 4 November 2026, or within 7
    /// days of getting this where that is later`.
    pub fn by_when(&self) -> String {
        let Some(period) = self.period else { return String::new() };
        let days = self.settings.returns.correct_days;
        let day = self.settings.due_date(period) + chrono::Days::new(u64::from(days));
        let later = match days {
            0 => "at once where that has passed".to_owned(),
            n => format!("within {n} {} of getting this where that is later", if n == 1 { "day" } else { "days" }),
        };
        format!(" by {}, or {later}", day.format("%-d %B %Y"))
    }

    /// Errors first, then queries, those about the size of a figure before the others, then notes; each as the sheets run.
    pub fn sorted(&self) -> Vec<&Finding> {
        let mut out = self.findings.clone();
        out.sort_by(|a, b| {
            let key = |f: &Finding| (f.cell.is_none(), f.cell.map(|c| (c.row, c.col)));
            (a.importance(), &a.sheet, key(a), &a.code).cmp(&(b.importance(), &b.sheet, key(b), &b.code))
        });
        out
    }

    /// The Findings sheet.
    pub fn page(&self) -> FindingsPage {
        let period = self.period.map(|p| format!(", {}", p.heading())).unwrap_or_default();
        let mut lines = vec![format!("{}{period}: {}", self.who(), self.file), self.tally(true)];
        let by = self.by_when();
        // A query is answered in its own row; of the rest equal ones of a sheet are one.
        let sorted = self.sorted();
        let of = |severity| sorted.iter().copied().filter(move |f| f.severity == severity);
        let mut causes = Cause::among(of(Severity::Error));
        causes.extend(of(Severity::Query).flat_map(|f| Cause::among([f])));
        causes.extend(Cause::among(of(Severity::Note)));
        let rows: Vec<FindingRow> = causes.iter().map(|cause| self.row(cause)).collect();
        let [errors, queries, _] = self.counts();
        let answered = rows.iter().any(|row| !row.question.is_empty());
        let meant = [
            (errors > 0).then_some("An error was not taken: correct it."),
            (queries > 0).then_some(match answered {
                true => "A query was taken: correct it, or say beside it in the column Answer why it is right, and who says so.",
                false => "A query was taken: correct it, or explain it in the commentary.",
            }),
        ];
        let meant: Vec<&str> = meant.into_iter().flatten().collect();
        if !meant.is_empty() {
            lines.push(meant.join(" "));
        }
        lines.push(format!("Send the corrected workbook back{by}. {}", self.ask()));
        let on_copy = vec![match self.marks().is_empty() {
            true => "Of this sheet only the answers are read when the workbook comes back: it can stay.".to_owned(),
            false => {
                "The cells are coloured on their own sheets, each with a note. Of this sheet only the answers are read when \
                      the workbook comes back, and no colours: all can stay."
                    .to_owned()
            }
        }];
        FindingsPage { title: "What was found in this return".to_owned(), lines, on_copy, rows }
    }

    pub(super) fn ask(&self) -> String {
        format!("Questions: {}, {}.", self.settings.council.team, self.settings.council.email)
    }

    fn row(&self, cause: &Cause<'_>) -> FindingRow {
        let f = cause.first;
        let target = |cell: &str| format!("'{}'!{cell}", f.sheet.replace('\'', "''"));
        let (place, target) = match (f.sheet.is_empty(), f.cell) {
            (true, _) => (String::new(), None),
            (false, None) => (f.sheet.clone(), Some(target("A1"))),
            (false, Some(cell)) => (cause.whole_place(), Some(target(&cell.to_string()))),
        };
        FindingRow {
            severity: f.severity,
            code: f.code.to_string(),
            place,
            target,
            about: cause.about(),
            what: self.register.title_of_check(&f.code).to_owned(),
            expected: f.expected.clone(),
            got: f.got.clone(),
            remedy: f.remedy.to_string(),
            question: self.period.and_then(|p| f.question(p)).map(|q| q.key()).unwrap_or_default(),
        }
    }

    /// The cells to mark, each with all that was found there. Notes need no action: they are on the Findings sheet
    /// alone, so that colour means “look here”. A cell beyond the first thousand has its colour and no note: Excel would
    /// be slow to open so many, and the Findings sheet has their words.
    pub fn marks(&self) -> Vec<CellMark> {
        let mut cells: BTreeMap<(&str, u32, u16), (Severity, Vec<String>)> = BTreeMap::new();
        for f in self.sorted().into_iter().filter(|f| f.severity != Severity::Note && !f.sheet.is_empty()) {
            let Some(cell) = f.cell else { continue };
            let entry = cells.entry((f.sheet.as_str(), cell.row, cell.col)).or_insert((f.severity, vec![]));
            entry.1.push(self.note(f));
        }
        let mark = |((sheet, row, col), (severity, notes)): ((&str, u32, u16), (Severity, Vec<String>))| CellMark {
            sheet: sheet.to_owned(),
            row,
            col,
            severity,
            note: notes.join("\n\n"),
        };
        let mut marks: Vec<CellMark> = cells.into_iter().map(mark).collect();
        marks.iter_mut().skip(MOST_NOTES).for_each(|m| m.note.clear());
        marks
    }

    fn note(&self, f: &Finding) -> String {
        let heading = format!("{} {}: {}", severity_word(f.severity), f.code, self.register.title_of_check(&f.code));
        format!("{heading}\nExpected: {}\nGot: {}\nWhat to do: {}", f.expected, f.got, f.remedy)
    }
}

/// `3 errors, 1 query, 2 notes for information`; what there is none of is left out.
fn tally(errors: usize, queries: usize, notes: usize) -> String {
    let count = |n: usize, one: &str, many: &str| (n > 0).then(|| format!("{n} {}", if n == 1 { one } else { many }));
    let said = [
        count(errors, "error", "errors"),
        count(queries, "query", "queries"),
        count(notes, "note for information", "notes for information"),
    ];
    let said: Vec<String> = said.into_iter().flatten().collect();
    if said.is_empty() { "nothing to correct".to_owned() } else { said.join(", ") }
}
