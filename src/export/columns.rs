//! The columns of the tables, each with what it means: the dictionary follows from them.

use super::figure::{FigureRow, RestatedPart};
use super::table::{ExportColumn, ExportField, ExportTable, FieldKind};
use crate::measure::{Polarity, Unit};
use crate::period::Period;
use crate::reading::{Marker, Place};
use crate::reported::ReportedFigure;
use crate::settings::Status;
use std::borrow::Cow;

/// The name of the figures among the outputs of a run.
pub const FIGURES: &str = "figures.csv";

type FigureColumn<'a> = ExportColumn<FigureRow<'a>>;

/// The columns of the figures, a row a measure and quarter.
pub fn figure_columns<'a>() -> Vec<FigureColumn<'a>> {
    [what(), when(), figure(), reported(), source(), state()].into_iter().flatten().collect()
}

fn what<'a>() -> Vec<FigureColumn<'a>> {
    use FieldKind::Text;
    vec![
        FigureColumn::new("indicator", Text, "Id of the measure; today's, where it was renamed", |r| {
            ExportField::text(r.id)
        }),
        FigureColumn::new("name", Text, "Its name in the register of today; blank where it is gone from there", |r| {
            ExportField::text(r.indicator.map_or("", |i| &i.name))
        }),
        FigureColumn::new("service", Text, "Id of the service that sent it", |r| ExportField::text(r.service_id)),
        FigureColumn::new("service_name", Text, "Its name in the register of today", |r| {
            ExportField::text(r.service.map_or("", |s| &s.name))
        }),
        FigureColumn::new("directorate", Text, "The part of the council that the service belongs to", |r| {
            ExportField::text(r.service.map_or("", |s| &s.directorate))
        }),
        FigureColumn::new(
            "priorities",
            Text,
            "Ids of the priorities that it belongs to, with “; ” between them",
            |r| ExportField::made(r.indicator.map(|i| i.priorities.join("; ")).unwrap_or_default()),
        ),
        FigureColumn::new("unit", Text, "What a figure is in; with “per” where it is a rate", |r| {
            ExportField::Text(r.indicator.map_or(Cow::Borrowed(""), |i| i.with_per(i.unit.words())))
        })
        .one_of(Unit::ALL.iter().map(|u| u.words())),
        FigureColumn::new("polarity", Text, "Which way is better", |r| {
            ExportField::text(r.indicator.map_or("", |i| i.polarity.words()))
        })
        .one_of(Polarity::ALL.iter().map(|p| p.words())),
    ]
}

fn when<'a>() -> Vec<FigureColumn<'a>> {
    use FieldKind::{Day, Text};
    vec![
        FigureColumn::new("quarter", Text, "The quarter of the financial year; leads to the table quarters", |r| {
            ExportField::made(r.period)
        }),
        FigureColumn::new("first_day", Day, "First day of the quarter", |r| ExportField::Day(Some(r.days[0]))),
        FigureColumn::new("last_day", Day, "Last day of the quarter", |r| ExportField::Day(Some(r.days[1]))),
    ]
}

fn figure<'a>() -> Vec<FigureColumn<'a>> {
    use FieldKind::{Number, Text};
    let own = "the measure's own";
    vec![
        FigureColumn::new(
            "value",
            Number,
            "The figure, as published and as put right since; year to date where the measure is cumulative. Blank is no figure, never nought",
            |r| ExportField::Number(r.value),
        )
        .of_unit(own),
        FigureColumn::new("marker", Text, "Why there is no figure, where its service says so", |r| {
            ExportField::text(r.marker.map_or("", Marker::key))
        })
        .one_of(Marker::ALL.iter().map(|m| m.key())),
        FigureColumn::new("numerator", Number, "What the figure is made of", |r| ExportField::Number(r.numerator)),
        FigureColumn::new("denominator", Number, "What the figure is made of", |r| ExportField::Number(r.denominator)),
    ]
}

fn told<'r>(row: &'r FigureRow<'_>, of: fn(&ReportedFigure) -> Option<f64>) -> ExportField<'r> {
    ExportField::Number(row.told.and_then(of))
}

/// What would tell a figure that is held back is not told.
fn foreseen<'r>(row: &'r FigureRow<'_>, of: fn(&ReportedFigure) -> Option<f64>) -> ExportField<'r> {
    if row.is_held_back() { ExportField::Number(None) } else { told(row, of) }
}

fn reported<'a>() -> Vec<FigureColumn<'a>> {
    use FieldKind::{Number, Text};
    let own = "the measure's own";
    vec![
        FigureColumn::new("target", Number, "The quarter's target as it was compared; put right where that was done", |r| {
            told(r, |f| f.target)
        })
        .of_unit(own),
        FigureColumn::new("annual_target", Number, "The year's target", |r| told(r, |f| f.annual_target)).of_unit(own),
        FigureColumn::new(
            "status",
            Text,
            "The status that it was reported with; of a figure that was put right, the one that it has now. Blank where the quarter was \
             imported and never reported",
            |r| ExportField::text(r.status.map_or("", Status::key)),
        )
        .one_of(Status::ALL.iter().map(|s| s.key())),
        FigureColumn::new("direction", Text, "Against the quarter before, as it was reported", |r| {
            ExportField::text(r.direction())
        })
        .one_of(["improving", "steady", "worsening", "moved"]),
        FigureColumn::new("outturn", Number, "Where the year was to end when it was reported, or did end", |r| {
            foreseen(r, |f| f.outturn)
        })
        .of_unit(own),
        FigureColumn::new("outturn_low", Number, "Lower end of the range that was to hold the outturn with 80%", |r| {
            foreseen(r, |f| f.range_and_chance[0])
        })
        .of_unit(own),
        FigureColumn::new("outturn_high", Number, "Upper end of that range", |r| foreseen(r, |f| f.range_and_chance[1]))
            .of_unit(own),
        FigureColumn::new("outturn_chance", Number, "Chance of meeting the year's target", |r| {
            foreseen(r, |f| f.range_and_chance[2])
        })
        .of_unit("0 to 1"),
    ]
}

fn place<'r>(row: &'r FigureRow<'_>, of: fn(&Place) -> &str) -> ExportField<'r> {
    ExportField::text(row.place.map_or("", of))
}

fn source<'a>() -> Vec<FigureColumn<'a>> {
    use FieldKind::{Text, Whole};
    vec![
        FigureColumn::new(
            "file",
            Text,
            "The file that the figure was read from; blank where nothing came, or a formula gave it",
            |r| place(r, |p| &p.source.file),
        ),
        FigureColumn::new("sheet", Text, "Its sheet", |r| place(r, |p| &p.sheet)),
        FigureColumn::new("cell", Text, "Its cell", |r| {
            ExportField::made(r.place.map(|p| p.cell.to_string()).unwrap_or_default())
        }),
        FigureColumn::new("sha256", Text, "SHA-256 of the file's bytes", |r| place(r, |p| &p.source.sha256)),
        FigureColumn::new(
            "record",
            Whole,
            "The record of the ledger that has the figure: of the run that reported it, of its import or of its correction",
            |r| ExportField::Whole(r.record),
        ),
    ]
}

fn state<'a>() -> Vec<FigureColumn<'a>> {
    use FieldKind::{Number, Text, Whole, Yes};
    let own = "the measure's own";
    vec![
        FigureColumn::new(
            "release",
            Whole,
            "Number of the release that it is of; blank where it is not published",
            |r| ExportField::Whole(r.release.map(|release| release.number.into())),
        ),
        FigureColumn::new("provisional", Yes, "Its report is not final: not published, or published early", |r| {
            ExportField::Yes(r.is_provisional())
        })
        .one_of(["yes", "no"]),
        FigureColumn::new("sent_as_provisional", Yes, "Its service says that it can change", |r| {
            ExportField::Yes(r.sent_as_provisional)
        })
        .one_of(["yes", "no"]),
        FigureColumn::new("restated", Text, "What was put right since it was published, or last reported", |r| {
            ExportField::text(r.restated.map_or("", RestatedPart::key))
        })
        .one_of(RestatedPart::ALL.map(RestatedPart::key)),
        FigureColumn::new("value_as_published", Number, "The figure before that", |r| {
            ExportField::Number(r.as_published.and_then(|before| before.value))
        })
        .of_unit(own),
        FigureColumn::new("target_as_published", Number, "The target before that", |r| {
            ExportField::Number(r.as_published.and_then(|before| before.target))
        })
        .of_unit(own),
        FigureColumn::new("status_as_published", Text, "The status before that", |r| {
            ExportField::text(r.as_published.and_then(|before| before.status).map_or("", Status::key))
        })
        .one_of(Status::ALL.iter().map(|s| s.key())),
        FigureColumn::new(
            "estimated_by",
            Text,
            "From what and by what share it is estimated; blank where it is no estimate",
            |r| ExportField::text(r.estimated_by()),
        ),
    ]
}

/// The name of the table that says what every column means.
pub const DICTIONARY: &str = "dictionary";

/// A quarter, with the month in which the year starts.
pub type Quarter = (Period, u32);

/// The quarters: a table of dates.
pub fn quarters(rows: Vec<Quarter>) -> ExportTable<Quarter> {
    use FieldKind::{Day, Text, Whole};
    let columns = vec![
        ExportColumn::<Quarter>::new("quarter", Text, "The quarter; the key of the table", |(q, _)| {
            ExportField::made(q)
        }),
        ExportColumn::<Quarter>::new("year", Text, "The financial year", |(q, _)| ExportField::made(q.year_label())),
        ExportColumn::<Quarter>::new("number", Whole, "The quarter of the financial year", |(q, _)| {
            ExportField::Whole(Some(q.quarter().into()))
        })
        .one_of(["1", "2", "3", "4"]),
        ExportColumn::<Quarter>::new("first_day", Day, "Its first day", |(q, start)| {
            ExportField::Day(Some(q.first_day(*start)))
        }),
        ExportColumn::<Quarter>::new("last_day", Day, "Its last day", |(q, start)| {
            ExportField::Day(Some(q.last_day(*start)))
        }),
        ExportColumn::<Quarter>::new("months", Text, "Its months in words", |(q, start)| {
            ExportField::made(q.months(*start))
        }),
    ];
    ExportTable { name: "quarters", columns, rows }
}

/// A column of a table, as the dictionary says it.
pub struct DictionaryRow {
    table: &'static str,
    column: &'static str,
    kind: &'static str,
    unit: &'static str,
    meaning: &'static str,
    allowed: String,
}

/// The columns of a table, for the dictionary.
pub fn described<R>(table: &ExportTable<R>) -> impl Iterator<Item = DictionaryRow> + '_ {
    table.columns.iter().map(|c| DictionaryRow {
        table: table.name,
        column: c.name,
        kind: c.kind.words(),
        unit: c.unit,
        meaning: c.meaning,
        allowed: c.allowed.clone(),
    })
}

/// The table of this name that says what every column of every table means, its own among them.
pub fn dictionary(name: &'static str, mut rows: Vec<DictionaryRow>) -> ExportTable<DictionaryRow> {
    use FieldKind::Text;
    let columns = vec![
        ExportColumn::<DictionaryRow>::new("table", Text, "The table", |r| ExportField::text(r.table)),
        ExportColumn::<DictionaryRow>::new("column", Text, "The column", |r| ExportField::text(r.column)),
        ExportColumn::<DictionaryRow>::new("type", Text, "What kind of value it holds", |r| ExportField::text(r.kind))
            .one_of(["text", "number", "whole number", "date", "yes or no"]),
        ExportColumn::<DictionaryRow>::new("unit", Text, "What its numbers are in", |r| ExportField::text(r.unit)),
        ExportColumn::<DictionaryRow>::new("meaning", Text, "What it says", |r| ExportField::text(r.meaning)),
        ExportColumn::<DictionaryRow>::new(
            "allowed",
            Text,
            "The words that can stand there, where there is a list",
            |r| ExportField::text(&r.allowed),
        ),
    ];
    let own = ExportTable { name, columns, rows: vec![] };
    rows.extend(described(&own));
    ExportTable { rows, ..own }
}
