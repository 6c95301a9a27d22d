//! `[editions]`: for whom workbooks are written, and which sheets each of them has.

use super::faults::FaultList;
use crate::period::Period;
use crate::reading::keyed;
use serde::{Deserialize, Serialize};

keyed! {
    /// A sheet of the report; its key is its name.
    SheetName {
        Contents "Contents" "Contents",
        Headlines "Headlines" "Headlines",
        OnePage "One page" "One page",
        Scorecard "Scorecard" "Scorecard",
        CallIn "Call-in" "Call-in",
        Outturn "Outturn" "Outturn",
        TargetSetting "Target setting" "Target setting",
        Priorities "Priorities" "Priorities",
        Exceptions "Exceptions" "Exceptions",
        Successes "Successes" "Successes",
        Trends "Trends" "Trends",
        Indicators "Indicators" "Indicators",
        Budget "Budget" "Budget",
        MoneyAndResults "Money and results" "Money and results",
        DeliveryPlan "Delivery plan" "Delivery plan",
        Risks "Risks" "Risks",
        RiskRegister "Risk register" "Risk register",
        Actions "Actions" "Actions",
        Feedback "Feedback" "Feedback",
        Restatements "Restatements" "Restatements",
        GoldenThread "Golden thread" "Golden thread",
        Predecessors "Predecessors" "Predecessors",
        Returns "Returns" "Returns",
        Files "Files" "Files",
        Findings "Findings" "Findings",
        Queries "Queries" "Queries",
        Definitions "Definitions" "Definitions",
        Provenance "Provenance" "Provenance",
        Breakdowns "Breakdowns" "Breakdowns",
        Method "Method" "Method",
        ServicePage "Your figures" "Your figures",
        Outcomes "Outcomes" "Outcomes",
    }
}

keyed! {
    /// For whom a workbook is made.
    Edition {
        Members "members" "Members",
        Officers "officers" "Officers",
        Scrutiny "scrutiny" "Scrutiny",
        HalfYear "half-year" "Half-year",
        YearEnd "year-end" "Year-end",
        Directorates "directorates" "Directorates",
        Portfolios "portfolios" "Portfolio holders",
        Services "services" "Services",
        /// A workbook for each council before this one, while its Cabinet still wants its own.
        Predecessors "predecessors" "Councils before",
        Public "public" "The public",
    }
}

impl Edition {
    /// It is of the whole council, and so one workbook.
    pub fn is_whole(self) -> bool {
        !matches!(self, Self::Directorates | Self::Portfolios | Self::Services | Self::Predecessors)
    }

    /// It is for those who know every figure anyway: the team, and a service of its own.
    pub fn knows_all(self) -> bool {
        matches!(self, Self::Officers | Self::Services)
    }

    /// The quarter, 1 to 4, that it is of; `None` where it is of every quarter.
    pub fn quarter(self) -> Option<u8> {
        match self {
            Self::HalfYear => Some(2),
            Self::YearEnd => Some(4),
            _ => None,
        }
    }

    /// Whether a quarter has it.
    pub fn is_of(self, period: Period) -> bool {
        self.quarter().is_none_or(|quarter| quarter == period.quarter())
    }
}

/// `[editions]`: which workbooks every run writes, and their sheets in order. A sheet that has nothing to tell is left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EditionSettings {
    /// Written by every run, and published.
    pub written: Vec<Edition>,
    /// Cells of a long sheet up to which each says its own reference; beyond, none does, and the sheet is half as large.
    pub cell_references_up_to: usize,
    /// `[editions.sheets]`.
    pub sheets: EditionSheets,
}

/// `[editions.sheets]`: the sheets of each edition, in order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct EditionSheets {
    /// What Cabinet reads.
    pub members: Vec<SheetName>,
    /// What the performance team works with; its Indicators has every column open.
    pub officers: Vec<SheetName>,
    /// For the committee that holds Cabinet to account.
    pub scrutiny: Vec<SheetName>,
    /// After the second quarter.
    pub half_year: Vec<SheetName>,
    /// After the fourth quarter.
    pub year_end: Vec<SheetName>,
    /// One workbook each.
    pub directorates: Vec<SheetName>,
    /// One workbook each.
    pub portfolios: Vec<SheetName>,
    /// One workbook for each council before this one.
    pub predecessors: Vec<SheetName>,
}

impl Default for EditionSettings {
    fn default() -> Self {
        Self {
            written: vec![Edition::Members, Edition::Officers],
            cell_references_up_to: 200_000,
            sheets: EditionSheets::default(),
        }
    }
}

impl Default for EditionSheets {
    fn default() -> Self {
        use SheetName::*;
        let part = [
            Contents,
            Headlines,
            OnePage,
            Scorecard,
            Priorities,
            Outcomes,
            Exceptions,
            Successes,
            Trends,
            Indicators,
            Budget,
            MoneyAndResults,
            DeliveryPlan,
            Risks,
            RiskRegister,
            Actions,
            Feedback,
            Restatements,
            GoldenThread,
            Predecessors,
        ];
        let year = [
            Contents,
            Outturn,
            TargetSetting,
            Headlines,
            OnePage,
            Scorecard,
            Priorities,
            Outcomes,
            Exceptions,
            Successes,
            Trends,
        ];
        let year =
            year.into_iter().chain([Indicators, Budget, DeliveryPlan, Risks, Restatements, Method]).collect::<Vec<_>>();
        Self {
            members: part.into_iter().chain([Method]).collect(),
            officers: vec![
                Contents,
                Returns,
                Files,
                Findings,
                Queries,
                Outcomes,
                Indicators,
                Restatements,
                Provenance,
                Definitions,
                Breakdowns,
                Predecessors,
                Method,
            ],
            scrutiny: vec![
                Contents,
                CallIn,
                Exceptions,
                Outcomes,
                Indicators,
                Actions,
                Restatements,
                Risks,
                RiskRegister,
                Method,
            ],
            half_year: year.clone(),
            year_end: year,
            directorates: part.into_iter().chain([Returns, Findings, Method]).collect(),
            portfolios: part.into_iter().chain([Method]).collect(),
            predecessors: part.into_iter().chain([Returns, Findings, Method]).collect(),
        }
    }
}

impl EditionSettings {
    /// The sheets of an edition, in order; a service has one page of its own, and what the public reads is no workbook of
    /// the report.
    pub fn sheets(&self, edition: Edition) -> &[SheetName] {
        match edition {
            Edition::Members => &self.sheets.members,
            Edition::Officers => &self.sheets.officers,
            Edition::Scrutiny => &self.sheets.scrutiny,
            Edition::HalfYear => &self.sheets.half_year,
            Edition::YearEnd => &self.sheets.year_end,
            Edition::Directorates => &self.sheets.directorates,
            Edition::Portfolios => &self.sheets.portfolios,
            Edition::Predecessors => &self.sheets.predecessors,
            Edition::Services => &[SheetName::ServicePage],
            Edition::Public => &[],
        }
    }
}

/// Refuses an edition without a sheet, and what is named twice.
pub(super) fn check(s: &EditionSettings, faults: &mut FaultList<'_>) {
    if !s.written.contains(&Edition::Members) {
        faults.value(
            &["editions", "written"],
            "`written` must have \"members\": Cabinet's workbook is of every run".to_owned(),
        );
    }
    if let Some(twice) = twice(&s.written) {
        faults.value(&["editions", "written"], format!("`written` names \"{}\" twice", twice.key()));
    }
    for edition in Edition::ALL.into_iter().filter(|e| !matches!(e, Edition::Services | Edition::Public)) {
        let (key, sheets) = (edition.key(), s.sheets(edition));
        if sheets.is_empty() {
            faults.value(&["editions", "sheets", key], format!("`{key}` is empty: a workbook needs a sheet"));
        }
        if let Some(twice) = twice(sheets) {
            faults.value(&["editions", "sheets", key], format!("`{key}` names the sheet \"{}\" twice", twice.key()));
        }
    }
}

fn twice<T: PartialEq + Copy>(list: &[T]) -> Option<T> {
    list.iter().enumerate().find(|(n, one)| list[..*n].contains(one)).map(|(_, one)| *one)
}
