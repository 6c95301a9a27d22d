//! The JSON Schema of layout files, for editors: completion, words on each key, and faults while typing.

use crate::record::Field;
use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::json;

fn keys() -> Vec<&'static str> {
    Field::ALL.iter().map(|f| f.key()).collect()
}

pub(super) fn field(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": keys() })
}

pub(super) fn quarter(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}Q[1-4]$" })
}

pub(super) fn texts_by_field(_: &mut SchemaGenerator) -> Schema {
    let texts = json!({ "type": "array", "items": { "type": "string" } });
    json_schema!({ "type": "object", "propertyNames": { "enum": keys() }, "additionalProperties": texts })
}

const CELL: &str = "^[A-Z]{1,3}[1-9][0-9]*$";

pub(super) fn cells_by_field(_: &mut SchemaGenerator) -> Schema {
    let cell = json!({ "type": "string", "pattern": CELL });
    json_schema!({ "type": "object", "propertyNames": { "enum": keys() }, "additionalProperties": cell })
}

pub(super) fn cells(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "object", "additionalProperties": { "type": "string", "pattern": CELL } })
}

pub(super) fn words(_: &mut SchemaGenerator) -> Schema {
    let words = json!({ "type": "object", "additionalProperties": { "type": "string" } });
    json_schema!({ "type": "object", "propertyNames": { "enum": keys() }, "additionalProperties": words })
}
