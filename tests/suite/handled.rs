//! What people do to a form that they have filled in: each figure is found where it stands now, and what cannot be told
//! is said at the cell.

use super::books::{Drawn, workbook};
use super::forms::{FIRST, INDICATORS, REASON, VALUE, check, fill, in_percent};
use super::harness::look_at;
use super::parts::{cell, edited_part, row, text};
use std::collections::BTreeSet;

/// A service whose figures are typed and worked out, some of them not due.
const SERVICE: &str = "HWY";

/// A filled form.
struct Filled {
    form: Vec<u8>,
    /// The rows whose value is typed.
    typed: Vec<usize>,
}

impl Filled {
    fn new() -> Self {
        let blank = look_at::forms().bytes(&format!("templates/2026-27Q3/{SERVICE}.xlsx"));
        let form = edited_part(&blank, INDICATORS, |xml| fill(xml, &mut 0));
        let xml = text(&form, INDICATORS);
        let is_typed = |row: &usize| {
            let value = cell(&xml, &format!("{VALUE}{row}"));
            value.is_some_and(|at| xml[at.clone()].contains("<v>") && !xml[at].contains("<f>"))
        };
        let typed: Vec<usize> = (FIRST..FIRST + 30).filter(is_typed).collect();
        assert!(typed.len() >= 3, "{typed:?}");
        Self { form, typed }
    }

    /// What is read from the form before and after `change` of the sheet of indicators.
    fn read(&self, change: impl FnOnce(&mut String)) -> Read {
        let after = edited_part(&self.form, INDICATORS, change);
        assert!(after != self.form);
        self.compare(&after)
    }

    fn compare(&self, after: &[u8]) -> Read {
        let folder = tempfile::tempdir().unwrap();
        let paths = ["before.xlsx", "after.xlsx"].map(|name| folder.path().join(name));
        std::fs::write(&paths[0], &self.form).unwrap();
        std::fs::write(&paths[1], after).unwrap();
        let checked = check(&paths);
        let [before, after] = &checked[..] else { panic!("two files") };
        let findings = |c: &super::forms::Checked| c.findings.iter().cloned().collect::<BTreeSet<_>>();
        let (old, new) = (findings(before), findings(after));
        Read {
            readings: after.readings as i64 - before.readings as i64,
            more: new.difference(&old).map(|(code, at)| format!("{code} {at}")).collect(),
            fewer: old.difference(&new).map(|(code, at)| format!("{code} {at}")).collect(),
        }
    }
}

/// What changed in what is read: how many readings, which findings came and went.
#[derive(Debug)]
struct Read {
    readings: i64,
    more: Vec<String>,
    fewer: Vec<String>,
}

/// A row of the sheet under another number.
fn renumbered(row: &str, from: usize, to: usize) -> String {
    let row = row.replacen(&format!("<row r=\"{from}\""), &format!("<row r=\"{to}\""), 1);
    let mut out = String::new();
    for (k, piece) in row.split("<c r=\"").enumerate() {
        if k == 0 {
            out.push_str(piece);
        } else {
            let (place, rest) = piece.split_once('"').unwrap();
            let letters = place.trim_end_matches(|c: char| c.is_ascii_digit());
            out.push_str(&format!("<c r=\"{letters}{to}\"{rest}"));
        }
    }
    out
}

/// Text pasted from an e-mail: neither the cell's style nor its validation survives.
#[test]
fn figures_pasted_over_validated_cells_are_read_and_noted() {
    let filled = Filled::new();
    let places: Vec<String> = filled.typed.iter().map(|row| format!("{VALUE}{row}")).collect();
    let read = filled.read(|xml| {
        for (at, row) in places.iter().zip(&filled.typed) {
            let range = cell(xml, at).unwrap();
            let sign = if in_percent(xml, *row) { "%" } else { "" };
            let words = format!(" {row}{sign}\u{a0}");
            let pasted = format!("<c r=\"{at}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{words}</t></is></c>");
            xml.replace_range(range, &pasted);
        }
        while let (Some(start), Some(end)) = (xml.find("<dataValidations"), xml.find("</dataValidations>")) {
            xml.replace_range(start..end + "</dataValidations>".len(), "");
        }
    });
    assert_eq!((read.readings, read.fewer), (0, vec![]));
    assert_eq!(
        read.more,
        places.iter().map(|at| format!("C001 {at}")).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>()
    );
}

/// Cut and paste moves the cell itself: it leaves a hole, and what it is pasted over is gone.
#[test]
fn a_figure_that_was_cut_and_pasted_is_missed_where_it_stood() {
    let filled = Filled::new();
    let (from, to) = (filled.typed[0], filled.typed[1]);
    let read = filled.read(|xml| {
        let at = cell(xml, &format!("{VALUE}{from}")).unwrap();
        let moved = xml[at.clone()].replace(&format!("{VALUE}{from}"), &format!("{VALUE}{to}"));
        xml.replace_range(at, "");
        let over = cell(xml, &format!("{VALUE}{to}")).unwrap();
        xml.replace_range(over, &moved);
    });
    assert_eq!(read.readings, -1);
    assert!(read.more.contains(&format!("C009 {VALUE}{from}")), "{read:?}");
}

#[test]
fn a_row_that_was_deleted_is_asked_for() {
    let filled = Filled::new();
    let gone = filled.typed[1];
    let read = filled.read(|xml| {
        let last = (gone..).take_while(|n| xml.contains(&format!("<row r=\"{n}\""))).last().unwrap();
        xml.replace_range(row(xml, gone), "");
        for n in gone + 1..=last {
            let range = row(xml, n);
            let up = renumbered(&xml[range.clone()], n, n - 1);
            xml.replace_range(range, &up);
        }
    });
    assert_eq!(read.readings, -1);
    assert!(read.more.contains(&"T002 ".to_owned()), "{read:?}");
}

/// Sorted by whatever column: figures go with their rows, so nothing is read otherwise.
#[test]
fn sorted_rows_keep_their_figures() {
    let filled = Filled::new();
    let (first, last) = (filled.typed[0], *filled.typed.last().unwrap());
    let read = filled.read(|xml| {
        let (a, b) = (row(xml, first), row(xml, last));
        let (up, down) = (renumbered(&xml[b.clone()], last, first), renumbered(&xml[a.clone()], first, last));
        xml.replace_range(b, &down);
        xml.replace_range(a, &up);
    });
    assert_eq!(read.readings, 0);
    // What was said of a row is said of it where it is now.
    assert!(
        read.more.iter().chain(&read.fewer).all(|f| f.ends_with(&first.to_string()) || f.ends_with(&last.to_string()))
    );
    assert_eq!(read.more.len(), read.fewer.len(), "{read:?}");
}

/// Unprotected, with columns of the service's own at the end and without a reason column.
#[test]
fn columns_that_a_service_adds_are_noted_and_not_read() {
    let filled = Filled::new();
    let read = filled.read(|xml| {
        let start = xml.find("<sheetProtection").unwrap();
        let end = start + xml[start..].find("/>").unwrap() + 2;
        xml.replace_range(start..end, "");
        for (n, words) in [(FIRST - 1, "Our own note"), (filled.typed[0], "checked by Pat"), (filled.typed[1], "98.6")]
        {
            let end = row(xml, n).end - "</row>".len();
            xml.insert_str(end, &format!("<c r=\"AZ{n}\" t=\"inlineStr\"><is><t>{words}</t></is></c>"));
        }
    });
    assert_eq!((read.readings, read.fewer), (0, vec![]));
    assert_eq!(read.more, [format!("C015 AZ{}", FIRST - 1)]);
}

#[test]
fn a_reason_column_that_was_cleared_leaves_the_figures() {
    let filled = Filled::new();
    let read = filled.read(|xml| {
        let heading = cell(xml, &format!("{REASON}{}", FIRST - 1)).unwrap();
        xml.replace_range(heading, "");
    });
    // Our hidden key still says what the column is.
    assert_eq!((read.readings, read.fewer), (0, vec![]));
}

/// The sheets copied into a workbook of the service's own: values only, no keys, no hidden sheets, another order.
#[test]
fn sheets_copied_into_another_workbook_are_read_by_their_headings() {
    let filled = Filled::new();
    let form = Drawn::like(&filled.form);
    let mut book = workbook().sheet("Working");
    for name in ["Feedback", "Actions", "Risks", "Indicators", "Cover"] {
        book = book.sheet(name);
        // The hidden column of ids and the hidden columns of flags stay behind.
        for (at, content) in form.on(name).filter(|((_, c), _)| name == "Cover" || (1..=18).contains(c)) {
            if !content.text().is_some_and(|text| text.is_empty() || text.starts_with("qd:")) {
                book = book.put(*at, content.clone());
            }
        }
    }
    let read = filled.compare(&book.bytes());
    assert_eq!(read.readings, 0, "{read:?}");
    let told = |f: &&String| !["F014", "F015", "F016", "C015", "C018"].iter().any(|code| f.starts_with(code));
    assert_eq!(read.more.iter().filter(told).collect::<Vec<_>>(), Vec::<&String>::new());
}
