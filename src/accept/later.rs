//! Which of two returns of one service is the later: by the day of the sign-off, then by when each workbook says that it
//! was saved, then by the version that its file name gives.

use crate::reading::Return;
use crate::text::words::stem;
use std::cmp::Ordering;

/// Which of two returns counts, and why in words that follow “it counts: …”.
pub(super) enum Later {
    /// The first, and whether that is told by what somebody signed and not guessed from a name or a time.
    First { why: String, signed: bool },
    /// The second.
    Second,
    /// Nobody can tell, and why.
    Unclear(String),
}

impl Later {
    /// Why the first of the two cannot be taken for the later.
    pub fn why_unclear(self) -> String {
        match self {
            Self::Unclear(why) => why,
            Self::First { .. } | Self::Second => "what they say of themselves does not agree".to_owned(),
        }
    }
}

/// In which order returns are compared: a total order, in which the later of two comes behind where it can be told.
pub(super) fn rank(r: &Return) -> impl Ord + use<> {
    (r.signed_off, r.saved, FileVersion::of(&r.source.file).number)
}

/// Compares two whole returns of one service and quarter.
pub(super) fn later(a: &Return, b: &Return) -> Later {
    let day = |d: chrono::NaiveDate| d.format("%d/%m/%Y");
    let signed = |why: String| Later::First { why, signed: true };
    match (a.signed_off, b.signed_off) {
        (Some(x), Some(y)) if x > y => return signed(format!("signed off on {}, after {}", day(x), day(y))),
        (Some(x), Some(y)) if x < y => return Later::Second,
        (Some(_), None) => return signed("it is signed off and this one is not".to_owned()),
        (None, Some(_)) => return Later::Second,
        _ => {}
    }
    let saved = a.saved.zip(b.saved).map_or(Ordering::Equal, |(x, y)| x.cmp(&y));
    let (name_a, name_b) = (FileVersion::of(&a.source.file), FileVersion::of(&b.source.file));
    let named = name_a.against(&name_b);
    let (order, reason) = match (saved, named) {
        (Ordering::Equal, Ordering::Equal) => {
            let why = "neither the sign-off, nor when they were saved, nor their file names say which is the later";
            return Later::Unclear(why.to_owned());
        }
        (saved, Ordering::Equal) => (saved, "it was saved later, as the workbook itself says"),
        (Ordering::Equal, named) => (named, "its file name has the later version"),
        (saved, named) if saved == named => (saved, "it was saved later, and its file name has the later version"),
        _ => {
            let why = "the one that was saved later has the earlier version in its file name";
            return Later::Unclear(why.to_owned());
        }
    };
    match order {
        Ordering::Less => Later::Second,
        _ => Later::First { why: reason.to_owned(), signed: false },
    }
}

/// What a file name says of its version: `Waste v9`, `Waste (2)`, `Waste revised`, `Waste - Copy`.
#[derive(Debug, PartialEq)]
struct FileVersion {
    /// The name without it, in lower case.
    base: String,
    /// Whether a word makes it a later one, and its number.
    number: (bool, u64),
}

/// Words that make a file a later version of the one without them.
const LATER: [&str; 11] = [
    "revised",
    "corrected",
    "amended",
    "updated",
    "resubmitted",
    "resubmission",
    "final",
    "new",
    "latest",
    "copy",
    "marked",
];
/// Words before the number of a version.
const NUMBERED: [&str; 5] = ["v", "ver", "version", "rev", "revision"];

impl FileVersion {
    /// Its order, where both names are of one kind and what they say of their versions agrees: nobody can tell whether
    /// “revised” comes before or behind “v2”.
    fn against(&self, other: &Self) -> Ordering {
        let (revised, number) = (self.number.0.cmp(&other.number.0), self.number.1.cmp(&other.number.1));
        match (self.base == other.base, revised, number) {
            (true, one, Ordering::Equal) | (true, Ordering::Equal, one) => one,
            (true, one, same) if one == same => one,
            _ => Ordering::Equal,
        }
    }

    fn of(file: &str) -> Self {
        let name = stem(file).to_lowercase();
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let mut tokens = tokens(name);
        let mut number = (false, 0);
        loop {
            let end = tokens.len();
            match &tokens[..] {
                [.., word, last] if NUMBERED.contains(&word.as_str()) && last.bytes().all(|b| b.is_ascii_digit()) => {
                    number.1 = last.parse().unwrap_or(u64::MAX);
                    tokens.truncate(end - 2);
                }
                [_, .., last] if LATER.contains(&last.as_str()) => {
                    number.0 = true;
                    tokens.truncate(end - 1);
                }
                [_, .., last] if last.starts_with('(') => {
                    number.1 = last[1..].parse().unwrap_or(u64::MAX);
                    tokens.truncate(end - 1);
                }
                _ => break,
            }
        }
        Self { base: tokens.join(" "), number }
    }
}

/// Words and numbers; a number in brackets keeps the first bracket.
fn tokens(name: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut kind = 0;
    for (before, c) in std::iter::once(' ').chain(name.chars()).zip(name.chars()) {
        let now = if c.is_ascii_digit() { 1 } else { 2 * u8::from(c.is_alphanumeric()) };
        match out.last_mut().filter(|_| now != 0 && now == kind) {
            Some(token) => token.push(c),
            None if now == 1 && before == '(' => out.push(format!("({c}")),
            None if now != 0 => out.push(c.to_string()),
            None => {}
        }
        kind = now;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use rstest::rstest;

    #[rstest]
    #[case("Waste.xlsx", "Waste (2).xlsx", Ordering::Less)]
    #[case("Waste (10).xlsx", "Waste (9).xlsx", Ordering::Greater)]
    #[case("Waste v9.xlsx", "Waste v10.xlsx", Ordering::Less)]
    #[case("Waste_V2.xlsx", "waste-v1.xlsx", Ordering::Greater)]
    #[case("2026-27Q2 a.xlsx", "2026-27Q2 a revised.xlsx", Ordering::Less)]
    #[case("a final.xlsx", "a final v2.xlsx", Ordering::Less)]
    #[case("a.xlsx", "a - Copy.xlsx", Ordering::Less)]
    #[case("a corrected.ods", "a.xlsx", Ordering::Greater)]
    #[case("a v1 final.xlsx", "a v2.xlsx", Ordering::Equal)]
    #[case("a revised.xlsx", "a v2.xlsx", Ordering::Equal)]
    #[case("a v1.xlsx", "a v2 final.xlsx", Ordering::Less)]
    #[case("Waste Q2.xlsx", "Waste Q1.xlsx", Ordering::Equal)]
    #[case("a.xlsx", "b.xlsx", Ordering::Equal)]
    fn versions_in_file_names(#[case] a: &str, #[case] b: &str, #[case] order: Ordering) {
        let (a, b) = (FileVersion::of(a), FileVersion::of(b));
        assert_eq!((a.against(&b), b.against(&a)), (order, order.reverse()), "{a:?} {b:?}");
    }

    #[rstest]
    #[case("a.xlsx", Some(9), "a (1).xlsx", Some(14), "second")]
    #[case("a.xlsx", Some(14), "a (1).xlsx", Some(9), "unclear")]
    #[case("a.xlsx", Some(14), "b.xlsx", Some(9), "first")]
    #[case("a.xlsx", None, "b.xlsx", Some(9), "unclear")]
    #[case("a.xlsx", None, "a v2.xlsx", Some(9), "second")]
    #[case("a.xlsx", Some(9), "a v2.xlsx", Some(9), "second")]
    fn the_later_of_two(
        #[case] a: &str,
        #[case] at: Option<u32>,
        #[case] b: &str,
        #[case] bt: Option<u32>,
        #[case] wins: &str,
    ) {
        let returned = |file: &str, hour: Option<u32>| {
            let period = "2026-27Q2".parse().unwrap();
            let mut r = sample::returned("waste", period);
            r.source = std::sync::Arc::new(crate::reading::Source { file: file.into(), sha256: String::new() });
            r.saved = hour.and_then(|h| chrono::NaiveDate::from_ymd_opt(2026, 10, 12)?.and_hms_opt(h, 0, 0));
            r
        };
        let told = |l| match l {
            Later::First { .. } => "first",
            Later::Second => "second",
            Later::Unclear(_) => "unclear",
        };
        let (a, b) = (returned(a, at), returned(b, bt));
        assert_eq!(told(later(&a, &b)), wins);
        let turned = if wins == "unclear" {
            wins
        } else if wins == "first" {
            "second"
        } else {
            "first"
        };
        assert_eq!(told(later(&b, &a)), turned);
    }
}
