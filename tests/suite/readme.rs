//! README and `docs/`: their tables are the code's, and their commands work.

use super::written::{self, walk};
use super::{look_at, root};
use quarterday::catalogue;
use quarterday::checklist;
use quarterday::measure::Scheme;
use quarterday::settings::{STATUS_PRESETS, Settings, rule_columns};
use quarterday::status::words;
use std::fmt::Write;

fn page(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap()
}

/// `UPDATE_DOCS=1 cargo test readme` writes the tables anew.
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
    let mut points = String::from("| point | asks for | broken by | judged by |\n|---|---|---|---|\n");
    for p in checklist::points() {
        let essential = if p.essential { " (E)" } else { "" };
        writeln!(points, "| {}{essential} | {} | {} | {} |", p.number, p.title, p.looks_at, p.machine.words()).unwrap();
    }
    let calculations = [("schemes", schemes), ("presets", presets), ("columns", columns)];
    let pages = [
        ("docs/checks.md", &[("checks", checks)][..]),
        ("docs/calculations.md", &calculations),
        ("docs/accessible.md", &[("points", points)]),
    ];
    for (name, tables) in pages {
        let mut text = page(name);
        for (mark, table) in tables {
            let (start, end) = (format!("<!-- {mark} -->\n"), format!("<!-- /{mark} -->"));
            let a = text.find(&start).unwrap() + start.len();
            let b = text.find(&end).unwrap();
            if std::env::var_os("UPDATE_DOCS").is_some() {
                text.replace_range(a..b, table);
            } else {
                assert_eq!(&text[a..b], table, "run UPDATE_DOCS=1 cargo test readme");
            }
        }
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(root().join(name), text).unwrap();
        }
    }
}

#[test]
fn the_readme_opens_with_the_two_commands() {
    let readme = page("README.md");
    let first: String = readme.lines().take(20).collect::<Vec<_>>().join("\n");
    assert!(first.contains("cargo run --release -- demo"));
    assert!(first.contains("cargo test"));
}

/// The headings of a page as a link names them.
fn headings(path: &std::path::Path) -> impl Iterator<Item = String> {
    let text = std::fs::read_to_string(path).unwrap();
    let named = |line: &str| {
        let words = line.trim_start_matches('#').trim().to_lowercase();
        let kept = words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    };
    text.lines().filter(|line| line.starts_with('#')).map(named).collect::<Vec<String>>().into_iter()
}

/// Every link of a page leads to something that is there.
#[test]
fn links_lead_somewhere() {
    let others = ["CONTRIBUTING.md", "findings/README.md", "packaging/README.md"].map(written::page);
    let mut seen = 0;
    for written::Written { path, text, .. } in written::pages().into_iter().chain(others) {
        for target in text.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
            let (file, heading) =
                target.split_once('#').map_or((target, None), |(file, heading)| (file, Some(heading)));
            let to = if file.is_empty() { path.clone() } else { path.with_file_name(file) };
            let there = || to.exists() && heading.is_none_or(|heading| headings(&to).any(|there| there == heading));
            assert!(target.starts_with("https://") || there(), "{}: {target}", path.display());
            seen += 1;
        }
    }
    assert!(seen >= 10, "{seen} links");
}

/// A newcomer has the pages and nothing else: the README's walk must work line by line, and after it every command of the
/// other pages, with their own example of a past.
#[test]
fn the_walk_of_the_readme_works_as_it_stands() {
    let readme = written::page("README.md");
    let dir = tempfile::tempdir().unwrap();
    let mut here = dir.path().to_owned();
    let commands = readme.commands().into_iter().filter(|words| words[0] != "cargo");
    let walked = walk(commands, &mut here);
    assert!(walked >= 7, "{walked} commands");
    for file in [
        "cabinet.xlsx",
        "officers.xlsx",
        "headlines.docx",
        "statistics.csv",
        "breakdowns.csv",
        "figures.csv",
        "run.json",
        "returned",
    ] {
        assert!(here.join("reports/2026-27Q2").join(file).exists(), "{file}");
    }

    let quarter = written::page("docs/quarter.md");
    let past = quarter.blocks("text").into_iter().find(|b| b.contains("Indicator id")).unwrap();
    std::fs::write(here.join("past.csv"), past).unwrap();
    std::fs::copy(root().join("fixtures/demo/register.xlsx"), here.join("old-form.xlsx")).unwrap();
    let mut more = 0;
    for name in [
        "docs/quarter.md",
        "docs/editions.md",
        "docs/ledger.md",
        "docs/reading.md",
        "docs/checks.md",
        "docs/calculations.md",
    ] {
        more += walk(written::page(name).commands(), &mut here);
    }
    assert!(more >= 6, "{more} commands");
    assert!(here.join("for-highways").exists() && here.join("layouts/old-form.toml").exists());
}

/// Whoever follows a handbook has it and the files that it says one has.
#[test]
fn the_walks_of_the_handbooks_work_as_they_stand() {
    let past = "Indicator id,Quarter,Value\nHW01,2025-26Q1,87.3\nHW01,2026-27Q1,89.4\n";
    for (name, made) in [("team", "reports/2026-27Q2/cabinet.xlsx"), ("trying", "marked")] {
        let dir = tempfile::tempdir().unwrap();
        let mut here = dir.path().to_owned();
        for words in written::page(&format!("docs/handbooks/{name}.md")).commands() {
            if words.contains(&"past.csv") {
                std::fs::write(here.join("past.csv"), past).unwrap();
            }
            if words.contains(&"old-form.xlsx") {
                let form = root().join("fixtures/demo/returns/2026-27Q2/Economic development Q2 2026-27.xlsx");
                std::fs::copy(form, here.join("old-form.xlsx")).unwrap();
            }
            walk([words], &mut here);
        }
        assert!(here.join(made).exists(), "{name}: {made}");
    }
}

/// How `status` begins and its chase, as the demo has them; `UPDATE_DOCS=1` writes it anew.
#[test]
fn the_status_on_the_page_is_the_demos() {
    let said = look_at::council().status().out;
    let (table, rest) = said.split_once("\n\nComplete").unwrap();
    let chase = &rest[rest.find("To chase:").unwrap()..];
    let of = |text: &str, lines: usize| text.lines().take(lines).collect::<Vec<_>>().join("\n");
    let wanted = format!("```text\n{}\n…\n\n{}\n…\n```\n", of(table, 8), of(chase, 9));
    let written::Written { path, mut text, .. } = written::page("docs/handbooks/team.md");
    let (start, end) = ("<!-- status -->\n", "<!-- /status -->");
    let (a, b) = (text.find(start).unwrap() + start.len(), text.find(end).unwrap());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        text.replace_range(a..b, &wanted);
        std::fs::write(path, text).unwrap();
    } else {
        assert_eq!(&text[a..b], wanted, "run UPDATE_DOCS=1 cargo test --test suite readme");
    }
}
