//! The README's tables are the code's.

use super::root;
use quarterday::catalogue;
use quarterday::measure::Scheme;
use quarterday::settings::{STATUS_PRESETS, Settings, rule_columns};
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
    for p in &STATUS_PRESETS {
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

/// The block of `readme` that begins with the line `fence` and has `within`.
fn block<'a>(readme: &'a str, fence: &str, within: &str) -> &'a str {
    let blocks = readme.split("```").skip(1).step_by(2);
    blocks.filter_map(|b| b.strip_prefix(fence)).find(|b| b.contains(within)).unwrap()
}

/// A newcomer has the README and nothing else: its walk must work line by line, with its own example of a past.
#[test]
fn the_walk_of_the_readme_works_as_it_stands() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let mut here = dir.path().to_owned();
    let walk = block(&readme, "sh\n", "quarterday init");
    let commands = walk.lines().map(|l| l.split('#').next().unwrap().trim()).filter(|l| !l.is_empty());
    let mut run = 0;
    for line in commands {
        let words: Vec<&str> = line.split_whitespace().collect();
        if let ["cd", folder] = words[..] {
            here.push(folder);
            std::fs::write(here.join("past.csv"), block(&readme, "text\n", "Indicator id")).unwrap();
            std::fs::copy(root().join("fixtures/demo/register.xlsx"), here.join("old-form.xlsx")).unwrap();
            continue;
        }
        if words[1] == "check" {
            // The service sends its form; the folder is there.
            std::fs::copy(here.join("templates/2026-27Q2/HW.xlsx"), here.join(words[2])).unwrap();
        }
        let out = super::quarterday().args(&words[1..]).current_dir(&here).output().unwrap();
        let said = String::from_utf8_lossy(&out.stderr);
        assert!(matches!(out.status.code(), Some(0 | 1)), "{line}: {said}");
        assert!(words[1] != "history" || out.status.success(), "{line}: {said}");
        run += 1;
    }
    assert!(run >= 8, "{run} commands");
    for file in ["cabinet.xlsx", "statistics.csv", "run.json", "returned"] {
        assert!(here.join("reports/2026-27Q2").join(file).exists(), "{file}");
    }
}
