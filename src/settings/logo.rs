//! The council's logo: a picture that stands beside the settings.

use std::sync::Arc;

/// The longest side, in pixels.
const LONGEST_SIDE: u32 = 4_000;
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// A picture that every program shows: a whole PNG or JPEG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    /// The bytes of its file.
    pub bytes: Arc<[u8]>,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

impl Logo {
    /// The largest file, in bytes: more is a photograph, and slows every workbook that has it.
    pub const LARGEST: u64 = 1_000_000;

    /// Looks at the bytes of a file.
    ///
    /// # Errors
    /// Why it is no logo, behind its name: `is no PNG or JPEG picture`.
    pub fn new(bytes: Vec<u8>) -> Result<Self, String> {
        if bytes.len() as u64 > Self::LARGEST {
            return Err(format!("is larger than {} KB", Self::LARGEST / 1_000));
        }
        let size = if bytes.starts_with(PNG) { png(&bytes) } else { jpeg(&bytes) };
        match size {
            None => Err("is no whole PNG or JPEG picture".to_owned()),
            Some((width, height)) if width.max(height) > LONGEST_SIDE => {
                Err(format!("is {width} by {height} pixels, more than {LONGEST_SIDE}"))
            }
            Some((width, height)) => Ok(Self { bytes: bytes.into(), width, height }),
        }
    }
}

/// Width and height of a PNG whose chunks are whole, from its header to its end.
fn png(bytes: &[u8]) -> Option<(u32, u32)> {
    let (mut rest, mut size, mut drawn) = (bytes.strip_prefix(PNG)?, None, false);
    loop {
        let length = usize::try_from(four(rest, 0)?).ok()?;
        let chunk = rest.get(4..length.checked_add(8)?)?;
        if four(rest, length + 8)? != crc32fast::hash(chunk) {
            return None;
        }
        match chunk.get(..4)? {
            b"IHDR" => size = Some((four(chunk, 4)?, four(chunk, 8)?)),
            b"IDAT" => drawn = true,
            b"IEND" => return size.filter(|(width, height)| drawn && *width > 0 && *height > 0),
            _ => {}
        }
        rest = &rest[length + 12..];
    }
}

/// Width and height of a JPEG whose segments lead to its picture and whose picture has an end.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let (mut rest, mut size) = (bytes.strip_prefix(b"\xff\xd8")?, None);
    loop {
        let (mark, length) = (two(rest, 0)?, two(rest, 2)?);
        match mark {
            // A frame: the height and the width stand behind its precision. C4, C8 and CC are tables.
            0xFFC0..=0xFFCF if !matches!(mark, 0xFFC4 | 0xFFC8 | 0xFFCC) => size = Some((two(rest, 7)?, two(rest, 5)?)),
            0xFFDA => {
                let ends = rest.windows(2).any(|pair| pair == b"\xff\xd9");
                return size.filter(|(width, height)| ends && *width > 0 && *height > 0);
            }
            0xFFC0..=0xFFFE => {}
            _ => return None,
        }
        rest = rest.get(usize::try_from(length).ok().filter(|n| *n >= 2)? + 2..)?;
    }
}

fn two(bytes: &[u8], at: usize) -> Option<u32> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    Some(two.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte)))
}

fn four(bytes: &[u8], at: usize) -> Option<u32> {
    Some(two(bytes, at)? << 16 | two(bytes, at.checked_add(2)?)?)
}

/// Pictures for tests: whole, though nothing is drawn in them.
#[cfg(test)]
pub(crate) mod made {
    pub fn png(width: u32, height: u32) -> Vec<u8> {
        let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
        let chunk = |kind: &[u8], data: &[u8]| {
            let named = [kind, data].concat();
            let length = u32::try_from(data.len()).unwrap();
            [&length.to_be_bytes()[..], &named, &crc32fast::hash(&named).to_be_bytes()].concat()
        };
        [super::PNG, &chunk(b"IHDR", &header), &chunk(b"IDAT", b"grey"), &chunk(b"IEND", b"")].concat()
    }

    pub fn jpeg(width: u16, height: u16) -> Vec<u8> {
        let segment = |mark: u8, data: &[u8]| {
            let length = u16::try_from(data.len() + 2).unwrap();
            [&[0xff, mark], &length.to_be_bytes()[..], data].concat()
        };
        let frame = [&[8], &height.to_be_bytes()[..], &width.to_be_bytes(), &[1, 1, 17, 0]].concat();
        let head = segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
        [b"\xff\xd8", &*head, &segment(0xc0, &frame), &segment(0xda, &[1, 1, 0, 0, 63, 0]), b"grey\xff\xd9"].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::made::{jpeg as a_jpeg, png as a_png};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn whole_pictures_are_taken_with_their_size() {
        for (bytes, size) in [(a_png(300, 80), (300, 80)), (a_jpeg(64, 48), (64, 48))] {
            let logo = Logo::new(bytes.clone()).unwrap();
            assert_eq!((logo.width, logo.height, &*logo.bytes), (size.0, size.1, &*bytes));
        }
    }

    #[test]
    fn what_is_no_logo_says_why() {
        let mut flipped = a_png(300, 80);
        flipped[17] ^= 1;
        for (bytes, why) in [
            (vec![], "no whole"),
            (b"GIF89a".to_vec(), "no whole"),
            (b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec(), "no whole"),
            (flipped, "no whole"),
            (a_png(0, 80), "no whole"),
            (a_jpeg(0, 80), "no whole"),
            (a_png(4_001, 80), "4001 by 80 pixels"),
            (vec![0; 1_000_001], "larger than 1000 KB"),
        ] {
            let said = Logo::new(bytes).unwrap_err();
            assert!(said.contains(why), "{said}");
        }
    }

    proptest! {
        /// A picture that is cut off anywhere is refused, and no bytes make it panic.
        #[test]
        fn a_part_of_a_picture_is_none(kept in 0usize..10_000, any in prop::collection::vec(any::<u8>(), 0..200)) {
            for whole in [a_png(300, 80), a_jpeg(64, 48)] {
                let part = whole[..kept % whole.len()].to_vec();
                prop_assert!(Logo::new(part.clone()).is_err());
                let _ = Logo::new([part, any.clone()].concat());
            }
        }
    }
}
