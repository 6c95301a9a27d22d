//! `[risk]` as it is written: what the council leaves out is its preset's.

use super::matrix::{Band, DeliverySettings, Limit, RiskMatrix, RiskPreset};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;

/// The keys of `[risk]`.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct RiskSettings {
    preset: RiskPreset,
    likelihood: Option<Vec<String>>,
    impact: Option<Vec<String>>,
    likelihood_codes: Option<Vec<String>>,
    impact_codes: Option<Vec<String>>,
    bands: Option<Vec<Band>>,
    map: Option<Vec<Vec<String>>>,
    products: Option<bool>,
    escalate_at: Option<Limit>,
    step_down_reviews: Option<u32>,
    static_reviews: Option<u32>,
    review_days: Option<u32>,
    escalate: BTreeMap<String, Limit>,
    appetite: BTreeMap<String, Limit>,
    delivery: DeliverySettings,
}

impl<'de> Deserialize<'de> for RiskMatrix {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        RiskSettings::deserialize(d).map(Self::from)
    }
}

impl From<RiskSettings> for RiskMatrix {
    fn from(own: RiskSettings) -> Self {
        let mut m = own.preset.matrix();
        // Ranges of scores that the council writes itself take the place of the preset's map.
        if own.map.is_none() && own.bands.as_ref().is_some_and(|bands| bands.iter().any(|b| b.from > 0)) {
            (m.map, m.products) = (vec![], true);
        }
        // Codes go with their words: an axis of another length has the numbers of its steps.
        let codes = |own: Option<Vec<String>>, preset: &[String], steps: usize| match own {
            Some(codes) => codes,
            None if preset.len() == steps => preset.to_vec(),
            None => RiskMatrix::numbered(steps),
        };
        m.likelihood = own.likelihood.unwrap_or(m.likelihood);
        m.impact = own.impact.unwrap_or(m.impact);
        m.likelihood_codes = codes(own.likelihood_codes, &m.likelihood_codes, m.likelihood.len());
        m.impact_codes = codes(own.impact_codes, &m.impact_codes, m.impact.len());
        m.bands = own.bands.unwrap_or(m.bands);
        m.map = own.map.unwrap_or(m.map);
        m.products = own.products.unwrap_or(m.products);
        m.escalate_at = own.escalate_at.unwrap_or(m.escalate_at);
        m.step_down_reviews = own.step_down_reviews.unwrap_or(m.step_down_reviews);
        m.static_reviews = own.static_reviews.unwrap_or(m.static_reviews);
        m.review_days = own.review_days.unwrap_or(m.review_days);
        (m.escalate, m.appetite) = (own.escalate, own.appetite);
        m.delivery = own.delivery;
        for (key, chance) in DeliverySettings::default().standing {
            m.delivery.standing.entry(key).or_insert(chance);
        }
        m
    }
}
