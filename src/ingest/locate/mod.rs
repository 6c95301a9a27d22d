//! Cells to records by the layout that fits, every filled cell accounted for.

mod answers;
mod changes;
mod share;
mod columns;
mod figures;
mod beside;
mod places;
mod forms;
mod rows;
mod spread;

use super::book::{HIDDEN, Held, MERGED, Raw, ReadBook, ReadSheet};
use crate::catalogue::{F005, F016, F018};
use crate::finding::Finding;
use crate::layout::recognise::{Fit, Missing, PreparedLayout, Recognition, SheetHead, TextRow, choose, recognition};
use crate::layout::{FINDINGS_ALONE, FINDINGS_KEY, month_heading};
use crate::record::{PassedOver, Record, SheetSurvey, TableHead, Tally};
use crate::text::words::{meaning, quoted_list};
use std::collections::BTreeMap;

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
struct SheetCount {
    located: u64,
    /// By [`PassedOver`].
    ignored: [u64; PassedOver::ALL.len()],
}

impl SheetCount {
    fn pass(&mut self, rule: PassedOver, cells: u64) {
        self.ignored[rule as usize] += cells;
    }

    fn total(&self) -> u64 {
        self.located + self.ignored.iter().sum::<u64>()
    }
}

/// Finds the layout and takes the workbook apart by it.
pub(super) fn locate(book: &ReadBook, layouts: &[PreparedLayout<'_>]) -> Located {
    let heads: Vec<SheetHead<'_>> = book.sheets.iter().map(|s| head(book, s)).collect();
    let mut out = Located::default();
    let mut counts: Vec<SheetCount> = book.sheets.iter().map(|_| SheetCount::default()).collect();
    let chosen = choose(layouts, &heads);
    let nearest = chosen.as_ref().map(|c| c.as_ref().unwrap_or_else(|nearest| nearest));
    out.findings.extend(broken_sheets(book, layouts, nearest));
    match chosen {
        Some(Ok(fit)) => {
            Taking { book, layout: &layouts[fit.layout], fit: &fit, spacers: 0, out: &mut out }.take(&mut counts)
        }
        // What is broken was said, and nothing else is known to be missing.
        Some(Err(nearest)) if lacks_what_is_broken(book, &nearest) => {}
        _ if findings_alone(book) => FINDINGS_ALONE.clone_into(&mut out.layout),
        nearest => out.findings.push(no_layout(layouts, nearest.and_then(Result::err))),
    }
    for (sheet, count) in book.sheets.iter().zip(&mut counts) {
        let read = sheet.cells.len() as u64;
        if count.located > 0 {
            out.findings.extend(beside::unread(sheet, &out.records));
        }
        if count.total() == 0 && sheet.broken.is_none() && lists_findings(book, sheet) {
            answers::take(book, sheet, &mut out, count);
        }
        if count.total() == 0 {
            let rule = match sheet.broken {
                Some(_) => PassedOver::UnreadableSheet,
                None => PassedOver::OtherSheet,
            };
            count.pass(rule, read);
        }
        debug_assert_eq!(count.total(), read, "cells of sheet {}", sheet.name);
        let ignored =
            PassedOver::ALL.into_iter().zip(count.ignored).filter(|(_, n)| *n > 0).collect::<BTreeMap<_, _>>();
        let tally = Tally { sheet: sheet.name.to_string(), read, located: count.located, ignored, ..Tally::default() };
        out.tallies.push(tally);
    }
    out
}

/// How each layout compares with the workbook.
pub(super) fn compare(book: &ReadBook, layouts: &[PreparedLayout<'_>]) -> Recognition {
    let heads: Vec<SheetHead<'_>> = book.sheets.iter().map(|s| head(book, s)).collect();
    recognition(layouts, &heads)
}

/// The list of findings with which an earlier copy went back to its service. Its answers are read, and nothing else.
fn lists_findings(book: &ReadBook, sheet: &ReadSheet) -> bool {
    sheet.cells.first().and_then(|c| book.text_of(c)) == Some(FINDINGS_KEY)
}

/// Whether that list is all there is, and somebody answered on it. Without an answer it is no return and nothing else.
fn findings_alone(book: &ReadBook) -> bool {
    let ours = |s: &ReadSheet| s.broken.is_none() && lists_findings(book, s);
    let mut answers = Located::default();
    book.sheets.iter().filter(|s| ours(s)).for_each(|s| {
        answers::take(book, s, &mut answers, &mut SheetCount::default());
    });
    !answers.records.is_empty() && book.sheets.iter().all(|s| ours(s) || s.broken.is_none() && s.cells.is_empty())
}

fn head<'b>(book: &'b ReadBook, sheet: &'b ReadSheet) -> SheetHead<'b> {
    let ours = lists_findings(book, sheet);
    let (name, readable) =
        (if ours { "" } else { &*sheet.name }, if ours || sheet.broken.is_some() { 0 } else { usize::MAX });
    let row = move |cells: &'b [Raw]| {
        let text = |c: &Raw| match c.value {
            Held::Date(day) => month_heading(day),
            _ => book.text_of(c),
        };
        let texts = cells.iter().filter_map(|c| Some((c.col, text(c)?))).collect();
        let others = cells.iter().filter(|c| book.text_of(c).is_none()).count();
        let hidden = cells.iter().filter(|c| c.flags & HIDDEN != 0).map(|c| c.col).collect();
        let merged = cells.iter().filter(|c| c.flags & MERGED != 0);
        let merged = merged.map(|c| (c.col, c.col.saturating_add(sheet.covers_right(c)))).filter(|(a, b)| a < b);
        TextRow { row: cells[0].row, texts, others, hidden, merged: merged.collect() }
    };
    SheetHead::new(name, sheet.hidden, move || sheet.rows().take(readable).map(row))
}

/// Whether a sheet that is not there may be one that is, and is broken.
fn is_broken(book: &ReadBook, missing: &Missing) -> bool {
    let named = |s: &ReadSheet| meaning(&s.name) == meaning(&missing.title);
    let broken = |(n, s): (usize, &ReadSheet)| s.broken.is_some() && (missing.sheets.contains(&n) || named(s));
    book.sheets.iter().enumerate().any(broken)
}

/// Whether all that keeps a layout from fitting may stand on sheets that are broken.
fn lacks_what_is_broken(book: &ReadBook, nearest: &Fit) -> bool {
    let (broken, whole): (Vec<&ReadSheet>, Vec<&ReadSheet>) = book.sheets.iter().partition(|s| s.broken.is_some());
    let nothing_else = !broken.is_empty() && whole.iter().all(|s| s.cells.is_empty());
    nothing_else || (!nearest.missing.is_empty() && nearest.missing.iter().all(|m| is_broken(book, m)))
}

/// Each sheet that cannot be read, and what cannot be read without it.
fn broken_sheets(book: &ReadBook, layouts: &[PreparedLayout<'_>], nearest: Option<&Fit>) -> Vec<Finding> {
    let mut out = vec![];
    for (n, sheet) in book.sheets.iter().enumerate() {
        let Some(got) = &sheet.broken else { continue };
        let needs = |f: &&Fit| f.missing.iter().any(|m| m.sheets.contains(&n));
        let expected = match nearest.filter(needs) {
            Some(fit) => format!("a whole sheet, which “{}” needs", layouts[fit.layout].layout.title),
            None => "a whole sheet".to_owned(),
        };
        out.push(Finding::new(&F018, expected, got.as_str()).in_sheet(&*sheet.name));
    }
    out
}

fn no_layout(layouts: &[PreparedLayout<'_>], nearest: Option<Fit>) -> Finding {
    let Some(fit) = nearest else {
        return Finding::new(&F005, "a layout that the council has described", "no layouts");
    };
    let lacks = fit.missing.iter().map(|Missing { title: sheet, lacks: headings, .. }| {
        if headings.is_empty() {
            format!("no sheet like “{sheet}”")
        } else {
            format!("sheet “{sheet}” without {}", quoted_list(headings))
        }
    });
    let lacks = lacks.collect::<Vec<_>>().join("; ");
    let near = fit.near();
    let got = format!("{} of its {} headings and labels; {lacks}", near.0, near.1);
    Finding::new(&F005, format!("a form like “{}”, the nearest", layouts[fit.layout].layout.title), got)
}

/// A workbook and the layout that fits it.
struct Taking<'a> {
    book: &'a ReadBook,
    layout: &'a PreparedLayout<'a>,
    fit: &'a Fit,
    /// The most blank columns between a label of the form and what stands beside it.
    spacers: u16,
    out: &'a mut Located,
}

impl Taking<'_> {
    fn take(&mut self, counts: &mut [SheetCount]) {
        self.out.layout.clone_from(&self.layout.layout.id);
        self.say_what_changed();
        self.spacers = self.spacers();
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
                let found_in_vain = self.fit.missing.iter().any(|m| meaning(&m.title) == meaning(&sheet.name))
                    || self.fit.partial.iter().any(|(s, _)| *s == n)
                    || self.fit.besides.iter().any(|(s, read)| *s == n && !self.book.same_cells(n, *read));
                if !found_in_vain && !self.layout.ignores(&sheet.name) {
                    let got = format!("{} filled cells", sheet.cells.len());
                    let finding = Finding::new(&F016, format!("the sheets of “{}”", self.layout.layout.title), got);
                    self.out.findings.push(finding.in_sheet(&*sheet.name));
                }
            }
        }
    }
}
