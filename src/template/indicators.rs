//! Indicators: the service's own, those due first, with what the council holds beside the cells to fill.

use super::context::TemplateContext;
use super::form::{Condition, FilledForm, FormColumns, FormRow, FormSheet};
use super::lists::DropDown;
use super::percent::{self, held, in_unit, shows_percent};
use super::span;
use super::styles::{NumberStyles, unit_words};
use crate::catalogue::{C002, C005, C006, C008, C009, C016, R001, R004, R005, R010};
use crate::elementary::power;
use crate::measure::Unit;
use crate::reading::Marker;
use crate::record::{Field, Kind};
use crate::register::{Indicator, Target};
use crate::settings::Status;
use crate::status::{self, KnownFigures, StatusCase};
use crate::text::percent::too_large;
use crate::workbook::{Book, CachedResult, CellContent, SheetCell, StyleId, ValidationRule};

/// An indicator of the service: to be filled, or, where it is not due, listed and closed so that nobody misses it.
struct IndicatorLine<'a> {
    indicator: &'a Indicator,
    numbers: NumberStyles,
    due: bool,
}

type IndicatorColumns<'c, 'a> = FormColumns<'c, 'a, IndicatorLine<'a>>;
type FormIndicator<'a> = FormRow<IndicatorLine<'a>>;

fn columns<'c, 'a>(c: &'c TemplateContext<'a>) -> Option<IndicatorColumns<'c, 'a>> {
    let styles = &c.styles;
    // What the council holds.
    let given = |r: &FormIndicator<'a>| if r.of.due { styles.given } else { styles.closed };
    let number = |r: &FormIndicator<'a>| if r.of.due { r.of.numbers.given } else { r.of.numbers.closed };
    let past = move |r: &FormIndicator<'a>, period| {
        let position = c.register.indicator_number(&r.of.indicator.id);
        let value = position.and_then(|n| c.past.values.get(n, period));
        SheetCell::number(value.map(|v| held(r.of.indicator, v)), number(r))
    };
    // What is asked, closed where the indicator is not due.
    let asked = move |r: &FormIndicator<'a>, style: StyleId| {
        SheetCell::new(CellContent::Blank, if r.of.due { style } else { styles.closed })
    };
    let part = move |r: &FormIndicator<'a>| {
        asked(r, if r.of.indicator.is_ratio() { styles.asked_number } else { styles.closed })
    };
    // Of a measure that has none there is nothing to say.
    let meaning = move |of: fn(&Indicator) -> &str| {
        move |r: &FormIndicator<'a>| match r.of.indicator.is_ratio() {
            true => SheetCell::text(of(r.of.indicator), given(r)),
            false => SheetCell::new(CellContent::Blank, styles.closed),
        }
    };
    let words = move |r: &FormIndicator<'a>| asked(r, styles.asked);
    let columns = IndicatorColumns::new(c, Kind::Indicators)?
        .column(Field::Id, 11.5, move |r| SheetCell::text(r.of.indicator.id.to_string(), given(r)))
        .column(Field::Title, 28.0, move |r| SheetCell::text(r.of.indicator.name.as_str(), given(r)))
        .column(Field::Unit, 17.0, move |r| SheetCell::text(unit(c, r.of.indicator), given(r)))
        .column(Field::Target, 10.5, move |r| {
            let target = c.target(r.of.indicator);
            match (status::quarter_target(r.of.indicator, target, c.period.quarter()), target.and_then(band)) {
                (None, Some(band)) => SheetCell::text(band, number(r)),
                (quarter, _) => SheetCell::number(quarter.map(|v| held(r.of.indicator, v)), number(r)),
            }
        })
        .column(Field::Previous, 10.5, move |r| past(r, c.period.previous()))
        .column(Field::YearAgo, 13.0, move |r| past(r, c.period.year_ago()))
        .column(Field::NumeratorName, 18.0, meaning(|i| &i.numerator_name))
        .column(Field::Numerator, 12.0, part)
        .column(Field::DenominatorName, 18.0, meaning(|i| &i.denominator_name))
        .column(Field::Denominator, 13.5, part)
        .column(Field::Value, 10.5, move |r| match r.of.due && r.of.indicator.is_ratio() {
            true => SheetCell::new(quotient(r), r.of.numbers.given),
            false => asked(r, r.of.numbers.asked),
        })
        .column(Field::Reason, 13.0, move |r| match r.of.due {
            true => words(r),
            false => SheetCell::text(Marker::NotDue.words(), styles.closed),
        })
        .column(Field::Provisional, 13.0, words)
        .column(Field::Forecast, 10.5, move |r| asked(r, r.of.numbers.optional))
        .column(Field::Commentary, 34.0, words)
        .each([Field::Barriers, Field::Levers], 20.0, words)
        .column(Field::RemedialAction, 28.0, words)
        .column(Field::Options, 28.0, words)
        .flag(&C009, Field::Value, unfilled)
        .flag_errors(Field::Value, |line| line.due)
        .flag(&C005, Field::Value, |r| fraction(c, r))
        .flag(&C016, Field::Reason, both_given)
        .flag(&R001, Field::Numerator, above_whole)
        .flag(&R004, Field::RemedialAction, |r| off_target(c, r))
        .flag(&R005, Field::Commentary, |r| large_change(c, r))
        .flag(&R010, Field::Value, |r| fell(c, r));
    Some(columns)
}

pub fn form<'a>(c: &TemplateContext<'a>, book: &mut Book<'_>) -> Option<FilledForm<'a>> {
    let lead = "Fill the yellow cells; the pale ones may stay blank, or are wanted where the words above them say so. Where there is no value, choose the reason.";
    let mut form = FormSheet::new(c, lead.to_owned(), columns(c)?);
    form.sheet.freeze.1 = 3;
    let (due, not_due): (Vec<&Indicator>, Vec<&Indicator>) = asked(c).partition(|i| i.due(c.period));
    for (indicator, due) in due.into_iter().map(|i| (i, true)).chain(not_due.into_iter().map(|i| (i, false))) {
        let numbers = NumberStyles::of(book, indicator);
        let lines = if due { 4 } else { 1 };
        let unit = unit(c, indicator);
        let texts: [(&str, Field); 4] = [
            (&indicator.name, Field::Title),
            (&unit, Field::Unit),
            (&indicator.numerator_name, Field::NumeratorName),
            (&indicator.denominator_name, Field::DenominatorName),
        ];
        form.height(lines, &texts);
        if due {
            rules(c, &mut form, indicator);
        }
        form.fill(IndicatorLine { indicator, numbers, due });
    }
    Some(form.finish())
}

/// How many indicators are to be filled.
pub fn due(c: &TemplateContext<'_>) -> usize {
    asked(c).filter(|i| i.due(c.period)).count()
}

/// The service's own, without those that follow from others.
fn asked<'a>(c: &TemplateContext<'a>) -> impl Iterator<Item = &'a Indicator> {
    c.register.indicators_of(&c.service.id).filter(|i| i.asked(c.period) && i.is_measured(c.period))
}

/// The unit, and below it which months the figure is of.
fn unit(c: &TemplateContext<'_>, indicator: &Indicator) -> String {
    let (unit, span) = (unit_words(indicator), span::words(indicator, c.period, c.settings.year.start_month));
    if span.is_empty() { unit.into_owned() } else { format!("{unit}\n{span}") }
}

/// The plan, where it is a band.
fn band(target: &Target) -> Option<String> {
    match (target.green_low, target.green_high) {
        (Some(low), Some(high)) => Some(format!("{low} to {high}")),
        (Some(low), None) => Some(format!("{low} or more")),
        (None, Some(high)) => Some(format!("{high} or less")),
        (None, None) => None,
    }
}

/// Numerator over denominator.
fn quotient<'a>(r: &FormIndicator<'_>) -> CellContent<'a> {
    let (n, d) = (r.at(Field::Numerator), r.at(Field::Denominator));
    let times = match r.of.indicator.times() {
        // The cell is in per cent.
        _ if r.of.indicator.unit == Unit::Percent => String::new(),
        Some(times) if times != 1.0 => format!("*{times}"),
        _ => String::new(),
    };
    let formula = format!("=IF(AND(ISNUMBER({n}),ISNUMBER({d}),N({d})<>0),{n}/{d}{times},\"\")");
    CellContent::Formula { formula, result: CachedResult::Text(String::new()) }
}

fn rules<T>(c: &TemplateContext<'_>, form: &mut FormSheet<'_, '_, T>, indicator: &Indicator) {
    let title = indicator.name.as_str();
    let range = match (indicator.minimum, indicator.maximum) {
        (Some(min), Some(max)) => format!(" Possible: {min} to {max}."),
        (Some(min), None) => format!(" Possible: {min} or more."),
        (None, Some(max)) => format!(" Possible: {max} or less."),
        (None, None) => String::new(),
    };
    let in_percent = indicator.unit == Unit::Percent;
    // Excel makes 50% of .5, and 0.5% of 0.5.
    let hint = if in_percent { " Type 85 or 85%; less than one with its nought, 0.5." } else { "" };
    let unit = unit_words(indicator);
    let span = span::sentence(&span::words(indicator, c.period, c.settings.year.start_month));
    let facts = format!("{span} Unit: {unit}.{range}{hint}");
    let bounded = indicator.minimum.is_some() || indicator.maximum.is_some();
    let value = |at: String| match in_percent {
        true => percent::rule(&at, indicator.minimum, indicator.maximum),
        false => ValidationRule::Decimal { min: indicator.minimum, max: indicator.maximum },
    };
    let breaks = if bounded { &C006 } else { &C002 };
    if indicator.is_ratio() {
        part(form, indicator, &span);
        let help = help(&indicator.definition, &format!(" Worked out from numerator and denominator.{range}"));
        form.rule(Field::Value, ValidationRule::Any, (title, &help), &C002);
    } else {
        form.rule(Field::Value, value(form.at(Field::Value)), (title, &help(&indicator.definition, &facts)), breaks);
        if bounded {
            form.also(&C002);
        }
    }
    let whole = format!(" Unit: {unit}.{range}{hint}");
    let forecast = help("What you expect for the whole year, if you can tell.", &whole);
    form.rule(Field::Forecast, value(form.at(Field::Forecast)), ("Year-end forecast", &forecast), breaks);
    if bounded {
        form.also(&C002);
    }
    let reason = "Only where there is no value: choose why. Leave it blank where there is one.";
    form.rule(Field::Reason, DropDown::Reasons.rule(c), ("Reason if no value", reason), &C008);
    let provisional = "Yes if the figure may still change.";
    form.rule(Field::Provisional, DropDown::YesNo.rule(c), ("Provisional?", provisional), &C008);
    let happened = "What happened this quarter, and why: name the cause, give its size.";
    form.rule(Field::Commentary, ValidationRule::Any, ("Commentary", happened), &R005);
    form.rule(Field::Barriers, ValidationRule::Any, ("Barriers", "What is in the way, and who could clear it."), &C002);
    form.rule(Field::Levers, ValidationRule::Any, ("Levers", "What is helping, and would help more."), &C002);
    form.rule(Field::RemedialAction, ValidationRule::Any, ("Remedial action", R004.remedy), &R004);
    let options = "What else could be done to do better, what it would cost, and what it would bring.";
    form.rule(Field::Options, ValidationRule::Any, ("Options for improvement", options), &C002);
}

/// Numerator and denominator of a ratio.
fn part<T>(form: &mut FormSheet<'_, '_, T>, indicator: &Indicator, span: &str) {
    let (n, d) = (form.at(Field::Numerator), form.at(Field::Denominator));
    for (field, at, heading, name) in [
        (Field::Numerator, &n, "Numerator", &indicator.numerator_name),
        (Field::Denominator, &d, "Denominator", &indicator.denominator_name),
    ] {
        let help = help(&format!("{name}."), &format!("{span} The value is worked out for you."));
        if indicator.part_of_whole {
            let rule = ValidationRule::Formula(format!("=AND(ISNUMBER({at}),OR({n}=\"\",{d}=\"\",N({n})<=N({d})))"));
            form.rule(field, rule, (heading, &help), &R001);
            form.also(&C002);
        } else {
            form.rule(field, ValidationRule::Decimal { min: None, max: None }, (heading, &help), &C002);
        }
    }
}

/// A definition with the facts that must not be cut off, within what Excel shows beside a cell.
fn help(definition: &str, facts: &str) -> String {
    const SHOWN: usize = 255;
    let room = SHOWN.saturating_sub(facts.chars().count());
    let definition = definition.trim();
    if definition.chars().count() <= room {
        return format!("{definition}{facts}").trim_start().to_owned();
    }
    let kept: String = definition.chars().take(room.saturating_sub(1)).collect();
    format!("{kept}…{facts}")
}

/// Neither a value nor the reason why there is none.
fn unfilled(r: &FormIndicator<'_>) -> Option<Condition> {
    r.of.due.then(|| (format!("AND({}=\"\",{}=\"\")", r.at(Field::Value), r.at(Field::Reason)), true))
}

/// A value, and a reason why there is none.
fn both_given(r: &FormIndicator<'_>) -> Option<Condition> {
    r.of.due.then(|| (format!("AND(LEN({})>0,LEN({})>0)", r.at(Field::Value), r.at(Field::Reason)), false))
}

/// A year to date that is below what it was when it was last due in the year.
fn fell(c: &TemplateContext<'_>, r: &FormIndicator<'_>) -> Option<Condition> {
    let i = r.of.indicator;
    if !r.of.due || !i.only_grows() {
        return None;
    }
    let before = i.year.so_far(c.period).rev().skip(1).find(|p| i.due(*p))?;
    if i.breaks.iter().any(|b| before < *b && *b <= c.period) {
        return None;
    }
    let known = c.past.values.get(c.register.indicator_number(&i.id)?, before)?;
    let (value, noise) = (r.at(Field::Value), 1e-6 * power(0.1, i32::from(i.decimals)));
    Some((format!("AND(ISNUMBER({value}),{}<{known}-{noise})", in_unit(i, &value)), false))
}

/// A percentage whose size shows that it was pasted as a share where its format came with it, or as points where the cell
/// is in per cent.
fn fraction(c: &TemplateContext<'_>, r: &FormIndicator<'_>) -> Option<Condition> {
    let i = r.of.indicator;
    if !r.of.due || i.unit != Unit::Percent || i.is_ratio() {
        return None;
    }
    let value = r.at(Field::Value);
    let (number, in_percent) = (format!("N({value})"), shows_percent(&value));
    let known = status::known_sizes(c.register, c.past, c.register.indicator_number(&i.id)?, c.period);
    let small = last(c, i).filter(|v| v.abs() > 2.0).map(|_| format!("AND(NOT({in_percent}),{number}>0,{number}<=1)"));
    let limit = held(i, too_large(known.into_iter()));
    let large = i.maximum.is_none().then(|| format!("AND({in_percent},{number}>{limit})"));
    let either: Vec<String> = [small, large].into_iter().flatten().collect();
    (!either.is_empty()).then(|| (format!("AND(ISNUMBER({value}),OR({}))", either.join(",")), false))
}

/// A part that is above its whole.
fn above_whole(r: &FormIndicator<'_>) -> Option<Condition> {
    let (i, n, d) = (r.of.indicator, r.at(Field::Numerator), r.at(Field::Denominator));
    let part = r.of.due && i.is_ratio() && i.part_of_whole;
    part.then(|| (format!("AND(ISNUMBER({n}),ISNUMBER({d}),N({n})>N({d}))"), false))
}

/// Off target without a remedial action.
fn off_target(c: &TemplateContext<'_>, r: &FormIndicator<'_>) -> Option<Condition> {
    let (i, value) = (r.of.indicator, r.at(Field::Value));
    let (low, high) = if r.of.due { red_limits(c, i, c.target(i)) } else { (None, None) };
    let rounded = format!("ROUND({},{})", in_unit(i, &value), places(c, i));
    let red: Vec<String> =
        low.map(|l| format!("{rounded}<={l}")).into_iter().chain(high.map(|h| format!("{rounded}>={h}"))).collect();
    let remedy = short(c, &r.at(Field::RemedialAction));
    (!red.is_empty()).then(|| (format!("AND(ISNUMBER({value}),OR({}),{remedy})", red.join(",")), false))
}

/// A large change on last quarter without a commentary.
fn large_change(c: &TemplateContext<'_>, r: &FormIndicator<'_>) -> Option<Condition> {
    let (i, value) = (r.of.indicator, r.at(Field::Value));
    // A year to date starts again each year: its change on last quarter says nothing.
    let last = last(c, i).filter(|_| r.of.due && !i.cumulative)?;
    let usual = c.register.indicator_number(&i.id).and_then(|n| usual_change(c.past.values.row(n)));
    let (checks, least) = (&c.settings.checks, c.settings.change_least(i.unit));
    if usual.is_none() && least.is_none() {
        return None;
    }
    let unusual = checks.change_times_usual * usual.unwrap_or_default();
    let large = (checks.change_percent / 100.0 * last.abs()).max(unusual);
    let (size, least) = (format!("ABS({}-({last}))", in_unit(i, &value)), least.unwrap_or_default());
    let commentary = short(c, &r.at(Field::Commentary));
    Some((format!("AND(ISNUMBER({value}),{size}>{large},{size}>={least},{commentary})"), false))
}

/// Last quarter's figure.
fn last(c: &TemplateContext<'_>, indicator: &Indicator) -> Option<f64> {
    let number = c.register.indicator_number(&indicator.id)?;
    c.past.values.get(number, c.period.previous())
}

/// The words in a cell are too few to explain anything.
fn short(c: &TemplateContext<'_>, cell: &str) -> String {
    format!("LEN(TRIM({cell}))<{}", c.settings.checks.commentary_length)
}

/// The mean change from one quarter to the next; `None` where there are too few to call one usual.
fn usual_change(series: &[f64]) -> Option<f64> {
    let changes = series.windows(2).map(|w| (w[1] - w[0]).abs()).filter(|c| c.is_finite());
    let (n, sum) = changes.fold((0u32, 0.0), |(n, sum), c| (n + 1, sum + c));
    (n >= 4).then(|| sum / f64::from(n))
}

/// Decimals to which values are compared.
fn places(c: &TemplateContext<'_>, indicator: &Indicator) -> u8 {
    if c.settings.status.rounded { indicator.decimals.min(9) } else { 9 }
}

/// The highest value that is red on the low side, and the lowest on the high side: found by asking [`status::status`],
/// so that the form and the report cannot see two colours for one figure. None where that hangs on more than the form
/// knows: the forecast of the year, or the council's own rules; then the return is told when it is checked.
fn red_limits(c: &TemplateContext<'_>, indicator: &Indicator, target: Option<&Target>) -> (Option<f64>, Option<f64>) {
    let quarter = c.period.quarter();
    let Some(plan) = status::plan(indicator, target, quarter) else { return (None, None) };
    let scale = power(10.0, i32::from(places(c, indicator)));
    let middle = (plan * scale).round();
    let number = c.register.indicator_number(&indicator.id);
    let known = number.map(|n| KnownFigures::of(c.past, indicator, n, c.period)).unwrap_or_default();
    let red = |units: f64| {
        let case = StatusCase { indicator, target, period: c.period, value: units / scale, known };
        status::status(&case, c.settings) == Some(Status::Red)
    };
    if red(middle) {
        return (None, None);
    }
    let side = |sign: f64| {
        let far = (0..50).map(|k| power(2.0, k)).find(|step| red(middle + sign * step))?;
        let (mut rated, mut off) = (0.0, far);
        while off - rated > 1.0 {
            let half = ((rated + off) / 2.0).floor();
            if red(middle + sign * half) { off = half } else { rated = half }
        }
        Some((middle + sign * off) / scale)
    };
    (side(-1.0), side(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_keeps_the_facts() {
        let text = help(&"word ".repeat(100), " Unit: %. Possible: 0 to 100.");
        assert_eq!(text.chars().count(), 255);
        assert!(text.ends_with("… Unit: %. Possible: 0 to 100."));
        assert_eq!(help("", " Unit: %."), "Unit: %.");
    }

    #[test]
    fn usual_change_of_a_series() {
        assert_eq!(usual_change(&[1.0, 3.0, 2.0, f64::NAN, 5.0, 4.0, 4.0]), Some(1.0));
        assert_eq!(usual_change(&[1.0, 3.0, f64::NAN, 5.0, 4.0]), None);
    }
}
