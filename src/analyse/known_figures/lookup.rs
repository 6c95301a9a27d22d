//! What became of a figure that somebody wrote: looked up in the figures of the quarter.

use super::figure::{Agrees, KnownFigure};
use crate::map::Set;
use crate::reading::own_words::{FigureFate, SaidFigure};
use crate::text::figures::{FigureUnit, WrittenFigure, figures};

/// By what figures in words are looked up.
pub struct FigureTerms<'s> {
    /// All figures that there are.
    pub known: &'s [KnownFigure<'s>],
    /// What the words name, or are about: its figures are meant before those of others.
    pub named: &'s Set<&'s str>,
    /// What the report said of itself where the words were written, where it says something else now.
    pub over: &'s str,
}

/// Of what a figure is that only the sentence had.
const THEN: &str = "what the report said when these words were written";
/// The first place of figures that are neither of what is named nor the council's.
const ELSEWHERE: u8 = 7;

impl FigureTerms<'_> {
    /// Every figure of the words, in their order.
    pub fn look_up(&self, words: &str) -> Vec<SaidFigure> {
        figures(words).iter().map(|written| self.one(written)).collect()
    }

    fn one(&self, written: &WrittenFigure<'_>) -> SaidFigure {
        let place = |known: &KnownFigure<'_>| self.place(known, written, known.agrees(written)?);
        let found = self.known.iter().filter_map(|known| Some((place(known)?, known))).min_by_key(|(place, _)| *place);
        let text = written.text.to_owned();
        // What the report said there, and neither it nor what is named has any more, is not meant of something else.
        let same = |over: &WrittenFigure<'_>| over.unit == written.unit && over.value() == written.value();
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
    /// before the council's own, but for its changes and distances, and that before what others have; as it is shown before what rounds to it. A figure of an
    /// earlier quarter is stale, unless the words say that it is of an earlier time. Of what is not named, and of what only
    /// somebody wrote, one counts that cannot well be there by chance.
    fn place(&self, known: &KnownFigure<'_>, written: &WrittenFigure<'_>, agrees: Agrees) -> Option<(u8, FigureFate)> {
        let named = self.named.contains(known.owner);
        let fate = if agrees == Agrees::Shown { FigureFate::Found } else { FigureFate::Rounded };
        let telling = written.unit != FigureUnit::Plain || written.digits > 2;
        if known.written {
            return (agrees == Agrees::Shown && telling).then_some((11, fate));
        }
        Some(match (known.when.is_some(), agrees) {
            (true, _) if written.earlier && named => (0, fate),
            (true, Agrees::Shown) if written.earlier && (known.council || telling) => (1, fate),
            (false, Agrees::Shown) if named && !known.is_difference() => (2, fate),
            (false, Agrees::Shown) if known.council => (3, fate),
            (false, Agrees::Shown) if named => (4, fate),
            (false, Agrees::Rounded) if named => (5, fate),
            (true, _) if named => (6, FigureFate::Stale),
            (false, Agrees::Shown) => (ELSEWHERE, fate),
            (false, Agrees::Rounded) if known.council => (8, fate),
            (false, Agrees::Rounded) => (9, fate),
            (true, Agrees::Shown) if telling => (10, FigureFate::Stale),
            (true, _) => return None,
        })
    }
}
