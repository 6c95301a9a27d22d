//! What the checks are given.

use super::place::{FindingKey, key};
use crate::catalogue::Origin;
use crate::finding::{Finding, Severity};
use crate::layout::Layout;
use crate::map::Set;
use crate::past::Past;
use crate::period::Period;
use crate::reading::Return;
use crate::record::{Field, Kind};
use crate::register::Register;
use crate::settings::Settings;

/// What the checks look at.
#[derive(Clone, Copy)]
pub struct ValidationContext<'a> {
    /// The council's settings.
    pub settings: &'a Settings,
    /// The single data list.
    pub register: &'a Register,
    /// The quarter that it is about.
    pub period: Period,
    /// The returns that count.
    pub returns: &'a [Return],
    /// What the ledger knew before.
    pub past: &'a Past,
    /// What reading the returns found: what was refused there is not also absent.
    pub findings: &'a [Finding],
    /// The forms that returns may come on.
    pub layouts: &'a [Layout],
}

impl ValidationContext<'_> {
    /// Whether the form of a return has a column for `field`: what a form does not ask, nobody left blank.
    pub(super) fn asks(&self, returned: &Return, kind: Kind, field: Field) -> bool {
        let of_return = |l: &&Layout| returned.layout.split(Return::JOINT).any(|id| id == l.id);
        let mut tables = self.layouts.iter().filter(of_return).filter_map(|l| l.table(kind)).peekable();
        tables.peek().is_none() || tables.any(|t| t.columns.iter().any(|c| c.field() == Some(field)))
    }

    /// What was refused when it was read.
    pub(super) fn refused(&self) -> Set<FindingKey<'_>> {
        self.findings.iter().filter(|f| self.refuses(f)).filter_map(key).collect()
    }

    /// The cells of which it was said, when they were read, that there is nothing, or nothing that can be taken.
    pub(super) fn told_missing(&self) -> Set<FindingKey<'_>> {
        let missing = |f: &Finding| f.check().is_some_and(|c| c.origin == Some(Origin::Missing));
        self.findings.iter().filter(|f| self.refuses(f) || missing(f)).filter_map(key).collect()
    }

    fn refuses(&self, f: &Finding) -> bool {
        self.settings.checks.severity_or(&f.code, f.severity) == Some(Severity::Error)
    }
}
