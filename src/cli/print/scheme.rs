//! The ways of giving a status, and what a quarter would look like under another.

use super::{count, json, show, table};
use anyhow::Result;
use comfy_table::{Cell, ColumnConstraint, Table, Width};
use quarterday::fit::fit;
use quarterday::measure::Scheme;
use quarterday::pipeline::QuarterUnder;
use quarterday::settings::{STATUS_PRESETS, Settings, StatusPreset, rule_columns};
use quarterday::status::words;
use serde_json::{Value, json};
use std::io::Write;

/// A table whose first columns never break.
fn listing(headings: &[&str], widths: &[usize]) -> Table {
    let mut table = table(headings);
    table.set_constraints(widths.iter().map(|w| ColumnConstraint::Absolute(Width::Fixed(fit::<u16>(*w) + 2))));
    table
}

fn widest<'a>(words: impl Iterator<Item = &'a str>) -> usize {
    words.map(|w| w.chars().count()).max().unwrap_or_default()
}

/// Every scheme and every preset; the one in use is marked where the settings are a workspace's.
pub fn schemes(out: &mut impl Write, settings: &Settings, in_workspace: bool) -> Result<()> {
    let in_use = |scheme| in_workspace && settings.status.scheme == scheme;
    let mut rows = listing(&["Scheme", "Rule", "Seen at"], &[widest(Scheme::ALL.iter().map(|s| words::key(*s)))]);
    for scheme in Scheme::ALL {
        let mark = if in_use(*scheme) { "\n(in use)" } else { "" };
        let name = format!("{}{mark}", words::key(*scheme));
        rows.add_row([name, words::rule(*scheme, settings), words::seen(*scheme).to_owned()]);
    }
    show(out, &rows)?;
    writeln!(out)?;
    let mut rows =
        listing(&["StatusPreset", "Scheme", "What it is"], &[widest(STATUS_PRESETS.iter().map(|p| p.name)), 19]);
    for p in &STATUS_PRESETS {
        let mark = if in_workspace && settings.status.preset == p.name { "\n(in use)" } else { "" };
        rows.add_row([
            format!("{}{mark}", p.name),
            words::key(p.scheme).to_owned(),
            format!("{}: {}", p.council, p.words),
        ]);
    }
    show(out, &rows)?;
    writeln!(
        out,
        "\nIn quarterday.toml: [status] scheme = \"floor\", or preset = \"kent\"; in the register: the column Status scheme, for one \
         indicator.\n`quarterday scheme NAME 2026-27Q2` shows what a quarter would look like under another, and changes \
         nothing."
    )?;
    Ok(())
}

/// One scheme or preset, `settings` having it.
pub fn scheme(out: &mut impl Write, settings: &Settings) -> Result<()> {
    let scheme = settings.status.scheme;
    if let Some(preset) = settings.status.preset() {
        writeln!(out, "{}: {}\n\n{}\n", preset.name, preset.council, preset.words)?;
    }
    writeln!(out, "{}", words::title(scheme, settings))?;
    writeln!(out, "\nRule:    {}", words::rule(scheme, settings))?;
    words::beside(settings).iter().try_for_each(|line| writeln!(out, "         {line}"))?;
    writeln!(out, "Seen at: {}", words::seen(scheme))?;
    if scheme == Scheme::Rules {
        writeln!(out)?;
        for (n, rule) in settings.status.rules.iter().enumerate() {
            writeln!(out, "  {}  {} → {}", n + 1, rule.when.trim(), rule.status.key())?;
        }
        writeln!(out, "\nA condition is SQL, true or false, over these columns:\n")?;
        let columns = rule_columns();
        let mut rows = listing(&["Column", "What it is"], &[widest(columns.iter().map(|c| c.name))]);
        columns.iter().for_each(|c| {
            rows.add_row([c.name, c.words]);
        });
        show(out, &rows)?;
    }
    Ok(())
}

fn scheme_value(scheme: Scheme, settings: &Settings) -> Value {
    json!({
        "scheme": words::key(scheme),
        "version": words::version(scheme, settings),
        "rule": words::rule(scheme, settings),
        "seen_at": words::seen(scheme),
    })
}

pub fn schemes_json(out: &mut impl Write, settings: &Settings, in_workspace: bool) -> Result<()> {
    let preset =
        |p: &StatusPreset| json!({ "preset": p.name, "council": p.council, "scheme": p.scheme, "words": p.words });
    let in_use = in_workspace.then(|| json!({ "scheme": settings.status.scheme, "preset": settings.status.preset }));
    json(
        out,
        &json!({
            "schemes": Scheme::ALL.iter().map(|s| scheme_value(*s, settings)).collect::<Vec<_>>(),
            "presets": STATUS_PRESETS.iter().map(preset).collect::<Vec<_>>(),
            "in_use": in_use,
        }),
    )
}

pub fn scheme_json(out: &mut impl Write, settings: &Settings) -> Result<()> {
    let mut value = scheme_value(settings.status.scheme, settings);
    value["preset"] = settings.status.preset.as_str().into();
    value["beside"] = words::beside(settings).into();
    if settings.status.scheme == Scheme::Rules {
        let columns = rule_columns();
        value["rules"] = serde_json::to_value(&settings.status.rules)?;
        value["columns"] = columns.iter().map(|c| json!({ "column": c.name, "words": c.words })).collect();
    }
    json(out, &value)
}

/// Counts by status now and then, and each indicator that changes.
pub fn under(out: &mut impl Write, under: &QuarterUnder, settings: &Settings) -> Result<()> {
    let named = |n: &quarterday::pipeline::NamedScheme| match n.preset.as_str() {
        "" => n.scheme.to_owned(),
        preset => format!("{preset} ({})", n.scheme),
    };
    let (now, then) = (named(&under.now), named(&under.then));
    writeln!(out, "{} under {then}, now {now}\n", under.period.heading())?;
    let mut rows = table(&["Status", "Now", "Then", "Change"]);
    for c in &under.counts {
        let change = match fit::<i64>(c.then) - fit::<i64>(c.now) {
            0 => String::new(),
            n => format!("{n:+}"),
        };
        let look = settings.look(c.status);
        rows.add_row([format!("{} {}", look.symbol, look.word), c.now.to_string(), c.then.to_string(), change]);
    }
    show(out, &rows)?;
    if under.kept > 0 {
        writeln!(
            out,
            "\n{} of {} are rated by another scheme than {}: the register gives it, or their polarity leaves no other.",
            under.kept,
            count(under.indicators, "indicator", "indicators"),
            under.then.scheme
        )?;
    }
    if under.changes.is_empty() {
        writeln!(out, "\nNo status would change. Nothing was written.")?;
        return Ok(());
    }
    let changed = count(under.changes.len(), "status", "statuses");
    writeln!(out, "\n{changed} would change:\n")?;
    let ids = widest(under.changes.iter().map(|c| c.indicator.as_str()));
    let mut rows = listing(&["Ref", "Indicator", "Now", "Then"], &[ids]);
    for c in &under.changes {
        let side = |status, why: &str| {
            let look = settings.look(status);
            Cell::new(format!("{} {}\n{why}", look.symbol, look.word))
        };
        rows.add_row(vec![
            Cell::new(&c.indicator),
            Cell::new(&c.name),
            side(c.now, &c.why_now),
            side(c.then, &c.why_then),
        ]);
    }
    show(out, &rows)?;
    writeln!(out, "\nNothing was written: the reports and the ledger are as they were.")?;
    Ok(())
}
