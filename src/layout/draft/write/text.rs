//! Pieces of a layout file: names, quoted texts, comments.

use super::super::{cover, find};
use crate::record::Kind;
use std::fmt::Write;

/// The sheet's name, and a pattern for it where it names a quarter.
pub(super) fn sheets(name: &str) -> String {
    let pattern = cover::pattern(name, None).replace("{period}", "*");
    let short = name.split_whitespace().map(|w| if find::is_part(w) { "*" } else { w }).collect::<Vec<_>>().join(" ");
    let pattern = [pattern, short].into_iter().find(|p| p.contains('*') && p.chars().any(char::is_alphanumeric));
    match pattern {
        Some(pattern) => format!("{}, {}", quote(name), quote(&pattern)),
        None => quote(name),
    }
}

/// `Return {period}` from `Return Q2`.
pub(super) fn of_quarter(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let spans = (1..=words.len()).rev().flat_map(|n| (0..=words.len() - n).map(move |at| (at, at + n)));
    let (from, to) = spans.into_iter().find(|(from, to)| find::is_quarter(&words[*from..*to].join(" ")))?;
    Some([&words[..from], &["{period}"], &words[to..]].concat().join(" "))
}

pub(super) fn kind_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Risks => "risks",
        Kind::Actions => "actions",
        Kind::Feedback => "feedback",
        _ => "indicators",
    }
}

/// So many words are listed: a table may have a sub-total for each of many regions.
const LISTED: usize = 100;

pub(super) fn list(out: &mut String, key: &str, what: &str, words: &[String]) {
    if !words.is_empty() {
        let words: Vec<String> = words.iter().take(LISTED).map(|w| quote(w)).collect();
        say(out, format_args!("# The {what} begin so.\n{key} = [{}]", words.join(", ")));
    }
}

pub(super) fn examples(examples: &[String]) -> String {
    let shown: Vec<String> = examples.iter().map(|e| format!("“{}”", plain(e))).collect();
    if shown.is_empty() { "; it is blank".to_owned() } else { format!("; e.g. {}", shown.join(", ")) }
}

/// A TOML string.
pub(super) fn quote(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => drop(write!(out, "\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// For a comment: one line, nothing that ends it.
pub(super) fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// `Complaints log` from `complaints_log`.
pub(super) fn titled(stem: &str) -> String {
    let words = plain(stem).replace(['_', '-'], " ");
    let mut letters = words.trim().chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// `complaints-log` from `Complaints log Q2 2026-27`.
pub(super) fn slug(stem: &str) -> String {
    let pattern = cover::pattern(stem, None).replace("{period}", "");
    let stem = if pattern.is_empty() { stem } else { &pattern };
    let words = stem.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty() && !find::is_part(w));
    let slug = words.map(str::to_lowercase).collect::<Vec<_>>().join("-");
    if slug.is_empty() { "drafted".to_owned() } else { slug }
}

pub(super) fn say(out: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{line}");
}
