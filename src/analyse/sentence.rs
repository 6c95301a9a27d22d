//! An indicator and a basket in a few plain sentences, made of computed facts only.
//!
//! Every number in them is one of the row that they stand on, shown as it is shown there; every word follows from the
//! same comparison that the row's own words follow from. What is not known is left out, not guessed.

use super::shown::{chance_words, count, plain, shown, shown_difference};
use super::signals::{Course, Verdict};
use super::{Analysis, Basket, Compared, Direction, IndicatorResult, Movement, expected};
use crate::register::settings::Status;
use crate::register::{Indicator, Polarity};
use crate::status;

impl Analysis<'_> {
    /// What the quarter says of the indicator at position `n`: level, direction, trend, where the year will end.
    pub fn sentence(&self, n: usize) -> String {
        let result = &self.indicators[n];
        let indicator = &self.register.indicators[result.indicator];
        let mut said = vec![self.level(indicator, result)];
        if result.value.is_none() {
            return sentences(said);
        }
        if result.doubt().is_some() {
            said.push(
                "The figure is queried for its size: take nothing from it until the service has confirmed it".into(),
            );
            return sentences(said);
        }
        said.extend(direction(indicator, result));
        said.extend(trend(result));
        said.extend(outturn(indicator, result));
        sentences(said)
    }

    /// `84.0% against a target of 85.0%: off target, but within its usual range`
    fn level(&self, indicator: &Indicator, result: &IndicatorResult<'_>) -> String {
        let word = lower_first(&self.settings.look(result.status).word);
        let Some(value) = result.value.map(|v| shown(indicator.unit, indicator.decimals, v)) else {
            return match result.refusal() {
                Some(_) => "No figure counts: what was sent was refused".into(),
                None => format!("No figure: {word}"),
            };
        };
        if !result.status.rated() {
            let apart = match result.status {
                Status::Contextual => return expected(self.register, self.period, result).unwrap_or(value),
                Status::NotComparable => "not compared with its target, since it is not measured alike".to_owned(),
                _ => word,
            };
            return format!("{value}, {apart}");
        }
        let against = match result.target {
            Some(target) if !self.banded(result) => {
                format!(" against a target of {}", shown(indicator.unit, indicator.decimals, target))
            }
            _ => String::new(),
        };
        let beside = result.signals.beside(result.status).unwrap_or_default();
        let chance = match result.signals.chance.map(|c| c.verdict) {
            Ok(Some(Verdict::MissedByLess)) => "; missed by less than chance could explain",
            _ => "",
        };
        format!("{value}{against}: {word}{beside}{chance}")
    }

    /// Rated by a band: a single target would not say why.
    fn banded(&self, result: &IndicatorResult<'_>) -> bool {
        let target = self.register.target(result.indicator, self.period);
        result.scheme == crate::register::Scheme::Band && status::bounds(target).is_some()
    }

    /// What the quarter says of a basket: how many are on target, against when, and which way they go.
    pub fn basket_sentence(&self, basket: &Basket) -> String {
        let (now, before) = (basket.now, basket.previous);
        let Some(share) = now.share.filter(|_| now.rated() > 0) else {
            return match now.total {
                0 => "It has no indicators.".into(),
                all => format!("None of its {} could be rated.", count(all as usize, "indicator")),
            };
        };
        let weighed = (share - f64::from(now.green) / f64::from(now.rated())).abs() > 1e-9;
        let by_weight = if weighed { " by weight" } else { "" };
        let is = if now.green == 1 { "is" } else { "are" };
        let level = format!(
            "{} of {} {is} on target ({}%{by_weight}){}",
            plain(0, now.green.into()),
            count(now.rated() as usize, "rated indicator"),
            plain(0, share * 100.0),
            against(now.green, before.green, before.rated())
        );
        let off = match now.red {
            0 => "None is off target".to_owned(),
            1 => "1 is off target".to_owned(),
            red => format!("{} are off target", plain(0, red.into())),
        };
        let reds = against(now.red, before.red, before.rated());
        sentences([vec![level, format!("{off}{reds}")], travel(basket)].concat())
    }
}

/// `, 2 more than last quarter`; nothing where last quarter had none that could be rated.
fn against(now: u32, before: u32, rated_before: u32) -> String {
    match i64::from(now) - i64::from(before) {
        _ if rated_before == 0 => String::new(),
        0 => ", as many as last quarter".into(),
        more @ 1.. => format!(", {} more than last quarter", plain(0, more as f64)),
        fewer => format!(", {} fewer than last quarter", plain(0, -fewer as f64)),
    }
}

/// How many of a basket go which way; nothing where none can be compared.
fn travel(basket: &Basket) -> Vec<String> {
    let (up, down) = (basket.improving, basket.worsening);
    if up + down + basket.steady == 0 {
        return vec![];
    }
    let compare = match up.cmp(&down) {
        std::cmp::Ordering::Greater => "More improve than worsen",
        std::cmp::Ordering::Less => "More worsen than improve",
        std::cmp::Ordering::Equal if up == 0 => return vec!["None moved since last quarter".into()],
        std::cmp::Ordering::Equal => "As many improve as worsen",
    };
    let n = |n: u32| plain(0, n.into());
    vec![format!("{compare} ({} improving, {} worsening, {} steady)", n(up), n(down), n(basket.steady))]
}

/// `Better than last quarter by 3.2 percentage points, worse than a year ago by 1.0 percentage point`
fn direction(indicator: &Indicator, result: &IndicatorResult<'_>) -> Option<String> {
    let before = match (indicator.due_quarters.len(), indicator.cumulative) {
        (4, false) => "last quarter",
        (4, true) => "last quarter, each taken alone,",
        _ => "when it was last due",
    };
    // An annual measure was last due a year ago: once is enough.
    let annual = indicator.due_quarters.len() < 2;
    let year_ago = result.year_on_year.ok().filter(|_| !annual);
    let said = [clause(indicator, result.short, before), clause(indicator, year_ago.ok_or(""), "a year ago")];
    let said: Vec<String> = said.into_iter().flatten().collect();
    (!said.is_empty()).then(|| said.join("; "))
}

fn clause(indicator: &Indicator, compared: Compared, when: &str) -> Option<String> {
    let Movement { change, direction, .. } = compared.ok()?;
    let size = || shown_difference(indicator.unit, indicator.decimals, change.abs());
    let plan = indicator.polarity == Polarity::Plan;
    Some(match direction {
        Direction::Steady => format!("about the same as {when}"),
        Direction::Improving if plan => format!("closer to plan than {when}"),
        Direction::Worsening if plan => format!("further from plan than {when}"),
        Direction::Improving => format!("better than {when} by {}", size()),
        Direction::Worsening => format!("worse than {when} by {}", size()),
        Direction::Moved if change > 0.0 => format!("higher than {when} by {}", size()),
        Direction::Moved => format!("lower than {when} by {}", size()),
    })
}

/// Only a trend that is clear, and no drift, is worth a sentence.
fn trend(result: &IndicatorResult<'_>) -> Option<String> {
    let trend = result.signals.trend.ok().filter(|t| !t.drift)?;
    let way = match trend.course {
        Course::Improving => "improving",
        Course::Worsening => "worsening",
        Course::Rising => "rising",
        Course::Falling => "falling",
        Course::Steady | Course::Unclear => return None,
    };
    Some(format!("over the whole series it is {way}"))
}

fn outturn(indicator: &Indicator, result: &IndicatorResult<'_>) -> Option<String> {
    let outturn = result.outturn.as_ref().ok()?;
    let show = |v| shown(indicator.unit, indicator.decimals, v);
    let target = outturn.target.map(show);
    let Some(foreseen) = &outturn.foreseen else {
        let target = target?;
        let verb = if outturn.meets? { "meets" } else { "misses" };
        return Some(format!("with {} the year {verb} its target of {target}", show(outturn.value)));
    };
    let chance = match (foreseen.chance, target) {
        (None, _) | (_, None) => String::new(),
        (Some(0.0), Some(target)) => format!("; its target of {target} can no longer be met"),
        (Some(1.0), Some(target)) => format!("; its target of {target} is met already"),
        (Some(chance), Some(target)) => format!(", with {} of meeting its target of {target}", chance_words(chance)),
    };
    Some(format!("the year is forecast to end at {}{chance}", show(outturn.value)))
}

/// Each part as a sentence of its own.
fn sentences(parts: Vec<String>) -> String {
    let mut out = String::new();
    for part in parts {
        let mut chars = part.chars();
        out.push_str(if out.is_empty() { "" } else { " " });
        out.extend(chars.next().into_iter().flat_map(char::to_uppercase));
        out.push_str(chars.as_str());
        out.push('.');
    }
    out
}

/// A status's word inside a sentence; an abbreviation stays as it is.
fn lower_first(word: &str) -> String {
    let mut chars = word.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(chars).collect(),
        _ => word.to_owned(),
    }
}
