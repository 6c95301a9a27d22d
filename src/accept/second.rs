//! Two files of one service of which one is, by its name, no return that the service sent again.

use crate::finding::{Finding, Severity};
use crate::text::second::is_second_version;
use std::borrow::Cow;

const REMEDY: &str = "Open both, put what is missing into the one that is to count and save it; then take the second version out \
                      of the folder, or accept this in the notebook.";

const SETTLED: &str = "Nothing, if the right one counts. Otherwise name the one that is not to count on the notebook's sheet Left \
                       out.";

/// Which of two counts is told by their sign-off, or both say the same: nobody has to answer for it.
pub(super) fn settled(finding: &mut Finding) {
    finding.severity = Severity::Note;
    finding.remedy = Cow::Borrowed(SETTLED);
}

/// Adds to a finding about two files that one of them is a second version which a program made, and what helps then.
pub(super) fn told_apart(mut finding: Finding, a: &str, b: &str) -> Finding {
    let second = [(a, b), (b, a)].into_iter().find(|(name, first)| is_second_version(name, first));
    if let Some((name, _)) = second {
        let said = format!(
            ". By its name {name} is a second version that a program made which keeps folders alike on several computers \
             (OneDrive, SharePoint, Dropbox, Google Drive), or a copy of the file: each may hold what was typed on one of them \
             alone"
        );
        finding.got.push_str(&said);
        finding.remedy = Cow::Borrowed(REMEDY);
    }
    finding
}
