//! Words as people write them: what counts when they are compared, and how they are quoted back.

use std::borrow::Cow;

/// A mark that nobody sees: zero-width, a direction mark, a soft hyphen, a byte-order mark, a selector of a glyph.
pub(crate) fn invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00ad}'
            | '\u{034f}'
            | '\u{061c}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{e0100}'..='\u{e01ef}'
    )
}

/// Without the marks that nobody sees, at the ends and inside.
pub(crate) fn without_marks(text: &str) -> Cow<'_, str> {
    match text.contains(invisible) {
        true => Cow::Owned(text.chars().filter(|c| !invisible(*c)).collect()),
        false => Cow::Borrowed(text),
    }
}

/// XML has no control characters but the tab and the ends of lines: each other one is a space.
pub(crate) fn writable(text: &str) -> String {
    let unwritable = |c: char| c.is_control() && !matches!(c, '\t' | '\n') || matches!(c, '\u{fffe}' | '\u{ffff}');
    text.replace("\r\n", "\n").replace(unwritable, " ")
}

/// Trims spaces of every kind: ordinary, no-break, zero-width, byte-order mark.
pub fn clean(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || invisible(c))
}

/// Letters and digits in lower case, and “and” for “&”: what counts when words are compared.
pub(crate) fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(|c| {
        let spelt = if c == '&' { "and" } else { "" };
        spelt.chars().chain(Some(c).filter(|c| c.is_alphanumeric()).into_iter().flat_map(char::to_lowercase))
    })
}

/// A heading as it is compared: letters and digits only, lower case.
pub fn meaning(heading: &str) -> String {
    if !heading.is_ascii() {
        return letters(heading).collect();
    }
    // Most words have no other signs, and every cell with a word in it comes by here.
    let mut out = String::with_capacity(heading.len());
    for byte in heading.bytes() {
        match byte {
            b'&' => out.push_str("and"),
            b if b.is_ascii_alphanumeric() => out.push(char::from(b.to_ascii_lowercase())),
            _ => {}
        }
    }
    out
}

/// Whether two words mean the same, punctuation counting only where there is nothing else.
pub fn same_word(word: &str, text: &str) -> bool {
    let mut meant = letters(text).peekable();
    word == text || (meant.peek().is_some() && letters(word).eq(meant))
}

/// The same; of a heading without a letter or a digit, such as `#`, its signs.
pub(crate) fn meaning_or_signs(heading: &str) -> String {
    let words = meaning(heading);
    if words.is_empty() { clean(heading).to_owned() } else { words }
}

/// Whether two words differ at most by case and spaces at their ends.
pub(crate) fn same(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

/// The nearest of the known words, if one is near enough to have been meant.
pub(crate) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    known
        .map(|k| (strsim::damerau_levenshtein(&k.to_lowercase(), &word), k))
        .min()
        .filter(|(distance, k)| *distance * 5 <= k.chars().count().max(5) * 2)
        .map(|(_, k)| k)
}

/// A number as a person reads it, without the noise of binary fractions.
pub(crate) fn plain(value: f64) -> String {
    let rounded = (value * 1e6).round() / 1e6;
    if rounded.is_finite() && rounded.abs() < 1e15 { format!("{rounded}") } else { format!("{value}") }
}

/// What was typed, in quotation marks, shortened to what fits in a table; spaces at the ends are shown.
pub(crate) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return format!("“{text}”");
    }
    let start: String = text.chars().take(LONGEST - 1).collect();
    format!("“{}…”", start.trim_end())
}

/// `A, B, C`.
pub(crate) fn list<'s>(words: impl IntoIterator<Item = &'s str>) -> String {
    words.into_iter().collect::<Vec<_>>().join(", ")
}

/// `“A”, “B”, “C”`.
pub(crate) fn quoted_list(words: &[String]) -> String {
    words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(", ")
}

/// The name of a file without its folders and its ending.
pub(crate) fn stem(file: &str) -> &str {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_quick_way_means_the_same(text in any::<String>(), plain in "[ -~]{0,40}") {
            for text in [text, plain] {
                prop_assert_eq!(meaning(&text), letters(&text).collect::<String>());
                prop_assert!(same_word(&text, &text));
            }
        }
    }
}
