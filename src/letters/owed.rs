//! What is still wanted of each service.

use crate::analyse::{Analysis, ReturnResult, ReturnState};
use crate::catalogue::{F012, Family};
use crate::finding::{Finding, Severity};
use crate::map::{Map, Set};
use crate::reading::query::{Query, QueryState};
use crate::register::{self, Service};

/// Ids that are named before the rest is counted.
const MOST_NAMED: usize = 5;

/// What is still wanted of one service.
#[derive(Debug, Clone, PartialEq)]
pub struct Owed<'a> {
    /// Its return.
    pub of: &'a ReturnResult,
    /// The service.
    pub service: &'a Service,
    /// What is missing or refused, in short: `the whole return`; `None` where the return is whole.
    pub wants: Option<String>,
    /// Nobody has signed off the return that counts.
    pub unsigned: bool,
    /// Errors in its files that count, and queries that nobody has answered.
    pub asked: Vec<&'a Finding>,
    /// Open queries of earlier quarters, the oldest first.
    pub earlier: Vec<&'a Query>,
}

/// The services of which something is wanted, in the register's order.
pub fn owed<'a>(analysis: &'a Analysis<'a>, earlier: &'a [Query]) -> Vec<Owed<'a>> {
    let counting: Set<&str> = analysis.submissions.iter().filter(|s| s.counts).map(|s| s.file.as_str()).collect();
    let answered: Vec<&Query> = analysis.queries.iter().filter(|q| q.state.confirmed()).collect();
    let mut findings: Map<&str, Vec<&Finding>> = Map::default();
    for f in analysis.findings.iter().filter(|f| f.severity != Severity::Note && f.file != register::FILE) {
        findings.entry(&f.service).or_default().push(f);
    }
    let of = |of: &'a ReturnResult| {
        let service = &analysis.register.services[of.service];
        let own = findings.get(&*service.id).map_or(&[][..], Vec::as_slice);
        let unsigned = of.signed_off.is_none() || own.iter().any(|f| f.file == of.file && f.code == F012.code);
        let is_answered = |f: &Finding| {
            let question = f.question(analysis.period);
            question.is_some_and(|question| answered.iter().any(|q| q.question == question))
        };
        let is_asked = |f: &&&Finding| !f.file.is_empty() && (f.file == of.file || counting.contains(f.file.as_str()));
        let asked = own.iter().filter(is_asked).copied().filter(|f| !is_answered(f)).collect();
        let is_own = |q: &&Query| q.state == QueryState::Open && q.question.service == service.id;
        let earlier = earlier.iter().filter(is_own).collect();
        let owed = Owed { of, service, wants: wants(of, own, unsigned), unsigned, asked, earlier };
        (owed.wants.is_some() || !owed.asked.is_empty() || !owed.earlier.is_empty()).then_some(owed)
    };
    analysis.returns.iter().filter_map(of).collect()
}

fn wants(r: &ReturnResult, own: &[&Finding], unsigned: bool) -> Option<String> {
    match r.state {
        ReturnState::Missing => Some("the whole return".to_owned()),
        ReturnState::Rejected => {
            let errors = own.iter().filter(|f| f.file == r.file && f.severity == Severity::Error);
            let of_return = |f: &&&Finding| f.check().is_some_and(|c| c.family == Family::Return);
            let why = errors.min_by_key(of_return).and_then(|f| Some((f.check()?.title, &f.code)));
            let why = why.map(|(title, code)| format!(": {} ({code})", title.to_lowercase())).unwrap_or_default();
            Some(format!("a return that can be accepted{why}"))
        }
        _ if !r.absent.is_empty() => {
            let named: Vec<&str> = r.absent.iter().take(MOST_NAMED).map(|id| &**id).collect();
            let more = r.absent.len().saturating_sub(MOST_NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let sign = if unsigned { "; the sign-off" } else { "" };
            Some(format!("{} of {} due: {}{more}{sign}", r.absent.len(), r.due, named.join(", ")))
        }
        _ if unsigned => Some("the sign-off".to_owned()),
        _ => None,
    }
}
