//! The README's tables are the code's.

use super::root;
use quarterday::catalogue;
use quarterday::register::Scheme;
use quarterday::register::settings::{PRESETS, Settings, rule_columns};
use quarterday::status::words;
use std::fmt::Write;

/// `UPDATE_README=1 cargo test readme` writes the tables anew.
#[test]
fn the_tables_are_the_code() {
    let mut checks = String::from("| code | severity | check |\n|---|---|---|\n");
    for c in catalogue::all() {
        writeln!(checks, "| {} | {} | {} |", c.code, c.severity.word(), c.title).unwrap();
    }
    let usual = Settings::default();
    let mut schemes = String::from("| scheme | rule | seen at |\n|---|---|---|\n");
    for s in Scheme::ALL {
        writeln!(schemes, "| `{}` | {} | {} |", words::key(*s), words::rule(*s, &usual), words::seen(*s)).unwrap();
    }
    let mut presets = String::from("| preset | scheme | what it is |\n|---|---|---|\n");
    for p in &PRESETS {
        writeln!(presets, "| `{}` | `{}` | {}: {} |", p.name, words::key(p.scheme), p.council, p.words).unwrap();
    }
    let mut columns = String::from("| column | what it is |\n|---|---|\n");
    for c in rule_columns() {
        writeln!(columns, "| `{}` | {} |", c.name, c.words).unwrap();
    }
    let path = root().join("README.md");
    let mut readme = std::fs::read_to_string(&path).unwrap();
    for (name, table) in [("checks", checks), ("schemes", schemes), ("presets", presets), ("columns", columns)] {
        let (start, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
        let a = readme.find(&start).unwrap() + start.len();
        let b = readme.find(&end).unwrap();
        if std::env::var_os("UPDATE_README").is_some() {
            readme.replace_range(a..b, &table);
        } else {
            assert_eq!(&readme[a..b], table, "run UPDATE_README=1 cargo test readme");
        }
    }
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(&path, readme).unwrap();
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
