//! What calamine does not say about the sheets of an OpenDocument workbook: styles, hidden rows and columns,
//! merged ranges, formulas whose results were not saved.

use super::facts::{CellStyle, SheetFacts, SpecialCell};
use crate::ingest::formats::NumberFormat;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// The number of the only style that is not plain.
const PERCENTAGE: usize = 0;
const ROWS: u32 = 1 << 20;
const COLUMNS: u32 = 1 << 14;

/// The XML without the spaces and line breaks between the cells of a row; `None` where there are none. Some programs
/// write every cell on a line of its own, which the standard allows and calamine takes for damage.
pub(super) fn without_gaps(xml: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut copied = 0;
    for at in memchr::memmem::find_iter(xml, b"table:") {
        let Some(open) = xml[..at].strip_suffix(b"<").or_else(|| xml[..at].strip_suffix(b"</")).map(<[u8]>::len) else {
            continue;
        };
        let name = &xml[at + b"table:".len()..];
        let in_row = [&b"table-cell"[..], b"covered-table-cell", b"table-row"].iter().any(|n| name.starts_with(n));
        let gap = xml[copied..open].iter().rev().take_while(|b| b.is_ascii_whitespace()).count();
        if in_row && gap > 0 && xml[..open - gap].ends_with(b">") {
            out.extend_from_slice(&xml[copied..open - gap]);
            copied = open;
        }
    }
    (copied > 0).then(|| {
        out.extend_from_slice(&xml[copied..]);
        out
    })
}

/// What each style of cells says, by its number.
pub(super) fn styles() -> Vec<CellStyle> {
    vec![CellStyle { format: NumberFormat::new("0%"), struck: false }]
}

/// The facts of every sheet, in order. Anything malformed ends the search: the parser will say so.
pub(super) fn sheets(xml: &[u8]) -> Vec<SheetFacts> {
    let mut reader = Reader::from_reader(xml);
    let mut out: Vec<SheetFacts> = Vec::new();
    let (mut row, mut next_row, mut col, mut column) = (0, 0, 0, 0);
    loop {
        let tag = match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => tag,
            Ok(Event::Eof) | Err(_) => return out,
            Ok(_) => continue,
        };
        match tag.name().as_ref() {
            "table:table" => {
                out.push(SheetFacts::default());
                (row, next_row, col, column) = (0, 0, 0, 0);
            }
            "table:table-column" => {
                let width = repeats(&tag, "table:number-columns-repeated", COLUMNS - column);
                if hidden(&tag)
                    && width > 0
                    && let Some(facts) = out.last_mut()
                {
                    facts.hidden_columns.push((column, column + width - 1));
                }
                column += width;
            }
            "table:table-row" => {
                let height = repeats(&tag, "table:number-rows-repeated", ROWS - next_row);
                (row, next_row, col) = (next_row, next_row + height, 0);
                if hidden(&tag)
                    && height > 0
                    && let Some(facts) = out.last_mut()
                {
                    facts.hidden_rows.push((row, next_row - 1));
                }
            }
            "table:table-cell" | "table:covered-table-cell" => {
                let width = repeats(&tag, "table:number-columns-repeated", COLUMNS - col);
                if let Some(facts) = out.last_mut() {
                    if tag.name().as_ref() == "table:covered-table-cell"
                        && attribute(&tag, "office:value-type").is_some()
                    {
                        facts.covered.push((row..next_row, col..col + width));
                    }
                    look_at(&tag, row..next_row, col..col + width, facts);
                }
                col += width;
            }
            _ => {}
        }
    }
}

fn look_at(tag: &BytesStart<'_>, rows: std::ops::Range<u32>, cols: std::ops::Range<u32>, facts: &mut SheetFacts) {
    let kind = attribute(tag, "office:value-type");
    let at = (rows.start, cols.start);
    if kind.as_deref() == Some("percentage") {
        facts.styled.push((rows, cols, PERCENTAGE));
    } else if kind.is_none() && attribute(tag, "table:formula").is_some() {
        facts.special.push(SpecialCell { at, formula: true, ..SpecialCell::default() });
    }
    let spans = |name| attribute(tag, name).is_some_and(|n| n != "1");
    if spans("table:number-columns-spanned") || spans("table:number-rows-spanned") {
        facts.merged.push(at);
    }
}

fn attribute<'t>(tag: &'t BytesStart<'_>, name: &str) -> Option<std::borrow::Cow<'t, str>> {
    tag.attributes().flatten().find(|a| a.key.as_ref() == name).map(|a| a.value)
}

fn repeats(tag: &BytesStart<'_>, name: &str, room: u32) -> u32 {
    attribute(tag, name).and_then(|n| n.parse().ok()).unwrap_or(1_u32).min(room)
}

fn hidden(tag: &BytesStart<'_>) -> bool {
    matches!(attribute(tag, "table:visibility").as_deref(), Some("collapse" | "filter"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn gaps_between_cells_go_and_those_in_texts_stay() {
        let xml = b"<table:table-row>\n <table:table-cell><text:p> a </text:p></table:table-cell>\n<table:table-cell/>\t</table:table-row>";
        let tight = b"<table:table-row><table:table-cell><text:p> a </text:p></table:table-cell><table:table-cell/></table:table-row>";
        assert_eq!(super::without_gaps(xml).as_deref(), Some(&tight[..]));
        assert_eq!(super::without_gaps(tight), None);
    }

    #[test]
    fn finds_what_calamine_does_not_say() {
        let xml = br#"<office:body><table:table table:name="a"><table:table-column table:number-columns-repeated="2"/>
            <table:table-column table:visibility="collapse"/>
            <table:table-row table:number-rows-repeated="2"/>
            <table:table-row table:visibility="filter"><table:table-cell table:number-columns-spanned="2"/>
            <table:covered-table-cell/><table:table-cell office:value-type="percentage" office:value="0.5"/>
            <table:table-cell table:formula="of:=1"/></table:table-row></table:table><table:table/></office:body>"#;
        let sheets = super::sheets(xml);
        let facts = &sheets[0];
        assert_eq!((sheets.len(), &facts.hidden_rows, &facts.hidden_columns), (2, &vec![(2, 2)], &vec![(2, 2)]));
        assert!(facts.is_merged((2, 0)) && facts.style_of((2, 2)).is_some() && facts.style_of((2, 3)).is_none());
        assert_eq!(facts.special[0].at, (2, 3));
    }
}
