//! The council among others.

use super::*;
use crate::analyse::benchmark::NoStanding;
use crate::register::{Comparator, Neighbour, PeerKind};

fn comparator(name: &str, p: &str, value: f64, kind: PeerKind) -> Comparator {
    let (indicator, source) = ("I1".into(), String::new());
    Comparator { indicator, name: name.into(), period: period(p), value, source, kind, nearness: None }
}

/// A council with this value now and others with theirs: (name, quarter, value, kind).
fn council(polarity: Polarity, own: &[f64], others: &[(&str, &str, f64, PeerKind)]) -> Council {
    let i = Indicator { id: "I1".into(), polarity, decimals: 0, unit: Unit::Number, ..invoices() };
    let mut c = Council::of(i, "2026-27Q2", own).annual(50.0);
    c.register.comparators = others.iter().map(|(n, p, v, k)| comparator(n, p, *v, *k)).collect();
    c.register = std::mem::take(&mut c.register).indexed();
    c
}

const PEERS: [(&str, &str, f64, PeerKind); 6] = [
    ("A", "2026-27Q2", 50.0, PeerKind::Peer),
    ("B", "2026-27Q2", 60.0, PeerKind::Peer),
    ("C", "2026-27Q2", 70.0, PeerKind::Peer),
    ("D", "2026-27Q2", 80.0, PeerKind::Peer),
    ("E", "2026-27Q2", 90.0, PeerKind::Peer),
    ("England", "2026-27Q2", 66.0, PeerKind::Average),
];

fn words(c: &Council) -> String {
    let a = c.analysis();
    a.indicators[0].benchmark.as_ref().map(|b| b.words(a.period, 0)).unwrap_or_default()
}

#[rstest]
#[case(Polarity::Higher, 95.0, "1st of 6, top quartile")]
#[case(Polarity::Higher, 80.0, "2nd= of 6, top quartile")]
#[case(Polarity::Higher, 45.0, "6th of 6, bottom quartile")]
#[case(Polarity::Lower, 45.0, "1st of 6, top quartile")]
#[case(Polarity::Lower, 62.0, "3rd of 6, second quartile")]
#[case(Polarity::None, 62.0, "not ranked: neither way is better")]
#[case(Polarity::Plan, 62.0, "not ranked: neither way is better")]
fn places(#[case] polarity: Polarity, #[case] own: f64, #[case] expected: &str) {
    assert_eq!(words(&council(polarity, &[own], &PEERS)), expected);
}

#[test]
fn distances_and_averages() {
    let c = council(Polarity::Lower, &[62.0], &PEERS);
    let a = c.analysis();
    let b = a.indicators[0].benchmark.as_ref().unwrap();
    let s = b.standing.as_ref().unwrap().as_ref().unwrap();
    assert_eq!((s.median, s.distance, s.peers, s.nearest), (70.0, -8.0, 5, false));
    assert_eq!((s.percent, s.side()), (Some(-11.4285714286), "below, better"));
    assert_eq!(b.beside.iter().map(|x| x.words(0)).collect::<Vec<_>>(), ["4 below England, better"]);
}

/// What may be of the wrong size leads nobody, here as in the headlines; an earlier figure stays.
#[test]
fn a_figure_in_doubt_has_no_place() {
    let doubted = |others: &[_]| {
        let mut c = council(Polarity::Higher, &[60.0, 62.0], others);
        let service = c.register.indicators[0].service.to_string();
        c.findings.push(Finding::new(&catalogue::S001, "50 to 65", "62").about("I1").of(service));
        c
    };
    assert_eq!(words(&doubted(&PEERS)), "the figure is queried");
    assert_eq!(words(&doubted(&PEERS[5..])), "the figure is queried: not held against England");
    let a = doubted(&PEERS);
    let a = a.analysis();
    let b = a.indicators[0].benchmark.as_ref().unwrap();
    assert_eq!((b.standing, b.beside[0].distance), (Some(Err(NoStanding::InDoubt)), Err(NoStanding::InDoubt)));
    let before: Vec<_> = PEERS.map(|(name, _, v, kind)| (name, "2026-27Q1", v, kind)).into();
    assert_eq!(words(&doubted(&before)), "4th= of 6, third quartile (2026-27Q1)");
}

/// The latest quarter that is not after this one, with our own figure of that quarter.
#[test]
fn older_figures_are_compared_with_our_own_of_then() {
    let mut older = PEERS.map(|(n, _, v, k)| (n, "2025-26Q4", v, k));
    let c = council(Polarity::Higher, &[91.0, 20.0, 30.0], &older);
    assert_eq!(words(&c), "1st of 6, top quartile (2025-26Q4)");
    let c = council(Polarity::Higher, &[f64::NAN, 20.0, 30.0], &older);
    assert_eq!(words(&c), "no figure of ours for Q4 2025-26, which the peers’ are of");
    older = PEERS.map(|(n, _, v, k)| (n, "2026-27Q3", v, k));
    assert_eq!(words(&council(Polarity::Higher, &[30.0], &older)), "peers’ figures are of a later quarter");
    assert_eq!(words(&council(Polarity::Higher, &[30.0], &PEERS[5..])), "36 below England, worse");
    assert_eq!(words(&council(Polarity::Higher, &[30.0], &PEERS[..3])), "too few peers: 3, and 4 are needed");
    assert_eq!(words(&council(Polarity::Higher, &[30.0], &[])), "");
}

/// By the distances of the register, those that have a figure; the council itself is not its own peer.
#[test]
fn nearest_neighbours() {
    let ours = Settings::default().council.name;
    let mut others = PEERS.to_vec();
    others.push((&ours, "2026-27Q2", 62.0, PeerKind::Peer));
    let mut c = council(Polarity::Higher, &[62.0], &others);
    assert_eq!(words(&c), "4th of 6, third quartile");
    let near = |name: &str, distance| Neighbour { name: name.into(), distance, source: String::new() };
    c.register.neighbours = vec![
        near(&ours, 0.0),
        near("e", 0.1),
        near("F", 0.2),
        near("D", 0.3),
        near("C", 0.4),
        near("A", 0.5),
        near("B", 0.6),
    ];
    c.register = std::mem::take(&mut c.register).indexed();
    c.settings.benchmarks.nearest = 4;
    assert_eq!(words(&c), "4th of 5, third quartile");
    c.settings.benchmarks.least_peers = 5;
    let a = c.analysis();
    let standing = a.indicators[0].benchmark.as_ref().unwrap().standing.unwrap();
    assert_eq!(standing, Err(NoStanding::TooFew { peers: 4, least: 5 }));
}

proptest! {
    /// The order of the rows does not matter, and a mirrored measure has the mirrored verdict.
    #[test]
    fn order_and_mirror(values in prop::collection::vec(-40i32..40, 4..12), own in -40i32..40, turn in 0usize..12) {
        let names: Vec<String> = (0..values.len()).map(|n| format!("N{n}")).collect();
        let rows = |sign: f64| -> Vec<_> {
            let row = |(name, v): (&String, &i32)| (name.clone(), f64::from(*v) * sign);
            names.iter().zip(&values).map(row).collect::<Vec<_>>()
        };
        let said = |polarity, own: f64, rows: &[(String, f64)]| {
            let others: Vec<_> = rows.iter().map(|(n, v)| (n.as_str(), "2026-27Q2", *v, PeerKind::Peer)).collect();
            words(&council(polarity, &[own], &others))
        };
        let (plain, mirrored) = (rows(1.0), rows(-1.0));
        let mut turned = plain.clone();
        turned.rotate_left(turn % values.len());
        let expected = said(Polarity::Higher, f64::from(own), &plain);
        prop_assert_eq!(&said(Polarity::Higher, f64::from(own), &turned), &expected);
        prop_assert_eq!(&said(Polarity::Lower, -f64::from(own), &mirrored), &expected);
    }
}
