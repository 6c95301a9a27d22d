//! What may be typed in the cells of a sheet.

use super::over::cut;
use crate::fit::fit;
use crate::text::date::POSSIBLE;
use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, DataValidationRule, Formula, Worksheet, XlsxError};

/// Excel's limit of the title of a help or error box.
const BOX_TITLE: usize = 32;
/// Excel's limit of the text of a help or error box.
pub const BOX_TEXT: usize = 255;

/// Larger than any figure of a council, and short enough when written out for Excel, which takes 255 characters.
const ANY_NUMBER: f64 = 1e15;

/// What may be typed in a range of cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Validation {
    /// (first row, first column, last row, last column)
    pub range: (u32, u16, u32, u16),
    /// What the cells may hold.
    pub rule: ValidationRule,
    /// Shown when the cell is selected. Title up to 32, text up to 255 characters.
    pub help_title: String,
    /// What is said while the cell is selected.
    pub help: String,
    /// Shown when the rule is broken.
    pub error_title: String,
    /// What is said when the rule is broken.
    pub error: String,
    /// Warn and let it pass, instead of refusing.
    pub warn_only: bool,
}

/// What a cell may hold.
#[derive(Debug, Clone, PartialEq)]
pub enum ValidationRule {
    /// Help only.
    Any,
    /// A number.
    Decimal {
        /// The least.
        min: Option<f64>,
        /// The greatest.
        max: Option<f64>,
    },
    /// A whole number.
    Whole {
        /// The least.
        min: i64,
        /// The greatest.
        max: i64,
    },
    /// Words; together at most 255 characters, else use `ListRange`.
    List(Vec<String>),
    /// A reference such as `=Lists!$A$2:$A$9`.
    ListRange(String),
    /// A day.
    Date {
        /// The least.
        min: chrono::NaiveDate,
        /// The greatest.
        max: chrono::NaiveDate,
    },
    /// A text that is not longer.
    TextLength {
        /// The greatest.
        max: u32,
    },
    /// A formula that must be true, relative to the first cell.
    Formula(String),
}

impl ValidationRule {
    /// A day that something of a return can be of.
    pub fn possible_day() -> Self {
        Self::Date { min: POSSIBLE.0, max: POSSIBLE.1 }
    }
}

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
