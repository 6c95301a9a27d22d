//! Whether a pack is what it was when it was made: what was changed, lost or added is named, and what a stranger may
//! have made of it goes nowhere.

use super::{Somewhere, handed_over, pack_of, unzipped, verifies};
use crate::harness::{list, quarterday, read, said, text};
use quarterday::digest::sha256;
use serde_json::Value;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn zipped(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    for (name, bytes) in files {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Changes one byte of the first file that `of` takes, and gives its name.
fn one_byte(files: &mut [(String, Vec<u8>)], of: impl Fn(&str) -> bool) -> String {
    let (name, bytes) = files.iter_mut().find(|(name, _)| of(name)).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    name.clone()
}

/// What is found of the pack with something changed: file, expected and got of each fault, and the faults of the
/// ledger.
fn found(change: impl FnOnce(&mut Vec<(String, Vec<u8>)>)) -> (Vec<[String; 3]>, Vec<String>) {
    let mut files = unzipped(&read(&pack_of(handed_over())));
    change(&mut files);
    let place = Somewhere::new();
    let (code, answer) = verifies(&place.write("changed.zip", &zipped(&files)));
    assert_eq!(code, 1, "{answer:#}");
    let fault = |f: &Value| ["file", "expected", "got"].map(|key| text(&f[key]).to_owned());
    let ledger = answer["faults"].as_array().map(Vec::as_slice).unwrap_or_default();
    (list(&answer["pack"]["faults"]).iter().map(fault).collect(), ledger.iter().map(|f| text(f).to_owned()).collect())
}

#[test]
fn a_pack_that_is_whole_says_so() {
    let pack = pack_of(handed_over());
    let (code, answer) = verifies(&pack);
    assert_eq!((code, list(&answer["pack"]["faults"]).len(), list(&answer["faults"]).len()), (0, 0, 0), "{answer:#}");
    assert_eq!(text(&answer["pack"]["sha256"]), sha256(&read(&pack)));
    assert!(answer["rows"].as_u64().unwrap() > 20 && answer["records"].as_u64().unwrap() > 3, "{answer:#}");
    let words = said(quarterday().args(["history", "verify", "--pack"]).arg(&pack)).ends(0);
    words.says_all(&[
        "every file is as it was packed",
        "everything is as it was written",
        "made 2026-10-28 by J. Khan",
    ]);
    // A report that somebody kept says which record it was made from.
    let kept = handed_over().path("published/2026-27Q1/1/run.json");
    let against = said(quarterday().args(["history", "verify", "--against"]).arg(&kept).arg("--pack").arg(&pack));
    against.ends(0).says("Held: the ledger has record");
    // Whoever packs it anew with another program changes no file in it.
    let place = Somewhere::new();
    let again = place.write("again.zip", &zipped(&unzipped(&read(&pack))));
    assert_eq!(verifies(&again).0, 0);
}

#[test]
fn what_was_changed_is_named() {
    for begins in
        ["history/readings/", "published/2026-27Q1/1/cabinet.xlsx", "register.xlsx", "history/log/00000002.json"]
    {
        let mut name = String::new();
        let (faults, _) = found(|files| name = one_byte(files, |n| n.starts_with(begins)));
        let [file, expected, got] = &faults[0];
        assert!(faults.len() == 1 && *file == name && expected.contains("SHA-256") && expected != got, "{faults:?}");
    }
    // The ledger in it is verified too, by its own chain.
    let (_, ledger) = found(|files| drop(one_byte(files, |n| n.starts_with("history/kept/"))));
    assert!(ledger.len() == 1 && ledger[0].contains("history/kept/") || ledger[0].starts_with("kept/"), "{ledger:?}");
    // The manifest: a letter in the council's name.
    let (faults, _) = found(|files| {
        let (_, bytes) = files.iter_mut().find(|(name, _)| name == "handover.json").unwrap();
        let at = bytes.windows(7).position(|w| w == b"J. Khan").unwrap();
        bytes[at] = b'K';
    });
    assert!(
        faults.len() == 1 && faults[0][0] == "handover.json" && faults[0][1].contains("handover.sha256"),
        "{faults:?}"
    );
    let (faults, _) = found(|files| {
        let (_, bytes) = files.iter_mut().find(|(name, _)| name == "handover.json").unwrap();
        bytes[0] = b'x';
    });
    assert_eq!(faults[0][0], "handover.json", "{faults:?}");
    // The list of hashes.
    let (faults, _) = found(|files| {
        let (_, bytes) = files.iter_mut().find(|(name, _)| name == "handover.sha256").unwrap();
        let last = bytes.len() - 5;
        bytes[last] = b'~';
    });
    assert!(faults.iter().all(|f| f[0] == "handover.sha256"), "{faults:?}");
}

#[test]
fn what_is_missing_and_what_was_added_is_named() {
    let (faults, _) = found(|files| files.retain(|(name, _)| name != "published/2026-27Q1/1/run.json"));
    assert_eq!(
        (faults.len(), faults[0][0].as_str(), faults[0][2].as_str()),
        (1, "published/2026-27Q1/1/run.json", "no such file")
    );
    let (faults, _) = found(|files| files.push(("returns/extra.xlsx".to_owned(), b"more".to_vec())));
    assert_eq!((faults.len(), faults[0][0].as_str(), faults[0][1].as_str()), (1, "returns/extra.xlsx", "no such file"));
    // A record taken out of ledger and lists alike is missed by the chain's head.
    let (faults, _) = found(|files| {
        let newest = files.iter().map(|(n, _)| n).filter(|n| n.starts_with("history/log/")).max().unwrap().clone();
        files.retain(|(name, _)| *name != newest);
        let manifest = files.iter().position(|(name, _)| name == "handover.json").unwrap();
        let mut said: Value = serde_json::from_slice(&files[manifest].1).unwrap();
        said["files"].as_array_mut().unwrap().retain(|f| text(&f["file"]) != newest);
        files[manifest].1 = serde_json::to_vec_pretty(&said).unwrap();
        let sums = String::from_utf8(files[manifest + 1].1.clone()).unwrap();
        let hash = sha256(&files[manifest].1);
        let lines = sums.lines().skip(1).filter(|line| !line.ends_with(&newest)).map(|line| format!("{line}\n"));
        files[manifest + 1].1 = (format!("{hash}  handover.json\n") + &lines.collect::<String>()).into_bytes();
    });
    assert!(faults.len() == 1 && faults[0][0] == "history/log" && faults[0][1].starts_with("record "), "{faults:?}");
}

#[test]
fn what_would_leave_the_folder_or_fill_the_drive_is_refused() {
    let elsewhere = TempDir::new().unwrap();
    let absolute = elsewhere.path().join("escaped.txt");
    for name in ["../escaped.txt", absolute.to_str().unwrap(), "C:/escaped.txt", "history\\..\\..\\escaped.txt"] {
        let (faults, _) = found(|files| files.push((name.to_owned(), b"out".to_vec())));
        assert!(faults.iter().any(|f| f[0] == name && f[2].contains("was not unpacked")), "{name}: {faults:?}");
    }
    assert!(!absolute.exists());
    // A link, under a name that the manifest has.
    let mut files = unzipped(&read(&pack_of(handed_over())));
    let at = files.iter().position(|(name, _)| name == "register.xlsx").unwrap();
    let taken = files.remove(at);
    let mut zip = ZipWriter::new_append(Cursor::new(zipped(&files))).unwrap();
    zip.add_symlink(&taken.0, "/etc/passwd", SimpleFileOptions::default()).unwrap();
    let place = Somewhere::new();
    let (code, answer) = verifies(&place.write("link.zip", &zip.finish().unwrap().into_inner()));
    assert_eq!(code, 1);
    assert!(
        list(&answer["pack"]["faults"])
            .iter()
            .any(|f| f["file"] == "register.xlsx" && text(&f["got"]).contains("link"))
    );
    // A file that is longer than the manifest says ends there.
    let (faults, _) = found(|files| {
        let (_, bytes) = files.iter_mut().find(|(name, _)| name == "quarterday.toml").unwrap();
        bytes.extend(vec![b'\n'; 50_000_000]);
    });
    assert!(
        faults.len() == 1 && faults[0][0] == "quarterday.toml" && faults[0][2].starts_with("more than"),
        "{faults:?}"
    );
    // Nothing of it is left.
    let left = fs::read_dir(std::env::temp_dir()).unwrap().flatten();
    let ours = |name: &str| name.starts_with("quarterday-pack-");
    let old = |e: &fs::DirEntry| e.metadata().is_ok_and(|m| m.modified().unwrap().elapsed().unwrap().as_secs() > 600);
    assert!(!left.filter(old).any(|e| ours(&e.file_name().to_string_lossy())));
}

#[test]
fn what_is_no_pack_is_told() {
    let place = Somewhere::new();
    let whole = read(&pack_of(handed_over()));
    let verify = |path: &Path| said(quarterday().args(["history", "verify", "--pack"]).arg(path)).ends(2);
    verify(&place.write("half.zip", &whole[..whole.len() / 2])).complains("copied only in part");
    verify(&place.write("words.zip", b"words")).complains("is no archive");
    verify(&place.write("other.zip", &zipped(&[("a.txt".to_owned(), vec![])]))).complains("it is no handover pack");
    verify(&place.folder.path().join("gone.zip")).complains("gone.zip");
    let mut files = unzipped(&whole);
    let (_, manifest) = files.iter_mut().find(|(name, _)| name == "handover.json").unwrap();
    let later = String::from_utf8(manifest.clone()).unwrap().replace("\"format\": 1", "\"format\": 9");
    *manifest = later.into_bytes();
    verify(&place.write("later.zip", &zipped(&files))).complains("was made by a later quarterday");
}
