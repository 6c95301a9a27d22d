//! What a service holds back, because so few cases could identify people, stands nowhere in what Cabinet gets: neither the
//! figure nor what it could be worked out from.

use super::forms::{INDICATORS, cell, edited};
use super::{demo_workspace, quarterday};
use calamine::{Data, Reader, Xlsx, open_workbook};
use std::path::Path;
use tempfile::TempDir;

const EARLIER: &str = "HWY 2026-27Q2.xlsx";
const LATER: &str = "HWY 2026-27Q2 corrected.xlsx";

/// Numbers that nothing else in the demo comes near.
const SECRETS: [f64; 9] =
    [271_829.0, 271_828.0, 314_159.0, 86.5256, 577_216.0, 161_803.0, 141_421.0, 141_422.0, 173_205.0];

/// Types numbers and words into a form; nothing empties the cell.
fn typed(form: &Path, cells: &[(&str, &str)]) {
    let filled = edited(&std::fs::read(form).unwrap(), |part, mut xml| {
        for (at, typed) in cells.iter().filter(|_| part == INDICATORS) {
            let content = match typed.parse::<f64>() {
                Ok(number) => format!("<c r=\"{at}\"><v>{number}</v></c>"),
                Err(_) if typed.is_empty() => format!("<c r=\"{at}\"/>"),
                Err(_) => format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{typed}</t></is></c>"),
            };
            let cell = cell(&xml, at).unwrap();
            xml.replace_range(cell, &content);
        }
        xml
    });
    std::fs::write(form, filled).unwrap();
}

/// The secrets that a run told, and where.
fn told(ws: &Path) -> Vec<String> {
    quarterday().args(["consolidate", "2026-27Q2", "--workspace"]).arg(ws).assert().code(1);
    let reports = ws.join("reports/2026-27Q2");
    let mut out = vec![];
    let mut words = |place: &str, text: &str| {
        let bare = text.replace(',', "");
        // Not as the later digits of another number.
        let starts = |at: usize| !bare[..at].ends_with(|c: char| c.is_ascii_digit() || c == '.');
        let found = SECRETS.iter().filter(|s| bare.match_indices(&s.to_string()).any(|(at, _)| starts(at)));
        out.extend(found.map(|s| format!("{s} in {place}: {}", text.chars().take(200).collect::<String>())));
    };
    for file in ["run.json", "statistics.csv"] {
        for line in std::fs::read_to_string(reports.join(file)).unwrap().lines() {
            words(file, line);
        }
    }
    let mut book: Xlsx<_> = open_workbook(reports.join("cabinet.xlsx")).unwrap();
    let mut cells = 0;
    for (name, sheet) in book.worksheets() {
        for (row, column, value) in sheet.used_cells() {
            let place = format!("{name}, row {row}, column {column}");
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
    assert!(cells > 10_000, "{cells} cells");
    out
}

#[test]
fn what_is_suppressed_stands_nowhere() {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    let returns = ws.join("returns/2026-27Q2");
    let later = std::fs::read(returns.join(LATER)).unwrap();
    std::fs::remove_file(returns.join(LATER)).unwrap();
    // First it was told: a share with its parts, and a count.
    typed(&returns.join(EARLIER), &[("H6", "271829"), ("I6", "314159"), ("J6", "86.5"), ("J11", "141422")]);
    let open = told(&ws);
    for (secret, file) in [("271829", "run.json"), ("314159", "run.json"), ("141422", "Indicators")] {
        assert!(open.iter().any(|t| t.starts_with(secret) && t.contains(file)), "{secret}: {open:?}");
    }

    // Then the service holds it back, and leaves what it was made of, as services do.
    std::fs::write(returns.join(LATER), later).unwrap();
    let held_back = [
        [("H6", "271828"), ("I6", "314159"), ("J6", ""), ("K6", "Suppressed"), ("M6", "86.5256"), ("N6", "Few cases.")],
        // The numerator is above the denominator, for which the reading is refused.
        [("H12", "577216"), ("I12", "161803"), ("J12", ""), ("K12", "Suppressed"), ("M12", ""), ("N12", "Few cases.")],
        // The figure is still there beside the reason.
        [("J11", "141421"), ("K11", "Suppressed"), ("M11", "173205"), ("N11", "Few cases."), ("O11", ""), ("Q11", "")],
    ];
    typed(&returns.join(LATER), &held_back.concat());
    assert_eq!(told(&ws), Vec::<String>::new());

    let record: serde_json::Value =
        serde_json::from_slice(&std::fs::read(ws.join("reports/2026-27Q2/run.json")).unwrap()).unwrap();
    let list = |name: &str| record[name].as_array().unwrap().clone();
    for id in ["HWY01", "HWY07"] {
        let reading = list("readings").into_iter().find(|r| r["indicator"] == id).unwrap();
        assert_eq!((&reading["marker"], &reading["status"]), (&"suppressed".into(), &"suppressed".into()), "{reading}");
    }
    // That something changed is told, and that something is wrong, with the cell where its service finds it.
    let changes = list("changes");
    let value = |c: &serde_json::Value| (c["before"]["value"].clone(), c["after"]["value"].clone());
    let of = |id: &str, field: &str| changes.iter().find(|c| c["subject"] == id && c["field"] == field).map(value);
    assert_eq!(of("HWY07", "value"), Some(("held back".into(), "Suppressed".into())));
    assert_eq!(of("HWY01", "numerator"), Some(("held back".into(), "held back".into())));
    let findings = list("findings");
    let found = |code: &str, cell: &str| findings.iter().find(|f| f["code"] == code && f["cell"] == cell).cloned();
    assert_eq!(found("R001", "J12").unwrap()["got"], "a figure that is held back");
    assert_eq!(found("C016", "K11").unwrap()["got"], "a figure and “Suppressed”");
}
