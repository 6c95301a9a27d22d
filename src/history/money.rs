//! The tables of money, and what a run needs of them and of the delivery plan's dates of earlier quarters. Amounts stand in
//! pounds, for whoever opens a table with another program; they read back as the same pence.

use super::Ledger;
use super::columns::{PLACE, Stored};
use super::rows::LedgerRow;
use super::table::{LedgerColumns, LedgerLine};
use crate::error::Result;
use crate::past::Past;
use crate::period::Period;
use crate::reading::Place;
use crate::reading::money::{CapitalScheme, MoneyLines, RevenueLine, Saving};
use crate::reading::{Action, ActionKind};
use polars::prelude::DataFrame;

/// Rows whose key is a service and an id.
macro_rules! of_service {
    () => {
        const KEY: (&'static str, &'static str) = ("service", "id");

        fn period(&self) -> Period {
            self.period
        }

        fn key(&self) -> (&str, &str) {
            (&self.service, &self.id)
        }

        fn place(&self) -> Option<&Place> {
            Some(&self.place)
        }
    };
}

impl LedgerRow for RevenueLine {
    const TABLE: &'static str = "revenue";
    of_service! {}
    columns! {
        id: ["id"],
        service: ["service"],
        period: ["period"],
        title: ["title"],
        flow: ["flow"],
        priority: ["priority"],
        budget: ["budget"],
        revised: ["revised_budget"],
        actual: ["actual"],
        forecast: ["forecast"],
        variance: ["typed_variance"],
        virement: ["virement"],
        reason: ["reason"],
        remedy: ["remedy"],
        place: PLACE,
    }
}

impl LedgerRow for CapitalScheme {
    const TABLE: &'static str = "capital";
    of_service! {}
    columns! {
        id: ["id"],
        service: ["service"],
        period: ["period"],
        title: ["title"],
        priority: ["priority"],
        budget: ["budget"],
        spent: ["spent"],
        forecast: ["forecast"],
        funding: ["funding"],
        stage: ["stage"],
        planned: ["planned"],
        completion: ["completion"],
        reason: ["reason"],
        place: PLACE,
    }
}

impl LedgerRow for Saving {
    const TABLE: &'static str = "savings";
    of_service! {}
    columns! {
        id: ["id"],
        service: ["service"],
        period: ["period"],
        title: ["title"],
        priority: ["priority"],
        year: ["year"],
        target: ["target"],
        delivered: ["delivered"],
        on_track: ["on_track"],
        at_risk: ["at_risk"],
        undeliverable: ["undeliverable"],
        mitigation: ["mitigation"],
        owner: ["owner"],
        place: PLACE,
    }
}

impl Ledger {
    /// What was said of money in every quarter, as the records up to `as_of` leave it; by quarter, service and id.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn money(&self, as_of: Option<u64>) -> Result<MoneyLines> {
        Ok(MoneyLines {
            revenue: self.of_all_quarters(as_of)?,
            capital: self.of_all_quarters(as_of)?,
            savings: self.of_all_quarters(as_of)?,
        })
    }

    /// The milestones of every quarter, in the same way.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn milestones(&self, as_of: Option<u64>) -> Result<Vec<Action>> {
        let mut all: Vec<Action> = self.of_all_quarters(as_of)?;
        all.retain(|a| a.kind == ActionKind::Milestone);
        Ok(all)
    }

    fn of_all_quarters<R: LedgerRow>(&self, as_of: Option<u64>) -> Result<Vec<R>> {
        let mut out = vec![];
        for quarter in self.quarters::<R>(as_of) {
            out.extend(self.rows::<R>(quarter, as_of)?);
        }
        Ok(out)
    }

    /// What was said of money in the quarter before `period`.
    pub(super) fn past_money(&self, period: Period, past: &mut Past, as_of: Option<u64>) -> Result<()> {
        let before = period.previous();
        past.money = MoneyLines {
            revenue: self.rows(before, as_of)?,
            capital: self.rows(before, as_of)?,
            savings: self.rows(before, as_of)?,
        };
        Ok(())
    }
}
