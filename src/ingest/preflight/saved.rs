//! When a workbook was last saved, as it says itself: of two returns of a service it may tell which is the later.

use super::parts::Parts;
use super::xlsb_records::number;
use chrono::{DateTime, NaiveDateTime, Timelike};

/// The properties of a document are short; what is longer is not looked at.
const PROPERTIES: u64 = 1 << 20;
/// The stream of an .xls with its properties.
pub(super) const STREAM: &str = "\u{5}SummaryInformation";
/// Seconds from 1601, where its times begin, to 1970.
const FROM_1601: i64 = 11_644_473_600;

/// The time of the last save, from the parts of an archive.
pub(super) fn of_parts(parts: &mut Parts<'_>) -> Option<NaiveDateTime> {
    [("docprops/core.xml", "modified"), ("meta.xml", "date")].iter().find_map(|(part, element)| {
        let part = parts.find(part)?;
        parts.declared(part).ok().filter(|size| *size <= PROPERTIES)?;
        time(&text_of(&parts.read(part).ok()?, element)?)
    })
}

/// The time of the last save, from the stream of an .xls: a set of properties by their numbers, as [MS-OLEPS] has them.
pub(super) fn of_stream(stream: &[u8]) -> Option<NaiveDateTime> {
    const LAST_SAVED: u32 = 13;
    const TIME: u32 = 0x40;
    let long = |at: usize| number::<4>(stream, at);
    let set = long(44)? as usize;
    let count = (long(set.checked_add(4)?)? as usize).min(stream.len() / 8);
    let place = (0..count).map(|n| set + 8 + n * 8).find(|at| long(*at) == Some(LAST_SAVED))?;
    let value = set.checked_add(long(place + 4)? as usize)?;
    let (low, high) = (long(value.checked_add(4)?)?, long(value + 8)?);
    let tenths_of_microseconds = u64::from(high) << 32 | u64::from(low);
    let seconds = i64::try_from(tenths_of_microseconds / 10_000_000).ok()? - FROM_1601;
    let known = long(value) == Some(TIME) && seconds > 0;
    DateTime::from_timestamp(seconds, 0).filter(|_| known).map(|time| time.naive_utc())
}

/// The text of the first element of this name, whatever its prefix.
fn text_of(xml: &[u8], element: &str) -> Option<String> {
    let mut reader = quick_xml::Reader::from_reader(xml);
    let mut inside = false;
    loop {
        match reader.read_event().ok()? {
            quick_xml::events::Event::Start(tag) => inside = tag.local_name().as_ref() == element,
            quick_xml::events::Event::Text(text) if inside => return Some(text.to_string()),
            quick_xml::events::Event::Eof => return None,
            _ => {}
        }
    }
}

/// `2026-10-12T09:30:00Z`, with or without parts of a second, in the zone that it gives. LibreOffice gives none in .ods, and
/// means the time on the clock of the one who saved.
fn time(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim();
    let zoned = DateTime::parse_from_rfc3339(text).map(|time| time.naive_utc());
    let time =
        zoned.or_else(|_| NaiveDateTime::parse_from_str(text.get(..19).unwrap_or_default(), "%Y-%m-%dT%H:%M:%S"));
    time.ok().map(|time| time.with_nanosecond(0).unwrap_or(time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_properties_say() {
        let core = b"<cp:coreProperties><dcterms:created>2020-01-01T00:00:00Z</dcterms:created><dcterms:modified \
                     xsi:type=\"dcterms:W3CDTF\">2026-10-12T09:30:05Z</dcterms:modified></cp:coreProperties>";
        assert_eq!(text_of(core, "modified").as_deref(), Some("2026-10-12T09:30:05Z"));
        let at = chrono::NaiveDate::from_ymd_opt(2026, 10, 12).and_then(|d| d.and_hms_opt(9, 30, 5));
        assert_eq!(
            (time("2026-10-12T09:30:05Z"), time("2026-10-12T09:30:05.123456"), time("2026-10-12T10:30:05+01:00")),
            (at, at, at)
        );
        assert_eq!(time("yesterday"), None);
    }

    #[test]
    fn what_the_properties_of_an_xls_say() {
        // 12 October 2026, 09:30:05.
        let ticks = (1_791_797_405_i64 + FROM_1601) * 10_000_000;
        let set = |kind: u32, id: u32| {
            let words = [48_u32, 1, id, 16, kind].into_iter().flat_map(|w| w.to_le_bytes());
            let head = [0_u8; 44].into_iter().chain(48_u32.to_le_bytes());
            head.chain(words).chain(ticks.to_le_bytes()).collect::<Vec<u8>>()
        };
        let at = chrono::NaiveDate::from_ymd_opt(2026, 10, 12).and_then(|d| d.and_hms_opt(9, 30, 5));
        assert_eq!(of_stream(&set(0x40, 13)), at);
        assert_eq!([of_stream(&set(0x40, 12)), of_stream(&set(0x1E, 13)), of_stream(&set(0x40, 13)[..60])], [None; 3]);
    }
}
