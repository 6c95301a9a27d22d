//! What packages have beside the program: licences, completions, pages of the manual.

use super::harness::{nowhere, quarterday, said};
use super::root;
use rstest::rstest;
use std::collections::BTreeSet;
use toml::Table;

fn table(file: &str) -> Table {
    std::fs::read_to_string(root().join(file)).unwrap().parse().unwrap()
}

/// `name version` of every package of `Cargo.lock`.
fn locked() -> BTreeSet<String> {
    let lock = table("Cargo.lock");
    let packages = lock["package"].as_array().unwrap().iter();
    packages.map(|p| format!("{} {}", p["name"].as_str().unwrap(), p["version"].as_str().unwrap())).collect()
}

/// The names of what `Cargo.toml` asks for, on any system, and not only for tests.
fn asked_for() -> BTreeSet<String> {
    let cargo = table("Cargo.toml");
    let of_systems = cargo["target"].as_table().unwrap().values().filter_map(|system| system.get("dependencies"));
    let tables = of_systems.chain([&cargo["dependencies"]]);
    tables.flat_map(|t| t.as_table().unwrap().keys().cloned()).collect()
}

/// `name version` of what the program is built from on this system.
fn built_here() -> BTreeSet<String> {
    let tree = std::process::Command::new(env!("CARGO"))
        .args([
            "tree",
            "--offline",
            "--edges",
            "normal,build",
            "--prefix",
            "none",
            "--format",
            "{p}",
            "--manifest-path",
        ])
        .arg(root().join("Cargo.toml"))
        .output()
        .unwrap();
    let tree = String::from_utf8(tree.stdout).unwrap();
    let packages = tree.lines().filter(|line| !line.starts_with("quarterday "));
    packages.map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" ").replacen(" v", " ", 1)).collect()
}

/// What another package brings along on another system comes with another version of that package, or is asked for.
#[test]
fn the_licences_are_those_of_what_it_is_built_from() {
    let licences = nowhere(["licences"]).ends(0);
    let (packages, texts) = licences.out.split_once("\n\n\n").unwrap();
    let lines = packages.lines().filter_map(|line| line.strip_suffix(')')?.split_once(" ("));
    let told: BTreeSet<String> = lines.map(|(package, _)| package.to_owned()).collect();
    let (built, locked) = (built_here(), locked());
    assert!(built.len() > 150, "{built:?}");
    let new: Vec<_> = built.difference(&told).collect();
    let gone: Vec<_> = told.difference(&locked).collect();
    let named = |name: &String| told.iter().any(|package| package.split(' ').next() == Some(name));
    let asked: Vec<_> = asked_for().into_iter().filter(|name| !named(name)).collect();
    assert!(
        new.is_empty() && gone.is_empty() && asked.is_empty(),
        "without a licence: {new:?} {asked:?}, no longer there: {gone:?}; run packaging/licences/make.sh"
    );
    for package in &told {
        assert!(texts.contains(&format!("\n    {package}\n")), "{package} has no text");
    }
    for words in ["Apache License", "Permission is hereby granted, free of charge", "2025 Ritchie Vink", "mingw-w64"] {
        assert!(texts.contains(words), "{words}");
    }
}

#[test]
fn the_manual_has_a_page_for_each_command() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("share/man");
    said(quarterday().arg("man").arg(&pages)).ends(0);
    let help = nowhere(["--help"]).ends(0);
    let commands = help.out.split_once("Commands:\n").unwrap().1.split_once("\n\n").unwrap().0;
    let commands: Vec<&str> = commands
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next())
        .filter(|word| !["", "help"].contains(word))
        .collect();
    assert!(commands.len() > 10, "{commands:?}");
    for command in commands {
        let page = std::fs::read_to_string(pages.join(format!("quarterday-{command}.1"))).unwrap();
        assert!(page.contains(".SH NAME") && page.contains(".SH SYNOPSIS"), "{page}");
    }
    assert!(pages.join("quarterday.1").is_file() && pages.join("quarterday-history-export.1").is_file());
    assert!(!pages.join("quarterday-worker.1").exists());
    // A file stands where the folder is to be.
    said(quarterday().arg("man").arg(pages.join("quarterday.1"))).ends(2).complains("cannot write the manual into");
}

#[rstest]
#[case("bash", "complete -F _quarterday")]
#[case("zsh", "#compdef quarterday")]
#[case("fish", "complete -c quarterday")]
#[case("powershell", "Register-ArgumentCompleter")]
fn each_shell_has_its_completions(#[case] shell: &str, #[case] words: &str) {
    nowhere(["completions", shell]).ends(0).says(words).says("consolidate");
}
