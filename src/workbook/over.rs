//! What lies over the cells of a sheet: validations, marks, sparklines.

use super::{Mark, Sparklines, Validation, ValidationRule};
use crate::fit::fit;
use rust_xlsxwriter::{
    ConditionalFormatFormula, DataValidation, DataValidationErrorStyle, DataValidationRule, Format, Formula, Sparkline,
    Worksheet, XlsxError,
};

/// Excel's limits of the title and the text of a help or error box.
const BOX_TITLE: usize = 32;
const BOX_TEXT: usize = 255;

/// Larger than any figure of a council, and short enough when written out for Excel, which takes 255 characters.
const ANY_NUMBER: f64 = 1e15;

pub(super) fn validate(sheet: &mut Worksheet, v: &Validation) -> Result<(), XlsxError> {
    let rule = DataValidation::new();
    let rule = match &v.rule {
        ValidationRule::Any => rule.allow_any_value(),
        ValidationRule::Decimal { min, max } => rule.allow_decimal_number(match (min, max) {
            (Some(min), Some(max)) => DataValidationRule::Between(*min, *max),
            (Some(min), None) => DataValidationRule::GreaterThanOrEqualTo(*min),
            (None, Some(max)) => DataValidationRule::LessThanOrEqualTo(*max),
            (None, None) => DataValidationRule::Between(-ANY_NUMBER, ANY_NUMBER),
        }),
        ValidationRule::Whole { min, max } => rule.allow_whole_number(DataValidationRule::Between(
            fit::<i32>((*min).clamp(i64::from(i32::MIN), i64::from(i32::MAX))),
            fit::<i32>((*max).clamp(i64::from(i32::MIN), i64::from(i32::MAX))),
        )),
        ValidationRule::List(words) => {
            // Excel takes a comma for the end of a word.
            if let Some(word) = words.iter().find(|w| w.contains(',')) {
                return Err(XlsxError::DataValidationError(format!("“{word}” has a comma: use ListRange")));
            }
            rule.allow_list_strings(words)?
        }
        ValidationRule::ListRange(range) => rule.allow_list_formula(Formula::new(range)),
        ValidationRule::Date { min, max } => rule.allow_date(DataValidationRule::Between(*min, *max)),
        ValidationRule::TextLength { max } => rule.allow_text_length(DataValidationRule::LessThanOrEqualTo(*max)),
        ValidationRule::Formula(formula) => rule.allow_custom(Formula::new(formula)),
    };
    let style = if v.warn_only { DataValidationErrorStyle::Warning } else { DataValidationErrorStyle::Stop };
    let rule = rule
        .set_input_title(cut(&v.help_title, BOX_TITLE))?
        .set_input_message(cut(&v.help, BOX_TEXT))?
        .set_error_title(cut(&v.error_title, BOX_TITLE))?
        .set_error_message(cut(&v.error, BOX_TEXT))?
        .set_error_style(style);
    let (r1, c1, r2, c2) = v.range;
    sheet.add_data_validation(r1, c1, r2, c2, &rule)?;
    Ok(())
}

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
            .show_last_point(true)
            .set_last_point_color(colour)
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
pub(super) fn cut(text: &str, limit: usize) -> String {
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
