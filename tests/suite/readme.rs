//! README and `docs/`: their tables are the code's, and their commands work.

use super::{files, root};
use quarterday::catalogue;
use quarterday::checklist;
use quarterday::measure::Scheme;
use quarterday::settings::{STATUS_PRESETS, Settings, rule_columns};
use quarterday::status::words;
use std::fmt::Write;
use std::path::Path;

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
    let docs = files(&root().join("docs"), "md").into_iter();
    let pages = docs.chain(
        ["README.md", "CONTRIBUTING.md", "findings/README.md", "packaging/README.md"].map(|name| root().join(name)),
    );
    let mut seen = 0;
    for path in pages {
        let text = std::fs::read_to_string(&path).unwrap();
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

/// The blocks of a page that begin with the line `fence`.
fn blocks<'a>(page: &'a str, fence: &str) -> Vec<&'a str> {
    page.split("```").skip(1).step_by(2).filter_map(|b| b.strip_prefix(fence)).collect()
}

/// The commands of a page, each in its words.
fn commands(page: &str) -> Vec<Vec<&str>> {
    let lines = blocks(page, "sh\n").into_iter().flat_map(str::lines);
    let words = lines.map(|l| in_words(l.split('#').next().unwrap_or_default()));
    words.filter(|w: &Vec<&str>| !w.is_empty()).collect()
}

/// A line in words, as a shell has them: what stands in quotation marks is one.
fn in_words(line: &str) -> Vec<&str> {
    let parts = line.split('"').enumerate();
    parts.flat_map(|(n, part)| if n % 2 == 1 { vec![part] } else { part.split_whitespace().collect() }).collect()
}

/// Runs a command of a page; findings are no fault of the page, and neither are the queries that hold a release up.
fn run(words: &[&str], here: &Path) {
    let out = super::quarterday().args(&words[1..]).current_dir(here).output().unwrap();
    let said = String::from_utf8_lossy(&out.stderr);
    let held_up = words[1] == "publish" && said.contains("cannot be published yet");
    assert!(matches!(out.status.code(), Some(0 | 1)) || held_up, "{words:?}: {said}");
    assert!(words[1] != "history" || out.status.success(), "{words:?}: {said}");
}

/// A newcomer has the pages and nothing else: the README's walk must work line by line, and after it every command of the
/// other pages, with their own example of a past.
#[test]
fn the_walk_of_the_readme_works_as_it_stands() {
    let readme = page("README.md");
    let dir = tempfile::tempdir().unwrap();
    let mut here = dir.path().to_owned();
    let walk = commands(&readme).into_iter().filter(|words| words[0] != "cargo");
    let mut walked = 0;
    for words in walk {
        match words[..] {
            ["cd", folder] => here.push(folder),
            ["cp", from, to] => {
                let from = here.join(from);
                std::fs::copy(&from, here.join(to).join(from.file_name().unwrap())).map(|_| ()).unwrap();
            }
            _ => run(&words, &here),
        }
        walked += 1;
    }
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

    let quarter = page("docs/quarter.md");
    let past = blocks(&quarter, "text\n").into_iter().find(|b| b.contains("Indicator id")).unwrap();
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
        for words in commands(&page(name)) {
            run(&words, &here);
            more += 1;
        }
    }
    assert!(more >= 6, "{more} commands");
    assert!(here.join("for-highways").exists() && here.join("layouts/old-form.toml").exists());
}
