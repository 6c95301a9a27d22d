//! Colours as settings write them, `#RRGGBB`, and how well one stands out on another.
//!
//! Contrast is that of WCAG 2.2: the ratio of the relative luminances, each with 0.05 for the light that any screen
//! reflects (<https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>).

use crate::elementary::pow;

/// What words need on their ground (success criterion 1.4.3).
pub const FOR_WORDS: f64 = 4.5;
/// What a mark that tells something needs beside its ground (success criterion 1.4.11).
pub const FOR_MARKS: f64 = 3.0;

/// The contrast of two colours, from 1 to 21; `None` where one is no colour.
pub fn contrast(one: &str, other: &str) -> Option<f64> {
    let (one, other) = (luminance(parsed(one)?), luminance(parsed(other)?));
    Some((one.max(other) + 0.05) / (one.min(other) + 0.05))
}

/// The colour nearest to `colour` that has at least the contrast `least` on a ground: darker, or lighter where that is
/// nearer. `None` where there is none, or one of them is no colour.
pub fn standing_out(colour: &str, ground: &str, least: f64) -> Option<String> {
    let from = parsed(colour)?;
    let steps = (0..=255).flat_map(|step| [(step, 0), (step, 255)]);
    let mixed = steps.map(|(step, end)| written(from.map(|part| mix(part, end, step))));
    mixed.into_iter().find(|mixed| contrast(mixed, ground).is_some_and(|ratio| ratio >= least))
}

/// One part of a colour, `step` of 255 on its way to `end`.
fn mix(part: u8, end: u32, step: u32) -> u32 {
    (u32::from(part) * (255 - step) + end * step + 127) / 255
}

fn parsed(colour: &str) -> Option<[u8; 3]> {
    let hex = colour.strip_prefix('#').filter(|hex| hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit()))?;
    let part = |n: usize| u8::from_str_radix(hex.get(n..n + 2)?, 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

fn written([red, green, blue]: [u32; 3]) -> String {
    format!("#{red:02X}{green:02X}{blue:02X}")
}

/// Relative luminance: 0 for black, 1 for white.
fn luminance(parts: [u8; 3]) -> f64 {
    let [red, green, blue] = parts.map(|part| match f64::from(part) / 255.0 {
        dark if dark <= 0.040_45 => dark / 12.92,
        light => pow((light + 0.055) / 1.055, 2.4),
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Grey #767676 is the lightest that words may have on white, as every guide says.
    #[test]
    fn contrasts_are_those_of_the_standard() {
        for (one, other, ratio) in [
            ("#000000", "#FFFFFF", 21.0),
            ("#FFFFFF", "#FFFFFF", 1.0),
            ("#767676", "#FFFFFF", 4.54),
            ("#777777", "#FFFFFF", 4.48),
            ("#0000FF", "#FFFFFF", 8.59),
            ("#FF0000", "#FFFFFF", 4.0),
        ] {
            let got = contrast(one, other).unwrap();
            assert!((got - ratio).abs() < 0.005, "{one} on {other}: {got}");
            assert_eq!(contrast(other, one), Some(got));
        }
        for wrong in ["", "#12345", "123456", "#GG0000", "#+1+1+1", "#éé00"] {
            assert_eq!(contrast(wrong, "#FFFFFF"), None, "{wrong}");
        }
    }

    #[test]
    fn the_nearest_colour_goes_the_shorter_way() {
        assert_eq!(standing_out("#777777", "#FFFFFF", FOR_WORDS).unwrap(), "#767676");
        assert_eq!(standing_out("#1F3864", "#FFFFFF", FOR_WORDS).unwrap(), "#1F3864");
        assert_eq!(standing_out("#C00000", "#C00000", FOR_WORDS).unwrap(), "#F3CFCF");
        assert_eq!(standing_out("#808080", "#808080", 21.5), None);
    }

    proptest! {
        #[test]
        fn any_colour_has_one_that_stands_out(colour in "#[0-9A-F]{6}", ground in "#[0-9A-F]{6}") {
            // Black or white stands out 4.58 to 1 on whatever there is.
            let found = standing_out(&colour, &ground, FOR_WORDS).unwrap();
            prop_assert!(contrast(&found, &ground).unwrap() >= FOR_WORDS);
            if contrast(&colour, &ground).unwrap() >= FOR_WORDS {
                prop_assert_eq!(found, colour);
            }
        }
    }
}
