//! The hidden sheets: the words of the drop-downs, and the key sheet by which the reader knows the file.

use super::Context;
use super::form::{FIRST, HEADINGS};
use crate::period::Period;
use crate::reading::correction::RestatementClass;
use crate::reading::{ActionStatus, Marker, RiskLevel, column_letters};
use crate::record::Field;
use crate::settings::Axis;
use crate::status::round_half_away;
use crate::workbook::{Cell, Rule, Sheet, StyleId, Visibility};

const SHEET: &str = "Lists";

/// A list of the sheet Lists, by its place there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    Reasons,
    YesNo,
    RiskLevels,
    Likelihood,
    Impact,
    ActionStatus,
    Indicators,
    /// Quarters before this one, the newest first.
    Quarters,
    Classes,
}

/// Earlier quarters that are offered for correction.
const QUARTERS: i32 = 8;

const ALL: [List; 9] = [
    List::Reasons,
    List::YesNo,
    List::RiskLevels,
    List::Likelihood,
    List::Impact,
    List::ActionStatus,
    List::Indicators,
    List::Quarters,
    List::Classes,
];

impl List {
    fn heading(self) -> &'static str {
        match self {
            Self::Reasons => "Reason",
            Self::YesNo => "Yes or no",
            Self::RiskLevels => "Register level",
            Self::Likelihood => "Likelihood",
            Self::Impact => "Impact",
            Self::ActionStatus => "Action status",
            Self::Indicators => "Indicators",
            Self::Quarters => "Quarters",
            Self::Classes => "Class",
        }
    }

    fn cells<'a>(self, c: &Context<'a>) -> Vec<Cell<'a>> {
        let plain = StyleId::default();
        let words = |list: &[&'static str]| list.iter().map(|w| Cell::text(*w, plain)).collect();
        let scale = |axis| {
            let (_, codes) = c.settings.risk.axis(axis);
            let cell = |(code, n): (&String, u32)| match c.settings.risk.numbered_axis(axis) {
                true => Cell::number(Some(f64::from(n)), plain),
                false => Cell::text(code.clone(), plain),
            };
            codes.iter().zip(1..).map(cell).collect()
        };
        match self {
            Self::Reasons => words(&Marker::ALL.map(Marker::words)),
            Self::YesNo => words(&["Yes", "No"]),
            Self::RiskLevels => words(&RiskLevel::ALL.map(RiskLevel::words)),
            Self::Likelihood => scale(Axis::Likelihood),
            Self::Impact => scale(Axis::Impact),
            Self::ActionStatus => words(&ActionStatus::ALL.map(ActionStatus::words)),
            Self::Quarters => quarters(c).map(|q| Cell::text(q.to_string(), plain)).collect(),
            Self::Classes => words(&RestatementClass::ALL.map(RestatementClass::words)),
            Self::Indicators => {
                c.register.indicators_of(&c.service.id).map(|i| Cell::text(i.id.to_string(), plain)).collect()
            }
        }
    }

    /// Where its words stand.
    fn range(self, c: &Context<'_>) -> String {
        let letters = column_letters(self as u16);
        format!("{SHEET}!${letters}$2:${letters}${}", self.cells(c).len().max(1) + 1)
    }

    /// The drop-down.
    pub fn rule(self, c: &Context<'_>) -> Rule {
        Rule::ListRange(format!("={}", self.range(c)))
    }
}

fn quarters(c: &Context<'_>) -> impl Iterator<Item = Period> + use<> {
    let now = c.period;
    (1..=QUARTERS).map(move |n| now.plus(-n))
}

/// The figures that the ledger holds, a row an indicator and a column a quarter, right of the lists.
fn figures(c: &Context<'_>, sheet: &mut Sheet<'_>) {
    for (quarter, column) in quarters(c).zip(ALL.len() as u16..) {
        sheet.put(0, column, Cell::text(quarter.to_string(), c.looks.label));
        for (indicator, row) in c.register.indicators_of(&c.service.id).zip(1..) {
            let number = c.register.indicator_number(&indicator.id);
            let value = number.and_then(|n| c.past.values.get(n, quarter));
            if let Some(value) = value {
                let printed = round_half_away(value, indicator.decimals);
                sheet.put(row, column, Cell::number(Some(printed), StyleId::default()));
            }
        }
    }
}

/// The formula that looks up what was published for the indicator and the quarter in these two cells.
pub fn published(c: &Context<'_>, indicator: &str, quarter: &str) -> String {
    let (first, last) = (column_letters(ALL.len() as u16), column_letters(ALL.len() as u16 + QUARTERS as u16 - 1));
    let rows = List::Indicators.cells(c).len().max(1) + 1;
    let (indicators, quarters) = (List::Indicators.range(c), List::Quarters.range(c));
    let found = format!(
        "INDEX({SHEET}!${first}$2:${last}${rows},MATCH({indicator},{indicators},0),MATCH({quarter},{quarters},0))"
    );
    format!("=IFERROR(IF(ISNUMBER({found}),{found},\"\"),\"\")")
}

pub fn sheet<'a>(c: &Context<'a>) -> Sheet<'a> {
    let mut sheet = Sheet {
        name: SHEET.to_owned(),
        widths: vec![18.0; ALL.len()],
        visibility: Visibility::Hidden,
        protected: true,
        ..Sheet::default()
    };
    for list in ALL {
        let column = list as u16;
        sheet.put(0, column, Cell::text(list.heading(), c.looks.label));
        for (cell, row) in list.cells(c).into_iter().zip(1..) {
            sheet.put(row, column, cell);
        }
    }
    figures(c, &mut sheet);
    sheet
}

/// The key sheet: template, version, service and quarter, under the labels of the layout.
pub fn keys<'a>(c: &Context<'a>) -> Sheet<'a> {
    let Some(form) = c.layout.forms.iter().find(|f| f.fields.contains_key(Field::Template.key())) else {
        return Sheet::default();
    };
    let mut sheet = Sheet {
        name: form.sheet.first().cloned().unwrap_or_default(),
        widths: vec![20.0, 30.0],
        visibility: Visibility::VeryHidden,
        protected: true,
        ..Sheet::default()
    };
    let values = [
        (Field::Template, c.layout.id.clone()),
        (Field::TemplateVersion, c.layout.version.clone()),
        (Field::Service, c.service.id.to_string()),
        (Field::Period, c.period.to_string()),
    ];
    for ((field, value), row) in values.into_iter().zip(0..) {
        let label = form.fields.get(field.key()).and_then(|l| l.first()).cloned().unwrap_or_default();
        sheet.put(row, 0, Cell::text(label, c.looks.label));
        sheet.put(row, 1, Cell::text(value, c.looks.key));
    }
    sheet
}

/// Defined names: the heading row and the first cell of every form.
pub fn names(c: &Context<'_>) -> Vec<(String, String)> {
    let mut names = vec![];
    for table in &c.layout.tables {
        let Some(sheet) = table.sheet.first() else { continue };
        let (last, name) = (column_letters(table.columns.len() as u16), sheet.to_lowercase());
        names.push((format!("qd_{name}_headings"), format!("='{sheet}'!$A${0}:${last}${0}", HEADINGS + 1)));
        names.push((format!("qd_{name}_first"), format!("='{sheet}'!$B${}", FIRST + 1)));
    }
    names
}
