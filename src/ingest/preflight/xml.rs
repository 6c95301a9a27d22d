//! Small questions to a part in XML.

use memchr::memmem;
use quick_xml::events::Event;

/// These attributes of every element of a name, in order, as they are written; namespace prefixes do not count, except
/// that a name asked for with one has one.
pub(super) fn attributes_of<const N: usize>(xml: &[u8], element: &str, wanted: [&str; N]) -> Vec<[String; N]> {
    let local = |name: &str| name.rsplit(':').next().unwrap_or(name).to_owned();
    let mut reader = quick_xml::Reader::from_reader(xml);
    let mut out = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(e) | Event::Empty(e)) if e.local_name().as_ref() == element => {
                let mut found = [const { String::new() }; N];
                for attribute in e.attributes().flatten() {
                    let key = attribute.key;
                    let slot = wanted.iter().position(|w| {
                        // An id of a relationship carries a prefix, the name and the sheet's own number do not.
                        let key: &str = key.as_ref();
                        if w.contains(':') { key.contains(':') && local(key) == local(w) } else { key == *w }
                    });
                    if let Some(slot) = slot {
                        found[slot] = attribute.value.to_string();
                    }
                }
                out.push(found);
            }
            Ok(Event::Eof) | Err(_) => return out,
            Ok(_) => {}
        }
    }
}

/// Whether an attribute says yes.
pub(super) fn is_true(value: &str) -> bool {
    matches!(value, "1" | "true")
}

/// A text with its references resolved; as it is written where one is unknown.
pub(super) fn unescaped(text: &str) -> String {
    quick_xml::escape::unescape(text).map_or_else(|_| text.to_owned(), |t| t.into_owned())
}

/// XML in UTF-16, which the standard allows, in UTF-8.
pub(crate) fn in_utf_8(xml: &[u8]) -> Option<Vec<u8>> {
    let (units, rest) = xml.as_chunks::<2>();
    let read: fn([u8; 2]) -> u16 = match units.first() {
        Some([0xFF, 0xFE]) => u16::from_le_bytes,
        Some([0xFE, 0xFF]) => u16::from_be_bytes,
        _ => return None,
    };
    let text = char::decode_utf16(units[1..].iter().map(|u| read(*u))).collect::<Result<String, _>>();
    text.ok().filter(|_| rest.is_empty()).map(String::into_bytes)
}

/// The XML without what may interrupt a text: comments, instructions, marked sections and references to characters.
/// The parser takes the first piece of an interrupted number for all of it. `None` where nothing does.
pub(super) fn without_interruptions(xml: &[u8]) -> Option<Vec<u8>> {
    let prolog = memmem::find(xml, b"?>").filter(|_| opens_with_declaration(xml)).map_or(0, |end| end + 2);
    let (head, rest) = xml.split_at(prolog);
    if [&b"<!"[..], b"<?", b"&#"].iter().all(|mark| memmem::find(rest, mark).is_none()) {
        return None;
    }
    let mut out = head.to_vec();
    let mut at = 0;
    while let Some(step) = memchr::memchr2(b'<', b'&', &rest[at..]) {
        let (here, tail) = (at + step, &rest[at + step..]);
        out.extend_from_slice(&rest[at..here]);
        let to = |end: &[u8]| memmem::find(tail, end).map_or(rest.len(), |n| here + n + end.len());
        at = if tail.starts_with(b"<!--") {
            to(b"-->")
        } else if tail.starts_with(b"<![CDATA[") {
            let end = to(b"]]>");
            let text = &rest[here + 9..end.saturating_sub(3).max(here + 9).min(rest.len())];
            out.extend(quick_xml::escape::escape(String::from_utf8_lossy(text)).as_bytes());
            end
        } else if tail.starts_with(b"<?") {
            to(b"?>")
        } else if let Some((character, length)) = character(tail) {
            out.extend(character.encode_utf8(&mut [0; 4]).as_bytes());
            here + length
        } else {
            out.push(tail[0]);
            here + 1
        };
    }
    out.extend_from_slice(rest.get(at..).unwrap_or_default());
    Some(out)
}

fn opens_with_declaration(xml: &[u8]) -> bool {
    xml.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(xml).starts_with(b"<?")
}

/// The character that a reference with its number means, where it can stand for itself, and the length of the reference.
fn character(text: &[u8]) -> Option<(char, usize)> {
    const LONGEST: usize = 12;
    let end = memchr::memchr(b';', &text[..text.len().min(LONGEST)])?;
    let digits = std::str::from_utf8(text[..end].strip_prefix(b"&#")?).ok()?;
    let code = match digits.strip_prefix('x') {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => digits.parse(),
    };
    let character = char::from_u32(code.ok()?)?;
    let itself = !matches!(character, '<' | '>' | '&' | '"' | '\'' | '\0'..='\u{8}' | '\u{b}'..='\u{1f}');
    itself.then_some((character, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::comment("<v>48<!-- x -->210</v>", "<v>48210</v>")]
    #[case::section("<v><![CDATA[48210]]></v>", "<v>48210</v>")]
    #[case::section_with_marks("<t><![CDATA[a<b & <!--c]]></t>", "<t>a&lt;b &amp; &lt;!--c</t>")]
    #[case::section_in_a_comment("<v>4<!-- <![CDATA[9]]> -->8</v>", "<v>48</v>")]
    #[case::instruction("<v>48<?x y?>210</v>", "<v>48210</v>")]
    #[case::reference("<v>4&#56;21&#x30;</v>", "<v>48210</v>")]
    #[case::space("<v>&#160;5</v>", "<v>\u{a0}5</v>")]
    #[case::marks_stay("<t>&#60;&lt;&amp;#56; &#0;<!----></t>", "<t>&#60;&lt;&amp;#56; &#0;</t>")]
    #[case::unended("<v>48<!-- 210</v>", "<v>48")]
    fn texts_are_whole(#[case] xml: &str, #[case] expected: &str) {
        for declaration in ["", "<?xml version=\"1.0\"?>", "\u{feff}<?xml version=\"1.0\"?>\r\n"] {
            let got = without_interruptions(format!("{declaration}{xml}").as_bytes()).unwrap();
            assert_eq!(String::from_utf8(got).unwrap(), format!("{declaration}{expected}"));
        }
    }

    #[test]
    fn most_parts_stay_as_they_are() {
        assert_eq!(without_interruptions(b"<?xml version=\"1.0\"?><a t=\"&amp;\">5 &gt; 4</a>"), None);
    }
}
