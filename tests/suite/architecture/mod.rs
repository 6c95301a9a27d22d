//! Reads the sources and holds the rules of `src/lib.rs`.
//!
//! The order of the `mod` lines is the order in which data flows: in `lib.rs` for the rooms, in each folder's `mod.rs` for
//! the files of a room. What a rule says stands where it is written; [`made_up`] shows for each what it refuses.

mod graph;
mod made_up;
mod rules;
mod source;

use super::{files, root};
use graph::{Files, Program};
use std::path::Path;
use std::sync::LazyLock;

/// The text files below `folder` with one of the endings, by their paths within it.
fn texts(folder: &Path, endings: &[&str]) -> Files {
    let paths = endings.iter().flat_map(|ending| files(folder, ending));
    let text = |path: &Path| {
        let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
        (name, std::fs::read_to_string(path).unwrap())
    };
    paths.map(|path| text(&path)).collect()
}

static SOURCES: LazyLock<Files> = LazyLock::new(|| texts(&root().join("src"), &["rs"]));
static LIBRARY: LazyLock<Program> = LazyLock::new(|| Program::read(&SOURCES, "lib.rs").unwrap());
static BINARY: LazyLock<Program> = LazyLock::new(|| Program::read(&SOURCES, "main.rs").unwrap());

fn nothing(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_guard_follows_every_path() {
    assert!(LIBRARY.modules.len() > 200 && LIBRARY.edges().len() > 5000);
    nothing([LIBRARY.missing(), BINARY.missing()].concat());
}

#[test]
fn a_module_imports_only_what_stands_before_it() {
    nothing([LIBRARY.against_the_order(), BINARY.against_the_order()].concat());
}

#[test]
fn no_circle_ties_files() {
    nothing([LIBRARY.circles(), BINARY.circles()].concat());
}

#[test]
fn each_outside_library_has_its_door() {
    let cargo = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    nothing(rules::wrong_doors(&[&LIBRARY, &BINARY], &cargo));
}

#[test]
fn some_rooms_never_meet() {
    nothing(rules::meetings(&LIBRARY));
}

#[test]
fn a_report_computes_nothing() {
    nothing(rules::computing_reports(&LIBRARY));
}

#[test]
fn the_library_neither_prints_nor_looks_at_the_clock() {
    nothing(rules::forbidden(&LIBRARY));
}

#[test]
fn the_same_mathematics_on_every_system() {
    nothing([&*LIBRARY, &*BINARY].into_iter().flat_map(rules::mathematics_of_the_system).collect());
}

#[test]
fn nothing_unfinished_and_nothing_about_this_machine() {
    // What is made (target) and what hides (.git) is not looked through.
    for entry in std::fs::read_dir(root()).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        match entry.path() {
            _ if name == "target" || name.starts_with('.') => {}
            folder if folder.is_dir() => nothing(rules::marks(&texts(&folder, &["rs", "py", "sh", "toml", "md"]))),
            text if ["md", "toml"].iter().any(|ending| name.ends_with(ending)) => {
                nothing(rules::marks(&Files::from([(name, std::fs::read_to_string(text).unwrap())])));
            }
            _ => {}
        }
    }
}

#[test]
fn a_folder_is_one_mod_file_and_what_stands_below_it() {
    nothing(rules::files_beside_their_folder(&SOURCES));
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
