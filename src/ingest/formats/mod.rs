//! What the format of a cell, or its text, says that the value does not.

mod code;
mod show;

use crate::record::{DayShown, HowShown, ShownNumber};
use code::{ClockUnit, Section};
use show::Shape;

/// The longest code that is looked at; Excel has no longer one than 255.
const CODE_BYTES: usize = 1024;

/// A number format of a cell, from its code in Excel's language.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct NumberFormat {
    /// Empty where every number is shown as it is held.
    sections: Vec<Section>,
    /// For texts, where they are not shown as they are.
    texts: Option<Section>,
}

/// How a format shows a number.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum NumberShown {
    /// As it is, rounded perhaps, or with pounds, signs and separators.
    AsHeld,
    /// As a percentage: 0.85 is 85%.
    Percent,
    /// As something else.
    Other(ShownNumber),
}

/// What numbers are to a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumbersAre {
    Numbers,
    Days,
    Times,
}

impl NumberFormat {
    /// Shows everything as it is held.
    pub const PLAIN: Self = Self { sections: Vec::new(), texts: None };

    /// The format of a code; what cannot be understood shows every number as it is.
    pub fn new(code: &str) -> Self {
        let understood = Some(code).filter(|c| !c.is_empty() && c.len() <= CODE_BYTES).and_then(code::sections);
        let mut sections = understood.unwrap_or_default();
        let texts = of_texts(&mut sections).filter(|s| !s.is_plain_for_texts());
        let plain = |s: &Section| match s.shape() {
            Shape::Number(n) => n.is_plain() && !s.adds_digits(),
            _ => false,
        };
        let signs =
            sections.first().is_some_and(Section::adds_minus) || sections.get(1).is_some_and(|s| !s.tells_sign());
        if sections.iter().all(|s| plain(s) && s.condition.is_none()) && !signs {
            sections.clear();
        }
        Self { sections, texts }
    }

    /// The format that a file gives a number to. Some numbers show the money of whoever looks: pounds, here.
    pub fn numbered(id: u32, code: &str) -> Self {
        match id {
            5..=8 | 37..=44 => Self::new(&code.replace('$', "£")),
            _ => Self::new(code),
        }
    }

    /// Whether it shows everything as it is held.
    pub fn is_plain(&self) -> bool {
        self.sections.is_empty() && self.texts.is_none()
    }

    /// How it shows this text, where that is not the text.
    pub fn shows_text(&self, text: &str) -> Option<ShownNumber> {
        let section = self.texts.as_ref()?;
        let how = if section.shape() == Shape::Empty { HowShown::Nothing } else { HowShown::Words };
        Some(ShownNumber { text: section.around(text).into(), how })
    }

    /// What this number is to it.
    pub fn takes(&self, number: f64) -> NumbersAre {
        match self.section(number).map(|(s, _)| s.shape()) {
            Some(Shape::Date) => NumbersAre::Days,
            Some(Shape::Time { .. }) => NumbersAre::Times,
            _ => NumbersAre::Numbers,
        }
    }

    /// How much it shows of the days that it is for. All sections of a format for days are alike.
    pub fn day_shown(&self) -> DayShown {
        self.sections.first().map_or(DayShown::Whole, Section::day_shown)
    }

    /// How it shows this number.
    pub fn shows(&self, number: f64) -> NumberShown {
        let Some((section, signed)) = self.section(number) else { return NumberShown::AsHeld };
        let other = |how| NumberShown::Other(ShownNumber { text: section.text(number, signed).into(), how });
        let nothing = || NumberShown::Other(ShownNumber { text: "".into(), how: HowShown::Nothing });
        match section.shape() {
            Shape::Empty => nothing(),
            // A dash for nought; “<1%” among percentages.
            Shape::Words if self.shows_percentages() => NumberShown::Percent,
            Shape::Words if number == 0.0 && !section.says_something() => NumberShown::AsHeld,
            Shape::Words | Shape::Date => other(HowShown::Words),
            Shape::Time { half_days } if half_days || !section.tells_all(number) => other(HowShown::TimeOfDay),
            Shape::Time { .. } => {
                let shows = |unit| section.clocks().any(|clock| clock.unit == unit);
                let (hours, minutes) = (shows(ClockUnit::Hours), shows(ClockUnit::Minutes));
                other(HowShown::Duration { hours, minutes })
            }
            Shape::Number(shape) if shape.without_nought && section.without_digits(number) => nothing(),
            Shape::Number(shape) if shape.percent => NumberShown::Percent,
            Shape::Number(_) if section.adds_digits() => other(HowShown::Words),
            Shape::Number(_) if number == 0.0 => NumberShown::AsHeld,
            Shape::Number(shape) if shape.divided != 1.0 || shape.labelled != 1.0 => {
                other(HowShown::Scaled { divided: shape.divided, labelled: shape.labelled })
            }
            Shape::Number(shape) if shape.foreign => other(HowShown::Currency),
            Shape::Number(_) if number < 0.0 && !signed && !section.tells_sign() => other(HowShown::OtherSign),
            Shape::Number(_) if (number > 0.0 || signed) && section.adds_minus() => other(HowShown::OtherSign),
            Shape::Number(shape) => match shape.counts {
                Some(word) => other(HowShown::Counts(word)),
                None => NumberShown::AsHeld,
            },
        }
    }

    fn shows_percentages(&self) -> bool {
        self.sections.iter().any(|s| matches!(s.shape(), Shape::Number(n) if n.percent))
    }

    /// The section for this number, and whether it leaves the minus of a negative number to be added.
    fn section(&self, number: f64) -> Option<(&Section, bool)> {
        let sections = &self.sections;
        let Some(condition) = sections.iter().position(|s| s.condition.is_some()) else {
            return match sections.as_slice() {
                [] => None,
                [one] => Some((one, true)),
                [positive, _] | [positive, _, _] if number > 0.0 => Some((positive, false)),
                [_, negative, ..] if number < 0.0 => Some((negative, false)),
                [positive, _] => Some((positive, false)),
                [.., nought] => Some((nought, false)),
            };
        };
        // Where one says for which numbers it is, another takes the positive or the negative ones, the last one the rest.
        let last = sections.len() - 1;
        let takes = |(n, section): &(usize, &Section)| match section.condition {
            Some(condition) => condition.holds(number),
            None if *n == last => true,
            None if *n < condition => number > 0.0,
            None => number < 0.0,
        };
        sections.iter().enumerate().find(takes).map(|(_, section)| (section, true))
    }
}

/// Takes the section for texts from the others: the last of several where it has their place, or the fourth. One alone
/// is for all that a cell can hold.
fn of_texts(sections: &mut Vec<Section>) -> Option<Section> {
    let last = sections.last().filter(|s| s.pieces.contains(&code::Piece::Text)).cloned();
    if last.is_some() && sections.len() > 1 {
        sections.pop();
    }
    let texts = last.or_else(|| sections.get(3).cloned());
    sections.truncate(3);
    texts
}

/// The code of one of the formats that every workbook has, by its number; empty for those that show a number as it is.
pub(crate) fn built_in(id: u32) -> &'static str {
    match id {
        9 => "0%",
        10 => "0.00%",
        16 => "d-mmm",
        17 => "mmm-yy",
        14..=15 | 22 | 27..=31 | 36 | 50..=54 | 57..=58 => "dd/mm/yyyy",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 | 32 | 34 | 55 => "h:mm",
        21 | 33 | 35 | 56 => "h:mm:ss",
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        47 => "mm:ss.0",
        _ => "",
    }
}

/// Error values that some formats give as text.
pub(crate) fn is_error_text(text: &str) -> bool {
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
mod tests;
