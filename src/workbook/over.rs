//! What lies over the cells of a sheet: marks, sparklines.

use super::{Mark, Sparklines};
use rust_xlsxwriter::{ChartEmptyCells, ConditionalFormatFormula, Format, Sparkline, Worksheet, XlsxError};

pub(super) fn mark(sheet: &mut Worksheet, mark: &Mark) -> Result<(), XlsxError> {
    let mut format = Format::new();
    if !mark.fill.is_empty() {
        format = format.set_background_color(mark.fill.as_str());
    }
    if !mark.ink.is_empty() {
        format = format.set_font_color(mark.ink.as_str());
    }
    let rule = ConditionalFormatFormula::new().set_rule(mark.formula.as_str()).set_format(format);
    let (r1, c1, r2, c2) = mark.range;
    sheet.add_conditional_format(r1, c1, r2, c2, &rule)?;
    Ok(())
}

pub(super) fn sparklines(sheet: &mut Worksheet, own_name: &str, s: &Sparklines) -> Result<(), XlsxError> {
    let data = if s.data_sheet.is_empty() { own_name } else { s.data_sheet.as_str() };
    let rows = s.last_row.saturating_sub(s.first_row);
    let colour = if s.colour.is_empty() { "#404040" } else { &*s.colour };
    let base = || {
        Sparkline::new()
            .set_sparkline_color(colour)
            .set_line_weight(1.25)
            // The figures may stand in a closed group of columns.
            .show_hidden_data(true)
            .show_last_point(true)
            .set_last_point_color(colour)
            .show_empty_cells_as(if s.over_gaps { ChartEmptyCells::Connected } else { ChartEmptyCells::Gaps })
    };
    if rows == 0 || s.from_column == s.to_column {
        // The writer refuses a group whose data are a single row or column.
        for k in 0..=rows {
            let row = s.data_first_row + k;
            let one = base().set_range((data, row, s.from_column, row, s.to_column));
            sheet.add_sparkline(s.first_row + k, s.column, &one)?;
        }
        return Ok(());
    }
    let group = base().set_range((data, s.data_first_row, s.from_column, s.data_first_row + rows, s.to_column));
    sheet.add_sparkline_group(s.first_row, s.column, s.last_row, s.column, &group)?;
    Ok(())
}

/// At most `limit` UTF-16 units, as Excel counts, with an ellipsis where something was cut.
pub(crate) fn cut(text: &str, limit: usize) -> String {
    if text.len() <= limit || text.encode_utf16().count() <= limit {
        return text.to_owned();
    }
    let mut left = limit.saturating_sub(1);
    let fits = |c: &char| {
        let fit = c.len_utf16() <= left;
        left = left.saturating_sub(c.len_utf16());
        fit
    };
    let mut out: String = text.chars().take_while(fits).collect();
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn cuts_as_excel_counts() {
        for (text, limit, want) in [
            ("abc", 3, "abc"),
            ("abcd", 3, "ab…"),
            ("éé", 2, "éé"),
            ("a😀b", 3, "a…"),
            ("a😀bc", 4, "a😀…"),
            ("", 0, ""),
        ] {
            assert_eq!(cut(text, limit), want, "{text}");
        }
    }
}
