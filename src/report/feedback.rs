//! Feedback: complaints, compliments and comments of each service over five quarters, and whether they were answered
//! in time.

use super::Desk;
use super::page::{Listing, column, number, text};
use crate::analyse::FeedbackResult;
use crate::workbook::{Cell, Sheet};
use std::sync::Arc;

const NAME: &str = "Feedback";
/// Quarters shown: this one and the four before.
const QUARTERS: usize = 5;

pub fn sheet<'a>(desk: &Arc<Desk<'a>>) -> Sheet<'a> {
    let (a, looks) = (desk.a, &desk.looks);
    let mut page = desk.page(NAME, "Feedback: complaints, compliments and comments");
    let mut columns = vec![column("Service", 28.0), column("Directorate", 22.0), column("Kind of feedback", 22.0)];
    columns.extend(a.period.last(QUARTERS).map(|p| column(p.to_string(), 11.0)));
    columns.extend([
        column("Answered in time", 11.0),
        column("Answered in time, share", 12.0),
        column("Upheld", 10.0),
        column("What people told us", 50.0),
    ]);
    page.widen(&columns);
    let days = &a.settings.feedback;
    page.row = 3;
    page.put(
        0,
        text(
            format!(
                "In time: stage 1 within {} working days, stage 2 within {}.",
                days.stage_1_days, days.stage_2_days
            ),
            looks.plain,
        ),
    );
    page.row = 5;
    page.heading_here(1);
    let source = desk.clone();
    page.table(
        Listing {
            name: NAME.into(),
            columns,
            len: a.feedback.len(),
            rows: Box::new(move |n: usize, out: &mut Vec<Cell<'a>>| line(&source, &source.a.feedback[n], out)),
            filter: true,
            none: "No feedback was reported.",
        },
        looks,
    );
    page.sheet
}

fn line<'a>(desk: &Desk<'a>, r: &'a FeedbackResult, out: &mut Vec<Cell<'a>>) {
    let looks = desk.looks_for(desk.a.feedback.len());
    let now = r.now.as_ref();
    out.extend([
        text(desk.service(&r.service), looks.text),
        text(desk.directorate(&r.service), looks.text),
        text(r.kind.words(), looks.text),
    ]);
    let skip = r.received.len().saturating_sub(QUARTERS);
    out.extend((r.received.len()..QUARTERS).map(|_| text("", looks.text)));
    out.extend(r.received[skip..].iter().map(|n| number(*n, looks.whole)));
    out.extend([
        number(now.and_then(|f| f.in_time), looks.whole),
        number(r.in_time_share, looks.share),
        number(now.and_then(|f| f.upheld), looks.whole),
        text(now.map_or("", |f| f.words.as_str()), looks.text),
    ]);
}
