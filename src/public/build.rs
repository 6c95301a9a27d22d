//! The public edition from a computed quarter whose small numbers are hidden.

use super::cleared::Cleared;
use super::measures::MeasureBuilder;
use super::method::method;
use super::values::{
    Contact, Licence, PublicEdition, PublicMeasure, PublicPriority, PublicRisk, PublicSuccess, PublicValue, StatusCount,
};
use super::words;
use crate::accessible::Shorthand;
use crate::analyse::{Analysis, Comparison, Direction, Inputs, RiskResult, Success, SuccessKind};
use crate::disclosure::HiddenFigures;
use crate::register::Priority;
use crate::report::{Provenance, ReleaseFacts};
use crate::settings::{Limit, Status};
use crate::shown::{count, shown};
use crate::status::round_half_away;

/// Successes that are told.
const SUCCESSES: usize = 12;

/// The public edition. `inputs` and `analysis` are of the quarter without its small numbers; `hidden` says which those were.
pub fn public_edition(
    inputs: &Inputs<'_>,
    analysis: &Analysis<'_>,
    hidden: &HiddenFigures,
    provenance: &Provenance,
) -> PublicEdition {
    let (a, settings) = (analysis, inputs.settings);
    let cleared = Cleared::new(inputs);
    let mut builder = MeasureBuilder { inputs, analysis, hidden, cleared: &cleared, notes: vec![] };
    let measures: Vec<PublicMeasure> = (0..a.indicators.len()).map(|place| builder.measure(place)).collect();
    let notes = builder.notes;
    let standing = standing(a, (0..a.indicators.len()).collect());
    let shorthand = signs(&measures);
    let risks = risks(a, &cleared);
    let successes = successes(a, &cleared);
    let months = a.period.months(settings.year.start_month);
    let release = provenance.release.as_ref();
    PublicEdition {
        council: settings.council.name.clone(),
        title: format!("How {} is doing: {months}", settings.council.name),
        period: a.period,
        heading: a.period.heading(),
        months,
        as_at: a.as_at,
        state: state(release),
        draft: release.is_none(),
        published: release.and_then(|r| r.published.get(..10)?.parse().ok()),
        next: settings.public.next.trim().to_owned(),
        contact: contact(inputs),
        licence: Licence {
            name: settings.public.licence.trim().to_owned(),
            address: settings.public.licence_address.trim().to_owned(),
        },
        accent: settings.look.accent.clone(),
        looks: settings.statuses.clone(),
        headlines: headlines(a, &measures, &standing, &risks, &successes),
        standing,
        priorities: priorities(a),
        off_target: a.exceptions(),
        method: method(settings, hidden),
        shorthand,
        measures,
        successes,
        risks,
        notes,
    }
}

fn state(release: Option<&ReleaseFacts>) -> String {
    match release {
        None => "Draft. Not published.".to_owned(),
        Some(r) => {
            let early = if r.provisional { " The figures are provisional." } else { "" };
            let day = r.published.get(..10).and_then(|day| day.parse::<chrono::NaiveDate>().ok());
            let on = day.map_or_else(|| r.published.clone(), |day| day.format("%-d %B %Y").to_string());
            format!("Release {}, published on {on}.{early}", r.number)
        }
    }
}

/// Who answers questions: what the settings say, else the team.
fn contact(inputs: &Inputs<'_>) -> Contact {
    let (council, own) = (&inputs.settings.council, inputs.settings.public.contact.trim());
    let words = if own.is_empty() { council.team.clone() } else { own.to_owned() };
    let inside = own.split_whitespace().map(|word| word.trim_matches([',', ';', '(', ')', '.']));
    let email = inside.filter(|word| word.contains('@')).map(str::to_owned).next();
    let email = if own.is_empty() { council.email.clone() } else { email.unwrap_or_default() };
    Contact { words, email }
}

/// How many of some measures have each status, now and the quarter before.
fn standing(a: &Analysis<'_>, members: Vec<usize>) -> Vec<StatusCount> {
    let count = |status: Status| StatusCount {
        status,
        now: members.iter().filter(|n| a.indicators[**n].status == status).count(),
        before: members.iter().filter(|n| a.indicators[**n].status_previous == status).count(),
    };
    Status::ALL.into_iter().map(count).filter(|c| c.now + c.before > 0).collect()
}

fn priorities(a: &Analysis<'_>) -> Vec<PublicPriority> {
    let of = |id: &str| {
        let serves = |n: &usize| a.register.indicators[a.indicators[*n].indicator].priorities.iter().any(|p| p == id);
        (0..a.indicators.len()).filter(serves).collect::<Vec<_>>()
    };
    let priority = |p: &Priority| {
        let measures = of(&p.id);
        let standing = standing(a, measures.clone());
        PublicPriority { name: p.name.clone(), words: words::standing(&standing), standing, measures }
    };
    a.register.priorities.iter().map(priority).filter(|p| !p.measures.is_empty()).collect()
}

/// The signs that occur among the measures.
fn signs(measures: &[PublicMeasure]) -> Vec<Shorthand> {
    let of_value = |value: PublicValue| match value {
        PublicValue::Without(sign) => Some(sign),
        PublicValue::Number(_) => None,
    };
    let used = |sign: Shorthand| {
        measures.iter().any(|m| {
            let figures = m.figures.iter().any(|f| {
                let parts = [Some(f.value), f.numerator, f.denominator].into_iter().flatten();
                f.signs.contains(&sign) || parts.filter_map(of_value).any(|s| s == sign)
            });
            let foreseen = m.year_end.is_some_and(|end| end.foreseen) && sign == Shorthand::Forecast;
            figures || foreseen || of_value(m.year_so_far) == Some(sign)
        })
    };
    Shorthand::ALL.into_iter().filter(|sign| used(*sign)).collect()
}

fn risks(a: &Analysis<'_>, cleared: &Cleared) -> Vec<PublicRisk> {
    let risk = |r: &RiskResult<'_>| {
        let breach = r.breach.as_ref()?;
        let appetite = match &breach.appetite {
            Limit::Score(score) => score.to_string(),
            Limit::Band(band) => band.clone(),
        };
        Some(PublicRisk {
            title: cleared.text(&r.risk.title),
            category: cleared.text(&r.risk.category),
            score: r.score?,
            band: r.band.to_owned(),
            appetite,
            controls: cleared.text(&r.risk.controls),
            service: a.register.service(&r.risk.service).map_or_else(|| r.risk.service.to_string(), |s| s.name.clone()),
        })
    };
    a.risks.iter().filter_map(risk).collect()
}

/// What went well, each kind in turn, the greatest first.
fn successes(a: &Analysis<'_>, cleared: &Cleared) -> Vec<PublicSuccess> {
    let success = |s: &Success<'_>| {
        let result = &a.indicators[s.indicator];
        let i = &a.register.indicators[result.indicator];
        let value = result.value.map(|v| shown(i.unit, i.decimals, v)).unwrap_or_default();
        let quarters = count(result.quarters_on_target as usize, "quarter");
        let sentence = match s.kind {
            SuccessKind::Recovered if value.is_empty() => "Back on target.".to_owned(),
            SuccessKind::Recovered => format!("Back on target at {value}."),
            SuccessKind::Improved => improvement(a, s.indicator).unwrap_or_default(),
            SuccessKind::LongestRun => format!("On target for {quarters} in a row."),
            SuccessKind::Met if value.is_empty() => "Beyond its target.".to_owned(),
            SuccessKind::Met => format!("Beyond its target, at {value}."),
        };
        PublicSuccess { kind: s.kind.words().to_owned(), measure: s.indicator, sentence, words: cleared.text(s.words) }
    };
    let of = |kind: SuccessKind| {
        let improved = move |s: &Success<'_>| kind != SuccessKind::Improved || improvement(a, s.indicator).is_some();
        let told = move |s: &&Success<'_>| s.kind == kind && improved(s);
        a.successes.iter().filter(told).take(SUCCESSES / SuccessKind::ALL.len())
    };
    SuccessKind::ALL.into_iter().flat_map(of).map(success).collect()
}

/// Against a year ago, else against the quarter before: that a measure got better, in figures as they are shown. What rounds to
/// no change is no improvement to somebody who reads the rounded figures.
fn improvement(a: &Analysis<'_>, place: usize) -> Option<String> {
    let result = &a.indicators[place];
    let i = &a.register.indicators[result.indicator];
    let better = |(compared, than): (&Comparison, &str)| {
        let movement = compared.as_ref().ok().filter(|m| m.direction == Direction::Improving)?;
        let shown = round_half_away(movement.change, i.decimals) != 0.0;
        shown.then(|| words::change(compared, than, i.unit, i.decimals))
    };
    [(&result.year_on_year, "a year ago"), (&result.short, "the quarter before")].into_iter().find_map(better)
}

/// The things to know, in short sentences.
fn headlines(
    a: &Analysis<'_>,
    measures: &[PublicMeasure],
    standing: &[StatusCount],
    risks: &[PublicRisk],
    successes: &[PublicSuccess],
) -> Vec<String> {
    let mut out = vec![words::standing(standing)];
    let reds = a.exceptions();
    let sure = reds.iter().copied().find(|n| a.indicators[*n].doubt().is_none());
    if let Some(n) = sure {
        let m = &measures[n];
        let target = m.now().target.map(|t| format!(", and the target is {}", m.shown(PublicValue::Number(t))));
        let figure = format!("It stands at {}{}.", m.shown(m.now().value), target.unwrap_or_default());
        let since = m.off_target.as_ref().map_or("", |off| &off.since);
        out.push(format!("Of most concern: {}. {figure} {since}", m.name).trim_end().to_owned());
    }
    let missing = a.indicators.iter().filter(|r| r.is_missing()).count();
    if missing > 0 {
        let have = if missing == 1 { "has" } else { "have" };
        out.push(format!("{} {have} no figure yet this quarter.", capital(&count(missing, "measure"))));
    }
    if let Some(best) = successes.iter().find(|s| s.kind == SuccessKind::Improved.words()) {
        out.push(format!("Most improved: {}. {}", measures[best.measure].name, best.sentence));
    }
    if let Some(highest) = risks.first() {
        let is = if risks.len() == 1 { "is" } else { "are" };
        let all = count(risks.len(), "risk");
        out.push(format!(
            "{all} {is} above what the council is content to carry. The highest: {}",
            words::sentence(&highest.title)
        ));
    }
    out
}

fn capital(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}
