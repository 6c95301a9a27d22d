//! One test binary (each links polars): behaviour through the door that users have, and the catalogue walks.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "what a test counts is small"
)]

mod accessible;
mod answers;
mod architecture;
mod as_they_come;
mod bad_input;
mod books;
mod breakdowns;
mod budget;
mod catalogue;
mod causes;
mod central;
mod checks;
mod cluster;
mod commands;
mod committee;
mod corrections;
mod demo;
mod described;
mod doors;
mod drafted;
mod drafts;
mod edited;
mod editions;
mod evidence;
mod export;
mod expected;
mod folders;
mod form_rules;
mod forms;
mod gallery;
mod golden;
mod groups;
mod half_read;
mod handbook;
mod handover;
mod handled;
mod harness;
mod labels;
mod layouts;
mod led;
mod ledger;
mod ledger_care;
mod ledger_kills;
mod letters;
mod look_at;
mod marked;
mod marked_files;
mod meant;
mod money;
mod named;
mod notebook;
mod outcomes;
mod own_words;
mod package;
mod pages;
mod parts;
mod public;
mod published;
mod readme;
mod refused;
mod reproduced;
mod restatements;
mod reorganised;
mod returns;
mod risks;
mod said;
mod schemes;
mod seen;
mod shipped;
mod small_numbers;
mod start;
mod suppressed;
mod surroundings;
mod traced;
mod watched;
mod words;
mod written;
mod year;

use harness::quarterday;
use std::path::{Path, PathBuf};

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
