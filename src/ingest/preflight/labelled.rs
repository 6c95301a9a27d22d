//! Which sensitivity label encrypts a file, as far as it can be told without the key.
//!
//! \[MS-OFFCRYPTO\] 2.6.2 puts the ids of the labels into a stream of the storage with the transforms; names stand only among
//! the properties of the document, where older versions of Office leave them for those who look after the mail.

use super::refusal::Refusal;
use super::xlsb_records::number;
use crate::catalogue::F034;
use crate::text::words::quoted;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::BTreeMap;

/// The stream within a storage with the ids.
pub(super) const STREAM: &str = "LabelInfo";
/// A longer one is none: a label is a line.
pub(super) const LONGEST: u64 = 64 << 10;
/// The stream of the root with the properties.
pub(super) const PROPERTIES: &str = "\u{5}DocumentSummaryInformation";
/// How a file begins that is wrapped whole, as those are whose format has no place for a label: .csv and .ods.
pub(super) const WRAPPED: &[u8] = b".pfile";

/// The refusal of a file that rights management encrypts, with its label where it is told.
pub(super) fn refusal(label: &[u8], properties: &[u8]) -> Refusal {
    let named = name(properties).map(|name| format!("the sensitivity label {}", quoted(&name)));
    let by = named.or_else(|| id(label).map(|id| format!("the sensitivity label with the id {id}")));
    let by = by.unwrap_or_else(|| "a sensitivity label, or rights management without one,".to_owned());
    let expected = "a workbook under a label that does not encrypt it, or under none";
    Refusal::new(&F034, expected, format!("one that {by} encrypts for named people"))
}

/// The id of the first label that is on.
fn id(xml: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(xml);
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    loop {
        let tag = match reader.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) => tag,
            Event::Eof => return None,
            _ => continue,
        };
        let value = |key: &str| tag.try_get_attribute(key).ok().flatten().map(|a| a.value.into_owned());
        let is = |key, wanted: [&str; 2]| value(key).is_some_and(|v| wanted.contains(&v.as_str()));
        if tag.local_name().as_ref() == "label" && is("enabled", ["1", "true"]) && !is("removed", ["1", "true"]) {
            return crate::label::guid(&value("id")?);
        }
    }
}

/// The set of properties that a document has of its own, as it stands in the stream.
const OWN_SET: [u8; 16] =
    [0x05, 0xD5, 0xCD, 0xD5, 0x9C, 0x2E, 0x1B, 0x10, 0x93, 0x97, 0x08, 0x00, 0x2B, 0x2C, 0xF9, 0xAE];
/// Two bytes a letter, and one to four.
const UTF_16: u32 = 1200;

/// The name of the label that is on: of `MSIP_Label_…_Name` beside `MSIP_Label_…_Enabled` (\[MS-OLEPS\] 2.17, 2.21).
fn name(stream: &[u8]) -> Option<String> {
    let long = |at: usize| number::<4>(stream, at);
    let sets = (long(24)? as usize).min(2);
    let of = |n: usize| Some((stream.get(28 + n * 20..44 + n * 20)?, long(44 + n * 20)? as usize));
    let (_, set) = (0..sets).filter_map(of).find(|(kind, _)| *kind == OWN_SET)?;
    let count = (long(set.checked_add(4)?)? as usize).min(stream.len() / 8);
    let places: BTreeMap<u32, usize> = (0..count)
        .filter_map(|n| {
            let at = set + 8 + n * 8;
            Some((long(at)?, set.checked_add(long(at + 4)? as usize)?))
        })
        .collect();
    // Its first property is the code page, the one before it the names of the others.
    let page = places.get(&1).and_then(|at| number::<2>(stream, at.checked_add(4)?)).unwrap_or_default();
    let text = |at: usize, units: usize, wide: bool| {
        let bytes = stream.get(at..at.checked_add(units.checked_mul(if wide { 2 } else { 1 })?)?)?;
        let text = match wide {
            true => String::from_utf16_lossy(
                &bytes.as_chunks::<2>().0.iter().map(|b| u16::from_le_bytes(*b)).collect::<Vec<_>>(),
            ),
            false => String::from_utf8_lossy(bytes).into_owned(),
        };
        Some(text.trim_end_matches('\0').to_owned())
    };
    let value = |id: u32| {
        const NARROW: u32 = 0x1E;
        const WIDE: u32 = 0x1F;
        const TRUTH: u32 = 0x0B;
        let at = *places.get(&id)?;
        let length = long(at.checked_add(4)?)? as usize;
        match long(at)? {
            WIDE => text(at + 8, length, true),
            NARROW if page == UTF_16 => text(at + 8, length / 2, true),
            NARROW => text(at + 8, length, false),
            TRUTH => Some((length & 0xFFFF != 0).to_string()),
            _ => None,
        }
    };
    let names = *places.get(&0)?;
    let (mut at, mut said) = (names.checked_add(4)?, BTreeMap::new());
    for _ in 0..(long(names)? as usize).min(stream.len() / 8) {
        let (id, length) = (long(at)?, long(at + 4)? as usize);
        let wide = page == UTF_16;
        let name = text(at + 8, length, wide)?;
        // Names of two bytes a letter end at a word of four.
        at = at.checked_add(8 + if wide { (length * 2).next_multiple_of(4) } else { length })?;
        if let Some((label, key)) = name.strip_prefix(crate::label::PREFIX).and_then(|rest| rest.split_once('_')) {
            said.insert((label.to_ascii_lowercase(), key.to_owned()), value(id));
        }
    }
    let told = |label: &str, key: &str| said.get(&(label.to_owned(), key.to_owned())).cloned().flatten();
    let on = said
        .keys()
        .map(|(label, _)| label)
        .find(|label| told(label, "Enabled").is_some_and(|on| on.eq_ignore_ascii_case("true")))?;
    told(on, "Name").map(|name| name.trim().to_owned()).filter(|name| !name.is_empty())
}
