//! The matrix as data: its axes, codes, bands and limits, and what a rating is by them.

use crate::elementary::power;
use crate::fit::fit;
use crate::measure::Status;
use crate::reading::{Rating, RiskLevel};
use crate::text::words::meaning;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One band of the risk matrix.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Its name.
    pub name: String,
    /// The lowest score of the band; 0 where a map gives the bands.
    #[serde(default)]
    pub from: u32,
    /// The highest; 0: up to the next band.
    #[serde(default)]
    pub to: u32,
    /// Background, `#RRGGBB`.
    pub fill: String,
    /// Text, `#RRGGBB`.
    pub ink: String,
}

/// A limit on the matrix: a score, or a band by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, expecting = "must be a score or the name of a band")]
pub enum Limit {
    /// This score.
    Score(u32),
    /// The band of this name.
    Band(String),
}

impl Limit {
    /// `16 or more`, `High or above`.
    pub fn or_more(&self) -> String {
        match self {
            Self::Score(score) => format!("{score} or more"),
            Self::Band(name) => format!("{name} or above"),
        }
    }
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Score(score) => write!(f, "{score}"),
            Self::Band(name) => f.write_str(name),
        }
    }
}

/// Where a matrix starts from; every key of `[risk]` can differ from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RiskPreset {
    /// 5 × 5, passed on to the corporate register at 16.
    #[default]
    Herefordshire,
    /// Worded pairs: “likely, significant” is medium, and low where it is unlikely.
    #[serde(rename = "herefordshire-2004")]
    Herefordshire2004,
    /// 4 × 4 with bands 12 to 16, 6 to 9 and 1 to 4.
    EastDevon,
    /// High, medium, low on both axes, and a map.
    Chesterfield,
    /// A to E by 1 to 5, and a map.
    Scarborough,
    /// 5 × 5, high from 12.
    Generic,
}

impl RiskPreset {
    /// All of them, in order.
    pub const ALL: [Self; 6] = [
        Self::Herefordshire,
        Self::Herefordshire2004,
        Self::EastDevon,
        Self::Chesterfield,
        Self::Scarborough,
        Self::Generic,
    ];
}

/// The matrix and its rules. Steps of both axes are counted from 1, the lowest.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RiskMatrix {
    /// What is not written here is the preset's.
    pub preset: RiskPreset,
    /// Words for likelihood, lowest first; their number is the size of the matrix.
    pub likelihood: Vec<String>,
    /// The words of the impacts, the least first.
    pub impact: Vec<String>,
    /// What is typed for each step: numbers, or letters.
    pub likelihood_codes: Vec<String>,
    /// The codes of the impacts, where they are not numbers.
    pub impact_codes: Vec<String>,
    /// Bands, lowest first.
    pub bands: Vec<Band>,
    /// The band of every cell: a row for each likelihood, lowest first; empty where bands are ranges of scores.
    pub map: Vec<Vec<String>>,
    /// The score is likelihood × impact. Without, a rating is compared by its band.
    pub products: bool,
    /// A risk at or above this is proposed for the level above, whatever level that is …
    pub escalate_at: Limit,
    /// Successive reviews below the level's threshold before a step down is proposed.
    pub step_down_reviews: u32,
    /// Successive reviews with one rating after which a risk past its target date is called static.
    pub static_reviews: u32,
    /// A risk not reviewed for more than this many days is listed.
    pub review_days: u32,
    /// … unless the level has a threshold of its own: `service`, `directorate`, `corporate`.
    pub escalate: BTreeMap<String, Limit>,
    /// The most that the council is content to carry, by category; `default` for the others.
    pub appetite: BTreeMap<String, Limit>,
    /// How the risk of missing a target is placed.
    pub delivery: DeliverySettings,
}

/// How the risk of missing a year's target is placed on the matrix.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DeliverySettings {
    /// Percent chance of missing from which likelihood is 2, 3 …; empty: equal parts.
    pub chance: Vec<f64>,
    /// Weight in the register from which impact is 2, 3 …; empty: doubling, a weight of 1 in the middle.
    pub weight: Vec<f64>,
    /// How far the target is missed, in percent of it, from which a miss is of the second size, the third …; empty:
    /// doubling up to 20%, as many sizes as there are impacts.
    pub miss: Vec<f64>,
    /// The impact, counted from 1, of every step of the weight (a row each, the least first) and every size of the miss;
    /// empty: the step of the weight at most, and half way from the size of the miss to it where that is less.
    pub impact: Vec<Vec<u8>>,
    /// Percent chance of missing that stands for a status and a direction where there is no forecast.
    pub standing: BTreeMap<String, f64>,
}

/// Status, then the chance that it stands for when improving, steady, worsening, and with no direction.
pub(super) const STANDING: [(&str, [f64; 4]); 3] =
    [("green", [5.0, 10.0, 30.0, 10.0]), ("amber", [30.0, 50.0, 70.0, 50.0]), ("red", [60.0, 80.0, 95.0, 80.0])];
pub(super) const WAYS: [&str; 4] = ["improving", "steady", "worsening", "unknown"];

impl Default for DeliverySettings {
    fn default() -> Self {
        let of = |(status, chances): (&str, [f64; 4])| {
            let status = status.to_owned();
            WAYS.into_iter().zip(chances).map(move |(way, chance)| (format!("{status}-{way}"), chance))
        };
        Self {
            chance: vec![],
            weight: vec![],
            miss: vec![],
            impact: vec![],
            standing: STANDING.into_iter().flat_map(of).collect(),
        }
    }
}

impl RiskMatrix {
    /// The codes of an axis of so many steps that has none of its own.
    pub fn numbered(steps: usize) -> Vec<String> {
        (1..=steps).map(|n| n.to_string()).collect()
    }

    /// Whether the matrix has this cell.
    pub fn holds(&self, rating: Rating) -> bool {
        let within = |n: u8, steps: &[String]| (1..=steps.len()).contains(&usize::from(n));
        within(rating.likelihood, &self.likelihood) && within(rating.impact, &self.impact)
    }

    /// The position of a rating's band, lowest 0; `None` off the matrix.
    pub fn rank(&self, rating: Rating) -> Option<usize> {
        if !self.holds(rating) {
            return None;
        }
        if self.map.is_empty() {
            return self.bands.iter().rposition(|b| rating.product() >= b.from);
        }
        let name = self.map.get(usize::from(rating.likelihood) - 1)?.get(usize::from(rating.impact) - 1)?;
        self.named(name)
    }

    /// The band of a rating; `None` where it lies outside the matrix.
    pub fn band(&self, rating: Rating) -> Option<&Band> {
        self.bands.get(self.rank(rating)?)
    }

    /// What ratings are compared by: likelihood × impact, or where the matrix has no products the number of the band,
    /// lowest 1. `None` off the matrix.
    pub fn score(&self, rating: Rating) -> Option<u32> {
        let rank = self.rank(rating)?;
        Some(if self.products { rating.product() } else { fit::<u32>(rank) + 1 })
    }

    /// The position of a band by its name.
    pub fn named(&self, name: &str) -> Option<usize> {
        self.bands.iter().position(|b| meaning(&b.name) == meaning(name))
    }

    /// A rating is at the limit or above it.
    pub fn reaches(&self, rating: Rating, limit: &Limit) -> bool {
        match limit {
            Limit::Score(least) => self.score(rating).is_some_and(|s| s >= *least),
            Limit::Band(name) => self.rank(rating).zip(self.named(name)).is_some_and(|(is, least)| is >= least),
        }
    }

    /// How far a rating is above a limit, in points or in bands; 0 when it is not.
    pub fn above(&self, rating: Rating, limit: &Limit) -> u32 {
        match limit {
            Limit::Score(most) => self.score(rating).unwrap_or(0).saturating_sub(*most),
            Limit::Band(name) => {
                let (is, most) = (self.rank(rating).unwrap_or(0), self.named(name).unwrap_or(usize::MAX));
                fit::<u32>(is.saturating_sub(most))
            }
        }
    }

    /// The names of the bands in which something reaches a limit, the lowest first.
    pub fn bands_reaching(&self, limit: &Limit) -> Vec<&str> {
        let steps = |labels: &[String]| 1..=fit::<u8>(labels.len());
        let cells = steps(&self.likelihood)
            .flat_map(|likelihood| steps(&self.impact).map(move |impact| Rating { likelihood, impact }));
        let mut reached: Vec<(u32, &str)> = cells
            .filter(|rating| self.reaches(*rating, limit))
            .filter_map(|rating| Some((self.score(rating)?, self.band(rating)?.name.as_str())))
            .collect();
        reached.sort_unstable();
        let mut names: Vec<&str> = Vec::new();
        reached.into_iter().for_each(|(_, name)| {
            if !names.contains(&name) {
                names.push(name)
            }
        });
        names
    }

    /// What a risk must reach to be managed at this level: the level's own threshold, else `escalate_at`, or what the
    /// level above takes where that is less. Projects take every risk.
    pub fn threshold(&self, level: RiskLevel) -> Option<&Limit> {
        let own = |level: RiskLevel| {
            let found = self.escalate.iter().find(|(key, _)| key.eq_ignore_ascii_case(level.words()));
            found.map(|(_, limit)| limit)
        };
        if level == RiskLevel::Project {
            return None;
        }
        let higher = RiskLevel::ALL.into_iter().filter(|l| *l > level).filter_map(own);
        let least = || higher.chain([&self.escalate_at]).min_by_key(|limit| self.height(limit));
        own(level).or_else(least)
    }

    /// A limit as something to compare limits by: its score, or the lowest score of its band.
    pub(super) fn height(&self, limit: &Limit) -> Option<u32> {
        match limit {
            Limit::Score(score) => Some(*score),
            Limit::Band(name) => {
                let rank = self.named(name)?;
                Some(if self.map.is_empty() { self.bands[rank].from } else { fit::<u32>(rank) })
            }
        }
    }

    /// From which score a risk is proposed for another level, as a sentence.
    pub fn passed_up(&self) -> String {
        let levels = [RiskLevel::Service, RiskLevel::Directorate, RiskLevel::Corporate];
        let all: Vec<_> = levels.into_iter().filter_map(|l| Some((l, self.threshold(l)?))).collect();
        if let [(_, first), rest @ ..] = all.as_slice()
            && rest.iter().all(|(_, limit)| limit == first)
        {
            return match first {
                Limit::Score(score) => format!("A score of {score} or more is proposed for the corporate register."),
                Limit::Band(name) => format!("A risk that is {name} or above is proposed for the corporate register."),
            };
        }
        let each = all.iter().map(|(level, limit)| format!("{} at {}", level.words().to_lowercase(), limit.or_more()));
        format!(
            "A risk is proposed for the highest level whose threshold it reaches: {}.",
            each.collect::<Vec<_>>().join(", ")
        )
    }

    /// The most that the council is content to carry in this category; `None` where it has not said.
    pub fn appetite_of(&self, category: &str) -> Option<&Limit> {
        let wanted = meaning(category);
        let own = self.appetite.iter().find(|(key, _)| meaning(key) == wanted && !wanted.is_empty());
        own.map(|(_, limit)| limit).or_else(|| self.appetite.get("default"))
    }

    /// Percent chance of missing from which likelihood is 2, 3 ….
    pub fn chances(&self) -> Vec<f64> {
        let steps = self.likelihood.len();
        let parts = || (1..steps).map(|n| 100.0 * n as f64 / steps as f64).collect();
        if self.delivery.chance.is_empty() { parts() } else { self.delivery.chance.clone() }
    }

    /// Weight from which impact is 2, 3 …: doubling, with a weight of 1 in the middle, where the council has not said.
    pub fn weights(&self) -> Vec<f64> {
        let steps = fit::<i32>(self.impact.len());
        let doubling = || (2..=steps).map(|step| power(2.0, step - (steps + 1) / 2)).collect();
        if self.delivery.weight.is_empty() { doubling() } else { self.delivery.weight.clone() }
    }

    /// Percent of the target from which a miss is of the second size, the third …: doubling up to 20%, as many sizes as
    /// there are impacts, where the council has not said.
    pub fn misses(&self) -> Vec<f64> {
        let sizes = fit::<i32>(self.impact.len());
        let doubling = || (2..=sizes).map(|size| 20.0 * power(2.0, size - sizes)).collect();
        if self.delivery.miss.is_empty() { doubling() } else { self.delivery.miss.clone() }
    }

    /// The impact of every step of the weight, a row each, and of every size of the miss: a small miss of a weighty
    /// measure is less than a great one, and no miss makes of a measure more than its weight.
    pub fn miss_impacts(&self) -> Vec<Vec<u8>> {
        if !self.delivery.impact.is_empty() {
            return self.delivery.impact.clone();
        }
        let (steps, sizes) = (fit::<u8>(self.impact.len()), fit::<u8>(self.misses().len() + 1));
        let impact = |weight: u8, size: u8| ((weight + size) / 2).clamp(1, weight);
        (1..=steps).map(|weight| (1..=sizes).map(|size| impact(weight, size)).collect()).collect()
    }

    /// The impact of missing a target by this many percent of it, for a measure of this weight.
    pub fn miss_impact(&self, weight: f64, miss: f64) -> u8 {
        let (weight, size) = (step_at(weight, &self.weights()), step_at(miss, &self.misses()));
        let row = self.miss_impacts().get(usize::from(weight) - 1).cloned().unwrap_or_default();
        row.get(usize::from(size) - 1).copied().unwrap_or(weight)
    }

    /// In the band called High or above it; in the highest where no band is called so.
    pub fn is_high(&self, rating: Rating) -> bool {
        let high = self.named("High").unwrap_or(self.bands.len() - 1);
        high > 0 && self.rank(rating).is_some_and(|rank| rank >= high)
    }

    /// The chance of missing, in percent, that a status and a direction stand for; `None` for what is not rated.
    pub fn standing(&self, status: Status, way: Option<std::cmp::Ordering>) -> Option<f64> {
        use std::cmp::Ordering::{Equal, Greater, Less};
        let status = match status {
            Status::Green => "green",
            Status::Amber => "amber",
            Status::Red => "red",
            _ => return None,
        };
        let way = match way {
            Some(Greater) => WAYS[0],
            Some(Equal) => WAYS[1],
            Some(Less) => WAYS[2],
            None => WAYS[3],
        };
        self.delivery.standing.get(&format!("{status}-{way}")).copied()
    }
}

/// The step that a number reaches: 1, and one more for each bound that it is not below. What only the last figures of
/// an arithmetic put below a bound is on it.
pub fn step_at(number: f64, bounds: &[f64]) -> u8 {
    1 + fit::<u8>(bounds.iter().filter(|bound| number >= **bound - 1e-9).count().min(254))
}
