//! A page read back as a reader of XML sees it.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::collections::BTreeMap;

/// Elements in which words run on as if there were none.
const INLINE: [&str; 3] = ["a", "span", "strong"];

/// An element.
#[derive(Debug)]
pub struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
}

/// A page: its elements, and its words block by block.
#[derive(Debug)]
pub struct ReadPage {
    pub elements: Vec<Element>,
    pub blocks: Vec<String>,
    pub style: String,
}

/// Reads a page, which must be well formed.
pub fn read(html: &str) -> ReadPage {
    let mut reader = Reader::from_str(html);
    let mut page = ReadPage { elements: vec![], blocks: vec![String::new()], style: String::new() };
    let mut open: Vec<String> = vec![];
    loop {
        let event =
            reader.read_event().unwrap_or_else(|e| panic!("not well formed: {e} before {:?}", page.blocks.last()));
        match event {
            Event::Start(tag) => {
                page.begins(&tag);
                open.push(tag.name().as_ref().to_owned());
            }
            Event::Empty(tag) => page.begins(&tag),
            Event::End(_) => {
                page.block(&open.pop().unwrap());
            }
            Event::Text(text) if open.last().is_some_and(|name| name == "style") => page.style += &text.xml10_content(),
            Event::Text(text) => page.says(&text.xml10_content()),
            Event::GeneralRef(name) => {
                let known = quick_xml::escape::resolve_xml_entity(&name).map(str::to_owned);
                let sign = known.unwrap_or_else(|| name.resolve_char_ref().unwrap().unwrap().to_string());
                page.says(&sign);
            }
            Event::Eof => break,
            Event::DocType(_) => {}
            Event::CData(_) | Event::Comment(_) | Event::PI(_) | Event::Decl(_) => panic!("{event:?} on the page"),
        }
    }
    assert!(open.is_empty(), "{open:?} are open at the end");
    page.blocks.retain(|block| !block.trim().is_empty());
    page
}

impl ReadPage {
    fn begins(&mut self, tag: &BytesStart<'_>) {
        let value = |a: quick_xml::events::attributes::Attribute<'_>| {
            (a.key.as_ref().to_owned(), a.normalized_value(XmlVersion::Implicit1_0).unwrap().into_owned())
        };
        let name = tag.name().as_ref().to_owned();
        self.block(&name);
        self.elements.push(Element { name, attributes: tag.attributes().map(|a| value(a.unwrap())).collect() });
    }

    /// Other words than those before begin.
    fn block(&mut self, element: &str) {
        if !INLINE.contains(&element) {
            self.blocks.push(String::new());
        }
    }

    fn says(&mut self, words: &str) {
        self.blocks.last_mut().unwrap().push_str(words);
    }

    /// Values of an attribute, wherever it stands.
    pub fn values(&self, attribute: &str) -> Vec<&str> {
        self.elements.iter().filter_map(|e| e.attributes.get(attribute)).map(String::as_str).collect()
    }

    /// Elements of a name.
    pub fn named(&self, name: &str) -> Vec<&Element> {
        self.elements.iter().filter(|e| e.name == name).collect()
    }
}
