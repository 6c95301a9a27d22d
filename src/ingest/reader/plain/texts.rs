//! Texts in the plain shape, as calamine reads them.

use quick_xml::escape::unescape;
use std::borrow::Cow;

/// Something that is not of the plain shape: calamine says what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Odd;

/// What becomes of white space around a text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Kept,
    Trimmed,
}

/// The text that stands in an element. What Excel escapes in its own way is odd, and so is a carriage return.
pub(super) fn text(inner: &str, mode: Mode) -> Result<Cow<'_, str>, Odd> {
    if inner.contains('\r') || inner.contains("_x") || inner.contains("]]>") {
        return Err(Odd);
    }
    let trimmed = |text: Cow<'_, str>| match mode {
        Mode::Kept => text.into_owned(),
        Mode::Trimmed => text.trim_matches(SPACE).to_owned(),
    };
    if inner.contains('&') {
        let whole = unescape(inner).map_err(|_| Odd)?;
        // An escape may be put together from pieces.
        if whole.contains("_x") || whole.contains('\r') {
            return Err(Odd);
        }
        return Ok(Cow::Owned(trimmed(whole)));
    }
    Ok(Cow::Borrowed(if mode == Mode::Trimmed { inner.trim_matches(SPACE) } else { inner }))
}

const SPACE: [char; 4] = [' ', '\t', '\r', '\n'];

/// Whether these are whole tags, with nothing in any value that could begin or end another.
pub(super) fn is_plain(tags: &str) -> bool {
    let (mut inside, mut quote) = (false, None);
    for (n, byte) in tags.bytes().enumerate() {
        match byte {
            b'<' if inside || tags.as_bytes().get(n + 1) == Some(&b'!') => return false,
            b'<' => inside = true,
            b'>' if quote.is_some() => return false,
            b'>' => inside = false,
            b'"' | b'\'' if inside => match quote {
                None => quote = Some(byte),
                Some(open) if open == byte => quote = None,
                Some(_) => {}
            },
            _ => {}
        }
    }
    !inside
}

/// The texts that the cells of a workbook share, by their number.
pub(super) fn shared(xml: &[u8]) -> Result<Vec<Cow<'_, str>>, Odd> {
    let xml = std::str::from_utf8(xml).map_err(|_| Odd)?;
    let at = xml.find("<sst").ok_or(Odd)?;
    let tag = xml[at..].find('>').ok_or(Odd)?;
    let (head, mut rest) = xml.split_at(at + tag + 1);
    if head.ends_with("/>") || !is_plain(head) {
        return Err(Odd);
    }
    let mut out = vec![];
    loop {
        rest = rest.trim_start_matches(SPACE);
        let Some(inner) = rest.strip_prefix("<si><t") else { break };
        let (mode, inner) = if let Some(inner) = inner.strip_prefix('>') {
            (Mode::Trimmed, inner)
        } else {
            (Mode::Kept, inner.strip_prefix(" xml:space=\"preserve\">").ok_or(Odd)?)
        };
        let end = memchr::memchr(b'<', inner.as_bytes()).ok_or(Odd)?;
        out.push(text(&inner[..end], mode)?);
        rest = inner[end..].strip_prefix("</t></si>").ok_or(Odd)?;
    }
    rest.starts_with("</sst>").then_some(out).ok_or(Odd)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_texts() {
        let read = |inner: &str| {
            shared(format!("<sst count=\"3\" uniqueCount=\"3\">{inner}</sst>").as_bytes())
                .map(|texts| texts.into_iter().map(Cow::into_owned).collect::<Vec<_>>())
        };
        assert_eq!(
            read(
                "<si><t> a </t></si>\n<si><t xml:space=\"preserve\"> b </t></si><si><t>R&amp;D &#163;</t></si><si><t></t></si>"
            ),
            Ok(vec!["a".to_owned(), " b ".to_owned(), "R&D £".to_owned(), String::new()])
        );
        for odd in [
            "<si/>",
            "<si><t/></si>",
            "<si><r><t>a</t></r></si>",
            "<si><t>a</t><phoneticPr/></si>",
            "<si><t>_x0007_</t></si>",
            "<si><t>&#95;x0007_</t></si>",
            "<si><t>&nbsp;</t></si>",
            "<si><t>&#13;</t></si>",
            "<si><t><![CDATA[a]]></t></si>",
            "x",
        ] {
            assert_eq!(read(odd), Err(Odd), "{odd}");
        }
    }
}
