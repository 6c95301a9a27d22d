//! A short text to paste into an e-mail to the service.

use super::page::{ReturnedFile, severity_word};
use crate::catalogue::Severity;
use crate::finding::Cause;
use std::fmt::Write;

/// Findings that the text tells; the rest are in the workbook.
const TOLD: usize = 5;

impl ReturnedFile<'_> {
    /// What errors and queries mean, and the most important of them, at most `most`: a line each of the text. `attached` is the
    /// workbook in which queries are answered, where one goes with it.
    pub fn asked(&self, most: usize, attached: Option<&str>) -> Vec<String> {
        let [errors, queries, _] = self.counts();
        let mut out = Vec::new();
        let mut line = |text: String| out.push(text);
        if errors > 0 {
            line(
                "An error is a figure that we could not take: it is missing from the report until it is corrected."
                    .into(),
            );
        }
        if queries > 0 {
            line(match attached {
                Some(name) => format!(
                    "A query is a figure that we took and that needs a correction or an answer: on the first sheet of “{name}”, in \
                     the column Answer, say why it is right and who says so."
                ),
                None => "A query is a figure that we took and that needs a correction or an answer: write to us why it is right and \
                         who says so."
                    .to_owned(),
            });
        }
        let asked = Cause::among(self.sorted().into_iter().filter(|f| f.severity != Severity::Note));
        if !asked.is_empty() {
            line(String::new());
            line(match asked.len() > most {
                true => format!("The {most} most important of {}:", asked.len()),
                false => "What was found:".to_owned(),
            });
            for (n, cause) in asked.iter().take(most).enumerate() {
                let f = cause.first;
                let place = match (f.sheet.is_empty(), f.cell) {
                    (true, _) => "the workbook as a whole".to_owned(),
                    (false, None) => format!("sheet {}", f.sheet),
                    (false, Some(_)) => cause.place(),
                };
                let about = if f.subject.is_empty() { String::new() } else { format!(" ({})", cause.about()) };
                let severity = severity_word(f.severity);
                line(format!("{}. {severity}, {place}{about}: {}.", n + 1, self.register.title_of_check(&f.code)));
                line(format!("   Expected {}; got {}.", f.expected.trim_end_matches('.'), f.got.trim_end_matches('.')));
                line(format!("   {}", f.remedy));
            }
        }
        out
    }

    /// The text, lines ended as every mail program takes them. `attached` is the workbook that goes with it, and whether
    /// it is the service's own.
    pub fn letter(&self, attached: Option<(&str, bool)>) -> String {
        let [errors, queries, _] = self.counts();
        let service = self.register.service(self.service);
        let period = self.period.map(|p| format!(" for {}", p.heading())).unwrap_or_default();
        let mut out = String::new();
        let mut line = |text: String| {
            let _ = write!(out, "{text}\r\n");
        };
        let email = service.map(|s| s.email.as_str()).filter(|e| !e.is_empty());
        line(format!("To: {}", email.unwrap_or("(no address in the register)")));
        line(format!("Subject: {}: return{period}: {}", self.who(), self.tally(false)));
        line(String::new());
        let contact = service.map(|s| s.contact.as_str()).filter(|c| !c.is_empty());
        line(format!("Dear {},", contact.unwrap_or("colleague")));
        line(String::new());
        line(format!("Thank you for your return{period}, “{}”. We found {}.", self.file, self.tally(true)));
        self.asked(TOLD, attached.map(|(name, _)| name)).into_iter().for_each(&mut line);
        line(String::new());
        if let Some((name, own)) = attached {
            let coloured = if self.marks().is_empty() { "" } else { " with the cells coloured, each with a note" };
            line(match own {
                false if queries > 0 => format!(
                    "“{name}” is attached and lists everything. Correct your own file, answer queries in “{name}”, in the column \
                     Answer, and send it beside your return."
                ),
                false => format!("“{name}” is attached and lists everything."),
                true => format!(
                    "“{name}” is attached: your own workbook{coloured}. Its first sheet lists everything, with links."
                ),
            });
        }
        for (file, why) in &self.others {
            line(format!("We also have “{file}” from you: {why}."));
        }
        let by = self.by_when();
        line(match errors + queries > 0 {
            true => format!("Please send the corrected workbook back{by}."),
            false => "Nothing has to be done if the right one counts.".to_owned(),
        });
        let council = &self.settings.council;
        line(format!("If anything is unclear, ask {}: {}.", council.team, council.email));
        out
    }
}
