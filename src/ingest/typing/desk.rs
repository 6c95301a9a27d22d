//! What the records of one file share while they are typed: the register, the layout's words, the findings, and the
//! count of what became of every cell.

use super::row::{Fate, Row};
use crate::catalogue::Check;
use crate::finding::{Finding, Severity};
use crate::layout::{Layout, PercentAs, meaning};
use crate::period::Period;
use crate::reading::correction::Stated;
use crate::reading::{Marker, Source};
use crate::record::{Field, Kind, Record, Tally};
use crate::register::Register;
use crate::register::settings::Settings;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

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
    /// Figures of earlier quarters that were passed over.
    pub stated: Vec<Stated>,
    records: &'a [Record],
    /// Columns that were looked for: sheet, kind, field.
    columns: RefCell<Columns>,
    counts: BTreeMap<Arc<str>, Count>,
    /// How columns of the layout are typed, where it says: few or none.
    hints: Vec<(Kind, Field, Option<PercentAs>, bool)>,
}

/// The column of a field on a sheet, where any row fills it.
type Columns = BTreeMap<(Arc<str>, Kind, Field), Option<u16>>;

#[derive(Default)]
struct Count {
    accepted: u64,
    refused: u64,
    ignored: BTreeMap<&'static str, u64>,
}

impl<'a> Desk<'a> {
    pub fn new(
        context: &super::Context<'a>,
        layout: Option<&'a Layout>,
        source: Arc<Source>,
        records: &'a [Record],
    ) -> Self {
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
            stated: vec![],
            records,
            columns: RefCell::default(),
            counts: BTreeMap::new(),
            hints,
        }
    }

    pub fn hint(&self, kind: Kind, field: Field) -> (Option<PercentAs>, bool) {
        let hit = self.hints.iter().find(|h| h.0 == kind && h.1 == field);
        hit.map_or((None, false), |h| (h.2, h.3))
    }

    /// The column of a field in the table that a record is a row of, where any of its rows fills it.
    pub fn column(&self, of: &Record, field: Field) -> Option<u16> {
        let same = |r: &&Record| (&r.sheet, r.kind) == (&of.sheet, of.kind);
        let find = || self.records.iter().filter(same).find_map(|r| r.get(field)).map(|c| c.at.col);
        *self.columns.borrow_mut().entry((of.sheet.clone(), of.kind, field)).or_insert_with(find)
    }

    /// The form's own word turned into ours, where the layout has it.
    pub fn our_word<'t>(&'t self, field: Field, text: &'t str) -> &'t str {
        let words = self.layout.and_then(|l| l.words.get(field.key()));
        let hit = words.and_then(|w| w.iter().find(|(theirs, _)| meaning(theirs) == meaning(text)));
        hit.map_or(text, |(_, ours)| ours)
    }

    /// The marker that a text means: by the layout's words, or by our own.
    pub fn marker(&self, text: &str) -> Option<Marker> {
        let wanted = meaning(text);
        let same = |word: &str| word == text || (!wanted.is_empty() && meaning(word) == wanted);
        let theirs = self.layout.and_then(|l| l.markers.iter().find(|(word, _)| same(word)).map(|(_, m)| *m));
        theirs.or_else(|| Marker::ALL.into_iter().find(|m| same(m.words())))
    }

    /// Whether the check still refuses what it finds, after the council's own severities.
    pub fn refuses(&self, check: &Check) -> bool {
        self.settings.checks.severity_of(check) == Some(Severity::Error)
    }

    /// Counts what became of the cells of one record.
    pub fn count(&mut self, sheet: &Arc<str>, fates: impl IntoIterator<Item = Fate>) {
        let count = self.counts.entry(sheet.clone()).or_default();
        for fate in fates {
            match fate {
                Fate::Accepted => count.accepted += 1,
                Fate::Refused => count.refused += 1,
                Fate::Ignored(rule) => *count.ignored.entry(rule).or_default() += 1,
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
