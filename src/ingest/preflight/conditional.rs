//! Conditional formats of an .xlsx that show nothing of a value, such as `;;;` where it is nought.

use super::reference::position;
use super::xml::unescaped;
use crate::ingest::formats::NumberFormat;
use crate::record::HowShown;
use memchr::memmem;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::ops::Range;

/// More rules than these no form has; each is asked of each cell.
const RULES: usize = 1000;

/// Cells of which a conditional format shows nothing where its condition holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct HidingRule {
    ranges: Vec<(Range<u32>, Range<u32>)>,
    condition: HidingCondition,
}

/// The conditions that can be told without calculating a formula: all but those on other cells.
#[derive(Debug, Clone, PartialEq)]
enum HidingCondition {
    Always,
    Compared(Comparison, Vec<f64>),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Comparison {
    Equal,
    Not,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Between,
    NotBetween,
}

impl HidingRule {
    /// Whether it hides the value of a cell; the number is `None` for a text.
    pub fn hides(&self, (row, column): (u32, u32), number: Option<f64>) -> bool {
        let here = |(rows, columns): &(Range<u32>, Range<u32>)| rows.contains(&row) && columns.contains(&column);
        let holds = match (&self.condition, number) {
            (HidingCondition::Always, _) => true,
            (HidingCondition::Compared(comparison, with), Some(n)) => comparison.holds(n, with),
            (HidingCondition::Compared(..), None) => false,
        };
        holds && self.ranges.iter().any(here)
    }
}

impl Comparison {
    fn named(operator: &str) -> Option<Self> {
        Some(match operator {
            "equal" => Self::Equal,
            "notEqual" => Self::Not,
            "lessThan" => Self::Less,
            "lessThanOrEqual" => Self::LessOrEqual,
            "greaterThan" => Self::Greater,
            "greaterThanOrEqual" => Self::GreaterOrEqual,
            "between" => Self::Between,
            "notBetween" => Self::NotBetween,
            _ => return None,
        })
    }

    fn holds(self, n: f64, with: &[f64]) -> bool {
        let (first, last) = (with[0], *with.last().unwrap_or(&with[0]));
        let within = (first.min(last)..=first.max(last)).contains(&n);
        match self {
            Self::Equal => n == first,
            Self::Not => n != first,
            Self::Less => n < first,
            Self::LessOrEqual => n <= first,
            Self::Greater => n > first,
            Self::GreaterOrEqual => n >= first,
            Self::Between => within,
            Self::NotBetween => !within,
        }
    }
}

/// Which of the formats for conditions, by their numbers, show nothing of a number: of the part with the styles.
pub(super) fn hiding_formats(styles: &[u8]) -> Vec<bool> {
    if memmem::find(styles, b"dxf").is_none() {
        return vec![];
    }
    let mut reader = Reader::from_reader(styles);
    let mut formats: Vec<bool> = Vec::new();
    let mut within = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(e) | Event::Empty(e)) => match e.local_name().as_ref() {
                "dxfs" => within = true,
                "dxf" if within => formats.push(false),
                "numFmt" if within => {
                    let hides = attribute(&e, "formatCode").is_some_and(|code| shows_nothing(&code));
                    if let Some(last) = formats.last_mut() {
                        *last = hides;
                    }
                }
                _ => {}
            },
            Ok(Event::End(e)) if e.local_name().as_ref() == "dxfs" => return formats,
            Ok(Event::Eof) | Err(_) => return formats,
            Ok(_) => {}
        }
    }
}

fn shows_nothing(code: &str) -> bool {
    use crate::ingest::formats::NumberShown::Other;
    matches!(NumberFormat::new(code).shows(1.0), Other(shown) if shown.how == HowShown::Nothing)
}

/// The rules of a sheet that can hide a value; what else a conditional format does changes no figure.
pub(super) fn hiding_rules(sheet: &[u8], formats: &[bool]) -> Vec<HidingRule> {
    if !formats.contains(&true) {
        return vec![];
    }
    let Some(from) = memmem::find(sheet, b"conditionalFormatting") else { return vec![] };
    let from = memchr::memrchr(b'<', &sheet[..from]).unwrap_or(from);
    let mut reader = Reader::from_reader(&sheet[from..]);
    let mut out = Vec::new();
    let mut ranges = Vec::new();
    let mut rule: Option<OpenRule> = None;
    loop {
        match reader.read_event() {
            Ok(Event::Start(e)) => match e.local_name().as_ref() {
                "conditionalFormatting" => ranges = places(&attribute(&e, "sqref").unwrap_or_default()),
                "cfRule" => rule = OpenRule::hiding(&e, formats),
                "formula" => {
                    let Ok(text) = reader.read_text(e.name()) else { return out };
                    if let Some(rule) = &mut rule {
                        rule.formulas.push(unescaped(&text).trim().to_owned());
                    }
                }
                _ => {}
            },
            Ok(Event::Empty(e)) if e.local_name().as_ref() == "cfRule" => {
                out.extend(OpenRule::hiding(&e, formats).and_then(|rule| rule.closed(&ranges)));
            }
            Ok(Event::End(e)) if e.local_name().as_ref() == "cfRule" => {
                out.extend(rule.take().and_then(|rule| rule.closed(&ranges)));
            }
            Ok(Event::Eof) | Err(_) => return out,
            Ok(_) if out.len() > RULES => return out,
            Ok(_) => {}
        }
    }
}

/// A rule that hides what it applies to, while it is read.
struct OpenRule {
    kind: String,
    operator: String,
    formulas: Vec<String>,
}

impl OpenRule {
    fn hiding(rule: &BytesStart<'_>, formats: &[bool]) -> Option<Self> {
        let format = attribute(rule, "dxfId")?.parse::<usize>().ok()?;
        let get = |name| attribute(rule, name).unwrap_or_default();
        formats.get(format)?.then(|| Self { kind: get("type"), operator: get("operator"), formulas: vec![] })
    }

    /// `None` where its condition is on another cell, or never holds of a value that is read.
    fn closed(self, ranges: &[(Range<u32>, Range<u32>)]) -> Option<HidingRule> {
        let numbers = || self.formulas.iter().map(|f| f.parse().ok()).collect::<Option<Vec<f64>>>();
        let condition = match &*self.kind {
            "notContainsErrors" | "notContainsBlanks" => HidingCondition::Always,
            "cellIs" => {
                let with = numbers().filter(|with| !with.is_empty())?;
                HidingCondition::Compared(Comparison::named(&self.operator)?, with)
            }
            "expression" => on_itself(self.formulas.first()?, ranges)?,
            _ => return None,
        };
        Some(HidingRule { ranges: ranges.to_vec(), condition })
    }
}

/// The condition of a formula on the cell itself: `G5=0` where the first cell of the rule is G5.
fn on_itself(formula: &str, ranges: &[(Range<u32>, Range<u32>)]) -> Option<HidingCondition> {
    let same = formula.split_once('=').is_some_and(|(a, b)| a == b && a.parse::<f64>().is_ok());
    if same || formula.eq_ignore_ascii_case("true") || formula.parse::<f64>().is_ok_and(|n| n != 0.0) {
        return Some(HidingCondition::Always);
    }
    let (rows, columns) = ranges.first()?;
    let (cell, rest) = formula.split_at(formula.find(['=', '<', '>'])?);
    let number = rest.trim_start_matches(['=', '<', '>']);
    let comparison = match &rest[..rest.len() - number.len()] {
        "=" => Comparison::Equal,
        "<>" => Comparison::Not,
        "<" => Comparison::Less,
        "<=" => Comparison::LessOrEqual,
        ">" => Comparison::Greater,
        ">=" => Comparison::GreaterOrEqual,
        _ => return None,
    };
    let cell = cell.trim();
    let (fixed_column, fixed_row) = (cell.starts_with('$'), cell.get(1..)?.contains('$'));
    let other_cells = (fixed_column && columns.len() > 1) || (fixed_row && rows.len() > 1);
    let itself = position(cell.replace('$', "").as_bytes())? == (rows.start, columns.start) && !other_cells;
    let number = number.trim().parse().ok().filter(|_| itself)?;
    Some(HidingCondition::Compared(comparison, vec![number]))
}

/// `B2:B9 D4` as ranges of rows and columns.
fn places(sqref: &str) -> Vec<(Range<u32>, Range<u32>)> {
    let place = |range: &str| {
        let mut corners = range.split(':').filter_map(|c| position(c.replace('$', "").as_bytes()));
        let first = corners.next()?;
        let last = corners.next().unwrap_or(first);
        Some((first.0..last.0.saturating_add(1), first.1..last.1.saturating_add(1)))
    };
    sqref.split_whitespace().filter_map(place).collect()
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|a| AsRef::<str>::as_ref(&a.key) == name)?;
    Some(unescaped(found.value.as_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const STYLES: &[u8] = br#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode=";;;"/></numFmts><dxfs count="3">
        <dxf><font><b/></font></dxf><dxf><numFmt numFmtId="170" formatCode=";;;"/></dxf>
        <dxf><numFmt numFmtId="171" formatCode="0.0"/></dxf></dxfs></styleSheet>"#;

    #[test]
    fn the_formats_that_hide() {
        assert_eq!(hiding_formats(STYLES), [false, true, false]);
    }

    /// Rules on G5:G9 and J2 with their attributes and what stands within them; which of the numbers 0, 3 and 12 in G6
    /// are hidden.
    #[rstest]
    #[case(r#"type="notContainsErrors" dxfId="1""#, "<formula>NOT(ISERROR(G5))</formula>", [true, true, true])]
    #[case(r#"type="cellIs" dxfId="1" operator="equal""#, "<formula>0</formula>", [true, false, false])]
    #[case(r#"type="cellIs" dxfId="1" operator="between""#, "<formula>5</formula><formula>1</formula>", [false, true, false])]
    #[case(r#"type="expression" dxfId="1""#, "<formula>G5&lt;5</formula>", [true, true, false])]
    #[case(r#"type="expression" dxfId="1""#, "<formula>$G5=0</formula>", [true, false, false])]
    #[case(r#"type="expression" dxfId="1""#, "<formula>TRUE</formula>", [true, true, true])]
    #[case(r#"type="expression" dxfId="1""#, "<formula>1=1</formula>", [true, true, true])]
    #[case::another_format(r#"type="notContainsErrors" dxfId="2""#, "", [false; 3])]
    #[case::another_cell(r#"type="expression" dxfId="1""#, "<formula>$C5=0</formula>", [false; 3])]
    #[case::one_cell_for_all(r#"type="expression" dxfId="1""#, "<formula>$G$5=0</formula>", [false; 3])]
    #[case::a_text(r#"type="cellIs" dxfId="1" operator="equal""#, "<formula>&quot;x&quot;</formula>", [false; 3])]
    fn what_is_hidden(#[case] rule: &str, #[case] within: &str, #[case] expected: [bool; 3]) {
        let xml = format!(
            "<worksheet><sheetData/><conditionalFormatting sqref=\"G5:G9 J2\"><cfRule {rule}>{within}</cfRule>\
             </conditionalFormatting></worksheet>"
        );
        let rules = hiding_rules(xml.as_bytes(), &hiding_formats(STYLES));
        let hidden = |at, n| rules.iter().any(|r| r.hides(at, Some(n)));
        assert_eq!([0.0, 3.0, 12.0].map(|n| hidden((5, 6), n)), expected);
        assert!(!hidden((5, 7), 0.0) && !hidden((9, 6), 0.0));
    }
}
