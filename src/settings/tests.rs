//! The file that `quarterday init` writes, and the places of what is wrong with a file.

use super::*;
use crate::error::Error;
use rstest::rstest;
use std::path::Path;
use toml::Value;

#[test]
fn starter_is_the_default_and_shows_every_setting() {
    assert_eq!(load(Path::new("q"), starter()).unwrap(), Settings::default());
    assert_eq!(load(Path::new("q"), "").unwrap(), Settings::default());
    // What a preset gives is shown behind a #, so that choosing another preset changes it.
    let written = |line: &str| match line.strip_prefix('#') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_lowercase() || c == '[') => rest.to_owned(),
        _ => line.to_owned(),
    };
    let all: String = starter().lines().map(|line| written(line) + "\n").collect();
    assert_eq!(load(Path::new("q"), &all).unwrap(), Settings::default());
    let shown: toml::Table = all.parse().unwrap();
    let default = toml::Table::try_from(Settings::default()).unwrap();
    fn walk(shown: &Value, default: &Value, path: &str) {
        match default {
            Value::Table(t) => {
                for (key, value) in t {
                    let path = format!("{path}.{key}");
                    walk(shown.get(key).unwrap_or_else(|| panic!("{path} is not in the starter")), value, &path);
                }
            }
            Value::Array(a) => a.iter().enumerate().for_each(|(n, v)| walk(&shown[n], v, path)),
            _ => {}
        }
    }
    walk(&Value::Table(shown), &Value::Table(default), "");
}

/// Line, column and key of each kind of fault, what is said of it, and the word that was probably meant.
#[rstest]
#[case::unknown_key("[status]\n  tolerence_percent = 5", (2, 3, "status.tolerence_percent"), "unknown key", Some("tolerance_percent"))]
#[case::unknown_section("[statis]\nscheme = 1", (1, 2, "statis"), "unknown key `statis`; did you mean", Some("status"))]
#[case::key_of_another_section("[council]\nstart_month = 4", (2, 1, "council.start_month"), "it belongs under [year]", None)]
#[case::dotted_key("year.start_mont = 4", (1, 6, "year.start_mont"), "unknown key `start_mont`", Some("start_month"))]
#[case::wrong_type("[year]\nstart_month = \"April\"", (2, 15, "year.start_month"), "must be a whole number, like 4; it is the text", None)]
#[case::section_as_text("council = \"A\"", (1, 11, "council"), "must be a section", None)]
#[case::bad_value("[year]\nstart_month =  13", (2, 16, "year.start_month"), "must be a month", None)]
#[case::after_wide_letters("[look]\nfont = \"Köln ●\"\nlisted_exceptions = 1\naccent = \"é\"", (4, 10, "look.accent"), "must be a colour", None)]
#[case::in_one_line("council = { name = \"Älm\", team = 5 }", (1, 34, "council.team"), "must be text in quotes", None)]
#[case::perspective_twice("[scorecard]\nperspectives = [\"People\", \"people\"]", (2, 16, "scorecard.perspectives"), "must name each perspective once", None)]
#[case::place_of_money("[scorecard]\nbudget_in = \"Peeple\"", (2, 13, "scorecard.budget_in"), "must be one of `perspectives`", None)]
#[case::chances_of_a_budget("[money]\nexposure_chance = [10.0, 20.0]", (2, 19, "money.exposure_chance"), "must be four percentages", None)]
#[case::impacts_of_a_budget("[money]\nexposure_impact = [4.0, 3.0, 2.0, 1.0]", (2, 19, "money.exposure_impact"), "must be 4 amounts", None)]
#[case::bad_word("[status]\nscheme = \"tolerence\"", (2, 10, "status.scheme"), "must be one of", Some("tolerance"))]
#[case::bad_word_of_a_list("[forecast]\nmethods = [\n  \"last\",\n  \"x\"]", (3, 3, "forecast.methods[0]"), "`methods` must be one of", None)]
#[case::preset("[status]\npreset = \"kemt\"", (2, 10, "status.preset"), "there is no preset", Some("kent"))]
#[case::beside_a_preset("[status]\npreset = \"kent\"\nscheme = \"tolerance\"", (3, 10, "status.scheme"), "delete this line", None)]
#[case::twice("[year]\nstart_month = 4\nstart_month = 5", (3, 1, "year.start_month"), "duplicate key", None)]
#[case::section_twice("[year]\nstart_month = 4\n[council]\n[year]", (4, 2, "year"), "duplicate key", None)]
#[case::twice_in_one_line("[risk]\ndelivery = { chance = [], chance = [] }", (2, 27, "risk.delivery.chance"), "duplicate key", None)]
#[case::twice_in_a_list("[[status.rules]]\nwhen = \"a\"\n[[status.rules]]\nwhen = \"a\"\nwhen = \"b\"", (5, 1, "status.rules[1].when"), "duplicate key", None)]
#[case::not_in_quotes("[council]\nname = Marchford", (2, 8, "council.name"), "string values must be quoted", None)]
#[case::no_end_of_a_header("[status\nrounded = true", (1, 8, "status"), "unclosed table", None)]
#[case::no_end_of_a_text("[council]\nteam = \"A\"\nname = \"B", (3, 10, "council.name"), "invalid basic string", None)]
#[case::rows_of_a_list("[risk]\nmap = [\n[\"Low\", \"High\"],\n[\"Low\" \"High\"]]", (4, 8, "risk.map[1][1]"), "missing comma", None)]
#[case::no_value("[year]\nstart_month =\n", (2, 14, "year.start_month"), "", None)]
#[case::no_equals("[year]\nstart_month 4\n", (2, 13, "year.start_month"), "", None)]
#[case::second_rule("[[status.rules]]\nwhen = \"value > 1\"\nstatus = \"green\"\nwords = \"so\"\n[[status.rules]]\nwhen = \"otherwise\"\nstatus = \"awaited\"\nwords = \"so\"", (7, 10, "status.rules[1].status"), "rule 2: a figure is there", None)]
#[case::second_rule_word("[[status.rules]]\nwhen = \"value > 1\"\nstatus = \"green\"\nwords = \"so\"\n[[status.rules]]\nwhen = \"otherwise\"\nstatus = \"rde\"\nwords = \"so\"", (7, 10, "status.rules[1].status"), "`status` must be one of", Some("red"))]
#[case::second_rule_key("[[status.rules]]\nwhen = \"value > 1\"\nstatus = \"green\"\nwords = \"so\"\n[[status.rules]]\nwhne = \"otherwise\"\nwhen = \"otherwise\"\nstatus = \"red\"\nwords = \"so\"", (6, 1, "status.rules[1].whne"), "unknown key `whne` under [status.rules]", Some("when"))]
#[case::missing("[[risk.bands]]\nname = \"Low\"\nfrom = 1\nink = \"#000000\"", (1, 1, "risk.bands[0].fill"), "`fill` is missing", None)]
#[case::entry_of_a_list("[checks]\noff = [\"S004\", \"S0004\"]", (2, 16, "checks.off[1]"), "is not the code of a check", Some("S004"))]
#[case::free_key("[checks.severity]\nR0O4 = \"note\"", (2, 1, "checks.severity.R0O4"), "did you mean R004", Some("R004"))]
#[case::free_key_word("[checks]\nseverity = { R004 = \"nite\" }", (2, 21, "checks.severity.R004"), "`R004` must be one of", Some("note"))]
#[case::free_key_number("[checks.severity]\nR004 = 5", (2, 8, "checks.severity.R004"), "`R004` under [checks.severity] must be a word in quotes; it is the number 5", None)]
#[case::free_key_section("[checks.severity]\nR004 = { error = 1 }", (2, 18, "checks.severity.R004"), "`R004` under [checks.severity] must be a word in quotes; it is a section", None)]
#[case::free_key_type("[checks.change_least]\n\"pounds thousands\" = \"5\"", (2, 22, "checks.change_least.\"pounds thousands\""), "must be a number; it is the text \"5\"", None)]
#[case::quarter("[returns.due]\n\"2026-27\" = 2026-07-24", (2, 1, "returns.due.2026-27"), "is not a quarter", None)]
#[case::date("[returns.due]\n\"2026-27Q1\" = 2026-07-24\n\"2026-27Q2\" = \"soon\"", (3, 15, "returns.due.2026-27Q2"), "`2026-27Q2` must be a date, like 2026-07-24; it is soon", None)]
#[case::limit("[risk.escalate]\ndirectorate = true", (2, 15, "risk.escalate.directorate"), "`directorate` must be a score or the name of a band", None)]
#[case::map("[risk]\npreset = \"chesterfield\"\nmap = [[1]]", (3, 9, "risk.map[0][0]"), "`map` under [risk] must be text in quotes; it is the number 1", None)]
#[case::too_large("[returns]\ndue_days = 5000000000", (2, 12, "returns.due_days"), "must be a whole number from 0 to 4294967295; it is the number 5000000000", None)]
#[case::two_rules_of_a_deadline("[returns]\ndue_days = 21\ndue_working_days = 15", (3, 1, "returns.due_working_days"), "after 15 working days, and after 21 days by `due_days`; delete one", None)]
#[case::long_deadline("[returns]\ndue_working_days = 261", (2, 20, "returns.due_working_days"), "must be 260 or fewer", None)]
#[case::holidays_of_nobody("[returns]\nholidays = \"scottland\"", (2, 12, "returns.holidays"), "`holidays` must be one of \"england-and-wales\"", Some("scotland"))]
#[case::closed_day("[returns]\nclosed_days = [2026-12-29, \"soon\"]", (2, 15, "returns.closed_days"), "must be a date, like 2026-07-24; it is soon", None)]
#[case::not_written("[risk]\nproducts = true\npreset = \"chesterfield\"\nmap = []", (1, 2, "risk.bands[0].from"), "`from` of the lowest band must be 1", None)]
fn places(#[case] text: &str, #[case] place: (usize, usize, &str), #[case] says: &str, #[case] nearest: Option<&str>) {
    let Err(Error::Settings { faults, .. }) = load(Path::new("q"), text) else { panic!("accepted: {text}") };
    let fault = faults.0.iter().find(|f| f.message.contains(says)).unwrap_or_else(|| panic!("{faults}"));
    assert_eq!((fault.line, fault.column, fault.key.as_str()), place, "{faults:?}");
    assert_eq!(fault.nearest.as_deref(), nearest, "{faults}");
    let words =
        ["invalid type", "invalid value", "variant", "u32", "f64", "struct", "wanted", "expected a", "expected table"];
    assert!(words.iter().all(|w| !fault.message.contains(w)), "{faults}");
}

/// The mark that some programs put in front of a file is no column.
#[test]
fn a_mark_in_front_counts_for_nothing() {
    for (text, place) in [("\u{feff}statis = 1", (1, 1)), ("\u{feff}\r\n\tstatis = 1", (2, 2))] {
        let Err(Error::Settings { faults, .. }) = load(Path::new("q"), text) else { panic!("accepted: {text}") };
        assert_eq!((faults.0[0].line, faults.0[0].column), place);
    }
}

/// By the rules of each nation, over Christmas 2026 (2 January 2027 is a Saturday) and Easter 2028.
#[rstest]
#[case("due_days = 21", "2026-27Q2", "2026-10-21")]
#[case("due_working_days = 15", "2026-27Q2", "2026-10-21")]
#[case("due_working_days = 10", "2026-27Q3", "2027-01-15")]
#[case("due_working_days = 10\nholidays = \"scotland\"", "2026-27Q3", "2027-01-18")]
#[case("due_working_days = 10\nholidays = \"northern-ireland\"", "2026-27Q3", "2027-01-15")]
#[case("due_working_days = 10\nholidays = \"none\"", "2026-27Q3", "2027-01-14")]
#[case("due_working_days = 10\nclosed_days = [2027-01-04, \"2027-01-05\"]", "2026-27Q3", "2027-01-19")]
#[case("due_working_days = 15", "2027-28Q4", "2028-04-25")]
#[case("due_working_days = 15\n[returns.due]\n\"2026-27Q2\" = 2026-10-17", "2026-27Q2", "2026-10-17")]
fn due_dates(#[case] lines: &str, #[case] quarter: &str, #[case] due: &str) {
    let settings = load(Path::new("q"), &format!("[returns]\n{lines}\n")).unwrap();
    assert_eq!(settings.due_date(quarter.parse().unwrap()).to_string(), due);
}
