//! Reading a part element by element.

use crate::ingest::{Malformed, Next, XmlPart};
use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;

/// What reading a part gives.
pub(super) type Read<T> = Result<T, Malformed>;

/// The value of an attribute by its name without a prefix.
pub(super) fn value(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().with_checks(false).flatten().find(|a| {
        let key: &str = a.key.as_ref();
        key.rsplit(':').next() == Some(name)
    })?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(|v| v.into_owned())
}

/// A number in an attribute.
pub(super) fn number<T: std::str::FromStr>(tag: &BytesStart<'_>, name: &str) -> Option<T> {
    value(tag, name)?.trim().parse().ok()
}

/// Whether an attribute says yes.
pub(super) fn yes(tag: &BytesStart<'_>, name: &str) -> bool {
    value(tag, name).is_some_and(|v| matches!(v.as_str(), "1" | "true" | "on"))
}

/// The children of the element that began last, each by its name without a prefix; `each` reads its child to the end.
pub(super) fn children<'x>(
    part: &mut XmlPart<'x>,
    mut each: impl FnMut(&str, &BytesStart<'x>, &mut XmlPart<'x>) -> Read<()>,
) -> Read<()> {
    loop {
        match part.next()? {
            Next::Start(tag) => {
                let name = tag.local_name();
                each(name.as_ref(), &tag, part)?;
            }
            Next::End => return Ok(()),
            Next::Text(_) => {}
            Next::Over => return Err(Malformed),
        }
    }
}

/// Every element below the one that began last, by its name without a prefix.
pub(super) fn within<'x>(part: &mut XmlPart<'x>, mut see: impl FnMut(&str, &BytesStart<'x>)) -> Read<()> {
    let mut depth = 1_usize;
    while depth > 0 {
        match part.next()? {
            Next::Start(tag) => {
                depth += 1;
                let name = tag.local_name();
                see(name.as_ref(), &tag);
            }
            Next::End => depth -= 1,
            Next::Text(_) => {}
            Next::Over => return Err(Malformed),
        }
    }
    Ok(())
}

/// The root element of a part.
pub(super) fn root<'x>(part: &mut XmlPart<'x>) -> Read<BytesStart<'x>> {
    loop {
        match part.next()? {
            Next::Start(tag) => return Ok(tag),
            Next::Over => return Err(Malformed),
            Next::End | Next::Text(_) => {}
        }
    }
}
