//! The styles of an .ods: what a name says, with what it takes from its parents.

use crate::checklist::document::words;
use crate::checklist::facts::{Align, StyleFacts};
use crate::checklist::xml::{Read, children, number, value, within};
use crate::fit::fit;
use crate::ingest::XmlPart;
use crate::map::Map;
use crate::text::words::clean;
use quick_xml::events::BytesStart;
use std::collections::BTreeMap;

/// A chain of parents is no longer than this in any program's files.
const LONGEST_CHAIN: usize = 32;

/// What a style says itself.
#[derive(Debug, Default, Clone)]
pub(super) struct Said {
    parent: Option<String>,
    name: String,
    font: Option<String>,
    size: Option<String>,
    bold: Option<bool>,
    italic: Option<bool>,
    underlined: Option<bool>,
    raised: Option<bool>,
    ink: Option<Option<String>>,
    fill: Option<Option<String>>,
    wrap: Option<bool>,
    align: Option<Align>,
    /// Words stand where `align` says, and not where their kind does.
    fixed: Option<bool>,
    rotated: Option<bool>,
    border: Option<bool>,
    /// The page that a sheet is printed on.
    pub page: Option<String>,
    /// Of a column, in points.
    pub width: Option<f64>,
    /// A sheet that is not shown.
    pub hidden: bool,
    /// It depends on values, and names the styles that then hold.
    maps: Vec<String>,
}

/// The styles of a workbook.
#[derive(Debug, Default)]
pub(super) struct Styles {
    /// By family and name.
    named: BTreeMap<(String, String), Said>,
    usual: Said,
    /// Of the usual cell.
    pub language: String,
    /// By page: the words of its headers and footers.
    pub pages: Map<String, Vec<String>>,
    numbers: Map<String, u32>,
    /// Of cells, by the number that they were given.
    pub known: Vec<StyleFacts>,
}

impl Styles {
    /// Takes a group of styles, whose element began last.
    pub fn take(&mut self, part: &mut XmlPart<'_>) -> Read<()> {
        children(part, |name, tag, part| match name {
            "style" => {
                let key = |name| value(tag, name).unwrap_or_default();
                let (family, name) = (key("family"), key("name"));
                let said = Said::read(tag, part)?;
                self.named.insert((family, name), said);
                Ok(())
            }
            "default-style" if value(tag, "family").as_deref() == Some("table-cell") => self.take_usual(part),
            "master-page" => self.take_page(tag, part),
            _ => part.pass_over(),
        })
    }

    fn take_usual(&mut self, part: &mut XmlPart<'_>) -> Read<()> {
        within(part, |_, tag| {
            self.usual.take(tag);
            let said = |name| value(tag, name).filter(|v| !v.is_empty() && v != "none");
            if let Some(language) = said("language") {
                self.language = said("country").map_or(language.clone(), |country| format!("{language}-{country}"));
            }
        })
    }

    fn take_page(&mut self, tag: &BytesStart<'_>, part: &mut XmlPart<'_>) -> Read<()> {
        let mut texts = vec![];
        children(part, |name, tag, part| {
            let shown = value(tag, "display").is_none_or(|shown| shown != "false");
            let told = words(part)?;
            if shown && (name.starts_with("header") || name.starts_with("footer")) && !clean(&told).is_empty() {
                texts.push(told);
            }
            Ok(())
        })?;
        texts.sort();
        texts.dedup();
        self.pages.insert(value(tag, "name").unwrap_or_default(), texts);
        Ok(())
    }

    /// What a style of another family than cells says itself.
    pub fn said(&self, family: &str, name: &str) -> Option<&Said> {
        self.named.get(&(family.to_owned(), name.to_owned()))
    }

    /// The number of a style of cells.
    pub fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = fit::<u32>(self.known.len());
        let facts = self.facts("table-cell", name);
        self.known.push(facts);
        self.numbers.insert(name.to_owned(), number);
        number
    }

    /// What a style says together with its parents.
    pub fn facts(&self, family: &str, name: &str) -> StyleFacts {
        let (mut chain, mut next) = (vec![], Some(name.to_owned()));
        while let Some(said) =
            next.take().and_then(|name| self.said(family, &name)).filter(|_| chain.len() < LONGEST_CHAIN)
        {
            next.clone_from(&said.parent);
            chain.push(said);
        }
        let mut facts = StyleFacts::default();
        let mut fixed = false;
        if family == "table-cell" {
            self.usual.put(&mut facts, &mut fixed);
        }
        chain.iter().rev().for_each(|said| said.put(&mut facts, &mut fixed));
        // Without this, words stand where their kind of value does.
        if !fixed && family == "table-cell" {
            facts.align = Align::Usual;
        }
        facts
    }

    /// Whether a style fills, and whether it inks, when it holds only sometimes.
    pub fn conditional(&self, name: &str) -> (bool, bool) {
        let said = self.said("table-cell", name).or_else(|| self.named.values().find(|s| s.name == name));
        let coloured = |c: &Option<Option<String>>| c.as_ref().is_some_and(Option::is_some);
        said.map_or((false, false), |s| (coloured(&s.fill), coloured(&s.ink)))
    }

    /// The styles that hold sometimes instead of this one.
    pub fn maps(&self, name: &str) -> Vec<String> {
        self.said("table-cell", name).map(|s| s.maps.clone()).unwrap_or_default()
    }
}

impl Said {
    fn read(tag: &BytesStart<'_>, part: &mut XmlPart<'_>) -> Read<Self> {
        let mut said = Self { parent: value(tag, "parent-style-name"), ..Self::default() };
        let name = value(tag, "display-name").or_else(|| value(tag, "name")).unwrap_or_default();
        said.name = name.replace("_20_", " ");
        said.page = value(tag, "master-page-name").filter(|page| !page.is_empty());
        within(part, |name, tag| match name {
            "map" => said.maps.extend(value(tag, "apply-style-name")),
            _ => said.take(tag),
        })?;
        Ok(said)
    }

    /// Takes the properties in an element.
    fn take(&mut self, tag: &BytesStart<'_>) {
        let colour = |v: &str| (v.len() == 7 && v.starts_with('#')).then(|| v.to_ascii_uppercase());
        let mut own_ink = false;
        for attribute in tag.attributes().with_checks(false).flatten() {
            let key: &str = attribute.key.as_ref();
            let said: &str = attribute.value.as_ref();
            match key {
                "style:font-name" | "fo:font-family" => self.font = Some(said.trim_matches('\'').to_owned()),
                "fo:font-size" => self.size = Some(said.to_owned()),
                "fo:font-weight" => self.bold = Some(said == "bold" || said.parse::<u32>().is_ok_and(|w| w > 500)),
                "fo:font-style" => self.italic = Some(said != "normal"),
                "style:text-underline-style" => self.underlined = Some(said != "none"),
                "style:text-position" => {
                    let by = said.split(' ').next().unwrap_or_default();
                    self.raised = Some(by == "super" || by.trim_end_matches('%').parse::<f64>().is_ok_and(|n| n > 0.0));
                }
                "fo:color" => self.ink = Some(colour(said)),
                "style:use-window-font-color" => own_ink = said == "true",
                "fo:background-color" => self.fill = Some(colour(said)),
                "fo:wrap-option" => self.wrap = Some(said == "wrap"),
                "style:text-align-source" => self.fixed = Some(said == "fix"),
                "fo:text-align" => {
                    self.align = Some(match said {
                        "center" => Align::Centre,
                        "end" | "right" => Align::Right,
                        "justify" => Align::Spread,
                        _ => Align::Left,
                    });
                }
                "style:repeat-content" if said == "true" => self.align = Some(Align::Spread),
                "style:rotation-angle" => self.rotated = Some(said.trim_start_matches('-') != "0"),
                "table:display" => self.hidden = said == "false",
                "style:column-width" => self.width = points(said),
                _ if key.starts_with("fo:border") => {
                    self.border = Some(said != "none" || self.border.unwrap_or_default());
                }
                _ => {}
            }
        }
        if own_ink {
            self.ink = Some(None);
        }
    }

    fn put(&self, facts: &mut StyleFacts, fixed: &mut bool) {
        fn set<T: Clone>(to: &mut T, said: &Option<T>) {
            if let Some(said) = said {
                to.clone_from(said);
            }
        }
        set(&mut facts.font, &self.font);
        if let Some(size) = &self.size {
            let share = size.strip_suffix('%').and_then(|n| n.parse::<f64>().ok());
            facts.size = share.map_or_else(|| points(size).unwrap_or(facts.size), |n| facts.size * n / 100.0);
        }
        set(&mut facts.bold, &self.bold);
        set(&mut facts.italic, &self.italic);
        set(&mut facts.underlined, &self.underlined);
        set(&mut facts.raised, &self.raised);
        set(&mut facts.ink, &self.ink);
        set(&mut facts.fill, &self.fill);
        set(&mut facts.wrap, &self.wrap);
        set(&mut facts.align, &self.align);
        set(fixed, &self.fixed);
        set(&mut facts.rotated, &self.rotated);
        set(&mut facts.border, &self.border);
        // So LibreOffice calls what comes from an .xlsx.
        let name = self.name.strip_prefix("Excel Built-in ").unwrap_or(&self.name);
        facts.heading |= name == "Title" || name.starts_with("Heading");
    }
}

/// A length in points: `2.5cm`, `12pt`.
pub(super) fn points(length: &str) -> Option<f64> {
    let unit = length.find(|c: char| c.is_ascii_alphabetic())?;
    let (size, unit) = length.split_at(unit);
    let one = match unit {
        "pt" => 1.0,
        "in" => 72.0,
        "cm" => 72.0 / 2.54,
        "mm" => 7.2 / 2.54,
        "pc" => 12.0,
        "px" => 0.75,
        _ => return None,
    };
    Some(size.parse::<f64>().ok()? * one)
}

/// How often an element stands for itself.
pub(super) fn repeats(tag: &BytesStart<'_>, name: &str, most: u32) -> u32 {
    number::<u32>(tag, name).unwrap_or(1).clamp(1, most.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths() {
        for (text, wanted) in [("2.54cm", 72.0), ("1in", 72.0), ("12pt", 12.0), ("25.4mm", 72.0)] {
            assert!((points(text).unwrap() - wanted).abs() < 1e-9, "{text}");
        }
        assert_eq!((points("12"), points("3em"), points("")), (None, None, None));
    }
}
