//! Headings that are spelt almost as the layout has them: taken only where they can mean nothing else, and said.

use super::head::{HeadRow, Word};
use super::header::{Header, NearHeading, Slot};
use super::prepared::PreparedTable;
use crate::text::words::meaning;

/// Letters in common, of all, from which two headings may be the same word.
const LIKE: f64 = 0.75;
/// Words of up to so many letters are the same or they are not.
const SHORT: usize = 3;

impl PreparedTable<'_> {
    /// The first row in which the required headings are all there once near ones count.
    pub(super) fn misspelt(&self, rows: &[HeadRow<'_>]) -> Option<Header> {
        rows.iter().enumerate().find_map(|(n, row)| {
            let header = match self.is_across() {
                true => self.header_of(std::slice::from_ref(row)).header,
                // A row that names nothing at all, or holds figures, is not a heading row with faults in it.
                false if row.others > 0 || self.matches(row).is_empty() && self.required().count() > 1 => return None,
                false => Header { first: row.row, last: row.row, ..self.header_at(&rows[..=n], n) },
            };
            let near = self.near(row, &header);
            let there = |r: usize| near.iter().any(|(_, n)| *n == r) || self.has(&header, r);
            (!near.is_empty() && self.required().all(there)).then_some(header)
        })
    }

    /// Names the columns of a header whose heading is nearly right.
    pub(super) fn name_near(&self, rows: &[HeadRow<'_>], header: &mut Header) {
        let (from, last) = (rows.partition_point(|r| r.row < header.first), header.last);
        for row in rows[from..].iter().take_while(|r| r.row <= last) {
            for (text, n) in self.near(row, header) {
                let (col, got) = row.texts[text];
                let slot = self.slot(n);
                if let Some(free) = header.free(col) {
                    *free = slot;
                    self.note_hint(header, col, n);
                    let wanted = self.called(n).to_owned();
                    header.near.push(NearHeading { row: row.row, col, got: got.trim().to_owned(), wanted });
                }
            }
        }
    }

    /// Whether a text is almost a heading of the `n`th column.
    pub(super) fn is_near(&self, n: usize, text: &str) -> bool {
        let meant = meaning(text);
        meant.len() > SHORT
            && !self.headings.contains_key(&meant)
            && self.columns()[n].heading.iter().any(|h| alike(text, h))
    }

    fn has(&self, header: &Header, column: usize) -> bool {
        header.slots.contains(&self.slot(column))
            || header.slots.iter().any(|s| matches!(s, Slot::Across(_, f) if *f == self.fields[column]))
    }

    /// Texts of a row that are nearly the heading of a column that is not there: position in the row, in the table.
    fn near(&self, row: &HeadRow<'_>, header: &Header) -> Vec<(usize, usize)> {
        let absent: Vec<usize> = (0..self.fields.len()).filter(|n| !self.has(header, *n)).collect();
        if absent.is_empty() {
            return vec![];
        }
        let free = |col: u16| header.slots.get(usize::from(col)).is_none_or(|s| *s == Slot::Unknown);
        let mut out: Vec<(usize, usize)> = Vec::new();
        for (t, ((col, text), word)) in row.texts.iter().zip(row.words()).enumerate() {
            let Word::Heading(meant) = word else { continue };
            if meant.len() <= SHORT || self.headings.contains_key(meant) || !free(*col) {
                continue;
            }
            let mut like = absent.iter().filter(|n| self.columns()[**n].heading.iter().any(|h| alike(text, h)));
            if let (Some(n), None) = (like.next(), like.next()) {
                out.push((t, *n));
            }
        }
        // Two headings that are both nearly the same column: neither is it.
        let twice = |n: usize| out.iter().filter(|(_, m)| *m == n).count() > 1;
        out.iter().copied().filter(|(_, n)| !twice(*n)).collect()
    }
}

/// Whether two headings are one word spelt in two ways.
fn alike(a: &str, b: &str) -> bool {
    let (long, short) = (a.len().max(b.len()), a.len().min(b.len()));
    if short * 2 < long {
        return false;
    }
    let words = |s: &str| -> Vec<String> {
        s.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
    };
    let digits = |s: &str| s.chars().filter(char::is_ascii_digit).collect::<String>();
    let like = |a: &str, b: &str| strsim::normalized_damerau_levenshtein(a, b) >= LIKE;
    let short = |w: &str| w.chars().count() <= SHORT;
    let same = |(a, b): (&String, &String)| a == b || (!short(a) && !short(b) && like(a, b));
    let (a_words, b_words) = (words(a), words(b));
    // Two years or two quarters are one stroke apart and not the same.
    digits(a) == digits(b)
        && match a_words.len() == b_words.len() {
            true => a_words.iter().zip(&b_words).all(same),
            // Words run together or torn apart.
            false => !a.contains('{') && !b.contains('{') && like(&meaning(a), &meaning(b)),
        }
}

#[cfg(test)]
mod tests {
    use super::alike;
    use rstest::rstest;

    #[rstest]
    #[case("Commentry", "Commentary", true)]
    #[case("Comment", "Comments", true)]
    #[case("Organization", "Organisation", true)]
    #[case("Qtr  Actaul", "Qtr Actual", true)]
    #[case("Gross I", "Gross L", false)]
    #[case("Target 2025", "Target 2026", false)]
    #[case("Q1 Actual", "Q2 Actual", false)]
    #[case("Numerator", "Denominator", false)]
    #[case("Reviewed", "Received", false)]
    #[case("Actual", "Annual", false)]
    fn headings(#[case] got: &str, #[case] wanted: &str, #[case] same: bool) {
        assert_eq!(alike(got, wanted), same);
    }
}
