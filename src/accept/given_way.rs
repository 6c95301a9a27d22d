//! Findings of a file that does not count because another one of its service counts instead. They stay and are listed, as
//! of a file that gave way: nobody has to put right what no report has, and nothing waits for it.

use crate::catalogue::F011;
use crate::finding::{Finding, Severity};
use std::borrow::Cow;
use std::collections::HashMap;

/// Which files gave way to which.
#[derive(Default)]
pub(super) struct GivenWay {
    /// By file and service; without a service, the whole file.
    returns: HashMap<(String, String), String>,
    /// Files that could not be accepted, by name, with the one that counts. Which of the two is the later nobody knows.
    refused: HashMap<String, String>,
}

impl GivenWay {
    pub fn gives(&mut self, file: &str, service: &str, to: &str) {
        self.returns.insert((file.to_owned(), service.to_owned()), to.to_owned());
    }

    pub fn is_refused(&mut self, file: &str, other: &str) {
        self.refused.insert(file.to_owned(), other.to_owned());
    }

    /// Takes out what is said of returns that gave way: no check of what counts is to see it. That there are two is
    /// another matter.
    pub fn take(&self, findings: &mut Vec<Finding>) -> Vec<Finding> {
        if self.returns.is_empty() {
            return vec![];
        }
        findings.extract_if(.., |f| f.code != F011.code && self.to(f).is_some()).collect()
    }

    /// Marks what was taken out.
    pub fn mark(&self, findings: &mut [Finding]) {
        for f in findings {
            if let Some(to) = self.to(f) {
                give_way(f, to);
            }
        }
    }

    /// Marks the errors of a file that could not be accepted, once somebody has said that the other is the right one.
    pub fn mark_settled(&self, findings: &mut [Finding]) {
        let settled = |f: &&Finding| f.code == F011.code && f.severity == Severity::Note;
        let settled: Vec<(String, &String)> = findings
            .iter()
            .filter(settled)
            .filter_map(|f| Some((f.file.clone(), self.refused.get(&f.file)?)))
            .collect();
        for (file, to) in settled {
            findings
                .iter_mut()
                .filter(|f| f.file == file && f.severity == Severity::Error)
                .for_each(|f| give_way(f, to));
        }
    }

    fn to(&self, f: &Finding) -> Option<&str> {
        self.returns.get(&(f.file.clone(), f.service.clone())).map(String::as_str)
    }
}

fn give_way(f: &mut Finding, to: &str) {
    let else_where = match f.severity {
        Severity::Error => "; in a file that counts it is an error",
        Severity::Query => "; in a file that counts it is a query",
        Severity::Note => "",
    };
    f.remedy = Cow::Owned(format!("Nothing: this file gave way to {to}, which counts{else_where}."));
    f.severity = Severity::Note;
}
