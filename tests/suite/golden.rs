//! The workbook of every edition, part by part, is what was agreed: `fixtures/golden` keeps the text of each part, one element a
//! line, what several workbooks have alike once. `UPDATE_GOLDEN=1 cargo test --test suite -- golden` writes it anew: read the
//! difference before committing it.

use super::harness::{Council, QUARTER, checks};
use super::package::texts_of_parts;
use super::published::sends;
use super::root;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Whose workbook is of the fourth quarter.
const YEAR_END: (&str, &str) = ("2026-27Q4", "year-end");
/// What several workbooks have alike.
const SHARED: &str = "shared";
/// The parts that a workbook has.
const LISTED: &str = "parts.txt";
/// Differences that are shown of one part.
const SHOWN: usize = 5;
const EVERY_EDITION: &str = "[editions]\nwritten = [\"members\", \"officers\", \"scrutiny\", \"half-year\", \"year-end\", \
                             \"directorates\", \"portfolios\", \"services\"]";

/// The text of each part, by the workbook's name and the part's.
type Texts = BTreeMap<String, BTreeMap<String, String>>;

#[test]
fn every_part_of_every_edition_is_as_it_was_agreed() {
    let got = every_edition();
    let home = root().join("fixtures/golden");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        write(&home, &got);
    }
    let wanted = kept(&home);
    let differences = differences(&wanted, &got);
    assert!(
        differences.is_empty(),
        "{}\nIs this as it should be? UPDATE_GOLDEN=1 cargo test --test suite -- golden",
        differences.join("\n")
    );
}

/// What is told of a difference names the workbook, the part, the line and both texts; what is missing or new is told.
#[test]
fn a_difference_is_told_by_its_place() {
    let book =
        |parts: &[(&str, &str)]| parts.iter().map(|(part, text)| ((*part).to_owned(), (*text).to_owned())).collect();
    let texts = |parts: &[(&str, &str)]| Texts::from([("cabinet".to_owned(), book(parts))]);
    let (one, other) = (texts(&[("Risks", "a\nb"), ("Gone", "a")]), texts(&[("Risks", "a\nc\nd"), ("New", "a")]));
    assert_eq!(
        differences(&one, &other),
        [
            "cabinet, Gone: this part is missing",
            "cabinet, New: this part is new",
            "cabinet, Risks, line 2: expected `b`, got `c`",
            "cabinet, Risks, line 3: expected nothing, got `d`",
        ]
    );
    assert_eq!(differences(&one, &one), Vec::<String>::new());
    assert_eq!(differences(&one, &Texts::new()), ["cabinet: this workbook is missing"]);
}

/// Stowick's workbooks of the second quarter, and that of its year's end.
fn every_edition() -> Texts {
    let mut council = checks().with_settings(EVERY_EDITION);
    council.sends("nothing-wrong.xlsx", "clean.xlsx");
    council.consolidate(QUARTER);
    let mut texts = workbooks(&council, QUARTER);
    council.remove(&format!("returns/{QUARTER}/clean.xlsx"));
    let (quarter, edition) = YEAR_END;
    sends(&mut council, quarter, &[]);
    council.consolidate(quarter);
    texts.extend(workbooks(&council, quarter).into_iter().filter(|(name, _)| name == edition));
    texts
}

fn workbooks(council: &Council, quarter: &str) -> Texts {
    let folder = format!("reports/{quarter}");
    // Below it lie the returns that go back to the services.
    let files =
        council.files(&folder, &["xlsx"]).into_iter().filter(|path| path.parent() == Some(&council.path(&folder)));
    files.map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), texts_of_parts(&path))).collect()
}

/// Writes the texts anew: what at least two workbooks have alike once, and which parts each of them has.
fn write(home: &Path, texts: &Texts) {
    if home.exists() {
        fs::remove_dir_all(home).unwrap();
    }
    let put = |folder: &str, name: &str, text: &str| {
        fs::create_dir_all(home.join(folder)).unwrap();
        fs::write(home.join(folder).join(name), text).unwrap();
    };
    let mut shared: BTreeMap<&str, &str> = BTreeMap::new();
    for (book, parts) in texts {
        put(book, LISTED, &parts.keys().map(|part| format!("{part}\n")).collect::<String>());
        for (part, text) in parts {
            let alike = texts.values().filter(|other| other.get(part) == Some(text)).count() > 1;
            if alike && *shared.entry(part).or_insert(text) == text {
                put(SHARED, &file(part), text);
            } else {
                put(book, &file(part), text);
            }
        }
    }
}

fn file(part: &str) -> String {
    format!("{part}.txt")
}

/// The texts as they were agreed.
fn kept(home: &Path) -> Texts {
    let read = |path: PathBuf| fs::read_to_string(&path).map_err(|fault| format!("{}: {fault}", path.display()));
    let folders = fs::read_dir(home).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let book = |name: String| {
        let text = |part: &str| {
            let own = home.join(&name).join(file(part));
            let place = if own.exists() { own } else { home.join(SHARED).join(file(part)) };
            (part.to_owned(), read(place).unwrap())
        };
        let parts = read(home.join(&name).join(LISTED)).unwrap().lines().map(text).collect();
        (name, parts)
    };
    folders.filter(|name| name != SHARED).map(book).collect()
}

/// Every difference by workbook, part and line.
fn differences(wanted: &Texts, got: &Texts) -> Vec<String> {
    let mut out = vec![];
    let books: BTreeSet<&String> = wanted.keys().chain(got.keys()).collect();
    for book in books {
        let (Some(want), Some(have)) = (wanted.get(book), got.get(book)) else {
            out.push(format!("{book}: this workbook is {}", missing_or_new(wanted.contains_key(book))));
            continue;
        };
        let parts: BTreeSet<&String> = want.keys().chain(have.keys()).collect();
        for part in parts {
            match (want.get(part), have.get(part)) {
                (Some(a), Some(b)) => out.extend(lines(a, b).into_iter().map(|line| format!("{book}, {part}, {line}"))),
                (a, _) => out.push(format!("{book}, {part}: this part is {}", missing_or_new(a.is_some()))),
            }
        }
    }
    out
}

fn missing_or_new(wanted: bool) -> &'static str {
    if wanted { "missing" } else { "new" }
}

/// The first lines that differ.
fn lines(wanted: &str, got: &str) -> Vec<String> {
    let quoted = |line: Option<&str>| line.map_or("nothing".to_owned(), |line| format!("`{}`", line.trim_start()));
    let (mut a, mut b) = (wanted.lines(), got.lines());
    let longest = wanted.lines().count().max(got.lines().count());
    let pairs = (1..=longest).map(|n| (n, a.next(), b.next()));
    let different = pairs.filter(|(_, a, b)| a != b).take(SHOWN);
    different.map(|(n, a, b)| format!("line {n}: expected {}, got {}", quoted(a), quoted(b))).collect()
}
