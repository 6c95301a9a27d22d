//! Pictures over the cells of a sheet.

use super::over::cut;
use rust_xlsxwriter::{Image, Worksheet, XlsxError};
use std::sync::Arc;

/// Characters of alternative text that Excel takes.
pub(super) const ALT: usize = 255;

/// A picture at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// A PNG or JPEG.
    pub bytes: Arc<[u8]>,
    /// What it shows, for people who cannot see it.
    pub alt: String,
    /// The cell that has its top left corner, counted from 0.
    pub row: u32,
    /// Column, counted from 0.
    pub column: u16,
    /// How far inside that cell the corner is, to the right and down, in pixels.
    pub offset: (u32, u32),
    /// As it is shown, in pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

pub(super) fn insert(sheet: &mut Worksheet, picture: &Picture) -> Result<(), XlsxError> {
    let image = Image::new_from_buffer(&picture.bytes)?
        .set_scale_to_size(picture.width, picture.height, false)
        .set_alt_text(cut(&picture.alt, ALT));
    let (right, down) = picture.offset;
    sheet.insert_image_with_offset(picture.row, picture.column, &image, right, down)?;
    Ok(())
}
