//! `[public]`: what a council puts on its website of a quarter.

use super::faults::FaultList;
use crate::reading::keyed;
use serde::{Deserialize, Serialize};

keyed! {
    /// Whose names the public edition may have.
    Named {
        Nobody "nobody" "nobody",
        Members "members" "members of the council",
        Heads "heads" "members of the council and heads of service",
        Everybody "everybody" "everybody",
    }
}

/// `[public]`: what of a quarter everybody may read, and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PublicSettings {
    /// Counts of people from 1 to this are hidden, of the measures that the register marks under Small numbers.
    pub small_numbers: u32,
    /// They are hidden in the members' workbook and in what else Cabinet reads, too.
    pub hidden_from_members: bool,
    /// Whose names may stand in it.
    pub named: Named,
    /// Who answers questions; the team with its address, where it is blank.
    pub contact: String,
    /// When the next one comes, in words or as a day; blank where that is not known.
    pub next: String,
    /// The licence under which the figures may be used.
    pub licence: String,
    /// Where that licence can be read.
    pub licence_address: String,
}

impl Default for PublicSettings {
    fn default() -> Self {
        Self {
            small_numbers: 4,
            hidden_from_members: false,
            named: Named::Heads,
            contact: String::new(),
            next: String::new(),
            licence: "Open Government Licence v3.0".to_owned(),
            licence_address: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/".to_owned(),
        }
    }
}

/// A threshold of 1 would say of each hidden count what it is; above 100 a whole publication would be hidden.
const THRESHOLDS: std::ops::RangeInclusive<u32> = 2..=100;

/// Refuses a threshold that hides nothing or everything, and a licence that leads nowhere.
pub(super) fn check(s: &PublicSettings, faults: &mut FaultList<'_>) {
    if !THRESHOLDS.contains(&s.small_numbers) {
        let words = "`small_numbers` must be from 2 to 100: counts of people from 1 to it are hidden, of the measures that the \
                     register marks under Small numbers (no measure is marked where nothing is to be hidden)";
        faults.value(&["public", "small_numbers"], format!("{words}; it is {}", s.small_numbers));
    }
    if s.licence.trim().is_empty() {
        faults.value(&["public", "licence"], "`licence` is blank; say under which terms the figures may be used");
    }
    let address = s.licence_address.trim();
    if !address.is_empty() && !address.starts_with("https://") {
        faults.value(&["public", "licence_address"], "`licence_address` must begin with https://, or be blank");
    }
}
