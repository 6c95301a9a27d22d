//! Predecessors: the measures that are worked out from those of the councils before this one, each with what it is made of, and
//! the old measures that nothing is made of.

use super::cell::number;
use super::context::ReportContext;
use super::format;
use super::row::{ReportColumns, ReportRow};
use crate::analyse::{IndicatorResult, QUARTERS};
use crate::register::Indicator;
use crate::workbook::{Sheet, SheetCell};
use std::collections::BTreeSet;
use std::sync::Arc;

const NAME: &str = "Predecessors";
/// The columns of the sentences.
const WORDS: (u16, u16) = (0, 9);
/// Quarters that are shown: two years.
const SHOWN: usize = 8;

/// A measure of this council, or one of a council before that stands below it.
#[derive(Clone)]
struct Line<'a> {
    result: &'a IndicatorResult<'a>,
    i: &'a Indicator,
    by: String,
    note: String,
}

fn columns<'a>(report: &ReportContext<'a>) -> ReportColumns<'a, Line<'a>> {
    let figure = |r: &ReportRow<'a, Line<'a>>, value: Option<f64>| -> SheetCell<'a> {
        number(value, r.styles().figures(r.of.i.unit, r.of.i.decimals).value)
    };
    let quarters = report.a.period.last(SHOWN).enumerate();
    let quarter = move |(n, p): (usize, crate::period::Period)| {
        let at = QUARTERS - SHOWN + n;
        crate::workbook::Column::new(p.to_string(), 11.0, move |r: &ReportRow<'a, Line<'a>>| {
            figure(r, r.of.result.quarters[at])
        })
    };
    ReportColumns::<Line<'a>>::new()
        .column("Ref", 20.0, |r| r.about(&r.of.i.id))
        .column("Measure", 42.0, |r| r.text(r.of.i.name.as_str()))
        .column("By", 24.0, |r| r.text(r.of.by.clone()))
        .column("Unit", 10.5, |r| r.text(format::unit(r.of.i)))
        .columns(quarters.map(quarter).collect::<Vec<_>>())
        .column("What has to be known", 52.0, |r| r.text(r.of.note.clone()))
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let (a, styles) = (report.a, &report.styles);
    let (joined, mut told) = joined(report);
    let rest: Vec<Line<'a>> = a
        .before
        .iter()
        .filter(|r| told.insert(r.indicator))
        .map(|r| Line { note: ended(report, r), ..line(report, r) })
        .collect();
    let mut page = report.page(NAME, "Predecessors: the councils before this one, beside its own measures");
    let all = columns(report);
    page.widen(all.widths());
    let words = "What this council measures is worked out from the figures of the councils before it until its own services send it. \
                 Counts and money are added; of shares and rates numerators and denominators are, for percentages are never averaged. \
                 Where one council has no figure, there is none of all. An estimate is a share of another council's figure and no reading.";
    page.paragraph(WORDS.0, WORDS.1, words.to_owned(), styles.text);
    page.row += 1;
    page.section("Measures that are put together, and what they are made of", styles);
    let len = joined.len();
    let table = report.table("Put_together", all, len, move |n| joined[n].clone());
    page.table(table, "Nothing is put together from several councils.", styles);
    let from = page.row;
    page.section("Old measures that nothing is made of", styles);
    let len = rest.len();
    let table = report.table("Old_measures", columns(report), len, move |n| rest[n].clone());
    page.table(table, "There are none.", styles);
    page.begins(from);
    page.sheet
}

fn line<'a>(report: &ReportContext<'a>, result: &'a IndicatorResult<'a>) -> Line<'a> {
    let i = report.definition(result);
    let by = report.a.register.predecessor(&i.predecessor).map_or_else(|| i.predecessor.clone(), |p| p.name.clone());
    Line { result, i, by, note: String::new() }
}

/// Each measure that follows from old ones, with these below it; and the positions of those.
fn joined<'a>(report: &ReportContext<'a>) -> (Vec<Line<'a>>, BTreeSet<usize>) {
    let a = report.a;
    let old = |n: usize| a.before.binary_search_by_key(&n, |r| r.indicator).ok().map(|at| &a.before[at]);
    let (mut out, mut told) = (vec![], BTreeSet::new());
    for result in &a.indicators {
        let i = report.definition(result);
        let Some(formula) = a.computed.iter().find(|c| c.indicator == result.indicator) else { continue };
        let feeders: Vec<&IndicatorResult<'a>> = formula.feeders.iter().filter_map(|n| old(*n)).collect();
        if feeders.is_empty() {
            continue;
        }
        let estimated = if i.estimated.is_empty() { String::new() } else { format!("Estimated: {}", i.estimated) };
        let until = i.formula_until.map(|until| format!("Put together until {until}; its service sends it since"));
        let lack = lacking(report, &feeders).filter(|_| i.follows_in(a.period) && i.due(a.period));
        let gaps = gaps(report, result, i, &feeders);
        let notes = [Some(estimated), lack, gaps, until, Some(i.break_reason.clone())];
        let note: Vec<String> = notes.into_iter().flatten().filter(|n| !n.is_empty()).collect();
        out.push(Line { by: "Together".to_owned(), note: note.join(". "), ..line(report, result) });
        for feeder in feeders {
            told.insert(feeder.indicator);
            out.push(line(report, feeder));
        }
    }
    (out, told)
}

/// `Of 1 of 2 councils: no figure of Ashcombe District Council`; nothing where all have one.
fn lacking(report: &ReportContext<'_>, feeders: &[&IndicatorResult<'_>]) -> Option<String> {
    let name = |r: &&IndicatorResult<'_>| {
        let id = &report.definition(r).predecessor;
        report.a.register.predecessor(id).map_or_else(|| id.clone(), |p| p.name.clone())
    };
    let all: BTreeSet<String> = feeders.iter().map(name).collect();
    let without = feeders.iter().filter(|r| r.reading.and_then(|r| r.value.number()).is_none());
    let lacking: BTreeSet<String> = without.map(name).collect();
    let names = || crate::text::words::list(lacking.iter().map(String::as_str));
    (!lacking.is_empty())
        .then(|| format!("Of {} of {} councils: no figure of {}", all.len() - lacking.len(), all.len(), names()))
}

/// `No figure of all in 2026-27Q2`: quarters before this one in which some have a figure and not all.
fn gaps(
    report: &ReportContext<'_>,
    result: &IndicatorResult<'_>,
    i: &Indicator,
    feeders: &[&IndicatorResult<'_>],
) -> Option<String> {
    let before = report.a.period.last(SHOWN).enumerate().filter(|(_, p)| *p < report.a.period);
    let lacking = before.filter(|(n, p)| {
        let at = QUARTERS - SHOWN + n;
        let some = feeders.iter().any(|f| f.quarters[at].is_some());
        i.due(*p) && i.follows_in(*p) && result.quarters[at].is_none() && some
    });
    let quarters: Vec<String> = lacking.map(|(_, p)| p.to_string()).collect();
    let named = crate::text::words::list(quarters.iter().map(String::as_str));
    (!quarters.is_empty()).then(|| format!("No figure of all councils in {named}"))
}

/// Why an old measure stands alone.
fn ended(report: &ReportContext<'_>, result: &IndicatorResult<'_>) -> String {
    let i = report.definition(result);
    match i.last.filter(|last| *last < report.a.period) {
        Some(last) => format!("Measured until {last}"),
        None => String::new(),
    }
}
