//! Risk register: every risk by its score, with its owner, movement, dates and controls.

use super::cell::{day, text};
use super::context::ReportContext;
use super::format;
use super::places::RISK_REGISTER;
use super::rated::{above, movement, rating, score};
use super::row::{ReportColumns, ReportRow};
use crate::analyse::RiskResult;
use crate::workbook::{Sheet, SheetCell, StyleId};
use std::sync::Arc;

/// The last column that is printed.
const PRINTED: &str = "Service";

type RiskRow<'a> = ReportRow<'a, &'a RiskResult<'a>>;
type RiskColumns<'a> = ReportColumns<'a, &'a RiskResult<'a>>;

fn columns<'a>(report: &ReportContext<'a>) -> RiskColumns<'a> {
    let matrix = &report.a.settings.risk;
    RiskColumns::new()
        .column("Ref", 10.0, |r| r.code(&*r.of.risk.id))
        .column("Risk", 52.0, |r| r.text(r.of.risk.title.as_str()))
        .column("Current score", 12.5, |r| score(matrix, r.of.risk.current, banded(r)))
        .column("Band", 11.0, |r| text(r.of.band, banded(r)))
        .column("Movement", 13.0, |r| r.text(movement(&r.report, r.of)))
        .column("Target score", 11.5, |r| score(matrix, r.of.risk.target, r.styles().centre))
        .column("Above appetite by", 13.0, |r| r.text(r.of.breach.as_ref().map_or_else(String::new, above)))
        .column("Proposed", 18.0, |r| {
            let proposals = r.of.proposals.iter().map(|p| format::proposal(p.what)).collect::<Vec<_>>();
            text(proposals.join("; "), r.styles().strong)
        })
        .column("Owner", 18.0, |r| r.text(r.of.risk.owner.as_str()))
        .column("Reviewed", 13.0, |r| reviewed(r, i64::from(matrix.review_days)))
        .column("Controls", 50.0, |r| r.text(r.of.risk.controls.as_str()))
        .column(PRINTED, 32.0, |r| r.text(r.report.service(&r.of.risk.service)))
        .group(
            "Scores, dates",
            RiskColumns::new()
                .column("Register level", 16.0, |r| r.text(r.of.risk.level.words()))
                .column("Category", 16.0, |r| r.text(r.of.risk.category.as_str()))
                .column("Current likelihood × impact", 16.0, |r| {
                    r.text(r.of.risk.current.map_or_else(|| "Not rated".to_owned(), |c| rating(&r.report, c)))
                })
                .column("Last register", 9.0, |r| {
                    score(matrix, r.of.previous.and_then(|p| p.current), r.styles().centre)
                })
                .column("Inherent score", 10.0, |r| score(matrix, r.of.risk.inherent, r.styles().centre))
                .column("Target date", 13.0, |r| r.day(r.of.risk.target_date)),
        )
        .column("Linked indicator", 14.0, |r| r.about(&r.of.risk.indicator))
}

/// The colours of the band that the risk is in now.
fn banded(r: &RiskRow<'_>) -> StyleId {
    r.styles().score(r.of.risk.current.and_then(|c| r.report.a.settings.risk.rank(c)))
}

/// When it was last reviewed, marked where that is too long ago.
fn reviewed<'a>(r: &RiskRow<'a>, most_days: i64) -> SheetCell<'a> {
    match r.of.days_since_review {
        Some(days) if days > most_days => day(r.of.risk.reviewed, r.styles().stale),
        Some(_) => r.day(r.of.risk.reviewed),
        None => text("▲ Never", r.styles().alert),
    }
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let (a, styles) = (report.a, &report.styles);
    let mut page = report.page(RISK_REGISTER.name, "The risk register, highest score first");
    let table = report.table("Risks", columns(report), a.risks.len(), |n| &a.risks[n]).filtered();
    page.lay_out(&table, PRINTED, report.wide());
    let words = format!(
        "{}. {} People decide. A risk not reviewed for {} days has its date marked.",
        format::count(a.risks.len(), "risk", "risks"),
        a.settings.risk.passed_up(),
        a.settings.risk.review_days
    );
    page.put(0, text(words, styles.plain));
    page.row = RISK_REGISTER.heading;
    page.group_names(&table, page.row - 1, styles);
    page.heading_here(2);
    page.table(table, "No risk was reported.", styles);
    page.print_ends();
    page.sheet
}
