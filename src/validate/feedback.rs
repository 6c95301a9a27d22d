//! Feedback that was asked for and left blank.

use super::context::ValidationContext;
use crate::catalogue::T012;
use crate::finding::Finding;
use crate::record::Kind;

/// A finding for each return whose form asks for feedback and that has none: at the sheet, since no cell of it is more
/// at fault than another. Where a line was refused, its own finding says so.
pub(super) fn blank(context: &ValidationContext<'_>) -> Vec<Finding> {
    let checks = &context.settings.checks;
    if !context.settings.feedback.expected || checks.severity_of(&T012).is_none() {
        return vec![];
    }
    let sheet = |r: &crate::reading::Return| {
        let layout = context.layouts.iter().find(|l| *l.id == *r.layout)?;
        layout.table(Kind::Feedback)?.sheet.first().cloned()
    };
    let mut out = vec![];
    for r in context.returns.iter().filter(|r| r.feedback.is_empty() && !r.central) {
        let Some(sheet) = sheet(r) else { continue };
        let told = |f: &&Finding| f.file == r.source.file && f.sheet == sheet;
        if !context.findings.iter().any(|f| told(&f)) {
            let expected = "how many of each kind came in, 0 where there were none";
            let finding = Finding::new(&T012, expected, "a blank sheet");
            out.push(finding.in_file(r.source.file.as_str()).in_sheet(sheet).of(&*r.service));
        }
    }
    out
}
