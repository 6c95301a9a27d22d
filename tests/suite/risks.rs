//! Councils with matrices of other shapes, from the file that a service sends to the sheets on risks.

use super::books::workbook;
use super::harness::{Council, QUARTER, places};
use calamine::Data;
use std::collections::BTreeMap;

const LAYOUT: &str = r#"
id = "risks"
title = "Risks"
file-name = "{service} risks {period}"
part-of-return = true
[[tables]]
kind = "risks"
sheet = ["Risks"]
columns = [
  { field = "id", heading = ["No"], required = true },
  { field = "title", heading = ["Risk"], required = true },
  { field = "likelihood", heading = ["L"], required = true },
  { field = "impact", heading = ["I"] },
  { field = "score", heading = ["Score"] },
  { field = "band", heading = ["Rating"] },
]
"#;

/// Score (or cell) and band of each risk on the sheet, the findings about risks, and the cells of the matrix.
fn report(preset: &str, rows: &str) -> (BTreeMap<String, String>, Vec<String>, Vec<String>) {
    let mut council = Council::of("demo").without_returns().with_layout("risks", LAYOUT);
    let settings = format!("[council]\nname = \"Marchford\"\n[risk]\npreset = \"{preset}\"\n");
    council.write("quarterday.toml", settings);
    let book = workbook().sheet("Risks").rows(&format!("No | Risk | L | I | Score | Rating\n{rows}"));
    council.draws("WAS risks 2026-27Q2.xlsx", &book);
    council.consolidate(QUARTER).ends(1);
    let mut findings = places(&council.record(QUARTER)["findings"]);
    findings.retain(|f| f.starts_with('K'));
    let book = council.cabinet();
    let sheets = ["Risks", "Risk register"].map(|name| book.sheet(name));
    let (mut scores, mut map, mut columns) = (BTreeMap::new(), vec![], None);
    for row in sheets.iter().flat_map(|sheet| sheet.rows()) {
        let words: Vec<String> = row.iter().map(Data::to_string).collect();
        map.extend(words.iter().filter(|w| w.contains('\n')).map(|w| w.replace('\n', " ")));
        let at = |heading: &str| words.iter().position(|w| w == heading);
        match (at("Current score"), &columns) {
            (Some(score), _) => columns = at("Band").map(|band| (score, band)),
            (None, Some((score, band))) if words[0].starts_with('R') => {
                scores.insert(words[0].clone(), format!("{} {}", words[*score], words[*band]));
            }
            _ => {}
        }
    }
    (scores, findings, map)
}

fn lines<const N: usize>(rows: [(&str, &str); N]) -> BTreeMap<String, String> {
    rows.into_iter().map(|(id, said)| (id.to_owned(), said.to_owned())).collect()
}

/// High, medium, low on both axes: a letter a cell, words, and a pair in one cell.
#[test]
fn letters_and_pairs_of_chesterfield() {
    let (scores, findings, map) = report(
        "chesterfield",
        "R1 | Fire | H | M | | High\nR2 | Flood | L/H\nR3 | Theft | Low | medium | | High\nR4 | Fraud | VH | L\nR5 | Dust | | | H/H",
    );
    let want = [("R1", "H/M High"), ("R2", "L/H Medium"), ("R3", "L/M Low"), ("R4", " "), ("R5", "H/H High")];
    assert_eq!(scores, lines(want));
    let keys: Vec<&str> =
        findings.iter().map(|f| f.get(..4).unwrap_or_default()).filter(|c| ["K005", "K006"].contains(c)).collect();
    assert_eq!(keys, ["K005", "K006"], "{findings:?}");
    assert!(map.contains(&"H/M R1".to_owned()) && map.contains(&"H/H R5".to_owned()), "{map:?}");
}

/// A to E by 1 to 5: the cell is the rating, and a typed score is audited by it.
#[test]
fn cells_of_scarborough() {
    let (scores, findings, map) =
        report("scarborough", "R1 | Fire | B2\nR2 | Flood | D | 5 | D5\nR3 | Theft | E | 4 | E3\nR4 | Fraud | 2 | 2");
    assert_eq!(scores, lines([("R1", "B2 Low"), ("R2", "D5 High"), ("R3", "E4 High"), ("R4", " ")]));
    assert!(
        findings.contains(&"K001 Risks!E4".to_owned()) && findings.contains(&"K006 Risks!C5".to_owned()),
        "{findings:?}"
    );
    assert!(map.contains(&"D5 R2".to_owned()), "{map:?}");
}

/// 4 × 4 with scores: words, numbers and pairs.
#[test]
fn scores_of_east_devon() {
    let (scores, findings, _) = report(
        "east-devon",
        "R1 | Fire | Very likely | Major | 16\nR2 | Flood | 3x2 | | 6\nR3 | Theft | 4 | 1 | 5 | Low\nR4 | Fraud | 5 | 1",
    );
    assert_eq!(scores, lines([("R1", "16 High"), ("R2", "6 Medium"), ("R3", "4 Low"), ("R4", " ")]));
    assert!(
        findings.contains(&"K001 Risks!C4".to_owned()) && findings.contains(&"K006 Risks!C5".to_owned()),
        "{findings:?}"
    );
}

/// “Likely, significant” is medium, and low where it is unlikely.
#[test]
fn worded_pairs_of_herefordshire_in_2004() {
    let (scores, ..) =
        report("herefordshire-2004", "R1 | Fire | likely, significant\nR2 | Flood | Unlikely | Significant | | Low");
    let want = [("R1", "Likely/Significant Medium"), ("R2", "Unlikely/Significant Low")];
    assert_eq!(scores, lines(want));
}
