//! What is proposed of a risk over several reviews, appetite, and measures on the matrix.

use super::*;
use crate::settings::Limit;

/// `7` is the likelihood 1 to 5 with impact 4 in successive quarters up to the present one, the last; 0 is no review.
fn council(likelihoods: &[u8], change: impl Fn(&mut Risk)) -> Council {
    let mut c = Council::new(vec![invoices()], "2026-27Q2");
    c.settings.risk.escalate.insert("directorate".into(), Limit::Score(12));
    let start = c.period.plus(1 - likelihoods.len() as i32);
    for (l, n) in likelihoods.iter().zip(0..) {
        let p = start.plus(n);
        let mut risk = risk_of("R1", *l, 4, p);
        change(&mut risk);
        match () {
            _ if *l == 0 => {}
            _ if p == c.period => c.return_of("FIN").risks = vec![risk],
            _ => c.past.review(risk),
        }
    }
    c
}

fn at_level(level: RiskLevel) -> impl Fn(&mut Risk) {
    move |r| r.level = level
}

fn proposed(c: &Council) -> Vec<ProposalKind> {
    c.analysis().risks[0].proposals.iter().map(|p| p.what).collect()
}

use RiskLevel::{Corporate, Directorate, Project, Service as OfService};

#[rstest]
#[case(OfService, &[2, 3], &[ProposalKind::Escalate(Directorate)])]
#[case(OfService, &[3, 2], &[])]
#[case(Directorate, &[3, 4], &[ProposalKind::Escalate(Corporate)])]
#[case(Directorate, &[4, 3], &[])]
// Straight to the highest level that takes it: 12 is the directorate's, 16 the corporate register's.
#[case(OfService, &[2, 4], &[ProposalKind::Escalate(Corporate)])]
#[case(Project, &[3], &[ProposalKind::Escalate(Directorate)])]
#[case(Project, &[4], &[ProposalKind::Escalate(Corporate)])]
#[case(Corporate, &[5, 5], &[])]
// Down only after two successive reviews below.
#[case(Corporate, &[4, 3], &[])]
#[case(Corporate, &[4, 3, 3], &[ProposalKind::StepDown(Directorate)])]
#[case(Corporate, &[3, 4, 3], &[])]
#[case(Corporate, &[3], &[])]
// A quarter without a review counts neither way.
#[case(Corporate, &[4, 3, 0, 3], &[ProposalKind::StepDown(Directorate)])]
#[case(Directorate, &[2, 2], &[ProposalKind::StepDown(OfService)])]
#[case(OfService, &[1, 1], &[])]
// Not sent: as high as it was, and nothing can be passed down on it.
#[case(Directorate, &[4, 0], &[ProposalKind::Escalate(Corporate)])]
#[case(Corporate, &[3, 3, 0], &[])]
fn up_and_down(#[case] level: RiskLevel, #[case] reviews: &[u8], #[case] want: &[ProposalKind]) {
    assert_eq!(proposed(&council(reviews, at_level(level))), want);
}

/// What was passed up a quarter ago is not passed down again by the reviews that it had below.
#[test]
fn reviews_at_the_level_below_do_not_count() {
    let mut c = council(&[3, 3], at_level(Directorate));
    c.return_of("FIN").risks[0].level = Corporate;
    assert_eq!(proposed(&c), []);
}

#[test]
fn rules_are_said_in_words() {
    let rule = |c: &Council| c.analysis().risks[0].proposals[0].rule.clone();
    assert_eq!(
        rule(&council(&[4, 3, 3], at_level(Corporate))),
        "Score 12 now, 12 in Q1 2026-27: two successive reviews below what the corporate register takes, 16 or more"
    );
    assert_eq!(
        rule(&council(&[2, 4], at_level(Directorate))),
        "Score 16 at this review; the corporate register takes 16 or more"
    );
    assert_eq!(
        rule(&council(&[4, 0], at_level(Directorate))),
        "Score 16 at its last review (Q1 2026-27); the corporate register takes 16 or more"
    );
    let mut c = council(&[2, 1], |r| r.target = Some(Rating { likelihood: 1, impact: 4 }));
    assert_eq!(rule(&c), "Score 4 is at or below its target, 4, and no action is recorded about it");
    let done = |id: &str, status| Action { about: "R1".into(), ..action(id, "2026-09-01", status, c.period) };
    let actions = vec![done("A1", ActionStatus::Complete), done("A2", ActionStatus::Complete)];
    c.return_of("FIN").actions = actions;
    assert_eq!(rule(&c), "Score 4 is at or below its target, 4, and all 2 of its actions are complete");
    c.return_of("FIN").actions[1].status = Some(ActionStatus::OnTrack);
    assert_eq!(proposed(&c), []);
}

#[rstest]
#[case(&[2, 2, 2, 2], Some("2026-09-29"), true)]
#[case(&[2, 2, 2, 2], Some("2026-09-30"), false)]
#[case(&[2, 2, 2, 2], None, false)]
#[case(&[1, 2, 2, 2], Some("2026-03-31"), false)]
#[case(&[2, 2, 2], Some("2026-03-31"), false)]
#[case(&[1, 2, 2, 0, 2, 2], Some("2026-03-31"), true)]
#[case(&[2, 2, 2, 2, 0], Some("2026-03-31"), false)]
fn static_risks(#[case] reviews: &[u8], #[case] due: Option<&str>, #[case] want: bool) {
    let c = council(reviews, |r| r.target_date = due.map(day));
    assert_eq!(proposed(&c).contains(&ProposalKind::Static), want);
}

#[test]
fn appetite_says_how_far_and_since_when() {
    let breach = |reviews: &[u8], category: &str| {
        let mut c = council(reviews, |r| r.category = category.into());
        c.settings.risk.appetite.insert("Financial".into(), Limit::Score(8));
        c.settings.risk.appetite.insert("Safeguarding".into(), Limit::Band("Medium".into()));
        let a = c.analysis();
        a.risks[0].breach.as_ref().map(|b| (b.above, b.since.to_string(), b.or_earlier))
    };
    let since = |above, since: &str, earlier| Some((above, since.to_owned(), earlier));
    assert_eq!(breach(&[2, 3, 4], "financial"), since(8, "2026-27Q1", false));
    assert_eq!(breach(&[3, 2, 3], "Financial"), since(4, "2026-27Q2", false));
    assert_eq!(breach(&[3, 2], "Financial"), None);
    assert_eq!(breach(&[5, 4, 5], "Safeguarding"), since(2, "2025-26Q4", false));
    assert_eq!(breach(&[5, 4, 5], "Reputation"), None);
    assert_eq!(breach(&[5; 10], "Financial"), since(12, "2024-25Q4", true).map(|_| (12, "2024-25Q2".into(), true)));
}

/// At its target with nothing left to do, a risk is proposed to be closed; not one that is high, above the appetite, or whose
/// score a check questions.
#[rstest]
#[case(2, None, None, true)]
#[case(3, None, None, false)]
#[case(2, Some(7), None, false)]
#[case(2, Some(8), None, true)]
#[case(2, None, Some("K004"), false)]
#[case(2, None, Some("K008"), true)]
fn what_may_be_closed(
    #[case] likelihood: u8,
    #[case] appetite: Option<u32>,
    #[case] question: Option<&str>,
    #[case] closed: bool,
) {
    let mut c = council(&[likelihood, likelihood], |r| r.target = Some(Rating { likelihood: 4, impact: 4 }));
    c.settings.risk.escalate.clear();
    c.settings.risk.appetite.extend(appetite.map(|most| ("default".to_owned(), Limit::Score(most))));
    let check = question.map(|code| crate::catalogue::find(code).unwrap());
    c.findings.extend(check.map(|check| Finding::new(check, "", "").of("FIN").about("R1")));
    assert_eq!(proposed(&c).contains(&ProposalKind::Close), closed);
    // What is asked of another risk is no doubt of this one.
    for finding in &mut c.findings {
        finding.subject = "R2".into();
    }
    assert_eq!(proposed(&c).contains(&ProposalKind::Close), closed || question.is_some());
}

/// Status and direction where there is no forecast; impact by the weight and how far the target is missed.
#[test]
fn a_measure_stands_on_the_matrix() {
    let mut c = Council::of(invoices(), "2026-27Q2", &[50.0, 40.0]).annual(85.0);
    c.settings.forecast.on = false;
    let delivered = |c: &Council| c.analysis().indicators[0].delivery;
    let d = delivered(&c).unwrap();
    assert_eq!(d.basis, Basis::Standing(Status::Red, Some(Direction::Worsening), 95.0));
    assert_eq!((d.rating, d.score), (Rating { likelihood: 5, impact: 3 }, 15));
    assert!((d.miss.unwrap() - 100.0 * 45.0 / 85.0).abs() < 1e-9);
    c.settings.risk.delivery.weight = vec![0.1, 0.2, 0.3, 1.0];
    assert_eq!(delivered(&c).unwrap().rating, Rating { likelihood: 5, impact: 5 });
    c.settings.risk.delivery.chance = vec![10.0, 20.0, 30.0, 99.0];
    assert_eq!(delivered(&c).unwrap().rating, Rating { likelihood: 4, impact: 5 });
    assert_eq!(c.analysis().exposure, [ExposureItem::Indicator(0)]);
    c.return_of("FIN").risks = vec![risk_of("R1", 4, 5, c.period), risk_of("R2", 5, 5, c.period)];
    assert_eq!(c.analysis().exposure, [ExposureItem::Risk(0), ExposureItem::Risk(1), ExposureItem::Indicator(0)]);
    let unrated = Council::of(invoices(), "2026-27Q2", &[50.0, 40.0]);
    assert_eq!(unrated.analysis().indicators[0].delivery, Err(NoFigure::NotRated));
}

/// Of a weight of 2, impact 4 at most: off by 0.2% of its target it is 2, by a third 4. The chance is as great.
#[rstest]
#[case(85.0, 84.8, Polarity::Higher, 2, Some(0.235_294))]
#[case(85.0, 82.0, Polarity::Higher, 3, Some(3.529_412))]
#[case(85.0, 57.0, Polarity::Higher, 4, Some(32.941_176))]
#[case(40.0, 40.1, Polarity::Lower, 2, Some(0.25))]
#[case(0.0, 0.1, Polarity::Lower, 4, Some(f64::INFINITY))]
#[case(85.0, 85.0, Polarity::Higher, 2, Some(0.0))]
fn a_small_miss_is_less_than_a_great_one(
    #[case] target: f64,
    #[case] value: f64,
    #[case] polarity: Polarity,
    #[case] impact: u8,
    #[case] miss: Option<f64>,
) {
    let i = Indicator { weight: 2.0, polarity, tolerance_percent: Some(0.0), ..invoices() };
    let mut c = Council::of(i, "2026-27Q2", &[value, value]).annual(target);
    let of = |c: &Council| c.analysis().indicators[0].delivery.unwrap();
    let near = |d: Delivery| d.miss.zip(miss).is_some_and(|(a, b)| a == b || (a - b).abs() < 1e-6);
    let d = of(&c);
    assert!(d.rating.impact == impact && near(d), "{d:?}");
    // By a forecast as by the figure itself.
    let years: Vec<f64> = std::iter::repeat_n(value, 18).collect();
    c = Council::of(Indicator { weight: 2.0, polarity, ..invoices() }, "2026-27Q2", &years).annual(target);
    let d = of(&c);
    assert!(matches!(d.basis, Basis::Forecast(_)) && d.rating.impact == impact && near(d), "{d:?}");
    // And by the council's own table.
    c.settings.risk.delivery.impact = vec![vec![5; 5]; 5];
    assert_eq!(of(&c).rating.impact, 5);
}

proptest! {
    /// The further a target is missed, and the more a measure weighs, the higher is the impact, and never above the weight's.
    #[test]
    fn impact_grows_with_weight_and_miss(weight in 0.01..20.0f64, more in 1.0..4.0f64, miss in 0.0..60.0f64) {
        for preset in crate::settings::risk::RiskPreset::ALL {
            let matrix = preset.matrix();
            let impact = matrix.miss_impact(weight, miss);
            prop_assert!(impact >= 1 && impact <= crate::settings::risk::step_at(weight, &matrix.weights()));
            prop_assert!(impact <= matrix.miss_impact(weight, miss * more));
            prop_assert!(impact <= matrix.miss_impact(weight * more, miss));
        }
    }

    /// Whatever a risk's history, one review alone never takes it up and down: where it is proposed for the level above,
    /// and people follow, the next review does not propose the level below; and nothing is proposed both ways at once.
    #[test]
    fn one_review_does_not_move_a_risk_to_and_fro(
        reviews in prop::collection::vec(1u8..6, 1..9), next in 1u8..6, level in 0usize..4,
    ) {
        let level = RiskLevel::ALL[level];
        let c = council(&reviews, at_level(level));
        let up = c.analysis().risks[0].escalated();
        let all = proposed(&c);
        prop_assert!(up.is_none() || !all.iter().any(|p| matches!(p, ProposalKind::StepDown(_))));
        if let Some(up) = up {
            let mut later = council(&reviews, at_level(level));
            let last = later.return_of("FIN").risks.remove(0);
            later.past.review(last);
            later.period = later.period.plus(1);
            let p = later.period;
            later.returns.clear();
            let mut risk = risk_of("R1", next, 4, p);
            risk.level = up;
            later.return_of("FIN").risks = vec![risk];
            prop_assert!(!proposed(&later).iter().any(|p| matches!(p, ProposalKind::StepDown(_))));
        }
    }

    /// A higher likelihood never gives less: a lower score, no escalation where there was one, a smaller breach.
    #[test]
    fn a_likelier_risk_is_never_less(likelihood in 1u8..5, level in 0usize..4) {
        let of = |l| {
            let mut c = council(&[l], at_level(RiskLevel::ALL[level]));
            c.settings.risk.appetite.insert("default".into(), Limit::Score(6));
            let r = c.analysis().risks[0].clone();
            (r.score, r.escalated().is_some(), r.breach.map_or(0, |b| b.above))
        };
        let (lower, higher) = (of(likelihood), of(likelihood + 1));
        prop_assert!(lower.0 < higher.0 && lower.1 <= higher.1 && lower.2 <= higher.2);
    }
}
