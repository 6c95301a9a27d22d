//! The risk register's sheet: one risk a row.

use super::cells::{CellValue, ExpectedNumber};
use super::file_context::FileContext;
use super::records::{of_kind, rows_of_repeated};
use super::row::RowCells;
use crate::catalogue;
use crate::finding::Finding;
use crate::layout::Layout;
use crate::map::Set;
use crate::reading::{CellRef, Rating, Risk, RiskLevel};
use crate::record::{Content, Field, Kind, Record};
use crate::settings::Axis;
use crate::text::words::{clean, list, quoted};

/// Types every risk row of the file.
pub(super) fn risks(file: &mut FileContext<'_>, records: &[Record]) -> Vec<Risk> {
    let rows = of_kind(records, Kind::Risks);
    let now = || rows.clone().filter(|r| file.quarter_of(r) == Ok(file.period));
    let ids = || now().map(|r| (r.text(Field::Id), r)).filter(|(id, _)| !id.is_empty());
    let (known, twice) = (ids().map(|(id, _)| id).collect::<Set<_>>(), rows_of_repeated(ids()));
    rows.filter_map(|record| {
        let mut row = RowCells::new(file, record);
        let risk = risk(&mut row, records, |id| known.contains(id), |id| twice.get(id).map(Vec::as_slice));
        row.finish();
        risk
    })
    .collect()
}

/// Says where no line of a table of risks that must be there is filled. Our own form prints the table for every service,
/// so that a blank one says nothing.
pub(super) fn say_none(file: &mut FileContext<'_>, records: &[Record]) {
    let asked = |l: &Layout| !l.is_ours() && l.tables.iter().any(|t| t.kind == Kind::Risks && !t.optional);
    let filled = of_kind(records, Kind::Risks).next().is_some();
    let head = file.heads.iter().find(|h| h.kind == Kind::Risks);
    let Some(head) = head.filter(|_| !filled && file.layout.is_some_and(asked)) else { return };
    let at = CellRef::new(head.row, head.columns.first().map_or(0, |c| c.col));
    let finding = Finding::new(&catalogue::K021, "the risks of the quarter", "headings without a line below them");
    file.findings.push(finding.in_sheet(&*head.sheet).in_cell(at));
}

fn risk<'r>(
    row: &mut RowCells<'_, '_>,
    records: &[Record],
    known: impl Fn(&str) -> bool,
    twice: impl Fn(&str) -> Option<&'r [&'r Record]>,
) -> Option<Risk> {
    let place = row.place_of(Field::Likelihood, records);
    if !row.in_quarter() {
        return None;
    }
    row.text(Field::Service);
    row.text(Field::Period);
    row.identify("the id of a risk")?;
    if row.crossed(known) {
        return None;
    }
    if let Some(rows) = twice(&row.subject) {
        row.refuse_double(&catalogue::K010, rows, &[]);
        return None;
    }
    row.subject = row.file.id_before(&row.subject);
    let level = row.choice(Field::Level, RiskLevel::from_words, || list(RiskLevel::ALL.map(RiskLevel::words)));
    let mut current = rating(row, Field::Likelihood, Field::Impact);
    let typed_score = typed_score(row, &mut current);
    if current == CellValue::Blank {
        let expected = "a likelihood and an impact";
        row.report(&catalogue::K006, Some(place.cell), expected, "nothing");
    }
    let typed_band = row.text(Field::Band);
    Some(Risk {
        id: row.subject.clone(),
        service: row.file.service.clone(),
        period: row.file.period,
        title: row.text(Field::Title),
        category: row.text(Field::Category),
        level: level.ok().unwrap_or(RiskLevel::Service),
        inherent: rating(row, Field::InherentLikelihood, Field::InherentImpact).ok(),
        current: current.ok(),
        target: rating(row, Field::TargetLikelihood, Field::TargetImpact).ok(),
        typed_score,
        quoted_previous: quoted_previous(row),
        typed_band: row.file.our_word(Field::Band, &typed_band).to_owned(),
        owner: row.text(Field::Owner),
        controls: row.text(Field::Controls),
        reviewed: row.date(Field::Reviewed),
        target_date: row.deadline(Field::TargetDate),
        indicator: {
            let named = row.text(Field::Indicator);
            let id = row.file.our_id(named);
            if let Some(cell) = row.filled(Field::Indicator).filter(|_| row.file.register.indicator(&id).is_none()) {
                let (at, got) = (cell.at, quoted(&cell.content.shown()));
                row.report(&catalogue::K030, Some(at), "the id of an indicator in the register", got);
            }
            id
        },
        place,
    })
}

/// Likelihood and impact together: one without the other is no rating, and falls with it. A pair may stand in one of
/// their two cells, the other blank or saying the same.
fn rating(row: &mut RowCells<'_, '_>, likelihood: Field, impact: Field) -> CellValue<Rating> {
    if let Some(pair) = [likelihood, impact].into_iter().find_map(|field| pair(row, field)) {
        let [l, i] =
            [(likelihood, Axis::Likelihood), (impact, Axis::Impact)].map(|(f, axis)| (f, beside(row, f, axis)));
        let agrees = |said: &TypedBeside, part: u8| match said {
            TypedBeside::Nothing => true,
            TypedBeside::Pair(other) => *other == pair,
            TypedBeside::Step(n) => *n == part,
            TypedBeside::Other => false,
        };
        if agrees(&l.1, pair.likelihood) && agrees(&i.1, pair.impact) {
            for field in [likelihood, impact] {
                row.accept(field);
            }
            return CellValue::Is(pair);
        }
        // The cell that holds the pair stands against the other one: neither is taken.
        let expected = row.file.settings.risk.code(pair);
        for field in [likelihood, impact] {
            if let Some(cell) = row.filled(field) {
                let got = quoted(&cell.content.shown());
                row.refuse(field, &catalogue::K006, format!("one rating, {expected}, in both cells"), got);
            }
        }
        return CellValue::Bad;
    }
    let l = step(row, likelihood, Axis::Likelihood);
    let i = step(row, impact, Axis::Impact);
    match (l, i) {
        (CellValue::Is(likelihood), CellValue::Is(impact)) => CellValue::Is(Rating { likelihood, impact }),
        (CellValue::Is(_), CellValue::Bad) => {
            row.refuse_with(likelihood);
            CellValue::Bad
        }
        (CellValue::Bad, CellValue::Is(_)) => {
            row.refuse_with(impact);
            CellValue::Bad
        }
        (CellValue::Is(_), _) => {
            row.refuse(likelihood, &catalogue::K006, "a likelihood and an impact", "no impact");
            CellValue::Bad
        }
        (_, CellValue::Is(_)) => {
            row.refuse(impact, &catalogue::K006, "a likelihood and an impact", "no likelihood");
            CellValue::Bad
        }
        (CellValue::Bad, _) | (_, CellValue::Bad) => CellValue::Bad,
        _ => CellValue::Blank,
    }
}

/// What a cell of a rating says, before it is taken.
enum TypedBeside {
    Nothing,
    Step(u8),
    Pair(Rating),
    Other,
}

fn beside(row: &RowCells<'_, '_>, field: Field, axis: Axis) -> TypedBeside {
    match row.filled(field).map(|c| &c.content) {
        None => TypedBeside::Nothing,
        Some(content) => match (step_of(row, content, axis), pair(row, field)) {
            (Some(n), _) => TypedBeside::Step(n),
            (_, Some(pair)) => TypedBeside::Pair(pair),
            _ => TypedBeside::Other,
        },
    }
}

/// A whole rating in one cell, where the cell is not a step of its own axis.
fn pair(row: &RowCells<'_, '_>, field: Field) -> Option<Rating> {
    let Content::Text(text) = &row.filled(field)?.content else { return None };
    let own = match field {
        Field::Impact | Field::InherentImpact | Field::TargetImpact => Some(Axis::Impact),
        Field::Likelihood | Field::InherentLikelihood | Field::TargetLikelihood => Some(Axis::Likelihood),
        _ => None,
    };
    let matrix = &row.file.settings.risk;
    if own.is_some_and(|axis| matrix.step(axis, &our_step(row, axis, clean(text))).is_some()) {
        return None;
    }
    matrix.pair(clean(text), |axis, part| our_step(row, axis, part))
}

/// The council's own word for a step that the layout calls otherwise.
fn our_step(row: &RowCells<'_, '_>, axis: Axis, text: &str) -> String {
    let field = match axis {
        Axis::Likelihood => Field::Likelihood,
        Axis::Impact => Field::Impact,
    };
    row.file.our_word(field, text).to_owned()
}

fn step_of(row: &RowCells<'_, '_>, content: &Content, axis: Axis) -> Option<u8> {
    let matrix = &row.file.settings.risk;
    match content {
        Content::Number(n) => matrix.step_of_number(axis, *n),
        Content::Text(text) => matrix.step(axis, &our_step(row, axis, clean(text))),
        _ => None,
    }
}

/// A step of the matrix's scale, as its code, its word, or both (`4`, `Likely`, `4 - Likely`).
fn step(row: &mut RowCells<'_, '_>, field: Field, axis: Axis) -> CellValue<u8> {
    let Some(cell) = row.filled(field) else { return CellValue::Blank };
    if matches!(cell.content, Content::Error(_) | Content::FormulaWithoutResult) {
        row.text(field);
        return CellValue::Bad;
    }
    match step_of(row, &cell.content, axis) {
        Some(n) => {
            row.accept(field);
            CellValue::Is(n)
        }
        None => {
            let settings = row.file.settings;
            let (words, codes) = settings.risk.axis(axis);
            let (first, last) = (codes.first().map_or("", String::as_str), codes.last().map_or("", String::as_str));
            let words = list(words.iter().map(String::as_str));
            let expected = format!("{first} to {last}, or one of: {words}");
            row.refuse(field, &catalogue::K006, expected, quoted(&cell.content.shown()));
            CellValue::Bad
        }
    }
}

/// The score that was typed, as the matrix compares it: a number, or on a matrix without scores a cell (`B2`) or a band.
/// A cell that the score names stands for the rating where the row has no other; where it has, it must be the same.
fn typed_score(row: &mut RowCells<'_, '_>, current: &mut CellValue<Rating>) -> Option<f64> {
    let settings = row.file.settings;
    let cell = row.filled(Field::Score)?;
    let at = cell.at;
    if cell.content == Content::FormulaWithoutResult {
        // The form computes the score, and so do we: nothing was typed.
        row.accept(Field::Score);
        return None;
    }
    if let Some(named) = band_named(row, Field::Score) {
        row.accept(Field::Score);
        return Some(named);
    }
    let Some(pair) = pair(row, Field::Score) else { return row.number(Field::Score, &ExpectedNumber::default()).ok() };
    row.accept(Field::Score);
    match *current {
        CellValue::Blank => *current = CellValue::Is(pair),
        CellValue::Is(rated) if rated != pair => {
            let (rated, typed) = (settings.risk.code(rated), settings.risk.code(pair));
            row.report(&catalogue::K001, Some(at), rated, typed);
        }
        _ => {}
    }
    None
}

/// Last quarter's score as it is quoted: a number, or on a matrix without scores a cell or a band.
fn quoted_previous(row: &mut RowCells<'_, '_>) -> Option<f64> {
    let matrix = &row.file.settings.risk;
    let of_pair = || Some(f64::from(matrix.score(pair(row, Field::PreviousScore)?)?));
    match band_named(row, Field::PreviousScore).or_else(of_pair) {
        Some(score) => {
            row.accept(Field::PreviousScore);
            Some(score)
        }
        None => row.number(Field::PreviousScore, &ExpectedNumber::default()).ok(),
    }
}

/// The number of the band that a cell names, on a matrix without scores.
fn band_named(row: &RowCells<'_, '_>, field: Field) -> Option<f64> {
    let matrix = &row.file.settings.risk;
    let Content::Text(text) = &row.filled(field)?.content else { return None };
    matrix.named(clean(text)).filter(|_| !matrix.products).map(|rank| rank as f64 + 1.0)
}
