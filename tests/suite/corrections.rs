//! Figures of earlier quarters that a service corrects, with what they are made of.

use super::books::Drawn;
use super::harness::{Council, QUARTER, checks, list, read, text};
use rstest::rstest;

/// Stowick, of which the ledger has that 300 of 400 trees were surveyed in the first quarter, with a return on our form
/// that corrects it.
pub fn corrected(figure: &str, numerator: &str, denominator: &str) -> Council {
    let mut council = checks();
    let past =
        council.write("parts.csv", "Indicator id,Quarter,Value,Numerator,Denominator\nST3,2026-27Q1,75,300,400\n");
    council.import(&past).ends(0);
    council.templates(QUARTER, &[]).ends(0);
    let form = Drawn::like(&read(&council.path(&format!("templates/{QUARTER}/STR.xlsx"))));
    let cells = [
        ("B6", "ST3"),
        ("C6", "'2026-27Q1"),
        ("E6", figure),
        ("F6", numerator),
        ("G6", denominator),
        ("H6", "Correction"),
        ("I6", "Ten trees were counted late"),
        ("J6", "Nadia Fox"),
    ];
    let filled = cells.into_iter().filter(|(_, typed)| !typed.is_empty());
    let form = filled.fold(form.sheet("Corrections"), |form, (cell, typed)| form.cell(cell, typed));
    council.draws("STR.xlsx", &form);
    council
}

/// What is said of the correction: always of it, and never of this quarter's figure.
#[rstest]
#[case("77.5", "310", "400", 1, &[])]
// The figure follows from what it is made of.
#[case("", "310", "400", 1, &[])]
#[case("0.775", "310", "400", 1, &["C005 E6"])]
#[case("77.5", "", "", 1, &["C100 F6"])]
#[case("60", "310", "400", 0, &["R002 E6"])]
#[case("", "410", "400", 0, &["R001 E6"])]
#[case("0.775", "", "", 0, &["C005 E6"])]
fn numerator_and_denominator_are_corrected(
    #[case] figure: &str,
    #[case] numerator: &str,
    #[case] denominator: &str,
    #[case] taken: u64,
    #[case] wanted: &[&str],
) {
    let council = corrected(figure, numerator, denominator);
    let checked = council.returns("STR.xlsx").check();
    let file = &checked.files[0];
    let of_sheet = list(&file["findings"]).iter().filter(|f| f["sheet"] == "Corrections");
    let said: Vec<String> = of_sheet
        .map(|f| {
            assert_eq!(f["subject"], "ST3, 2026-27Q1", "{f}");
            format!("{} {}", text(&f["code"]), text(&f["cell"]))
        })
        .collect();
    assert_eq!((said, &file["corrections"]), (wanted.iter().map(|w| (*w).to_owned()).collect(), &taken.into()));
}

/// What is corrected stands in the workbook, and is the past of the quarters that follow: the ledger gives it back with
/// what it is made of.
#[test]
fn the_corrected_figure_has_its_own_parts() {
    let mut council = corrected("", "310", "400");
    council.consolidate(QUARTER);
    let cabinet = council.cabinet();
    let cells: Vec<String> = cabinet.sheet("Restatements").used_cells().map(|(.., value)| value.to_string()).collect();
    assert!(cells.iter().any(|now| now.starts_with("77.5")), "{cells:?}");
    assert!(cells.iter().any(|made| made == "310 ÷ 400"), "{cells:?}");
    // The same run again changes nothing.
    let before = council.ledger();
    council.consolidate(QUARTER);
    assert_eq!(council.ledger(), before);
}
