//! What the records of one sheet say beside its values.

use super::formulas::{Formula, Result};
use super::records::*;
use super::texts::Fonts;
use crate::ingest::preflight::facts::{CellStyle, SheetFacts, SpecialCell};
use crate::ingest::preflight::runs::RichTexts;
use crate::ingest::preflight::xlsb_records::number;
use crate::record::Appearance;
use std::collections::BTreeMap;

const LAST_ROW: u32 = 0xFFFF;
/// Kinds of drawn objects: boxes of notes, pictures, and those that words are written in. Buttons and the like are none.
const BOX_OF_A_NOTE: u32 = 0x19;
const PICTURE: u32 = 0x08;
const BOXES: [u32; 5] = [0x02, 0x03, 0x06, 0x09, 0x1E];

/// What the whole workbook says of its cells.
pub(super) struct Globals {
    pub biff8: bool,
    pub fonts: Fonts,
    pub styles: Vec<CellStyle>,
    /// What stands for the shared texts of several fonts.
    pub texts: BTreeMap<u32, String>,
}

/// A sheet while its records are read.
#[derive(Default)]
pub(super) struct Sheet {
    pub facts: SheetFacts,
    pub formulas: Vec<Formula>,
    /// Formulas that several cells share, by the place of the first of these.
    shared: BTreeMap<(u32, u32), Vec<u8>>,
    /// Rows that say of themselves how they are shown.
    rows: Vec<u32>,
    others_hidden: bool,
    /// The object drawn last: its kind and number; the words of each note's box.
    object: Option<(u32, u32)>,
    /// Characters to come in the next record.
    characters: Option<usize>,
    boxes: BTreeMap<u32, String>,
    notes: Vec<((u32, u32), u32, String)>,
}

impl Sheet {
    /// Reads the records of the sheet that begins at `start`.
    pub fn read(stream: &[u8], start: usize, globals: &Globals, rich: &mut RichTexts) -> Self {
        let (mut sheet, mut depth) = (Self::default(), 0);
        for (kind, body) in records(stream, start) {
            match kind {
                BEGIN => depth += 1,
                END if depth <= 1 => break,
                END => depth -= 1,
                // A chart within the sheet has records of its own.
                _ if depth > 1 => {}
                _ => sheet.take(kind, body, globals, rich),
            }
        }
        sheet.finish();
        sheet
    }

    fn take(&mut self, kind: u16, body: &[u8], globals: &Globals, rich: &mut RichTexts) {
        let at = |place| number::<2>(body, place);
        match kind {
            ROW => self.row(body),
            COLUMN_INFO => self.column(body),
            DEFAULT_HEIGHT => self.others_hidden = at(0).is_some_and(|flags| flags & 0x02 != 0),
            WINDOW => self.facts.noughts_hidden = at(0).is_some_and(|flags| flags & 0x10 == 0),
            SEVERAL_NUMBERS => {
                let (Some(row), Some(first)) = (at(0), at(2)) else { return };
                // Style and number of each, six bytes, then the last column.
                let cells = body.get(4..body.len().saturating_sub(2)).unwrap_or_default().as_chunks::<6>().0;
                for (column, cell) in (first..).zip(cells) {
                    self.style((row, column), number::<2>(cell, 0), globals);
                }
            }
            NUMBER | SHORT_NUMBER | TRUTH_OR_ERROR | TEXT | TEXT_WITH_RUNS | SHARED_TEXT => {
                let Some(place) = at(0).zip(at(2)) else { return };
                self.style(place, at(4), globals);
                let text = match kind {
                    SHARED_TEXT => number::<4>(body, 6).and_then(|n| globals.texts.get(&n)).cloned(),
                    TEXT_WITH_RUNS => globals.fonts.standing_for(body, globals.biff8, rich),
                    _ => None,
                };
                self.facts.texts.extend(text.map(|text| (place, text)));
            }
            _ if kind == FORMULA || OLD_FORMULAS.contains(&kind) => {
                let Some(place) = at(0).zip(at(2)) else { return };
                self.style(place, at(4), globals);
                self.formulas.push(Formula::of(body, globals.biff8));
                self.facts.special.push(SpecialCell { at: place, formula: true, ..SpecialCell::default() });
            }
            SHARED_FORMULA => {
                let first = self.facts.special.last().map(|s| s.at);
                self.shared.extend(first.map(|at| (at, body.to_vec())));
            }
            // The kind and the number of an object stand in its first part.
            OBJECT => {
                self.object =
                    at(4).zip(at(6)).inspect(|(kind, _)| self.facts.beside.pictures += u32::from(*kind == PICTURE))
            }
            TEXT_OF_OBJECT => self.characters = at(10).map(|n| n as usize).filter(|n| *n > 0),
            CONTINUE => self.words(body, globals.biff8),
            NOTE => self.note(body, globals.biff8),
            _ => {}
        }
    }

    fn style(&mut self, (row, column): (u32, u32), style: Option<u32>, globals: &Globals) {
        let plain = |n: usize| globals.styles.get(n).is_none_or(CellStyle::is_plain);
        if let Some(style) = style.map(|n| n as usize).filter(|n| !plain(*n)) {
            self.facts.styled.push((row..row + 1, column..column + 1, style));
        }
    }

    fn row(&mut self, body: &[u8]) {
        let (Some(row), Some(height), Some(flags)) =
            (number::<2>(body, 0), number::<2>(body, 6), number::<2>(body, 12))
        else {
            return;
        };
        self.rows.push(row);
        if flags & 0x20 != 0 || height == 0 {
            self.facts.hidden_rows.push((row, row));
        }
    }

    fn column(&mut self, body: &[u8]) {
        let field = |place| number::<2>(body, place);
        let (Some(first), Some(last), Some(width), Some(flags)) = (field(0), field(2), field(4), field(8)) else {
            return;
        };
        if flags & 1 != 0 || width == 0 {
            self.facts.hidden_columns.push((first, last));
        }
    }

    /// The words of an object.
    fn words(&mut self, body: &[u8], biff8: bool) {
        let Some((words, _)) = self.characters.take().and_then(|n| characters(body, n, biff8)) else { return };
        match self.object {
            Some((BOX_OF_A_NOTE, number)) => drop(self.boxes.insert(number, words)),
            Some((kind, _)) if BOXES.contains(&kind) => self.facts.beside.take_text_box(&words),
            _ => {}
        }
    }

    fn note(&mut self, body: &[u8], biff8: bool) {
        let Some(place) = number::<2>(body, 0).zip(number::<2>(body, 2)) else { return };
        if biff8 {
            let count = number::<2>(body, 8).unwrap_or_default() as usize;
            let author =
                body.get(10..).and_then(|b| characters(b, count, biff8)).map_or(String::new(), |(name, _)| name);
            self.notes.push((place, number::<2>(body, 6).unwrap_or_default(), author));
        } else if let Some((words, _)) = body.get(6..).and_then(|b| characters(b, b.len(), biff8)) {
            self.facts.beside.take_note(place, "", &words);
        }
    }

    fn finish(&mut self) {
        self.formulas.iter_mut().for_each(|f| f.share(&self.shared));
        for (at, number, author) in &self.notes {
            let words = self.boxes.get(number).map_or("", String::as_str);
            self.facts.beside.take_note(*at, author, words);
        }
        // What says nothing of itself is as most of the sheet is.
        if self.others_hidden {
            self.rows.sort_unstable();
            let others = gaps(&self.rows, LAST_ROW);
            self.facts.hidden_rows.extend(others);
        }
        self.facts.hidden_rows.sort_unstable();
        self.facts.styled.sort_by_key(|(rows, columns, _)| (rows.start, columns.start));
        self.facts.texts.sort();
    }

    /// Takes what is to be thought of the results of its formulas.
    pub fn settle(&mut self, results: &[Result]) {
        for (cell, result) in self.facts.special.iter_mut().zip(results) {
            cell.result = *result != Result::Missing;
            if *result == Result::Doubtful {
                let seen = Appearance { uncalculated: true, ..Appearance::default() };
                self.facts.appearances.push((cell.at, seen));
            }
        }
        self.facts.appearances.sort_by_key(|(at, _)| *at);
        self.facts.appearances.dedup_by_key(|(at, _)| *at);
    }
}

/// The rows up to the last that are none of these, which are ascending.
fn gaps(rows: &[u32], last: u32) -> Vec<(u32, u32)> {
    let (mut out, mut next) = (Vec::new(), 0);
    for row in rows {
        if *row > next {
            out.push((next, row - 1));
        }
        next = next.max(row + 1);
    }
    if next <= last {
        out.push((next, last));
    }
    out
}
