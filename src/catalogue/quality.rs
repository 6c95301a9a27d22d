//! The six characteristics of good data, and which of them each check is about.
//!
//! They are the Audit Commission's: “Improving information to support decision making: standards for better quality
//! data” (2007).

use serde::{Deserialize, Serialize};

/// What makes data fit for use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Characteristic {
    Accuracy,
    Validity,
    Reliability,
    Timeliness,
    Relevance,
    Completeness,
}

use Characteristic::{Accuracy, Completeness, Relevance, Reliability, Timeliness, Validity};

impl Characteristic {
    pub const ALL: [Self; 6] = [Accuracy, Validity, Reliability, Timeliness, Relevance, Completeness];

    pub fn words(self) -> &'static str {
        match self {
            Self::Accuracy => "Accuracy",
            Self::Validity => "Validity",
            Self::Reliability => "Reliability",
            Self::Timeliness => "Timeliness",
            Self::Relevance => "Relevance",
            Self::Completeness => "Completeness",
        }
    }

    /// The question that its checks ask.
    pub fn asks(self) -> &'static str {
        match self {
            Self::Accuracy => {
                "Is it right: do figures that belong together agree, is each there once and of the right size?"
            }
            Self::Validity => {
                "Is it what was asked for: the form, the words, the range and the sign-off that the rules want?"
            }
            Self::Reliability => "Is it measured and stored the same way each time: does it fit what was sent before?",
            Self::Timeliness => "Is it there in time, and kept up to date?",
            Self::Relevance => "Is it about this quarter, and does it tell the reader what has to be known?",
            Self::Completeness => "Is everything there that is due?",
        }
    }
}

/// The checks of each characteristic. A check belongs to exactly one.
const CHECKS: [(Characteristic, &[&str]); 6] = [
    (
        Accuracy,
        &[
            "F023", "F024", "F025", "C005", "C016", "C020", "R001", "R002", "R003", "R006", "R010", "R011", "T003",
            "T004", "T010", "T013", "S002", "K001", "K002", "K003", "K005", "K010", "G005", "G015", "G035",
        ],
    ),
    (
        Validity,
        &[
            "F001", "F002", "F003", "F004", "F005", "F009", "F010", "F012", "F014", "F016", "F017", "F021", "C001",
            "C002", "C003", "C004", "C006", "C007", "C008", "C010", "C011", "C013", "C014", "C015", "C017", "C018",
            "C019", "C021", "C022", "T001", "T005", "T009", "K006", "G001", "G002", "G003", "G004", "G008", "G011",
            "G012", "G013", "G014",
        ],
    ),
    (Reliability, &["F006", "F007", "F011", "F020", "C012", "T011", "S001", "S003", "S004", "S005", "S006", "K004"]),
    (Timeliness, &["F019", "R009", "K008"]),
    (Relevance, &["F008", "F013", "F022", "R004", "R005", "R007", "T006", "K009"]),
    (
        Completeness,
        &[
            "F015", "F018", "C009", "R008", "T002", "T007", "T008", "T012", "K007", "G006", "G007", "G009", "G010",
            "G030",
        ],
    ),
];

const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut n = 0;
    while n < a.len() && n < b.len() && a[n] == b[n] {
        n += 1;
    }
    n == a.len() && n == b.len()
}

/// The characteristic of a check. Evaluated while compiling: a check that is not in the table does not compile.
pub(super) const fn of(code: &str) -> Characteristic {
    let mut n = 0;
    while n < CHECKS.len() {
        let (characteristic, codes) = CHECKS[n];
        let mut k = 0;
        while k < codes.len() {
            if same(codes[k], code) {
                return characteristic;
            }
            k += 1;
        }
        n += 1;
    }
    panic!("a new check needs its characteristic in the table of catalogue/quality.rs")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue;

    /// Every check is in the table once, and the table has no other codes.
    #[test]
    fn every_check_has_one_characteristic() {
        let mut listed: Vec<&str> = CHECKS.iter().flat_map(|(_, codes)| codes.iter().copied()).collect();
        let mut known: Vec<&str> = catalogue::all().map(|c| c.code).collect();
        listed.sort_unstable();
        known.sort_unstable();
        assert_eq!(listed, known);
        for (characteristic, codes) in CHECKS {
            assert!(codes.iter().all(|c| catalogue::find(c).is_some_and(|f| f.characteristic == characteristic)));
        }
        assert!(Characteristic::ALL.iter().zip(CHECKS).all(|(c, (listed, _))| *c == listed));
    }
}
