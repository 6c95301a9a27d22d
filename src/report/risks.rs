//! Risks: the heat map with each risk in its cell, then the register by score with movement and proposals.

use super::page::{Column, Listing, Page, column, day, lines, link, number, points, text};
use super::{Desk, format};
use crate::analyse::RiskResult;
use crate::reading::Rating;
use crate::workbook::{Cell, Sheet};
use std::sync::Arc;

const NAME: &str = "Risks";
/// Ids that one cell of the heat map names before it counts.
const NAMED: usize = 18;
/// The first column of the heat map's cells, and the width of each.
const MAP: u16 = 2;
const CELL: f64 = 15.5;

fn columns() -> Vec<Column> {
    vec![
        column("Ref", 10.0),
        column("Risk", 34.0),
        column("Service", CELL),
        column("Register level", CELL),
        column("Category", CELL),
        column("Owner", CELL),
        column("Current likelihood × impact", CELL),
        column("Current score", 9.0),
        column("Band", 10.0),
        column("Last quarter", 9.0),
        column("Movement", 12.0),
        column("Inherent score", 10.0),
        column("Target score", 9.0),
        column("Target date", 13.0),
        column("Reviewed", 13.0),
        column("Proposed", 16.0),
        column("Linked indicator", 10.0),
        column("Controls", 34.0),
    ]
}

pub fn sheet<'a>(desk: &Arc<Desk<'a>>) -> Sheet<'a> {
    let (a, looks) = (desk.a, &desk.looks);
    let mut page = desk.page(NAME, "Risks");
    page.widen(&columns());
    page.section("Heat map: current scores", looks);
    heat_map(desk, &mut page);

    let proposed = a.risks.iter().filter(|r| r.proposed.is_some_and(|p| p != r.risk.level)).count();
    page.section("The register, highest score first", looks);
    page.put(
        0,
        text(
            format!(
                "{}; {} proposed to be managed at another level: people decide. A service or directorate risk that \
                 scores {} or more is proposed for the level above. A risk not reviewed for {} days has its date marked.",
                format::count(a.risks.len(), "risk", "risks"),
                format::thousands(proposed),
                a.settings.risk.escalate_at,
                a.settings.risk.review_days
            ),
            looks.plain,
        ),
    );
    page.row += 1;
    page.sheet.print.repeat_rows = Some((page.row, page.row));

    let source = desk.clone();
    page.table(
        Listing {
            name: NAME.into(),
            columns: columns(),
            len: a.risks.len(),
            rows: Box::new(move |n: usize, out: &mut Vec<Cell<'a>>| line(&source, &source.a.risks[n], out)),
            filter: true,
            none: "No risk was reported.",
        },
        looks,
    );
    page.sheet
}

/// Likelihood down, the likeliest on top; impact across; the ids of the risks in their cells.
fn heat_map<'a>(desk: &Desk<'a>, page: &mut Page<'a>) {
    let (a, looks, matrix) = (desk.a, &desk.looks, &desk.a.settings.risk);
    let (down, across) = (matrix.likelihood.len() as u8, matrix.impact.len() as u8);
    let mut cells = vec![Vec::new(); usize::from(down) * usize::from(across)];
    for r in &a.risks {
        if let Some(Rating { likelihood: l @ 1.., impact: i @ 1.. }) = r.risk.current
            && let Some(cell) = cells.get_mut(usize::from(l - 1) * usize::from(across) + usize::from(i - 1))
            && i <= across
        {
            cell.push(&*r.risk.id);
        }
    }
    while page.sheet.widths.len() < usize::from(MAP) + usize::from(across) {
        page.sheet.widths.push(CELL);
    }
    let top = page.row;
    for likelihood in (1..=down).rev() {
        let word = &matrix.likelihood[usize::from(likelihood) - 1];
        page.put(1, text(format!("{likelihood} {word}"), looks.axis));
        let row = &cells[usize::from(likelihood - 1) * usize::from(across)..][..usize::from(across)];
        let mut deepest: f64 = 2.0;
        for (n, ids) in row.iter().enumerate() {
            let score = u32::from(likelihood) * (n as u32 + 1);
            let words = if ids.is_empty() { score.to_string() } else { format!("{score}\n{}", named(ids)) };
            deepest = deepest.max(lines(&words, CELL));
            page.put(MAP + n as u16, text(words, looks.heat(score)));
        }
        page.height(points(deepest) + 4.0);
        page.row += 1;
    }
    let upright = |row, style| (row, 0, Cell { content: crate::workbook::Content::Blank, style });
    page.sheet.cells.push((top, 0, text("Likelihood", looks.axis_upright)));
    if down > 1 {
        page.sheet.cells.extend((top + 1..page.row).map(|row| upright(row, looks.axis_upright)));
        page.sheet.merges.push((top, 0, page.row - 1, 0));
    }
    page.put(1, text("", looks.axis));
    for (n, word) in matrix.impact.iter().enumerate() {
        page.put(MAP + n as u16, text(format!("{} {word}", n + 1), looks.axis));
    }
    page.row += 1;
    page.across(MAP, MAP + u16::from(across).saturating_sub(1), text("Impact", looks.axis));
    page.row += 1;
    page.row += 1;
    let bands = matrix.bands.iter().map(|b| (format!("{} from {}", b.name, b.from), looks.heat(b.from)));
    page.put(1, text("Bands", looks.axis));
    for (n, (words, style)) in bands.enumerate() {
        page.put(MAP + n as u16, text(words, style));
    }
    page.row += 1;
    let unrated = a.risks.iter().filter(|r| r.score.is_none()).count();
    if unrated > 0 {
        let words =
            format!("{} not on the map: no rating on the council's scale.", format::count(unrated, "risk", "risks"));
        page.put(MAP, text(words, looks.note_line));
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

fn line<'a>(desk: &Desk<'a>, r: &'a RiskResult, out: &mut Vec<Cell<'a>>) {
    let (looks, risk) = (desk.looks_for(desk.a.risks.len()), &r.risk);
    let score = |score: Option<u32>| number(score.map(f64::from), looks.score(score));
    let linked = desk.a.register.indicator_number(&risk.indicator);
    out.extend([
        text(&*risk.id, looks.code),
        text(risk.title.as_str(), looks.text),
        text(desk.service(&risk.service), looks.text),
        text(risk.level.words(), looks.text),
        text(risk.category.as_str(), looks.text),
        text(risk.owner.as_str(), looks.text),
        text(risk.current.map_or_else(|| "Not rated".to_owned(), |c| rating(desk, c)), looks.text),
        score(r.score),
        text(r.band.as_str(), looks.score(r.score)),
        number(r.previous_score.map(f64::from), looks.centre),
        text(movement(r), looks.text),
        number(r.inherent_score.map(f64::from), looks.centre),
        number(r.target_score.map(f64::from), looks.centre),
        day(risk.target_date, looks.date),
        match r.days_since_review {
            Some(days) if days > i64::from(desk.a.settings.risk.review_days) => day(risk.reviewed, looks.stale),
            Some(_) => day(risk.reviewed, looks.date),
            None => text("▲ Never", looks.alert),
        },
        text(format::proposal(risk.level, r.proposed), looks.strong),
        match linked {
            Some(n) => link(risk.indicator.as_str(), super::indicators::address(n), looks.link),
            None => text(risk.indicator.as_str(), looks.code),
        },
        text(risk.controls.as_str(), looks.text),
    ]);
}

/// `Likely 4 × Severe 5`.
fn rating(desk: &Desk<'_>, rating: Rating) -> String {
    let matrix = &desk.a.settings.risk;
    let word = |words: &[String], n: u8| match usize::from(n).checked_sub(1).and_then(|k| words.get(k)) {
        Some(word) => format!("{word} {n}"),
        None => n.to_string(),
    };
    format!("{} × {}", word(&matrix.likelihood, rating.likelihood), word(&matrix.impact, rating.impact))
}

fn movement(r: &RiskResult) -> String {
    match r.movement {
        _ if r.new => "New".into(),
        _ if r.carried => "Not updated".into(),
        None => "Not rated".into(),
        Some(0) => "→ Same".into(),
        Some(up @ 1..) => format!("↑ Up {up}"),
        Some(down) => format!("↓ Down {}", down.unsigned_abs()),
    }
}
