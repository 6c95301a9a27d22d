//! What calamine does not say about a sheet, found by searching its XML once: hidden rows and columns, merged ranges,
//! which cells hold formulas and whether their results were saved, and error values that calamine does not know.

use super::facts::{SheetFacts, SpecialCell};
use super::reference::{number, position};
use super::rich_values::RichValues;
use super::xml::{is_true, unescaped};
use crate::ingest::pointer::Pointer;
use crate::record::Appearance;
use memchr::{memchr, memmem, memrchr};
use std::collections::BTreeMap;

/// Searches the XML of one sheet. Anything malformed is passed over: the parser will say so.
pub(super) fn sheet(xml: &[u8], values: &RichValues) -> SheetFacts {
    let mut facts = SheetFacts::default();
    let Some(start) = memmem::find(xml, b"sheetData") else { return facts };
    let open = memrchr(b'<', &xml[..start]).map_or(start, |p| p + 1);
    // Some programs write every name with a prefix: <x:sheetData>.
    let names = PrefixedNames::new(&xml[open..start]);
    let end = memmem::rfind(xml, &names.data_end).unwrap_or(xml.len()).max(start);
    let (head, body, tail) = (&xml[..open], &xml[start..end], &xml[end..]);

    // A column or row of no width or height is as hidden as one that says so.
    let unseen = |tag: &[u8], size: &[u8]| truth(tag) || attribute(tag, size).is_some_and(is_nought);
    for at in memmem::find_iter(head, &names.col) {
        let tag = tag_at(head, at);
        if starts(tag, &names.col) && unseen(tag, b"width") {
            let edge = |name| attribute(tag, name).and_then(number).and_then(|n| n.checked_sub(1));
            if let (Some(a), Some(b)) = (edge(b"min"), edge(b"max")) {
                facts.hidden_columns.push((a, b));
            }
        }
    }
    let view = memmem::find(head, b"showZeros=").map(|at| tag_around(head, at));
    facts.noughts_hidden = view.is_some_and(|tag| matches!(attribute(tag, b"showZeros"), Some(b"0" | b"false")));
    let mut walk = Walk::default();
    let marks = [&b"hidden="[..], b"ht=\"0", b"ht='0"];
    let mut unseen_rows: Vec<usize> =
        marks.iter().flat_map(|m| memmem::find_iter(body, m)).map(|at| tag_start(body, at)).collect();
    unseen_rows.sort_unstable();
    unseen_rows.dedup();
    for from in unseen_rows {
        let tag = tag_at(body, from);
        if starts(tag, &names.row) && unseen(tag, b"ht") {
            let (counted, _) = walk.to(body, from + 1, &names);
            let row = attribute(tag, b"r").and_then(number).and_then(|n| n.checked_sub(1));
            let row = row.unwrap_or(counted);
            facts.hidden_rows.push((row, row));
        }
    }
    facts.hidden_rows.sort_unstable();
    facts.special = specials(body, &names, values);
    let picture = |s: &SpecialCell| (s.at, Appearance { picture: true, ..Appearance::default() });
    facts.appearances = facts.special.iter().filter(|s| s.picture).map(picture).collect();
    facts.appearances.sort_by_key(|(at, _)| *at);
    facts.interrupted = interrupted(body, &names);
    for at in memmem::find_iter(tail, b"mergeCell ") {
        let range = attribute(tag_around(tail, at), b"ref").unwrap_or_default();
        let mut corners = range.split(|b| *b == b':').filter_map(position);
        if let Some(first) = corners.next() {
            facts.merge(first, corners.next().unwrap_or(first));
        }
    }
    facts.merged.sort_unstable();
    facts
}

fn specials(body: &[u8], names: &PrefixedNames, values: &RichValues) -> Vec<SpecialCell> {
    let mut found: Vec<(usize, SpecialCell)> = Vec::new();
    let mut walk = Walk::default();
    let mut shared_external: Vec<u32> = Vec::new();
    // What the first formula of a group points at, and where that formula stands.
    let mut shared: BTreeMap<u32, (Pointer, (u32, u32))> = BTreeMap::new();
    let finder = memmem::Finder::new(&names.formula);
    for at in finder.find_iter(body) {
        let after = at + names.formula.len();
        let Some(b' ' | b'>' | b'/' | b'\n' | b'\r' | b'\t') = body.get(after) else { continue };
        let Some(from) = cell_start(body, at, names) else { continue };
        let cell = tag_at(body, from);
        let rest = rest_of_cell(body, at, names);
        let tag = tag_at(body, at);
        let text = &rest[tag.len().min(rest.len())..];
        let text = if tag.ends_with(b"/>") { &[][..] } else { &text[..memchr(b'<', text).unwrap_or(text.len())] };
        let group = attribute(tag, b"si").and_then(number);
        let external = refers_outside(text) || (text.is_empty() && group.is_some_and(|g| shared_external.contains(&g)));
        if external && let Some(g) = group {
            shared_external.push(g);
        }
        let result = memmem::find(rest, &names.value).is_some_and(|v| {
            let tag = tag_at(rest, v);
            let empty = tag.ends_with(b"/>") || rest.get(v + tag.len()).is_none_or(|b| *b == b'<');
            !empty || attribute(cell, b"t") == Some(b"str")
        });
        let at = attribute(cell, b"r").and_then(position).unwrap_or_else(|| walk.to(body, from, names));
        let own = std::str::from_utf8(text).ok().and_then(|t| Pointer::parse(&unescaped(t)));
        if let Some((group, pointer)) = group.zip(own.clone()) {
            shared.insert(group, (pointer, at));
        }
        let filled = || {
            let (pointer, first) = shared.get(&group.filter(|_| text.is_empty())?)?;
            let by = |to: u32, from: u32| i64::from(to) - i64::from(from);
            pointer.filled(by(at.0, first.0), by(at.1, first.1))
        };
        let pointer = own.or_else(filled);
        found.push((from, SpecialCell { at, formula: true, result, external, pointer, ..SpecialCell::default() }));
    }
    let formulas = found.len();
    let mut walk = Walk::default();
    let mut errors: Vec<usize> = [b"t=\"e\"", b"t='e'"].iter().flat_map(|m| memmem::find_iter(body, *m)).collect();
    errors.sort_unstable();
    for at in errors {
        let (from, tag) = (tag_start(body, at), tag_around(body, at));
        if !starts(tag, &names.cell) {
            continue;
        }
        let rest = rest_of_cell(body, from, names);
        let text = memmem::find(rest, &names.value).map(|v| {
            let text = &rest[(v + tag_at(rest, v).len()).min(rest.len())..];
            String::from_utf8_lossy(&text[..memchr(b'<', text).unwrap_or(text.len())]).into_owned()
        });
        let picture =
            text.as_deref() == Some("#VALUE!") && attribute(tag, b"vm").is_some_and(|vm| values.is_picture(vm));
        match found[..formulas].binary_search_by_key(&from, |(p, _)| *p) {
            Ok(n) => (found[n].1.error, found[n].1.picture) = (text, picture),
            Err(_) => {
                let at = attribute(tag, b"r").and_then(position).unwrap_or_else(|| walk.to(body, from, names));
                found.push((from, SpecialCell { at, error: text, picture, result: true, ..SpecialCell::default() }));
            }
        }
    }
    found.sort_by_key(|(p, _)| *p);
    found.into_iter().map(|(_, s)| s).collect()
}

/// The first cell whose number has a reference in it: the parser would take the piece before it for all of the number.
fn interrupted(body: &[u8], names: &PrefixedNames) -> Option<(u32, u32)> {
    for at in memchr::memchr_iter(b'&', body) {
        if !starts(tag_at(body, tag_start(body, at)), &names.value) {
            continue;
        }
        let Some(from) = cell_start(body, at, names) else { continue };
        let cell = tag_at(body, from);
        if !matches!(attribute(cell, b"t"), Some(b"str" | b"d" | b"inlineStr" | b"is")) {
            return attribute(cell, b"r").and_then(position).or_else(|| Some(Walk::default().to(body, from, names)));
        }
    }
    None
}

/// The names to look for, with the file's prefix.
struct PrefixedNames {
    row: Vec<u8>,
    col: Vec<u8>,
    cell: Vec<u8>,
    cell_end: Vec<u8>,
    formula: Vec<u8>,
    value: Vec<u8>,
    data_end: Vec<u8>,
}

impl PrefixedNames {
    fn new(prefix: &[u8]) -> Self {
        let name = |open: &str, name: &str| [open.as_bytes(), prefix, name.as_bytes()].concat();
        Self {
            row: name("<", "row"),
            col: name("<", "col"),
            cell: name("<", "c"),
            cell_end: name("</", "c>"),
            formula: name("<", "f"),
            value: name("<", "v"),
            data_end: name("</", "sheetData"),
        }
    }
}

/// Counts rows and cells up to a place, for files that leave references out.
#[derive(Default)]
struct Walk {
    at: usize,
    row: u32,
    col: u32,
    rows: u32,
}

impl Walk {
    /// The position of the cell or row that starts at `to`.
    fn to(&mut self, body: &[u8], to: usize, names: &PrefixedNames) -> (u32, u32) {
        while self.at < to {
            let Some(step) = memchr(b'<', &body[self.at..to]) else { break };
            let tag = tag_at(body, self.at + step);
            if starts(tag, &names.row) {
                let given = attribute(tag, b"r").and_then(number).and_then(|n| n.checked_sub(1));
                self.row = given.unwrap_or(if self.rows == 0 { 0 } else { self.row.saturating_add(1) });
                self.rows += 1;
                self.col = 0;
            } else if starts(tag, &names.cell) {
                let given = attribute(tag, b"r").and_then(position).map(|p| p.1);
                self.col = given.unwrap_or(self.col).saturating_add(1);
            }
            self.at += step + 1;
        }
        (self.row, self.col)
    }
}

fn starts(tag: &[u8], name: &[u8]) -> bool {
    tag.strip_prefix(name).is_some_and(|rest| matches!(rest.first(), Some(b' ' | b'>' | b'/' | b'\n' | b'\r' | b'\t')))
}

/// Tags of rows, columns and cells are short. Looking no further keeps hostile files from costing the square of their
/// length.
const TAG: usize = 2 << 10;
/// The content of a cell with a formula is no longer than this.
const CELL: usize = 128 << 10;

fn tag_start(xml: &[u8], within: usize) -> usize {
    let from = within.saturating_sub(TAG);
    memrchr(b'<', &xml[from..within]).map_or(from, |p| from + p)
}

/// The tag that has an attribute at `within`; empty when that place is text.
fn tag_around(xml: &[u8], within: usize) -> &[u8] {
    let tag = tag_at(xml, tag_start(xml, within));
    if tag_start(xml, within) + tag.len() > within { tag } else { &[] }
}

fn tag_at(xml: &[u8], from: usize) -> &[u8] {
    let rest = &xml[from..xml.len().min(from + TAG)];
    &rest[..memchr(b'>', rest).map_or(rest.len(), |p| p + 1)]
}

/// From `from` to the end of the cell that it stands in.
fn rest_of_cell<'x>(body: &'x [u8], from: usize, names: &PrefixedNames) -> &'x [u8] {
    let rest = &body[from..body.len().min(from + CELL)];
    &rest[..memmem::find(rest, &names.cell_end).unwrap_or(rest.len())]
}

/// The start of the cell that holds the element at `at`.
fn cell_start(body: &[u8], at: usize, names: &PrefixedNames) -> Option<usize> {
    let mut to = at;
    for _ in 0..8 {
        let from = to.saturating_sub(TAG);
        to = from + memrchr(b'<', &body[from..to])?;
        if starts(tag_at(body, to), &names.cell) {
            return Some(to);
        }
    }
    None
}

fn attribute<'a>(tag: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    for at in memmem::find_iter(tag, name) {
        let before = at.checked_sub(1).and_then(|p| tag.get(p));
        let rest = &tag[at + name.len()..];
        if let (Some(b' ' | b'\n' | b'\r' | b'\t'), Some(b'='), Some(quote @ (b'"' | b'\''))) =
            (before, rest.first(), rest.get(1))
        {
            let value = &rest[2..];
            return memchr(*quote, value).map(|end| &value[..end]);
        }
    }
    None
}

fn truth(tag: &[u8]) -> bool {
    attribute(tag, b"hidden").and_then(|v| std::str::from_utf8(v).ok()).is_some_and(is_true)
}

fn is_nought(size: &[u8]) -> bool {
    std::str::from_utf8(size).ok().and_then(|s| s.parse::<f64>().ok()) == Some(0.0)
}

/// A formula names another workbook as `[1]Sheet!A1`; `Table[2024]` is a column of a table.
fn refers_outside(formula: &[u8]) -> bool {
    memchr::memchr_iter(b'[', formula).any(|at| {
        let digits = formula[at + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
        let closed = formula.get(at + 1 + digits) == Some(&b']');
        let word_before =
            at > 0 && (formula[at - 1].is_ascii_alphanumeric() || matches!(formula[at - 1], b'_' | b']' | b'['));
        digits > 0 && closed && !word_before
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_calamine_does_not_say() {
        let xml = br#"<worksheet><cols><col min="2" max="3" hidden="1"/></cols><sheetData>
            <row r="1"><c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><f>1+1</f></c></row>
            <row r="4" hidden="1"><c r="A4" t="e"><v>#SPILL!</v></c><c r="B4"><f>[1]Old!A1*2</f><v>4</v></c>
            <c r="C4"><f>Table1[2024]</f><v/></c></row></sheetData><mergeCells><mergeCell ref="A4:B5"/></mergeCells></worksheet>"#;
        let facts = sheet(xml, &RichValues::default());
        assert_eq!((facts.hidden_rows.as_slice(), facts.hidden_columns.as_slice()), (&[(3, 3)][..], &[(1, 2)][..]));
        assert!(facts.is_merged((3, 0)) && facts.column_hidden(2) && facts.row_hidden(3) && !facts.row_hidden(0));
        let got: Vec<_> =
            facts.special.iter().map(|s| (s.at, s.formula, s.result, s.external, s.error.as_deref())).collect();
        assert_eq!(
            got,
            [
                ((0, 0), true, true, false, None),
                ((0, 1), true, false, false, None),
                ((3, 0), false, true, false, Some("#SPILL!")),
                ((3, 1), true, true, true, None),
                ((3, 2), true, false, false, None),
            ]
        );
    }

    #[test]
    fn what_is_not_seen() {
        let xml = br#"<worksheet><sheetViews><sheetView showZeros="0"/></sheetViews><cols><col min="1" max="1" width="0.0" customWidth="1"/>
            <col min="2" max="2" width="9"/></cols><sheetData><row r="1" ht="0" customHeight="1"/><row r="2" ht='0.0' hidden="1"/>
            <row r="3" ht="0.75"/><row r="4" ht="15"/></sheetData></worksheet>"#;
        let facts = sheet(xml, &RichValues::default());
        assert_eq!((facts.hidden_rows, facts.hidden_columns), (vec![(0, 0), (1, 1)], vec![(0, 0)]));
        assert!(facts.noughts_hidden);
    }

    #[test]
    fn pointers_pictures_and_interrupted_numbers() {
        let xml = br#"<worksheet><sheetData><row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">'A &amp; E'!B5</f><v>0</v></c></row>
            <row r="2"><c r="A2"><f t="shared" si="0"/><v>0</v></c><c r="B2" t="e" vm="1"><v>#VALUE!</v></c></row>
            <row r="3"><c r="A3" t='e'><v>#BUSY!</v></c><c r="B3" t="str"><f>"a&amp;b"</f><v>a&amp;b</v></c></row></sheetData></worksheet>"#;
        let facts = sheet(xml, &RichValues::default());
        let pointer = |s: &SpecialCell| s.pointer.as_ref().map(|p| (p.sheet.clone().unwrap_or_default(), p.row, p.col));
        let got: Vec<_> = facts.special.iter().map(|s| (pointer(s), s.picture, s.error.as_deref())).collect();
        assert_eq!(
            got,
            [
                (Some(("A & E".into(), 4, 1)), false, None),
                (Some(("A & E".into(), 5, 1)), false, None),
                (None, true, Some("#VALUE!")),
                (None, false, Some("#BUSY!")),
                (None, false, None),
            ]
        );
        assert_eq!(facts.interrupted, None);
        let xml = br#"<worksheet><sheetData><row r="1"><c r="B1"><v>48&lt;210</v></c></row></sheetData></worksheet>"#;
        assert_eq!(sheet(xml, &RichValues::default()).interrupted, Some((0, 1)));
    }

    #[test]
    fn prefixes_and_missing_references() {
        let xml = br#"<x:worksheet><x:sheetData><x:row><x:c/><x:c><x:f>A1</x:f></x:c></x:row>
            <x:row hidden="true"><x:c><x:f>B1</x:f><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>"#;
        let facts = sheet(xml, &RichValues::default());
        assert_eq!(facts.hidden_rows, [(1, 1)]);
        assert_eq!(
            facts.special.iter().map(|s| (s.at, s.result)).collect::<Vec<_>>(),
            [((0, 1), false), ((1, 0), true)]
        );
    }
}
