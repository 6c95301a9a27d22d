//! The points of the checklist: everything that is true of one stands in its literal, in the file of its group.

mod tables;
mod footnotes;
mod colours;
mod formatting;
mod structure;
mod publishing;

use super::found::Found;
use super::look::Looked;
use std::fmt;

/// Where the points are from. Their words here are our own.
pub const SOURCE: &str =
    "Making spreadsheets accessible: a brief checklist of the basics (Government Analysis Function)";

/// What a point is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// How tables are marked up and laid out.
    Tables,
    /// How notes are pointed to and kept.
    Footnotes,
    /// How cells look.
    Formatting,
    /// How sheets are laid out.
    Structure,
    /// What is done last.
    Publishing,
}

impl Group {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Tables => "Tables",
            Self::Footnotes => "Footnotes",
            Self::Formatting => "Formatting",
            Self::Structure => "Structure",
            Self::Publishing => "Before publishing",
        }
    }
}

/// How much of a point a machine can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Machine {
    /// Whether it is kept or broken.
    Wholly,
    /// That it is broken, where there is a sure sign; the rest is for a person.
    Partly,
    /// Nothing but what a person is to look at.
    NotAtAll,
}

impl Machine {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Wholly => "a machine",
            Self::Partly => "a machine and a person",
            Self::NotAtAll => "a person",
        }
    }
}

/// A point of the checklist.
pub struct Point {
    /// Its number in the source, from 1.
    pub number: u8,
    /// What it is about.
    pub group: Group,
    /// The source counts it among what the law asks for.
    pub essential: bool,
    /// What it asks for.
    pub title: &'static str,
    /// Who can say.
    pub machine: Machine,
    /// What is taken for a sure sign that it is broken, or what a person is to look at.
    pub looks_at: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
    pub(super) judge: fn(&Looked<'_>, &mut Found),
}

impl Point {
    /// The point in its source.
    pub fn source(&self) -> String {
        format!("{SOURCE}, point {}", self.number)
    }
}

impl fmt::Debug for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.number, self.title)
    }
}

/// Every point, in the order of the source.
pub fn points() -> impl Iterator<Item = &'static Point> {
    let groups: [&'static [Point]; 5] =
        [&tables::POINTS, &footnotes::POINTS, &formatting::POINTS, &structure::POINTS, &publishing::POINTS];
    groups.into_iter().flatten()
}
