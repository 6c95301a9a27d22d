//! The matrices of councils that published theirs, by name.
//!
//! Published are the size, the codes of the axes, the bands and the score at which a risk is passed on. Words of the
//! axes are ours where a council printed none, and so are the single cells of a map: a council that starts from a
//! preset compares them with its own page.

use super::matrix::{Band, DeliverySettings, Limit, RiskMatrix, RiskPreset};
use std::collections::BTreeMap;

const LOW: (&str, &str) = ("#D5E8D4", "#1B4D1B");
const MEDIUM: (&str, &str) = ("#FFF2CC", "#5C4400");
const HIGH: (&str, &str) = ("#F8CBAD", "#6B2E00");
const WORST: (&str, &str) = ("#C00000", "#FFFFFF");

impl RiskPreset {
    /// The matrix as the preset gives it.
    pub fn matrix(self) -> RiskMatrix {
        let five = ["Rare", "Unlikely", "Possible", "Likely", "Almost certain"];
        let harm = ["Negligible", "Minor", "Moderate", "Major", "Severe"];
        let three = [("Low", 1, LOW), ("Medium", 0, MEDIUM), ("High", 0, WORST)];
        let from = |medium, high| [("Low", 1, LOW), ("Medium", medium, MEDIUM), ("High", high, WORST)];
        match self {
            Self::Herefordshire => scored(
                self,
                (&five, &harm),
                &[("Low", 1, LOW), ("Medium", 5, MEDIUM), ("High", 10, HIGH), ("Critical", 16, WORST)],
                16,
            ),
            Self::EastDevon => scored(
                self,
                (&["Remote", "Unlikely", "Likely", "Very likely"], &["Minor", "Moderate", "Serious", "Major"]),
                &from(6, 12),
                12,
            ),
            Self::Generic => scored(self, (&five, &harm), &from(5, 12), 12),
            Self::Herefordshire2004 => mapped(
                self,
                (&["Unlikely", "Likely", "Very likely"], &["Minor", "Significant", "Critical"]),
                // The words are all that is written.
                (&["Unlikely", "Likely", "Very likely"], &["Minor", "Significant", "Critical"]),
                &three,
                &["LLM", "LMH", "MHH"],
            ),
            Self::Chesterfield => mapped(
                self,
                (&["Low", "Medium", "High"], &["Low", "Medium", "High"]),
                (&["L", "M", "H"], &["L", "M", "H"]),
                &three,
                &["LLM", "LMH", "MHH"],
            ),
            Self::Scarborough => mapped(
                self,
                (&five, &harm),
                (&["A", "B", "C", "D", "E"], &[]),
                &three,
                &["LLLMM", "LLMMH", "LMMHH", "MMHHH", "MHHHH"],
            ),
        }
    }
}

impl Default for RiskMatrix {
    fn default() -> Self {
        RiskPreset::default().matrix()
    }
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|w| (*w).to_owned()).collect()
}

fn bands(list: &[(&str, u32, (&str, &str))]) -> Vec<Band> {
    let band = |&(name, from, (fill, ink)): &(&str, u32, (&str, &str))| Band {
        name: name.into(),
        from,
        to: 0,
        fill: fill.into(),
        ink: ink.into(),
    };
    list.iter().map(band).collect()
}

/// A matrix whose bands are ranges of likelihood × impact.
fn scored(
    preset: RiskPreset,
    (likelihood, impact): (&[&str], &[&str]),
    list: &[(&str, u32, (&str, &str))],
    at: u32,
) -> RiskMatrix {
    RiskMatrix {
        preset,
        likelihood: words(likelihood),
        impact: words(impact),
        likelihood_codes: RiskMatrix::numbered(likelihood.len()),
        impact_codes: RiskMatrix::numbered(impact.len()),
        bands: bands(list),
        map: vec![],
        products: true,
        escalate_at: Limit::Score(at),
        step_down_reviews: 2,
        static_reviews: 4,
        review_days: 100,
        escalate: BTreeMap::new(),
        appetite: BTreeMap::new(),
        delivery: DeliverySettings::default(),
    }
}

/// A matrix that has no scores: each cell of its map says its band. One letter of a row of `map` is a cell.
fn mapped(
    preset: RiskPreset,
    axes: (&[&str], &[&str]),
    (likelihood, impact): (&[&str], &[&str]),
    list: &[(&str, u32, (&str, &str))],
    map: &[&str],
) -> RiskMatrix {
    let mut matrix = scored(preset, axes, list, 0);
    for band in &mut matrix.bands {
        band.from = 0;
    }
    if !likelihood.is_empty() {
        matrix.likelihood_codes = words(likelihood);
    }
    if !impact.is_empty() {
        matrix.impact_codes = words(impact);
    }
    let named = |letter: char| list.iter().find(|(name, ..)| name.starts_with(letter)).map_or("", |(name, ..)| name);
    matrix.map = map.iter().map(|row| row.chars().map(|c| named(c).to_owned()).collect()).collect();
    matrix.products = false;
    matrix.escalate_at = Limit::Band("High".into());
    matrix
}
