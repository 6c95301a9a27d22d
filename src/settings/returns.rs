//! `[returns]`: when returns are due and how they are taken.

use super::faults::FaultList;
use crate::measure::SendBack;
use crate::period::Period;
use crate::statistic::working_day::{BankHolidays, WorkingDays};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;
use toml::Value;

/// `[returns]`: when returns are due and how they are taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Returns {
    /// Days after the quarter's last day by which a return is due.
    pub due_days: u32,
    /// Working days after it instead; 0 where `due_days` counts.
    pub due_working_days: u32,
    /// The bank holidays that are no working days.
    pub holidays: BankHolidays,
    /// More days that are none: the council is closed.
    #[serde(deserialize_with = "days")]
    pub closed_days: Vec<NaiveDate>,
    /// Due dates that differ, by quarter: `"2026-27Q1" = 2026-07-24`.
    #[serde(deserialize_with = "dates")]
    pub due: BTreeMap<String, NaiveDate>,
    /// Refuse returns that nobody signed off.
    pub require_sign_off: bool,
    /// Read values in hidden rows, columns and sheets (they are always reported).
    pub read_hidden: bool,
    /// Which returns `consolidate` sends back to their services as marked copies.
    pub send_back: SendBack,
    /// Days after the due date by which corrections are asked for.
    pub correct_days: u32,
}

impl Default for Returns {
    fn default() -> Self {
        Self {
            due_days: 21,
            due_working_days: 0,
            holidays: BankHolidays::EnglandAndWales,
            closed_days: vec![],
            due: BTreeMap::new(),
            require_sign_off: false,
            read_hidden: true,
            send_back: SendBack::Queries,
            correct_days: 7,
        }
    }
}

impl Returns {
    /// The council's working days, by which deadlines are told.
    pub fn working_days(&self) -> WorkingDays<'_> {
        WorkingDays { holidays: self.holidays, closed: &self.closed_days }
    }

    /// The day by which returns for a quarter with this last day are due.
    pub(super) fn due_date(&self, period: Period, last: NaiveDate) -> NaiveDate {
        let by_rule = || match self.due_working_days {
            0 => last + Days::new(u64::from(self.due_days)),
            days => self.working_days().after(last, days).unwrap_or(last),
        };
        self.due.get(&period.to_string()).copied().unwrap_or_else(by_rule)
    }
}

/// Refuses deadlines that make no sense.
pub(super) fn check(returns: &Returns, start_month: u32, faults: &mut FaultList<'_>) {
    if returns.due_days > 366 {
        faults.value(&["returns", "due_days"], "`due_days` must be 366 or fewer: returns are due within a year");
    }
    if returns.due_working_days > 260 {
        let what = "`due_working_days` must be 260 or fewer: returns are due within a year";
        faults.value(&["returns", "due_working_days"], what);
    }
    if returns.due_working_days > 0 && faults.document.get(&["returns", "due_days"]).is_some() {
        let what = format!(
            "returns are due after {} working days, and after {} days by `due_days`; delete one of the two lines",
            returns.due_working_days, returns.due_days
        );
        faults.key(&["returns", "due_working_days"], what);
    }
    if returns.closed_days.len() > 400 {
        faults.value(&["returns", "closed_days"], "`closed_days` must be 400 days or fewer");
    }
    if returns.correct_days > 366 {
        faults.value(&["returns", "correct_days"], "`correct_days` must be 366 or fewer");
    }
    for (quarter, due) in &returns.due {
        let path = ["returns", "due", quarter.as_str()];
        match quarter.parse::<Period>() {
            Err(e) => faults.key(&path, e.to_string()),
            Ok(p) if p.to_string() != *quarter => {
                faults.key(&path, format!("write the quarter “{quarter}” as \"{p}\""));
            }
            Ok(p) if *due < p.last_day(start_month) => {
                let last = p.last_day(start_month).format("%d/%m/%Y");
                faults.value(&path, format!("returns for {p} cannot be due before its last day, {last}"));
            }
            Ok(_) => {}
        }
    }
}

/// A date written as a TOML date or as text.
struct Day(NaiveDate);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = match Value::deserialize(d)? {
            Value::Datetime(date) => date.to_string(),
            Value::String(text) => text,
            other => other.to_string(),
        };
        let wrong = |_| serde::de::Error::custom(format!("must be a date, like 2026-07-24; it is {text}"));
        text.parse().map(Self).map_err(wrong)
    }
}

fn days<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<NaiveDate>, D::Error> {
    Ok(Vec::<Day>::deserialize(d)?.into_iter().map(|Day(date)| date).collect())
}

/// Dates by quarter.
fn dates<'de, D: Deserializer<'de>>(d: D) -> Result<BTreeMap<String, NaiveDate>, D::Error> {
    let written = BTreeMap::<String, Day>::deserialize(d)?;
    Ok(written.into_iter().map(|(quarter, Day(date))| (quarter, date)).collect())
}
