//! On what footing the figures of several councils can be put: the quarters in which all have one, the year, the year to
//! date; and why there is none.

use super::model::OldMeasure;
use crate::measure::{Aggregation, Unit};
use crate::register::Indicator;
use crate::text::words::list;

/// What figures of several councils have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Footing {
    /// The council's quarters (1 to 4) in which all of them have a figure.
    pub due_quarters: Vec<u8>,
    /// They are the year to date.
    pub cumulative: bool,
}

/// How figures are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Together {
    /// Values are added.
    Added,
    /// Numerators over denominators, each added.
    Pooled,
    /// There is one, and it stands as it is.
    Alone,
}

/// A measure whose values can be added: a count, or money. Days and hours are added where they are a sum already; as an average
/// or as they last stood they are of something each.
fn adds(i: &Indicator) -> bool {
    let counted = i.unit.is_money() || matches!(i.unit, Unit::Number | Unit::Tonnes | Unit::Kilograms);
    i.adds_up() && (i.aggregation == Aggregation::Sum || counted && i.aggregation == Aggregation::Last)
}

/// How the figures of these make one, or why they do not.
pub(super) fn together(lead: &Indicator, terms: &[OldMeasure<'_>]) -> Result<Together, String> {
    // What a formula of the crosswalk gives is in the new measure's unit, whatever it was.
    if adds(lead) && terms.iter().all(|t| adds(t.indicator) || !t.row.formula.is_empty()) {
        return Ok(Together::Added);
    }
    let lacking = |t: &&OldMeasure<'_>| !t.indicator.is_ratio() || t.indicator.times().is_none();
    let lacks: Vec<String> =
        terms.iter().filter(lacking).map(|t| format!("{} of {}", t.indicator.id, t.council.id)).collect();
    match (lead.times(), terms) {
        (Some(_), _) if lacks.is_empty() => Ok(Together::Pooled),
        (_, [_]) => Ok(Together::Alone),
        (None, _) => Err(format!("the register of {} does not say what {} is per", terms[0].council.id, lead.id)),
        _ => Err(format!("{} without numerator and denominator", list(lacks.iter().map(String::as_str)))),
    }
}

/// Whether the measure's own year so far has to stand for its figure.
pub(super) fn by_year(i: &Indicator, footing: &Footing) -> bool {
    footing.cumulative && !i.cumulative && i.aggregation != Aggregation::Last
}

/// The footing of these, or why there is none.
pub(super) fn footing(terms: &[OldMeasure<'_>]) -> Result<Footing, String> {
    let each = |f: fn(&Indicator) -> String| {
        let of: Vec<String> =
            terms.iter().map(|t| format!("{} of {}: {}", t.indicator.id, t.council.id, f(t.indicator))).collect();
        of.join("; ")
    };
    let quarters = |i: &Indicator| i.due_quarters.iter().map(|q| format!("Q{q}")).collect::<Vec<_>>().join(", ");
    let due = |q: &u8| terms.iter().all(|t| t.indicator.due_quarters.contains(q));
    let due_quarters: Vec<u8> = (1..=4).filter(due).collect();
    if due_quarters.is_empty() {
        return Err(format!("no quarter in which all are due ({})", each(quarters)));
    }
    // What was last counted is neither of the quarter nor of the year. Spans that differ meet in the year so far.
    let spans = || terms.iter().map(|t| t.indicator).filter(|i| i.aggregation != Aggregation::Last || i.cumulative);
    let oftener = spans().any(|i| i.due_quarters != due_quarters);
    let footing = Footing { cumulative: spans().any(|i| i.cumulative) || oftener, due_quarters };
    let to_date: Vec<&Indicator> = spans().filter(|_| footing.cumulative).collect();
    if to_date.windows(2).any(|pair| pair[0].year.kind != pair[1].year.kind) {
        return Err(format!("years that begin at different times ({})", each(|i| i.year.kind.words().to_owned())));
    }
    Ok(footing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crosswalk::tests::{council, measure_row};
    use crate::sample::indicator;
    use rstest::rstest;

    fn of(aggregation: Aggregation, cumulative: bool, due: &[u8]) -> Indicator {
        Indicator { aggregation, cumulative, due_quarters: due.to_vec(), ..indicator("A") }
    }

    type Measured = (Aggregation, bool, Vec<u8>);

    #[rstest]
    #[case::alike((Aggregation::Sum, false, vec![1, 2, 3, 4]), (Aggregation::Sum, false, vec![1, 2, 3, 4]), Ok((vec![1, 2, 3, 4], false)))]
    #[case::one_to_date((Aggregation::Sum, true, vec![1, 2, 3, 4]), (Aggregation::Sum, false, vec![1, 2, 3, 4]), Ok((vec![1, 2, 3, 4], true)))]
    #[case::one_annual((Aggregation::Sum, false, vec![4]), (Aggregation::Sum, false, vec![1, 2, 3, 4]), Ok((vec![4], true)))]
    #[case::half_a_year((Aggregation::Sum, false, vec![2, 4]), (Aggregation::Sum, false, vec![1, 2, 3, 4]), Ok((vec![2, 4], true)))]
    #[case::stock((Aggregation::Last, false, vec![2, 4]), (Aggregation::Last, false, vec![1, 2, 3, 4]), Ok((vec![2, 4], false)))]
    #[case::never_both((Aggregation::Last, false, vec![1]), (Aggregation::Last, false, vec![4]), Err("no quarter"))]
    fn what_two_have_in_common(
        #[case] a: Measured,
        #[case] b: Measured,
        #[case] expected: Result<(Vec<u8>, bool), &str>,
    ) {
        let (ash, beck) = (council("ASH", vec![of(a.0, a.1, &a.2)]), council("BECK", vec![of(b.0, b.1, &b.2)]));
        let rows = [measure_row("ASH", "A", "N"), measure_row("BECK", "A", "N")];
        let terms: Vec<OldMeasure<'_>> = [&ash, &beck]
            .into_iter()
            .zip(&rows)
            .map(|(council, row)| OldMeasure { council, indicator: &council.register.indicators[0], row })
            .collect();
        match (footing(&terms), expected) {
            (Ok(got), Ok(expected)) => assert_eq!((got.due_quarters, got.cumulative), expected),
            (Err(got), Err(says)) => assert!(got.contains(says), "{got}"),
            (got, expected) => panic!("{got:?} and not {expected:?}"),
        }
    }

    #[test]
    fn years_that_begin_apart_have_no_year_so_far() {
        let academic = Indicator {
            year: crate::register::Year::new(crate::register::YearKind::Academic, 4),
            ..of(Aggregation::Sum, true, &[1, 2, 3, 4])
        };
        let councils =
            [council("ASH", vec![academic]), council("BECK", vec![of(Aggregation::Sum, false, &[1, 2, 3, 4])])];
        let rows = [measure_row("ASH", "A", "N"), measure_row("BECK", "A", "N")];
        let old = |(council, row)| OldMeasure { council, indicator: &councils[0].register.indicators[0], row };
        let terms: Vec<OldMeasure<'_>> = councils
            .iter()
            .zip(&rows)
            .map(|(council, row)| OldMeasure { indicator: &council.register.indicators[0], ..old((council, row)) })
            .collect();
        assert!(footing(&terms).unwrap_err().contains("begin at different times"));
    }
}
