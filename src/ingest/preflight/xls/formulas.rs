//! Which results of formulas were saved. The format keeps a result with every formula. Programs that do not calculate
//! write the empty text there (xlwt), or a nought with the mark by which the formula is calculated on opening (Apache
//! POI, Perl's Spreadsheet::WriteExcel); a nought without it cannot be told from one that was worked out: C022.
//! LibreOffice, which does calculate, writes a nought for a word where it took the results over from another file.

use crate::ingest::preflight::xlsb_records::number;
use std::collections::BTreeMap;

/// The one token of a formula that stands in another record.
const SHARED: u8 = 0x01;

/// Asks for the formula to be calculated when the workbook is opened, which Excel itself never writes; and always, as
/// a formula with the time in it is.
const ON_LOAD: u32 = 0b10;
const ALWAYS: u32 = 0b01;

/// The result that stands in a record of a formula.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Saved {
    EmptyText,
    Text,
    Nought,
    /// A number, a truth or an error.
    Other,
}

/// What a record of a formula says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Formula {
    saved: Saved,
    marks: u32,
    /// What it gives may be a word.
    words: bool,
    /// What it gives is no number: a word, a truth or an error, whatever else.
    no_number: bool,
    /// Row and column of the first of the cells that share it.
    shared: Option<(u32, u32)>,
}

/// What is to be thought of a saved result.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Result {
    Known,
    /// A nought of which it cannot be told.
    Doubtful,
    Missing,
}

impl Formula {
    pub fn of(body: &[u8], biff8: bool) -> Self {
        let special = body.get(12..14) == Some(&[0xFF; 2]);
        let saved = match body.get(6) {
            Some(3) if special => Saved::EmptyText,
            Some(0) if special => Saved::Text,
            _ if body.get(6..14) == Some(&[0; 8]) => Saved::Nought,
            _ => Saved::Other,
        };
        let tokens = body.get(20..).unwrap_or_default();
        let length = number::<2>(tokens, 0).unwrap_or_default() as usize;
        let tokens = tokens.get(2..2 + length).filter(|_| biff8 && saved == Saved::Nought).unwrap_or_default();
        let marks = number::<2>(body, 14).unwrap_or_default() & (ON_LOAD | ALWAYS);
        let shared =
            if tokens.first() == Some(&SHARED) { number::<2>(tokens, 1).zip(number::<2>(tokens, 3)) } else { None };
        let Gives { word: words, no_number } = gives(tokens);
        Self { saved, marks, words, no_number, shared }
    }

    /// Takes the formula that it shares with others, from the records of those by the place of the first cell of each.
    pub fn share(&mut self, records: &BTreeMap<(u32, u32), Vec<u8>>) {
        if let Some(record) = self.shared.and_then(|first| records.get(&first)) {
            let length = number::<2>(record, 8).unwrap_or_default() as usize;
            let Gives { word, no_number } = gives(record.get(10..10 + length).unwrap_or_default());
            (self.words, self.no_number) = (word, no_number);
        }
    }

    /// What is to be thought of each, in their order. `by_excel`: Excel itself wrote the workbook.
    pub fn results(formulas: &[Self], by_excel: bool) -> Vec<Result> {
        let calculated = |f: &&Self| matches!(f.saved, Saved::Text | Saved::Other);
        let some = formulas.iter().any(|f| calculated(&f));
        let some_marked = formulas.iter().any(|f| calculated(&f) && f.marks & ON_LOAD != 0);
        let texts = by_excel || formulas.iter().any(|f| matches!(f.saved, Saved::Text | Saved::EmptyText));
        let result = |f: &Self| match f.saved {
            Saved::Text | Saved::Other => Result::Known,
            Saved::EmptyText if some || f.marks == ALWAYS => Result::Known,
            Saved::EmptyText => Result::Missing,
            Saved::Nought if (f.words && !texts) || (f.no_number && !by_excel) => Result::Missing,
            Saved::Nought if f.marks & ON_LOAD == 0 || some_marked => Result::Known,
            Saved::Nought if some || (formulas.len() == 1 && f.marks == ON_LOAD) => Result::Doubtful,
            Saved::Nought => Result::Missing,
        };
        formulas.iter().map(result).collect()
    }
}

/// What a formula may give.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
struct Gives {
    /// A word, as the last step of it or of one of its branches.
    word: bool,
    /// Never a number: its last step compares, or gives a truth, an error or a word.
    no_number: bool,
}

fn gives(tokens: &[u8]) -> Gives {
    let (mut rest, mut word, mut no_number) = (tokens, false, false);
    loop {
        let Some((token, after)) = rest.split_first() else { return Gives { word, no_number } };
        // Its class does not matter.
        let token = if token & 0x40 != 0 { (token | 0x20) & 0x3F } else { token & 0x3F };
        let function = || number::<2>(after, 0).unwrap_or_default();
        no_number = match token {
            0x15 | 0x19 => no_number,
            0x08..=0x0E | 0x17 | 0x1C | 0x1D => true,
            0x21 => TRUTHS_AND_ERRORS.contains(&function()),
            _ => false,
        };
        let (length, is_word) = match token {
            // Brackets and spaces change nothing.
            0x15 => (0, word),
            // The end of a branch; where one begins, and what belongs to a choice.
            0x19 => {
                let flags = after.first().copied().unwrap_or_default();
                if flags & 0x08 != 0 && word {
                    return Gives { word: true, no_number: false };
                }
                let choices = number::<2>(after, 1).filter(|_| flags & 0x04 != 0).map_or(0, |n| (n as usize + 1) * 2);
                (3 + choices, word && flags & 0x40 != 0)
            }
            // Words in quotes; joined.
            0x17 => {
                let (count, wide) =
                    (after.first().copied().unwrap_or_default(), after.get(1).is_some_and(|f| f & 1 != 0));
                (2 + usize::from(count) * if wide { 2 } else { 1 }, true)
            }
            0x08 => (0, true),
            0x21 => (2, WORD_FUNCTIONS.contains(&function())),
            0x22 => {
                let function = number::<2>(after, 1).unwrap_or_default() & 0x7FFF;
                // What stands last in a choice is what it may give.
                let choice = CHOICES.contains(&function) && word;
                (3, choice || WORD_FUNCTIONS.contains(&function))
            }
            0x03..=0x07 | 0x09..=0x14 | 0x16 => (0, false),
            0x1C | 0x1D => (1, false),
            0x1E | 0x29 => (2, false),
            0x01 | 0x02 | 0x23 | 0x24 | 0x2A | 0x2C => (4, false),
            0x26..=0x28 | 0x39 | 0x3A | 0x3C => (6, false),
            0x20 => (7, false),
            0x1F | 0x25 | 0x2B | 0x2D => (8, false),
            0x3B | 0x3D => (10, false),
            _ => return Gives::default(),
        };
        let Some(next) = after.get(length..) else { return Gives::default() };
        (rest, word) = (next, is_word);
    }
}

/// IF, CHOOSE, and what is known by its name alone, such as IFERROR.
const CHOICES: [u32; 3] = [1, 100, 255];
/// DOLLAR, FIXED, REPT, MID, TEXT, CHAR, LOWER, UPPER, PROPER, LEFT, RIGHT, TRIM, REPLACE, SUBSTITUTE, T, CONCATENATE.
const WORD_FUNCTIONS: [u32; 16] = [13, 14, 30, 31, 48, 111, 112, 113, 114, 115, 116, 118, 119, 120, 130, 336];

/// NA, TRUE, FALSE.
const TRUTHS_AND_ERRORS: [u32; 3] = [10, 34, 35];

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const EMPTY: [u8; 8] = [3, 0, 0, 0, 0, 0, 0xFF, 0xFF];
    const WORD: [u8; 8] = [0, 0, 0, 0, 0, 0, 0xFF, 0xFF];
    const NOUGHT: [u8; 8] = [0; 8];
    const FOUR: [u8; 8] = [0, 0, 0, 0, 0, 0, 0x10, 0x40];
    /// IF(1=1,"NIL",0) as LibreOffice writes it.
    const NIL: &[u8] = b"\x1e\x01\x00\x1e\x01\x00\x0b\x19\x02\x0a\x00\x17\x03\x00NIL\x19\x08\x0a\x00\x1e\x05\x00\x19\x08\x03\x00\x42\x03\x01\x00";

    fn formula(result: [u8; 8], marks: u8, tokens: &[u8]) -> Formula {
        let length = (tokens.len() as u16).to_le_bytes();
        let body = [&[9, 0, 4, 0, 0, 0][..], &result, &[marks, 0, 0, 0, 0, 0], &length, tokens].concat();
        Formula::of(&body, true)
    }

    #[rstest]
    #[case::nothing_was_calculated(&[(EMPTY, 0), (EMPTY, 0)], &[Result::Missing; 2])]
    #[case::empty_texts_among_results(&[(EMPTY, 0), (FOUR, 0), (EMPTY, 1)], &[Result::Known; 3])]
    #[case::empty_text_of_a_formula_with_the_time(&[(EMPTY, 1)], &[Result::Known])]
    #[case::marked(&[(NOUGHT, 2), (NOUGHT, 2)], &[Result::Missing; 2])]
    #[case::marked_twice(&[(NOUGHT, 3)], &[Result::Missing])]
    #[case::marked_alone(&[(NOUGHT, 2)], &[Result::Doubtful])]
    #[case::marked_among_results(&[(NOUGHT, 2), (FOUR, 0)], &[Result::Doubtful, Result::Known])]
    #[case::all_marked_and_some_calculated(&[(NOUGHT, 2), (FOUR, 2), (NOUGHT, 1)], &[Result::Known; 3])]
    #[case::plain_noughts(&[(NOUGHT, 0), (NOUGHT, 0)], &[Result::Known; 2])]
    fn what_was_saved(#[case] saved: &[([u8; 8], u8)], #[case] expected: &[Result]) {
        let formulas: Vec<_> = saved.iter().map(|(result, marks)| formula(*result, *marks, &[])).collect();
        assert_eq!(Formula::results(&formulas, false), expected);
    }

    #[test]
    fn a_word_that_became_a_nought() {
        let nil = formula(NOUGHT, 0, NIL);
        let known = |formulas: &[Formula], by_excel| Formula::results(formulas, by_excel)[0];
        assert_eq!(known(&[nil, formula(FOUR, 0, &[])], false), Result::Missing);
        assert_eq!(known(&[nil], true), Result::Known);
        assert_eq!(known(&[nil, formula(WORD, 0, &[])], false), Result::Known);
        assert_eq!(known(&[formula(FOUR, 0, NIL)], false), Result::Known);
    }

    #[rstest]
    #[case::a_choice(NIL, true)]
    #[case::joined(b"\x17\x01\x00U\x17\x01\x01 \x20\x08", true)]
    #[case::last_of_a_choice(b"\x1e\x01\x00\x1e\x05\x00\x17\x01\x00x\x42\x03\x01\x00", true)]
    #[case::a_function(b"\x1e\x01\x00\x17\x01\x000\x41\x30\x00", true)]
    #[case::compared(b"\x44\x00\x00\x00\xc0\x17\x01\x00x\x0b\x1e\x01\x00\x1e\x05\x00\x42\x03\x01\x00", false)]
    #[case::sum(b"\x1e\x90\x01\x1e\x0c\x00\x03", false)]
    #[case::cut(b"\x17\x09\x00x", false)]
    fn formulas_that_may_give_words(#[case] tokens: &[u8], #[case] expected: bool) {
        assert_eq!(gives(tokens).word, expected);
    }

    #[test]
    fn a_formula_that_several_cells_share() {
        let mut shared = formula(NOUGHT, 0, b"\x01\x0a\x00\x06\x00");
        let other = formula(WORD, 0, &[]);
        let known = |f: Formula| Formula::results(&[f, other], false)[0];
        let record = b"\x0a\x00\x0b\x00\x06\x06\x00\x02\x03\x00\x21\x0a\x00";
        shared.share(&BTreeMap::from([((11, 6), record.to_vec())]));
        assert_eq!(known(shared), Result::Known);
        shared.share(&BTreeMap::from([((10, 6), record.to_vec())]));
        assert_eq!(known(shared), Result::Missing);
    }

    /// A nought is no result of what never gives a number, whatever other results the workbook has.
    #[rstest]
    #[case::word(b"\x17\x07\x00awaited", true)]
    #[case::error(b"\x1c\x2a", true)]
    #[case::not_available(b"\x21\x0a\x00", true)]
    #[case::truth(b"\x21\x22\x00", true)]
    #[case::compared(b"\x1e\x01\x00\x1e\x01\x00\x0b", true)]
    #[case::in_brackets(b"\x1d\x01\x15", true)]
    #[case::sum(b"\x1e\x90\x01\x1e\x0c\x00\x03", false)]
    #[case::counted(b"\x1e\x01\x00\x1e\x01\x00\x0b\x1e\x01\x00\x05", false)]
    #[case::choice(NIL, false)]
    fn formulas_that_never_give_a_number(#[case] tokens: &[u8], #[case] never: bool) {
        assert_eq!(gives(tokens).no_number, never);
        let other = formula(WORD, 0, &[]);
        let expected = if never { Result::Missing } else { Result::Known };
        assert_eq!(Formula::results(&[formula(NOUGHT, 0, tokens), other], false)[0], expected);
    }
}
