//! Texts of several fonts. The parser joins their runs, so that a raised footnote mark becomes a digit and what is
//! crossed out is read; such a text is kept here, and the parser reads the number under which it is kept.

use super::xml::unescaped;
use crate::record::{Appearance, Run};
use compact_str::CompactString;
use memchr::{memmem, memrchr};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// No text begins with this: it is no character.
const MARK: char = '\u{fdd0}';

/// The texts of a workbook in which something is struck, raised or lowered.
#[derive(Debug, Default)]
pub(crate) struct RichTexts {
    texts: Vec<(CompactString, Appearance)>,
}

impl RichTexts {
    /// Keeps a text; gives what stands for it. `None` for a text like any other.
    pub fn keep(&mut self, runs: &[Run]) -> Option<String> {
        self.texts.push(Appearance::of_runs(runs)?);
        Some(format!("{MARK}{}", self.texts.len() - 1))
    }

    /// The text that something stands for.
    pub fn get(&self, text: &str) -> Option<&(CompactString, Appearance)> {
        self.texts.get(text.strip_prefix(MARK)?.parse::<usize>().ok()?)
    }
}

/// The XML with such texts replaced; `element` is the name of the elements that hold one. `None` where there is none.
pub(super) fn without_runs(xml: &[u8], element: &str, rich: &mut RichTexts) -> Option<Vec<u8>> {
    let mut hits: Vec<usize> = ["strike", "vertAlign"].iter().flat_map(|w| memmem::find_iter(xml, *w)).collect();
    hits.sort_unstable();
    let (mut out, mut copied, before) = (Vec::new(), 0, rich.texts.len());
    let open = memmem::FinderRev::new(element);
    for hit in hits {
        if hit < copied {
            continue;
        }
        let Some((start, prefix)) = element_before(xml, copied, hit, &open, element) else { continue };
        let close = [b"</", prefix, element.as_bytes(), b">"].concat();
        let Some(length) = memmem::find(&xml[hit..], &close) else { break };
        let end = hit + length + close.len();
        out.extend_from_slice(&xml[copied..start]);
        match runs(&xml[start..end]).and_then(|runs| rich.keep(&runs)) {
            Some(mark) => {
                let prefix = String::from_utf8_lossy(prefix);
                let text = format!("<{prefix}{element}><{prefix}t>{mark}</{prefix}t></{prefix}{element}>");
                out.extend_from_slice(text.as_bytes());
            }
            None => out.extend_from_slice(&xml[start..end]),
        }
        copied = end;
    }
    if rich.texts.len() == before {
        return None;
    }
    out.extend_from_slice(&xml[copied..]);
    Some(out)
}

/// Where the element that holds a place begins, and the prefix of its name.
fn element_before<'x>(
    xml: &'x [u8],
    from: usize,
    to: usize,
    name: &memmem::FinderRev<'_>,
    element: &str,
) -> Option<(usize, &'x [u8])> {
    let mut to = to;
    loop {
        let at = from + name.rfind(&xml[from..to])?;
        let ends = matches!(xml.get(at + element.len()), Some(b'>' | b' ' | b'\n' | b'\r' | b'\t'));
        let start = from + memrchr(b'<', &xml[from..at])?;
        let prefix = &xml[start + 1..at];
        if ends
            && (prefix.is_empty()
                || (prefix.ends_with(b":") && prefix[..prefix.len() - 1].iter().all(u8::is_ascii_alphanumeric)))
        {
            return Some((start, prefix));
        }
        to = at;
    }
}

/// The runs of a text; `None` where it cannot be read.
fn runs(text: &[u8]) -> Option<Vec<Run>> {
    let mut reader = Reader::from_reader(text);
    let (mut out, mut font) = (Vec::new(), Run::default());
    loop {
        match reader.read_event().ok()? {
            Event::Start(e) => match e.local_name().as_ref() {
                "t" => {
                    let inner = unescaped(&reader.read_text(e.name()).ok()?);
                    let kept = value(&e, "xml:space").as_deref() == Some("preserve");
                    let inner = if kept { inner } else { inner.trim_matches([' ', '\t', '\r', '\n']).to_owned() };
                    out.push(Run { text: inner, ..font.clone() });
                }
                "rPh" => _ = reader.read_to_end(e.name()).ok()?,
                _ => dress(&mut font, &e),
            },
            Event::Empty(e) => dress(&mut font, &e),
            Event::Eof => return Some(out),
            _ => {}
        }
    }
}

/// Takes what the element says of the font of the run that it stands in.
fn dress(font: &mut Run, element: &BytesStart<'_>) {
    let said = || value(element, "val").unwrap_or_default();
    match element.local_name().as_ref() {
        "r" => *font = Run::default(),
        "strike" => font.struck = !matches!(said().as_str(), "0" | "false"),
        "vertAlign" => font.raised = matches!(said().as_str(), "superscript" | "subscript"),
        _ => {}
    }
}

fn value(element: &BytesStart<'_>, key: &str) -> Option<String> {
    let mut attributes = element.attributes().flatten();
    attributes.find(|a| AsRef::<str>::as_ref(&a.key) == key).map(|a| a.value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Struck;

    #[test]
    fn runs_are_kept_apart() {
        let plain = "<si><t>a strike of bin crews</t></si><si><r><rPr><b/></rPr><t>strike</t></r></si>";
        let rich = "<x:si><x:r><x:t>91.2</x:t></x:r><x:r><x:rPr><x:vertAlign val=\"superscript\"/></x:rPr><x:t>1</x:t></x:r></x:si>\
                    <si><r><rPr><strike val=\"1\"/></rPr><t xml:space=\"preserve\">9 &amp; </t></r><r><rPr><strike val=\"0\"/></rPr><t>87</t></r><rPh><t>x</t></rPh></si>";
        let mut texts = RichTexts::default();
        assert_eq!(without_runs(plain.as_bytes(), "si", &mut texts), None);
        let got = without_runs(format!("<sst>{plain}{rich}{plain}</sst>").as_bytes(), "si", &mut texts).unwrap();
        let got = String::from_utf8(got).unwrap();
        let marks = "<x:si><x:t>\u{fdd0}0</x:t></x:si><si><t>\u{fdd0}1</t></si>";
        assert_eq!(
            got.split_whitespace().collect::<String>(),
            format!("<sst>{plain}{marks}{plain}</sst>").split_whitespace().collect::<String>()
        );
        let (text, seen) = texts.get("\u{fdd0}0").unwrap();
        assert_eq!((&**text, &*seen.on_the_line, &*seen.raised), ("91.21", "91.2", "1"));
        let (text, seen) = texts.get("\u{fdd0}1").unwrap();
        assert_eq!((&**text, &seen.struck), ("87", &Struck::Part("9 &".into())));
        assert!(texts.get("\u{fdd0}2").is_none() && texts.get("1").is_none());
    }
}
