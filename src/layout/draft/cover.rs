//! Whose return it is and for which quarter: labels with a value beside them, the sheet's name, the file's name.

use super::cells::text;
use super::find::{LABEL, TableBlock, part_of_year};
use super::vocabulary::{Sense, vocabulary};
use crate::period::Period;
use crate::reading::CellRef;
use crate::record::{Cell, Content, Field, Kind, SheetSurvey};
use crate::register::Register;

const LABEL_CHARACTERS: usize = 60;
/// A longer text is no title.
const TITLE_CHARACTERS: usize = 90;
/// A value stands at most so many columns right of its label.
const REACH: u16 = 3;

/// A label and its value.
#[derive(Debug, Clone)]
pub struct Label {
    pub field: Field,
    pub text: String,
    pub at: CellRef,
    pub value: String,
    /// The value is what the field holds: a service of the register, a quarter, an address.
    pub certain: bool,
}

/// The labels of a sheet outside its tables; a field once.
pub fn labels(sheet: &SheetSurvey, blocks: &[TableBlock<'_>], register: Option<&Register>) -> Vec<Label> {
    let first_table = blocks.iter().map(|b| b.rows.0).min().unwrap_or(u32::MAX);
    let cells: Vec<&Cell> = sheet.cells.iter().take_while(|c| c.at.row < first_table).collect();
    let asks_service = cells.iter().any(|c| label(c).is_some_and(|(field, _)| field == Field::Service));
    let mut out: Vec<(f64, Label)> = Vec::new();
    let mut values: Vec<CellRef> = Vec::new();
    for (n, cell) in cells.iter().enumerate() {
        if values.contains(&cell.at) {
            continue;
        }
        let right = cells.get(n + 1).filter(|c| c.at.row == cell.at.row && c.at.col <= cell.at.col + REACH);
        let by_value = || right.filter(|v| label(v).is_none()).and_then(|v| told_by(cell, v, register));
        let Some((field, likeness)) = label(cell).or_else(by_value) else { continue };
        let below = || cells.iter().find(|c| c.at.row == cell.at.row + 1 && c.at.col == cell.at.col);
        // “Customer services” beside “Service” is a value, however like a label it is.
        let is_label = |v: &&&Cell| label(v).is_some_and(|(_, l)| l >= likeness) && !is_service(v, register);
        let Some(value) = right.filter(|v| !is_label(v)).or_else(|| below().filter(|v| !is_label(v))) else { continue };
        // “Directorate” beside what the register has as a service, where nothing else asks for one.
        let as_service = field == Field::Directorate && !asks_service && is_service(value, register);
        let field = if as_service { Field::Service } else { field };
        let Some((suits, certain)) = suits(field, value, register) else { continue };
        values.push(value.at);
        let found = Label {
            field,
            text: text(cell).unwrap_or_default().trim_end_matches([':', ' ']).to_owned(),
            at: cell.at,
            value: super::profile::shown(value),
            certain: certain && (likeness >= 0.9 || matches!(field, Field::Service | Field::Period)),
        };
        match out.iter_mut().find(|(_, l)| l.field == field) {
            Some((best, label)) if *best < likeness + suits => (*best, *label) = (likeness + suits, found),
            Some(_) => {}
            None => out.push((likeness + suits, found)),
        }
    }
    out.into_iter().map(|(_, l)| l).collect()
}

/// A title above the tables of a sheet that names the quarter, among other words.
pub fn quarter_in_title<'s>(sheet: &'s SheetSurvey, blocks: &[TableBlock<'_>]) -> Option<&'s Cell> {
    let first_table = blocks.iter().map(|b| b.rows.0).min().unwrap_or(u32::MAX);
    let mut above = sheet.cells.iter().take_while(|c| c.at.row < first_table && !sheet.hidden);
    above.find(|c| text(c).is_some_and(|t| t.chars().count() <= TITLE_CHARACTERS && says_quarter(t)))
}

fn label(cell: &Cell) -> Option<(Field, f64)> {
    let text = text(cell).filter(|t| t.chars().count() <= LABEL_CHARACTERS)?;
    let v = vocabulary();
    match v.sense(Kind::Cover, &v.tokens(text))? {
        // “Q2 2026-27” is a quarter and no label for one.
        (Sense::Field(field), likeness) if likeness >= LABEL && part_of_year(cell).is_none() => Some((field, likeness)),
        _ => None,
    }
}

/// A text beside a service of the register, a quarter or an address is a label for it, whatever it says.
fn told_by(label: &Cell, value: &Cell, register: Option<&Register>) -> Option<(Field, f64)> {
    text(label).filter(|t| t.chars().count() <= LABEL_CHARACTERS)?;
    let says = text(value)?;
    let quarter = says.len() <= 30 && says_quarter(says);
    let field = match (is_service(value, register), quarter, says.contains('@')) {
        (true, ..) => Field::Service,
        (_, true, _) => Field::Period,
        (.., true) => Field::Email,
        _ => return None,
    };
    Some((field, LABEL))
}

/// Whether a text is a quarter as people write it, whatever month the council's year begins in.
fn says_quarter(text: &str) -> bool {
    text.parse::<Period>().is_ok() || (1..=12).any(|start| Period::said(text, start).is_some())
}

fn is_service(cell: &Cell, register: Option<&Register>) -> bool {
    register.zip(text(cell)).is_some_and(|(r, t)| r.service(t).is_some())
}

/// How well a value suits its label, and whether it is certain; `None` where it cannot be it.
fn suits(field: Field, value: &Cell, register: Option<&Register>) -> Option<(f64, bool)> {
    let text = value.content.shown();
    let day = matches!(value.content, Content::Date(_));
    match field {
        Field::Service => match register {
            Some(r) => Some(if r.service(&text).is_some() { (1.0, true) } else { (0.0, false) }),
            None => (!day).then_some((0.2, false)),
        },
        Field::Period => Some(if says_quarter(&text) { (1.0, true) } else { (0.0, false) }),
        Field::Email => text.contains('@').then_some((0.5, true)),
        Field::SignedOff | Field::Received => Some(if day { (0.5, true) } else { (0.0, false) }),
        _ => matches!(value.content, Content::Text(_)).then_some((0.3, true)),
    }
}

/// A pattern such as `{service} {period}` for the name of a file or a sheet; empty where it names neither.
pub fn pattern(name: &str, register: Option<&Register>) -> String {
    let words: Vec<(usize, usize)> = words(name);
    let spans = |known: &dyn Fn(&str) -> bool| {
        let mut all: Vec<(usize, usize)> = Vec::new();
        for (n, (start, _)) in words.iter().enumerate() {
            all.extend(words[n..].iter().map(|(_, end)| (*start, *end)));
        }
        all.sort_by_key(|(a, b)| b - a);
        all.retain(|(a, b)| known(&name[*a..*b]));
        all
    };
    // A quarter is understood with other words around it, so it is the fewest words; a service is the most.
    let period = spans(&|t: &str| t.parse::<Period>().is_ok()).first().copied();
    let service = spans(&|t: &str| register.is_some_and(|r| r.service(t).is_some())).last().copied();
    let mut found: Vec<((usize, usize), &str)> = Vec::new();
    found.extend(period.map(|p| (p, "{period}")));
    found.extend(service.map(|s| (s, "{service}")));
    found.sort();
    if let [(a, _), (b, _)] = found.as_slice()
        && a.1 > b.0
    {
        found.truncate(1);
    }
    let (mut out, mut at) = (String::new(), 0);
    for ((start, end), placeholder) in &found {
        out.push_str(&name[at..*start]);
        out.push_str(placeholder);
        at = *end;
    }
    if found.is_empty() { String::new() } else { out + &name[at..] }
}

/// Beginning and end of each word.
fn words(name: &str) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    let mut start = None;
    for (at, c) in name.char_indices().chain([(name.len(), ' ')]) {
        let separates = c.is_whitespace() || matches!(c, '_');
        match (start, separates) {
            (None, false) => start = Some(at),
            (Some(from), true) => {
                out.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    out
}
