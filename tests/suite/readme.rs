//! The README's tables are the code's.

use super::root;
use quarterday::catalogue;
use std::fmt::Write;

/// `UPDATE_README=1 cargo test readme` writes the table anew.
#[test]
fn the_table_of_checks_is_the_catalogue() {
    let mut table = String::from("| code | severity | check |\n|---|---|---|\n");
    for c in catalogue::all() {
        writeln!(table, "| {} | {} | {} |", c.code, c.severity.word(), c.title).unwrap();
    }
    let path = root().join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (start, end) = ("<!-- checks -->\n", "<!-- /checks -->");
    let a = readme.find(start).unwrap() + start.len();
    let b = readme.find(end).unwrap();
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(&path, format!("{}{table}{}", &readme[..a], &readme[b..])).unwrap();
    } else {
        assert_eq!(&readme[a..b], table, "run UPDATE_README=1 cargo test readme");
    }
}

#[test]
fn the_readme_opens_with_the_two_commands() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let first: String = readme.lines().take(20).collect::<Vec<_>>().join("\n");
    assert!(first.contains("cargo run --release -- demo"));
    assert!(first.contains("cargo test"));
}

#[test]
fn every_command_of_the_readme_exists() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let mut seen = 0;
    for line in readme.lines().filter(|l| l.starts_with("quarterday ")) {
        let mut words = line.split_whitespace().skip(1);
        let mut command = super::quarterday();
        let first = words.next().unwrap();
        command.arg(first);
        if first == "history" {
            command.arg(words.next().unwrap());
        }
        command.arg("--help").assert().success();
        seen += 1;
    }
    assert!(seen >= 5);
}
