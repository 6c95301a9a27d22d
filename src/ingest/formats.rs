//! What the format of a cell, or its text, says that the value does not.

use crate::record::ShownNumber;
use compact_str::CompactString;

/// A number format of a cell, from its code in Excel's language.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct NumberFormat {
    code: CompactString,
}

/// How a format shows a number.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum NumberShown {
    /// As it is, rounded perhaps, or with pounds, signs and separators.
    AsHeld,
    /// As a percentage: 0.85 is 85%.
    Percent,
    /// As something else.
    Other(ShownNumber),
}

impl NumberFormat {
    /// The format of a code; what cannot be understood shows every number as it is.
    pub fn new(code: &str) -> Self {
        Self { code: code.into() }
    }

    /// Whether it shows every number as it is held.
    pub fn is_plain(&self) -> bool {
        !is_percent(&self.code)
    }

    /// How it shows this number.
    pub fn shows(&self, _number: f64) -> NumberShown {
        if is_percent(&self.code) { NumberShown::Percent } else { NumberShown::AsHeld }
    }
}

/// The code of one of the formats that every workbook has, by its number; empty for those that show a number as it is
/// and for days, which the parser knows.
pub(super) fn built_in(id: u32) -> &'static str {
    match id {
        9 => "0%",
        10 => "0.00%",
        _ => "",
    }
}

/// A number format that shows percentages: a percent sign outside quotes, in the part for positive numbers.
fn is_percent(format: &str) -> bool {
    let (mut quoted, mut skip) = (false, false);
    for c in format.chars() {
        match c {
            _ if skip => skip = false,
            '\\' | '_' | '*' if !quoted => skip = true,
            '"' => quoted = !quoted,
            ';' if !quoted => return false,
            '%' if !quoted => return true,
            _ => {}
        }
    }
    false
}

/// Error values that some formats give as text.
pub(super) fn is_error_text(text: &str) -> bool {
    const ERRORS: [&str; 18] = [
        "#DIV/0!",
        "#N/A",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#REF!",
        "#VALUE!",
        "#SPILL!",
        "#CALC!",
        "#GETTING_DATA",
        "#FIELD!",
        "#BLOCKED!",
        "#CONNECT!",
        "#BUSY!",
        "#UNKNOWN!",
        "#EXTERNAL!",
        "#TIMEOUT!",
        "#PYTHON!",
    ];
    text.starts_with('#') && ERRORS.contains(&text)
        || text.strip_prefix("Err:").is_some_and(|n| n.parse::<u16>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("0%", true)]
    #[case("0.0 %;[Red]-0.0 %", true)]
    #[case("0.0\"%\"", false)]
    #[case("0\\%", false)]
    #[case("0;-0%", false)]
    #[case("0;0%", false)]
    #[case("General", false)]
    fn percent_formats(#[case] format: &str, #[case] percent: bool) {
        assert_eq!(is_percent(format), percent);
    }

    #[test]
    fn error_texts() {
        assert!(["#N/A", "#CALC!", "Err:502"].into_iter().all(is_error_text));
        assert!(!["#1", "Err:", "Error", "N/A"].into_iter().any(is_error_text));
    }
}
