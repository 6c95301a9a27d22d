//! What everybody may read: written by a draft and by a release, the same in every file, and without what is for officers alone.

use super::books::Opened;
use super::harness::{Council, QUARTER, consolidated, council, list, look_at, quarterday, read, said, text};
use calamine::Data;
use std::collections::{BTreeSet, HashMap};
use std::io::{Cursor, Read};

/// Every file of the public edition.
const FILES: [&str; 6] = [
    "public.html",
    "public.xlsx",
    "public.ods",
    "public-figures.csv",
    "public-dictionary.csv",
    "public-figures.csv-metadata.json",
];

/// All that can be read in a file: of a packed one, each of its parts.
fn readable(name: &str, bytes: Vec<u8>) -> Vec<(String, String)> {
    if !name.ends_with(".xlsx") && !name.ends_with(".ods") {
        return vec![(name.to_owned(), String::from_utf8(bytes).unwrap())];
    }
    let mut packed = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let parts: Vec<String> = packed.file_names().map(|name| name.unwrap().into_owned()).collect();
    let part = |part: String| {
        let mut text = String::new();
        packed.by_name(&part).unwrap().read_to_string(&mut text).unwrap();
        (format!("{name}: {part}"), text)
    };
    parts.into_iter().map(part).collect()
}

fn everything(council: &Council, folder: &str) -> Vec<(String, String)> {
    FILES.iter().flat_map(|name| readable(name, council.bytes(&format!("{folder}/{name}")))).collect()
}

/// The words of a column of the register.
fn column(council: &Council, sheet: &str, first: &str, heading: &str) -> BTreeSet<String> {
    let rows = Opened::read(&council.path("register.xlsx")).table(sheet, first);
    rows.iter().map(|row| row[heading].to_string()).filter(|words| !words.is_empty()).collect()
}

#[test]
fn nothing_for_officers_alone_is_in_any_public_file() {
    let council = look_at::consolidated();
    let register = |sheet: &str, first: &str, heading: &str| column(council, sheet, first, heading);
    let mut secret: BTreeSet<String> = register("Services", "Id", "E-mail");
    let mut people = register("Services", "Id", "Contact");
    people.extend(register("Indicators", "Id", "Owner"));
    let mut known = register("Services", "Id", "Head of service");
    known.extend(register("Priorities", "Id", "Owner"));
    // What is below the level of the settings: a head of service may be named.
    let officers: Vec<String> = people.difference(&known).cloned().collect();
    assert!(officers.len() > 20, "{officers:?}");
    secret.extend(officers);
    let run = council.record(QUARTER);
    let findings = list(&run["findings"]);
    assert!(findings.len() > 50);
    secret.extend(findings.iter().map(|f| text(&f["file"]).to_owned()).filter(|file| file.ends_with(".xlsx")));
    // Codes are short, and stand nowhere else in brackets.
    secret.extend(findings.iter().map(|f| format!("({})", text(&f["code"]))));
    for query in list(&run["queries"]) {
        let answers = [&query["answer"]["why"], &query["decision"]["why"], &query["answer"]["by"]];
        secret.extend(answers.into_iter().filter_map(|a| a.as_str()).filter(|a| a.len() > 3).map(str::to_owned));
    }
    secret.extend(list(&run["inputs"]).iter().filter_map(|i| i["sha256"].as_str()).map(str::to_owned));
    for (place, words) in everything(council, &format!("reports/{QUARTER}")) {
        let words = words.replace("&amp;", "&").replace("&#39;", "'").replace("&apos;", "'").to_lowercase();
        for text in secret.iter().filter(|text| !text.is_empty()) {
            assert!(!words.contains(&text.to_lowercase()), "{place} has “{text}”");
        }
    }
}

/// The same figures in the workbooks, in the table for programs and on the page.
#[test]
fn every_file_has_the_same_figures() {
    let council = look_at::consolidated();
    let rows = |file: &str| Opened::read(&council.report(file)).table("Measures", "Reference");
    let (xlsx, ods) = (rows("public.xlsx"), rows("public.ods"));
    assert_eq!(xlsx.len(), ods.len());
    let page = council.text(&format!("reports/{QUARTER}/public.html")).replace("&#39;", "'").replace("&amp;", "&");
    let table = csv::Reader::from_reader(&council.bytes(&format!("reports/{QUARTER}/public-figures.csv"))[..])
        .deserialize()
        .map(Result::unwrap)
        .filter(|row: &HashMap<String, String>| row["figure_of"] == "quarter" && row["quarter"] == QUARTER)
        .map(|row| (row["measure"].clone(), row))
        .collect::<HashMap<_, _>>();
    let mut hidden = 0;
    for (x, o) in xlsx.iter().zip(&ods) {
        for heading in x.keys() {
            assert_eq!(x[heading].to_string(), o[heading].to_string(), "{}: {heading}", x["Reference"]);
        }
        hidden += usize::from(x["Figure"] == Data::String("[c]".into()));
        let row = &table[&x["Reference"].to_string()];
        let told = if row["value"].is_empty() {
            format!("[{}]", row["marker"].trim_matches(['[', ']']))
        } else {
            row["value"].clone()
        };
        assert_eq!(x["Figure"].to_string(), told, "{row:?}");
        assert!(page.contains(&x["Measure"].to_string()), "{row:?}");
    }
    assert!(hidden > 0, "the demo has a hidden figure");
}

#[test]
fn a_release_has_it_and_is_judged_by_the_points() {
    let mut council = council().with_settings("[publication]\nheld_up_by = []");
    council.consolidate(QUARTER);
    council.run(["approve", QUARTER, "--by", "Gwen Hart"]).ends(0);
    let published = council.json(["publish", QUARTER, "--by", "Tom Barrow"]);
    let names: Vec<&str> = list(&published["files"]).iter().map(|f| text(&f["file"])).collect();
    for file in FILES {
        assert!(names.contains(&file), "{file} of {names:?}");
    }
    let folder = format!("published/{QUARTER}/1");
    for (place, words) in everything(&council, &folder) {
        assert!(!words.contains("Draft"), "{place} says that it is a draft");
    }
    assert!(council.text(&format!("{folder}/public.html")).contains("Release 1, published on 28 October 2026."));
    for file in ["public.xlsx", "public.ods"] {
        said(quarterday().arg("accessible").arg(council.path(&format!("{folder}/{file}")))).ends(0);
    }
    // A draft says so.
    let draft = consolidated();
    for file in ["public.xlsx", "public.html"] {
        let all: String = readable(file, read(&draft.report(file))).into_iter().map(|(_, words)| words).collect();
        assert!(all.contains("Draft"), "{file}");
    }
}
