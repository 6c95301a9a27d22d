//! What may be typed in which column of the register, and the words that drop-downs offer.

use super::styles::{LAST_ROW, StarterStyles, text, width};
use crate::finding::Severity;
use crate::fit::fit;
use crate::layout::Layout;
use crate::measure::{Aggregation, Frequency, LongTerm, MeasureType, Polarity, Scheme, Unit};
use crate::period::Period;
use crate::reading::column_letters;
use crate::record::{Field, Kind};
use crate::register::{OutcomeRole, PERS, PeerKind, YearKind};
use crate::workbook::{Sheet, ValidationRule, Visibility};

/// The words of the drop-downs, each in a column of the hidden sheet.
pub(super) struct DropDownLists {
    sheet: String,
    columns: Vec<(Field, String, Vec<String>)>,
}

impl DropDownLists {
    pub fn new(layout: &Layout, more: &[(Field, Vec<String>)], period: Period) -> Self {
        fn words<T: Copy>(all: &[T], words: fn(T) -> &'static str) -> Vec<String> {
            all.iter().map(|v| words(*v).to_owned()).collect()
        }
        let yes_no = || vec!["Yes".to_owned(), "No".to_owned()];
        let columns = [
            (Field::Unit, words(Unit::ALL, Unit::words)),
            (Field::Polarity, words(Polarity::ALL, Polarity::words)),
            (Field::Frequency, words(Frequency::ALL, Frequency::words)),
            (Field::DueQuarters, ["Q1", "Q2", "Q3", "Q4", "Q1; Q3", "Q2; Q4"].map(str::to_owned).to_vec()),
            (Field::Aggregation, words(Aggregation::ALL, Aggregation::words)),
            (Field::Cumulative, yes_no()),
            (Field::MeasureType, words(MeasureType::ALL, MeasureType::words)),
            (Field::Scheme, words(Scheme::ALL, Scheme::words)),
            (Field::PartOfWhole, yes_no()),
            (Field::Seasonal, words(LongTerm::ALL, LongTerm::words)),
            (Field::Key, yes_no()),
            (Field::YearKind, words(YearKind::ALL, YearKind::words)),
            (Field::Composite, yes_no()),
            (Field::Year, (-2..=5).map(|n| period.plus(4 * n).year_label()).collect()),
            (Field::ComparatorKind, words(PeerKind::ALL, PeerKind::words)),
            (Field::Role, words(OutcomeRole::ALL, OutcomeRole::words)),
            (Field::Severity, words(&[Severity::Error, Severity::Query, Severity::Note], Severity::word)),
        ];
        let heading = |field: Field| {
            let mut columns = layout.tables.iter().flat_map(|t| &t.columns);
            columns.find(|c| c.field() == Some(field)).and_then(|c| c.heading.first()).cloned().unwrap_or_default()
        };
        let columns = columns.into_iter().chain(more.iter().cloned());
        let columns: Vec<_> = columns.map(|(field, words)| (field, heading(field), words)).collect();
        // A list whose column the layout does not have is of another workbook.
        let columns = columns.into_iter().filter(|(_, heading, _)| !heading.is_empty()).collect();
        Self { sheet: layout.ignore_sheets.get(1).cloned().unwrap_or_default(), columns }
    }

    /// A reference to the words of a field.
    fn range(&self, field: Field) -> Option<String> {
        let n = self.columns.iter().position(|(f, ..)| *f == field)?;
        let (letters, last) = (column_letters(fit::<u16>(n)), self.columns.get(n)?.2.len() + 1);
        Some(format!("='{}'!${letters}$2:${letters}${last}", self.sheet))
    }

    pub fn sheet(self, styles: &StarterStyles) -> Sheet<'static> {
        let mut sheet = Sheet { name: self.sheet, visibility: Visibility::Hidden, show_grid: true, ..Sheet::default() };
        for (n, (_, heading, words)) in self.columns.into_iter().enumerate() {
            sheet.widths.push(width(words.iter().chain([&heading])));
            sheet.cells.push((0, fit::<u16>(n), text(heading, styles.heading)));
            let words = words.into_iter().enumerate();
            sheet.cells.extend(words.map(|(row, word)| (fit::<u32>(row) + 1, fit::<u16>(n), text(word, styles.text))));
        }
        sheet
    }
}

/// What may be typed in a column, what is said when it is broken, and whether it then passes with a warning.
pub(super) fn rule(
    layout: &Layout,
    kind: Kind,
    field: Option<Field>,
    column: u16,
    lists: &DropDownLists,
) -> Option<(ValidationRule, &'static str, bool)> {
    use Field::*;
    let field = field?;
    let number = |min, max| ValidationRule::Decimal { min, max };
    let letters = column_letters(column);
    Some(match (kind, field) {
        // Of a crosswalk each of several councils has its own.
        (Kind::Services | Kind::Priorities, Id) if layout.table(Kind::Successors).is_some() => return None,
        (Kind::Services | Kind::Priorities | Kind::Definitions | Kind::Predecessors | Kind::Successors, Id)
        | (Kind::Checks, Code)
        | (Kind::Sets, Name) => {
            let unique = format!("=COUNTIF(${letters}$2:${letters}${},{letters}2)=1", LAST_ROW + 1);
            (ValidationRule::Formula(unique), "Another row has this id; give each its own.", false)
        }
        (Kind::Targets | Kind::Comparators | Kind::Outcomes, Id) | (_, PartOf | OpeningOf) => (
            ValidationRule::ListRange(ids(layout, Kind::Definitions)?),
            "Choose the id of an indicator of this register.",
            false,
        ),
        (Kind::Definitions, Service) => (
            ValidationRule::ListRange(ids(layout, Kind::Services)?),
            "Choose the id of a service of this register.",
            false,
        ),
        (_, Council | SettingsFrom | Predecessor) => {
            (ValidationRule::ListRange(ids(layout, Kind::Predecessors)?), "Choose the id of a council.", false)
        }
        (_, Successor) => {
            (ValidationRule::ListRange(ids(layout, Kind::Successors)?), "Choose the id of a successor.", false)
        }
        (_, Share) => (number(Some(0.0), Some(1.0)), "Type a number from 0 to 1, or a percentage.", false),
        (Kind::Crosswalk, Factor | Offset) => (number(None, None), "Type a number alone.", false),
        // On a crosswalk they are told to people, as the register has them.
        (Kind::Crosswalk, Decimals | Unit | Polarity | Frequency | Aggregation | YearKind | Formula) => return None,
        (_, Decimals) => (ValidationRule::Whole { min: 0, max: 6 }, "Type a whole number from 0 to 6.", false),
        (_, TolerancePercent) => (number(Some(0.0), Some(100.0)), "Type a number from 0 to 100.", false),
        (_, Per) => (
            ValidationRule::Formula(format!("=OR({})", PERS.map(|per| format!("{letters}2={per}")).join(","))),
            "Type 1,000, 10,000 or 100,000.",
            false,
        ),
        (_, Distance) => (number(Some(0.0), None), "Type a number, 0 or more.", false),
        (_, ToleranceAbsolute) => (number(Some(0.0), None), "Type a number, 0 or more.", false),
        (_, Weight) => (
            ValidationRule::Formula(format!("=AND(ISNUMBER({letters}2),{letters}2>0)")),
            "Type a number above 0.",
            false,
        ),
        (
            _,
            Minimum | Maximum | Annual | Q1 | Q2 | Q3 | Q4 | Baseline | Floor | AmberLow | GreenLow | GreenHigh
            | AmberHigh | Value,
        ) => (number(None, None), "Type a number alone: no unit, no words.", false),
        // Other quarters and years than those listed can be meant.
        (_, DueQuarters | Year) => {
            (ValidationRule::ListRange(lists.range(field)?), "This is not in the list. Keep it?", true)
        }
        _ => (ValidationRule::ListRange(lists.range(field)?), "Choose one of the words in the list.", false),
    })
}

/// A reference to the ids of another sheet.
fn ids(layout: &Layout, kind: Kind) -> Option<String> {
    let table = layout.table(kind)?;
    let column = table.columns.iter().position(|c| c.field() == Some(Field::Id))?;
    let letters = column_letters(fit::<u16>(column));
    Some(format!("='{}'!${letters}$2:${letters}${}", table.sheet.first()?, LAST_ROW + 1))
}
