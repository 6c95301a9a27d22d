//! Risks: the heat map with each risk in its cell, then what is most exposed, above the appetite, and proposed.

use super::cell::text;
use super::context::ReportContext;
use super::lines::{lines, points};
use super::page::Page;
use super::{exposure, format};
use crate::fit::fit;
use crate::reading::Rating;
use crate::settings::Axis;
use crate::workbook::{CellContent, Sheet, SheetCell};
use std::sync::Arc;

const NAME: &str = "Risks";
/// Ids that one cell of the heat map names before it counts.
const NAMED: usize = 18;
/// The first column of the heat map's cells, and the width of each.
const MAP: u16 = 2;
const CELL: f64 = 23.0;

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let styles = &report.styles;
    let mut page = report.page(NAME, "Risks");
    page.sheet.widths = vec![11.0, 48.0];
    page.sheet.widths.resize(usize::from(exposure::LAST) + 1, CELL);
    page.section("Heat map: current scores", styles);
    heat_map(report, &mut page);
    exposure::sections(report, &mut page);
    page.sheet
}

/// Likelihood down, the likeliest on top; impact across; the ids of the risks in their cells.
fn heat_map<'a>(report: &ReportContext<'a>, page: &mut Page<'a>) {
    let (a, styles, matrix) = (report.a, &report.styles, &report.a.settings.risk);
    let (down, across) = (fit::<u8>(matrix.likelihood.len()), fit::<u8>(matrix.impact.len()));
    let mut cells = vec![Vec::new(); usize::from(down) * usize::from(across)];
    for r in &a.risks {
        if let Some(rating) = r.risk.current.filter(|rating| matrix.holds(*rating)) {
            let row = usize::from(rating.likelihood - 1) * usize::from(across);
            cells[row + usize::from(rating.impact - 1)].push(&*r.risk.id);
        }
    }
    while page.sheet.widths.len() < usize::from(MAP) + usize::from(across) {
        page.sheet.widths.push(CELL);
    }
    let top = page.row;
    for likelihood in (1..=down).rev() {
        page.put(1, text(matrix.label(Axis::Likelihood, likelihood, true), styles.axis));
        let row = &cells[usize::from(likelihood - 1) * usize::from(across)..][..usize::from(across)];
        let mut deepest: f64 = 2.0;
        for (n, ids) in row.iter().enumerate() {
            let rating = Rating { likelihood, impact: fit::<u8>(n) + 1 };
            let cell = matrix.shown(rating);
            let words = if ids.is_empty() { cell } else { format!("{cell}\n{}", named(ids)) };
            deepest = deepest.max(lines(&words, CELL));
            page.put(MAP + fit::<u16>(n), text(words, styles.heat(matrix.rank(rating))));
        }
        page.height(points(deepest) + 4.0);
        page.row += 1;
    }
    let upright = |row, style| (row, 0, SheetCell { content: CellContent::Blank, style });
    page.sheet.cells.push((top, 0, text("Likelihood", styles.axis_upright)));
    if down > 1 {
        page.sheet.cells.extend((top + 1..page.row).map(|row| upright(row, styles.axis_upright)));
        page.sheet.merges.push((top, 0, page.row - 1, 0));
    }
    page.put(1, text("", styles.axis));
    for impact in 1..=across {
        page.put(MAP + u16::from(impact) - 1, text(matrix.label(Axis::Impact, impact, true), styles.axis));
    }
    page.row += 1;
    page.across(MAP, MAP + u16::from(across).saturating_sub(1), text("Impact", styles.axis));
    page.row += 1;
    page.row += 1;
    page.put(1, text("Bands", styles.axis));
    for (n, band) in matrix.bands.iter().enumerate() {
        let words = if matrix.map.is_empty() { format!("{} from {}", band.name, band.from) } else { band.name.clone() };
        page.put(MAP + fit::<u16>(n), text(words, styles.heat(Some(n))));
    }
    page.row += 1;
    let unrated = a.risks.iter().filter(|r| r.score.is_none()).count();
    if unrated > 0 {
        let words =
            format!("{} not on the map: no rating on the council's scale.", format::count(unrated, "risk", "risks"));
        page.put(MAP, text(words, styles.note_line));
        page.row += 1;
    }
    page.row += 1;
}

fn named(ids: &[&str]) -> String {
    match ids.len() {
        n if n > NAMED => {
            format!("{} and {} more", ids[..NAMED].join(", "), format::thousands(n - NAMED))
        }
        _ => ids.join(", "),
    }
}
