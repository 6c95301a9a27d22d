//! `[[status.rules]]`: a council's own status scheme, an ordered list of conditions in SQL of which the first that
//! holds gives the status.

use super::faults::FaultList;
use crate::condition::{self, ConditionColumn, Get};
use crate::measure::Status;
use serde::{Deserialize, Serialize};

/// The condition of the last rule: what holds when no other does.
pub const OTHERWISE: &str = "otherwise";

/// One rule of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusRule {
    /// A condition over [`columns`], or [`OTHERWISE`].
    pub when: String,
    /// The status that it gives.
    pub status: Status,
    /// The same in words, as Method and the reasons for a status print it.
    pub words: String,
}

/// What a rule may say: a value is there, so not why there would be none.
const SAID: [Status; 8] = [
    Status::Exceeds,
    Status::Green,
    Status::Amber,
    Status::Red,
    Status::Contextual,
    Status::NoTarget,
    Status::NotComparable,
    Status::Unknown,
];

/// The scheme `tolerance` at ten per cent, as rules.
pub(super) fn default() -> Vec<StatusRule> {
    let rule = |when: &str, status, words: &str| StatusRule { when: when.into(), status, words: words.into() };
    vec![
        rule("target IS NULL", Status::NoTarget, "there is no target"),
        rule("variance >= 0", Status::Green, "the target is achieved"),
        rule("variance_percent >= -10", Status::Amber, "short of the target by no more than 10% of it"),
        rule(OTHERWISE, Status::Red, "further short"),
    ]
}

/// One figure in one quarter, as conditions see it. A blank is null, and no condition on a blank holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RuleFacts<'a> {
    /// Id of the indicator.
    pub indicator: &'a str,
    /// Id of the service.
    pub service: &'a str,
    /// The register's word for the unit.
    pub unit: &'a str,
    /// The register's word for which way is better.
    pub polarity: &'a str,
    /// The register's word for how often it is due.
    pub frequency: &'a str,
    /// The register's word for how quarters make the year.
    pub aggregation: &'a str,
    /// Values are the year to date.
    pub cumulative: bool,
    /// A key indicator.
    pub key: bool,
    /// Its weight in baskets.
    pub weight: f64,
    /// The quarter of its year, 1 to 4.
    pub quarter: u8,
    /// In the indicator's unit.
    pub value: f64,
    /// The quarter's target.
    pub target: Option<f64>,
    /// The year's target.
    pub annual_target: Option<f64>,
    /// The floor standard.
    pub floor: Option<f64>,
    /// Where it started from.
    pub baseline: Option<f64>,
    /// Amber low, green low, green high, amber high.
    pub bounds: [Option<f64>; 4],
    /// In the indicator's unit.
    pub tolerance: Option<f64>,
    /// How much better than the target, in the indicator's unit.
    pub variance: Option<f64>,
    /// The same in percent of the target.
    pub variance_percent: Option<f64>,
    /// The quarter before.
    pub previous: Option<f64>,
    /// The same quarter last year.
    pub year_ago: Option<f64>,
    /// How much better than the quarter before.
    pub gain_on_previous: Option<f64>,
    /// How much better than a year ago.
    pub gain_on_year_ago: Option<f64>,
    /// The service's own forecast.
    pub forecast: Option<f64>,
    /// The forecast outturn.
    pub outturn: Option<f64>,
    /// The forecast outturn meets the year's target.
    pub outturn_meets: Option<bool>,
}

/// Every column that a rule may use.
#[rustfmt::skip]
pub fn columns<'a>() -> Vec<ConditionColumn<RuleFacts<'a>>> {
    use Get::{Flag, Number, Text};
    macro_rules! columns {
        ($($name:literal $kind:ident |$f:ident| $get:expr, $words:literal;)+) => {
            vec![$(ConditionColumn { name: $name, words: $words, get: $kind(|$f: &RuleFacts<'a>| $get) }),+]
        };
    }
    columns! {
        "value" Number |f| Some(f.value), "the value as it is compared: as received, rounded where the settings say so";
        "target" Number |f| f.target, "this quarter's target; blank where there is none";
        "annual_target" Number |f| f.annual_target, "the year's target";
        "variance" Number |f| f.variance, "how far on the good side of the target: above 0 is better, whatever the polarity";
        "variance_percent" Number |f| f.variance_percent, "the same in percent of the target; blank where the target is 0";
        "tolerance" Number |f| f.tolerance, "how far short is still near target: the indicator's own tolerance, else the council's, in the unit";
        "floor" Number |f| f.floor, "the floor standard";
        "baseline" Number |f| f.baseline, "the baseline";
        "amber_low" Number |f| f.bounds[0], "the bounds of the band, from the lowest: amber from";
        "green_low" Number |f| f.bounds[1], "green from";
        "green_high" Number |f| f.bounds[2], "green to";
        "amber_high" Number |f| f.bounds[3], "amber to";
        "previous" Number |f| f.previous, "the value when it was last due, as received; blank across a change of definition";
        "year_ago" Number |f| f.year_ago, "the same quarter last year, as received; blank across a change of definition";
        "gain_on_previous" Number |f| f.gain_on_previous, "how much better than when it was last due: above 0 is better, whatever the polarity";
        "gain_on_year_ago" Number |f| f.gain_on_year_ago, "how much better than the same quarter last year";
        "forecast" Number |f| f.forecast, "the service's own forecast of the year, from its return";
        "outturn" Number |f| f.outturn, "the forecast of the year that is computed; blank where there is too little history";
        "outturn_meets" Flag |f| f.outturn_meets, "true when that forecast meets the year's target";
        "polarity" Text |f| f.polarity, "the polarity, as in the register";
        "unit" Text |f| f.unit, "the unit, as in the register";
        "frequency" Text |f| f.frequency, "the frequency, as in the register";
        "aggregation" Text |f| f.aggregation, "the aggregation, as in the register";
        "cumulative" Flag |f| Some(f.cumulative), "true when values are the year to date";
        "key" Flag |f| Some(f.key), "true for key indicators";
        "weight" Number |f| Some(f.weight), "the weight in baskets";
        "quarter" Number |f| Some(f64::from(f.quarter)), "1 to 4";
        "indicator" Text |f| f.indicator, "the indicator's id";
        "service" Text |f| f.service, "the service's id";
    }
}

/// A figure on which every condition is tried, so that one that turns words into numbers is refused here.
fn typical() -> RuleFacts<'static> {
    let number = Some(1.0);
    RuleFacts {
        indicator: "A1",
        service: "A",
        unit: "Percent",
        polarity: "Higher is better",
        frequency: "Quarterly",
        aggregation: "Last",
        weight: 1.0,
        quarter: 1,
        value: 1.0,
        target: number,
        annual_target: number,
        floor: number,
        baseline: number,
        bounds: [number; 4],
        tolerance: number,
        variance: number,
        variance_percent: number,
        previous: number,
        year_ago: number,
        gain_on_previous: number,
        gain_on_year_ago: number,
        forecast: number,
        outturn: number,
        outturn_meets: Some(true),
        ..RuleFacts::default()
    }
}

/// Refuses a list that cannot be used: a condition that cannot run, a status that a figure cannot have, no end, or
/// rules behind it.
pub(super) fn check(rules: &[StatusRule], faults: &mut FaultList<'_>) {
    let columns = columns();
    let rows = [typical(), RuleFacts::default()];
    let end = |rule: &StatusRule| rule.when.trim().eq_ignore_ascii_case(OTHERWISE);
    let list = ["status", "rules"];
    let Some((last, _)) = rules.split_last() else {
        return faults
            .value(&list, format!("`rules` is empty; it needs at least one rule with when = \"{OTHERWISE}\""));
    };
    for (n, rule) in rules.iter().enumerate() {
        let (number, behind) = (n.to_string(), n + 1 < rules.len());
        let path = |key| ["status", "rules", number.as_str(), key];
        if end(rule) {
            if behind {
                let what = format!("\"{OTHERWISE}\" ends the list: the rules behind it are never reached; put it last");
                faults.value(&path("when"), what);
            }
        } else if let Err(what) = condition::check(&rule.when, &columns, &rows) {
            faults.value(&path("when"), format!("rule {}: {what}", n + 1));
        }
        if rule.words.trim().is_empty() {
            let what = format!("rule {}: `words` is blank; say in words when the rule holds", n + 1);
            faults.value(&path("words"), what);
        }
        if !SAID.contains(&rule.status) {
            let said: Vec<String> = SAID.iter().map(|s| format!("\"{}\"", s.key())).collect();
            let what = format!(
                "rule {}: a figure is there, so its status cannot be \"{}\"; it is one of {}",
                n + 1,
                rule.status.key(),
                said.join(", ")
            );
            faults.value(&path("status"), what);
        }
    }
    if !end(last) {
        let number = (rules.len() - 1).to_string();
        let what = format!(
            "the list has no end: after rule {} add a last [[status.rules]] with when = \"{OTHERWISE}\"",
            rules.len()
        );
        faults.value(&["status", "rules", &number], what);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::document::TomlDocument;

    /// Settings that keep the default are not tried when they are loaded.
    #[test]
    fn the_default_can_be_used() {
        let document = TomlDocument::parse("").unwrap();
        let mut faults = FaultList::new(&document);
        check(&default(), &mut faults);
        assert_eq!(faults.outcome(), Ok(()));
        check(&default()[..3], &mut faults);
        assert_eq!(faults.outcome().unwrap_err().0.len(), 1);
    }
}
