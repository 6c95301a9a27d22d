//! The handover pack: all of a council's past in one archive, which says of itself whether it is whole, and is a
//! workspace when it is unpacked.

mod verified;

use crate::books::Opened;
use crate::harness::{Council, QUARTER, council, list, nowhere, quarterday, read, said, text};
use crate::published::{publishes, sends, stowick};
use quarterday::digest::sha256;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;
use zip::ZipArchive;

const Q1: &str = "2026-27Q1";
const OWNER: &str = "[handover]\ncustodian = \"The county's data team\"\ncustodian_email = \"data@county.example\"\n\
                     retain_until = 2046-03-31\nnotes = \"Paper returns before 2019 are in the record office.\"\n";

/// Stowick with one quarter published and the next one run, and a return that nobody has read.
fn handed_over() -> &'static Council {
    static MADE: OnceLock<Council> = OnceLock::new();
    MADE.get_or_init(|| {
        let mut council = stowick().with_settings(OWNER);
        sends(&mut council, Q1, &[]);
        publishes(&mut council, Q1);
        sends(&mut council, QUARTER, &[("E4", "422")]);
        council.consolidate(QUARTER);
        council.write("returns/2026-27Q3/streets.xlsx", "not read by anybody");
        council.write("published/2026-27Q1/1/notes.txt", "of nobody");
        council.write("notebook/2026-27Q2-PC-ANNA.xlsx", "a second version");
        council.run(["handover", "--by", "J. Khan"]).ends(0).says("SHA-256").says("Held by: The county's data team");
        council
    })
}

/// The name of the pack in the workspace.
fn pack_of(council: &Council) -> PathBuf {
    council.files("handover", &["zip"]).into_iter().next().unwrap()
}

/// The files of a pack, in their order.
fn unzipped(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let count = zip.len();
    let of = |n| {
        let mut file = zip.by_index(n).unwrap();
        let mut bytes = vec![];
        file.read_to_end(&mut bytes).unwrap();
        (file.name().unwrap().into_owned(), bytes)
    };
    (0..count).map(of).collect()
}

/// A file somewhere, which goes with its folder.
struct Somewhere {
    folder: TempDir,
}

impl Somewhere {
    fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }
}

/// What is said of a pack: the exit code and the answer.
fn verifies(pack: &Path) -> (i32, Value) {
    let said = said(quarterday().args(["history", "verify", "--format", "json", "--pack"]).arg(pack));
    assert_ne!(said.code, 2, "{}", said.err);
    (said.code, said.json())
}

/// Unpacks a pack as a person would.
fn unpacked(pack: &Path) -> (TempDir, PathBuf) {
    let place = TempDir::new().unwrap();
    let folder = place.path().join("unpacked");
    for (name, bytes) in unzipped(&read(pack)) {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    (place, folder)
}

#[test]
fn a_pack_holds_all_that_counts_and_says_what_it_leaves_out() {
    let council = handed_over();
    let files: BTreeMap<String, Vec<u8>> = unzipped(&read(&pack_of(council))).into_iter().collect();
    let manifest: Value = serde_json::from_slice(&files["handover.json"]).unwrap();
    assert_eq!((text(&manifest["by"]), text(&manifest["made"])), ("J. Khan", "2026-10-28"));
    assert_eq!(text(&manifest["custodian_email"]), "data@county.example");
    assert_eq!(text(&manifest["retain_until"]), "2046-03-31");
    // Every file of the ledger, and of the release, with its bytes.
    for file in council.files("history", &["json", "parquet", "zip"]) {
        let name = file.strip_prefix(council.folder()).unwrap().to_str().unwrap().replace('\\', "/");
        assert!(files[&name] == read(&file), "{name}");
    }
    for name in ["quarterday.toml", "register.xlsx", "notebook/2026-27Q1.xlsx", "published/2026-27Q1/1/cabinet.xlsx"] {
        assert!(files[name] == council.bytes(name), "{name}");
    }
    let in_front: Vec<String> = unzipped(&read(&pack_of(council))).into_iter().map(|(name, _)| name).take(3).collect();
    assert_eq!(in_front, ["handover.xlsx", "handover.json", "handover.sha256"]);
    // Nothing that is not listed, and every hash as it is.
    let listed: BTreeMap<&str, &Value> = list(&manifest["files"]).iter().map(|f| (text(&f["file"]), f)).collect();
    assert_eq!(listed.len() + 2, files.len());
    for (name, of) in &listed {
        let bytes = &files[*name];
        assert_eq!((of["bytes"].as_u64(), text(&of["sha256"])), (Some(bytes.len() as u64), &*sha256(bytes)), "{name}");
    }
    let sums = String::from_utf8(files["handover.sha256"].clone()).unwrap();
    assert_eq!(sums.lines().count(), listed.len() + 1);
    assert!(sums.starts_with(&format!("{}  handover.json\n", sha256(&files["handover.json"]))));
    let left_out: Vec<&str> = list(&manifest["left_out"]).iter().map(text).collect();
    for begins in
        ["notebook/2026-27Q2-PC-ANNA.xlsx", "published/2026-27Q1/1/notes.txt", "returns/2026-27Q3/streets.xlsx"]
    {
        assert!(left_out.iter().any(|left| left.starts_with(begins)), "{begins}: {left_out:?}");
    }
    assert_eq!(left_out.len(), 3, "{left_out:?}");
}

#[test]
fn the_workbook_says_what_there_is_and_who_is_asked() {
    let place = Somewhere::new();
    let files = unzipped(&read(&pack_of(handed_over())));
    let book = Opened::read(&place.write("handover.xlsx", &files[0].1));
    let words = |sheet: &str| book.sheet(sheet).used_cells().map(|(.., w)| format!("{w}\n")).collect::<String>();
    let mut names: Vec<String> = book.sheets().map(|(name, _)| name.clone()).collect();
    names.sort();
    assert_eq!(names, ["Contents", "Definitions", "Figures kept", "Layouts", "Read me", "Releases", "Who to ask"]);
    let says = |sheet: &str, all: &[&str]| {
        let words = words(sheet);
        all.iter().for_each(|one| assert!(words.contains(one), "{sheet}: no “{one}” in {words}"));
    };
    says(
        "Read me",
        &["quarterday history verify --pack FILE", "quarterday trace ST", "notebook/2026-27Q2-PC-ANNA.xlsx"],
    );
    says("Contents", &["register.xlsx", "history/log/00000001.json", &sha256(&handed_over().bytes("register.xlsx"))]);
    says("Releases", &["2026-27Q1", "Tom Barrow", "Gwen Hart", "Never published: a draft"]);
    says("Figures kept", &["ST2"]);
    says("Layouts", &["2026-27Q1 to 2026-27Q2"]);
    says(
        "Who to ask",
        &["The county's data team", "data@county.example", "31 Mar 2046", "published release 1", "Gwen Hart"],
    );
    // Every measure of the register has a line on each sheet about measures.
    let register = Opened::read(&handed_over().path("register.xlsx"));
    let ids: Vec<String> = register.sheet("Indicators").rows().skip(1).map(|row| row[0].to_string()).collect();
    assert!(ids.len() > 5);
    for sheet in ["Definitions", "Figures kept", "Who to ask"] {
        let first: Vec<String> = book.sheet(sheet).rows().map(|row| row[0].to_string()).collect();
        assert!(ids.iter().all(|id| first.contains(id)), "{sheet}");
    }
}

#[test]
fn the_same_ledger_on_the_same_day_gives_the_same_pack() {
    let council = handed_over().copy();
    let first = read(&pack_of(&council));
    let again = council.json(["handover", "--by", "J. Khan"]);
    assert_eq!((&again["new"], text(&again["sha256"])), (&false.into(), &*sha256(&first)));
    assert_eq!(council.files("handover", &["zip"]).len(), 1);
    let elsewhere = TempDir::new().unwrap();
    let to = elsewhere.path().join("pack.zip");
    council.run(["handover", "--by", "J. Khan", "--to", to.to_str().unwrap()]).ends(0);
    assert!(read(&to) == first);
    // Another name is another pack: the one that may be handed over already is kept.
    council.run(["handover", "--by", "N. Fox"]).ends(0).complains("It is kept as");
    let kept = council.path("handover/Stowick Borough Council kept 1.zip");
    assert!(read(&kept) == first);
    // Nothing else of the workspace is changed, and nothing is left behind.
    let all = |council: &Council| {
        let files = council.files("", &["xlsx", "json", "parquet", "zip", "toml", "lock"]).into_iter();
        let of = |path: PathBuf| (path.strip_prefix(council.folder()).unwrap().to_owned(), read(&path));
        files.map(of).filter(|(path, _)| !path.starts_with("handover")).collect::<Vec<_>>()
    };
    assert!(all(&council) == all(handed_over()));
}

/// The pack is all that is left, and every question about the past has the answer that it had.
#[test]
fn an_unpacked_pack_is_a_workspace() {
    let council = handed_over();
    let (_place, folder) = unpacked(&pack_of(council));
    let there = |arguments: &[&str]| said(quarterday().args(arguments).arg("--workspace").arg(&folder));
    let json = |arguments: &[&str]| there(&[arguments, &["--format", "json"]].concat()).ends(0).json();
    for id in ["ST2", "ST12"] {
        let traced = json(&["trace", id, Q1]);
        assert_eq!(traced, council.json(["trace", id, Q1]));
        let version = list(&traced["things"][0]["quarters"][0]["versions"]).last().unwrap();
        assert_eq!(text(&version["file"]), "streets.xlsx", "{version:#}");
        assert!(!text(&version["cell"]).is_empty() && !text(&version["sheet"]).is_empty());
    }
    there(&["trace", "ST2", Q1, "--reread"]).ends(0);
    there(&["history", "verify"]).ends(0).says("everything is as it was written");
    let tables = [folder.join("tables"), council.path("tables")].map(|t| t.to_str().unwrap().to_owned());
    let exported = json(&["history", "export", "--to", &tables[0]]);
    let own = council.copy();
    assert_eq!(exported["files"], own.json(["history", "export", "--to", own.path("t").to_str().unwrap()])["files"]);
    let proof = folder.join("proof");
    let done = json(&["history", "reproduce", "2026-27Q1/1", "--into", proof.to_str().unwrap()]);
    assert!(list(&done["files"]).iter().all(|f| f["same"] == true) && done["same_record"] == true, "{done:#}");
    // It can be handed on again.
    there(&["handover", "--by", "The successor"]).ends(0);
    assert_eq!(verifies(&folder.join("handover").join(pack_of(council).file_name().unwrap())).0, 0);
}

#[test]
fn no_pack_is_made_of_what_is_damaged() {
    let mut council = handed_over().copy();
    fs::remove_dir_all(council.path("handover")).unwrap();
    let pack = |council: &Council| council.run(["handover", "--by", "J. Khan"]).ends(2);
    let record = council.bytes("history/log/00000002.json");
    let mut damaged = record.clone();
    damaged[record.len() / 2] ^= 1;
    council.write("history/log/00000002.json", damaged);
    pack(&council).complains("is damaged").complains("from a backup").complains("Nothing was written");
    council.write("history/log/00000002.json", record);
    let data = council.files("history/readings", &["parquet"]).remove(0);
    let rows = read(&data);
    fs::write(&data, b"PAR1").unwrap();
    pack(&council).complains(data.file_name().unwrap().to_str().unwrap()).complains("from a backup");
    fs::write(&data, rows).unwrap();
    let release = council.path("published/2026-27Q1/1/cabinet.xlsx");
    fs::remove_file(&release).unwrap();
    pack(&council).complains("published/2026-27Q1/1/cabinet.xlsx is not there").complains("history repair");
    council.run(["history", "repair"]).ends(0);
    assert!(!council.path("handover").exists());
    council.run(["handover", "--by", "J. Khan"]).ends(0);
    // A copy that a synchronised folder made is left out, and said.
    let copy = council.bytes("history/log/00000001.json");
    council.write("history/log/00000001-PC-ANNA.json", copy);
    let packed = council.json(["handover", "--by", "J. Khan"]);
    assert!(list(&packed["left_out"]).iter().any(|left| text(left).contains("00000001-PC-ANNA.json")), "{packed:#}");
}

#[test]
fn what_cannot_be_packed_is_told() {
    let council = handed_over();
    council.run(["handover", "--by", " "]).ends(2).complains("--by needs a name");
    council.run(["handover", "--by", "A", "--to", "pack.docx"]).ends(2).complains("ends in .zip");
    let empty = TempDir::new().unwrap();
    let new = empty.path().join("new");
    nowhere([std::ffi::OsStr::new("init"), new.as_os_str()]).ends(0);
    let nothing = said(quarterday().args(["handover", "--by", "A", "--workspace"]).arg(&new)).ends(2);
    nothing.complains("there is nothing in the ledger yet");
    // On a folder that is there the pack has its own name.
    let elsewhere = TempDir::new().unwrap();
    council.run(["handover", "--by", "J. Khan", "--to", elsewhere.path().to_str().unwrap()]).ends(0);
    assert!(read(&elsewhere.path().join(pack_of(council).file_name().unwrap())) == read(&pack_of(council)));
}

/// Where a drive gives no file two names a record has a folder of its own; what retention dropped is nobody's loss.
#[test]
fn a_ledger_in_whatever_state_it_may_be_is_packed_as_one() {
    let mut council = stowick().with_settings("[ledger]\nkeep_returns = 1");
    for quarter in [Q1, QUARTER] {
        sends(&mut council, quarter, &[]);
        council.consolidate(quarter);
    }
    council.run(["history", "gc", "--by", "T. Barrow"]).ends(0).says("dropped");
    let record = council.bytes("history/log/00000001.json");
    council.remove("history/log/00000001.json");
    council.write("history/log/00000001.json/record/00000001.json", &record);
    council.write(&format!("history/readings/period={Q1}/00000099-0123456789abcdef.parquet"), "a stopped run's");
    let packed = council.json(["handover", "--by", "J. Khan"]);
    assert!(
        list(&packed["left_out"]).iter().any(|left| text(left).starts_with("1 file in history that no record names"))
    );
    let pack = pack_of(&council);
    let files: BTreeMap<String, Vec<u8>> = unzipped(&read(&pack)).into_iter().collect();
    assert!(files["history/log/00000001.json"] == record);
    let manifest: Value = serde_json::from_slice(&files["handover.json"]).unwrap();
    assert!(text(&manifest["dropped"][0]).contains("by T. Barrow"), "{manifest:#}");
    let (code, answer) = verifies(&pack);
    assert_eq!((code, &answer["dropped"]), (0, &manifest["dropped"]), "{answer:#}");
}

#[test]
fn nobody_packs_while_another_run_is_at_work() {
    let mut council = handed_over().copy();
    let holder = serde_json::json!({
        "who": "Anna", "computer": "PC-12", "process": 1, "since": "2026-10-28 10:42",
        "clock": chrono::Utc::now().timestamp() - 60, "doing": "consolidating 2026-27Q2"
    });
    council.write("history/in-use.json", holder.to_string());
    let lock = fs::File::create(council.path("history/in-use.lock")).unwrap();
    lock.lock().unwrap();
    let mut command = council.command(["handover", "--by", "J. Khan"]);
    said(command.env("HOSTNAME", "PC-12").env_remove("COMPUTERNAME"))
        .ends(2)
        .complains("Anna on PC-12 has been consolidating");
}

/// The demo, as a council that tries it would hand it over.
#[test]
fn the_demo_is_handed_over() {
    let mut council = council().with_settings("[publication]\nheld_up_by = []");
    publishes(&mut council, QUARTER);
    let packed = council.json(["handover", "--by", "J. Khan"]);
    assert_eq!((&packed["releases"], &packed["custodian"]), (&1.into(), &"".into()));
    let pack = pack_of(&council);
    let files: BTreeMap<String, Vec<u8>> = unzipped(&read(&pack)).into_iter().collect();
    assert!(files.contains_key("logo.png") && files.contains_key("layouts/marchford-2019.toml"));
    assert_eq!(verifies(&pack).0, 0);
    let (_place, folder) = unpacked(&pack);
    let there = said(quarterday().args(["trace", "HWY10", QUARTER, "--format", "json", "--workspace"]).arg(&folder));
    assert_eq!(there.ends(0).json(), council.json(["trace", "HWY10", QUARTER]));
}
