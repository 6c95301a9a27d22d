//! Number formats in OpenDocument's notation, and the same number in words for a reader that has none.

use crate::shown::plain;
use crate::workbook::NumberFormat;
use quick_xml::Writer;
use quick_xml::events::BytesText;
use std::io;

/// How numbers in one range are shown: what stands before the digits, their decimals, what stands behind them.
struct Section {
    /// `<0`; empty for all others. The number is tested as it is stored.
    when: &'static str,
    before: String,
    /// None where the words say it all.
    decimals: Option<u8>,
    behind: String,
}

fn section(when: &'static str, before: &str, decimals: u8, behind: &str) -> Section {
    Section { when, before: before.to_owned(), decimals: Some(decimals), behind: behind.to_owned() }
}

/// A share is stored as a fraction and shown as a percentage.
pub(super) fn is_share(format: NumberFormat) -> bool {
    matches!(format, NumberFormat::Share(_) | NumberFormat::SignedShare(_) | NumberFormat::Chance)
}

/// The first that suits counts; nothing for a number as it is, and for what is no number.
fn sections(format: NumberFormat) -> Vec<Section> {
    let pounds = |d, unit| vec![section("<0", "-£", d, unit), section("", "£", d, unit)];
    let words = |when, said: &str| Section { when, before: said.to_owned(), decimals: None, behind: String::new() };
    match format {
        NumberFormat::General | NumberFormat::Date | NumberFormat::Text => vec![],
        NumberFormat::Number(d) => vec![section("<0", "-", d, ""), section("", "", d, "")],
        NumberFormat::Points(d) => vec![section("<0", "-", d, "%"), section("", "", d, "%")],
        NumberFormat::Share(d) => vec![section("<0", "-", d, "%"), section("", "", d, "%")],
        NumberFormat::Pounds(d) => pounds(d, ""),
        NumberFormat::PoundsThousands(d) => pounds(d, "k"),
        NumberFormat::PoundsMillions(d) => pounds(d, "m"),
        NumberFormat::Signed(d) => vec![section(">0", "+", d, ""), section("<0", "−", d, ""), section("", "", d, "")],
        NumberFormat::SignedShare(d) => {
            vec![section(">0", "+", d, "%"), section("<0", "−", d, "%"), section("", "", d, "%")]
        }
        NumberFormat::Chance => {
            vec![words("<0.01", "under 1%"), words(">0.99", "over 99%"), section("", "", 0, "%")]
        }
    }
}

impl Section {
    fn suits(&self, number: f64) -> bool {
        let end = self.when.get(1..).and_then(|end| end.parse::<f64>().ok());
        match (self.when.chars().next(), end) {
            (Some('<'), Some(end)) => number < end,
            (Some('>'), Some(end)) => number > end,
            _ => true,
        }
    }
}

/// A number as it is shown.
pub(super) fn shown(number: f64, format: NumberFormat) -> String {
    let sections = sections(format);
    let Some(section) = sections.iter().find(|s| s.suits(number)) else { return number.to_string() };
    let scale = if is_share(format) { 100.0 } else { 1.0 };
    let digits = section.decimals.map(|d| plain(d, number.abs() * scale)).unwrap_or_default();
    let digits = if is_share(format) { digits.replace(',', "") } else { digits };
    format!("{}{digits}{}", section.before, section.behind)
}

/// Writes the styles of a format, the last of which is called `name`.
pub(super) fn write(x: &mut Writer<Vec<u8>>, name: &str, format: NumberFormat) -> io::Result<()> {
    if format == NumberFormat::Date {
        return date(x, name);
    }
    let sections = sections(format);
    let element = if is_share(format) { "number:percentage-style" } else { "number:number-style" };
    for (n, section) in sections.iter().enumerate() {
        let whole = section.when.is_empty();
        let part = if whole { name.to_owned() } else { format!("{name}P{n}") };
        let style = x.create_element(element).with_attribute(("style:name", part.as_str()));
        let style = if whole { style } else { style.with_attribute(("style:volatile", "true")) };
        style.write_inner_content(|x| {
            words(x, &section.before)?;
            if let Some(decimals) = section.decimals {
                let decimals = decimals.to_string();
                let digits = [
                    ("number:decimal-places", decimals.as_str()),
                    ("number:min-decimal-places", &decimals),
                    ("number:min-integer-digits", "1"),
                    ("number:grouping", if is_share(format) { "false" } else { "true" }),
                ];
                x.create_element("number:number").with_attributes(digits).write_empty()?;
            }
            words(x, &section.behind)?;
            let maps = sections.iter().enumerate().filter(|(_, s)| whole && !s.when.is_empty());
            for (n, section) in maps {
                let (condition, to) = (format!("value(){}", section.when), format!("{name}P{n}"));
                let map = [("style:condition", condition.as_str()), ("style:apply-style-name", &to)];
                x.create_element("style:map").with_attributes(map).write_empty()?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

fn words(x: &mut Writer<Vec<u8>>, said: &str) -> io::Result<()> {
    if !said.is_empty() {
        x.create_element("number:text").write_text_content(BytesText::new(said))?;
    }
    Ok(())
}

/// `30 Sep 2026`.
fn date(x: &mut Writer<Vec<u8>>, name: &str) -> io::Result<()> {
    let style = [("style:name", name), ("number:language", "en"), ("number:country", "GB")];
    x.create_element("number:date-style").with_attributes(style).write_inner_content(|x| {
        x.create_element("number:day").write_empty()?;
        words(x, " ")?;
        x.create_element("number:month").with_attribute(("number:textual", "true")).write_empty()?;
        words(x, " ")?;
        x.create_element("number:year").with_attribute(("number:style", "long")).write_empty()?;
        Ok(())
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(NumberFormat::General, 1234.5, "1234.5")]
    #[case(NumberFormat::Number(0), -1234.5, "-1,235")]
    #[case(NumberFormat::Points(1), 84.95, "85.0%")]
    #[case(NumberFormat::Share(0), 0.123, "12%")]
    #[case(NumberFormat::Pounds(2), -1234.5, "-£1,234.50")]
    #[case(NumberFormat::PoundsMillions(1), 1.25, "£1.3m")]
    #[case(NumberFormat::PoundsThousands(0), 12.0, "£12k")]
    #[case(NumberFormat::Signed(1), -1.2, "−1.2")]
    #[case(NumberFormat::Signed(1), 1.2, "+1.2")]
    #[case(NumberFormat::Signed(1), 0.0, "0.0")]
    #[case(NumberFormat::SignedShare(0), 0.12, "+12%")]
    #[case(NumberFormat::Chance, 0.001, "under 1%")]
    #[case(NumberFormat::Chance, 0.999, "over 99%")]
    #[case(NumberFormat::Chance, 0.5, "50%")]
    fn numbers_as_they_are_shown(#[case] format: NumberFormat, #[case] number: f64, #[case] wanted: &str) {
        assert_eq!(shown(number, format), wanted);
    }
}
