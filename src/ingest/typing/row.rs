//! One record on the desk: its cells are taken by field, and each leaves with exactly one fate, so that cells located
//! always equal cells accepted, refused and passed over by a named rule.

use super::{date, number};
use crate::catalogue::{self as catalogue, Check};
use crate::finding::{Finding, Severity};
use crate::layout::{Layout, PercentAs, meaning};
use crate::period::Period;
use crate::reading::{CellRef, Marker, Place, Source};
use crate::record::{Cell, Content, Field, Kind, Record, Tally, clean};
use crate::register::Register;
use crate::register::settings::Settings;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What became of one located cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Accepted,
    Refused,
    /// Passed over by this rule.
    Ignored(&'static str),
}

/// What a cell gave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Got<T> {
    Blank,
    /// Refused; the finding is written.
    Bad,
    /// A word that says there is no number.
    Marker(Marker),
    Is(T),
}

impl<T> Got<T> {
    pub fn ok(self) -> Option<T> {
        match self {
            Self::Is(value) => Some(value),
            _ => None,
        }
    }

    pub fn bad(&self) -> bool {
        matches!(self, Self::Bad)
    }
}

/// What a number may be.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Want {
    /// In percentage points: 85 is 85%.
    pub percent: bool,
    pub minimum: Option<f64>,
    pub maximum: Option<f64>,
    /// Says whether 0.85 is likely to be meant as 85%.
    pub target: Option<f64>,
}

/// What all records of one file share.
pub(super) struct Desk<'a> {
    pub register: &'a Register,
    pub settings: &'a Settings,
    pub period: Period,
    pub layout: Option<&'a Layout>,
    pub source: Arc<Source>,
    /// Id of the service, empty while it is not known.
    pub service: Arc<str>,
    pub findings: Vec<Finding>,
    counts: BTreeMap<Arc<str>, Count>,
    /// How columns of the layout are typed, where it says: few or none.
    hints: Vec<(Kind, Field, Option<PercentAs>, bool)>,
}

#[derive(Default)]
struct Count {
    accepted: u64,
    refused: u64,
    ignored: BTreeMap<&'static str, u64>,
}

impl<'a> Desk<'a> {
    pub fn new(context: &super::Context<'a>, layout: Option<&'a Layout>, source: Arc<Source>) -> Self {
        let tables = layout.map_or(&[][..], |l| &l.tables);
        let hints = tables
            .iter()
            .flat_map(|t| t.columns.iter().map(move |c| (t.kind, c)))
            .filter(|(_, c)| c.percent.is_some() || c.thousands)
            .filter_map(|(kind, c)| Some((kind, c.field()?, c.percent, c.thousands)))
            .collect();
        Self {
            register: context.register,
            settings: context.settings,
            period: context.period,
            layout,
            source,
            service: Arc::default(),
            findings: vec![],
            counts: BTreeMap::new(),
            hints,
        }
    }

    fn hint(&self, kind: Kind, field: Field) -> (Option<PercentAs>, bool) {
        let hit = self.hints.iter().find(|h| h.0 == kind && h.1 == field);
        hit.map_or((None, false), |h| (h.2, h.3))
    }

    /// The form's own word turned into ours, where the layout has it.
    pub fn our_word<'t>(&'t self, field: Field, text: &'t str) -> &'t str {
        let words = self.layout.and_then(|l| l.words.get(field.key()));
        let hit = words.and_then(|w| w.iter().find(|(theirs, _)| meaning(theirs) == meaning(text)));
        hit.map_or(text, |(_, ours)| ours)
    }

    /// The marker that a text means: by the layout's words, or by our own.
    fn marker(&self, text: &str) -> Option<Marker> {
        let wanted = meaning(text);
        let same = |word: &str| word == text || (!wanted.is_empty() && meaning(word) == wanted);
        let theirs = self.layout.and_then(|l| l.markers.iter().find(|(word, _)| same(word)).map(|(_, m)| *m));
        theirs.or_else(|| Marker::ALL.into_iter().find(|m| same(m.words())))
    }

    /// Whether the check still refuses what it finds, after the council's own severities.
    pub fn refuses(&self, check: &Check) -> bool {
        self.settings.checks.severity_of(check) == Some(Severity::Error)
    }

    /// A cell of this sheet that was accepted falls after all, with another one whose finding is written.
    pub fn take_back(&mut self, sheet: &Arc<str>) {
        if let Some(count) = self.counts.get_mut(sheet) {
            count.accepted -= 1;
            count.refused += 1;
        }
    }

    pub fn row<'d>(&'d mut self, record: &'d Record) -> Row<'d, 'a> {
        Row::new(self, record)
    }

    /// A finding about the whole file.
    pub fn file_finding(&mut self, check: &'static Check, expected: impl Into<String>, got: impl Into<String>) {
        let finding = Finding::new(check, expected, got).in_file(self.source.file.as_str());
        self.findings.push(finding);
    }

    /// Writes what became of the cells into the reader's tallies. A cell that no rule wanted moves from located to
    /// ignored; with `refuse_all` (the file is rejected) every located cell is refused.
    pub fn settle(&self, tallies: &mut Vec<Tally>, refuse_all: bool) {
        if refuse_all {
            for tally in tallies {
                (tally.accepted, tally.refused) = (0, tally.located);
            }
            return;
        }
        for (sheet, count) in &self.counts {
            let at = tallies.iter().position(|t| t.sheet == **sheet).unwrap_or_else(|| {
                tallies.push(Tally { sheet: sheet.to_string(), ..Tally::default() });
                tallies.len() - 1
            });
            let tally = &mut tallies[at];
            tally.accepted += count.accepted;
            tally.refused += count.refused;
            for (rule, n) in &count.ignored {
                tally.located = tally.located.saturating_sub(*n);
                *tally.ignored.entry(rule).or_default() += n;
            }
        }
    }
}

/// One record while its cells are taken.
pub(super) struct Row<'d, 'a> {
    pub desk: &'d mut Desk<'a>,
    pub record: &'d Record,
    /// Id of the indicator, risk or action that findings are about.
    pub subject: Arc<str>,
    fates: Vec<Fate>,
    /// The first value that stands where nobody sees it.
    hidden: Option<CellRef>,
}

const NOT_NEEDED: Fate = Fate::Ignored("not needed");

impl<'d, 'a> Row<'d, 'a> {
    fn new(desk: &'d mut Desk<'a>, record: &'d Record) -> Self {
        let fates = vec![NOT_NEEDED; record.fields.len()];
        let mut row = Self { desk, record, subject: Arc::default(), fates, hidden: None };
        for (k, (field, cell)) in record.fields.iter().enumerate() {
            if matches!(&cell.content, Content::Text(t) if clean(t).is_empty()) {
                row.fates[k] = Fate::Ignored("blank");
            } else if cell.hidden && record.kind != Kind::Cover && !matches!(field, Field::Id | Field::Title) {
                row.hidden = row.hidden.or(Some(cell.at));
                if !row.desk.settings.returns.read_hidden {
                    row.fates[k] = Fate::Ignored("hidden");
                }
            }
        }
        row
    }

    fn find(&self, field: Field) -> Option<(usize, &'d Cell)> {
        let k = self.record.fields.iter().position(|(f, _)| *f == field)?;
        let there = !matches!(self.fates[k], Fate::Ignored("blank" | "hidden"));
        there.then(|| (k, &self.record.fields[k].1))
    }

    /// The cell of a field, unless it is blank or must not be read.
    pub fn filled(&self, field: Field) -> Option<&'d Cell> {
        self.find(field).map(|(_, cell)| cell)
    }

    /// Any of these fields is filled.
    pub fn any(&self, fields: &[Field]) -> bool {
        fields.iter().any(|f| self.filled(*f).is_some())
    }

    /// Where the first filled of these fields stands; else the row's first cell.
    pub fn place(&self, fields: &[Field]) -> Place {
        let cell = fields.iter().find_map(|f| self.filled(*f)).map(|c| c.at);
        let cell = cell.or_else(|| self.record.fields.first().map(|(_, c)| c.at));
        self.place_at(cell.unwrap_or(CellRef::new(self.record.row, 0)))
    }

    pub fn place_at(&self, cell: CellRef) -> Place {
        Place { source: self.desk.source.clone(), sheet: self.record.sheet.clone(), cell }
    }

    /// Takes the id as the row's subject. `None` when there is none: then a filled row is refused, unless the layout
    /// numbers the rows of this table.
    pub fn identify(&mut self, wanted: &str) -> Option<()> {
        let id = self.text(Field::Id);
        if !id.is_empty() {
            self.subject = id.into();
            return Some(());
        }
        if !self.any(Field::ALL) {
            return None;
        }
        let numbered = self.desk.layout.and_then(|l| l.table(self.record.kind)).is_some_and(|t| t.number_rows);
        if numbered && !self.fates.contains(&Fate::Refused) {
            let (sheet, line) = (&self.record.sheet, self.record.row + 1);
            self.subject = format!("{} {sheet} {line}", self.desk.service).into();
            return Some(());
        }
        let at = self.place(&[Field::Id]).cell;
        self.report(&catalogue::C014, Some(at), wanted, "nothing");
        self.refuse_row();
        None
    }

    /// The cell is taken; its content was read by the caller.
    pub fn accept(&mut self, field: Field) {
        if let Some((k, _)) = self.find(field) {
            self.fates[k] = Fate::Accepted;
        }
    }

    /// Writes a finding; refuses nothing.
    pub fn report(
        &mut self,
        check: &'static Check,
        cell: Option<CellRef>,
        expected: impl Into<String>,
        got: impl Into<String>,
    ) {
        let mut finding = Finding::new(check, expected, got)
            .in_file(self.desk.source.file.as_str())
            .in_sheet(&*self.record.sheet)
            .about(&*self.subject);
        finding.cell = cell;
        self.desk.findings.push(finding);
    }

    /// Refuses the cell of a field, and says why.
    pub fn refuse(&mut self, field: Field, check: &'static Check, expected: impl Into<String>, got: impl Into<String>) {
        if let Some((k, cell)) = self.find(field) {
            self.fates[k] = Fate::Refused;
            self.report(check, Some(cell.at), expected, got);
        }
    }

    /// The cell falls with another one whose finding is written.
    pub fn refuse_with(&mut self, field: Field) {
        if let Some((k, _)) = self.find(field) {
            self.fates[k] = Fate::Refused;
        }
    }

    /// The whole row falls; its finding is written.
    pub fn refuse_row(&mut self) {
        self.fates.fill(Fate::Refused);
    }

    /// The row's subject stands in another row too: neither is taken.
    pub fn refuse_double(&mut self, check: &'static Check) {
        let at = self.filled(Field::Id).map(|c| c.at);
        self.report(check, at, "one row", format!("{} in more than one row", self.subject));
        self.refuse_row();
    }

    /// A rule passes over the whole row.
    pub fn ignore_row(&mut self, rule: &'static str) {
        self.fates.fill(Fate::Ignored(rule));
    }

    /// Counts the fates. Every row ends here.
    pub fn finish(mut self) {
        if let Some(at) = self.hidden {
            self.report(&catalogue::C012, Some(at), "values in plain sight", "a hidden row, column or sheet");
        }
        let count = self.desk.counts.entry(self.record.sheet.clone()).or_default();
        for fate in self.fates {
            match fate {
                Fate::Accepted => count.accepted += 1,
                Fate::Refused => count.refused += 1,
                Fate::Ignored(rule) => *count.ignored.entry(rule).or_default() += 1,
            }
        }
    }

    /// Excel's errors and formulas that were never calculated have no content of any kind.
    fn empty_handed(&mut self, field: Field, content: &Content, wanted: &str) -> bool {
        match content {
            Content::Error(e) => self.refuse(field, &catalogue::C003, wanted, e.as_str()),
            Content::FormulaWithoutResult => {
                self.refuse(field, &catalogue::C004, wanted, "a formula that was not calculated")
            }
            _ => return false,
        }
        true
    }

    /// The cleaned text of a field, numbers and dates as a person reads them; empty when blank.
    pub fn text(&mut self, field: Field) -> String {
        let Some((k, cell)) = self.find(field) else { return String::new() };
        if self.empty_handed(field, &cell.content, "words") {
            return String::new();
        }
        self.fates[k] = Fate::Accepted;
        cell.content.shown()
    }

    /// A word of a list. `read` understands it, `allowed` prints the list for the finding.
    pub fn choice<T>(
        &mut self,
        field: Field,
        read: impl Fn(&str) -> Option<T>,
        allowed: impl Fn() -> String,
    ) -> Got<T> {
        let Some((k, cell)) = self.find(field) else { return Got::Blank };
        if self.empty_handed(field, &cell.content, &allowed()) {
            return Got::Bad;
        }
        let text = cell.content.shown();
        match read(self.desk.our_word(field, &text)) {
            Some(value) => {
                self.fates[k] = Fate::Accepted;
                Got::Is(value)
            }
            None => {
                self.refuse(field, &catalogue::C008, format!("one of: {}", allowed()), quoted(&text));
                Got::Bad
            }
        }
    }

    /// The reason why there is no number.
    pub fn reason(&mut self) -> Got<Marker> {
        let text = self.filled(Field::Reason).map(|c| c.content.shown()).unwrap_or_default();
        let marker = self.desk.marker(self.desk.our_word(Field::Reason, &text));
        self.choice(Field::Reason, |_| marker, || list(Marker::ALL.map(Marker::words)))
    }

    /// Yes or no; blank is no.
    pub fn yes(&mut self, field: Field) -> bool {
        let read = |text: &str| match &*meaning(text) {
            "yes" | "y" | "true" | "x" | "1" | "provisional" => Some(true),
            "no" | "n" | "false" | "0" | "final" => Some(false),
            _ if matches!(text, "✓" | "✔") => Some(true),
            _ => None,
        };
        self.choice(field, read, || "Yes, No".to_owned()).ok().unwrap_or(false)
    }

    pub fn date(&mut self, field: Field) -> Option<NaiveDate> {
        let (k, cell) = self.find(field)?;
        if self.empty_handed(field, &cell.content, "a date") {
            return None;
        }
        let (day, repaired) = match &cell.content {
            Content::Date(day) => (Some(*day), false),
            Content::Number(n) => (date::serial(*n), true),
            Content::Text(text) => (date::parse(clean(text)), true),
            _ => (None, true),
        };
        let Some(day) = day else {
            self.refuse(field, &catalogue::C010, "a date like 30/09/2026", quoted(&cell.content.shown()));
            return None;
        };
        if repaired {
            let expected = format!("the date {}", day.format("%d/%m/%Y"));
            self.report(&catalogue::C011, Some(cell.at), expected, quoted(&cell.content.shown()));
        }
        self.fates[k] = Fate::Accepted;
        Some(day)
    }

    /// A number, repaired where its meaning is certain, within the range it may have.
    pub fn number(&mut self, field: Field, want: &Want) -> Got<f64> {
        let Some((k, cell)) = self.find(field) else { return Got::Blank };
        let wanted = if want.percent { "a percentage such as 85 or 85%" } else { "a number" };
        if self.empty_handed(field, &cell.content, wanted) {
            return Got::Bad;
        }
        let (percent_as, thousands) = self.desk.hint(self.record.kind, field);
        let value = match &cell.content {
            Content::Number(n) if !n.is_finite() => None,
            Content::Number(n) if !want.percent => {
                if cell.percent {
                    let expected = "a number that is not a percentage";
                    self.report(
                        &catalogue::C005,
                        Some(cell.at),
                        expected,
                        format!("{}%, read as {n}", plain(n * 100.0)),
                    );
                }
                Some(*n)
            }
            Content::Number(n) if cell.percent || percent_as == Some(PercentAs::Fraction) => Some(tidy(n * 100.0)),
            Content::Number(n) => {
                self.doubt_fraction(cell, *n, percent_as, want);
                Some(*n)
            }
            Content::Text(text) => match number::parse(text, thousands) {
                Some(p) if p.percent && !want.percent => None,
                Some(p) => {
                    let fraction = want.percent && !p.percent && percent_as == Some(PercentAs::Fraction);
                    let value = if fraction { tidy(p.value * 100.0) } else { p.value };
                    let expected = format!("{}{} typed as a number", plain(value), if p.percent { "%" } else { "" });
                    self.report(&catalogue::C001, Some(cell.at), expected, quoted(text));
                    if want.percent && !p.percent && !fraction {
                        self.doubt_fraction(cell, p.value, percent_as, want);
                    }
                    Some(value)
                }
                None => {
                    if let Some(marker) = self.desk.marker(clean(text)) {
                        let expected = format!("{wanted}, or nothing");
                        self.report(&catalogue::C017, Some(cell.at), expected, quoted(text));
                        self.fates[k] = Fate::Accepted;
                        return Got::Marker(marker);
                    }
                    None
                }
            },
            _ => None,
        };
        let Some(value) = value else {
            self.refuse(field, &catalogue::C002, wanted, quoted(&cell.content.shown()));
            return Got::Bad;
        };
        if cell.merged {
            self.report(&catalogue::C013, Some(cell.at), "a cell of its own", "a merged cell");
        }
        if cell.external {
            let expected = "a value of this workbook";
            self.report(&catalogue::F007, Some(cell.at), expected, "a value kept from another workbook");
        }
        self.fates[k] = Fate::Accepted;
        if self.out_of_range(Some(field), cell.at, value, want) { Got::Bad } else { Got::Is(value) }
    }

    /// Says when a value is outside its range; true when it is refused for that.
    pub fn out_of_range(&mut self, field: Option<Field>, at: CellRef, value: f64, want: &Want) -> bool {
        let inside = want.minimum.is_none_or(|m| value >= m) && want.maximum.is_none_or(|m| value <= m);
        if inside {
            return false;
        }
        let expected = match (want.minimum, want.maximum) {
            (Some(a), Some(b)) => format!("{} to {}", plain(a), plain(b)),
            (Some(a), None) => format!("{} or more", plain(a)),
            (_, b) => format!("{} or less", plain(b.unwrap_or(f64::NAN))),
        };
        self.report(&catalogue::C006, Some(at), expected, plain(value));
        let refuses = self.desk.refuses(&catalogue::C006);
        if refuses && let Some(field) = field {
            self.refuse_with(field);
        }
        refuses
    }

    /// 0.85 in a column of percentages, where nothing says which it is: taken as typed, and asked about unless the
    /// target is of that size.
    fn doubt_fraction(&mut self, cell: &Cell, typed: f64, percent_as: Option<PercentAs>, want: &Want) {
        let small = typed > 0.0 && typed <= 1.0;
        let nearer = want.target.is_none_or(|t| (typed * 100.0 - t).abs() < (typed - t).abs());
        if percent_as.is_none() && (cell.percent || (small && nearer)) {
            let got = format!("{}, read as {}%", plain(typed), plain(typed));
            self.report(
                &catalogue::C005,
                Some(cell.at),
                format!("{}% or {}%", plain(typed * 100.0), plain(typed)),
                got,
            );
        }
    }
}

/// A percentage from a fraction, without the noise of the multiplication: 0.07 × 100 is 7.
pub(super) fn tidy(value: f64) -> f64 {
    let rounded = (value * 1e9).round() / 1e9;
    if (rounded - value).abs() <= value.abs() * 1e-14 { rounded } else { value }
}

/// A number as a person reads it, without the noise of binary fractions.
pub(super) fn plain(value: f64) -> String {
    let rounded = (value * 1e6).round() / 1e6;
    if rounded.is_finite() && rounded.abs() < 1e15 { format!("{rounded}") } else { format!("{value}") }
}

/// What was typed, in quotation marks, shortened to what fits in a table; spaces at the ends are shown.
pub(super) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return format!("“{text}”");
    }
    let start: String = text.chars().take(LONGEST - 1).collect();
    format!("“{}…”", start.trim_end())
}

/// `A, B, C`.
pub(super) fn list<'s>(words: impl IntoIterator<Item = &'s str>) -> String {
    words.into_iter().collect::<Vec<_>>().join(", ")
}
