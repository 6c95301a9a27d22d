//! `[handover]`: who answers for the figures when the council is gone.

use super::faults::FaultList;
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize};
use toml::Value;

/// `[handover]`: what the handover pack says of itself, for those who are asked about a figure later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct HandoverSettings {
    /// Who holds the pack and answers for it after the council is gone.
    pub custodian: String,
    /// Where they are asked.
    pub custodian_email: String,
    /// The day until which it is to be kept, as `2046-03-31`; blank where nobody has said.
    #[serde(deserialize_with = "day")]
    pub retain_until: String,
    /// What else those who open it should know.
    pub notes: String,
}

impl HandoverSettings {
    /// The day until which it is to be kept.
    pub fn last_day(&self) -> Option<NaiveDate> {
        self.retain_until.trim().parse().ok()
    }
}

/// A day written as a TOML date or as text.
fn day<'de, D: Deserializer<'de>>(d: D) -> Result<String, D::Error> {
    Ok(match Value::deserialize(d)? {
        Value::String(text) => text,
        other => other.to_string(),
    })
}

/// Refuses an address that is none and a day that is none.
pub(super) fn check(s: &HandoverSettings, faults: &mut FaultList<'_>) {
    let until = s.retain_until.trim();
    if !until.is_empty() && s.last_day().is_none() {
        let words = format!("`retain_until` must be a date, like 2046-03-31, or \"\"; it is {until}");
        faults.value(&["handover", "retain_until"], words);
    }
    let email = s.custodian_email.trim();
    let parts = email.split_once('@').filter(|(name, place)| !name.is_empty() && place.contains('.'));
    if !email.is_empty() && (parts.is_none() || email.contains(char::is_whitespace)) {
        let words = format!("`custodian_email` must be one address, like records@county.example; it is “{email}”");
        faults.value(&["handover", "custodian_email"], words);
    }
}

#[cfg(test)]
mod tests {
    use crate::settings::load;
    use std::path::Path;

    #[test]
    fn a_day_is_one_however_it_is_written() {
        for (written, day) in [("2046-03-31", "2046-03-31"), ("\"2046-03-31\"", "2046-03-31"), ("\"\"", "")] {
            let settings = load(Path::new("q"), &format!("[handover]\nretain_until = {written}\n")).unwrap();
            let read = settings.handover.last_day().map(|day| day.to_string()).unwrap_or_default();
            assert_eq!(read, day, "{written}");
        }
        for wrong in ["2046-13-31", "20", "true"] {
            assert!(load(Path::new("q"), &format!("[handover]\nretain_until = {wrong}\n")).is_err(), "{wrong}");
        }
    }
}
