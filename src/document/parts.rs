//! The parts of a document's file: what it says, how that looks, and what leads from one part to another.

use super::Document;
use super::body::{Body, body, escaped};
use crate::label;
use std::io;

/// Every part by its name. Programs look for the first one first.
pub(super) fn all(document: &Document) -> io::Result<Vec<(&'static str, String)>> {
    let Body { xml, links } = body(document)?;
    let (font, accent) = (escaped(&document.font), document.accent.trim_start_matches('#'));
    let [title, subject, author, footer] =
        [&document.title, &document.subject, &document.author, &document.footer].map(|words| escaped(words));
    let mut parts = vec![
        ("[Content_Types].xml", include_str!("parts/content_types.xml").to_owned()),
        ("_rels/.rels", include_str!("parts/package.rels").to_owned()),
        (
            "docProps/core.xml",
            format!(include_str!("parts/core.xml"), title = title, subject = subject, author = author),
        ),
        ("docProps/app.xml", include_str!("parts/app.xml").to_owned()),
        ("word/document.xml", xml),
        ("word/_rels/document.xml.rels", format!(include_str!("parts/document.rels"), links = relations(&links))),
        ("word/styles.xml", format!(include_str!("parts/styles.xml"), font = font, accent = accent)),
        ("word/numbering.xml", include_str!("parts/numbering.xml").to_owned()),
        ("word/settings.xml", include_str!("parts/settings.xml").to_owned()),
        ("word/footer1.xml", format!(include_str!("parts/footer.xml"), footer = footer)),
    ];
    if let Some(label) = &document.label {
        for (name, text) in &mut parts {
            *text = label::listed(name, text).unwrap_or_else(|| std::mem::take(text));
        }
        parts.extend(label.parts());
    }
    Ok(parts)
}

/// Where the links of the document lead, by the ids that it has for them.
fn relations(links: &[String]) -> String {
    let of = |(n, link): (usize, &String)| {
        format!(
            "\n  <Relationship Id=\"{}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink\" \
             Target=\"{}\" TargetMode=\"External\"/>",
            super::body::link_id(n),
            escaped(&link.replace(' ', "%20"))
        )
    };
    links.iter().enumerate().map(of).collect()
}
