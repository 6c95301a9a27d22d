//! How much room words take in a cell, since not every program makes rows fit their text.

/// How many lines `words` take in a column of this width in characters.
pub fn lines(words: &str, width: f64) -> f64 {
    // The indent and the padding of a cell.
    let width = (width - 1.4).max(3.0);
    words.split('\n').map(|line| wrapped(line, width)).sum::<usize>() as f64
}

/// How wide a letter of running text is, in digits, which is what a column's width counts: the proportions of
/// Calibri, a little on the wide side for other fonts and programs.
fn advance(c: char) -> f64 {
    match c {
        ' ' | 'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' => 0.49,
        'f' | 'r' | 't' | '-' | '(' | ')' | '/' | '!' | '’' | '‘' | '“' | '”' => 0.7,
        'c' | 's' | 'z' => 0.83,
        'a' | 'e' | 'g' | 'k' | 'v' | 'x' | 'y' | '–' => 0.95,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 1.72,
        'A'..='Z' => 1.18,
        _ => 1.07,
    }
}

/// The width of a line in digits.
pub fn measure(words: &str) -> f64 {
    words.chars().map(advance).sum()
}

/// Lines of a paragraph broken between words, and within a word that is longer than a line.
pub fn wrapped(words: &str, width: f64) -> usize {
    let (mut lines, mut used) = (1, 0.0);
    for word in words.split(' ') {
        let length = measure(word);
        if used > 0.0 && used + advance(' ') + length > width {
            lines += 1;
            used = length;
        } else {
            used += length + if used > 0.0 { advance(' ') } else { 0.0 };
        }
        while used > width {
            lines += 1;
            used -= width;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heights_follow_the_text() {
        assert_eq!(lines("", 10.0), 1.0);
        assert_eq!(lines("one\ntwo", 10.0), 2.0);
        assert_eq!(lines(&"0".repeat(100), 21.6), 6.0);
        assert_eq!(lines("two words", 8.0), 2.0);
        assert_eq!(lines("Adults and Public Health", 18.0), 2.0);
        assert_eq!(lines("Adults and Public Health", 25.0), 1.0);
        assert_eq!(wrapped("Change on last quarter", 8.0), 3);
        assert_eq!(wrapped("Value", 8.0), 1);
    }
}
