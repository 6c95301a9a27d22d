use super::page::SMALL;
use super::places::{INDICATORS, PROVENANCE};
use super::sample::{Sample, everything, period};
use super::*;
use crate::analyse::{Part, PartInputs};
use crate::finding::Finding;
use crate::measure::LongTerm;
use crate::reading::Value;
use crate::sample::place;
use crate::settings::Status;
use crate::workbook::{CellContent, Sheet, SheetCell, StyleId, write};
use std::collections::BTreeSet;

/// Every cell of a sheet: placed ones, headings apart, and the rows of its tables.
fn cells<'a>(sheet: &mut Sheet<'a>) -> Vec<SheetCell<'a>> {
    let mut all: Vec<SheetCell<'a>> = sheet.cells.drain(..).map(|(.., cell)| cell).collect();
    for table in &mut sheet.tables {
        for n in 0..table.len() {
            let mut row = vec![];
            table.fill(n, &mut row);
            assert_eq!(row.len(), table.headings().len(), "{} row {n}", table.name);
            all.extend(row);
        }
    }
    all
}

/// What the council says of references reaches every workbook of the report.
#[test]
fn references_end_where_the_settings_say() {
    let mut sample = Sample::new(6);
    for up_to in [200_000, 7] {
        sample.settings.editions.cell_references_up_to = up_to;
        let analysis = sample.analysis();
        for of in [Edition::Members, Edition::Officers, Edition::Scrutiny] {
            assert_eq!(edition(&analysis, &sample.provenance, of, &[of]).references_up_to, up_to);
        }
    }
    assert_eq!(Book::default().references_up_to, usize::MAX, "a form and what everybody may read say all of them");
}

fn bytes(sample: &Sample) -> Vec<u8> {
    let analysis = sample.analysis();
    let mut out = std::io::Cursor::new(vec![]);
    write(everything(&analysis, &sample.provenance), &mut out).unwrap();
    out.into_inner()
}

#[test]
fn every_sheet_is_complete() {
    for indicators in [0, 1, 60] {
        let sample = Sample::new(indicators);
        let analysis = sample.analysis();
        let mut book = everything(&analysis, &sample.provenance);
        let names: Vec<&str> = book.sheets.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(names, sheets(&analysis, Edition::Members).iter().map(|s| s.name.words()).collect::<Vec<_>>());
        assert_eq!(names.contains(&breakdowns::NAME), indicators > 0);
        assert_eq!(book.sheets[book.opens_at].name, OPENS_AT.words());
        let mut tables = BTreeSet::new();
        for sheet in &mut book.sheets {
            let titled =
                sheet.cells.iter().any(|(r, c, cell)| (*r, *c) == (0, 0) && cell.content != CellContent::Blank);
            assert!(titled, "{} has no title", sheet.name);
            let (foot, council) = (&sheet.print.footer, sample.settings.council.name.replace('&', "&&"));
            let wanted = format!("&L&8{council} · Q2 2026-27 · provisional&R&8&A · page &P of &N");
            assert_eq!(*foot, wanted, "{}", sheet.name);
            for table in &sheet.tables {
                assert!(tables.insert(table.name.to_lowercase()), "two tables named {}", table.name);
                assert!(table.name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'), "{}", table.name);
                let headings: BTreeSet<_> = table.headings().iter().collect();
                assert_eq!(headings.len(), table.headings().len(), "{}: headings", table.name);
                assert!(table.headings().iter().all(|h| !h.is_empty()), "{}: headings", table.name);
                assert!(!table.is_empty(), "{} is empty", table.name);
            }
            let mut places: Vec<_> = sheet.cells.iter().map(|(r, c, _)| (*r, *c)).collect();
            places.sort_unstable();
            assert!(places.windows(2).all(|w| w[0] != w[1]), "{}: two cells in one place", sheet.name);
            cells(sheet);
        }
    }
}

#[test]
fn every_indicator_has_a_status_in_word_and_symbol() {
    let sample = Sample::new(60);
    let analysis = sample.analysis();
    let mut book = everything(&analysis, &sample.provenance);
    let sheet = book.sheets.iter_mut().find(|s| s.name == INDICATORS.name).unwrap();
    let table = &mut sheet.tables[0];
    let column = table.headings().iter().position(|h| h == "Status").unwrap();
    for (n, result) in analysis.indicators.iter().enumerate() {
        let mut row = vec![];
        table.fill(n, &mut row);
        let look = sample.settings.look(result.status);
        assert_eq!(row[column].content, CellContent::Text(format!("{} {}", look.symbol, look.word).into()));
        assert!(!look.symbol.is_empty() && !look.word.is_empty());
        assert_eq!(row[0].content, CellContent::Text((&*sample.register.indicators[n].id).into()));
    }
}

#[test]
fn links_lead_to_the_row_of_the_indicator() {
    let sample = Sample::new(60);
    let analysis = sample.analysis();
    let mut book = everything(&analysis, &sample.provenance);
    let table_row = book.sheets.iter().find(|s| s.name == INDICATORS.name).unwrap().tables[0].row;
    for sheet in book.sheets.iter_mut().filter(|s| ["Headlines", "Exceptions", "Priorities"].contains(&&*s.name)) {
        let links = cells(sheet).into_iter().filter_map(|c| match c.content {
            CellContent::Link { text, target } => {
                target.strip_prefix("'Indicators'!A").map(|row| (text, row.to_owned()))
            }
            _ => None,
        });
        let links: Vec<_> = links.collect();
        assert!(!links.is_empty(), "{}", sheet.name);
        for (text, row) in links {
            let n = row.parse::<u32>().unwrap() - 2 - table_row;
            assert!(text.ends_with(&*sample.register.indicators[n as usize].id), "{text} leads to row {row}");
        }
    }
}

/// Indicators leads to the first line of each measure on Provenance, which leads back.
#[test]
fn figures_lead_to_where_they_come_from_and_back() {
    let mut sample = Sample::new(60);
    let line = |n: usize, back: i32| FigureLine {
        indicator: n,
        quarter: period().plus(-back),
        value: Value::Number(1.5),
        numerator: None,
        denominator: None,
        how: "As sent".into(),
        place: place("a.xlsx", 7),
        record: Some(3),
        recorded: "2026-08-03".into(),
        release: None,
    };
    sample.provenance.figures = (0..60).filter(|n| n % 5 != 2).flat_map(|n| [line(n, 0), line(n, 1)]).collect();
    let analysis = sample.analysis();
    let mut book = everything(&analysis, &sample.provenance);
    let mut first = |name: &str| {
        let table = &mut book.sheets.iter_mut().find(|s| s.name == name).unwrap().tables[0];
        let cells: Vec<_> = (0..table.len())
            .map(|n| {
                let mut row = vec![];
                table.fill(n, &mut row);
                row.swap_remove(0).content
            })
            .collect();
        (table.row, cells)
    };
    let (top, there) = first(INDICATORS.name);
    let (own_top, back) = first(PROVENANCE.name);
    for (n, cell) in there.into_iter().enumerate() {
        let CellContent::Link { text, target } = cell else {
            assert_eq!(n % 5, 2, "{cell:?}");
            continue;
        };
        let row: usize = target.strip_prefix("'Provenance'!A").unwrap().parse().unwrap();
        let CellContent::Link { text: same, target } = &back[row - 2 - own_top as usize] else { panic!("{target}") };
        assert_eq!((text, target.as_str()), (same.clone(), &*format!("'Indicators'!A{}", top as usize + n + 2)));
        // The first of its lines.
        let before = (row - 2 - own_top as usize).checked_sub(1).map(|k| &back[k]);
        assert!(!matches!(before, Some(CellContent::Link { text: t, .. }) if t == same));
    }
}

#[test]
fn exceptions_are_the_reds_and_long_lists_are_cut_and_said() {
    let mut sample = Sample::new(60);
    sample.settings.look.full_exceptions = 2;
    sample.settings.look.priority_rows = 3;
    let analysis = sample.analysis();
    let reds = analysis.indicators.iter().filter(|i| i.status == Status::Red).count();
    assert!(reds > 3, "the sample has too few reds to test with");
    let mut book = everything(&analysis, &sample.provenance);
    let exceptions = book.sheets.iter().find(|s| s.name == "Exceptions").unwrap();
    assert_eq!((exceptions.tables[0].len(), exceptions.sparklines.len()), (reds, 2));
    let priorities = book.sheets.iter_mut().find(|s| s.name == "Priorities").unwrap();
    assert!(priorities.tables.iter().all(|t| t.len() == 3));
    let said =
        |c: &SheetCell<'_>| matches!(&c.content, CellContent::Text(t) if t.ends_with("more on the Indicators sheet."));
    assert_eq!(cells(priorities).iter().filter(|c| said(c)).count(), 4);
}

/// What is wrong with the register is the register's, and nobody's return.
#[test]
fn findings_of_the_register_say_so() {
    let mut sample = Sample::new(6);
    let of = |file: &str| Finding::new(&crate::catalogue::G006, "a target", "none").in_file(file).about("X1");
    sample.findings = vec![of(crate::register::FILE), of("Unknown return.xlsx")];
    let analysis = sample.analysis();
    let mut book = everything(&analysis, &sample.provenance);
    let sheet = book.sheets.iter_mut().find(|s| s.name == "Findings").unwrap();
    let texts: Vec<String> = cells(sheet)
        .into_iter()
        .filter_map(|c| match c.content {
            CellContent::Text(t) => Some(t.into_owned()),
            _ => None,
        })
        .collect();
    assert!(texts.iter().any(|t| t == "Register") && texts.iter().any(|t| t == "Not known"), "{texts:?}");
}

#[test]
fn a_long_register_is_streamed_lean() {
    let sample = Sample::new(2 * SMALL);
    let analysis = sample.analysis();
    let mut book = everything(&analysis, &sample.provenance);
    let styles = book.styles().to_vec();
    let sheet = book.sheets.iter_mut().find(|s| s.name == INDICATORS.name).unwrap();
    assert!(sheet.sparklines.is_empty());
    let words: Vec<String> = sheet.marks.iter().map(|m| m.formula.clone()).collect();
    assert!(words.contains(&"=$F5=\"▲ Off target\"".to_owned()), "{words:?}");
    let (mut row, table) = (vec![], &mut sheet.tables[0]);
    table.fill(0, &mut row);
    let style = |c: &SheetCell<'_>| styles[usize::from(c.style.0)].clone();
    assert!(row.iter().all(|c| !style(c).wrap && style(c).border == crate::workbook::Border::None));
    assert!(row.iter().all(|c| c.content != CellContent::Blank || c.style == StyleId::default()));
    let record = run_record(&analysis, &sample.provenance, &[], &[]);
    assert!(record.get("readings").is_none() && record["readings-listed"].is_string());
}

/// A column that every row would leave blank or that says what another says is left out, and the rest keeps its place.
#[test]
fn the_columns_of_indicators() {
    for (rows, signals, forecast, ongoing) in
        [(20, true, true, true), (20, false, true, false), (20, true, false, true), (SMALL + 1, false, false, false)]
    {
        let mut sample = Sample::new(rows);
        (sample.settings.signals.on, sample.settings.forecast.on) = (signals, forecast);
        let term = if ongoing { LongTerm::Ongoing } else { LongTerm::Seasonal };
        sample.register.indicators.iter_mut().for_each(|i| i.long_term = Some(term));
        let analysis = sample.analysis();
        let mut book = everything(&analysis, &sample.provenance);
        let sheet = book.sheets.iter_mut().find(|s| s.name == INDICATORS.name).unwrap();
        let sparklines = sheet.sparklines.first().cloned();
        let (mut row, table) = (vec![], &mut sheet.tables[0]);
        table.fill(0, &mut row);
        assert_eq!(row.len(), table.headings().len());
        let at = |heading: &str| table.headings().iter().position(|h| h == heading);
        let read = rows <= SMALL;
        assert_eq!([at("Signal"), at("Trend")].map(|c| c.is_some()), [signals; 2]);
        assert_eq!((at("Forecast outturn").is_some(), at("Long-term direction").is_some()), (forecast, ongoing));
        assert_eq!([at("Last 13 quarters"), at("Change on last year %")].map(|c| c.is_some()), [read; 2]);
        let quarters = at(&analysis.period.plus(-12).to_string()).unwrap() as u16;
        assert_eq!(
            sparklines.map(|s| (s.from_column, s.to_column, usize::from(s.column))),
            at("Last 13 quarters").map(|column| (quarters, quarters + 12, column))
        );
    }
}

#[test]
fn the_same_quarter_gives_the_same_bytes() {
    let sample = Sample::new(30);
    assert!(bytes(&sample) == bytes(&sample));
}

#[test]
fn what_people_typed_stays_text() {
    let sample = Sample::new(30);
    let file = bytes(&sample);
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    let mut typed = false;
    for n in 0..zip.len() {
        let mut part = zip.by_index(n).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        if !name.ends_with(".xml") || std::io::Read::read_to_string(&mut part, &mut text).is_err() {
            continue;
        }
        assert!(!text.contains("<f>SUM"), "{name} has a formula");
        typed |= text.contains("=SUM(A1:A9) is what somebody typed here.");
    }
    assert!(typed, "the sample's text is not in the workbook");
}

#[test]
fn the_run_record_lists_every_reading_with_its_place() {
    let sample = Sample::new(60);
    let analysis = sample.analysis();
    let tallies: Vec<_> = sample.returns.iter().map(|r| (r.source.clone(), vec![])).collect();
    let record = run_record(&analysis, &sample.provenance, &tallies, &[]);
    let readings = record["readings"].as_array().unwrap();
    assert_eq!(readings.len(), sample.returns.iter().map(|r| r.readings.len()).sum::<usize>());
    for r in readings {
        assert!(r["value"].is_number() || r["marker"].is_string(), "{r}");
        assert!(["file", "sha256", "sheet", "cell", "indicator"].iter().all(|k| r[k].is_string()), "{r}");
    }
    assert_eq!(record["period"], period().to_string());
    assert_eq!(record["inputs"].as_array().unwrap().len(), sample.submissions.len());
    assert_eq!(record["counts"]["findings"]["by-code"]["C001"], 5);
}

/// What is switched off has no columns, and every row and sparkline still agrees with the headings.
#[test]
fn what_is_switched_off_has_no_columns() {
    let headed = |signals: bool, forecast: bool| {
        let mut sample = Sample::new(60);
        (sample.settings.signals.on, sample.settings.forecast.on) = (signals, forecast);
        let analysis = sample.analysis();
        let mut book = everything(&analysis, &sample.provenance);
        let sheet = book.sheets.iter_mut().find(|s| s.name == INDICATORS.name).unwrap();
        let line = sheet.sparklines[0].clone();
        let headings: Vec<String> = sheet.tables[0].headings().to_vec();
        let first = period().last(13).next().unwrap().to_string();
        assert_eq!(headings[usize::from(line.column)], "Last 13 quarters");
        assert_eq!(headings[usize::from(line.from_column)], first);
        assert_eq!(headings[usize::from(line.to_column)], period().to_string());
        cells(sheet);
        headings
    };
    let all = headed(true, true);
    for (signals, forecast, gone) in [
        (false, true, &["Trend", "Signal", "Chance"][..]),
        (true, false, &["Forecast outturn", "Likely range of the outturn (80%)", "Chance of the year's target"][..]),
    ] {
        let left: Vec<String> = all.iter().filter(|h| !gone.contains(&h.as_str())).cloned().collect();
        assert_eq!(headed(signals, forecast), left);
    }
}

/// The sentence about queried sizes names the checks whose literals say that they doubt one.
#[test]
fn the_method_names_the_checks_that_doubt_a_size() {
    let sample = Sample::new(1);
    let analysis = sample.analysis();
    let book = everything(&analysis, &sample.provenance);
    let texts = book.sheets.iter().flat_map(|s| &s.cells).map(|(.., cell)| format!("{:?}", cell.content));
    let named: Vec<String> =
        texts.filter_map(|t| Some(t.split_once("size is queried (")?.1.split_once(')')?.0.to_owned())).collect();
    let [named] = &named[..] else { panic!("{named:?}") };
    for c in crate::catalogue::all() {
        assert_eq!(named.contains(c.code), c.doubts_size.is_some(), "{}: {named}", c.code);
    }
}

/// What is listed of parts is on their own sheet: no other sheet, number or count knows of them.
#[test]
fn parts_change_no_figure() {
    let with = Sample::new(60);
    let mut without = Sample::new(60);
    without.returns.iter_mut().for_each(|r| r.parts.clear());
    let told = |sample: &Sample| {
        let analysis = sample.analysis();
        let mut book = everything(&analysis, &sample.provenance);
        book.sheets.retain(|s| ![breakdowns::NAME, "Contents"].contains(&&*s.name));
        let sheets: Vec<_> = book.sheets.iter_mut().map(|s| format!("{:?}", cells(s))).collect();
        let mut numbers = vec![];
        statistics(&analysis, &mut numbers).unwrap();
        let mut record = run_record(&analysis, &sample.provenance, &[], &[]);
        let parts = record.as_object_mut().unwrap().remove("breakdowns");
        (sheets, numbers, record, parts.map_or(0, |p| p.as_array().unwrap().len()), analysis.parts.len())
    };
    let ((sheets, numbers, record, listed, parts), bare) = (told(&with), told(&without));
    assert_eq!((sheets, numbers, record), (bare.0, bare.1, bare.2));
    assert!(parts > 100 && listed == parts, "{listed} of {parts}");
    assert_eq!((bare.3, bare.4), (0, 0));
}

/// A file for programs: a line a part, and nothing in it is a formula.
#[test]
fn parts_are_a_file_too() {
    let sample = Sample::new(12);
    let analysis = sample.analysis();
    let mut out = vec![];
    breakdowns(&analysis, &mut out).unwrap();
    let mut csv = csv::Reader::from_reader(out.as_slice());
    let lines: Vec<csv::StringRecord> = csv.records().collect::<Result<_, _>>().unwrap();
    assert_eq!(lines.len(), analysis.parts.len());
    assert!(lines.iter().all(|line| line.len() == 11 && !line[3].starts_with('=')));
    let held_back = |n: usize| (&lines[n][5] == "suppressed").then(|| lines[n][6].to_owned());
    assert!((0..lines.len()).filter_map(held_back).all(|numerator| numerator == "held back"));
    assert!(lines.iter().any(|line| &line[5] == "suppressed"));
}

/// Every sheet that the settings can name is one that is built, and stands in some edition of its own.
#[test]
fn every_sheet_that_can_be_named_is_there() {
    let defaults = crate::settings::EditionSettings::default();
    for name in SheetName::ALL {
        assert_eq!(SHEETS.iter().filter(|kind| kind.name == name).count(), 1, "{}", name.words());
        assert!(Edition::ALL.iter().any(|e| defaults.sheets(*e).contains(&name)), "{}", name.words());
    }
}

/// What a part says of a measure, a risk or an action is what the council's workbook says of it, to the letter; what it counts
/// is counted over its own.
#[test]
fn a_part_says_of_each_thing_what_the_council_says() {
    let sample = Sample::new(90);
    let (inputs, whole) = (sample.inputs(), sample.analysis());
    let mut seen = 0;
    let all =
        [Part::directorates(&sample.register), Part::services(&sample.register), Part::portfolios(&sample.register)];
    for part in all.into_iter().flatten() {
        let held = PartInputs::new(inputs, &whole, part.clone());
        let own = held.analysis(&whole);
        for r in &own.indicators {
            assert_eq!(Some(r), whole.position(r.indicator).map(|n| &whole.indicators[n]));
            assert!(part.has_measure(&sample.register.indicators[r.indicator].id));
        }
        seen += own.indicators.len();
        assert!(
            own.risks.iter().all(|r| whole.risks.contains(r)) && own.actions.iter().all(|r| whole.actions.contains(r))
        );
        let reds = own.indicators.iter().filter(|r| r.status == Status::Red).count();
        assert_eq!(own.baskets[0].now.red as usize, reds, "{}", part.name);
        assert_eq!((own.baskets[0].name.as_str(), own.name()), (part.name.as_str(), part.name.as_str()));
        for kind in [Edition::Directorates, Edition::Portfolios, Edition::Services] {
            let mut book = edition(&own, &sample.provenance, kind, &[]);
            assert!(book.elsewhere.is_empty() && !book.sheets.is_empty());
            book.sheets.iter_mut().for_each(|sheet| _ = cells(sheet));
        }
    }
    assert!(seen >= 2 * whole.indicators.len(), "directorates and services each have every measure once");
    // Directorates together count every measure and every line of money once.
    let mut sum = (0, crate::reading::money::Pence::default());
    for part in Part::directorates(&sample.register) {
        let held = PartInputs::new(inputs, &whole, part);
        let own = held.analysis(&whole);
        sum = (sum.0 + own.baskets[0].now.rated(), sum.1 + own.budget.revenue.council().total.budget);
    }
    assert_eq!(sum, (whole.baskets[0].now.rated(), whole.budget.revenue.council().total.budget));
}
