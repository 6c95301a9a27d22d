//! The XML of an OpenDocument part, event by event.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

/// A part, read from its beginning to its end; an element without content has an end too.
pub(crate) struct Part<'x> {
    reader: quick_xml::Reader<&'x [u8]>,
}

/// What comes next in a part.
pub(crate) enum Next<'x> {
    Start(BytesStart<'x>),
    End,
    /// Characters, whether written plainly, as references or as CDATA.
    Text(Cow<'x, str>),
    /// Nothing more.
    Over,
}

/// The part is not well formed, or ends too early.
#[derive(Debug, PartialEq)]
pub(crate) struct Malformed;

impl<'x> Part<'x> {
    pub fn new(xml: &'x [u8]) -> Self {
        let mut reader = quick_xml::Reader::from_reader(xml);
        reader.config_mut().expand_empty_elements = true;
        Self { reader }
    }

    /// What comes next. Comments and instructions to other programs say nothing.
    pub fn next(&mut self) -> Result<Next<'x>, Malformed> {
        loop {
            return Ok(match self.reader.read_event().map_err(|_| Malformed)? {
                Event::Start(tag) | Event::Empty(tag) => Next::Start(tag),
                Event::End(_) => Next::End,
                Event::Text(text) => Next::Text(text.xml10_content()),
                Event::CData(text) => Next::Text(text.xml10_content()),
                Event::GeneralRef(name) => match resolve_xml_entity(&name) {
                    Some(known) => Next::Text(known.into()),
                    None => match name.resolve_char_ref() {
                        Ok(Some(c)) => Next::Text(c.to_string().into()),
                        _ => return Err(Malformed),
                    },
                },
                Event::Eof => Next::Over,
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::DocType(_) => continue,
            });
        }
    }

    /// Passes over the rest of the element that began last.
    pub fn pass_over(&mut self) -> Result<(), Malformed> {
        self.rest(|_| {}).map(|_| ())
    }

    /// The words of the rest of the element that began last, a space between paragraphs.
    pub fn words(&mut self) -> Result<String, Malformed> {
        self.rest(|_| {})
    }

    /// The same, for one who wants to see the elements in it.
    pub fn rest(&mut self, mut see: impl FnMut(&str)) -> Result<String, Malformed> {
        let (mut depth, mut words) = (1, String::new());
        while depth > 0 {
            match self.next()? {
                Next::Start(tag) => {
                    depth += 1;
                    see(tag.name().as_ref());
                    if matches!(tag.name().as_ref(), "text:p" | "text:s" | "text:line-break") && !words.is_empty() {
                        words.push(' ');
                    }
                }
                Next::End => depth -= 1,
                Next::Text(text) => words += &text,
                Next::Over => return Err(Malformed),
            }
        }
        Ok(words)
    }
}

/// An attribute of an element; `None` too where it cannot be read.
pub(crate) fn attribute<'t>(tag: &BytesStart<'t>, name: &str) -> Option<Cow<'t, str>> {
    let found = tag.attributes().with_checks(false).flatten().find(|a| a.key.as_ref() == name)?;
    // The tag goes, its words stay.
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(|v| Cow::Owned(v.into_owned()))
}

/// Whether an attribute has this value.
pub(super) fn says(tag: &BytesStart<'_>, name: &str, value: &str) -> bool {
    attribute(tag, name).is_some_and(|v| v == value)
}
