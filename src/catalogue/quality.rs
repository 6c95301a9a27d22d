//! The six characteristics of good data, of which each check counts for one.
//!
//! They are the Audit Commission's: “Improving information to support decision making: standards for better quality
//! data” (2007).

use serde::{Deserialize, Serialize};

/// What makes data fit for use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Characteristic {
    /// Is it right?
    Accuracy,
    /// Is it of the form that was asked for?
    Validity,
    /// Was it found in the same way as before?
    Reliability,
    /// Did it come in time?
    Timeliness,
    /// Does it serve its purpose?
    Relevance,
    /// Is all of it there?
    Completeness,
}

use Characteristic::{Accuracy, Completeness, Relevance, Reliability, Timeliness, Validity};

impl Characteristic {
    /// All of them, in order.
    pub const ALL: [Self; 6] = [Accuracy, Validity, Reliability, Timeliness, Relevance, Completeness];

    /// What a council's own check counts for.
    pub const OF_OWN_CHECKS: Self = Validity;

    /// As a person reads it.
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
