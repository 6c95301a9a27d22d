//! Texts of .xlsb workbooks whose runs have fonts of their own, and the list of the texts that cells share.

use super::runs::RichTexts;
use super::xlsb_records::{BiffRecords, number, write};
use crate::fit::fit;
use crate::record::Run;

// The names are those of [MS-XLSB].
const BEGIN_TEXTS: u16 = 159;
const TEXT: u16 = 19;

/// What a font says of the characters that have it.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub(super) struct Font {
    pub struck: bool,
    pub raised: bool,
}

/// The part with such texts replaced, and with the number of texts that it has; `None` where nothing changes.
pub(super) fn shared(part: &[u8], fonts: &[Font], rich: &mut RichTexts) -> Option<Vec<u8>> {
    let texts = fit::<u32>(BiffRecords::of(part).filter(|r| r.kind == TEXT).count());
    let mut changed = false;
    let mut out = Vec::new();
    for record in BiffRecords::of(part) {
        let kept = if record.kind == TEXT { standing_for(record.body, fonts, rich) } else { None };
        match (record.kind, kept) {
            (BEGIN_TEXTS, _) if number::<4>(record.body, 4).is_some_and(|declared| declared != texts) => {
                // The parser believes it.
                changed = true;
                write(&mut out, record.kind, [&record.body[..4], &texts.to_le_bytes()]);
            }
            (_, Some(text)) => {
                changed = true;
                write(&mut out, record.kind, [&[0], &text]);
            }
            _ => write(&mut out, record.kind, [record.body, &[]]),
        }
    }
    changed.then_some(out)
}

/// What stands for a text of several fonts, in UTF-16 with its length before it.
pub(super) fn standing_for(text: &[u8], fonts: &[Font], rich: &mut RichTexts) -> Option<Vec<u8>> {
    let mark = rich.keep(&runs(text, fonts)?)?;
    let units: Vec<u8> = mark.encode_utf16().flat_map(u16::to_le_bytes).collect();
    Some([&fit::<u32>(units.len() / 2).to_le_bytes()[..], &units].concat())
}

/// The runs of a text; `None` where it has one font. One byte says whether runs follow the text.
fn runs(text: &[u8], fonts: &[Font]) -> Option<Vec<Run>> {
    let has_runs = text.first()? & 1 != 0;
    let length = number::<4>(text, 1).filter(|_| has_runs)? as usize;
    let end = length.checked_mul(2)?.checked_add(5)?;
    let units: Vec<u16> = text.get(5..end)?.as_chunks::<2>().0.iter().map(|c| u16::from_le_bytes(*c)).collect();
    let count = number::<4>(text, end)? as usize;
    let starts = text.get(end + 4..)?.as_chunks::<4>().0.iter().take(count);
    let starts = starts.map(|c| (usize::from(u16::from_le_bytes([c[0], c[1]])), u16::from_le_bytes([c[2], c[3]])));
    // What stands before the first run has the font of the cell.
    let mut pieces = vec![(0, Font::default())];
    pieces.extend(starts.map(|(at, font)| (at, fonts.get(usize::from(font)).copied().unwrap_or_default())));
    let ends = pieces.iter().skip(1).map(|(at, _)| *at).chain([length]);
    let run = |((at, font), end): (&(usize, Font), usize)| {
        let text = String::from_utf16_lossy(units.get(*at..end).unwrap_or_default());
        Run { text, struck: font.struck, raised: font.raised }
    };
    Some(pieces.iter().zip(ends).map(run).collect())
}

#[cfg(test)]
mod tests {
    use super::super::xlsb_records::part;
    use super::*;
    use crate::record::Struck;

    fn wide(text: &str) -> Vec<u8> {
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [&(text.len() as u32).to_le_bytes()[..], &units].concat()
    }

    #[test]
    fn runs_are_kept_apart_and_the_count_is_right() {
        let fonts = [Font::default(), Font { struck: true, raised: false }, Font { struck: false, raised: true }];
        let text = |text: &str, runs: &[(u16, u16)]| {
            let runs: Vec<u8> =
                runs.iter().flat_map(|(at, font)| [at.to_le_bytes(), font.to_le_bytes()].concat()).collect();
            [&[1][..], &wide(text), &(runs.len() as u32 / 4).to_le_bytes(), &runs].concat()
        };
        let (raised, struck) = (text("91.21", &[(4, 2)]), text("987", &[(0, 1), (1, 0)]));
        let plain = [&[0][..], &wide("412")].concat();
        let begin = |count: u32| [&3_u32.to_le_bytes()[..], &count.to_le_bytes()].concat();
        let mut rich = RichTexts::default();
        let before = part(&[(BEGIN_TEXTS, &begin(9)), (TEXT, &raised), (TEXT, &plain), (TEXT, &struck)]);
        let mark =
            |n: &str| [&[0][..], &((1 + n.len()) as u32).to_le_bytes(), &wide(&format!("\u{fdd0}{n}"))[4..]].concat();
        let after = part(&[(BEGIN_TEXTS, &begin(3)), (TEXT, &mark("0")), (TEXT, &plain), (TEXT, &mark("1"))]);
        assert_eq!(shared(&before, &fonts, &mut rich), Some(after));
        let (text, seen) = rich.get("\u{fdd0}0").unwrap();
        assert_eq!((&**text, &*seen.on_the_line, &*seen.raised), ("91.21", "91.2", "1"));
        let (text, seen) = rich.get("\u{fdd0}1").unwrap();
        assert_eq!((&**text, &seen.struck), ("87", &Struck::Part("9".into())));
        assert_eq!(shared(&part(&[(BEGIN_TEXTS, &begin(1)), (TEXT, &plain)]), &fonts, &mut rich), None);
    }
}
