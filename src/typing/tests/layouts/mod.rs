//! Returns as services lay them out: small workbooks, the layout that describes each, and every value with its cell.

use super::{indicator, period, service};
use crate::ingest::read_bytes;
use crate::layout::{Layout, template};
use crate::measure::Unit;
use crate::reading::Value;
use crate::record::PassedOver;
use crate::register::{Indicator, Register};
use crate::sample;
use crate::settings::{Limits, Settings};
use crate::typing::{Typed, TypingContext, type_file};
use rstest::rstest;
use rust_xlsxwriter::{Format, Workbook};

mod services;
mod groups;
mod quarters;
mod tables;
mod headings;
mod fixed;
mod parts;
mod versions;

fn council() -> Register {
    let indicator = |id, name: &str, service, unit| Indicator { name: name.into(), ..indicator(id, service, unit) };
    let indicators = vec![
        indicator("W1", "Recycling rate", "WAS", Unit::Percent),
        indicator("W2", "Missed bins", "WAS", Unit::Number),
        indicator("W3", "Spend", "WAS", Unit::PoundsMillions),
        indicator("W4", "Waste sickness", "WAS", Unit::Days),
        indicator("P1", "Play areas inspected", "PRK", Unit::Percent),
        indicator("P2", "Trees planted", "PRK", Unit::Number),
        indicator("P4", "Parks sickness", "PRK", Unit::Days),
    ];
    sample::register([service("WAS", "Waste"), service("PRK", "Parks")], indicators)
}

/// Writes a workbook from a drawing: `# name` begins a sheet, each line is a row, `|` stands between cells, `>>n` behind
/// a text merges it over so many columns, `'` in front of a number keeps it text, `@` in front of a day makes it a date.
fn draw(drawing: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    for sheet in drawing.split("# ").skip(1) {
        let (name, rows) = sheet.split_once('\n').unwrap();
        let sheet = book.add_worksheet().set_name(name.trim()).unwrap();
        for (row, line) in (0u32..).zip(rows.lines()) {
            for (col, text) in (0u16..).zip(line.split('|').map(str::trim)) {
                match (text.split_once(">>"), text.parse::<f64>()) {
                    _ if text.is_empty() => {}
                    (Some((words, columns)), _) => {
                        let last = col + columns.parse::<u16>().unwrap() - 1;
                        sheet.merge_range(row, col, row, last, words, &Format::new()).unwrap();
                    }
                    _ if text.starts_with('@') => {
                        let day: chrono::NaiveDate = text[1..].parse().unwrap();
                        sheet.write_with_format(row, col, &day, &Format::new().set_num_format("mmm-yy")).unwrap();
                    }
                    (_, Ok(number)) => drop(sheet.write(row, col, number).unwrap()),
                    _ => drop(sheet.write(row, col, text.trim_start_matches('\'').replace("\\n", "\n")).unwrap()),
                }
            }
        }
    }
    book.save_to_buffer().unwrap()
}

fn read_as(file: &str, layouts: &[Layout], drawing: &str) -> Typed {
    read_by(&council(), file, layouts, drawing)
}

fn read_by(register: &Register, file: &str, layouts: &[Layout], drawing: &str) -> Typed {
    let read = read_bytes(file, &draw(drawing), layouts, &Limits::default());
    for tally in &read.tallies {
        assert_eq!(tally.read, tally.located + tally.ignored_total(), "{tally:?}");
    }
    let (settings, period) = (Settings::default(), period());
    let typed = type_file(
        read,
        &TypingContext { register, settings: &settings, period, quarter_given: false, today: None, layouts },
    );
    for t in &typed.tallies {
        assert_eq!(t.located, t.accepted + t.refused, "{t:?}");
        assert_eq!(t.read, t.located + t.ignored_total(), "{t:?}");
    }
    typed
}

/// `WAS W2 12 PIs!B3` for every reading, in the order of services, then of the file.
fn values(typed: &Typed) -> Vec<String> {
    let readings = typed.returns.iter().flat_map(|r| r.readings.iter().map(move |reading| (&r.service, reading)));
    readings
        .map(|(service, r)| {
            let value = match r.value {
                Value::Number(n) => n.to_string(),
                Value::Marker(m) => m.key().to_owned(),
            };
            format!("{service} {} {value} {}!{}", r.indicator, r.place.sheet, r.place.cell)
        })
        .collect()
}

/// `C021 PIs!B3` for every finding, without the note that nobody signed off.
fn found(typed: &Typed) -> Vec<String> {
    let findings = typed.findings.iter().filter(|f| f.code != "F012");
    let place = |f: &crate::finding::Finding| f.cell.map(|c| format!(" {}!{c}", f.sheet)).unwrap_or_default();
    findings.map(|f| format!("{}{}", f.code, place(f))).collect()
}

const TOP: &str = "id = \"x\"\ntitle = \"X\"\nfile-name = \"{service} {period}\"\n";
const FILE: &str = "Waste 2026-27Q2.xlsx";

fn layout(text: &str) -> Layout {
    Layout::parse(&format!("{TOP}{text}")).unwrap_or_else(|e| panic!("{e}\n{TOP}{text}"))
}

const PLAIN: &str = r#"
[[tables]]
kind = "indicators"
sheet = ["PIs"]
columns = [{ field = "id", heading = ["Ref"], required = true }, { field = "value", heading = ["Actual"], required = true }]
"#;
const BOOK: &str = "# PIs\nRef | Actual\nW2 | 3\n";

/// What a drawing gives by its layout: every value with its cell, and every finding.
#[track_caller]
fn reads(text: &str, drawing: &str, expected: &[&str], findings: &[&str]) {
    let layout = layout(text);
    let file = if layout.many_services { "Everything 2026-27Q2.xlsx" } else { FILE };
    let typed = read_as(file, &[template(), layout], drawing);
    assert_eq!(
        (values(&typed), found(&typed)),
        (expected.iter().map(|s| (*s).to_owned()).collect(), findings.iter().map(|s| (*s).to_owned()).collect()),
        "{:#?}",
        typed.findings
    );
}
