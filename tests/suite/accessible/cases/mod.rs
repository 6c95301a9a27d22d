//! What breaks each point, and what is near it: changes to the parts of the good workbook.

mod formatting;
mod near;
mod structure;
mod tables;

use super::packed::{Parts, good};
pub use near::KEEPS;

/// The two formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Xlsx,
    Ods,
}

impl Kind {
    pub const ALL: [Self; 2] = [Self::Xlsx, Self::Ods];

    pub fn folder(self) -> &'static str {
        if self == Self::Xlsx { "xlsx" } else { "ods" }
    }
}

/// In a part, one text in place of another; without a text to look for, a part that is added.
type Change = (&'static str, &'static str, &'static str);

/// A change to the good workbook in both formats.
pub struct Case {
    pub point: u8,
    /// `Sheet!A1`, or a sheet, or nothing for the whole workbook.
    pub place: &'static str,
    /// Some of what is said.
    pub what: &'static str,
    xlsx: &'static [Change],
    ods: &'static [Change],
}

impl Case {
    /// The changed parts.
    pub fn of(&self, kind: Kind) -> Parts {
        let (mut parts, changes) = (good(kind), if kind == Kind::Xlsx { self.xlsx } else { self.ods });
        for (part, from, to) in changes {
            let text = parts.get(*part).cloned().unwrap_or_default();
            assert!(from.is_empty() || text.contains(from), "{kind:?}, point {}: no {from} in {part}", self.point);
            parts.insert(
                (*part).to_owned(),
                if from.is_empty() { (*to).to_owned() } else { text.replacen(from, to, 1) },
            );
        }
        parts
    }
}

const PUPILS: &str = "xl/worksheets/sheet3.xml";
const NOTES: &str = "xl/worksheets/sheet2.xml";
const COVER: &str = "xl/worksheets/sheet1.xml";
const TABLE: &str = "xl/tables/table2.xml";
const STYLES: &str = "xl/styles.xml";
const BOOK: &str = "xl/workbook.xml";
const PUPILS_RELS: &str = "xl/worksheets/_rels/sheet3.xml.rels";
const CONTENT: &str = "content.xml";
const OWN: &str = "<style:table-cell-properties fo:background-color=\"transparent\"/>";
const RANGE: &str = "Pupils.A4:Pupils.C7";
const DRAWING: Change = (
    PUPILS_RELS,
    "</Relationships>",
    "<Relationship Id=\"rId7\" Type=\"http://x/drawing\" Target=\"../drawings/drawing1.xml\"/></Relationships>",
);

/// The same words in both formats, in place of others.
macro_rules! words {
    ($point:literal, $place:literal, $what:literal, $part:ident: $from:literal => $to:literal) => {
        Case { point: $point, place: $place, what: $what, xlsx: &[($part, $from, $to)], ods: &[(CONTENT, $from, $to)] }
    };
}

/// A style of the first cell of the table's body: what is put into the font, the alignment and the properties.
macro_rules! style {
    ($point:literal, $place:literal, $what:literal, $font:literal, $align:literal, $cell:literal, $ods:literal) => {
        Case {
            point: $point,
            place: $place,
            what: $what,
            xlsx: &[
                (STYLES, "</fonts>", concat!("<font>", $font, "</font></fonts>")),
                (
                    STYLES,
                    "</fills>",
                    "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFDDEEFF\"/></patternFill></fill></fills>",
                ),
                (STYLES, "</cellXfs>", concat!("<xf fontId=\"4\"", $cell, " xfId=\"0\">", $align, "</xf></cellXfs>")),
                (PUPILS, "<c r=\"A5\" s=\"0\"", "<c r=\"A5\" s=\"4\""),
            ],
            ods: &[(CONTENT, OWN, $ods)],
        }
    };
}

use {style, words};

/// The changes that break a point, by the points.
pub fn breaks() -> impl Iterator<Item = &'static Case> {
    [tables::BREAKS, formatting::BREAKS, structure::BREAKS].into_iter().flatten()
}
