//! Before publishing: what is done last.

use super::{Group, Machine, Point};
use crate::checklist::area::cell;

pub(super) static POINTS: [Point; 4] = [
    Point {
        number: 33,
        group: Group::Publishing,
        essential: true,
        title: "Spelling and grammar are right",
        machine: Machine::NotAtAll,
        looks_at: "all words",
        remedy: "Run the spelling check of the program over every sheet, and read the words once.",
        judge: |_, found| found.ask("", "", "", || "every text: run the spelling check, and read it".into()),
    },
    Point {
        number: 34,
        group: Group::Publishing,
        essential: false,
        title: "The program's own accessibility checker was run",
        machine: Machine::NotAtAll,
        looks_at: "what Excel says under Review, Check Accessibility",
        remedy: "Run it, and put right what it finds.",
        judge: |_, found| found.ask("", "", "", || "run Review, Check Accessibility in Excel".into()),
    },
    Point {
        number: 35,
        group: Group::Publishing,
        essential: true,
        title: "The document says its title and language",
        machine: Machine::Wholly,
        looks_at: "a title or a language missing from the document's information",
        remedy: "Under File, Info give a title; the language under Properties, Advanced, Custom, Language.",
        judge: |book, found| {
            if book.book.title.is_empty() {
                found.broken("", "", "title", || "the document's information has no title".into());
            }
            if book.book.language.is_empty() {
                found.broken("", "", "language", || "the document's information has no language".into());
            }
        },
    },
    Point {
        number: 36,
        group: Group::Publishing,
        essential: true,
        title: "It opens at cell A1 of the first sheet",
        machine: Machine::Wholly,
        looks_at: "another sheet in front, the cursor in another cell, A1 out of sight",
        remedy: "Go to the first sheet, press Ctrl+Home, and save.",
        judge: |book, found| {
            let Some((first, sheet)) = book.sheets.iter().enumerate().find(|(_, s)| !s.facts.hidden) else { return };
            if book.book.opens_at != first {
                let shown = book.sheets.get(book.book.opens_at).map_or("", |s| s.facts.name.as_str());
                found.broken(shown, "", "sheet", || "it opens at this sheet and not at the first".into());
            }
            let (row, column) = sheet.facts.cursor;
            if (row, column) != (0, 0) {
                found.broken(&sheet.facts.name, cell(row, column), "cursor", || "the cursor is here".into());
            }
            let (row, column) = sheet.facts.first_in_sight;
            if (row, column) != (0, 0) {
                found.broken(&sheet.facts.name, cell(row, column), "sight", || "the first cell in sight".into());
            }
        },
    },
];
