//! What a document says of itself.

use super::xml::{Read, children, root, value};
use crate::ingest::{Malformed, Next, XmlPart};

/// Title and language of the core properties of an .xlsx.
pub(super) fn core(xml: &[u8]) -> Read<(String, String)> {
    let (mut title, mut language, mut part) = (String::new(), String::new(), XmlPart::new(xml));
    root(&mut part)?;
    children(&mut part, |name, _, part| match name {
        "title" => words(part).map(|said| title = said),
        "language" => words(part).map(|said| language = said),
        _ => part.pass_over(),
    })?;
    Ok((title, language))
}

/// The property “Language” that Excel offers among a document's own ones, where it has it.
pub(super) fn custom_language(xml: &[u8]) -> Read<String> {
    let (mut language, mut part) = (String::new(), XmlPart::new(xml));
    root(&mut part)?;
    children(&mut part, |_, tag, part| {
        let said = words(part)?;
        if value(tag, "name").is_some_and(|name| name.eq_ignore_ascii_case("language")) {
            language = said;
        }
        Ok(())
    })?;
    Ok(language)
}

/// Title and language of the information of an .ods.
pub(super) fn meta(xml: &[u8]) -> Read<(String, String)> {
    let (mut title, mut language, mut own, mut part) = (String::new(), String::new(), String::new(), XmlPart::new(xml));
    root(&mut part)?;
    children(&mut part, |_, _, part| {
        children(part, |name, tag, part| match name {
            "title" => words(part).map(|said| title = said),
            "language" => words(part).map(|said| language = said),
            "user-defined" if value(tag, "name").is_some_and(|name| name.eq_ignore_ascii_case("language")) => {
                words(part).map(|said| own = said)
            }
            _ => part.pass_over(),
        })
    })?;
    Ok((title, if language.is_empty() { own } else { language }))
}

/// The words of the element that began last, trimmed.
pub(super) fn words(part: &mut XmlPart<'_>) -> Read<String> {
    let (mut depth, mut out) = (1_usize, String::new());
    while depth > 0 {
        match part.next()? {
            Next::Start(_) => depth += 1,
            Next::End => depth -= 1,
            Next::Text(text) => out += &text,
            Next::Over => return Err(Malformed),
        }
    }
    Ok(out.trim().to_owned())
}
