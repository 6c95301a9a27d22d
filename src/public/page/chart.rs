//! The chart of a measure, as what a template draws: paths, and labels with their places.
//!
//! A solid line with a dot for each figure, a dashed one for the target; a gap where there is no figure, and an upright
//! line where the measure was defined anew. Lengths are of the picture's own grid, [`WIDTH`] wide, with one decimal.

use super::scale::Scale;
use crate::measure::Unit;
use crate::public::{PublicMeasure, PublicValue, Shorthand};
use std::fmt::Write;

/// How wide the picture is: about as many points as a phone has.
pub const WIDTH: f64 = 300.0;
/// Where the scale begins and ends, from the top.
const TOP: f64 = 26.0;
const FOOT: f64 = 142.0;
/// How wide a sign of a label is at most, about.
const SIGN: f64 = 7.2;

/// A chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Each number of the scale, from the foot up.
    pub ticks: Vec<Tick>,
    /// Where the scale's lines begin.
    pub left: String,
    /// Where they end.
    pub right: String,
    /// From figure to figure.
    pub line: String,
    /// A dot at each figure: a line of no length.
    pub dots: String,
    /// The dot of this quarter; `None` where it has no figure.
    pub now: Option<(String, String)>,
    /// A step a quarter; empty where there is no target.
    pub target: String,
    /// An upright line before each quarter from which the measure was defined anew.
    pub breaks: String,
    /// The first quarter.
    pub from: String,
    /// The last one; empty where it is the first.
    pub to: String,
}

/// A number of the scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    /// How far down it is.
    pub y: String,
    /// As the measure shows it.
    pub label: String,
    /// It is zero, and there is something below it.
    pub zero: bool,
}

/// The chart of a measure; `None` where none of its quarters has a figure that can be shown.
pub fn chart(m: &PublicMeasure) -> Option<Chart> {
    let numbers: Vec<Option<f64>> = m.figures.iter().map(|f| f.value.number().filter(|n| n.is_finite())).collect();
    let targets: Vec<Option<f64>> = m.figures.iter().map(|f| f.target.filter(|n| n.is_finite())).collect();
    numbers.iter().flatten().next()?;
    let all: Vec<f64> = numbers.iter().chain(&targets).flatten().copied().collect();
    let scale = Scale::of(&all, m.decimals, (m.unit == Unit::Percent).then_some(100.0))?;
    let labels: Vec<String> = scale.ticks.iter().map(|tick| m.shown(PublicValue::Number(*tick))).collect();
    let longest = labels.iter().map(|label| label.chars().count()).max().unwrap_or_default();
    let (left, right) = (longest as f64 * SIGN + 6.0, WIDTH - 4.0);
    let each = (right - left) / m.figures.len() as f64;
    let x = |n: usize| left + (n as f64 + 0.5) * each;
    let y = |value: f64| FOOT - scale.share(value) * (FOOT - TOP);
    let broken: Vec<bool> = m.figures.iter().map(|f| f.signs.contains(&Shorthand::Break)).collect();
    let (mut line, mut dots, mut breaks) = (String::new(), String::new(), String::new());
    for (n, number) in numbers.iter().enumerate() {
        if broken[n] && n > 0 {
            let _ = write!(breaks, "M{} {}V{}", at(x(n) - each / 2.0), at(TOP), at(FOOT));
        }
        let Some(number) = number else { continue };
        let place = format!("{} {}", at(x(n)), at(y(*number)));
        let goes_on = n > 0 && numbers[n - 1].is_some() && !broken[n];
        let _ = write!(line, "{}{place}", if goes_on { 'L' } else { 'M' });
        let _ = write!(dots, "M{place}h0");
    }
    let last = numbers.len() - 1;
    let headings = m.figures.iter().map(|f| f.period.heading());
    Some(Chart {
        ticks: ticks(&scale, labels, y),
        left: at(left),
        right: at(right),
        line,
        dots,
        now: numbers[last].map(|number| (at(x(last)), at(y(number)))),
        target: steps(&targets, |n| x(n) - each / 2.0, y),
        breaks,
        from: headings.clone().next().unwrap_or_default(),
        to: headings.skip(1).last().unwrap_or_default(),
    })
}

fn ticks(scale: &Scale, labels: Vec<String>, y: impl Fn(f64) -> f64) -> Vec<Tick> {
    let zero = |tick: f64| tick == 0.0 && scale.ticks[0] < 0.0;
    let tick = |(tick, label): (&f64, String)| Tick { y: at(y(*tick)), label, zero: zero(*tick) };
    scale.ticks.iter().zip(labels).map(tick).collect()
}

/// A level stretch for each run of quarters with the same target. `x`: where a quarter begins.
fn steps(targets: &[Option<f64>], x: impl Fn(usize) -> f64, y: impl Fn(f64) -> f64) -> String {
    let mut path = String::new();
    let mut n = 0;
    for run in targets.chunk_by(|one, next| one == next) {
        if let Some(target) = run[0] {
            let _ = write!(path, "M{} {}H{}", at(x(n)), at(y(target)), at(x(n + run.len())));
        }
        n += run.len();
    }
    path
}

/// A length, to a tenth.
pub fn at(length: f64) -> String {
    let written = format!("{length:.1}");
    written.strip_suffix(".0").map_or(written.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::period::Period;
    use crate::public::PublicFigure;
    use crate::settings::Status;

    /// A measure with these figures, the last of them this quarter's.
    fn measure(values: &[Option<f64>], targets: &[Option<f64>]) -> PublicMeasure {
        let last: Period = "2026-27Q2".parse().unwrap();
        let figure = |(n, period): (usize, Period)| PublicFigure {
            period,
            value: values[n].map_or(PublicValue::Without(Shorthand::Confidential), PublicValue::Number),
            target: targets.get(n).copied().flatten(),
            status: Some(Status::Green),
            numerator: None,
            denominator: None,
            signs: vec![],
        };
        PublicMeasure {
            id: "M1".into(),
            name: "Bins".into(),
            definition: String::new(),
            priorities: vec![],
            service: String::new(),
            directorate: String::new(),
            unit: Unit::Number,
            unit_words: "number".into(),
            decimals: 0,
            polarity: crate::measure::Polarity::Higher,
            numerator_name: String::new(),
            denominator_name: String::new(),
            year_to_date: false,
            figures: last.last(values.len()).enumerate().map(figure).collect(),
            year_so_far: PublicValue::Without(Shorthand::NotAvailable),
            year_end: None,
            annual_target: None,
            change: String::new(),
            change_on_year: String::new(),
            described: String::new(),
            off_target: None,
            notes: vec![],
        }
    }

    #[test]
    fn a_line_has_a_gap_where_there_is_no_figure() {
        let c =
            chart(&measure(&[Some(0.0), Some(20.0), None, Some(10.0)], &[Some(10.0), Some(10.0), None, Some(20.0)]));
        let c = c.unwrap();
        // Labels of two signs: the scale is from 20.4 to 296, a quarter 68.9 wide; 0 is at the foot, 20 at the top.
        assert_eq!(c.line, "M54.9 142L123.8 26M261.6 84");
        assert_eq!(c.dots, "M54.9 142h0M123.8 26h0M261.6 84h0");
        assert_eq!(c.target, "M20.4 84H158.2M227.1 26H296");
        assert_eq!(c.now, Some(("261.6".into(), "84".into())));
        assert_eq!((&*c.from, &*c.to, &*c.breaks), ("Q3 2025-26", "Q2 2026-27", ""));
        let labels: Vec<&str> = c.ticks.iter().map(|t| &*t.label).collect();
        assert_eq!(labels, ["0", "5", "10", "15", "20"]);
        assert!(c.ticks.iter().all(|t| !t.zero));
    }

    #[test]
    fn one_figure_none_and_negative_ones() {
        let one = chart(&measure(&[Some(420.0)], &[])).unwrap();
        assert_eq!((&*one.line, &*one.target, &*one.to), ("M161.8 84", "", ""));
        assert_eq!(chart(&measure(&[None, None], &[Some(1.0), Some(1.0)])), None);
        assert_eq!(chart(&measure(&[Some(f64::NAN)], &[])), None);
        let same = chart(&measure(&[Some(7.0), Some(7.0)], &[])).unwrap();
        assert_eq!(same.line, "M83.9 84L225.3 84");
        let below = chart(&measure(&[Some(-5.0), Some(5.0)], &[])).unwrap();
        let zero: Vec<(&str, bool)> = below.ticks.iter().map(|t| (&*t.label, t.zero)).collect();
        assert_eq!(zero, [("−5", false), ("0", true), ("5", false)]);
    }

    #[test]
    fn a_measure_that_was_defined_anew_begins_a_new_line() {
        let mut m = measure(&[Some(1.0), Some(2.0), Some(3.0)], &[]);
        m.figures[1].signs = vec![Shorthand::Break];
        let c = chart(&m).unwrap();
        assert_eq!(c.line.matches('M').count(), 2);
        assert_eq!(c.breaks.matches('V').count(), 1);
    }
}
