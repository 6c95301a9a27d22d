//! Which of two is meant, where a form has two columns or two sheets that could both be: the one that names the quarter
//! being read, the visible before the hidden; never the left one.

use super::head::{HeadRow, SheetHead};
use crate::period::{Period, quarter_alone};
use crate::text::words::{clean, meaning};

/// Rows above a heading row that may still say which quarter its columns are about.
const ABOVE: u32 = 3;

/// What a heading, a title or a sheet's name says of its quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    This,
    Another,
}

/// A heading says a quarter in full, by its number, or in relation to this one.
fn of_text(text: &str, wanted: Option<Period>) -> Option<Says> {
    let text = clean(text);
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

/// Which of several columns under one heading is meant: the position among `columns`, where what stands above them or in
/// their heading rows (up to `last`) says so.
pub(super) fn column(rows: &[HeadRow<'_>], last: u32, columns: &[u16], wanted: Option<Period>) -> Option<usize> {
    let near = rows.iter().filter(|r| r.row <= last && r.row + ABOVE >= last).rev();
    near.filter_map(|row| {
        // A heading over several columns stands above the first of them.
        let speaks = |col: u16| row.texts.iter().rev().find(|(c, _)| *c <= col).and_then(|(_, t)| of_text(t, wanted));
        only(&columns.iter().map(|c| speaks(*c)).collect::<Vec<_>>())
    })
    .next()
}

/// Which of several sheets that hold the same table is meant: the position among `found`, which has each sheet with the
/// first row of its headings.
pub(super) fn sheet(heads: &[SheetHead<'_>], found: &[(usize, u32)], wanted: Option<Period>) -> Option<usize> {
    let shown: Vec<usize> = (0..found.len()).filter(|n| !heads[found[*n].0].hidden).collect();
    let among = if shown.is_empty() { (0..found.len()).collect() } else { shown };
    match among[..] {
        [one] => Some(one),
        _ => {
            let said: Vec<_> = among.iter().map(|n| of_sheet(&heads[found[*n].0], found[*n].1, wanted)).collect();
            only(&said).map(|n| among[n])
        }
    }
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
