//! The Findings sheet as a table of the part.

use super::super::page::{FIRST_ROW, FindingsPage, KEY_HEIGHT, columns, height, keys};
use super::super::styles::{INPUT, colour};
use super::super::xml::escaped;
use super::notes::words;
use super::styles::OdsStyles;
use crate::catalogue::Severity;
use crate::fit::fit;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Rows that stay in sight: all down to the headings.
pub(super) fn head(page: &FindingsPage) -> usize {
    FIRST_ROW + page.lines.len() + page.on_copy.len() + 2
}

/// The whole sheet.
pub(super) fn table(page: &FindingsPage, name: &str, accent: &str, styles: &mut OdsStyles<'_>) -> String {
    let kept = styles.kept();
    let mut sheet = OdsLines { out: String::new(), heights: BTreeMap::new(), styles };
    let front = OdsFrontStyles::new(accent, sheet.styles);
    let whole = sheet.styles.add(
        "table",
        "",
        "<style:table-properties table:display=\"true\" style:writing-mode=\"lr-tb\" table:tab-color=\"#a3211a\"/>",
    );
    let _ = write!(sheet.out, "<table:table table:name=\"{}\" table:style-name=\"{whole}\">", escaped(name));
    let columns = columns(page);
    for width in columns.widths() {
        let hidden = if width > 0.0 { "" } else { " table:visibility=\"collapse\"" };
        let width = (width * 7.0 + 5.0) / 96.0;
        let properties = format!("<style:table-column-properties style:column-width=\"{width:.4}in\"/>");
        let column = sheet.styles.add("table-column", "", &properties);
        let _ = write!(sheet.out, "<table:table-column table:style-name=\"{column}\"{hidden}/>");
    }
    let mut keys = keys(&columns);
    // The second cell keeps the colours.
    keys[1] = &kept;
    sheet.row(KEY_HEIGHT, &keys.iter().map(|key| (*key, front.key.as_str(), None)).collect::<Vec<_>>());
    sheet.row(24.0, &[(&page.title, &front.title, None)]);
    for line in page.lines.iter().chain(&page.on_copy) {
        sheet.row(15.0, &[(line, &front.line, None)]);
    }
    sheet.row(15.0, &[]);
    sheet.row(20.0, &columns.headings().map(|heading| (heading, front.heading.as_str(), None)).collect::<Vec<_>>());
    for row in &page.rows {
        let cells = columns.values(&row).map(|cell| {
            let plain = if cell.input { &front.input } else { &front.text };
            let style = cell.severity.map_or(plain, |s| &front.severity[s as usize]);
            let target = cell.target.and_then(link);
            (cell.text, style, target)
        });
        let cells: Vec<_> = cells.collect();
        let cells: Vec<_> = cells.iter().map(|(text, style, to)| (&**text, style.as_str(), to.as_deref())).collect();
        sheet.row(height(&columns, row), &cells);
    }
    sheet.out + "</table:table>"
}

/// `'Sheet'!A1` as a link within the workbook.
fn link(target: &str) -> Option<String> {
    let (sheet, cell) = target.rsplit_once('!')?;
    Some(format!("#{sheet}.{cell}"))
}

struct OdsFrontStyles {
    key: String,
    title: String,
    line: String,
    heading: String,
    text: String,
    input: String,
    severity: [String; 3],
}

impl OdsFrontStyles {
    fn new(accent: &str, styles: &mut OdsStyles<'_>) -> Self {
        let parent = styles.parent();
        let mut add = |cell: &str, paragraph: &str, text: &str| {
            styles.add(
                "table-cell",
                parent,
                &format!(
                    "<style:table-cell-properties style:vertical-align=\"middle\" {cell}/>\
                     <style:paragraph-properties fo:text-align=\"start\" {paragraph}/><style:text-properties {text}/>"
                ),
            )
        };
        let row = "fo:wrap-option=\"wrap\" fo:border-bottom=\"0.75pt solid #bfbfbf\"";
        let (indent, dark, bold) = ("fo:margin-left=\"0.2cm\"", "fo:color=\"#1f1f1f\"", "fo:font-weight=\"bold\"");
        let text = add(row, indent, dark);
        let shade = format!("#{}", &INPUT[2..]);
        let input = add(&format!("{row} fo:background-color=\"{shade}\""), indent, dark);
        let severity = [Severity::Error, Severity::Query, Severity::Note].map(|s| match colour(s) {
            Some(fill) => add(&format!("{row} fo:background-color=\"{fill}\""), indent, &format!("{dark} {bold}")),
            None => text.clone(),
        });
        Self {
            key: add("", "", "fo:color=\"#ffffff\" fo:font-size=\"2pt\""),
            title: add("", "", &format!("fo:color=\"{}\" fo:font-size=\"16pt\" {bold}", escaped(accent))),
            line: add("", "", dark),
            heading: add(
                &format!("{row} fo:background-color=\"{}\"", escaped(accent)),
                indent,
                &format!("fo:color=\"#ffffff\" {bold}"),
            ),
            text,
            input,
            severity,
        }
    }
}

struct OdsLines<'s, 'x> {
    out: String,
    /// Styles of rows by tenths of a point.
    heights: BTreeMap<u32, String>,
    styles: &'s mut OdsStyles<'x>,
}

impl OdsLines<'_, '_> {
    /// Cells: text, style, where it leads.
    fn row(&mut self, points: f64, cells: &[(&str, &str, Option<&str>)]) {
        let styles = &mut *self.styles;
        let style = self.heights.entry(fit::<u32>(points * 10.0)).or_insert_with(|| {
            let properties = format!(
                "<style:table-row-properties style:row-height=\"{points:.1}pt\" style:use-optimal-row-height=\"false\"/>"
            );
            styles.add("table-row", "", &properties)
        });
        let _ = write!(self.out, "<table:table-row table:style-name=\"{style}\">");
        for (text, style, target) in cells {
            let _ = write!(self.out, "<table:table-cell table:style-name=\"{style}\"");
            if text.is_empty() {
                self.out.push_str("/>");
                continue;
            }
            self.out.push_str(" office:value-type=\"string\">");
            for line in text.split('\n') {
                let _ = match target {
                    Some(target) => write!(
                        self.out,
                        "<text:p><text:a xlink:type=\"simple\" xlink:href=\"{}\">{}</text:a></text:p>",
                        escaped(target),
                        words(line)
                    ),
                    None => write!(self.out, "<text:p>{}</text:p>", words(line)),
                };
            }
            self.out.push_str("</table:table-cell>");
        }
        if cells.is_empty() {
            self.out.push_str("<table:table-cell/>");
        }
        self.out.push_str("</table:table-row>");
    }
}
