//! Which of two is meant, where a form has two columns or two sheets that could both be: the one that names the quarter
//! being read, the visible before the hidden; never the left one.

use super::head::{HeadRow, SheetHead};
use crate::period::{Period, quarter_alone, year};
use crate::text::words::{clean, meaning};

/// Rows above a heading row that may still say which quarter its columns are about.
const ABOVE: u32 = 3;

/// What a heading, a title or a sheet's name says of its quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// It is of the quarter that is being read.
    This,
    /// It is of another, or of something else than the figure.
    Another,
}

/// The most characters of a heading; what is longer is a sentence.
const HEADING_CHARACTERS: usize = 40;

/// What a title above figures, or the name of their sheet, says of their quarter.
pub fn says_of_title(text: &str, wanted: Option<Period>) -> Option<Says> {
    if text.len() <= HEADING_CHARACTERS { of_text(text, wanted) } else { None }
}

/// What a heading above a column of figures says of them: a target or the figure of another year is not this quarter's.
pub fn says_of_column(text: &str, wanted: Option<Period>) -> Option<Says> {
    const OTHER: [&str; 14] = [
        "average",
        "baseline",
        "benchmark",
        "budget",
        "change",
        "difference",
        "estimate",
        "forecast",
        "national",
        "plan",
        "planned",
        "target",
        "variance",
        "ytd",
    ];
    if text.len() > HEADING_CHARACTERS {
        return None;
    }
    let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let other = words().any(|w| OTHER.contains(&&*w.to_lowercase())) || meaning(text).contains("yeartodate");
    // A year alone: the one before is not this one's.
    let years: Vec<i32> = words().filter_map(|w| year(w).filter(|_| w.len() == 4)).collect();
    let another_year = match (years.first(), wanted) {
        (Some(first), Some(wanted)) => !(0..=1).contains(&(first - i32::from(wanted.year()))),
        _ => false,
    };
    if other || another_year { Some(Says::Another) } else { of_text(text, wanted) }
}

/// A heading says a quarter in full, by its number, or in relation to this one.
fn of_text(text: &str, wanted: Option<Period>) -> Option<Says> {
    let text = clean(text).trim_matches(|c: char| !c.is_alphanumeric());
    let of = |is: bool| Some(if is { Says::This } else { Says::Another });
    let word = meaning(text);
    if ["last", "previous", "prior", "earlier"].iter().any(|w| word.starts_with(w)) || word.ends_with("lastquarter") {
        return Some(Says::Another);
    }
    if ["thisquarter", "currentquarter"].iter().any(|w| word.contains(w)) {
        return Some(Says::This);
    }
    let wanted = wanted?;
    if let Ok(period) = text.parse::<Period>() {
        return of(period == wanted);
    }
    let pieces = || text.split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty());
    let pairs = pieces().zip(pieces().skip(1)).map(|(a, b)| format!("{a}{b}"));
    let mut quarters: Vec<u8> = pieces().map(str::to_owned).chain(pairs).filter_map(|p| quarter_alone(&p)).collect();
    quarters.dedup();
    match quarters[..] {
        [quarter] => of(quarter == wanted.quarter()),
        _ => None,
    }
}

/// Of several, the only one that says this quarter; else the only one that does not say another.
fn only(said: &[Option<Says>]) -> Option<usize> {
    let one = |keep: &dyn Fn(Option<Says>) -> bool| {
        let mut found = said.iter().enumerate().filter(|(_, s)| keep(**s)).map(|(n, _)| n);
        found.next().filter(|_| found.next().is_none())
    };
    one(&|s| s == Some(Says::This)).or_else(|| {
        let told = said.contains(&Some(Says::Another)) && !said.contains(&Some(Says::This));
        if told { one(&|s| s.is_none()) } else { None }
    })
}

/// Of several, the one that says this quarter; the visible before the hidden. Where a hidden one says this quarter and the
/// visible one another, nobody can tell.
fn meant(said: &[Option<Says>], hidden: &[bool]) -> Option<usize> {
    let shown: Vec<usize> = (0..said.len()).filter(|n| !hidden[*n]).collect();
    match shown[..] {
        [] => only(said),
        [one] => Some(one).filter(|n| said[*n] != Some(Says::Another) || !said.contains(&Some(Says::This))),
        _ => only(&shown.iter().map(|n| said[*n]).collect::<Vec<_>>()).map(|n| shown[n]),
    }
}

/// Which of several columns under one heading is meant: the position among `columns`, where what stands above them or in
/// their heading rows (up to `last`) says so, or where people see one only.
pub(super) fn column(rows: &[HeadRow<'_>], last: u32, columns: &[u16], wanted: Option<Period>) -> Option<usize> {
    let near: Vec<&HeadRow<'_>> = rows.iter().filter(|r| r.row <= last && r.row + ABOVE >= last).rev().collect();
    // The row of hidden keys hides all of its cells, and the headings below it none.
    let is_hidden = |col: u16| {
        let mut filled = near.iter().filter(|r| r.texts.iter().any(|(c, _)| *c == col)).peekable();
        filled.peek().is_some() && filled.all(|r| r.hidden.contains(&col))
    };
    let hidden: Vec<bool> = columns.iter().map(|c| is_hidden(*c)).collect();
    let of_row = |row: &&HeadRow<'_>| -> Vec<Option<Says>> {
        // A heading over several columns stands above the first of them.
        let above = |col: u16| row.texts.iter().rev().find(|(c, _)| *c <= col);
        columns.iter().map(|col| above(*col).and_then(|(_, text)| of_text(text, wanted))).collect()
    };
    let telling = near.iter().map(of_row).find(|said| only(said).is_some());
    meant(&telling.unwrap_or_else(|| vec![None; columns.len()]), &hidden)
}

/// Whether a text is one of some headings with this quarter before or behind it: `Result Q2`, `This quarter: result`.
pub(super) fn is_heading_of_this(text: &str, wanted: Option<Period>, is_heading: impl Fn(&str) -> bool) -> bool {
    let breaks = text.char_indices().filter(|(_, c)| !c.is_alphanumeric()).map(|(n, _)| n);
    breaks.map(|n| text.split_at(n)).any(|(before, behind)| {
        let of_this = |part: &str| of_text(part, wanted) == Some(Says::This);
        (is_heading(before) && of_this(behind)) || (is_heading(behind) && of_this(before))
    })
}

/// Which of several sheets that hold the same table is meant: the position among `found`, which has each sheet with the
/// first row of its headings.
pub(super) fn sheet(heads: &[SheetHead<'_>], found: &[(usize, u32)], wanted: Option<Period>) -> Option<usize> {
    let said: Vec<_> = found.iter().map(|(n, first)| of_sheet(&heads[*n], *first, wanted)).collect();
    let hidden: Vec<bool> = found.iter().map(|(n, _)| heads[*n].hidden).collect();
    meant(&said, &hidden)
}

/// What a sheet's name says of the quarter, else what stands above its table.
fn of_sheet(head: &SheetHead<'_>, first: u32, wanted: Option<Period>) -> Option<Says> {
    let above = head.rows.iter().filter(|r| r.row < first).flat_map(|r| &r.texts);
    let mut said = std::iter::once(head.name).chain(above.map(|(_, t)| *t)).filter_map(|t| of_text(t, wanted));
    said.next()
}

/// Whether a sheet whose table begins in row `first` says that it is of another quarter.
pub(super) fn is_of_another(head: &SheetHead<'_>, first: u32, wanted: Option<Period>) -> bool {
    of_sheet(head, first, wanted) == Some(Says::Another)
}

/// The quarter that a workbook names, where the first rows of its visible sheets name one only.
pub(super) fn named_quarter(heads: &[SheetHead<'_>]) -> Option<Period> {
    let texts = heads.iter().filter(|h| !h.hidden).flat_map(|h| &h.rows).flat_map(|r| &r.texts);
    let mut named = texts.filter(|(_, t)| t.len() < 40).filter_map(|(_, t)| t.parse::<Period>().ok());
    let first = named.next()?;
    named.all(|p| p == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("Q2", Some(Says::This))]
    #[case("Result Q2", Some(Says::This))]
    #[case("Quarter 1 result", Some(Says::Another))]
    #[case("2026-27 Q2", Some(Says::This))]
    #[case("2025-26 Q2", Some(Says::Another))]
    #[case("Last quarter", Some(Says::Another))]
    #[case("This quarter", Some(Says::This))]
    #[case("Q1 to Q2", None)]
    #[case("Result", None)]
    fn what_a_heading_says(#[case] text: &str, #[case] says: Option<Says>) {
        assert_eq!(of_text(text, Period::new(2026, 2)), says, "{text}");
    }

    #[rstest]
    #[case("Result Q2", true)]
    #[case("Result (Q2 2026-27)", true)]
    #[case("This quarter: result", true)]
    #[case("Result Q1", false)]
    #[case("Result 2026-27", false)]
    #[case("Result", false)]
    #[case("Target Q2", false)]
    fn headings_of_this_quarter(#[case] text: &str, #[case] is: bool) {
        let is_heading = |part: &str| meaning(part) == "result";
        assert_eq!(is_heading_of_this(text, Period::new(2026, 2), is_heading), is, "{text}");
    }

    #[test]
    fn the_visible_before_the_hidden() {
        let (this, another) = (Some(Says::This), Some(Says::Another));
        for (said, hidden, is) in [
            ([None, None], [true, false], Some(1)),
            ([None, this], [true, false], Some(1)),
            ([another, None], [true, false], Some(1)),
            ([this, None], [true, false], Some(1)),
            ([None, another], [true, false], Some(1)),
            ([this, another], [true, false], None),
            ([another, this], [false, false], Some(1)),
            ([another, this], [true, true], Some(1)),
            ([None, None], [false, false], None),
        ] {
            assert_eq!(meant(&said, &hidden), is, "{said:?} {hidden:?}");
        }
    }

    #[test]
    fn one_or_none() {
        let (this, another) = (Some(Says::This), Some(Says::Another));
        assert_eq!(only(&[another, this]), Some(1));
        assert_eq!(only(&[another, None]), Some(1));
        assert_eq!(only(&[this, None]), Some(0));
        for told in [&[None, None][..], &[this, this], &[another, another], &[another, None, None]] {
            assert_eq!(only(told), None);
        }
    }
}
