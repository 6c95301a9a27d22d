//! The styles of the return: yellow is to fill, grey is what the council already holds.

use crate::measure::Unit;
use crate::register::Indicator;
use crate::settings::Settings;
use crate::workbook::{Align, Book, Border, NumberFormat, Style, StyleId};
use std::borrow::Cow;

/// Fill of the cells to fill, of what is given, and of what does not apply.
const ASKED: &str = "#FFF9DB";
const GIVEN: &str = "#F5F6F8";
const CLOSED: &str = "#E4E6EA";
const FAINT: &str = "#6B7280";

pub struct TemplateStyles {
    pub title: StyleId,
    pub subtitle: StyleId,
    pub lead: StyleId,
    pub section: StyleId,
    pub label: StyleId,
    pub link: StyleId,
    /// The one line that says what is left to do.
    pub left: StyleId,
    /// Headings of what is given, and of what is asked.
    pub head_given: StyleId,
    pub head_asked: StyleId,
    pub key: StyleId,
    pub given: StyleId,
    pub given_whole: StyleId,
    pub given_number: StyleId,
    pub given_date: StyleId,
    pub given_money: StyleId,
    /// The row below the lines of a sheet of money.
    pub total: StyleId,
    pub total_money: StyleId,
    /// One line high: facts on the cover, lines of the checks.
    pub line: StyleId,
    pub line_date: StyleId,
    pub line_whole: StyleId,
    pub line_link: StyleId,
    pub asked: StyleId,
    pub asked_number: StyleId,
    pub asked_whole: StyleId,
    pub asked_points: StyleId,
    pub asked_date: StyleId,
    pub asked_money: StyleId,
    /// Answers of one line, on the cover.
    pub answer: StyleId,
    pub answer_date: StyleId,
    pub closed: StyleId,
    pub legend_asked: StyleId,
    pub legend_given: StyleId,
    pub legend_closed: StyleId,
}

impl TemplateStyles {
    pub fn register(book: &mut Book<'_>, settings: &Settings) -> Self {
        let accent = settings.look.accent.clone();
        let ink = |s: Style| Style { ink: accent.clone().into(), ..s };
        let plain = Style::default;
        let head = Style { align: Align::Left, bold: true, wrap: true, middle: true, border: Border::Box, ..plain() };
        let boxed = |fill: &'static str| Style {
            fill: fill.into(),
            border: Border::Box,
            wrap: true,
            middle: true,
            align: Align::Left,
            ..plain()
        };
        let asked = |number| Style { input: true, number, ..boxed(ASKED) };
        let given = |number| Style { number, ..boxed(GIVEN) };
        let whole = |s: Style| Style { align: Align::Centre, bold: true, ..s };
        let closed = Style { ink: FAINT.into(), ..boxed(CLOSED) };
        let underlined = ink(Style { bold: true, middle: true, border: Border::Below, ..plain() });
        let mut add = |style| book.style(style);
        Self {
            title: add(ink(Style { bold: true, size: 20, middle: true, ..plain() })),
            subtitle: add(Style { size: 13, ink: "#404040".into(), middle: true, ..plain() }),
            lead: add(Style { ink: "#404040".into(), middle: true, ..plain() }),
            section: add(Style { size: 13, ..underlined.clone() }),
            label: add(Style { bold: true, middle: true, ..plain() }),
            link: add(ink(Style { bold: true, middle: true, ..plain() })),
            left: add(Style {
                align: Align::Left,
                bold: true,
                size: 13,
                middle: true,
                wrap: true,
                border: Border::Box,
                ..plain()
            }),
            head_given: add(Style { fill: "#D9DEE7".into(), ink: accent.clone().into(), ..head.clone() }),
            head_asked: add(Style { fill: accent.clone().into(), ink: "#FFFFFF".into(), ..head }),
            key: add(Style { ink: FAINT.into(), ..plain() }),
            given: add(given(NumberFormat::General)),
            given_number: add(Style { align: Align::Right, ..given(NumberFormat::General) }),
            given_date: add(given(NumberFormat::Date)),
            given_money: add(Style { align: Align::Right, ..given(POUNDS) }),
            total: add(Style { bold: true, ..given(NumberFormat::General) }),
            total_money: add(Style { bold: true, align: Align::Right, ..given(POUNDS) }),
            given_whole: add(whole(given(NumberFormat::Number(0)))),
            line: add(Style { middle: true, ..given(NumberFormat::General) }),
            line_date: add(Style { middle: true, ..given(NumberFormat::Date) }),
            line_whole: add(Style { middle: true, ..whole(given(NumberFormat::Number(0))) }),
            line_link: add(ink(Style { bold: true, middle: true, ..given(NumberFormat::General) })),
            asked: add(asked(NumberFormat::General)),
            asked_number: add(Style { align: Align::Right, ..asked(NumberFormat::General) }),
            asked_whole: add(Style { align: Align::Centre, ..asked(NumberFormat::Number(0)) }),
            asked_points: add(Style { align: Align::Centre, ..asked(PERCENT_TO_TYPE) }),
            asked_money: add(Style { align: Align::Right, ..asked(POUNDS) }),
            asked_date: add(asked(NumberFormat::Date)),
            answer: add(Style { middle: true, ..asked(NumberFormat::General) }),
            answer_date: add(Style { middle: true, ..asked(NumberFormat::Date) }),
            closed: add(closed),
            legend_asked: add(Style { align: Align::Centre, middle: true, ..boxed(ASKED) }),
            legend_given: add(Style { align: Align::Centre, middle: true, ..boxed(GIVEN) }),
            legend_closed: add(Style { align: Align::Centre, middle: true, ink: FAINT.into(), ..boxed(CLOSED) }),
        }
    }
}

/// Budgets are set in whole pounds; pence that are typed are kept.
const POUNDS: NumberFormat = NumberFormat::Pounds(0);

/// Where a percentage is typed with its sign, Excel and LibreOffice keep a hundredth of it and give the cell a percent
/// format, which says so; but only a cell that has no format yet.
const PERCENT_TO_TYPE: NumberFormat = NumberFormat::General;

/// A value of this indicator: to fill, and given.
pub struct NumberStyles {
    pub asked: StyleId,
    pub given: StyleId,
    pub closed: StyleId,
}

impl NumberStyles {
    pub fn of(book: &mut Book<'_>, indicator: &Indicator) -> Self {
        let number = number_format(indicator.unit, indicator.decimals);
        let base = Style { number, border: Border::Box, align: Align::Right, middle: true, ..Style::default() };
        let asked = if indicator.unit == Unit::Percent { PERCENT_TO_TYPE } else { number };
        Self {
            asked: book.style(Style { number: asked, input: true, fill: ASKED.into(), ..base.clone() }),
            given: book.style(Style { fill: GIVEN.into(), ..base.clone() }),
            closed: book.style(Style { fill: CLOSED.into(), ink: FAINT.into(), ..base }),
        }
    }
}

/// How a value in this unit is shown.
pub fn number_format(unit: Unit, decimals: u8) -> NumberFormat {
    match unit {
        Unit::Percent => NumberFormat::Points(decimals),
        Unit::Pounds => NumberFormat::Pounds(decimals),
        Unit::PoundsThousands => NumberFormat::PoundsThousands(decimals),
        Unit::PoundsMillions => NumberFormat::PoundsMillions(decimals),
        _ => NumberFormat::Number(decimals),
    }
}

/// The unit in a narrow column.
pub fn unit_words(indicator: &Indicator) -> Cow<'static, str> {
    let unit = match indicator.unit {
        Unit::Percent => "%",
        Unit::Pounds => "£",
        Unit::PoundsThousands => "£ thousand",
        Unit::PoundsMillions => "£ million",
        other => other.words(),
    };
    indicator.with_per(unit)
}
