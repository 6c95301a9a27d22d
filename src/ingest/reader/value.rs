//! Values of calamine's, whichever of its types they have.

use calamine::{CellErrorType, Data, DataRef, ExcelDateTime};

/// A value of calamine's, not yet kept.
pub(super) enum ReadValue<'a> {
    Nothing,
    Number(f64),
    Text(&'a str),
    Bool(bool),
    Date(ExcelDateTime),
    DateText(&'a str),
    Error(&'a CellErrorType),
}

/// Both of calamine's value types have the same variants.
macro_rules! value_of {
    ($from:ident $(<$life:lifetime>, $shared:ident)?) => {
        impl<'a> From<&'a $from$(<$life>)?> for ReadValue<'a> {
            fn from(value: &'a $from$(<$life>)?) -> Self {
                match value {
                    $from::Int(n) => Self::Number(*n as f64),
                    $from::Float(n) => Self::Number(*n),
                    $from::String(s) | $from::DurationIso(s) => Self::Text(s),
                    $($from::$shared(s) => Self::Text(s),)?
                    $from::Bool(b) => Self::Bool(*b),
                    $from::DateTime(d) => Self::Date(*d),
                    $from::DateTimeIso(s) => Self::DateText(s),
                    $from::Error(e) => Self::Error(e),
                    _ => Self::Nothing,
                }
            }
        }
    };
}
value_of!(DataRef<'a>, SharedString);
value_of!(Data);
