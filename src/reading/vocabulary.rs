//! The words of a return that have a meaning: each with a key that is written and never changes, beside the words that
//! people read and that may be worded anew.

/// An enum whose variants have a key and words.
macro_rules! keyed {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident $key:literal $words:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $(#[doc = $words] $(#[$vdoc])* #[serde(rename = $key)] $variant,)+ }
        impl $name {
            /// In the order of the forms and reports.
            pub const ALL: [Self; [$($key),+].len()] = [$(Self::$variant),+];
            /// As it is written in the ledger and in every other file for machines.
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)+ }
            }
            /// By its key, as it was written.
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|one| one.key() == key)
            }
            /// As people read it.
            pub fn words(self) -> &'static str {
                match self { $(Self::$variant => $words,)+ }
            }
            /// By its words, in any case.
            pub fn from_words(text: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|one| one.words().eq_ignore_ascii_case(text.trim()))
            }
        }
    };
}
pub(crate) use keyed;

keyed! {
    /// Why there is no number. Never amber, never zero.
    #[derive(schemars::JsonSchema)]
    Marker {
        NotDue "not-due" "Not due",
        Awaited "awaited" "Awaited",
        NotAvailable "not-available" "Not available",
        NotApplicable "not-applicable" "Not applicable",
        Suppressed "suppressed" "Suppressed",
    }
}

keyed! {
    /// Where a risk is managed.
    RiskLevel {
        Project "project" "Project",
        Service "service" "Service",
        Directorate "directorate" "Directorate",
        Corporate "corporate" "Corporate",
    }
}

keyed! {
    /// What an action is a step of.
    ActionKind {
        /// Of the mending of a measure or a risk.
        Action "action" "Action",
        /// Of the delivery plan.
        Milestone "milestone" "Milestone",
    }
}

impl ActionKind {
    /// As the ledger has it: actions were the only kind before there was a column for it, so theirs is blank.
    pub(crate) fn column(self) -> &'static str {
        match self {
            Self::Action => "",
            Self::Milestone => self.key(),
        }
    }

    /// By what stands in that column.
    pub(crate) fn of_column(text: &str) -> Option<Self> {
        if text.is_empty() { Some(Self::Action) } else { Self::from_key(text) }
    }
}

keyed! {
    /// The stated status of an action. Overdue is computed, never stated.
    ActionStatus {
        NotStarted "not-started" "Not started",
        OnTrack "on-track" "On track",
        AtRisk "at-risk" "At risk",
        Complete "complete" "Complete",
        Paused "paused" "Paused",
        Discontinued "discontinued" "Discontinued",
        CarriedOver "carried-over" "Carried over",
    }
}

impl ActionStatus {
    /// Open actions are carried forward until they are closed.
    pub fn open(self) -> bool {
        !matches!(self, Self::Complete | Self::Discontinued)
    }
}

keyed! {
    /// What a count of feedback counts.
    FeedbackKind {
        Stage1 "stage-1" "Complaints, stage 1",
        Stage2 "stage-2" "Complaints, stage 2",
        Compliments "compliments" "Compliments",
        Comments "comments" "Comments",
    }
}

keyed! {
    /// Why a published figure changes.
    RestatementClass {
        /// Later or fuller data came in, as was to be expected.
        Update "update" "Update",
        /// The way of measuring got better.
        Improvement "improvement" "Improvement",
        /// The published figure was wrong.
        Correction "correction" "Correction",
    }
}

keyed! {
    /// The stages of a complaint as a log names them.
    ComplaintStage {
        One "stage-1" "Stage 1",
        Two "stage-2" "Stage 2",
    }
}

impl ComplaintStage {
    /// What a count of complaints of this stage counts.
    pub fn feedback(self) -> FeedbackKind {
        match self {
            Self::One => FeedbackKind::Stage1,
            Self::Two => FeedbackKind::Stage2,
        }
    }
}

keyed! {
    /// What can come of a complaint.
    ComplaintOutcome {
        Upheld "upheld" "Upheld",
        PartlyUpheld "partly-upheld" "Partly upheld",
        NotUpheld "not-upheld" "Not upheld",
        Withdrawn "withdrawn" "Withdrawn",
    }
}

impl ComplaintOutcome {
    /// For the person who complained, in part at least.
    pub fn upheld(self) -> bool {
        matches!(self, Self::Upheld | Self::PartlyUpheld)
    }
}
