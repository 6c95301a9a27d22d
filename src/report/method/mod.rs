//! Method: how the figures were worked out, what words and symbols mean, what was checked, and how to trace a figure.

pub(super) mod peers;
mod risk;
mod money;
mod signals;
mod tables;
mod worst;

use super::cell::text;
use super::context::ReportContext;
use super::format;
use super::page::Page;
use super::provenance::Provenance;
use crate::analyse::Analysis;
use crate::fit::fit;
use crate::measure::{LongTerm, Scheme};
use crate::settings::{SmoothingFor, Status};
use crate::statistic::forecast::{ForecastMethod, SMOOTHING_QUARTERS};
use crate::status::words;
use crate::workbook::Sheet;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

const NAME: &str = "Method";
/// Running text stands in these columns, its label in the ones before.
const TEXT: (u16, u16) = (2, 6);

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let (a, styles) = (report.a, &report.styles);
    let mut page = report.page(NAME, "Method");
    page.sheet.widths = vec![10.0, 30.0, 62.0, 16.0, 16.0, 14.0, 14.0];
    // Running text is read in a high page.
    page.sheet.print.landscape = false;

    page.section("Words and symbols", styles);
    for status in Status::ALL {
        page.across(0, 1, report.status(status));
        page.paragraph(TEXT.0, TEXT.1, meaning(status), styles.text);
    }
    page.row += 1;
    page.section("How a status is given", styles);
    for (label, words) in status_rules(a) {
        paragraph(report, &mut page, label, words);
    }
    page.row += 1;
    if report.in_brief() {
        page.rest_on_screen();
    }
    page.section("How the rest is worked out", styles);
    for (label, words) in calculations(a) {
        paragraph(report, &mut page, label, words);
    }
    page.row += 1;
    page.section("The impact of missing a target, by weight and by how far it is missed", styles);
    tables::impacts(report, &mut page);
    page.section("Trend, signal and chance", styles);
    for (label, words) in signals::paragraphs(a.settings) {
        paragraph(report, &mut page, label, words);
    }
    page.row += 1;
    page.section("Where the figures come from, and how to trace one", styles);
    for (label, words) in trace(report.provenance) {
        paragraph(report, &mut page, label, words);
    }
    page.row += 1;
    if !report.provenance.rules.is_empty() {
        page.section("What changed in the rules", styles);
        tables::rules(report, &mut page);
    }
    page.section("Settings that differ from the default", styles);
    tables::differences(report, &mut page);
    if report.wide() {
        page.new_page();
    } else if !report.in_brief() {
        // The team prints the checks, with its own workbook.
        page.rest_on_screen();
    }
    page.section("Checks", styles);
    if report.wide() {
        page.sheet.print.repeat_rows = Some((page.row, page.row));
    }
    tables::checks(report, &mut page);
    page.sheet
}

fn paragraph<'a>(report: &ReportContext<'a>, page: &mut Page<'a>, label: impl Into<Cow<'a, str>>, words: String) {
    page.across(0, 1, text(label.into(), report.styles.strong));
    page.paragraph(TEXT.0, TEXT.1, words, report.styles.text);
}

/// The schemes in use, in the council's own status words.
fn status_rules(a: &Analysis<'_>) -> Vec<(Cow<'static, str>, String)> {
    let used: BTreeSet<Scheme> = a.indicators.iter().map(|i| i.scheme).collect();
    let settings = &a.settings.status;
    let mut rules: Vec<(Cow<'static, str>, String)> = used
        .into_iter()
        .map(|s| (format!("Scheme: {}", words::title(s, a.settings)).into(), words::rule(s, a.settings)))
        .collect();
    if let Some(preset) = settings.preset() {
        rules.push(("Preset".into(), format!("As {} ({}). {}", preset.council, preset.name, preset.words)));
    }
    let beside = words::beside(a.settings);
    if !beside.is_empty() {
        rules.push(("The council's own reading".into(), beside.join(" ")));
    }
    rules.push((
        "Rounding".into(),
        if settings.rounded {
            "Values and targets are compared as rounded to the indicator's decimals, half away from zero, so that what \
             the page shows and what the colour says agree."
        } else {
            "Values and targets are compared as sent, without rounding; the page shows the indicator's decimals."
        }
        .to_owned(),
    ));
    rules
}

fn meaning(status: Status) -> &'static str {
    match status {
        Status::Green => "Rated: the target is met, or the value is inside its band.",
        Status::Amber => "Rated: the target is missed by a little, as the scheme says.",
        Status::Red => "Rated: the target is missed by more than that.",
        Status::Contextual => "Not rated on purpose: the indicator is shown for information.",
        Status::NoTarget => "There is a value and no target to compare it with.",
        Status::NotDue => "The indicator is not due this quarter.",
        Status::Awaited => "The value is due and has not come yet.",
        Status::NotAvailable => "The service says that the value cannot be had.",
        Status::NotApplicable => "There was nothing to measure this quarter.",
        Status::NotComparable => "The definition changed within the year: value and target do not measure the same.",
        Status::Suppressed => "Held back because so few cases could identify people.",
        Status::Exceeds => "Rated: better than the target by more than the tolerance. Counts as on target.",
        Status::Unknown => "Neither met nor missed: the council reads what is near its target as unknown. Not rated.",
    }
}

fn calculations(a: &Analysis<'_>) -> Vec<(&'static str, String)> {
    let s = a.settings;
    let long_term = match s.direction.long_term {
        LongTerm::Seasonal => "the same quarter last year",
        LongTerm::Ongoing => "the mean of the previous four quarters",
    };
    let mut paragraphs = vec![
        (
            "Variance",
            "The value less the target where higher is better, the target less the value where lower is better: above \
             zero is good. As a percentage, of the target; none where the target is zero."
                .into(),
        ),
        (
            "Direction of travel",
            format!(
                "Improving, steady or worsening by which way is better for the indicator; the arrow is the plain \
                 movement, since less can be better. Steady: moved by no more than {} of the indicator's rounding steps. The long-term \
                 direction is measured against {long_term}, where the register does not say otherwise for an indicator.",
                s.direction.steady_steps
            ),
        ),
        (
            "Changes",
            "On last quarter, and on the same quarter last year, in the indicator's unit (percentage points for \
             percentages) and as a percentage of the earlier value. Nothing is compared across a change of definition."
                .into(),
        ),
        (
            "Year to date only",
            "A measure that is sent as the year to date and whose quarters cannot be told from it (its year is the latest \
             figure, the mean, the highest or the lowest) is no series: a figure for half a year is not like one for a whole \
             year. It is compared with the same quarter of past years only, for the long-term direction too; it has no change \
             on last quarter, no trend, no limits and no signal, its line and chart join the figures of this quarter of each year, and \
             the year is forecast from years to date (where the latest figure counts, by what past years still added from \
             now on)."
                .into(),
        ),
        (
            "Refused and queried",
            "A figure with an error is refused: there is none, and its note says why. A queried figure is taken and \
             counts as it was sent. Where its size is queried (S001, S002, C005, C046, T004, T013), no headline or success is built on \
             it, and it stands last among what is off target."
                .into(),
        ),
        (
            "13 quarters",
            "Each quarter alone: readings that are sent as year to date are taken apart.".into(),
        ),
        (
            "Year to date",
            "As the register says that the indicator's quarters make its year: added up, the latest, their mean, the \
             highest or the lowest. A percentage with numerator and denominator is never averaged: it is the \
             sum of numerators over the sum of denominators."
                .into(),
        ),
        ("Forecast outturn", forecast(a)),
        (
            "Range and chance of the year's target",
            "The range holds the outturn four times in five (80%). It comes from how far the forecasts of past years \
             were off: few past years give a wide range (Student's t). Each past year counts with the error of the \
             method that the other years would have chosen, so that the best method is not flattered by its own choice. \
             The range stays inside what the measure can be: a total does not fall below what was already counted; and it \
             is never narrower than rounding and the chance in what is still to be counted allow. The chance of meeting \
             the target comes from the same errors, shown as 1% to 99% unless nothing can change it any more. Nothing here \
             changes a status."
                .into(),
        ),
        (
            "Years",
            "An indicator's year to date, year's target and profile belong to its own year: financial, academic (from 1 \
             September) or calendar (from 1 January), as Definitions says. Returns come by the council's quarters, and \
             a quarter belongs to the year in which most of its months lie: where the financial year begins in April, \
             the academic year is Q3, Q4, Q1 and Q2 (the autumn, spring and summer terms, and July to September, when \
             their results come out), the calendar year Q4, Q1, Q2 and Q3. The same quarter last year is the same \
             quarter whatever the year."
                .into(),
        ),
        (
            "Months",
            "Where a form gives the months of a quarter, they make the quarter as quarters make the year: added up, the \
             last one, the mean, the highest or the lowest, and for a ratio the sum of numerators over the sum of \
             denominators. With a month missing there is no figure for the quarter."
                .into(),
        ),
        (
            "Earlier quarters",
            "An earlier quarter has the figure and the status that it was reported with: those of its newest release, else of \
             its last run. Where a figure or a target was restated since, it is the restated one; a restated figure is rated by the \
             target, the limits and the scheme that its quarter was reported with. Where a quarter was imported and \
             never reported, its status is worked out by today's register and settings. Restatements says \
             what was restated, and where today's rules would give another status."
                .into(),
        ),
        (
            "Worked out from others",
            "Where the register gives an indicator a formula and no service sends its value, it is worked out from the \
             figures of the others in the same quarter, past quarters too; its source is the cell of the formula. With \
             one of them missing, or a division by zero, there is no figure, and the note says which. Where the formula \
             is a quotient and its year a ratio, the year is the sum of what is divided over the sum of what divides."
                .into(),
        ),
        (
            "Composite of a set",
            "Where the register asks for one figure for a set: the mean, by weight, of how much of its target each \
             rated measure reached (the value over the target, or the target over the value where less is better). \
             100% is on target on average; what is above makes up for what is below. There is none while a measure \
             that should be rated has no value (“distance to a reference” in the Handbook on Constructing Composite \
             Indicators, OECD and Joint Research Centre, 2008)."
                .into(),
        ),
        (
            "Level and rate of improvement",
            "Level: the share of rated indicators that are on target, weighted where the register has weights; what \
             cannot be rated is not counted. “Of those due” counts what is due and has no figure as not on target. Rate \
             of improvement: the share improving less the share worsening, of those that can be compared. Two quarters \
             are compared over the measures that are rated, or can be compared, in both; what was rated then and has no \
             rating now is counted beside, neither as better nor as worse. A measure that serves several priorities counts \
             in each of them, and once for the council. A level is provisional where most of what is \
             due has no figure."
                .into(),
        ),
        (
            "Actions",
            format!(
                "Overdue is computed as at {}, whatever the stated status. Open actions are carried forward until they \
                 are complete or discontinued. “Since the last report” compares each with how it last stood: status, progress \
                 and due date; an action of which this quarter's return says nothing is said to be so, with how long ago \
                 it was last heard of.",
                format::date(a.as_at)
            ),
        ),
        ("Feedback", peers::feedback(a)),
        ("Comparison with others", peers::benchmarks(a)),
        ("Data quality", peers::data_quality()),
        (
            "Completeness and timeliness",
            "Complete returns, and complete returns on time, as a share of the services that should send one. Complete: \
             every indicator that is due came with a number or with the reason why there is none."
                .into(),
        ),
    ];
    paragraphs.extend(worst::paragraphs(a));
    paragraphs.extend(risk::paragraphs(s));
    if !a.budget.is_empty() || !a.delivery_plan.is_empty() {
        paragraphs.extend(money::paragraphs(s));
    }
    paragraphs
}

/// The methods that the settings allow, and how one is chosen.
fn forecast(a: &Analysis<'_>) -> String {
    let s = &a.settings.forecast;
    if !s.on {
        return "Switched off in the settings.".into();
    }
    let says = |m| match m {
        ForecastMethod::LastValue => "last value: the quarters to come are as the last one".to_owned(),
        ForecastMethod::RunRate => "run rate: the year goes on as it went so far".to_owned(),
        ForecastMethod::SeasonalShare => {
            "seasonal share: past years say which part of a year has usually come by now (of a level: how it usually \
             changes from now to the year's end)"
                .to_owned()
        }
        ForecastMethod::Smoothing => {
            let of = match s.smoothing {
                SmoothingFor::None => "tried for no indicator".to_owned(),
                SmoothingFor::Key => format!("tried for key indicators only, the first {}", s.smoothing_most),
                SmoothingFor::All => format!("tried for the first {} indicators", s.smoothing_most),
            };
            format!(
                "exponential smoothing, where there are {SMOOTHING_QUARTERS} quarters without a gap: the later a quarter, \
                 the heavier it weighs ({of})"
            )
        }
    };
    let methods: Vec<String> = ForecastMethod::ALL.into_iter().filter(|m| s.methods.contains(m)).map(says).collect();
    format!(
        "The year's value, foreseen from its quarters so far. Each method forecasts every past year from the same quarter \
         as now; the one that was closest on average is used, the simpler one where two are equal, and its average error \
         is printed with it. At least {} complete past years are needed, else there is no forecast. Ratios are forecast \
         by numerator and denominator. Methods: {}.",
        s.least_years,
        methods.join("; ")
    )
}

fn trace(p: &Provenance) -> Vec<(&'static str, String)> {
    let t = &p.tallies;
    let n = |n: u64| format::thousands(fit::<usize>(n));
    vec![
        (
            "To trace a figure",
            "On Indicators, Ref leads to the sheet Provenance, which names for each figure the file, sheet and cell that it was \
             read from, the hash of the file and the record of the ledger; the last columns name file, sheet and cell of this \
             quarter's (on the screen; in print the sheet ends with the quarters). `quarterday trace` and an id tell all that \
             was asked, corrected and reported of it since. On Files, \
             the file's SHA-256 says which bytes were read: any tool that computes SHA-256 gives the same for an \
             unchanged file. The run record, run.json, has the hash of every file \
             and, up to 5,000 readings, lists each with its numerator and denominator."
                .into(),
        ),
        (
            "Cells accounted for",
            format!(
                "{}, {} filled cells: {} located by a layout ({} accepted, {} refused) and {} passed over by a \
                 named rule.",
                format::count(fit::<usize>(t.files), "file", "files"),
                n(t.read),
                n(t.located),
                n(t.accepted),
                n(t.refused),
                n(t.ignored_total())
            ),
        ),
        ("Ledger", format!("Record {}, made {}. Head: {}", p.ledger_seq, format::moment(&p.recorded), p.ledger_head)),
        ("Register", format!("SHA-256 {}", p.register_sha256)),
        ("Settings", format!("SHA-256 {}", p.settings_sha256)),
        ("Program", format!("Quarterday {}", p.version)),
    ]
}
