//! What the records of one file share while they are typed: the register, the layout's words, the findings, and the
//! count of what became of every cell.

use super::codes::{self, CodeBefore, Codes};
use super::outcome::CellOutcome;
use super::unused::UnusedRows;
use crate::catalogue::Check;
use crate::finding::{Finding, Severity};
use crate::layout::{Hint, Layout};
use crate::map::Set;
use crate::period::{Period, month_named, quarter_alone};
use crate::reading::correction::StatedFigure;
use crate::reading::month::MonthFigure;
use crate::reading::{CellRef, Marker, Source};
use crate::record::{Cell, Content, Field, Kind, PassedOver, Record, Share, TableHead, Tally};
use crate::register::{Predecessor, Register, Service};
use crate::settings::Settings;
use crate::text::likeness::Likeness;
use crate::text::words::{clean, meaning, same_word, without_marks};
use chrono::Datelike;
use chrono::NaiveDate;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What typing one file needs to know.
#[derive(Debug, Clone, Copy)]
pub struct TypingContext<'a> {
    /// The single data list.
    pub register: &'a Register,
    /// The council's settings.
    pub settings: &'a Settings,
    /// The quarter that is being read.
    pub period: Period,
    /// Somebody named the quarter for this very file: it counts where the file itself names none.
    pub quarter_given: bool,
    /// Today, where the one who asks has a clock: what is signed off later cannot be.
    pub today: Option<NaiveDate>,
    /// The forms that returns may come on, our own first.
    pub layouts: &'a [Layout],
}

/// What all records of one file share.
pub(super) struct FileContext<'a> {
    pub register: &'a Register,
    pub settings: &'a Settings,
    pub period: Period,
    pub quarter_given: bool,
    /// Today, where it is known.
    pub today: Option<NaiveDate>,
    pub layout: Option<&'a Layout>,
    pub source: Arc<Source>,
    /// Id of the service, empty while it is not known.
    pub service: Arc<str>,
    pub findings: Vec<Finding>,
    /// The headings of the file's tables.
    pub heads: Vec<TableHead>,
    /// Figures of earlier quarters that were passed over.
    pub stated: Vec<StatedFigure>,
    /// Months of the quarter without the others.
    pub months: Vec<MonthFigure>,
    /// The meaning of each id of an indicator that stands in the file as a text.
    pub ids_typed: Set<String>,
    /// Rows that nobody filled.
    pub unused: UnusedRows,
    /// FieldColumns that were looked for.
    columns: RefCell<FieldColumns>,
    /// When the workbook was last saved, as it says itself.
    pub saved: Option<chrono::NaiveDateTime>,
    /// C019 was said of this file.
    pub told_1904: bool,
    counts: BTreeMap<Arc<str>, OutcomeCounts>,
    /// Cells that several records have: the best that became of each.
    shared: BTreeMap<(Arc<str>, CellRef), CellOutcome>,
    /// The ways in which columns of the layout are typed.
    hints: Vec<Hint>,
    pub(super) codes: Codes,
}

/// The column of a field on a sheet, where any row fills it.
type FieldColumns = BTreeMap<(Arc<str>, Kind, Field), Option<u16>>;

#[derive(Default)]
struct OutcomeCounts {
    accepted: u64,
    refused: u64,
    ignored: BTreeMap<PassedOver, u64>,
}

impl OutcomeCounts {
    fn add(&mut self, outcome: CellOutcome) {
        match outcome {
            CellOutcome::Accepted => self.accepted += 1,
            CellOutcome::Refused => self.refused += 1,
            CellOutcome::Ignored(rule) => *self.ignored.entry(rule).or_default() += 1,
        }
    }
}

/// The form's own word turned into ours, where the layout has it.
pub(super) fn our_word<'t>(layout: Option<&'t Layout>, field: Field, text: &'t str) -> &'t str {
    let words = layout.and_then(|l| l.words.get(field.key()));
    let hit = words.and_then(|w| w.iter().find(|(theirs, _)| same_word(theirs, text)));
    hit.map_or(text, |(_, ours)| ours)
}

impl<'a> FileContext<'a> {
    pub fn new(context: &TypingContext<'a>, layout: Option<&'a Layout>, source: Arc<Source>) -> Self {
        Self {
            register: context.register,
            settings: context.settings,
            period: context.period,
            quarter_given: context.quarter_given,
            today: context.today,
            layout,
            source,
            service: Arc::default(),
            findings: vec![],
            heads: vec![],
            stated: vec![],
            months: vec![],
            ids_typed: Set::default(),
            unused: UnusedRows::default(),
            columns: RefCell::default(),
            saved: None,
            told_1904: false,
            counts: BTreeMap::new(),
            shared: BTreeMap::new(),
            hints: layout.map(Layout::hints).unwrap_or_default(),
            codes: Codes::new(layout, context.register),
        }
    }

    /// How the column of a cell is typed.
    pub fn hint(&self, cell: &Cell) -> Hint {
        usize::from(cell.hint).checked_sub(1).and_then(|n| self.hints.get(n)).copied().unwrap_or_default()
    }

    /// The column of a field in the table that a record is a row of: where any of the records fills it, else by its
    /// heading.
    pub fn column(&self, records: &[Record], of: &Record, field: Field) -> Option<u16> {
        let same = |r: &&Record| (&r.sheet, r.kind) == (&of.sheet, of.kind);
        let own = |c: &&Cell| c.share != Share::Heading;
        let find = || records.iter().filter(same).find_map(|r| r.get(field).filter(own)).map(|c| c.at.col);
        let find = || find().or_else(|| self.headed(of, field));
        *self.columns.borrow_mut().entry((of.sheet.clone(), of.kind, field)).or_insert_with(find)
    }

    /// The column that the heading of a record's table gives a field, unless it has one for each heading of a matrix.
    pub fn headed(&self, of: &Record, field: Field) -> Option<u16> {
        let mut heads = self.heads.iter().filter(|h| (&h.sheet, h.kind) == (&of.sheet, of.kind) && h.row < of.row);
        let column = |h: &TableHead| h.columns.iter().find(|c| c.field == field && c.group.is_none()).map(|c| c.col);
        heads.next_back().and_then(column)
    }

    /// The number that a word means by the layout.
    pub fn number_word(&self, text: &str) -> Option<f64> {
        self.layout?.number_of(text)
    }

    /// The quarter that a text names in full, in the form's own words or in any that people write.
    pub fn quarter_said(&self, text: &str) -> Option<Period> {
        Period::said(self.our_word(Field::Period, text), self.settings.year.start_month)
    }

    /// The quarter of a row that names one, the quarter being read where it names none, and the text where it is not a
    /// quarter. A quarter without a year is of the year being read; in a heading the
    /// month that ends a quarter, with its year, is that quarter.
    pub fn quarter_of(&self, record: &Record) -> Result<Period, String> {
        let text = record.text(Field::Period);
        if text.is_empty() {
            return Ok(self.period);
        }
        let text = self.our_word(Field::Period, &text);
        let alone = || quarter_alone(text).and_then(|q| Period::new(self.period.year(), q));
        // Above a column of a matrix the month that ends a quarter stands for it. Beside a figure a month is a month.
        let heading = record.get(Field::Period).is_some_and(|c| c.at.row < record.row);
        let of_month = || {
            let (month, start) = (month_named(text).filter(|_| heading)?, self.settings.year.start_month);
            let quarter = Period::containing(month, start);
            (quarter.last_day(start).month() == month.month()).then_some(quarter)
        };
        self.quarter_said(text).or_else(alone).or_else(of_month).ok_or_else(|| text.to_owned())
    }

    /// Whether one file is the return of several services.
    pub fn many_services(&self) -> bool {
        self.layout.is_some_and(|l| l.many_services)
    }

    /// The id of the indicator that a text names by a code of the layout or by one of its names; else the text.
    pub fn our_id(&self, text: String) -> String {
        let (service, register) = (&self.service, self.register);
        let here = |p: &Predecessor| register.indicator_number(&p.id_here(&text));
        if let Some(n) = self.predecessor(service).and_then(here) {
            return register.indicators[n].id.to_string();
        }
        let named = || match register.indicator_number(&text) {
            Some(_) => None,
            None => codes::named(register, service, &text).map(|n| register.indicators[n].id.to_string()),
        };
        self.codes.id(service, &text).map(Cow::into_owned).or_else(named).unwrap_or(text)
    }

    /// The position in the register of the indicator that a row means, for the service whose row it is.
    pub fn indicator_of(&self, record: &Record, service: &str) -> Option<usize> {
        let as_it_stands = self.indicator_as_it_stands(record, service);
        let typed = |c: &Cell| as_it_stands.is_some() && matches!(c.content, Content::Text(_));
        if record.get(Field::Id).is_none_or(typed) {
            return as_it_stands;
        }
        let before = self.before_excel(record, service);
        if before.iter().all(|b| Some(b.number) == as_it_stands) {
            return as_it_stands;
        }
        // Several ids become one number, or none is this one: the name beside it decides.
        for least in [Likeness::Same, Likeness::Close] {
            let named = |b: &&CodeBefore| {
                codes::likeness(record, &self.register.indicators[b.number]).is_some_and(|alike| alike >= least)
            };
            let mut named = before.iter().filter(named);
            if let (Some(only), None) = (named.next(), named.next()) {
                return Some(only.number);
            }
        }
        let elsewhere = |b: &CodeBefore| Some(b.number) == as_it_stands || self.ids_typed.contains(&meaning(&b.code));
        as_it_stands.filter(|_| before.iter().all(elsewhere))
    }

    /// By the id as the cell has it, or by name.
    pub fn indicator_as_it_stands(&self, record: &Record, service: &str) -> Option<usize> {
        let register = self.register;
        let text = without_marks(&record.text(Field::Id)).into_owned();
        if text.is_empty() {
            let title = record.text(Field::Title);
            let before = self.predecessor(service).and_then(|p| self.named_before(p, service, &title));
            return before.or_else(|| codes::named(register, service, &title));
        }
        let ours = self.codes.id(service, &text);
        let meant = ours.as_deref().unwrap_or(&text);
        let by_name = || codes::named(register, service, meant).or_else(|| codes::named(register, service, &text));
        let before = self.predecessor(service).and_then(|p| {
            register.indicator_number(&p.id_here(meant)).or_else(|| self.named_before(p, service, meant))
        });
        before.or_else(|| register.indicator_number(meant)).or_else(by_name)
    }

    /// The indicators whose code Excel may have made into what stands as the id of a row.
    pub fn before_excel(&self, record: &Record, service: &str) -> Vec<CodeBefore> {
        let id = record.get(Field::Id).filter(|c| c.share != Share::Heading);
        id.map(|cell| self.codes.before_excel(self.layout, self.register, service, cell)).unwrap_or_default()
    }

    /// The id of the service whose row it is in a file of many services: the one that it names, else the file's, else that
    /// of its indicator.
    pub fn service_of(&self, record: &Record) -> Option<Arc<str>> {
        let text = record.text(Field::Service);
        match self.service_named(&text) {
            Some(service) => Some(service.id.clone()),
            None if !text.is_empty() => None,
            None if !self.service.is_empty() => Some(self.service.clone()),
            None => self.indicator_of(record, "").map(|n| self.register.indicators[n].service.clone()),
        }
    }

    /// The service that a word of the form names.
    ///
    /// On the form of a council before this one it is that council's service. So it is where nothing is wanted of the service of
    /// this name yet and just one council before still has its own: what one of them sends is not the figure of all.
    pub fn service_named(&self, text: &str) -> Option<&'a Service> {
        let (register, text) = (self.register, clean(self.our_word(Field::Service, text)));
        let plain = register.service(text);
        if register.predecessors.is_empty() {
            return plain;
        }
        let of = |before: &Predecessor| {
            let named = || before.names().find_map(|council| register.service(&format!("{text} ({council})")));
            register.service(&before.id_here(text)).or_else(named)
        };
        let expected = |s: &&Service| register.is_expected(&s.id, self.period);
        let layout = self.layout.and_then(|l| register.predecessor(&l.council));
        if let Some(own) = layout.and_then(of).or_else(|| plain.filter(expected)) {
            return Some(own);
        }
        let mut before = register.predecessors.iter().filter_map(of).filter(expected);
        match (before.next(), before.next()) {
            (Some(only), None) => Some(only),
            (Some(_), Some(_)) => None,
            _ => plain,
        }
    }

    /// The id of a risk or an action as it stands here: on a form, or from a service, of a council before this one that council's id is
    /// before it, since two councils have their R1.
    pub fn id_before(&self, id: &Arc<str>) -> Arc<str> {
        match self.predecessor(&self.service) {
            Some(p) if !id.to_lowercase().starts_with(&format!("{}-", p.id.to_lowercase())) => p.id_here(id).into(),
            _ => id.clone(),
        }
    }

    /// The measure of a council before this one by the name that it had there: it has the council's behind it here.
    fn named_before(&self, before: &Predecessor, service: &str, text: &str) -> Option<usize> {
        before.names().find_map(|council| codes::named(self.register, service, &format!("{text} ({council})")))
    }

    /// The council before this one whose ids a row has: the form's, or that of the service.
    fn predecessor(&self, service: &str) -> Option<&'a Predecessor> {
        let register = self.register;
        let of = |p: &&Predecessor| service.strip_prefix(&*p.id).is_some_and(|rest| rest.starts_with('-'));
        let by_form = self.layout.and_then(|l| register.predecessor(&l.council));
        // Of a council that others had become before, its own go on under both: the longer id is the nearer.
        by_form.or_else(|| register.predecessors.iter().filter(of).max_by_key(|p| p.id.len()))
    }

    /// The form's own word turned into ours, where the layout has it.
    pub fn our_word<'t>(&'t self, field: Field, text: &'t str) -> &'t str {
        our_word(self.layout, field, text)
    }

    /// The marker that a text means: by the layout's words, or by our own.
    pub fn marker(&self, text: &str) -> Option<Marker> {
        let theirs = self.layout.and_then(|l| l.marker_of(text));
        theirs.or_else(|| Marker::ALL.into_iter().find(|m| same_word(m.words(), text)))
    }

    /// Whether the check still refuses what it finds, after the council's own severities.
    pub fn refuses(&self, check: &Check) -> bool {
        self.settings.checks.acts(check) == Some(Severity::Error)
    }

    /// Counts what became of the cells of one record.
    pub fn count(&mut self, record: &Record, outcomes: &[CellOutcome]) {
        let count = self.counts.entry(record.sheet.clone()).or_default();
        for (outcome, (_, cell)) in outcomes.iter().zip(&record.fields) {
            match cell.share {
                Share::Own => count.add(*outcome),
                Share::Heading | Share::Printed => {}
                Share::Row => {
                    let best = self.shared.entry((record.sheet.clone(), cell.at)).or_insert(*outcome);
                    *best = (*best).max(*outcome);
                }
            }
        }
    }

    /// A cell of this sheet that was accepted falls after all, with another one whose finding is written.
    pub fn take_back(&mut self, sheet: &Arc<str>) {
        if let Some(count) = self.counts.get_mut(sheet) {
            count.accepted -= 1;
            count.refused += 1;
        }
    }

    /// A finding about the whole file.
    pub fn file_finding(&mut self, check: &'static Check, expected: impl Into<String>, got: impl Into<String>) {
        let finding = Finding::new(check, expected, got).in_file(self.source.file.as_str());
        self.findings.push(finding);
    }

    /// Writes what became of the cells into the reader's tallies. A cell that no rule wanted moves from located to
    /// ignored; with `refuse_all` (the file is rejected) every located cell is refused.
    pub fn settle(&mut self, tallies: &mut Vec<Tally>, refuse_all: bool) {
        if refuse_all {
            for tally in tallies {
                (tally.accepted, tally.refused) = (0, tally.located);
            }
            return;
        }
        for ((sheet, _), outcome) in std::mem::take(&mut self.shared) {
            self.counts.entry(sheet).or_default().add(outcome);
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
                *tally.ignored.entry(*rule).or_default() += n;
            }
        }
    }
}
