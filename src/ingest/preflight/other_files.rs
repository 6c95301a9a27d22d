//! The words for files that are no workbooks.

use memchr::memmem;

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
}
