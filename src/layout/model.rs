//! What a layout file can say. The comments on the keys are what an editor shows while somebody writes one: the JSON
//! Schema takes them from here.

use super::schema;
use crate::period::Period;
use crate::reading::Marker;
use crate::record::{Field, Kind};
use crate::text::words::same_word;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How one kind of workbook is laid out, so that Quarterday can read it as services send it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Layout {
    /// Unique name, printed with every return that it read.
    pub id: String,
    /// What a person calls this form.
    pub title: String,
    /// Version of the form, for people; our own template is compared by it.
    #[serde(default = "one")]
    pub version: String,
    /// First quarter in which this version of the form is used, like "2022-23Q1".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "schema::quarter")]
    pub valid_from: Option<Period>,
    /// Last quarter in which this version of the form is used. Of two layouts that fit a workbook equally well the one
    /// in date is used; a workbook that only fits one out of date is read by it, and that is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "schema::quarter")]
    pub valid_to: Option<Period>,
    /// The form is that of a council before this one: its id on the register's sheet Predecessors. Codes and services of the
    /// form are those of that council: "HW01" is the register's "ASH-HW01".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub council: String,
    /// Service and quarter from the file's name: a pattern such as "{service} {period}", used where the workbook does
    /// not say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file_name: String,
    /// Service and quarter of the rows on a sheet, from the sheet's name: a pattern such as "{service}" for a workbook
    /// with a sheet for each service.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sheet_name: String,
    /// One file is the return of several services. A row belongs to the service that its row, its heading or its sheet
    /// names, else to the one on the cover, else to the service whose indicator it is.
    #[serde(default, skip_serializing_if = "is_false")]
    pub many_services: bool,
    /// A file on this form is only a part of a service's return (indicators in one file, risks in another). The parts
    /// are joined; what two parts both give is said and not taken.
    #[serde(default, skip_serializing_if = "is_false")]
    pub part_of_return: bool,
    /// One team sends it for all services (the money of all from Finance, the delivery plan from the programme office): its
    /// lines are added to what each service sends, and nobody has sent a return by it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub central: bool,
    /// Sheets that are passed over on purpose, by name or by pattern ("Chart*").
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignore_sheets: Vec<String>,
    /// Words in a value cell that mean “no number”, and the marker each means: "n/a" = "not-applicable". Compared
    /// without case and spaces. A word that is not declared is never guessed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub markers: BTreeMap<String, Marker>,
    /// Words in a value cell that mean a number: "NIL" = 0.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub numbers: BTreeMap<String, f64>,
    /// Codes and names of the form for the ids of our register: "MB01" = "WAS-01". Where the same heading means another
    /// indicator for each service, the service stands in front: "Waste / Sickness" = "WAS-09".
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub codes: BTreeMap<String, String>,
    /// Words of the form for our own words, by field: [words.status] "In progress" = "On track".
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(schema_with = "schema::words")]
    pub words: BTreeMap<String, BTreeMap<String, String>>,
    /// Single cells: on a cover, or above a table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<LayoutForm>,
    /// Records in rows under headings, and matrices.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<LayoutTable>,
}

fn one() -> String {
    "1".to_owned()
}

fn is_false(b: &bool) -> bool {
    !b
}

/// In `[forms.values]`, the indicator that a label names itself.
pub(super) const LABELLED: &str = "{id}";

/// Single cells on one sheet, found by their labels or by their place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Form")]
pub struct LayoutForm {
    /// Names that the sheet may have, compared without case, spaces and punctuation; * stands for any words.
    pub sheet: Vec<String>,
    /// Labels by field: the value stands to the right of its label, or below it. Our template prints the first label.
    #[serde(default)]
    #[schemars(schema_with = "schema::texts_by_field")]
    pub fields: BTreeMap<String, Vec<String>>,
    /// Cells by field, for forms without labels: period = "B3".
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(schema_with = "schema::cells_by_field")]
    pub cells: BTreeMap<String, String>,
    /// Labels by indicator, for figures beside their labels: LIB-01 = ["Visits"]. The indicator is an id or a name of the
    /// register, or a code of this layout; with many-services it may have the service in it, "{service}-01". Where the labels
    /// are names, ids or codes themselves, one line says so for all of them: "{id}" = ["{id}"].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, Vec<String>>,
    /// Cells by indicator, for figures without labels: LIB-01 = "D7".
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(schema_with = "schema::cells")]
    pub value_cells: BTreeMap<String, String>,
    /// How many columns to the right of its label a figure of values stands: 1 is straight behind it. Without it the column is
    /// found; a page whose figures stand apart from their labels, and no heading says whose they are, is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 100))]
    pub value_offset: Option<u16>,
    /// Labels beside which a figure stands that is known and not wanted, with * for any words: nothing is said of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignore: Vec<String>,
    /// What the cells speak for: the whole "file", or only the tables below them on the same "sheet".
    #[serde(default, skip_serializing_if = "Scope::is_file")]
    pub scope: Scope,
    /// The form may be absent.
    #[serde(default)]
    pub optional: bool,
}

/// What the cells of a form speak for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Every record of the file.
    #[default]
    File,
    /// The records below on the same sheet, until the label comes again.
    Sheet,
}

impl Scope {
    fn is_file(&self) -> bool {
        *self == Self::File
    }
}

/// Records in rows under headings. Tables on one sheet are listed in the order in which they stand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Table")]
pub struct LayoutTable {
    /// What its rows are: "indicators", "risks", "actions", "milestones", "feedback", "complaints" (a log, one a row), "revenue",
    /// "capital" or "savings" in a return.
    pub kind: Kind,
    /// Names that the sheet may have, compared without case, spaces and punctuation; * stands for any words. Without
    /// names it is the sheet that has the headings.
    #[serde(default)]
    pub sheet: Vec<String>,
    /// In the order of the form.
    pub columns: Vec<LayoutColumn>,
    /// Headings of columns that are known and not wanted, with * for any words: they are passed over and nothing is said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignore: Vec<String>,
    /// The table is spread over every sheet whose name fits and that has the headings: a sheet for each month, ward or
    /// service.
    #[serde(default, skip_serializing_if = "is_false")]
    pub every_sheet: bool,
    /// The table stands several times on its sheet, one below the other, each under headings of its own.
    #[serde(default, skip_serializing_if = "is_false")]
    pub repeats: bool,
    /// A row whose first filled cell starts with one of these words, or is one of these numbers, ends the table: totals,
    /// notes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stop: Vec<String>,
    /// A row whose first filled cell starts with one of these words, or is one of these numbers, is passed over, and the
    /// table goes on below it: sub-totals, section headings, footnotes, an example numbered 0.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skip: Vec<String>,
    /// A row with one of these in a column of the table is passed over: the example of how to fill it in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skip_where: Vec<RowMark>,
    /// A row with one of these in a column of the table ends it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stop_where: Vec<RowMark>,
    /// The sheet may be absent.
    #[serde(default)]
    pub optional: bool,
    /// Rows without an id are given one from the sheet and row, for forms whose lines have no ids of their own.
    #[serde(default)]
    pub number_rows: bool,
    /// Where an indicator is broken down (field "breakdown") and no total is given, the value is the sum of the parts.
    /// Parts that are the months of the quarter make it by the indicator's aggregation: their sum, the last, the mean.
    /// A total that is given must equal the sum, or that is said at the total.
    #[serde(default, skip_serializing_if = "is_false")]
    pub sum_parts: bool,
    /// Of revenue: income stands above nought, as expenditure does. Its lines are those whose column "flow" says so, or that
    /// stand below a heading such as “Income”. Without it income is below nought.
    #[serde(default, skip_serializing_if = "is_false")]
    pub income_positive: bool,
    /// Of revenue: how the form has its variance, "forecast-less-budget", "budget-less-forecast", or "good-positive" where
    /// what is better than the budget is above nought, of income and expenditure alike.
    #[serde(default, skip_serializing_if = "VarianceAs::is_plain")]
    pub variance: VarianceAs,
}

/// What stands in a column of a row that is passed over, or that ends the table.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RowMark {
    /// The column, by what it holds.
    #[schemars(schema_with = "schema::field")]
    pub field: String,
    /// The cell starts with one of these words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub starts: Vec<String>,
    /// The cell is one of these words or numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub is: Vec<String>,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Column")]
pub struct LayoutColumn {
    /// What the column holds.
    #[schemars(schema_with = "schema::field")]
    pub field: String,
    /// Headings that mean this field, compared without case, spaces and punctuation; our template prints the first.
    /// Under a group heading: "Q1 / Actual". A * stands for any words: "Actual to *". With {period}, {service}, {id} or
    /// {breakdown} in it the column stands for as many columns as there are, and what stands in that place of their
    /// heading is the record's quarter, service, indicator or part: "{period} / Actual", "{service}". {id...} is all
    /// the headings above a column, however many rows they take, and ** is any number of rows that do not matter.
    pub heading: Vec<String>,
    /// The indicator that every value of this column is of, where its heading does not say it: id = "LIB-01". An id or a
    /// name of the register, or a code of this layout.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What may stand in place of {period}, {service}, {id} or {breakdown}; other headings are not this column. Without
    /// it anything may that no other column names, and only a quarter for {period}. What {id...} stands for has " / "
    /// between its rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<String>,
    /// A header row without this column is not the header row.
    #[serde(default)]
    pub required: bool,
    /// Printed for the reader and not read back: target, last quarter, totals across.
    #[serde(default)]
    pub print: bool,
    /// A blank cell means what stands above it: a service or an indicator named once for several rows, merged or not.
    #[serde(default, skip_serializing_if = "is_false")]
    pub fill_down: bool,
    /// How percentages are typed where the number format does not say: "points" (85) or "fraction" (0.85).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<PercentAs>,
    /// What money is typed in: "pounds", "thousands" or "millions"; it is turned into the indicator's own unit. Values
    /// that are not money stay as they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub money: Option<MoneyIn>,
    /// k and m behind a number mean thousands and millions.
    #[serde(default)]
    pub thousands: bool,
}

/// How percentages are typed where the number format does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PercentAs {
    /// 85 is 85%.
    Points,
    /// 0.85 is 85%.
    Fraction,
}

/// How a form has the variance of a line of revenue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum VarianceAs {
    /// An overspending is above nought.
    #[default]
    ForecastLessBudget,
    /// An overspending is below nought.
    BudgetLessForecast,
    /// What is better than the budget is above nought.
    GoodPositive,
}

impl VarianceAs {
    fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}

/// What money is typed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MoneyIn {
    /// 1250000 is £1.25m.
    Pounds,
    /// 1250 is £1.25m.
    Thousands,
    /// 1.25 is £1.25m.
    Millions,
}

impl MoneyIn {
    /// Pounds in one of it.
    pub fn pounds(self) -> f64 {
        match self {
            Self::Pounds => 1.0,
            Self::Thousands => 1e3,
            Self::Millions => 1e6,
        }
    }
}

/// How the numbers of a column are typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hint {
    /// How percentages are typed.
    pub percent: Option<PercentAs>,
    /// What money is typed in.
    pub money: Option<MoneyIn>,
    /// `k` and `m` behind a number count.
    pub thousands: bool,
}

impl LayoutColumn {
    /// How its numbers are typed.
    pub fn hint(&self) -> Hint {
        Hint { percent: self.percent, money: self.money, thousands: self.thousands }
    }

    /// The field that it fills; `None` when nobody knows it.
    pub fn field(&self) -> Option<Field> {
        Field::from_key(&self.field)
    }
}

impl Layout {
    /// Our own form, or one like it: what it says of itself, we have printed.
    pub fn is_ours(&self) -> bool {
        self.forms.iter().any(|f| f.fields.contains_key(Field::Template.key()))
    }

    /// The first table of a kind.
    pub fn table(&self, kind: Kind) -> Option<&LayoutTable> {
        self.tables.iter().find(|t| t.kind == kind)
    }

    /// Every way in which a column of this layout is typed other than plainly. A cell carries its number here, from 1.
    pub fn hints(&self) -> Vec<Hint> {
        let mut out: Vec<Hint> = Vec::new();
        for hint in self.tables.iter().flat_map(|t| &t.columns).map(LayoutColumn::hint) {
            if hint != Hint::default() && !out.contains(&hint) {
                out.push(hint);
            }
        }
        out
    }

    /// The reason for no number that a word of the form means.
    pub fn marker_of(&self, text: &str) -> Option<Marker> {
        self.markers.iter().find(|(word, _)| same_word(word, text)).map(|(_, m)| *m)
    }

    /// The number that a word of the form means.
    pub fn number_of(&self, text: &str) -> Option<f64> {
        self.numbers.iter().find(|(word, _)| same_word(word, text)).map(|(_, n)| *n)
    }

    /// Whether a word may stand in place of a figure.
    pub fn stands_for_figure(&self, text: &str) -> bool {
        let ours = || Marker::ALL.into_iter().any(|m| same_word(m.words(), text));
        self.marker_of(text).is_some() || self.number_of(text).is_some() || ours()
    }

    /// Whether an indicator can come in parts.
    pub fn has_parts(&self) -> bool {
        let key = Field::Breakdown.key();
        let place = format!("{{{key}}}");
        let mut columns = self.tables.iter().flat_map(|t| &t.columns);
        let months = |c: &LayoutColumn| c.field == Field::Month.key();
        let summed = self.tables.iter().any(|t| t.sum_parts);
        self.file_name.contains("{month}")
            || self.sheet_name.contains("{month}")
            || columns.any(|c| c.field == key || (summed && months(c)) || c.heading.iter().any(|h| h.contains(&place)))
    }

    /// Whether the form is used in a quarter, by its own dates.
    pub fn in_date(&self, period: Period) -> bool {
        self.valid_from.is_none_or(|from| from <= period) && self.valid_to.is_none_or(|to| period <= to)
    }
}
