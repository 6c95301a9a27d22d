//! Checks, one or all of them.

use super::{json, severity, show, table};
use anyhow::Result;
use comfy_table::Cell;
use quarterday::catalogue::Check;
use quarterday::register::CouncilCheck;
use std::io::Write;

pub fn rule(out: &mut impl Write, check: &Check) -> Result<()> {
    writeln!(out, "{}  {}  ({}, {})\n", check.code, check.title, check.family.words(), check.severity.word())?;
    writeln!(out, "Why:        {}", check.why)?;
    writeln!(out, "What to do: {}", check.remedy)?;
    if !check.remedy_on_own_form.is_empty() {
        writeln!(out, "On a form of your own: {}", check.remedy_on_own_form)?;
    }
    Ok(())
}

/// A council's own check, in its own words.
pub fn own_rule(out: &mut impl Write, check: &CouncilCheck) -> Result<()> {
    writeln!(out, "{}  {}  (the council's own check, {})\n", check.code, check.title, check.severity.word())?;
    writeln!(out, "Finding when: {}", check.condition)?;
    let applies = check.applies_to.join(", ");
    writeln!(out, "Applies to:   {}", if applies.is_empty() { "every indicator" } else { &applies })?;
    writeln!(
        out,
        "What to do:   {}",
        if check.remedy.is_empty() { "the register does not say" } else { &check.remedy }
    )?;
    writeln!(out, "Written in:   {}", check.place)?;
    Ok(())
}

pub fn own_rule_json(out: &mut impl Write, check: &CouncilCheck) -> Result<()> {
    let rule = serde_json::json!({
        "code": check.code, "family": "Council", "severity": check.severity, "title": check.title,
        "condition": check.condition, "applies_to": check.applies_to, "remedy": check.remedy,
        "written_in": check.place.to_string(),
    });
    json(out, &[rule])
}

pub fn rules(out: &mut impl Write, checks: &[&Check]) -> Result<()> {
    let mut rows = table(&["Code", "Family", "Severity", "Check"]);
    for c in checks {
        rows.add_row(vec![Cell::new(c.code), Cell::new(c.family.words()), severity(c.severity), Cell::new(c.title)]);
    }
    show(out, &rows)?;
    writeln!(out, "\n`quarterday rule CODE` says why a check exists and how to put it right.")?;
    Ok(())
}

pub fn rules_json(out: &mut impl Write, checks: &[&Check]) -> Result<()> {
    let rules: Vec<_> = checks
        .iter()
        .map(|c| {
            serde_json::json!({
                "code": c.code, "family": c.family.words(), "severity": c.severity, "title": c.title,
                "why": c.why, "remedy": c.remedy,
            })
        })
        .collect();
    json(out, &rules)
}
