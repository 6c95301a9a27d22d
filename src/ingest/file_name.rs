//! Service and period from a file's name, by a layout's pattern such as `{service} {period}`.

use crate::period::Period;
use crate::record::Field;

/// What the pattern finds in the name; nothing unless the whole name follows the pattern.
pub(super) fn parts(pattern: &str, name: &str) -> Vec<(Field, String)> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let mut found = Vec::new();
    if follow(pattern, stem, &mut found) { found } else { vec![] }
}

fn follow(pattern: &str, text: &str, found: &mut Vec<(Field, String)>) -> bool {
    let Some(open) = pattern.find('{') else { return pattern.eq_ignore_ascii_case(text) };
    let Some((field, rest)) = ["{service}", "{period}"]
        .iter()
        .zip([Field::Service, Field::Period])
        .find_map(|(mark, field)| Some((field, pattern[open..].strip_prefix(mark)?)))
    else {
        return false;
    };
    if !text.get(..open).is_some_and(|t| t.eq_ignore_ascii_case(&pattern[..open])) {
        return false;
    }
    let text = &text[open..];
    // The longest part that lets the rest follow: names have spaces, and so do periods.
    let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]).rev().filter(|at| *at > 0);
    for end in ends {
        let part = text[..end].trim();
        let fits = !part.is_empty() && (field != Field::Period || is_period(part));
        found.push((field, part.to_owned()));
        if fits && follow(rest, &text[end..], found) {
            return true;
        }
        found.pop();
    }
    false
}

/// A period and nothing else beside it.
fn is_period(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_ascii_alphabetic()).filter(|w| !w.is_empty());
    let known = ["q", "quarter", "qtr", "st", "nd", "rd", "th", "of"];
    words.all(|w| known.iter().any(|k| k.eq_ignore_ascii_case(w))) && text.parse::<Period>().is_ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn patterns() {
        for (pattern, name, service, period) in [
            ("{service} {period}", "in/Waste Collection 2025-26 Q2.xlsx", "Waste Collection", "2025-26 Q2"),
            ("{service}_{period}", "home_care_2025-26Q2.xls", "home_care", "2025-26Q2"),
            ("{period} {service}", "2025-26 Q2 Waste Collection.xlsx", "Waste Collection", "2025-26 Q2"),
            ("PI return {service} Q{period}", "nothing like it.xlsx", "", ""),
        ] {
            let mut found = super::parts(pattern, name);
            found.sort();
            let got: Vec<&str> = found.iter().map(|(_, t)| t.as_str()).collect();
            assert_eq!(got, if service.is_empty() { vec![] } else { vec![service, period] }, "{name}");
        }
    }
}
