//! The columns of the table, each with what it means.

use super::rows::{FigureKind, OpenRow};
use crate::export::{ExportColumn, ExportField, FieldKind};
use crate::measure::Polarity;
use crate::public::Shorthand;
use crate::public::values::{PublicEdition, PublicValue};
use crate::settings::Status;
use crate::text::number::tidy;

type OpenColumn<'e> = ExportColumn<OpenRow<'e>>;

/// What tells one row from every other.
pub(super) const KEY: [&str; 3] = ["measure", "quarter", "figure_of"];

pub(super) fn columns<'e>(edition: &PublicEdition) -> Vec<OpenColumn<'e>> {
    [what(), when(), figure(edition), whose()].into_iter().flatten().collect()
}

fn what<'e>() -> Vec<OpenColumn<'e>> {
    use FieldKind::Text;
    vec![
        OpenColumn::new("council", Text, "The council that publishes the figure", |r| {
            ExportField::text(&r.edition.council)
        }),
        OpenColumn::new("measure", Text, "Reference of the measure", |r| ExportField::text(&r.measure.id)),
        OpenColumn::new("name", Text, "What is measured", |r| ExportField::text(&r.measure.name)),
        OpenColumn::new("unit", Text, "What the figure, the target and the year's end are in", |r| {
            ExportField::text(&r.measure.unit_words)
        }),
        OpenColumn::new("better", Text, "Which way is better", |r| ExportField::text(r.measure.polarity.words()))
            .one_of(Polarity::ALL.iter().map(|p| p.words())),
    ]
}

fn when<'e>() -> Vec<OpenColumn<'e>> {
    use FieldKind::{Day, Text};
    vec![
        OpenColumn::new("quarter", Text, "The quarter of the financial year", |r| ExportField::made(r.period)),
        OpenColumn::new("first_day", Day, "First day of the quarter", |r| ExportField::Day(r.days.map(|d| d[0]))),
        OpenColumn::new("last_day", Day, "Last day of the quarter", |r| ExportField::Day(r.days.map(|d| d[1]))),
        OpenColumn::new(
            "figure_of",
            Text,
            "What the figure is of: the quarter, the year up to its end, or the whole year as it is known or foreseen",
            |r| ExportField::text(r.kind.words()),
        )
        .one_of(FigureKind::ALL.map(FigureKind::words)),
    ]
}

fn number<'r>(value: Option<PublicValue>) -> ExportField<'r> {
    ExportField::Number(value.and_then(PublicValue::number).map(tidy))
}

fn marker<'r>(value: Option<PublicValue>) -> ExportField<'r> {
    ExportField::text(match value {
        Some(PublicValue::Without(sign)) => sign.mark(),
        Some(PublicValue::Number(_)) | None => "",
    })
}

fn figure<'e>(edition: &PublicEdition) -> Vec<OpenColumn<'e>> {
    use FieldKind::{Number, Text};
    let own = "the measure's own";
    let signs = || Shorthand::ALL.map(Shorthand::mark);
    let word = |status: &Status| edition.looks.get(status).map_or(status.key(), |look| look.word.as_str());
    vec![
        OpenColumn::new("value", Number, "The figure. Blank is no figure, never nought", |r| number(Some(r.value)))
            .of_unit(own),
        OpenColumn::new("marker", Text, "Why there is no figure", |r| marker(Some(r.value))).one_of(signs()),
        OpenColumn::new("signs", Text, "What there is to know of the figure, with a space between two signs", |r| {
            ExportField::made(r.signs.iter().map(|s| s.mark()).collect::<Vec<_>>().join(" "))
        }),
        OpenColumn::new("target", Number, "What the figure was to be; blank where there is no target", |r| {
            ExportField::Number(r.target.map(tidy))
        })
        .of_unit(own),
        OpenColumn::new("status", Text, "How the figure stands against its target; blank for a year", |r| {
            ExportField::text(
                r.status
                    .map_or("", |status| r.edition.looks.get(&status).map_or(status.key(), |look| look.word.as_str())),
            )
        })
        .one_of(Status::ALL.iter().map(word)),
        OpenColumn::new("numerator", Number, "What is counted above the line", |r| number(r.numerator)),
        OpenColumn::new("numerator_marker", Text, "Why there is none", |r| marker(r.numerator)).one_of(signs()),
        OpenColumn::new("denominator", Number, "What is counted below the line", |r| number(r.denominator)),
        OpenColumn::new("denominator_marker", Text, "Why there is none", |r| marker(r.denominator)).one_of(signs()),
    ]
}

fn whose<'e>() -> Vec<OpenColumn<'e>> {
    use FieldKind::{Text, Yes};
    vec![
        OpenColumn::new("priorities", Text, "Priorities that the measure serves, with “; ” between them", |r| {
            ExportField::made(r.measure.priorities.join("; "))
        }),
        OpenColumn::new("service", Text, "The service that reports the measure", |r| {
            ExportField::text(&r.measure.service)
        }),
        OpenColumn::new("directorate", Text, "The part of the council that the service belongs to", |r| {
            ExportField::text(&r.measure.directorate)
        }),
        OpenColumn::new("draft", Yes, "The figures are not published yet", |r| ExportField::Yes(r.edition.draft))
            .one_of(["yes", "no"]),
    ]
}
