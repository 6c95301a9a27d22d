//! The number formats of an OpenDocument workbook, said in Excel's language: one language of formats for all files.

use super::xml::{Malformed, Next, Part, attribute, says};
use quick_xml::events::BytesStart;
use std::fmt::Write;

/// The most digits, zeros or characters that a format is taken to ask for.
const MOST: usize = 30;

/// A style for numbers, days or lengths of time.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct DataStyle {
    /// Its own section of the code.
    section: String,
    /// Numbers for which another style holds, and the name of that.
    maps: Vec<(String, String)>,
    /// Its own section is for texts.
    of_texts: bool,
    pub shows: Shows,
}

/// What the cells of a style show.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub(super) enum Shows {
    /// What the kind of the value says.
    #[default]
    Unsaid,
    Number,
    Percent,
    Money,
    Time,
    /// A day of the calendar.
    Day,
}

/// Whether an element is such a style.
pub(super) fn is_data_style(element: &str) -> bool {
    element.strip_prefix("number:").is_some_and(|kind| kind.ends_with("-style"))
}

impl DataStyle {
    /// Reads the style that `tag` began.
    pub fn read(tag: &BytesStart<'_>, part: &mut Part<'_>) -> Result<Self, Malformed> {
        let kind = tag.name().as_ref().to_owned();
        let shows = match kind.as_str() {
            "number:percentage-style" => Shows::Percent,
            "number:currency-style" => Shows::Money,
            "number:date-style" | "number:time-style" => Shows::Time,
            "number:number-style" => Shows::Number,
            _ => Shows::Unsaid,
        };
        let mut style = Self { shows, ..Self::default() };
        // What a length of time adds up to beyond a day is shown.
        let mut whole = kind == "number:time-style" && says(tag, "number:truncate-on-overflow", "false");
        let mut percent_written = false;
        loop {
            match part.next()? {
                Next::Start(tag) => match tag.name().as_ref() {
                    "number:number" => style.section += &number(&tag, part)?,
                    "number:scientific-number" => {
                        let exponent = "0".repeat(count(&tag, "number:min-exponent-digits").unwrap_or(2));
                        style.section += &format!("{}E+{exponent}", number(&tag, part)?);
                    }
                    "number:fraction" => {
                        part.pass_over()?;
                        style.section += "# ?/?";
                    }
                    "number:text" => {
                        let words = part.words()?;
                        if shows == Shows::Percent && words.contains('%') {
                            percent_written = true;
                            let around = words.split('%').map(quoted).collect::<Vec<_>>();
                            style.section += &around.join("%");
                        } else {
                            style.section += &quoted(&words);
                        }
                    }
                    "number:currency-symbol" => {
                        let _ = write!(style.section, "[${}]", part.words()?.replace([']', '['], ""));
                    }
                    "number:text-content" => {
                        part.pass_over()?;
                        style.section.push('@');
                    }
                    "style:map" => {
                        let condition = attribute(&tag, "style:condition").unwrap_or_default();
                        let other = attribute(&tag, "style:apply-style-name").unwrap_or_default();
                        let condition = condition.replace("value()", "").replace("!=", "<>").replace(' ', "");
                        style.maps.push((condition, other.into_owned()));
                        part.pass_over()?;
                    }
                    name => {
                        if let Some(letters) = time(name, &tag) {
                            if matches!(name, "number:day" | "number:month" | "number:year") {
                                style.shows = Shows::Day;
                            }
                            let whole = std::mem::take(&mut whole);
                            style.section += &if whole { format!("[{letters}]") } else { letters };
                        }
                        part.pass_over()?;
                    }
                },
                Next::End => break,
                Next::Text(_) => {}
                Next::Over => return Err(Malformed),
            }
        }
        if shows == Shows::Percent && !percent_written {
            style.section.push('%');
        }
        style.of_texts = kind == "number:text-style";
        if kind == "number:boolean-style" {
            style.section = "General".into();
        }
        if style.shows == Shows::Number && style.section == "General" && style.maps.is_empty() {
            style.shows = Shows::Unsaid;
        }
        Ok(style)
    }

    /// The whole code; `other` knows the styles that it refers to.
    pub fn code<'s>(&'s self, other: impl Fn(&str) -> Option<&'s DataStyle>) -> String {
        let section = |name: &str| other(name).map_or_else(|| "General".to_owned(), |s| s.shown_section());
        let maps: Vec<(&str, String)> = self.maps.iter().map(|(c, name)| (c.as_str(), section(name))).collect();
        let own = self.shown_section();
        match &maps[..] {
            [] if self.of_texts && own == "@" => "General".into(),
            [] => own,
            [(">0", first), ("<0", second), ("=0", third)] if self.of_texts => {
                format!("{first};{second};{third};{own}")
            }
            // As Excel has its sections by itself: for positive numbers, negative ones, nought.
            [(">=0", first)] => format!("{first};{own}"),
            [(">0", first), ("<0", second)] => format!("{first};{second};{own}"),
            _ => {
                let conditions = maps.iter().take(2).map(|(c, section)| format!("[{c}]{section};"));
                conditions.collect::<String>() + &own
            }
        }
    }

    /// A section that shows nothing is not the same as none.
    fn shown_section(&self) -> String {
        if self.section.is_empty() { "\"\"".into() } else { self.section.clone() }
    }
}

/// The digits of a number.
fn number(tag: &BytesStart<'_>, part: &mut Part<'_>) -> Result<String, Malformed> {
    let decimals = count(tag, "number:decimal-places");
    let least = count(tag, "number:min-integer-digits");
    let grouped = says(tag, "number:grouping", "true");
    let mut texts = Vec::new();
    loop {
        match part.next()? {
            Next::Start(inner) if inner.name().as_ref() == "number:embedded-text" => {
                texts.push((count(&inner, "number:position").unwrap_or_default(), part.words()?));
            }
            Next::Start(_) => part.pass_over()?,
            Next::End => break,
            Next::Text(_) => {}
            Next::Over => return Err(Malformed),
        }
    }
    if decimals.is_none() && !grouped && texts.is_empty() && least.is_none_or(|n| n == 1) {
        return Ok("General".into());
    }
    let mut digits: Vec<String> = vec!["0".into(); least.unwrap_or(1)];
    let room = texts.iter().map(|(at, _)| at + 1).max().unwrap_or(if grouped { 4 } else { 1 });
    while digits.len() < room {
        digits.insert(0, "#".into());
    }
    for (at, text) in texts {
        let before = digits.len() - at;
        digits[before - 1] += &quoted(&text);
    }
    if grouped {
        let before = digits.len() - 4;
        digits[before].push(',');
    }
    let mut out = digits.concat();
    if let Some(places) = decimals.filter(|n| *n > 0) {
        let sure = count(tag, "number:min-decimal-places").unwrap_or(places).min(places);
        out += &format!(".{}{}", "0".repeat(sure), "#".repeat(places - sure));
    }
    // One comma for every three noughts that are not shown.
    let factor: f64 = attribute(tag, "number:display-factor").and_then(|f| f.parse().ok()).unwrap_or(1.0);
    let scales = [1e3, 1e6, 1e9, 1e12].into_iter().take_while(|scale| factor >= *scale).count();
    Ok(out + &",".repeat(scales))
}

fn count(tag: &BytesStart<'_>, name: &str) -> Option<usize> {
    attribute(tag, name)?.parse().ok().map(|n: usize| n.min(MOST))
}

/// The letters of a piece of a day or of a time.
fn time(element: &str, tag: &BytesStart<'_>) -> Option<String> {
    let long = says(tag, "number:style", "long");
    let letters = match (element, long) {
        ("number:day", _) => {
            if long {
                "dd"
            } else {
                "d"
            }
        }
        ("number:month", _) if says(tag, "number:textual", "true") => {
            if long {
                "mmmm"
            } else {
                "mmm"
            }
        }
        ("number:month", _) => {
            if long {
                "mm"
            } else {
                "m"
            }
        }
        ("number:year", _) => {
            if long {
                "yyyy"
            } else {
                "yy"
            }
        }
        ("number:day-of-week", _) => {
            if long {
                "dddd"
            } else {
                "ddd"
            }
        }
        ("number:hours", _) => {
            if long {
                "hh"
            } else {
                "h"
            }
        }
        ("number:minutes", _) => {
            if long {
                "mm"
            } else {
                "m"
            }
        }
        ("number:seconds", _) => {
            if long {
                "ss"
            } else {
                "s"
            }
        }
        ("number:am-pm", _) => "AM/PM",
        _ => return None,
    };
    let decimals = count(tag, "number:decimal-places").filter(|n| element == "number:seconds" && *n > 0);
    Some(letters.to_owned() + &decimals.map_or(String::new(), |n| format!(".{}", "0".repeat(n))))
}

/// Words as they stand; what they may not hold in a code is left out.
fn quoted(words: &str) -> String {
    match words {
        "" => String::new(),
        " " | "-" | "/" | ":" | "(" | ")" => words.to_owned(),
        _ => format!("\"{}\"", words.replace('"', "")),
    }
}
