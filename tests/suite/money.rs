//! Money and milestones come in: on our own form, and as a finance system exports a budget, in the formats of three programs.

use super::books::{Drawn, workbook};
use super::checks::register_findings;
use super::harness::{Council, QUARTER, checks, read, text};
use super::root;
use quarterday::ingest;
use quarterday::layout::{self, Layout};
use quarterday::reading::money::{Pence, RevenueLine};
use quarterday::register::{self, Register};
use quarterday::settings::{Limits, Settings};
use quarterday::typing::{self, Typed, TypingContext};
use rstest::rstest;

/// The layout of the export of `fixtures/money`.
const FINANCE: &str = r#"
id = "finance"
title = "Budget monitoring"
file-name = "budget {period}"
many-services = true
[[tables]]
kind = "revenue"
income-positive = true
variance = "budget-less-forecast"
columns = [
  { field = "service", heading = ["Service"] },
  { field = "id", heading = ["Cost centre"], required = true },
  { field = "title", heading = ["Description"] },
  { field = "budget", heading = ["Original budget £000"], money = "thousands" },
  { field = "revised", heading = ["Latest budget £000"], money = "thousands" },
  { field = "actual", heading = ["Year to date £000"], money = "thousands" },
  { field = "outturn", heading = ["Projected outturn £000"], required = true, money = "thousands" },
  { field = "variance", heading = ["Variance £000"], money = "thousands" },
  { field = "variance-reason", heading = ["Explanation"] },
]
"#;

fn export() -> Vec<u8> {
    read(&root().join("fixtures/money/budget.xlsx"))
}

fn register() -> Register {
    let bytes = read(&root().join("fixtures/checks/register.xlsx"));
    let records = ingest::read_bytes(register::FILE, &bytes, &[layout::register()], &Limits::default());
    register::read(&records.records, &records.source, 4).0
}

/// A file as it is typed, its cells in balance.
fn typed(name: &str, bytes: &[u8], layout: &str) -> Typed {
    let (register, settings) = (register(), Settings::default());
    let layouts = [layout::template(), Layout::parse(layout).unwrap()];
    let records = ingest::read_bytes(name, bytes, &layouts, &Limits::default());
    let context = TypingContext {
        register: &register,
        settings: &settings,
        period: QUARTER.parse().unwrap(),
        quarter_given: true,
        today: None,
        layouts: &layouts,
    };
    let typed = typing::type_file(records, &context);
    for tally in &typed.tallies {
        assert_eq!(tally.read, tally.located + tally.ignored_total(), "{}", tally.sheet);
        assert_eq!(tally.located, tally.accepted + tally.refused, "{}", tally.sheet);
    }
    typed
}

/// What was found, by code and cell; what a repair says is left out.
fn found(typed: &Typed) -> Vec<String> {
    let asked = typed.findings.iter().filter(|f| !["C001", "F012", "F080"].contains(&&*f.code));
    asked.map(|f| format!("{} {}", f.code, f.cell.map(|c| c.to_string()).unwrap_or_default())).collect()
}

fn pounds(amount: Option<Pence>) -> String {
    amount.map_or("-".to_owned(), |a| a.pounds().to_string())
}

fn line(l: &RevenueLine) -> String {
    let amounts = [l.budget, l.revised, l.actual, l.forecast, l.variance].map(pounds).join(" ");
    format!("{} {} {} {amounts}", l.service, l.id, l.flow.words())
}

const LINES: [&str; 5] = [
    "STR S100 Expenditure 1250000 1260000 640000 1300000 40000",
    "STR S110 Expenditure 310000 310000 150500 305000 -5000",
    "STR S900 Income -120000 -120000 -70000 -110000 10000",
    "STR S910 Income -30000 -30000 -30000 -30000 0",
    "HOM H100 Expenditure 2400000 2400000 1100000 2390000 -10000",
];

/// In thousands, with brackets, blocks of income, sub-totals and a net total: the lines are read and nothing else.
#[rstest]
#[case("budget.xlsx")]
#[case("budget.ods")]
#[case("budget.xls")]
fn an_export_of_a_finance_system(#[case] file: &str) {
    let sent = file.replace('.', " 2026-27Q2.");
    let typed = typed(&sent, &read(&root().join("fixtures/money").join(file)), FINANCE);
    let lines: Vec<String> = typed.returns.iter().flat_map(|r| &r.money.revenue).map(line).collect();
    assert_eq!(lines, LINES, "{:?}", typed.findings);
    assert_eq!(found(&typed), Vec::<String>::new(), "{:#?}", typed.findings);
}

/// One thing wrong: what is said of it, and how many lines are taken all the same.
#[rstest]
#[case::left_out(&[("D6", "1250")], &["B003 D6"], 5)]
#[case::net_of_another(&[("G11", "1475")], &["B003 G11"], 5)]
#[case::grand_total(&[("E13", "5820")], &["B003 E13"], 5)]
#[case::no_number(&[("G4", "lots")], &["C002 G4"], 5)]
#[case::twice(&[("B5", "S100")], &["B001 B4", "B001 B5"], 3)]
#[case::no_id(&[("B5", " ")], &["C014 A5"], 4)]
#[case::whose(&[("A5", "Nobody")], &["F010 A5"], 4)]
fn what_is_wrong_costs_itself(#[case] edits: &[(&str, &str)], #[case] wanted: &[&str], #[case] lines: usize) {
    let drawn = Drawn::like(&export()).sheet("Monitoring");
    let drawn = edits.iter().fold(drawn, |book, (cell, typed)| book.cell(cell, typed));
    let typed = typed("budget 2026-27Q2.xlsx", &drawn.bytes(), FINANCE);
    assert_eq!(found(&typed), wanted, "{:#?}", typed.findings);
    assert_eq!(typed.returns.iter().map(|r| r.money.revenue.len()).sum::<usize>(), lines);
}

const ALL_ON: &str = "[milestones]\non = true\n[money]\nrevenue = true\ncapital = true\nsavings = true\n";
const SHEETS: [&str; 4] = ["Milestones", "Revenue", "Capital", "Savings"];

/// Stowick with every sheet of money, and the form of its streets filled in: a line, a scheme, a saving and a milestone.
fn filled() -> (Council, Drawn) {
    let mut council = checks().with_settings(ALL_ON);
    council.templates(QUARTER, &[]).ends(0);
    let form = Drawn::like(&council.bytes(&format!("templates/{QUARTER}/STR.xlsx")));
    let form = form.sheet("Milestones").cell("C6", "Open the park").cell("E6", "Nadia Fox").cell("F6", "2027-03-31");
    let form = form.cell("H6", "On track").cell("I6", "Out to tender.");
    let form = form.sheet("Revenue").cell("C6", "Mowing").cell("D6", "Expenditure").cell("F6", "200000");
    let form = form.cell("I6", "90000").cell("J6", "210000").cell("K6", "10000");
    let form = form.cell("F26", "200000").cell("I26", "90000").cell("J26", "210000").cell("K26", "10000");
    let form = form.sheet("Capital").cell("C6", "A new depot").cell("E6", "400000").cell("F6", "100000");
    let form = form.cell("G6", "400000").cell("I6", "Design").cell("J6", "2027-03-31").cell("K6", "2027-03-31");
    let form = form.cell("E26", "400000").cell("F26", "100000").cell("G26", "400000");
    let form = form.sheet("Savings").cell("C6", "Fewer vans").cell("E6", "2026-27").cell("F6", "5000");
    let form = form.cell("G6", "2000").cell("H6", "3000").cell("F26", "5000").cell("G26", "2000").cell("H26", "3000");
    (council, form)
}

/// Nothing is said of a form that is filled in as it asks; each slip is found at its cell.
#[rstest]
#[case::nothing("Revenue", "C6", "Mowing", &[])]
#[case::a_total_that_leaves_a_line_out("Revenue", "F26", "100000", &["B003 Revenue!F26"])]
#[case::an_unknown_priority("Revenue", "E6", "Peace", &["B002 Revenue!E6"])]
#[case::a_reason_that_is_missing("Revenue", "J6", "280000", &["B003 Revenue!J26", "B010 Revenue!K6", "B013 Revenue!L6"])]
#[case::thousands_beside_pounds("Revenue", "J6", "210", &["B003 Revenue!J26", "B010 Revenue!K6", "B018 Revenue!J6"])]
#[case::a_year_that_is_none("Savings", "E6", "next", &["C008 Savings!E6"])]
#[case::states_that_do_not_sum("Savings", "G6", "1000", &["B003 Savings!G26", "B040 Savings!F6"])]
#[case::spent_more("Capital", "F6", "400001", &["B003 Capital!F26", "B030 Capital!F6"])]
#[case::late("Milestones", "F6", "2026-09-01", &[])]
#[case::no_day("Milestones", "F6", " ", &["M001 Milestones!F6"])]
#[case::a_word_of_others("Milestones", "H6", "Delivered", &["C070 Milestones!H6", "M003 Milestones!J6"])]
fn our_own_form(#[case] sheet: &str, #[case] cell: &str, #[case] typed: &str, #[case] wanted: &[&str]) {
    let (mut council, form) = filled();
    council.draws("STR.xlsx", &form.sheet(sheet).cell(cell, typed));
    let mut checked = council.returns("STR.xlsx").check();
    let counts = ["milestones", "revenue", "capital", "savings"].map(|key| checked[0][key].as_u64().unwrap());
    assert_eq!(counts, [1, 1, 1, 1], "{:#}", checked[0]);
    checked.on_sheets(|name| SHEETS.contains(&name)).finds_just(wanted);
    assert_eq!(text(&checked[0]["service"]), "STR");
}

/// The delivery plan of the register names what is agreed; a step of it without a day is said at its cell.
#[test]
fn a_step_of_the_plan_without_a_day() {
    let mut council = checks();
    let register = Drawn::like(&council.bytes("register.xlsx")).sheet("Delivery plan");
    let plan = "Id | Milestone | Priority | Service | Owner | Agreed date\nM1 | Open the park | | STR | Nadia Fox |";
    let file = council.write("register.xlsx", register.rows(plan).bytes());
    let found = register_findings(&file);
    assert!(found.iter().any(|f| f.code == "G080"), "{found:#?}");
}

/// Lines of a table that numbers its own rows, of one service: capital by its headings alone.
#[test]
fn a_programme_without_ids() {
    let layout = r#"
id = "programme"
title = "Capital programme"
file-name = "{service} {period}"
[words.capital-stage]
"On site" = "Construction"
[[tables]]
kind = "capital"
number-rows = true
columns = [
  { field = "title", heading = ["Scheme"], required = true },
  { field = "budget", heading = ["Approved £m"], money = "millions" },
  { field = "outturn", heading = ["Outturn £m"], required = true, money = "millions" },
  { field = "capital-stage", heading = ["Where it is"] },
]
"#;
    let rows = "Scheme | Approved £m | Outturn £m | Where it is\nDepot | 2.4 | 2.55 | On site\nBridge | 1.1 | 1.1 | Design\n\
                Total | 3.5 | 3.65 |";
    let typed = typed("STR 2026-27Q2.xlsx", &workbook().sheet("Programme").rows(rows).bytes(), layout);
    let schemes = typed.returns.iter().flat_map(|r| &r.money.capital);
    let said: Vec<String> = schemes
        .map(|s| format!("{} {} {} {:?}", s.title, pounds(s.budget), pounds(s.forecast), s.stage.map(|s| s.words())))
        .collect();
    assert_eq!(said, ["Depot 2400000 2550000 Some(\"Construction\")", "Bridge 1100000 1100000 Some(\"Design\")"]);
    assert_eq!(found(&typed), Vec::<String>::new());
}

/// A past quarter of Stowick's streets.
fn past() -> Drawn {
    let book = workbook().sheet("Readings").rows("Indicator id | Quarter | Value\nST4 | 2026-27Q1 | 400");
    let book = book.sheet("Revenue").rows(
        "Line | Service id | Quarter | Description | Budget | Forecast outturn | Reason for the variance\n\
         STR-L01 | STR | 2026-27Q1 | Mowing | 200000 | 210000 | Wet spring\n\
         STR-L02 | STR | 2026-27Q1 | Hire of pitches | -50000 | -50000 |",
    );
    let book = book.sheet("Capital").rows(
        "Scheme | Service id | Quarter | What is built or bought | Approved budget | Forecast total cost | Stage\n\
         STR-C01 | STR | 2026-27Q1 | A new depot | 400000 | 400000 | Design",
    );
    let book = book.sheet("Savings").rows(
        "Saving | Service id | Quarter | What is saved | Year | Target | On track\n\
         STR-S01 | STR | 2026-27Q1 | Fewer vans | 2026/27 | 5000 | 5000",
    );
    book.sheet("Milestones").rows(
        "Ref | Service id | Quarter | Milestone | Owner | Agreed date | Date expected now | State\n\
         STR-M01 | STR | 2026-27Q1 | Open the park | Nadia Fox | 2026-09-30 | 2026-12-31 | At risk",
    )
}

/// What was imported stands in the next form, is the same when it comes again, and is restated only by somebody.
#[test]
fn the_past_of_money() {
    let mut council = checks().with_settings(&ALL_ON.replace("savings = true", "savings = true\nreason_amount = 1000"));
    let file = council.draws("past.xlsx", &past());
    council.import(&file).ends(0).says("1 action").says("4 lines of money");
    council.import(&file).ends(0).says("holds all of it already");
    let other = council.draws("other.xlsx", &past().sheet("Revenue").cell("F2", "250000"));
    council.import(&other).ends(1).says_all(&["F083", "Revenue!F2", "another amount or wording"]);
    std::fs::remove_file(council.sent("past.xlsx")).unwrap();
    std::fs::remove_file(council.sent("other.xlsx")).unwrap();

    council.templates(QUARTER, &[]).ends(0);
    let form = Drawn::like(&council.bytes(&format!("templates/{QUARTER}/STR.xlsx")));
    let texts = |name: &str, row: u32| -> Vec<String> {
        let of_row = form.on(name).filter(|((r, c), _)| *r == row && *c > 0).filter_map(|(_, cell)| cell.text());
        of_row.filter(|text| !text.is_empty()).map(str::to_owned).collect()
    };
    assert_eq!(texts("Revenue", 6), ["STR-L02", "Hire of pitches", "Income"]);
    assert_eq!(texts("Capital", 5)[..2], ["STR-C01", "A new depot"]);
    assert_eq!(texts("Savings", 5)[..3], ["STR-S01", "Fewer vans", "2026-27"]);
    assert_eq!(texts("Milestones", 5)[..3], ["STR-M01", "Open the park", "Nadia Fox"]);

    // The forecast and the budget moved without a word, so did a day; and a line was taken out.
    let form = form.sheet("Revenue").cell("G6", "230000").cell("I6", "90000").cell("J6", "230000").cell("K6", "0");
    let form = ["B7", "A7", "C7", "D7", "F7"].iter().fold(form, |form, cell| form.without(cell));
    let form = form.cell("F14", "200000").cell("G14", "230000").cell("I14", "90000").cell("J14", "230000");
    let form = form.sheet("Milestones").cell("G6", "2027-03-31").sheet("Capital").cell("G6", "400000").cell("F6", "1");
    let form = form.cell("F13", "1").cell("G13", "400000");
    council.draws("STR.xlsx", &form.sheet("Savings").cell("G6", "5000").cell("G13", "5000"));
    let mut checked = council.returns("STR.xlsx").check();
    checked.on_sheets(|name| SHEETS.contains(&name)).finds_just(&[
        "B014 Revenue!L6",
        "B015 Revenue!H6",
        "B051 Revenue!",
        "M005 Milestones!I6",
    ]);
}
