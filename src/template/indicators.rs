//! Indicators: the service's own, those due first, with what the council holds beside the cells to fill.

use super::form::Form;
use super::lists::List;
use super::looks::{Numbers, unit_words};
use super::{Context, span};
use crate::catalogue::{C002, C003, C005, C006, C008, C009, R001, R004, R005};
use crate::measure::Unit;
use crate::reading::Marker;
use crate::record::{Field, Kind};
use crate::register::{Indicator, Target};
use crate::settings::Status;
use crate::status::{self, KnownFigures, StatusCase};
use crate::workbook::{Book, Cached, Cell, Content, Rule, StyleId};

pub fn form<'a>(c: &Context<'a>, book: &mut Book<'_>) -> Option<Form<'a>> {
    let lead =
        "Fill the yellow cells. Select a cell to see what is wanted. Where there is no value, choose the reason.";
    let mut form = c.form(Kind::Indicators, lead.to_owned())?;
    form.widths(|field| match field {
        Field::Id => 11.5,
        Field::Numerator | Field::Denominator | Field::Provisional | Field::YearAgo => 13.0,
        Field::Title => 28.0,
        Field::Unit => 17.0,
        Field::Reason => 13.0,
        Field::Commentary => 34.0,
        Field::RemedialAction => 28.0,
        Field::Barriers | Field::Levers => 20.0,
        _ => 10.5,
    });
    form.sheet.freeze.1 = 3;
    let key = c.looks.key;
    form.flag_column(&C009, Field::Value, key);
    form.flag_column(&C003, Field::Value, key);
    form.flag_column(&C005, Field::Value, key);
    form.flag_column(&R001, Field::Numerator, key);
    form.flag_column(&R004, Field::RemedialAction, key);
    form.flag_column(&R005, Field::Commentary, key);
    let (due, not_due): (Vec<&Indicator>, Vec<&Indicator>) = asked(c).partition(|i| i.due(c.period));
    for indicator in due {
        row(c, &mut form, book, indicator);
    }
    for indicator in not_due {
        closed_row(c, &mut form, book, indicator);
    }
    Some(form)
}

/// How many indicators are to be filled.
pub fn due(c: &Context<'_>) -> usize {
    asked(c).filter(|i| i.due(c.period)).count()
}

/// The service's own, without those that follow from others.
fn asked<'a>(c: &Context<'a>) -> impl Iterator<Item = &'a Indicator> {
    c.register.indicators_of(&c.service.id).filter(|i| i.asked())
}

/// What the council holds: reference, name, unit, target and the two quarters to compare with.
fn given<'a>(c: &Context<'a>, form: &mut Form<'a>, indicator: &'a Indicator, text: StyleId, number: StyleId) {
    form.id(&indicator.id, c.looks.key, text);
    form.put(Field::Title, Cell::text(indicator.name.as_str(), text));
    form.put(Field::Unit, Cell::text(unit(c, indicator), text));
    let target = c.target(indicator);
    let quarter = status::quarter_target(indicator, target, c.period.quarter());
    form.put(
        Field::Target,
        match (quarter, target.and_then(band)) {
            (None, Some(band)) => Cell::text(band, number),
            (quarter, _) => Cell::number(quarter, number),
        },
    );
    let position = c.register.indicator_number(&indicator.id);
    let past = |period| position.and_then(|n| c.past.values.get(n, period));
    form.put(Field::Previous, Cell::number(past(c.period.previous()), number));
    form.put(Field::YearAgo, Cell::number(past(c.period.year_ago()), number));
}

/// The unit, and below it which months the figure is of.
fn unit(c: &Context<'_>, indicator: &Indicator) -> String {
    let (unit, span) = (unit_words(indicator.unit), span::words(indicator, c.period, c.settings.year.start_month));
    if span.is_empty() { unit.to_owned() } else { format!("{unit}\n{span}") }
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

fn row<'a>(c: &Context<'a>, form: &mut Form<'a>, book: &mut Book<'_>, indicator: &'a Indicator) {
    let looks = &c.looks;
    let numbers = Numbers::of(book, indicator);
    given(c, form, indicator, c.looks.given, numbers.given);
    let blank = |style| Cell::new(Content::Blank, style);
    if indicator.is_ratio() {
        let (n, d) = (form.at(Field::Numerator), form.at(Field::Denominator));
        let times = if indicator.unit == Unit::Percent { "*100" } else { "" };
        form.put(Field::Numerator, blank(looks.asked_number));
        form.put(Field::Denominator, blank(looks.asked_number));
        let share = format!("=IF(AND(ISNUMBER({n}),ISNUMBER({d}),N({d})<>0),{n}/{d}{times},\"\")");
        form.formula(Field::Value, share, Cached::Text(String::new()), numbers.given);
    } else {
        form.put(Field::Numerator, blank(looks.closed));
        form.put(Field::Denominator, blank(looks.closed));
        form.put(Field::Value, blank(numbers.asked));
    }
    form.put(Field::Forecast, blank(numbers.asked));
    for field in
        [Field::Reason, Field::Provisional, Field::Commentary, Field::Barriers, Field::Levers, Field::RemedialAction]
    {
        form.put(field, blank(looks.asked));
    }
    form.height(4, &[(&indicator.name, Field::Title), (&unit(c, indicator), Field::Unit)]);
    rules(c, form, indicator);
    flags(c, form, indicator);
    form.flag_errors(c.looks.key);
    form.row += 1;
}

/// An indicator that is not due: listed, so that nobody misses it, and closed.
fn closed_row<'a>(c: &Context<'a>, form: &mut Form<'a>, book: &mut Book<'_>, indicator: &'a Indicator) {
    let numbers = Numbers::of(book, indicator);
    let closed = c.looks.closed;
    given(c, form, indicator, closed, numbers.closed);
    for field in [
        Field::Numerator,
        Field::Denominator,
        Field::Value,
        Field::Provisional,
        Field::Forecast,
        Field::Commentary,
        Field::Barriers,
        Field::Levers,
        Field::RemedialAction,
    ] {
        form.put(field, Cell::new(Content::Blank, closed));
    }
    form.height(1, &[(&indicator.name, Field::Title), (&unit(c, indicator), Field::Unit)]);
    form.put(Field::Reason, Cell::text(Marker::NotDue.words(), closed));
    form.row += 1;
}

fn rules(c: &Context<'_>, form: &mut Form<'_>, indicator: &Indicator) {
    let title = indicator.name.as_str();
    let range = match (indicator.minimum, indicator.maximum) {
        (Some(min), Some(max)) => format!(" Possible: {min} to {max}."),
        (Some(min), None) => format!(" Possible: {min} or more."),
        (None, Some(max)) => format!(" Possible: {max} or less."),
        (None, None) => String::new(),
    };
    let hint = if indicator.unit == Unit::Percent { " Type 85 for 85%." } else { "" };
    let unit = unit_words(indicator.unit);
    let span = span::sentence(&span::words(indicator, c.period, c.settings.year.start_month));
    let facts = format!("{span} Unit: {unit}.{range}{hint}");
    let bounded = indicator.minimum.is_some() || indicator.maximum.is_some();
    let value = Rule::Decimal { min: indicator.minimum, max: indicator.maximum };
    let breaks = if bounded { &C006 } else { &C002 };
    if indicator.is_ratio() {
        part(form, indicator, &span);
        let help = help(&indicator.definition, &format!(" Worked out from numerator and denominator.{range}"));
        form.rule(Field::Value, Rule::Any, (title, &help), &C002);
    } else {
        form.rule(Field::Value, value.clone(), (title, &help(&indicator.definition, &facts)), breaks);
        if bounded {
            form.also(&C002);
        }
    }
    let whole = format!(" Unit: {unit}.{range}{hint}");
    let forecast = help("What you expect for the whole year, if you can tell.", &whole);
    form.rule(Field::Forecast, value, ("Year-end forecast", &forecast), breaks);
    let reason = "Only where there is no value: choose why. Leave it blank where there is one.";
    form.rule(Field::Reason, List::Reasons.rule(c), ("Reason if no value", reason), &C008);
    let provisional = "Yes if the figure may still change.";
    form.rule(Field::Provisional, List::YesNo.rule(c), ("Provisional?", provisional), &C008);
    let happened = "What happened this quarter, and why: name the cause, give its size.";
    form.rule(Field::Commentary, Rule::Any, ("Commentary", happened), &R005);
    form.rule(Field::Barriers, Rule::Any, ("Barriers", "What is in the way, and who could clear it."), &C002);
    form.rule(Field::Levers, Rule::Any, ("Levers", "What is helping, and would help more."), &C002);
    form.rule(Field::RemedialAction, Rule::Any, ("Remedial action", R004.remedy), &R004);
}

/// Numerator and denominator of a ratio.
fn part(form: &mut Form<'_>, indicator: &Indicator, span: &str) {
    let (n, d) = (form.at(Field::Numerator), form.at(Field::Denominator));
    for (field, at, heading, name) in [
        (Field::Numerator, &n, "Numerator", &indicator.numerator_name),
        (Field::Denominator, &d, "Denominator", &indicator.denominator_name),
    ] {
        let help = help(&format!("{name}."), &format!("{span} The value is worked out for you."));
        if indicator.part_of_whole {
            let rule = Rule::Formula(format!("=AND(ISNUMBER({at}),OR({n}=\"\",{d}=\"\",N({n})<=N({d})))"));
            form.rule(field, rule, (heading, &help), &R001);
            form.also(&C002);
        } else {
            form.rule(field, Rule::Decimal { min: None, max: None }, (heading, &help), &C002);
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

fn flags(c: &Context<'_>, form: &mut Form<'_>, indicator: &Indicator) {
    let key = c.looks.key;
    let [value, reason, commentary, remedy] =
        [Field::Value, Field::Reason, Field::Commentary, Field::RemedialAction].map(|f| form.at(f));
    let (n, d) = (form.at(Field::Numerator), form.at(Field::Denominator));
    let short = |cell: &str| format!("LEN(TRIM({cell}))<{}", c.settings.checks.commentary_length);
    form.flag(&C009, &format!("AND({value}=\"\",{reason}=\"\")"), true, key);
    let number = c.register.indicator_number(&indicator.id);
    let last = number.and_then(|n| c.past.values.get(n, c.period.previous()));
    if indicator.unit == Unit::Percent && !indicator.is_ratio() && last.is_some_and(|v| v.abs() > 2.0) {
        form.flag(&C005, &format!("AND(ISNUMBER({value}),N({value})>0,N({value})<=1)"), false, key);
    }
    if indicator.is_ratio() && indicator.part_of_whole {
        form.flag(&R001, &format!("AND(ISNUMBER({n}),ISNUMBER({d}),N({n})>N({d}))"), false, key);
    }
    let target = c.target(indicator);
    let places = places(c, indicator);
    let (low, high) = red_limits(c, indicator, target);
    let rounded = format!("ROUND(N({value}),{places})");
    let red: Vec<String> =
        low.map(|l| format!("{rounded}<={l}")).into_iter().chain(high.map(|h| format!("{rounded}>={h}"))).collect();
    if !red.is_empty() {
        let off = format!("AND(ISNUMBER({value}),OR({}),{})", red.join(","), short(&remedy));
        form.flag(&R004, &off, false, key);
    }
    // A year to date starts again each year: its change on last quarter says nothing.
    if let (Some(last), false) = (last, indicator.cumulative) {
        let usual = number.and_then(|n| usual_change(c.past.values.row(n)));
        let (checks, least) = (&c.settings.checks, c.settings.change_least(indicator.unit));
        if usual.is_some() || least.is_some() {
            let unusual = checks.change_times_usual * usual.unwrap_or_default();
            let large = (checks.change_percent / 100.0 * last.abs()).max(unusual);
            let size = format!("ABS(N({value})-({last}))");
            let least = least.unwrap_or_default();
            let changed = format!("AND(ISNUMBER({value}),{size}>{large},{size}>={least},{})", short(&commentary));
            form.flag(&R005, &changed, false, key);
        }
    }
}

/// The mean change from one quarter to the next; `None` where there are too few to call one usual.
fn usual_change(series: &[f64]) -> Option<f64> {
    let changes = series.windows(2).map(|w| (w[1] - w[0]).abs()).filter(|c| c.is_finite());
    let (n, sum) = changes.fold((0u32, 0.0), |(n, sum), c| (n + 1, sum + c));
    (n >= 4).then(|| sum / f64::from(n))
}

/// Decimals to which values are compared.
fn places(c: &Context<'_>, indicator: &Indicator) -> u8 {
    if c.settings.status.rounded { indicator.decimals.min(9) } else { 9 }
}

/// The highest value that is red on the low side, and the lowest on the high side: found by asking [`status::status`],
/// so that the form and the report cannot see two colours for one figure. None where that hangs on more than the form
/// knows: the forecast of the year, or the council's own rules; then the return is told when it is checked.
fn red_limits(c: &Context<'_>, indicator: &Indicator, target: Option<&Target>) -> (Option<f64>, Option<f64>) {
    let quarter = c.period.quarter();
    let Some(plan) = status::plan(indicator, target, quarter) else { return (None, None) };
    let scale = 10f64.powi(i32::from(places(c, indicator)));
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
        let far = (0..50).map(|k| 2f64.powi(k)).find(|step| red(middle + sign * step))?;
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
