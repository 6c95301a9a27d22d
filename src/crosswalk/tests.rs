//! Values for the tests of the crosswalk.

use super::model::{
    Crosswalk, CrosswalkCouncil, CrosswalkMeasure, CrosswalkService, CrosswalkShare, OldCouncil, Relation, Successor,
};
use super::successor_register;
use super::terms::{Made, new_measures};
use super::{CouncilTerm, ShareOf, check, council_terms};
use crate::measure::Scheme;
use crate::measure::{Aggregation, Unit};
use crate::period::Period;
use crate::reading::Place;
use crate::record::{Field, Kind};
use crate::register::Formula;
use crate::register::Indicator;
use crate::register::SmallNumbers;
use crate::sample;
use crate::starter::WrittenCell;
use crate::validate::{FigurePart, over_quarters};
use proptest::prelude::*;

/// A council with one service and these measures.
pub(super) fn council(id: &str, indicators: Vec<Indicator>) -> OldCouncil {
    OldCouncil {
        id: id.into(),
        name: format!("{id} Council"),
        folder: id.to_lowercase(),
        register: sample::register([sample::service("FIN")], indicators),
        register_sha256: String::new(),
        ledger: (0, String::new()),
        scheme: (Scheme::Tolerance, 5.0),
        risk_steps: [5, 5],
        small_numbers: 4,
        parts: Default::default(),
    }
}

/// A measure that is the same as a new one, for the successor `NEW`.
pub(super) fn measure_row(council: &str, id: &str, new_id: &str) -> CrosswalkMeasure {
    CrosswalkMeasure {
        council: council.into(),
        id: id.into(),
        successors: vec!["NEW".into()],
        new_id: new_id.into(),
        relation: Relation::SameAs,
        factor: 1.0,
        offset: 0.0,
        formula: String::new(),
        split_by: String::new(),
        lead: false,
        reason: String::new(),
        places: Default::default(),
    }
}

/// A crosswalk of these councils into one, `NEW`.
pub(super) fn crosswalk(councils: &[&str], measures: Vec<CrosswalkMeasure>) -> Crosswalk {
    let council = |id: &&str| CrosswalkCouncil {
        id: (*id).into(),
        name: format!("{id} Council"),
        folder: id.to_lowercase(),
        goes_to: vec!["NEW".into()],
        register_sha256: String::new(),
        ledger_hash: String::new(),
        places: Default::default(),
    };
    let service = |id: &&str| CrosswalkService {
        council: (*id).into(),
        id: "FIN".into(),
        successors: vec!["NEW".into()],
        new_id: "FIN".into(),
        new_name: String::new(),
        sent_by: String::new(),
        place: Place::default(),
    };
    Crosswalk {
        councils: councils.iter().map(council).collect(),
        successors: vec![Successor {
            id: "NEW".into(),
            name: "New Council".into(),
            first: "2027-28Q1".parse().unwrap(),
            settings_from: String::new(),
            place: Place::default(),
        }],
        services: councils.iter().map(service).collect(),
        measures,
        ..Crosswalk::default()
    }
}

/// Whose figures a formula is worked out from: value, numerator and denominator by the id here.
type Figures = Vec<(String, [f64; 3])>;

/// What the new measure `N` of a crosswalk is, from figures of the old ones.
fn gives(crosswalk: &Crosswalk, councils: &[OldCouncil], figures: &Figures) -> Option<f64> {
    let measure = new_measures(crosswalk, councils, "NEW").into_iter().find(|m| &*m.id == "N").unwrap();
    let Ok(Made::Formula { text, .. }) = measure.made else { return None };
    worked_out(councils, figures, &text)
}

fn worked_out(councils: &[OldCouncil], figures: &Figures, text: &str) -> Option<f64> {
    let old =
        |council: &OldCouncil, i: &Indicator| Indicator { id: format!("{}-{}", council.id, i.id).into(), ..i.clone() };
    let indicators = councils.iter().flat_map(|c| c.register.indicators.iter().map(move |i| old(c, i))).collect();
    let register = sample::register([sample::service("FIN")], indicators);
    let period: Period = "2026-27Q4".parse().unwrap();
    let get = |n: usize, _: Period, part: FigurePart| {
        let id = &*register.indicators[n].id;
        figures.iter().find(|(own, _)| own == id).map(|(_, of)| of[part as usize])
    };
    let formula = Formula { text: text.to_owned(), place: Place::default() };
    over_quarters(&register, &formula, &[period], get).unwrap()[0]
}

fn share() -> Indicator {
    Indicator {
        aggregation: Aggregation::Ratio,
        numerator_name: "done".into(),
        denominator_name: "due".into(),
        ..sample::indicator("A")
    }
}

fn count() -> Indicator {
    Indicator { unit: Unit::Number, aggregation: Aggregation::Sum, ..sample::indicator("A") }
}

const COUNCILS: [&str; 4] = ["ASH", "BECK", "COLE", "DALE"];

fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs().max(1.0)
}

proptest! {
    /// Numerators and denominators are added, whatever the percentages are.
    #[test]
    fn percentages_are_pooled_and_never_averaged(parts in prop::collection::vec((0u32..5000, 1u32..5000), 2..=4)) {
        let councils: Vec<_> = COUNCILS[..parts.len()].iter().map(|id| council(id, vec![share()])).collect();
        let rows = COUNCILS[..parts.len()].iter().map(|id| measure_row(id, "A", "N")).collect();
        let walk = crosswalk(&COUNCILS[..parts.len()], rows);
        let figures: Figures = parts.iter().zip(COUNCILS).map(|((n, d), id)| {
            (format!("{id}-A"), [f64::from(*n) / f64::from(*d) * 100.0, f64::from(*n), f64::from(*d)])
        }).collect();
        let (n, d) = parts.iter().fold((0.0, 0.0), |(n, d), part| (n + f64::from(part.0), d + f64::from(part.1)));
        prop_assert!(same(gives(&walk, &councils, &figures).unwrap(), n / d * 100.0));
        // Of one that is not there is no sum, and no smaller one.
        let fewer: Figures = figures[1..].to_vec();
        prop_assert_eq!(gives(&walk, &councils, &fewer), None);
    }

    /// What several successors get by shares adds up to what the council had, in any order of its successors.
    #[test]
    fn a_split_count_adds_up(value in 0u32..1_000_000, cut in 1u32..999) {
        let shares = [f64::from(cut) / 1000.0, f64::from(1000 - cut) / 1000.0];
        let councils = [council("SHIRE", vec![count()])];
        let mut walk = crosswalk(&["SHIRE"], vec![CrosswalkMeasure { split_by: "area".into(), ..measure_row("SHIRE", "A", "N") }]);
        let figures = vec![("SHIRE-A".to_owned(), [f64::from(value), 0.0, 0.0])];
        let each = shares.map(|fraction| {
            walk.shares = vec![CrosswalkShare {
                council: "SHIRE".into(),
                basis: "area".into(),
                successor: "NEW".into(),
                of: ShareOf::Fraction(fraction),
                source: "a survey".into(),
                place: Place::default(),
            }];
            gives(&walk, &councils, &figures).unwrap()
        });
        prop_assert!(same(each[0] + each[1], f64::from(value)));
    }

    /// A conversion of a share has the numerator that its value asks for: (factor × value + offset) × denominator ÷ times.
    #[test]
    fn conversions_keep_numerators_true(n in 0u32..100, d in 1u32..100, factor in -4i32..=4, offset in -50i32..=150) {
        prop_assume!(factor != 0);
        let councils = [council("ASH", vec![share()]), council("BECK", vec![share()])];
        let row = CrosswalkMeasure {
            relation: Relation::ConvertibleTo,
            factor: f64::from(factor),
            offset: f64::from(offset),
            ..measure_row("BECK", "A", "N")
        };
        let walk = crosswalk(&["ASH", "BECK"], vec![measure_row("ASH", "A", "N"), row]);
        let (n, d) = (f64::from(n), f64::from(d));
        let figures = vec![("ASH-A".to_owned(), [50.0, 10.0, 20.0]), ("BECK-A".to_owned(), [n / d * 100.0, n, d])];
        let own = (f64::from(factor) * n / d * 100.0 + f64::from(offset)) * d / 100.0;
        prop_assert!(same(gives(&walk, &councils, &figures).unwrap(), (10.0 + own) / (20.0 + d) * 100.0));
        let terms: Vec<CouncilTerm> = council_terms(&walk, &councils, "NEW");
        let beck = terms.iter().find(|t| &*t.council == "BECK").unwrap();
        let alone = worked_out(&councils, &figures, beck.texts[0].as_ref().unwrap()).unwrap();
        prop_assert!(same(alone, f64::from(factor) * n / d * 100.0 + f64::from(offset)));
    }
}

/// What cannot be added is not: the reason is said, and no formula is written.
#[test]
fn averages_have_no_sum() {
    let average = || Indicator { unit: Unit::Days, aggregation: Aggregation::Mean, ..sample::indicator("A") };
    let percent = || Indicator { aggregation: Aggregation::Mean, ..sample::indicator("A") };
    let waiting = || Indicator { unit: Unit::Days, aggregation: Aggregation::Last, ..sample::indicator("A") };
    for indicator in [average, percent, waiting] {
        let councils = [council("ASH", vec![indicator()]), council("BECK", vec![indicator()])];
        let walk = crosswalk(&["ASH", "BECK"], vec![measure_row("ASH", "A", "N"), measure_row("BECK", "A", "N")]);
        let made = new_measures(&walk, &councils, "NEW").remove(0).made;
        assert!(made.unwrap_err().contains("without numerator and denominator"));
        let found = check(&walk, &councils);
        assert!(found.iter().any(|f| f.code == crate::catalogue::X008.code), "{found:?}");
    }
}

/// What stands in a column of a row of the sheet Indicators of the new register.
fn cell(crosswalk: &Crosswalk, councils: &[OldCouncil], id: &str, field: Field) -> Option<WrittenCell> {
    let made = successor_register(crosswalk, councils, &crosswalk.successors[0]);
    let is = |row: &&crate::starter::WrittenRow| row.get(&Field::Id) == Some(&WrittenCell::Words(id.into()));
    made.rows[&Kind::Definitions].iter().find(is).and_then(|row| row.get(&field).cloned())
}

fn words(text: &str) -> Option<WrittenCell> {
    Some(WrittenCell::Words(text.to_owned()))
}

/// A third has all of its digits, and a factor that is tiny is no nought.
#[test]
fn numbers_keep_their_digits() {
    let councils = [council("ASH", vec![count()]), council("BECK", vec![count()])];
    for factor in [1.0 / 3.0, 1e-12, 123_456_789.123_456_7] {
        let row = CrosswalkMeasure { relation: Relation::ConvertibleTo, factor, ..measure_row("BECK", "A", "N") };
        let walk = crosswalk(&["ASH", "BECK"], vec![measure_row("ASH", "A", "N"), row]);
        let figures = vec![("ASH-A".to_owned(), [0.0; 3]), ("BECK-A".to_owned(), [17.0, 0.0, 0.0])];
        assert!(same(gives(&walk, &councils, &figures).unwrap(), 17.0 * factor), "{factor}");
    }
}

/// What one council hides is hidden in the sum, up to the greatest count that any of them hides; an old measure keeps its own.
#[test]
fn what_one_hides_is_hidden_in_the_sum() {
    let hides = |small_numbers| Indicator { small_numbers, ..count() };
    let mut councils =
        [council("ASH", vec![hides(Some(SmallNumbers::AsSettings))]), council("BECK", vec![hides(None)])];
    councils[0].small_numbers = 9;
    let mut rows = vec![measure_row("ASH", "A", "N"), measure_row("BECK", "A", "N")];
    rows[1].lead = true;
    let walk = crosswalk(&["ASH", "BECK"], rows);
    assert_eq!(cell(&walk, &councils, "N", Field::SmallNumbers), Some(WrittenCell::Number(9.0)));
    assert_eq!(cell(&walk, &councils, "ASH-A", Field::SmallNumbers), Some(WrittenCell::Number(9.0)));
    assert_eq!(cell(&walk, &councils, "BECK-A", Field::SmallNumbers), None);
}

/// An old formula names old measures, a new one new ones; a number is no id, and the word behind an id stays there.
#[test]
fn formulas_are_carried_over_by_what_they_name() {
    let of = |id: &str| Indicator { id: id.into(), ..count() };
    let text = "\"101.year\" / \"102\" * 100";
    let formula = Some(Box::new(Formula { text: text.into(), place: Place::default() }));
    let follows = Indicator { formula, ..of("F") };
    let councils = [council("ASH", vec![of("100"), of("101"), of("102"), follows])];
    let rows = |ids: [(&str, &str); 4]| ids.map(|(id, new)| measure_row("ASH", id, new)).to_vec();
    let walk = crosswalk(&["ASH"], rows([("100", "N100"), ("101", "N101"), ("102", "N102"), ("F", "NF")]));
    assert_eq!(cell(&walk, &councils, "NF", Field::Formula), words("\"N101.year\" / \"N102\" * 100"));
    // One that names a measure that ends is not carried on, which is told.
    let mut walk = crosswalk(&["ASH"], rows([("100", "N100"), ("101", "N101"), ("102", "N102"), ("F", "NF")]));
    (walk.measures[2].relation, walk.measures[2].new_id) = (Relation::Ends, "".into());
    assert_eq!(cell(&walk, &councils, "NF", Field::Formula), None);
    // A ratio without its formula says what is divided.
    let mut ratios = councils.clone();
    ratios[0].register.indicators[3].aggregation = Aggregation::Ratio;
    let named = cell(&walk, &ratios, "NF", Field::NumeratorName);
    assert_eq!(named, words("numerator of \"101.year\" / \"102\" * 100"));
    let made = successor_register(&walk, &councils, &walk.successors[0]);
    assert!(made.left_behind.iter().any(|left| left.contains("the formula of F")), "{:?}", made.left_behind);
}

/// A measure that the old council had given up goes on in the new one, and so does what can be more than one council could have.
#[test]
fn the_new_measure_is_not_bound_by_the_old_ones_ends() {
    let last = Some("2025-26Q4".parse().unwrap());
    let old = || Indicator { last, maximum: Some(100.0), minimum: Some(0.0), ..count() };
    let councils = [council("ASH", vec![old()]), council("BECK", vec![old()])];
    let walk = crosswalk(&["ASH", "BECK"], vec![measure_row("ASH", "A", "N"), measure_row("BECK", "A", "N")]);
    assert_eq!(cell(&walk, &councils, "N", Field::LastQuarter), None);
    assert_eq!(cell(&walk, &councils, "N", Field::Maximum), None);
    assert_eq!(cell(&walk, &councils, "N", Field::Minimum), Some(WrittenCell::Number(0.0)));
    assert_eq!(cell(&walk, &councils, "ASH-A", Field::LastQuarter), words("2025-26Q4"));
}

/// Parts that returns have and nobody gets, parts that nobody has, and ids that two councils would have in one register.
#[test]
fn what_cannot_stand_in_a_register_is_found_before() {
    let id = |id: &str| Indicator { id: id.into(), ..count() };
    let mut councils = [council("ASH", vec![id("X-A"), id("C"), id("C.year")]), council("ASH-X", vec![id("A")])];
    councils[0].parts = [("C".into(), ["North", "South"].map(Into::into).into())].into();
    let mut walk = crosswalk(
        &["ASH", "ASH-X"],
        vec![
            measure_row("ASH", "X-A", "N1"),
            CrosswalkMeasure { split_by: "area".into(), ..measure_row("ASH", "C", "N2") },
            measure_row("ASH", "C.year", "N3"),
            measure_row("ASH-X", "A", "N4"),
        ],
    );
    walk.shares = vec![CrosswalkShare {
        council: "ASH".into(),
        basis: "area".into(),
        successor: "NEW".into(),
        of: ShareOf::Parts(vec!["north".into(), "West".into()]),
        source: "returns".into(),
        place: Place::default(),
    }];
    let found = check(&walk, &councils);
    let says = |code: &str, words: &str| found.iter().any(|f| f.code == code && f.got.contains(words));
    assert!(says("X002", "“south” left out") && says("X002", "“west” in no return"), "{found:#?}");
    assert!(says("G001", "ASH-X-A") && says("G001", "C.year"), "{found:#?}");
}
