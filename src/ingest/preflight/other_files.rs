//! The words for files that are no workbooks.

use memchr::memmem;

/// How a shortcut of Windows and an alias of macOS begin.
const LINKS: [&[u8]; 2] = [b"\x4C\0\0\0\x01\x14\x02\0\0\0\0\0\xC0\0\0\0\0\0\0\x46", b"book\0\0\0\0mark"];

/// Files that only point to another, by how they begin and what they then have: shortcuts to a page of Windows, of a
/// Linux desktop and of macOS, and what a synchronised folder shows of a document that lives on the web.
const POINTERS: [(&[u8], &[u8]); 6] = [
    (b"[", b"[internetshortcut"),
    (b"[", b"[desktop entry]"),
    (b"<?xml", b"<key>url</key>"),
    (b"bplist", b"url"),
    (b"{", b"\"doc_id\""),
    (b"{", b"\"url\""),
];

/// What the file is instead of a workbook, as far as its first bytes tell.
pub(super) fn file_of_another_kind(bytes: &[u8]) -> &'static str {
    const LOOKED_AT: usize = 2 << 10;
    let head = &bytes[..bytes.len().min(LOOKED_AT)];
    // In capitals or not, in two bytes a letter or in one, with a mark of the order of bytes or without.
    let lower: Vec<u8> = head.iter().filter(|b| !matches!(b, 0 | 0xFE | 0xFF)).map(u8::to_ascii_lowercase).collect();
    let lower = lower.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&lower).trim_ascii_start();
    let has = |text: &[u8]| memmem::find(lower, text).is_some();
    let points = |(start, then): &(&[u8], &[u8])| lower.starts_with(start) && has(then);
    if head.is_empty() {
        "an empty file"
    } else if LINKS.iter().any(|start| head.starts_with(start)) || POINTERS.iter().any(points) {
        "a link to a file, not the file"
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
    #[case(b"[InternetShortcut]\r\nURL=https://a.example/HSG.xlsx\r\n", "a link")]
    #[case(
        b"\xEF\xBB\xBF[{000214A0-0000-0000-C000-000000000046}]\r\nProp3=19,2\r\n[InternetShortcut]\r\nURL=x",
        "a link"
    )]
    #[case(b"\xFF\xFE[\0I\0n\0t\0e\0r\0n\0e\0t\0S\0h\0o\0r\0t\0c\0u\0t\0]\0", "a link")]
    #[case(b"\x4C\0\0\0\x01\x14\x02\0\0\0\0\0\xC0\0\0\0\0\0\0\x46\x9b\0", "a link")]
    #[case(b"[Desktop Entry]\nType=Link\n", "a link")]
    #[case(b"<?xml version=\"1.0\"?>\n<plist><dict><key>URL</key></dict></plist>", "a link")]
    #[case(b"bplist00\xd1\x01\x02SURL_", "a link")]
    #[case(b"book\0\0\0\0mark\0\0\0\0", "a link")]
    #[case(b"{\"url\": \"https://docs.google.com/open?id=1\", \"doc_id\": \"1\"}", "a link")]
    #[case(b"Ref,Comment\r\nW1,\"see [InternetShortcut] at https://docs.google.com/\"", "plain text")]
    fn files_that_are_no_workbooks(#[case] bytes: &[u8], #[case] words: &str) {
        assert!(file_of_another_kind(bytes).starts_with(words));
    }
}
