//! The hidden sheets: the words of the drop-downs, and the key sheet by which the reader knows the file.

use super::context::TemplateContext;
use super::form::{FIRST, HEADINGS};
use crate::fit::fit;
use crate::period::Period;
use crate::reading::correction::RestatementClass;
use crate::reading::money::{CapitalStage, RevenueFlow};
use crate::reading::{ActionStatus, Marker, RiskLevel, column_letters};
use crate::record::Field;
use crate::settings::Axis;
use crate::status::round_half_away;
use crate::workbook::{Sheet, SheetCell, StyleId, ValidationRule, Visibility};

const SHEET: &str = "Lists";

/// A list of the sheet Lists, by its place there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DropDown {
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
    Priorities,
    Flow,
    CapitalStage,
    /// The year of the form, and those beside it.
    Years,
}

/// Earlier quarters that are offered for correction.
const QUARTERS: i32 = 8;

const ALL: [DropDown; 13] = [
    DropDown::Reasons,
    DropDown::YesNo,
    DropDown::RiskLevels,
    DropDown::Likelihood,
    DropDown::Impact,
    DropDown::ActionStatus,
    DropDown::Indicators,
    DropDown::Quarters,
    DropDown::Classes,
    DropDown::Priorities,
    DropDown::Flow,
    DropDown::CapitalStage,
    DropDown::Years,
];

impl DropDown {
    /// What stands above it, and its words.
    fn column<'a>(self, c: &TemplateContext<'a>) -> (&'static str, Vec<SheetCell<'a>>) {
        let plain = StyleId::default();
        let words = |list: &[&'static str]| list.iter().map(|w| SheetCell::text(*w, plain)).collect();
        let scale = |axis| {
            let (_, codes) = c.settings.risk.axis(axis);
            let cell = |(code, n): (&String, u32)| match c.settings.risk.numbered_axis(axis) {
                true => SheetCell::number(Some(f64::from(n)), plain),
                false => SheetCell::text(code.clone(), plain),
            };
            codes.iter().zip(1..).map(cell).collect()
        };
        match self {
            Self::Reasons => ("Reason", words(&Marker::ALL.map(Marker::words))),
            Self::YesNo => ("Yes or no", words(&["Yes", "No"])),
            Self::RiskLevels => ("Register level", words(&RiskLevel::ALL.map(RiskLevel::words))),
            Self::Likelihood => ("Likelihood", scale(Axis::Likelihood)),
            Self::Impact => ("Impact", scale(Axis::Impact)),
            Self::ActionStatus => ("Action status", words(&ActionStatus::ALL.map(ActionStatus::words))),
            Self::Indicators => {
                let own = c.register.indicators_of(&c.service.id);
                ("Indicators", own.map(|i| SheetCell::text(i.id.to_string(), plain)).collect())
            }
            Self::Quarters => ("Quarters", quarters(c).map(|q| SheetCell::text(q.to_string(), plain)).collect()),
            Self::Classes => ("Class", words(&RestatementClass::ALL.map(RestatementClass::words))),
            Self::Priorities => {
                let names = c.register.priorities.iter().map(|p| SheetCell::text(p.name.as_str(), plain));
                ("Priority", names.collect())
            }
            Self::Flow => ("Income or expenditure", words(&RevenueFlow::ALL.map(RevenueFlow::words))),
            Self::CapitalStage => ("Stage", words(&CapitalStage::ALL.map(CapitalStage::words))),
            Self::Years => {
                let years = [-1, 0, 1, 2].map(|n| c.period.plus(4 * n).year_label());
                ("Year", years.into_iter().map(|year| SheetCell::text(year, plain)).collect())
            }
        }
    }

    /// How many words it has.
    fn len(self, c: &TemplateContext<'_>) -> usize {
        self.column(c).1.len()
    }

    /// Where its words stand.
    fn range(self, c: &TemplateContext<'_>) -> String {
        let letters = column_letters(self as u16);
        format!("{SHEET}!${letters}$2:${letters}${}", self.len(c).max(1) + 1)
    }

    /// The drop-down.
    pub fn rule(self, c: &TemplateContext<'_>) -> ValidationRule {
        ValidationRule::ListRange(format!("={}", self.range(c)))
    }
}

fn quarters(c: &TemplateContext<'_>) -> impl Iterator<Item = Period> + use<> {
    let now = c.period;
    (1..=QUARTERS).map(move |n| now.plus(-n))
}

/// The figures that the ledger holds, a row an indicator and a column a quarter, right of the lists.
fn figures(c: &TemplateContext<'_>, sheet: &mut Sheet<'_>) {
    for (quarter, column) in quarters(c).zip(fit::<u16>(ALL.len())..) {
        sheet.put(0, column, SheetCell::text(quarter.to_string(), c.styles.label));
        for (indicator, row) in c.register.indicators_of(&c.service.id).zip(1..) {
            let number = c.register.indicator_number(&indicator.id);
            let value = number.and_then(|n| c.past.values.get(n, quarter));
            if let Some(value) = value {
                let printed = round_half_away(value, indicator.decimals);
                sheet.put(row, column, SheetCell::number(Some(printed), StyleId::default()));
            }
        }
    }
}

/// The formula that styles up what was published for the indicator and the quarter in these two cells.
pub fn published(c: &TemplateContext<'_>, indicator: &str, quarter: &str) -> String {
    let (first, last) =
        (column_letters(fit::<u16>(ALL.len())), column_letters(fit::<u16>(ALL.len()) + fit::<u16>(QUARTERS) - 1));
    let rows = DropDown::Indicators.len(c).max(1) + 1;
    let (indicators, quarters) = (DropDown::Indicators.range(c), DropDown::Quarters.range(c));
    let found = format!(
        "INDEX({SHEET}!${first}$2:${last}${rows},MATCH({indicator},{indicators},0),MATCH({quarter},{quarters},0))"
    );
    format!("=IFERROR(IF(ISNUMBER({found}),{found},\"\"),\"\")")
}

pub fn sheet<'a>(c: &TemplateContext<'a>) -> Sheet<'a> {
    let mut sheet = Sheet {
        name: SHEET.to_owned(),
        widths: vec![18.0; ALL.len()],
        visibility: Visibility::Hidden,
        protected: true,
        ..Sheet::default()
    };
    for list in ALL {
        let (column, (heading, words)) = (list as u16, list.column(c));
        sheet.put(0, column, SheetCell::text(heading, c.styles.label));
        for (cell, row) in words.into_iter().zip(1..) {
            sheet.put(row, column, cell);
        }
    }
    figures(c, &mut sheet);
    sheet
}

/// The key sheet: template, version, service and quarter, under the labels of the layout.
pub fn keys<'a>(c: &TemplateContext<'a>) -> Sheet<'a> {
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
        sheet.put(row, 0, SheetCell::text(label, c.styles.label));
        sheet.put(row, 1, SheetCell::text(value, c.styles.key));
    }
    sheet
}

/// Defined names: the heading row and the first cell of every form.
pub fn names(c: &TemplateContext<'_>) -> Vec<(String, String)> {
    let mut names = vec![];
    for table in &c.layout.tables {
        let Some(sheet) = table.sheet.first() else { continue };
        let (last, name) = (column_letters(fit::<u16>(table.columns.len())), sheet.to_lowercase());
        names.push((format!("qd_{name}_headings"), format!("='{sheet}'!$A${0}:${last}${0}", HEADINGS + 1)));
        names.push((format!("qd_{name}_first"), format!("='{sheet}'!$B${}", FIRST + 1)));
    }
    names
}
