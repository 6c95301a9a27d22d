//! What words say to the points: markers of notes, signs, names that nobody chose.

/// The numbers of `[note 1]`, `[notes 1, 2]` in a text, as they are written.
pub(super) fn note_markers(text: &str) -> Vec<String> {
    let in_brackets = brackets(text).map(str::to_lowercase);
    let notes = in_brackets.filter_map(|inside| inside.trim().strip_prefix("note").map(str::to_owned));
    notes.flat_map(|rest| numbers(&rest)).collect()
}

/// What stands in a cell that names a note: `1`, `note 1`, `[note 1]`.
pub(super) fn note_name(text: &str) -> Option<String> {
    let text = text.trim_matches(['[', ']', '(', ')']).trim().to_lowercase();
    let rest = text.strip_prefix("note").unwrap_or(&text);
    numbers(rest).into_iter().next()
}

fn numbers(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let named = |word: &&str| !word.is_empty() && !matches!(*word, "s" | "and" | "note" | "notes");
    words.filter(named).map(str::to_owned).collect()
}

/// A marker that is a number in brackets without a word: `[1]`, `[1, 2]`.
pub(super) fn bare_marker(text: &str) -> Option<&str> {
    let bare = |inside: &&str| {
        let digits = inside.chars().any(|c| c.is_ascii_digit());
        digits && inside.len() <= 8 && inside.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | ',' | '-'))
    };
    // A year in brackets is no marker.
    brackets(text).find(|inside| bare(inside) && inside.split([' ', ',', '-']).all(|n| n.len() <= 2))
}

/// What stands in each pair of square brackets.
fn brackets(text: &str) -> impl Iterator<Item = &str> {
    text.split('[').skip(1).filter_map(|rest| rest.split_once(']').map(|(inside, _)| inside))
}

/// A sign that points to a note: a star or a dagger at the beginning or the end of words, a raised digit behind them.
pub(super) fn pointing_sign(text: &str) -> Option<char> {
    let sign = |c: &char| matches!(c, '*' | '†' | '‡' | '§' | '¶');
    if !text.chars().any(char::is_alphanumeric) {
        return None;
    }
    let ends = [text.chars().next(), text.chars().next_back()].into_iter().flatten().find(sign);
    ends.or_else(|| {
        let raised = |c: char| matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹');
        let pairs = text.chars().zip(text.chars().skip(1));
        pairs.filter(|(before, c)| raised(*c) && !is_unit(Some(*before))).map(|(_, c)| c).next()
    })
}

/// Whether a raised piece points to a note: `km²`, `1st` do not.
pub(super) fn raised_pointer(before: Option<char>, piece: &str) -> bool {
    let piece = piece.trim();
    let short = piece.chars().count() <= 3;
    let ordinal = matches!(piece.to_lowercase().as_str(), "st" | "nd" | "rd" | "th")
        && before.is_some_and(|c| c.is_ascii_digit());
    short && !ordinal && !is_unit(before)
}

/// Metres are squared and cubed.
fn is_unit(before: Option<char>) -> bool {
    matches!(before, Some('m'))
}

/// Signs that are read aloud badly or not at all.
pub(super) fn symbol(text: &str) -> Option<char> {
    let plain = !text.contains('@') && !text.contains("://");
    text.chars().find(|c| match c {
        '&' | '#' | '=' | '+' | '*' => plain,
        '~' | '^' | '|' | '<' | '>' | '•' | '…' | '±' => true,
        '\u{2190}'..='\u{23FF}' | '\u{25A0}'..='\u{27BF}' | '\u{2900}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}' => true,
        _ => false,
    })
}

/// Nothing but signs, and none that is read aloud as the word that it stands for.
pub(super) fn only_signs(text: &str) -> bool {
    !text.is_empty() && !text.chars().any(|c| c.is_alphanumeric() || matches!(c, '%' | '£' | '€' | '$'))
}

/// A line drawn with characters.
pub(super) fn drawn_line(text: &str) -> bool {
    let drawn = |c: char| matches!(c, '-' | '_' | '=' | '*' | '~' | '–' | '—' | '\u{2500}'..='\u{257F}');
    text.chars().count() >= 3 && text.chars().all(drawn)
}

/// A name that a program gave: `Sheet1`, `Table 2`.
pub(super) fn given_name(name: &str, stems: &[&str]) -> bool {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    stem.len() < name.len() && stems.iter().any(|s| s.eq_ignore_ascii_case(stem.trim_end()))
}

/// A text that is an address on the web and no words.
pub(super) fn bare_address(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let address =
        ["http://", "https://", "www.", "ftp://", "mailto:", "file:"].iter().any(|start| lower.starts_with(start));
    address && !lower.contains(char::is_whitespace)
}

/// A text that says nothing of where a link leads.
pub(super) fn empty_link(text: &str) -> bool {
    let letters: String = text.to_lowercase().chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect();
    let said = letters.trim();
    matches!(
        said,
        "" | "here"
            | "click here"
            | "click"
            | "link"
            | "this link"
            | "more"
            | "read more"
            | "see here"
            | "website"
            | "page"
    )
}

/// Words all in capitals: two or more of four letters, and none that is not.
pub(super) fn capitals(text: &str) -> bool {
    let long = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() >= 4).count();
    long >= 2 && !text.chars().any(char::is_lowercase)
}

/// Words that tell what colour means: “shaded cells are provisional”.
pub(super) fn says_by_colour(text: &str) -> bool {
    let text = text.to_lowercase();
    let thing = ["cell", "figure", "row", "value", "number", "column"].iter().any(|word| text.contains(word));
    let signs =
        ["shaded", "highlighted", "coloured", "colored", " in red", " in green", " in amber", " in yellow", " in grey"];
    thing && signs.iter().any(|sign| text.contains(sign))
}

/// Fonts with serifs or made to look like writing, by how their names begin.
const HARD_FONTS: [&str; 22] = [
    "times",
    "cambria",
    "georgia",
    "garamond",
    "book antiqua",
    "palatino",
    "century schoolbook",
    "bookman",
    "constantia",
    "baskerville",
    "didot",
    "rockwell",
    "liberation serif",
    "dejavu serif",
    "noto serif",
    "courier",
    "brush script",
    "lucida handwriting",
    "mistral",
    "papyrus",
    "perpetua",
    "bodoni",
];

/// Whether a font is known to have serifs or to look like writing.
pub(super) fn hard_font(font: &str) -> bool {
    let font = font.to_lowercase();
    HARD_FONTS.iter().any(|hard| font.starts_with(hard))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers() {
        assert_eq!(note_markers("Area [note 1] and [Notes 2, 3]"), ["1", "2", "3"]);
        assert_eq!(note_markers("[c] [1] (note 4) noted"), Vec::<String>::new());
        assert_eq!(
            ["1", "note 2", "[Note 3]", "Note number"].map(note_name).map(|n| n.unwrap_or_default())[..3],
            ["1", "2", "3"]
        );
        for (text, bare) in
            [("Band [1]", true), ("[1, 2]", true), ("[2026]", false), ("[c]", false), ("[note 1]", false)]
        {
            assert_eq!(bare_marker(text).is_some(), bare, "{text}");
        }
    }

    #[test]
    fn signs() {
        for (text, sign) in [
            ("Total*", Some('*')),
            ("† excludes", Some('†')),
            ("Area km²", None),
            ("Rate²", Some('²')),
            ("*", None),
            ("5 * 3", None),
        ] {
            assert_eq!(pointing_sign(text), sign, "{text}");
        }
        for (before, piece, points) in
            [(Some('l'), "1", true), (Some('m'), "2", false), (Some('1'), "st", false), (Some('e'), "(a)", true)]
        {
            assert_eq!(raised_pointer(before, piece), points, "{before:?} {piece}");
        }
        assert_eq!(
            ["R&D", "a@b.example+c", "▲ up", "plain: words, (here)"].map(symbol),
            [Some('&'), None, Some('▲'), None]
        );
        assert!(
            drawn_line("-----")
                && !drawn_line("--")
                && only_signs("..")
                && !only_signs("")
                && !only_signs("[c]")
                && !only_signs("%")
        );
    }

    #[test]
    fn names_and_links() {
        let sheets = ["sheet", "table"];
        for (name, given) in
            [("Sheet1", true), ("Table 2", true), ("Table_1", false), ("Pupils1", false), ("Sheet", false)]
        {
            assert_eq!(given_name(name, &sheets), given, "{name}");
        }
        assert!(bare_address("https://example.org") && !bare_address("Our website") && !bare_address("a@example.org"));
        assert!(empty_link("Click here.") && !empty_link("The register"));
        assert!(capitals("ALL FIGURES HERE") && !capitals("HWY NHS") && !capitals("ALL figures HERE"));
        assert!(says_by_colour("Shaded cells are provisional") && !says_by_colour("Figures are rounded"));
        assert!(hard_font("Times New Roman") && !hard_font("Arial"));
    }
}
