//! Texts whose runs have fonts of their own: those that cells share, and those that stand in a cell.

use super::records::characters;
use crate::ingest::preflight::runs::RichTexts;
use crate::ingest::preflight::xlsb_records::number;
use crate::record::Run;
use std::collections::BTreeMap;

/// What a font says of the characters that have it.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub(super) struct Font {
    pub struck: bool,
    pub raised: bool,
}

/// Where a run begins, and the number of its font.
type RunStart = (usize, u32);

/// The fonts of a workbook. There is none with the number 4.
#[derive(Default)]
pub(super) struct Fonts(Vec<Font>);

impl Fonts {
    pub fn take(&mut self, body: &[u8]) {
        let struck = number::<2>(body, 2).is_some_and(|flags| flags & 0x08 != 0);
        self.0.push(Font { struck, raised: number::<2>(body, 8).is_some_and(|place| place != 0) });
    }

    pub fn get(&self, id: u32) -> Font {
        let n = if id > 4 { id - 1 } else { id };
        self.0.get(n as usize).copied().unwrap_or_default()
    }

    /// A text by its runs: where each begins, and its font.
    fn runs(&self, units: &[u16], starts: &[RunStart]) -> Vec<Run> {
        // What stands before the first run has the font of the cell.
        let mut pieces = vec![(0, Font::default())];
        pieces.extend(starts.iter().map(|(at, font)| ((*at).min(units.len()), self.get(*font))));
        let ends = pieces.iter().skip(1).map(|(at, _)| *at).chain([units.len()]);
        let run = |((at, font), end): (&(usize, Font), usize)| Run {
            text: String::from_utf16_lossy(units.get(*at..end).unwrap_or_default()),
            struck: font.struck,
            raised: font.raised,
        };
        pieces.iter().zip(ends).map(run).filter(|run| !run.text.is_empty()).collect()
    }

    /// What stands for the text of a cell whose runs follow it in the record; `None` for a text like any other.
    pub fn standing_for(&self, body: &[u8], biff8: bool, rich: &mut RichTexts) -> Option<String> {
        let count = number::<2>(body, 6)? as usize;
        let (text, end) = characters(body.get(8..)?, count, biff8)?;
        let runs = body.get(8 + end..)?;
        let starts: Vec<RunStart> = if biff8 {
            let pairs = runs.get(2..)?.as_chunks::<4>().0.iter();
            pairs
                .map(|c| (usize::from(u16::from_le_bytes([c[0], c[1]])), u32::from(c[2]) | u32::from(c[3]) << 8))
                .collect()
        } else {
            runs.get(1..)?.as_chunks::<2>().0.iter().map(|c| (usize::from(c[0]), u32::from(c[1]))).collect()
        };
        rich.keep(&self.runs(&text.encode_utf16().collect::<Vec<_>>(), &starts))
    }

    /// What stands for those shared texts that are not like others, by their numbers. They are written over as many
    /// records as they need.
    pub fn shared(&self, pieces: Vec<&[u8]>, rich: &mut RichTexts) -> BTreeMap<u32, String> {
        let mut out = BTreeMap::new();
        // How many texts there are is said first.
        let mut texts = Pieces { pieces, piece: 0, at: 8 };
        for n in 0.. {
            let Some((units, starts)) = texts.text() else { return out };
            if !starts.is_empty()
                && let Some(mark) = rich.keep(&self.runs(&units, &starts))
            {
                out.insert(n, mark);
            }
        }
        out
    }
}

/// The bytes of several records that continue each other.
struct Pieces<'a> {
    pieces: Vec<&'a [u8]>,
    piece: usize,
    at: usize,
}

impl Pieces<'_> {
    fn byte(&mut self) -> Option<u8> {
        while self.at >= self.pieces.get(self.piece)?.len() {
            (self.piece, self.at) = (self.piece + 1, 0);
        }
        self.at += 1;
        self.pieces[self.piece].get(self.at - 1).copied()
    }

    fn two(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    /// The next text: its characters, and its runs by where they begin and their fonts.
    fn text(&mut self) -> Option<(Vec<u16>, Vec<RunStart>)> {
        let (count, flags) = (self.two()?, self.byte()?);
        let runs = if flags & 0x08 != 0 { self.two()? } else { 0 };
        let more = if flags & 0x04 != 0 { u32::from(self.two()?) | u32::from(self.two()?) << 16 } else { 0 };
        let mut wide = flags & 1 != 0;
        let mut units = Vec::new();
        while units.len() < usize::from(count) {
            if self.at >= self.pieces.get(self.piece)?.len() {
                // A text that goes on in the next record says again how wide its characters are.
                (self.piece, self.at) = (self.piece + 1, 0);
                wide = self.byte()? & 1 != 0;
            }
            units.push(if wide { self.two()? } else { u16::from(self.byte()?) });
        }
        let mut starts = Vec::new();
        for _ in 0..runs {
            starts.push((usize::from(self.two()?), u32::from(self.two()?)));
        }
        for _ in 0..more {
            self.byte()?;
        }
        Some((units, starts))
    }
}
