//! On the sheet Risks: the council's exposure (risks and measures in one list), what is above the council's appetite,
//! and what the rules propose and which rule fired.

use super::page::{Page, lines, points, text};
use super::{Desk, format, risks};
use crate::analyse::shown::chance_words;
use crate::analyse::{Basis, Breach, Delivery, Direction, ExposureItem, ProposalKind, RiskResult};
use crate::reading::Rating;
use crate::settings::{Limit, RiskMatrix};
use crate::workbook::Cell;

/// The columns of the lists: six short ones, and the words over the rest.
const WORDS: (u16, u16) = (6, LAST);
/// The last column of the sheet.
pub const LAST: u16 = 8;
/// Proposals and breaches that are listed with their rule; a larger register says the rest in its own column.
const LISTED: usize = 150;

/// Everything below the heat map, each list on a printed page of its own where it would be cut in two. The longest is
/// the last, since a sheet repeats one row of headings.
pub fn sections<'a>(desk: &Desk<'a>, page: &mut Page<'a>) {
    for section in [exposure, appetite, proposals] {
        let from = page.row;
        section(desk, page);
        page.together(from);
    }
}

fn headings(desk: &Desk<'_>, page: &mut Page<'_>, short: [&'static str; 6], long: &'static str) {
    for (column, heading) in short.into_iter().enumerate() {
        page.put(column as u16, text(heading, desk.looks.heading));
    }
    page.across(WORDS.0, WORDS.1, text(long, desk.looks.heading));
    page.row += 1;
}

/// One line of a list, as high as its deepest cell.
fn line<'a>(desk: &Desk<'a>, page: &mut Page<'a>, cells: [Cell<'a>; 6], words: String) {
    use crate::workbook::Content::{Link, Text};
    let mut deepest = lines(&words, page.width(WORDS.0, WORDS.1));
    for (column, cell) in cells.into_iter().enumerate() {
        if let Text(t) | Link { text: t, .. } = &cell.content
            && desk.looks.wraps(cell.style)
        {
            deepest = deepest.max(lines(t, page.width(column as u16, column as u16)));
        }
        page.put(column as u16, cell);
    }
    page.height(points(deepest));
    page.across(WORDS.0, WORDS.1, text(words, desk.looks.text));
    page.row += 1;
}

fn exposure<'a>(desk: &Desk<'a>, page: &mut Page<'a>) {
    let (a, looks, matrix) = (desk.a, &desk.looks, &desk.a.settings.risk);
    page.section("The council's exposure: risks and measures together, highest first", looks);
    if a.exposure.is_empty() {
        page.put(0, text("Nothing is rated: neither a risk nor the chance of missing a target.", looks.note_line));
        page.row += 2;
        return;
    }
    headings(desk, page, ["Ref", "Risk or measure", "Service", "Which", "Score", "Band"], "Why it stands here");
    for exposed in &a.exposure {
        match exposed {
            ExposureItem::Risk(n) => {
                let r = &a.risks[*n];
                let Some(rated) = r.risk.current else { continue };
                let why = format!("{}. {}.", risks::rating(desk, rated), risks::movement(desk, r));
                let cells = of_risk(desk, r, text("Risk", looks.text), band_cells(desk, rated));
                line(desk, page, cells, why);
            }
            ExposureItem::Indicator(n) => {
                let result = &a.indicators[*n];
                let Ok(delivery) = result.delivery else { continue };
                let indicator = desk.definition(result);
                let [score, band] = band_cells(desk, delivery.rating);
                let cells = [
                    desk.link(*n),
                    text(indicator.name.as_str(), looks.text),
                    text(desk.service(&indicator.service), looks.text),
                    text("Measure", looks.text),
                    score,
                    band,
                ];
                let rated = risks::rating(desk, delivery.rating);
                line(desk, page, cells, format!("{rated}. {}.", why(desk, matrix, delivery, indicator.weight)));
            }
        }
    }
    page.row += 1;
}

/// `Off target and worsening, which stands for a 95% chance of missing the year's target; weight 1 in the register`
fn why(desk: &Desk<'_>, matrix: &RiskMatrix, delivery: Delivery, weight: f64) -> String {
    let chance = delivery.basis.chance();
    let likely = match delivery.basis {
        Basis::Forecast(_) if chance <= 0.0 => "The year's target is met already".to_owned(),
        Basis::Forecast(_) if chance >= 100.0 => "The year's target can no longer be met".to_owned(),
        Basis::Forecast(_) => {
            format!("By its forecast {} of missing the year's target", chance_words(chance / 100.0))
        }
        Basis::Known(_) if chance > 0.0 => "The year has ended and its target was missed".to_owned(),
        Basis::Known(_) => "The year has ended and its target was met".to_owned(),
        Basis::Standing(status, direction, _) => {
            let way = match direction {
                Some(Direction::Improving) => " and improving",
                Some(Direction::Worsening) => " and worsening",
                Some(Direction::Steady) => " and steady",
                Some(Direction::Moved) | None => "",
            };
            let status = desk.a.settings.look(status).word;
            format!("{status}{way}, which stands for {} of missing the year's target", chance_words(chance / 100.0))
        }
    };
    let weighs = if matrix.impact.len() > 1 { format!("; weight {weight} in the register") } else { String::new() };
    likely + &weighs
}

/// Score and band of a cell of the matrix, in the band's colours.
fn band_cells<'a>(desk: &Desk<'a>, rating: Rating) -> [Cell<'a>; 2] {
    let matrix = &desk.a.settings.risk;
    let style = desk.looks.score(matrix.rank(rating));
    let name = matrix.band(rating).map(|b| b.name.as_str()).unwrap_or_default();
    [risks::score(matrix, Some(rating), style), text(name, style)]
}

fn of_risk<'a>(desk: &Desk<'a>, r: &'a RiskResult<'a>, what: Cell<'a>, last: [Cell<'a>; 2]) -> [Cell<'a>; 6] {
    let looks = &desk.looks;
    let [score, band] = last;
    let id = text(&*r.risk.id, looks.code);
    [id, text(r.risk.title.as_str(), looks.text), text(desk.service(&r.risk.service), looks.text), what, score, band]
}

fn proposals<'a>(desk: &Desk<'a>, page: &mut Page<'a>) {
    let (a, looks) = (desk.a, &desk.looks);
    page.section("Proposed by the council's rules: people decide", looks);
    let mut all: Vec<(&'a RiskResult<'a>, ProposalKind, &'a str)> =
        a.risks.iter().flat_map(|r| r.proposals.iter().map(move |p| (r, p.what, p.rule.as_str()))).collect();
    let group = |p: ProposalKind| match p {
        ProposalKind::Escalate(_) => 0,
        ProposalKind::Close => 1,
        ProposalKind::StepDown(_) => 2,
        ProposalKind::Static => 3,
    };
    all.sort_by_key(|(_, what, _)| group(*what));
    let count = |n: u8| all.iter().filter(|(_, what, _)| group(*what) == n).count();
    let counts = format!(
        "{} to be passed up, {} to be closed, {} to be passed down, {} static.",
        format::thousands(count(0)),
        format::thousands(count(1)),
        format::thousands(count(2)),
        format::thousands(count(3))
    );
    page.put(0, text(counts, looks.plain));
    page.row += 1;
    if !all.is_empty() {
        page.sheet.print.repeat_rows = Some((page.row, page.row));
        headings(desk, page, ["Ref", "Risk", "Service", "Proposed", "Score", "Band"], "The rule that fired");
    }
    for (r, what, rule) in all.iter().take(LISTED) {
        let Some(rated) = r.risk.current else { continue };
        let what = text(format::proposal(*what), looks.strong);
        let cells = of_risk(desk, r, what, band_cells(desk, rated));
        line(desk, page, cells, format!("{rule}."));
    }
    rest(desk, page, all.len());
    page.row += 1;
}

fn rest(desk: &Desk<'_>, page: &mut Page<'_>, all: usize) {
    if all > LISTED {
        let more = format::thousands(all - LISTED);
        page.put(0, text(format!("{more} more: see their columns on the sheet Risk register."), desk.looks.note_line));
        page.row += 1;
    }
}

fn appetite<'a>(desk: &Desk<'a>, page: &mut Page<'a>) {
    let (a, looks, matrix) = (desk.a, &desk.looks, &desk.a.settings.risk);
    page.section("Above the council's appetite", looks);
    if matrix.appetite.is_empty() {
        let words = "The council has not set an appetite; the settings have a table for it, [risk.appetite].";
        page.put(0, text(words, looks.note_line));
        page.row += 2;
        return;
    }
    let over: Vec<(&'a RiskResult<'a>, &'a Breach)> =
        a.risks.iter().filter_map(|r| r.breach.as_ref().map(|b| (r, b))).collect();
    let without = a.risks.iter().filter(|r| matrix.appetite_of(&r.risk.category).is_none()).count();
    let unset = match without {
        0 => String::new(),
        n => format!(" {} in a category without an appetite.", format::count(n, "risk is", "risks are")),
    };
    let counted = format::count(over.len(), "risk is", "risks are");
    page.put(0, text(format!("{counted} above what the council is content to carry.{unset}"), looks.plain));
    page.row += 1;
    if !over.is_empty() {
        headings(desk, page, ["Ref", "Risk", "Service", "Category", "Score", "Band"], "How far, and since when");
    }
    for (r, breach) in over.iter().take(LISTED) {
        let Some(rated) = r.risk.current else { continue };
        let category = text(r.risk.category.as_str(), looks.text);
        let cells = of_risk(desk, r, category, band_cells(desk, rated));
        let earlier = if breach.or_earlier { " or earlier" } else { "" };
        let since = match breach.since == a.period {
            true => "for the first time at this review".to_owned(),
            false => format!("since {}{earlier}", breach.since.heading()),
        };
        line(desk, page, cells, format!("{} above the appetite, {}, {since}.", above(breach), breach.appetite));
    }
    rest(desk, page, over.len());
    page.row += 1;
}

/// `4 points`, or `1 band` where the appetite is a band.
pub fn above(breach: &Breach) -> String {
    let (one, many) = match breach.appetite {
        Limit::Score(_) => ("point", "points"),
        Limit::Band(_) => ("band", "bands"),
    };
    format::count(breach.above as usize, one, many)
}
