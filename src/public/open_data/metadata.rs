//! The tables in the words of “CSV on the Web”, the W3C's vocabulary for tabular data: what each column holds, which of them tell
//! one row from another, who publishes them and under which terms.

use super::columns::KEY;
use super::rows::OpenRow;
use crate::export::{DictionaryRow, ExportColumn, ExportTable, FieldKind};
use crate::public::values::PublicEdition;
use serde_json::{Value, json};

/// What tells one row of the dictionary from every other.
const DICTIONARY_KEY: [&str; 2] = ["table", "column"];

pub(super) fn metadata(
    edition: &PublicEdition,
    figures: &ExportTable<OpenRow<'_>>,
    dictionary: &ExportTable<DictionaryRow>,
) -> Vec<u8> {
    let mut said = json!({
        "@context": ["http://www.w3.org/ns/csvw", { "@language": "en" }],
        "dc:title": edition.title,
        "dc:description": format!("{}. {}", edition.heading, edition.state),
        "dc:publisher": edition.council,
        "dc:language": "en-GB",
        "dialect": { "header": true, "encoding": "utf-8", "lineTerminators": ["\r\n"] },
        "tables": [
            table(figures, "Every figure, a row a measure, quarter and kind of figure", &KEY),
            table(dictionary, "What every column means", &DICTIONARY_KEY),
        ],
    });
    said["dc:license"] = match edition.licence.address.as_str() {
        "" => edition.licence.name.as_str().into(),
        address => json!({ "@id": address }),
    };
    if let Some(day) = edition.published {
        said["dc:modified"] = json!({ "@value": day.to_string(), "@type": "date" });
    }
    let mut text = format!("{said:#}");
    text.push('\n');
    text.into_bytes()
}

fn table<R>(table: &ExportTable<R>, title: &str, key: &[&str]) -> Value {
    let columns: Vec<Value> = table.columns.iter().map(|c| column(c, key.contains(&c.name))).collect();
    json!({
        "url": table.name,
        "dc:title": title,
        "tableSchema": { "columns": columns, "primaryKey": key },
    })
}

fn column<R>(column: &ExportColumn<R>, is_key: bool) -> Value {
    let datatype = match column.kind {
        FieldKind::Text => json!("string"),
        FieldKind::Number => json!("decimal"),
        FieldKind::Whole => json!("integer"),
        FieldKind::Day => json!({ "base": "date", "format": "yyyy-MM-dd" }),
        FieldKind::Yes => json!({ "base": "boolean", "format": "yes|no" }),
    };
    let unit = if column.unit.is_empty() { String::new() } else { format!(" In: {}.", column.unit) };
    let allowed = if column.allowed.is_empty() { String::new() } else { format!(" One of: {}.", column.allowed) };
    json!({
        "name": column.name,
        "titles": column.name,
        "datatype": datatype,
        "required": is_key,
        "null": "",
        "dc:description": format!("{}.{unit}{allowed}", column.meaning),
    })
}
