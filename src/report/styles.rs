//! The styles of the Cabinet workbook by meaning, registered once so that a cell costs a number.

use crate::analyse::delivery_plan::MilestoneState;
use crate::analyse::{Analysis, ReturnState};
use crate::measure::Unit;
use crate::record::Outcome;
use crate::report::format;
use crate::settings::{BudgetStatus, Status, StatusLook};
use crate::workbook::{Align, Book, Border, NumberFormat, Style, StyleId};
use std::collections::BTreeMap;

const GREY: &str = "#595959";
/// Behind labels of cards and key facts.
const PALE: &str = "#F2F4F8";

/// How one status is shown.
#[derive(Debug, Clone)]
pub struct StatusStyle {
    /// Symbol and word: `● On target`.
    pub text: String,
    pub style: StyleId,
}

/// Styles of one unit with its decimals: a value, and a signed difference.
#[derive(Debug, Clone, Copy)]
pub struct FigureStyles {
    pub value: StyleId,
    pub signed: StyleId,
    /// The same two under a label of a card.
    pub fact: StyleId,
    pub signed_fact: StyleId,
}

#[derive(Debug)]
pub struct ReportStyles {
    /// For long tables: a blank cell there has no style, and so is not written.
    pub bare: bool,
    pub plain: StyleId,
    pub title: StyleId,
    pub subtitle: StyleId,
    /// The same, broken into lines.
    pub subtitle_lines: StyleId,
    pub section: StyleId,
    /// A note of one line.
    pub note_line: StyleId,
    /// A large figure with the line that explains it.
    pub tile: StyleId,
    pub tile_share: StyleId,
    pub tile_net: StyleId,
    pub tile_note: StyleId,
    /// The heading row of a table.
    pub heading: StyleId,
    /// A band over a card, and the reference in it.
    pub band: StyleId,
    pub band_link: StyleId,
    /// A small label above a fact, and the fact.
    pub label: StyleId,
    pub fact: StyleId,
    /// Cells of tables.
    pub text: StyleId,
    pub strong: StyleId,
    pub code: StyleId,
    pub link: StyleId,
    pub centre: StyleId,
    pub whole: StyleId,
    /// A figure of ours to one decimal.
    pub score: StyleId,
    /// Whole pounds, and pounds and pence.
    pub money: StyleId,
    pub money_and_pence: StyleId,
    pub date: StyleId,
    pub share: StyleId,
    pub chance: StyleId,
    pub net: StyleId,
    pub percent: StyleId,
    pub change: StyleId,
    pub percent_fact: StyleId,
    pub alert: StyleId,
    /// Words that say that a figure is queried or was refused.
    pub query: StyleId,
    /// A date that lies too far back.
    pub stale: StyleId,
    pub axis: StyleId,
    pub axis_upright: StyleId,
    statuses: Vec<StatusStyle>,
    /// Of each band, lowest first: style on the heat map, style in the table.
    bands: Vec<(StyleId, StyleId)>,
    figures: BTreeMap<(Unit, u8), FigureStyles>,
}

fn own(colour: &str) -> std::borrow::Cow<'static, str> {
    colour.to_owned().into()
}

impl ReportStyles {
    /// `long` is for tables of many thousand rows: without the line below each row and without wrapping, since every
    /// cell would cost a look-up and every row a measurement.
    pub fn new(analysis: &Analysis<'_>, book: &mut Book<'_>, long: bool) -> Self {
        let settings = analysis.settings;
        let accent = settings.look.accent.as_str();
        let plain = book.style(Style::default());
        let ink = |size, bold, colour: &str| Style { size, bold, ink: own(colour), ..Style::default() };
        let border = if long { Border::None } else { Border::Below };
        let row = Style { border, middle: !long, ..Style::default() };
        let wrap = !long;
        let of = |number| Style { number, align: Align::Right, indent: 1, ..row.clone() };
        let fact = |number| Style { number, align: Align::Left, indent: 1, ..row.clone() };
        let tile = |number| Style { number, fill: own(PALE), align: Align::Left, indent: 1, ..ink(20, true, accent) };
        let boxed = Style { border: Border::Box, ..Style::default() };

        let statuses = Status::ALL.map(|status| {
            let StatusLook { word, symbol, fill, ink } = settings.look(status);
            let style =
                book.style(Style { fill: own(&fill), ink: own(&ink), align: Align::Left, indent: 1, ..row.clone() });
            StatusStyle { text: format!("{symbol} {word}"), style }
        });
        let bands = settings.risk.bands.iter().map(|b| {
            let cell = Style { fill: own(&b.fill), ink: own(&b.ink), align: Align::Centre, ..row.clone() };
            let heat = Style { wrap: true, middle: true, border: Border::Box, ..cell.clone() };
            (book.style(heat), book.style(cell))
        });
        let bands = bands.collect();
        let mut figures = BTreeMap::new();
        for i in &analysis.register.indicators {
            // One format for a column of many thousand rows is written once; one a cell is looked up for each.
            let number = |own| if long { NumberFormat::General } else { own };
            figures.entry((i.unit, i.decimals)).or_insert_with(|| FigureStyles {
                value: book.style(of(number(format::number(i.unit, i.decimals)))),
                signed: book.style(of(number(NumberFormat::Signed(i.decimals)))),
                fact: book.style(fact(format::number(i.unit, i.decimals))),
                signed_fact: book.style(fact(NumberFormat::Signed(i.decimals))),
            });
        }
        let small = Style {
            size: 9,
            fill: own(PALE),
            ink: own(GREY),
            wrap: true,
            align: Align::Left,
            indent: 1,
            ..Style::default()
        };
        let mut style = |s| book.style(s);
        Self {
            bare: long,
            plain,
            title: style(ink(18, true, accent)),
            subtitle: style(ink(11, false, GREY)),
            subtitle_lines: style(Style { wrap: true, ..ink(11, false, GREY) }),
            section: style(ink(13, true, accent)),
            note_line: style(Style { italic: true, ink: own(GREY), ..Style::default() }),
            tile: style(tile(NumberFormat::Number(0))),
            tile_share: style(tile(NumberFormat::Share(0))),
            tile_net: style(tile(NumberFormat::SignedShare(0))),
            tile_note: style(small.clone()),
            heading: style(Style {
                bold: true,
                wrap: true,
                middle: true,
                align: Align::Left,
                indent: 1,
                fill: own(accent),
                ink: own("#FFFFFF"),
                border: Border::Box,
                ..Style::default()
            }),
            band: style(Style { fill: own("#DCE3EF"), align: Align::Left, indent: 1, ..ink(12, true, accent) }),
            band_link: style(Style { fill: own("#DCE3EF"), align: Align::Left, indent: 1, ..ink(12, true, "#0B3C8C") }),
            label: style(small),
            fact: style(Style { align: Align::Left, indent: 1, wrap: true, ..row.clone() }),
            text: style(Style { wrap, align: Align::Left, indent: 1, ..row.clone() }),
            strong: style(Style { wrap, bold: true, align: Align::Left, indent: 1, ..row.clone() }),
            code: style(Style { number: NumberFormat::Text, align: Align::Left, indent: 1, ..row.clone() }),
            link: style(Style { ink: own("#0B3C8C"), align: Align::Left, indent: 1, ..row.clone() }),
            centre: style(Style { align: Align::Centre, ..row.clone() }),
            whole: style(of(NumberFormat::Number(0))),
            score: style(of(NumberFormat::Number(1))),
            money: style(of(NumberFormat::Pounds(0))),
            money_and_pence: style(of(NumberFormat::Pounds(2))),
            date: style(of(NumberFormat::Date)),
            share: style(of(NumberFormat::Share(0))),
            chance: style(of(NumberFormat::Chance)),
            net: style(of(NumberFormat::SignedShare(0))),
            percent: style(of(NumberFormat::SignedShare(1))),
            percent_fact: style(fact(NumberFormat::SignedShare(1))),
            change: style(of(NumberFormat::Signed(0))),
            alert: style(Style {
                fill: own(&settings.look(Status::Red).fill),
                ink: own(&settings.look(Status::Red).ink),
                bold: true,
                ..row.clone()
            }),
            query: style(Style {
                fill: own(&settings.look(Status::Amber).fill),
                ink: own(&settings.look(Status::Amber).ink),
                wrap,
                align: Align::Left,
                indent: 1,
                ..row.clone()
            }),
            stale: style(Style {
                fill: own(&settings.look(Status::Red).fill),
                ink: own(&settings.look(Status::Red).ink),
                bold: true,
                ..of(NumberFormat::Date)
            }),
            axis: style(Style {
                bold: true,
                wrap: true,
                middle: true,
                align: Align::Centre,
                fill: own(PALE),
                ..boxed.clone()
            }),
            axis_upright: style(Style {
                bold: true,
                upright: true,
                middle: true,
                align: Align::Centre,
                fill: own(PALE),
                ..boxed.clone()
            }),
            statuses: statuses.to_vec(),
            bands,
            figures,
        }
    }

    /// Word, symbol and colour of a status.
    pub fn status(&self, status: Status) -> &StatusStyle {
        // `Status::ALL` lists the variants in their order, and a test holds it.
        &self.statuses[status as usize]
    }

    /// Styles of numbers in this unit.
    pub fn figures(&self, unit: Unit, decimals: u8) -> FigureStyles {
        self.figures.get(&(unit, decimals)).copied().unwrap_or(FigureStyles {
            value: self.whole,
            signed: self.change,
            fact: self.fact,
            signed_fact: self.fact,
        })
    }

    /// The colours of a risk's band in a table, or a plain centred cell where it has none. `band` is its position.
    pub fn score(&self, band: Option<usize>) -> StyleId {
        band.and_then(|k| self.bands.get(k)).map_or(self.centre, |(_, style)| *style)
    }

    /// The colours of a band on the heat map.
    pub fn heat(&self, band: Option<usize>) -> StyleId {
        band.and_then(|k| self.bands.get(k)).map_or(self.axis, |(style, _)| *style)
    }

    /// Whether a style breaks long text into lines.
    pub fn wraps(&self, style: StyleId) -> bool {
        [self.text, self.strong, self.fact, self.query].contains(&style)
    }

    /// The state of a return in the colours of the statuses that mean the same.
    pub fn return_state(&self, state: ReturnState) -> StyleId {
        self.status(match state {
            ReturnState::Complete => Status::Green,
            ReturnState::Late | ReturnState::Incomplete => Status::Amber,
            ReturnState::Rejected => Status::Red,
            ReturnState::Missing => Status::NotAvailable,
        })
        .style
    }

    /// How a budget stands, with its symbol: a scheme of its own in the colours of the statuses that mean the same.
    pub fn budget(&self, status: BudgetStatus) -> (String, StyleId) {
        let (symbol, like) = match status {
            BudgetStatus::OnBudget => ("●", Status::Green),
            BudgetStatus::Near => ("◆", Status::Amber),
            BudgetStatus::Over => ("▲", Status::Red),
            BudgetStatus::Under => ("▽", Status::Awaited),
        };
        (format!("{symbol} {}", status.words()), self.status(like).style)
    }

    /// Where a milestone stands, in the same way.
    pub fn milestone(&self, state: MilestoneState) -> (String, StyleId) {
        let (symbol, like) = match state {
            MilestoneState::Complete | MilestoneState::OnTrack => ("●", Status::Green),
            MilestoneState::AtRisk => ("◆", Status::Amber),
            MilestoneState::Overdue => ("▲", Status::Red),
            MilestoneState::NoWord | MilestoneState::NotStated => ("?", Status::Awaited),
            MilestoneState::Paused => ("–", Status::NotAvailable),
            MilestoneState::Discontinued => ("×", Status::NotAvailable),
            MilestoneState::NotStarted | MilestoneState::CarriedOver => ("○", Status::Contextual),
        };
        (format!("{symbol} {}", state.words()), self.status(like).style)
    }

    pub fn outcome(&self, outcome: Outcome, counts: bool) -> StyleId {
        self.status(match (outcome, counts) {
            (Outcome::Accepted, true) => Status::Green,
            (Outcome::Accepted, false) => Status::NotApplicable,
            (Outcome::Rejected, _) => Status::Red,
            (Outcome::Undecided, _) => Status::Awaited,
        })
        .style
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_listed_in_their_order() {
        for (n, status) in Status::ALL.into_iter().enumerate() {
            assert_eq!(status as usize, n);
        }
    }
}
