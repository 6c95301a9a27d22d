//! Method, its tables: the impact of missing a target, the settings that differ from the default, and the checks that were
//! made.

use super::risk::short;
use crate::catalogue::{self, Characteristic, Family};
use crate::register::RuleChange;
use crate::report::cell::text;
use crate::report::context::ReportContext;
use crate::report::page::Page;
use crate::report::row::{ReportColumns, ReportRow};
use crate::settings::Axis;
use crate::workbook::Column;
use std::borrow::Cow;
use std::sync::Arc;

/// A setting's number in the list, its key, the council's value and the default.
type SettingRow<'a> = (usize, &'a str, &'a str, &'a str);

fn differing<'a>() -> ReportColumns<'a, SettingRow<'a>> {
    ReportColumns::<SettingRow<'a>>::new()
        .column("No.", 12.0, |r| r.code(r.of.0.to_string()))
        .column("Setting", 40.0, |r| r.text(r.of.1))
        .column("This council", 66.0, |r| r.text(setting(r.of.2)))
        .column("Default", 18.0, |r| r.text(setting(r.of.3)))
}

/// A list of tables says nothing in a cell: what it means stands in the paragraphs above.
fn setting(value: &str) -> Cow<'_, str> {
    if value.starts_with("[{") { "a list of its own: see above, and quarterday.toml".into() } else { value.into() }
}

pub(super) fn differences<'a>(report: &Arc<ReportContext<'a>>, page: &mut Page<'a>) {
    let all = &report.provenance.settings_differences;
    let of = |n: usize| {
        let (key, ours, default) = &all[n];
        (n + 1, key.as_str(), ours.as_str(), default.as_str())
    };
    let table = report.table("Settings_that_differ", differing(), all.len(), of);
    page.table(table, "None: every setting has its default.", &report.styles);
}

/// Since when, and the change.
type RuleRow<'a> = (usize, &'a RuleChange);

fn changed<'a>() -> ReportColumns<'a, RuleRow<'a>> {
    ReportColumns::<RuleRow<'a>>::new()
        .column("No.", 12.0, |r| r.code(r.of.0.to_string()))
        .column("Row", 40.0, |r| r.text(format!("{}: {}", r.of.1.sheet, r.of.1.about)))
        .column("Was and is", 66.0, |r| r.text(was_and_is(r.of.1)))
        .column("What", 18.0, |r| r.text(r.of.1.what))
}

fn was_and_is(change: &RuleChange) -> String {
    let said = |text: &str| match text {
        "" => "nothing".to_owned(),
        text => format!("“{}”", setting(text)),
    };
    match (change.what, change.was.as_str()) {
        ("row", "") => "new".to_owned(),
        ("row", _) => "no longer there".to_owned(),
        _ => format!("{} → {}", said(&change.was), said(&change.now)),
    }
}

/// What changed in the rules since earlier reports.
pub(super) fn rules<'a>(report: &Arc<ReportContext<'a>>, page: &mut Page<'a>) {
    for (n, since) in report.provenance.rules.iter().enumerate() {
        page.paragraph(0, 6, format!("Since {}:", since.title()), report.styles.text);
        let Some(all) = &since.changes else {
            let words = "what register and settings said then was not kept, so nothing can be compared with it.";
            page.paragraph(0, 6, words, report.styles.text);
            continue;
        };
        let of = move |n: usize| (n + 1, &all[n]);
        let name = format!("Rules_changed_{}", n + 1);
        let table = report.table(&name, changed(), all.len(), of);
        page.table(table, "Nothing: register and settings say the same.", &report.styles);
    }
}

/// A step of the weight: from which weight, and the impact for each size of the miss.
type ImpactRow = (String, Vec<String>);

/// The impact of missing a target, by the weight in the register and by how far it is missed.
pub(super) fn impacts<'a>(report: &Arc<ReportContext<'a>>, page: &mut Page<'a>) {
    let matrix = &report.a.settings.risk;
    let bands = |bounds: &[f64], sign: &str| {
        let first = bounds.first().map_or("any".to_owned(), |first| format!("less than {}{sign}", short(*first)));
        let others = bounds.iter().map(|bound| format!("{}{sign} or more", short(*bound)));
        std::iter::once(first).chain(others).collect::<Vec<_>>()
    };
    let label = |impact: u8| matrix.label(Axis::Impact, impact, true);
    let weights = bands(&matrix.weights(), "").into_iter().zip(matrix.miss_impacts());
    let rows: Vec<ImpactRow> = weights.map(|(weight, row)| (weight, row.into_iter().map(label).collect())).collect();
    let misses = bands(&matrix.misses(), "%").into_iter().enumerate();
    let columns = ReportColumns::<ImpactRow>::new().column("Weight", 12.0, |r| r.text(r.of.0.clone())).columns(
        misses.map(|(n, size)| {
            Column::new(format!("Missed by {size}"), 18.0, move |r: &ReportRow<'a, ImpactRow>| {
                r.text(r.of.1[n].clone())
            })
        }),
    );
    let table = report.table("Impact_of_a_miss", columns, rows.len(), move |n| rows[n].clone());
    page.table(table, "The matrix has no impacts.", &report.styles);
}

/// One check, ours or the council's own.
#[derive(Clone, Copy)]
struct CheckLine<'a> {
    code: &'a str,
    title: &'a str,
    why: &'a str,
    family: &'a str,
    severity: &'static str,
    /// What a finding of it counts against in data quality.
    counts: &'static str,
    run: CheckRun,
}

#[derive(Clone, Copy)]
enum CheckRun {
    Yes,
    Off,
    Trial,
}

fn made<'a>() -> ReportColumns<'a, CheckLine<'a>> {
    ReportColumns::<CheckLine<'a>>::new()
        .column("Code", 12.0, |r| r.code(r.of.code))
        .column("Check", 40.0, |r| r.text(r.of.title))
        .column("Why it is made", 66.0, |r| r.text(r.of.why))
        .column("Of", 18.0, |r| r.text(r.of.family))
        .column("Severity", 18.0, |r| r.text(r.of.severity))
        .column("Run?", 16.0, |r| match r.of.run {
            CheckRun::Yes => r.text("Yes"),
            CheckRun::Off => text("Switched off", r.styles().alert),
            CheckRun::Trial => text("On trial", r.styles().alert),
        })
        .column("Data quality", 16.0, |r| r.text(r.of.counts))
}

pub(super) fn checks<'a>(report: &Arc<ReportContext<'a>>, page: &mut Page<'a>) {
    let settings = &report.a.settings.checks;
    let run = |code: &str| match () {
        () if settings.on_trial(code) => CheckRun::Trial,
        () if settings.unsaid(code) => CheckRun::Off,
        () => CheckRun::Yes,
    };
    // A crosswalk is checked before there is a council to report.
    let reported = catalogue::all().filter(|c| c.family != Family::Crosswalk);
    let ours = reported.map(|c| CheckLine {
        code: c.code,
        title: c.title,
        why: c.why,
        family: c.family.words(),
        severity: settings.severity.get(c.code).copied().unwrap_or(c.severity).word(),
        counts: c.characteristic.words(),
        run: run(c.code),
    });
    let own = report.a.register.checks.iter().map(|c| CheckLine {
        code: &c.code,
        title: &c.title,
        why: &c.condition,
        family: "Council's own",
        severity: c.severity.word(),
        counts: Characteristic::OF_OWN_CHECKS.words(),
        run: run(&c.code),
    });
    let lines: Vec<CheckLine<'a>> = ours.chain(own).collect();
    let table = report.table("Checks", made(), lines.len(), move |n| lines[n]);
    page.table(table.filtered(), "No checks.", &report.styles);
}
