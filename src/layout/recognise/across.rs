//! Headings one above the other, and headings that stand for many columns.

use super::head::HeadRow;
use super::header::{DoubleHeading, Group, Header, Slot};
use super::prepared::{PreparedAcross, PreparedTable};
use crate::fit::fit;
use crate::layout::BELOW;
use crate::period::{Period, month_named, quarter_alone};
use crate::record::Field;
use crate::text::words::meaning;

/// The headings above one column, from the top.
struct Path<'t> {
    col: u16,
    parts: Vec<&'t str>,
    /// The row of the column's own lowest heading.
    row: u32,
}

/// What the rows of a block name.
pub(super) struct NamedColumns {
    pub header: Header,
    /// By column of the table.
    pub found: Vec<bool>,
    /// Nothing stands above the required columns but what their headings say: no title is among the rows.
    exact: bool,
    /// The last of the rows names a column: it is no section of the table, as “North region”.
    closed: bool,
}

impl PreparedTable<'_> {
    /// The rows of headings that name the most columns, all required ones among them; the first and the fewest of
    /// equals. Else the required columns that are lacking where the fewest are.
    pub(super) fn block(&self, rows: &[HeadRow<'_>]) -> Result<Header, Vec<usize>> {
        let mut best: Result<NamedColumns, Vec<usize>> = Err(self.required().collect());
        for first in 0..rows.len() {
            for depth in 1..=self.depth.min(rows.len() - first) {
                let block = &rows[first..first + depth];
                // Where there may be any number of rows, those below the first are rows of headings and nothing else.
                let is_heading = |r: &HeadRow<'_>| !self.any_depth || r.others == 0;
                if block.windows(2).any(|w| w[1].row - w[0].row > 1 || !is_heading(&w[1])) {
                    break;
                }
                let named = self.header_of(block);
                if self.any_depth && depth > 1 && !named.closed {
                    break;
                }
                let lacks: Vec<usize> = self.required().filter(|r| !named.found[*r]).collect();
                // Where there may be any number of rows all of them count, but for a title above them.
                let rows = |n: &NamedColumns| if self.any_depth { n.header.last - n.header.first } else { 0 };
                let rank = |n: &NamedColumns| (n.header.matched(), self.any_depth && n.exact, rows(n));
                let better = match &best {
                    Ok(best) => lacks.is_empty() && rank(&named) > rank(best),
                    Err(_) if lacks.is_empty() => named.header.matched() > 0,
                    Err(best) => lacks.len() < best.len(),
                };
                if better {
                    best = if lacks.is_empty() { Ok(named) } else { Err(lacks) };
                }
            }
        }
        best.map(|named| named.header)
    }

    /// What the columns below these rows are, and which columns of the table are among them.
    pub(super) fn header_of(&self, block: &[HeadRow<'_>]) -> NamedColumns {
        let header = Header { first: block[0].row, last: block[block.len() - 1].row, ..Header::default() };
        let mut out = NamedColumns { header, found: vec![false; self.fields.len()], exact: true, closed: false };
        let paths = self.paths(&block.iter().collect::<Vec<_>>());
        // What a column is called in full goes before what may stand in a placeholder.
        for path in &paths {
            let Some((n, rows)) = self.named_by(path) else { continue };
            let column = &self.columns()[n];
            if let Some(id) = &column.id {
                self.claim(&mut out.header, path, n, vec![(Field::Id, id.clone())]);
            } else if !out.found[n]
                && let Some(free) = out.header.free(path.col)
            {
                *free = self.slot(n);
                self.note_hint(&mut out.header, path.col, n);
            }
            out.exact &= !column.required || rows == path.parts.len();
            out.found[n] = true;
            out.closed |= path.row == out.header.last;
        }
        self.name_year(&mut out.header, paths.iter().filter_map(|path| Some((path.col, *path.parts.last()?))));
        for path in &paths {
            if self.ignores(&path.parts)
                && let Some(free) = out.header.free(path.col)
            {
                *free = Slot::Ignored;
            }
        }
        for path in &paths {
            let captured = self.patterns.iter().filter(|across| !across.pattern.fields().is_empty());
            let captured = captured.filter_map(|across| Some((across.column, across.capture(&path.parts)?))).next();
            if let Some((n, says)) = captured
                && out.header.free(path.col).is_some()
            {
                self.claim(&mut out.header, path, n, says);
                out.found[n] = true;
                out.closed |= path.row == out.header.last && !self.is_section(block, path);
            }
        }
        out
    }

    /// Whether what stands lowest above a column is the name of a section below the headings: it stands alone in its row and
    /// before all of them, or below a heading that is not wanted.
    fn is_section(&self, block: &[HeadRow<'_>], path: &Path<'_>) -> bool {
        let [above @ .., last] = block else { return false };
        let alone = last.texts.len() == 1 && above.iter().flat_map(|r| &r.texts).all(|(col, _)| *col >= path.col);
        let [parts @ .., _] = path.parts.as_slice() else { return false };
        !above.is_empty() && (alone || (!parts.is_empty() && self.ignores(parts)))
    }

    /// The column that headings one above the other name in full, and how many of them do.
    fn named_by(&self, path: &Path<'_>) -> Option<(usize, usize)> {
        let exact = suffixes(&path.parts).find_map(|parts| {
            let heading: String = parts.iter().map(|p| meaning(p)).collect();
            Some((self.headings.get(&heading).copied()?, parts.len()))
        });
        let starred = |across: &&PreparedAcross| {
            across.pattern.fields().is_empty() && across.pattern.capture(&path.parts).is_some()
        };
        let rows = |across: &PreparedAcross| across.pattern.depth().unwrap_or(path.parts.len());
        exact.or_else(|| self.patterns.iter().find(starred).map(|across| (across.column, rows(across))))
    }

    /// The columns of a sheet that these rows together name as the `n`th of the table.
    pub(super) fn named_by_all(&self, n: usize, block: &[&HeadRow<'_>]) -> Vec<u16> {
        let named = |path: &&Path<'_>| self.named_by(path).is_some_and(|(m, _)| m == n);
        self.paths(block).iter().filter(named).map(|path| path.col).collect()
    }

    fn claim(&self, header: &mut Header, path: &Path<'_>, column: usize, says: Vec<(Field, String)>) {
        let field = self.fields[column];
        let same = |a: &[(Field, String)]| {
            a.iter().map(|(f, text)| (*f, meaning(text))).eq(says.iter().map(|(f, text)| (*f, meaning(text))))
        };
        let group = header.groups.iter().position(|g| same(&g.says)).unwrap_or_else(|| {
            header.groups.push(Group { says, row: path.row, col: path.col });
            header.groups.len() - 1
        });
        let slot = match self.columns()[column].print {
            true => Slot::Print(field),
            false => Slot::Across(u16::try_from(group).unwrap_or(u16::MAX), field),
        };
        // The same heading twice, and nothing says which is meant.
        if let Some(first) = header.slots.iter().position(|s| *s == slot && !matches!(slot, Slot::Print(_))) {
            let text = path.parts.join(BELOW);
            header.doubles.push(DoubleHeading { text, row: path.row, columns: vec![fit::<u16>(first), path.col] });
            return;
        }
        header.free(path.col).into_iter().for_each(|free| *free = slot);
        self.note_hint(header, path.col, column);
    }

    /// The headings above each column. A heading speaks for the columns to its right until the next of its row, and no
    /// further than the heading above it, or its own merged range, does; one that names a column by itself speaks for no other.
    fn paths<'t>(&self, block: &[&HeadRow<'t>]) -> Vec<Path<'t>> {
        let mut columns: Vec<u16> = block.iter().flat_map(|r| r.texts.iter().map(|(col, _)| *col)).collect();
        columns.sort_unstable();
        columns.dedup();
        let path = |col: u16| {
            let lowest = block.iter().rposition(|row| row.at(col).is_some())?;
            let (mut parts, mut from) = (Vec::with_capacity(lowest + 1), 0);
            for row in &block[..lowest] {
                let Some((at, text, end)) = row.before(col).filter(|(at, ..)| *at >= from) else { continue };
                let below = || block.iter().any(|r| r.row > row.row && r.at(at).is_some());
                let alone = || at != col && self.headings.contains_key(&meaning(text)) && !below();
                // What stands below a heading that does not reach the column does not reach it either.
                match end {
                    Some(end) if end < col => from = end + 1,
                    None if alone() => from = at + 1,
                    _ => {
                        parts.push(text);
                        from = at;
                    }
                }
            }
            parts.extend(block[lowest].at(col));
            Some(Path { col, parts, row: block[lowest].row })
        };
        columns.into_iter().filter_map(path).collect()
    }
}

impl PreparedAcross {
    /// What stands in place of each placeholder, where these headings are the column's.
    fn capture(&self, path: &[&str]) -> Option<Vec<(Field, String)>> {
        let mut says = self.pattern.capture(path)?;
        for (field, text) in &mut says {
            *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let known = self.only.is_empty() || self.only.iter().any(|n| n.fits(&meaning(text)));
            if !known || (*field == Field::Period && !names_quarter(text)) {
                return None;
            }
        }
        Some(says)
    }
}

/// Whether a heading can be a quarter; which one, and by which financial year, is told when the row is read.
fn names_quarter(text: &str) -> bool {
    let said =
        || text.contains(|c: char| c.is_ascii_digit()) && (1..=12).any(|start| Period::said(text, start).is_some());
    quarter_alone(text).is_some() || month_named(text).is_some() || said()
}

/// Every end of the headings of a column, the longest first.
fn suffixes<'p, 't>(parts: &'p [&'t str]) -> impl Iterator<Item = &'p [&'t str]> {
    (0..parts.len()).map(|n| &parts[n..])
}
