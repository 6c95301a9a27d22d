//! Headings one above the other, and headings that stand for many columns.

use super::head::HeadRow;
use super::header::{DoubleHeading, Group, Header, Slot};
use super::prepared::{PreparedAcross, PreparedTable};
use crate::fit::fit;
use crate::period::{Period, month_named, quarter_alone};
use crate::record::Field;
use crate::text::words::meaning;

/// The headings above one column, from the top; a group heading speaks for the columns to its right until the next.
struct Path<'t> {
    col: u16,
    parts: Vec<&'t str>,
    /// The row of the column's own lowest heading.
    row: u32,
}

impl PreparedTable<'_> {
    /// The rows of headings that name the most columns, all required ones among them; the first and the fewest of
    /// equals. Else the required columns that are lacking where the fewest are.
    pub(super) fn block(&self, rows: &[HeadRow<'_>]) -> Result<Header, Vec<usize>> {
        let mut best: Result<Header, Vec<usize>> = Err(self.required().collect());
        for first in 0..rows.len() {
            for depth in 1..=self.depth.min(rows.len() - first) {
                let block = &rows[first..first + depth];
                if block.windows(2).any(|w| w[1].row - w[0].row > 1) {
                    break;
                }
                let (header, found) = self.header_of(block);
                let lacks: Vec<usize> = self.required().filter(|r| !found[*r]).collect();
                let better = match &best {
                    Ok(best) => lacks.is_empty() && header.matched() > best.matched(),
                    Err(_) if lacks.is_empty() => header.matched() > 0,
                    Err(best) => lacks.len() < best.len(),
                };
                if better {
                    best = if lacks.is_empty() { Ok(header) } else { Err(lacks) };
                }
            }
        }
        best
    }

    /// What the columns below these rows are, and which columns of the table are among them.
    pub(super) fn header_of(&self, block: &[HeadRow<'_>]) -> (Header, Vec<bool>) {
        let mut header = Header { first: block[0].row, last: block[block.len() - 1].row, ..Header::default() };
        let mut found = vec![false; self.fields.len()];
        let paths = paths(&block.iter().collect::<Vec<_>>());
        // What a column is called in full goes before what may stand in a placeholder.
        for path in &paths {
            if let Some(n) = self.named_by(path).filter(|n| !found[*n])
                && let Some(free) = header.free(path.col)
            {
                (*free, found[n]) = (self.slot(n), true);
                self.note_hint(&mut header, path.col, n);
            }
        }
        for path in &paths {
            let captured = self.patterns.iter().find_map(|across| Some((across, across.capture(&path.parts)?)));
            if let Some((across, text)) = captured
                && header.free(path.col).is_some()
            {
                self.claim(&mut header, path, across, text);
                found[across.column] = true;
            }
        }
        (header, found)
    }

    /// The column that headings one above the other name in full.
    fn named_by(&self, path: &Path<'_>) -> Option<usize> {
        suffixes(&path.parts).find_map(|parts| {
            let heading: String = parts.iter().map(|p| meaning(p)).collect();
            self.headings.get(&heading).copied()
        })
    }

    /// The columns of a sheet that these rows together name as the `n`th of the table.
    pub(super) fn named_by_all(&self, n: usize, block: &[&HeadRow<'_>]) -> Vec<u16> {
        paths(block).iter().filter(|path| self.named_by(path) == Some(n)).map(|path| path.col).collect()
    }

    fn claim(&self, header: &mut Header, path: &Path<'_>, across: &PreparedAcross, text: String) {
        let (field, of) = (self.fields[across.column], across.pattern.field);
        let same = |g: &Group| g.field == of && meaning(&g.text) == meaning(&text);
        let group = header.groups.iter().position(same).unwrap_or_else(|| {
            header.groups.push(Group { field: of, text, row: path.row, col: path.col });
            header.groups.len() - 1
        });
        let slot = match self.columns()[across.column].print {
            true => Slot::Print(field),
            false => Slot::Across(u16::try_from(group).unwrap_or(u16::MAX), field),
        };
        // The same heading twice, and nothing says which is meant.
        if let Some(first) = header.slots.iter().position(|s| *s == slot && !matches!(slot, Slot::Print(_))) {
            let text = path.parts.join(super::prepared::BELOW);
            header.doubles.push(DoubleHeading { text, row: path.row, columns: vec![fit::<u16>(first), path.col] });
            return;
        }
        header.free(path.col).into_iter().for_each(|free| *free = slot);
        self.note_hint(header, path.col, across.column);
    }
}

impl PreparedAcross {
    /// What stands in place of the placeholder, where these headings are the column's.
    fn capture(&self, parts: &[&str]) -> Option<String> {
        let parts = parts.get(parts.len().checked_sub(self.parts)?..)?;
        let joined = parts.join(super::prepared::BELOW);
        let text = self.pattern.capture(&joined)?;
        let known = self.only.is_empty() || self.only.iter().any(|n| n.fits(&meaning(text)));
        let period = || text.parse::<Period>().is_ok() || quarter_alone(text).is_some() || month_named(text).is_some();
        let fits = known && (self.pattern.field != Field::Period || period());
        fits.then(|| text.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// Every end of the headings of a column, the longest first.
fn suffixes<'p, 't>(parts: &'p [&'t str]) -> impl Iterator<Item = &'p [&'t str]> {
    (0..parts.len()).map(|n| &parts[n..])
}

fn paths<'t>(block: &[&HeadRow<'t>]) -> Vec<Path<'t>> {
    let mut columns: Vec<u16> = block.iter().flat_map(|r| r.texts.iter().map(|(col, _)| *col)).collect();
    columns.sort_unstable();
    columns.dedup();
    let own =
        |row: &HeadRow<'t>, col: u16| row.texts.binary_search_by_key(&col, |(c, _)| *c).ok().map(|n| row.texts[n].1);
    let carried = |row: &HeadRow<'t>, col: u16| {
        let n = row.texts.partition_point(|(c, _)| *c <= col);
        n.checked_sub(1).map(|n| row.texts[n].1)
    };
    columns
        .into_iter()
        .filter_map(|col| {
            let lowest = block.iter().rposition(|row| own(row, col).is_some())?;
            let mut parts: Vec<&str> = block[..lowest].iter().filter_map(|row| carried(row, col)).collect();
            parts.extend(own(block[lowest], col));
            Some(Path { col, parts, row: block[lowest].row })
        })
        .collect()
}
