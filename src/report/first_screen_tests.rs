//! What every sheet must have: what it is for on the first screen of a laptop, no text over another, nothing empty on screen or
//! paper, and links that lead somewhere.

use super::lines::{LINE, lines};
use super::sample::Sample;
use super::*;
use crate::settings::SheetName::*;
use crate::workbook::measure;
use crate::workbook::{CellContent, Sheet, SheetCell, Style};
use std::collections::{BTreeMap, BTreeSet};

/// Pixels of a laptop's screen of 1366, less row numbers and the bar beside the cells.
const SCREEN: f64 = 1300.0;

/// A table of a sheet, by its name, and its columns that the first screen must show.
const FIRST: &[(SheetName, &str, &[&str])] = &[
    (Scorecard, "Scorecard", &["Perspective", "Rated", "Rate of improvement, on last quarter"]),
    (Priorities, "Priority_1", &["Ref", "Indicator", "Value", "Target", "Status", "Direction on last quarter"]),
    (
        Outcomes,
        "Outcome_1",
        &[
            "Ref",
            "Measure",
            "Role",
            "Latest figure",
            "Target",
            "Unit",
            "Status",
            "Direction on last quarter",
            "National value",
            "Of when",
            "How old",
            "Ours of the same time, and how far from it",
        ],
    ),
    (Successes, "Successes", &["Ref", "Why", "What went well", "Value", "Target", "Status"]),
    (
        Indicators,
        "Indicators",
        &[
            "Ref",
            "Indicator",
            "Unit",
            "Value",
            "Target",
            "Status",
            "Direction on last quarter",
            "Forecast outturn",
            "Last 13 quarters",
        ],
    ),
    (Budget, "Revenue_totals", &["Name", "Budget now, £", "Forecast, £", "Variance, £ (over is +)", "Standing"]),
    (Budget, "Revenue_lines", &["Ref", "Service", "Budget now, £", "Forecast, £", "Standing"]),
    (
        DeliveryPlan,
        "Milestones",
        &["Ref", "Milestone", "State", "Expected or done", "Agreed", "Days later (+)", "Owner"],
    ),
    (
        RiskRegister,
        "Risks",
        &["Ref", "Risk", "Current score", "Movement", "Target score", "Above appetite by", "Proposed", "Owner"],
    ),
    (Actions, "Actions", &["Ref", "Action", "Status", "Due", "Overdue, days", "Lead", "About"]),
    (Feedback, "Feedback", &["Service", "Kind of feedback", "2026-27Q2", "Change on last quarter"]),
    (GoldenThread, "Golden_thread", &["Priority", "Directorate", "Service", "Ref", "How it stands", "Answers for it"]),
    (GoldenThread, "Owners", &["Who", "Measures due and not sent", "Measures", "Risks", "Actions", "Milestones"]),
    (GoldenThread, "Hangs_on_nothing", &["Why it hangs on nothing", "Name", "Ref", "Answers for it"]),
];

/// A sheet as it is seen: every cell at its place, headings and rows of tables with the rest.
struct Seen<'a> {
    cells: BTreeMap<(u32, u16), SheetCell<'a>>,
    /// Headings with a filter's button.
    filters: BTreeSet<(u32, u16)>,
}

fn seen<'a>(sheet: &mut Sheet<'a>) -> Seen<'a> {
    let mut cells: BTreeMap<_, _> =
        sheet.cells.iter().map(|(row, column, cell)| ((*row, *column), cell.clone())).collect();
    let mut filters = BTreeSet::new();
    for table in &mut sheet.tables {
        for (n, heading) in table.headings().to_vec().into_iter().enumerate() {
            let at = (table.row, table.column + n as u16);
            filters.extend(table.filter.then_some(at));
            cells.insert(at, SheetCell::text(heading, table.heading_style));
        }
        for n in 0..table.len() {
            let mut row = vec![];
            table.fill(n, &mut row);
            let at = |k: usize| (table.row + 1 + n as u32, table.column + k as u16);
            cells.extend(row.into_iter().enumerate().map(|(k, cell)| (at(k), cell)));
        }
    }
    Seen { cells, filters }
}

fn closed(sheet: &Sheet<'_>, column: u16) -> bool {
    sheet.groups.iter().any(|g| g.closed && (g.first..=g.last).contains(&column))
}

fn width(sheet: &Sheet<'_>, column: u16) -> f64 {
    sheet.widths.get(usize::from(column)).copied().unwrap_or(9.0)
}

/// The pixel at which a column ends.
fn ends(sheet: &Sheet<'_>, column: u16) -> f64 {
    (0..=column).filter(|c| !closed(sheet, *c)).map(|c| width(sheet, c) * 7.0 + 5.0).sum()
}

/// Every workbook of a sample of so many measures: of the council, of every kind, and of its first directorate.
fn each_book(measures: usize, mut look: impl FnMut(&str, Book<'_>)) {
    let mut sample = Sample::new(measures);
    sample.settings.editions = crate::settings::EditionSettings::default();
    let (inputs, whole) = (sample.inputs(), sample.analysis());
    let written = [Edition::Members, Edition::Officers];
    for kind in Edition::ALL.into_iter().filter(|e| e.is_whole()) {
        look(kind.key(), edition(&whole, &sample.provenance, kind, &written));
    }
    let part = crate::analyse::Part::directorates(&sample.register).remove(0);
    let held = crate::analyse::PartInputs::new(inputs, &whole, part);
    let own = held.analysis(&whole);
    look("directorate", edition(&own, &sample.provenance, Edition::Directorates, &written));
}

#[test]
fn what_a_sheet_is_for_is_on_the_first_screen() {
    let mut found = 0;
    each_book(60, |kind, book| {
        for (name, table, columns) in FIRST.iter().filter(|_| kind == "members") {
            let sheet = book.sheets.iter().find(|s| s.name == name.words()).unwrap();
            let table = sheet.tables.iter().find(|t| t.name == *table).unwrap_or_else(|| panic!("no table {table}"));
            for heading in *columns {
                let column = table.place(heading).unwrap_or_else(|| panic!("{}: no column {heading}", table.name));
                let column = table.column + column;
                assert!(!closed(sheet, column), "{}: {heading} is closed", table.name);
                let ends = ends(sheet, column);
                assert!(ends <= SCREEN, "{}: {heading} ends at {ends:.0} pixels", table.name);
                found += 1;
            }
        }
    });
    assert!(found > 60);
}

/// A group of columns would be one with the group beside it, and a closed first column leaves nothing to open it by.
#[test]
fn closed_columns_can_be_opened() {
    let mut groups = 0;
    each_book(60, |kind, book| {
        for sheet in &book.sheets {
            for group in &sheet.groups {
                assert_eq!(group.closed, kind != "officers", "{kind}, {}", sheet.name);
                assert!(group.first > 0 && group.first <= group.last, "{}", sheet.name);
                let touches = |g: &&crate::workbook::ColumnGroup| g.last + 1 == group.first;
                assert!(!sheet.groups.iter().any(|g| touches(&g)), "{}: groups {:?}", sheet.name, sheet.groups);
                groups += 1;
            }
        }
    });
    assert!(groups > 10);
}

/// A text that does not wrap goes on over the cell beside it only where that is blank.
#[test]
fn no_text_is_cut() {
    let mut faults = BTreeSet::new();
    for measures in [60, 600] {
        each_book(measures, |kind, mut book| {
            let styles: Vec<Style> = book.styles().to_vec();
            for sheet in &mut book.sheets {
                let heights: BTreeMap<u32, f64> = sheet.heights.iter().copied().collect();
                let placed: BTreeSet<(u32, u16)> = sheet.cells.iter().map(|(row, column, _)| (*row, *column)).collect();
                let seen = seen(sheet);
                for (&(row, column), cell) in seen.cells.iter().filter(|((_, c), _)| !closed(sheet, *c)) {
                    let (CellContent::Text(words) | CellContent::Link { text: words, .. }) = &cell.content else {
                        continue;
                    };
                    let style = &styles[usize::from(cell.style.0)];
                    let merged = sheet.merges.iter().find(|m| (m.0, m.1) == (row, column));
                    let (below, last) = merged.map_or((row, column), |m| (m.2, m.3));
                    // Each column is five pixels wider than its characters.
                    let joined = f64::from(last - column) * 5.0 / 7.0;
                    let room = (column..=last).map(|c| width(sheet, c)).sum::<f64>() + joined;
                    let at = format!("{kind}, {}, row {}, column {column}: {words}", sheet.name, row + 1);
                    let longest = |words: &str| words.split([' ', '\n']).map(measure).fold(0.0, f64::max);
                    if style.wrap {
                        // Ids and numbers of an invoice may be broken, words of a heading not.
                        let lost = if seen.filters.contains(&(row, column)) { 3.8 } else { 1.8 };
                        let heading = style.bold && !style.fill.is_empty();
                        if heading && longest(words) * 1.05 + lost > room + 0.5 {
                            faults.insert(format!("a word is broken: {at}"));
                        }
                        // Programs make rows of tables fit their texts, and none with merged cells.
                        let high: f64 = (row..=below).map(|row| heights.get(&row).copied().unwrap_or(LINE)).sum();
                        let size = f64::from(if style.size == 0 { 11 } else { style.size }) / 11.0;
                        if placed.contains(&(row, column)) && lines(words, room / size) * LINE * size > high + 1.0 {
                            faults.insert(format!("the row is too low: {at}"));
                        }
                        continue;
                    }
                    let beside = seen.cells.get(&(row, last + 1));
                    let free = beside.is_none_or(|c| c.content == CellContent::Blank);
                    let size = f64::from(if style.size == 0 { 11 } else { style.size }) / 11.0;
                    if !free && !style.upright && measure(words) * size > room + 0.5 {
                        faults.insert(format!("cut: {at}"));
                    }
                }
            }
        });
    }
    let shown: Vec<String> = faults.iter().take(100).cloned().collect();
    assert!(faults.is_empty(), "{} texts\n{}", faults.len(), shown.join("\n"));
}

/// A sheet says something below its title, and so does every page that is printed of it.
#[test]
fn nothing_is_empty() {
    for measures in [1, 60] {
        each_book(measures, |kind, mut book| {
            for sheet in &mut book.sheets {
                let seen = seen(sheet);
                let filled = |row: u32| {
                    let of = seen.cells.range((row, 0)..(row + 1, 0));
                    of.into_iter().any(|(_, cell)| cell.content != CellContent::Blank)
                };
                let bottom = seen.cells.keys().map(|(row, _)| *row).max().unwrap_or_default();
                let at = format!("{kind}, {}", sheet.name);
                let a4 = sheet.print.paper == crate::workbook::Paper::A4 && sheet.print.pages_wide == 1;
                assert!(a4 || kind != "members", "{at} is not printed on A4, one page wide");
                assert!((2..=bottom).any(filled), "{at} is empty");
                let drawn = sheet.charts.iter().map(|c| c.row + c.height.div_ceil(20)).max().unwrap_or_default();
                let end = sheet.print.last.map_or(bottom.max(drawn), |(row, _)| row);
                assert!((2..=end).any(filled), "{at} prints nothing");
                let mut pages: Vec<u32> = sheet.print.breaks.iter().copied().filter(|row| *row <= end).collect();
                pages.push(end + 1);
                for page in pages.windows(2) {
                    let chart = sheet.charts.iter().any(|c| (page[0]..page[1]).contains(&c.row));
                    assert!(
                        chart || (page[0]..page[1]).any(filled),
                        "{at}: nothing on the page from row {}",
                        page[0] + 1
                    );
                }
            }
        });
    }
}

/// A link leads to a cell that is filled, of this workbook or of one beside it.
#[test]
fn every_link_leads_somewhere() {
    for measures in [60, 600] {
        let mut books = BTreeMap::new();
        let mut links = vec![];
        each_book(measures, |kind, mut book| {
            let elsewhere = book.elsewhere.clone();
            for sheet in &mut book.sheets {
                let seen = seen(sheet);
                for cell in seen.cells.values() {
                    if let CellContent::Link { target, .. } = &cell.content {
                        links.push((kind.to_owned(), sheet.name.clone(), target.clone()));
                    }
                }
                let filled = seen.cells.into_iter().filter(|(_, cell)| cell.content != CellContent::Blank);
                books.insert((kind.to_owned(), sheet.name.clone()), filled.map(|(at, _)| at).collect::<BTreeSet<_>>());
            }
            let written = elsewhere.values().all(|file| ["cabinet.xlsx", "officers.xlsx"].contains(&file.as_str()));
            assert!(written, "{kind}: {elsewhere:?}");
        });
        assert!(links.len() > 500);
        for (kind, from, target) in links {
            let (sheet, at) = target.rsplit_once('!').unwrap();
            let sheet = sheet.trim_matches('\'').replace("''", "'");
            let at: crate::reading::CellRef = at.parse().unwrap();
            let own = books.get(&(kind.clone(), sheet.clone()));
            let beside =
                ["members", "officers"].iter().find_map(|other| books.get(&((*other).to_owned(), sheet.clone())));
            // In a part's workbook a link out of it is plain text.
            let Some(there) = own.or(beside.filter(|_| kind != "directorate")) else {
                assert_eq!(kind, "directorate", "{from}: {target}");
                continue;
            };
            assert!(there.contains(&(at.row, at.col)), "{kind}, {from}: {target} is blank");
        }
    }
}
