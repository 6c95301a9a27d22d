//! What became of a figure that somebody wrote: looked up in the figures of the quarter.

use super::figure::{Agrees, KnownFigure};
use super::spoken::Spoken;
use crate::map::Set;
use crate::period::Period;
use crate::reading::own_words::{FigureFate, SaidFigure};
use crate::text::figures::{Earlier, FigureUnit, WrittenFigure, figures};

/// By what figures in words are looked up.
pub struct FigureTerms<'s> {
    /// All figures that there are.
    pub known: &'s [KnownFigure<'s>],
    /// The quarter.
    pub period: Period,
    /// The owners that the words, or what they stand for, name.
    pub named: &'s Set<&'s str>,
    /// The words name something, or are about it: their figures are meant of that alone.
    pub of_named: bool,
    /// What the report says of itself there.
    pub under: &'s str,
    /// What the report said of itself where the words were written, where it says something else now.
    pub over: &'s str,
}

/// Of what a figure is that only the sentence had.
const THEN: &str = "what the report said when these words were written";
/// The first place of figures that are neither of what is named nor the council's.
const ELSEWHERE: u8 = 8;

impl FigureTerms<'_> {
    /// Every figure of the words, in their order.
    pub fn look_up(&self, words: &str) -> Vec<SaidFigure> {
        figures(words).iter().map(|written| self.one(written, &Spoken::of(words, written))).collect()
    }

    fn one(&self, written: &WrittenFigure<'_>, spoken: &Spoken) -> SaidFigure {
        let same = |other: &WrittenFigure<'_>| other.unit == written.unit && other.value() == written.value();
        let said = figures(self.under).iter().any(|f| same(f) && Spoken::of(self.under, f).time == spoken.time);
        let place = |known: &KnownFigure<'_>| {
            let agrees = known.agrees(written)?;
            let meant = if known.is_spoken_of(spoken) { self.place(known, written, spoken, agrees) } else { None };
            // What the report says there itself is right, whatever it is a figure of.
            let by_report = said && agrees == Agrees::Shown && !known.written;
            meant.filter(|(place, _)| !by_report || *place < ELSEWHERE).or(by_report.then_some((5, FigureFate::Found)))
        };
        let found = self.known.iter().filter_map(|known| Some((place(known)?, known))).min_by_key(|(place, _)| *place);
        let text = written.text.to_owned();
        // What the report said there, and neither it nor what is named has any more, is not meant of something else.
        let then = found.is_none_or(|((place, _), _)| place >= ELSEWHERE) && figures(self.over).iter().any(same);
        match found {
            _ if then => SaidFigure { text, fate: FigureFate::Stale, of: THEN.to_owned(), shown: String::new() },
            None => SaidFigure { text, fate: FigureFate::Nowhere, of: String::new(), shown: String::new() },
            Some(((_, fate), known)) => {
                let shown = if fate == FigureFate::Rounded { known.shown() } else { String::new() };
                SaidFigure { text, fate, of: known.label(), shown }
            }
        }
    }

    /// How near a figure is to being what was meant, the nearest first, and what became of it then. What is named comes
    /// before the council's own, but for its changes and distances, and that before what others have; as it is shown before
    /// what rounds to it. Where something is named, of others only the council's counts that the words speak of are found.
    /// A short plain number is only ever a count that they speak of, unless what is named has it.
    fn place(
        &self,
        known: &KnownFigure<'_>,
        written: &WrittenFigure<'_>,
        spoken: &Spoken,
        agrees: Agrees,
    ) -> Option<(u8, FigureFate)> {
        let shown = agrees == Agrees::Shown;
        let fate = if shown { FigureFate::Found } else { FigureFate::Rounded };
        let telling = written.unit != FigureUnit::Plain || written.digits > 2;
        let named = self.named.contains(known.owner);
        let meant = named || (!self.of_named && telling) || (known.council && known.is_the_count(spoken));
        if known.written {
            return (meant && shown && telling).then_some((11, fate));
        }
        let in_time = self.in_time(known, written);
        if !meant || in_time.is_none() {
            let place = 12 + u8::from(in_time.is_none_or(|time| time == Time::Past));
            return (self.of_named && shown && telling).then_some((place, FigureFate::Other));
        }
        Some(match (in_time?, shown) {
            (Time::Then, _) if named => (0, fate),
            (Time::Then, true) => (1, fate),
            (Time::Now, true) if named && !known.is_difference() => (2, fate),
            (Time::Now, true) if known.council => (3, fate),
            (Time::Now, true) if named => (4, fate),
            (Time::Now, false) if named => (6, fate),
            (Time::Past, _) if named => (7, FigureFate::Stale),
            (Time::Now, true) => (ELSEWHERE, fate),
            (Time::Now, false) if known.council => (9, fate),
            (Time::Now, false) => (10, fate),
            (Time::Past, true) => (11, FigureFate::Stale),
            (Time::Then | Time::Past, false) => return None,
        })
    }

    /// How the time of a figure stands to the time that the words say; nothing where they say an earlier one, and the figure
    /// is this quarter's.
    fn in_time(&self, known: &KnownFigure<'_>, written: &WrittenFigure<'_>) -> Option<Time> {
        match (known.when, written.earlier) {
            (None, None) => Some(Time::Now),
            (None, Some(_)) => None,
            (Some(when), Some(Earlier::LastQuarter)) if when != self.period.previous() => Some(Time::Past),
            (Some(_), Some(_)) => Some(Time::Then),
            (Some(_), None) => Some(Time::Past),
        }
    }
}

/// How the time of a known figure stands to what the words say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Time {
    /// This quarter's, as the words have it.
    Now,
    /// Of the earlier time that they say.
    Then,
    /// Of another.
    Past,
}
