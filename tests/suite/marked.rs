//! Back to the service: its own workbook with the cells marked, a list of what was found, a text for an e-mail.

use super::expected::name_of;
use super::harness::{Council, QUARTER, checks, consolidated, council, list, look_at, one_of, read, said, text};
use super::marked_files::comments;
use super::parts::{self, edited_part};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// What goes back after a run over the quarter.
const RETURNED: &str = "reports/2026-27Q2/returned";

/// Checks files as returns of the quarter, wherever they are.
fn checked(council: &Council, files: &[PathBuf]) -> Vec<Value> {
    council.check_files([&["--quarter".into(), QUARTER.into()], files].concat()).files
}

/// Findings without the name of the file.
fn found(checked: &Value) -> Vec<Value> {
    let mut findings = list(&checked["findings"]).to_vec();
    findings.iter_mut().for_each(|f| _ = f.as_object_mut().unwrap().remove("file"));
    findings
}

/// The sheets of a checked file that are our list of findings.
fn ours(checked: &Value) -> usize {
    list(&checked["tallies"]).iter().filter(|t| t["ignored"]["our findings"].as_u64() > Some(5)).count()
}

/// The return that a marked copy was made of.
fn own(council: &Council, copy: &Path) -> PathBuf {
    council.sent(&name_of(copy).replace("_marked", ""))
}

/// Checks files, with their marked copies put into a folder.
fn marking(council: &Council, files: &[PathBuf], folder: &Path) -> super::harness::Said {
    said(council.command(["check", "--quarter", QUARTER]).args(files).arg("--mark").arg(folder))
}

#[test]
fn each_return_with_findings_goes_back_and_reads_as_before() {
    let council = look_at::consolidated();
    let mut marked = council.files(RETURNED, &["xlsx"]);
    marked.retain(|path| name_of(path).ends_with("_marked.xlsx"));
    let returns: Vec<PathBuf> = marked.iter().map(|copy| own(council, copy)).collect();
    let (before, after) = (checked(council, &returns), checked(council, &marked));
    assert_eq!((before.len(), after.len()), (16, 16));
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(found(before), found(after), "{}", after["file"]);
        assert_eq!(before["readings"], after["readings"]);
        assert_eq!(ours(after), 1);
    }
    // Every output is in the run record, with its hash, and nothing else is in the folder.
    let run = council.record(QUARTER);
    let listed = list(&run["outputs"]).iter().filter_map(|output| text(&output["file"]).strip_prefix("returned/"));
    let mut listed: Vec<String> = listed.map(str::to_owned).collect();
    let mut there: Vec<String> =
        std::fs::read_dir(council.path(RETURNED)).unwrap().map(|e| name_of(e.unwrap().path())).collect();
    listed.sort();
    there.sort();
    assert_eq!(listed, there);
}

/// Returns in .ods by five programs' hands, whatever is wrong with them.
#[test]
fn open_document_returns_read_as_before() {
    let (council, out) = (Council::of("gallery"), TempDir::new().unwrap());
    let returns = council.files("returns", &["ods"]);
    let said = said(council.command(["check"]).args(returns).arg("--mark").arg(out.path()));
    said.says("27 marked workbooks, 5 findings workbooks");
    let one = |path: PathBuf| checked(&council, &[path]).remove(0);
    for path in super::files(out.path(), "ods") {
        let (before, after) = (one(own(&council, &path)), one(path.clone()));
        assert_eq!(found(&before), found(&after), "{}", path.display());
        assert_eq!(before["values"], after["values"], "{}", path.display());
        assert_eq!(ours(&after), 1);
    }
    for name in ["password-to-open", "cut-short", "manifest-missing"] {
        assert!(out.path().join(format!("{name}_findings.xlsx")).is_file(), "{name}");
    }
}

#[test]
fn a_marked_copy_that_is_corrected_and_sent_back_is_clean_and_counts() {
    let mut council = consolidated();
    let copy = council.bytes(&format!("{RETURNED}/WAS 2026-27Q2_marked.xlsx"));
    // The rating 7 on the sheet of risks becomes a 3, and the score that a program works out from it follows.
    let corrected = edited_part(&copy, "xl/worksheets/sheet3.xml", |xml| {
        let (before, cell) = xml.split_once("r=\"J7\"").unwrap();
        let (value, after) = cell.split_once("</v>").unwrap();
        let (open, _) = value.rsplit_once("<v>").unwrap();
        let open = open.replace(" t=\"s\"", "");
        assert!(after.contains("<v>28</v>"));
        *xml = format!("{before}r=\"J7\"{open}<v>3</v>{}", after.replacen("<v>28</v>", "<v>12</v>", 1));
    });
    council.write(&format!("returns/{QUARTER}/WAS 2026-27Q2_marked.xlsx"), corrected);
    let run = council.consolidates();
    let input = |name: &str| one_of(&run["inputs"], "file", name);
    assert_eq!(input("WAS 2026-27Q2_marked.xlsx")["counts"], true);
    assert_eq!(input("WAS 2026-27Q2.xlsx")["counts"], false);
    let left: Vec<_> = list(&run["findings"]).iter().filter(|f| f["file"] == "WAS 2026-27Q2_marked.xlsx").collect();
    assert_eq!(input("WAS 2026-27Q2_marked.xlsx")["findings"]["error"], 1, "{left:#?}");

    // Marked once more it carries what is left: the corrected cell has its own colour and no note.
    let again = council.bytes(&format!("{RETURNED}/WAS 2026-27Q2_marked.xlsx"));
    let (first, second) = (comments(&copy), comments(&again));
    assert!(first.keys().any(|(sheet, cell)| (sheet.as_str(), cell.as_str()) == ("Risks", "J7")));
    assert!(!second.keys().any(|(sheet, _)| sheet == "Risks") && !second.is_empty());
    let sheets = |bytes: &[u8]| parts::text(bytes, "xl/workbook.xml").matches("<sheet ").count();
    assert_eq!(sheets(&again), sheets(&copy));
    let letter = council.text(&format!("{RETURNED}/WAS 2026-27Q2_e-mail.txt"));
    assert!(letter.contains("We also have “WAS 2026-27Q2.xlsx”"), "{letter}");
}

#[test]
fn the_same_twice_and_what_somebody_changed_is_kept() {
    let mut council = consolidated();
    let all = |council: &Council| -> BTreeMap<PathBuf, Vec<u8>> {
        council.files(RETURNED, &["xlsx", "txt"]).into_iter().map(|path| (path.clone(), read(&path))).collect()
    };
    let first = all(&council);
    council.consolidate(QUARTER).ends(1).says("17 marked workbooks, 4 findings workbooks, 21 texts for e-mails");
    assert!(first == all(&council));

    let changed = format!("{RETURNED}/ASC Q2 2026-27_marked.xlsx");
    council.write(&changed, "corrected in place");
    council.remove(&format!("returns/{QUARTER}/WAS 2026-27Q2.xlsx"));
    council.consolidate(QUARTER).says("Left as they are").says("ASC Q2 2026-27_marked");
    assert_eq!(council.bytes(&changed), b"corrected in place");
    assert!(!council.path(RETURNED).join("WAS 2026-27Q2_e-mail.txt").exists());
}

#[test]
fn the_settings_say_what_goes_back() {
    for send_back in ["never", "errors"] {
        let mut council = council();
        let settings = council.text("quarterday.toml");
        let heading = "[returns]\n";
        assert!(settings.contains(heading) && !settings.contains("send_back"));
        let settings = settings.replace(heading, &format!("{heading}send_back = \"{send_back}\"\n"));
        council.write("quarterday.toml", settings);
        let run = council.consolidates();
        let there = council.files(RETURNED, &["xlsx", "ods"]).len();
        let with_errors = list(&run["inputs"]).iter().filter(|i| {
            i["findings"]["error"].as_u64() > Some(0) && (i["counts"] == true || i["outcome"] != "accepted")
        });
        let wanted = if send_back == "errors" { with_errors.count() } else { 0 };
        assert!(there == wanted && (wanted > 5 || send_back == "never"), "{send_back}: {there}, not {wanted}");
    }
}

#[test]
fn check_marks_into_a_folder_and_never_over_what_it_checked() {
    let (council, folder) = (look_at::council(), TempDir::new().unwrap());
    let out = folder.path().join("out");
    super::copy_dir(&council.sent(""), &out);
    let (was, asc) = (out.join("WAS 2026-27Q2.xlsx"), out.join("WAS 2026-27Q2_marked.xlsx"));
    std::fs::copy(out.join("ASC Q2 2026-27.xlsx"), &asc).unwrap();
    let before = read(&asc);
    marking(council, &[was, asc.clone()], &out).ends(1).says("2 marked workbooks, 2 texts for e-mails");
    assert_eq!(read(&asc), before);
    assert!(out.join("WAS 2026-27Q2 (2)_marked.xlsx").is_file() && out.join("WAS 2026-27Q2 (2)_e-mail.txt").is_file());
}

/// What is missing is marked where it is to be filled in, in a column without a single filled cell; the files written are
/// named.
#[test]
fn a_blank_cell_is_marked_and_the_copies_are_named() {
    let (council, out) = (checks(), TempDir::new().unwrap());
    for (name, sheet, cell, code) in [
        ("check-K007-on", "Risk log", "M4", "K007"),
        ("check-R008-date-on", "Action log", "D4", "R008"),
        ("check-R004-on", "Measures", "H14", "R004"),
    ] {
        let said = council.returns(&format!("{name}.xlsx")).and("nothing-wrong.xlsx").mark(out.path());
        let named: Vec<&str> = list(&said[0]["sent_back"]).iter().map(text).collect();
        let wanted =
            ["_marked.xlsx", "_e-mail.txt"].map(|end| out.path().join(format!("{name}{end}")).display().to_string());
        assert_eq!(
            (named, &said[1]["sent_back"]),
            (wanted.iter().map(String::as_str).collect(), &Value::Array(vec![]))
        );
        let marked = read(wanted[0].as_ref());
        assert!(comments(&marked)[&(sheet.to_owned(), cell.to_owned())].contains(code), "{name}");
        assert!(std::fs::read_to_string(&wanted[1]).unwrap().contains(cell), "{name}");
    }
}

#[test]
fn files_that_cannot_be_marked_get_a_findings_workbook() {
    let (council, out) = (look_at::council(), TempDir::new().unwrap());
    let refused = super::refused::files();
    marking(council, &refused, out.path()).ends(1);
    let of = |ending: &str| super::files(out.path(), ending);
    assert_eq!((of("txt").len(), of("xlsx").len()), (refused.len(), refused.len()));
    let listed: Vec<PathBuf> = of("xlsx").into_iter().filter(|p| name_of(p).ends_with("_findings.xlsx")).collect();
    assert!(listed.len() >= 7, "{listed:?}");
    // The list itself is no return and says so to whoever sends it back.
    for file in checked(council, &listed) {
        assert_eq!((file["accepted"].as_bool(), &file["findings"][0]["code"]), (Some(false), &"F005".into()), "{file}");
    }
}
