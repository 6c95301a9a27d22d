//! The council's logo on a sheet: at the right of its title, within the first screen.

use crate::fit::fit;
use crate::settings::{Logo, LookSettings};
use crate::workbook::{Picture, Sheet};

/// The most that it takes, in pixels: the title and the line below it are 57 high.
const BOX: (u32, u32) = (260, 50);
/// Pixels above it, and left free at its right.
const GAP: u32 = 4;
/// The right edge of the first screen of a small laptop, in pixels.
const SCREEN: u32 = 1_300;

/// Puts the logo on a sheet whose columns have their widths; nothing where there is none.
pub fn place(sheet: &mut Sheet<'_>, look: &LookSettings, council: &str) {
    let Some(logo) = &look.picture else { return };
    let (width, height) = size(logo);
    let printed = sheet.print.last.map_or(usize::MAX, |(_, column)| usize::from(column) + 1);
    let widths: Vec<u32> = sheet.widths.iter().take(printed).map(|width| pixels(*width)).collect();
    let right = widths.iter().sum::<u32>().min(SCREEN);
    // The column that its left edge is in, and how far.
    let (mut column, mut left) = (0, right.saturating_sub(width + GAP));
    for width in widths {
        if left < width {
            break;
        }
        (column, left) = (column + 1, left - width);
    }
    sheet.pictures.push(Picture {
        bytes: logo.bytes.clone(),
        alt: format!("Logo of {council}"),
        row: 0,
        column,
        offset: (left, GAP),
        width,
        height,
    });
}

/// As large as it may be shown, in its own proportions; a small one is not made larger.
fn size(logo: &Logo) -> (u32, u32) {
    let [wide, high] = [(BOX.0, logo.width), (BOX.1, logo.height)].map(|(most, own)| f64::from(most) / f64::from(own));
    let scale = wide.min(high).min(1.0);
    let [width, height] = [logo.width, logo.height].map(|own| fit::<u32>((f64::from(own) * scale).round()).max(1));
    (width, height)
}

/// A column of so many characters, in pixels.
fn pixels(width: f64) -> u32 {
    fit::<u32>((width * 7.0 + 5.0).round())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Logo;
    use crate::settings::made_logo::{jpeg, png};

    fn placed(bytes: Vec<u8>, widths: &[f64]) -> Picture {
        let look = LookSettings { picture: Some(Logo::new(bytes).unwrap()), ..LookSettings::default() };
        let mut sheet = Sheet { widths: widths.to_vec(), ..Sheet::default() };
        place(&mut sheet, &look, "Stowick");
        sheet.pictures.remove(0)
    }

    #[test]
    fn it_keeps_its_proportions_within_its_box() {
        for (bytes, size) in [
            (png(4_000, 1_000), (200, 50)),
            (png(1_000, 100), (260, 26)),
            (jpeg(200, 800), (13, 50)),
            (png(30, 20), (30, 20)),
            (png(4_000, 1), (260, 1)),
        ] {
            let picture = placed(bytes, &[28.0, 116.0]);
            assert_eq!((picture.width, picture.height), size);
            assert_eq!(picture.alt, "Logo of Stowick");
        }
    }

    /// 28 characters are 201 pixels, 116 are 817.
    #[test]
    fn it_stands_at_the_right_of_what_is_seen_first() {
        let at = |widths: &[f64]| {
            let picture = placed(png(100, 50), widths);
            (picture.column, picture.offset.0)
        };
        assert_eq!(at(&[28.0, 116.0]), (1, 817 - 104));
        assert_eq!(at(&[28.0, 116.0, 116.0]), (2, 1_300 - 201 - 817 - 104));
        assert_eq!(at(&[28.0, 116.0, 10.0]), (1, 817 + 75 - 104));
        assert_eq!(at(&[5.0]), (0, 0));
        let none = LookSettings::default();
        let mut sheet = Sheet::default();
        place(&mut sheet, &none, "Stowick");
        assert!(sheet.pictures.is_empty());
    }
}
