//! The outturn in words: its range, what vouches for it, and the sentence that says all of it.

use super::format::count;
use crate::analyse::shown::{chance_words, plain, shown, shown_difference};
use crate::analyse::{IndicatorResult, OutturnForecast};
use crate::measure::Unit;
use crate::register::Indicator;

/// The range that holds the outturn with a probability of 80%: `81.2% to 86.0%`; words where the year's figure is in.
pub fn likely(i: &Indicator, result: &IndicatorResult<'_>) -> String {
    match &result.outturn {
        Ok(outturn) => {
            outturn.foreseen.as_ref().map_or_else(|| "Known: the year's figure is in".to_owned(), |f| range(i, f))
        }
        Err(_) => String::new(),
    }
}

fn range(i: &Indicator, f: &OutturnForecast) -> String {
    let show = |v| shown(i.unit, i.decimals, v);
    match f.range_80 {
        (low, high) if show(low) == show(high) => show(low),
        (low, high) => format!("{} to {}", show(low), show(high)),
    }
}

/// By which method, and how far off it was: `Run rate; off by 1.2 percentage points on average over 3 past years`.
pub fn vouched(i: &Indicator, f: &OutturnForecast) -> String {
    let (method, years) = (f.method.words(), count(f.years, "past year", "past years"));
    let (first, rest) = method.split_at(1);
    let percent = match f.error_percent {
        Some(p) if i.unit != Unit::Percent => format!(" ({}%)", plain(1, p)),
        _ => String::new(),
    };
    // One decimal more than the figures have: an average error is finer than they are.
    let error = shown_difference(i.unit, i.decimals + 1, f.error);
    format!("{}{rest}; off by {error}{percent} on average over {years}", first.to_uppercase())
}

/// The outturn in a sentence; empty where nothing can be said.
pub fn outturn(i: &Indicator, result: &IndicatorResult<'_>) -> String {
    let Ok(outturn) = &result.outturn else { return String::new() };
    let Some(f) = &outturn.foreseen else { return String::new() };
    let show = |v| shown(i.unit, i.decimals, v);
    let target = outturn.target.map_or_else(String::new, |t| format!(" against a target of {} for the year", show(t)));
    let chance = match f.chance {
        None => String::new(),
        Some(0.0) => "; it can no longer be met".to_owned(),
        Some(1.0) => "; it is met already".to_owned(),
        Some(c) => format!("; {} of meeting it", chance_words(c)),
    };
    let own = match (outturn.own, outturn.disagrees) {
        (Some(own), Some(true)) => format!(" The service forecasts {}, which is outside that range.", show(own)),
        (Some(own), _) => format!(" The service forecasts {}.", show(own)),
        _ => String::new(),
    };
    let confirmed =
        result.confirmation().map_or_else(String::new, |words| format!(" This quarter's figure was {words}."));
    format!(
        "Forecast outturn {}{target}, likely {}{chance}. {}.{own}{confirmed}",
        show(outturn.value),
        range(i, f),
        vouched(i, f),
    )
}

/// `; the forecast of the year is 1,200, likely 1,100 to 1,300`; empty where nothing can be said.
pub fn in_short(i: &Indicator, result: &IndicatorResult<'_>) -> String {
    let Ok(outturn) = &result.outturn else { return String::new() };
    let value = || shown(i.unit, i.decimals, outturn.value);
    let says = |f| format!("; the forecast of the year is {}, likely {}", value(), range(i, f));
    outturn.foreseen.as_ref().map_or_else(String::new, says)
}
