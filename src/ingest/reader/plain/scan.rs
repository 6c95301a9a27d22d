//! The cells of a sheet in the plain shape: elements and attributes without prefixes, comments or surprises. What is not
//! of that shape ends the scan; nothing is guessed.

use super::texts::{Mode, Odd, is_plain, text};
use std::borrow::Cow;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Scanned<'x> {
    Nothing,
    Number(f64),
    /// The number of a text of the workbook.
    Shared(usize),
    Text(Cow<'x, str>),
    Bool(bool),
    Error(&'x str),
}

/// A cell, its row and column counted from 0, and the number of its style, where it names one.
pub(super) type ScannedCell<'x> = ((u32, u32), Option<usize>, Scanned<'x>);

/// Walks over the rows of a sheet.
pub(super) struct Scan<'x> {
    xml: &'x str,
    at: usize,
    row: u32,
    column: u32,
}

/// The tag that a place is in: how it ends, and the attributes that are asked for.
struct Tag<'x, const N: usize> {
    values: [Option<&'x str>; N],
    closed: bool,
}

impl<'x> Scan<'x> {
    /// From the first row on; the whole part is UTF-8.
    pub fn new(xml: &'x [u8]) -> Result<Self, Odd> {
        let xml = std::str::from_utf8(xml).map_err(|_| Odd)?;
        let (head, _) = xml.split_once("<sheetData").ok_or(Odd)?;
        // In a comment or a value it would be no tag.
        if !is_plain(head) {
            return Err(Odd);
        }
        let mut out = Self { xml, at: head.len() + "<sheetData".len(), row: 0, column: 0 };
        let tag = out.tag([])?;
        if tag.closed { Err(Odd) } else { Ok(out) }
    }

    /// The next cell; `None` at the end of the rows.
    pub fn next(&mut self) -> Result<Option<ScannedCell<'x>>, Odd> {
        loop {
            self.space();
            if self.takes("<c") {
                return self.cell().map(Some);
            } else if self.takes("</row>") {
                (self.row, self.column) = (self.row + 1, 0);
            } else if self.takes("<row") {
                let Tag { values: [r], closed } = self.tag(["r"])?;
                if let Some(r) = r {
                    self.row = row(r.as_bytes())?;
                }
                if closed {
                    (self.row, self.column) = (self.row + 1, 0);
                }
            } else if self.takes("</sheetData>") {
                return Ok(None);
            } else {
                return Err(Odd);
            }
        }
    }

    fn cell(&mut self) -> Result<ScannedCell<'x>, Odd> {
        let Tag { values: [r, style, kind], closed } = self.tag(["r", "s", "t"])?;
        let at = match r {
            Some(r) => place(r.as_bytes())?,
            None => (self.row, self.column),
        };
        let style = style.map(|s| digits(s.as_bytes())).transpose()?;
        let value = if closed { Scanned::Nothing } else { self.content(kind)? };
        self.column = at.1 + 1;
        Ok((at, style, value))
    }

    /// What stands in a cell, up to its end.
    fn content(&mut self, kind: Option<&str>) -> Result<Scanned<'x>, Odd> {
        let mut value = Scanned::Nothing;
        loop {
            self.space();
            if self.takes("<v>") {
                value = self.value(kind)?;
            } else if self.takes("</c>") {
                return Ok(value);
            } else if self.takes("<f") {
                if !self.tag([])?.closed {
                    let formula = self.until("</f>")?;
                    // A reference without an end is a fault of the sheet, whoever reads it.
                    if formula.split('&').skip(1).any(|reference| !reference.contains(';')) {
                        return Err(Odd);
                    }
                }
                value = Scanned::Nothing;
            } else if self.takes("<is><t") {
                let Tag { values: [space], closed } = self.tag(["xml:space"])?;
                if closed {
                    return Err(Odd);
                }
                let mode = if space == Some("preserve") { Mode::Kept } else { Mode::Trimmed };
                value = Scanned::Text(text(self.until("</t>")?, mode)?);
                if !self.takes("</is>") {
                    return Err(Odd);
                }
            } else {
                return Err(Odd);
            }
        }
    }

    fn value(&mut self, kind: Option<&str>) -> Result<Scanned<'x>, Odd> {
        let inner = self.until("</v>")?;
        Ok(match kind {
            Some("str") => Scanned::Text(text(inner, Mode::Kept)?),
            _ if inner.is_empty() => Scanned::Nothing,
            None | Some("n") => Scanned::Number(number(inner)?),
            Some("s") => Scanned::Shared(digits(inner.as_bytes())?),
            Some("b") if inner == "0" || inner == "1" => Scanned::Bool(inner == "1"),
            Some("e") => Scanned::Error(inner),
            _ => return Err(Odd),
        })
    }

    fn space(&mut self) {
        let rest = &self.xml.as_bytes()[self.at..];
        self.at += rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
    }

    fn takes(&mut self, word: &str) -> bool {
        let here = self.xml.as_bytes()[self.at..].starts_with(word.as_bytes());
        self.at += if here { word.len() } else { 0 };
        here
    }

    /// What stands up to an end tag, which is the next tag.
    fn until(&mut self, end: &str) -> Result<&'x str, Odd> {
        let rest = &self.xml[self.at..];
        let inner = &rest[..memchr::memchr(b'<', rest.as_bytes()).ok_or(Odd)?];
        if !rest[inner.len()..].starts_with(end) {
            return Err(Odd);
        }
        self.at += inner.len() + end.len();
        Ok(inner)
    }

    /// The rest of a tag behind its name, and the values of these attributes, none of which may come twice.
    fn tag<const N: usize>(&mut self, names: [&str; N]) -> Result<Tag<'x, N>, Odd> {
        let mut values = [None; N];
        loop {
            let from = self.at;
            self.space();
            let spaced = self.at > from;
            if self.takes(">") {
                return Ok(Tag { values, closed: false });
            }
            if self.takes("/>") {
                return Ok(Tag { values, closed: true });
            }
            if !spaced {
                return Err(Odd);
            }
            let rest = &self.xml[self.at..];
            let name = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || b":_-".contains(b)).count();
            let value = rest[name..].strip_prefix("=\"").ok_or(Odd)?;
            let value = &value[..memchr::memchr(b'"', value.as_bytes()).ok_or(Odd)?];
            if name == 0 || value.contains(['<', '&', '>']) {
                return Err(Odd);
            }
            if let Some(n) = names.iter().position(|wanted| *wanted == &rest[..name])
                && values[n].replace(value).is_some()
            {
                return Err(Odd);
            }
            self.at += name + value.len() + "=\"\"".len();
        }
    }
}

/// A number without a sign, of at most nine digits.
fn digits(text: &[u8]) -> Result<usize, Odd> {
    if text.is_empty() || text.len() > 9 || !text.iter().all(u8::is_ascii_digit) {
        return Err(Odd);
    }
    Ok(text.iter().fold(0, |n, b| n * 10 + usize::from(b - b'0')))
}

/// A row as it is written, counted from 1.
fn row(text: &[u8]) -> Result<u32, Odd> {
    let row = u32::try_from(digits(text)?).map_err(|_| Odd)?;
    row.checked_sub(1).ok_or(Odd)
}

/// `B7` as (6, 1).
fn place(text: &[u8]) -> Result<(u32, u32), Odd> {
    let letters = text.iter().take_while(|b| b.is_ascii_uppercase()).count();
    if letters == 0 || letters > 3 {
        return Err(Odd);
    }
    let column = text[..letters].iter().fold(0, |n, b| n * 26 + u32::from(b - b'A') + 1);
    Ok((row(&text[letters..])?, column - 1))
}

/// A number as programs write it: `-12`, `0.85`, `1.5E-3`.
fn number(text: &str) -> Result<f64, Odd> {
    let unsigned = text.strip_prefix('-').unwrap_or(text).as_bytes();
    let run = |from: usize| unsigned[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut at = run(0);
    if at == 0 {
        return Err(Odd);
    }
    // The most common number of all: whole, and far below 2^53.
    if at == unsigned.len() && at <= 9 {
        let whole = digits(unsigned)? as f64;
        return Ok(if unsigned.len() < text.len() { -whole } else { whole });
    }
    if unsigned.get(at) == Some(&b'.') {
        let fraction = run(at + 1);
        at += 1 + fraction;
        if fraction == 0 {
            return Err(Odd);
        }
    }
    if matches!(unsigned.get(at), Some(b'e' | b'E')) {
        at += 1 + usize::from(matches!(unsigned.get(at + 1), Some(b'+' | b'-')));
        let exponent = if at <= unsigned.len() { run(at) } else { 0 };
        at += exponent;
        if exponent == 0 {
            return Err(Odd);
        }
    }
    if at != unsigned.len() {
        return Err(Odd);
    }
    text.parse().ok().filter(|n: &f64| n.is_finite()).ok_or(Odd)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanned(rows: &str) -> Result<Vec<String>, Odd> {
        let xml = format!("<worksheet><dimension ref=\"A1\"/><sheetData>{rows}</sheetData></worksheet>");
        let mut scan = Scan::new(xml.as_bytes())?;
        let mut out = vec![];
        while let Some(((row, column), style, value)) = scan.next()? {
            out.push(format!("{row},{column} s{} {value:?}", style.unwrap_or(0)));
        }
        Ok(out)
    }

    #[test]
    fn cells_of_the_plain_shape() {
        let rows = "<row r=\"2\" spans=\"1:3\" ht=\"15\">\n <c r=\"B2\" s=\"3\"><v>12</v></c><c><v>-0.5e-2</v></c>\
                    <c t=\"s\"><v>7</v></c></row><row/><row><c r=\"AA4\" t=\"str\"><f>A1&amp;\"x\"</f><v>R&amp;D</v></c>\
                    <c s=\"1\"/><c t=\"inlineStr\"><is><t> a </t></is></c>\
                    <c t=\"inlineStr\"><is><t xml:space=\"preserve\"> a </t></is></c><c t=\"b\"><v>1</v></c>\
                    <c t=\"e\"><v>#N/A</v></c><c><f>A1</f></c><c><v></v></c><c><v>1</v><f/></c></row>";
        assert_eq!(
            scanned(rows).unwrap(),
            [
                "1,1 s3 Number(12.0)",
                "1,2 s0 Number(-0.005)",
                "1,3 s0 Shared(7)",
                "3,26 s0 Text(\"R&D\")",
                "3,27 s1 Nothing",
                "3,28 s0 Text(\"a\")",
                "3,29 s0 Text(\" a \")",
                "3,30 s0 Bool(true)",
                "3,31 s0 Error(\"#N/A\")",
                "3,32 s0 Nothing",
                "3,33 s0 Nothing",
                "3,34 s0 Nothing",
            ]
        );
    }

    #[test]
    fn what_is_not_of_it_is_left_to_calamine() {
        for rows in [
            "<x:row/>",
            "<row><!-- --></row>",
            "<row r='2'/>",
            "<row r=\"0\"/>",
            "<row r=\"+2\"/>",
            "<row r=\"2\" r=\"3\"/>",
            "<row><c r=\"b2\"/></row>",
            "<row><c r=\"B\"/></row>",
            "<row><c r=\"B2\" s=\"\"/></row>",
            "<row><c><v>1 </v></c></row>",
            "<row><c><v>1.</v></c></row>",
            "<row><c><v>.5</v></c></row>",
            "<row><c><v>1e</v></c></row>",
            "<row><c><v>1e+</v></c></row>",
            "<row><c><v>1e999</v></c></row>",
            "<row><c><v>inf</v></c></row>",
            "<row><c><v>&#49;</v></c></row>",
            "<row><c t=\"b\"><v>true</v></c></row>",
            "<row><c t=\"d\"><v>2026-09-30</v></c></row>",
            "<row><c t=\"inlineStr\"><v>1</v></c></row>",
            "<row><c t=\"inlineStr\"><is><r><t>a</t></r></is></c></row>",
            "<row><c t=\"str\"><v>_x000D_</v></c></row>",
            "<row><c t=\"str\"><v>a\rb</v></c></row>",
            "<row><c><v xml:space=\"preserve\">1</v></c></row>",
            "<row><c><v>1</v>",
            "text",
        ] {
            assert_eq!(scanned(rows), Err(Odd), "{rows}");
        }
        assert!(Scan::new(b"<worksheet><!-- <sheetData> --><sheetData></sheetData></worksheet>").is_err());
        assert!(Scan::new(b"<x:worksheet><x:sheetData></x:sheetData></x:worksheet>").is_err());
    }
}
