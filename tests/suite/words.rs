//! The sentences of the Cabinet workbook say nothing that the table beside them does not say.

use super::harness::look_at;
use calamine::Data;
use quarterday::status::round_half_away;
use std::collections::HashMap;

/// The rows of the sheet Indicators, by heading.
fn indicators() -> Vec<HashMap<String, Data>> {
    look_at::consolidated().cabinet().table("Indicators", "Ref")
}

/// The numbers of a text as they are printed: `−1,234.5` is −1234.5 with one decimal.
fn numbers(text: &str) -> Vec<(f64, u8)> {
    let digits = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '−');
    let tokens = text.split(|c| !digits(c)).map(|t| t.trim_end_matches(['.', ',']));
    let number = |t: &str| {
        let value: f64 = t.replace(',', "").replace('−', "-").parse().ok()?;
        Some((value, t.split_once('.').map_or(0, |(_, d)| d.len() as u8)))
    };
    tokens.filter_map(number).collect()
}

#[test]
fn every_number_in_a_sentence_stands_in_its_row() {
    let rows = indicators();
    let mut said = 0;
    for row in &rows {
        let words = row["In words"].to_string();
        assert!(words.ends_with('.') && !words.contains("..") && !words.contains("  "), "{words}");
        let mut held: Vec<f64> =
            row.values().filter_map(|v| if let Data::Float(v) = v { Some(*v) } else { None }).collect();
        // A share is shown in percent, a change by its size; a band stands in the register only.
        held.extend(held.clone().into_iter().flat_map(|v| [v * 100.0, -v, -v * 100.0]));
        let banded = words.contains(" the expected ");
        // Why a figure was confirmed is said in the team's own words, which stand in a cell of the row as well.
        let own = row.iter().filter(|(heading, _)| *heading != "In words").map(|(_, cell)| cell.to_string());
        let own: Vec<String> = own.filter(|text| text.starts_with("Queried and confirmed: ")).collect();
        let computed = own.iter().fold(words.clone(), |words, own| words.replace(own, ""));
        for (number, decimals) in numbers(&computed.replace("under 1%", "").replace("over 99%", "")) {
            let there = held.iter().any(|v| round_half_away(*v, decimals) == number);
            assert!(there || banded, "{}: {number} is not in its row: {words}", row["Ref"]);
            said += 1;
        }
    }
    assert!(rows.len() > 150 && said > 400, "{} rows, {said} numbers", rows.len());
}

#[test]
fn no_sentence_contradicts_its_row() {
    let (mut low, mut high) = (0, 0);
    for row in indicators() {
        let words = row["In words"].to_string();
        let says = |heading: &str, word: &str| row[heading].to_string().contains(word);
        let of = |when: &str| {
            words.split(['.', ';']).filter(|s| s.contains(when)).map(str::to_lowercase).collect::<String>()
        };
        for (when, heading) in [("last quarter", "Direction on last quarter"), ("a year ago", "Direction on last year")]
        {
            let clause = of(when);
            let better = clause.contains("better") || clause.contains("closer");
            let worse = clause.contains("worse") || clause.contains("further");
            if !clause.is_empty() {
                assert_eq!(better, says(heading, "Improving"), "{}: {words}", row["Ref"]);
                assert_eq!(worse, says(heading, "Worsening"), "{}: {words}", row["Ref"]);
                assert_eq!(clause.contains("about the same"), says(heading, "Steady"), "{}: {words}", row["Ref"]);
            }
        }
        for (sentence, heading, word) in [
            ("whole series it is improving", "Trend", "Improving"),
            ("whole series it is worsening", "Trend", "Worsening"),
            (": on target", "Status", "On target"),
            (": off target", "Status", "Off target"),
            (": near target", "Status", "Near target"),
            ("less than chance", "Chance", "Missed by less"),
            ("signal of concern", "Signal", "Concern"),
            ("signal of improvement", "Signal", "Improvement"),
            ("consistently failing", "Signal", "consistently fails"),
        ] {
            assert!(!words.contains(sentence) || says(heading, word), "{}: {words}", row["Ref"]);
        }
        if let Data::Float(chance) = row["Chance of the year's target"] {
            let seldom = (f64::MIN_POSITIVE..0.01).contains(&chance);
            assert_eq!(words.contains("under 1%"), seldom, "{}: {words}", row["Ref"]);
            let nearly = chance > 0.99 && chance < 1.0;
            assert_eq!(words.contains("over 99%"), nearly, "{}: {words}", row["Ref"]);
            (low, high) = (low + u32::from(seldom), high + u32::from(nearly));
        }
        assert_eq!(row["Value"] == Data::Empty, words.starts_with("No figure"), "{}: {words}", row["Ref"]);
    }
    assert!(low > 0 && high > 0, "{low} chances are small, {high} are large");
}
