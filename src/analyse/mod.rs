//! Readings in, one [`Analysis`] out: all that a report knows. Each statistic is a pure function in its own file.
//!
//! Nothing here divides without a guard, and nothing is silently blank: what cannot be said is an `Err` ([`NoFigure`])
//! whose words reach the page. Whatever the order of returns and readings, the result is the same.

pub use crate::shown;
mod part;
mod no_figure;
mod movement;

mod series;
mod direction;
pub mod signals;
pub mod quality;
mod trial;
mod returns;
mod assess;
mod outturn;
mod years;
pub mod benchmark;
mod why;
mod recoloured;
mod rating;
mod basis;
mod delivery;
mod indicator;
pub mod concern;
mod parts;
pub mod composite;
mod level;
mod pair;
mod basket;
pub mod budget;
pub mod unit_cost;
pub mod beside_money;
pub mod scorecard;
pub mod delivery_plan;
mod action;
pub mod recovery;
mod risk;
mod exposure;
mod feedback;
mod restatement;
mod lists;
mod headline;
mod money_words;
mod key_messages;
mod call_in;
pub mod golden_thread;
pub mod outcomes;
mod target_evidence;
mod sentence;
mod known_figures;
mod own_words;
mod of_part;
mod reported;

#[cfg(test)]
mod tests;

pub use action::{ActionProgress, ActionResult, Promises};
pub use basis::{Basis, Delivery};
pub use basket::{Basket, BasketKind, BasketMembers, members};
pub use benchmark::Benchmark;
pub use call_in::{CallIn, CallInItem, CallInRule};
pub use concern::Concern;
pub use exposure::{EXPOSED, ExposureItem};
pub use feedback::{FeedbackChange, FeedbackRates, FeedbackResult, FeedbackTotal, PartOfWhole};
pub use headline::{Headline, HeadlineKind, Success, SuccessKind};
pub use level::BasketLevel;
pub use money_words::{moved_words, over, plan_words, savings_words, shares, shares_in_turn, side_words};
pub use movement::{Direction, Movement};
pub use no_figure::NoFigure;
pub use of_part::PartInputs;
pub use outturn::{Outturn, OutturnForecast};
pub use pair::{LevelPair, Paired, RatePair, pair};
pub use part::{Part, PartKind};
pub use parts::PartResult;
pub use quality::{Quality, QualityTests};
pub use recoloured::Recoloured;
pub use recovery::{Acting, Recovery, RecoveryKind};
pub use reported::reported;
pub use restatement::RestatementResult;
pub use returns::{ReturnResult, ReturnState};
pub use risk::{Breach, Proposal, ProposalKind, RiskResult};
pub use target_evidence::TargetEvidence;
pub use trial::{TrialResult, trial};
pub use why::{band, expected, unexpected, why};
pub use years::{YEARS, YearOutturn};

use beside_money::MoneyAndResults;
use budget::Budget;
use delivery_plan::DeliveryPlan;
use outcomes::Outcomes;
use scorecard::ScorecardEntry;

use crate::difference::Change;
use crate::finding::{Finding, Severity};
use crate::map::Map;
use crate::measure::Scheme;
use crate::past::Past;
use crate::period::Period;
use crate::reading::computed::ComputedIndicator;
use crate::reading::correction::Restatement;
use crate::reading::left_out::LeftOutItem;
use crate::reading::own_words::{OwnWords, SaidWords};
use crate::reading::query::Query;
use crate::reading::{Reading, Return};
use crate::register::Register;
use crate::reported::RestatedTarget;
use crate::settings::{Settings, Status};
use crate::status::KnownFigures;
use crate::submission::Submission;
use chrono::NaiveDate;
use rayon::prelude::*;
use std::sync::{Arc, OnceLock};

/// Everything that the analysis looks at.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// What of the council is counted; all of it, where there is none.
    pub part: Option<&'a Part>,
    /// The council's settings.
    pub settings: &'a Settings,
    /// The single data list.
    pub register: &'a Register,
    /// The quarter.
    pub period: Period,
    /// The returns that count, after validation: refused readings are gone.
    pub returns: &'a [Return],
    /// Every file of the quarter and what became of it.
    pub submissions: &'a [Submission],
    /// What was found.
    pub findings: &'a [Finding],
    /// What the ledger knew before.
    pub past: &'a Past,
    /// What follows from others by formulas, by position in the register; its past quarters are in `past`.
    pub computed: &'a [ComputedIndicator],
    /// What was said otherwise before.
    pub changes: &'a [Change],
    /// Figures of earlier quarters that change.
    pub restatements: &'a [Restatement],
    /// Targets of earlier quarters that were put right.
    pub restated_targets: &'a [RestatedTarget],
    /// The queries of the quarter and what was said to them.
    pub queries: &'a [Query],
    /// The team's own words.
    pub own_words: &'a [OwnWords],
    /// What the team leaves out.
    pub left_out: &'a [LeftOutItem],
    /// What checks on trial found.
    pub trial: &'a [Finding],
    /// Where small numbers are hidden: the statuses of this quarter by position in the register, given before. None of a
    /// figure whose status would tell it.
    pub rated: Option<&'a Map<usize, Status>>,
}

/// A comparison, or why there is none.
pub type Comparison = Result<Movement, NoFigure>;

/// One indicator in the current quarter.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorResult<'a> {
    /// Position in the register's list.
    pub indicator: usize,
    /// As received, or as its formula gives it; `None` when nothing came.
    pub reading: Option<&'a Reading>,
    /// How the reading follows from others, where no service sent it.
    pub computed: Option<&'a ComputedIndicator>,
    /// The number that is compared with the target: the reading's, rounded where the settings say so.
    pub value: Option<f64>,
    /// The quarter's target as it is compared: rounded as the value is.
    pub target: Option<f64>,
    /// The year's target.
    pub annual_target: Option<f64>,
    /// The scheme that gave the status.
    pub scheme: Scheme,
    /// Of the scheme `rules`, the rule that gave the status, from 0.
    pub rule: Option<usize>,
    /// What the scheme could ask beside value and target.
    pub known: KnownFigures,
    /// Its status.
    pub status: Status,
    /// The status of the previous quarter as it was reported. Where that quarter has no report, or its figure has changed
    /// since, it is worked out under today's rules; not comparable where the scheme asks for a forecast then.
    pub status_previous: Status,
    /// The status of the same quarter last year, told in the same way.
    pub status_year_ago: Status,
    /// Reported quarters that today's register and settings would rate otherwise, oldest first.
    pub recoloured: Vec<Recoloured>,
    /// The quarter before this one in which it was last due; at most a year back.
    pub last_due: Option<Period>,
    /// The last of the 12 quarters before this one in which it was rated, and its status then, told in the same way.
    pub last_rated: Option<(Period, Status)>,
    /// The figure of that quarter, as received.
    pub figure_last_rated: Option<f64>,
    /// The target of that quarter, rounded as the figure is.
    pub target_last_rated: Option<f64>,
    /// Good side positive: v − T where higher is better, T − v where lower is. `None` without both.
    pub variance: Option<f64>,
    /// Of |T|; `None` when T is 0.
    pub variance_percent: Option<f64>,
    /// Against the quarter before.
    pub short: Comparison,
    /// The short-term direction as it was last quarter and in the same quarter last year.
    pub was_short: [Option<Direction>; 2],
    /// Against the same quarter last year, or the mean of four.
    pub long: Comparison,
    /// Always against the same quarter last year.
    pub year_on_year: Comparison,
    /// Year to date by the indicator's aggregation, or why there is none.
    pub year_to_date: Result<f64, NoFigure>,
    /// Where the year will end, or why that cannot be said.
    pub outturn: Result<Box<Outturn>, NoFigure>,
    /// What the years before came to, newest first; told after the second and the fourth quarter.
    pub years: Vec<YearOutturn>,
    /// The last 13 quarters, oldest first, this one last, as quarters (cumulative readings taken apart).
    pub quarters: [Option<f64>; QUARTERS],
    /// The first quarter of the present unbroken run of red.
    pub red_since: Option<Period>,
    /// The record begins with that run: it may have begun before.
    pub red_before: bool,
    /// Length of the present unbroken run on target, this quarter included.
    pub quarters_on_target: u32,
    /// What the quarters of `quarters` were to be, each by the target of its own year; of key indicators only.
    pub targets: Vec<Option<f64>>,
    /// Trend, control limits and signals, range of chance, outliers.
    pub signals: Arc<signals::Signals>,
    /// Where the council stands among others; `None` where the register has nobody to compare with.
    pub benchmark: Option<Box<Benchmark<'a>>>,
    /// Remedial action promised last quarter; empty when none was.
    pub promised: &'a str,
    /// The risk of missing the year's target, on the council's matrix, or why it cannot be told.
    pub delivery: Result<Delivery, NoFigure>,
    /// The errors and queries about this indicator in its own service's return, errors first.
    pub queries: Vec<&'a Finding>,
    /// The query about the size of the figure that was answered: it may be of the right size after all, and why.
    pub confirmed: Option<&'a Query>,
    /// The team took its row out of the quarter.
    pub left_out: Option<&'a LeftOutItem>,
}

impl<'a> IndicatorResult<'a> {
    /// The query that says that the figure may be of the wrong size, the surest of them. It is shown as it was sent, and
    /// nobody should be led by it until the service has confirmed it.
    pub fn doubt(&self) -> Option<&'a Finding> {
        self.value?;
        let doubt = |f: &&'a Finding| Some((f.check()?.doubts_size?, *f));
        let queries = self.queries.iter().filter(|f| f.severity == Severity::Query);
        queries.filter_map(doubt).min_by_key(|(doubt, _)| *doubt).map(|(_, finding)| finding)
    }

    /// The chance of meeting the year's target, where the year has not ended.
    pub fn chance(&self) -> Option<f64> {
        self.outturn.as_ref().ok()?.foreseen.as_ref()?.chance
    }

    /// Whether it is due and without a figure, and would be rated with one.
    pub fn is_missing(&self) -> bool {
        let rateable = self.target.is_some() || self.status_previous.rated() || self.status_year_ago.rated();
        matches!(self.status, Status::Awaited | Status::NotAvailable) && (rateable || self.lost().is_some())
    }

    /// `Q2 2025-26`, `Q2 2023-24 or before`: since when it is off target; `None` where that is not known.
    pub fn red_since_words(&self) -> Option<String> {
        let before = if self.red_before { " or before" } else { "" };
        self.red_since.map(|first| format!("{}{before}", first.heading()))
    }

    /// Where it is due and has no figure: when it was last rated, and its status then.
    pub fn lost(&self) -> Option<(Period, Status)> {
        let absent = matches!(self.status, Status::Awaited | Status::NotAvailable);
        self.last_rated.filter(|_| absent)
    }
}

/// Quarters of history on the page: three years and the present quarter.
pub const QUARTERS: usize = 13;

/// The computed quarter.
pub struct Analysis<'a> {
    /// What of the council it is about; all of it, where there is none.
    pub part: Option<&'a Part>,
    /// The council's settings.
    pub settings: &'a Settings,
    /// The single data list.
    pub register: &'a Register,
    /// The quarter.
    pub period: Period,
    /// The last day of the quarter: what overdue and days since review are counted to.
    pub as_at: NaiveDate,
    /// The day by which returns were due.
    pub due_date: NaiveDate,
    /// In the register's order; of a part, its own alone.
    pub indicators: Vec<IndicatorResult<'a>>,
    /// Measures of the councils before this one: they stand beside its own, and no basket, status or headline counts them.
    pub before: Vec<IndicatorResult<'a>>,
    /// What follows from others by formulas, by position in the register.
    pub computed: &'a [ComputedIndicator],
    /// The parts of this quarter's figures, in the register's order.
    pub parts: Vec<PartResult<'a>>,
    /// Council first, then priorities, perspectives, directorates and sets in the register's order.
    pub baskets: Vec<Basket>,
    /// Highest score first.
    pub risks: Vec<RiskResult<'a>>,
    /// Risks, measures and budgets together, highest score first: the council's exposure, at most [`EXPOSED`].
    pub exposure: Vec<ExposureItem>,
    /// Overdue first, then by due date.
    pub actions: Vec<ActionResult<'a>>,
    /// What became of the actions of the last report.
    pub promises: Promises,
    /// Revenue, capital and savings.
    pub budget: Budget<'a>,
    /// Money beside performance, and what one costs.
    pub money_and_results: MoneyAndResults,
    /// The council from each of its perspectives.
    pub scorecard: Vec<ScorecardEntry>,
    /// The milestones of the delivery plan.
    pub delivery_plan: DeliveryPlan<'a>,
    /// The outcomes that measures speak for, and what is published of them for the nation.
    pub outcomes: Outcomes<'a>,
    /// By service and kind.
    pub feedback: Vec<FeedbackResult>,
    /// The council first, then the directorates in the register's order, each by kind.
    pub feedback_totals: Vec<FeedbackTotal<'a>>,
    /// In the register's order.
    pub returns: Vec<ReturnResult>,
    /// Every file of the quarter and what became of it.
    pub submissions: &'a [Submission],
    /// What was found.
    pub findings: &'a [Finding],
    /// What was superseded, value by value.
    pub changes: &'a [Change],
    /// Figures of earlier quarters that this quarter's returns correct.
    pub restatements: Vec<RestatementResult<'a>>,
    /// Targets of earlier quarters that were put right, each with the indicator's position in the register's list.
    pub restated_targets: Vec<(usize, &'a RestatedTarget)>,
    /// The queries of the quarter and what was said to them.
    pub queries: &'a [Query],
    /// What the team leaves out.
    pub left_out: &'a [LeftOutItem],
    /// What checks on trial found.
    pub trial: &'a [Finding],
    /// Complete returns ÷ expected, and complete by the due date ÷ expected.
    pub completeness: f64,
    /// Complete by the due date, of those expected; 0 to 1.
    pub timeliness: f64,
    /// The data quality of all services together.
    pub quality: Quality,
    /// At most five, the most important first.
    pub headlines: Vec<Headline>,
    /// Money and the delivery plan, a line each.
    pub money_lines: Vec<Headline>,
    /// By kind, the greatest first; an indicator stands under the first kind that fits it.
    pub successes: Vec<Success<'a>>,
    /// The team's own words, each with what it stands for and what became of its figures. A part of the council has all
    /// that stand for the whole, and those that are about something of it.
    pub own_words: Vec<SaidWords>,
    /// The rank of each of the indicators among all of them, what is worst first; made when it is asked for.
    ranks: OnceLock<Vec<usize>>,
}

impl<'a> Inputs<'a> {
    /// What the whole is called: the council, or the part of it.
    fn name(&self) -> &'a str {
        self.part.map_or(&self.settings.council.name, |part| &part.name)
    }

    /// Whether a line of money or a milestone is to be counted.
    fn has_line(&self, service: &str, priority: &str) -> bool {
        self.part.is_none_or(|part| part.has_line(service, priority))
    }

    /// Whether what a service says of itself, as its feedback, is to be counted.
    fn has_service(&self, service: &str) -> bool {
        self.part.is_none_or(|part| !part.is_of_priorities() && part.has_service(service))
    }
}

impl<'a> Analysis<'a> {
    /// What the whole of it is called: the council, or the part.
    pub fn name(&self) -> &'a str {
        self.part.map_or(&self.settings.council.name, |part| &part.name)
    }

    /// Every result, those of the councils before this one among them, in the register's order.
    pub fn results(&self) -> Vec<&IndicatorResult<'a>> {
        let mut all: Vec<_> = self.indicators.iter().chain(&self.before).collect();
        all.sort_by_key(|r| r.indicator);
        all
    }

    /// The place in `indicators` of the measure at a position of the register; `None` where it is not in this part.
    pub fn position(&self, indicator: usize) -> Option<usize> {
        self.indicators.binary_search_by_key(&indicator, |r| r.indicator).ok()
    }

    /// Whether the figure of the measure with an id is suppressed: nothing that is said of it may tell a number.
    pub fn held_back(&self, id: &str) -> bool {
        self.measure(id).and_then(|n| self.indicators[n].reading).is_some_and(Reading::held_back)
    }

    /// The place in `indicators` of the measure with an id; `None` where there is none, or it is not in this part.
    pub fn measure(&self, id: &str) -> Option<usize> {
        self.register.indicator_number(id).and_then(|n| self.position(n))
    }
}

/// The computed quarter. A pure function of its inputs.
pub fn analyse<'a>(inputs: &Inputs<'a>) -> Analysis<'a> {
    let as_at = inputs.period.last_day(inputs.settings.year.start_month);
    let due_date = inputs.settings.due_date(inputs.period);
    let readings = indicator::readings(inputs);
    let ruled = rating::ruled(inputs, &readings);
    let indicators: Vec<IndicatorResult<'a>> = readings
        .into_par_iter()
        .zip(indicator::queries(inputs))
        .zip(indicator::said(inputs))
        .enumerate()
        .map(|(number, ((reading, queries), said))| indicator::result(inputs, number, reading, (queries, said), &ruled))
        .collect();
    let mut returns = returns::returns(inputs, due_date, &indicators);
    assess::score(inputs, &indicators, &mut returns);
    let own = |r: &IndicatorResult<'_>| inputs.register.indicators[r.indicator].predecessor.is_empty();
    let (indicators, before): (Vec<_>, Vec<_>) = indicators.into_iter().partition(own);
    let (completeness, timeliness) = returns::shares(&returns);
    let actions = action::actions(inputs, as_at);
    let risks = risk::risks(inputs, as_at, &actions);
    let feedback = feedback::feedback(inputs);
    let baskets = basket::baskets(inputs, &indicators);
    let budget = budget::budget(inputs);
    let mut analysis = Analysis {
        part: inputs.part,
        settings: inputs.settings,
        register: inputs.register,
        period: inputs.period,
        as_at,
        due_date,
        exposure: exposure::exposure(inputs, &risks, &indicators, &budget.at_risk),
        money_and_results: beside_money::money_and_results(inputs, &budget, &indicators, &baskets),
        scorecard: scorecard::scorecard(inputs, &baskets, &indicators),
        baskets,
        quality: assess::council(&returns),
        parts: parts::parts(inputs, &indicators),
        outcomes: outcomes::outcomes(inputs, &indicators),
        indicators,
        before,
        computed: inputs.computed,
        risks,
        promises: action::promises(&actions),
        actions,
        budget,
        delivery_plan: delivery_plan::delivery_plan(inputs, as_at),
        feedback_totals: feedback::totals(inputs, &feedback),
        feedback,
        returns,
        submissions: inputs.submissions,
        findings: inputs.findings,
        changes: inputs.changes,
        restatements: restatement::restatements(inputs),
        restated_targets: restatement::targets(inputs),
        queries: inputs.queries,
        left_out: inputs.left_out,
        trial: inputs.trial,
        completeness,
        timeliness,
        headlines: vec![],
        money_lines: vec![],
        successes: vec![],
        own_words: vec![],
        ranks: OnceLock::new(),
    };
    analysis.headlines = key_messages::headlines(&analysis);
    analysis.money_lines = money_words::money_lines(&analysis);
    analysis.successes = key_messages::successes(&analysis);
    own_words::put_in(&mut analysis, inputs);
    analysis
}
