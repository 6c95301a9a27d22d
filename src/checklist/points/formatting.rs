//! Formatting: words, links, titles, what is drawn.

use super::colours;
use super::tables::short;
use super::{Group, Machine, Point};
use crate::checklist::area::{Area, cell};
use crate::checklist::facts::{Align, ShapeFacts, ShapeKind, StyleFacts};
use crate::checklist::found::Found;
use crate::checklist::look::{Looked, SheetLook, TextCell};
use crate::checklist::words::{
    bare_address, capitals, drawn_line, empty_link, given_name, hard_font, only_signs, symbol,
};

pub(super) static POINTS: [Point; 12] = [
    Point {
        number: 15,
        group: Group::Formatting,
        essential: false,
        title: "What is written is plain and clear",
        machine: Machine::NotAtAll,
        looks_at: "all words: short sentences, no jargon, abbreviations spelt out",
        remedy: "Let somebody read it who does not know the subject.",
        judge: |_, found| {
            found.ask("", "", "", || "every text: is it plain for who knows nothing of the subject?".into())
        },
    },
    Point {
        number: 16,
        group: Group::Formatting,
        essential: true,
        title: "Links say where they lead",
        machine: Machine::Partly,
        looks_at: "a link shown as a bare address or as “click here”; an address that is no link is for a person",
        remedy: "Link words that say what is found there.",
        judge: |book, found| {
            for sheet in &book.sheets {
                for text in book.texts(sheet) {
                    let at = (text.cell.row, text.cell.column);
                    let is_link = sheet.facts.links.contains(&at);
                    let (name, what) = (&sheet.facts.name, || format!("“{}”", short(text.text)));
                    match is_link && (bare_address(text.text) || empty_link(text.text)) {
                        true => found.broken(name, cell(at.0, at.1), "", || format!("a link shown as {}", what())),
                        false if !is_link && text.text.contains("://") => {
                            found.ask(name, cell(at.0, at.1), "", || format!("an address that is no link: {}", what()));
                        }
                        false => {}
                    }
                }
            }
        },
    },
    Point {
        number: 17,
        group: Group::Formatting,
        essential: false,
        title: "Text is easy to read: a plain font of 12 points, no italics, underlines or capitals, at the left",
        machine: Machine::Wholly,
        looks_at: "fonts with serifs, under 12 points, italics, underlines that are no links, words in capitals, text that is \
                   centred, spread, turned or (but for headings and shorthand) at the right",
        remedy: "Use Arial or another font without serifs in 12 points or more, aligned left; bold for what stands out.",
        judge: |book, found| {
            for sheet in &book.sheets {
                for (at, _) in sheet.cells() {
                    let style = book.style(at.style);
                    let (name, place) = (&sheet.facts.name, || cell(at.row, at.column));
                    // A size is written with a little less than it means by some programs.
                    if style.size < 11.9 {
                        found.broken(name, place(), "size", || format!("{} points", style.size));
                    }
                    if hard_font(&style.font) {
                        found.broken(name, place(), "font", || format!("the font {}", style.font));
                    }
                }
                book.texts(sheet).for_each(|text| text_is_plain(book, sheet, &text, found));
            }
        },
    },
    Point {
        number: 18,
        group: Group::Formatting,
        essential: true,
        title: "Each sheet has a title in A1 that says what is on it, marked as a heading",
        machine: Machine::Wholly,
        looks_at: "A1 without a text, with a name such as Table 1 alone, or without the style Heading or Title",
        remedy: "Write the title into A1 and give the cell the style Heading 1.",
        judge: |book, found| {
            for sheet in book.sheets.iter().filter(|s| !s.facts.chart) {
                title(book, sheet, found);
            }
        },
    },
    Point {
        number: 19,
        group: Group::Formatting,
        essential: false,
        title: "Words in place of symbols",
        machine: Machine::Partly,
        looks_at: "a cell of a table with nothing but signs, such as - or ..; other symbols are for a person",
        remedy: "Write a word, or shorthand in brackets that is explained: [x] for not available.",
        judge: |book, found| {
            for sheet in &book.sheets {
                for text in book.texts(sheet) {
                    let (name, place) = (&sheet.facts.name, cell(text.cell.row, text.cell.column));
                    if text.table.is_some() && only_signs(text.text) {
                        found.broken(name, place, "", || format!("“{}” alone in a cell", short(text.text)));
                    } else if let Some(sign) = symbol(text.text) {
                        found
                            .ask(name, place, "", || format!("“{sign}” in “{}”: is a word clearer?", short(text.text)));
                    }
                }
            }
        },
    },
    Point {
        number: 20,
        group: Group::Formatting,
        essential: true,
        title: "No headers and footers, floating text boxes or toolbars",
        machine: Machine::Partly,
        looks_at: "words in a page header or footer, text boxes, form controls, a ribbon of its own; comments are for a person",
        remedy: "Move the words into cells of column A, and delete what floats.",
        judge: |book, found| {
            for sheet in &book.sheets {
                let name = &sheet.facts.name;
                for words in &sheet.facts.page_texts {
                    found.broken(name, "", "page", || format!("a header or footer of the page: “{}”", short(words)));
                }
                shapes(sheet, &[ShapeKind::TextBox, ShapeKind::Control], found);
                if sheet.facts.comments > 0 {
                    let what = || format!("{} comments that pop up: do cells say the same?", sheet.facts.comments);
                    found.ask(name, "", "comments", what);
                }
            }
            if book.book.toolbar {
                found.broken("", "", "toolbar", || "a toolbar or ribbon of its own".into());
            }
        },
    },
    Point {
        number: 21,
        group: Group::Formatting,
        essential: false,
        title: "No lines, blanks or colours that divide regions of data",
        machine: Machine::Partly,
        looks_at: "lines drawn with characters, filled blank rows and columns outside tables; borders are for a person",
        remedy: "Use a sheet for each table, and headings in place of lines.",
        judge: |book, found| {
            for sheet in &book.sheets {
                let name = &sheet.facts.name;
                for text in book.texts(sheet).filter(|t| drawn_line(t.text)) {
                    found
                        .broken(name, cell(text.cell.row, text.cell.column), "drawn", || "a line of characters".into());
                }
                let in_table = |area: &Area| sheet.facts.tables.iter().any(|t| t.area.meets(area));
                for (area, style) in &sheet.facts.filled_blanks {
                    if book.fill(*style).is_some() && !in_table(area) {
                        found.broken(name, area, "bar", || "filled blank cells that stand between others".into());
                    }
                }
                // A line under a heading belongs to the heading.
                let lined = |style: &StyleFacts| style.border && !style.heading;
                let lined = sheet.cells().find(|(c, table)| table.is_none() && lined(book.style(c.style)));
                if let Some((c, _)) = lined {
                    found.ask(name, cell(c.row, c.column), "lines", || "borders: do they divide anything?".into());
                }
            }
        },
    },
    colours::NO_FILL,
    colours::NOT_ALONE,
    colours::CONTRAST,
    Point {
        number: 25,
        group: Group::Formatting,
        essential: false,
        title: "No images",
        machine: Machine::Partly,
        looks_at: "pictures, drawn shapes, charts without alternative text; a chart that has one is for a person",
        remedy: "Leave it out, or publish it beside the workbook with words that say the same.",
        judge: |book, found| {
            for sheet in &book.sheets {
                shapes(sheet, &[ShapeKind::Picture, ShapeKind::Drawing], found);
                let charts = sheet.facts.shapes.iter().filter(|s| s.kind == ShapeKind::Chart);
                for chart in charts {
                    let (name, at) = (&sheet.facts.name, anchor(chart));
                    match chart.told.trim().is_empty() {
                        true => found.broken(name, at, "chart", || "a chart without alternative text".into()),
                        false => found.ask(name, at, "chart", || {
                            format!("a chart, told as “{}”: do cells say the same?", short(&chart.told))
                        }),
                    }
                }
                if sheet.facts.chart {
                    found.broken(&sheet.facts.name, "", "sheet", || "a sheet that is a chart".into());
                }
            }
        },
    },
    Point {
        number: 26,
        group: Group::Formatting,
        essential: false,
        title: "No macros",
        machine: Machine::Wholly,
        looks_at: "parts that hold macros",
        remedy: "Save it as .xlsx, or in LibreOffice delete them under Tools, Macros.",
        judge: |book, found| {
            if book.book.macros {
                found.broken("", "", "", || "macros".into());
            }
        },
    },
];

fn shapes(sheet: &SheetLook<'_>, kinds: &[ShapeKind], found: &mut Found) {
    for shape in sheet.facts.shapes.iter().filter(|s| kinds.contains(&s.kind)) {
        found.broken(&sheet.facts.name, anchor(shape), shape.kind.word(), || shape.kind.word().into());
    }
}

fn anchor(shape: &ShapeFacts) -> String {
    shape.at.map_or_else(String::new, |(row, column)| cell(row, column))
}

fn text_is_plain(book: &Looked<'_>, sheet: &SheetLook<'_>, text: &TextCell<'_>, found: &mut Found) {
    let (at, style, name) = (text.cell, text.style, &sheet.facts.name);
    let pieces = book.written(at);
    let is_link = sheet.facts.links.contains(&(at.row, at.column));
    let shorthand = text.text.starts_with('[') && text.text.ends_with(']');
    let at_right = style.align == Align::Right && text.is_body() && !shorthand && text.text.chars().count() > 20;
    let signs = [
        (style.italic || pieces.is_some_and(|t| t.italic), "in italics"),
        (!is_link && (style.underlined || pieces.is_some_and(|t| t.underlined)), "underlined, and no link"),
        (capitals(text.text), "all in capitals"),
        (style.align == Align::Centre, "centred"),
        (style.align == Align::Spread, "spread over its cell"),
        (at_right || (style.align == Align::Right && text.table.is_none()), "aligned right"),
        (style.rotated, "turned"),
    ];
    for (_, sign) in signs.into_iter().filter(|(is, _)| *is) {
        found.broken(name, cell(at.row, at.column), sign, || format!("“{}” is {sign}", short(text.text)));
    }
}

fn title(book: &Looked<'_>, sheet: &SheetLook<'_>, found: &mut Found) {
    let name = &sheet.facts.name;
    let Some(first) = sheet.at(0, 0) else {
        return found.broken(name, "A1", "none", || "A1 is blank".into());
    };
    let Some(text) = book.text(first) else {
        return found.broken(name, "A1", "number", || "A1 holds no text".into());
    };
    if given_name(text, &["sheet", "table", "tab", "data", "worksheet"]) {
        found.broken(name, "A1", "name", || format!("“{text}” does not say what is on the sheet"));
    }
    if !book.written(first).is_some_and(|text| text.heading) && !book.style(first.style).heading {
        found.broken(name, "A1", "tag", || format!("“{}” is not marked as a heading", short(text)));
    }
}
