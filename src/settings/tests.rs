//! The file that `quarterday init` writes.

use super::*;
use std::path::Path;
use toml::Value;

#[test]
fn starter_is_the_default_and_shows_every_setting() {
    assert_eq!(load(Path::new("q"), starter()).unwrap(), Settings::default());
    assert_eq!(load(Path::new("q"), "").unwrap(), Settings::default());
    // What a preset gives is shown behind a #, so that choosing another preset changes it.
    let written = |line: &str| match line.strip_prefix('#') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_lowercase() || c == '[') => rest.to_owned(),
        _ => line.to_owned(),
    };
    let all: String = starter().lines().map(|line| written(line) + "\n").collect();
    assert_eq!(load(Path::new("q"), &all).unwrap(), Settings::default());
    let shown: toml::Table = all.parse().unwrap();
    let default = toml::Table::try_from(Settings::default()).unwrap();
    fn walk(shown: &Value, default: &Value, path: &str) {
        match default {
            Value::Table(t) => {
                for (key, value) in t {
                    let path = format!("{path}.{key}");
                    walk(shown.get(key).unwrap_or_else(|| panic!("{path} is not in the starter")), value, &path);
                }
            }
            Value::Array(a) => a.iter().enumerate().for_each(|(n, v)| walk(&shown[n], v, path)),
            _ => {}
        }
    }
    walk(&Value::Table(shown), &Value::Table(default), "");
}
