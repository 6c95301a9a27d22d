//! Which layout a workbook is read by: versions with dates, a lost sheet, and how near each came.

use super::*;
use crate::ingest::recognise;

/// Two versions of a form with the same headings: the one in date reads the file, whichever is listed first.
#[test]
fn the_version_in_date_is_taken() {
    let version = |id: &str, dates: &str| Layout { id: id.into(), ..layout(&format!("{dates}\n{PLAIN}")) };
    let older = version("older", "valid-to = \"2026-27Q1\"");
    let newer = version("newer", "valid-from = \"2026-27Q2\"");
    let chosen = |quarter: Option<&str>, layouts: &[Layout]| {
        let quarter = quarter.map(|q| q.parse().unwrap());
        recognise(&draw(BOOK), layouts, quarter, &Limits::default()).unwrap().chosen.unwrap()
    };
    for layouts in [[older.clone(), newer.clone()], [newer, older.clone()]] {
        assert_eq!(chosen(Some("2026-27Q1"), &layouts), "older");
        assert_eq!(chosen(Some("2026-27Q2"), &layouts), "newer");
        // Nobody knows the quarter yet: the newest.
        assert_eq!(chosen(None, &layouts), "newer");
    }
    let typed = read_as(FILE, &[older], BOOK);
    assert_eq!((values(&typed), found(&typed)), (vec!["WAS W2 3 PIs!B2".to_owned()], vec!["F022".to_owned()]));
    let finding = typed.findings.iter().find(|f| f.code == "F022").unwrap();
    assert_eq!((&*finding.expected, &*finding.got), ("a form in use in 2026-27Q2", "“X”, in use until 2026-27Q1"));
}

/// A workbook that lost a sheet stays on its own form: an older one that never had the sheet would say nothing of it.
#[test]
fn a_lost_sheet_does_not_make_a_form_an_older_one() {
    let newer = format!(
        "{}\n{PLAIN}\n[[tables]]\nkind = \"risks\"\nsheet = [\"Risks\"]\n\
         columns = [{{ field = \"title\", heading = [\"Risk\"], required = true }}]\n",
        "valid-from = \"2026-27Q2\""
    );
    let newer = newer.replace(
        "heading = [\"Actual\"], required = true }",
        "heading = [\"Actual\"], required = true }, { field = \"commentary\", heading = [\"Remarks\"] }",
    );
    let newer = Layout { id: "newer".into(), ..layout(&newer) };
    let older = Layout { id: "older".into(), ..layout(&format!("valid-to = \"2026-27Q1\"\n{PLAIN}")) };
    let book = "# PIs\nRef | Actual | Remarks\nW2 | 3 | Fine\n";
    for layouts in [[older.clone(), newer.clone()], [newer, older]] {
        let typed = read_as(FILE, &layouts, book);
        assert_eq!((values(&typed), found(&typed)), (vec!["WAS W2 3 PIs!B2".to_owned()], vec!["F015".to_owned()]));
    }
}

/// What people see when a workbook is compared with the layouts: what was found, what is missing, how near.
#[test]
fn recognition_says_what_was_found_and_what_differs() {
    let wider =
        PLAIN.replace("[\"Actual\"]", "[\"Quarter value\", \"Result\"]").replace("\"PIs\"", "\"PIs\", \"Returns\"");
    let layouts = [Layout { id: "other".into(), ..layout(&wider) }, layout(PLAIN)];
    let book = "# Cover\nhello\n# PIs\nTitle\nRef | Lead | Acctual\nW2 | Jo | 3\n";
    let said = recognise(&draw(book), &layouts, None, &Limits::default()).unwrap();
    assert_eq!(said.chosen.as_deref(), Some("x"));
    let [chosen, other] = said.candidates.as_slice() else { panic!("{said:?}") };
    assert_eq!((&*chosen.id, chosen.fits, chosen.matched, chosen.wanted), ("x", true, 2, 2));
    let found = &chosen.parts[0].found[0];
    assert_eq!((found.sheet, &*found.name, found.header, found.renamed), (1, "PIs", Some((1, 1)), false));
    let columns: Vec<_> = found.columns.iter().map(|c| (c.field, c.column, c.near)).collect();
    assert_eq!(columns, [("id", Some(0), false), ("", Some(1), false), ("value", Some(2), true)]);
    assert_eq!(
        (&*other.id, other.fits, &other.parts[0].lacks[..]),
        ("other", false, &["Quarter value".to_owned()][..])
    );
}
