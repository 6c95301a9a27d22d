//! What the format of a cell, or its text, says that the value does not.

/// A number format that shows percentages: a percent sign outside quotes, in the part for positive numbers.
pub(super) fn is_percent(format: &str) -> bool {
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
