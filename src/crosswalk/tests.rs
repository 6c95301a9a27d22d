//! Values for the tests of the crosswalk.

use super::model::{Crosswalk, CrosswalkCouncil, CrosswalkMeasure, OldCouncil, Relation, Successor};
use crate::measure::Scheme;
use crate::reading::Place;
use crate::register::Indicator;
use crate::sample;

/// A council with one service and these measures.
pub(super) fn council(id: &str, indicators: Vec<Indicator>) -> OldCouncil {
    OldCouncil {
        id: id.into(),
        name: format!("{id} Council"),
        folder: id.to_lowercase(),
        register: sample::register([sample::service("FIN")], indicators),
        register_sha256: String::new(),
        ledger: (0, String::new()),
        scheme: (Scheme::Tolerance, 5.0),
        risk_steps: [5, 5],
    }
}

/// A measure that is the same as a new one, for the successor `NEW`.
pub(super) fn measure_row(council: &str, id: &str, new_id: &str) -> CrosswalkMeasure {
    CrosswalkMeasure {
        council: council.into(),
        id: id.into(),
        successors: vec!["NEW".into()],
        new_id: new_id.into(),
        relation: Relation::SameAs,
        factor: 1.0,
        offset: 0.0,
        formula: String::new(),
        split_by: String::new(),
        lead: false,
        reason: String::new(),
        places: Default::default(),
    }
}

/// A crosswalk of these councils into one, `NEW`.
pub(super) fn crosswalk(councils: &[&str], measures: Vec<CrosswalkMeasure>) -> Crosswalk {
    let council = |id: &&str| CrosswalkCouncil {
        id: (*id).into(),
        name: format!("{id} Council"),
        folder: id.to_lowercase(),
        goes_to: vec!["NEW".into()],
        register_sha256: String::new(),
        places: Default::default(),
    };
    Crosswalk {
        councils: councils.iter().map(council).collect(),
        successors: vec![Successor {
            id: "NEW".into(),
            name: "New Council".into(),
            first: "2027-28Q1".parse().unwrap(),
            settings_from: String::new(),
            place: Place::default(),
        }],
        measures,
        ..Crosswalk::default()
    }
}
