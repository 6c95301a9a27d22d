//! Colours of an .xlsx: written out, of its theme, or by their number in an old palette.

use crate::checklist::xml::{Read, number, value, within};
use crate::fit::fit;
use crate::ingest::XmlPart;
use quick_xml::events::BytesStart;

/// The colours of a theme, in the order in which cells number them.
#[derive(Debug, Clone)]
pub(super) struct Theme([[u8; 3]; 12]);

/// What a theme calls its colours, in the order in which cells number them: the light before the dark.
const NAMES: [&str; 12] =
    ["lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink"];

/// The palette of Excel 97 from number 8 on; the first eight are its first eight again.
const PALETTE: [u32; 56] = [
    0x00_0000, 0xFF_FFFF, 0xFF_0000, 0x00_FF00, 0x00_00FF, 0xFF_FF00, 0xFF_00FF, 0x00_FFFF, 0x80_0000, 0x00_8000,
    0x00_0080, 0x80_8000, 0x80_0080, 0x00_8080, 0xC0_C0C0, 0x80_8080, 0x99_99FF, 0x99_3366, 0xFF_FFCC, 0xCC_FFFF,
    0x66_0066, 0xFF_8080, 0x00_66CC, 0xCC_CCFF, 0x00_0080, 0xFF_00FF, 0xFF_FF00, 0x00_FFFF, 0x80_0080, 0x80_0000,
    0x00_8080, 0x00_00FF, 0x00_CCFF, 0xCC_FFFF, 0xCC_FFCC, 0xFF_FF99, 0x99_CCFF, 0xFF_99CC, 0xCC_99FF, 0xFF_CC99,
    0x33_66FF, 0x33_CCCC, 0x99_CC00, 0xFF_CC00, 0xFF_9900, 0xFF_6600, 0x66_6699, 0x96_9696, 0x00_3366, 0x33_9966,
    0x00_3300, 0x33_3300, 0x99_3300, 0x99_3366, 0x33_3399, 0x33_3333,
];

impl Default for Theme {
    /// That of Office 2013.
    fn default() -> Self {
        let parts = [
            0xFF_FFFF, 0x00_0000, 0xE7_E6E6, 0x44_546A, 0x44_72C4, 0xED_7D31, 0xA5_A5A5, 0xFF_C000, 0x5B_9BD5,
            0x70_AD47, 0x05_63C1, 0x95_4F72,
        ];
        Self(parts.map(split))
    }
}

impl Theme {
    /// Reads the part of a theme.
    pub fn read(xml: &[u8]) -> Read<Self> {
        let (mut theme, mut at, mut part) = (Self::default(), None, XmlPart::new(xml));
        crate::checklist::xml::root(&mut part)?;
        within(&mut part, |name, tag| {
            let said = match name {
                "srgbClr" => value(tag, "val"),
                "sysClr" => value(tag, "lastClr"),
                _ => return at = NAMES.iter().position(|n| *n == name).or(at.filter(|_| name.ends_with("Clr"))),
            };
            // Only what stands directly in a colour of the scheme counts.
            if let Some((slot, colour)) = at.take().zip(said.as_deref().and_then(parsed)) {
                theme.0[slot] = colour;
            }
        })?;
        Ok(theme)
    }

    /// The colour that an element means, as `#RRGGBB`; nothing where it is the program's own.
    pub fn colour(&self, tag: &BytesStart<'_>) -> Option<String> {
        let plain = value(tag, "rgb").and_then(|rgb| parsed(rgb.get(rgb.len().checked_sub(6)?..)?));
        let themed = || number::<usize>(tag, "theme").and_then(|n| self.0.get(n)).copied();
        let numbered = || {
            let number = number::<usize>(tag, "indexed")?;
            PALETTE.get(if number < 8 { number } else { number - 8 }).map(|c| split(*c))
        };
        let tint = number::<f64>(tag, "tint").unwrap_or_default();
        let [red, green, blue] = tinted(plain.or_else(themed).or_else(numbered)?, tint);
        Some(format!("#{red:02X}{green:02X}{blue:02X}"))
    }
}

fn parsed(hex: &str) -> Option<[u8; 3]> {
    (hex.len() == 6).then(|| u32::from_str_radix(hex, 16).ok().map(split)).flatten()
}

fn split(colour: u32) -> [u8; 3] {
    let [_, red, green, blue] = colour.to_be_bytes();
    [red, green, blue]
}

/// Lighter for a tint above 0, darker below; a mix with white or black comes near enough to what Excel does with the
/// lightness.
fn tinted(colour: [u8; 3], tint: f64) -> [u8; 3] {
    let tint = tint.clamp(-1.0, 1.0);
    let end = if tint > 0.0 { 255.0 } else { 0.0 };
    colour.map(|part| fit((f64::from(part) * (1.0 - tint.abs()) + end * tint.abs()).round()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::xml::root;

    fn colour(theme: &Theme, xml: &str) -> Option<String> {
        theme.colour(&root(&mut XmlPart::new(xml.as_bytes())).ok()?)
    }

    #[test]
    fn colours_however_they_are_written() {
        let usual = Theme::default();
        for (xml, wanted) in [
            ("<color rgb=\"FF1F3864\"/>", Some("#1F3864")),
            ("<color rgb=\"1f3864\"/>", Some("#1F3864")),
            ("<color theme=\"0\"/>", Some("#FFFFFF")),
            ("<color theme=\"1\"/>", Some("#000000")),
            ("<color theme=\"0\" tint=\"-0.5\"/>", Some("#808080")),
            ("<color theme=\"1\" tint=\"0.5\"/>", Some("#808080")),
            ("<color indexed=\"2\"/>", Some("#FF0000")),
            ("<color indexed=\"10\"/>", Some("#FF0000")),
            // The program's own.
            ("<color indexed=\"64\"/>", None),
            ("<color auto=\"1\"/>", None),
            ("<color theme=\"99\"/>", None),
            ("<color rgb=\"é\"/>", None),
        ] {
            assert_eq!(colour(&usual, xml).as_deref(), wanted, "{xml}");
        }
    }

    #[test]
    fn a_theme_has_colours_of_its_own() {
        let xml = "<theme><themeElements><clrScheme><dk1><sysClr lastClr=\"101010\"/></dk1><accent1><srgbClr \
                   val=\"00AA00\"/></accent1></clrScheme><fmtScheme><srgbClr val=\"FF00FF\"/></fmtScheme></themeElements></theme>";
        let theme = Theme::read(xml.as_bytes()).ok().unwrap();
        assert_eq!(colour(&theme, "<color theme=\"1\"/>").unwrap(), "#101010");
        assert_eq!(colour(&theme, "<color theme=\"4\"/>").unwrap(), "#00AA00");
        assert_eq!(colour(&theme, "<color theme=\"5\"/>").unwrap(), "#ED7D31");
    }
}
