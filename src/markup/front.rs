//! The Findings sheet as the XML of a part: its texts stand in it, so that the workbook's own list of texts is not
//! touched.

use super::package::DECLARATION;
use super::page::{COLUMNS, FIRST_ROW, KEY, KEY_HEIGHT, Page, Row, height};
use super::styles::Looks;
use super::xml::escaped;
use crate::reading::column_letters;
use std::fmt::Write;

/// The whole part.
pub(super) fn sheet(page: &Page, namespace: &str, looks: &Looks) -> String {
    let mut out = String::with_capacity(2_000 + page.rows.len() * 900);
    let widths: String = COLUMNS
        .iter()
        .enumerate()
        .map(|(n, (_, width))| format!("<col min=\"{0}\" max=\"{0}\" width=\"{width}\" customWidth=\"1\"/>", n + 1))
        .collect();
    let head = FIRST_ROW + page.lines.len() + page.on_copy.len() + 2;
    let _ = write!(
        out,
        "{DECLARATION}<worksheet xmlns=\"{namespace}\"><sheetPr><tabColor rgb=\"FFA3211A\"/><pageSetUpPr fitToPage=\"1\"/>\
         </sheetPr><sheetViews><sheetView showGridLines=\"0\" tabSelected=\"1\" workbookViewId=\"0\"><pane ySplit=\"{0}\" \
         topLeftCell=\"A{1}\" activePane=\"bottomLeft\" state=\"frozen\"/><selection pane=\"bottomLeft\" activeCell=\"A{1}\" \
         sqref=\"A{1}\"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/><cols>{widths}</cols><sheetData>",
        head,
        head + 1,
    );
    let mut sheet = Lines { out, row: 0 };
    sheet.row(Some(KEY_HEIGHT), &[(KEY, looks.key)]);
    sheet.row(Some(24.0), &[(&page.title, looks.title)]);
    for line in page.lines.iter().chain(&page.on_copy) {
        sheet.row(None, &[(line, looks.line)]);
    }
    sheet.row(None, &[]);
    sheet.row(Some(20.0), &COLUMNS.map(|(heading, _)| (heading, looks.heading)));
    let mut links = String::new();
    for row in &page.rows {
        let severity = looks.severity[row.severity as usize];
        let link = row.target.is_some();
        let styles = [severity, looks.text, if link { looks.link } else { looks.text }];
        let texts = row.texts();
        let cells: Vec<_> = texts
            .iter()
            .enumerate()
            .map(|(n, text)| (text.as_str(), styles.get(n).copied().unwrap_or(looks.text)))
            .collect();
        sheet.row(Some(height(row)), &cells);
        if let Some(target) = &row.target {
            let place = format!("{}{}", column_letters(Row::PLACE), sheet.row);
            let _ = write!(links, "<hyperlink ref=\"{place}\" location=\"{}\"/>", escaped(target));
        }
    }
    let mut out = sheet.out;
    out.push_str("</sheetData>");
    if !links.is_empty() {
        let _ = write!(out, "<hyperlinks>{links}</hyperlinks>");
    }
    out.push_str(
        "<pageMargins left=\"0.4\" right=\"0.4\" top=\"0.5\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/>\
         <pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/>\
         <headerFooter><oddFooter>&amp;CPage &amp;P of &amp;N</oddFooter></headerFooter></worksheet>",
    );
    out
}

struct Lines {
    out: String,
    row: usize,
}

impl Lines {
    fn row(&mut self, height: Option<f64>, cells: &[(&str, usize)]) {
        self.row += 1;
        let height = height.map(|h| format!(" ht=\"{h}\" customHeight=\"1\"")).unwrap_or_default();
        let _ = write!(self.out, "<row r=\"{}\"{height}>", self.row);
        for (n, (text, style)) in cells.iter().enumerate() {
            let place = format!("{}{}", column_letters(n as u16), self.row);
            let _ = match text.is_empty() {
                true => write!(self.out, "<c r=\"{place}\" s=\"{style}\"/>"),
                false => write!(
                    self.out,
                    "<c r=\"{place}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                    escaped(text)
                ),
            };
        }
        self.out.push_str("</row>");
    }
}
