//! One exception told in full: the figures in one line, what follows from them, and the service's words below.

use super::super::cell::{number, percent, text};
use super::super::context::ReportContext;
use super::super::lines::{lines, points};
use super::super::page::Page;
use super::super::styles::ReportStyles;
use super::super::{foretold, format, one_page, own_words};
use super::LAST;
use crate::analyse::shown::plain;
use crate::fit::fit;
use crate::workbook::SheetCell;
use one_page::since;
use std::borrow::Cow;

/// One exception told in full: the figures in one line, the service's words below them.
pub fn card<'a>(report: &ReportContext<'a>, page: &mut Page<'a>, n: usize) {
    let (styles, result) = (&report.styles, &report.a.indicators[n]);
    let i = report.definition(result);
    let figures = styles.figures(i.unit, i.decimals);

    page.height(20.0);
    page.put(0, SheetCell { style: styles.band_link, ..report.link(n) });
    page.across(1, 6, text(i.name.as_str(), styles.band));
    let owner = if i.owner.is_empty() { "no owner named" } else { &i.owner };
    page.across(7, LAST - 1, text(format!("{} · {owner}", report.service(&i.service)), styles.band));
    page.put(LAST, report.status(result.status));
    page.row += 1;

    if result.doubt().is_some() {
        page.across(0, LAST, SheetCell { style: styles.query, ..report.note(result) });
        page.row += 1;
    }
    if let Some(confirmed) = result.confirmation() {
        page.paragraph(0, LAST, format::capital(confirmed) + ".", styles.fact);
    }
    let (status_then, status_before) = (result.status_previous, result.status_year_ago);
    let facts: [(u16, u16, &str, SheetCell<'a>); 10] = [
        (0, 1, "Status last quarter; a year ago", {
            let word = |s| report.styles.status(s).text.clone();
            text(format!("{}; {}", word(status_then), word(status_before)), styles.fact)
        }),
        (2, 2, "Off target since", text(since(result), styles.fact)),
        (3, 3, "Target", number(result.target, figures.fact)),
        (4, 4, "Value", number(result.value, figures.fact)),
        (5, 5, "Unit", text(format::unit(i), styles.fact)),
        (6, 6, "How far off %", percent(result.variance_percent, styles.percent_fact)),
        (7, 7, "How far off", number(result.variance, figures.signed_fact)),
        (8, 8, "On last quarter", text(format::direction(&result.short), styles.fact)),
        (9, 10, "On last year", text(format::direction(&result.year_on_year), styles.fact)),
        (LAST, LAST, "Last 13 quarters", text("", styles.fact)),
    ];
    two_rows(page, styles, facts, 22.0);
    let spark = report.sparkline(n, page.row - 1, LAST);
    page.sheet.sparklines.push(spark);

    let told = [acting(report, n), report.standing(result), foretold::outturn(i, result)];
    let told: Vec<String> = told.into_iter().filter(|words| !words.is_empty()).collect();
    page.paragraph(0, LAST, told.join(" "), styles.fact);
    let words = result.reading.map(|r| &*r.words);
    let said = |words: Option<&'a str>| match words {
        Some(w) if !w.is_empty() => Cow::Borrowed(w),
        _ => Cow::Borrowed("Nothing written."),
    };
    let told = [
        (0, 1, "Commentary", said(words.map(|w| w.commentary.as_str()))),
        (2, 5, "Barriers", said(words.map(|w| w.barriers.as_str()))),
        (6, 7, "Levers", said(words.map(|w| w.levers.as_str()))),
        (8, 10, "Promised last quarter", said(Some(result.promised))),
        (LAST, LAST, "Remedial action now", said(words.map(|w| w.remedial_action.as_str()))),
    ];
    let deepest = told.iter().map(|(from, to, _, words)| lines(words, page.width(*from, *to))).fold(1.0, f64::max);
    let told = told.map(|(from, to, label, words)| (from, to, label, text(words, styles.fact)));
    two_rows(page, styles, told, points(deepest));
    if let Some(options) = words.map(|w| w.options.as_str()).filter(|o| !o.is_empty()) {
        page.across(0, LAST, text("Options for improvement", styles.label));
        page.row += 1;
        page.paragraph(0, LAST, options, styles.fact);
    }
    let own = report.a.own_words_about(&i.id);
    if !own.is_empty() {
        page.across(0, LAST, text(own_words::HEADING, styles.label));
        page.row += 1;
        page.paragraph(0, LAST, own, styles.fact);
    }
    promised(report, page, &i.id);
    page.gap();
}

/// `Will it recover? Unlikely: 12% chance of the year's target. Who acts: A. Khan, until 31 Dec 2026. Concern 57.3: far 36, …`
fn acting(report: &ReportContext<'_>, n: usize) -> String {
    let (a, acting) = (report.a, report.acting(n));
    let concern = a.concern(n);
    format!(
        "Will it recover? {}. Who acts: {}. Until when: {}. Concern {}: {}.",
        a.recovery(n).words,
        one_page::who(&acting),
        one_page::until(&acting),
        plain(1, concern.score()),
        concern.words(),
    )
}

/// The actions about the indicator, each with what became of it since the last report.
fn promised<'a>(report: &ReportContext<'a>, page: &mut Page<'a>, indicator: &str) {
    let Some(actions) = report.actions_about.get(indicator) else { return };
    for n in actions {
        let r = &report.a.actions[*n];
        let due = r.action.due.map(|due| format!(", due {}", format::date(due))).unwrap_or_default();
        let overdue = if r.overdue {
            format!(", {} overdue", format::count(fit::<usize>(r.days_overdue), "day", "days"))
        } else {
            String::new()
        };
        let lead = if r.action.lead.is_empty() { "nobody named" } else { &r.action.lead };
        let words = format!("Action {}: {} ({lead}{due}{overdue}). {}.", r.action.id, r.action.title, r.since_words());
        page.paragraph(0, LAST, words, report.styles.fact);
    }
}

/// A row of labels and a row of what they name.
fn two_rows<'a, const N: usize>(
    page: &mut Page<'a>,
    styles: &ReportStyles,
    facts: [(u16, u16, &'static str, SheetCell<'a>); N],
    height: f64,
) {
    for (from, to, label, cell) in facts {
        page.across(from, to, text(label, styles.label));
        page.row += 1;
        page.across(from, to, cell);
        page.row -= 1;
    }
    page.row += 1;
    page.height(height);
    page.row += 1;
}
