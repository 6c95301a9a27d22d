//! The workbook of every edition, part by part, is what was agreed: `fixtures/golden` keeps the text of each part, one element a
//! line, what several workbooks have alike once. `UPDATE_GOLDEN=1 cargo test --test suite -- golden` writes it anew: read the
//! difference before committing it.

use super::harness::{Council, QUARTER, checks};
use super::published::sends;
use super::root;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Whose workbook is of the fourth quarter.
const YEAR_END: (&str, &str) = ("2026-27Q4", "year-end");
/// What several workbooks have alike.
const SHARED: &str = "shared";
/// The parts that a workbook has.
const LISTED: &str = "parts.txt";
/// What stands for the name of the council or of the part.
const WHOSE: &str = "‹whose›";
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

#[test]
fn a_part_is_told_an_element_a_line() {
    let xml = "<?xml version=\"1.0\"?>\n<row r=\"1\" spans=\"1:2\" ht=\"9\"><c r=\"A1\" s=\"7\" t=\"s\"><v>1</v></c><c r=\"B1\"><v>1</v></c></row><end/>";
    let strings = shared_strings("<sst><si><t>none</t></si><si><t xml:space=\"preserve\">On\ntarget</t></si></sst>");
    assert_eq!(text_of(xml, &strings), "row r=\"1\" ht=\"9\"\n A1 s7 | On⏎target\n B1 = 1\nend\n");
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
    let files = council.files(&format!("reports/{quarter}"), &["xlsx"]).into_iter();
    files.map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), parts(&path))).collect()
}

/// Every part of a workbook; a sheet is called by its name, so that it is found again where another stands before it.
fn parts(path: &Path) -> BTreeMap<String, String> {
    let mut package = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut held: BTreeMap<String, String> = BTreeMap::new();
    for n in 0..package.len() {
        let mut part = package.by_index(n).unwrap();
        let (name, mut bytes) = (part.name().unwrap().into_owned(), vec![]);
        part.read_to_end(&mut bytes).unwrap();
        // A picture is told by how long it is.
        let text =
            String::from_utf8(bytes).unwrap_or_else(|picture| format!("<bytes>{}</bytes>", picture.as_bytes().len()));
        held.insert(name, text);
    }
    let strings = shared_strings(&held.remove("xl/sharedStrings.xml").unwrap_or_default());
    let sheets = sheet_names(&held["xl/workbook.xml"]);
    let named = |part: &str| {
        let number =
            |before: &str, behind: &str| part.strip_prefix(before)?.strip_suffix(behind)?.parse::<usize>().ok();
        let sheet = number("xl/worksheets/sheet", ".xml").map(|n| sheets[n - 1].clone());
        let links = number("xl/worksheets/_rels/sheet", ".xml.rels").map(|n| format!("{}, links", sheets[n - 1]));
        sheet.or(links).unwrap_or_else(|| part.replace('/', " "))
    };
    // Whose workbook it is stands on each sheet of it.
    let whose = whose(&held["docProps/core.xml"]);
    held.iter().map(|(part, text)| (named(part), text_of(text, &strings).replace(&whose, WHOSE))).collect()
}

/// One element a line, deeper ones further in, with its attributes and its words as they stand in the part; the value of a cell
/// beside it, a shared string by its words. The part is ours: no sign `>` stands in it but at the end of a tag.
fn text_of(xml: &str, strings: &[String]) -> String {
    let (mut lines, mut depth): (Vec<String>, usize) = (vec![], 0);
    for piece in xml.split('<').skip(1).filter(|piece| !piece.starts_with('?')) {
        let (tag, words) = piece.split_once('>').unwrap();
        if tag.starts_with('/') {
            depth -= 1;
            continue;
        }
        let words = words.trim_end_matches('\n').replace('\n', "⏎");
        match lines.last_mut() {
            Some(cell) if tag == "v" => {
                let held = match cell.strip_suffix(" t=\"s\"") {
                    Some(place) => format!("{place} | {}", strings[words.parse::<usize>().unwrap()]),
                    None => format!("{cell} = {words}"),
                };
                *cell = held;
            }
            _ if words.is_empty() => lines.push(format!("{}{}", " ".repeat(depth), short(tag.trim_end_matches('/')))),
            _ => lines.push(format!("{}{} | {words}", " ".repeat(depth), short(tag))),
        }
        depth += usize::from(!tag.ends_with('/'));
    }
    lines.join("\n") + "\n"
}

/// A cell by its place and its style, `A5 s12`; of a row no guess at how many cells it has.
fn short(tag: &str) -> String {
    match tag.split_once(" spans=\"").and_then(|(row, rest)| Some((row, rest.split_once('"')?.1))) {
        Some((row, rest)) => format!("{row}{rest}"),
        None => match tag.strip_prefix("c r=\"") {
            Some(cell) => cell.replacen("\" s=\"", " s", 1).replacen('"', "", 1),
            None => tag.to_owned(),
        },
    }
}

/// The words of each shared string; of one in several fonts all that stands in it.
fn shared_strings(xml: &str) -> Vec<String> {
    let each = xml.split("<si>").skip(1).map(|piece| piece.split("</si>").next().unwrap());
    let plain = |string: &str| {
        let words = string.split_once('>').and_then(|(_, rest)| rest.strip_suffix("</t>"));
        words.filter(|_| !string.starts_with("<r>")).unwrap_or(string).replace('\n', "⏎")
    };
    each.map(plain).collect()
}

/// The council, with the part of it that the workbook is of: what its title begins with.
fn whose(properties: &str) -> String {
    let title = properties.split_once("<dc:title>").and_then(|(_, rest)| rest.split_once("</dc:title>")).unwrap().0;
    title.rsplit_once(": performance").unwrap().0.to_owned()
}

/// The names of the sheets, in order.
fn sheet_names(workbook: &str) -> Vec<String> {
    let name = |piece: &str| piece.split('"').next().unwrap().replace("&amp;", "&");
    workbook.split("<sheet name=\"").skip(1).map(name).collect()
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
