//! What commands say, and what of it a test asks for.

use assert_cmd::Command;
use serde_json::Value;
use std::ops::Index;

/// What `check` says of each file.
pub struct Checked {
    pub code: i32,
    pub files: Vec<Value>,
}

impl Checked {
    /// Some file has this finding at `Sheet!Cell`.
    pub fn finds(&self, code: &str, place: &str) -> &Self {
        let wanted = format!("{code} {place}");
        assert!(self.found().contains(&wanted), "{wanted} is not among {:#?}", self.found());
        self
    }

    /// These findings, `CODE Sheet!Cell`, and no others, in whatever order.
    pub fn finds_just(&self, wanted: &[&str]) -> &Self {
        let (mut found, mut wanted) = (self.found(), wanted.to_vec());
        found.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(found, wanted);
        self
    }

    /// Only what was found on some sheets.
    pub fn on_sheets(&mut self, wanted: impl Fn(&str) -> bool) -> &Self {
        for file in &mut self.files {
            let Some(Value::Array(findings)) = file.get_mut("findings") else { continue };
            findings.retain(|f| wanted(text(&f["sheet"])));
        }
        self
    }

    /// `CODE Sheet!Cell` of everything that was found.
    pub fn found(&self) -> Vec<String> {
        self.files.iter().flat_map(|file| places(&file["findings"])).collect()
    }
}

impl Index<usize> for Checked {
    type Output = Value;
    fn index(&self, n: usize) -> &Value {
        &self.files[n]
    }
}

/// `CODE Sheet!Cell` of each finding; what is wrong with a whole file has neither sheet nor cell.
pub fn places(findings: &Value) -> Vec<String> {
    let place = |f: &Value| match (text(&f["sheet"]), text(&f["cell"])) {
        ("", _) => text(&f["code"]).to_owned(),
        (sheet, cell) => format!("{} {sheet}!{cell}", text(&f["code"])),
    };
    list(findings).iter().map(place).collect()
}

/// How a command ended, and what it said.
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

pub fn said(command: &mut Command) -> Said {
    let done = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Said { code: done.status.code().unwrap(), out: text(done.stdout), err: text(done.stderr) }
}

impl Said {
    pub fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        self
    }

    pub fn says(self, words: &str) -> Self {
        assert!(self.out.contains(words), "no “{words}” in {}{}", self.out, self.err);
        self
    }

    pub fn says_all(self, words: &[&str]) -> Self {
        words.iter().fold(self, |said, words| said.says(words))
    }

    /// On the other stream, where what went wrong is said.
    pub fn complains(self, words: &str) -> Self {
        assert!(self.err.contains(words), "no “{words}” in {}", self.err);
        self
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {}{}", self.out, self.err))
    }
}

/// The words of a value; nothing where it has none.
pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

pub fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("no list: {value}"))
}

/// The one of a list whose field says this.
pub fn one_of<'v>(value: &'v Value, field: &str, is: &str) -> &'v Value {
    list(value).iter().find(|v| v[field] == is).unwrap_or_else(|| panic!("no {field} {is} in {value:#}"))
}
