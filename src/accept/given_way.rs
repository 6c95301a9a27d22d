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
    let elsewhere = match f.severity {
        Severity::Error => "; in a file that counts it is an error",
        Severity::Query => "; in a file that counts it is a query",
        Severity::Note => "",
    };
    f.remedy = Cow::Owned(format!("Nothing: this file gave way to {to}, which counts{elsewhere}."));
    f.severity = Severity::Note;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{C002, F008};

    fn found(check: &'static crate::catalogue::Check, severity: Severity, service: &str) -> Finding {
        let finding = Finding::new(check, "", "").in_file("a.xlsx").of(service);
        Finding { severity, ..finding }
    }

    /// What gave way is taken out but for that there are two, and comes back as notes that say what they would be.
    #[test]
    fn what_gave_way_is_a_note() {
        let mut given = GivenWay::default();
        given.gives("a.xlsx", "WAS", "b.xlsx");
        let mut all = vec![
            found(&C002, Severity::Error, "WAS"),
            found(&F011, Severity::Note, "WAS"),
            found(&C002, Severity::Error, "PRK"),
        ];
        let mut taken = given.take(&mut all);
        given.mark(&mut taken);
        assert_eq!((taken.len(), taken[0].severity, all.len()), (1, Severity::Note, 2));
        assert_eq!(
            taken[0].remedy,
            "Nothing: this file gave way to b.xlsx, which counts; in a file that counts it is an error."
        );
        assert_eq!(all[1].severity, Severity::Error, "of a service whose return stands");
    }

    /// A refused file stays wrong until the question which of the two is meant is settled.
    #[test]
    fn a_refused_file_gives_way_when_somebody_says_so() {
        let mut given = GivenWay::default();
        given.is_refused("a.xlsx", "b.xlsx");
        for (asked, error) in [(Severity::Query, Severity::Error), (Severity::Note, Severity::Note)] {
            let mut all = [found(&F008, Severity::Error, "WAS"), found(&F011, asked, "WAS")];
            given.mark_settled(&mut all);
            assert_eq!((all[0].severity, all[1].severity), (error, asked));
        }
    }
}
