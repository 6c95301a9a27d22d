//! A layout file from its text: every fault is said with its place, the word that was probably meant, and an example.

use super::{EXAMPLE, Layout, schema};
use crate::error::SettingsFaults;
use crate::record::Field;
use crate::settings::{FaultList, TomlDocument, not_among, refused};
use toml::de::DeValue;

impl Layout {
    /// Reads a layout file.
    ///
    /// # Errors
    /// What is wrong with it, each fault with its place.
    pub fn parse(text: &str) -> Result<Self, SettingsFaults> {
        let document = TomlDocument::parse(text)?;
        let mut faults = FaultList::new(&document);
        misplaced(&document, &mut faults);
        faults.outcome()?;
        let layout: Self =
            toml::from_str(document.text()).map_err(|e| with_examples(refused(&document, &e, in_words)))?;
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
}

/// A part of the language: what it is called, and its name in the schema.
const PARTS: [(&str, &str); 5] = [
    ("the whole layout", ""),
    ("[[forms]]", "Form"),
    ("[[tables]]", "Table"),
    ("a column", "Column"),
    ("skip-where and stop-where", "RowMark"),
];

/// The keys of a part of the language.
fn keys_of(part: &str) -> Vec<String> {
    let schema = schema();
    let here = if part.is_empty() { &schema } else { &schema["$defs"][part] };
    here["properties"].as_object().map(|p| p.keys().cloned().collect()).unwrap_or_default()
}

/// Whether a value is one that a section may hold.
type Fits = fn(&DeValue<'_>) -> bool;

/// Says which keys stand below a line in brackets that they do not belong to: to TOML they are words of that section.
fn misplaced(document: &TomlDocument<'_>, faults: &mut FaultList<'_>) {
    // What each section holds, and what its values must be; another value is no word of the section.
    let list: Fits = |v| v.is_array();
    let text: Fits = |v| v.is_str();
    let number: Fits = |v| v.is_integer() || v.is_float();
    let mut sections: Vec<(Vec<String>, Fits)> = vec![
        (vec!["markers".to_owned()], text),
        (vec!["numbers".to_owned()], number),
        (vec!["codes".to_owned()], text),
    ];
    let words = Field::ALL.iter().map(|field| (vec!["words".to_owned(), field.key().to_owned()], text));
    sections.extend(words);
    let forms = document.get(&["forms"]).and_then(DeValue::as_array).map_or(0, |forms| forms.len());
    for n in 0..forms {
        let below = |key: &str| vec!["forms".to_owned(), n.to_string(), key.to_owned()];
        sections.extend(
            [("fields", list), ("cells", text), ("values", list), ("value-cells", text)].map(|(k, t)| (below(k), t)),
        );
    }
    let (of_layout, of_form) = (keys_of(""), keys_of("Form"));
    for (path, fits) in sections {
        let Some(DeValue::Table(section)) = document.get(&path) else { continue };
        let name: Vec<&str> = path.iter().map(String::as_str).filter(|part| part.parse::<usize>().is_err()).collect();
        let name = name.join(".");
        for (key, value) in section.iter() {
            let key: &str = key.get_ref();
            // A code or a word may be spelt as a key of ours is; with a hyphen in it nobody writes one.
            let word = fits(value.get_ref()) && !key.contains('-');
            let at: Vec<&str> = path.iter().map(String::as_str).chain([key]).collect();
            if Field::from_key(key).is_some() && path[0] == "forms" {
                continue;
            }
            if path[0] == "forms" && of_form.iter().any(|k| k == key) {
                let what = format!("“{key}” is a key of [[forms]] and stands below [{name}]; move it above that line");
                faults.key(&at, what);
            } else if of_layout.iter().any(|k| k == key) && !word {
                let what = format!(
                    "“{key}” is a key of the whole layout and stands below [{name}]; move it up, above the first line \
                     that begins with ["
                );
                faults.key(&at, what);
            }
        }
    }
}

/// The word that is spelt most like it, where one is near.
pub(super) fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let likeness = |k: &&str| strsim::normalized_damerau_levenshtein(k, word);
    let best = known.max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    best.filter(|k| likeness(k) >= 0.4)
}

pub(super) fn meant(near: Option<&str>) -> String {
    near.map(|k| format!("; did you mean “{k}”?")).unwrap_or_default()
}

/// The words of serde for a key or a value that it does not know, or that it misses, in ours.
fn in_words(_: &str, said: &str) -> Option<(String, Option<String>)> {
    let key = said.starts_with("unknown field");
    let what = if key {
        "key of this part of a layout"
    } else if said.starts_with("unknown variant") {
        "word that is understood here"
    } else {
        let key = said.strip_prefix("missing field `")?.strip_suffix('`')?;
        return Some((format!("“{key}” is missing here"), None));
    };
    let (word, known) = not_among(said)?;
    let home = PARTS.into_iter().find(|(_, part)| key && keys_of(part).iter().any(|k| k == word));
    if let Some((home, part)) = home {
        let place = match part {
            "" => "move it up, above the first line that begins with [",
            "Form" => "move it to the line below [[forms]]",
            "Table" => "move it to the line below [[tables]]",
            "Column" => "write it inside the braces of its column",
            _ => "write it inside their braces",
        };
        return Some((format!("“{word}” is a key of {home} and not of this part; {place}"), None));
    }
    let near = nearest(word, known.iter().copied());
    let words = match near {
        Some(_) => format!("“{word}” is not a {what}{}", meant(near)),
        None => format!("“{word}” is not a {what}; known are {}", known.join(", ")),
    };
    Some((words, near.map(str::to_owned)))
}

/// Each fault with a line of the example that has the key right.
fn with_examples(faults: SettingsFaults) -> SettingsFaults {
    let SettingsFaults(mut faults) = faults;
    for fault in &mut faults {
        let last = fault.key.rsplit(['.', '[']).find(|part| !part.ends_with(']')).unwrap_or_default();
        let key = fault.nearest.as_deref().unwrap_or(last);
        if let Some(example) = example(key) {
            fault
                .message
                .push_str(&format!("{} For example: {example}", if fault.message.ends_with('?') { "" } else { "." }));
        }
    }
    SettingsFaults(faults)
}

/// The first place of the example that sets a key.
fn example(key: &str) -> Option<&'static str> {
    let line = EXAMPLE.lines().find(|line| !line.starts_with('#') && sets(line, key).is_some())?;
    let from = &line[sets(line, key)?..];
    // Inside braces a setting ends at the comma or the brace that no bracket of its own encloses.
    let mut depth = 0;
    let end = from.char_indices().find(|(_, c)| {
        depth += match c {
            '[' | '{' => 1,
            ']' | '}' => -1,
            _ => 0,
        };
        depth < 0 || (depth == 0 && *c == ',')
    });
    Some(from[..end.map_or(from.len(), |(at, _)| at)].trim_end())
}

/// Where a line sets a key.
fn sets(line: &str, key: &str) -> Option<usize> {
    let at = line.find(&format!("{key} = "))?;
    let before = line[..at].chars().next_back();
    before.is_none_or(|c| matches!(c, ' ' | '{')).then_some(at)
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
        "line 5: “stopp” is not a key of this part of a layout; did you mean “stop”? For example: stop = [\"Total\", \"Notes\"]"
    )]
    #[case(
        "id = \"x\"",
        "idd = \"x\"",
        "line 2: “idd” is not a key of this part of a layout; did you mean “id”? For example: id = \"parks-2024\""
    )]
    #[case(
        "\"indicators\"",
        "\"indicator\"",
        "line 5: “indicator” is not a word that is understood here; did you mean “indicators”?"
    )]
    #[case("field = \"value\"", "field = \"valeu\"", "line 9: “valeu” is not a field; did you mean “value”?")]
    #[case(
        "{period}",
        "{month}",
        "line 9: “{month}” in “{month}” is none of {period}, {service}, {id}, {breakdown}; write * for words that do not matter"
    )]
    #[case("[\"{period}\"]", "[\"ref\"]", "line 9: “ref” is the heading of id and of value")]
    #[case("sheet = [\"PIs\"]", "", "")]
    #[case("[\"{period}\"]", "[]", "line 9: the column of value has no heading")]
    #[case(
        "title = \"X\"\n",
        "",
        "line 1: “title” is missing here. For example: title = \"Parks and waste return of 2024\""
    )]
    #[case(
        "title =",
        "valid-from = \"2026-27Q2\"\nvalid-to = \"2025-26Q2\"\ntitle =",
        "line 3: valid-from 2026-27Q2 is after valid-to 2025-26Q2"
    )]
    #[case(
        "title =",
        "file-name = \"{year}\"\ntitle =",
        "line 3: “{year}” needs {service}, {period} or {month}, and nothing else in braces"
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
        "line 7: `repeats` under [tables] must be true or false; it is the number 2. For example: repeats = true"
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
    #[case("[[tables]]", "[[forms]]\nsheet = [\"C\"]\ncells = { service = \"B3\" }\n[[forms]]\nsheet = [\"D\"]\ncells = { service = \"3B\" }\n[[tables]]", (9, 21, "forms[1].cells.service"), None)]
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
