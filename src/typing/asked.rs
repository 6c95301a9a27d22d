//! The columns in which a form asks for what may be blank.

use super::file_context::FileContext;
use crate::reading::asked::{AskedColumn, AskedDetail};
use crate::record::{Field, HeadColumn, Kind, TableHead};

/// The field that the place of such a record is, and the fields that are asked beside it.
type AskedBeside = (Field, &'static [(Field, AskedDetail)]);

const BESIDE_A_VALUE: &[(Field, AskedDetail)] = &[
    (Field::Commentary, AskedDetail::Commentary),
    (Field::RemedialAction, AskedDetail::RemedialAction),
    (Field::Numerator, AskedDetail::Numerator),
    (Field::Denominator, AskedDetail::Denominator),
    (Field::Provisional, AskedDetail::Provisional),
    (Field::Forecast, AskedDetail::Forecast),
    (Field::Barriers, AskedDetail::Barriers),
    (Field::Levers, AskedDetail::Levers),
];

const BESIDE_A_RATING: &[(Field, AskedDetail)] = &[
    (Field::Owner, AskedDetail::Owner),
    (Field::Reviewed, AskedDetail::Reviewed),
    (Field::Title, AskedDetail::RiskTitle),
    (Field::Category, AskedDetail::Category),
    (Field::Level, AskedDetail::Level),
    (Field::InherentLikelihood, AskedDetail::Inherent),
    (Field::TargetLikelihood, AskedDetail::TargetRating),
    (Field::Score, AskedDetail::Score),
    (Field::PreviousScore, AskedDetail::PreviousScore),
    (Field::Band, AskedDetail::Band),
    (Field::Controls, AskedDetail::Controls),
    (Field::TargetDate, AskedDetail::TargetDate),
    (Field::Indicator, AskedDetail::Indicator),
];

const BESIDE_A_STATUS: &[(Field, AskedDetail)] = &[
    (Field::Lead, AskedDetail::Lead),
    (Field::Due, AskedDetail::Due),
    (Field::Title, AskedDetail::ActionTitle),
    (Field::About, AskedDetail::About),
    (Field::Progress, AskedDetail::Progress),
    (Field::Update, AskedDetail::Update),
    (Field::BaselineDate, AskedDetail::Baseline),
    (Field::Evidence, AskedDetail::Evidence),
];

const BESIDE_A_COUNT: &[(Field, AskedDetail)] =
    &[(Field::InTime, AskedDetail::InTime), (Field::Upheld, AskedDetail::Upheld), (Field::Words, AskedDetail::Words)];

const BESIDE_A_FORECAST: &[(Field, AskedDetail)] = &[
    (Field::Budget, AskedDetail::Budget),
    (Field::Revised, AskedDetail::Revised),
    (Field::Virement, AskedDetail::Virement),
    (Field::Actual, AskedDetail::Actual),
    (Field::Variance, AskedDetail::Variance),
    (Field::VarianceReason, AskedDetail::VarianceReason),
    (Field::Spent, AskedDetail::Spent),
    (Field::CapitalStage, AskedDetail::CapitalStage),
];

const BESIDE_A_TARGET: &[(Field, AskedDetail)] = &[(Field::Delivered, AskedDetail::Delivered)];

const BESIDE_A_CORRECTION: &[(Field, AskedDetail)] =
    &[(Field::Numerator, AskedDetail::Numerator), (Field::Denominator, AskedDetail::Denominator)];

fn beside(kind: Kind) -> Option<AskedBeside> {
    match kind {
        Kind::Indicators => Some((Field::Value, BESIDE_A_VALUE)),
        Kind::Risks => Some((Field::Likelihood, BESIDE_A_RATING)),
        Kind::Actions | Kind::Milestones => Some((Field::Status, BESIDE_A_STATUS)),
        Kind::Feedback => Some((Field::Value, BESIDE_A_COUNT)),
        Kind::Revenue | Kind::Capital => Some((Field::Outturn, BESIDE_A_FORECAST)),
        Kind::Savings => Some((Field::SavingTarget, BESIDE_A_TARGET)),
        Kind::Corrections => Some((Field::Corrected, BESIDE_A_CORRECTION)),
        _ => None,
    }
}

/// Every such column of the file.
pub(super) fn columns(file: &FileContext<'_>) -> Vec<AskedColumn> {
    let mut out = vec![];
    for head in &file.heads {
        let Some((of, asked)) = beside(head.kind) else { continue };
        for column in &head.columns {
            let Some((_, what)) = asked.iter().find(|(field, _)| *field == column.field) else { continue };
            // A heading of a matrix that has no column for the value itself gives nothing to stand beside.
            let beside = column.group.map(|_| of_group(head, column, of));
            if beside == Some(None) {
                continue;
            }
            out.push(AskedColumn {
                what: *what,
                source: file.source.clone(),
                sheet: head.sheet.clone(),
                heading: head.row,
                col: column.col,
                beside: beside.flatten(),
            });
        }
    }
    out
}

fn of_group(head: &TableHead, column: &HeadColumn, field: Field) -> Option<u16> {
    head.columns.iter().find(|c| c.group == column.group && c.field == field).map(|c| c.col)
}
