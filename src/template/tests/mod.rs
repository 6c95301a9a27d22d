mod guidance;
mod money;

use super::*;
use crate::catalogue::{self, LiveLine};
use crate::measure::{Aggregation, Polarity, Unit};
use crate::reading::{Action, ActionKind, ActionStatus, Rating, Risk};
use crate::record::Kind;
use crate::register::{Indicator, PlannedMilestone, Priority, Target};
use crate::sample;
use crate::workbook;
use calamine::{Data, Reader, Xlsx};
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::io::Cursor;

const Q1: &str = "2026-27Q1";
const Q2: &str = "2026-27Q2";

fn day(text: &str) -> Option<NaiveDate> {
    Some(sample::day(text))
}

/// A waste service with a ratio, a count, a plan, a measure without limits, and one that is not due.
fn waste() -> (Settings, Register, Past) {
    let mut settings = Settings::default();
    settings.council.name = "Marchford County Council".into();
    let base = |id, name: &str| Indicator {
        name: name.into(),
        service: "waste".into(),
        minimum: Some(0.0),
        maximum: Some(100.0),
        ..sample::indicator(id)
    };
    let indicators = vec![
        Indicator {
            definition: "Tonnes of household waste sent for reuse, recycling or composting, as a share of all \
                         household waste collected."
                .into(),
            numerator_name: "Tonnes reused, recycled or composted".into(),
            denominator_name: "Tonnes of household waste".into(),
            part_of_whole: true,
            ..base("WST-01", "Household waste sent for reuse, recycling or composting")
        },
        Indicator {
            definition: "Collections reported as missed and found to be missed.".into(),
            unit: Unit::Rate,
            decimals: 0,
            polarity: Polarity::Lower,
            maximum: None,
            per: Some(1e5),
            ..base("WST-02", "Missed collections per 100,000")
        },
        Indicator { due_quarters: vec![2, 4], ..base("WST-03", "Fly-tips cleared within two working days") },
        Indicator {
            unit: Unit::Pounds,
            decimals: 2,
            polarity: Polarity::Plan,
            aggregation: Aggregation::Mean,
            ..base("WST-04", "Cost of collection per household")
        },
        base("WST-05", "Residents satisfied with the service"),
    ];
    let target = |annual| Target { annual, ..Target::default() };
    let band = Target { green_low: Some(20.0), green_high: Some(24.0), ..Target::default() };
    let targets = [("WST-01", target(Some(55.0))), ("WST-02", target(Some(40.0))), ("WST-04", band)];
    let service = Service {
        name: "Waste & Recycling".into(),
        directorate: "Place".into(),
        head: "Jo Hill".into(),
        contact: "Sam Lee".into(),
        email: "sam.lee@marchford.example".into(),
        ..sample::service("waste")
    };
    let mut register = sample::register([service], indicators);
    register.targets = targets.into_iter().map(|(id, t)| (id.into(), 2026, t)).collect();
    let mut register = register.indexed();
    let period: Period = Q1.parse().unwrap();
    let mut past = Past::empty(register.indicators.len(), period);
    for (n, series) in
        [[52.1, 53.0, 52.4, 51.9], [45.0, 44.0, 47.0, 41.0], [88.0, f64::NAN, 90.0, f64::NAN]].into_iter().enumerate()
    {
        for (k, v) in series.into_iter().enumerate() {
            past.values.set(n, period.plus(k as i32 - 4), Some(v));
        }
    }
    past.values.set(4, period.previous(), Some(81.5));
    let rating = |likelihood, impact| Some(Rating { likelihood, impact });
    let risk = |id: &str, title: &str, owner: &str, current, reviewed| Risk {
        title: title.into(),
        category: "Operational".into(),
        inherent: rating(4, 5),
        current,
        target: rating(2, 3),
        owner: owner.into(),
        controls: "Fleet contract with guaranteed vehicles; weekly review of downtime; shared spare vehicles with the \
                   neighbouring district."
            .into(),
        reviewed,
        target_date: day("2027-03-31"),
        indicator: "WST-02".into(),
        ..sample::risk(id, "waste", period.previous())
    };
    for r in [
        risk(
            "WASTE-R02",
            "Ageing fleet fails in winter, rounds are missed and residents lose trust",
            "",
            rating(3, 4),
            day("2026-02-10"),
        ),
        risk("WASTE-R06", "Price of recyclate falls", "Sam Lee", rating(2, 2), day("2026-05-04")),
    ] {
        past.risks.insert(r.id.clone(), r);
    }
    let action = |id: &str, status, lead: &str, due| Action {
        title: "Replace eight collection vehicles before the winter".into(),
        lead: lead.into(),
        due,
        status,
        progress: Some(40.0),
        update: "Tender out.".into(),
        about: "WASTE-R02".into(),
        ..sample::action(id, "waste", period.previous())
    };
    register.plan.push(PlannedMilestone {
        id: "P7".into(),
        title: "Every street has a food waste round".into(),
        priority: "green".into(),
        service: "waste".into(),
        owner: "Ann Day".into(),
        baseline: day("2026-06-01"),
        place: sample::place("register.xlsx", 2),
    });
    register.priorities = vec![Priority { id: "green".into(), name: "A greener borough".into(), owner: String::new() }];
    past.money = money::lines(period);
    past.actions = vec![
        Action {
            kind: ActionKind::Milestone,
            title: "Depot moved".into(),
            baseline: day("2026-03-31"),
            due: day("2026-09-30"),
            ..action("WASTE-M02", Some(ActionStatus::OnTrack), "Ann Day", day("2026-09-30"))
        },
        action("WASTE-A03", Some(ActionStatus::OnTrack), "Ann Day", day("2026-05-31")),
        action("WASTE-A04", Some(ActionStatus::Complete), "Ann Day", day("2026-05-31")),
        action("WASTE-A01", Some(ActionStatus::AtRisk), "", day("2026-12-01")),
    ];
    (settings, register, past)
}

fn written() -> (Settings, Xlsx<Cursor<Vec<u8>>>) {
    let (settings, register, past) = waste();
    let read = read_back(&settings, &register, Q1, &past);
    (settings, read)
}

/// The form of the first service, as it is opened.
fn read_back(settings: &Settings, register: &Register, quarter: &str, past: &Past) -> Xlsx<Cursor<Vec<u8>>> {
    let period = quarter.parse().unwrap();
    let mut out = Cursor::new(Vec::new());
    workbook::write(book(settings, register, period, &register.services[0], past), &mut out).unwrap();
    Xlsx::new(out).unwrap()
}

/// Every sheet that a council can ask for.
fn everything_on(settings: &mut Settings) {
    settings.feedback.log = true;
    settings.milestones.on = true;
    (settings.money.revenue, settings.money.capital, settings.money.savings) = (true, true, true);
}

fn text(range: &calamine::Range<Data>, row: u32, column: u16) -> String {
    range.get_value((row, u32::from(column))).map(ToString::to_string).unwrap_or_default()
}

#[test]
fn every_field_of_the_layout_is_on_its_sheet() {
    let (mut settings, register, past) = waste();
    let layout = layout::template();
    let plain = [
        "Cover",
        "Indicators",
        "Risks",
        "Actions",
        "Feedback",
        "Corrections",
        "Checks",
        "Guidance",
        "Lists",
        "_quarterday",
    ];
    assert_eq!(read_back(&settings, &register, Q1, &past).sheet_names(), plain);
    everything_on(&mut settings);
    let mut read = read_back(&settings, &register, Q1, &past);
    assert_eq!(read.sheet_names()[4..8], ["Milestones", "Revenue", "Capital", "Savings"]);
    for table in &layout.tables {
        let range = read.worksheet_range(&table.sheet[0]).unwrap();
        for (column, n) in table.columns.iter().zip(1..) {
            let key = if column.field == "id" { "qd:ref".to_owned() } else { format!("qd:{}", column.field) };
            // The log of complaints shows its references as the services have them.
            let key = if table.kind == Kind::Complaints { format!("qd:{}", column.field) } else { key };
            assert_eq!(text(&range, form::KEYS, n), key, "{}", table.sheet[0]);
            assert_eq!(text(&range, form::HEADINGS, n), column.heading[0]);
        }
        let id = table.columns[0].field == "id";
        assert_eq!(text(&range, form::KEYS, 0), if id { "qd:id" } else { "" });
    }
    for form in &layout.forms {
        let range = read.worksheet_range(&form.sheet[0]).unwrap();
        for labels in form.fields.values() {
            assert!(range.used_cells().any(|(_, _, v)| v.to_string() == labels[0]), "{}", labels[0]);
        }
    }
}

#[test]
fn what_the_council_holds_is_there() {
    let (_, mut read) = written();
    let cover = read.worksheet_range("Cover").unwrap();
    let beside = |label: &str| {
        let (row, column, _) =
            cover.used_cells().find(|(_, _, v)| matches!(v, calamine::Data::String(s) if s == label)).unwrap();
        text(&cover, row as u32 + cover.start().unwrap().0, (column as u32 + cover.start().unwrap().1) as u16 + 1)
    };
    for (label, value) in [
        ("Service", "Waste & Recycling"),
        ("Quarter", Q1),
        ("Completed by", "Sam Lee"),
        ("Signed off by", ""),
        ("Date signed off", ""),
    ] {
        assert_eq!(beside(label), value, "{label}");
    }
    let sheet = read.worksheet_range("Indicators").unwrap();
    let (tonnes, of_tonnes) = ("Tonnes reused, recycled or composted", "Tonnes of household waste");
    for (row, cells) in [
        (5, ["WST-01", "%", "0.55", "0.519", "0.521", tonnes, of_tonnes]),
        (6, ["WST-02", "per 100,000", "40", "41", "45", "", ""]),
        (7, ["WST-04", "£\nApril to June", "20 to 24", "", "", "", ""]),
        (8, ["WST-05", "%", "", "0.815", "", "", ""]),
        (9, ["WST-03", "%", "", "", "0.88", "", ""]),
    ] {
        let got = [1, 3, 4, 5, 6, 7, 9].map(|column| text(&sheet, row, column));
        assert_eq!(got, cells);
        assert_eq!(text(&sheet, row, 0), cells[0], "the hidden id");
    }
    assert_eq!(text(&sheet, 9, 12), "Not due");
    let risks = read.worksheet_range("Risks").unwrap();
    assert_eq!([5, 6, 7, 11].map(|row| text(&risks, row, 0)), ["WASTE-R02", "WASTE-R06", "WASTE-R07", "WASTE-R11"]);
    assert_eq!([11, 12].map(|column| text(&risks, 5, column)), ["12", "12"]);
    let actions = read.worksheet_range("Actions").unwrap();
    assert_eq!([5, 6, 7, 14].map(|row| text(&actions, row, 0)), ["WASTE-A01", "WASTE-A03", "WASTE-A05", "WASTE-A12"]);
    assert!(actions.used_cells().all(|(_, _, v)| v != "WASTE-M02"), "a milestone is no action");
    // A spare line has its reference and nothing else that a reader could take for content.
    for row in [7, 14] {
        let filled: Vec<String> = (2..20).map(|column| text(&actions, row, column)).filter(|t| !t.is_empty()).collect();
        assert!(filled.is_empty(), "{filled:?}");
    }
}

#[test]
fn counts_are_right_before_excel_opens_the_file() {
    let (_, mut read) = written();
    let checks = read.worksheet_range("Checks").unwrap();
    let count = |code: &str| {
        let row = (5..30).find(|row| text(&checks, *row, 1) == code);
        row.map(|row| text(&checks, row, 5))
    };
    for (code, n) in [
        ("F012", "1"),
        ("C009", "4"),
        ("C003", "0"),
        ("R001", "0"),
        ("R004", "0"),
        ("R005", "0"),
        ("K007", "1"),
        ("K008", "1"),
        ("K002", "0"),
        ("K003", "1"),
        ("R008", "1"),
        ("R009", "1"),
        ("T012", "1"),
        ("T008", "0"),
    ] {
        assert_eq!(count(code).as_deref(), Some(n), "{code}");
    }
    // The way to the first cell that is at fault, and nothing where none is.
    let go = |code: &str| {
        let row = (5..30).find(|row| text(&checks, *row, 1) == code).unwrap();
        text(&checks, row, 6)
    };
    assert_eq!(["C009", "R008", "T012", "R001"].map(go), ["Go to L6", "Go to E6", "Go to C6", ""]);
    let links = read.worksheet_formula("Checks").unwrap();
    let of_rows =
        links.used_cells().filter(|(_, _, f)| f.contains("HYPERLINK(\"#'Risks'!") && f.contains("MATCH(1,Risks!$"));
    assert_eq!(of_rows.count(), 5);
    assert_eq!(text(&checks, 2, 1), "11 things left to do");
    let cover = read.worksheet_range("Cover").unwrap();
    assert_eq!(text(&cover, 4, 1), "11 things left to do");
    for sheet in ["Cover", "Indicators", "Risks", "Actions", "Checks"] {
        assert!(read.worksheet_formula(sheet).unwrap().used_cells().count() > 0, "{sheet}");
    }
}

/// Also where the name begins with a number, which would be more of the size of the letters.
#[test]
fn every_page_says_whose_form_it_is() {
    let (settings, mut register, past) = waste();
    register.services[0].name = "16-19 learning & skills".into();
    let made = book(&settings, &register, Q1.parse().unwrap(), &register.services[0], &past);
    let shown = made.sheets.iter().filter(|s| s.visibility == workbook::Visibility::Visible);
    let footers: BTreeSet<&str> = shown.map(|s| s.print.footer.as_str()).collect();
    let wanted = "&L&9 16-19 learning && skills\nQ1 2026-27, return by 21 Jul 2026&R&9Form 1 · Page &P of &N";
    assert_eq!(footers.into_iter().collect::<Vec<_>>(), [wanted]);
}

/// Every figure of a percentage stands in a cell in per cent with the decimals of its measure, no other figure does.
#[test]
fn percentages_stand_in_cells_in_per_cent() {
    let (_, mut read) = written();
    let units = read.worksheet_range("Indicators").unwrap();
    let mut cells = read.worksheet_cells_reader("Indicators").unwrap();
    let styles = cells.styles().to_vec();
    let mut formats = vec![];
    while let Some((cell, style)) = cells.next_cell_with_style_id().unwrap() {
        let (row, column) = cell.get_position();
        // Target, last quarter, a year ago, the value and the forecast of what is due.
        if matches!(column, 4..=6 | 12 | 14) && (form::FIRST..form::FIRST + 4).contains(&row) && column != 12 {
            let code = styles[style].number_format.as_ref().map_or("General", |f| f.format_code.as_str());
            formats.push((text(&units, row, 3).starts_with('%'), code.to_owned()));
        }
    }
    assert_eq!(formats.len(), 16);
    assert!(formats.iter().all(|(percent, code)| *percent == (code == "0.0%")), "{formats:?}");
}

/// What may be typed in a cell in per cent, also as LibreOffice keeps it; beyond the limits nothing may.
#[test]
fn a_rule_of_a_percentage_is_in_what_the_cell_holds() {
    let rule = percent::rule("L6", Some(0.0), Some(100.0));
    let number = "IF(ISNUMBER(L6),L6,VALUE(SUBSTITUTE(L6,\"%%\",\"%\")))";
    let formula = format!("=IFERROR(AND(ISNUMBER({number}),{number}>=0,{number}<=1),FALSE)");
    assert_eq!(rule, workbook::ValidationRule::Formula(formula));
    assert!(matches!(percent::rule("L6", None, None), workbook::ValidationRule::Formula(f) if !f.contains('<')));
}

/// Above each column stands how much it is wanted, and the shade of its cells says the same.
#[test]
fn what_is_required_is_told_by_words_and_by_shade() {
    let (mut settings, register, past) = waste();
    everything_on(&mut settings);
    let made = book(&settings, &register, Q1.parse().unwrap(), &register.services[0], &past);
    let layout = layout::template();
    let mut told = BTreeSet::new();
    for table in &layout.tables {
        let sheet = made.sheets.iter().find(|s| s.name == table.sheet[0]).unwrap();
        let at = |row, column| sheet.cells.iter().find(|(r, c, _)| (*r, *c) == (row, column)).map(|(.., cell)| cell);
        for (n, column) in (1..).zip(&table.columns) {
            let words = match at(form::KEYS - 1, n).map(|c| &c.content) {
                Some(workbook::CellContent::Text(words)) => words.to_string(),
                other => panic!("{} {}: {other:?} above it", sheet.name, column.field),
            };
            let fills = (form::FIRST..form::FIRST + 2).filter_map(|row| at(row, n)).filter_map(|cell| {
                let style = &made.styles()[usize::from(cell.style.0)];
                style.input.then(|| style.fill.to_string())
            });
            for fill in fills {
                let required = words == "Required";
                assert_eq!(required, fill == styles::ASKED, "{} {}: {words}, {fill}", sheet.name, column.field);
                assert!(!["Given", "Worked out"].contains(&words.as_str()), "{} {}", sheet.name, column.field);
            }
            told.insert(words);
        }
    }
    assert!(
        ["Required", "Optional", "Given", "Worked out", "If off target"].iter().all(|w| told.contains(*w)),
        "{told:?}"
    );
}

#[test]
fn an_error_value_stops_no_count() {
    let (_, mut read) = written();
    for sheet in ["Indicators", "Risks", "Actions", "Feedback"] {
        let formulas = read.worksheet_formula(sheet).unwrap();
        let flags: Vec<&String> =
            formulas.used_cells().map(|(_, _, f)| f).filter(|f| f.ends_with(",1,\"\")")).collect();
        assert!(flags.iter().all(|f| f.starts_with("IF(IFERROR(")), "{sheet}: {flags:?}");
        assert!(flags.iter().any(|f| f.contains("ISERROR(B6:")), "{sheet}: {flags:?}");
    }
}

/// The form works a value out as the importer does: in per cent for a percentage, with what a rate is per.
#[test]
fn a_value_of_its_parts_is_the_importers() {
    let (settings, mut register, past) = waste();
    let period = Q1.parse().unwrap();
    for (unit, per, formula) in
        [(Unit::Percent, None, "I6/K6,"), (Unit::Rate, Some(1e5), "I6/K6*100000,"), (Unit::Days, None, "I6/K6,")]
    {
        (register.indicators[0].unit, register.indicators[0].per) = (unit, per);
        let made = book(&settings, &register, period, &register.services[0], &past);
        let sheet = made.sheets.iter().find(|s| s.name == "Indicators").unwrap();
        let mut formulas = sheet.cells.iter().filter_map(|(_, _, cell)| match &cell.content {
            workbook::CellContent::Formula { formula, .. } => Some(formula.as_str()),
            _ => None,
        });
        let wanted = format!("=IF(AND(ISNUMBER(I6),ISNUMBER(K6),N(K6)<>0),{formula}\"\")");
        assert!(formulas.any(|f| f == wanted), "{unit:?}: {wanted}");
    }
}

#[test]
fn off_target_in_the_form_is_red_in_the_report() {
    let (_, mut read) = written();
    let formulas = read.worksheet_formula("Indicators").unwrap();
    let all: Vec<String> = formulas.used_cells().map(|(_, _, f)| f.clone()).collect();
    let points = "(N(L6)*IF(IFERROR(LEFT(CELL(\"format\",L6))=\"P\",FALSE),100,1))";
    // 55 less a tenth is 49.5, which is amber; 40 and a tenth is 44.
    assert!(all.iter().any(|f| f.contains(&format!("ROUND({points},1)<=49.4"))), "{all:?}");
    assert!(all.iter().any(|f| f.contains("ROUND(N(L7),0)>=45")), "{all:?}");
    assert!(all.iter().any(|f| f.contains("<=19.99") && f.contains(">=24.01")), "{all:?}");
}

/// The log is on the form where the council asks for one; the counts of complaints are then not asked.
#[test]
fn a_log_of_complaints_where_it_is_wanted() {
    let (mut settings, register, past) = waste();
    settings.feedback.log = true;
    let period = Q1.parse().unwrap();
    let made = book(&settings, &register, period, &register.services[0], &past);
    let mut out = Cursor::new(Vec::new());
    workbook::write(made, &mut out).unwrap();
    let mut read = Xlsx::new(out).unwrap();
    let layout = layout::template();
    let table = layout.table(Kind::Complaints).unwrap();
    let log = read.worksheet_range(&table.sheet[0]).unwrap();
    for (column, n) in table.columns.iter().zip(1..) {
        assert_eq!(text(&log, form::KEYS, n), format!("qd:{}", column.field));
        assert_eq!(text(&log, form::HEADINGS, n), column.heading[0]);
    }
    let checks = read.worksheet_range("Checks").unwrap();
    let cells: Vec<String> = checks.used_cells().map(|(_, _, v)| v.to_string()).collect();
    assert!(cells.iter().any(|c| c == "F023"), "the check of the log stands on the sheet of checks");
    let made = book(&settings, &register, period, &register.services[0], &past);
    let feedback = made.sheets.iter().find(|s| s.name == "Feedback").unwrap();
    let asked = |row: u32| feedback.validations.iter().filter(|v| v.range.0 == row).count();
    assert_eq!([0, 1, 2].map(|n| asked(form::FIRST + n)), [1, 1, 2], "complaints ask for words alone");
}

/// What the catalogue says of the forms is what they do, with the log of complaints and without it.
#[test]
fn the_catalogue_knows_what_the_forms_check() {
    let (mut settings, register, past) = waste();
    let (mut ruled, mut counted) = (BTreeSet::new(), BTreeSet::new());
    for all in [false, true] {
        if all {
            everything_on(&mut settings);
        }
        // In the second quarter last quarter's budgets are of the same year.
        let quarter = if all { Q2 } else { Q1 };
        let made = book(&settings, &register, quarter.parse().unwrap(), &register.services[0], &past);
        let errors = made.sheets.iter().flat_map(|s| &s.validations).map(|v| v.error.as_str());
        let codes = errors.flat_map(|e| e.split([' ', ':'])).filter_map(catalogue::find);
        ruled.extend(codes.map(|c| c.code));
        let mut out = Cursor::new(Vec::new());
        workbook::write(made, &mut out).unwrap();
        let checks = Xlsx::new(out).unwrap().worksheet_range("Checks").unwrap();
        counted.extend((5..80).filter_map(|row| catalogue::find(&text(&checks, row, 1))).map(|c| c.code));
    }
    for c in catalogue::all() {
        assert_eq!(ruled.contains(c.code), c.excel_rule, "whether Excel has a rule for {}", c.code);
        assert_eq!(counted.contains(c.code), c.live != LiveLine::No, "whether the forms count {}", c.code);
    }
}
