//! A layout file from its text: every fault is said with its line, and with the word that was probably meant.

use super::heading::{Name, Pattern};
use super::{Layout, LayoutColumn, LayoutTable};
use crate::reading::CellRef;
use crate::record::{Field, Kind};
use crate::text::words::meaning;
use std::collections::HashMap;

impl Layout {
    /// Reads a layout file.
    ///
    /// # Errors
    /// In words, with the line.
    pub fn parse(text: &str) -> Result<Self, String> {
        let layout: Self = toml::from_str(text).map_err(|e| {
            let line = e.span().map_or_else(String::new, |span| at_line(text, span.start));
            format!("{line}{}", in_words(e.message()))
        })?;
        layout.check().map_err(|fault| {
            // A key or a heading stands in quotation marks or alone; its first occurrence is where to look.
            let at = fault.word.as_deref().and_then(|word| text.find(word)).filter(|_| fault.word.is_some());
            format!("{}{}", at.map_or_else(String::new, |at| at_line(text, at)), fault.words)
        })?;
        Ok(layout)
    }

    /// What TOML cannot say: fields, patterns and cells are known ones, and tables can be found.
    fn check(&self) -> Result<(), Fault> {
        let forms = self.forms.iter().flat_map(|f| f.fields.keys().chain(f.cells.keys()));
        forms.chain(self.words.keys()).try_for_each(|key| known_field(key))?;
        for (field, cell) in self.forms.iter().flat_map(|f| &f.cells) {
            cell.parse::<CellRef>()
                .map_err(|()| Fault::of(cell, format!("“{cell}” for {field} is not a cell; write it like B3")))?;
        }
        for pattern in [&self.file_name, &self.sheet_name] {
            let rest = pattern.replace("{service}", "").replace("{period}", "");
            if rest.contains(['{', '}']) || (!pattern.is_empty() && rest == *pattern) {
                return Err(Fault::of(
                    pattern,
                    format!("“{pattern}” needs {{service}} or {{period}}, and nothing else in braces"),
                ));
            }
        }
        let twice = |word: &&String| self.markers.keys().any(|m| m == *word);
        if let Some(word) = self.numbers.keys().find(twice) {
            return Err(Fault::of(word, format!("“{word}” is a marker and a number; it can be one of them")));
        }
        if let (Some(from), Some(to)) = (self.valid_from, self.valid_to)
            && from > to
        {
            return Err(Fault::of(&from.to_string(), format!("valid-from {from} is after valid-to {to}")));
        }
        self.tables.iter().try_for_each(check_table)
    }
}

/// What is wrong, and the word of the file that it is about.
struct Fault {
    word: Option<String>,
    words: String,
}

impl Fault {
    fn of(word: &str, words: String) -> Self {
        Self { word: Some(word.to_owned()).filter(|w| !w.is_empty()), words }
    }
}

fn check_table(table: &LayoutTable) -> Result<(), Fault> {
    if matches!(table.kind, Kind::Cover | Kind::Section) {
        let words = "single cells are described under [[forms]]; a table holds indicators, risks, actions or feedback";
        return Err(Fault { word: Some("[[tables]]".to_owned()), words: words.to_owned() });
    }
    let mut headings: HashMap<String, &str> = HashMap::new();
    for column in &table.columns {
        known_field(&column.field)?;
        check_column(column)?;
        for heading in &column.heading {
            if let Some(other) = headings.insert(placeless(heading), &column.field)
                && other != column.field
            {
                return Err(Fault::of(
                    heading,
                    format!("“{heading}” is the heading of {other} and of {}", column.field),
                ));
            }
        }
    }
    // A placeholder that takes anything would take the words of any row for headings.
    let open =
        |c: &&LayoutColumn| c.only.is_empty() && c.heading.iter().any(|h| h.contains('{') && !h.contains("{period}"));
    if let Some(column) = table.columns.iter().find(open)
        && !table.columns.iter().any(|c| c.required && !open(&c))
    {
        let heading = column.heading.first().map_or("", String::as_str);
        let words = format!("“{heading}” stands for any heading; the table needs another column with required = true");
        return Err(Fault::of(heading, words));
    }
    let named = table.sheet.iter().any(|s| Name::new(s) != Name::new("*"));
    if !named && !table.columns.iter().any(|c| c.required) {
        let words = "a table without the name of a sheet needs a column with required = true, to be found by";
        return Err(Fault { word: None, words: words.to_owned() });
    }
    Ok(())
}

/// Two headings are the same by what they mean and where their placeholder stands.
fn placeless(heading: &str) -> String {
    heading.split(['{', '}']).map(meaning).collect::<Vec<_>>().join("{")
}

fn check_column(column: &LayoutColumn) -> Result<(), Fault> {
    let Some(first) = column.heading.first() else {
        return Err(Fault::of(&column.field, format!("the column of {} has no heading", column.field)));
    };
    let mut across = false;
    for heading in &column.heading {
        across |= Pattern::new(heading).map_err(|words| Fault::of(heading, words))?.is_some();
    }
    if !across && !column.only.is_empty() {
        return Err(Fault::of(first, format!("“{first}” has no placeholder for “only” to speak of")));
    }
    Ok(())
}

fn known_field(key: &str) -> Result<(), Fault> {
    if Field::from_key(key).is_some() {
        return Ok(());
    }
    let meant = nearest(key, Field::ALL.iter().map(|f| f.key()));
    Err(Fault::of(key, format!("“{key}” is not a field{meant}")))
}

fn at_line(text: &str, at: usize) -> String {
    let before = text.get(..at).unwrap_or(text);
    format!("line {}: ", before.matches('\n').count() + 1)
}

/// `; did you mean “stop”?` for the word that is spelt most like it, where one is near.
fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> String {
    let likeness = |k: &&str| strsim::normalized_damerau_levenshtein(k, word);
    let best = known.max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    best.filter(|k| likeness(k) >= 0.4).map(|k| format!("; did you mean “{k}”?")).unwrap_or_default()
}

/// The words of serde for a key or a value that it does not know, in ours.
fn in_words(message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let what = if message.starts_with("unknown field") {
        "key of this part of a layout"
    } else if message.starts_with("unknown variant") {
        "word that is understood here"
    } else {
        return match message.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
            Some(key) => format!("“{key}” is missing here"),
            None => message.to_owned(),
        };
    };
    let word = quoted.next().unwrap_or_default();
    let known: Vec<&str> = quoted.collect();
    let meant = nearest(word, known.iter().copied());
    if meant.is_empty() {
        return format!("“{word}” is not a {what}; known are {}", known.join(", "));
    }
    format!("“{word}” is not a {what}{meant}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const GOOD: &str = r#"
id = "x"
title = "X"
[[tables]]
kind = "indicators"
sheet = ["PIs"]
columns = [
  { field = "id", heading = ["Ref"], required = true },
  { field = "value", heading = ["{period}"] },
]
"#;

    #[rstest]
    #[case(
        "kind =",
        "stopp = []\nkind =",
        "line 5: “stopp” is not a key of this part of a layout; did you mean “stop”?"
    )]
    #[case("id = \"x\"", "idd = \"x\"", "line 2: “idd” is not a key of this part of a layout; did you mean “id”?")]
    #[case(
        "\"indicators\"",
        "\"indicator\"",
        "line 5: “indicator” is not a word that is understood here; did you mean “indicators”?"
    )]
    #[case("field = \"value\"", "field = \"valeu\"", "line 9: “valeu” is not a field; did you mean “value”?")]
    #[case("{period}", "{month}", "line 9: “{month}” in “{month}” is none of {period}, {service}, {id}, {breakdown}")]
    #[case("[\"{period}\"]", "[\"ref\"]", "line 9: “ref” is the heading of id and of value")]
    #[case("sheet = [\"PIs\"]", "", "")]
    #[case("[\"{period}\"]", "[]", "line 9: the column of value has no heading")]
    #[case("title = \"X\"\n", "", "line 1: “title” is missing here")]
    #[case(
        "title =",
        "valid-from = \"2026-27Q2\"\nvalid-to = \"2025-26Q2\"\ntitle =",
        "line 3: valid-from 2026-27Q2 is after valid-to 2025-26Q2"
    )]
    #[case(
        "title =",
        "file-name = \"{month}\"\ntitle =",
        "line 3: “{month}” needs {service} or {period}, and nothing else in braces"
    )]
    #[case(
        "\"indicators\"",
        "\"cover\"",
        "line 4: single cells are described under [[forms]]; a table holds indicators, risks, actions or feedback"
    )]
    #[case(
        "title =",
        "markers = { NIL = \"awaited\" }\nnumbers = { NIL = 0 }\ntitle =",
        "line 3: “NIL” is a marker and a number; it can be one of them"
    )]
    #[case("[\"PIs\"]\n", "[\"PIs\"]\nrepeats = 2\n", "line 7: invalid type: integer `2`, expected a boolean")]
    fn faults(#[case] from: &str, #[case] to: &str, #[case] said: &str) {
        assert!(GOOD.contains(from));
        let got = Layout::parse(&GOOD.replacen(from, to, 1)).err().unwrap_or_default();
        assert_eq!(got, said);
    }

    #[test]
    fn an_open_placeholder_needs_an_anchor() {
        let text = GOOD.replace("{period}", "{id} done").replace(", required = true", "");
        let said = "line 9: “{id} done” stands for any heading; the table needs another column with required = true";
        assert_eq!(Layout::parse(&text).unwrap_err(), said);
    }

    #[test]
    fn a_table_without_a_sheet_needs_a_required_heading() {
        let text = GOOD.replace("sheet = [\"PIs\"]", "sheet = [\"*\"]").replace(", required = true", "");
        assert!(Layout::parse(&text).unwrap_err().contains("required = true"));
    }
}
