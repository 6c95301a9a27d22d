//! What a service holds back, because so few cases could identify people, stands nowhere in what Cabinet gets: neither the
//! figure nor what it could be worked out from.

use super::books::Opened;
use super::forms::INDICATORS;
use super::harness::{Council, QUARTER, council, list, one_of};
use super::parts::{edited_part, type_in};
use calamine::Data;

const EARLIER: &str = "HWY 2026-27Q2.xlsx";
const LATER: &str = "HWY 2026-27Q2 corrected.xlsx";

/// Numbers that nothing else in the demo comes near.
const SECRETS: [f64; 9] =
    [271_829.0, 271_828.0, 314_159.0, 86.5256, 577_216.0, 161_803.0, 141_421.0, 141_422.0, 173_205.0];

/// Types numbers and words into the form that a service sent; nothing empties the cell.
fn typed(council: &mut Council, file: &str, cells: &[(&str, &str)]) {
    let name = format!("returns/{QUARTER}/{file}");
    let filled = edited_part(&council.bytes(&name), INDICATORS, |xml| {
        cells.iter().for_each(|(at, said)| type_in(xml, at, said))
    });
    council.write(&name, filled);
}

/// The secrets that a run told, and where.
fn told(council: &mut Council) -> Vec<String> {
    council.consolidate(QUARTER).ends(1);
    let mut out = vec![];
    let mut words = |place: &str, text: &str| {
        let bare = text.replace(',', "");
        // Not as the later digits of another number.
        let starts = |at: usize| !bare[..at].ends_with(|c: char| c.is_ascii_digit() || c == '.');
        let found = SECRETS.iter().filter(|s| bare.match_indices(&s.to_string()).any(|(at, _)| starts(at)));
        out.extend(found.map(|s| format!("{s} in {place}: {}", text.chars().take(200).collect::<String>())));
    };
    for file in ["run.json", "statistics.csv", "figures.csv"] {
        for line in council.text(&format!("reports/{QUARTER}/{file}")).lines() {
            words(file, line);
        }
    }
    let mut cells = 0;
    let books = council.files(&format!("reports/{QUARTER}"), &["xlsx"]);
    // What goes back to a service is its own return.
    let ours = books.iter().filter(|path| !path.parent().unwrap().ends_with("returned"));
    let books: Vec<(String, Opened)> =
        ours.map(|path| (path.file_name().unwrap().to_string_lossy().into(), Opened::read(path))).collect();
    assert!(books.len() > 30, "{} workbooks", books.len());
    for (book, name, sheet) in books.iter().flat_map(|(b, o)| o.sheets().map(move |(n, s)| (b, n, s))) {
        for (row, column, value) in sheet.used_cells() {
            let place = format!("{book}, {name}, row {row}, column {column}");
            cells += 1;
            match value {
                Data::Float(v) => words(&place, &format!("{:.4}", v).replace(".0000", "")),
                other => words(&place, &other.to_string()),
            }
            if let Data::Float(v) = value {
                words(&place, &format!("{:.4}", v * 100.0).replace(".0000", ""));
            }
        }
    }
    assert!(cells > 30_000, "{cells} cells");
    for id in ["HWY01", "HWY06", "HWY07"] {
        for more in [&[][..], &["--reread", "--format", "json"]] {
            let trace = council.run([&["trace", id], more].concat()).ends(0);
            assert!(trace.out.contains("HWY 2026-27Q2"), "{}", trace.out);
            trace.out.lines().for_each(|line| words(&format!("trace {id}"), line));
        }
    }
    out
}

#[test]
fn what_is_suppressed_stands_nowhere() {
    let mut council = council();
    let later = council.bytes(&format!("returns/{QUARTER}/{LATER}"));
    council.remove(&format!("returns/{QUARTER}/{LATER}"));
    // First it was told: a share with its parts, and a count.
    typed(&mut council, EARLIER, &[("H6", "271829"), ("I6", "314159"), ("J6", "86.5"), ("J11", "141422")]);
    let open = told(&mut council);
    for (secret, file) in [("271829", "run.json"), ("314159", "run.json"), ("141422", "Indicators")] {
        assert!(open.iter().any(|t| t.starts_with(secret) && t.contains(file)), "{secret}: {open:?}");
    }

    // Then the service holds it back, and leaves what it was made of, as services do.
    council.write(&format!("returns/{QUARTER}/{LATER}"), later);
    let held_back = [
        [("H6", "271828"), ("I6", "314159"), ("J6", ""), ("K6", "Suppressed"), ("M6", "86.5256"), ("N6", "Few cases.")],
        // The numerator is above the denominator, for which the reading is refused.
        [("H12", "577216"), ("I12", "161803"), ("J12", ""), ("K12", "Suppressed"), ("M12", ""), ("N12", "Few cases.")],
        // The figure is still there beside the reason.
        [("J11", "141421"), ("K11", "Suppressed"), ("M11", "173205"), ("N11", "Few cases."), ("O11", ""), ("Q11", "")],
    ];
    typed(&mut council, LATER, &held_back.concat());
    assert_eq!(told(&mut council), Vec::<String>::new());

    let record = council.record(QUARTER);
    for id in ["HWY01", "HWY07"] {
        let reading = one_of(&record["readings"], "indicator", id);
        assert_eq!((&reading["marker"], &reading["status"]), (&"suppressed".into(), &"suppressed".into()), "{reading}");
    }
    // That something changed is told, and that something is wrong, with the cell where its service finds it.
    let changes = list(&record["changes"]);
    let value = |c: &serde_json::Value| (c["before"]["value"].clone(), c["after"]["value"].clone());
    let of = |id: &str, field: &str| changes.iter().find(|c| c["subject"] == id && c["field"] == field).map(value);
    assert_eq!(of("HWY07", "value"), Some(("held back".into(), "Suppressed".into())));
    assert_eq!(of("HWY01", "numerator"), Some(("held back".into(), "held back".into())));
    let findings = list(&record["findings"]);
    let found = |code: &str, cell: &str| findings.iter().find(|f| f["code"] == code && f["cell"] == cell).cloned();
    assert_eq!(found("R001", "J12").unwrap()["got"], "a figure that is held back");
    assert_eq!(found("C016", "K11").unwrap()["got"], "a figure and “Suppressed”");
}
