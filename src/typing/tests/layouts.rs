//! Returns as services lay them out: small workbooks, the layout that describes each, and every value with its cell.

use crate::record::PassedOver;
use crate::typing::{Typed, TypingContext, type_file};

use crate::ingest::{read_bytes, recognise};
use crate::layout::{Layout, template};
use crate::measure::{Aggregation, Frequency, Polarity, Unit};
use crate::period::Period;
use crate::reading::Value;
use crate::register::{Indicator, Register, Service};
use crate::settings::{Limits, Settings};
use rstest::rstest;
use rust_xlsxwriter::{Format, Workbook};

fn indicator(id: &str, name: &str, service: &str, unit: Unit) -> Indicator {
    Indicator {
        id: id.into(),
        name: name.into(),
        definition: String::new(),
        service: service.into(),
        owner: String::new(),
        unit,
        decimals: 1,
        polarity: Polarity::Higher,
        frequency: Frequency::Quarterly,
        due_quarters: vec![1, 2, 3, 4],
        year: crate::register::Year::default(),
        sets: vec![],
        aggregation: Aggregation::Last,
        cumulative: false,
        priorities: vec![],
        perspective: String::new(),
        measure_type: None,
        scheme: None,
        tolerance_percent: None,
        tolerance_absolute: None,
        minimum: None,
        maximum: None,
        numerator_name: String::new(),
        denominator_name: String::new(),
        part_of_whole: unit == Unit::Percent,
        breaks: vec![],
        long_term: None,
        key: false,
        weight: 1.0,
        part_of: None,
        opening_of: None,
        formula: None,
        place: Default::default(),
    }
}

fn council() -> Register {
    let service = |id: &str, name: &str| Service {
        id: id.into(),
        name: name.into(),
        directorate: "Place".into(),
        head: String::new(),
        contact: String::new(),
        email: String::new(),
    };
    let mut register = Register::default();
    register.services = vec![service("WAS", "Waste"), service("PRK", "Parks")];
    register.indicators = vec![
        indicator("W1", "Recycling rate", "WAS", Unit::Percent),
        indicator("W2", "Missed bins", "WAS", Unit::Number),
        indicator("W3", "Spend", "WAS", Unit::PoundsMillions),
        indicator("W4", "Waste sickness", "WAS", Unit::Days),
        indicator("P1", "Play areas inspected", "PRK", Unit::Percent),
        indicator("P2", "Trees planted", "PRK", Unit::Number),
        indicator("P4", "Parks sickness", "PRK", Unit::Days),
    ];
    register.indexed()
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
    let read = read_bytes(file, &draw(drawing), layouts, &Limits::default());
    for tally in &read.tallies {
        assert_eq!(tally.read, tally.located + tally.ignored_total(), "{tally:?}");
    }
    let (register, settings) = (council(), Settings::default());
    let period = Period::new(2026, 2).unwrap();
    let typed = type_file(read, &TypingContext { register: &register, settings: &settings, period, layouts });
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

#[rstest]
#[case::services_down_indicators_across(
    r#"
    many-services = true
    markers = { "n/a" = "not-applicable" }
    [[tables]]
    kind = "indicators"
    sheet = ["Scorecard"]
    stop = ["Council"]
    columns = [
      { field = "service", heading = ["Service area"], required = true },
      { field = "value", heading = ["{id}"] },
      { field = "notes", heading = ["Remarks"], print = true },
    ]"#,
    "# Scorecard
     Scorecard of the council
     Service area | Recycling\\nrate | Missed bins | P2 | Remarks
     Waste | 45.5 | 12 | n/a | good
     Parks | n/a  |    | 300 |
     Council | 45.5 | 12 | 300 |
",
    &["WAS W1 45.5 Scorecard!B3", "WAS W2 12 Scorecard!C3", "PRK P2 300 Scorecard!D4"], &[],
)]
#[case::a_code_that_means_another_indicator_for_each_service(
    r#"
    many-services = true
    markers = { "n/a" = "not-applicable" }
    codes = { "Waste / Sickness days" = "W4", "Parks / Sickness days" = "P4", "Bins" = "W2" }
    [[tables]]
    kind = "indicators"
    sheet = []
    columns = [
      { field = "id", heading = ["Measure"], required = true },
      { field = "value", heading = ["{service}"], only = ["Waste", "Parks"] },
    ]"#,
    "# Any name
     Measure | Waste | Parks | All services
     Sickness days | 2.5 | 3.5 | 3
     Bins | 7 | n/a | 7
",
    &["WAS W4 2.5 Any name!B2", "WAS W2 7 Any name!B3", "PRK P4 3.5 Any name!C2"], &["C015 Any name!D1"],
)]
#[case::indicators_down_periods_across(
    r#"
    [[tables]]
    kind = "indicators"
    sheet = ["PIs"]
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "title", heading = ["Measure"], print = true },
      { field = "value", heading = ["{period}"] },
      { field = "commentary", heading = ["Comments"] },
    ]"#,
    "# PIs
     Ref | Measure | Q1 | Quarter 2 | 2026/27 Q3 | Comments
     W1 | Recycling | 44 | 45.5 | | better
     W2 | Bins | 3 | NIL | |
",
    &["WAS W1 45.5 PIs!D2"], &["C002 PIs!D3"],
)]
#[case::a_month_that_ends_no_quarter_is_no_quarter(
    r#"
    [[tables]]
    kind = "indicators"
    sheet = ["PIs"]
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "value", heading = ["{period}"] },
    ]"#,
    "# PIs
     Ref | Jul-26 | Aug-26
     W1 | 44 | 45.5
",
    &[], &["C008 PIs!B1", "C008 PIs!C1"],
)]
#[case::a_month_beside_a_figure_is_no_quarter(
    r#"
    [[tables]]
    kind = "indicators"
    sheet = ["PIs"]
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "period", heading = ["When"] },
      { field = "value", heading = ["Actual"], required = true },
    ]"#,
    "# PIs
     Ref | When | Actual
     W1 | Sep 2026 | 44
",
    &[], &["C008 PIs!B2"],
)]
#[case::quarters_by_the_month_that_ends_them(
    r#"
    [[tables]]
    kind = "indicators"
    sheet = ["PIs"]
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "value", heading = ["{period}"] },
      { field = "commentary", heading = ["Comments"] },
    ]"#,
    "# PIs
     Ref | @2026-06-30 | Sep-26 | December 2026 | Comments
     W1 | 44 | 45.5 | | better
",
    &["WAS W1 45.5 PIs!C2"], &[],
)]
#[case::periods_and_measures_under_group_headings(
    r#"
    [[tables]]
    kind = "indicators"
    sheet = ["PIs"]
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "value", heading = ["{period} / Actual"], required = true },
      { field = "target", heading = ["{period} / Target"], print = true },
      { field = "commentary", heading = ["{period} / Comment"] },
      { field = "owner", heading = ["Lead officer"], print = true },
    ]"#,
    "# PIs
     Quarterly indicators
     | 2026-27 Q1>>3 | | | 2026-27 Q2>>3 | | | 
     Ref | Target | Actual | Comment | Target | Actual | Comment | Lead officer
     W2 | 10 | 9 | old | 11 | 12 | new | Jo
",
    &["WAS W2 12 PIs!F4"], &[],
)]
#[case::three_rows_of_headings_not_merged(
    r#"
    [[tables]]
    kind = "indicators"
    sheet = ["PIs"]
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "value", heading = ["2026-27 / Q2 / Actual"], required = true },
      { field = "previous", heading = ["2026-27 / Q1 / Actual"], print = true },
      { field = "year-ago", heading = ["2025-26 / Q2 / Actual"], print = true },
    ]"#,
    "# PIs
     Ref | 2025-26 | | 2026-27
      | Q2 | | Q1 | Q2
      | Actual | | ACTUAL: | Actual
     W2 | 1 | | 2 | 3
",
    &["WAS W2 3 PIs!E4"], &[],
)]
#[case::one_table_on_a_sheet_for_each_service(
    r#"
    many-services = true
    sheet-name = "{service}"
    ignore-sheets = ["Guid*"]
    [[tables]]
    kind = "indicators"
    sheet = ["*"]
    every-sheet = true
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "value", heading = ["Actual"], required = true },
    ]"#,
    "# Guidance
     Ref | Actual
     the reference | the value
# Waste
     Ref | Actual
     W2 | 4
# Parks
     Ref | Actual
     P2 | 6
# Highways
     Ref | Actual
     H1 | 6
",
    &["WAS W2 4 Waste!B2", "PRK P2 6 Parks!B2"], &["F010 Highways!A2"],
)]
#[case::a_sheet_for_each_quarter(
    r#"
    sheet-name = "{period} return"
    [[tables]]
    kind = "indicators"
    sheet = ["Q* return"]
    every-sheet = true
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "value", heading = ["Actual"], required = true },
    ]"#,
    "# Q1 Return
     Ref | Actual
     W2 | 4
# Q2 Return
     Ref | Actual
     W2 | 5
# Q3 Return
     nothing yet
",
    &["WAS W2 5 Q2 Return!B2"], &["F015"],
)]
#[case::stacked_tables_with_a_label_above_each(
    r#"
    many-services = true
    [[forms]]
    sheet = ["Return"]
    scope = "sheet"
    fields = { service = ["Service"] }
    [[tables]]
    kind = "indicators"
    sheet = ["Return"]
    repeats = true
    skip = ["Sub-total"]
    stop = ["Total"]
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "value", heading = ["Actual"], required = true },
    ]"#,
    "# Return
     Service: | Waste
     Ref | Actual
     W2 | 4
     Sub-total | 4
     W4 | 1.5
     Total | 5.5

     Service: | Parks
     Ref | Actual
     P2 | 6
     Total | 6
",
    &["WAS W2 4 Return!B3", "WAS W4 1.5 Return!B5", "PRK P2 6 Return!B10"], &[],
)]
#[case::different_tables_below_each_other(
    r#"
    [[tables]]
    kind = "indicators"
    sheet = ["All"]
    columns = [{ field = "id", heading = ["Ref"], required = true }, { field = "value", heading = ["Actual"], required = true }]
    [[tables]]
    kind = "indicators"
    sheet = ["All"]
    columns = [{ field = "id", heading = ["Ref"], required = true }, { field = "value", heading = ["Actual"], required = true, percent = "fraction" }]
    "#,
    "# All
     Numbers
     Ref | Actual
     W2 | 4
     Percentages
     Ref | Actual
     W1 | 0.45
",
    &["WAS W2 4 All!B3", "WAS W1 45 All!B6"], &[],
)]
#[case::thousands_of_pounds_and_fractions_by_column(
    r#"
    [[tables]]
    kind = "indicators"
    sheet = ["PIs"]
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "value", heading = ["Actual (£000)"], money = "thousands" },
      { field = "forecast", heading = ["Forecast (£)"], money = "pounds" },
    ]"#,
    "# PIs
     Ref | Actual (£000) | Forecast (£)
     W3 | 1200 | 2500000
     W2 | 7 | 8
     W4 | '1,5
",
    &["WAS W3 1.2 PIs!B2", "WAS W2 7 PIs!B3"], &["C002 PIs!B4"],
)]
#[case::words_that_mean_a_number_or_none(
    r#"
    markers = { "." = "not-due", ".." = "awaited", "(..)" = "suppressed", "-" = "not-applicable", "n/a" = "not-available" }
    numbers = { "NIL" = 0 }
    [[tables]]
    kind = "indicators"
    sheet = ["PIs"]
    columns = [{ field = "id", heading = ["Ref"], required = true }, { field = "value", heading = ["Actual"], required = true }]
    "#,
    "# PIs
     Ref | Actual
     W2 | Nil
     W1 | ..
     W3 | (..)
     W4 | -
",
    &["WAS W2 0 PIs!B2", "WAS W1 awaited PIs!B3", "WAS W3 suppressed PIs!B4", "WAS W4 not-applicable PIs!B5"],
    &["C001 PIs!B2", "C017 PIs!B3", "C017 PIs!B4", "C017 PIs!B5"],
)]
#[case::wards_across_that_do_not_sum_to_their_total(
    r#"
    [[tables]]
    kind = "indicators"
    sheet = ["Wards"]
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "value", heading = ["Council"], required = true },
      { field = "value", heading = ["Ward: {breakdown}"] },
    ]"#,
    "# Wards
     Ref | Ward: Castle | Ward: Hill | Council
     W2 | 4 | 5 | 9
     W4 | 1 | 2 | 5
",
    &["WAS W2 9 Wards!D2", "WAS W4 5 Wards!D3"], &["T004 Wards!D3"],
)]
#[case::grades_down_with_a_total_row(
    r#"
    words.breakdown = { "All grades" = "Total" }
    [[tables]]
    kind = "indicators"
    sheet = ["Grades"]
    columns = [
      { field = "id", heading = ["Ref"], required = true, fill-down = true },
      { field = "breakdown", heading = ["Pay grade"] },
      { field = "numerator", heading = ["Top"] },
      { field = "denominator", heading = ["Bottom"] },
    ]"#,
    "# Grades
     Ref | Pay grade | Top | Bottom
     W1 | A | 10 | 100
      | B | 20 | 100
      | All grades | 35 | 200
",
    &["WAS W1 17.5 Grades!B4"], &["T004 Grades!B4"],
)]
#[case::parts_that_are_summed(
    r#"
    [[tables]]
    kind = "indicators"
    sheet = ["Wards"]
    sum-parts = true
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "value", heading = ["{breakdown}"], only = ["Castle", "Hill"] },
    ]"#,
    "# Wards
     Ref | Castle | Hill
     W2 | 4 | 5.5
     W1 | 40 | 50
     W4 | 4 | oops
",
    &["WAS W2 9.5 Wards!B2"], &["C002 Wards!C4", "C009 Wards!B3", "C009 Wards!B4"],
)]
#[case::months_that_make_the_quarter(
    r#"
    [[tables]]
    kind = "indicators"
    sheet = ["Months"]
    sum-parts = true
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "value", heading = ["{breakdown}"], only = ["Jun", "Jul", "Aug", "Sep"] },
    ]"#,
    "# Months
     Ref | Jun | Jul | Aug | Sep
     W2 | 9 | 4 | 5.5 | 3
     W4 | 9 | 4 | | 3
",
    &["WAS W2 3 Months!C2"], &["C009 Months!C3"],
)]
#[case::months_that_a_program_made_days_of(
    r#"
    [[tables]]
    kind = "indicators"
    sheet = ["Months"]
    sum-parts = true
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "value", heading = ["{breakdown}"] },
    ]"#,
    "# Months
     Ref | @2026-06-01 | @2026-07-01 | @2026-08-31 | @2026-09-01
     W2 | 9 | 4 | 5.5 | 3
",
    &["WAS W2 3 Months!C2"], &[],
)]
#[case::months_in_rows(
    r#"
    [[tables]]
    kind = "indicators"
    sheet = ["Months"]
    sum-parts = true
    columns = [
      { field = "id", heading = ["Ref"], required = true, fill-down = true },
      { field = "breakdown", heading = ["Month"] },
      { field = "value", heading = ["Actual"], required = true },
    ]"#,
    "# Months
     Ref | Month | Actual
     W2 | July 2026 | 4
      | August 2026 | 5.5
      | September 2026 | 7
      | September 2025 | 99
",
    &["WAS W2 7 Months!C2"], &[],
)]
#[case::headings_spelt_another_way(
    r#"
    [[tables]]
    kind = "indicators"
    sheet = ["PIs"]
    columns = [
      { field = "id", heading = ["Reference"], required = true },
      { field = "value", heading = ["Quarter actual"], required = true },
      { field = "numerator", heading = ["Gross A"] },
      { field = "denominator", heading = ["Gross B"] },
      { field = "commentary", heading = ["Commentary"] },
    ]"#,
    "# PIs
     Reference | Quater  Actaul | Gross C | Commentry
     W2 | 3 | 4 | words
",
    &["WAS W2 3 PIs!B2"], &["C021 PIs!B1", "C015 PIs!C1", "C021 PIs!D1"],
)]
#[case::a_sign_off_below_the_table_and_a_cell_without_a_label(
    r#"
    [[forms]]
    sheet = ["PIs"]
    fields = { signed-off-by = ["Signed"], signed-off = ["Date"] }
    cells = { period = "D1" }
    [[tables]]
    kind = "indicators"
    sheet = ["PIs"]
    columns = [{ field = "id", heading = ["Ref"], required = true }, { field = "value", heading = ["Actual"], required = true }]
    "#,
    "# PIs
     Return of | the service | | Q2 2026-27
     Ref | Actual
     W2 | 3

     Signed: | D. Patel | Date | 12/10/2026
",
    &["WAS W2 3 PIs!B3"], &["C011 PIs!D5"],
)]
#[case::a_row_that_begins_with_a_word_of_the_form(
    r#"
    [[forms]]
    sheet = ["PIs"]
    fields = { signed-off-by = ["Signed"] }
    [[tables]]
    kind = "indicators"
    sheet = ["PIs"]
    columns = [
      { field = "id", heading = ["Ref"], required = true },
      { field = "value", heading = ["Actual"], required = true },
      { field = "commentary", heading = ["Comment"] },
    ]"#,
    "# PIs
     Ref | Actual | Comment
     W2 | 3 | fine
     Signed | 7 | a row of the table
     Signed: | D. Patel
",
    &["WAS W2 3 PIs!B2"], &["T005 PIs!A3"],
)]
#[case::one_file_of_many_services_by_whose_indicator_it_is(
    r#"
    many-services = true
    [[tables]]
    kind = "indicators"
    columns = [
      { field = "period", heading = ["Quarter"], required = true },
      { field = "title", heading = ["Indicator"], required = true },
      { field = "value", heading = ["Result"], required = true },
    ]"#,
    "# Data
     Quarter | Indicator | Result
     2026-27Q1 | Missed bins | 1
     2026-27Q2 | Missed bins | 2
     2026-27Q2 | trees planted | 3
     2026-27Q2 | Nobody's | 4
",
    &["WAS W2 2 Data!C3", "PRK P2 3 Data!C4"], &["F010 Data!A5"],
)]
fn read_by_its_layout(#[case] text: &str, #[case] drawing: &str, #[case] expected: &[&str], #[case] findings: &[&str]) {
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

const PLAIN: &str = r#"
[[tables]]
kind = "indicators"
sheet = ["PIs"]
columns = [{ field = "id", heading = ["Ref"], required = true }, { field = "value", heading = ["Actual"], required = true }]
"#;
const BOOK: &str = "# PIs\nRef | Actual\nW2 | 3\n";

/// Two versions of a form with the same headings: the one in date reads the file, whichever is listed first.
#[test]
fn the_version_in_date_is_taken() {
    let version = |id: &str, dates: &str| Layout { id: id.into(), ..layout(&format!("{dates}\n{PLAIN}")) };
    let older = version("older", "valid-to = \"2026-27Q1\"");
    let newer = version("newer", "valid-from = \"2026-27Q2\"");
    let chosen = |quarter: Option<&str>, layouts: &[Layout]| {
        let quarter = quarter.map(|q| q.parse().unwrap());
        recognise(&draw(BOOK), layouts, quarter, &Limits::default()).unwrap().chosen.unwrap()
    };
    for layouts in [[older.clone(), newer.clone()], [newer, older.clone()]] {
        assert_eq!(chosen(Some("2026-27Q1"), &layouts), "older");
        assert_eq!(chosen(Some("2026-27Q2"), &layouts), "newer");
        // Nobody knows the quarter yet: the newest.
        assert_eq!(chosen(None, &layouts), "newer");
    }
    let typed = read_as(FILE, &[older], BOOK);
    assert_eq!((values(&typed), found(&typed)), (vec!["WAS W2 3 PIs!B2".to_owned()], vec!["F022".to_owned()]));
    let finding = typed.findings.iter().find(|f| f.code == "F022").unwrap();
    assert_eq!((&*finding.expected, &*finding.got), ("a form in use in 2026-27Q2", "“X”, in use until 2026-27Q1"));
}

/// A workbook that lost a sheet stays on its own form: an older one that never had the sheet would say nothing of it.
#[test]
fn a_lost_sheet_does_not_make_a_form_an_older_one() {
    let newer = format!(
        "{}\n{PLAIN}\n[[tables]]\nkind = \"risks\"\nsheet = [\"Risks\"]\n\
         columns = [{{ field = \"title\", heading = [\"Risk\"], required = true }}]\n",
        "valid-from = \"2026-27Q2\""
    );
    let newer = newer.replace(
        "heading = [\"Actual\"], required = true }",
        "heading = [\"Actual\"], required = true }, { field = \"commentary\", heading = [\"Remarks\"] }",
    );
    let newer = Layout { id: "newer".into(), ..layout(&newer) };
    let older = Layout { id: "older".into(), ..layout(&format!("valid-to = \"2026-27Q1\"\n{PLAIN}")) };
    let book = "# PIs\nRef | Actual | Remarks\nW2 | 3 | Fine\n";
    for layouts in [[older.clone(), newer.clone()], [newer, older]] {
        let typed = read_as(FILE, &layouts, book);
        assert_eq!((values(&typed), found(&typed)), (vec!["WAS W2 3 PIs!B2".to_owned()], vec!["F015".to_owned()]));
    }
}

/// What people see when a workbook is compared with the layouts: what was found, what is missing, how near.
#[test]
fn recognition_says_what_was_found_and_what_differs() {
    let wider =
        PLAIN.replace("[\"Actual\"]", "[\"Quarter value\", \"Result\"]").replace("\"PIs\"", "\"PIs\", \"Returns\"");
    let layouts = [Layout { id: "other".into(), ..layout(&wider) }, layout(PLAIN)];
    let book = "# Cover\nhello\n# PIs\nTitle\nRef | Lead | Acctual\nW2 | Jo | 3\n";
    let said = recognise(&draw(book), &layouts, None, &Limits::default()).unwrap();
    assert_eq!(said.chosen.as_deref(), Some("x"));
    let [chosen, other] = said.candidates.as_slice() else { panic!("{said:?}") };
    assert_eq!((&*chosen.id, chosen.fits, chosen.matched, chosen.wanted), ("x", true, 2, 2));
    let found = &chosen.parts[0].found[0];
    assert_eq!((found.sheet, &*found.name, found.header, found.renamed), (1, "PIs", Some((1, 1)), false));
    let columns: Vec<_> = found.columns.iter().map(|c| (c.field, c.column, c.near)).collect();
    assert_eq!(columns, [("id", Some(0), false), ("", Some(1), false), ("value", Some(2), true)]);
    assert_eq!(
        (&*other.id, other.fits, &other.parts[0].lacks[..]),
        ("other", false, &["Quarter value".to_owned()][..])
    );
}

/// Headings below the first sixty rows are looked for only where a table stands below another.
#[test]
fn a_table_far_below_another() {
    let rows: String = (0..90).map(|_| "words | and words |\n").collect();
    let book = format!("# PIs\nRef | Actual\nW2 | 3\nTotal | 3\n{rows}Ref | Actual\nW1 | 40\n");
    let typed =
        read_as(FILE, &[layout(&PLAIN.replace("columns", "repeats = true\nstop = [\"Total\"]\ncolumns"))], &book);
    assert_eq!(values(&typed), ["WAS W2 3 PIs!B2", "WAS W1 40 PIs!B95"]);
}

/// A sheet of risks with the quarter on the row: other quarters are passed over.
#[test]
fn risks_of_other_quarters_are_passed_over() {
    let text = r#"
        codes = { "MB" = "W2" }
        [[tables]]
        kind = "risks"
        sheet = ["Risks"]
        columns = [
          { field = "id", heading = ["No"], required = true },
          { field = "title", heading = ["Risk"], required = true },
          { field = "period", heading = ["Quarter"], required = true, fill-down = true },
          { field = "likelihood", heading = ["L"] },
          { field = "impact", heading = ["I"] },
          { field = "indicator", heading = ["About"] },
        ]"#;
    let book = "# Risks\nQuarter | No | Risk | L | I | About\nQ1 2026-27 | 1 | Flood | 2 | 3\n | 2 | Fire | 1 | 4\nQ2 2026-27 | 1 | Flood | 3 | 3 | mb\n";
    let typed = read_as(FILE, &[layout(text)], book);
    let risks: Vec<_> =
        typed.returns[0].risks.iter().map(|r| (&*r.id, r.place.cell.to_string(), &*r.indicator)).collect();
    assert_eq!(risks, [("1", "D4".to_owned(), "W2")]);
    assert_eq!(typed.tallies[0].ignored[&PassedOver::OtherPeriod], 9);
}
