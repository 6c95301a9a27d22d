//! What a person sees of a cell, where that is not simply what it holds.

use crate::measure::Unit;
use crate::text::words::clean;
use compact_str::CompactString;
use serde::{Deserialize, Serialize};

/// What a person sees of a cell, where that is not simply what it holds: the reader has to ask, or read what is seen.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Appearance {
    /// The number as its format shows it, where that is another number, or none.
    pub shown: Option<ShownNumber>,
    /// What is crossed out: all of the cell, or a part of its text, which then is not in its content.
    pub struck: Struck,
    /// Raised or lowered characters of a text, such as the mark of a footnote. They stand in its content, as in m².
    pub raised: CompactString,
    /// The text without its raised and lowered characters, where it has any: what a number is read from.
    pub on_the_line: CompactString,
    /// The formula only points at this cell, which is blank: the nought that it shows was typed by nobody.
    pub points_at_blank: Option<CompactString>,
    /// The formula gave 0 when it was saved, and the workbook asks to be calculated before it is looked at.
    pub uncalculated: bool,
    /// A note or comment that stands on the cell.
    pub note: CompactString,
    /// A picture stands in the cell.
    pub picture: bool,
    /// How much of a day its format shows.
    pub day: DayShown,
}

/// How much a format shows of a day: Excel makes 1 March 2027 of “March 2027” and 27 March of this year of “Mar-27”, and
/// shows neither whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum DayShown {
    /// Day, month and year.
    #[default]
    Whole,
    /// Month and year.
    WithoutDay,
    /// Day and month.
    WithoutYear,
}

/// What is crossed out of a cell.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub enum Struck {
    /// Nothing.
    #[default]
    No,
    /// These characters of its text.
    Part(CompactString),
    /// All of it.
    Whole,
}

/// A number whose format shows something else than the number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShownNumber {
    /// As it stands on the screen; empty where the format shows nothing.
    pub text: CompactString,
    /// In what way it differs.
    pub how: HowShown,
}

/// In what way a number format shows another number.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum HowShown {
    /// Nothing is shown: `;;;`, or a nought that the format or the sheet hides.
    Nothing,
    /// Divided by the commas of the format, and with a word that multiplies what is shown: 1,000 and 1 for `#,##0,`,
    /// 1 and 1,000 for `0.0"k"`.
    Scaled {
        /// By what it is divided.
        divided: f64,
        /// What the word stands for.
        labelled: f64,
    },
    /// A length of time, all of it; the cell holds days.
    Duration {
        /// Hours are shown.
        hours: bool,
        /// Minutes are shown.
        minutes: bool,
    },
    /// A time of day, or a length of time without its days or hours.
    TimeOfDay,
    /// Words or signs in place of the number.
    Words,
    /// A negative number without its minus, or another one with one.
    OtherSign,
    /// As money, in this currency, which is not the pound.
    Currency,
    /// The number, and beside it a word for what it counts.
    Counts(UnitWord),
}

/// What a word of a number format says that the number counts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum UnitWord {
    /// Hundredths: `0.0"%"`, which does not multiply as `0.0%` does.
    Percent,
    /// A length of time; `None` for one that no measure counts in, such as months.
    Time(Option<Unit>),
}

/// A piece of a text that has one font.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Run {
    /// Its characters.
    pub text: String,
    /// Crossed out.
    pub struck: bool,
    /// Above or below the line.
    pub raised: bool,
}

impl Appearance {
    /// The content of a text of several fonts, and what a person sees of it; `None` where nothing is struck, raised or
    /// lowered, so that it is a text like any other.
    pub fn of_runs(runs: &[Run]) -> Option<(String, Self)> {
        let gather =
            |wanted: fn(&&Run) -> bool| -> String { runs.iter().filter(wanted).map(|r| r.text.as_str()).collect() };
        let struck = gather(|r| r.struck);
        let (mut content, mut raised) = (gather(|r| !r.struck), gather(|r| !r.struck && r.raised));
        let mut on_the_line = gather(|r| !r.struck && !r.raised);
        let whole = !clean(&struck).is_empty() && clean(&content).is_empty();
        if whole {
            // Nothing else stands in the cell: it is read, and asked about.
            (content, raised, on_the_line) = (gather(|_| true), gather(|r| r.raised), gather(|r| !r.raised));
        }
        if clean(&raised).is_empty() || clean(&on_the_line).is_empty() {
            (raised, on_the_line) = <_>::default();
        }
        let struck = match clean(&struck) {
            "" => Struck::No,
            _ if whole => Struck::Whole,
            part => Struck::Part(part.into()),
        };
        let plain = struck == Struck::No && raised.is_empty();
        (!plain).then(|| {
            (
                content,
                Self { struck, raised: clean(&raised).into(), on_the_line: on_the_line.into(), ..Self::default() },
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// Runs as they are written here: `-` before what is struck, `^` before what is raised.
    fn runs(text: &[&str]) -> Vec<Run> {
        let run = |t: &&str| {
            let (struck, raised) = (t.starts_with('-'), t.starts_with('^'));
            Run { text: t.trim_start_matches(['-', '^']).to_owned(), struck, raised }
        };
        text.iter().map(run).collect()
    }

    #[rstest]
    #[case::footnote(&["91.2", "^1"], "91.21", "91.2", "1", Struck::No)]
    #[case::unit(&["45 m", "^2"], "45 m2", "45 m", "2", Struck::No)]
    #[case::struck_first(&["-9", "87"], "87", "", "", Struck::Part("9".into()))]
    #[case::all_struck(&["-9", "-87", " "], "987 ", "", "", Struck::Whole)]
    #[case::all_raised(&["^87"], "87", "", "", Struck::No)]
    #[case::both(&["-9", "87", "^2"], "872", "87", "2", Struck::Part("9".into()))]
    fn what_is_read(
        #[case] text: &[&str],
        #[case] content: &str,
        #[case] line: &str,
        #[case] raised: &str,
        #[case] struck: Struck,
    ) {
        match Appearance::of_runs(&runs(text)) {
            Some((read, seen)) => {
                assert_eq!((&*read, &*seen.on_the_line, &*seen.raised, seen.struck), (content, line, raised, struck));
            }
            None => assert_eq!((&*runs(text)[0].text, struck), (content, Struck::No)),
        }
    }
}
