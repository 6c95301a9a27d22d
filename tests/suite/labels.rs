//! Sensitivity labels: what is written carries the one that its readers have, and what one encrypts is told at every door.

use super::harness::{Council, QUARTER, checks, list, nowhere, read, text};
use super::parts;
use super::published::{publishes, sends, stowick};
use super::{files, root};
use serde_json::Value;
use std::path::{Path, PathBuf};

const Q1: &str = "2026-27Q1";
const SETTINGS: &str = "[label]\nid = \"{2096F6A2-D2F7-48BE-B329-B73AAA526E5D}\"\nname = \"Official & Sensitive\"\n\
                        tenant = \"cb46c030-1825-4e81-a295-151c039dbf02\"\n[label.for]\n\
                        public = { id = \"0f6ee3ab-7d4f-4c12-9a0a-5a9a3a8f5a11\", name = \"Public\" }\n\
                        members = { id = \"11111111-7d4f-4c12-9a0a-5a9a3a8f5a11\", name = \"Official\" }\n\
                        forms = { id = \"22222222-7d4f-4c12-9a0a-5a9a3a8f5a11\", name = \"Forms\" }\n\
                        scrutiny = {}\n";

/// The names of the labels among the properties of a workbook or document.
fn labels(path: &Path) -> Vec<String> {
    let book = read(path);
    let parts: Vec<String> = parts::packed(&book).into_iter().map(|(name, _)| name).collect();
    let has = |part: &str| parts.iter().any(|name| name == part);
    let (said, end) = match has("meta.xml") {
        true => (parts::text(&book, "meta.xml"), "</meta:user-defined>"),
        false if has("docProps/custom.xml") => (parts::text(&book, "docProps/custom.xml"), "</vt:lpwstr>"),
        false => (String::new(), ""),
    };
    let value = |said: &str| said.split(end).next().unwrap().rsplit('>').next().unwrap().to_owned();
    let value_of = |key: &str| said.split(&format!("_{key}\"")).skip(1).map(value).collect::<Vec<_>>();
    let names = value_of("Name");
    assert_eq!(value_of("SetDate"), names.iter().map(|_| "2026-04-01T00:00:00Z").collect::<Vec<_>>(), "{path:?}");
    // The part says the same, and is led to.
    assert_eq!(has("docMetadata/LabelInfo.xml"), !names.is_empty() && !has("meta.xml"), "{path:?}");
    if has("docMetadata/LabelInfo.xml") {
        let label = parts::text(&book, "docMetadata/LabelInfo.xml");
        let id = label.split("id=\"{").nth(1).unwrap().split('}').next().unwrap();
        assert!(said.contains(&format!("name=\"MSIP_Label_{id}_Name\"")), "{path:?}: {label}");
        assert!(parts::text(&book, "_rels/.rels").contains("docMetadata/LabelInfo.xml"));
        assert!(parts::text(&book, "[Content_Types].xml").contains("/docMetadata/LabelInfo.xml"));
    }
    names
}

fn below(council: &Council, folder: &str) -> Vec<PathBuf> {
    council.files(folder, &["xlsx", "docx", "ods"])
}

#[test]
fn every_workbook_and_document_has_the_label_of_its_readers() {
    let mut council = stowick().with_settings(SETTINGS);
    sends(&mut council, Q1, &[]);
    council.templates(Q1, &[]).ends(0);
    council.run(["consolidate", Q1, "--edition", "all"]);
    let wanted = |path: &Path| match path.file_name().unwrap().to_str().unwrap() {
        _ if path.components().any(|part| part.as_os_str() == "returned") => "Forms",
        "cabinet.xlsx" | "headlines.docx" => "Official",
        "public.xlsx" | "public.ods" => "Public",
        "scrutiny.xlsx" => "",
        _ => "Official &amp; Sensitive",
    };
    let written = below(&council, &format!("reports/{Q1}"));
    for file in ["officers.xlsx", "cabinet.xlsx", "headlines.docx", "public.ods", "public.xlsx", "scrutiny.xlsx"] {
        assert!(written.iter().any(|path| path.ends_with(file)), "{file}: {written:?}");
    }
    for path in &written {
        assert_eq!(labels(path).concat(), wanted(path), "{}", path.display());
    }
    // The public edition says nothing of any other label, in no file.
    for path in council.files(&format!("reports/{Q1}"), &["html", "csv", "json"]) {
        if path.file_name().unwrap().to_str().unwrap().starts_with("public") {
            assert!(!String::from_utf8(read(&path)).unwrap().contains("Sensitive"), "{}", path.display());
        }
    }
    let [forms, notebooks] = [format!("templates/{Q1}"), "notebook".to_owned()].map(|folder| below(&council, &folder));
    assert!(!forms.is_empty() && !notebooks.is_empty());
    forms.iter().for_each(|path| assert_eq!(labels(path), ["Forms"]));
    notebooks.iter().for_each(|path| assert_eq!(labels(path), ["Official &amp; Sensitive"]));
    let record = &council.record(Q1)["sensitivity"];
    assert_eq!(
        (text(&record["tenant"]), text(&record["method"])),
        ("cb46c030-1825-4e81-a295-151c039dbf02", "standard")
    );
    let said: Vec<String> =
        list(&record["labels"]).iter().map(|l| format!("{} {}", text(&l["for"]), text(&l["name"]))).collect();
    assert!(said.contains(&"members Official".to_owned()) && said.contains(&"public Public".to_owned()), "{said:?}");
    assert!(!said.iter().any(|l| l.starts_with("scrutiny")), "{said:?}");
    // A release has them too, and can be made again under other settings.
    publishes(&mut council, Q1);
    council.write("quarterday.toml", council.text("quarterday.toml").replace("Sensitive", "else"));
    let into = council.path("proof");
    let again = ["history", "reproduce", &format!("{Q1}/1"), "--into", into.to_str().unwrap(), "--format", "json"];
    let done: Value = council.run(again).ends(0).json();
    assert!(list(&done["files"]).iter().all(|file| file["same"] == true), "{done:#}");
    let again = below(&council, "proof");
    let again = again.iter().find(|path| path.ends_with("cabinet.xlsx")).unwrap();
    assert_eq!(labels(again), ["Official"]);
}

/// Blank forms that nobody has touched are the same on another day, and without a label nothing is said of one.
#[test]
fn without_a_label_there_is_none() {
    let mut council = stowick();
    sends(&mut council, Q1, &[]);
    council.run(["consolidate", Q1, "--edition", "all"]);
    assert_eq!(council.record(Q1).get("sensitivity"), None);
    for path in below(&council, &format!("reports/{Q1}")) {
        assert_eq!(labels(&path), Vec::<String>::new(), "{}", path.display());
    }
    let mut council = stowick().with_settings("[label]\nid = \"Official\"\n");
    council.consolidate(Q1).ends(2).complains("`id` must be an id of Microsoft Purview");
    assert_eq!(below(&council, "reports"), Vec::<PathBuf>::new());
}

/// What a label encrypts, in the place of a return, of past figures, of a form to be described, of a workbook to be judged, of
/// the register and of the notebook.
#[test]
fn what_a_label_encrypts_is_told_at_every_door() {
    let encrypted = read(
        &files(&root().join("fixtures/checks/returns").join(QUARTER), "xlsx")
            .into_iter()
            .find(|path| path.ends_with("check-F034-on.xlsx"))
            .unwrap(),
    );
    let mut council = checks();
    let sent = council.write(&format!("returns/{QUARTER}/secret.xlsx"), &encrypted);
    const WORDS: &str = "encrypts for named people";
    council.check_files([&sent]).finds_just(&["F034"]);
    council.consolidate(QUARTER).ends(1).says("F034");
    council.import(&sent).ends(1).says_all(&["F034", "import that"]);
    let draft = council.path("draft.toml");
    let drafting = [Path::new("layout"), &sent, Path::new("--draft"), &draft];
    let said = council.run(drafting);
    assert!(said.code != 0 && (said.out.clone() + &said.err).contains(WORDS), "{}{}", said.out, said.err);
    assert!(!draft.exists());
    let judged = nowhere([Path::new("accessible"), &sent]).ends(2);
    assert!(judged.err.contains(WORDS), "{}", judged.err);
    for place in [format!("notebook/{QUARTER}.xlsx"), "register.xlsx".to_owned()] {
        council.write(&place, &encrypted);
        let said = council.consolidate(QUARTER).ends(2);
        let words = said.out + &said.err;
        assert!(words.contains("F034") && words.contains("Locked by a sensitivity label"), "{place}: {words}");
    }
}
