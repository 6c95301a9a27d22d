//! A letter, and its text.

use super::deadline::Deadline;
use crate::analyse::Analysis;
use crate::reading::keyed;
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::sync::Arc;

keyed! {
    /// Why somebody is written to.
    LetterKind {
        Reminder "reminder" "something is still to come, and its day is not over",
        Chaser "chaser" "something did not come by its day",
        Refused "refused" "a file came and could not be accepted",
        Asked "asked" "the return came, and something in it is wrong or queried",
        Owner "owner" "something is wanted of measures that the person owns",
    }
}

/// One letter.
#[derive(Debug, Clone, PartialEq)]
pub struct Letter {
    /// Why it is written.
    pub kind: LetterKind,
    /// The address; empty where the register has none.
    pub to: String,
    /// To whom, by name; empty where the register has none.
    pub name: String,
    /// The service; of an owner, all that it is about.
    pub service: String,
    /// The day by which returns are due.
    pub due: NaiveDate,
    /// Working days until then, or since.
    pub days: u32,
    /// The same in words; empty where nothing is still to come.
    pub when: String,
    /// What it is about.
    pub subject: String,
    /// The words, lines ended by `\n`.
    pub body: String,
    /// Ids of the measures that it is about.
    pub measures: Vec<Arc<str>>,
    /// The file that is attached to it, from the folder of the quarter's reports on; empty where there is none.
    pub attach: String,
    /// The name of its file.
    pub file: String,
}

impl Letter {
    /// A letter whose parts are one paragraph each. `own`: what its file is called beside its kind.
    pub(super) fn new(kind: LetterKind, deadline: &Deadline, own: &str, paragraphs: &[String]) -> Self {
        let kept = |c: char| if c.is_alphanumeric() { c } else { '-' };
        Self {
            kind,
            to: String::new(),
            name: String::new(),
            service: String::new(),
            due: deadline.due,
            days: deadline.days,
            when: String::new(),
            subject: String::new(),
            body: paragraphs.join("\n\n") + "\n",
            measures: vec![],
            attach: String::new(),
            file: format!("{}_{}", own.chars().map(kept).collect::<String>(), kind.key()),
        }
    }

    /// As a text to paste into an e-mail, lines ended as every mail program takes them.
    pub fn text(&self) -> String {
        let to = if self.to.is_empty() { "(no address in the register)" } else { &self.to };
        let attach =
            if self.attach.is_empty() { String::new() } else { format!("\nAttach: {}", one_line(&self.attach)) };
        let head = format!("To: {}\nSubject: {}{attach}", one_line(to), one_line(&self.subject));
        format!("{head}\n\n{}", self.body).replace('\n', "\r\n")
    }
}

/// What stands in one line of a letter's head.
fn one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// `Dear …`.
pub(super) fn dear(name: &str) -> String {
    format!("Dear {},", if name.is_empty() { "colleague".to_owned() } else { one_line(name) })
}

/// Where returns are sent.
pub(super) fn send_to<'a>(analysis: &Analysis<'a>) -> &'a str {
    let own = analysis.settings.letters.send_to.trim();
    if own.is_empty() { &analysis.settings.council.email } else { own }
}

/// The last paragraphs: the council's own, and whom to ask.
pub(super) fn ending(analysis: &Analysis<'_>) -> impl Iterator<Item = String> {
    let council = &analysis.settings.council;
    let own = analysis.settings.letters.closing.trim();
    let ask = format!("If anything is unclear, ask {}: {}.", council.team, council.email);
    Some(own.to_owned()).filter(|own| !own.is_empty()).into_iter().chain([ask])
}

/// Gives each letter a file of its own, whatever is written large or small.
pub(super) fn name_files<'l>(letters: impl Iterator<Item = &'l mut Letter>) {
    let mut used = BTreeSet::new();
    for letter in letters {
        let named = |n: u32| match n {
            1 => format!("{}.txt", letter.file),
            _ => format!("{} ({n}).txt", letter.file),
        };
        let free = (1..).map(named).find(|name| !used.contains(&name.to_lowercase()));
        letter.file = free.unwrap_or_default();
        used.insert(letter.file.to_lowercase());
    }
}
