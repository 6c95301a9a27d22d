//! Which measures of different councils may be one: by id and by words.

use super::model::{OldCouncil, same_id};
use crate::measure::Unit;
use crate::register::Indicator;
use crate::text::likeness::{Likeness, Name};
use crate::text::words::{meaning, plain, quoted};
use std::collections::BTreeSet;

/// How like two measures are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Alike {
    IdAndWords,
    Words,
    SimilarWords,
    IdAlone,
}

impl Alike {
    pub fn words(self) -> &'static str {
        match self {
            Self::IdAndWords => "same id and words",
            Self::Words => "same words",
            Self::SimilarWords => "similar words",
            Self::IdAlone => "same id and other words",
        }
    }
}

/// A measure by the position of its council and its own.
pub(super) type At = (usize, usize);

/// Measures that may be one, no two of a council, the likest first; every measure is in one group.
pub(super) struct Groups {
    /// Each in the order of the councils.
    pub groups: Vec<Vec<At>>,
    /// How like the measures of each group are at least; `None` for one that is alone.
    pub alike: Vec<Option<Alike>>,
    /// Measures with the id of another and other words.
    pub clashes: BTreeSet<At>,
}

struct Compared<'c> {
    at: At,
    indicator: &'c Indicator,
    name: Name,
    /// The beginnings of its words: names without one in common are not alike.
    starts: BTreeSet<String>,
}

pub(super) fn groups(councils: &[OldCouncil]) -> Groups {
    let compared: Vec<Compared<'_>> = councils
        .iter()
        .enumerate()
        .flat_map(|(c, council)| council.register.indicators.iter().enumerate().map(move |(n, i)| compared((c, n), i)))
        .collect();
    let (mut pairs, mut clashes) = (vec![], BTreeSet::new());
    for (n, a) in compared.iter().enumerate() {
        for b in compared[n + 1..].iter().filter(|b| b.at.0 != a.at.0) {
            match alike(a, b) {
                Some(Alike::IdAlone) => clashes.extend([a.at, b.at]),
                Some(alike) => pairs.push((alike, a.at, b.at)),
                None => {}
            }
        }
    }
    pairs.sort_unstable();
    let position = |at: At| compared.iter().position(|c| c.at == at).unwrap_or_default();
    let mut groups: Vec<(Vec<At>, Option<Alike>)> = compared.iter().map(|c| (vec![c.at], None)).collect();
    let mut of: Vec<usize> = (0..compared.len()).collect();
    for (alike, a, b) in pairs {
        let (one, other) = (of[position(a)], of[position(b)]);
        let councils: BTreeSet<usize> = groups[one].0.iter().map(|at| at.0).collect();
        if one == other || groups[other].0.iter().any(|at| councils.contains(&at.0)) {
            continue;
        }
        let (joined, before) = std::mem::take(&mut groups[other]);
        joined.iter().for_each(|at| of[position(*at)] = one);
        let group = &mut groups[one];
        group.0.extend(joined);
        group.0.sort_unstable();
        group.1 = group.1.max(before).max(Some(alike));
    }
    let (groups, alike) = groups.into_iter().filter(|(group, _)| !group.is_empty()).unzip();
    Groups { groups, alike, clashes }
}

fn compared(at: At, indicator: &Indicator) -> Compared<'_> {
    let words = indicator.name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let starts = words.map(|w| w.to_lowercase().chars().take(3).collect()).collect();
    Compared { at, indicator, name: Name::new(&indicator.name), starts }
}

fn alike(a: &Compared<'_>, b: &Compared<'_>) -> Option<Alike> {
    // What was of a council before these is nobody's measure any more.
    if !a.indicator.predecessor.is_empty() || !b.indicator.predecessor.is_empty() {
        return None;
    }
    let same_id = same_id(&a.indicator.id, &b.indicator.id);
    let likeness = match a.starts.is_disjoint(&b.starts) {
        true => Likeness::Apart,
        false => a.name.likeness(&b.name),
    };
    match (same_id, likeness) {
        (true, Likeness::Same | Likeness::Close) => Some(Alike::IdAndWords),
        (_, Likeness::Same) => Some(Alike::Words),
        (_, Likeness::Close) => Some(Alike::SimilarWords),
        (true, _) => Some(Alike::IdAlone),
        _ => None,
    }
}

/// By how much a figure in the first unit is multiplied to be in the second, where nobody can doubt it.
pub(super) fn factor(from: Unit, to: Unit) -> Option<f64> {
    /// Units of one kind, each with how many of the least of them it is.
    const KINDS: [&[(Unit, f64)]; 3] = [
        &[(Unit::Pounds, 1.0), (Unit::PoundsThousands, 1e3), (Unit::PoundsMillions, 1e6)],
        &[(Unit::Minutes, 1.0), (Unit::Hours, 60.0)],
        &[(Unit::Kilograms, 1.0), (Unit::Tonnes, 1e3)],
    ];
    let of = |kind: &[(Unit, f64)], unit: Unit| kind.iter().find(|(u, _)| *u == unit).map(|(_, n)| *n);
    KINDS.iter().find_map(|kind| Some(of(kind, from)? / of(kind, to)?))
}

/// Letters of a definition that are shown beside another.
const DEFINITION: usize = 80;

/// What two registers say differently of a measure: `unit: Percent, Number; decimals: 1, 0`.
pub(super) fn differences(a: (&OldCouncil, &Indicator), b: (&OldCouncil, &Indicator)) -> String {
    let (x, y) = (a.1, b.1);
    let to_date = |i: &Indicator| if i.cumulative { "year to date" } else { "quarter" }.to_owned();
    let per = |i: &Indicator| i.per.map(plain).unwrap_or_default();
    let parts = |i: &Indicator| if i.is_ratio() { "numerator and denominator" } else { "none" }.to_owned();
    let cut = |i: &Indicator| {
        let words: String = i.definition.chars().take(DEFINITION).collect();
        if words.len() < i.definition.len() { format!("“{words}…”") } else { quoted(&words) }
    };
    // Where one register defines it and the other does not, there is nothing to compare.
    let defined =
        !x.definition.is_empty() && !y.definition.is_empty() && meaning(&x.definition) != meaning(&y.definition);
    let [a_words, b_words] = [x, y].map(|i| if defined { cut(i) } else { String::new() });
    let said = [
        ("definition", a_words, b_words),
        ("unit", x.unit.words().to_owned(), y.unit.words().to_owned()),
        ("polarity", x.polarity.words().to_owned(), y.polarity.words().to_owned()),
        ("frequency", x.frequency.words().to_owned(), y.frequency.words().to_owned()),
        ("aggregation", x.aggregation.words().to_owned(), y.aggregation.words().to_owned()),
        ("span", to_date(x), to_date(y)),
        ("year", x.year.kind.words().to_owned(), y.year.kind.words().to_owned()),
        ("decimals", x.decimals.to_string(), y.decimals.to_string()),
        ("per", per(x), per(y)),
        ("parts", parts(x), parts(y)),
        ("target", target(a), target(b)),
    ];
    let differ = said.into_iter().filter(|(_, a, b)| a != b);
    differ.map(|(what, a, b)| format!("{what}: {a}, {b}")).collect::<Vec<_>>().join("; ")
}

/// The newest year's target: `85 in 2026-27`; `none` where there is none.
pub(super) fn target((council, i): (&OldCouncil, &Indicator)) -> String {
    let own = council.register.targets.iter().filter(|(id, ..)| *id == i.id);
    let newest = own.filter_map(|(_, year, target)| Some((*year, target.annual?))).max_by_key(|(year, _)| *year);
    newest.map_or_else(|| "none".to_owned(), |(year, n)| format!("{} in {}", plain(n), i.year.label(year)))
}
