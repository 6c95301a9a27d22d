//! Where each thing sits in a form, ours and others': the one description that `template` prints from and `ingest`
//! reads by, so that what is printed and what is read back cannot disagree.
//!
//! A layout is data (TOML). A header is matched by meaning: case, spaces, punctuation and line breaks do not count,
//! every declared alias does. The built-in layouts are our template, the register and the tidy workbook of past series.
//! Every key of the language is described where it is declared, in `model`; [`schema()`] hands the words to editors.

mod heading;
mod schema;
mod model;
mod parse;
mod sense;
pub mod recognise;
pub mod draft;
#[cfg(test)]
mod tests;

use crate::record::Field;

pub use heading::{BELOW, Name, Pattern, month_heading};
use model::LABELLED;
pub use model::{Hint, Layout, LayoutColumn, LayoutForm, LayoutTable, MoneyIn, PercentAs, RowMark, Scope, VarianceAs};

/// In the first cell of a sheet: the list of findings that we put in front of a return before it went back. It says
/// what we said, so nothing on it is read but the answers.
pub const FINDINGS_KEY: &str = "qd:findings";

/// The layout of a workbook that has nothing in it but such a list: the one that goes back where a return cannot be
/// marked.
pub const FINDINGS_ALONE: &str = "quarterday-findings";

/// In the first row of that list: above the columns with the answer, who answered and what was asked. The last stands in
/// the headings again, so that it is known where the lines begin.
pub const ANSWER_KEYS: [(&str, Field); 3] =
    [("qd:answer", Field::Answer), ("qd:answered-by", Field::AnsweredBy), ("qd:question", Field::Question)];

/// Our own return.
pub fn template() -> Layout {
    built_in(include_str!("../../templates/return.toml"))
}

/// The council's register.
pub fn register() -> Layout {
    built_in(include_str!("../../templates/register.toml"))
}

/// The crosswalk of councils that become others.
pub fn crosswalk() -> Layout {
    built_in(include_str!("../../templates/crosswalk.toml"))
}

/// The team's notebook of a quarter.
pub fn notebook() -> Layout {
    built_in(include_str!("../../templates/notebook.toml"))
}

/// A layout with every key, commented: what `quarterday init` puts beside the schema.
pub const EXAMPLE: &str = include_str!("../../templates/layout-example.toml");

/// Past quarters in tidy form.
pub fn past() -> Layout {
    built_in(include_str!("../../templates/past.toml"))
}

/// The JSON Schema of layout files, as `quarterday init` writes it beside the layouts.
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Layout).to_value();
    if let Some(top) = schema.as_object_mut() {
        top.insert("title".to_owned(), serde_json::json!("A layout of Quarterday"));
    }
    schema
}

fn built_in(text: &str) -> Layout {
    // A test parses every built-in layout, so content can never reach the default.
    Layout::parse(text).unwrap_or_else(|e| unreachable!("a built-in layout does not parse: {e}"))
}
