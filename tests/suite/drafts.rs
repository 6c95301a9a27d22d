//! `quarterday layout`: the picture, and drafts of forms that the drafter was not made with.

use super::harness::{Council, Said, drafts, look_at, quarterday, said};
use super::{files, root};
use quarterday::ingest::read_bytes;
use quarterday::layout::Layout;
use quarterday::reading::CellRef;
use quarterday::record::{Field, Kind, Record};
use quarterday::settings::Limits;
use std::collections::BTreeSet;
use std::path::Path;
use tempfile::TempDir;

/// Of the ten forms in `fixtures/drafts/unseen`: drafts whose required fields, service and quarter all lead to the
/// cells that a person's layout takes, and drafts that take every cell as a person's layout does.
const NEEDED_RIGHT: usize = 10;
const ALL_RIGHT: usize = 8;

/// Of each of them: the cells that lead to the field that a person gives them, of all that either layout reads.
const FIELDS_RIGHT: [(&str, usize, usize); 10] = [
    ("Resources pack Q2 2026-27", 10, 10),
    ("audit-recommendations", 20, 20),
    ("bus-and-travel-return", 16, 16),
    ("complaints-by-quarter", 16, 16),
    ("hr-figures-as-text", 21, 22),
    ("property-asset-kpis", 10, 10),
    ("public-health-risks", 29, 29),
    ("registration-figures", 9, 9),
    ("schools-risk-log", 20, 22),
    ("service-desk-scorecard", 9, 9),
];

/// One field of one record, and the cell that fills it.
type Taken = (Kind, String, u32, Field, CellRef);

/// What `layout` says of a file in a workspace that nothing was read in.
fn layout(file: &Path, more: &[&str]) -> Said {
    said(quarterday().arg("layout").arg(file).args(more).args(["-q", "-w"]).arg(root().join("fixtures/demo")))
}

fn drafted(file: &Path, dir: &TempDir) -> (String, Layout) {
    let to = dir.path().join(file.file_stem().unwrap()).with_extension("toml");
    layout(file, &["--draft", to.to_str().unwrap()]).ends(0);
    let text = std::fs::read_to_string(&to).unwrap();
    let layout = Layout::parse(&text).unwrap_or_else(|e| panic!("{}: {e}\n{text}", file.display()));
    (text, layout)
}

fn taken(file: &Path, layout: &Layout, wanted: impl Fn(&Record, Field) -> bool) -> BTreeSet<Taken> {
    let name = file.file_name().unwrap().to_string_lossy();
    let read = read_bytes(&name, &std::fs::read(file).unwrap(), std::slice::from_ref(layout), &Limits::default());
    let fields = |r: &Record| {
        let taken = |(f, c): &(Field, _)| {
            let c: &quarterday::record::Cell = c;
            (r.kind, r.sheet.to_string(), r.row, *f, c.at)
        };
        // What is printed is beside the row, and is not read into it.
        let read = |c: &quarterday::record::Cell| c.share != quarterday::record::Share::Printed;
        r.fields.iter().filter(|(f, c)| read(c) && wanted(r, *f)).map(taken).collect::<Vec<_>>()
    };
    read.records.iter().flat_map(fields).collect()
}

/// The fields that a person's layout requires, and those that say whose return it is.
fn needed(layout: &Layout) -> impl Fn(&Record, Field) -> bool + '_ {
    |record, field| match record.kind {
        Kind::Cover | Kind::Section => matches!(field, Field::Service | Field::Period),
        kind => {
            let columns = layout.tables.iter().filter(|t| t.kind == kind).flat_map(|t| &t.columns);
            columns.filter(|c| c.required).any(|c| c.field() == Some(field)) || field == Field::Breakdown
        }
    }
}

/// What a person's layout says about figures and words, and the draft does not.
fn unsaid(expected: &Layout, draft: &Layout) -> Vec<String> {
    let mut out = Vec::new();
    for (code, id) in expected.codes.iter().filter(|(c, id)| draft.codes.get(*c) != Some(id)) {
        out.push(format!("code {code} = {id}"));
    }
    for (word, marker) in expected.markers.iter().filter(|(w, m)| draft.markers.get(*w) != Some(m)) {
        out.push(format!("marker {word} = {marker:?}"));
    }
    for (field, words) in &expected.words {
        for (word, ours) in words.iter().filter(|(w, o)| draft.words.get(field).and_then(|d| d.get(*w)) != Some(o)) {
            out.push(format!("{field} {word} = {ours}"));
        }
    }
    for (kind, column) in expected.tables.iter().flat_map(|t| t.columns.iter().map(move |c| (t.kind, c))) {
        let twin = draft.tables.iter().filter(|t| t.kind == kind).flat_map(|t| &t.columns);
        let twin = twin.filter(|c| !c.print).find(|c| c.field == column.field);
        if let Some(twin) = twin.filter(|_| !column.print)
            && ((column.percent.is_some() && twin.percent != column.percent) || twin.money != column.money)
        {
            out.push(format!("{}: {:?} {:?}", column.field, column.percent, column.money));
        }
    }
    out
}

/// A form, how many of its cells a draft and a person's layout both give the same field, and how many either does.
type RightFields = (String, usize, usize);

/// How many drafts of a folder lead to the needed cells, how many to all cells, and the fields of each form.
fn drafts_of(folder: &str) -> (usize, usize, Vec<RightFields>) {
    let dir = TempDir::new().unwrap();
    let (mut needed_right, mut all_right) = (0, 0);
    let mut fields: Vec<RightFields> = Vec::new();
    let books = files(&drafts(folder), "xlsx");
    for book in &books {
        let text = std::fs::read_to_string(book.with_extension("expected.toml")).unwrap();
        let expected = Layout::parse(&text).unwrap_or_else(|e| panic!("{}: {e}", book.display()));
        let (_, draft) = drafted(book, &dir);
        let wanted = needed(&expected);
        let person = taken(book, &expected, |_, _| true);
        assert!(!person.is_empty(), "a person's layout does not read {}", book.display());
        let right = taken(book, &expected, &wanted) == taken(book, &draft, &wanted);
        let got = taken(book, &draft, |_, _| true);
        let name = book.file_stem().unwrap().to_string_lossy().into_owned();
        fields.push((name, person.intersection(&got).count(), person.union(&got).count()));
        let (lacks, adds): (Vec<_>, Vec<_>) = (person.difference(&got).collect(), got.difference(&person).collect());
        let unsaid = unsaid(&expected, &draft);
        let whole = lacks.is_empty() && adds.is_empty() && unsaid.is_empty();
        needed_right += usize::from(right);
        all_right += usize::from(whole);
        let word = |yes: bool| if yes { "right" } else { "to correct" };
        println!("{}: needed {}, all {}", book.file_stem().unwrap().to_string_lossy(), word(right), word(whole));
        for (kind, sheet, _, field, at) in lacks.iter().take(12) {
            println!("    lacks {kind:?} {} {sheet}!{at}", field.key());
        }
        for (kind, sheet, _, field, at) in adds.iter().take(12) {
            println!("    adds  {kind:?} {} {sheet}!{at}", field.key());
        }
        for words in unsaid {
            println!("    does not say {words}");
        }
    }
    println!("{folder}: needed fields right in {needed_right} of {n}, everything in {all_right}", n = books.len());
    println!("{folder}: {fields:#?}");
    (needed_right, all_right, fields)
}

#[test]
fn forms_that_the_drafter_was_not_made_with() {
    let (needed, all, fields) = drafts_of("unseen");
    assert!(needed >= NEEDED_RIGHT && all >= ALL_RIGHT, "{needed} {all}");
    let floors: Vec<RightFields> = FIELDS_RIGHT.map(|(form, right, of)| (form.to_owned(), right, of)).to_vec();
    assert_eq!(fields, floors);
}

#[test]
fn forms_that_the_drafter_was_made_with() {
    let (needed, all, fields) = drafts_of("known");
    assert_eq!(fields.len(), 23);
    assert!(needed >= 23 && all >= 21, "{needed} {all}");
}

#[test]
fn the_picture_says_what_each_column_is_and_what_is_passed_over() {
    let book = drafts("known").join("best-value-pi-return.xlsx");
    let council = Council::of("demo");
    // Outside a workspace, with our own template alone.
    let said_of = |more: &[&str]| said(quarterday().arg("layout").arg(&book).args(more).arg("-q"));
    said_of(&[]).ends(1).says("fits no layout").says("Quarterday return");

    let layout = |more: &[&str]| said(council.command(["layout", "-q"]).arg(&book).args(more));
    layout(&[]).ends(1).says_all(&["The nearest layouts:", "of 4", "without"]);

    let to = council.path("layouts/bvpi.toml");
    let to = to.to_str().unwrap();
    layout(&["--draft", to]).ends(0).says("certain,");
    // A draft in the workspace reads the file that it was drafted from, and is never written over.
    layout(&[]).ends(0).says_all(&[
        "(layout best-value-pi-return)",
        "Qtr 1",
        "8 of 8 headings and labels",
        "PI No",
        "WAS01; WAS02",
        "not wanted by the layout,",
    ]);
    let drafted = std::fs::read_to_string(to).unwrap();
    std::fs::write(to, drafted.replace("\nignore = [", "\n# ignore = [")).unwrap();
    layout(&[]).ends(0).says_all(&["not recognised, passed over", "in columns that are not recognised"]);
    layout(&["--draft", to]).ends(2).complains("is there already");
    layout(&["--draft", "x.xlsx"]).ends(2).complains("ends in .toml");

    let json = layout(&["--format", "json"]).json();
    assert_eq!(json["recognition"]["chosen"], "best-value-pi-return");
    let columns = json["sheets"][0]["parts"][1]["columns"].as_array().unwrap();
    assert!(
        columns.iter().any(|c| c["field"] == "id" && c["place"] == "A" && c["examples"][0] == "WAS01"),
        "{columns:?}"
    );
}

#[test]
fn our_own_books_are_known_and_need_no_draft() {
    let template = root().join("fixtures/demo/returns/2026-27Q2/LIB_Q2_2026-27.xlsx");
    layout(&template, &[]).ends(0).says("Told by its key sheet").says("(hidden key)");
    layout(&template, &["--draft"]).ends(2).complains("needs no layout");
    layout(&root().join("fixtures/demo/register.xlsx"), &[]).ends(0).says("quarterday-register");
}

/// Whatever is in a file, a draft of it is a layout or a plain refusal.
#[test]
fn every_draft_parses() {
    let returns = look_at::council().files("returns", &["xls", "ods"]);
    for file in super::refused::files().into_iter().chain(returns) {
        let said = said(quarterday().arg("layout").arg(&file).args(["--draft", "-q"]));
        match said.code {
            0 => drop(Layout::parse(&said.out).unwrap()),
            code => {
                let plain = said.err.contains("expected") && !said.err.contains("internal");
                assert!(code == 2 && plain, "{file:?} {}", said.err);
            }
        }
    }
}
