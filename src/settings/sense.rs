//! Values that are of the right type and out of sense.

use super::faults::FaultList;
use super::model::Settings;
use super::status::{StatusLook, default_look};
use super::{editions, handover, label, public, returns, risk, rulebook, scorecard, signals};
use crate::catalogue;
use crate::measure::Status;
use crate::measure::{Scheme, Unit};
use crate::reading::money::Pence;
use crate::text::words::{nearest, same};
use std::collections::BTreeMap;

/// The darkest ground that words in the accent stand on.
const GROUND: &str = "#D9DEE7";

/// Refuses what makes no sense and writes codes of checks as the catalogue does.
pub(super) fn check(s: &mut Settings, faults: &mut FaultList<'_>) {
    if s.council.name.trim().is_empty() {
        faults.value(&["council", "name"], "`name` is blank; write the council's name");
    }
    if !(1..=12).contains(&s.year.start_month) {
        faults.value(
            &["year", "start_month"],
            format!("`start_month` must be a month from 1 to 12; it is {}", s.year.start_month),
        );
    }
    if s.ledger.keep_returns > 400 {
        let quarters = s.ledger.keep_returns;
        let words = "`keep_returns` must be at most 400 quarters, or 0 to keep them for ever";
        faults.value(&["ledger", "keep_returns"], format!("{words}; it is {quarters}"));
    }
    returns::check(&s.returns, s.year.start_month, faults);
    for (section, key, value, most) in [
        ("status", "tolerance_percent", s.status.tolerance_percent, 100.0),
        ("direction", "steady_steps", s.direction.steady_steps, 1e6),
        ("checks", "outlier_z", s.checks.outlier_z, 1e6),
        ("checks", "change_percent", s.checks.change_percent, 1e6),
        ("checks", "change_times_usual", s.checks.change_times_usual, 1e6),
        ("checks", "ratio_steps", s.checks.ratio_steps, 1e6),
        ("money", "reason_amount", s.money.reason_amount, Pence::MOST_POUNDS),
        ("money", "reason_percent", s.money.reason_percent, 1e6),
        ("money", "green_percent", s.money.green_percent, 1e6),
        ("money", "green_amount", s.money.green_amount, Pence::MOST_POUNDS),
        ("money", "amber_percent", s.money.amber_percent, 1e6),
        ("money", "amber_amount", s.money.amber_amount, Pence::MOST_POUNDS),
        ("money", "under_percent", s.money.under_percent, 1e6),
    ] {
        if !(0.0..=most).contains(&value) {
            faults.value(&[section, key], format!("`{key}` must be from 0 to {most}; it is {value}"));
        }
    }
    signals::check(&s.trend, &s.signals, faults);
    if !(2..=12).contains(&s.forecast.least_years) {
        let years = s.forecast.least_years;
        faults.value(&["forecast", "least_years"], format!("`least_years` must be from 2 to 12; it is {years}"));
    }
    if s.forecast.on && s.forecast.methods.is_empty() {
        let what = "`methods` is empty; name one, or write `on = false` for no forecasts";
        faults.value(&["forecast", "methods"], what);
    }
    least_changes(s, faults);
    risk::check(&s.risk, faults);
    scorecard::check(&s.scorecard, faults);
    editions::check(&s.editions, faults);
    public::check(&s.public, faults);
    handover::check(&s.handover, faults);
    exposure(s, faults);
    codes(s, faults);
    if s.look.font.trim().is_empty() || s.look.font.chars().count() > 31 {
        faults.value(&["look", "font"], "`font` must name a font, in 31 characters or fewer");
    }
    faults.colour(&["look", "accent"], &s.look.accent);
    // White words on it need the same, and less.
    faults.contrast(&["look", "accent"], (&s.look.accent, GROUND), "the ground of headings");
    logo(&s.look.logo, faults);
    label::check(&mut s.label, faults);
    let l = &s.limits;
    for (section, key, value) in [
        ("feedback", "acknowledge_days", u64::from(s.feedback.acknowledge_days)),
        ("feedback", "stage_1_days", u64::from(s.feedback.stage_1_days)),
        ("feedback", "stage_2_days", u64::from(s.feedback.stage_2_days)),
        ("benchmarks", "nearest", u64::from(s.benchmarks.nearest)),
        ("benchmarks", "least_peers", u64::from(s.benchmarks.least_peers)),
        ("look", "priority_rows", s.look.priority_rows as u64),
        ("limits", "file_mb", l.file_mb),
        ("limits", "zip_entries", l.zip_entries),
        ("limits", "entry_mb", l.entry_mb),
        ("limits", "unpacked_mb", l.unpacked_mb),
        ("limits", "ratio", l.ratio),
        ("limits", "sheet_cells", l.sheet_cells),
        ("limits", "workbook_cells", l.workbook_cells),
        ("limits", "worker_mb", l.worker_mb),
        ("limits", "worker_cpu_seconds", l.worker_cpu_seconds),
        ("limits", "worker_wall_seconds", l.worker_wall_seconds),
    ] {
        if value == 0 {
            faults.value(&[section, key], format!("`{key}` must be 1 or more; it is 0"));
        }
    }
    let b = &s.benchmarks;
    if b.least_peers > b.nearest && b.nearest > 0 {
        let what =
            format!("`nearest` must be {} or more, the least number of peers; it is {}", b.least_peers, b.nearest);
        faults.value(&["benchmarks", "nearest"], what);
    }
    // Trying conditions takes longer than all else here, and ours are tried by a test.
    if s.status.rules != rulebook::default() {
        rulebook::check(&s.status.rules, faults);
    }
    if s.status.scheme == Scheme::Outturn && !s.forecast.on {
        let what = "the scheme \"outturn\" asks for the forecast of the year; set `on` under [forecast] to true";
        faults.value(&["status", "scheme"], what);
    }
    statuses(s, faults);
}

/// How a budget at risk is placed on the council's matrix.
fn exposure(s: &Settings, faults: &mut FaultList<'_>) {
    let rising = |list: &[f64]| list.windows(2).all(|pair| pair[0] < pair[1]);
    let chance = &s.money.exposure_chance;
    if chance.len() != 4 || !chance.iter().all(|c| (0.0..=100.0).contains(c)) {
        faults.value(&["money", "exposure_chance"], "`exposure_chance` must be four percentages from 0 to 100");
    }
    let (impact, steps) = (&s.money.exposure_impact, s.risk.impact.len());
    let fits = impact.len() + 1 == steps && impact.iter().all(|n| (0.0..=Pence::MOST_POUNDS).contains(n));
    if !(impact.is_empty() || fits && rising(impact)) {
        let words = format!(
            "`exposure_impact` must be {} amounts in pounds, rising, for {steps} impacts, or empty",
            steps.saturating_sub(1)
        );
        faults.value(&["money", "exposure_impact"], words);
    }
}

/// A logo is kept with the settings, and so has its place beside them.
fn logo(name: &str, faults: &mut FaultList<'_>) {
    let is_name = !name.contains(['/', '\\', ':']) && !name.starts_with('.');
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    let is_picture = ending.is_some_and(|ending| ["png", "jpg", "jpeg"].contains(&&*ending));
    if !(name.is_empty() || is_name && is_picture) {
        let words = "`logo` must be the name of a .png or .jpg file beside quarterday.toml, or empty for none";
        faults.value(&["look", "logo"], format!("{words}; it is “{name}”"));
    }
}

/// Writes units as the register does.
fn least_changes(s: &mut Settings, faults: &mut FaultList<'_>) {
    let mut least = BTreeMap::new();
    for (name, amount) in &s.checks.change_least {
        let path = ["checks", "change_least", name.as_str()];
        match Unit::from_words(name) {
            None => {
                let near = nearest(name, Unit::ALL.iter().map(|u| u.words()));
                let hint = near.map(|u| format!("; did you mean “{u}”?")).unwrap_or_default();
                faults.misspelt_key(&path, format!("“{name}” is not a unit of the register{hint}"), near);
            }
            Some(_) if !(0.0..=1e15).contains(amount) => {
                faults.value(&path, format!("the least change must be 0 or more; it is {amount}"));
            }
            Some(unit) if least.insert(unit.words().to_owned(), *amount).is_some() => {
                faults.key(&path, format!("“{}” has two least changes; keep one", unit.words()));
            }
            Some(_) => {}
        }
    }
    s.checks.change_least = least;
}

fn codes(s: &mut Settings, faults: &mut FaultList<'_>) {
    let near = |code: &str| nearest(code, catalogue::all().map(|c| c.code));
    let unknown = |code: &str| {
        let hint = near(code).map(|c| format!("; did you mean {c}?"));
        let hint = hint.unwrap_or_else(|| "; `quarterday rule` lists them".into());
        format!("“{code}” is not the code of a check{hint}")
    };
    // Which checks are the council's own is known when the register is read, after this.
    let named = |code: &str| match catalogue::find(code) {
        Some(check) => Some(check.code.to_owned()),
        None => Some(code.trim().to_uppercase()).filter(|code| own_code(code)),
    };
    for (list, codes) in [("off", &mut s.checks.off), ("trial", &mut s.checks.trial)] {
        for (n, code) in codes.iter_mut().enumerate() {
            match named(code) {
                Some(name) => *code = name,
                None => faults.misspelt(&["checks", list, &n.to_string()], unknown(code), near(code)),
            }
        }
    }
    for (n, code) in s.checks.trial.iter().enumerate() {
        let place = ["checks", "trial", &n.to_string()];
        if catalogue::find(code).is_some_and(|check| !check.council_may_change) {
            let what = format!("{code} cannot be on trial: without it there would be nothing to take");
            faults.value(&place, what);
        } else if s.checks.off.contains(code) {
            faults.value(&place, format!("{code} is switched off above; a check on trial runs"));
        }
    }
    let mut severity = BTreeMap::new();
    for (code, level) in &s.checks.severity {
        match named(code) {
            Some(name) if severity.insert(name.clone(), *level).is_some() => {
                faults.key(&["checks", "severity", code], format!("{name} has two severities; keep one"));
            }
            Some(_) => {}
            None => faults.misspelt_key(&["checks", "severity", code], unknown(code), near(code)),
        }
    }
    s.checks.severity = severity;
}

fn statuses(s: &Settings, faults: &mut FaultList<'_>) {
    let word = |status| match s.statuses.get(&status) {
        Some(look) if !look.word.trim().is_empty() => look.word.clone(),
        _ => default_look(status).word,
    };
    for (status, StatusLook { word: own, fill, ink, .. }) in &s.statuses {
        let name = status.key();
        for (part, value) in [("fill", fill), ("ink", ink)] {
            if !value.is_empty() {
                faults.colour(&["statuses", name, part], value);
            }
        }
        let or_default = |own: &String, default: String| if own.trim().is_empty() { default } else { own.clone() };
        let default = default_look(*status);
        let (ground, words) = (or_default(fill, default.fill), or_default(ink, default.ink));
        match ink.trim().is_empty() {
            false => faults.contrast(&["statuses", name, "ink"], (&words, &ground), "its `fill`"),
            true => faults.contrast(&["statuses", name, "fill"], (&ground, &words), "its `ink`"),
        }
        if Status::ALL.into_iter().any(|other| other != *status && same(&word(other), own)) {
            let what = format!("two statuses have the word “{own}”; give each its own");
            faults.value(&["statuses", name, "word"], what);
        }
    }
}

/// Whether a code has the form of a council's own check: U001.
pub(crate) fn own_code(code: &str) -> bool {
    code.strip_prefix('U').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_alphanumeric()))
}
