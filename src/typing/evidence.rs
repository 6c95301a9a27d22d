//! The row as evidence: the name, the unit and the target that stand beside an id are compared with the register's for
//! it. A sorted id column or a moved block is found by them, and by nothing else.

use super::file_context::FileContext;
use super::row::RowCells;
use crate::catalogue;
use crate::finding::Severity;
use crate::layout::{Layout, MoneyIn};
use crate::measure::{Unit, UnitFamily as Family, UnitWords};
use crate::record::{Cell, Content, Field, Record, Share};
use crate::register::{Indicator, Register};
use crate::status::{quarter_target, round_half_away};
use crate::text::likeness::{Likeness, Name};
use crate::text::words::{plain, quoted};
use crate::text::{number, percent};

/// Whose the printed name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NameSays {
    /// Nothing is printed, or it is this indicator's in these or other words.
    Nothing,
    /// Like no name of the register.
    Unknown,
    /// Another's, and it could be this one's shortened.
    Perhaps(usize),
    /// Another's.
    Other(usize),
}

/// Whether what is printed beside the id is this indicator's. Where it is clearly another's the row is refused, and the
/// finding names that id; where a unit or a target alone is another, it is asked about.
pub(super) fn fits(row: &mut RowCells<'_, '_>, number: usize) -> bool {
    let Some(id) = row.record.get(Field::Id).map(|c| c.at) else { return true };
    let (register, record) = (row.file.register, row.record);
    let printed = Printed::of(row.file, record);
    let name = printed.name_says(register, number);
    let facts = |n: usize| [printed.unit_fits(n, register), printed.target_fits(row.file, n)];
    let against = facts(number).into_iter().filter(|fits| *fits == Some(false)).count();
    let fits_both = |other: usize| !facts(other).contains(&Some(false));
    let other = match name {
        NameSays::Other(other) => {
            // A measure may have been renamed; then unit or target are still its own, and not the other's.
            let renamed = against == 0 && !fits_both(other);
            if renamed { None } else { Some(other) }
        }
        NameSays::Perhaps(other) => Some(other).filter(|_| against > 0 && fits_both(other)),
        NameSays::Unknown if against == 2 => printed.only_fit(row.file, number),
        NameSays::Nothing if against == 2 && printed.name.is_none() => printed.only_fit(row.file, number),
        NameSays::Unknown | NameSays::Nothing => None,
    };
    if let Some(other) = other {
        let (this, other) = (&register.indicators[number], &register.indicators[other]);
        let expected = match name {
            NameSays::Other(_) | NameSays::Perhaps(_) => {
                format!("{}, whose name stands in the row: {}", other.id, quoted(&other.name))
            }
            _ => format!("{}, whose unit and target stand in the row", other.id),
        };
        row.report(&catalogue::R020, Some(id), expected, format!("{}, which is {}", this.id, quoted(&this.name)));
        let remedy = format!(
            "If the figures are those of {}, type {} as the id; if the ids were sorted or pasted alone, put them back.",
            quoted(&other.name),
            other.id
        );
        if let Some(finding) = row.file.findings.last_mut() {
            finding.remedy = remedy.into();
        }
        row.refuse_row();
        return false;
    }
    if let Some((cell, times)) = printed.counts_otherwise(row, number) {
        return say_thousands(row, number, cell, times);
    }
    printed.ask(row, number, name);
    true
}

/// A figure beside “£000” of a measure in pounds is a thousand times another: nothing but its sender can say which is meant.
/// Beside “£” it is asked about, for many write that of any money. Whether it is read.
fn say_thousands(row: &mut RowCells<'_, '_>, number: usize, unit: &Cell, times: f64) -> bool {
    let refuses = times > 1.0;
    let indicator = &row.file.register.indicators[number];
    let value = row.filled(Field::Value).map(|c| c.content.shown()).unwrap_or_default();
    let (own, words) = (indicator.unit.words(), first_line(&unit.content.shown()).to_owned());
    let got = format!("{value} beside {}", quoted(&words));
    row.report(&catalogue::R021, Some(unit.at), format!("a figure in {own}, the unit of the register"), got);
    if let Some(finding) = row.file.findings.last_mut() {
        finding.severity = if refuses { Severity::Error } else { finding.severity };
        finding.remedy = format!(
            "If the figure is in {own}, correct the unit beside it; if it is not, type it in {own}, or ask the performance team \
             to give the measure the unit of the form in the register."
        )
        .into();
    }
    if refuses {
        row.refuse_row();
    }
    !refuses
}

/// What stands beside the id.
struct Printed<'r> {
    name: Option<(&'r Cell, Name)>,
    unit: Option<(&'r Cell, UnitWords)>,
    target: Option<(&'r Cell, f64)>,
}

impl<'r> Printed<'r> {
    fn of(file: &FileContext<'_>, record: &'r Record) -> Self {
        let cell = |field| record.stands(field).filter(|c| c.share != Share::Heading);
        let name = cell(Field::Title).map(|c| (c, Name::new(&c.content.shown()))).filter(|(_, n)| !n.is_empty());
        let words = |c: &Cell| UnitWords::of(file.our_word(Field::Unit, &c.content.shown()));
        let unit = cell(Field::Unit).and_then(|c| Some((c, words(c)?)));
        let target = cell(Field::Target).and_then(|c| Some((c, target_in(&c.content)?)));
        Self { name, unit, target }
    }

    fn name_says(&self, register: &Register, number: usize) -> NameSays {
        let Some((cell, name)) = &self.name else { return NameSays::Nothing };
        let this = &register.indicators[number];
        let likeness = |of: &Indicator| of.names().map(|own| name.likeness(&Name::new(own))).max();
        let own = likeness(this).unwrap_or(Likeness::Apart);
        let before = this.name_before().is_some_and(|before| name.likeness(&Name::new(before)) == Likeness::Same);
        if own == Likeness::Same || before || name.likeness(&Name::new(&this.id)) == Likeness::Same {
            return NameSays::Nothing;
        }
        let of_service = |n: &&usize| register.indicators[**n].service == this.service;
        let same: Vec<usize> = register.indicators_named(&cell.content.shown()).collect();
        if let Some(other) = same.iter().find(of_service).or(same.first()) {
            return if own == Likeness::Close { NameSays::Perhaps(*other) } else { NameSays::Other(*other) };
        }
        if own != Likeness::Apart {
            return NameSays::Nothing;
        }
        let near = |n: &usize| likeness(&register.indicators[*n]) == Some(Likeness::Close);
        let mut others = register.positions_of(&this.service).iter().copied().filter(near);
        match (others.next(), others.next()) {
            (Some(other), None) => NameSays::Other(other),
            _ => NameSays::Unknown,
        }
    }

    /// None where one of the two says nothing.
    fn unit_fits(&self, number: usize, register: &Register) -> Option<bool> {
        let unit = register.indicators[number].unit;
        let (printed, own) = (self.unit.as_ref()?.1, Family::of_unit(unit)?);
        let same_family = printed.family? == own || matches!((printed.family?, own), (Family::Count, Family::Time));
        // Hours are no days; pounds that are counted in thousands are told by their number too.
        let same = printed.time.is_none_or(|time| own != Family::Time || time == unit);
        Some(same_family && same)
    }

    /// Whether the unit that is printed counts in other thousands than the register: the figure is then another. `None` where
    /// it says nothing of that.
    fn counts_otherwise(&self, row: &RowCells<'_, '_>, number: usize) -> Option<(&'r Cell, f64)> {
        let (cell, printed) = self.unit.as_ref()?;
        let unit = row.file.register.indicators[number].unit;
        let value = row.filled(Field::Value)?;
        let scaled = |text: &str| number::parse(text, true).is_none_or(|n| n.scaled || n.value == 0.0);
        let says_nothing = match &value.content {
            Content::Number(n) => *n == 0.0,
            Content::Text(text) => scaled(text),
            _ => true,
        };
        let of_form = row.file.hint(value).money.filter(|_| unit.is_money()).map(MoneyIn::pounds);
        let own = Family::of_unit(unit)?;
        let alike = printed.family.is_none_or(|printed| printed == own);
        let times = printed.counts_in.filter(|_| alike && !says_nothing)?;
        (times != of_form.unwrap_or(unit.counts_in())).then_some((cell, times))
    }

    /// None where one of the two says nothing.
    fn target_fits(&self, file: &FileContext<'_>, number: usize) -> Option<bool> {
        let (cell, printed) = self.target.as_ref()?;
        let indicator = &file.register.indicators[number];
        let known = targets(file, number);
        let in_percent = indicator.unit == Unit::Percent;
        let said = if in_percent && cell.percent { percent::points(*printed) } else { *printed };
        let scales: &[f64] = match indicator.unit {
            Unit::Percent => &[1.0, 100.0, 0.01],
            Unit::Pounds | Unit::PoundsThousands | Unit::PoundsMillions => &[1.0, 1e3, 1e6, 1e-3, 1e-6],
            _ => &[1.0],
        };
        let text = matches!(cell.content, Content::Text(_));
        let same = |known: f64| {
            scales.iter().any(|times| rounds_to(known, said * times) || (text && rounds_to(-known, said * times)))
        };
        (!known.is_empty()).then(|| known.into_iter().any(same))
    }

    /// The only other indicator of the service whose unit and target these are.
    fn only_fit(&self, file: &FileContext<'_>, number: usize) -> Option<usize> {
        let register = file.register;
        let service = &register.indicators[number].service;
        let fits = |n: &usize| {
            *n != number && self.unit_fits(*n, register) == Some(true) && self.target_fits(file, *n) == Some(true)
        };
        let mut others = register.positions_of(service).iter().copied().filter(fits);
        others.next().filter(|_| others.next().is_none())
    }

    /// Asks about what is printed and is not the register's.
    fn ask(&self, row: &mut RowCells<'_, '_>, number: usize, name: NameSays) {
        let register = row.file.register;
        let indicator = &register.indicators[number];
        let (mut expected, mut got, mut at) = (vec![], vec![], None);
        let mut differs = |cell: &Cell, ours: String, theirs: String| {
            at = at.or(Some(cell.at));
            expected.push(ours);
            got.push(theirs);
        };
        let unit = self.unit.as_ref().filter(|_| self.unit_fits(number, register) == Some(false));
        let target = self.target.as_ref().filter(|_| self.target_fits(row.file, number) == Some(false));
        let odd = match name {
            NameSays::Nothing => false,
            NameSays::Unknown => unit.is_some() || target.is_some(),
            NameSays::Perhaps(_) | NameSays::Other(_) => true,
        };
        if let Some((cell, _)) = self.name.as_ref().filter(|_| odd) {
            let theirs = match name {
                NameSays::Perhaps(other) | NameSays::Other(other) => {
                    format!("{}, the name of {}", quoted(&cell.content.shown()), register.indicators[other].id)
                }
                _ => quoted(&cell.content.shown()),
            };
            differs(cell, quoted(&indicator.name), theirs);
        }
        if let Some((cell, _)) = unit {
            let ours = format!("the unit {}", indicator.unit.words());
            differs(cell, ours, quoted(first_line(&cell.content.shown())));
        }
        if let Some((cell, _)) = target {
            let known = target_now(row.file, number).or(targets(row.file, number).first().copied());
            differs(cell, format!("the target {}", known.map(plain).unwrap_or_default()), cell.content.shown());
        }
        if at.is_some() {
            row.report(&catalogue::R021, at, expected.join(", "), got.join(", "));
        }
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// The number that stands as a target, alone or with the words that people put around one.
fn target_in(content: &Content) -> Option<f64> {
    const AROUND: [&str; 22] = [
        "at", "least", "most", "or", "more", "less", "than", "no", "above", "below", "over", "under", "min", "max",
        "minimum", "maximum", "percent", "target", "days", "higher", "lower", "and",
    ];
    match content {
        Content::Number(n) => Some(*n),
        Content::Text(text) => {
            let digit = |c: char| c.is_ascii_digit();
            let (from, to) = (text.find(digit)?, text.rfind(digit)? + 1);
            let words = format!("{} {}", &text[..from], &text[to..]).to_lowercase();
            let mut words = words.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty());
            let number = number::parse(&text[from..to], false)?;
            words.all(|w| AROUND.contains(&w)).then_some(number.value)
        }
        _ => None,
    }
}

/// Whether `known` is `printed` with the decimals of either.
fn rounds_to(known: f64, printed: f64) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(1.0);
    near(known, printed)
        || (0..6).any(|d| near(round_half_away(printed, d), printed) && near(round_half_away(known, d), printed))
        || (0..6).any(|d| near(round_half_away(known, d), known) && near(round_half_away(printed, d), known))
}

/// The target of the quarter.
fn target_now(file: &FileContext<'_>, number: usize) -> Option<f64> {
    let target = file.register.target(number, file.period);
    quarter_target(&file.register.indicators[number], target, file.period.quarter())
}

/// Every figure that a form may print as the target: on our own, the quarter's alone.
fn targets(file: &FileContext<'_>, number: usize) -> Vec<f64> {
    let target = |period| file.register.target(number, period);
    let now = target_now(file, number);
    if let (Some(now), true) = (now, file.layout.is_some_and(Layout::is_ours)) {
        return vec![now];
    }
    let mut out: Vec<f64> = now.into_iter().collect();
    for target in [target(file.period), target(file.period.year_ago())].into_iter().flatten() {
        let mut so_far = 0.0;
        for quarter in target.quarters.into_iter().flatten() {
            so_far += quarter;
            out.extend([quarter, so_far]);
        }
        let bounds = [target.amber_low, target.green_low, target.green_high, target.amber_high];
        out.extend(target.annual.into_iter().chain(target.floor).chain(bounds.into_iter().flatten()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("95%", Some(95.0))]
    #[case("≥ 95", Some(95.0))]
    #[case("at least 1,200 days", Some(1200.0))]
    #[case("90 or more", Some(90.0))]
    #[case("80 to 90", None)]
    #[case("top quartile of 2025", None)]
    #[case("tbc", None)]
    fn printed_targets(#[case] text: &str, #[case] expected: Option<f64>) {
        assert_eq!(target_in(&Content::Text(text.into())), expected);
    }

    #[rstest]
    #[case(82.25, 82.3, true)]
    #[case(82.25, 82.0, true)]
    #[case(82.0, 82.4, true)]
    #[case(48_123.0, 48_000.0, false)]
    #[case(82.0, 80.0, false)]
    fn rounded(#[case] known: f64, #[case] printed: f64, #[case] expected: bool) {
        assert_eq!(rounds_to(known, printed), expected);
    }
}
