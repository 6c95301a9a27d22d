//! Names that programs which keep folders alike on several computers give to a second version of a file.

/// Whether `name` is one that such a program gives to a second version of the file `first`: `HW (1).xlsx`,
/// `HW-PC-ANNA.xlsx`, `HW (Anna's conflicted copy 2026-11-02).xlsx`.
pub fn is_second_version(name: &str, first: &str) -> bool {
    let [(stem, ending), (first, of_first)] = [parts(name), parts(first)];
    if !ending.eq_ignore_ascii_case(of_first) || first.is_empty() {
        return false;
    }
    if stem.strip_prefix("Copy of ") == Some(first) {
        return true;
    }
    let Some(added) = stem.strip_prefix(first).filter(|added| !added.is_empty()) else { return false };
    let lower = added.to_lowercase();
    let inside = |before: &str| added.trim_start().strip_prefix(before)?.strip_suffix(')');
    let number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    inside("(").is_some_and(number)
        || inside("_conf(").is_some_and(number)
        || lower.starts_with([' ', '.', '_', '-']) && lower.contains("conflict")
        || lower.starts_with(" - copy")
        || added.strip_prefix('-').is_some_and(is_computer)
}

/// How people begin the names of computers.
const COMPUTERS: [&str; 5] = ["PC", "LAPTOP", "DESKTOP", "NOTEBOOK", "SURFACE"];

/// `PC-ANNA`, `DESKTOP-4F7QK2M`, `LAPTOP12`: capitals, as Windows has the names of computers, and no word that people add.
fn is_computer(name: &str) -> bool {
    let signs = name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-');
    signs && name.len() <= 15 && (name.contains('-') || COMPUTERS.iter().any(|begins| name.starts_with(begins)))
}

/// The name without its ending, and that.
fn parts(file: &str) -> (&str, &str) {
    file.rsplit_once('.').unwrap_or((file, ""))
}

#[cfg(test)]
mod tests {
    use super::is_second_version;

    #[test]
    fn second_versions_are_known_by_their_names() {
        let second = [
            "HW (1).xlsx",
            "HW(2).XLSX",
            "HW-PC-ANNA.xlsx",
            "HW-DESKTOP-4F7QK2M.xlsx",
            "HW-LAPTOP123.xlsx",
            "HW (conflicted copy 2026-10-03).xlsx",
            "HW (Anna's conflicted copy 2026-11-02).xlsx",
            "HW.sync-conflict-20261102-101112-ABCDEFG.xlsx",
            "HW_conf(1).xlsx",
            "HW - Copy.xlsx",
            "Copy of HW.xlsx",
        ];
        for name in second {
            assert!(is_second_version(name, "HW.xlsx"), "{name}");
            assert!(!is_second_version("HW.xlsx", name), "{name}");
        }
        for name in ["HW.xlsx", "HW-corrected.xlsx", "HW-V2.xlsx", "HW 2026.xlsx", "HW (1).ods", "HWA-PC-1.xlsx"] {
            assert!(!is_second_version(name, "HW.xlsx"), "{name}");
        }
    }
}
