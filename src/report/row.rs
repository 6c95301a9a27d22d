//! The rows of the report's tables: what each tells of, and the cells that many tables have.

use super::cell::{day, forecast, link, number, text, whole};
use super::context::ReportContext;
use super::format;
use super::page::SMALL;
use super::places::INDICATORS;
use super::styles::{FigureStyles, ReportStyles};
use crate::analyse::IndicatorResult;
use crate::reading::money::Pence;
use crate::register::Indicator;
use crate::settings::BudgetStatus;
use crate::workbook::{Columns, SheetCell, Table};
use chrono::NaiveDate;
use std::borrow::Cow;
use std::sync::Arc;

/// A row of a table: what it tells of, and the report that it is part of.
pub struct ReportRow<'a, T> {
    pub report: Arc<ReportContext<'a>>,
    pub of: T,
    /// Of a table of more than [`SMALL`] rows.
    long: bool,
}

/// The columns of a table of the report.
pub type ReportColumns<'a, T> = Columns<'a, ReportRow<'a, T>>;

impl<'a, T> ReportRow<'a, T> {
    /// The styles of its cells.
    pub fn styles(&self) -> &ReportStyles {
        if self.long { &self.report.long } else { &self.report.styles }
    }

    /// A cell of running text.
    pub fn text(&self, words: impl Into<Cow<'a, str>>) -> SheetCell<'a> {
        text(words, self.styles().text)
    }

    /// A cell of a reference.
    pub fn code(&self, words: impl Into<Cow<'a, str>>) -> SheetCell<'a> {
        text(words, self.styles().code)
    }

    /// A cell of a reference, leading to the measure's row where it is that of a measure of the workbook.
    pub fn about(&self, id: &'a str) -> SheetCell<'a> {
        match self.report.a.measure(id) {
            Some(n) => link(id, INDICATORS.address(n), self.styles().link),
            None => self.code(id),
        }
    }

    /// A cell of a count.
    pub fn whole(&self, n: impl Into<i64>) -> SheetCell<'a> {
        whole(n, self.styles().whole)
    }

    /// A cell of an amount in whole pounds, to the penny beneath.
    pub fn money(&self, amount: Option<Pence>) -> SheetCell<'a> {
        number(amount.map(Pence::pounds), self.styles().money)
    }

    /// A cell of a difference of two amounts.
    pub fn money_change(&self, amount: Option<Pence>) -> SheetCell<'a> {
        number(amount.map(Pence::pounds), self.styles().change)
    }

    /// A cell of how a budget stands.
    pub fn budget(&self, status: Option<BudgetStatus>) -> SheetCell<'a> {
        status.map(|s| self.styles().budget(s)).map_or_else(|| self.text(""), |(words, style)| text(words, style))
    }

    /// A cell of a date, blank where there is none.
    pub fn day(&self, date: Option<NaiveDate>) -> SheetCell<'a> {
        day(date, self.styles().date)
    }
}

/// What a row about an indicator is told from, with what the table alone has of it.
pub struct IndicatorRow<'a, X = ()> {
    /// Its place in the analysis.
    pub n: usize,
    pub result: &'a IndicatorResult<'a>,
    pub i: &'a Indicator,
    pub with: X,
    /// The styles of its numbers.
    figures: FigureStyles,
}

impl<'a, X> ReportRow<'a, IndicatorRow<'a, X>> {
    /// A value in the indicator's unit.
    pub fn value(&self, value: Option<f64>) -> SheetCell<'a> {
        number(value, self.of.figures.value)
    }

    /// A difference of two values.
    pub fn signed(&self, difference: Option<f64>) -> SheetCell<'a> {
        number(difference, self.of.figures.signed)
    }

    /// The indicator's reference, leading to its row on Indicators.
    pub fn link(&self) -> SheetCell<'a> {
        self.report.link(self.of.n)
    }

    /// What it is called.
    pub fn name(&self) -> SheetCell<'a> {
        self.text(self.of.i.name.as_str())
    }

    /// Its service.
    pub fn service(&self) -> SheetCell<'a> {
        self.text(self.report.service(&self.of.i.service))
    }

    /// Its unit in a word.
    pub fn unit(&self) -> SheetCell<'a> {
        self.text(format::unit(self.of.i))
    }

    /// Its status in word, symbol and colour.
    pub fn status(&self) -> SheetCell<'a> {
        self.report.status(self.of.result.status)
    }

    /// The forecast of its year, or why there is none.
    pub fn forecast(&self) -> SheetCell<'a> {
        forecast(self.of.result, self.of.figures.value, self.styles().text)
    }
}

impl<'a> ReportContext<'a> {
    /// A table of `len` rows, the `n`th about what `of` gives, in the styles for so many rows.
    pub fn table<T: 'a>(
        self: &Arc<Self>,
        name: impl Into<String>,
        columns: Columns<'a, ReportRow<'a, T>>,
        len: usize,
        of: impl FnMut(usize) -> T + Send + 'a,
    ) -> Table<'a> {
        self.table_in(len > SMALL, name, columns, len, of)
    }

    /// A table in the styles of short ones, however long it is.
    pub fn table_in_full<T: 'a>(
        self: &Arc<Self>,
        name: impl Into<String>,
        columns: Columns<'a, ReportRow<'a, T>>,
        len: usize,
        of: impl FnMut(usize) -> T + Send + 'a,
    ) -> Table<'a> {
        self.table_in(false, name, columns, len, of)
    }

    fn table_in<T: 'a>(
        self: &Arc<Self>,
        long: bool,
        name: impl Into<String>,
        columns: Columns<'a, ReportRow<'a, T>>,
        len: usize,
        mut of: impl FnMut(usize) -> T + Send + 'a,
    ) -> Table<'a> {
        let report = self.clone();
        Table::new(name, columns, len, move |n| ReportRow { report: report.clone(), of: of(n), long })
    }

    /// The `n`th indicator, to be told in a row of a short table.
    pub fn indicator(&self, n: usize) -> IndicatorRow<'a> {
        self.indicator_with(&self.styles, n, ())
    }

    /// The `n`th indicator, to be told in a row with these styles and something of its own beside it.
    pub fn indicator_with<X>(&self, styles: &ReportStyles, n: usize, with: X) -> IndicatorRow<'a, X> {
        let result = &self.a.indicators[n];
        let i = self.definition(result);
        IndicatorRow { n, result, i, with, figures: styles.figures(i.unit, i.decimals) }
    }
}
