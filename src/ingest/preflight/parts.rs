//! The parts of an archive: their names, the sizes that it declares, and their content, unpacked under the limits.
//! Only what is looked at counts: a picture that packs well is never unpacked.

use super::refusal::{Refusal, damaged};
use crate::catalogue::{F002, F004};
use crate::fit::fit;
use crate::settings::Limits;
use memchr::memmem;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

const MB: u64 = 1 << 20;
/// Ratios say nothing of parts smaller than this.
const RATIO_FROM: u64 = 100 << 10;

/// An open archive.
pub(crate) struct Parts<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// In lower case, with forward slashes.
    pub names: Vec<String>,
    numbers: BTreeMap<String, usize>,
    limits: &'a Limits,
    /// Bytes unpacked so far.
    whole: u64,
}

impl<'a> Parts<'a> {
    pub fn open(bytes: &'a [u8], limits: &'a Limits) -> Result<Self, Refusal> {
        let mut zip =
            ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged("the archive's table of parts is unreadable"))?;
        if zip.len() as u64 > limits.zip_entries {
            let got = format!("{} parts", zip.len());
            return Err(Refusal::new(&F004, format!("no more than {} parts", limits.zip_entries), got));
        }
        let names =
            zip.file_names().map(|n| Some(n.ok()?.replace('\\', "/").to_ascii_lowercase())).collect::<Option<Vec<_>>>();
        let names = names.ok_or_else(|| damaged("a part whose name cannot be read"))?;
        let leaves =
            |n: &String| n.starts_with('/') || n.contains(':') || n.contains('\0') || n.split('/').any(|s| s == "..");
        if let Some(name) = names.iter().find(|n| leaves(n)) {
            return Err(damaged(&format!("a part named “{name}”")));
        }
        // Programs differ in which of two parts of one name they take.
        let mut numbers = BTreeMap::new();
        if let Some(name) =
            names.iter().enumerate().find_map(|(n, name)| numbers.insert(name.clone(), n).and(Some(name)))
        {
            return Err(damaged(&format!("two parts named “{name}”")));
        }
        if zip.has_duplicate_names() {
            return Err(damaged("two parts of one name"));
        }
        for (n, name) in names.iter().enumerate() {
            if zip.by_index_raw(n).map_err(|_| unreadable(name))?.encrypted() {
                return Err(Refusal::new(&F002, "a workbook that opens without a password", "an encrypted archive"));
            }
        }
        Ok(Self { zip, names, numbers, limits, whole: 0 })
    }

    pub fn find(&self, name: &str) -> Option<usize> {
        self.numbers.get(name).copied()
    }

    /// The size of a part, as far as it keeps the limits; a part that turns out larger than declared is refused when it
    /// is unpacked.
    pub fn declared(&mut self, n: usize) -> Result<u64, Refusal> {
        let (name, limits) = (&self.names[n], self.limits);
        let file = self.zip.by_index_raw(n).map_err(|_| unreadable(name))?;
        let (size, packed) = (file.size(), file.compressed_size());
        if size > limits.entry_mb * MB {
            let expected = format!("parts of no more than {} MB when unpacked", limits.entry_mb);
            let got = format!("the part “{name}” of {} MB", size.div_ceil(MB));
            return Err(Refusal::new(&F004, expected, got));
        }
        if size > RATIO_FROM && size / limits.ratio.max(1) > packed {
            let expected = format!("parts that unpack to no more than {} times their size", limits.ratio);
            let got = format!("the part “{name}”, {} times", size / packed.max(1));
            return Err(Refusal::new(&F004, expected, got));
        }
        Ok(size)
    }

    /// The sizes of these parts together.
    pub fn declared_together(&mut self, parts: impl Iterator<Item = usize>) -> Result<u64, Refusal> {
        let mut all = self.whole;
        for n in parts {
            all = all.saturating_add(self.declared(n)?);
        }
        if all > self.limits.unpacked_mb * MB {
            let expected = format!("no more than {} MB when unpacked", self.limits.unpacked_mb);
            return Err(Refusal::new(&F004, expected, format!("{} MB", all.div_ceil(MB))));
        }
        Ok(all)
    }

    /// Appends the content of a part; gives its checksum.
    pub fn unpack(&mut self, n: usize, out: &mut Vec<u8>) -> Result<u32, Refusal> {
        let size = self.declared(n)?;
        let name = &self.names[n];
        let mut file = self.zip.by_index(n).map_err(|_| unreadable(name))?;
        let from = out.len();
        out.reserve(fit::<usize>(size));
        let inflated = file.by_ref().take(size + 1).read_to_end(out).map_err(|_| unreadable(name))? as u64;
        self.whole += inflated;
        if inflated > size {
            let expected = format!("{size} bytes in the part “{name}”, as the file declares");
            return Err(Refusal::new(&F004, expected, "more"));
        }
        if self.whole > self.limits.unpacked_mb * MB {
            let expected = format!("no more than {} MB when unpacked", self.limits.unpacked_mb);
            return Err(Refusal::new(&F004, expected, "more"));
        }
        if !name.ends_with(".bin") && memmem::find(&out[from..], b"<!DOCTYPE").is_some() {
            let got = format!("one in the part “{name}”");
            return Err(Refusal::new(&F004, "no document type declaration", got));
        }
        Ok(file.crc32())
    }

    /// The content of a part.
    pub fn read(&mut self, n: usize) -> Result<Vec<u8>, Refusal> {
        let mut out = Vec::new();
        self.unpack(n, &mut out)?;
        Ok(out)
    }
}

fn unreadable(name: &str) -> Refusal {
    damaged(&format!("the part “{name}” is unreadable"))
}
