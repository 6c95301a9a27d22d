//! The styles of an OpenDocument workbook: those with names for all of it, and those of its contents.

use super::codes::{DataStyle, Shows, is_data_style};
use super::xml::{Malformed, Next, Part, attribute};
use crate::ingest::formats::NumberFormat;
use crate::ingest::preflight::facts::CellStyle;
use crate::map::{Map, Set};
use quick_xml::events::BytesStart;

/// How a style writes letters.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub(super) struct Lettering {
    pub struck: bool,
    pub raised: bool,
}

impl Lettering {
    /// Written within the other.
    pub fn and(self, inner: Self) -> Self {
        Self { struck: self.struck || inner.struck, raised: self.raised || inner.raised }
    }
}

#[derive(Default)]
pub(in crate::ingest::preflight) struct Styles {
    /// Of the whole workbook, and of its contents.
    sets: [StyleSet; 2],
    /// The styles of cells that were asked for, and what each shows.
    pub(super) known: Vec<CellStyle>,
    shows: Vec<Shows>,
    numbers: Map<String, usize>,
}

/// The styles of one part.
#[derive(Default)]
struct StyleSet {
    data: Map<String, DataStyle>,
    cells: Map<String, Entry>,
    default_cell: Option<Entry>,
    letterings: Map<String, Lettering>,
    /// Of columns, rows and tables that show nothing.
    hidden: Set<String>,
}

/// What a style of cells says itself.
#[derive(Default, Clone)]
struct Entry {
    parent: Option<String>,
    data: Option<String>,
    struck: Option<bool>,
}

/// The part that gives the styles.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum StylesOf {
    Workbook = 0,
    Contents = 1,
}

impl Styles {
    /// Takes the style that `tag` began; what is none is left to be read.
    pub(super) fn take(&mut self, of: StylesOf, tag: &BytesStart<'_>, part: &mut Part<'_>) -> Result<(), Malformed> {
        let set = &mut self.sets[of as usize];
        let element = tag.name();
        let name = attribute(tag, "style:name").map(|n| n.into_owned());
        match element.as_ref() {
            element if is_data_style(element) => {
                let style = DataStyle::read(tag, part)?;
                // The styles with names stand before those that headers and footers use.
                set.data.entry(name.unwrap_or_default()).or_insert(style);
            }
            "style:style" | "style:default-style" => set.style(tag, name, part)?,
            _ => {}
        }
        Ok(())
    }

    /// The styles of the whole workbook, from their part; `None` where it is damaged.
    pub fn of_workbook(xml: &[u8]) -> Option<Self> {
        let (mut styles, mut part) = (Self::default(), Part::new(xml));
        loop {
            match part.next().ok()? {
                Next::Start(tag) => styles.take(StylesOf::Workbook, &tag, &mut part).ok()?,
                Next::Over => return Some(styles),
                Next::End | Next::Text(_) => {}
            }
        }
    }

    /// How a style of words writes.
    pub(super) fn lettering(&self, name: &str) -> Option<Lettering> {
        self.sets.iter().rev().find_map(|s| s.letterings.get(name)).copied()
    }

    /// Whether a style of columns, rows or tables shows nothing.
    pub(super) fn hides(&self, name: &str) -> bool {
        self.sets.iter().any(|s| s.hidden.contains(name))
    }

    /// The number of a style of cells, or of the one that cells without a style have.
    pub(super) fn number(&mut self, name: Option<&str>) -> usize {
        let key = name.unwrap_or("Default");
        if let Some(n) = self.numbers.get(key) {
            return *n;
        }
        let (mut format, mut struck, mut shows) = (None, None, Shows::Unsaid);
        for (of, entry) in self.lineage(key) {
            struck = struck.or(entry.struck);
            if format.is_none()
                && let Some(data) = entry.data.as_deref()
                && let Some(style) = self.data(of, data)
            {
                shows = style.shows;
                format = Some(style.code(|name| self.data(of, name)));
            }
        }
        let style =
            CellStyle { format: NumberFormat::new(&format.unwrap_or_default()), struck: struck.unwrap_or_default() };
        self.keep(key.to_owned(), style, shows)
    }

    /// What the style of this number shows.
    pub(super) fn shows(&self, number: usize) -> Shows {
        self.shows.get(number).copied().unwrap_or_default()
    }

    /// The number of a style that has another format, where the cell says what the style does not.
    pub(super) fn with_code(&mut self, number: usize, code: &str) -> usize {
        // No name of a style has a control character.
        let key = format!("\u{1}{number} {code}");
        if let Some(n) = self.numbers.get(&key) {
            return *n;
        }
        let struck = self.known.get(number).is_some_and(|s| s.struck);
        self.keep(key, CellStyle { format: NumberFormat::new(code), struck }, Shows::Unsaid)
    }

    fn keep(&mut self, key: String, style: CellStyle, shows: Shows) -> usize {
        self.numbers.insert(key, self.known.len());
        self.known.push(style);
        self.shows.push(shows);
        self.known.len() - 1
    }

    /// A style of cells, its parents and the default, the nearest first.
    fn lineage(&self, name: &str) -> Vec<(StylesOf, &Entry)> {
        const DEEPEST: usize = 20;
        let mut out = Vec::new();
        let mut next = Some(name);
        while let Some(name) = next.filter(|_| out.len() < DEEPEST) {
            let of = [StylesOf::Contents, StylesOf::Workbook];
            let found = of.into_iter().find_map(|of| self.sets[of as usize].cells.get(name).map(|e| (of, e)));
            next = found.and_then(|(_, e)| e.parent.as_deref());
            out.extend(found);
        }
        out.extend(self.sets[StylesOf::Workbook as usize].default_cell.as_ref().map(|e| (StylesOf::Workbook, e)));
        out
    }

    fn data(&self, of: StylesOf, name: &str) -> Option<&DataStyle> {
        let own = if of == StylesOf::Contents { self.sets[1].data.get(name) } else { None };
        own.or_else(|| self.sets[0].data.get(name))
    }
}

impl StyleSet {
    fn style(&mut self, tag: &BytesStart<'_>, name: Option<String>, part: &mut Part<'_>) -> Result<(), Malformed> {
        let family = attribute(tag, "style:family").unwrap_or_default();
        let owned = |name| attribute(tag, name).map(|n| n.into_owned());
        let mut entry =
            Entry { parent: owned("style:parent-style-name"), data: owned("style:data-style-name"), struck: None };
        let (mut raised, mut hidden) = (false, false);
        let mut depth = 1;
        while depth > 0 {
            match part.next()? {
                Next::Start(tag) => {
                    depth += 1;
                    match tag.name().as_ref() {
                        "style:text-properties" => {
                            let line = ["style:text-line-through-style", "style:text-line-through-type"];
                            let mut lines = line.iter().filter_map(|name| attribute(&tag, name)).peekable();
                            if lines.peek().is_some() {
                                entry.struck = Some(lines.all(|l| l != "none"));
                            }
                            raised |= attribute(&tag, "style:text-position").is_some_and(|p| is_raised(&p));
                        }
                        "style:table-column-properties" => hidden |= is_nothing(&tag, "style:column-width"),
                        "style:table-row-properties" => hidden |= is_nothing(&tag, "style:row-height"),
                        "style:table-properties" => {
                            hidden |= attribute(&tag, "table:display").is_some_and(|d| d == "false");
                        }
                        _ => {}
                    }
                }
                Next::End => depth -= 1,
                Next::Text(_) => {}
                Next::Over => return Err(Malformed),
            }
        }
        match (&*family, name) {
            ("table-cell", Some(name)) => drop(self.cells.insert(name, entry)),
            ("table-cell", None) => self.default_cell = Some(entry),
            ("text" | "paragraph", Some(name)) => {
                let lettering = Lettering { struck: entry.struck.unwrap_or_default(), raised };
                self.letterings.insert(name, lettering);
            }
            ("table" | "table-column" | "table-row", Some(name)) if hidden => drop(self.hidden.insert(name)),
            _ => {}
        }
        Ok(())
    }
}

/// `super 58%`, `sub 58%` and `33% 58%` are raised or lowered; `0% 100%` is not.
fn is_raised(position: &str) -> bool {
    let first = position.split_whitespace().next().unwrap_or_default();
    matches!(first, "super" | "sub") || first.trim_end_matches('%').parse::<f64>().is_ok_and(|n| n != 0.0)
}

/// A length of nothing, in whatever unit.
fn is_nothing(tag: &BytesStart<'_>, name: &str) -> bool {
    let length = attribute(tag, name).unwrap_or_default();
    let number = length.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    number.parse::<f64>().is_ok_and(|n| n == 0.0)
}
