//! Risk register: every risk by its score, with its owner, movement, dates and controls.

use super::page::{Column, Listing, column, day, link, text};
use super::risks::{movement, rating, score};
use super::{ReportContext, exposure, format};
use crate::analyse::RiskResult;
use crate::workbook::{Cell, Sheet};
use std::sync::Arc;

const NAME: &str = "Risk register";

fn columns() -> Vec<Column> {
    vec![
        column("Ref", 10.0),
        column("Risk", 34.0),
        column("Service", 16.0),
        column("Register level", 16.0),
        column("Category", 16.0),
        column("Owner", 16.0),
        column("Current likelihood × impact", 16.0),
        column("Current score", 9.0),
        column("Band", 10.0),
        column("Last register", 9.0),
        column("Movement", 12.0),
        column("Inherent score", 10.0),
        column("Target score", 9.0),
        column("Target date", 13.0),
        column("Reviewed", 13.0),
        column("Proposed", 16.0),
        column("Above appetite by", 12.0),
        column("Linked indicator", 10.0),
        column("Controls", 34.0),
    ]
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let (a, styles) = (report.a, &report.styles);
    let mut page = report.page(NAME, "The risk register, highest score first");
    page.widen(&columns());
    let words = format!(
        "{}. {} People decide. A risk not reviewed for {} days has its date marked.",
        format::count(a.risks.len(), "risk", "risks"),
        a.settings.risk.passed_up(),
        a.settings.risk.review_days
    );
    page.put(0, text(words, styles.plain));
    page.row += 2;
    page.heading_here(2);
    let source = report.clone();
    page.table(
        Listing {
            name: "Risks".into(),
            columns: columns(),
            len: a.risks.len(),
            rows: Box::new(move |n: usize, out: &mut Vec<Cell<'a>>| line(&source, &source.a.risks[n], out)),
            filter: true,
            none: "No risk was reported.",
        },
        styles,
    );
    page.sheet
}

fn line<'a>(report: &ReportContext<'a>, r: &'a RiskResult<'a>, out: &mut Vec<Cell<'a>>) {
    let (styles, risk) = (report.styles_for(report.a.risks.len()), &r.risk);
    let matrix = &report.a.settings.risk;
    let proposed = r.proposals.iter().map(|p| format::proposal(p.what)).collect::<Vec<_>>().join("; ");
    let over = r.breach.as_ref().map_or_else(String::new, exposure::above);
    let linked = report.a.register.indicator_number(&risk.indicator);
    out.extend([
        text(&*risk.id, styles.code),
        text(risk.title.as_str(), styles.text),
        text(report.service(&risk.service), styles.text),
        text(risk.level.words(), styles.text),
        text(risk.category.as_str(), styles.text),
        text(risk.owner.as_str(), styles.text),
        text(risk.current.map_or_else(|| "Not rated".to_owned(), |c| rating(report, c)), styles.text),
        score(matrix, risk.current, styles.score(risk.current.and_then(|c| matrix.rank(c)))),
        text(r.band, styles.score(risk.current.and_then(|c| matrix.rank(c)))),
        score(matrix, r.previous.and_then(|p| p.current), styles.centre),
        text(movement(report, r), styles.text),
        score(matrix, risk.inherent, styles.centre),
        score(matrix, risk.target, styles.centre),
        day(risk.target_date, styles.date),
        match r.days_since_review {
            Some(days) if days > i64::from(report.a.settings.risk.review_days) => day(risk.reviewed, styles.stale),
            Some(_) => day(risk.reviewed, styles.date),
            None => text("▲ Never", styles.alert),
        },
        text(proposed, styles.strong),
        text(over, styles.text),
        match linked {
            Some(n) => link(risk.indicator.as_str(), super::indicators::address(n), styles.link),
            None => text(risk.indicator.as_str(), styles.code),
        },
        text(risk.controls.as_str(), styles.text),
    ]);
}
