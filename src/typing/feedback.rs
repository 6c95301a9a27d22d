//! The feedback sheet: a count for each kind, or a count of complaints and compliments for each month.

use super::cells::{CellValue, ExpectedNumber};
use super::file_context::FileContext;
use super::records::{of_kind, repeated};
use super::row::RowCells;
use crate::catalogue;
use crate::finding::Finding;
use crate::reading::{Feedback, FeedbackKind, is_count};
use crate::record::{Content, Field, Kind, PassedOver, Record};
use crate::text::date;
use crate::text::words::{clean, list, meaning, plain, quoted};
use chrono::{Datelike, NaiveDate};
use std::sync::Arc;

const MONTHLY: [(Field, FeedbackKind); 2] =
    [(Field::Complaints, FeedbackKind::Stage1), (Field::Compliments, FeedbackKind::Compliments)];
const COUNT: ExpectedNumber = ExpectedNumber {
    percent: false,
    unit: None,
    minimum: None,
    maximum: None,
    thousands_or_millions: None,
    money: false,
    quotient: None,
};

/// Types every line of feedback of the file.
pub(super) fn feedback(file: &mut FileContext<'_>, records: &[Record]) -> Vec<Feedback> {
    let monthly =
        |r: &&Record| r.fields.iter().any(|(f, _)| matches!(f, Field::Month | Field::Complaints | Field::Compliments));
    let rows = of_kind(records, Kind::Feedback);
    let lines = rows.clone().filter(|r| !monthly(r));
    let kind_of =
        |file: &FileContext<'_>, r: &Record| kind(file.our_word(Field::FeedbackKind, &r.text(Field::FeedbackKind)));
    let twice =
        repeated(lines.clone().filter(|r| file.quarter_of(r) == Ok(file.period)).filter_map(|r| kind_of(file, r)));
    let mut out: Vec<Feedback> = lines
        .filter_map(|record| {
            let mut row = RowCells::new(file, record);
            let line = line(&mut row, records, |k| twice.contains(&k));
            row.finish();
            line
        })
        .collect();
    months(file, rows.filter(monthly).collect(), &mut out);
    out
}

fn kind(text: &str) -> Option<FeedbackKind> {
    FeedbackKind::ALL.into_iter().find(|k| meaning(k.words()) == meaning(text))
}

fn line(row: &mut RowCells<'_, '_>, records: &[Record], twice: impl Fn(FeedbackKind) -> bool) -> Option<Feedback> {
    let place = row.place_of(Field::Value, records);
    if !row.in_quarter() {
        return None;
    }
    row.text(Field::Service);
    row.text(Field::Period);
    if !row.any(&[Field::Value, Field::InTime, Field::Upheld, Field::Words]) {
        row.ignore_row(PassedOver::NoValue);
        return None;
    }
    if row.filled(Field::FeedbackKind).is_none() {
        if row.passes_unused() {
            return None;
        }
        row.report(&catalogue::C014, Some(place.cell), "a kind of feedback", "nothing");
        row.refuse_row();
        return None;
    }
    let CellValue::Is(kind) =
        row.choice(Field::FeedbackKind, kind, || list(FeedbackKind::ALL.map(FeedbackKind::words)))
    else {
        row.refuse_row();
        return None;
    };
    row.subject = kind.words().into();
    if twice(kind) {
        row.report(&catalogue::T003, Some(place.cell), "one row", format!("“{}” in more than one row", kind.words()));
        row.refuse_row();
        return None;
    }
    let received = count(row, Field::Value);
    let in_time = part(row, Field::InTime, &received);
    let upheld = part(row, Field::Upheld, &received);
    Some(Feedback {
        service: row.file.service.clone(),
        period: row.file.period,
        kind,
        received: received.ok(),
        in_time,
        upheld,
        log: None,
        words: row.text(Field::Words),
        place,
    })
}

/// How many there were: counted one by one, and no more than anybody could count in a quarter.
fn count(row: &mut RowCells<'_, '_>, field: Field) -> CellValue<f64> {
    let count = row.number(field, &COUNT);
    match count {
        CellValue::Is(n) if !is_count(n) => {
            row.refuse(field, &catalogue::C090, "a whole number, 0 or more", plain(n));
            CellValue::Bad
        }
        count => count,
    }
}

/// How many of those received: never more. Where the count of those is bad, that is said, and this one cannot be told.
fn part(row: &mut RowCells<'_, '_>, field: Field, received: &CellValue<f64>) -> Option<f64> {
    let n = count(row, field).ok()?;
    let most = match received {
        CellValue::Is(most) => *most,
        CellValue::Bad => return None,
        CellValue::Blank | CellValue::Marker(_) => 0.0,
    };
    if n <= most {
        return Some(n);
    }
    let expected = format!("at most {}, as many as were received", plain(most));
    row.refuse(field, &catalogue::R026, expected, plain(n));
    None
}

/// The months of the quarter are added up; a month that cannot be read takes the quarter's count with it, since a sum
/// without it would be too small.
fn months(file: &mut FileContext<'_>, records: Vec<&Record>, out: &mut Vec<Feedback>) {
    let mut sums = MONTHLY.map(|_| MonthlySum { taken: vec![], spoilt: false, total: None });
    for record in records {
        let mut row = RowCells::new(file, record);
        match in_quarter(&mut row) {
            None => sums.iter_mut().for_each(|s| s.spoilt = true),
            Some(false) => row.ignore_row(PassedOver::OtherPeriod),
            Some(true) => {
                row.accept(Field::Month);
                for (sum, (field, kind)) in sums.iter_mut().zip(MONTHLY) {
                    row.subject = kind.words().into();
                    match count(&mut row, field) {
                        CellValue::Bad => sum.spoilt = true,
                        CellValue::Is(n) => sum.add(n, kind, &row, field),
                        _ => {}
                    }
                }
            }
        }
        row.finish();
    }
    for mut sum in sums {
        if let Some(total) = sum.total.as_ref().filter(|t| out.iter().any(|f| f.kind == t.kind)) {
            let kind = total.kind.words();
            let finding = Finding::new(&catalogue::T003, "one count", format!("“{kind}” by month and by kind"));
            file.findings.push(finding.at(&total.place).about(kind));
            sum.spoilt = true;
        }
        if sum.spoilt {
            sum.taken.iter().for_each(|sheet| file.take_back(sheet));
        } else {
            out.extend(sum.total);
        }
    }
}

/// The months of one kind so far.
struct MonthlySum {
    /// The sheet of every cell that was added.
    taken: Vec<Arc<str>>,
    spoilt: bool,
    total: Option<Feedback>,
}

impl MonthlySum {
    fn add(&mut self, n: f64, kind: FeedbackKind, row: &RowCells<'_, '_>, field: Field) {
        self.taken.push(row.record.sheet.clone());
        let total = self.total.get_or_insert_with(|| Feedback {
            service: row.file.service.clone(),
            period: row.file.period,
            kind,
            received: Some(0.0),
            in_time: None,
            upheld: None,
            log: None,
            words: String::new(),
            place: row.place(&[field]),
        });
        total.received = total.received.map(|t| t + n);
    }
}

/// Whether the row's month is of the quarter. `None` when the month cannot be read: then the row is refused.
fn in_quarter(row: &mut RowCells<'_, '_>) -> Option<bool> {
    let start = row.file.settings.year.start_month;
    let (first, last) = (row.file.period.first_day(start), row.file.period.last_day(start));
    let cell = row.filled(Field::Month);
    let month = cell.and_then(|c| match &c.content {
        Content::Date(day) => Some((Some(day.year()), day.month())),
        Content::Number(n) => date::serial(*n, c.since_1904).map(|day| (Some(day.year()), day.month())),
        Content::Text(text) => date::month(clean(text)),
        _ => None,
    });
    let Some((year, month)) = month else {
        let got = cell.map_or_else(|| "nothing".to_owned(), |c| quoted(&c.content.shown()));
        let at = row.place(&[Field::Month]).cell;
        row.report(&catalogue::C010, Some(at), format!("a month like {}", first.format("%B %Y")), got);
        row.refuse_row();
        return None;
    };
    // A month without a year is this quarter's, or it is not of this quarter.
    let year = year.unwrap_or(if month < first.month() { last.year() } else { first.year() });
    Some(NaiveDate::from_ymd_opt(year, month, 1).is_some_and(|day| day >= first && day <= last))
}
