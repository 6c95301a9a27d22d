//! What a check can be beside its words: the facts that other stages act on.

/// The stage that has what the check looks at, and therefore its condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundBy {
    /// `ingest`, which opens the file and knows no register.
    Reading,
    /// `typing`, which knows what each cell should be.
    Typing,
    /// `validate`, which has the rows of all returns and the past.
    Validation,
    /// `accept`, which sees every return of the quarter, and `pipeline`, which sees their folder.
    Acceptance,
    /// `history`, which takes past quarters from a file.
    History,
    /// `register`, about itself.
    Register,
    /// `crosswalk`, about itself and the registers that it joins.
    Crosswalk,
    /// `notebook`, about what the team wrote there.
    Notebook,
}

/// Why nothing of a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// It could not be opened: nothing can be marked in it either.
    Unopened,
    /// It was opened, and no layout says what its cells mean.
    Unrecognised,
}

/// What may be wrong with the size of a figure, the surest first. Such a figure is shown, and nobody is led by it until
/// the service has confirmed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// A nought that may stand for what was never calculated.
    Uncalculated,
    /// A power of ten away.
    Magnitude,
    /// A fraction where a percentage is meant, or the other way round.
    Fraction,
    /// Not what the formula of the register gives.
    Formula,
    /// Not the sum of its parts.
    Parts,
    /// Far from its own history.
    Outlier,
}

/// What it is about a cell that a check has something against: of two findings of one origin at a cell the second says
/// nothing new, and the surer is told alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// There is nothing, or nothing that can be read.
    Missing,
    /// A figure is not as large as it should be.
    Size,
}

/// Whether a form counts, while people type, what the check has something against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiveLine {
    /// Not live in the form.
    No,
    /// On the sheet of checks only: blank cells would colour the whole untouched form.
    Counted,
    /// There, and the cell that would put it right is coloured.
    Coloured,
}
