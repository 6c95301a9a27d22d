//! Names that programs which keep folders alike on several computers give to a second version of a file:
//! `00000003-PC-ANNA.json`, `00000003 (1).json`, `00000003 (Anna's conflicted copy 2026-11-02).json`.

/// The number of the record that a file in the folder of the records is a second version of.
pub(super) fn of_record(name: &str) -> Option<u64> {
    let stem = without_prefix(name).strip_suffix(".json")?;
    let (number, added) = stem.split_at_checked(8)?;
    let is_copy = digits(number) && (added.starts_with(is_between) || added.is_empty() && stem.len() < name.len() - 5);
    number.parse().ok().filter(|_| is_copy)
}

/// Number, sign and hash with which the name of a data file begins that this one is a second version of:
/// `00000003-0123456789abcdef`.
pub(super) fn of_data(name: &str) -> Option<&str> {
    const BEGINNING: usize = 8 + 1 + 16;
    let stem = without_prefix(name).rsplit_once('.')?.0;
    let (own, added) = stem.split_at_checked(BEGINNING)?;
    let (number, hash) = own.split_once('-')?;
    let own_shape = number.len() == 8 && digits(number) && hash.chars().all(|c| c.is_ascii_hexdigit());
    // Our own second names end in `-2`.
    let ours = added.strip_prefix('-').is_some_and(|n| !n.is_empty() && n.len() < 4 && digits(n));
    let is_copy = added.starts_with(is_between) || added.is_empty() && stem.len() < name_stem_len(name);
    (own_shape && is_copy && !ours).then_some(own)
}

fn name_stem_len(name: &str) -> usize {
    name.rfind('.').unwrap_or(name.len())
}

fn without_prefix(name: &str) -> &str {
    name.strip_prefix("Copy of ").unwrap_or(name)
}

fn digits(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit())
}

/// What stands between a name and what is added to it.
fn is_between(c: char) -> bool {
    !c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn second_versions_are_known_by_their_names() {
        let copies = [
            "00000003-PC-ANNA.json",
            "00000003 (1).json",
            "00000003 (Anna's conflicted copy 2026-11-02).json",
            "00000003 (conflicted copy 2026-11-02 101112).json",
            "00000003.sync-conflict-20261102-101112-ABCDEFG.json",
            "00000003 2.json",
            "00000003_conf(1).json",
            "Copy of 00000003.json",
        ];
        assert!(copies.iter().all(|name| of_record(name) == Some(3)), "{:?}", copies.map(of_record));
        for name in ["00000003.json", "notes.json", "000000031.json", "3.json", "00000003 (1).txt", "Übersicht.json"] {
            assert_eq!(of_record(name), None, "{name}");
        }
        let data = ["00000003-0123456789abcdef-PC-ANNA.parquet", "00000003-0123456789abcdef (1).zip"];
        assert!(data.iter().all(|name| of_data(name) == Some("00000003-0123456789abcdef")));
        assert_eq!(of_data("Copy of 00000003-0123456789abcdef.parquet"), Some("00000003-0123456789abcdef"));
        for name in ["00000003-0123456789abcdef.parquet", "00000003-0123456789abcdef-2.parquet", "other (1).parquet"] {
            assert_eq!(of_data(name), None, "{name}");
        }
    }
}
