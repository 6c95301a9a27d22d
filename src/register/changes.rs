//! What two registers say differently: the rules by which figures are worked out, and what they are called.

use super::{CouncilCheck, Indicator, Register, SmallNumbers, Target};
use crate::map::Map;
use crate::text::words::plain;
use std::sync::Arc;

/// One thing that a register, or the settings, say otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct RuleChange {
    /// The sheet of the register, or `Settings`.
    pub sheet: &'static str,
    /// The row: an id, with the year of a target; the key of a setting.
    pub about: String,
    /// What of it.
    pub what: &'static str,
    /// What it said before; empty where it was not there.
    pub was: String,
    /// What it says now; empty where it is no longer there.
    pub now: String,
    /// With it the same cells give another figure: what was measured before is not to be compared without a break.
    pub redefines: bool,
}

/// A field of a row in words; whether another one makes another measure of it.
type Said = (&'static str, String, bool);

/// The differences of two registers, sheet by sheet.
pub fn changes(before: &Register, after: &Register) -> Vec<RuleChange> {
    let mut out = vec![];
    let renamed = |id: &str| after.indicator(id).filter(|now| *now.id != *id);
    let key = |i: &Indicator| renamed(&i.id).map_or_else(|| i.id.to_string(), |now| now.id.to_string());
    rows("Indicators", (&before.indicators, &after.indicators), key, |i| i.id.to_string(), of_indicator, &mut out);
    let target = |t: &(Arc<str>, i16, Target)| format!("{}, {}-{:02}", t.0, t.1, (t.1 + 1) % 100);
    let known = |t: &(Arc<str>, i16, Target)| {
        let id = renamed(&t.0).map_or(t.0.clone(), |now| now.id.clone());
        target(&(id, t.1, t.2.clone()))
    };
    rows("Targets", (&before.targets, &after.targets), known, target, |t| of_target(&t.2), &mut out);
    let named = |name: &str, rest: &[(&'static str, &str)]| -> Vec<Said> {
        let rest = rest.iter().map(|(what, said)| (*what, (*said).to_owned(), false));
        std::iter::once(("name", name.to_owned(), false)).chain(rest).collect()
    };
    let id = |s: &super::Service| s.id.to_string();
    let service = |s: &super::Service| {
        named(&s.name, &[("directorate", &s.directorate), ("head", &s.head), ("portfolio holder", &s.portfolio)])
    };
    rows("Services", (&before.services, &after.services), id, id, service, &mut out);
    let id = |p: &super::Priority| p.id.clone();
    let priority = |p: &super::Priority| named(&p.name, &[("owner", &p.owner)]);
    rows("Priorities", (&before.priorities, &after.priorities), id, id, priority, &mut out);
    let code = |c: &CouncilCheck| c.code.clone();
    rows("Checks", (&before.checks, &after.checks), code, code, of_check, &mut out);
    out
}

/// The differences of one sheet's rows: those of today in their order, then those that are gone.
fn rows<R>(
    sheet: &'static str,
    (before, after): (&[R], &[R]),
    key_then: impl Fn(&R) -> String,
    key: impl Fn(&R) -> String,
    said: impl Fn(&R) -> Vec<Said>,
    out: &mut Vec<RuleChange>,
) {
    let mut old: Map<String, &R> = before.iter().map(|row| (key_then(row), row)).collect();
    let whole = |about: String, was: &str, now: &str| RuleChange {
        sheet,
        about,
        what: "row",
        was: was.to_owned(),
        now: now.to_owned(),
        redefines: false,
    };
    for row in after {
        let about = key(row);
        let Some(was) = old.remove(&about) else {
            out.push(whole(about, "", "there"));
            continue;
        };
        let both = said(was).into_iter().zip(said(row)).filter(|((_, a, _), (_, b, _))| a != b);
        out.extend(both.map(|((what, was, redefines), (_, now, _))| RuleChange {
            sheet,
            about: about.clone(),
            what,
            was,
            now,
            redefines,
        }));
    }
    let gone = before.iter().map(&key_then).filter(|about| old.contains_key(about));
    out.extend(gone.map(|about| whole(about, "there", "")));
}

fn number(n: Option<f64>) -> String {
    n.map(plain).unwrap_or_default()
}

fn yes(flag: bool) -> String {
    if flag { "yes".to_owned() } else { String::new() }
}

fn hidden(small: Option<SmallNumbers>) -> String {
    match small {
        None => String::new(),
        Some(SmallNumbers::AsSettings) => "yes".to_owned(),
        Some(SmallNumbers::UpTo(most)) => format!("up to {most}"),
    }
}

/// Every field, so that a new one is not forgotten.
fn of_indicator(i: &Indicator) -> Vec<Said> {
    let Indicator {
        id,
        name,
        also_called: _,
        definition,
        service,
        owner,
        owner_email: _,
        unit,
        decimals,
        polarity,
        frequency,
        due_quarters,
        year,
        aggregation,
        cumulative,
        priorities,
        sets,
        perspective,
        measure_type,
        scheme,
        tolerance_percent,
        tolerance_absolute,
        minimum,
        maximum,
        numerator_name,
        denominator_name,
        per,
        part_of_whole,
        breaks,
        long_term,
        key,
        weight,
        first,
        last,
        formerly: _,
        paid_from,
        small_numbers,
        part_of,
        opening_of,
        formula,
        formula_until,
        estimated,
        predecessor,
        break_reason: _,
        place: _,
    } = i;
    let quarters: Vec<String> = due_quarters.iter().map(|q| format!("Q{q}")).collect();
    let breaks: Vec<String> = breaks.iter().map(ToString::to_string).collect();
    let id_of = |id: &Option<Arc<str>>| id.as_deref().unwrap_or_default().to_owned();
    vec![
        ("id", id.to_string(), false),
        ("name", name.clone(), false),
        ("definition", definition.clone(), true),
        ("service", service.to_string(), false),
        ("owner", owner.clone(), false),
        ("unit", unit.words().to_owned(), true),
        ("decimals", decimals.to_string(), false),
        ("polarity", polarity.words().to_owned(), true),
        ("frequency", frequency.words().to_owned(), false),
        ("due in quarters", quarters.join(", "), false),
        ("year", year.kind.words().to_owned(), true),
        ("aggregation", aggregation.words().to_owned(), true),
        ("year to date", yes(*cumulative), true),
        ("priorities", priorities.join(", "), false),
        ("sets", sets.join(", "), false),
        ("paid from", paid_from.join(", "), false),
        ("perspective", perspective.clone(), false),
        ("measure type", measure_type.map_or("", |m| m.words()).to_owned(), false),
        ("status scheme", scheme.map_or("", |s| s.words()).to_owned(), false),
        ("tolerance %", number(*tolerance_percent), false),
        ("tolerance", number(*tolerance_absolute), false),
        ("least possible", number(*minimum), false),
        ("greatest possible", number(*maximum), false),
        ("numerator", numerator_name.clone(), true),
        ("denominator", denominator_name.clone(), true),
        ("per", number(*per), true),
        ("numerator is a part", yes(*part_of_whole), false),
        ("definition changed", breaks.join(", "), false),
        ("long-term direction", long_term.map_or("", |l| l.words()).to_owned(), false),
        ("key", yes(*key), false),
        ("weight", plain(*weight), false),
        ("first quarter", first.map(|p| p.to_string()).unwrap_or_default(), false),
        ("last quarter", last.map(|p| p.to_string()).unwrap_or_default(), false),
        ("part of", id_of(part_of), false),
        ("opening figure of", id_of(opening_of), false),
        ("small numbers", hidden(*small_numbers), false),
        ("formula", formula.as_ref().map(|f| f.text.clone()).unwrap_or_default(), true),
        ("formula until", formula_until.map(|p| p.to_string()).unwrap_or_default(), false),
        ("estimated by", estimated.clone(), false),
        ("predecessor", predecessor.clone(), false),
    ]
}

fn of_target(t: &Target) -> Vec<Said> {
    let Target { annual, quarters: [q1, q2, q3, q4], baseline, floor, amber_low, green_low, green_high, amber_high } =
        t;
    [
        ("year's target", annual),
        ("Q1", q1),
        ("Q2", q2),
        ("Q3", q3),
        ("Q4", q4),
        ("baseline", baseline),
        ("floor", floor),
        ("amber from", amber_low),
        ("green from", green_low),
        ("green to", green_high),
        ("amber to", amber_high),
    ]
    .map(|(what, said)| (what, number(*said), false))
    .into()
}

fn of_check(c: &CouncilCheck) -> Vec<Said> {
    let CouncilCheck { code: _, title, severity, applies_to, condition, remedy: _, place: _ } = c;
    vec![
        ("title", title.clone(), false),
        ("severity", format!("{severity:?}").to_lowercase(), false),
        ("applies to", applies_to.join(", "), false),
        ("finding when", condition.clone(), false),
    ]
}
