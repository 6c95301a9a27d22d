//! Checks on trial: what they found, and how many figures they would have stopped.

use crate::catalogue::Severity;
use crate::finding::Finding;
use crate::fit::fit;
use crate::map::Set;

/// What a check on trial would have done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrialResult<'a> {
    /// Its code.
    pub code: &'a str,
    /// Figures and rows that it would have refused.
    pub stopped: u32,
    /// Figures and rows that it would have asked about.
    pub asked: u32,
    /// Notes that it would have made.
    pub noted: u32,
}

/// By code. A figure counts once for each check, however often that has something to say of it.
pub fn trial(findings: &[Finding]) -> Vec<TrialResult<'_>> {
    let mut codes: Vec<&str> = findings.iter().map(|f| &*f.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let count = |code: &str, severity| {
        let of = findings.iter().filter(|f| f.code == code && f.severity == severity);
        // What is about no id is about its cell.
        let about = of.map(|f| (&f.service, &f.subject, f.subject.is_empty().then_some((&f.file, &f.sheet, f.cell))));
        fit::<u32>(about.collect::<Set<_>>().len())
    };
    let result = |code| TrialResult {
        code,
        stopped: count(code, Severity::Error),
        asked: count(code, Severity::Query),
        noted: count(code, Severity::Note),
    };
    codes.into_iter().map(result).collect()
}
