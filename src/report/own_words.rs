//! The team's own words as a section of a page.

use super::cell::text;
use super::context::ReportContext;
use super::page::Page;
use crate::reading::own_words::SaidWords;
use crate::workbook::SheetCell;

/// What stands above and beside the team's own words.
pub const HEADING: &str = "In the team's words";

/// From this width of its first column on a page has what words are about beside them.
const BESIDE: f64 = 24.0;

/// What the team adds to what the report says; in a part of the council, and where the sentences that its words replace are
/// not, all that it says of the council. `last` is the last column of the page. Nothing where it says nothing.
pub fn section<'a>(report: &ReportContext<'a>, page: &mut Page<'a>, last: u16, all: bool) {
    let a = report.a;
    let shown = |words: &&SaidWords| words.is_shown() && (all || a.part.is_some() || !words.replaces());
    let said: Vec<&'a SaidWords> = a.own_words.iter().filter(shown).collect();
    if said.is_empty() {
        return;
    }
    let heading = if a.part.is_some() { "The council in the team's words" } else { HEADING };
    page.section(heading, &report.styles);
    for words in said {
        if page.width(0, 0) >= BESIDE {
            page.put(0, about(report, words));
            page.paragraph(1, last, words.shown(), report.styles.text);
        } else {
            let about = if words.about.is_empty() { String::new() } else { format!("{}: ", words.about) };
            page.paragraph(0, last, about + &words.shown(), report.styles.text);
        }
    }
    page.row += 1;
}

/// What the words are about, leading there where it is a measure.
fn about<'a>(report: &ReportContext<'a>, words: &'a SaidWords) -> SheetCell<'a> {
    let measure = report.a.register.indicator_number(&words.key).and_then(|n| report.a.position(n));
    match measure {
        Some(n) => report.link(n),
        None => text(words.about.as_str(), report.styles.text),
    }
}

/// What the quarter says of a measure, and behind it what the team says.
pub fn of_measure(report: &ReportContext<'_>, n: usize) -> String {
    let own = report.a.own_words_about(&report.definition(&report.a.indicators[n]).id);
    let said = report.a.sentence(n);
    if own.is_empty() { said } else { format!("{said} {HEADING}: {own}") }
}
