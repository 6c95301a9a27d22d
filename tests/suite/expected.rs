//! What must follow from each file of a fixture, as its maker wrote it down, and how what the program says differs.

use super::root;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What is said of each file, by its name.
pub type Files = BTreeMap<String, BTreeSet<Vec<String>>>;

/// A list in `fixtures`: a file and what is said of it on each line.
pub fn expected(list: &str) -> Files {
    let mut files = Files::new();
    for line in csv::Reader::from_path(root().join("fixtures").join(list)).unwrap().deserialize() {
        let mut line: Vec<String> = line.unwrap();
        let file = line.remove(0);
        assert!(files.entry(file.clone()).or_default().insert(line.clone()), "{file} says {line:?} twice");
    }
    files
}

/// The name of a file without its folder.
pub fn name_of(path: impl AsRef<Path>) -> String {
    path.as_ref().file_name().unwrap().to_string_lossy().into_owned()
}

/// Nothing is lacking and nothing is there besides.
pub fn assert_same(expected: &Files, got: &Files) {
    let none = BTreeSet::new();
    let names: BTreeSet<&String> = expected.keys().chain(got.keys()).collect();
    let mut differ = String::new();
    for name in names {
        let (e, g) = (expected.get(name).unwrap_or(&none), got.get(name).unwrap_or(&none));
        let lines = e.difference(g).map(|r| ("lacks", r)).chain(g.difference(e).map(|r| ("has", r)));
        differ.extend(lines.map(|(word, row)| format!("{name} {word} {}\n", row.join(" | "))));
    }
    assert!(differ.is_empty(), "\n{differ}");
}
