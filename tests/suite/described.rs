//! Three forms as councils have them, by layouts that somebody wrote from the handbook alone: every figure is read, in the
//! files of three programs, next quarter's and one in which people moved and renamed things.

use super::harness::{Council, list, new_council, text};
use rstest::rstest;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Indicator, sheet, the cells that a figure may be said to stand in, and the number or why there is none.
struct Expected {
    sheet: String,
    cells: (String, String),
    value: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/described")
}

/// What must be read of a workbook, by indicator.
fn expected(form: &str, file: &str) -> BTreeMap<String, Expected> {
    let same = matches!(file, "form-openpyxl.xlsx" | "form-libreoffice.ods" | "form-libreoffice.xls");
    let file = if same { "form.xlsx" } else { file };
    let mut lines = csv::Reader::from_path(root().join(form).join("EXPECTED.csv")).unwrap();
    let rows = lines.records().map(|row| row.unwrap()).filter(|row| &row[4] == file);
    let figure = |row: csv::StringRecord| {
        let (first, last) = row[6].split_once(':').unwrap_or((&row[6], &row[6]));
        let cells = (first.to_owned(), last.to_owned());
        (row[1].to_owned(), Expected { sheet: row[5].to_owned(), cells, value: row[3].to_owned() })
    };
    rows.map(figure).collect()
}

fn is(figure: &Value, expected: &Expected) -> bool {
    let says = match expected.value.parse::<f64>() {
        Ok(number) => figure["value"].as_f64().is_some_and(|v| (v - number).abs() <= 1e-9 * number.abs().max(1.0)),
        Err(_) => text(&figure["marker"]) == expected.value,
    };
    // A figure of several cells of one row may be said to stand in any of them.
    let parts = |cell: &str| cell.chars().partition::<String, _>(|c| c.is_ascii_alphabetic());
    let ((column, row), (first, line)) = (parts(text(&figure["cell"])), parts(&expected.cells.0));
    let order = |column: &str| (column.len(), column.to_owned());
    let within = order(&first) <= order(&column) && order(&column) <= order(&parts(&expected.cells.1).0);
    says && text(&figure["sheet"]) == expected.sheet && row == line && within
}

/// A workspace with the register of the form and this layout alone.
fn workspace(form: &str, layout: &str) -> Council {
    let read = |name: &str| std::fs::read(root().join(form).join(name)).unwrap();
    let mut council = new_council();
    council.write("register.xlsx", read("register.xlsx"));
    council.write(&format!("layouts/{layout}"), read(layout));
    council
}

const FILES: [&str; 5] =
    ["form.xlsx", "form-openpyxl.xlsx", "form-libreoffice.ods", "form-libreoffice.xls", "form-next-quarter.xlsx"];

/// Of the organisations a heading was changed that stands above two measures.
///
/// `lost` figures of the form that people changed are not read: of a label or a place that the layout does not have.
#[rstest]
#[case::finance("finance", "described.toml", 52, Some(0))]
#[case::pages("pages", "described.toml", 39, Some(1))]
#[case::pages_in_one_line("pages", "short.toml", 39, Some(1))]
#[case::organisations("organisations", "described.toml", 2000, Some(400))]
fn every_figure_is_read(#[case] form: &str, #[case] layout: &str, #[case] figures: usize, #[case] lost: Option<usize>) {
    let council = workspace(form, layout);
    for (file, lost) in FILES.iter().map(|f| (*f, 0)).chain(lost.map(|lost| ("moved.xlsx", lost))) {
        let checked = &council.check_files([root().join(form).join(file)])[0];
        assert_eq!(checked["accepted"], true, "{file}: {:#}", checked["findings"]);
        let expected = expected(form, file);
        assert_eq!(expected.len(), figures, "{file}");
        let read = list(&checked["values"]);
        let wrong: Vec<&Value> =
            read.iter().filter(|v| expected.get(text(&v["indicator"])).is_none_or(|e| !is(v, e))).collect();
        assert!(wrong.is_empty(), "{file}: {wrong:#?}");
        assert_eq!(read.len() + lost, figures, "{file}: {:#}", checked["findings"]);
    }
}

/// The register of the form, and a draft of it that nobody has corrected, as the only layout. How many figures it reads of
/// those that the hand-made layout does, in the form itself and in that of the next quarter: 0, 0 and 38 before headings,
/// months and pages were drafted from the register.
#[rstest]
#[case::finance("finance", 52)]
#[case::pages("pages", 39)]
#[case::organisations("organisations", 2000)]
fn a_raw_draft_reads_its_form_and_the_next(#[case] form: &str, #[case] at_least: usize) {
    let mut council = new_council();
    council.write("register.xlsx", std::fs::read(root().join(form).join("register.xlsx")).unwrap());
    let (made_from, to) = (root().join(form).join("form.xlsx"), council.path("layouts/drafted.toml"));
    council.run(["layout".as_ref(), made_from.as_os_str(), "--draft".as_ref(), to.as_os_str()]).ends(0);
    let draft = std::fs::read_to_string(&to).unwrap();
    for file in FILES {
        let checked = &council.check_files([root().join(form).join(file)])[0];
        assert_eq!(checked["accepted"], true, "{file}: {:#}\n{draft}", checked["findings"]);
        let expected = expected(form, file);
        let right = |v: &&Value| expected.get(text(&v["indicator"])).is_some_and(|e| is(v, e));
        let (read, right) = (list(&checked["values"]).len(), list(&checked["values"]).iter().filter(right).count());
        assert!(right >= at_least && right == read, "{file}: {right} of {read}\n{draft}");
    }
}
