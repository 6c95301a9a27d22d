//! A layout file from its text: every fault is said with its place, and with the word that was probably meant.

use super::heading::{Name, Pattern};
use super::{Layout, LayoutColumn, LayoutTable};
use crate::error::SettingsFaults;
use crate::reading::CellRef;
use crate::record::{Field, Kind};
use crate::settings::{FaultList, TomlDocument, not_among, refused};
use crate::text::words::meaning;
use std::collections::HashMap;

impl Layout {
    /// Reads a layout file.
    ///
    /// # Errors
    /// What is wrong with it, each fault with its place.
    pub fn parse(text: &str) -> Result<Self, SettingsFaults> {
        let document = TomlDocument::parse(text)?;
        let layout: Self = toml::from_str(document.text()).map_err(|e| refused(&document, &e, in_words))?;
        let mut faults = FaultList::new(&document);
        layout.check(&mut faults);
        faults.outcome()?;
        Ok(layout)
    }

    /// Refuses an id that another layout has. `text` is what this one was read from.
    ///
    /// # Errors
    /// With the place of the id.
    pub fn check_id(&self, text: &str, others: &[Self]) -> Result<(), SettingsFaults> {
        let document = TomlDocument::parse(text)?;
        let mut faults = FaultList::new(&document);
        if others.iter().any(|other| other.id == self.id) {
            faults.value(&["id"], format!("the id “{}” is taken by another layout; give this one its own", self.id));
        }
        faults.outcome()
    }

    /// What TOML cannot say: fields, patterns and cells are known ones, and tables can be found.
    fn check(&self, faults: &mut FaultList<'_>) {
        for (n, form) in self.forms.iter().enumerate() {
            let number = n.to_string();
            form.fields.keys().for_each(|key| field_key(&["forms", &number, "fields", key], key, faults));
            for (key, cell) in &form.cells {
                let path = ["forms", &number, "cells", key];
                field_key(&path, key, faults);
                if cell.parse::<CellRef>().is_err() {
                    faults.value(&path, format!("“{cell}” for {key} is not a cell; write it like B3"));
                }
            }
        }
        self.words.keys().for_each(|key| field_key(&["words", key], key, faults));
        for (key, pattern) in [("file-name", &self.file_name), ("sheet-name", &self.sheet_name)] {
            let rest = pattern.replace("{service}", "").replace("{period}", "");
            if rest.contains(['{', '}']) || (!pattern.is_empty() && rest == *pattern) {
                let what = format!("“{pattern}” needs {{service}} or {{period}}, and nothing else in braces");
                faults.value(&[key], what);
            }
        }
        for word in self.numbers.keys().filter(|word| self.markers.contains_key(*word)) {
            faults.key(&["markers", word], format!("“{word}” is a marker and a number; it can be one of them"));
        }
        if let (Some(from), Some(to)) = (self.valid_from, self.valid_to)
            && from > to
        {
            faults.value(&["valid-from"], format!("valid-from {from} is after valid-to {to}"));
        }
        for (n, table) in self.tables.iter().enumerate() {
            check_table(table, &["tables", &n.to_string()], faults);
        }
    }
}

fn check_table(table: &LayoutTable, path: &[&str; 2], faults: &mut FaultList<'_>) {
    if matches!(table.kind, Kind::Cover | Kind::Section) {
        let what = "single cells are described under [[forms]]; a table holds indicators, risks, actions or feedback";
        return faults.value(path, what);
    }
    let mut headings: HashMap<String, &str> = HashMap::new();
    for (n, column) in table.columns.iter().enumerate() {
        let number = n.to_string();
        let path = [path[0], path[1], "columns", &number];
        check_column(column, &path, faults);
        for (k, heading) in column.heading.iter().enumerate() {
            if let Some(other) = headings.insert(placeless(heading), &column.field)
                && other != column.field
            {
                let what = format!("“{heading}” is the heading of {other} and of {}", column.field);
                faults.value(&within(&path, &["heading", &k.to_string()]), what);
            }
        }
    }
    for (key, marks) in [("skip-where", &table.skip_where), ("stop-where", &table.stop_where)] {
        for (n, mark) in marks.iter().enumerate() {
            let number = n.to_string();
            let path = [path[0], path[1], key, &number];
            if !table.columns.iter().any(|c| c.field == mark.field) {
                let what = format!("“{}” is no column of this table", mark.field);
                faults.value(&within(&path, &["field"]), what);
            } else if mark.starts.is_empty() && mark.is.is_empty() {
                faults.value(&path, format!("{key} needs “starts” or “is”, with the words to look for"));
            }
        }
    }
    // A placeholder that takes anything would take the words of any row for headings.
    let open =
        |c: &LayoutColumn| c.only.is_empty() && c.heading.iter().any(|h| h.contains('{') && !h.contains("{period}"));
    if let Some((n, column)) = table.columns.iter().enumerate().find(|(_, c)| open(c))
        && !table.columns.iter().any(|c| c.required && !open(c))
    {
        let heading = column.heading.first().map_or("", String::as_str);
        let what = format!("“{heading}” stands for any heading; the table needs another column with required = true");
        return faults.value(&within(path, &["columns", &n.to_string(), "heading", "0"]), what);
    }
    let named = table.sheet.iter().any(|s| Name::new(s) != Name::new("*"));
    if !named && !table.columns.iter().any(|c| c.required) {
        let what = "a table without the name of a sheet needs a column with required = true, to be found by";
        faults.value(path, what);
    }
}

/// Two headings are the same by what they mean and where their placeholder stands.
fn placeless(heading: &str) -> String {
    heading.split(['{', '}']).map(meaning).collect::<Vec<_>>().join("{")
}

fn check_column(column: &LayoutColumn, path: &[&str], faults: &mut FaultList<'_>) {
    if let Some((what, near)) = no_field(&column.field) {
        faults.misspelt(&within(path, &["field"]), what, near);
    }
    let Some(first) = column.heading.first() else {
        return faults.value(&within(path, &["heading"]), format!("the column of {} has no heading", column.field));
    };
    let mut across = false;
    for (n, heading) in column.heading.iter().enumerate() {
        match Pattern::new(heading) {
            Ok(pattern) => across |= pattern.is_some(),
            Err(what) => faults.value(&within(path, &["heading", &n.to_string()]), what),
        }
    }
    if !across && !column.only.is_empty() {
        let what = format!("“{first}” has no placeholder for “only” to speak of");
        faults.value(&within(path, &["heading", "0"]), what);
    }
}

/// A path with what is below it.
fn within<'p>(path: &[&'p str], below: &[&'p str]) -> Vec<&'p str> {
    [path, below].concat()
}

/// Refuses a key that is no field.
fn field_key(path: &[&str], key: &str, faults: &mut FaultList<'_>) {
    if let Some((what, near)) = no_field(key) {
        faults.misspelt_key(path, what, near);
    }
}

/// What to say of a word that is no field, and the field that was probably meant.
fn no_field(key: &str) -> Option<(String, Option<&'static str>)> {
    if Field::from_key(key).is_some() {
        return None;
    }
    let near = nearest(key, Field::ALL.iter().map(|f| f.key()));
    Some((format!("“{key}” is not a field{}", meant(near)), near))
}

/// The word that is spelt most like it, where one is near.
fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let likeness = |k: &&str| strsim::normalized_damerau_levenshtein(k, word);
    let best = known.max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    best.filter(|k| likeness(k) >= 0.4)
}

fn meant(near: Option<&str>) -> String {
    near.map(|k| format!("; did you mean “{k}”?")).unwrap_or_default()
}

/// The words of serde for a key or a value that it does not know, or that it misses, in ours.
fn in_words(_: &str, said: &str) -> Option<(String, Option<String>)> {
    let what = if said.starts_with("unknown field") {
        "key of this part of a layout"
    } else if said.starts_with("unknown variant") {
        "word that is understood here"
    } else {
        let key = said.strip_prefix("missing field `")?.strip_suffix('`')?;
        return Some((format!("“{key}” is missing here"), None));
    };
    let (word, known) = not_among(said)?;
    let near = nearest(word, known.iter().copied());
    let words = match near {
        Some(_) => format!("“{word}” is not a {what}{}", meant(near)),
        None => format!("“{word}” is not a {what}; known are {}", known.join(", ")),
    };
    Some((words, near.map(str::to_owned)))
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
    #[case("{period}", "{month}", "line 9: “{month}” in “{month}” is none of {period}, {service}, {id}, {breakdown}; write * for words that do not matter")]
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
    #[case(
        "[\"PIs\"]\n",
        "[\"PIs\"]\nrepeats = 2\n",
        "line 7: `repeats` under [tables] must be true or false; it is the number 2"
    )]
    fn faults(#[case] from: &str, #[case] to: &str, #[case] said: &str) {
        assert!(GOOD.contains(from));
        let got = Layout::parse(&GOOD.replacen(from, to, 1)).err().map(|faults| faults.to_string()).unwrap_or_default();
        assert_eq!(got, said);
    }

    /// Line, column and key of each fault, and the word that was probably meant.
    #[rstest]
    #[case("kind =", "stopp = []\nkind =", (5, 1, "tables[0].stopp"), Some("stop"))]
    #[case("\"indicators\"", "\"indicator\"", (5, 8, "tables[0].kind"), Some("indicators"))]
    #[case("field = \"value\"", "field = \"valeu\"", (9, 13, "tables[0].columns[1].field"), Some("value"))]
    // The word stands in a comment before it stands where it is wrong.
    #[case("{period}", "{month}\"] }, # {month}\n  { field = \"commentary\", heading = [\"Why", (9, 33, "tables[0].columns[1].heading[0]"), None)]
    #[case("[\"{period}\"]", "[\"Actual\", \"ref\"]", (9, 43, "tables[0].columns[1].heading[1]"), None)]
    #[case("[\"{period}\"]", "[]", (9, 32, "tables[0].columns[1].heading"), None)]
    #[case("title = \"X\"\n", "", (1, 1, "title"), None)]
    #[case("title =", "valid-from = \"2026-27Q2\"\nvalid-to = \"2025-26Q2\"\ntitle =", (3, 14, "valid-from"), None)]
    #[case("title =", "valid-from = \"2026-27\"\ntitle =", (3, 14, "valid-from"), None)]
    #[case("title =", "file-name = \"{month}\"\ntitle =", (3, 13, "file-name"), None)]
    #[case("\"indicators\"", "\"cover\"", (4, 1, "tables[0]"), None)]
    #[case("title =", "markers = { NIL = \"awaited\" }\nnumbers = { NIL = 0 }\ntitle =", (3, 13, "markers.NIL"), None)]
    #[case("[\"PIs\"]\n", "[\"PIs\"]\nrepeats = 2\n", (7, 11, "tables[0].repeats"), None)]
    #[case("[[tables]]", "[[forms]]\nsheet = [\"C\"]\n[[forms]]\nsheet = [\"D\"]\ncells = { service = \"3B\" }\n[[tables]]", (8, 21, "forms[1].cells.service"), None)]
    #[case("[[tables]]", "[[forms]]\nsheet = [\"C\"]\n[forms.fields]\nservise = [\"Service\"]\n[[tables]]", (7, 1, "forms[0].fields.servise"), Some("service"))]
    #[case("[[tables]]", "[words.statsu]\nOK = \"On track\"\n[[tables]]", (4, 8, "words.statsu"), Some("status"))]
    #[case("sheet = [\"PIs\"]", "sheet = [\"PIs\"", (7, 1, "tables[0].sheet[1]"), None)]
    #[case("title = \"X\"", "title = \"X\"\ntitle = \"Y\"", (4, 1, "title"), None)]
    #[case("\"indicators\"", "5", (5, 8, "tables[0].kind"), None)]
    #[case("[\"PIs\"]", "\"PIs\"", (6, 9, "tables[0].sheet"), None)]
    #[case("title =", "markers = { NIL = 1 }\ntitle =", (3, 19, "markers.NIL"), None)]
    #[case("title =", "numbers = { NIL = \"x\" }\ntitle =", (3, 19, "numbers.NIL"), None)]
    fn places(
        #[case] from: &str,
        #[case] to: &str,
        #[case] place: (usize, usize, &str),
        #[case] nearest: Option<&str>,
    ) {
        assert!(GOOD.contains(from));
        let faults = Layout::parse(&GOOD.replacen(from, to, 1)).unwrap_err();
        let fault = &faults.0[0];
        assert_eq!((fault.line, fault.column, fault.key.as_str()), place, "{faults}");
        assert_eq!(fault.nearest.as_deref(), nearest, "{faults}");
        let serde = ["invalid type", "wanted", "variant", "f64", "struct", "a sequence"];
        assert!(serde.iter().all(|word| !fault.message.contains(word)), "{faults}");
    }

    #[test]
    fn an_id_is_taken_once() {
        let layout = Layout::parse(GOOD).unwrap();
        layout.check_id(GOOD, &[]).unwrap();
        let faults = layout.check_id(GOOD, std::slice::from_ref(&layout)).unwrap_err();
        assert_eq!((faults.0[0].line, faults.0[0].column, faults.0[0].key.as_str()), (2, 6, "id"), "{faults}");
    }

    #[test]
    fn an_open_placeholder_needs_an_anchor() {
        let text = GOOD.replace("{period}", "{id} done").replace(", required = true", "");
        let said = "line 9: “{id} done” stands for any heading; the table needs another column with required = true";
        assert_eq!(Layout::parse(&text).unwrap_err().to_string(), said);
    }

    #[test]
    fn a_table_without_a_sheet_needs_a_required_heading() {
        let text = GOOD.replace("sheet = [\"PIs\"]", "sheet = [\"*\"]").replace(", required = true", "");
        assert!(Layout::parse(&text).unwrap_err().to_string().contains("required = true"));
    }
}
