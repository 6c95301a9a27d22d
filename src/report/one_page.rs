//! The one page: everything off target, with what, since when, who acts, until when, whether it will recover, and the words.

use super::cell::{link, text};
use super::context::{ReportContext, actions_about, subtitle};
use super::format;
use super::lines::{lines, points, shortened};
use super::places::EXCEPTIONS;
use super::provenance::Provenance;
use super::row::ReportColumns;
use crate::analyse::shown::shown;
use crate::analyse::{Acting, Analysis, IndicatorResult};
use crate::settings::SheetName;
use crate::workbook::Sheet;
use std::sync::Arc;

/// The one page as a value: the sheet that prints on one A4 and the committee's document are both made of it.
#[derive(Debug, Clone, PartialEq)]
pub struct OnePage {
    /// `Off target: Q2 2026-27`.
    pub title: String,
    /// The council, the quarter, its months, and whether the figures are final.
    pub subtitle: String,
    /// What stands above the rows: the things to know, as Headlines tells them.
    pub summary: Vec<String>,
    /// Everything off target, what is worst first.
    pub rows: Vec<OnePageRow>,
}

/// One measure that is off target. Every field is as it is printed; nothing is shortened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnePageRow {
    /// Position in [`Analysis::indicators`].
    pub indicator: usize,
    /// The measure's id.
    pub id: String,
    /// Where its row stands in the workbook: `'Exceptions'!A6`.
    pub address: String,
    /// What is measured.
    pub name: String,
    /// The figure with its unit.
    pub value: String,
    /// What it was to be: a target, or a band.
    pub target: String,
    /// Since which quarter it is off target.
    pub since: String,
    /// Will it recover.
    pub recovery: String,
    /// Who acts.
    pub who: String,
    /// Until when, and by how much that is overdue; that no action is open.
    pub until: String,
    /// The action is overdue.
    pub overdue: bool,
    /// The team's own words about the measure; else the remedial action in the service's words, else its commentary.
    pub words: String,
}

/// The one page of a computed quarter.
pub fn one_page(a: &Analysis<'_>, provenance: &Provenance) -> OnePage {
    let about = actions_about(a);
    let row = |(place, n): (usize, usize)| {
        let result = &a.indicators[n];
        let i = &a.register.indicators[result.indicator];
        let show = |v: f64| shown(i.unit, i.decimals, v);
        let band = crate::analyse::band(a.register, a.period, result);
        let acting = a.acting(n, about.get(&*i.id).map_or(&[], Vec::as_slice));
        let own = a.own_words_about(&i.id);
        let [remedial, commentary] =
            result.reading.map_or(["", ""], |r| [&*r.words.remedial_action, &*r.words.commentary]);
        let words = [own.as_str(), remedial, commentary];
        OnePageRow {
            indicator: n,
            id: i.id.to_string(),
            address: EXCEPTIONS.address(place),
            name: i.name.clone(),
            value: result.value.map_or_else(String::new, show),
            target: band.or_else(|| result.target.map(show)).unwrap_or_default(),
            since: since(result),
            recovery: a.recovery(n).words,
            who: who(&acting).to_owned(),
            until: until(&acting),
            overdue: acting.days_overdue > 0,
            words: words.into_iter().find(|w| !w.is_empty()).unwrap_or("Nothing written.").to_owned(),
        }
    };
    OnePage {
        title: format!("Off target: {}", a.period.heading()),
        subtitle: subtitle(a, provenance),
        summary: a.headlines.iter().map(|h| h.sentence.clone()).collect(),
        rows: a.exceptions().into_iter().enumerate().map(row).collect(),
    }
}

/// The first quarter of an unbroken run off target, or that it is not known.
pub fn since(result: &IndicatorResult<'_>) -> String {
    result.red_since_words().unwrap_or_else(|| "not known".to_owned())
}

/// Who acts, or that nobody is named.
pub fn who<'a>(acting: &Acting<'a>) -> &'a str {
    if acting.who.is_empty() { "Nobody named" } else { acting.who }
}

/// Until when: `31 Dec 2026`; `30 Aug 2026: overdue`; that there is no action, or no day.
pub fn until(acting: &Acting<'_>) -> String {
    match (acting.action, acting.until) {
        (None, _) => "No open action".to_owned(),
        (_, None) => "No date given".to_owned(),
        (_, Some(day)) if acting.days_overdue > 0 => format!("{}: overdue", format::date(day)),
        (_, Some(day)) => format::date(day),
    }
}

/// The widths of the columns, on a page that stands upright.
const GRID: [f64; 9] = [8.5, 26.0, 9.0, 9.3, 11.5, 23.8, 14.5, 12.7, 34.7];
const LAST: u16 = 8;
/// How high the sheet may be, in points, for its letters to be of 7 points when its width fits the paper.
const HIGHEST: f64 = 1_180.0;
/// Lines that the service's words may take at most.
const LINES: u8 = 5;
/// The height of the headings of the table, in points.
const HEADING: f64 = 34.0;

fn columns<'a>() -> ReportColumns<'a, OnePageRow> {
    ReportColumns::<OnePageRow>::new()
        .column("Ref", GRID[0], |r| link(r.of.id.clone(), r.report.row_of(r.of.indicator), r.styles().link))
        .column("Off target", GRID[1], |r| r.text(r.of.name.clone()))
        .column("Value", GRID[2], |r| r.text(r.of.value.clone()))
        .column("Target", GRID[3], |r| r.text(r.of.target.clone()))
        .column("Since", GRID[4], |r| r.text(r.of.since.clone()))
        .column("Will it recover?", GRID[5], |r| r.text(r.of.recovery.clone()))
        .column("Who acts", GRID[6], |r| r.text(r.of.who.clone()))
        .column("Until when", GRID[7], |r| {
            text(r.of.until.clone(), if r.of.overdue { r.styles().query } else { r.styles().text })
        })
        .column("What is done, in the service's words", GRID[8], |r| r.text(r.of.words.clone()))
}

/// The sheet: one printed page where that can be read.
pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let styles = &report.styles;
    let told = one_page(report.a, report.provenance);
    let mut page = report.page(SheetName::OnePage.words(), told.title);
    page.widen(GRID.into_iter());
    page.row -= 1;
    for line in told.summary {
        page.paragraph(0, LAST, line, styles.text);
    }
    page.row += 1;
    let above = page.points(0, page.row) + HEADING;
    let (rows, fits) = in_room(told.rows, HIGHEST - above);
    page.sheet.print.landscape = false;
    page.sheet.print.pages_high = u16::from(fits);
    page.sheet.print.repeat_rows = Some((page.row, page.row));
    let table = report.table("One_page", columns(), rows.len(), move |n| rows[n].clone());
    page.table(table.filtered(), report.a.no_reds(), styles);
    page.sheet
}

/// The rows with their words shortened to what the room allows, all alike; and whether they fit. Where not even one line of
/// words does, the sheet prints on more pages: smaller letters would be no help.
fn in_room(rows: Vec<OnePageRow>, room: f64) -> (Vec<OnePageRow>, bool) {
    let words = GRID[usize::from(LAST)];
    let rows: Vec<(f64, OnePageRow)> = rows.into_iter().map(|row| (others(&row), row)).collect();
    let height = |most: f64| -> f64 {
        rows.iter().map(|(others, row)| points(lines(&row.words, words).min(most).max(*others))).sum()
    };
    let fitting = (1..=LINES).rev().map(f64::from).find(|most| height(*most) <= room);
    let most = fitting.unwrap_or(1.0);
    let cut = |(others, row): (f64, OnePageRow)| {
        let words = shortened(&row.words, words, others.max(most)).into_owned();
        OnePageRow { words, ..row }
    };
    (rows.into_iter().map(cut).collect(), fitting.is_some())
}

/// The lines that a row takes without its words.
fn others(row: &OnePageRow) -> f64 {
    let cells = [&row.id, &row.name, &row.value, &row.target, &row.since, &row.recovery, &row.who, &row.until];
    cells.into_iter().zip(GRID).skip(1).map(|(words, width)| lines(words, width)).fold(1.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(words: &str) -> OnePageRow {
        OnePageRow {
            indicator: 0,
            id: "M001".into(),
            address: EXCEPTIONS.address(0),
            name: "Invoices paid in time".into(),
            value: "70.0%".into(),
            target: "85.0%".into(),
            since: "Q2 2025-26".into(),
            recovery: "No longer possible this year".into(),
            who: "A. Khan".into(),
            until: "31 Dec 2026".into(),
            overdue: false,
            words: words.into(),
        }
    }

    /// Words give way to the room, whole words at a time; what is short stays whole.
    #[test]
    fn words_are_shortened_to_the_room() {
        let (short, long) =
            ("Two more officers from October.", "We will hire two more officers from October. ".repeat(40));
        let rows = || (0..20).map(|n| row(if n % 2 == 0 { short } else { &long })).collect::<Vec<_>>();
        let mut lengths = vec![];
        for room in [400.0, 700.0, 900.0, 2_000.0] {
            let (told, fits) = in_room(rows(), room);
            assert!(told.iter().step_by(2).all(|row| row.words == short));
            let cut = &told[1].words;
            assert!(cut.ends_with('…') && long.starts_with(cut.trim_end_matches('…')), "{cut}");
            assert!(long[cut.len() - '…'.len_utf8()..].starts_with(' '), "{cut}");
            let high = |row: &OnePageRow| points(lines(&row.words, GRID[8]).max(others(row)));
            assert_eq!(told.iter().map(high).sum::<f64>() <= room, fits);
            lengths.push(cut.len());
        }
        assert!(!in_room(rows(), 400.0).1 && in_room(rows(), 700.0).1);
        assert!(lengths.is_sorted() && lengths[1] < lengths[3], "{lengths:?}");
    }
}
