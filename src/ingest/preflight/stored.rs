//! An archive in memory whose parts are stored as they are, so that the parser behind us inflates nothing again.

use super::refusal::{Refusal, damaged};
use crate::fit::fit;
use std::num::TryFromIntError;
use std::ops::Range;

/// Parts are appended; the table of parts is written at the end.
#[derive(Default)]
pub(super) struct Archive {
    bytes: Vec<u8>,
    table: Vec<u8>,
    parts: u16,
}

impl Archive {
    /// Adds a part whose content `fill` appends; it gives the checksum of what it appended.
    pub fn add(
        &mut self,
        name: &str,
        fill: impl FnOnce(&mut Vec<u8>) -> Result<u32, Refusal>,
    ) -> Result<Range<usize>, Refusal> {
        let start = self.bytes.len();
        let name = name.as_bytes();
        let too_large = |_: TryFromIntError| damaged("a part of more than 4 GB");
        let name_length = u16::try_from(name.len()).map_err(too_large)?;
        // Version 2.0, names in UTF-8 or ASCII, stored, 1 January 1980.
        let common = [20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0];
        self.bytes.extend_from_slice(b"PK\x03\x04");
        self.bytes.extend_from_slice(&common);
        self.bytes.extend_from_slice(&[0; 12]);
        self.bytes.extend_from_slice(&name_length.to_le_bytes());
        self.bytes.extend_from_slice(&[0; 2]);
        self.bytes.extend_from_slice(name);
        let from = self.bytes.len();
        let crc = fill(&mut self.bytes)?;
        let size = u32::try_from(self.bytes.len() - from).map_err(too_large)?;
        let sizes = [crc.to_le_bytes(), size.to_le_bytes(), size.to_le_bytes()].concat();
        self.bytes[start + 14..start + 26].copy_from_slice(&sizes);
        let at = u32::try_from(start).map_err(too_large)?;
        self.table.extend_from_slice(b"PK\x01\x02\x14\x00");
        self.table.extend_from_slice(&common);
        self.table.extend_from_slice(&sizes);
        self.table.extend_from_slice(&name_length.to_le_bytes());
        self.table.extend_from_slice(&[0; 12]);
        self.table.extend_from_slice(&at.to_le_bytes());
        self.table.extend_from_slice(name);
        self.parts = self.parts.saturating_add(1);
        Ok(from..self.bytes.len())
    }

    /// The content of the part added last.
    pub fn part(&self, at: &Range<usize>) -> &[u8] {
        self.bytes.get(at.clone()).unwrap_or_default()
    }

    /// Forgets every part.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.table.clear();
        self.parts = 0;
    }

    /// The whole archive.
    pub fn finish(mut self) -> Vec<u8> {
        let (start, length) = (fit::<u32>(self.bytes.len()), fit::<u32>(self.table.len()));
        self.bytes.append(&mut self.table);
        self.bytes.extend_from_slice(b"PK\x05\x06\0\0\0\0");
        self.bytes.extend_from_slice(&self.parts.to_le_bytes());
        self.bytes.extend_from_slice(&self.parts.to_le_bytes());
        self.bytes.extend_from_slice(&length.to_le_bytes());
        self.bytes.extend_from_slice(&start.to_le_bytes());
        self.bytes.extend_from_slice(&[0; 2]);
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    #[test]
    fn reads_back() {
        let mut archive = super::Archive::default();
        for (name, text) in [("a.xml", "<a/>"), ("b/c.xml", "")] {
            let crc = if text.is_empty() { 0 } else { 0x2a4d_a3f0 };
            let fill = |out: &mut Vec<u8>| {
                out.extend_from_slice(text.as_bytes());
                Ok(crc)
            };
            archive.add(name, fill).unwrap();
        }
        let bytes = archive.finish();
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let config = zip::read::ZipReadOptions::new().ignore_crc32(true);
        let mut text = String::new();
        zip.by_index_with_options(0, config).unwrap().read_to_string(&mut text).unwrap();
        assert_eq!((text.as_str(), zip.len()), ("<a/>", 2));
        assert_eq!(zip.by_index(1).unwrap().name().unwrap(), "b/c.xml");
    }
}
