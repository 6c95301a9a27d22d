//! What a job wrote, from its Parquet files.

use crate::error::{Error, Result};
use polars::prelude::{DataFrame, PolarsError};
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// A file of an organisation, as the job read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRow {
    /// By what it was read.
    pub terms: String,
    /// Its name in the folder of the quarter.
    pub file: String,
    /// Its records; none of a file that was passed over.
    pub records: Option<Vec<u8>>,
}

/// The columns that are needed; all others are not read.
const COLUMNS: [&str; 3] = ["terms", "file", "records"];
const ORGANISATION: &str = "organisation";
/// What a folder of the rows of one organisation is called where it has no name.
const WITHOUT_NAME: &str = "__HIVE_DEFAULT_PARTITION__";

/// The files of one organisation in a folder of Parquet files, by name. A file that was written twice stands there twice.
/// The rows of each organisation may lie in a folder of their own, as engines name it: `organisation=north`.
///
/// # Errors
/// When the folder holds no Parquet file, one cannot be read, or a column is not there.
pub fn job_rows(folder: &Path, organisation: &str) -> Result<Vec<JobRow>> {
    let (mut parts, mut by_organisation) = (vec![], vec![]);
    for entry in fs::read_dir(folder).map_err(Error::io("read", folder))? {
        let path = entry.map_err(Error::io("read", folder))?.path();
        match path.file_name().and_then(|name| name.to_str()?.strip_prefix("organisation=")) {
            Some(name) => by_organisation.push((plain(name), path.clone())),
            None => parts.extend(Some(path).filter(|path| path.extension().is_some_and(|e| e == "parquet"))),
        }
    }
    if let Some((_, own)) = by_organisation.iter().find(|(name, _)| name == organisation) {
        return rows_in(&parquet_in(own)?, None);
    }
    if parts.is_empty() && by_organisation.is_empty() {
        let how = "name the folder that the job wrote its files into";
        return Err(Error::Usage(format!("there is no Parquet file in {}; {how}", folder.display())));
    }
    rows_in(&parts, Some(organisation))
}

fn parquet_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(Error::io("read", folder))?;
    let paths = entries.map(|entry| entry.map(|e| e.path())).collect::<std::io::Result<Vec<_>>>();
    let mut paths = paths.map_err(Error::io("read", folder))?;
    paths.retain(|path| path.extension().is_some_and(|e| e == "parquet"));
    Ok(paths)
}

/// The name in the name of a folder, where signs that a path cannot have stand as `%2F`.
fn plain(name: &str) -> String {
    if name == WITHOUT_NAME {
        return String::new();
    }
    let (mut out, mut rest) = (vec![], name.as_bytes());
    while let [first, others @ ..] = rest {
        let escaped = others.get(..2).filter(|_| *first == b'%').and_then(|two| std::str::from_utf8(two).ok());
        match escaped.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                rest = &others[2..];
            }
            None => {
                out.push(*first);
                rest = others;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The rows of these files, by name; of one organisation where they say whose they are.
fn rows_in(parts: &[PathBuf], organisation: Option<&str>) -> Result<Vec<JobRow>> {
    let mut out = vec![];
    for part in parts {
        let unread = |e: PolarsError| Error::Usage(format!("{}: no file of a job ({e})", part.display()));
        let file = File::open(part).map_err(Error::io("read", part))?;
        let columns = COLUMNS.iter().copied().chain(organisation.map(|_| ORGANISATION)).map(str::to_owned).collect();
        let frame = ParquetReader::new(file).with_columns(Some(columns)).finish().map_err(unread)?;
        out.extend(of_organisation(&frame, organisation).map_err(unread)?);
    }
    out.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(out)
}

fn of_organisation(frame: &DataFrame, organisation: Option<&str>) -> Result<Vec<JobRow>, PolarsError> {
    let (terms, files) = (frame.column(COLUMNS[0])?.str()?, frame.column(COLUMNS[1])?.str()?);
    let records = frame.column(COLUMNS[2])?.binary()?;
    let organisations = organisation.map(|name| Ok::<_, PolarsError>((frame.column(ORGANISATION)?.str()?, name)));
    let organisations = organisations.transpose()?;
    let row = |n: usize| {
        let own = organisations.is_none_or(|(column, name)| column.get(n).unwrap_or_default() == name);
        let (terms, file) = terms.get(n).zip(files.get(n)).filter(|_| own)?;
        Some(JobRow { terms: terms.to_owned(), file: file.to_owned(), records: records.get(n).map(<[u8]>::to_vec) })
    };
    Ok((0..frame.height()).filter_map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_folders() {
        for (name, wanted) in [
            ("north", "north"),
            ("south %26 west", "south & west"),
            ("50%25", "50%"),
            ("a%2Fb%3D", "a/b="),
            ("caf%C3%A9", "café"),
            ("café", "café"),
            ("100%", "100%"),
            ("%zz", "%zz"),
            (WITHOUT_NAME, ""),
        ] {
            assert_eq!(plain(name), wanted);
        }
    }
}
