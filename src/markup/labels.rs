//! The sensitivity label of a marked copy: the workbook keeps its own, byte for byte, since no part that has one is changed.
//! One without a label gets that of the council's forms, as an Office of the council would ask for one.

use super::package::Package;
use super::xml::{Edit, Edits, TagKind, Tags};
use crate::label::{self, Label};

/// Where a package of the usual dialect says that it begins; the strict one has other names for properties.
const USUAL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";
const OF_PROPERTIES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties";
const OF_VALUES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes";
const META: &str = "meta.xml";
const OF_META: &str = "urn:oasis:names:tc:opendocument:xmlns:meta:1.0";

/// Puts the label on a package of Office that has none.
pub(super) fn put(package: &mut Package<'_>, label: &Label) -> Edit<()> {
    let relations = package.relations("")?;
    let properties = relations.iter().find(|r| r.is("custom-properties")).and_then(|r| r.target.clone());
    let properties = properties.filter(|part| package.has(part));
    let text = properties.as_ref().map(|part| package.read(part)).transpose()?;
    let has_one = relations.iter().any(|r| r.is("classificationlabels")) || package.has(label::PART);
    if has_one || text.as_ref().is_some_and(|text| text.contains(label::PREFIX)) {
        return Ok(());
    }
    package.put(label::PART, label.part());
    package.declare("PartName", &format!("/{}", label::PART), label::PART_TYPE)?;
    package.relate("", label::PART_RELATION, label::PART)?;
    match properties.zip(text) {
        Some((part, text)) => {
            if let Some(text) = with_properties(&text, label)? {
                package.put(&part, text);
            }
        }
        None if relations.iter().any(|r| r.kind == USUAL) && !package.has(label::PROPERTIES) => {
            package.put(label::PROPERTIES, label.properties_part());
            package.declare("PartName", &format!("/{}", label::PROPERTIES), label::PROPERTIES_TYPE)?;
            package.relate("", label::PROPERTIES_RELATION, label::PROPERTIES)?;
        }
        None => {}
    }
    Ok(())
}

/// The part of properties with those of the label, numbered behind the others; `None` where it is of another dialect.
fn with_properties(xml: &str, label: &Label) -> Edit<Option<String>> {
    let (mut tags, mut edits) = (Tags::new(xml), Edits::default());
    let (mut values, mut last) = (None, 1);
    while let Some(tag) = tags.next()? {
        if tag.depth == 0 && tag.kind != TagKind::Close {
            let own = format!(
                "xmlns{}{}",
                if tag.prefix().is_empty() { "" } else { ":" },
                tag.prefix().trim_end_matches(':')
            );
            if tag.local() != "Properties" || tag.raw(&own) != Some(OF_PROPERTIES) {
                return Ok(None);
            }
            values = tag.prefix_of(OF_VALUES);
            if values.is_none() {
                edits.set(&tag, "xmlns:vt", OF_VALUES);
            }
        }
        last = last.max(tag.number("pid").filter(|_| tag.depth == 1).unwrap_or(0));
        let more = || label.numbered(last.saturating_add(1), tag.prefix(), values.unwrap_or("vt"));
        match (tag.depth, tag.kind) {
            (0, TagKind::Close) => edits.insert(tag.at.start, more()),
            (0, TagKind::Empty) => edits.open_up(&tag, &more()),
            _ => {}
        }
    }
    edits.apply(xml).map(Some)
}

/// Puts the label on an OpenDocument workbook that has none, where it says anything of itself.
pub(super) fn put_open(package: &mut Package<'_>, label: &Label) -> Edit<()> {
    if !package.has(META) {
        return Ok(());
    }
    let xml = package.read(META)?;
    if xml.contains(label::PREFIX) {
        return Ok(());
    }
    let (mut tags, mut edits) = (Tags::new(&xml), Edits::default());
    let mut known = false;
    while let Some(tag) = tags.next()? {
        match (tag.depth, tag.kind, tag.local()) {
            (0, TagKind::Open, _) => known = tag.raw("xmlns:meta") == Some(OF_META),
            (1, TagKind::Close, "meta") if known => edits.insert(tag.at.start, label.user_defined()),
            (1, TagKind::Empty, "meta") if known => edits.open_up(&tag, &label.user_defined()),
            _ => {}
        }
    }
    package.put(META, edits.apply(&xml)?);
    Ok(())
}
