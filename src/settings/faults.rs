//! Faults of one file as they are found, and what the library that reads it says of them in our words.

use super::document::{Part, TomlDocument, in_one_line, number};
use crate::colour::{self, FOR_WORDS};
use crate::error::{SettingsFault, SettingsFaults};
use toml::de::DeValue;

/// What is wrong with a file, while it is looked through.
pub(crate) struct FaultList<'d> {
    pub document: &'d TomlDocument<'d>,
    found: Vec<SettingsFault>,
}

impl<'d> FaultList<'d> {
    pub fn new(document: &'d TomlDocument<'d>) -> Self {
        Self { document, found: Vec::new() }
    }

    /// The name of a setting is wrong.
    pub fn key<P: AsRef<str>>(&mut self, path: &[P], message: impl Into<String>) {
        self.misspelt_key(path, message, None);
    }

    /// What a setting says is wrong.
    pub fn value<P: AsRef<str>>(&mut self, path: &[P], message: impl Into<String>) {
        self.misspelt(path, message, None);
    }

    /// The name of a setting is none of those that there are; `nearest` was probably meant.
    pub fn misspelt_key<P: AsRef<str>>(&mut self, path: &[P], message: impl Into<String>, nearest: Option<&str>) {
        self.add(path, Part::Key, message.into(), nearest);
    }

    /// What a setting says is none of the words that it may say; `nearest` was probably meant.
    pub fn misspelt<P: AsRef<str>>(&mut self, path: &[P], message: impl Into<String>, nearest: Option<&str>) {
        self.add(path, Part::Value, message.into(), nearest);
    }

    fn add<P: AsRef<str>>(&mut self, path: &[P], part: Part, message: String, nearest: Option<&str>) {
        let fault = self.document.fault(path, part, message);
        self.found.push(SettingsFault { nearest: nearest.map(str::to_owned), ..fault });
    }

    /// Refuses what is no colour.
    pub fn colour(&mut self, path: &[&str], text: &str) {
        let hex = text.strip_prefix('#').is_some_and(|h| h.len() == 6 && h.bytes().all(|b| b.is_ascii_hexdigit()));
        if !hex {
            let key = path.last().copied().unwrap_or_default();
            self.value(path, format!("`{key}` must be a colour like #1F3864; it is “{text}”"));
        }
    }

    /// Refuses words that do not stand out from their ground, and names the nearest colour that does. What is no colour is
    /// refused for that.
    pub fn contrast(&mut self, path: &[&str], (colour, ground): (&str, &str), what: &str) {
        let Some(ratio) = colour::contrast(colour, ground).filter(|ratio| *ratio < FOR_WORDS) else { return };
        let near = colour::standing_out(colour, ground, FOR_WORDS).unwrap_or_default();
        // Cut off, not rounded: what falls short must not read as if it did not.
        let ratio = (ratio * 100.0).floor() / 100.0;
        let key = path.last().copied().unwrap_or_default();
        let words = format!(
            "`{key}` {colour} has a contrast of {ratio:.2} to 1 with {what} {ground}, and words need {FOR_WORDS} to 1 to be read \
             by all (WCAG 2.2); the nearest that has it is {near}"
        );
        self.misspelt(path, words, Some(&near));
    }

    /// Whether anything was found; a message that one line has twice is said once.
    ///
    /// # Errors
    /// What was found, by line.
    pub fn outcome(&mut self) -> Result<(), SettingsFaults> {
        if self.found.is_empty() {
            return Ok(());
        }
        let mut found = std::mem::take(&mut self.found);
        found.sort_by(|a, b| (a.line, &a.message, a.column).cmp(&(b.line, &b.message, b.column)));
        found.dedup_by(|b, a| (a.line, &a.message) == (b.line, &b.message));
        Err(SettingsFaults(found))
    }
}

/// Why the file could not be taken as it stands, by what serde said of it. `own` has what a kind of file says otherwise,
/// from the name of the setting and serde's words: our words, and the word that was probably meant.
pub(crate) fn refused(
    document: &TomlDocument<'_>,
    error: &toml::de::Error,
    own: impl Fn(&str, &str) -> Option<(String, Option<String>)>,
) -> SettingsFaults {
    let at = error.span().map_or(0, |span| span.start);
    let mut path = document.path_at(at);
    let said = in_one_line(error.message());
    if said.starts_with(WORD_AS_SECTION) {
        path.pop();
    }
    let name = path.iter().rev().find(|part| number(part).is_none()).cloned().unwrap_or_default();
    let (message, nearest) = own(&name, &said).unwrap_or_else(|| {
        let got = document.get(&path).map(found).unwrap_or_default();
        let message = match expected(&said) {
            Some(wanted) => format!("`{name}`{} must be {wanted}; it is {got}", under(&path)),
            None if said.starts_with("must be ") => format!("`{name}` {said}"),
            None => said.clone(),
        };
        (message, None)
    });
    path.extend(said.strip_prefix("missing field `").map(|rest| rest.trim_end_matches('`').to_owned()));
    SettingsFaults(vec![SettingsFault { nearest, ..document.fault_at(at, &path, message) }])
}

/// What serde says, at its value, of a key below a setting that is one of a list of words.
const WORD_AS_SECTION: &str = "expected table, found ";

/// What serde wanted in place of what it got, in our words.
fn expected(said: &str) -> Option<String> {
    if said == "wanted string or table" || said.starts_with(WORD_AS_SECTION) {
        return Some("a word in quotes".to_owned());
    }
    let (_, wanted) = said.strip_prefix("invalid ")?.split_once(", expected ")?;
    Some(match wanted {
        "u8" | "u16" | "u32" | "u64" | "usize" => {
            let most = match wanted {
                "u8" => u64::from(u8::MAX),
                "u16" => u64::from(u16::MAX),
                "u32" => u64::from(u32::MAX),
                _ => i64::MAX.unsigned_abs(),
            };
            format!("a whole number from 0 to {most}")
        }
        "f64" => "a number".to_owned(),
        "a string" => "text in quotes".to_owned(),
        "a boolean" => "true or false".to_owned(),
        "a sequence" => "a list in square brackets".to_owned(),
        "a map" => "a section with settings of its own".to_owned(),
        _ if wanted.starts_with("struct ") => "a section with settings of its own".to_owned(),
        _ => wanted.to_owned(),
    })
}

/// A word that is none of those allowed, as serde says it: the word, and those that are.
pub(crate) fn not_among(said: &str) -> Option<(&str, Vec<&str>)> {
    let mut quoted = said.split('`').skip(1).step_by(2);
    Some((quoted.next()?, quoted.collect()))
}

/// A value as messages show it.
pub(super) fn found(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(s) => format!("the text \"{s}\""),
        DeValue::Integer(n) => format!("the number {n}"),
        DeValue::Float(n) => format!("the number {n}"),
        DeValue::Boolean(b) => b.to_string(),
        DeValue::Datetime(d) => format!("the date {d}"),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a section".to_owned(),
    }
}

/// Behind the name of a setting: ` under [year]`.
pub(super) fn under<P: AsRef<str>>(path: &[P]) -> String {
    let mut keys: Vec<&str> = path.iter().map(AsRef::as_ref).filter(|part| number(part).is_none()).collect();
    keys.pop();
    if keys.is_empty() { String::new() } else { format!(" under [{}]", keys.join(".")) }
}
