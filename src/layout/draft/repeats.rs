//! A table that stands several times on a sheet, once below the other: one table of the layout.

use super::cells::{HEADING_ROWS, name, text};
use super::find::{TableBlock, block, first_words, heads};
use crate::record::{Cell, SheetSurvey};
use crate::register::Register;
use crate::text::words::meaning;

/// Every table of a sheet, from top to bottom; one that repeats once.
pub fn blocks<'s>(sheet: &'s SheetSurvey, register: Option<&Register>) -> Vec<TableBlock<'s>> {
    let rows: Vec<&[Cell]> = sheet.rows().collect();
    let mut heads = heads(&rows, register);
    // Of headings that come again, what stands above them each time in other words is the title of each table.
    for k in 1..heads.len() {
        let (a, b) = (heads[k - 1], heads[k]);
        if same_headings(&rows[a.0..=a.1], &rows[b.0..=b.1]) && texts(&rows[a.0..=a.1]) != texts(&rows[b.0..=b.1]) {
            (heads[k - 1].0, heads[k].0) = (a.1, b.1);
        }
    }
    let mut out: Vec<TableBlock<'s>> = Vec::new();
    let mut before = 0;
    for (k, (first, last)) in heads.iter().enumerate() {
        let next = heads.get(k + 1).map(|(f, l)| &rows[*f..=*l]);
        let end = heads.get(k + 1).map_or(rows.len(), |(f, _)| *f);
        let (head, again) = (&rows[*first..=*last], next.is_some_and(|n| same_headings(&rows[*first..=*last], n)));
        let titles = if again { titles(&rows[last + 1..end], next) } else { 0 };
        let above = rows[before..*first].iter().flat_map(|r| r.iter()).filter_map(text);
        let block = block(head, &rows[last + 1..end - titles], above.collect(), register);
        match out.last_mut().filter(|_| k > 0 && same_headings(&rows[heads[k - 1].0..=heads[k - 1].1], head)) {
            Some(first) => first.again(block, &rows[before..heads[k].0]),
            None => out.push(block),
        }
        before = end - titles;
    }
    out
}

fn texts(rows: &[&[Cell]]) -> Vec<(u16, String)> {
    rows.iter().flat_map(|r| r.iter()).map(|c| (c.at.col, meaning(&name(c)))).collect()
}

/// Whether headings are those of the table above once more.
fn same_headings(a: &[&[Cell]], b: &[&[Cell]]) -> bool {
    let lowest = |rows: &[&[Cell]]| rows.last().map(|r| texts(&[*r]));
    lowest(a) == lowest(b)
}

/// How many rows right above the next headings are their titles: they stand apart from the lines before them, or hold one
/// text each.
fn titles(between: &[&[Cell]], next: Option<&[&[Cell]]>) -> usize {
    let Some(mut below) = next.and_then(|n| n.first()).map(|r| r[0].at.row) else { return 0 };
    let mut out = 0;
    for row in between.iter().rev().take(HEADING_ROWS) {
        if row[0].at.row + 1 < below || (out == 0 && row[0].at.row + 1 != below) {
            return out;
        }
        (below, out) = (row[0].at.row, out + 1);
    }
    // No row is free above them: lines go right up to the headings, but for those of one text.
    let single = |row: &&&[Cell]| row.len() == 1 && text(&row[0]).is_some();
    between.iter().rev().take_while(single).count()
}

impl<'s> TableBlock<'s> {
    /// The same headings further down, with the rows that stand above them: their titles.
    fn again(&mut self, more: TableBlock<'s>, titles: &[&'s [Cell]]) {
        self.times += 1;
        self.last = more.last;
        self.lines += more.lines;
        for (column, more) in self.columns.iter_mut().zip(more.columns) {
            column.cells.extend(more.cells);
        }
        let titles = titles.iter().filter_map(|r| text(r.first()?)).filter(|t| !t.is_empty()).map(first_words);
        self.skip.extend(more.skip.into_iter().chain(titles));
        self.skip = without_numbers(&self.skip);
        // What begins a line would take the line out, too.
        let first: Vec<&str> = self.columns.iter().take(2).flat_map(|c| &c.cells).filter_map(|c| text(c)).collect();
        self.skip.retain(|words| !first.iter().any(|t| t.to_lowercase().starts_with(&words.to_lowercase())));
        self.skip_whole.extend(more.skip_whole);
        self.skip_whole.dedup();
        self.stop.extend(more.stop);
        self.stop.dedup();
    }
}

/// `Project` for `Project 1`, `Project 2`: words that differ by the number behind them are one.
fn without_numbers(words: &[String]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in words {
        let plain = word.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
        let word = if plain.is_empty() { word } else { plain };
        if !out.iter().any(|o| o == word) {
            out.push(word.to_owned());
        }
    }
    out
}
