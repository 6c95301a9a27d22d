//! README and the pages of `docs/` as a test reads them: blocks, code within a sentence, commands.

use super::{files, root};
use std::path::{Path, PathBuf};

/// A page of what is written for users.
pub struct Written {
    /// Below the root, like `docs/quarter.md`.
    pub name: String,
    pub path: PathBuf,
    pub text: String,
}

/// A stretch of a page outside its blocks.
#[derive(Clone, Copy)]
pub enum Piece<'p> {
    Words(&'p str),
    Code(&'p str),
}

/// README and every page of `docs/`.
pub fn pages() -> Vec<Written> {
    let docs = files(&root().join("docs"), "md");
    [root().join("README.md")].into_iter().chain(docs).map(|path| read(&path)).collect()
}

/// One page, by its name below the root.
pub fn page(name: &str) -> Written {
    read(&root().join(name))
}

fn read(path: &Path) -> Written {
    let name = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
    Written { name, path: path.to_owned(), text: std::fs::read_to_string(path).unwrap() }
}

impl Written {
    /// The blocks whose first line is `fence`.
    pub fn blocks(&self, fence: &str) -> Vec<&str> {
        let blocks = self.text.split("```").skip(1).step_by(2).filter_map(|b| b.split_once('\n'));
        blocks.filter(|(first, _)| *first == fence).map(|(_, lines)| lines).collect()
    }

    /// What stands outside blocks, words and code in turn.
    pub fn pieces(&self) -> Vec<Piece<'_>> {
        let outside = self.text.split("```").step_by(2);
        let piece = |(n, part)| if n % 2 == 1 { Piece::Code(part) } else { Piece::Words(part) };
        outside.flat_map(|text| text.split('`').enumerate().map(piece)).collect()
    }

    /// Code within sentences.
    pub fn code(&self) -> impl Iterator<Item = &str> {
        self.pieces().into_iter().filter_map(|piece| match piece {
            Piece::Code(code) => Some(code),
            Piece::Words(_) => None,
        })
    }

    /// The commands of its blocks for a shell, each in its words.
    pub fn commands(&self) -> Vec<Vec<&str>> {
        let lines = self.blocks("sh").into_iter().flat_map(str::lines);
        let words = lines.map(|l| in_words(l.split('#').next().unwrap_or_default()));
        words.filter(|w| !w.is_empty()).collect()
    }
}

/// A line in words, as a shell has them: what stands in quotation marks is one.
pub fn in_words(line: &str) -> Vec<&str> {
    let parts = line.split('"').enumerate();
    parts.flat_map(|(n, part)| if n % 2 == 1 { vec![part] } else { part.split_whitespace().collect() }).collect()
}

/// Does what a page tells, line by line, from `here` on: `cd`, `mkdir` and `cp` as a shell does, and the program. How many lines.
pub fn walk<'w>(commands: impl IntoIterator<Item = Vec<&'w str>>, here: &mut PathBuf) -> usize {
    let mut walked = 0;
    for words in commands {
        match words[..] {
            // It stays open until somebody ends it: `watched` does.
            _ if words.contains(&"--watch") => {}
            ["cd", folder] => here.push(folder),
            ["mkdir", folder] => std::fs::create_dir(here.join(folder)).unwrap(),
            ["cp", from, to] => {
                let from = here.join(from);
                std::fs::copy(&from, here.join(to).join(from.file_name().unwrap())).map(|_| ()).unwrap();
            }
            _ => run(&words, here),
        }
        walked += 1;
    }
    walked
}

/// Runs a command of a page; findings are no fault of the page, and neither are the queries that hold a release up.
pub fn run(words: &[&str], here: &Path) {
    assert_eq!(words[0], "quarterday", "{words:?}");
    let out = super::quarterday().args(&words[1..]).current_dir(here).output().unwrap();
    let said = String::from_utf8_lossy(&out.stderr);
    let held_up = words[1] == "publish" && said.contains("cannot be published yet");
    assert!(matches!(out.status.code(), Some(0 | 1)) || held_up, "{words:?}: {said}");
    assert!(words[1] != "history" || out.status.success(), "{words:?}: {said}");
}
