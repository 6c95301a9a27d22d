//! How councils have rated, under their names: a preset sets several keys of `[status]` at once.

use super::faults::FaultList;
use super::status::StatusSettings;
use crate::measure::Scheme;
use crate::measure::{Amber, NoTarget};
use crate::text::words::nearest;

/// A named way of giving a status, as a council published it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StatusPreset {
    /// As in the settings.
    pub name: &'static str,
    /// The council that published it.
    pub council: &'static str,
    /// The scheme.
    pub scheme: Scheme,
    /// `None` leaves the council's own percentage.
    pub tolerance_percent: Option<f64>,
    /// What a value without a target counts as.
    pub no_target: NoTarget,
    /// What amber says.
    pub amber: Amber,
    /// What is peculiar to it, in words.
    pub words: &'static str,
}

const fn preset(name: &'static str, council: &'static str, scheme: Scheme, words: &'static str) -> StatusPreset {
    let (no_target, amber) = (NoTarget::NoTarget, Amber::Amber);
    StatusPreset { name, council, scheme, tolerance_percent: None, no_target, amber, words }
}

/// In the order of the alphabet.
pub static STATUS_PRESETS: [StatusPreset; 11] = [
    preset(
        "bracknell-forest",
        "Bracknell Forest",
        Scheme::Context,
        "Figures beside what is expected of them, inside or outside the bounds, without a colour.",
    ),
    preset(
        "east-riding",
        "East Riding of Yorkshire",
        Scheme::Stars,
        "Three symbols instead of three colours; the tolerance is the council's own.",
    ),
    preset(
        "harlow",
        "Harlow",
        Scheme::Stars,
        "Three symbols instead of three colours; the tolerance is the council's own.",
    ),
    StatusPreset {
        tolerance_percent: Some(10.0),
        ..preset(
            "havering",
            "Havering, 2013 to 2015",
            Scheme::ToleranceAndTrend,
            "Within 10% of the target is on target; further off counts as near it while it is no worse than a year ago.",
        )
    },
    StatusPreset {
        no_target: NoTarget::Red,
        ..preset(
            "herefordshire-2006",
            "Herefordshire, 2006",
            Scheme::Tolerance,
            "A figure without a target counts as off target.",
        )
    },
    StatusPreset {
        amber: Amber::Unknown,
        ..preset(
            "herefordshire-2008",
            "Herefordshire, 2008",
            Scheme::Tolerance,
            "Amber reads as “unknown”: neither met nor missed, and not counted among those rated.",
        )
    },
    preset("kent", "Kent", Scheme::Floor, "Amber is the floor standard, the least that is accepted."),
    preset(
        "kent-activity",
        "Kent, activity indicators",
        Scheme::Context,
        "Activity beside what was expected of it, inside or outside the bounds, without a colour.",
    ),
    StatusPreset {
        tolerance_percent: Some(10.0),
        ..preset("maidstone", "Maidstone", Scheme::Tolerance, "Amber: short by no more than 10% of the target.")
    },
    preset(
        "medway",
        "Medway, 2010",
        Scheme::Outturn,
        "Amber: off target now, and forecast to meet the year's target by its end.",
    ),
    StatusPreset {
        tolerance_percent: Some(0.0),
        ..preset(
            "reigate",
            "Reigate and Banstead",
            Scheme::Tolerance,
            "Amber is each indicator's own tolerance in the register; where it has none, there is no amber.",
        )
    },
];

impl StatusPreset {
    /// By its name, in any case.
    pub fn find(name: &str) -> Option<&'static Self> {
        let name = name.trim();
        STATUS_PRESETS.iter().find(|p| p.name.eq_ignore_ascii_case(name))
    }

    /// Settings as this preset has them; what it does not set stays.
    pub fn set(&self, s: &mut StatusSettings) {
        self.name.clone_into(&mut s.preset);
        s.scheme = self.scheme;
        s.no_target = self.no_target;
        s.amber = self.amber;
        s.tolerance_percent = self.tolerance_percent.unwrap_or(s.tolerance_percent);
    }
}

/// The name of a setting as the file writes it.
fn word(value: impl serde::Serialize) -> String {
    toml::Value::try_from(value).map(|v| v.to_string()).unwrap_or_default()
}

/// Applies the preset that is named. What the file says beside it must not contradict it: a preset is a whole, and a
/// line that changes nothing would be taken for one that does.
pub(super) fn apply(s: &mut StatusSettings, faults: &mut FaultList<'_>) {
    if s.preset.trim().is_empty() {
        return s.preset.clear();
    }
    let Some(preset) = StatusPreset::find(&s.preset) else {
        let near = nearest(&s.preset, STATUS_PRESETS.iter().map(|p| p.name));
        let names: Vec<&str> = STATUS_PRESETS.iter().map(|p| p.name).collect();
        let hint = near.map(|n| format!("did you mean \"{n}\"? ")).unwrap_or_default();
        let what = format!("there is no preset \"{}\"; {hint}the presets are: {}", s.preset, names.join(", "));
        return faults.misspelt(&["status", "preset"], what, near);
    };
    let own = s.clone();
    preset.set(s);
    for (key, ours, theirs) in [
        ("scheme", word(own.scheme), word(s.scheme)),
        ("tolerance_percent", word(own.tolerance_percent), word(s.tolerance_percent)),
        ("no_target", word(own.no_target), word(s.no_target)),
        ("amber", word(own.amber), word(s.amber)),
    ] {
        if faults.document.get(&["status", key]).is_some() && ours != theirs {
            let what = format!(
                "the preset \"{}\" has {key} = {theirs}, and this line has {ours}; delete this line, or the preset",
                preset.name
            );
            faults.value(&["status", key], what);
        }
    }
}

impl StatusSettings {
    /// The preset in use.
    pub fn preset(&self) -> Option<&'static StatusPreset> {
        StatusPreset::find(&self.preset)
    }
}
