//! The schema, the example and the layouts that we ship say the same language.

use super::{EXAMPLE, Layout, past, register, schema, template};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What a value does that its schema does not allow. As much of JSON Schema as our schema uses.
fn faults(root: &Value, schema: &Value, value: &Value, at: &str, out: &mut Vec<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let path = reference.trim_start_matches('#');
        return faults(root, root.pointer(path).unwrap_or_else(|| panic!("{reference}")), value, at, out);
    }
    for options in ["oneOf", "anyOf"] {
        let Some(options) = schema[options].as_array() else { continue };
        let fits = |option: &Value| {
            let mut found = vec![];
            faults(root, option, value, at, &mut found);
            found.is_empty()
        };
        if !options.iter().any(fits) {
            out.push(format!("{at}: {value} is none of the options"));
        }
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
        _ => vec![],
    };
    let is = |t: &str| match t {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("{other}"),
    };
    if !types.is_empty() && !types.iter().any(|t| is(t)) {
        out.push(format!("{at}: {value} is no {types:?}"));
    }
    if let Some(allowed) = schema["enum"].as_array().filter(|a| !a.contains(value)) {
        out.push(format!("{at}: {value} is none of {allowed:?}"));
    }
    if schema.get("const").is_some_and(|c| c != value) {
        out.push(format!("{at}: {value} is not {}", schema["const"]));
    }
    for (n, item) in value.as_array().into_iter().flatten().enumerate() {
        faults(root, &schema["items"], item, &format!("{at}/{n}"), out);
    }
    for required in schema["required"].as_array().into_iter().flatten() {
        if value.is_object() && value.get(required.as_str().unwrap()).is_none() {
            out.push(format!("{at}: no {required}"));
        }
    }
    for (key, inner) in value.as_object().into_iter().flatten() {
        let at = format!("{at}/{key}");
        faults(root, &schema["propertyNames"], &json!(key), &at, out);
        match (schema["properties"].get(key), &schema["additionalProperties"]) {
            (Some(property), _) => faults(root, property, inner, &at, out),
            (None, Value::Bool(false)) => out.push(format!("{at} is not known")),
            (None, rest) => faults(root, rest, inner, &at, out),
        }
    }
}

fn faults_of(text: &str) -> Vec<String> {
    let schema = schema();
    let value = serde_json::to_value(toml::from_str::<toml::Table>(text).unwrap()).unwrap();
    let mut out = vec![];
    faults(&schema, &schema, &value, "", &mut out);
    out
}

const SHIPPED: [&str; 6] = [
    include_str!("../../templates/return.toml"),
    include_str!("../../templates/register.toml"),
    include_str!("../../templates/past.toml"),
    include_str!("../../fixtures/demo/layouts/marchford-2019.toml"),
    include_str!("../../fixtures/demo/layouts/marchford-2022.toml"),
    EXAMPLE,
];

#[test]
fn every_layout_that_we_ship_is_as_the_schema_says() {
    for text in SHIPPED {
        assert_eq!(faults_of(text), Vec::<String>::new());
        Layout::parse(text).unwrap();
    }
    for layout in [template(), register(), past()] {
        assert!(!layout.tables.is_empty(), "{}", layout.id);
    }
}

/// What serde refuses the schema refuses too, for the same reason.
#[test]
fn the_schema_finds_what_the_reader_finds() {
    for (from, to) in [
        ("repeats = true", "repeat = true"),
        ("kind = \"risks\"", "kind = \"risk\""),
        ("field = \"owner\"", "field = \"ower\""),
        ("scope = \"sheet\"", "scope = \"page\""),
        ("\"tbc\" = \"awaited\"", "\"tbc\" = \"waiting\""),
        ("title = \"Parks and waste return of 2024\"", "title = 2024"),
        ("id = \"parks-2024\"", ""),
        ("[words.status]", "[words.colour]"),
    ] {
        let text = EXAMPLE.replacen(from, to, 1);
        assert_ne!(text, EXAMPLE, "{from}");
        assert!(Layout::parse(&text).is_err() && !faults_of(&text).is_empty(), "{to}");
    }
}

/// The example is the whole language: it has every key of the schema, and each key says what it means.
#[test]
fn the_example_has_every_key_and_each_is_explained() {
    let schema = schema();
    let parts = schema["$defs"].as_object().unwrap().values().chain([&schema]);
    let properties = parts.flat_map(|p| p["properties"].as_object().into_iter().flatten());
    let mut keys = BTreeSet::new();
    for (key, property) in properties {
        assert!(property["description"].as_str().is_some_and(|d| d.len() > 20), "{key}: {property}");
        keys.insert(key.as_str());
    }
    assert!(keys.len() > 35, "{keys:?}");
    for key in keys {
        let used = [format!("{key} ="), format!("[{key}"), format!("forms.{key}]"), format!("[[{key}]]")];
        assert!(used.iter().any(|u| EXAMPLE.contains(u.as_str())), "{key} is not in the example");
    }
}

/// A layout goes to the worker processes as JSON and comes back as it was.
#[test]
fn layouts_survive_the_wire() {
    for text in SHIPPED {
        let layout = Layout::parse(text).unwrap();
        let json = serde_json::to_string(&layout).unwrap();
        assert_eq!(serde_json::from_str::<Layout>(&json).unwrap(), layout);
    }
}
