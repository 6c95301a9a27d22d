//! Whole files in an archive, one after the other however long they are; and such an archive looked at without
//! believing a word of it: a stranger may have made it.

use crate::digest::Digest256;
use crate::file_name;
use crate::fit::fit;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

/// What is read and written at once.
const BLOCK: usize = 64 * 1024;
/// How files begin that are packed already: archives and workbooks, Parquet, PNG, JPEG.
const PACKED: [&[u8]; 4] = [b"PK", b"PAR1", b"\x89PNG", b"\xff\xd8\xff"];

/// Packs files into an archive. The same files make the same archive, whenever and on whatever system.
pub struct FilePacker<W: Write + Seek>(Option<ZipWriter<W>>);

impl<W: Write + Seek> FilePacker<W> {
    /// An archive without files.
    pub fn new(to: W) -> Self {
        Self(Some(ZipWriter::new(to)))
    }

    /// Packs all of `from`, which is `bytes` long as far as anybody knows. Gives its length and its SHA-256 as they
    /// were.
    ///
    /// # Errors
    /// When `from` cannot be read or the archive cannot be written.
    pub fn add(&mut self, name: &str, bytes: u64, mut from: impl Read) -> io::Result<(u64, String)> {
        let zip = self.0.as_mut().ok_or_else(|| io::Error::other("the archive has ended"))?;
        let mut block = vec![0; BLOCK];
        let mut read = fill(&mut from, &mut block)?;
        let packed = PACKED.iter().any(|begins| block[..read].starts_with(begins));
        let method = if packed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default().last_modified_time(DateTime::default()).system(System::Unix);
        let options = options.compression_method(method).large_file(bytes >= u64::from(u32::MAX));
        zip.start_file(name, options).map_err(cause)?;
        let (mut length, mut hash) = (0, Digest256::default());
        while read > 0 {
            zip.write_all(&block[..read])?;
            hash.update(&block[..read]);
            length += read as u64;
            read = fill(&mut from, &mut block)?;
        }
        Ok((length, hash.finish()))
    }

    /// The archive is whole.
    ///
    /// # Errors
    /// When its list cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.0.take().map_or(Ok(()), |zip| zip.finish().map_err(cause)?.flush())
    }
}

impl<W: Write + Seek> Drop for FilePacker<W> {
    /// The library would try to end an archive that is given up, and say on the screen that it could not.
    fn drop(&mut self) {
        self.0.take().into_iter().for_each(std::mem::forget);
    }
}

/// As much as there is, up to the length of `block`: where one archive ends a block and another does not, their bytes
/// differ.
fn fill(from: &mut impl Read, block: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < block.len() {
        match from.read(&mut block[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(filled)
}

/// What the system said, where it said something.
fn cause(error: ZipError) -> io::Error {
    match error {
        ZipError::Io(cause) => cause,
        other => other.into(),
    }
}

/// A name that leads to a file in a folder and nowhere else, and that every system takes: no step up, no drive, no
/// device, no folder by another system's sign.
pub fn is_plain(name: &str) -> bool {
    name.split('/').all(|part| file_name::stem(part, usize::MAX) == part)
}

/// An entry of an archive, as the archive says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackedFile {
    /// Its place in the list.
    pub place: usize,
    /// Its name, whatever that is.
    pub name: String,
    /// Its length, unpacked.
    pub bytes: u64,
    /// A folder, which is nothing by itself.
    pub is_folder: bool,
    /// A link to another file.
    pub is_link: bool,
    /// It cannot be read without a password.
    pub is_encrypted: bool,
}

/// An archive of files. Nothing is unpacked unless it is asked for.
pub struct PackedFiles {
    zip: ZipArchive<BufReader<File>>,
    /// Its length as it lies there.
    pub bytes: u64,
}

impl PackedFiles {
    /// Opens an archive by its list.
    ///
    /// # Errors
    /// When the file cannot be read, or is no archive or only the beginning of one.
    pub fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let bytes = file.metadata()?.len();
        let zip = ZipArchive::new(BufReader::new(file)).map_err(cause)?;
        Ok(Self { zip, bytes })
    }

    /// All that is in it.
    ///
    /// # Errors
    /// When an entry cannot be looked at.
    pub fn list(&mut self) -> io::Result<Vec<PackedFile>> {
        let mut out = Vec::with_capacity(self.zip.len());
        for place in 0..self.zip.len() {
            let entry = self.zip.by_index_raw(place).map_err(cause)?;
            out.push(PackedFile {
                place,
                name: String::from_utf8_lossy(entry.name_raw()).into_owned(),
                bytes: entry.size(),
                is_folder: entry.is_dir(),
                is_link: entry.is_symlink(),
                is_encrypted: entry.encrypted(),
            });
        }
        Ok(out)
    }

    /// Unpacks one entry, up to one byte more than `most`: who gets more than was said has been told enough. Gives the
    /// length and the SHA-256 of what was unpacked.
    ///
    /// # Errors
    /// When it is not whole, or `to` cannot be written; which of the two, the outer and the inner say.
    pub fn unpack(&mut self, place: usize, most: u64, to: &mut impl Write) -> io::Result<io::Result<(u64, String)>> {
        let entry = match self.zip.by_index(place) {
            Ok(entry) => entry,
            Err(e) => return Ok(Err(cause(e))),
        };
        let mut entry = entry.take(most.saturating_add(1));
        let (mut block, mut length, mut hash) = (vec![0; BLOCK], 0, Digest256::default());
        loop {
            match fill(&mut entry, &mut block) {
                Err(e) => return Ok(Err(e)),
                Ok(0) => return Ok(Ok((length, hash.finish()))),
                Ok(read) => {
                    hash.update(&block[..read]);
                    length += read as u64;
                    to.write_all(&block[..read])?;
                }
            }
        }
    }

    /// Names that the archive's list has twice are one entry to us and may be another to others; how many entries it
    /// says it has, where it says so in the usual way.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn says_it_has(path: &Path) -> io::Result<Option<usize>> {
        const END: usize = 22;
        let (mut file, mut end) = (File::open(path)?, [0; END]);
        file.seek(SeekFrom::End(-fit::<i64>(END)))?;
        file.read_exact(&mut end)?;
        let entries = usize::from(u16::from_le_bytes([end[10], end[11]]));
        // With words behind the list, or with more entries than the number can tell, it stands elsewhere.
        Ok((end.starts_with(b"PK\x05\x06") && entries < usize::from(u16::MAX)).then_some(entries))
    }
}

/// Names of a list that differ only in capitals: one file on some systems.
pub fn alike<'n>(names: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let mut seen = BTreeSet::new();
    names.filter(|name| !seen.insert(name.to_lowercase())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut out = Cursor::new(vec![]);
        let mut packer = FilePacker::new(&mut out);
        for (name, bytes) in files {
            let said = packer.add(name, bytes.len() as u64, *bytes).unwrap();
            assert_eq!(said, (bytes.len() as u64, crate::digest::sha256(bytes)));
        }
        packer.finish().unwrap();
        out.into_inner()
    }

    /// Gives what it has in pieces of odd length.
    struct Dripping<'b>(&'b [u8]);

    impl Read for Dripping<'_> {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            let n = to.len().min(self.0.len()).min(977);
            to[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    #[test]
    fn files_go_in_and_come_out_and_the_bytes_are_the_same() {
        let long: Vec<u8> = (0..300_000u32).flat_map(|n| (n / 7).to_le_bytes()).collect();
        let files: [(&str, &[u8]); 3] = [("a.json", &long), ("b/c.parquet", b"PAR1 and more"), ("empty", b"")];
        let bytes = packed(&files);
        assert!(bytes == packed(&files) && bytes.len() < long.len());
        let mut again = Cursor::new(vec![]);
        let mut packer = FilePacker::new(&mut again);
        for (name, bytes) in files {
            packer.add(name, bytes.len() as u64, Dripping(bytes)).unwrap();
        }
        packer.finish().unwrap();
        assert!(again.into_inner() == bytes, "how it was read does not matter");

        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), &bytes).unwrap();
        let mut archive = PackedFiles::open(file.path()).unwrap();
        assert_eq!(PackedFiles::says_it_has(file.path()).unwrap(), Some(3));
        let list = archive.list().unwrap();
        assert_eq!(
            list.iter().map(|f| (f.name.as_str(), f.bytes)).collect::<Vec<_>>(),
            [("a.json", long.len() as u64), ("b/c.parquet", 13), ("empty", 0)]
        );
        let mut out = vec![];
        let said = archive.unpack(0, long.len() as u64, &mut out).unwrap().unwrap();
        assert!(out == long && said == (long.len() as u64, crate::digest::sha256(&long)));
        // What is longer than was said ends one byte behind it.
        out.clear();
        assert_eq!(archive.unpack(0, 99, &mut out).unwrap().unwrap().0, 100);
        assert_eq!(out.len(), 100);
    }

    #[test]
    fn an_archive_that_is_given_up_says_nothing() {
        let mut packer = FilePacker::new(Cursor::new(vec![]));
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("gone"))
            }
        }
        assert!(packer.add("a", 1, Broken).is_err());
    }

    #[test]
    fn a_name_leads_nowhere_else() {
        for name in ["a", "a/b.json", "history/log/00000001.json", "notebook/2026-27Q2.xlsx", "Zoë (1).toml"] {
            assert!(is_plain(name), "{name}");
        }
        for name in [
            "", "/a", "a/", "../a", "a/../b", "a//b", "./a", "C:/a", "C:a", "a\\b", "..\\a", "a/..", "a\0", "a.",
            "a /b",
        ] {
            assert!(!is_plain(name), "{name:?}");
        }
        assert_eq!(alike(["a", "B", "A", "b", "c"].into_iter()), ["A", "b"]);
    }
}
