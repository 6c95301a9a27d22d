//! What the page tells first: the things to know and what went well.

use crate::reading::left_out::OwnWords;

/// What a headline is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HeadlineKind {
    /// How many are off target, against last quarter, and which is of most concern.
    Reds,
    /// How many key indicators are forecast to miss the year's target, and which is the least likely to meet it.
    Outturn,
    /// The indicator that worsened most since last quarter.
    Worsened,
    /// The highest risk, and how many are proposed for the level above.
    Risks,
    /// Who has not returned, or not in full.
    Returns,
    /// What is overdue.
    Actions,
    /// What the team has to say beside them.
    Team,
}

/// One of the things to know.
#[derive(Debug, Clone, PartialEq)]
pub struct Headline {
    /// Why it is a headline.
    pub kind: HeadlineKind,
    /// The sentence as printed.
    pub sentence: String,
    /// The sentence as computed; another where the team wrote its own, blank where there is none.
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

/// The things to know with the team's own words in the place of those that it replaces; what it adds stands behind them.
pub(super) fn in_own_words(mut headlines: Vec<Headline>, own: &[OwnWords]) -> Vec<Headline> {
    let mut own: Vec<&OwnWords> = own.iter().collect();
    own.sort_by_key(|words| words.number);
    for OwnWords { number, words, .. } in own {
        let sentence = words.clone();
        match headlines.get_mut(usize::from(*number).saturating_sub(1)) {
            Some(headline) => headline.sentence = sentence,
            None => {
                let (kind, computed) = (HeadlineKind::Team, String::new());
                headlines.push(Headline { kind, sentence, computed, indicator: None, risk: None });
            }
        }
    }
    headlines
}

/// Why something is a success.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SuccessKind {
    /// Off target last quarter, on target now.
    Recovered,
    /// Improved most since last quarter.
    Improved,
    /// On target for the longest time.
    LongestRun,
    /// On target, furthest beyond it.
    Met,
}

impl SuccessKind {
    /// All of them, in order.
    pub const ALL: [Self; 4] = [Self::Recovered, Self::Improved, Self::LongestRun, Self::Met];

    /// As a heading.
    pub fn words(self) -> &'static str {
        match self {
            Self::Recovered => "Back on target",
            Self::Improved => "Most improved",
            Self::LongestRun => "Longest on target",
            Self::Met => "Beyond target",
        }
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
    /// The service's own commentary; empty when it wrote none.
    pub words: &'a str,
}
