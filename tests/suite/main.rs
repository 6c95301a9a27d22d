//! One test binary (each links polars): behaviour through the door that users have, and the catalogue walks.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "what a test counts is small"
)]

mod architecture;
mod bad_input;
mod catalogue;
mod checks;
mod commands;
mod demo;
mod drafts;
mod forms;
mod gallery;
mod handled;
mod layouts;
mod ledger;
mod marked;
mod readme;
mod returns;
mod risks;
mod schemes;
mod suppressed;
mod words;

use assert_cmd::Command;
use std::path::{Path, PathBuf};

/// The day that tests take for today.
const TODAY: &str = "2026-10-28";

fn quarterday() -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("quarterday"));
    command.args(["--today", TODAY]).env("NO_COLOR", "1");
    command
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `dir` whose name ends in `.ext`, sorted.
fn files(dir: &Path, ext: &str) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let mut todo = vec![dir.to_owned()];
    while let Some(d) = todo.pop() {
        for entry in std::fs::read_dir(&d).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                todo.push(path);
            } else if path.extension().is_some_and(|e| e == ext) {
                out.push(path);
            }
        }
    }
    out.sort();
    out
}

fn copy_dir(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_dir(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A copy of the demo workspace with its past imported.
fn demo_workspace(dir: &Path) -> PathBuf {
    let workspace = dir.join("marchford");
    copy_dir(&root().join("fixtures/demo"), &workspace);
    let past = workspace.join("past.xlsx");
    quarterday().args(["history", "import"]).arg(&past).arg("--workspace").arg(&workspace).assert().code(0);
    workspace
}
