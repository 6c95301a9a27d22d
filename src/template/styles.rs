//! The styles of the return: yellow is to fill, paler what may stay blank, grey is what the council already holds.

use crate::measure::Unit;
use crate::register::Indicator;
use crate::settings::Settings;
use crate::workbook::{Align, Book, Border, NumberFormat, Style, StyleId};
use std::borrow::Cow;

/// Fill of the cells that are required, of those that may stay blank, of what is given, and of what does not apply.
pub const ASKED: &str = "#FFEDA8";
const OPTIONAL: &str = "#FFFCEE";
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
    pub asked_percent: StyleId,
    pub asked_date: StyleId,
    pub asked_money: StyleId,
    /// Answers of one line, on the cover.
    pub answer: StyleId,
    pub answer_date: StyleId,
    pub answer_optional: StyleId,
    pub closed: StyleId,
    /// The words above the columns: required, what may stay blank, given.
    pub need_required: StyleId,
    pub need_optional: StyleId,
    pub need_given: StyleId,
    pub legend_asked: StyleId,
    pub legend_optional: StyleId,
    pub legend_given: StyleId,
    pub legend_closed: StyleId,
    /// The page of guidance: its title, its headings, its sentences.
    pub guide_title: StyleId,
    pub guide_heading: StyleId,
    pub guide: StyleId,
    /// Each style of a cell to fill, with the paler one of a cell that may stay blank.
    paler: Vec<(StyleId, StyleId)>,
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
        let above = Style { size: 9, align: Align::Left, middle: true, ink: "#404040".into(), ..plain() };
        let legend = |fill: &'static str| Style { align: Align::Centre, middle: true, ..boxed(fill) };
        let mut paler = vec![];
        let mut to_fill = |book: &mut Book<'_>, style: Style| {
            let pale = book.style(Style { fill: OPTIONAL.into(), ..style.clone() });
            let asked = book.style(style);
            paler.push((asked, pale));
            asked
        };
        let asked_plain = to_fill(book, asked(NumberFormat::General));
        let asked_number = to_fill(book, Style { align: Align::Right, ..asked(NumberFormat::General) });
        let asked_whole = to_fill(book, Style { align: Align::Centre, ..asked(NumberFormat::Number(0)) });
        let asked_percent = to_fill(book, Style { align: Align::Centre, ..asked(NumberFormat::Share(0)) });
        let asked_money = to_fill(book, Style { align: Align::Right, ..asked(POUNDS) });
        let asked_date = to_fill(book, asked(NumberFormat::Date));
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
            asked: asked_plain,
            asked_number,
            asked_whole,
            asked_percent,
            asked_money,
            asked_date,
            answer: add(Style { middle: true, ..asked(NumberFormat::General) }),
            answer_date: add(Style { middle: true, ..asked(NumberFormat::Date) }),
            answer_optional: add(Style { middle: true, fill: OPTIONAL.into(), ..asked(NumberFormat::General) }),
            closed: add(closed),
            need_required: add(Style { bold: true, ..above.clone() }),
            need_optional: add(above.clone()),
            need_given: add(Style { ink: FAINT.into(), ..above }),
            legend_asked: add(Style { bold: true, ..legend(ASKED) }),
            legend_optional: add(legend(OPTIONAL)),
            legend_given: add(legend(GIVEN)),
            legend_closed: add(Style { ink: FAINT.into(), ..legend(CLOSED) }),
            guide_title: add(ink(Style { heading: 1, ..plain() })),
            guide_heading: add(ink(Style { heading: 2, middle: true, ..plain() })),
            guide: add(Style { size: 12, wrap: true, ..plain() }),
            paler,
        }
    }

    /// The same cell where it may stay blank; what is no cell to fill stays as it is.
    pub fn optional(&self, style: StyleId) -> StyleId {
        self.paler.iter().find(|(asked, _)| *asked == style).map_or(style, |(_, pale)| *pale)
    }
}

/// Budgets are set in whole pounds; pence that are typed are kept.
const POUNDS: NumberFormat = NumberFormat::Pounds(0);

/// A value of this indicator: to fill, to fill where one likes, given, and not asked.
pub struct NumberStyles {
    pub asked: StyleId,
    pub optional: StyleId,
    pub given: StyleId,
    pub closed: StyleId,
}

impl NumberStyles {
    pub fn of(book: &mut Book<'_>, indicator: &Indicator) -> Self {
        let number = number_format(indicator.unit, indicator.decimals);
        let base = Style { number, border: Border::Box, align: Align::Right, middle: true, ..Style::default() };
        let mut filled = |fill: &'static str| book.style(Style { input: true, fill: fill.into(), ..base.clone() });
        Self {
            asked: filled(ASKED),
            optional: filled(OPTIONAL),
            given: book.style(Style { fill: GIVEN.into(), ..base.clone() }),
            closed: book.style(Style { fill: CLOSED.into(), ink: FAINT.into(), ..base }),
        }
    }
}

/// How a value in this unit is shown. A percentage stands in a cell in per cent, so that Excel and LibreOffice make
/// 91.2% of 91.2 that is typed there as of 91.2%; what the cell holds is [`crate::text::percent::held`].
pub fn number_format(unit: Unit, decimals: u8) -> NumberFormat {
    match unit {
        Unit::Percent => NumberFormat::Share(decimals),
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
