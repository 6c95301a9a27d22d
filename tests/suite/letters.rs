//! Letters to those of whom something is still wanted: each service once, each owner once, in words and days that are right.

use super::books::{Content, Drawn};
use super::harness::{Council, QUARTER, consolidated, council, list, look_at, one_of, text};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const BEFORE: &str = "2026-10-19";
const AFTER: &str = "2026-10-26";

/// What `status --letters` says on a day, with its letters in a folder.
fn written(council: &Council, folder: &Path, day: &str) -> Value {
    let said =
        council.run(["status", QUARTER, "--format", "json", "--today", day, "--letters", folder.to_str().unwrap()]);
    said.ends(0).json()
}

/// The lines of the table, by their columns.
fn table(folder: &Path) -> Vec<BTreeMap<String, String>> {
    let bytes = std::fs::read(folder.join("letters.csv")).unwrap();
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").expect("Excel knows UTF-8 by its mark");
    let mut reader = csv::Reader::from_reader(text);
    reader.deserialize().map(|line| line.unwrap()).collect()
}

fn letter(folder: &Path, file: &str) -> String {
    let text = std::fs::read_to_string(folder.join(file)).unwrap_or_else(|e| panic!("{file}: {e}"));
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{file}");
    text.replace("\r\n", "\n")
}

/// Every service that owes something has one letter, and nobody else has; table and texts are the same letters.
#[test]
fn the_letters_balance() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for day in [BEFORE, AFTER] {
        let said = written(look_at::council(), folder, day);
        let letters = &said["letters"];
        let owes = |r: &&Value| r["wanted"].is_string() || r["errors"] != 0 || r["queries"] != 0;
        let owing: BTreeSet<&str> = list(&said["returns"]).iter().filter(owes).map(|r| text(&r["name"])).collect();
        let of = |who: &str| list(&letters[who]).iter().map(|l| text(&l["of"])).collect::<Vec<_>>();
        let services = of("services");
        assert_eq!(services.iter().copied().collect::<BTreeSet<_>>(), owing);
        assert_eq!(services.len(), owing.len());
        assert_eq!(services.len() + letters["nothing_owed"].as_u64().unwrap() as usize, list(&said["returns"]).len());
        let owners = of("owners");
        assert_eq!(owners.iter().collect::<BTreeSet<_>>().len(), owners.len(), "{owners:?}");
        assert!(owners.len() > 10 && !list(&letters["owners_as_contacts"]).is_empty(), "{letters:#}");

        let lines = table(folder);
        assert_eq!(lines.len(), services.len() + owners.len());
        for line in &lines {
            let words = letter(folder, &line["file"]);
            let to = if line["to"].is_empty() { "(no address in the register)" } else { &line["to"] };
            assert_eq!(words, format!("To: {to}\nSubject: {}\n\n{}", line["subject"], line["body"]));
            assert!(line["due"] == "21 October 2026" && !line["measures"].contains(',') && line["subject"].is_ascii());
        }
        let texts = std::fs::read_dir(folder)
            .unwrap()
            .filter(|e| e.as_ref().unwrap().path().extension().is_some_and(|e| e == "txt"));
        assert_eq!(texts.count(), lines.len(), "letters of an earlier day are gone");
    }
}

/// By service and day: the kind of letter, and what it says.
#[rstest::rstest]
#[case::reminder(BEFORE, "PRO_reminder.txt", &[
    "Subject: Property and estates: return for Q2 2026-27: due in 2 working days (Wed 21 October)",
    "is due on Wednesday 21 October 2026, in 2 working days, and has not come yet.",
    "It asks for 4 measures", "- PRO01 ", "(owner: ",
    "send it to performance@marchford.example by Wednesday 21 October 2026.",
])]
#[case::chaser(AFTER, "PRO_chaser.txt", &[
    "Subject: Property and estates: return for Q2 2026-27: 3 working days late (due Wed 21 October)",
    "was due on Wednesday 21 October 2026, 3 working days ago, and has not come.", "as soon as you can.",
])]
#[case::refused(AFTER, "REG_refused.txt", &["it could not be accepted", "“REG Q2 2026-27.xlsx”", "What was found:", "▲ Error", "by 28 October 2026"])]
#[case::incomplete(AFTER, "CSC_chaser.txt", &["1 of 10 measures missing", "Missing, of 10 measures that are due:\n- CSC10 ", "An error is a figure that"])]
#[case::unsigned(AFTER, "ICT_chaser.txt", &["not signed off", "please have it signed off by "])]
#[case::asked(AFTER, "FIN_asked.txt", &["5 queries", "write to us why it is right and who says so", "Please send the corrected workbook to performance@marchford.example"])]
fn what_a_letter_says(#[case] day: &str, #[case] file: &str, #[case] words: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    written(look_at::council(), folder.path(), day);
    let letter = letter(folder.path(), file);
    words.iter().for_each(|words| assert!(letter.contains(words), "no “{words}” in\n{letter}"));
}

/// Where a run has written what goes back, the letter says in which file a query is answered, and what is to be attached: of a
/// return that has come since there is none.
#[test]
fn a_letter_about_queries_names_the_marked_copy() {
    let mut council = consolidated();
    let folder = council.path("letters");
    let returned = council.report("returned");
    let copies: BTreeSet<String> =
        std::fs::read_dir(&returned).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    written(&council, &folder, AFTER);
    let asked = letter(&folder, "FIN_asked.txt");
    let attached = asked.lines().find_map(|line| line.strip_prefix("Attach: returned/")).expect(&asked).to_owned();
    assert!(copies.contains(&attached) && attached.ends_with("_marked.xlsx"), "{attached}: {copies:?}");
    assert!(asked.contains(&format!("on the first sheet of “{attached}”, in the column Answer")), "{asked}");
    let line = table(&folder).into_iter().find(|line| line["file"] == "FIN_asked.txt").unwrap();
    assert_eq!(line["attach"], format!("returned/{attached}"));
    assert!(!letter(&folder, "PRO_chaser.txt").contains("Attach:"));

    let sent = attached.replace("_marked", "");
    let other = Drawn::like(&council.bytes(&format!("returns/{QUARTER}/{sent}"))).bytes();
    council.write(&format!("returns/{QUARTER}/{sent}"), other);
    written(&council, &folder, AFTER);
    let asked = letter(&folder, "FIN_asked.txt");
    assert!(!asked.contains("Attach:") && asked.contains("write to us why it is right"), "{asked}");
}

#[test]
fn the_council_has_its_own_words_and_form() {
    let mut council = council();
    let text = council.text("quarterday.toml");
    let own = "[letters]\nsend_to = \"returns@marchford.example\"\nclosing = \"Help: on Tuesdays from 2 to 4.\"\n\n[status]\n";
    council.write("quarterday.toml", text.replacen("[status]\n", own, 1));
    council.templates(QUARTER, &[]).ends(0);
    let folder = council.path("elsewhere");
    written(&council, &folder, BEFORE);
    let letter = letter(&folder, "PRO_reminder.txt");
    assert!(letter.contains("Please fill in the form “PRO.xlsx”"), "{letter}");
    assert!(
        letter.contains("returns@marchford.example by") && letter.contains("\n\nHelp: on Tuesdays from 2 to 4.\n\n"),
        "{letter}"
    );
}

/// What was written before gives way, and what somebody has worked on stays.
#[test]
fn letters_of_an_earlier_day_give_way() {
    let mut council = council();
    let said = council.run(["status", QUARTER, "--letters", "--today", BEFORE]).ends(0);
    said.says_all(&[
        "letters.csv has all of them, one a line, for a mail merge",
        "to owners of measures",
        "Without an address",
        "are the contact of their service and get no letter of their own: ",
    ]);
    let folder = council.report("letters");
    let before = letter(&folder, "PRO_reminder.txt");
    let bytes = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let first = bytes("letters.csv");
    council.run(["status", QUARTER, "--letters", "--today", BEFORE]).ends(0);
    assert_eq!((bytes("letters.csv"), letter(&folder, "PRO_reminder.txt")), (first, before));

    // One that is no longer wanted goes; one that somebody has changed does not, and the table is new all the same.
    std::fs::write(folder.join("FIN_asked.txt"), "in my own words").unwrap();
    std::fs::write(folder.join("letters.csv"), "sorted by hand").unwrap();
    council.remove(&format!("returns/{QUARTER}/ICT Q2 draft for sign-off.xlsx"));
    let said = council.run(["status", QUARTER, "--letters", "--today", BEFORE]).ends(0);
    said.says("somebody has changed them: 1: FIN_asked.txt").complains("letters kept 1.csv");
    assert_eq!(letter(&folder, "FIN_asked.txt"), "in my own words");
    assert!(!folder.join("ICT_asked.txt").exists() && folder.join("ICT_reminder.txt").exists());
    assert!(table(&folder).len() > 10);
}

/// An owner of measures in two services has one letter, to the address that one row of the register gives.
#[test]
fn owners_have_one_letter_each() {
    let mut council = council();
    let register = Drawn::like(&council.bytes("register.xlsx")).sheet("Indicators");
    let heading = register.on("Indicators").map(|((row, column), _)| (*row, *column)).filter(|(row, _)| *row == 0);
    let email = heading.map(|(_, column)| column).max().unwrap() + 1;
    let row =
        |id: &str| register.on("Indicators").find(|((_, c), words)| *c == 0 && words.text() == Some(id)).unwrap().0.0;
    let (pro, reg, none, formula) = (row("PRO01"), row("REG01"), row("SKL01"), row("SKL02"));
    let words = |words: &str| Content::Text(words.to_owned());
    let register = register
        .put((0, email), words("Owner's e-mail"))
        .put((reg, 4), words("Quinn Adair"))
        .put((pro, 4), words("quinn  ADAIR"))
        .put((pro, email), words("quinn.adair@marchford.example"))
        .put((none, 4), words(" "))
        .put((formula, 4), words("=HYPERLINK(\"//x\")"));
    council.write("register.xlsx", register.bytes());
    let folder = council.path("letters");
    let said = written(&council, &folder, AFTER);
    let letters = &said["letters"];
    let mine: Vec<&Value> = list(&letters["owners"]).iter().filter(|l| text(&l["of"]) == "Quinn Adair").collect();
    assert_eq!(mine.len(), 1, "{letters:#}");
    assert_eq!(mine[0]["to"], "quinn.adair@marchford.example");
    let lines = table(&folder);
    let line = lines.iter().find(|l| l["name"] == "Quinn Adair").unwrap();
    assert_eq!(line["measures"], "REG01; PRO01", "in the register's order");
    assert_eq!(
        line["subject"],
        "Your measures for Q2 2026-27: 2 without a figure, 3 working days late (due Wed 21 October)"
    );
    for words in [
        "Property and estates (return: ",
        "no figure yet",
        "Registration services (return: ",
        "in a return that could not",
    ] {
        assert!(line["body"].contains(words), "no “{words}” in {}", line["body"]);
    }
    assert_eq!(letters["without_owner"], serde_json::json!(["SKL01"]));
    // Nothing in the table is a formula.
    assert!(lines.iter().any(|l| l["name"] == "'=HYPERLINK(\"//x\")"));
    assert!(lines.iter().flat_map(BTreeMap::values).all(|field| !field.starts_with(['=', '+', '-', '@'])));
}

#[test]
fn letters_among_the_returns_are_refused() {
    let council = council();
    let folder = council.path("returns").join(QUARTER);
    let said = council.run(["status", QUARTER, "--letters", folder.to_str().unwrap()]).ends(2);
    said.complains("would be read as returns");
    let letters = council.files("returns", &["txt"]);
    assert!(letters.is_empty(), "{letters:?}");
    let status = council.json(["status", QUARTER]);
    assert!(
        one_of(&status["returns"], "service", "PRO")["working_days_overdue"] == 5 && status.get("letters").is_none()
    );
}
