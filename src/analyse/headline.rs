//! What the page tells first: the things to know and what went well.

use crate::reading::keyed;

keyed! {
    /// What a sentence is about: one of the things to know, or a line of money or of the delivery plan.
    HeadlineKind {
        /// How many, against last quarter, and which is of most concern.
        Reds "reds" "Off target",
        /// How many key indicators are forecast to miss it, and which is the least likely to meet it.
        Outturn "outturn" "Year's target",
        /// Since last quarter.
        Worsened "worsened" "Worsened most",
        /// And how many are proposed for the level above.
        Risks "risks" "Highest risk",
        /// Who has not returned, or not in full.
        Returns "returns" "Returns",
        Actions "actions" "Actions overdue",
        Budget "budget" "Budget",
        Savings "savings" "Savings",
        /// What overspends and is off target.
        MoneyAndResults "money-and-results" "Money and results",
        DeliveryPlan "delivery-plan" "Delivery plan",
    }
}

/// One of the things to know.
#[derive(Debug, Clone, PartialEq)]
pub struct Headline {
    /// Why it is a headline.
    pub kind: HeadlineKind,
    /// The sentence as printed.
    pub sentence: String,
    /// The sentence as computed; another where the team wrote its own.
    pub computed: String,
    /// Position in [`super::Analysis::indicators`] of the indicator it is about.
    pub indicator: Option<usize>,
    /// Position in [`super::Analysis::risks`] of the risk it is about.
    pub risk: Option<usize>,
}

impl Headline {
    /// In the team's own words.
    pub fn own_words(&self) -> bool {
        self.sentence != self.computed
    }
}

keyed! {
    /// Why something is a success.
    SuccessKind {
        /// Off target last quarter.
        Recovered "recovered" "Back on target",
        /// Since last quarter.
        Improved "improved" "Most improved",
        LongestRun "longest-run" "Longest on target",
        /// The furthest.
        Met "met" "Beyond target",
    }
}

/// Something that went well.
#[derive(Debug, Clone, PartialEq)]
pub struct Success<'a> {
    /// Why it is a headline.
    pub kind: SuccessKind,
    /// Position in [`super::Analysis::indicators`].
    pub indicator: usize,
    /// The sentence as printed.
    pub sentence: String,
    /// The sentence as computed; another where the team wrote its own.
    pub computed: String,
    /// The service's own commentary; empty when it wrote none.
    pub words: &'a str,
}

impl Success<'_> {
    /// In the team's own words.
    pub fn own_words(&self) -> bool {
        self.sentence != self.computed
    }
}
