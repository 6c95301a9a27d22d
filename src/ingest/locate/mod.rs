//! Cells to records by the layout that fits, every filled cell accounted for.

mod changes;
mod forms;
mod rows;
mod spread;

use super::book::{Book, Raw, Sheet};
use crate::catalogue::{F005, F016, F018};
use crate::finding::Finding;
use crate::layout::recognise::{Fit, Head, Prepared, Recognition, choose, recognition};
use crate::layout::{FINDINGS_KEY, meaning};
use crate::record::{Record, SheetSurvey, TableHead, Tally};
use std::collections::BTreeMap;

/// The rules by which cells are passed over, as tallies name them.
pub const RULES: [&str; 12] = [
    "title",
    "heading",
    "label",
    "print",
    "notes",
    "unknown column",
    "other sheet",
    "key",
    "blank row",
    "unreadable sheet",
    "skip",
    "our findings",
];
const TITLE: usize = 0;
const HEADING: usize = 1;
const LABEL: usize = 2;
const PRINT: usize = 3;
const NOTES: usize = 4;
const UNKNOWN_COLUMN: usize = 5;
const OTHER_SHEET: usize = 6;
const KEY: usize = 7;
const BLANK_ROW: usize = 8;
const UNREADABLE: usize = 9;
const SKIP: usize = 10;
const FINDINGS: usize = 11;

/// What was located in a workbook.
#[derive(Default)]
pub(super) struct Located {
    pub layout: String,
    pub records: Vec<Record>,
    pub heads: Vec<TableHead>,
    pub findings: Vec<Finding>,
    pub tallies: Vec<Tally>,
    pub survey: Vec<SheetSurvey>,
}

/// Counts of one sheet while it is located.
#[derive(Default)]
struct Count {
    located: u64,
    ignored: [u64; RULES.len()],
}

impl Count {
    fn total(&self) -> u64 {
        self.located + self.ignored.iter().sum::<u64>()
    }
}

/// Finds the layout and takes the workbook apart by it.
pub(super) fn locate(book: &Book, layouts: &[Prepared<'_>]) -> Located {
    let readable = |s: &&Sheet| s.broken.is_none();
    let heads: Vec<Head<'_>> = book.sheets.iter().map(|s| head(book, s)).collect();
    let mut out = Located::default();
    for sheet in book.sheets.iter().filter(|s| !readable(s)) {
        let got = sheet.broken.clone().unwrap_or_default();
        out.findings.push(Finding::new(&F018, "a whole sheet", got).in_sheet(&*sheet.name));
    }
    let mut counts: Vec<Count> = book.sheets.iter().map(|_| Count::default()).collect();
    match choose(layouts, &heads) {
        Some(Ok(fit)) => Taking { book, layout: &layouts[fit.layout], fit: &fit, out: &mut out }.take(&mut counts),
        nearest => out.findings.push(no_layout(layouts, nearest.and_then(Result::err))),
    }
    for (sheet, count) in book.sheets.iter().zip(&mut counts) {
        let read = sheet.cells.len() as u64;
        if count.total() == 0 {
            let rule = match sheet.broken {
                Some(_) => UNREADABLE,
                None if lists_findings(book, sheet) => FINDINGS,
                None => OTHER_SHEET,
            };
            count.ignored[rule] = read;
        }
        debug_assert_eq!(count.total(), read, "cells of sheet {}", sheet.name);
        let ignored = RULES.into_iter().zip(count.ignored).filter(|(_, n)| *n > 0).collect::<BTreeMap<_, _>>();
        let tally = Tally { sheet: sheet.name.to_string(), read, located: count.located, ignored, ..Tally::default() };
        out.tallies.push(tally);
    }
    out
}

/// How each layout compares with the workbook.
pub(super) fn compare(book: &Book, layouts: &[Prepared<'_>]) -> Recognition {
    let heads: Vec<Head<'_>> = book.sheets.iter().map(|s| head(book, s)).collect();
    recognition(layouts, &heads)
}

/// The list of findings with which an earlier copy went back to its service.
fn lists_findings(book: &Book, sheet: &Sheet) -> bool {
    sheet.cells.first().and_then(|c| book.text_of(c)) == Some(FINDINGS_KEY)
}

fn head<'b>(book: &'b Book, sheet: &'b Sheet) -> Head<'b> {
    let ours = lists_findings(book, sheet);
    let (name, readable) =
        (if ours { "" } else { &*sheet.name }, if ours || sheet.broken.is_some() { 0 } else { usize::MAX });
    let row = move |cells: &'b [Raw]| {
        let texts: Vec<_> = cells.iter().filter_map(|c| Some((c.col, book.text_of(c)?))).collect();
        let others = cells.len() - texts.len();
        (cells[0].row, texts, others)
    };
    Head::new(name, move || sheet.rows().take(readable).map(row))
}

fn no_layout(layouts: &[Prepared<'_>], nearest: Option<Fit>) -> Finding {
    let Some(fit) = nearest else {
        return Finding::new(&F005, "a layout that the council has described", "no layouts");
    };
    let lacks = fit.missing.iter().map(|(sheet, headings)| {
        if headings.is_empty() {
            format!("no sheet like “{sheet}”")
        } else {
            format!("sheet “{sheet}” without {}", quoted(headings))
        }
    });
    let lacks = lacks.collect::<Vec<_>>().join("; ");
    let near = fit.near();
    let got = format!("{} of its {} headings and labels; {lacks}", near.0, near.1);
    Finding::new(&F005, format!("a form like “{}”, the nearest", layouts[fit.layout].layout.title), got)
}

fn quoted(words: &[String]) -> String {
    words.iter().map(|w| format!("“{w}”")).collect::<Vec<_>>().join(", ")
}

/// A workbook and the layout that fits it.
struct Taking<'a> {
    book: &'a Book,
    layout: &'a Prepared<'a>,
    fit: &'a Fit,
    out: &'a mut Located,
}

impl Taking<'_> {
    fn take(&mut self, counts: &mut [Count]) {
        self.out.layout.clone_from(&self.layout.layout.id);
        self.say_what_changed();
        // One record a sheet, in the order of the layout, so that the visible cover is believed before the key sheet.
        let mut seen = Vec::new();
        for (_, sheet) in &self.fit.forms {
            if !seen.contains(sheet) {
                seen.push(*sheet);
                self.take_forms(*sheet, &mut counts[*sheet]);
            }
        }
        for (n, sheet) in self.book.sheets.iter().enumerate() {
            let mut tables: Vec<_> =
                self.fit.tables.iter().filter(|(_, s, _)| *s == n).map(|(t, _, h)| (*t, h)).collect();
            tables.sort_by_key(|(_, h)| h.first);
            let has_form = self.fit.forms.iter().any(|(_, s)| *s == n);
            if !tables.is_empty() {
                self.take_tables(n, &tables, &mut counts[n]);
            } else if !has_form
                && sheet.broken.is_none()
                && !sheet.cells.is_empty()
                && !lists_findings(self.book, sheet)
            {
                let found_in_vain = self.fit.missing.iter().any(|(title, _)| meaning(title) == meaning(&sheet.name))
                    || self.fit.partial.iter().any(|(s, _)| *s == n);
                if !found_in_vain && !self.layout.ignores(&sheet.name) {
                    let got = format!("{} filled cells", sheet.cells.len());
                    let finding = Finding::new(&F016, format!("the sheets of “{}”", self.layout.layout.title), got);
                    self.out.findings.push(finding.in_sheet(&*sheet.name));
                }
            }
        }
    }
}
