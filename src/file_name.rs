//! Names for files that every system takes.

/// Signs that no file name may have on Windows.
const FORBIDDEN: [char; 9] = ['<', '>', ':', '"', '/', '\\', '|', '?', '*'];
/// What Windows takes for a device, whatever ending follows, in capitals or not; with the figures that these two also have.
const DEVICES: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];
const NUMBERED: [&str; 2] = ["COM", "LPT"];

/// A name without its ending as a file may have it on every system, in at most so many signs. What is allowed everywhere stays
/// as it is; two names that differ only in what is not may come out the same.
pub fn stem(name: &str, longest: usize) -> String {
    let plain = name.chars().map(|c| if FORBIDDEN.contains(&c) || c.is_control() { '-' } else { c });
    let words: String = plain.take(longest).collect();
    let words = words.trim_matches(|c: char| c == '.' || c.is_whitespace());
    if words.is_empty() {
        return "_".to_owned();
    }
    let (first, rest) = words.split_at(words.find('.').unwrap_or(words.len()));
    match is_device(first.trim_end()) {
        true => format!("{first}_{rest}"),
        false => words.to_owned(),
    }
}

fn is_device(name: &str) -> bool {
    let name = name.to_uppercase();
    let mut signs = name.chars();
    let last = signs.next_back();
    let numbered = last.is_some_and(|c| c.is_ascii_digit() || "¹²³".contains(c)) && NUMBERED.contains(&signs.as_str());
    numbered || DEVICES.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_that_every_system_takes() {
        for (name, file) in [
            ("HWY", "HWY"),
            ("Adults and Public Health", "Adults and Public Health"),
            ("Roads / Transport: today?", "Roads - Transport- today-"),
            (" Councillor J. Alder. ", "Councillor J. Alder"),
            ("Zo\u{eb} \u{2013} caf\u{e9}", "Zo\u{eb} \u{2013} caf\u{e9}"),
            ("..", "_"),
            ("", "_"),
            ("con", "con_"),
            ("NUL.2026", "NUL_.2026"),
            ("AUX .b", "AUX _.b"),
            ("com1", "com1_"),
            ("LPT\u{b2}", "LPT\u{b2}_"),
            ("CONIN$", "CONIN$_"),
            ("COM", "COM"),
            ("COM12", "COM12"),
            ("CONTROL", "CONTROL"),
            ("a\u{7}b\n", "a-b-"),
            ("..\\..\\secret", "-..-secret"),
        ] {
            assert_eq!(stem(name, 80), file, "{name:?}");
            assert_eq!(stem(file, 80), file, "{name:?} twice");
        }
        assert_eq!(stem(&"\u{e9}".repeat(200), 80).chars().count(), 80);
        assert_eq!(stem("abc def", 4), "abc");
    }
}
