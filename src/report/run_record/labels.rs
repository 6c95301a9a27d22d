//! The sensitivity labels of what a run writes.

use crate::settings::{LabelUse, Settings};
use serde_json::{Value, json};

/// Which label is for whom; nothing where there is none.
pub(super) fn labels(settings: &Settings) -> Option<(String, Value)> {
    let each = LabelUse::all().filter_map(|of| {
        let label = settings.label(of, None)?;
        Some(json!({ "for": of.key(), "id": label.id, "name": label.name }))
    });
    let each: Vec<Value> = each.collect();
    let labels = &settings.label;
    let said = json!({ "tenant": labels.tenant, "method": labels.method.key(), "labels": each });
    (!each.is_empty()).then(|| ("sensitivity".to_owned(), said))
}
