//! Reads the sources and holds the rules of `src/lib.rs`.

use super::{files, root};
use std::path::Path;

/// The modules of lib.rs, in the order in which data flows.
fn modules() -> Vec<String> {
    let lib = std::fs::read_to_string(root().join("src/lib.rs")).unwrap();
    lib.lines().filter_map(|l| l.strip_prefix("pub mod ")?.strip_suffix(';')).map(str::to_owned).collect()
}

/// Each library source: its module, its path below src, and its text without tests and comments.
fn sources() -> Vec<(String, String, String)> {
    let src = root().join("src");
    let mut out = Vec::new();
    for path in files(&src, "rs") {
        let name = path.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
        let module = name.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
        if ["main", "lib", "cli"].contains(&module.as_str()) || name.ends_with("tests.rs") || name.contains("/tests/") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap().split("#[cfg(all(test").next().unwrap();
        let text: String = text.lines().map(|l| l.split("//").next().unwrap()).collect::<Vec<_>>().join("\n");
        out.push((module, name, text));
    }
    out
}

/// Names that follow `crate::` in a text, groups in braces included.
fn imports(text: &str) -> Vec<String> {
    let word = |s: &str| s.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut out = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + 7..];
        match rest.strip_prefix('{') {
            None => out.push(word(rest)),
            Some(group) => {
                let (mut depth, mut name, mut start) = (0, String::new(), true);
                for c in group.chars() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => start = true,
                        c if depth == 0 && start && (c.is_alphanumeric() || c == '_') => name.push(c),
                        _ if depth == 0 && !name.is_empty() => {
                            out.push(std::mem::take(&mut name));
                            start = false;
                        }
                        _ => {}
                    }
                    if depth == 0 && start && c == ',' && !name.is_empty() {
                        out.push(std::mem::take(&mut name));
                    }
                }
                out.extend((!name.is_empty()).then_some(name));
            }
        }
    }
    out
}

#[test]
fn modules_import_only_what_stands_before_them() {
    let order = modules();
    let rank = |m: &str| order.iter().position(|o| o == m);
    let mut wrong = Vec::new();
    for (module, path, text) in sources() {
        let own = rank(&module).unwrap_or_else(|| panic!("{path} belongs to no module of lib.rs"));
        for import in imports(&text) {
            if rank(&import).is_some_and(|r| r > own) {
                wrong.push(format!("{path} imports {import}, which comes after it"));
            }
        }
    }
    // Two pairs that the order alone does not forbid.
    for (module, path, text) in sources() {
        for (a, b) in [("ingest", "template"), ("history", "validate"), ("analyse", "ingest"), ("analyse", "validate")]
        {
            if module == a && imports(&text).iter().any(|i| i == b) {
                wrong.push(format!("{path}: {a} must not know {b}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_outside_library_has_one_door() {
    let doors: [(&str, &[&str]); 5] = [
        ("calamine", &["ingest/"]),
        ("rust_xlsxwriter", &["workbook/"]),
        ("indicatif", &[]),
        ("clap", &[]),
        ("polars", &["condition.rs", "ingest/", "validate/", "history/"]),
    ];
    for (library, allowed) in doors {
        for (_, path, text) in sources() {
            let used = text.contains(&format!("{library}::")) || text.contains(&format!("use {library}"));
            assert!(!used || allowed.iter().any(|a| path.starts_with(a)), "{path} uses {library}");
        }
    }
}

#[test]
fn the_library_neither_prints_nor_looks_at_the_clock() {
    let forbidden = [
        "println!",
        "eprintln!",
        "print!(",
        "dbg!",
        "SystemTime::now",
        "Utc::now",
        "Local::now",
        "Instant::now",
        "env::var",
    ];
    for (_, path, text) in sources() {
        for word in forbidden {
            // Waiting for a worker takes a clock; no result depends on it.
            if word == "Instant::now" && path.starts_with("ingest/") {
                continue;
            }
            assert!(!text.contains(word), "{path} uses {word}");
        }
    }
}

#[test]
fn nothing_unfinished_and_nothing_about_this_machine() {
    let marks = ["todo!", "unimplemented!", "FIXME", "TODO", "XXX"];
    for (_, path, text) in sources() {
        for mark in marks {
            assert!(!text.contains(mark), "{path} has {mark}");
        }
    }
    for path in files(Path::new(env!("CARGO_MANIFEST_DIR")).join("src").as_path(), "rs") {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(!text.contains(concat!("/ho", "me/")) && !text.contains(concat!("/wo", "rk/")), "{}", path.display());
    }
}

#[test]
fn no_network_code_is_linked() {
    let tree = std::process::Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--edges", "normal", "--prefix", "none", "--manifest-path"])
        .arg(root().join("Cargo.toml"))
        .output()
        .unwrap();
    let tree = String::from_utf8(tree.stdout).unwrap();
    assert!(tree.contains("calamine v"));
    for name in ["reqwest", "hyper", "rustls", "openssl", "native-tls", "object_store", "curl", "ureq"] {
        assert!(!tree.lines().any(|l| l.starts_with(&format!("{name} v"))), "{name} is among the dependencies");
    }
}
