//! Texts packed in an archive: the parts of a workbook or a document. The same parts give the same bytes.

mod files;

pub use files::{FilePacker, PackedFile, PackedFiles, alike, is_plain};

use crate::fit::fit;
use std::io::{self, Cursor, Read, Seek, Write};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

/// What an OpenDocument file says of itself: it stands first and unpacked, where programs look for it.
pub const KIND: &str = "mimetype";

/// Writes parts by their names, in their order and without a day.
///
/// # Errors
/// When `to` cannot be written.
pub fn write(parts: &[(&str, String)], to: &mut (impl Write + Seek)) -> io::Result<()> {
    let mut zip = ZipWriter::new(to);
    for (name, text) in parts {
        let packed = if *name == KIND { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        zip.start_file(*name, options().compression_method(packed))?;
        zip.write_all(text.as_bytes())?;
    }
    zip.finish()?;
    Ok(())
}

/// The same archive with the parts that `change` has a new text for.
///
/// # Errors
/// When `bytes` are no archive of texts, or `change` fails.
pub fn changed(bytes: &[u8], change: impl Fn(&str, &str) -> io::Result<Option<String>>) -> io::Result<Vec<u8>> {
    let mut from = ZipArchive::new(Cursor::new(bytes))?;
    let mut to = ZipWriter::new(Cursor::new(vec![]));
    for n in 0..from.len() {
        let (name, mut text) = (from.by_index_raw(n)?.name()?.into_owned(), String::new());
        from.by_index(n)?.read_to_string(&mut text)?;
        match change(&name, &text)? {
            Some(text) => {
                to.start_file(name.as_str(), options())?;
                to.write_all(text.as_bytes())?;
            }
            None => to.raw_copy_file(from.by_index_raw(n)?)?,
        }
    }
    Ok(to.finish()?.into_inner())
}

/// The same archive as it would be from any system: each part says in the list at the end on which it was packed.
///
/// # Errors
/// When `bytes` are no archive.
pub fn of_one_system(mut bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    let mut entries = vec![];
    let mut archive = ZipArchive::new(Cursor::new(bytes.as_slice()))?;
    for n in 0..archive.len() {
        entries.push(fit::<usize>(archive.by_index_raw(n)?.central_header_start()));
    }
    drop(archive);
    for entry in entries {
        // Four bytes of a mark, the version that packed it, the system.
        if let Some(system) = bytes.get_mut(entry + 5) {
            *system = u8::from(System::Unix);
        }
    }
    Ok(bytes)
}

/// The text of one part.
///
/// # Errors
/// When `bytes` are no archive that has it, or it is no text.
pub fn text(bytes: &[u8], name: &str) -> io::Result<String> {
    let mut text = String::new();
    ZipArchive::new(Cursor::new(bytes))?.by_name(name)?.read_to_string(&mut text)?;
    Ok(text)
}

/// As hard as most programs pack.
const USUAL_LEVEL: u8 = 6;

/// One part that is packed while it is written.
pub struct PartWriter(ZipWriter<Cursor<Vec<u8>>>);

/// A part as it stands in an archive.
pub struct PackedPart(Vec<u8>);

impl PartWriter {
    /// A part of this name, packed as hard as `level` says, from 1, the fastest, to 9.
    ///
    /// # Errors
    /// When the name is longer than an archive takes.
    pub fn new(name: &str, level: u8) -> io::Result<Self> {
        let mut part = ZipWriter::new(Cursor::new(vec![]));
        part.start_file(name, options().compression_level(Some(i64::from(level))))?;
        Ok(Self(part))
    }

    /// Packs what comes next.
    ///
    /// # Errors
    /// Never for what is written.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }

    /// The whole part.
    ///
    /// # Errors
    /// Never for what was written.
    pub fn finish(self) -> io::Result<PackedPart> {
        Ok(PackedPart(self.0.finish()?.into_inner()))
    }
}

impl PackedPart {
    /// A text under this name.
    ///
    /// # Errors
    /// When the name is longer than an archive takes.
    pub fn of(name: &str, text: &str) -> io::Result<Self> {
        let mut part = PartWriter::new(name, USUAL_LEVEL)?;
        part.write(text.as_bytes())?;
        part.finish()
    }
}

/// Writes the same archive with those parts that `instead` has packed; it gets the text of each part whose name `is_meant`.
/// Then come the parts of `more`, whose names no other has.
///
/// # Errors
/// When `bytes` are no archive, `to` cannot be written, or `instead` fails.
pub fn spliced(
    bytes: &[u8],
    is_meant: impl Fn(&str) -> bool,
    mut instead: impl FnMut(&str, &str) -> io::Result<PackedPart>,
    more: Vec<PackedPart>,
    to: &mut (impl Write + Seek),
) -> io::Result<()> {
    let mut to = ZipWriter::new(to);
    let put = |to: &mut ZipWriter<_>, part: &PackedPart| {
        to.raw_copy_file(ZipArchive::new(Cursor::new(part.0.as_slice()))?.by_index_raw(0)?)
    };
    let mut copy = || {
        let mut from = ZipArchive::new(Cursor::new(bytes))?;
        for n in 0..from.len() {
            let name = from.by_index_raw(n)?.name()?.into_owned();
            if !is_meant(&name) {
                to.raw_copy_file(from.by_index_raw(n)?)?;
                continue;
            }
            let mut text = String::new();
            from.by_index(n)?.read_to_string(&mut text)?;
            let part = instead(&name, &text)?;
            put(&mut to, &part)?;
        }
        more.iter().try_for_each(|part| put(&mut to, part))
    };
    match copy() {
        Ok(()) => to.finish().map(drop).map_err(cause),
        Err(error) => {
            // Dropped, it would try to end the archive, and say on the screen that it could not.
            std::mem::forget(to);
            Err(cause(error))
        }
    }
}

/// What the system said, where it said something: the archive has nothing to add.
fn cause(error: ZipError) -> io::Error {
    match error {
        ZipError::Io(cause) => cause,
        other => other.into(),
    }
}

fn options() -> SimpleFileOptions {
    let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    packed.last_modified_time(DateTime::default()).system(System::Unix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_does_not_say_where_it_was_packed() {
        let packed_on = |system| {
            let mut zip = ZipWriter::new(Cursor::new(vec![]));
            for name in ["one.xml", "folder/two.xml"] {
                zip.start_file(name, options().system(system)).unwrap();
                zip.write_all(b"<text/>").unwrap();
            }
            zip.finish().unwrap().into_inner()
        };
        let (unix, windows) = (packed_on(System::Unix), packed_on(System::Dos));
        assert_ne!(unix, windows);
        assert_eq!(of_one_system(windows).unwrap(), unix);
        assert_eq!(of_one_system(unix.clone()).unwrap(), unix);
        assert!(of_one_system(b"no archive".to_vec()).is_err());
    }

    #[test]
    fn parts_in_their_order_and_only_what_is_named_is_changed() {
        let parts = [(KIND, "a".repeat(99)), ("b.xml", "<b/>".repeat(99)), ("c.xml", "<c/>".to_owned())];
        let packed = || {
            let mut out = Cursor::new(vec![]);
            write(&parts, &mut out).unwrap();
            out.into_inner()
        };
        let bytes = packed();
        assert_eq!(bytes, packed());
        // Where the `file` program and the standard look for it.
        assert_eq!(&bytes[30..38], KIND.as_bytes());
        assert_eq!(&bytes[38..42], b"aaaa");
        let bytes = changed(&bytes, |name, text| Ok((name == "c.xml").then(|| format!("{name} was {text}")))).unwrap();
        let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut read = |n| {
            let mut text = String::new();
            zip.by_index(n).unwrap().read_to_string(&mut text).unwrap();
            text
        };
        assert_eq!([read(0), read(1), read(2)], [&parts[0].1, &parts[1].1, "c.xml was <c/>"].map(str::to_owned));
        assert!(changed(b"no archive", |_, _| Ok(None)).is_err());
    }
}
