//! Two files of one service of which one is, by its name, no return that the service sent again.

use crate::finding::Finding;
use crate::text::second::is_second_version;
use std::borrow::Cow;

const REMEDY: &str = "Open both, put what is missing into the one that is to count, save it, and take the second version out of \
                      the folder.";

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
