//! What a new measure is made of in one successor: its terms, the formula over them, and what is said of it.

use super::footing::{Footing, Together, by_year, footing, together};
use super::model::{Crosswalk, OldCouncil, OldMeasure, Relation, ShareOf, old_measures};
use crate::finding::Finding;
use crate::register::Indicator;
use crate::text::words::plain;
use crate::validate::{FigurePart, suffix};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A term of a new measure.
#[derive(Debug, Clone)]
pub(super) struct Term<'c> {
    pub old: OldMeasure<'c>,
    /// What the successor gets of it; `None` for all of it.
    pub share: Option<(&'c ShareOf, &'c str, &'c str)>,
}

/// A new measure of a successor.
#[derive(Debug, Clone)]
pub(super) struct NewMeasure<'c> {
    /// Its id.
    pub id: Arc<str>,
    /// The row whose definition it has.
    pub lead: OldMeasure<'c>,
    /// What is counted in it, in the crosswalk's order.
    pub terms: Vec<Term<'c>>,
    /// Rows that are not to be compared with it.
    pub apart: Vec<OldMeasure<'c>>,
    /// How it follows from the old ones, or why it does not.
    pub made: Result<Made, String>,
}

/// How a new measure follows from old ones.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Made {
    /// It is the old one, under a new id.
    TakenOver,
    /// By a formula over old ones.
    Formula {
        text: String,
        footing: Footing,
        together: Together,
        /// By what it is estimated, with the source; empty where it is none.
        estimated: String,
    },
}

/// The id of an old measure in a successor's register.
pub(super) fn old_id(council: &str, id: &str) -> String {
    format!("{council}-{id}")
}

/// The id of a part of an old measure.
pub(super) fn part_id(council: &str, id: &str, part: &str) -> String {
    let part = part.replace([';', ',', '"'], " ");
    format!("{}/{part}", old_id(council, id))
}

/// The new measures of a successor, by id.
pub(super) fn new_measures<'c>(
    crosswalk: &'c Crosswalk,
    councils: &'c [OldCouncil],
    successor: &str,
) -> Vec<NewMeasure<'c>> {
    let mut by_id: BTreeMap<String, Vec<OldMeasure<'c>>> = BTreeMap::new();
    for old in old_measures(crosswalk, councils) {
        if old.row.successors.iter().any(|s| **s == *successor) && old.row.relation != Relation::Ends {
            by_id.entry(old.row.new_id.to_lowercase()).or_default().push(old);
        }
    }
    let measure = |rows: Vec<OldMeasure<'c>>| {
        let first = |holds: fn(&OldMeasure<'_>) -> bool| rows.iter().find(|r| holds(r));
        let lead = first(|r| r.row.lead)
            .or_else(|| first(|r| r.row.relation == Relation::SameAs))
            .or_else(|| first(|r| r.row.relation.counts()));
        let lead = *lead.unwrap_or(&rows[0]);
        let (counted, apart): (Vec<_>, Vec<_>) = rows.into_iter().partition(|r| r.row.relation.counts());
        let terms: Vec<Term<'c>> =
            counted.into_iter().map(|old| Term { share: share(crosswalk, old, successor), old }).collect();
        let made = made(lead, &terms, &apart);
        NewMeasure { id: lead.row.new_id.clone(), lead, terms, apart, made }
    };
    by_id.into_values().map(measure).collect()
}

fn share<'c>(
    crosswalk: &'c Crosswalk,
    old: OldMeasure<'c>,
    successor: &str,
) -> Option<(&'c ShareOf, &'c str, &'c str)> {
    let row = old.row;
    let share = crosswalk.share(&row.council, &row.split_by, successor).filter(|_| !row.split_by.is_empty())?;
    Some((&share.of, share.basis.as_str(), share.source.as_str()))
}

fn made(lead: OldMeasure<'_>, terms: &[Term<'_>], apart: &[OldMeasure<'_>]) -> Result<Made, String> {
    if let Some(other) = apart.first() {
        let reason = if other.row.reason.is_empty() { String::new() } else { format!(": {}", other.row.reason) };
        return Err(format!("{} of {} is not comparable{reason}", other.indicator.id, other.council.name));
    }
    if let [only] = terms
        && only.share.is_none()
        && only.old.row.relation == Relation::SameAs
    {
        return Ok(Made::TakenOver);
    }
    let olds: Vec<OldMeasure<'_>> = terms.iter().map(|t| t.old).collect();
    let together = together(lead.indicator, &olds)?;
    let footing = footing(&olds)?;
    let [text, ..] = texts(lead.indicator, terms, (together, &footing));
    let estimated = estimated(terms, together);
    Ok(Made::Formula { text: text.unwrap_or_default(), footing, together, estimated })
}

/// Value, numerator and denominator of some terms as formulas.
fn texts(lead: &Indicator, terms: &[Term<'_>], (together, footing): (Together, &Footing)) -> [Option<String>; 3] {
    let each =
        |part: Part| -> String { terms.iter().map(|t| term(lead, t, footing, part)).collect::<Vec<_>>().join(" + ") };
    match together {
        Together::Added => [Some(each(Part::Value)), None, None],
        Together::Alone => [Some(each(Part::Whole)), None, None],
        Together::Pooled => {
            let (above, below) = (each(Part::Numerator), each(Part::Denominator));
            let times = lead.times().unwrap_or(1.0);
            let by = if times == 1.0 { String::new() } else { format!(" * {}", exact(times)) };
            [Some(format!("({above}) / ({below}){by}")), Some(above), Some(below)]
        }
    }
}

/// What one old council has of a new measure, as formulas over the measures of the successor's register.
#[derive(Debug, Clone, PartialEq)]
pub struct CouncilTerm {
    /// Id of the new measure.
    pub measure: Arc<str>,
    /// Id of the council.
    pub council: Arc<str>,
    /// What its measures are to the new one.
    pub relation: Relation,
    /// Ids of its measures there.
    pub old: Vec<Arc<str>>,
    /// Ids of the same in the successor's register.
    pub here: Vec<Arc<str>>,
    /// Value, numerator and denominator on the footing of the new measure; none where they are not counted in it.
    pub texts: [Option<String>; 3],
    /// By what share it is estimated; empty where it is not.
    pub estimated: String,
    /// What people say of it.
    pub reason: String,
}

/// What every old council has of every new measure of a successor, by the new id and in the crosswalk's order.
pub fn council_terms(crosswalk: &Crosswalk, councils: &[OldCouncil], successor: &str) -> Vec<CouncilTerm> {
    let mut out = vec![];
    for measure in new_measures(crosswalk, councils, successor) {
        let rows = || measure.terms.iter().map(|t| t.old).chain(measure.apart.iter().copied());
        for council in councils {
            let own: Vec<OldMeasure<'_>> = rows().filter(|old| old.council.id == council.id).collect();
            let Some(first) = own.first() else { continue };
            let terms: Vec<Term<'_>> =
                measure.terms.iter().filter(|t| t.old.council.id == council.id).cloned().collect();
            let here = |old: &OldMeasure<'_>| -> Arc<str> {
                match measure.made {
                    Ok(Made::TakenOver) => measure.id.clone(),
                    _ => old_id(&council.id, &old.indicator.id).into(),
                }
            };
            let alone = |id: &str, part| Some(format!("\"{id}{}\"", suffix(part, false)));
            let texts = match &measure.made {
                Ok(Made::Formula { footing, together, .. }) => {
                    texts(measure.lead.indicator, &terms, (*together, footing))
                }
                Ok(Made::TakenOver) => [
                    alone(&measure.id, FigurePart::Value),
                    alone(&measure.id, FigurePart::Numerator),
                    alone(&measure.id, FigurePart::Denominator),
                ],
                Err(_) => [None, None, None],
            };
            out.push(CouncilTerm {
                measure: measure.id.clone(),
                council: council.id.clone(),
                relation: first.row.relation,
                old: own.iter().map(|old| old.indicator.id.clone()).collect(),
                here: own.iter().map(here).collect(),
                texts,
                estimated: match measure.made {
                    Ok(Made::Formula { together, .. }) => estimated(&terms, together),
                    _ => String::new(),
                },
                reason: own
                    .iter()
                    .map(|old| old.row.reason.as_str())
                    .find(|r| !r.is_empty())
                    .unwrap_or_default()
                    .to_owned(),
            });
        }
    }
    out
}

/// Which figure of a term a formula has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The value, of which a share is a share.
    Value,
    /// The value of something that has no shares.
    Whole,
    Numerator,
    Denominator,
}

/// A term as it stands in a formula.
fn term(lead: &Indicator, term: &Term<'_>, footing: &Footing, part: Part) -> String {
    let (indicator, council) = (term.old.indicator, &*term.old.council.id);
    let year = by_year(indicator, footing);
    let (ids, times): (Vec<String>, Option<f64>) = match term.share.map(|(of, ..)| of) {
        Some(ShareOf::Parts(parts)) => (parts.iter().map(|p| part_id(council, &indicator.id, p)).collect(), None),
        Some(ShareOf::Fraction(share)) => {
            (vec![old_id(council, &indicator.id)], Some(*share).filter(|_| part != Part::Whole))
        }
        None => (vec![old_id(council, &indicator.id)], None),
    };
    let each: Vec<String> = ids.iter().map(|id| converted(lead, term.old, (id, year), part)).collect();
    let sum = each.join(" + ");
    match times {
        Some(share) if sum.contains(' ') && !sum.starts_with('(') => format!("({sum}) * {}", exact(share)),
        Some(share) => format!("{sum} * {}", exact(share)),
        None => sum,
    }
}

/// The figure of a measure by its id here, in the unit of the new one.
fn converted(lead: &Indicator, old: OldMeasure<'_>, (id, year): (&str, bool), part: Part) -> String {
    let name = |figure: FigurePart| format!("\"{id}{}\"", suffix(figure, year));
    let (value, above, below) = (name(FigurePart::Value), name(FigurePart::Numerator), name(FigurePart::Denominator));
    let row = old.row;
    if row.is_as_it_is() && (part != Part::Numerator || lead.times() == old.indicator.times()) {
        return match part {
            Part::Value | Part::Whole => value,
            Part::Numerator => above,
            Part::Denominator => below,
        };
    }
    if part == Part::Denominator {
        return below;
    }
    // A value that is factor × value + offset has the numerator (value × denominator ÷ times).
    let (of, to) = (old.indicator.times().unwrap_or(1.0), lead.times().unwrap_or(1.0));
    if !row.formula.is_empty() {
        let words = [("value", value), ("numerator", above), ("denominator", below.clone())];
        let text = format!("({})", in_place(&row.formula, &words));
        return if part == Part::Numerator { format!("{text} * {below} / {}", exact(to)) } else { text };
    }
    let linear = |figure: &str, factor: f64, rest: String| match factor {
        1.0 => format!("{figure}{rest}"),
        factor => format!("{figure} * {}{rest}", signed(factor)),
    };
    let more = |amount: f64, beside: &str| match amount {
        0.0 => String::new(),
        amount if beside.is_empty() => format!(" + {}", signed(amount)),
        1.0 => format!(" + {beside}"),
        amount => format!(" + {beside} * {}", signed(amount)),
    };
    let text = match part {
        Part::Numerator => linear(&above, row.factor * of / to, more(row.offset / to, &below)),
        _ => linear(&value, row.factor, more(row.offset, "")),
    };
    if text.contains(' ') { format!("({text})") } else { text }
}

/// A number with all of its digits: a third is not 0.333333.
fn exact(n: f64) -> String {
    n.to_string()
}

/// A number that can stand behind a sign of arithmetic.
fn signed(n: f64) -> String {
    if n < 0.0 { format!("({})", exact(n)) } else { exact(n) }
}

/// A formula of the crosswalk with names in the place of its words.
pub(super) fn in_place(formula: &str, words: &[(&str, String)]) -> String {
    let mut out = String::new();
    let mut rest = formula;
    while let Some(first) = rest.chars().next() {
        let bare = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let (token, end) = match first {
            '"' => rest[1..].find('"').map_or((rest, rest.len()), |end| (&rest[1..=end], end + 2)),
            // A number is no name, whatever ids there are.
            _ if first.is_ascii_digit() => ("", bare.max(1)),
            _ if bare > 0 => (&rest[..bare], bare),
            _ => ("", first.len_utf8()),
        };
        match words.iter().find(|(word, _)| word.eq_ignore_ascii_case(token)) {
            Some((_, name)) => out.push_str(name),
            None => out.push_str(&rest[..end]),
        }
        rest = &rest[end..];
    }
    out
}

/// `46% of SHIRE by population (mid-2025 estimates)`: of shares of figures, and of nothing that returns break down.
fn estimated(terms: &[Term<'_>], together: Together) -> String {
    let of = |t: &Term<'_>| {
        let (ShareOf::Fraction(share), basis, source) = t.share? else { return None };
        let source = if source.is_empty() { "no source given" } else { source };
        let much = match together {
            Together::Alone => "as of the whole".to_owned(),
            _ => format!("{}%", plain(crate::status::round_half_away(share * 100.0, 4))),
        };
        Some(format!("{much} of {} by {basis} ({source})", t.old.council.name))
    };
    let itself = |t: &Term<'_>| {
        let (council, id) = (&t.old.council.name, &t.old.indicator.id);
        (!t.old.indicator.estimated.is_empty()).then(|| format!("{id} of {council} is estimated itself"))
    };
    terms.iter().flat_map(|t| [of(t), itself(t)]).flatten().collect::<Vec<_>>().join("; ")
}

/// The rows that a finding about a new measure stands at.
pub(super) fn at(finding: Finding, old: OldMeasure<'_>) -> Finding {
    finding.at(&old.row.places[2]).about(format!("{} of {}", old.indicator.id, old.council.id))
}
