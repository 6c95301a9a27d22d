//! By what an organisation's files are read: told once where a job is started, and held against what each machine has.

use crate::period::Period;
use chrono::NaiveDate;
use std::fmt;
use std::str::FromStr;

/// By what the files of one organisation are read: two machines with the same terms read the same of the same bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Version and build of the program.
    pub program: String,
    /// The quarter.
    pub quarter: Period,
    /// The day that is today, by the clock of whoever starts the job.
    pub day: NaiveDate,
    /// SHA-256 of the settings, in hex.
    pub settings: String,
    /// SHA-256 of the register.
    pub register: String,
    /// SHA-256 of the names and hashes of what stands beside both: layouts and logo.
    pub beside: String,
}

/// The names of what can differ, as the text of the terms has them.
const NAMES: [&str; 6] = ["program", "quarter", "day", "settings", "register", "beside"];

impl Terms {
    /// This program, by its version and its build, where it knows one.
    pub fn program(build: &str) -> String {
        format!("{} {build}", env!("CARGO_PKG_VERSION")).trim_end().to_owned()
    }

    fn values(&self) -> [String; 6] {
        let Self { program, quarter, day, settings, register, beside } = self;
        let of = |text: &String| text.clone();
        [of(program), quarter.to_string(), day.to_string(), of(settings), of(register), of(beside)]
    }

    /// What differs, each with what it is there and here: `settings (there 1f…, here 9a…)`.
    pub fn differences(&self, here: &Self) -> Vec<String> {
        let short = |text: &str| text.chars().take(12).collect::<String>();
        let pairs = NAMES.iter().zip(self.values().into_iter().zip(here.values()));
        let differ = pairs.filter(|(_, (there, here))| there != here);
        differ.map(|(name, (there, here))| format!("{name} (there {}, here {})", short(&there), short(&here))).collect()
    }
}

/// `program=0.1.0 4264d9b5a1; quarter=2026-27Q2; day=2026-10-28; settings=…; register=…; beside=…`
impl fmt::Display for Terms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values = self.values();
        let each: Vec<String> = NAMES.iter().zip(values).map(|(name, value)| format!("{name}={value}")).collect();
        f.write_str(&each.join("; "))
    }
}

impl FromStr for Terms {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let unknown = || format!("“{text}” are no terms of this version; `quarterday cluster terms` prints them");
        let mut parts = text.split("; ");
        let mut next = |name: &str| parts.next()?.strip_prefix(name)?.strip_prefix('=').map(str::to_owned);
        let [program, quarter, day, settings, register, beside] = NAMES.map(&mut next);
        let all = || {
            Some(Self {
                program: program?,
                quarter: quarter?.parse().ok()?,
                day: day?.parse().ok()?,
                settings: settings?,
                register: register?,
                beside: beside?,
            })
        };
        all().ok_or_else(unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms() -> Terms {
        let text = "program=0.1.0 4264d9b5a1; quarter=2026-27Q2; day=2026-10-28; settings=1f; register=2e; beside=3d";
        let terms: Terms = text.parse().unwrap();
        assert_eq!(terms.to_string(), text);
        terms
    }

    #[test]
    fn terms_are_a_line_of_text() {
        assert_eq!(terms().differences(&terms()), [""; 0]);
        for text in ["", "program=0.1.0", "program=1; quarter=Q9; day=2026-10-28; settings=1; register=2; beside=3"] {
            assert!(text.parse::<Terms>().unwrap_err().contains("no terms of this version"), "{text}");
        }
    }

    #[test]
    fn what_differs_is_named() {
        let there = Terms { settings: "0123456789abcdef".into(), program: "0.2.0".into(), ..terms() };
        let wanted = ["program (there 0.2.0, here 0.1.0 4264d9)", "settings (there 0123456789ab, here 1f)"];
        assert_eq!(there.differences(&terms()), wanted);
    }
}
