//! Parts of a workbook as the parser can read them, and the words for files that are none.

use super::refusal::WorkbookFormat;
use super::xlsb_records;
use memchr::memmem;

/// A part as the parser can read it; `None` where it is so already.
pub(super) fn readable(kind: WorkbookFormat, name: &str, part: &[u8]) -> Option<Vec<u8>> {
    if name.ends_with(".bin") {
        return (kind == WorkbookFormat::Xlsb).then(|| xlsb_records::in_long_form(part)).flatten();
    }
    let in_utf_8 = in_utf_8(part);
    let xml = in_utf_8.as_deref().unwrap_or(part);
    let changed = match kind {
        WorkbookFormat::Xlsx | WorkbookFormat::Xlsb if name.ends_with(".rels") => without_macro_sheets(xml),
        _ => None,
    };
    changed.or(in_utf_8)
}

/// XML in UTF-16, which the standard allows, in UTF-8.
fn in_utf_8(xml: &[u8]) -> Option<Vec<u8>> {
    let (units, rest) = xml.as_chunks::<2>();
    let read: fn([u8; 2]) -> u16 = match units.first() {
        Some([0xFF, 0xFE]) => u16::from_le_bytes,
        Some([0xFE, 0xFF]) => u16::from_be_bytes,
        _ => return None,
    };
    let text = char::decode_utf16(units[1..].iter().map(|u| read(*u))).collect::<Result<String, _>>();
    text.ok().filter(|_| rest.is_empty()).map(String::into_bytes)
}

/// Relationships in which a sheet of macros is a sheet of dialogues, that nobody reads either: the parser refuses a
/// workbook with a kind of sheet that it does not know.
fn without_macro_sheets(relations: &[u8]) -> Option<Vec<u8>> {
    memmem::find(relations, b"acrosheet")?;
    let text = std::str::from_utf8(relations).ok()?;
    let text = text.replace("/xlMacrosheet\"", "/dialogsheet\"").replace("/xlIntlMacrosheet\"", "/dialogsheet\"");
    Some(text.replace("\"macrosheets/", "\"dialogsheets/").into_bytes())
}

/// What the file is instead of a workbook, as far as its first bytes tell.
pub(super) fn file_of_another_kind(bytes: &[u8]) -> &'static str {
    const LOOKED_AT: usize = 2 << 10;
    let head = &bytes[..bytes.len().min(LOOKED_AT)];
    let has = |text: &[u8]| memmem::find(&head.to_ascii_lowercase(), text).is_some();
    if head.is_empty() {
        "an empty file"
    } else if head.starts_with(b"%PDF") {
        "a PDF, which is a printed page"
    } else if has(b"urn:schemas-microsoft-com:office:spreadsheet") {
        "an XML spreadsheet of 2003; open it in Excel and save it as .xlsx"
    } else if has(b"urn:oasis:names:tc:opendocument") {
        "a flat OpenDocument file; save it as .ods or .xlsx"
    } else if has(b"<html") || has(b"<table") {
        "a web page, which Excel opens too; save it as .xlsx"
    } else if matches!(head, [0x09, 0x00 | 0x02 | 0x04, ..]) {
        "a workbook from before Excel 5; open it and save it as .xlsx"
    } else if head.iter().all(|b| *b >= b' ' || matches!(b, b'\t' | b'\r' | b'\n')) {
        "plain text, such as CSV; open it in Excel and save it as .xlsx"
    } else {
        "a file of another kind"
    }
}

/// What an archive is that has no workbook of its own, by the names of its parts in lower case.
pub(super) fn archive_without_workbook(names: &[String]) -> &'static str {
    let any = |test: fn(&str) -> bool| names.iter().any(|n| test(n));
    if any(|n| n == "word/document.xml") {
        "a Word document"
    } else if any(|n| n == "ppt/presentation.xml") {
        "a PowerPoint presentation"
    } else if any(|n| [".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"].iter().any(|kind| n.ends_with(kind))) {
        "an archive with a workbook packed in it; unpack it first"
    } else {
        "an archive without a workbook"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(b"", "an empty file")]
    #[case(b"Ref,Value\r\nW1,2\r\n", "plain text")]
    #[case(b"\xEF\xBB\xBFRef;Value", "plain text")]
    #[case(b"<!DOCTYPE html><HTML><body>", "a web page")]
    #[case(b"\x09\x00\x04\x00\x02\x00\x10\x00", "a workbook from before Excel 5")]
    #[case(b"\x7fELF\x02\x01", "a file of another kind")]
    fn files_that_are_no_workbooks(#[case] bytes: &[u8], #[case] words: &str) {
        assert!(file_of_another_kind(bytes).starts_with(words));
    }

    #[test]
    fn utf_16_and_macro_sheets() {
        let utf_16: Vec<u8> = "\u{feff}<a>é</a>".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(readable(WorkbookFormat::Xlsx, "xl/a.xml", &utf_16).as_deref(), Some("<a>é</a>".as_bytes()));
        assert_eq!(readable(WorkbookFormat::Xlsx, "xl/a.xml", b"<a/>"), None);
        let relations = br#"<Relationship Type="urn:x/xlMacrosheet" Target="macrosheets/sheet1.xml"/>"#;
        let expected = br#"<Relationship Type="urn:x/dialogsheet" Target="dialogsheets/sheet1.xml"/>"#;
        let name = "xl/_rels/workbook.xml.rels";
        assert_eq!(readable(WorkbookFormat::Xlsx, name, relations).as_deref(), Some(&expected[..]));
    }
}
