//! Changing a part without rewriting it: its tags are walked with their places, and only what is changed is spliced in,
//! so that every other byte stays as the program that saved the workbook wrote it.

use crate::fit::fit;
use quick_xml::Reader;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::ops::Range;

/// Why a workbook is not edited, in words for its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkingRefusal(pub String);

pub(super) type Edit<T> = Result<T, MarkingRefusal>;

impl MarkingRefusal {
    pub(super) fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TagKind {
    Open,
    Empty,
    Close,
}

/// A tag and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Tag<'x> {
    pub kind: TagKind,
    /// Of the tag itself, brackets included.
    pub at: Range<usize>,
    /// 0 for the root.
    pub depth: usize,
    xml: &'x str,
    name: Range<usize>,
}

impl<'x> Tag<'x> {
    /// The name with its prefix.
    pub fn name(&self) -> &'x str {
        self.xml.get(self.name.clone()).unwrap_or_default()
    }

    /// The name without its prefix.
    pub fn local(&self) -> &'x str {
        let name = self.name();
        name.rsplit_once(':').map_or(name, |(_, local)| local)
    }

    /// The prefix with its colon; empty where there is none.
    pub fn prefix(&self) -> &'x str {
        let name = self.name();
        &name[..name.len() - self.local().len()]
    }

    /// It begins an element of this name.
    pub fn opens(&self, local: &str) -> bool {
        self.kind != TagKind::Close && self.local() == local
    }

    pub fn closes(&self, local: &str) -> bool {
        self.kind == TagKind::Close && self.local() == local
    }

    fn attributes(&self) -> impl Iterator<Item = (&'x str, Range<usize>)> {
        let content = &self.xml[self.at.start + 1..self.at.end];
        let content = content.trim_end_matches(['>', '/']);
        let tag = Attributes::new(content, self.name.len());
        let (base, xml) = (self.xml.as_ptr() as usize, self.xml);
        tag.with_checks_off().filter_map(move |a| {
            let a = a.ok()?;
            let place = |text: &str| {
                let from = (text.as_ptr() as usize).checked_sub(base)?;
                (from + text.len() <= xml.len()).then(|| from..from + text.len())
            };
            let Cow::Borrowed(value) = a.value else { return None };
            let key: &str = a.key.0;
            Some((xml.get(place(key)?)?, place(value)?))
        })
    }

    /// The value of an attribute as it is written.
    pub fn raw(&self, key: &str) -> Option<&'x str> {
        self.attributes().find(|(k, _)| *k == key).and_then(|(_, at)| self.xml.get(at))
    }

    /// The value of an attribute with its entities resolved.
    pub fn value(&self, key: &str) -> Option<String> {
        quick_xml::escape::unescape(self.raw(key)?).ok().map(Cow::into_owned)
    }

    pub fn number(&self, key: &str) -> Option<u32> {
        self.raw(key)?.parse().ok()
    }

    pub fn truth(&self, key: &str) -> bool {
        matches!(self.raw(key), Some("1" | "true" | "on"))
    }

    /// The value of an attribute with any prefix, `r:id` for example.
    pub fn prefixed(&self, local: &str) -> Option<String> {
        let found =
            self.attributes().find(|(k, _)| k.rsplit_once(':').is_some_and(|(p, l)| l == local && p != "xmlns"));
        quick_xml::escape::unescape(self.xml.get(found?.1)?).ok().map(Cow::into_owned)
    }

    /// The prefix, with its colon, that is declared here for a namespace.
    pub fn prefix_of(&self, namespace: &str) -> Option<&'x str> {
        let declared = self.attributes().find(|(_, at)| self.xml.get(at.clone()) == Some(namespace));
        declared?.0.strip_prefix("xmlns:")
    }

    /// Where an attribute goes that is not there yet.
    fn after_name(&self) -> usize {
        self.name.end
    }
}

/// The tags of a part in their order.
pub(super) struct Tags<'x> {
    xml: &'x str,
    reader: Reader<&'x [u8]>,
    /// Where the reader began: behind a byte order mark.
    base: usize,
    depth: usize,
}

impl<'x> Tags<'x> {
    pub fn new(xml: &'x str) -> Self {
        let text = xml.strip_prefix('\u{feff}').unwrap_or(xml);
        Self { xml, reader: Reader::from_str(text), base: xml.len() - text.len(), depth: 0 }
    }

    fn position(&self) -> usize {
        self.base + fit::<usize>(self.reader.buffer_position())
    }

    /// The next tag; `None` at the sound end of the part.
    pub fn next(&mut self) -> Edit<Option<Tag<'x>>> {
        loop {
            let from = self.position();
            let event = self.reader.read_event().map_err(|_| unsound())?;
            let at = from..self.position();
            let (kind, name) = match &event {
                Event::Start(e) => (TagKind::Open, length(e)),
                Event::Empty(e) => (TagKind::Empty, length(e)),
                Event::End(e) => (TagKind::Close, e.name().0.len()),
                Event::Decl(e) if e.encoding().is_some_and(|c| !c.is_ok_and(|c| c.eq_ignore_ascii_case("utf-8"))) => {
                    return Err(MarkingRefusal::new("a part of it is not written in UTF-8"));
                }
                Event::DocType(_) => return Err(MarkingRefusal::new("a part of it declares a document type")),
                Event::Eof if self.depth == 0 => return Ok(None),
                Event::Eof => return Err(unsound()),
                _ => continue,
            };
            if kind == TagKind::Close {
                self.depth = self.depth.checked_sub(1).ok_or_else(unsound)?;
            }
            let depth = self.depth;
            if kind == TagKind::Open {
                self.depth += 1;
            }
            // The reader gives content; the name stands right behind `<` or `</`.
            let start = at.start + if kind == TagKind::Close { 2 } else { 1 };
            if !self.xml.get(at.clone()).is_some_and(|t| t.starts_with('<') && t.ends_with('>')) {
                return Err(unsound());
            }
            return Ok(Some(Tag { kind, at, depth, xml: self.xml, name: start..start + name }));
        }
    }

    /// The element that `tag` begins, from its first to its last byte; the walk goes on behind it.
    pub fn rest_of(&mut self, tag: &Tag<'x>) -> Edit<Range<usize>> {
        if tag.kind != TagKind::Open {
            return Ok(tag.at.clone());
        }
        while let Some(next) = self.next()? {
            if next.kind == TagKind::Close && next.depth == tag.depth {
                return Ok(tag.at.start..next.at.end);
            }
        }
        Err(unsound())
    }
}

fn length(tag: &BytesStart<'_>) -> usize {
    tag.name().0.len()
}

pub(super) fn unsound() -> MarkingRefusal {
    MarkingRefusal::new("a part of it is not sound XML")
}

/// Attributes without the check for doubles, which costs the square of their number.
trait ChecksOff {
    fn with_checks_off(self) -> Self;
}

impl ChecksOff for Attributes<'_> {
    fn with_checks_off(mut self) -> Self {
        self.with_checks(false);
        self
    }
}

/// What is spliced into a part.
#[derive(Default)]
pub(super) struct Edits {
    list: Vec<(Range<usize>, String)>,
}

impl Edits {
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub fn insert(&mut self, at: usize, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.list.push((at..at, text));
        }
    }

    pub fn replace(&mut self, at: Range<usize>, text: impl Into<String>) {
        self.list.push((at, text.into()));
    }

    /// Gives an attribute a value that needs no escaping.
    pub fn set(&mut self, tag: &Tag<'_>, key: &str, value: &str) {
        match tag.attributes().find(|(k, _)| *k == key) {
            Some((_, at)) => self.replace(at, value),
            None => self.insert(tag.after_name(), format!(" {key}=\"{value}\"")),
        }
    }

    /// Takes an attribute away, with the white space before it.
    pub fn unset(&mut self, tag: &Tag<'_>, key: &str) {
        let Some((key, value)) = tag.attributes().find(|(k, _)| *k == key) else { return };
        let from = key.as_ptr() as usize - tag.xml.as_ptr() as usize;
        let gap = tag.xml[..from].len() - tag.xml[..from].trim_end().len();
        self.replace(from - gap..value.end + 1, "");
    }

    /// Puts content at the end of an element that may be written as an empty one; `close` is its closing tag.
    pub fn open_up(&mut self, empty: &Tag<'_>, content: &str) {
        let end = empty.at.end;
        self.replace(end - 2..end, format!(">{content}</{}>", empty.name()));
    }

    /// The part with everything spliced in; edits that overlap are a fault of the file.
    pub fn apply(mut self, xml: &str) -> Edit<String> {
        self.list.sort_by_key(|(at, _)| (at.start, at.end));
        let added: usize = self.list.iter().map(|(_, text)| text.len()).sum();
        let mut out = String::with_capacity(xml.len() + added);
        let mut from = 0;
        for (at, text) in &self.list {
            out.push_str(xml.get(from..at.start).ok_or_else(unsound)?);
            out.push_str(text);
            from = at.end;
        }
        out.push_str(xml.get(from..).ok_or_else(unsound)?);
        Ok(out)
    }
}

/// Text as it stands in a part, without characters that XML cannot hold.
pub(super) fn escaped(text: &str) -> String {
    let fit = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    let text: String = text.chars().filter(|c| fit(*c)).collect();
    quick_xml::escape::escape(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_part() {
        let xml = "\u{feff}<?xml version='1.0' encoding='UTF-8'?>\n<x:a r:id='7' s = \"1\"><x:b é='&lt;é'/>t<!-- <x:c> --></x:a>";
        let mut tags = Tags::new(xml);
        let a = tags.next().unwrap().unwrap();
        assert_eq!((a.local(), a.prefix(), a.depth), ("a", "x:", 0));
        assert_eq!((a.prefixed("id").as_deref(), a.raw("s")), (Some("7"), Some("1")));
        let b = tags.next().unwrap().unwrap();
        assert_eq!((&xml[b.at.clone()], b.value("é").unwrap().as_str(), b.depth), ("<x:b é='&lt;é'/>", "<é", 1));
        let mut edits = Edits::default();
        edits.set(&a, "s", "12");
        edits.set(&b, "n", "0");
        edits.open_up(&b, "!");
        edits.unset(&a, "r:id");
        assert!(tags.next().unwrap().unwrap().closes("a") && tags.next().unwrap().is_none());
        let wanted = xml
            .replace(" r:id='7' s = \"1\"", " s = \"12\"")
            .replace("<x:b é='&lt;é'/>", "<x:b n=\"0\" é='&lt;é'>!</x:b>");
        assert_eq!(edits.apply(xml).unwrap(), wanted);
    }

    #[test]
    fn what_is_unsound_is_refused() {
        for xml in
            ["<a><b></a>", "<a>", "</a>", "<a", "<!DOCTYPE a><a/>", "<?xml version='1.0' encoding='latin1'?><a/>"]
        {
            let mut tags = Tags::new(xml);
            let end = loop {
                match tags.next() {
                    Ok(Some(_)) => {}
                    other => break other,
                }
            };
            assert!(end.is_err(), "{xml}");
        }
    }
}
