//! Where each thing sits in a form, ours and others': the one description that `template` prints from and `ingest`
//! reads by, so that what is printed and what is read back cannot disagree.
//!
//! A layout is data (TOML). A header is matched by meaning: case, spaces, punctuation and line breaks do not count,
//! every declared alias does. The built-in layouts are our template, the register and the tidy workbook of past series.

pub mod recognise;

use crate::record::{Field, Kind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// In the first cell of a sheet: the list of findings that we put in front of a return before it went back. It says
/// what we said, so nothing on it is read.
pub const FINDINGS_KEY: &str = "qd:findings";

/// One layout file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Layout {
    /// Unique name, printed with every return that it read.
    pub id: String,
    /// What a person calls this form.
    pub title: String,
    #[serde(default = "one")]
    pub version: String,
    /// Single cells by label: the value stands to the right of the label, or below it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<Form>,
    /// Records in rows under a header row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<Table>,
    /// Words in a value cell that mean “no number”, and the marker each means. Compared without case and spaces.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub markers: BTreeMap<String, crate::reading::Marker>,
    /// Words of the form for our own words: `"In progress" = "On track"`, by field key.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub words: BTreeMap<String, BTreeMap<String, String>>,
    /// The period and the service from the file's name: a pattern with `{period}` and `{service}`, for example
    /// `"{service} {period}"`; used where the workbook does not say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file_name: String,
    /// Sheets that are passed over on purpose.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignore_sheets: Vec<String>,
}

fn one() -> String {
    "1".to_owned()
}

/// A form of single cells on one sheet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Form {
    /// Names the sheet may have, matched by meaning.
    pub sheet: Vec<String>,
    /// Labels by field key; the first is the one that the template prints.
    pub fields: BTreeMap<String, Vec<String>>,
    /// The form may be absent.
    #[serde(default)]
    pub optional: bool,
}

/// A table of records on one sheet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Table {
    pub kind: Kind,
    pub sheet: Vec<String>,
    /// In the order of the form.
    pub columns: Vec<Column>,
    /// A row whose first filled cell starts with one of these words ends the table (totals, notes).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stop: Vec<String>,
    /// The sheet may be absent.
    #[serde(default)]
    pub optional: bool,
    /// Rows without an id are given one from the sheet and row, for forms whose lines have no ids of their own.
    #[serde(default)]
    pub number_rows: bool,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Column {
    /// Field key.
    pub field: String,
    /// Headings that mean this field; the first is the one that the template prints.
    pub heading: Vec<String>,
    /// A header row without this column is not the header row.
    #[serde(default)]
    pub required: bool,
    /// Printed for the reader and not read back: target, last quarter.
    #[serde(default)]
    pub print: bool,
    /// How percentages are typed where the number format does not say: `points` (85) or `fraction` (0.85).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<PercentAs>,
    /// `k` and `m` behind a number mean thousands and millions.
    #[serde(default)]
    pub thousands: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PercentAs {
    Points,
    Fraction,
}

impl Column {
    pub fn field(&self) -> Option<Field> {
        Field::from_key(&self.field)
    }
}

/// The heading as it is compared: letters and digits only, lower case.
pub fn meaning(heading: &str) -> String {
    heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Layout {
    /// Reads a layout file. The error says line and column.
    pub fn parse(text: &str) -> Result<Self, String> {
        let layout: Self = toml::from_str(text).map_err(|e| e.to_string())?;
        let keys = layout.tables.iter().flat_map(|t| t.columns.iter().map(|c| c.field.as_str()));
        let keys = keys.chain(layout.forms.iter().flat_map(|f| f.fields.keys().map(String::as_str)));
        for key in keys {
            if Field::from_key(key).is_none() {
                return Err(format!("“{key}” is not a field; {}", nearest(key)));
            }
        }
        Ok(layout)
    }

    pub fn table(&self, kind: Kind) -> Option<&Table> {
        self.tables.iter().find(|t| t.kind == kind)
    }
}

fn nearest(key: &str) -> String {
    let best = Field::ALL.iter().map(|f| f.key()).min_by_key(|k| strsim::levenshtein(k, key));
    best.map(|k| format!("did you mean “{k}”?")).unwrap_or_default()
}

/// Our own return.
pub fn template() -> Layout {
    built_in(include_str!("../../templates/return.toml"))
}

/// The council's register.
pub fn register() -> Layout {
    built_in(include_str!("../../templates/register.toml"))
}

/// Past quarters in tidy form.
pub fn past() -> Layout {
    built_in(include_str!("../../templates/past.toml"))
}

fn built_in(text: &str) -> Layout {
    // A test parses every built-in layout, so content can never reach the default.
    Layout::parse(text).unwrap_or_else(|e| unreachable!("a built-in layout does not parse: {e}"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn built_in_layouts_parse() {
        for layout in [super::template(), super::register(), super::past()] {
            assert!(!layout.tables.is_empty(), "{}", layout.id);
        }
    }
}
