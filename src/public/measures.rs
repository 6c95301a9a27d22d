//! The measures of the public edition, from a quarter whose small numbers are hidden.

use super::cleared::Cleared;
use super::values::{OffTarget, PublicFigure, PublicMeasure, PublicValue, YearEnd};
use super::words;
use crate::accessible::Shorthand;
use crate::analyse::{Analysis, IndicatorResult, Inputs, QUARTERS};
use crate::disclosure::HiddenFigures;
use crate::measure::Unit;
use crate::period::Period;
use crate::reading::{Marker, Value};
use crate::register::{Indicator, YearKind};
use crate::settings::Status;
use crate::status::{compared, quarter_target, round_half_away};

/// Makes the measures, and gathers their notes.
pub struct MeasureBuilder<'b, 'a> {
    pub inputs: &'b Inputs<'a>,
    pub analysis: &'b Analysis<'a>,
    pub hidden: &'b HiddenFigures,
    pub cleared: &'b Cleared,
    pub notes: Vec<String>,
}

impl MeasureBuilder<'_, '_> {
    /// The measure at a place of the analysis.
    pub fn measure(&mut self, place: usize) -> PublicMeasure {
        let (a, cleared) = (self.analysis, self.cleared);
        let result = &a.indicators[place];
        let i = &a.register.indicators[result.indicator];
        let service = a.register.service(&i.service);
        let shown = |value: f64| round_half_away(value, i.decimals);
        let mut measure = PublicMeasure {
            id: i.id.to_string(),
            name: cleared.text(&i.name),
            definition: cleared.text(&words::sentence(&i.definition)),
            priorities: self.priorities(i),
            service: service.map_or_else(|| i.service.to_string(), |s| s.name.clone()),
            directorate: service.map_or_else(String::new, |s| s.directorate.clone()),
            unit: i.unit,
            unit_words: unit(i),
            decimals: i.decimals,
            polarity: i.polarity,
            numerator_name: cleared.text(&i.numerator_name),
            denominator_name: cleared.text(&i.denominator_name),
            year_to_date: i.cumulative,
            figures: self.inputs.period.last(QUARTERS).map(|q| self.figure(result, i, q)).collect(),
            year_so_far: match result.year_to_date {
                Ok(value) => PublicValue::Number(shown(value)),
                Err(_) => PublicValue::Without(self.absent_this_year(result, i)),
            },
            year_end: result
                .outturn
                .as_ref()
                .ok()
                .map(|o| YearEnd { value: shown(o.value), foreseen: o.foreseen.is_some() }),
            annual_target: result.annual_target,
            change: words::change(&result.short, "the quarter before", i.unit, i.decimals),
            change_on_year: words::change(&result.year_on_year, "a year ago", i.unit, i.decimals),
            described: String::new(),
            off_target: (result.status == Status::Red).then(|| self.off_target(result, i)),
            notes: vec![],
        };
        measure.described = words::described(&measure);
        measure.notes = self.notes_of(i, &measure);
        measure
    }

    fn priorities(&self, i: &Indicator) -> Vec<String> {
        let named = |id: &String| self.analysis.register.priorities.iter().find(|p| p.id == *id);
        i.priorities.iter().filter_map(named).map(|p| p.name.clone()).collect()
    }

    /// One quarter as it is published.
    fn figure(&self, result: &IndicatorResult<'_>, i: &Indicator, q: Period) -> PublicFigure {
        let (inputs, number) = (self.inputs, result.indicator);
        let now = q == inputs.period;
        let past = &inputs.past;
        let told = past.reported.get(&(number, q)).filter(|_| !now);
        let value = if now { result.value } else { past.values.get(number, q) };
        let status = match (now, told) {
            (true, _) => Some(result.status),
            (false, Some(told)) => Some(told.status),
            (false, None) => (!i.due(q)).then_some(Status::NotDue),
        };
        let target = match (now, told) {
            (true, _) => result.target,
            (false, Some(told)) => told.target,
            (false, None) => {
                let target = inputs.register.target(number, q);
                quarter_target(i, target, q.quarter()).map(|t| compared(i, inputs.settings, t))
            }
        };
        let hidden = self.hidden.has(number, q);
        let shown = match value {
            Some(value) => PublicValue::Number(round_half_away(value, i.decimals)),
            None if hidden => PublicValue::Without(Shorthand::Confidential),
            None if now => PublicValue::Without(result.reading.map_or(absent(result.status), |r| marker(r.value))),
            None => PublicValue::Without(absent(status.unwrap_or(Status::NotAvailable))),
        };
        let [numerator, denominator] = self.parts(result, i, (q, shown));
        PublicFigure {
            period: q,
            value: shown,
            target,
            status,
            numerator,
            denominator,
            signs: self.signs(result, i, q, value),
        }
    }

    /// Numerator and denominator, where the measure has them. Beside a figure that is held back they would tell it, and one
    /// without the other tells what nobody has judged.
    fn parts(
        &self,
        result: &IndicatorResult<'_>,
        i: &Indicator,
        (q, shown): (Period, PublicValue),
    ) -> [Option<PublicValue>; 2] {
        let (past, number) = (&self.inputs.past, result.indicator);
        if !i.is_ratio() {
            return [None, None];
        }
        let sent = match q == self.inputs.period {
            true => result.reading.map_or([None, None], |r| [r.numerator, r.denominator]),
            false => [past.numerators.get(number, q), past.denominators.get(number, q)],
        };
        match (shown, sent) {
            (PublicValue::Number(_), [Some(above), Some(below)]) => {
                [above, below].map(|n| Some(PublicValue::Number(n)))
            }
            (PublicValue::Without(Shorthand::Confidential), _) => [Some(shown), Some(shown)],
            _ => [None, None],
        }
    }

    fn signs(&self, result: &IndicatorResult<'_>, i: &Indicator, q: Period, value: Option<f64>) -> Vec<Shorthand> {
        let Some(value) = value else { return vec![] };
        let now = q == self.inputs.period;
        let unsure = result.reading.is_some_and(|r| r.provisional) || result.doubt().is_some();
        let revised = self.inputs.past.told.contains_key(&(result.indicator, q));
        let rounded = round_half_away(value, i.decimals) == 0.0 && value != 0.0;
        let signs = [
            (now && unsure, Shorthand::Provisional),
            (!now && revised, Shorthand::Revised),
            (rounded, Shorthand::Low),
            (i.breaks.contains(&q), Shorthand::Break),
        ];
        signs.into_iter().filter(|(has, _)| *has).map(|(_, sign)| sign).collect()
    }

    /// Why the year so far has no figure: hidden where a quarter of it is.
    fn absent_this_year(&self, result: &IndicatorResult<'_>, i: &Indicator) -> Shorthand {
        let year = i.year.of(self.inputs.period);
        let mut quarters = (0..4).map(|n| self.inputs.period.plus(-n)).filter(|q| i.year.of(*q) == year);
        match quarters.any(|q| self.hidden.has(result.indicator, q)) {
            true => Shorthand::Confidential,
            false => Shorthand::NotAvailable,
        }
    }

    fn off_target(&self, result: &IndicatorResult<'_>, i: &Indicator) -> OffTarget {
        let own = self.analysis.own_words_about(&i.id);
        let [remedial, commentary] =
            result.reading.map_or(["", ""], |r| [&*r.words.remedial_action, &*r.words.commentary]);
        let why = if own.is_empty() { commentary } else { &own };
        OffTarget {
            since: result.red_since_words().map_or_else(String::new, |since| format!("Off target since {since}.")),
            why: self.cleared.text(why),
            done: self.cleared.text(remedial),
        }
    }

    /// The numbers of the notes of a measure; a note that another measure has too is written once.
    fn notes_of(&mut self, i: &Indicator, m: &PublicMeasure) -> Vec<usize> {
        let mut texts = vec![];
        if i.cumulative {
            texts.push("Each figure counts the year so far, not the quarter alone.".to_owned());
        }
        match i.year.kind {
            YearKind::Financial => {}
            YearKind::Academic => texts.push("Counted by academic years, which begin on 1 September.".to_owned()),
            YearKind::Calendar => texts.push("Counted by calendar years, which begin on 1 January.".to_owned()),
        }
        let shown = |q: &&Period| m.figures.iter().any(|f| f.period == **q);
        for q in i.breaks.iter().filter(shown) {
            texts.push(format!("Defined anew from {}. Earlier figures are not compared with later ones.", q.heading()));
        }
        if i.formula.is_some() {
            texts.push("Worked out from other measures.".to_owned());
        }
        if m.figures.iter().any(|f| f.value == PublicValue::Without(Shorthand::Confidential)) {
            texts.push("Some figures are hidden, since they count very few people.".to_owned());
        }
        texts.into_iter().map(|text| self.note(text)).collect()
    }

    fn note(&mut self, text: String) -> usize {
        let known = self.notes.iter().position(|note| *note == text);
        known.unwrap_or_else(|| {
            self.notes.push(text);
            self.notes.len() - 1
        }) + 1
    }
}

/// The unit in words.
fn unit(i: &Indicator) -> String {
    let words = match i.unit {
        Unit::Percent => "%",
        Unit::Number => "number",
        unit => return i.with_per(unit.words()).to_lowercase(),
    };
    i.with_per(words).into_owned()
}

/// Why there is no number, as it was sent.
fn marker(value: Value) -> Shorthand {
    match value {
        Value::Marker(Marker::Suppressed) => Shorthand::Confidential,
        Value::Marker(Marker::NotDue | Marker::NotApplicable) => Shorthand::NotApplicable,
        Value::Marker(Marker::Awaited | Marker::NotAvailable) | Value::Number(_) => Shorthand::NotAvailable,
    }
}

/// Why there is no number, by the status.
fn absent(status: Status) -> Shorthand {
    match status {
        Status::Suppressed => Shorthand::Confidential,
        Status::NotDue | Status::NotApplicable => Shorthand::NotApplicable,
        _ => Shorthand::NotAvailable,
    }
}
