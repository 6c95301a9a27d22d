//! A TOML file as it stands: which setting is written where.

use crate::error::{SettingsFault, SettingsFaults};
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// The text of a file and what it says, to tell the places of settings.
///
/// A path to a setting is its keys from the top; an entry of a list has its number, from 0, in place of a key.
pub(crate) struct TomlDocument<'t> {
    text: &'t str,
    root: DeValue<'t>,
}

/// What is wrong with a setting: the name that it is written under, or what is written there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Key,
    Value,
}

impl<'t> TomlDocument<'t> {
    /// Reads a file.
    ///
    /// # Errors
    /// The first place where it is not TOML, in the words of the parser.
    pub fn parse(text: &'t str) -> Result<Self, SettingsFaults> {
        let text = text.trim_start_matches('\u{feff}');
        let (root, errors) = DeTable::parse_recoverable(text);
        let document = Self { text, root: DeValue::Table(root.into_inner()) };
        let Some(error) = errors.first() else { return Ok(document) };
        let span = error.span().unwrap_or_default();
        let path = document.unread(&span);
        Err(SettingsFaults(vec![document.fault_at(span.start, &path, in_one_line(error.message()))]))
    }

    /// The text without the mark that some programs put in front of it.
    pub fn text(&self) -> &'t str {
        self.text
    }

    pub fn root(&self) -> &DeValue<'t> {
        &self.root
    }

    /// What stands at a path.
    pub fn get<P: AsRef<str>>(&self, path: &[P]) -> Option<&DeValue<'t>> {
        path.iter().try_fold(&self.root, |here, part| next(here, part.as_ref()).map(|(_, _, value)| value))
    }

    /// A fault of a setting. Where the file has not got the setting, it is at the nearest section that the file has.
    pub(super) fn fault<P: AsRef<str>>(&self, path: &[P], part: Part, message: String) -> SettingsFault {
        let (mut at, mut here) = (0, &self.root);
        for step in path {
            let Some((name, start, value)) = next(here, step.as_ref()) else { break };
            (at, here) = (if part == Part::Value && !value.is_table() { start } else { name }, value);
        }
        self.fault_at(at, path, message)
    }

    /// A fault at a byte of the text.
    pub(super) fn fault_at<P: AsRef<str>>(&self, at: usize, path: &[P], message: String) -> SettingsFault {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line = before.rsplit('\n').next().unwrap_or(before);
        SettingsFault {
            line: before.matches('\n').count() + 1,
            column: line.chars().count() + 1,
            key: self.key(path),
            message,
            nearest: None,
        }
    }

    /// A path as one text: `status.rules[1].when`.
    fn key<P: AsRef<str>>(&self, path: &[P]) -> String {
        let (mut out, mut here) = (String::new(), Some(&self.root));
        for part in path.iter().map(AsRef::as_ref) {
            if here.map_or_else(|| number(part).is_some(), DeValue::is_array) {
                out.push_str(&format!("[{part}]"));
            } else {
                let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
                let dot = if out.is_empty() { "" } else { "." };
                match !part.is_empty() && part.chars().all(bare) {
                    true => out.push_str(&format!("{dot}{part}")),
                    false => out.push_str(&format!("{dot}\"{}\"", part.replace('\\', r"\\").replace('"', "\\\""))),
                }
            }
            here = here.and_then(|value| next(value, part)).map(|(_, _, value)| value);
        }
        out
    }

    /// The path of what stands at a byte of the text.
    pub(super) fn path_at(&self, at: usize) -> Vec<String> {
        path_below(&self.root, at).unwrap_or_default()
    }

    /// The path of a setting at which the parser stopped, which may be missing from what was read: the section above it
    /// and the key at the start of its line.
    fn unread(&self, span: &Range<usize>) -> Vec<String> {
        let mut path = self.path_at(span.start);
        let above = self.text.get(..span.start).unwrap_or(self.text);
        let line = self.text[above.rfind('\n').map_or(0, |n| n + 1)..].lines().next().unwrap_or_default().trim_start();
        let section = path.is_empty() || self.get(&path).is_some_and(DeValue::is_table);
        if section && line.starts_with('[') {
            // Without its bracket a header is read together with what follows it.
            path = keys_of(line.trim_start_matches('[').split([']', '#']).next().unwrap_or_default());
        } else if path.is_empty() {
            path = header_above(&self.root, above).map(|(_, path)| path).unwrap_or_default();
            path.extend(keys_of(line));
        } else if let Some(twice) = self.text.get(span.clone()).map(bare_key)
            && self.get(&path).is_some_and(|value| value.get(twice.as_str()).is_some())
        {
            // In one pair of braces.
            path.push(twice);
        }
        path
    }
}

/// The section that the end of a text belongs to: the last header in it.
fn header_above(here: &DeValue<'_>, above: &str) -> Option<(usize, Vec<String>)> {
    let below = |part: String, span: Range<usize>, value: &DeValue<'_>| {
        let header = value.is_table() && above.get(span.start..).is_some_and(|text| text.starts_with('['));
        let (at, mut path) = header_above(value, above).max(header.then_some((span.start, vec![])))?;
        path.insert(0, part);
        Some((at, path))
    };
    match here {
        DeValue::Table(table) => {
            table.iter().filter_map(|(key, v)| below(key.get_ref().to_string(), v.span(), v.get_ref())).max()
        }
        DeValue::Array(list) => {
            list.iter().enumerate().filter_map(|(n, v)| below(n.to_string(), v.span(), v.get_ref())).max()
        }
        _ => None,
    }
}

/// The keys in front of a line's equals sign, or in a header.
fn keys_of(line: &str) -> Vec<String> {
    let written = line.split('=').next().unwrap_or_default().trim();
    let quoted = written.starts_with(['"', '\'']);
    let written = if quoted { written } else { written.split_whitespace().next().unwrap_or_default() };
    let key = |c: char| quoted || c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    if written.chars().all(key) { written.split('.').map(bare_key).filter(|k| !k.is_empty()).collect() } else { vec![] }
}

/// What is one step below: where it is named, where it starts, what it is.
fn next<'v, 't>(here: &'v DeValue<'t>, part: &str) -> Option<(usize, usize, &'v DeValue<'t>)> {
    match here {
        DeValue::Table(table) => {
            table.get_key_value(part).map(|(key, value)| (key.span().start, value.span().start, value.get_ref()))
        }
        DeValue::Array(list) => {
            list.get(number(part)?).map(|value| (value.span().start, value.span().start, value.get_ref()))
        }
        _ => None,
    }
}

/// A section stands where it is named, its settings anywhere: they are looked through whatever the section's own place.
fn path_below(here: &DeValue<'_>, at: usize) -> Option<Vec<String>> {
    let step = |part: String, name: Range<usize>, whole: Range<usize>, value: &DeValue<'_>| {
        let here = || (name.contains(&at) || whole.contains(&at)).then(Vec::new);
        let mut path = path_below(value, at).or_else(here)?;
        path.insert(0, part);
        Some(path)
    };
    match here {
        DeValue::Table(table) => {
            table.iter().find_map(|(key, v)| step(key.get_ref().to_string(), key.span(), v.span(), v.get_ref()))
        }
        DeValue::Array(list) => {
            list.iter().enumerate().find_map(|(n, v)| step(n.to_string(), v.span(), v.span(), v.get_ref()))
        }
        _ => None,
    }
}

/// The number of an entry of a list.
pub(super) fn number(part: &str) -> Option<usize> {
    part.parse().ok()
}

fn bare_key(written: &str) -> String {
    written.trim().trim_matches(['"', '\'']).to_owned()
}

pub(super) fn in_one_line(message: &str) -> String {
    message.trim().replace('\n', "; ")
}
