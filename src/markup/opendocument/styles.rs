//! Styles of cells: a marked cell gets its own style under another name and with another background.
//!
//! LibreOffice writes styles anew whenever it saves and keeps nothing in them that it does not know. What a cell's
//! background was before is therefore kept on our own sheet, in a list, and the mark's colour holds the position in that
//! list in its lowest bits, which nobody sees. So a marked copy that comes back can be given its own colours again,
//! whatever program it went through and whatever happened to its rows.

use super::super::styles::{MARKS, Marking};
use super::super::xml::{Edit, Edits, Tag, TagKind, Tags};
use super::unfit;
use crate::catalogue::Severity;
use crate::fit::fit;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// The bits of a mark's colour that hold a position, two of each of red, green and blue.
const POSITION: u32 = 0x03_03_03;
const MOST_KEPT: usize = 63;
/// Styles that stand above each other; more is a ring.
const GENERATIONS: usize = 32;

/// What a style says itself.
#[derive(Default, Clone)]
struct OdsStyle<'x> {
    parent: Option<&'x str>,
    background: Option<&'x str>,
    ink: Option<&'x str>,
}

pub(super) struct OdsStyles<'x> {
    xml: &'x str,
    /// Styles of cells by name: those of the part itself with where they stand, those of all sheets without.
    cells: HashMap<&'x str, (OdsStyle<'x>, Option<Range<usize>>)>,
    taken: HashSet<&'x str>,
    list: StylesPlace,
    new: Vec<String>,
    names: usize,
    known: HashMap<(Option<String>, Marking), String>,
    /// Backgrounds before an earlier marking, and before this one.
    was: Vec<String>,
    kept: Vec<String>,
}

/// Where the part's own styles are listed.
enum StylesPlace {
    /// At the end of the list.
    At(usize),
    /// In a list that is written as an empty one.
    Empty(Range<usize>),
    /// There is none, and it goes here.
    Missing(usize),
}

impl<'x> OdsStyles<'x> {
    /// `xml` is the part of the sheets, `common` that of the styles for all sheets, which is not changed.
    pub fn read(xml: &'x str, common: &'x str, was: Vec<String>) -> Edit<Self> {
        let (mut cells, mut taken) = (HashMap::new(), HashSet::new());
        let mut place = None;
        if !common.is_empty() {
            collect(common, false, &mut cells, &mut taken, &mut place)?;
        }
        collect(xml, true, &mut cells, &mut taken, &mut place)?;
        let list = place.ok_or_else(unfit)?;
        Ok(Self { xml, cells, taken, list, new: vec![], names: 0, known: HashMap::new(), was, kept: vec![] })
    }

    /// The name of a style that is the cell's own with the background of a mark.
    pub fn marked(&mut self, own: Option<&str>, severity: Severity) -> Edit<String> {
        self.derived(own, Marking::Mark(severity))
    }

    /// The name of a style as it was before an earlier mark; `None` where it carries none.
    pub fn unmarked(&mut self, own: Option<&str>) -> Edit<Option<String>> {
        match self.background(own).is_some_and(|b| position(b).is_some()) {
            true => self.derived(own, Marking::Unmark).map(Some),
            false => Ok(None),
        }
    }

    /// The background that a style says itself.
    fn background(&self, own: Option<&str>) -> Option<&'x str> {
        self.cells.get(own?).and_then(|(said, _)| said.background)
    }

    fn derived(&mut self, own: Option<&str>, want: Marking) -> Edit<String> {
        let key = (own.map(str::to_owned), want);
        if let Some(name) = self.known.get(&key) {
            return Ok(name.clone());
        }
        let background = self.background(own);
        let before = match background.map(|b| (b, position(b))) {
            Some((_, Some(n))) => n.checked_sub(1).and_then(|n| self.was.get(n).cloned()),
            Some((b, None)) => Some(b.to_owned()),
            None => None,
        };
        let colour = match want {
            Marking::Unmark => before,
            Marking::Mark(severity) => Some(self.colour(own, severity, before)?),
        };
        let name = self.free();
        let plain;
        let element = match own.and_then(|own| self.cells.get(own)) {
            Some((_, Some(at))) => &self.xml[at.clone()],
            _ => {
                let parent = own.or_else(|| self.cells.contains_key(DEFAULT).then_some(DEFAULT));
                let parent = parent.map(|p| format!(" style:parent-style-name=\"{p}\"")).unwrap_or_default();
                plain = format!("<style:style style:name=\"\" style:family=\"table-cell\"{parent}/>");
                &plain
            }
        };
        let style = with_background(element, &name, colour.as_deref())?;
        self.new.push(style);
        self.known.insert(key, name.clone());
        Ok(name)
    }

    /// The colour of a mark that holds where the colour before it is kept.
    fn colour(&mut self, own: Option<&str>, severity: Severity, before: Option<String>) -> Edit<String> {
        let (_, pale, dark) = MARKS.iter().find(|(s, ..)| *s == severity).ok_or_else(unfit)?;
        let base = u32::from_str_radix(&if self.light_ink(own) { dark } else { pale }[2..], 16).map_err(|_| unfit())?;
        let n = fit::<u32>(match before {
            None => 0,
            Some(before) => match self.kept.iter().position(|k| *k == before) {
                Some(n) => n + 1,
                None if self.kept.len() < MOST_KEPT => {
                    self.kept.push(before);
                    self.kept.len()
                }
                None => 0,
            },
        });
        let bits = n & 3 | (n >> 2 & 3) << 8 | (n >> 4 & 3) << 16;
        Ok(format!("#{:06x}", base ^ bits))
    }

    /// White text, which could not be read on a pale mark.
    fn light_ink(&self, own: Option<&str>) -> bool {
        let mut style = own.and_then(|own| self.cells.get(own));
        for _ in 0..GENERATIONS {
            let Some((said, _)) = style else { return false };
            if let Some(ink) = said.ink {
                return ink.eq_ignore_ascii_case("#ffffff");
            }
            style = said.parent.and_then(|p| self.cells.get(p));
        }
        false
    }

    /// A name that no style has.
    pub fn free(&mut self) -> String {
        loop {
            self.names += 1;
            let name = format!("qd{}", self.names);
            if !self.taken.contains(name.as_str()) {
                return name;
            }
        }
    }

    /// A new style of a family; returns its name. `more`: further attributes.
    pub fn add(&mut self, family: &str, more: &str, properties: &str) -> String {
        let name = self.free();
        let style =
            format!("<style:style style:name=\"{name}\" style:family=\"{family}\"{more}>{properties}</style:style>");
        self.new.push(style);
        name
    }

    /// What a new style of cells stands on.
    pub fn parent(&self) -> &'static str {
        if self.cells.contains_key(DEFAULT) { " style:parent-style-name=\"Default\"" } else { "" }
    }

    /// The backgrounds that marked cells had, for our sheet to keep.
    pub fn kept(&self) -> String {
        self.kept.join(" ")
    }

    /// Splices the new styles into their list.
    pub fn finish(self, edits: &mut Edits) {
        let new = self.new.concat();
        let whole = || format!("<office:automatic-styles>{new}</office:automatic-styles>");
        match self.list {
            StylesPlace::At(end) => edits.insert(end, new),
            StylesPlace::Empty(at) => edits.replace(at, whole()),
            StylesPlace::Missing(at) => edits.insert(at, whole()),
        }
    }
}

const DEFAULT: &str = "Default";

/// Takes down the styles of a part.
fn collect<'x>(
    xml: &'x str,
    own: bool,
    cells: &mut HashMap<&'x str, (OdsStyle<'x>, Option<Range<usize>>)>,
    taken: &mut HashSet<&'x str>,
    place: &mut Option<StylesPlace>,
) -> Edit<()> {
    let mut tags = Tags::new(xml);
    while let Some(tag) = tags.next()? {
        match (tag.depth, tag.name(), tag.kind) {
            (1, "office:body", TagKind::Open) => {
                if own && place.is_none() {
                    *place = Some(StylesPlace::Missing(tag.at.start));
                }
                tags.rest_of(&tag)?;
            }
            (1, "office:automatic-styles", TagKind::Close) if own => *place = Some(StylesPlace::At(tag.at.start)),
            (1, "office:automatic-styles", TagKind::Empty) if own => *place = Some(StylesPlace::Empty(tag.at.clone())),
            (2, _, TagKind::Open | TagKind::Empty) => {
                let Some(name) = tag.raw("style:name") else { continue };
                taken.insert(name);
                if tag.name() == "style:style" && tag.raw("style:family") == Some("table-cell") {
                    let (said, at) = style(&mut tags, &tag)?;
                    // A sheet's own style comes before one for all sheets; styles of headers and footers are neither.
                    if own || xml[..tag.at.start].rfind("<office:styles").is_some() {
                        cells.insert(name, (said, own.then_some(at)));
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn style<'x>(tags: &mut Tags<'x>, open: &Tag<'x>) -> Edit<(OdsStyle<'x>, Range<usize>)> {
    let mut said = OdsStyle { parent: open.raw("style:parent-style-name"), ..OdsStyle::default() };
    if open.kind == TagKind::Empty {
        return Ok((said, open.at.clone()));
    }
    while let Some(tag) = tags.next()? {
        match (tag.kind, tag.name()) {
            (TagKind::Close, _) if tag.depth == open.depth => return Ok((said, open.at.start..tag.at.end)),
            (TagKind::Close, _) => {}
            (_, "style:table-cell-properties") => said.background = tag.raw("fo:background-color"),
            (_, "style:text-properties") => said.ink = tag.raw("fo:color"),
            _ => {}
        }
    }
    Err(unfit())
}

/// The style under another name and with another background, or none of its own.
fn with_background(element: &str, name: &str, colour: Option<&str>) -> Edit<String> {
    let mut edits = Edits::default();
    let mut tags = Tags::new(element);
    let open = tags.next()?.ok_or_else(unfit)?;
    edits.set(&open, "style:name", name);
    let properties = match open.kind {
        TagKind::Open => {
            let mut found = None;
            while let Some(tag) = tags.next()? {
                if tag.depth == 1 && tag.name() == "style:table-cell-properties" && tag.kind != TagKind::Close {
                    found.get_or_insert(tag);
                }
            }
            found
        }
        _ => None,
    };
    let fresh = |c: &str| format!("<style:table-cell-properties fo:background-color=\"{c}\"/>");
    match (properties, colour) {
        (Some(tag), Some(colour)) => edits.set(&tag, "fo:background-color", colour),
        (Some(tag), None) => edits.unset(&tag, "fo:background-color"),
        (None, Some(colour)) if open.kind == TagKind::Empty => edits.open_up(&open, &fresh(colour)),
        (None, Some(colour)) => edits.insert(open.at.end, fresh(colour)),
        (None, None) => {}
    }
    edits.apply(element)
}

/// The position that a mark's colour holds, from 1, and 0 for none; `None` for a colour that is no mark.
fn position(colour: &str) -> Option<usize> {
    let colour = u32::from_str_radix(colour.strip_prefix('#').filter(|h| h.len() == 6)?, 16).ok()?;
    let bases = MARKS.iter().flat_map(|(_, pale, dark)| [pale, dark]);
    let bits =
        bases.filter_map(|b| u32::from_str_radix(&b[2..], 16).ok()).map(|b| b ^ colour).find(|d| d & !POSITION == 0)?;
    Some((bits & 3 | (bits >> 8 & 3) << 2 | (bits >> 16 & 3) << 4) as usize)
}
