//! The figures of risks, actions, feedback, returns and queries.

use super::figure::{Amount, FigureList};
use super::money::days;
use crate::analyse::{Analysis, FeedbackRates, PartOfWhole, ReturnState};
use crate::catalogue::Severity;
use crate::measure::Unit;
use crate::period::Period;
use crate::reading::RiskLevel;
use crate::reading::own_words::SHEET;
use crate::reading::query::QueryState;

pub fn collect<'s>(a: &'s Analysis<'_>, list: &mut FigureList<'s>) {
    risks(a, list);
    actions(a, list);
    returns(a, list);
    feedback(a, list);
}

fn difference(n: impl Into<f64>) -> Amount {
    Amount::difference(Unit::Number, 0, n.into())
}

fn risks<'s>(a: &'s Analysis<'_>, list: &mut FigureList<'s>) {
    let matrix = &a.settings.risk;
    list.of_council("").counted("risks", a.risks.len());
    let corporate = matrix.threshold(RiskLevel::Corporate).unwrap_or(&matrix.escalate_at);
    let high = |r: &&crate::analyse::RiskResult<'_>| r.risk.current.is_some_and(|c| matrix.reaches(c, corporate));
    list.counted("risks high enough for the corporate level", a.risks.iter().filter(high).count());
    list.counted("risks proposed for the level above", a.risks.iter().filter(|r| r.escalated().is_some()).count());
    list.counted("risks above the appetite", a.risks.iter().filter(|r| r.breach.is_some()).count());
    list.counted("new risks", a.risks.iter().filter(|r| r.new).count());
    list.counted("risks of which nothing came", a.risks.iter().filter(|r| r.carried).count());
    for band in &matrix.bands {
        list.counted("risks of one band", a.risks.iter().filter(|r| r.band == band.name).count());
    }
    for r in &a.risks {
        list.of(&r.risk.id).some("score", r.score.map(Amount::count));
        list.some("score before controls", r.inherent_score.map(Amount::count));
        list.some("target score", r.target_score.map(Amount::count));
        list.some("change of its score", r.movement.map(difference));
        list.some("days since its review", r.days_since_review.map(days));
        if let Some(rating) = r.risk.current {
            list.count("likelihood", f64::from(rating.likelihood)).count("impact", f64::from(rating.impact));
        }
        if let (Some(then), Some(score)) = (&r.previous, r.previous_score) {
            list.then("score", then.period, Amount::count(score));
        }
        if let Some(breach) = &r.breach {
            list.count("points above the appetite", breach.above);
        }
    }
}

fn actions<'s>(a: &'s Analysis<'_>, list: &mut FigureList<'s>) {
    let open = |x: &&crate::analyse::ActionResult<'_>| x.action.status.is_none_or(|s| s.open());
    list.of_council("").counted("actions", a.actions.len());
    list.counted("open actions", a.actions.iter().filter(open).count());
    list.counted("actions overdue", a.actions.iter().filter(|x| x.overdue).count());
    let promises = &a.promises;
    for (what, n) in [
        ("actions open in the last report", promises.open_before),
        ("actions open then and complete", promises.complete),
        ("actions open then and discontinued", promises.discontinued),
        ("actions open then and with an update", promises.updated),
        ("actions open then and without a word", promises.silent),
        ("actions open then and put back", promises.put_back),
    ] {
        list.count(what, n);
    }
    for x in &a.actions {
        list.of(&x.action.id).some("progress", x.action.progress.map(|p| Amount::share(p / 100.0)));
        if x.overdue {
            list.add("days overdue", days(x.days_overdue));
        }
        list.some("days that its day was moved", x.since.moved.map(days));
        if let (Some(change), Some(now)) = (x.since.progress, x.action.progress) {
            list.then("progress", a.period.previous(), Amount::share((now - change) / 100.0));
            list.add("change of its progress", Amount::share_difference(change / 100.0));
        }
    }
}

fn returns<'s>(a: &'s Analysis<'_>, list: &mut FigureList<'s>) {
    use ReturnState::{Complete, Incomplete, Late, Missing, Rejected};
    list.of_council("").counted("services", a.returns.len());
    let state = |states: &[ReturnState]| a.returns.iter().filter(|r| states.contains(&r.state)).count();
    for (what, states) in [
        ("complete returns", &[Complete, Late][..]),
        ("complete returns in time", &[Complete]),
        ("late returns", &[Late]),
        ("incomplete returns", &[Incomplete]),
        ("rejected returns", &[Rejected]),
        ("missing returns", &[Missing]),
    ] {
        list.counted(what, state(states));
    }
    list.add("share of returns complete", Amount::share(a.completeness));
    list.add("share of returns complete and in time", Amount::share(a.timeliness));
    list.some("data quality", a.quality.all().share().map(Amount::share));
    for (what, severity) in [("errors", Severity::Error), ("queries", Severity::Query), ("notes", Severity::Note)] {
        // What is asked about these very words is not counted in them.
        let found = a.findings.iter().filter(|f| f.severity == severity && f.sheet != SHEET);
        list.counted(what, found.count());
    }
    let queries = |states: &[QueryState]| a.queries.iter().filter(|q| states.contains(&q.state)).count();
    list.counted("open queries", queries(&[QueryState::Open]));
    list.counted("answered queries", queries(&[QueryState::Answered, QueryState::Accepted]));
    list.counted("figures restated", a.restatements.len());
    for r in &a.returns {
        list.of(&a.register.services[r.service].name).count("measures due", r.due).count("measures that came", r.came);
        list.counted("measures that did not come", r.absent.len()).count("quarters without a return", r.missed);
        list.some("days late", r.days_late.map(days));
        list.some("data quality", r.quality.all().share().map(Amount::share));
    }
}

fn feedback<'s>(a: &'s Analysis<'_>, list: &mut FigureList<'s>) {
    for total in &a.feedback_totals {
        match total.directorate {
            None => list.of_council(""),
            Some(directorate) => list.of(directorate),
        };
        list.count("services with a count", total.services);
        rates(total.kind.words(), &total.rates, a.period, list);
    }
    for own in &a.feedback {
        let service = a.register.service(&own.service).map_or(&*own.service, |s| s.name.as_str());
        list.of(service);
        rates(own.kind.words(), &own.rates, a.period, list);
    }
}

fn rates(kind: &'static str, rates: &FeedbackRates, period: Period, list: &mut FigureList<'_>) {
    for (back, received) in (0i32..).zip(rates.received.iter().rev()) {
        match received {
            Some(n) if back == 0 => _ = list.count(kind, *n),
            Some(n) => _ = list.then(kind, period.plus(-back), Amount::count(*n)),
            None => {}
        }
    }
    let mut part = |what: &'static str, part: Option<PartOfWhole>| {
        let Some(part) = part else { return };
        list.count(what, part.part).count(what, part.whole).some(what, part.share().map(Amount::share));
    };
    part("acknowledged in time", rates.acknowledged);
    part("answered in time", rates.in_time);
    part("upheld", rates.upheld);
    for (what, when, change) in [
        ("change on last quarter", period.previous(), rates.on_last_quarter),
        ("change on last year", period.plus(-4), rates.on_last_year),
    ] {
        let Some(change) = change else { continue };
        list.then(kind, when, Amount::count(change.from)).add(what, difference(change.change));
        list.some(what, change.percent().map(Amount::percent));
    }
}
