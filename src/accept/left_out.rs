//! What the team leaves out by hand, before anything is chosen or checked: a file, or a row of a service. Each is said
//! where it stood.

use crate::catalogue::{F071, T031};
use crate::finding::{Finding, Severity};
use crate::reading::left_out::{LeftOut, LeftOutItem, LeftOutKind};
use crate::reading::{Place, Return};
use crate::register::Register;
use crate::typing::Typed;
use std::collections::HashMap;

/// Leaves out what the lines name. A line that names nothing of this quarter leaves nothing out.
pub(super) fn leave_out(typed: &mut [Typed], lines: &[LeftOut], register: &Register) -> Vec<LeftOutItem> {
    let mut out = vec![];
    for line in lines {
        let before = out.len();
        out.extend(typed.iter_mut().filter_map(|file| whole_file(file, line)));
        if out.len() == before {
            out.extend(typed.iter_mut().flat_map(|file| rows(file, line, register)));
        }
    }
    out
}

/// Why each file that is left out does not count, by its name.
pub(super) fn files(items: &[LeftOutItem]) -> HashMap<String, String> {
    let of_file = items.iter().filter(|item| item.kind == LeftOutKind::File);
    of_file.map(|item| (item.file.clone(), said(&item.line))).collect()
}

/// `left out by hand by J. Khan on 12 November 2026: sent twice`
fn said(line: &LeftOut) -> String {
    format!("left out by hand by {} on {}: {}", line.by, line.on.format("%-d %B %Y"), line.why)
}

fn whole_file(file: &mut Typed, line: &LeftOut) -> Option<LeftOutItem> {
    if !file.source.file.eq_ignore_ascii_case(line.what.trim()) {
        return None;
    }
    let service = file.service.to_string();
    file.returns.clear();
    file.answers.clear();
    // Nobody has to correct what is left out.
    file.findings.iter_mut().for_each(|f| f.severity = Severity::Note);
    let finding = Finding::new(&F071, "every file that was sent", said(line));
    file.findings.push(finding.in_file(file.source.file.as_str()).of(service.as_str()));
    let (line, name) = (line.clone(), file.source.file.clone());
    Some(LeftOutItem {
        line,
        kind: LeftOutKind::File,
        service,
        file: name,
        cell: String::new(),
        subject: String::new(),
    })
}

fn rows(file: &mut Typed, line: &LeftOut, register: &Register) -> Vec<LeftOutItem> {
    let wanted =
        |r: &Return| line.service.is_empty() || register.service(&line.service).is_some_and(|s| s.id == r.service);
    let mut out = vec![];
    for r in file.returns.iter_mut().filter(|r| wanted(r)) {
        for (kind, place, id) in take_row(r, line.what.trim()) {
            let finding = Finding::new(&T031, "every row that was sent", said(line)).at(&place);
            file.findings.push(finding.of(&*r.service).about(id.as_str()));
            out.push(LeftOutItem {
                line: line.clone(),
                kind,
                service: r.service.to_string(),
                file: place.source.file.clone(),
                cell: format!("{}!{}", place.sheet, place.cell),
                subject: id,
            });
        }
    }
    // What a query would have asked of the row need not be answered.
    for item in &out {
        let of_row = |f: &Finding| f.service == item.service && f.subject.eq_ignore_ascii_case(line.what.trim());
        let asked = file.findings.iter_mut().filter(|f| f.severity == Severity::Query && of_row(f));
        asked.for_each(|f| f.severity = Severity::Note);
    }
    out
}

/// Takes the row of this id out of a return.
fn take_row(r: &mut Return, id: &str) -> Vec<(LeftOutKind, Place, String)> {
    let mut out = vec![];
    let mut take = |kind, own: &str, place: &Place| {
        let named = own.eq_ignore_ascii_case(id);
        if named {
            out.push((kind, place.clone(), own.to_owned()));
        }
        !named
    };
    r.readings.retain(|x| take(LeftOutKind::Indicator, &x.indicator, &x.place));
    r.months.retain(|x| take(LeftOutKind::Indicator, &x.indicator, &x.place));
    r.risks.retain(|x| take(LeftOutKind::Risk, &x.id, &x.place));
    r.actions.retain(|x| take(LeftOutKind::Action, &x.id, &x.place));
    r.parts.retain(|x| !x.indicator.eq_ignore_ascii_case(id));
    out
}
