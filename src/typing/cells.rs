//! What a cell gives: words, a choice, a date, a number, repaired where the meaning is certain and refused where not.

use super::file_context::FileContext;
use super::outcome::CellOutcome;
use super::row::RowCells;
use crate::catalogue::{self, Severity};
use crate::elementary::power;
use crate::layout::{Hint, Layout, PercentAs};
use crate::measure::Unit;
use crate::period::Period;
use crate::reading::{CellRef, Marker};
use crate::record::{Cell, Content, DayShown, Field, HowShown};
use crate::text::date;
use crate::text::deadline::{self, Deadline};
use crate::text::number::{self, finer_than, tidy};
use crate::text::percent;
use crate::text::words::{clean, list, meaning, plain, quoted};
use chrono::{Datelike, NaiveDate};

/// What a cell gave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum CellValue<T> {
    Blank,
    /// Refused; the finding is written.
    Bad,
    /// A word that says there is no number.
    Marker(Marker),
    Is(T),
}

impl<T> CellValue<T> {
    pub fn ok(self) -> Option<T> {
        match self {
            Self::Is(value) => Some(value),
            _ => None,
        }
    }

    pub fn bad(&self) -> bool {
        matches!(self, Self::Bad)
    }
}

/// What a number may be.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ExpectedNumber {
    /// In percentage points: 85 is 85%.
    pub percent: bool,
    /// What it is a number of, where the register says that.
    pub unit: Option<Unit>,
    pub minimum: Option<f64>,
    pub maximum: Option<f64>,
    /// What the unit counts in, where that is not one: “£2.6m” is 2.6 in millions.
    pub thousands_or_millions: Option<f64>,
    /// In pounds, or in what `thousands_or_millions` says.
    pub money: bool,
    /// What its numerator and denominator make, in percentage points: it tells a fraction from a percentage.
    pub quotient: Option<f64>,
}

impl RowCells<'_, '_> {
    /// Excel's errors, pictures, and formulas that were never calculated or point at nothing have no content of any
    /// kind.
    fn empty_handed(&mut self, field: Field, cell: &Cell, wanted: &str) -> bool {
        let seen = cell.appearance.as_deref();
        if let Some(blank) = seen.and_then(|s| s.points_at_blank.as_ref()) {
            let got = format!("0, from a formula that only points at {blank}, which is blank");
            self.refuse(field, &catalogue::C043, wanted, got);
            return true;
        }
        match &cell.content {
            Content::Error(_) if seen.is_some_and(|s| s.picture) => {
                self.refuse(
                    field,
                    &catalogue::C045,
                    wanted,
                    "a picture, or another thing that is no text and no number",
                );
            }
            Content::Error(e) => self.refuse(field, &catalogue::C003, wanted, e.as_str()),
            Content::FormulaWithoutResult => {
                self.refuse(field, &catalogue::C004, wanted, "a formula that was not calculated")
            }
            _ => return false,
        }
        true
    }

    /// The cleaned text of a field, numbers and dates as a person reads them; empty when blank.
    pub fn text(&mut self, field: Field) -> String {
        let Some((k, cell)) = self.find(field) else { return String::new() };
        if self.empty_handed(field, cell, "words") {
            return String::new();
        }
        self.outcomes[k] = CellOutcome::Accepted;
        cell.shown()
    }

    /// A word of a list. `read` understands it, `allowed` prints the list for the finding.
    pub fn choice<T>(
        &mut self,
        field: Field,
        read: impl Fn(&str) -> Option<T>,
        allowed: impl Fn() -> String,
    ) -> CellValue<T> {
        let Some((k, cell)) = self.find(field) else { return CellValue::Blank };
        if self.empty_handed(field, cell, &allowed()) {
            return CellValue::Bad;
        }
        let text = cell.content.shown();
        match read(self.file.our_word(field, &text)) {
            Some(value) => {
                self.outcomes[k] = CellOutcome::Accepted;
                CellValue::Is(value)
            }
            None => {
                self.refuse(field, &catalogue::C008, format!("one of: {}", allowed()), quoted(&text));
                CellValue::Bad
            }
        }
    }

    /// The reason why there is no number.
    pub fn reason(&mut self) -> CellValue<Marker> {
        let text = self.filled(Field::Reason).map(|c| c.content.shown()).unwrap_or_default();
        let marker = self.file.marker(self.file.our_word(Field::Reason, &text));
        self.choice(Field::Reason, |_| marker, || list(Marker::ALL.map(Marker::words)))
    }

    /// Yes or no; blank is no.
    pub fn yes(&mut self, field: Field) -> bool {
        let read = |text: &str| match &*meaning(text) {
            "yes" | "y" | "true" | "x" | "1" | "provisional" => Some(true),
            "no" | "n" | "false" | "0" | "final" => Some(false),
            _ if matches!(text, "✓" | "✔") => Some(true),
            _ => None,
        };
        self.choice(field, read, || "Yes, No".to_owned()).ok().unwrap_or(false)
    }

    pub fn date(&mut self, field: Field) -> Option<NaiveDate> {
        self.day(field, date::parse, "a date like 30/09/2026")
    }

    /// The day of a cell, whose text is read by `parse`.
    fn day(&mut self, field: Field, parse: impl Fn(&str) -> Option<NaiveDate>, wanted: &str) -> Option<NaiveDate> {
        let (k, cell) = self.find(field)?;
        if self.empty_handed(field, cell, wanted) {
            return None;
        }
        let (day, repaired) = match &cell.content {
            Content::Date(day) => (Some(*day), false),
            Content::Number(n) => (date::serial(*n, cell.since_1904), true),
            Content::Text(text) => (parse(clean(text)), true),
            _ => (None, true),
        };
        let Some(day) = day else {
            self.refuse(field, &catalogue::C010, wanted, quoted(&cell.content.shown()));
            return None;
        };
        if !date::possible(day) {
            let expected = format!("a day from {} to {}", the_date(date::POSSIBLE.0), the_date(date::POSSIBLE.1));
            self.refuse(field, &catalogue::C010, expected, quoted(&cell.content.shown()));
            return None;
        }
        if cell.since_1904 && !matches!(cell.content, Content::Text(_)) {
            self.say_1904(cell.at, day);
        }
        if repaired {
            self.report(&catalogue::C011, Some(cell.at), the_date(day), quoted(&cell.content.shown()));
        }
        self.outcomes[k] = CellOutcome::Accepted;
        Some(day)
    }

    /// The day by which something is due. Of a month, a quarter or a year it is the last day, and that is said; so is
    /// what the format of a day hides of it.
    pub fn deadline(&mut self, field: Field) -> Option<NaiveDate> {
        let cell = self.filled(field)?;
        let (period, start) = (self.file.period, self.file.settings.year.start_month);
        let last = Period::new(period.year(), 4).unwrap_or(period);
        let day = last.last_day(start);
        let wanted =
            format!("a day, month or quarter like {}, {} or {last}", day.format("%d/%m/%Y"), day.format("%B %Y"));
        let typed = match &cell.content {
            Content::Text(text) => deadline::parse(self.file.our_word(field, clean(text)), period, start),
            // Excel makes the first of the month of a month.
            Content::Date(day) if cell.day_shown() == DayShown::WithoutDay && day.day() == 1 => {
                Some(Deadline::End(deadline::end_of_month(*day)))
            }
            _ => None,
        };
        match typed {
            Some(Deadline::End(day)) if date::possible(day) => {
                self.accept(field);
                self.report(&catalogue::C071, Some(cell.at), the_date(day), quoted(&as_seen(cell)));
                Some(day)
            }
            Some(Deadline::None) => {
                self.accept(field);
                self.report(&catalogue::C072, Some(cell.at), wanted, quoted(&cell.content.shown()));
                None
            }
            Some(Deadline::Day(day)) => self.day(field, |_| Some(day), &wanted),
            Some(Deadline::End(day)) => self.day(field, |_| Some(day), &wanted),
            None => {
                let day = self.day(field, date::parse, &wanted)?;
                let (check, expected) = match cell.day_shown() {
                    DayShown::Whole => return Some(day),
                    DayShown::WithoutDay => (&catalogue::C071, the_date(day)),
                    DayShown::WithoutYear => (&catalogue::C073, "a day with its year".to_owned()),
                };
                let got = format!("{}; the cell holds {}", quoted(&as_seen(cell)), day.format("%d/%m/%Y"));
                self.report(check, Some(cell.at), expected, got);
                Some(day)
            }
        }
    }

    /// Said of the first date of a file: where one is, all are.
    fn say_1904(&mut self, at: CellRef, day: NaiveDate) {
        if !std::mem::replace(&mut self.file.told_1904, true) {
            let got = format!("days counted from 1904, read as {}", day.format("%d/%m/%Y"));
            self.report(&catalogue::C019, Some(at), "days counted from 1900", got);
        }
    }

    /// A number, repaired where its meaning is certain, within the range it may have.
    pub fn number(&mut self, field: Field, want: &ExpectedNumber) -> CellValue<f64> {
        let Some((k, cell)) = self.find(field) else { return CellValue::Blank };
        let wanted = if want.percent { "a percentage such as 85 or 85%" } else { "a number" };
        if self.empty_handed(field, cell, wanted) {
            return CellValue::Bad;
        }
        let Hint { percent: percent_as, money, thousands } = self.file.hint(cell);
        let money_hint = money.filter(|_| want.money).map(|m| m.pounds());
        let money = money.filter(|_| want.money).map(|m| m.pounds() / want.thousands_or_millions.unwrap_or(1.0));
        let unit = want.unit.or(want.percent.then_some(Unit::Percent));
        let in_unit = |n: f64| money.map_or(n, |times| tidy(n * times));
        let seen = match &cell.content {
            Content::Number(n) if n.is_finite() => match self.seen(field, cell, *n, unit, money_hint) {
                Some(n) => Some(n),
                None => return CellValue::Bad,
            },
            _ => None,
        };
        let value = match (&cell.content, seen) {
            (Content::Number(_), Some(n)) if !want.percent => {
                if cell.percent {
                    let expected = "a number that is not a percentage";
                    self.report(
                        &catalogue::C005,
                        Some(cell.at),
                        expected,
                        format!("{}%, read as {n}", plain(n * 100.0)),
                    );
                }
                Some(in_unit(n))
            }
            (Content::Number(_), Some(n)) if cell.percent => Some(self.percent_as_shown(cell, n, want)),
            (Content::Number(_), Some(n)) if percent_as == Some(PercentAs::Fraction) => Some(percent::points(n)),
            (Content::Number(_), Some(n)) => Some(self.percent_or_fraction(cell, n, percent_as, want)),
            (Content::Text(text), _) => match number_of(self.file, with_one_sign(cell, text), thousands) {
                Some(p) if p.percent && !want.percent => None,
                Some(p) if cell.shown_number().is_some_and(|n| n.how == HowShown::Words) => {
                    self.seen(field, cell, p.value, unit, money_hint);
                    return CellValue::Bad;
                }
                Some(p) => {
                    let fraction = want.percent && !p.percent && percent_as == Some(PercentAs::Fraction);
                    let value = match want.thousands_or_millions.filter(|_| p.scaled) {
                        Some(unit) => tidy(p.value / unit),
                        None if fraction => percent::points(p.value),
                        None if p.scaled => p.value,
                        None => in_unit(p.value),
                    };
                    let expected = format!("{}{} typed as a number", plain(value), if p.percent { "%" } else { "" });
                    self.say_repaired(cell, text, expected);
                    let untold = want.percent && !p.percent && !fraction;
                    Some(if untold { self.percent_or_fraction(cell, p.value, percent_as, want) } else { value })
                }
                None => {
                    if let Some(marker) = self.file.marker(clean(text)) {
                        let expected = format!("{wanted}, or nothing");
                        self.report(&catalogue::C017, Some(cell.at), expected, quoted(text));
                        self.outcomes[k] = CellOutcome::Accepted;
                        return CellValue::Marker(marker);
                    }
                    None
                }
            },
            _ => None,
        };
        let Some(value) = value else {
            self.refuse(field, &catalogue::C002, wanted, quoted(&cell.content.shown()));
            return CellValue::Bad;
        };
        if cell.appearance.as_ref().is_some_and(|a| a.uncalculated) {
            let got = "0, from a workbook that asks to be calculated before it is looked at";
            self.report(&catalogue::C046, Some(cell.at), "a formula that was calculated", got);
        }
        if cell.merged {
            self.report(&catalogue::C013, Some(cell.at), "a cell of its own", "a merged cell");
        }
        if cell.external {
            let expected = "a value of this workbook";
            self.report(&catalogue::F007, Some(cell.at), expected, "a value kept from another workbook");
        }
        self.outcomes[k] = CellOutcome::Accepted;
        if self.out_of_range(Some(field), cell.at, value, want) { CellValue::Bad } else { CellValue::Is(value) }
    }

    /// Says when a value is outside its range; true when it is refused for that.
    pub fn out_of_range(&mut self, field: Option<Field>, at: CellRef, value: f64, want: &ExpectedNumber) -> bool {
        let inside = want.minimum.is_none_or(|m| value >= m) && want.maximum.is_none_or(|m| value <= m);
        if inside {
            return false;
        }
        let expected = match (want.minimum, want.maximum) {
            (Some(a), Some(b)) => format!("{} to {}", plain(a), plain(b)),
            (Some(a), None) => format!("{} or more", plain(a)),
            (_, b) => format!("{} or less", plain(b.unwrap_or(f64::NAN))),
        };
        self.report(&catalogue::C006, Some(at), expected, plain(value));
        let refuses = self.file.refuses(&catalogue::C006);
        if refuses && let Some(field) = field {
            self.refuse_with(field);
        }
        refuses
    }

    /// What a cell in per cent shows. 91.2 that was put there without its sign shows as 9120%: doubted where no limit of
    /// the indicator stops it and its parts do not make it, until the figures before it are looked at.
    fn percent_as_shown(&mut self, cell: &Cell, held: f64, want: &ExpectedNumber) -> f64 {
        let shown = percent::points(held);
        let limit = if shown < 0.0 { want.minimum } else { want.maximum };
        let made = want.quotient.is_some_and(|q| (q - shown).abs() <= 1e-9 * shown.abs());
        if shown.abs() > percent::PLAIN && limit.is_none() && !made {
            let expected = format!("{}% or {}%", plain(held), plain(shown));
            self.report(&catalogue::C005, Some(cell.at), expected, format!("a cell that shows {}%", plain(shown)));
        }
        shown
    }

    /// 0.85 in a column of percentages, where neither the cell nor the form says which it is: what its numerator and
    /// denominator make, where they make one of the two. Else it is taken as typed, and doubted until the figures before
    /// it are looked at.
    fn percent_or_fraction(
        &mut self,
        cell: &Cell,
        typed: f64,
        percent_as: Option<PercentAs>,
        want: &ExpectedNumber,
    ) -> f64 {
        let small = typed > 0.0 && typed <= 1.0;
        // Our own form has put its cells in per cent, whatever was pasted there as a text.
        let formatted = cell.percent && !self.file.layout.is_some_and(Layout::is_ours);
        if percent_as.is_some() || !(formatted || small) {
            return typed;
        }
        let percent = percent::points(typed);
        let (mut expected, mut got) =
            (format!("{}% or {}%", plain(percent), plain(typed)), format!("{}, without a percent sign", plain(typed)));
        let made = want.quotient.filter(|q| is_fraction_of(typed, *q));
        if let Some(quotient) = made {
            let made = plain((quotient * 100.0).round() / 100.0);
            expected = format!("{}%, as its numerator and denominator make {made}%", plain(percent));
            got = format!("{}, read as {}%", plain(typed), plain(percent));
        }
        self.report(&catalogue::C005, Some(cell.at), expected, got);
        if let Some(said) = self.file.findings.last_mut().filter(|_| made.is_some()) {
            said.severity = Severity::Note;
        }
        if made.is_some() { percent } else { typed }
    }
}

/// What was typed is the quotient as a fraction, as far as it was typed.
fn is_fraction_of(typed: f64, quotient: f64) -> bool {
    const MOST_DECIMALS: u8 = 8;
    let decimals = (0..MOST_DECIMALS).find(|d| !finer_than(typed, *d)).unwrap_or(MOST_DECIMALS);
    // A figure of one decimal, or none, is that of many quotients.
    let near = 0.5 * power(0.1, i32::from(decimals.max(2))) + 1e-9;
    (typed - quotient / 100.0).abs() <= near
}

fn the_date(day: NaiveDate) -> String {
    format!("the date {}", day.format("%d/%m/%Y"))
}

/// A day without what its format does not show.
fn as_seen(cell: &Cell) -> String {
    match (&cell.content, cell.day_shown()) {
        (Content::Date(day), DayShown::WithoutDay) => day.format("%b %Y").to_string(),
        (Content::Date(day), DayShown::WithoutYear) => day.format("%-d %b").to_string(),
        (content, _) => content.shown(),
    }
}

/// LibreOffice adds a percent sign to the one that is typed in a cell in per cent, and keeps “91.2%%” as a text.
fn with_one_sign<'t>(cell: &'t Cell, text: &'t str) -> &'t str {
    let line = cell.on_the_line(text);
    let twice = line.trim_end().strip_suffix('%').filter(|once| cell.percent && once.ends_with('%'));
    twice.unwrap_or(line)
}

/// The number in a text, or the number that the layout says the word means.
fn number_of(file: &FileContext<'_>, text: &str, thousands: bool) -> Option<number::Parsed> {
    let word = file.number_word(clean(text)).map(|value| number::Parsed { value, percent: false, scaled: false });
    word.or_else(|| number::parse(text, thousands))
}
