//! The very bytes that runs read, kept beside the rows that were read from them: one archive a record, of files that no
//! record before it has.

use super::Ledger;
use super::log::DataFile;
use super::table;
use crate::digest::sha256;
use crate::error::{Error, Result};
use crate::map::Set;
use crate::reading::Source;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

/// The table of archives.
pub(super) const TABLE: &str = "kept";

/// A file to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileToKeep {
    /// Its name in the workspace, with `/`, and the hash of the bytes that were read.
    pub source: Source,
    /// Where it lies.
    pub path: PathBuf,
}

/// An archive of files that are not kept yet, and what is in it; `None` where all are.
pub(super) fn archive(ledger: &Ledger, files: &[FileToKeep]) -> Result<Option<(Vec<Source>, Vec<u8>)>> {
    let kept = ledger.archives().flat_map(|(record, _)| &record.kept);
    let mut known: Set<&str> = kept.map(|s| s.sha256.as_str()).collect();
    let new: Vec<&FileToKeep> = files.iter().filter(|f| known.insert(&f.source.sha256)).collect();
    if new.is_empty() {
        return Ok(None);
    }
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    let fault = |e: zip::result::ZipError| Error::Internal(format!("an archive of the ledger cannot be written: {e}"));
    for file in &new {
        let bytes = fs::read(&file.path).map_err(Error::io("read", &file.path))?;
        if sha256(&bytes) != file.source.sha256 {
            let message = format!("{} was changed while it was being read. Run the command again", file.path.display());
            return Err(Error::Conflict(message));
        }
        // Workbooks are packed already, all but those of the oldest kind.
        let packed = bytes.starts_with(b"PK");
        let method = if packed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        // The same files make the same archive, whenever and on whatever system.
        let options = SimpleFileOptions::default().last_modified_time(DateTime::default()).system(System::Unix);
        let options = options.compression_method(method).large_file(bytes.len() >= u32::MAX as usize);
        zip.start_file(entry(&file.source), options).map_err(fault)?;
        zip.write_all(&bytes).map_err(Error::io("pack", &file.path))?;
    }
    let bytes = zip.finish().map_err(fault)?.into_inner();
    Ok(Some((new.into_iter().map(|f| f.source.clone()).collect(), bytes)))
}

/// How a file is called in its archive: people who open one find it by its name, programs by its hash.
fn entry(source: &Source) -> String {
    format!("{}/{}", &source.sha256[..16.min(source.sha256.len())], source.file)
}

/// The number of files in an archive, which must be what its record says.
pub(super) fn count(dir: &Path, file: &DataFile) -> Result<u64> {
    let zip = ZipArchive::new(Cursor::new(table::bytes(dir, file)?)).map_err(|e| unreadable(dir, file, &e))?;
    Ok(zip.len() as u64)
}

fn unreadable(dir: &Path, file: &DataFile, why: &zip::result::ZipError) -> Error {
    Error::Ledger { path: dir.to_owned(), message: format!("{} cannot be read: {why}", file.path) }
}

impl Ledger {
    /// The bytes of a file that a run read; `None` where they are not kept, or no longer.
    ///
    /// # Errors
    /// When the archive is missing, changed or unreadable.
    pub fn kept(&self, sha256: &str) -> Result<Option<Vec<u8>>> {
        let Some((source, file)) = self.keeping(sha256) else { return Ok(None) };
        let bytes = table::bytes(&self.dir, file)?;
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| unreadable(&self.dir, file, &e))?;
        let mut entry = zip.by_name(&entry(source)).map_err(|e| unreadable(&self.dir, file, &e))?;
        let mut out = vec![];
        entry.read_to_end(&mut out).map_err(Error::io("read", self.dir.join(&file.path)))?;
        if crate::digest::sha256(&out) != sha256 {
            return Err(self.damaged(format!("{} in {} is not what was kept", source.file, file.path)));
        }
        Ok(Some(out))
    }
}
