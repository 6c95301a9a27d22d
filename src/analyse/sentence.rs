//! An indicator and a basket in a few plain sentences, made of computed facts only.
//!
//! Every number in them is one of the row that they stand on, shown as it is shown there; every word follows from the
//! same comparison that the row's own words follow from. What is not known is left out, not guessed.

use super::shown::{chance_words, count, plain, shown, shown_difference};
use super::signals::{Course, Variation, Verdict};
use super::{Analysis, Basket, Direction, IndicatorResult, LevelPair, Movement, expected};
use crate::measure::Polarity;
use crate::reading::left_out::LeftOutItem;
use crate::register::Indicator;
use crate::settings::Status;
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
        said.extend(result.confirmation());
        said.extend(direction(indicator, result));
        said.extend(trend(result));
        said.extend(outturn(indicator, result));
        sentences(said)
    }

    /// `84.0% against a target of 85.0%: off target, but within its usual range`
    fn level(&self, indicator: &Indicator, result: &IndicatorResult<'_>) -> String {
        let word = lower_first(&self.settings.look(result.status).word);
        let Some(value) = result.value.map(|v| shown(indicator.unit, indicator.decimals, v)) else {
            if let Some(LeftOutItem { line, .. }) = result.left_out {
                return format!("No figure counts: left out by hand ({}; {})", line.why, line.by);
            }
            return match result.refusal() {
                Some(_) => "No figure counts: what was sent was refused".into(),
                None => format!("No figure: {word}"),
            };
        };
        if !result.status.rated() {
            let apart = match result.status {
                Status::Contextual => {
                    return expected(self.register, self.period, result).unwrap_or(format!("{value}, for information"));
                }
                Status::NotDue => "though none was due".to_owned(),
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
        if result.doubt().is_some() {
            return format!("{value}{against}: {word}");
        }
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
        result.scheme == crate::measure::Scheme::Band && status::bounds(target).is_some()
    }

    /// What the quarter says of a basket: how many are on target, against when, and which way they go.
    pub fn basket_sentence(&self, basket: &Basket) -> String {
        let now = basket.now;
        let Some(share) = now.share.filter(|_| now.rated() > 0) else {
            return match now.total {
                0 => "It has no indicators.".into(),
                all => format!("None of its {} could be rated.", count(all as usize, "indicator")),
            };
        };
        let weighed = (share - f64::from(now.green) / f64::from(now.rated())).abs() > 1e-9;
        let by_weight = if weighed { " by weight" } else { "" };
        let provisional = if now.is_provisional() { ", provisional since most have no figure yet" } else { "" };
        let level = format!(
            "{} of {} {} on target: {}{by_weight}{provisional}",
            plain(0, now.green.into()),
            count(now.rated() as usize, "rated indicator"),
            are(now.green),
            percent(share),
        );
        let off = match now.red {
            0 => "none is".to_owned(),
            red => format!("{} {}", plain(0, red.into()), are(red)),
        };
        let pairs = [(&basket.on_quarter, "last quarter"), (&basket.on_year, "a year ago")];
        let compared = pairs.into_iter().filter_map(|(pair, when)| compared(pair, when));
        sentences([vec![level, format!("{off} off target")], compared.collect(), travel(basket)].concat())
    }
}

fn percent(share: f64) -> String {
    format!("{}%", plain(0, share * 100.0))
}

/// `Of 12 rated now and last quarter 58% are on target and 3 off, against 50% and 4`
fn compared(pair: &LevelPair, when: &str) -> Option<String> {
    let (now, then) = (pair.now.share?, pair.then.share?);
    Some(format!(
        "Of {} rated now and {when} {} {} on target and {} off, against {} and {}",
        plain(0, pair.rated().into()),
        percent(now),
        are(pair.now.rated()),
        plain(0, pair.now.red.into()),
        percent(then),
        plain(0, pair.then.red.into()),
    ))
}

fn are(n: u32) -> &'static str {
    if n == 1 { "is" } else { "are" }
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
    let quarterly = indicator.due_quarters.len() == 4;
    let before = if quarterly { "last quarter" } else { "when it was last due" };
    let alone = if quarterly && indicator.cumulative { " (each quarter alone)" } else { "" };
    // An annual measure was last due a year ago: once is enough.
    let annual = indicator.due_quarters.len() < 2;
    let year_ago = result.year_on_year.ok().filter(|_| !annual);
    let short = clause(indicator, result.short.ok(), before).map(|said| said + alone);
    let then = if indicator.to_date_only() { "at this point of last year" } else { "a year ago" };
    let said = [short, clause(indicator, year_ago, then)];
    let said: Vec<String> = said.into_iter().flatten().collect();
    (!said.is_empty()).then(|| said.join("; "))
}

fn clause(indicator: &Indicator, movement: Option<Movement>, when: &str) -> Option<String> {
    let Movement { change, direction, .. } = movement?;
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

/// Only a trend that is clear, and no drift, is worth a sentence; one that the signal has told already is not.
fn trend(result: &IndicatorResult<'_>) -> Option<String> {
    let trend = result.signals.trend.ok().filter(|t| !t.drift)?;
    let told = result.signals.beside(result.status).and(result.signals.signal.ok()).map(|s| s.variation);
    if let (Course::Improving, Some(Variation::Improvement)) | (Course::Worsening, Some(Variation::Concern)) =
        (trend.course, told)
    {
        return None;
    }
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
        return Some(format!("the year came to {} and {verb} its target of {target}", show(outturn.value)));
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
