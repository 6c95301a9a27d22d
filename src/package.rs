//! Texts packed in an archive: the parts of a workbook or a document. The same parts give the same bytes.

use std::io::{self, Cursor, Read, Seek, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

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

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(DateTime::default())
}

#[cfg(test)]
mod tests {
    use super::*;

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
