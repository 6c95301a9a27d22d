//! What is off target: from Headlines to its row, its card and its place on the one page, and what a first screen shows.

use super::places::{ACTIONS, EXCEPTIONS, INDICATORS, RISK_REGISTER};
use super::sample::{Sample, everything};
use super::*;
use crate::analyse::HeadlineKind;
use crate::fit::fit;
use crate::workbook::{CellContent, Sheet};

/// What stands in each cell, those of tables too, by row and column.
type Places<'a> = BTreeMap<(u32, u16), CellContent<'a>>;

fn by_place<'a>(sheet: &mut Sheet<'a>) -> Places<'a> {
    let mut all: Places<'a> = sheet.cells.iter().map(|(r, c, cell)| ((*r, *c), cell.content.clone())).collect();
    for table in &mut sheet.tables {
        for n in 0..table.len() {
            let mut row = vec![];
            table.fill(n, &mut row);
            let at = table.row + 1 + fit::<u32>(n);
            all.extend((0..).zip(row).map(|(column, cell)| ((at, column), cell.content)));
        }
    }
    all
}

/// Each reference leads to the card about the same measure, and where there is none to its row on Indicators; One page leads to
/// the rows of the table, in the same order.
#[test]
fn everything_off_target_is_one_click_away() {
    let mut sample = Sample::new(60);
    sample.settings.look.full_exceptions = 2;
    let analysis = sample.analysis();
    let mut book = everything(&analysis, &sample.provenance);
    let mut sheet = |name: &str| book.sheets.iter().position(|s| s.name == name).map(|n| by_place(&mut book.sheets[n]));
    let (exceptions, one_page) = (sheet("Exceptions").unwrap(), sheet("One page").unwrap());
    let linked = |cells: &Places, row: u32| match &cells[&(row, 0)] {
        CellContent::Link { text, target } => (text.to_string(), target.clone()),
        other => panic!("{other:?}"),
    };
    let first = EXCEPTIONS.row(0);
    let reds = analysis.exceptions();
    for (k, n) in (0..).zip(&reds) {
        let id = &*analysis.register.indicators[analysis.indicators[*n].indicator].id;
        let (told, target) = linked(&exceptions, first + k);
        assert_eq!(told, id);
        match target.strip_prefix("'Exceptions'!A") {
            Some(row) => assert_eq!(linked(&exceptions, row.parse::<u32>().unwrap() - 1).0, id),
            None => assert!(k >= 2 && target == INDICATORS.address(*n), "{target}"),
        }
    }
    let pages: Vec<(String, String)> = one_page
        .iter()
        .filter_map(|((_, column), cell)| match cell {
            CellContent::Link { text, target } if *column == 0 => Some((text.to_string(), target.clone())),
            _ => None,
        })
        .collect();
    let wanted = reds.iter().enumerate().map(|(k, n)| {
        let id = analysis.register.indicators[analysis.indicators[*n].indicator].id.to_string();
        (id, EXCEPTIONS.address(k))
    });
    assert_eq!(pages, wanted.collect::<Vec<_>>());
}

/// What a member sees first lies on the screen of a small laptop.
#[test]
fn first_screens_need_no_scroll_to_the_right() {
    let sample = Sample::new(60);
    let analysis = sample.analysis();
    let book = everything(&analysis, &sample.provenance);
    let pixels = |name: &str, columns: usize| -> f64 {
        let sheet = book.sheets.iter().find(|s| s.name == name).unwrap();
        sheet.widths.iter().take(columns).map(|w| w * 7.0 + 5.0).sum()
    };
    let exceptions = &book.sheets.iter().find(|s| s.name == "Exceptions").unwrap().tables[0];
    let seen = exceptions.headings().iter().position(|h| h == "Until when").unwrap() + 1;
    for (name, columns) in [("Headlines", usize::MAX), ("One page", usize::MAX), ("Exceptions", seen)] {
        assert!(pixels(name, columns) <= 1_300.0, "{name}: {} pixels", pixels(name, columns));
    }
}

/// Each thing to know leads to the row of what it is about, whose reference stands in the link.
#[test]
fn headlines_lead_to_rows() {
    let sample = Sample::new(60);
    let analysis = sample.analysis();
    let mut book = everything(&analysis, &sample.provenance);
    let links: Vec<(String, String)> = by_place(book.sheets.iter_mut().find(|s| s.name == "Headlines").unwrap())
        .into_values()
        .filter_map(|cell| match cell {
            CellContent::Link { text, target } => Some((text.into_owned(), target)),
            _ => None,
        })
        .collect();
    let mut seen = 0;
    for headline in &analysis.headlines {
        let id = |n: usize| analysis.register.indicators[analysis.indicators[n].indicator].id.to_string();
        let (id, sheet) = match headline.kind {
            HeadlineKind::Risks => (analysis.risks[0].risk.id.to_string(), RISK_REGISTER.name),
            HeadlineKind::Actions => {
                (analysis.actions.iter().find(|x| x.overdue).unwrap().action.id.to_string(), ACTIONS.name)
            }
            HeadlineKind::Reds => (id(headline.indicator.unwrap()), EXCEPTIONS.name),
            _ => continue,
        };
        let (_, target) = links.iter().find(|(text, _)| text.ends_with(&format!(": {id}"))).unwrap();
        let (to, row) = target.trim_start_matches('\'').split_once("'!A").unwrap();
        assert_eq!(to, sheet);
        let rows = by_place(book.sheets.iter_mut().find(|s| s.name == sheet).unwrap());
        match &rows[&(row.parse::<u32>().unwrap() - 1, 0)] {
            CellContent::Text(text) | CellContent::Link { text, .. } => assert_eq!(*text, id),
            other => panic!("{other:?}"),
        }
        seen += 1;
    }
    assert!(seen >= 2, "the sample has no headline with a row");
}
