//! Codes as people and programs write them. What is shown was compared with what LibreOffice 7.4 shows of the same cells;
//! it differs for lengths of time that are negative or of many years, for days that are none, for a fill, and where Excel
//! and LibreOffice disagree about sections.

use super::*;
use crate::measure::Unit;
use crate::record::UnitWord;
use rstest::rstest;

const NUMBERS: [f64; 6] = [0.0, 3.25, -12.0, 1_234_500.0, 0.003, 0.75];

/// A code, and what it shows of each number: = as it is held, % as a percentage, else the text.
const SHOWN: &[(&str, [&str; 6])] = &[
    ("General", ["=", "=", "=", "=", "=", "="]),
    ("0", ["=", "=", "=", "=", "=", "="]),
    ("#,##0", ["=", "=", "=", "=", "=", "="]),
    ("0%", ["%", "%", "%", "%", "%", "%"]),
    ("0.0%", ["%", "%", "%", "%", "%", "%"]),
    ("#,##0,", ["=", "0", "0", "1,235", "0", "0"]),
    ("#,##0.0,", ["=", "0.0", "0.0", "1,234.5", "0.0", "0.0"]),
    (r#"0.0,,"m""#, ["=", "0.0m", "0.0m", "1.2m", "0.0m", "0.0m"]),
    (r#"0.0,"k""#, ["=", "0.0k", "0.0k", "1234.5k", "0.0k", "0.0k"]),
    (r#"0.0"k""#, ["=", "3.3k", "-12.0k", "1234500.0k", "0.0k", "0.8k"]),
    (";;;", ["", "", "", "", "", ""]),
    (";;", ["", "", "", "", "", ""]),
    ("0;;", ["", "=", "", "=", "=", "="]),
    ("0;-0;", ["", "=", "=", "=", "=", "="]),
    (r#"#,##0;-#,##0;"-""#, ["=", "=", "=", "=", "=", "="]),
    ("mm:ss", ["00:00", "00:00", "-00:00", "00:00", "04:19", "00:00"]),
    ("[h]:mm", ["0:00", "78:00", "-288:00", "29628000:00", "0:04", "18:00"]),
    ("h:mm", ["0:00", "6:00", "-0:00", "0:00", "0:04", "18:00"]),
    ("[h]:mm:ss", ["0:00:00", "78:00:00", "-288:00:00", "29628000:00:00", "0:04:19", "18:00:00"]),
    ("[s]", ["0", "280800", "-1036800", "106660800000", "259", "64800"]),
    ("[m]", ["0", "4680", "-17280", "1777680000", "4", "1080"]),
    ("hh:mm AM/PM", ["12:00 AM", "06:00 AM", "-12:00 AM", "12:00 AM", "12:04 AM", "06:00 PM"]),
    ("mm:ss.0", ["00:00.0", "00:00.0", "-00:00.0", "00:00.0", "04:19.2", "00:00.0"]),
    (r#"[=0]"-";0.0%"#, ["%", "%", "%", "%", "%", "%"]),
    (r#"[<0.005]"<1%";0%"#, ["%", "%", "%", "%", "%", "%"]),
    (r#"0.0"%""#, ["=", "3.3%", "-12.0%", "1234500.0%", "0.0%", "0.8%"]),
    (r"0\%", ["=", "3%", "-12%", "1234500%", "0%", "1%"]),
    ("[$€-2] #,##0.00", ["=", "€ 3.25", "-€ 12.00", "€ 1,234,500.00", "€ 0.00", "€ 0.75"]),
    (r##""€"#,##0"##, ["=", "€3", "-€12", "€1,234,500", "€0", "€1"]),
    ("€#,##0", ["=", "€3", "-€12", "€1,234,500", "€0", "€1"]),
    ("$#,##0", ["=", "$3", "-$12", "$1,234,500", "$0", "$1"]),
    ("[$$-409]#,##0.0", ["=", "$3.3", "-$12.0", "$1,234,500.0", "$0.0", "$0.8"]),
    ("[$£-809]#,##0.00", ["=", "=", "=", "=", "=", "="]),
    ("£#,##0.00", ["=", "=", "=", "=", "=", "="]),
    ("£0.00,", ["=", "£0.00", "-£0.01", "£1234.50", "£0.00", "£0.00"]),
    (r#""£"0.0,,"m""#, ["=", "£0.0m", "£0.0m", "£1.2m", "£0.0m", "£0.0m"]),
    ("[Red]0.0;[Blue]-0.0", ["=", "=", "=", "=", "=", "="]),
    (r#"_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-"#, ["=", "=", "=", "=", "=", "="]),
    (r#"0.0" days""#, ["=", "3.3 days", "-12.0 days", "1234500.0 days", "0.0 days", "0.8 days"]),
    ("0.00E+00", ["=", "=", "=", "=", "=", "="]),
    ("# ?/?", ["=", "=", "=", "=", "=", "="]),
    (r#"[>=1000000]0.0,,"m";[>=1000]0.0,"k";0"#, ["=", "=", "=", "1.2m", "=", "="]),
    (r#"[h]" hours""#, ["0 hours", "78 hours", "-288 hours", "29628000 hours", "0 hours", "18 hours"]),
    (r#"[h]"h "mm"m""#, ["0h 00m", "78h 00m", "-288h 00m", "29628000h 00m", "0h 04m", "18h 00m"]),
    ("#", ["", "=", "=", "=", "", "="]),
    ("#.#", ["", "=", "=", "=", "", "="]),
    ("dd/mm/yyyy", ["00/01/1900", "########", "########", "########", "00/01/1900", "00/01/1900"]),
    ("[$-F400]h:mm:ss", ["0:00:00", "6:00:00", "-0:00:00", "0:00:00", "0:04:19", "18:00:00"]),
    ("0.0_);(0.0)", ["=", "=", "=", "=", "=", "="]),
    ("0 000", ["=", "=", "=", "=", "=", "="]),
    ("#,##0 ;(#,##0)", ["=", "=", "=", "=", "=", "="]),
    (r#""n/a""#, ["n/a", "n/a", "n/a", "n/a", "n/a", "n/a"]),
    ("-", ["=", "-", "-", "-", "-", "-"]),
    ("0.0 %", ["%", "%", "%", "%", "%", "%"]),
    ("0‰", ["=", "=", "=", "=", "=", "="]),
    ("[$USD] 0.00", ["=", "USD 3.25", "-USD 12.00", "USD 1234500.00", "USD 0.00", "USD 0.75"]),
    ("0.00 [$EUR]", ["=", "3.25 EUR", "-12.00 EUR", "1234500.00 EUR", "0.00 EUR", "0.75 EUR"]),
    (r#"0.00 "EUR""#, ["=", "3.25 EUR", "-12.00 EUR", "1234500.00 EUR", "0.00 EUR", "0.75 EUR"]),
    ("[$GBP] 0.00", ["=", "=", "=", "=", "=", "="]),
    ("[White]0", ["=", "=", "=", "=", "=", "="]),
    ("[$¥-411]#,##0", ["=", "¥3", "-¥12", "¥1,234,500", "¥0", "¥1"]),
    (r#"0,0,"k""#, ["=", "00k", "00k", "1,235k", "00k", "00k"]),
    ("0,,", ["=", "0", "0", "1", "0", "0"]),
    ("0;0", ["=", "=", "12", "=", "=", "="]),
    ("0;[Red]0", ["=", "=", "=", "=", "=", "="]),
    ("(0)", ["=", "(3)", "-(12)", "(1234500)", "(0)", "(1)"]),
    ("-0", ["=", "-3", "--12", "-1234500", "-0", "-1"]),
    ("#,###", ["", "=", "=", "=", "", "="]),
    (r#"General" k""#, ["=", "3.25 k", "-12 k", "1234500 k", "0.003 k", "0.75 k"]),
    ("0.0_k", ["=", "=", "=", "=", "=", "="]),
    ("h:mm;@", ["0:00", "6:00", "-0:00", "0:00", "0:04", "18:00"]),
    (r#"[h]:mm;[=0]"-""#, ["=", "78:00", "=", "29628000:00", "0:04", "18:00"]),
    ("0;;;@", ["", "=", "", "=", "=", "="]),
    (r#"0" million""#, ["=", "3 million", "-12 million", "1234500 million", "0 million", "1 million"]),
    (r#"#,##0",000""#, ["=", "3,000", "-12,000", "1,234,500,000", "0,000", "1,000"]),
    ("**;**;**", ["=", "*", "*", "*", "*", "*"]),
    ("#,##0.00_);[Red](#,##0.00)", ["=", "=", "=", "=", "=", "="]),
    (r#"[>0.995]">99%";0%"#, ["%", "%", "%", "%", "%", "%"]),
    (r#"0.0%;-0.0%;"-""#, ["%", "%", "%", "%", "%", "%"]),
    ("m:ss", ["0:00", "0:00", "-0:00", "0:00", "4:19", "0:00"]),
    ("[m]:ss", ["0:00", "4680:00", "-17280:00", "1777680000:00", "4:19", "1080:00"]),
    (r#"h"h" m"m""#, ["0h 0m", "6h 0m", "-0h 0m", "0h 0m", "0h 4m", "18h 0m"]),
    ("0.##", ["=", "=", "=", "=", "=", "="]),
    ("00000", ["=", "=", "=", "=", "=", "="]),
    (r#""Q"0"#, ["=", "=", "=", "=", "=", "="]),
    (r#"0" km2""#, ["=", "=", "=", "=", "=", "="]),
    (r#"0" of 100""#, ["0 of 100", "3 of 100", "-12 of 100", "1234500 of 100", "0 of 100", "1 of 100"]),
    (r#"0"th""#, ["0th", "3th", "-12th", "1234500th", "0th", "1th"]),
    (r#";;"nil""#, ["nil", "", "", "", "", ""]),
    (r#"[<5]"<5";0.0"#, ["<5", "<5", "<5", "=", "<5", "<5"]),
    (r#"0" k""#, ["=", "3 k", "-12 k", "1234500 k", "0 k", "1 k"]),
    (r#"[Blue][<100]0.0;0,"k""#, ["=", "=", "=", "1235k", "=", "="]),
];

#[test]
fn what_is_shown() {
    for (code, shown) in SHOWN {
        let format = NumberFormat::new(code);
        let got = NUMBERS.map(|n| match format.shows(n) {
            NumberShown::AsHeld => "=".to_owned(),
            NumberShown::Percent => "%".to_owned(),
            NumberShown::Other(shown) => shown.text.to_string(),
        });
        assert_eq!(&got, shown, "{code}");
        assert!(!format.is_plain() || shown.iter().all(|s| *s == "="), "{code} is not plain");
    }
}

const WHOLE: HowShown = HowShown::Duration { hours: true, minutes: true };

#[rstest]
#[case("#,##0,", 1500.0, HowShown::Scaled { divided: 1e3, labelled: 1.0 })]
#[case("0.0,,\"m\"", 1.5e6, HowShown::Scaled { divided: 1e6, labelled: 1e6 })]
#[case("0.0\"k\"", 1.5, HowShown::Scaled { divided: 1.0, labelled: 1e3 })]
#[case("[$€-2] #,##0,", 1500.0, HowShown::Scaled { divided: 1e3, labelled: 1.0 })]
#[case("[h]:mm", 1.5, WHOLE)]
#[case("h:mm", 0.5, WHOLE)]
#[case("h:mm", 1.5, HowShown::TimeOfDay)]
#[case("h:mm AM/PM", 0.5, HowShown::TimeOfDay)]
#[case("[h]:mm", -1.5, HowShown::TimeOfDay)]
#[case("mm:ss", 0.03, HowShown::Duration { hours: false, minutes: true })]
#[case("mm:ss", 0.05, HowShown::TimeOfDay)]
#[case("[h]", 1.5, HowShown::Duration { hours: true, minutes: false })]
#[case("[s]", 1.5, HowShown::Duration { hours: false, minutes: false })]
#[case("[$€-407]0", 3.0, HowShown::Currency)]
#[case("0;0", -3.0, HowShown::OtherSign)]
#[case("[<5]\"*\";0", 3.0, HowShown::Words)]
#[case(";;;", 3.0, HowShown::Nothing)]
#[case("0.0\"%\"", 0.5, HowShown::Counts(UnitWord::Percent))]
#[case("0.0\" per cent\"", 0.5, HowShown::Counts(UnitWord::Percent))]
#[case("0.0\" (days)\"", 0.5, HowShown::Counts(UnitWord::Time(Some(Unit::Days))))]
#[case("\"months: \"0", 0.5, HowShown::Counts(UnitWord::Time(None)))]
#[case("0.0\"p\"", 0.5, HowShown::Words)]
fn in_what_way(#[case] code: &str, #[case] number: f64, #[case] expected: HowShown) {
    let NumberShown::Other(shown) = NumberFormat::new(code).shows(number) else { panic!("{code} shows it as held") };
    assert_eq!(shown.how, expected);
}

#[rstest]
#[case("0;-0%", NumberShown::AsHeld)]
#[case("0%;0", NumberShown::Percent)]
#[case("General;-0%", NumberShown::AsHeld)]
#[case("0%;;", NumberShown::Percent)]
// What nobody can understand shows the number.
#[case("0.0\"k", NumberShown::AsHeld)]
#[case("[h:mm", NumberShown::AsHeld)]
#[case("[<x]0,", NumberShown::AsHeld)]
#[case("\\", NumberShown::AsHeld)]
fn percentages_and_what_is_not_understood(#[case] code: &str, #[case] expected: NumberShown) {
    assert_eq!(NumberFormat::new(code).shows(0.5), expected);
}

/// The money of formats that have a number of their own is that of whoever looks.
#[rstest]
#[case(44, NumberShown::AsHeld)]
#[case(164, NumberShown::Other(ShownNumber { text: "$ 12.00".into(), how: HowShown::Currency }))]
fn money_of_whoever_looks(#[case] id: u32, #[case] expected: NumberShown) {
    assert_eq!(NumberFormat::numbered(id, "_(\"$\"* #,##0.00_)").shows(12.0), expected);
}

#[test]
fn days_times_and_texts() {
    let takes = |code, n| NumberFormat::new(code).takes(n);
    assert_eq!((takes("d mmm yyyy", 46000.0), takes("m/d/yy h:mm", 46000.5)), (NumbersAre::Days, NumbersAre::Days));
    assert_eq!((takes("h:mm;@", 1.5), takes("[Red]0.0", 1.5)), (NumbersAre::Times, NumbersAre::Numbers));
    let shown = |code| NumberFormat::new(code).shows_text("12").map(|s| s.text.to_string());
    let texts = [";;;", "@\" k\"", "0;-0;0;\"see note\"", ";;", "0;-0;;@", "@", "_-@_-", ""].map(shown);
    assert_eq!(texts.map(|t| t.unwrap_or("=".into())), ["", "12 k", "see note", "=", "=", "=", "=", "="]);
    assert_eq!(NumberFormat::new(&"0;".repeat(100_000)), NumberFormat::PLAIN);
}

#[test]
fn error_texts() {
    assert!(["#N/A", "#CALC!", "Err:502"].into_iter().all(is_error_text));
    assert!(!["#1", "Err:", "Error", "N/A"].into_iter().any(is_error_text));
}

/// What a format for days leaves out.
#[rstest]
#[case("dd/mm/yyyy", DayShown::Whole)]
#[case("d mmmm yyyy", DayShown::Whole)]
#[case("[$-809]dd mmmm yyyy;@", DayShown::Whole)]
#[case("dddd", DayShown::Whole)]
#[case("mmm-yy", DayShown::WithoutDay)]
#[case("mmmm yyyy", DayShown::WithoutDay)]
#[case("mm/yyyy", DayShown::WithoutDay)]
#[case("[$-F800]dddd, mmmm dd, yyyy", DayShown::Whole)]
#[case("d-mmm", DayShown::WithoutYear)]
#[case("dd/mm", DayShown::WithoutYear)]
#[case(built_in(14), DayShown::Whole)]
#[case(built_in(16), DayShown::WithoutYear)]
#[case(built_in(17), DayShown::WithoutDay)]
#[case("0.0", DayShown::Whole)]
fn parts_of_days(#[case] code: &str, #[case] shown: DayShown) {
    assert_eq!(NumberFormat::new(code).day_shown(), shown, "{code}");
}
