//! The Findings sheet as the XML of a part: its texts stand in it, so that the workbook's own list of texts is not
//! touched.

use super::package::DECLARATION;
use super::page::{FIRST_ROW, FindingCell, FindingsPage, KEY_HEIGHT, columns, height, keys};
use super::styles::FrontStyles;
use super::xml::escaped;
use crate::fit::fit;
use crate::reading::column_letters;
use std::fmt::Write;

/// The whole part.
pub(super) fn sheet(page: &FindingsPage, namespace: &str, styles: &FrontStyles) -> String {
    let mut out = String::with_capacity(2_000 + page.rows.len() * 900);
    let columns = columns(page);
    let widths: String = (1..)
        .zip(columns.widths())
        .map(|(n, width)| {
            let hidden = if width > 0.0 { "" } else { " hidden=\"1\"" };
            format!("<col min=\"{n}\" max=\"{n}\" width=\"{width}\"{hidden} customWidth=\"1\"/>")
        })
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
    let mut sheet = XmlLines { out, row: 0 };
    sheet.row(Some(KEY_HEIGHT), &keys(&columns).into_iter().map(|key| (key, styles.key)).collect::<Vec<_>>());
    sheet.row(Some(24.0), &[(&page.title, styles.title)]);
    for line in page.lines.iter().chain(&page.on_copy) {
        sheet.row(None, &[(line, styles.line)]);
    }
    sheet.row(None, &[]);
    sheet.row(Some(20.0), &columns.headings().map(|heading| (heading, styles.heading)).collect::<Vec<_>>());
    let mut links = String::new();
    for row in &page.rows {
        let cells: Vec<_> = columns.values(&row).collect();
        let styled = |cell: &FindingCell<'_>| match (cell.severity, cell.target) {
            _ if cell.input => styles.input,
            (Some(severity), _) => styles.severity[severity as usize],
            (None, Some(_)) => styles.link,
            (None, None) => styles.text,
        };
        sheet.row(Some(height(&columns, row)), &cells.iter().map(|c| (&*c.text, styled(c))).collect::<Vec<_>>());
        for (n, cell) in cells.iter().enumerate() {
            if let Some(target) = cell.target {
                let place = format!("{}{}", column_letters(fit::<u16>(n)), sheet.row);
                let _ = write!(links, "<hyperlink ref=\"{place}\" location=\"{}\"/>", escaped(target));
            }
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

struct XmlLines {
    out: String,
    row: usize,
}

impl XmlLines {
    fn row(&mut self, height: Option<f64>, cells: &[(&str, usize)]) {
        self.row += 1;
        let height = height.map(|h| format!(" ht=\"{h}\" customHeight=\"1\"")).unwrap_or_default();
        let _ = write!(self.out, "<row r=\"{}\"{height}>", self.row);
        for (n, (text, style)) in cells.iter().enumerate() {
            let place = format!("{}{}", column_letters(fit::<u16>(n)), self.row);
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
