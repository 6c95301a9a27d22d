//! `quarterday scheme`: what a quarter would look like if the council rated in another way. Writes nothing.

use super::{Host, Quarter, Workspace};
use crate::analyse::{Analysis, why};
use crate::error::{Error, Result};
use crate::measure::Scheme;
use crate::period::Period;
use crate::settings::{Settings, Status, StatusPreset};
use crate::status::{scheme, words};
use serde::Serialize;
use std::collections::BTreeMap;

/// A scheme as it is named on the page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NamedScheme {
    /// The key of the scheme.
    pub scheme: &'static str,
    /// The version of the scheme.
    pub version: String,
    /// Empty where the settings name none.
    pub preset: String,
}

/// How many indicators have a status, now and under the other scheme.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatusCount {
    /// The status.
    pub status: Status,
    /// The council's word for it.
    pub word: String,
    /// As it is.
    pub now: usize,
    /// As it would be.
    pub then: usize,
}

/// An indicator whose status would be another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SchemeChange {
    /// Id of the indicator.
    pub indicator: String,
    /// Its name.
    pub name: String,
    /// Id of the service.
    pub service: String,
    /// As it is.
    pub now: Status,
    /// As it would be.
    pub then: Status,
    /// Why it is so.
    pub why_now: String,
    /// Why it would be so.
    pub why_then: String,
}

/// A quarter under its own scheme and under another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QuarterUnder {
    /// The quarter.
    pub period: Period,
    /// As it is.
    pub now: NamedScheme,
    /// As it would be.
    pub then: NamedScheme,
    /// Of so many indicators …
    pub indicators: usize,
    /// … so many keep their scheme, since the register gives it or their polarity leaves no other.
    pub kept: usize,
    /// How many have each status.
    pub counts: Vec<StatusCount>,
    /// In the register's order.
    pub changes: Vec<SchemeChange>,
}

/// The settings with another scheme, by its name or by a preset's; `None` where there is no such name.
pub fn under(settings: &Settings, name: &str) -> Option<Settings> {
    let mut other = settings.clone();
    match (StatusPreset::find(name), Scheme::from_words(name)) {
        (Some(preset), _) => preset.set(&mut other.status),
        (None, Some(scheme)) => {
            other.status.preset.clear();
            other.status.scheme = scheme;
        }
        (None, None) => return None,
    }
    Some(other)
}

fn named(settings: &Settings) -> NamedScheme {
    let scheme = settings.status.scheme;
    NamedScheme {
        scheme: words::key(scheme),
        version: words::version(scheme, settings),
        preset: settings.status.preset.clone(),
    }
}

/// What the quarter would look like under the scheme or the preset of this name.
///
/// # Errors
/// When there is no such name, and where [`Quarter::read`] has one.
pub fn compare_schemes(workspace: &Workspace, name: &str, period: Period, host: &Host<'_>) -> Result<QuarterUnder> {
    let settings = &workspace.settings;
    let other = under(settings, name).ok_or_else(|| {
        Error::Usage(format!("there is no scheme and no preset “{name}”; `quarterday scheme` lists them"))
    })?;
    let quarter = Quarter::read(workspace, period, false, host)?;
    let (now, then) = host.stage("Computing", 0, || (quarter.analyse_under(settings), quarter.analyse_under(&other)));
    let pairs = || now.indicators.iter().zip(&then.indicators);
    let register = &workspace.register;
    let changes = pairs().filter(|(a, b)| a.status != b.status).map(|(a, b)| {
        let i = &register.indicators[a.indicator];
        SchemeChange {
            indicator: i.id.to_string(),
            name: i.name.clone(),
            service: i.service.to_string(),
            now: a.status,
            then: b.status,
            why_now: why(settings, register, period, a),
            why_then: why(&other, register, period, b),
        }
    });
    let kept = register.indicators.iter().filter(|i| scheme(i, &other) != other.status.scheme).count();
    Ok(QuarterUnder {
        period,
        now: named(settings),
        then: named(&other),
        indicators: register.indicators.len(),
        kept,
        counts: counts(&now, &then),
        changes: changes.collect(),
    })
}

/// Every status that an indicator has under either.
fn counts(now: &Analysis<'_>, then: &Analysis<'_>) -> Vec<StatusCount> {
    let mut counts: BTreeMap<Status, (usize, usize)> = BTreeMap::new();
    now.indicators.iter().for_each(|r| counts.entry(r.status).or_default().0 += 1);
    then.indicators.iter().for_each(|r| counts.entry(r.status).or_default().1 += 1);
    let count = |(status, (before, after))| StatusCount {
        status,
        word: now.settings.look(status).word,
        now: before,
        then: after,
    };
    counts.into_iter().map(count).collect()
}
