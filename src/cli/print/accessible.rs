//! How a workbook stands to the points of accessibility.

use super::{count, json, show, table};
use anyhow::Result;
use comfy_table::{Cell, Color};
use quarterday::checklist::{Judged, PointPlace, SOURCE, Verdict, Verdicts};
use std::io::Write;

/// The points with their verdicts, then each place with what to do.
pub fn accessible(out: &mut impl Write, file: &str, verdicts: &Verdicts) -> Result<()> {
    let number = |verdict| verdicts.with(verdict).count();
    writeln!(
        out,
        "{file}: {} kept, {} broken, {} for a person ({} read)\n",
        count(number(Verdict::Kept), "point", "points"),
        number(Verdict::Broken),
        number(Verdict::ForAPerson),
        count(verdicts.cells, "cell", "cells")
    )?;
    let mut rows = table(&["Point", "Verdict", "What it asks for"]);
    for Judged { point, verdict, .. } in &verdicts.points {
        let essential = if point.essential { " (E)" } else { "" };
        let colour = match verdict {
            Verdict::Kept => Color::Green,
            Verdict::Broken => Color::Red,
            Verdict::ForAPerson => Color::Yellow,
        };
        let number = format!("{}{essential}", point.number);
        rows.add_row(vec![Cell::new(number), Cell::new(verdict.words()).fg(colour), Cell::new(point.title)]);
    }
    show(out, &rows)?;
    for (verdict, heading) in [(Verdict::Broken, "Broken"), (Verdict::ForAPerson, "For a person to judge")] {
        if number(verdict) > 0 {
            writeln!(out, "\n{heading}")?;
        }
        for Judged { point, places, .. } in verdicts.with(verdict) {
            writeln!(out, "  {} {}", point.number, point.title)?;
            for place in places {
                writeln!(out, "     {}", told(place))?;
            }
            writeln!(out, "     What to do: {}", point.remedy)?;
        }
    }
    writeln!(out, "\n(E) is what the law asks for. The points: {SOURCE}.\n")?;
    Ok(())
}

/// `Pupils!A7:C10: merged cells, and 3 more on this sheet`.
fn told(place: &PointPlace) -> String {
    let at = match (place.sheet.as_str(), place.cell.as_str()) {
        ("", _) => String::new(),
        (sheet, "") => format!("{sheet}: "),
        (sheet, cell) => format!("{sheet}!{cell}: "),
    };
    let more = if place.more > 0 { format!(", and {} more on this sheet", place.more) } else { String::new() };
    format!("{at}{}{more}", place.what)
}

pub fn accessible_json(out: &mut impl Write, judged: &[(String, Verdicts)]) -> Result<()> {
    let point = |j: &Judged| {
        serde_json::json!({
            "number": j.point.number, "group": j.point.group.word(), "essential": j.point.essential,
            "title": j.point.title, "source": j.point.source(), "verdict": j.verdict, "places": j.places,
            "remedy": j.point.remedy,
        })
    };
    let file = |(file, verdicts): &(String, Verdicts)| {
        let points: Vec<_> = verdicts.points.iter().map(point).collect();
        let number = |verdict| verdicts.with(verdict).count();
        serde_json::json!({
            "file": file, "cells": verdicts.cells, "kept": number(Verdict::Kept), "broken": number(Verdict::Broken),
            "for_a_person": number(Verdict::ForAPerson), "points": points,
        })
    };
    json(out, &judged.iter().map(file).collect::<Vec<_>>())
}
