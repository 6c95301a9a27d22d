//! Risk: scores on the council's matrix, movement, age of the last review, appetite, and what is proposed.
//!
//! Every proposal carries the rule that fired, in words: people decide. A *review* of a risk is a register of the ledger
//! that had it with a rating, and this quarter's return if it has it; quarters without are passed over.

use super::{ActionResult, Inputs};
use crate::finding::{Finding, Severity};
use crate::fit::fit;
use crate::map::{Map, Set};
use crate::past::RiskReview;
use crate::period::Period;
use crate::reading::{ActionStatus, Rating, Risk, RiskLevel};
use crate::settings::{Limit, RiskMatrix};
use chrono::NaiveDate;

/// One risk in the current quarter.
#[derive(Debug, Clone, PartialEq)]
pub struct RiskResult<'a> {
    /// The risk.
    pub risk: &'a Risk,
    /// True when this quarter's return did not have it and it was carried from the last one.
    pub carried: bool,
    /// Before controls.
    pub inherent_score: Option<u32>,
    /// As it is now.
    pub score: Option<u32>,
    /// As it should become.
    pub target_score: Option<u32>,
    /// Band of the current score; empty without one.
    pub band: &'a str,
    /// The register that had it last, before this quarter.
    pub previous: Option<RiskReview>,
    /// In the last recorded quarter.
    pub previous_score: Option<u32>,
    /// Score now less the score in the register before; `None` when new, unrated, or carried and so not rated again.
    pub movement: Option<i32>,
    /// Not in the last recorded quarter.
    pub new: bool,
    /// Days from its last review to the end of the quarter.
    pub days_since_review: Option<i64>,
    /// What the council's rules propose, the most pressing first.
    pub proposals: Vec<Proposal>,
    /// Above what the council is content to carry in its category.
    pub breach: Option<Breach>,
}

impl RiskResult<'_> {
    /// The level that it is proposed to be passed up to.
    pub fn escalated(&self) -> Option<RiskLevel> {
        self.proposals.iter().find_map(|p| match p.what {
            ProposalKind::Escalate(to) => Some(to),
            _ => None,
        })
    }
}

/// What is proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProposalKind {
    /// To be managed at the level above.
    Escalate(RiskLevel),
    /// To be managed at the level below.
    StepDown(RiskLevel),
    /// To close it.
    Close,
    /// Nothing has moved and its time is over: to be looked at afresh.
    Static,
}

/// A proposal and the rule that fired, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// What is proposed.
    pub what: ProposalKind,
    /// The rule that fired.
    pub rule: String,
}

/// A risk above the council's appetite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// The most that the council accepts in its category.
    pub appetite: Limit,
    /// By so many points, or by so many bands where the appetite is a band.
    pub above: u32,
    /// The first register of the unbroken run above it.
    pub since: Period,
    /// The run fills all the reviews that are looked back on, so that it may have begun before.
    pub or_earlier: bool,
}

/// Every risk of this quarter's returns, and every known one that they did not mention, which is carried as it last
/// stood: a risk does not end because a return forgot it, or because none came. Highest score first.
pub(super) fn risks<'a>(inputs: &Inputs<'a>, as_at: NaiveDate, actions: &[ActionResult<'_>]) -> Vec<RiskResult<'a>> {
    let sent = || inputs.returns.iter().flat_map(|r| &r.risks).filter(|r| r.period == inputs.period);
    let known: Set<&str> = sent().map(|r| &*r.id).collect();
    let carried = inputs.past.risks.values().filter(|r| !known.contains(&*r.id));
    let mut about: Map<&str, Vec<&ActionResult<'_>>> = Map::default();
    for action in actions {
        about.entry(action.action.about.trim()).or_default().push(action);
    }
    let questions = |f: &&Finding| f.severity != Severity::Note && f.check().is_some_and(|c| c.questions_score);
    let questioned: Set<(&str, &str)> =
        inputs.findings.iter().filter(questions).map(|f| (f.service.as_str(), f.subject.as_str())).collect();
    let mut out: Vec<RiskResult<'a>> = sent()
        .map(|r| (r, false))
        .chain(carried.map(|r| (r, true)))
        .map(|(r, carried)| {
            let actions = about.get(&*r.id).map_or(&[][..], Vec::as_slice);
            let questioned = questioned.contains(&(&*r.service, &*r.id));
            RiskCase { inputs, as_at, risk: r, carried, actions, questioned }.result()
        })
        .collect();
    out.sort_by(|a, b| {
        let height = |r: &RiskResult<'_>| (r.score, r.score.and(r.risk.current).map(Rating::product));
        let by_height = height(b).cmp(&height(a));
        let by_id = || (&a.risk.id, &a.risk.service, &a.risk.place).cmp(&(&b.risk.id, &b.risk.service, &b.risk.place));
        by_height.then_with(by_id)
    });
    out
}

/// One risk with all that is known of it.
struct RiskCase<'l, 'a> {
    inputs: &'l Inputs<'a>,
    as_at: NaiveDate,
    risk: &'a Risk,
    carried: bool,
    actions: &'l [&'l ActionResult<'l>],
    /// A check asks whether its score is right.
    questioned: bool,
}

impl<'a> RiskCase<'_, 'a> {
    fn matrix(&self) -> &'a RiskMatrix {
        &self.inputs.settings.risk
    }

    /// The registers before this quarter that had it, oldest first.
    fn before(&self) -> &[RiskReview] {
        self.inputs.past.reviews.get(&self.risk.id).map_or(&[], Vec::as_slice)
    }

    fn result(&self) -> RiskResult<'a> {
        let (matrix, risk, carried) = (self.matrix(), self.risk, self.carried);
        let score = |rating: Option<Rating>| rating.and_then(|r| matrix.score(r));
        let now = score(risk.current);
        let previous = self.before().last().copied();
        let previous_score = previous.and_then(|p| score(p.current));
        let current = risk.current.filter(|r| matrix.holds(*r));
        RiskResult {
            risk,
            carried,
            inherent_score: score(risk.inherent),
            score: now,
            target_score: score(risk.target),
            band: current.and_then(|r| matrix.band(r)).map_or("", |b| b.name.as_str()),
            previous,
            previous_score,
            movement: now
                .zip(previous_score)
                .filter(|_| !carried)
                .map(|(now, then)| fit::<i32>(now) - fit::<i32>(then)),
            // Where nothing at all is known of the past, nothing can be called new.
            new: previous.is_none() && !self.inputs.past.risks.is_empty(),
            // Reviewed after the quarter, in time for the return, is reviewed today.
            days_since_review: risk.reviewed.map(|d| (self.as_at - d).num_days().max(0)),
            proposals: current.map(|rating| self.proposals(rating)).unwrap_or_default(),
            breach: current.and_then(|rating| self.breach(rating)),
        }
    }

    /// Only a new review can step down, close or call static; a risk that was not sent is still as high as it was.
    fn proposals(&self, rating: Rating) -> Vec<Proposal> {
        let reviewed = |rule: Option<Proposal>| rule.filter(|_| !self.carried);
        let close = reviewed(self.close(rating));
        // What can be closed need not be passed down first.
        let down = if close.is_some() { None } else { reviewed(self.step_down(rating)) };
        [self.escalate(rating), close, down, reviewed(self.stuck(rating))].into_iter().flatten().collect()
    }

    fn escalate(&self, rating: Rating) -> Option<Proposal> {
        let reached = |level: &RiskLevel| {
            let threshold = self.matrix().threshold(*level)?;
            self.matrix().reaches(rating, threshold).then_some((*level, threshold))
        };
        // Straight to where it belongs: what is the council's business does not wait a quarter at each level.
        let above = RiskLevel::ALL.iter().rev().take_while(|level| **level > self.risk.level);
        let (to, threshold) = above.clone().find_map(reached)?;
        let when = match self.before().last() {
            Some(last) if self.carried => format!("at its last review ({})", last.period.heading()),
            _ => "at this review".to_owned(),
        };
        Some(Proposal {
            what: ProposalKind::Escalate(to),
            rule: format!(
                "{} {when}; the {} register takes {}",
                self.named(rating),
                to.words().to_lowercase(),
                threshold.or_more()
            ),
        })
    }

    /// After so many successive reviews below the threshold, all of them at this level: one good review is not enough,
    /// and neither is what came before it was passed up.
    fn step_down(&self, rating: Rating) -> Option<Proposal> {
        let (level, matrix) = (self.risk.level, self.matrix());
        let to = below(level)?;
        let threshold = matrix.threshold(level)?;
        let under = |rating: Rating| matrix.holds(rating) && !matrix.reaches(rating, threshold);
        let others = matrix.step_down_reviews as usize - 1;
        let earlier: Vec<(Period, Rating)> = self
            .before()
            .iter()
            .rev()
            .take(others)
            .map_while(|r| r.current.filter(|rating| r.level == level && under(*rating)).map(|c| (r.period, c)))
            .collect();
        (under(rating) && earlier.len() == others).then(|| {
            let then: Vec<String> =
                earlier.iter().map(|(p, r)| format!("{} in {}", self.matrix().shown(*r), p.heading())).collect();
            let then = if then.is_empty() { String::new() } else { format!(", {}", then.join(", ")) };
            Proposal {
                what: ProposalKind::StepDown(to),
                rule: format!(
                    "{} now{then}: {} below what the {} register takes, {}",
                    self.named(rating),
                    successive(others + 1),
                    level.words().to_lowercase(),
                    threshold.or_more()
                ),
            }
        })
    }

    /// At its target, and nothing is left to do about it; never of a risk that the council is not content to carry, of a
    /// high one, or of one whose score a check questions.
    fn close(&self, rating: Rating) -> Option<Proposal> {
        let matrix = self.matrix();
        if matrix.is_high(rating) || self.breach(rating).is_some() || self.questioned {
            return None;
        }
        let target = self.risk.target.filter(|t| matrix.holds(*t))?;
        let all = self.actions.iter().map(|a| a.action.status);
        let done = self.actions.iter().all(|a| a.action.status == Some(ActionStatus::Complete));
        let actions = match all.count() {
            0 => "no action is recorded about it".to_owned(),
            1 => "its action is complete".to_owned(),
            n => format!("all {n} of its actions are complete"),
        };
        (done && matrix.score(rating)? <= matrix.score(target)?).then(|| Proposal {
            what: ProposalKind::Close,
            rule: format!("{} is at or below its target, {}, and {actions}", self.named(rating), matrix.shown(target)),
        })
    }

    /// The same rating for so many reviews, and its target date has passed.
    fn stuck(&self, rating: Rating) -> Option<Proposal> {
        let due = self.risk.target_date.filter(|day| *day < self.as_at)?;
        let others = self.matrix().static_reviews as usize - 1;
        let same: Vec<&RiskReview> =
            self.before().iter().rev().take(others).take_while(|r| r.current == Some(rating)).collect();
        let first = same.last().map_or(self.inputs.period, |r| r.period);
        (same.len() == others).then(|| Proposal {
            what: ProposalKind::Static,
            rule: format!(
                "{} at {} since {}, and its target date, {}, has passed",
                self.named(rating),
                successive(others + 1),
                first.heading(),
                due.format("%-d %b %Y")
            ),
        })
    }

    fn breach(&self, rating: Rating) -> Option<Breach> {
        let matrix = self.matrix();
        let appetite = matrix.appetite_of(&self.risk.category)?;
        let over = matrix.above(rating, appetite);
        if over == 0 {
            return None;
        }
        let run = || self.before().iter().rev();
        let is_over = |r: &&RiskReview| r.current.is_some_and(|c| matrix.holds(c) && matrix.above(c, appetite) > 0);
        let earlier = run().take_while(is_over).count();
        let first = earlier.checked_sub(1).and_then(|k| run().nth(k)).map(|r| r.period);
        Some(Breach {
            appetite: appetite.clone(),
            above: over,
            since: first.unwrap_or(if self.carried { self.risk.period } else { self.inputs.period }),
            or_earlier: earlier == crate::past::REVIEWS,
        })
    }

    /// `Score 16`, or the cell and its band where the matrix has no scores.
    fn named(&self, rating: Rating) -> String {
        let matrix = self.matrix();
        match matrix.band(rating) {
            Some(band) if !matrix.products => format!("{} ({})", matrix.code(rating), band.name),
            _ => format!("Score {}", matrix.shown(rating)),
        }
    }
}

fn successive(reviews: usize) -> String {
    const WORDS: [&str; 8] = ["one", "two", "three", "four", "five", "six", "seven", "eight"];
    match reviews.checked_sub(1).and_then(|k| WORDS.get(k)) {
        Some(&"one") => "one review".to_owned(),
        Some(word) => format!("{word} successive reviews"),
        None => format!("{reviews} successive reviews"),
    }
}

/// Services keep their own risks: there is nothing below to pass them to.
fn below(level: RiskLevel) -> Option<RiskLevel> {
    match level {
        RiskLevel::Corporate => Some(RiskLevel::Directorate),
        RiskLevel::Directorate => Some(RiskLevel::Service),
        RiskLevel::Service | RiskLevel::Project => None,
    }
}
