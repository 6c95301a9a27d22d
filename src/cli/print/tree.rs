//! A tree of lines, broken between words so that it fits on any terminal and on paper.

use anyhow::Result;
use std::io::Write;

/// Signs in a line.
const WIDTH: usize = 100;
/// What a line has at least, however deep it stands.
const LEAST: usize = 40;

/// A line, and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Branch {
    line: String,
    below: Vec<Branch>,
}

impl Branch {
    pub fn new(line: impl Into<String>) -> Self {
        Self { line: line.into(), below: vec![] }
    }

    /// With a line below it; a blank one says nothing.
    pub fn with(mut self, line: impl Into<String>) -> Self {
        let line = line.into();
        if !line.is_empty() {
            self.below.push(Self::new(line));
        }
        self
    }

    pub fn holding(mut self, below: impl IntoIterator<Item = Self>) -> Self {
        self.below.extend(below);
        self
    }

    pub fn show(&self, out: &mut impl Write) -> Result<()> {
        self.show_below(out, ["", ""])
    }

    /// `first` stands before its first line, `rest` before all others and what belongs to it.
    fn show_below(&self, out: &mut impl Write, [first, rest]: [&str; 2]) -> Result<()> {
        let bar = if self.below.is_empty() { "" } else { "│ " };
        let own = format!("{rest}{bar}");
        for (n, line) in wrapped(&self.line, WIDTH.saturating_sub(rest.chars().count()).max(LEAST)).iter().enumerate() {
            writeln!(out, "{}{line}", if n == 0 { first } else { own.as_str() })?;
        }
        let last = self.below.len().saturating_sub(1);
        for (n, branch) in self.below.iter().enumerate() {
            let [first, further] = if n == last { ["└─ ", "   "] } else { ["├─ ", "│  "] };
            branch.show_below(out, [&format!("{rest}{first}"), &format!("{rest}{further}")])?;
        }
        Ok(())
    }
}

/// Broken between words; a longer word is left whole, so that it can be copied.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let used = lines.last().map_or(0, |l| l.chars().count());
        // The bar before the further lines takes two signs.
        if used > 0 && used + 1 + word.chars().count() > width.saturating_sub(2) {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(branch: &Branch) -> String {
        let mut out = vec![];
        branch.show(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_tree_is_drawn() {
        let tree =
            Branch::new("A").holding([Branch::new("B").with("C").with(""), Branch::new("D").with("E")]).with("F");
        assert_eq!(shown(&tree), "A\n├─ B\n│  └─ C\n├─ D\n│  └─ E\n└─ F\n");
    }

    #[test]
    fn no_line_is_wider_than_paper() {
        let words = "seven letters and more ".repeat(12);
        let deep = (0..6).fold(Branch::new(words.as_str()).with(words.as_str()), |tree, _| {
            Branch::new(words.as_str()).holding([tree]).with("end")
        });
        let shown = shown(&deep);
        assert!(shown.lines().count() > 30);
        assert!(shown.lines().all(|line| line.chars().count() <= WIDTH), "{shown}");
    }
}
