//! How a workbook would be read, as a picture on the terminal.

use super::print::{count, show, table};
use anyhow::Result;
use comfy_table::{Attribute, Cell, Color, ColumnConstraint, Width};
use quarterday::finding::Severity;
use quarterday::fit::fit;
use quarterday::layout::recognise::{Candidate, WantedPart};
use quarterday::pipeline::{ColumnPicture, Drafted, PartPicture, Picture, SheetPicture};
use quarterday::record::Kind;
use std::io::Write;
use std::path::Path;

/// Layouts that are compared when none fits.
const NEAREST: usize = 3;
/// Headings that are named as missing.
const LACKING: usize = 6;

pub fn picture(out: &mut impl Write, picture: &Picture) -> Result<()> {
    verdict(out, picture)?;
    for sheet in &picture.sheets {
        sheet_picture(out, sheet, picture)?;
    }
    found(out, picture)?;
    others(out, picture)
}

/// Which layout it is, and why.
fn verdict(out: &mut impl Write, picture: &Picture) -> Result<()> {
    let recognition = &picture.recognition;
    let chosen = recognition.candidates.iter().find(|c| recognition.chosen.as_ref() == Some(&c.id));
    match chosen {
        Some(c) => {
            writeln!(out, "{}\n  would be read as “{}” (layout {}).", picture.file, c.title, c.id)?;
            let why = if c.by_key { "Told by its key sheet" } else { "Told by its headings" };
            writeln!(out, "  {why}: {} of {} headings and labels are there.", c.matched, c.wanted)?;
            if !c.in_date {
                writeln!(out, "  This version of the form is out of date.")?;
            }
            if !picture.is_read() {
                writeln!(out, "  It would be refused: see what is found below.")?;
            }
        }
        None if picture.sheets.is_empty() => {
            writeln!(out, "{}\n  cannot be read.", picture.file)?;
            for f in &picture.findings {
                writeln!(out, "  {}: expected {}; got {}\n  → {}", f.code, f.expected, f.got, f.remedy)?;
            }
        }
        None => writeln!(out, "{}\n  fits no layout, so nothing of it would be read.", picture.file)?,
    }
    Ok(())
}

fn sheet_picture(out: &mut impl Write, sheet: &SheetPicture, picture: &Picture) -> Result<()> {
    let hidden = if sheet.hidden { " (hidden)" } else { "" };
    writeln!(out, "\n▌{}{hidden}", sheet.name)?;
    for part in &sheet.parts {
        part_picture(out, part)?;
    }
    for table in &sheet.unread {
        let rows = rows_in_words(table.header.0, table.header.1);
        writeln!(out, "  a table, headings in {rows}, of which nothing is read")?;
        columns_picture(out, &table.columns, false)?;
    }
    for lack in lacking(sheet, picture) {
        writeln!(out, "  {lack}")?;
    }
    let ignored: Vec<String> = sheet.tally.ignored.iter().map(|(rule, n)| format!("{n} {}", rule.words())).collect();
    let cells = |n: u64| count(fit::<usize>(n), "cell", "cells");
    match (sheet.tally.read, sheet.tally.located, ignored.is_empty()) {
        (0, ..) => writeln!(out, "  no cells are filled")?,
        (read, _, true) => writeln!(out, "  {}, all of them read", cells(read))?,
        (read, located, _) => writeln!(out, "  {}: {located} read; passed over {}", cells(read), ignored.join(", "))?,
    }
    Ok(())
}

fn part_picture(out: &mut impl Write, part: &PartPicture) -> Result<()> {
    match (part.what, part.header) {
        (WantedPart::Table(kind), Some((first, last))) => {
            let records = count(part.records, "record", "records");
            writeln!(out, "  {}, headings in {}, {records}", kind_words(kind), rows_in_words(first, last))?;
        }
        _ => writeln!(out, "  form of single cells")?,
    }
    columns_picture(out, &part.columns, part.header.is_none())
}

fn rows_in_words(first: u32, last: u32) -> String {
    if first == last { format!("row {first}") } else { format!("rows {first} to {last}") }
}

fn columns_picture(out: &mut impl Write, columns: &[ColumnPicture], form: bool) -> Result<()> {
    if columns.is_empty() {
        return Ok(());
    }
    let headings =
        if form { ["", "Cell", "Label", "Meaning", "Here"] } else { ["", "Col", "Heading", "Meaning", "Examples"] };
    let mut rows = table(&headings);
    for column in columns {
        rows.add_row(row(column));
    }
    let at_most = |n| ColumnConstraint::UpperBoundary(Width::Fixed(n));
    let exactly = |n| ColumnConstraint::Absolute(Width::Fixed(n));
    rows.set_constraints([exactly(4), exactly(if form { 8 } else { 6 }), at_most(30), at_most(30)]);
    show(out, &rows)
}

/// A mark says what the colour says.
fn row(column: &ColumnPicture) -> Vec<Cell> {
    let (mark, colour, mut meaning) = match (column.field, column.print) {
        ("", true) => ("·", Color::DarkGrey, "not wanted by the layout, passed over".to_owned()),
        ("", false) => ("?", Color::Yellow, "not recognised, passed over".to_owned()),
        (_, true) => ("·", Color::DarkGrey, format!("{}: printed, not read", column.meaning)),
        _ => ("✓", Color::Green, column.meaning.clone()),
    };
    if let Some(about) = column.about.as_ref().filter(|about| **about != column.heading) {
        meaning.push_str(&format!(", {about}"));
    }
    if column.near {
        meaning.push_str(" (spelt differently)");
    }
    let heading = if column.heading.is_empty() { "(no heading)" } else { &column.heading };
    let examples = if column.examples.is_empty() { "(blank)".to_owned() } else { column.examples.join("; ") };
    vec![
        Cell::new(format!("  {mark}")).fg(colour),
        Cell::new(&column.place).add_attribute(Attribute::Bold),
        Cell::new(heading),
        Cell::new(meaning).fg(colour),
        Cell::new(examples),
    ]
}

/// What reading has to ask, where the workbook is read at all. The notes say what the columns above say.
fn found(out: &mut impl Write, picture: &Picture) -> Result<()> {
    let asked = || picture.findings.iter().filter(|f| f.severity != Severity::Note);
    if picture.recognition.chosen.is_none() || asked().next().is_none() {
        return Ok(());
    }
    writeln!(out, "\nFound:")?;
    for f in asked() {
        let place = f.cell.map(|c| format!("!{c}")).unwrap_or_default();
        let (severity, code, sheet) = (f.severity.word(), &f.code, &f.sheet);
        writeln!(
            out,
            "  {severity} {code} {sheet}{place}: expected {}; got {}\n    → {}",
            f.expected, f.got, f.remedy
        )?;
    }
    Ok(())
}

/// What the layout wants of a sheet and is not there.
fn lacking(sheet: &SheetPicture, picture: &Picture) -> Vec<String> {
    let recognition = &picture.recognition;
    let chosen = recognition.candidates.iter().find(|c| recognition.chosen.as_ref() == Some(&c.id));
    let mut out = Vec::new();
    for found in chosen.into_iter().flat_map(|c| &c.parts).flat_map(|p| &p.found).filter(|f| f.name == sheet.name) {
        let absent = found.columns.iter().filter(|c| c.column.is_none());
        let (required, others): (Vec<_>, Vec<_>) = absent.partition(|c| c.required);
        for (columns, words) in [(required, "missing and needed"), (others, "not there")] {
            let names: Vec<String> = columns.iter().map(|c| format!("“{}”", c.wanted)).collect();
            if !names.is_empty() {
                out.push(format!("{words}: {}", names.join(", ")));
            }
        }
        if found.renamed {
            out.push("the layout has another name for this sheet".to_owned());
        }
    }
    out
}

/// Parts of the layout that are nowhere, other layouts that fit, and the nearest where none does.
fn others(out: &mut impl Write, picture: &Picture) -> Result<()> {
    let recognition = &picture.recognition;
    let chosen = recognition.chosen.as_ref();
    for c in recognition.candidates.iter().filter(|c| chosen == Some(&c.id)) {
        for words in missing(c) {
            writeln!(out, "\nMissing: {words}")?;
        }
    }
    let rest: Vec<&Candidate> = recognition.candidates.iter().filter(|c| chosen != Some(&c.id)).collect();
    let fitting: Vec<&&Candidate> = rest.iter().filter(|c| c.fits).collect();
    if chosen.is_some() {
        if !fitting.is_empty() {
            writeln!(out, "\nOther layouts that it would fit:")?;
        }
        for c in fitting {
            writeln!(out, "  “{}” (layout {}): {} of {} headings and labels", c.title, c.id, c.matched, c.wanted)?;
            for words in missing(c) {
                writeln!(out, "    without {words}")?;
            }
        }
        return Ok(());
    }
    if !picture.sheets.is_empty() {
        writeln!(out, "\nThe nearest layouts:")?;
        for c in rest.iter().take(NEAREST) {
            writeln!(out, "  “{}” (layout {}): {} of {} headings and labels", c.title, c.id, c.matched, c.wanted)?;
            for words in missing(c) {
                writeln!(out, "    without {words}")?;
            }
        }
        writeln!(
            out,
            "\nNext: `quarterday layout {} --draft FILE.toml` drafts a layout for it.",
            as_typed(&picture.file)
        )?;
    }
    Ok(())
}

/// The parts of a layout that were looked for in vain.
fn missing(c: &Candidate) -> Vec<String> {
    let absent = c.parts.iter().filter(|p| p.found.is_empty() && !p.optional);
    let words = absent.map(|p| {
        let what = match p.what {
            WantedPart::Form => "a form".to_owned(),
            WantedPart::Table(kind) => kind_words(kind).to_owned(),
        };
        let sheet = p.sheets.first().map(|s| format!(" on a sheet “{s}”")).unwrap_or_default();
        let lacks: Vec<String> = p.lacks.iter().take(LACKING).map(|l| format!("“{l}”")).collect();
        let more = if p.lacks.len() > LACKING { ", …" } else { "" };
        let lacks = if lacks.is_empty() { String::new() } else { format!(" with {}{more}", lacks.join(", ")) };
        format!("{what}{sheet}{lacks}")
    });
    words.collect()
}

fn kind_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Indicators => "table of indicators",
        Kind::Risks => "table of risks",
        Kind::Actions => "table of actions",
        Kind::Feedback => "table of feedback",
        Kind::Corrections => "table of corrections",
        Kind::Services => "table of services",
        Kind::Priorities => "table of priorities",
        Kind::Definitions => "table of indicators' definitions",
        Kind::Targets => "table of targets",
        Kind::Checks => "table of checks",
        Kind::Comparators => "table of comparators",
        Kind::Neighbours => "table of neighbours",
        Kind::Complaints => "log of complaints",
        Kind::Sets => "table of sets",
        Kind::Predecessors | Kind::Successors => "table of councils",
        Kind::Shares => "table of shares",
        Kind::Crosswalk => "table of measures and what they become",
        Kind::History => "table of past readings",
        Kind::Answers => "list of answers",
        Kind::Queries => "list of queries",
        Kind::OwnWords => "list of words",
        Kind::LeftOut => "list of what is left out",
        Kind::Revenue => "table of revenue",
        Kind::Capital => "table of capital schemes",
        Kind::Savings => "table of savings",
        Kind::Milestones => "table of milestones",
        Kind::Plan => "table of the delivery plan",
        Kind::Controls => "table of control totals",
        Kind::Outcomes => "table of outcomes",
        Kind::Cover | Kind::Section => "form of single cells",
    }
}

pub fn drafted(out: &mut impl Write, drafted: &Drafted, to: &Path) -> Result<()> {
    picture(out, &drafted.picture)?;
    let draft = &drafted.draft;
    writeln!(
        out,
        "\nDrafted {}: {} certain, {} guessed, {} not told. The file says beside each line which it is.",
        to.display(),
        draft.certain,
        draft.guessed,
        draft.open
    )?;
    writeln!(out, "Next: correct it, keep it in the workspace's layouts/, then")?;
    writeln!(out, "  quarterday layout {}", as_typed(&drafted.picture.file))?;
    Ok(())
}

/// A path as it can be typed.
fn as_typed(path: &str) -> String {
    if path.contains([' ', '&', '(', ')', '\'']) { format!("\"{path}\"") } else { path.to_owned() }
}
