//! The team's own words as it left them, and what is to be said of them.

use super::contents::Notebook;
use super::read::NotebookTerms;
use crate::catalogue::{F072, F073, F075, F076, F077};
use crate::finding::Finding;
use crate::reading::own_words::{FigureFate, OwnWords, SHEET, SaidWords, WordsAt};
use crate::text::words::quoted;

impl Notebook {
    /// The team's own words. `before` is what was last recorded of the quarter.
    pub fn own_words(
        &self,
        terms: &NotebookTerms<'_>,
        before: &[OwnWords],
        findings: &mut Vec<Finding>,
    ) -> Vec<OwnWords> {
        let mut out: Vec<OwnWords> = vec![];
        for line in &self.words {
            let mut say = |check, n: usize, expected: &str, got: String| {
                let finding = Finding::new(check, expected, got).in_file(terms.file).in_sheet(SHEET);
                findings.push(line.at.iter().fold(finding, |finding, at| finding.in_cell(at[n])));
            };
            if !line.still.is_empty() && !line.says_yes() {
                say(&F072, 1, "Yes, or a blank cell", quoted(&line.still));
            }
            if !line.no_words.is_empty() {
                let got = format!("{}, which no report prints; what it says of itself stays", quoted(&line.no_words));
                say(&F072, 0, "words", got);
                continue;
            }
            if line.words.is_empty() {
                if line.key.is_empty() && !line.is_printed() && !(line.about.is_empty() && line.by.is_empty()) {
                    say(
                        &F072,
                        0,
                        "words",
                        format!(
                            "nothing beside {}",
                            quoted(if line.about.is_empty() { &line.by } else { &line.about })
                        ),
                    );
                }
                continue;
            }
            let own = line.own(terms.period, before);
            if matches!(own.at, WordsAt::Line(_)) && out.iter().any(|o| o.at == own.at) {
                let got = format!("{} beside a sentence that has words already", quoted(&line.words));
                say(&F073, 0, "each sentence once", got);
                continue;
            }
            out.push(own);
        }
        out
    }
}

/// What is to be said of the team's words: those that fit nothing, those over figures that have changed, and figures in them
/// that the quarter does not have. `file` is what the notebook is called.
pub fn words_looked_up(said: &[SaidWords], file: &str) -> Vec<Finding> {
    said.iter().flat_map(|words| findings(words, file)).collect()
}

fn findings(words: &SaidWords, file: &str) -> Vec<Finding> {
    let at = |finding: Finding| {
        let finding = finding.in_file(file).in_sheet(SHEET);
        match words.own.cell {
            Some(cell) => finding.in_cell(cell),
            None => finding,
        }
    };
    let Some(says) = &words.says else {
        let expected = match words.sentence {
            true => "a sentence of Headlines that has no other words",
            false => "a sentence of Headlines, or the id of a measure, a risk, an action, a milestone or a priority",
        };
        let got = format!("{} beside {}", quoted(&words.about), quoted(&words.own.words));
        return vec![at(Finding::new(&F073, expected, got))];
    };
    let mut out = vec![];
    if let Some(was) = words.was() {
        let got = format!("{}, written where it was {}", quoted(&words.own.words), quoted(was));
        out.push(at(Finding::new(&F075, format!("words for what it is now, {}", quoted(says)), got)));
    }
    if words.is_vouched() {
        return out;
    }
    for figure in &words.figures {
        let check = match figure.fate {
            FigureFate::Stale => &F076,
            FigureFate::Nowhere | FigureFate::Other => &F077,
            FigureFate::Found | FigureFate::Rounded => continue,
        };
        let of = if figure.of.is_empty() { String::new() } else { format!(", which is {}", figure.of) };
        let got = format!("{}{of}, in {}", figure.text, quoted(&words.own.words));
        let expected = match figure.fate {
            FigureFate::Other => "figures of what the words name",
            _ => "figures of the quarter",
        };
        out.push(at(Finding::new(check, expected, got)));
    }
    out
}
