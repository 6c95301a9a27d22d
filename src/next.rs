//! What comes next of a council's quarter: which quarter is in hand, and the steps that it has now, from what lies in the
//! folders. It looks into no folder and asks nobody: the same state gives the same steps.

use crate::period::Period;
use chrono::NaiveDate;
use serde::Serialize;

/// What lies in the folders of one quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuarterFolders {
    /// The quarter.
    pub quarter: Period,
    /// How many blank returns.
    pub templates: usize,
    /// How many files that somebody sent.
    pub returns: usize,
    /// A run of it is recorded.
    pub run: bool,
    /// What of it is published; of several releases the newest that is for good.
    pub release: Option<StandingRelease>,
}

/// A release as it stands beside what was run since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct StandingRelease {
    /// The quarter.
    pub quarter: Period,
    /// Its number.
    pub number: u32,
    /// An early one, and none is for good.
    pub provisional: bool,
    /// A newer run of the quarter is here: a draft beside it.
    pub newer_draft: bool,
}

impl QuarterFolders {
    fn begun(&self) -> bool {
        self.templates > 0 || self.returns > 0 || self.run
    }

    /// There is nothing more to do: the newest run is published for good, or another was, and a later quarter has begun.
    fn done(&self, all: &[Self]) -> bool {
        let Some(release) = self.release.filter(|release| !release.provisional) else { return false };
        !release.newer_draft || all.iter().any(|f| f.quarter > self.quarter && f.begun())
    }
}

/// What the calendar says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calendar {
    /// The quarter in which today falls.
    pub present: Period,
    /// Today.
    pub today: NaiveDate,
    /// The day by which the returns of the quarter before are due.
    pub due: NaiveDate,
}

/// Why a quarter is in hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum InHandBecause {
    /// Something of it is here, and it is not published.
    NotPublished,
    /// It is published, and was run again since.
    DraftAfterRelease,
    /// The one before it is published.
    BeforePublished,
    /// It ended last, and its returns are still to come.
    EndedLast,
    /// Nothing is here, and the returns of the one before were due.
    Present,
}

impl InHandBecause {
    /// In words that follow “in hand”.
    pub fn words(self) -> &'static str {
        match self {
            Self::NotPublished => "it has begun here and is not published",
            Self::DraftAfterRelease => "it is published, and a newer draft of it is here",
            Self::BeforePublished => "what was here before it is published",
            Self::EndedLast => "it ended last, and its returns are not due yet",
            Self::Present => "it is the quarter of today, and nothing of an earlier one is here",
        }
    }
}

/// The quarter that is to be worked on: the newest of those that have ended and have anything here; when it is published,
/// or there is none, the one that follows by what is here, and at last by the calendar.
pub fn quarter_in_hand(folders: &[QuarterFolders], calendar: &Calendar) -> (Period, InHandBecause) {
    let ended = calendar.present.previous();
    let begun = |f: &&QuarterFolders| f.begun();
    let open = |f: &QuarterFolders| match f.release {
        Some(release) if !release.provisional => (f.quarter, InHandBecause::DraftAfterRelease),
        _ => (f.quarter, InHandBecause::NotPublished),
    };
    let past = folders.iter().filter(begun).filter(|f| f.quarter <= ended).max_by_key(|f| f.quarter);
    // A form that was written early is no reason to leave the quarter before it.
    let early = folders.iter().filter(|f| f.quarter > ended && (f.returns > 0 || f.run)).max_by_key(|f| f.quarter);
    let done = match (past, early) {
        (Some(past), _) if !past.done(folders) => return open(past),
        (_, Some(early)) if !early.done(folders) => return open(early),
        (past, early) => early.or(past),
    };
    if let Some(done) = done {
        return (done.quarter.plus(1).max(ended), InHandBecause::BeforePublished);
    }
    match folders.iter().filter(begun).map(|f| f.quarter).min() {
        Some(quarter) => (quarter, InHandBecause::NotPublished),
        None if calendar.today <= calendar.due => (ended, InHandBecause::EndedLast),
        None => (calendar.present, InHandBecause::Present),
    }
}

/// How far the report of a quarter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReportState {
    /// There is none.
    None,
    /// Something was changed since.
    Behind,
    /// It says what the folders hold.
    Current,
    /// And somebody has approved it, or nobody has to.
    Approved,
}

/// How far the quarter in hand is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct QuarterState {
    /// The quarter.
    pub quarter: Period,
    /// How many blank returns are written.
    pub templates: usize,
    /// How many files were sent.
    pub returns: usize,
    /// Its report.
    pub report: ReportState,
    /// Queries without an answer that hold publishing up.
    pub open_queries: usize,
    /// The newest quarter before it that has a workbook here.
    pub reported_before: Option<Period>,
    /// Whether the forms of the quarter after it are still to be written.
    pub forms_to_come: bool,
    /// Somebody has just looked at the workbook.
    pub looked_at: bool,
}

/// Something that a person can do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "step")]
pub enum Step {
    /// Write a fictional council.
    Demo,
    /// Make a workspace.
    Init,
    /// Go on in a workspace that lies in this folder.
    GoOn {
        /// Its name.
        folder: String,
    },
    /// Write the blank returns.
    Templates {
        /// Of this quarter.
        quarter: Period,
    },
    /// Put what services send into its folder.
    PutReturns {
        /// Of this quarter.
        quarter: Period,
    },
    /// See who has returned.
    Status {
        /// Of this quarter.
        quarter: Period,
    },
    /// Read, check and report.
    Consolidate {
        /// This quarter.
        quarter: Period,
    },
    /// Look at the workbook.
    OpenWorkbook {
        /// Of this quarter.
        quarter: Period,
    },
    /// Say that it may be published.
    Approve {
        /// This quarter.
        quarter: Period,
    },
    /// Freeze it.
    Publish {
        /// This quarter.
        quarter: Period,
    },
}

impl Step {
    /// What it does, for a choice.
    pub fn words(&self) -> String {
        match self {
            Self::Demo => "See it work: a whole fictional council, read, checked and consolidated".to_owned(),
            Self::Init => "Begin with your own council: settings and a starter register".to_owned(),
            Self::GoOn { folder } => format!("Go on with the council in {folder}"),
            Self::Templates { quarter } => format!("Write one return workbook for each service, for {quarter}"),
            Self::PutReturns { quarter } => format!("Open the folder for the returns of {quarter}"),
            Self::Status { quarter } => format!("See who has returned for {quarter}, and whom to chase"),
            Self::Consolidate { quarter } => {
                format!("Check the returns of {quarter} and write the Cabinet workbook")
            }
            Self::OpenWorkbook { quarter } => format!("Open the Cabinet workbook of {quarter}"),
            Self::Approve { quarter } => format!("Say that {quarter} may be published, after looking at it"),
            Self::Publish { quarter } => format!("Publish {quarter}: frozen and numbered, what Cabinet gets"),
        }
    }

    /// The command that does the same, without the program's name; what it needs more is asked for. Nothing where a person
    /// does it with other programs.
    pub fn command(&self) -> Vec<String> {
        let of = |words: &[&str], quarter: &Period| {
            words.iter().map(|word| (*word).to_owned()).chain([quarter.to_string()]).collect()
        };
        match self {
            Self::Demo => vec!["demo".to_owned()],
            Self::Init => vec!["init".to_owned()],
            Self::GoOn { folder } => vec!["--workspace".to_owned(), folder.clone()],
            Self::Templates { quarter } => of(&["templates"], quarter),
            Self::Status { quarter } => of(&["status"], quarter),
            Self::Consolidate { quarter } => of(&["consolidate"], quarter),
            Self::Approve { quarter } => of(&["approve"], quarter),
            Self::Publish { quarter } => of(&["publish"], quarter),
            Self::PutReturns { .. } | Self::OpenWorkbook { .. } => vec![],
        }
    }
}

/// What can be done now; the first is what comes next.
pub fn steps(at: &QuarterState) -> Vec<Step> {
    let quarter = at.quarter;
    let (status, consolidate) = (Step::Status { quarter }, Step::Consolidate { quarter });
    let (open, approve) = (Step::OpenWorkbook { quarter }, Step::Approve { quarter });
    let publish = Step::Publish { quarter };
    let held_up = at.open_queries > 0;
    let mut out = match (at.report, at.returns) {
        (ReportState::None, 0) if at.templates == 0 => vec![Step::Templates { quarter }],
        (ReportState::None, 0) => vec![Step::PutReturns { quarter }],
        (ReportState::None, _) => vec![consolidate, status],
        (ReportState::Behind, _) => vec![consolidate, status, open],
        (ReportState::Current | ReportState::Approved, _) if held_up && at.looked_at => vec![status, open, consolidate],
        (ReportState::Current | ReportState::Approved, _) if held_up => vec![open, status, consolidate],
        (ReportState::Current, _) if at.looked_at => vec![approve, open, status],
        (ReportState::Current, _) => vec![open, approve, status],
        (ReportState::Approved, _) => vec![publish, open, status],
    };
    if matches!(at.report, ReportState::Current | ReportState::Approved) && at.forms_to_come {
        out.push(Step::Templates { quarter: quarter.plus(1) });
    }
    out.extend(at.reported_before.map(|quarter| Step::OpenWorkbook { quarter }));
    out
}

/// What can be done where no workspace is: go on in one of those that lie there, or make one.
pub fn steps_elsewhere(workspaces: &[String]) -> Vec<Step> {
    let known = workspaces.iter().map(|folder| Step::GoOn { folder: folder.clone() });
    known.chain([Step::Demo, Step::Init]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn quarter(text: &str) -> Period {
        text.parse().unwrap()
    }

    /// A quarter and what it has: t(emplates), r(eturns), c(onsolidated), p(ublished), d(raft since), e(arly release).
    fn lies(text: &str) -> QuarterFolders {
        let (of, has) = text.split_once(' ').unwrap();
        let count = |what: char| usize::from(has.contains(what));
        let quarter = quarter(of);
        let release = has.contains(['p', 'e']).then(|| StandingRelease {
            quarter,
            number: 1,
            provisional: has.contains('e'),
            newer_draft: has.contains('d'),
        });
        let run = has.contains('c') || release.is_some();
        QuarterFolders { quarter, templates: count('t'), returns: count('r'), run, release }
    }

    /// Today is 28 October 2026 in the third quarter, before the returns of the second are due, or after.
    #[rstest]
    #[case::a_new_council(&[], true, "2026-27Q2", InHandBecause::EndedLast)]
    #[case::a_new_council_later(&[], false, "2026-27Q3", InHandBecause::Present)]
    #[case::forms_sent(&["2026-27Q2 t"], false, "2026-27Q2", InHandBecause::NotPublished)]
    #[case::forms_of_today(&["2026-27Q3 t"], true, "2026-27Q3", InHandBecause::NotPublished)]
    #[case::returns_in(&["2026-27Q1 trc", "2026-27Q2 tr"], false, "2026-27Q2", InHandBecause::NotPublished)]
    #[case::not_yet_published(&["2026-27Q2 trc", "2026-27Q3 t"], false, "2026-27Q2", InHandBecause::NotPublished)]
    #[case::an_early_return(&["2026-27Q2 trc", "2026-27Q3 tr"], false, "2026-27Q2", InHandBecause::NotPublished)]
    #[case::published(&["2026-27Q2 trp"], false, "2026-27Q3", InHandBecause::BeforePublished)]
    #[case::published_and_returns(&["2026-27Q2 trp", "2026-27Q3 tr"], false, "2026-27Q3", InHandBecause::NotPublished)]
    #[case::run_again_since(&["2026-27Q2 trpd"], false, "2026-27Q2", InHandBecause::DraftAfterRelease)]
    #[case::run_again_and_the_next_has_forms(
        &["2026-27Q2 trpd", "2026-27Q3 t"], false, "2026-27Q3", InHandBecause::BeforePublished
    )]
    #[case::run_again_and_the_next_has_returns(
        &["2026-27Q2 trpd", "2026-27Q3 tr"], false, "2026-27Q3", InHandBecause::NotPublished
    )]
    #[case::an_early_release(&["2026-27Q2 tre", "2026-27Q3 t"], false, "2026-27Q2", InHandBecause::NotPublished)]
    #[case::published_long_ago(&["2024-25Q4 trp"], false, "2026-27Q2", InHandBecause::BeforePublished)]
    #[case::a_demo_of_the_future(&["2027-28Q2 trc", "2027-28Q3 t"], true, "2027-28Q2", InHandBecause::NotPublished)]
    #[case::a_future_one_published(&["2027-28Q2 trp", "2027-28Q3 t"], true, "2027-28Q3", InHandBecause::BeforePublished)]
    #[case::an_old_demo(&["2025-26Q2 trc"], false, "2025-26Q2", InHandBecause::NotPublished)]
    #[case::the_next_has_begun(&["2025-26Q4 trc", "2026-27Q1 t"], false, "2026-27Q1", InHandBecause::NotPublished)]
    fn the_quarter_in_hand(
        #[case] folders: &[&str],
        #[case] early: bool,
        #[case] wanted: &str,
        #[case] because: InHandBecause,
    ) {
        let folders: Vec<_> = folders.iter().map(|text| lies(text)).collect();
        let day = |d| NaiveDate::from_ymd_opt(2026, 10, d).unwrap();
        let calendar =
            Calendar { present: quarter("2026-27Q3"), today: day(28), due: day(if early { 30 } else { 21 }) };
        assert_eq!(quarter_in_hand(&folders, &calendar), (quarter(wanted), because));
    }

    const NOTHING: QuarterState = QuarterState {
        quarter: Period::EXAMPLE,
        templates: 0,
        returns: 0,
        report: ReportState::None,
        open_queries: 0,
        reported_before: None,
        forms_to_come: true,
        looked_at: false,
    };

    #[rstest]
    #[case::no_forms(NOTHING, "templates")]
    #[case::no_returns(QuarterState { templates: 3, ..NOTHING }, "put")]
    #[case::returns(QuarterState { returns: 2, ..NOTHING }, "consolidate, status")]
    #[case::a_late_one(
        QuarterState { returns: 3, report: ReportState::Behind, ..NOTHING },
        "consolidate, status, open"
    )]
    #[case::reported(
        QuarterState { returns: 3, report: ReportState::Current, ..NOTHING },
        "open, approve, status, templates next"
    )]
    #[case::looked_at(
        QuarterState { returns: 3, report: ReportState::Current, looked_at: true, forms_to_come: false, ..NOTHING },
        "approve, open, status"
    )]
    #[case::queries_open(
        QuarterState { returns: 3, report: ReportState::Current, open_queries: 4, forms_to_come: false, ..NOTHING },
        "open, status, consolidate"
    )]
    #[case::queries_open_and_looked_at(
        QuarterState {
            returns: 3, report: ReportState::Approved, open_queries: 4, looked_at: true, forms_to_come: false, ..NOTHING
        },
        "status, open, consolidate"
    )]
    #[case::approved(
        QuarterState { returns: 3, report: ReportState::Approved, forms_to_come: false, ..NOTHING },
        "publish, open, status"
    )]
    #[case::the_one_before(
        QuarterState { templates: 3, reported_before: Some(Period::EXAMPLE), ..NOTHING },
        "put, open"
    )]
    fn the_steps(#[case] at: QuarterState, #[case] wanted: &str) {
        let name = |step: &Step| match step {
            Step::Templates { quarter } if *quarter > at.quarter => "templates next".to_owned(),
            Step::PutReturns { .. } => "put".to_owned(),
            Step::OpenWorkbook { .. } => "open".to_owned(),
            other => other.command()[0].clone(),
        };
        assert_eq!(steps(&at).iter().map(name).collect::<Vec<_>>().join(", "), wanted);
    }

    #[test]
    fn where_no_workspace_is() {
        let go_on = |folder: &str| Step::GoOn { folder: folder.to_owned() };
        assert_eq!(steps_elsewhere(&[]), [Step::Demo, Step::Init]);
        assert_eq!(steps_elsewhere(&["ours".to_owned()]), [go_on("ours"), Step::Demo, Step::Init]);
    }
}
