//! The page of guidance: it fits its page and names nothing that the form has not.

use super::*;

fn guidance(all: bool) -> (workbook::Sheet<'static>, Vec<String>) {
    let (settings, register, past) = {
        let (mut settings, register, past) = waste();
        if all {
            everything_on(&mut settings);
        }
        // What a book borrows lives as long as the test.
        (&*Box::leak(Box::new(settings)), &*Box::leak(Box::new(register)), &*Box::leak(Box::new(past)))
    };
    let made = book(settings, register, Q1.parse().unwrap(), &register.services[0], past);
    let names: Vec<String> = made.sheets.iter().map(|s| s.name.clone()).collect();
    (made.sheets.into_iter().find(|s| s.name == "Guidance").unwrap(), names)
}

fn sentences(sheet: &workbook::Sheet<'_>) -> Vec<String> {
    let words = |cell: &workbook::SheetCell<'_>| match &cell.content {
        workbook::CellContent::Text(words) => words.to_string(),
        other => panic!("{other:?}"),
    };
    sheet
        .cells
        .iter()
        .map(|(_, column, cell)| (*column, words(cell)))
        .map(|(column, words)| {
            assert_eq!(column, 0, "{words}");
            words
        })
        .collect()
}

/// Also with every sheet that a council can ask for.
#[test]
fn it_fits_one_page_at_a_size_that_can_be_read() {
    for all in [false, true] {
        let (sheet, _) = guidance(all);
        let print = &sheet.print;
        assert_eq!((print.pages_wide, print.pages_high, print.landscape), (1, 1, false));
        let (width, height) = print.paper.room(false);
        let points: f64 = sheet.heights.iter().map(|(_, points)| points).sum();
        // A character of the width of a column is 7 pixels, four of which are three points; nothing is made smaller.
        let wide = (sheet.widths[0] * 7.0 + 5.0) * 0.75;
        assert!(wide <= width && points <= height, "{wide} points wide, {points} high");
    }
}

#[test]
fn it_says_by_when_to_whom_and_what_comes_back() {
    let (sheet, names) = guidance(false);
    let said = sentences(&sheet);
    let (settings, ..) = waste();
    let whom = format!("{}, {}", settings.council.team, settings.council.email);
    assert_eq!(said[1], format!("Return it by 21 July 2026 to {whom}."));
    for words in ["Yellow cells", "Grey cells", "Leave the protection", "An error is", "A query is", "column Answer"] {
        assert!(said.iter().any(|s| s.contains(words)), "{words}: {said:#?}");
    }
    // A sheet that is named is there, but for the one that comes back.
    for sentence in &said {
        for name in sentence.split("sheet ").skip(1).map(|rest| rest.split([' ', ',', '.']).next().unwrap()) {
            assert!(name == "Findings" || names.iter().any(|n| n == name), "{sentence}");
        }
    }
    // Where complaints are logged, nobody types counts of them.
    assert!(!sentences(&guidance(true).0).iter().any(|s| s.contains("Feedback")));
}
