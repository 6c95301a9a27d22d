//! What the pack's workbook is told from, and the head that all its sheets have.

use super::contents::Contents;
use super::figures::{KeptFigures, UsedLayout};
use super::manifest::Manifest;
use super::page::{Look, Page};
use crate::history::Ledger;
use crate::pipeline::Workspace;
use chrono::NaiveDate;

/// All that the workbook is told from.
pub(super) struct HandoverFacts<'a> {
    pub workspace: &'a Workspace,
    pub ledger: &'a Ledger,
    pub contents: &'a Contents,
    /// The manifest, without the workbook among its files.
    pub manifest: &'a Manifest,
    pub figures: Vec<KeptFigures>,
    pub layouts: Vec<UsedLayout>,
}

/// A page with its title, the council's name and what the pack was made from.
pub(super) fn page(facts: &HandoverFacts<'_>, (name, title): (&'static str, &str), look: Look) -> Page {
    let Manifest { council, made, by, program, ledger, .. } = facts.manifest;
    let (made, recorded) = (shown(made), shown(&ledger.recorded));
    let pack = format!("{council}, handover pack of {made}, made by {by} with {program}");
    let from = format!("{pack}, from record {} of the ledger, of {recorded}", ledger.record);
    Page::new(name, (title, &from), &format!("{council}, handover pack"), look)
}

/// `28 Oct 2026`.
pub(super) fn shown(day: &str) -> String {
    let parsed = day.get(..10).unwrap_or(day).parse::<NaiveDate>();
    parsed.map_or_else(|_| day.to_owned(), |day| day.format("%-d %b %Y").to_string())
}
