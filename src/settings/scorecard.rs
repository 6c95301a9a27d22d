//! `[scorecard]`: the perspectives that the council is looked at from.

use super::faults::FaultList;
use crate::text::words::same;
use serde::{Deserialize, Serialize};

/// `[scorecard]`: the five perspectives of the council's framework, or its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ScorecardSettings {
    /// In the order of the sheet. Those that the register uses beside them follow.
    pub perspectives: Vec<String>,
    /// The perspective that tells of revenue and savings; blank for none.
    pub budget_in: String,
    /// The perspective that tells of capital schemes and milestones; blank for none.
    pub projects_in: String,
}

impl Default for ScorecardSettings {
    fn default() -> Self {
        let five =
            ["Council Plan", "Workforce", "Customers and communities", "Business-critical activity", "Big projects"];
        let [.., business, projects] = five;
        Self {
            perspectives: five.map(str::to_owned).into(),
            budget_in: business.to_owned(),
            projects_in: projects.to_owned(),
        }
    }
}

/// Refuses a perspective that is blank or named twice, and a place that is none of them.
pub(super) fn check(s: &ScorecardSettings, faults: &mut FaultList<'_>) {
    for (n, name) in s.perspectives.iter().enumerate() {
        if name.trim().is_empty() || s.perspectives[..n].iter().any(|other| same(other, name)) {
            let words = format!("`perspectives` must name each perspective once; “{name}” is blank or there before");
            faults.value(&["scorecard", "perspectives"], words);
        }
    }
    // The defaults are no fault of a council that names its own.
    let default = ScorecardSettings::default();
    for (key, place, usual) in
        [("budget_in", &s.budget_in, &default.budget_in), ("projects_in", &s.projects_in, &default.projects_in)]
    {
        if !place.is_empty() && place != usual && !s.perspectives.iter().any(|p| same(p, place)) {
            let words = format!("`{key}` must be one of `perspectives`, or blank; it is “{place}”");
            faults.value(&["scorecard", key], words);
        }
    }
}
