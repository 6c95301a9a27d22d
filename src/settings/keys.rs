//! Keys that there are not, and values of the wrong type.

use super::document::number;
use super::faults::{FaultList, found, under};
use super::model::Settings;
use crate::text::words::nearest;
use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

/// Refuses what settings cannot have. The serialised default knows every key and its type, so nothing is listed here a
/// second time.
pub(super) fn check(faults: &mut FaultList<'_>) {
    if let (Ok(known), DeValue::Table(root)) = (Table::try_from(Settings::default()), faults.document.root()) {
        section(root, &known, &[], &known, faults);
    }
}

/// One section against the same section of the default.
fn section(table: &DeTable<'_>, known: &Table, path: &[String], all: &Table, faults: &mut FaultList<'_>) {
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        let path = below(path, name);
        match known.get(name) {
            None => unknown(&path, known, all, faults),
            Some(default) => types(value.get_ref(), default, &path, all, faults),
        }
    }
}

fn types(value: &DeValue<'_>, default: &Value, path: &[String], all: &Table, faults: &mut FaultList<'_>) {
    let name = path.iter().rev().find(|part| number(part).is_none()).map_or("", String::as_str);
    match (default, value) {
        // Free keys: quarters, codes of checks.
        (Value::Table(known), DeValue::Table(_)) if known.is_empty() => {}
        (Value::Table(known), DeValue::Table(table)) => section(table, known, path, all, faults),
        (Value::Array(defaults), DeValue::Array(values)) => {
            let Some(default) = defaults.first() else { return };
            for (n, value) in values.iter().enumerate() {
                let path = below(path, &n.to_string());
                types(value.get_ref(), default, &path, all, faults);
                if let (Value::Table(known), DeValue::Table(table)) = (default, value.get_ref()) {
                    missing(table, known, &path, faults);
                }
            }
        }
        // A day that may be left blank.
        (Value::String(_), DeValue::Datetime(_)) if name == "retain_until" => {}
        // A score of the risk matrix, or one of its bands.
        (Value::Integer(_) | Value::String(_), DeValue::Integer(_) | DeValue::String(_)) if name == "escalate_at" => {}
        (Value::Integer(_), DeValue::Integer(n)) if n.as_str().starts_with('-') => {
            faults.value(path, format!("`{name}`{} must be 0 or more; it is {n}", under(path)));
        }
        (Value::Integer(_), DeValue::Integer(_))
        | (Value::Float(_), DeValue::Float(_) | DeValue::Integer(_))
        | (Value::String(_), DeValue::String(_))
        | (Value::Boolean(_), DeValue::Boolean(_)) => {}
        _ => {
            let what = format!("`{name}`{} must be {}; it is {}", under(path), wanted(default), found(value));
            faults.value(path, what);
        }
    }
}

fn missing(table: &DeTable<'_>, known: &Table, path: &[String], faults: &mut FaultList<'_>) {
    let header = path.iter().filter(|part| number(part).is_none()).map(String::as_str).collect::<Vec<_>>().join(".");
    for key in known.keys().map(String::as_str) {
        // Bands without scores have no bounds; the matrix itself says whether it needs them.
        if !table.contains_key(key) && !matches!(key, "from" | "to") {
            faults.key(&below(path, key), format!("`{key}` is missing from this [[{header}]]; add it"));
        }
    }
}

fn unknown(path: &[String], known: &Table, all: &Table, faults: &mut FaultList<'_>) {
    let Some((name, section)) = path.split_last() else { return };
    let has = |(other, value): &(&String, &Value)| {
        [other.as_str()] != section && value.as_table().is_some_and(|table| table.contains_key(name))
    };
    let elsewhere = all.iter().find(has);
    let near = nearest(name, known.keys().map(String::as_str)).filter(|_| elsewhere.is_none());
    let hint = match (elsewhere, near) {
        (Some((other, _)), _) => format!("it belongs under [{other}]"),
        (None, Some(key)) => format!("did you mean `{key}`?"),
        (None, None) => format!("known here: {}", known.keys().map(String::as_str).collect::<Vec<_>>().join(", ")),
    };
    faults.misspelt_key(path, format!("unknown key `{name}`{}; {hint}", under(path)), near);
}

fn below(path: &[String], part: &str) -> Vec<String> {
    path.iter().cloned().chain([part.to_owned()]).collect()
}

fn wanted(default: &Value) -> String {
    match default {
        Value::Integer(n) => format!("a whole number, like {n}"),
        Value::Float(n) => format!("a number, like {n}"),
        Value::String(s) => format!("text in quotes, like \"{s}\""),
        Value::Boolean(_) => "true or false".to_owned(),
        Value::Array(_) => "a list in square brackets".to_owned(),
        Value::Table(_) => "a section with settings of its own".to_owned(),
        Value::Datetime(_) => "a date, like 2026-07-24".to_owned(),
    }
}
