//! The facts that the presets stand for, ratings as people type them, and matrices that are refused.

use super::*;
use crate::reading::{Rating, RiskLevel};
use crate::settings::{Settings, Status, load};
use rstest::rstest;
use std::path::Path;

fn at(likelihood: u8, impact: u8) -> Rating {
    Rating { likelihood, impact }
}

fn settings(text: &str) -> Result<Settings, String> {
    load(Path::new("quarterday.toml"), text).map_err(|e| e.to_string())
}

fn own_words(_: Axis, part: &str) -> String {
    part.to_owned()
}

/// Every band of every preset by its cells: rows by likelihood from 1, the first letter of the band.
#[rstest]
#[case(RiskPreset::Herefordshire, &["LLLLM", "LLMMH", "LMMHH", "LMHCC", "MHHCC"])]
#[case(RiskPreset::Herefordshire2004, &["LLM", "LMH", "MHH"])]
#[case(RiskPreset::EastDevon, &["LLLL", "LLMM", "LMMH", "LMHH"])]
#[case(RiskPreset::Chesterfield, &["LLM", "LMH", "MHH"])]
#[case(RiskPreset::Scarborough, &["LLLMM", "LLMMH", "LMMHH", "MMHHH", "MHHHH"])]
#[case(RiskPreset::Generic, &["LLLLM", "LLMMM", "LMMHH", "LMHHH", "MMHHH"])]
fn bands_of_the_presets(#[case] preset: RiskPreset, #[case] rows: &[&str]) {
    let m = preset.matrix();
    assert_eq!((m.likelihood.len(), m.impact.len()), (rows.len(), rows[0].len()));
    for (row, l) in rows.iter().zip(1..) {
        let got: String = (1..=m.impact.len() as u8).map(|i| &m.band(at(l, i)).unwrap().name[..1]).collect();
        assert_eq!(got, *row, "likelihood {l}");
    }
    assert_eq!((m.band(at(0, 1)), m.band(at(1, m.impact.len() as u8 + 1))), (None, None));
}

/// 12 to 16, 6 to 9, 1 to 4: every score that a 4 × 4 matrix has is in the band that East Devon printed.
#[test]
fn east_devons_bands_are_its_ranges() {
    let m = RiskPreset::EastDevon.matrix();
    for (l, i) in (1..=4).flat_map(|l| (1..=4).map(move |i| (l, i))) {
        let want = match m.score(at(l, i)).unwrap() {
            12..=16 => "High",
            6..=9 => "Medium",
            1..=4 => "Low",
            other => panic!("{other}"),
        };
        assert_eq!(m.band(at(l, i)).unwrap().name, want);
    }
}

#[test]
fn a_worded_pair_of_2004_is_medium_and_low_where_it_is_unlikely() {
    let m = RiskPreset::Herefordshire2004.matrix();
    let band = |typed| m.pair(typed, own_words).and_then(|r| m.band(r)).map(|b| b.name.as_str());
    for typed in ["likely, significant", "Likely / Significant", "significant and likely", "LIKELY - SIGNIFICANT"] {
        assert_eq!(band(typed), Some("Medium"), "{typed}");
    }
    assert_eq!(band("unlikely, significant"), Some("Low"));
    assert_eq!(band("Very likely, Significant"), Some("High"));
    assert_eq!(band("significant"), None);
}

#[rstest]
#[case(RiskPreset::Scarborough, "B2", Some((2, 2)))]
#[case(RiskPreset::Scarborough, "2B", Some((2, 2)))]
#[case(RiskPreset::Scarborough, "e 5", Some((5, 5)))]
#[case(RiskPreset::Scarborough, "F2", None)]
#[case(RiskPreset::Scarborough, "22", None)]
#[case(RiskPreset::Chesterfield, "H/M", Some((3, 2)))]
#[case(RiskPreset::Chesterfield, "HM", Some((3, 2)))]
#[case(RiskPreset::Chesterfield, "Low, high", Some((1, 3)))]
#[case(RiskPreset::Chesterfield, "H", None)]
#[case(RiskPreset::Herefordshire, "4 x 5", Some((4, 5)))]
#[case(RiskPreset::Herefordshire, "4x5", Some((4, 5)))]
#[case(RiskPreset::Herefordshire, "4 × 5", Some((4, 5)))]
#[case(RiskPreset::Herefordshire, "4/5", Some((4, 5)))]
#[case(RiskPreset::Herefordshire, "almost certain, major", Some((5, 4)))]
#[case(RiskPreset::Herefordshire, "Major, almost certain", Some((5, 4)))]
#[case(RiskPreset::Herefordshire, "4.5", None)]
#[case(RiskPreset::Herefordshire, "45", None)]
#[case(RiskPreset::Herefordshire, "6 x 2", None)]
#[case(RiskPreset::Herefordshire, "", None)]
fn pairs_in_one_cell(#[case] preset: RiskPreset, #[case] typed: &str, #[case] want: Option<(u8, u8)>) {
    assert_eq!(preset.matrix().pair(typed, own_words), want.map(|(l, i)| at(l, i)));
}

#[rstest]
#[case(RiskPreset::Scarborough, Axis::Likelihood, "D", Some(4))]
#[case(RiskPreset::Scarborough, Axis::Likelihood, "D Likely", Some(4))]
#[case(RiskPreset::Scarborough, Axis::Likelihood, "4", None)]
#[case(RiskPreset::Scarborough, Axis::Impact, "4 - Major", Some(4))]
#[case(RiskPreset::Chesterfield, Axis::Impact, "high", Some(3))]
#[case(RiskPreset::Generic, Axis::Likelihood, "Likely", Some(4))]
fn steps_of_an_axis(#[case] preset: RiskPreset, #[case] axis: Axis, #[case] typed: &str, #[case] want: Option<u8>) {
    assert_eq!(preset.matrix().step(axis, typed), want);
}

/// The score at which each preset passes a risk on.
#[rstest]
#[case(RiskPreset::Herefordshire, (4, 4), (3, 5))]
#[case(RiskPreset::EastDevon, (3, 4), (3, 3))]
#[case(RiskPreset::Generic, (3, 4), (2, 5))]
#[case(RiskPreset::Chesterfield, (2, 3), (2, 2))]
#[case(RiskPreset::Scarborough, (3, 4), (3, 3))]
fn thresholds(#[case] preset: RiskPreset, #[case] reaches: (u8, u8), #[case] below: (u8, u8)) {
    let m = preset.matrix();
    let corporate = m.threshold(RiskLevel::Corporate).unwrap();
    assert!(m.reaches(at(reaches.0, reaches.1), corporate) && !m.reaches(at(below.0, below.1), corporate));
}

/// A rise in likelihood or in impact never gives a lower score, a lower band or a smaller breach; nor does it undo that
/// a limit is reached.
#[test]
fn matrices_rise() {
    for preset in RiskPreset::ALL {
        let m = preset.matrix();
        let (down, across) = (m.likelihood.len() as u8, m.impact.len() as u8);
        let limits: Vec<Limit> = m.bands.iter().map(|b| Limit::Band(b.name.clone())).chain([Limit::Score(6)]).collect();
        for (l, i) in (1..=down).flat_map(|l| (1..=across).map(move |i| (l, i))) {
            for higher in [at(l + 1, i), at(l, i + 1)].into_iter().filter(|r| m.holds(*r)) {
                let lower = at(l, i);
                assert!(m.score(higher) >= m.score(lower) && m.rank(higher) >= m.rank(lower), "{preset:?} {lower:?}");
                for limit in &limits {
                    assert!(m.above(higher, limit) >= m.above(lower, limit));
                    assert!(m.reaches(higher, limit) || !m.reaches(lower, limit));
                    assert!(m.above(lower, limit) == 0 || m.reaches(lower, limit));
                }
            }
        }
        let steps = |n: u32| step_at(f64::from(n), &m.chances());
        assert!((0..100).all(|n| steps(n) <= steps(n + 1)) && steps(0) == 1 && steps(100) == down, "{preset:?}");
        assert_eq!(step_at(1.0, &m.weights()), across.div_ceil(2), "{preset:?}");
    }
}

#[test]
fn a_preset_gives_what_is_left_out() {
    let east_devon = settings("[risk]\npreset = \"east-devon\"\nreview_days = 60\n").unwrap().risk;
    assert_eq!(east_devon, RiskMatrix { review_days: 60, ..RiskPreset::EastDevon.matrix() });
    // Codes go with their words, and ranges take the place of a map.
    let text = "[risk]\npreset = \"scarborough\"\nlikelihood = [\"No\", \"Yes\"]\nescalate_at = 10\n[[risk.bands]]\nname = \
                \"Low\"\nfrom = 1\nto = 5\nfill = \"#FFFFFF\"\nink = \"#000000\"\n[[risk.bands]]\nname = \"High\"\nfrom = \
                6\nfill = \"#FFFFFF\"\nink = \"#000000\"\n";
    let own = settings(text).unwrap().risk;
    assert_eq!((own.likelihood_codes, own.products, own.map.len()), (RiskMatrix::numbered(2), true, 0));
    let text = "[risk.escalate]\ndirectorate = 12\nCorporate = \"Critical\"\n[risk.appetite]\nSafeguarding = 6\ndefault = \
                \"Medium\"\n[risk.delivery.standing]\nred-steady = 70\n";
    let m = settings(text).unwrap().risk;
    assert_eq!(m.threshold(RiskLevel::Directorate), Some(&Limit::Score(12)));
    assert_eq!(m.threshold(RiskLevel::Corporate), Some(&Limit::Band("Critical".into())));
    assert_eq!((m.threshold(RiskLevel::Service), m.threshold(RiskLevel::Project)), (Some(&Limit::Score(12)), None));
    assert_eq!(m.appetite_of("safe guarding"), Some(&Limit::Score(6)));
    assert_eq!(m.appetite_of("Financial"), Some(&Limit::Band("Medium".into())));
    assert_eq!(m.standing(Status::Red, Some(std::cmp::Ordering::Equal)), Some(70.0));
    assert_eq!(m.standing(Status::Red, None), Some(80.0));
    assert_eq!(m.standing(Status::Contextual, None), None);
}

/// A weight of 2 is of the fourth step; what is written is read, and what is printed in the settings is what holds.
#[test]
fn the_impact_of_a_miss() {
    let five = RiskMatrix::default();
    assert_eq!((five.weights(), five.misses()), (vec![0.5, 1.0, 2.0, 4.0], vec![2.5, 5.0, 10.0, 20.0]));
    let printed = [[1, 1, 1, 1, 1], [1, 2, 2, 2, 2], [2, 2, 3, 3, 3], [2, 3, 3, 4, 4], [3, 3, 4, 4, 5]];
    assert_eq!(five.miss_impacts(), printed);
    assert_eq!([0.0, 2.5, 5.0, 10.0, f64::INFINITY].map(|miss| five.miss_impact(2.0, miss)), [2, 3, 3, 4, 4]);
    let three = RiskPreset::Chesterfield.matrix();
    assert_eq!(
        (three.misses(), three.miss_impacts()),
        (vec![10.0, 20.0], vec![vec![1; 3], vec![1, 2, 2], vec![2, 2, 3]])
    );
    let own = "[risk.delivery]\nmiss = [5]\nimpact = [[1, 1], [1, 2], [1, 3], [1, 4], [1, 5]]\n";
    let own = settings(own).unwrap().risk;
    assert_eq!([4.9, 5.0].map(|miss| own.miss_impact(9.0, miss)), [1, 5]);
}

/// High and what is above it; of other words the highest.
#[test]
fn what_is_high() {
    let bands = |m: &RiskMatrix| [3, 4].map(|l| m.is_high(Rating { likelihood: l, impact: 4 }));
    assert_eq!(bands(&RiskMatrix::default()), [true, true]);
    assert_eq!(bands(&RiskPreset::EastDevon.matrix()), [true, true]);
    let colours = ["Green", "Amber", "Red"].map(|name| format!("[[risk.bands]]\nname = \"{name}\"\n{BAND}"));
    let from = [1, 5, 16].into_iter().zip(colours).map(|(from, band)| format!("{band}from = {from}\n"));
    assert_eq!(bands(&settings(&from.collect::<String>()).unwrap().risk), [false, true]);
}

const BAND: &str = "fill = \"#FFFFFF\"\nink = \"#000000\"\n";

#[rstest]
#[case("preset = \"devon\"", "line 2: `preset` must be one of")]
#[case("likelihood_codes = [\"A\", \"B\"]", "line 2: `likelihood_codes` has 2 codes for 5 words")]
#[case("impact_codes = [\"A\", \"B\", \"C\", \"D\", \"a\"]", "line 2: `impact_codes` has “a” twice")]
#[case(
    "preset = \"chesterfield\"\nmap = [[\"Low\", \"Low\", \"\"], [\"Low\", \"Low\", \"Low\"], [\"Low\", \"Low\", \"Low\"]]",
    "line 3: the row of `map` for “Low” has a cell without a band"
)]
#[case(
    "preset = \"chesterfield\"\nmap = [\n[\"Low\", \"Low\", \"High\"],\n[\"Low\", \"Hihg\", \"High\"],\n[\"Low\", \"High\", \"High\"]]",
    "line 5: the row of `map` for “Medium” has “Hihg”, which is no band; did you mean “High”?"
)]
#[case("preset = \"chesterfield\"\nmap = [[\"Low\", \"Low\"]]", "line 3: `map` has 1 rows for 3 words")]
#[case(
    "preset = \"chesterfield\"\nimpact = [\"Small\", \"Great\"]",
    "the row of `map` for “Low” has 3 cells; impact has 2 words"
)]
#[case(
    "preset = \"chesterfield\"\nmap = [\n[\"Low\", \"Medium\", \"Low\"],\n[\"Low\", \"Medium\", \"High\"],\n[\"Medium\", \"High\", \"High\"]]",
    "line 4: in the row of `map` for “Low” a cell has a lower band than one that is less likely or less bad"
)]
#[case(
    "preset = \"chesterfield\"\nescalate_at = 6",
    "line 3: `escalate_at` must be a band, since this matrix has no scores; it is 6"
)]
#[case(
    "escalate_at = \"Severe\"",
    "line 2: `escalate_at` must be a score or one of the bands Low, Medium, High, Critical; it is “Severe”"
)]
#[case("products = false", "line 2: a matrix without products needs a `map`")]
#[case("static_reviews = 9", "line 2: `static_reviews` must be 8 or fewer")]
#[case("step_down_reviews = 0", "line 2: `step_down_reviews` must be 1 or more; it is 0")]
#[case("escalate = { cabinet = 12 }", "line 2: `cabinet` is not a level that risks are passed up to")]
#[case(
    "escalate = { directorate = 20 }",
    "line 2: the threshold of the directorate register is above the corporate one"
)]
#[case("appetite = { Financial = 26 }", "line 2: `Financial` must be a score of the matrix, 1 to 25; it is 26")]
#[case("delivery = { chance = [20, 40] }", "line 2: `chance` has 2 bounds; 5 steps need 4")]
#[case("delivery = { weight = [1, 2, 2, 4] }", "line 2: `weight` must rise from one bound to the next")]
#[case("delivery = { miss = [5, 5, 10, 20] }", "line 2: `miss` must rise from one bound to the next")]
#[case("delivery = { miss = [0] }", "line 2: `miss` must rise from one bound to the next, from above 0")]
#[case(
    "delivery = { impact = [[1, 2]] }",
    "line 2: `impact` must have 5 rows, one for each step of the weight, of 5 sizes"
)]
#[case(
    "delivery = { miss = [10], impact = [[1, 1], [1, 2], [2, 3], [2, 4], [3, 6]] }",
    "line 2: `impact` must be made of steps of the matrix, 1 to 5"
)]
fn refusals(#[case] text: &str, #[case] message: &str) {
    let got = settings(&format!("[risk]\n{text}\n")).unwrap_err();
    assert!(got.contains(message), "{got}");
}

#[rstest]
#[case("from = 1\nto = 6", "from = 6", "line 9: the bands overlap at 6: the one before “High” goes up to 6")]
#[case("from = 1\nto = 4", "from = 6", "line 9: score 5 is in no band: one ends at 4, “High” starts at 6")]
#[case(
    "from = 1",
    "from = 6\nto = 20",
    "line 9: `to` of the band “High” is 20; the band starts at 6 and scores go up to 25"
)]
#[case("", "from = 6", "`from` of the lowest band must be 1")]
fn bands_with_gaps_or_over_each_other(#[case] first: &str, #[case] second: &str, #[case] message: &str) {
    let (first, second) = (format!("name = \"Low\"\n{first}\n{BAND}"), format!("name = \"High\"\n{second}\n{BAND}"));
    let got = settings(&format!("[[risk.bands]]\n{first}[[risk.bands]]\n{second}")).unwrap_err();
    assert!(got.contains(message), "{got}");
}
