//! A quarter from what a job on many machines read of it, in place of the files themselves.

use super::quarter::ReadElsewhere;
use super::{Host, Quarter, Workspace};
use crate::cluster::{JobRow, Terms, job_rows};
use crate::digest::{file_sha256, sha256};
use crate::error::{Error, Result};
use crate::ingest;
use crate::period::Period;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What a job wrote of one organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobOutput {
    /// The folder of Parquet files.
    pub folder: PathBuf,
    /// The name of the organisation there, blank where there is one only. If not said: that of the workspace's folder, where
    /// the job has it.
    pub organisation: Option<String>,
}

/// By what a workspace reads the files of a quarter on this machine, on this day.
pub(super) fn terms(workspace: &Workspace, quarter: Period, day: NaiveDate, host: &Host<'_>) -> Terms {
    let beside = workspace.beside.iter().map(|f| format!("{} {}\n", f.source.file, f.source.sha256));
    Terms {
        program: Terms::program(host.build),
        quarter,
        day,
        settings: workspace.settings_sha256.clone(),
        register: workspace.register.sha256.clone(),
        beside: sha256(beside.collect::<String>().as_bytes()),
    }
}

/// The quarter by the rows that a job wrote.
///
/// # Errors
/// When there are none of the organisation, they were read by other terms than this workspace's, or are none of this version.
pub(super) fn quarter<'w>(
    workspace: &'w Workspace,
    period: Period,
    with_corrections: bool,
    job: &JobOutput,
    host: &Host<'_>,
) -> Result<Quarter<'w>> {
    let own = workspace.root.canonicalize().ok().and_then(|root| Some(root.file_name()?.to_str()?.to_owned()));
    let names =
        job.organisation.clone().map_or_else(|| own.into_iter().chain([String::new()]).collect(), |name| vec![name]);
    let rows = host.stage("Reading what the job wrote", 0, || rows_of(&job.folder, &names))?;
    let mut known = BTreeSet::new();
    for row in rows.iter().filter(|row| known.insert(&row.terms)) {
        let there: Terms = row.terms.parse().map_err(|e| Error::Usage(format!("{}: {e}", row.file)))?;
        // What was read does not hang on the day; what is made of it is made today.
        let here = terms(workspace, period, there.day, host);
        let differences = there.differences(&here);
        if !differences.is_empty() {
            return Err(Error::Usage(format!(
                "{} was read for other terms than these: {}; run the job again by this workspace, or take the one that it was \
                 run by",
                row.file,
                differences.join(", ")
            )));
        }
    }
    let mut read = read_elsewhere(rows.into_iter().map(|JobRow { file, records, .. }| (file, records)))?;
    // Files that are here too are kept, and go back marked.
    let folder = workspace.returns_dir(period);
    let here = |file: &str, hash: &str| {
        let path = folder.join(file);
        file_sha256(&path).is_ok_and(|own| own == hash).then(|| (file.to_owned(), path))
    };
    read.paths = read.records.iter().filter_map(|r| here(&r.source.file, &r.source.sha256)).collect();
    Quarter::of_records(workspace, period, with_corrections, read, host)
}

/// The rows of the first of these organisations that has any.
fn rows_of(folder: &Path, names: &[String]) -> Result<Vec<JobRow>> {
    for name in names {
        let rows = job_rows(folder, name)?;
        if !rows.is_empty() {
            return Ok(rows);
        }
    }
    let named =
        names.iter().map(|name| if name.is_empty() { "one without a name".to_owned() } else { format!("“{name}”") });
    let (folder, names) = (folder.display(), named.collect::<Vec<_>>().join(" or "));
    let how = "name another with --organisation, or run the job for it";
    Err(Error::Usage(format!("{folder} holds no file of the organisation {names}; {how}")))
}

/// Records from their messages, by the name of the file. A file that was delivered twice is one file.
///
/// # Errors
/// When they are none of this version, or a file was delivered twice and not the same.
pub(super) fn read_elsewhere(rows: impl Iterator<Item = (String, Option<Vec<u8>>)>) -> Result<ReadElsewhere> {
    let mut by_name: BTreeMap<String, Option<Vec<u8>>> = BTreeMap::new();
    for (file, records) in rows {
        match by_name.get(&file) {
            Some(before) if *before != records => {
                let how = "run the job again while nobody changes the returns";
                return Err(Error::Usage(format!("{file} came twice, and not the same; {how}")));
            }
            _ => _ = by_name.insert(file, records),
        }
    }
    let mut out = ReadElsewhere::default();
    for (file, records) in by_name {
        let Some(records) = records else {
            out.passed_over.push(file);
            continue;
        };
        let read = ingest::unpacked(&file, &records);
        let read = read.map_err(|e| Error::Usage(format!("what came of {file} is none of this version ({e})")))?;
        out.records.push(read);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Source;
    use crate::record::{FileRecords, Outcome};

    fn row(file: &str, sha256: &str) -> (String, Option<Vec<u8>>) {
        let source = Source { file: file.to_owned(), sha256: sha256.to_owned() };
        let read = FileRecords::unread(source, Outcome::Accepted, vec![]);
        (file.to_owned(), Some(ingest::packed(&read).unwrap()))
    }

    #[test]
    fn files_come_in_any_order_and_any_number_of_times() {
        let read = |rows: &[(String, Option<Vec<u8>>)]| {
            let read = read_elsewhere(rows.iter().cloned())?;
            let names: Vec<String> =
                read.records.iter().map(|r| format!("{} {}", r.source.file, r.source.sha256)).collect();
            Ok::<_, Error>((names.join(", "), read.passed_over.join(", ")))
        };
        let (a, b, lock) = (row("a.xlsx", "1"), row("b.xlsx", "2"), ("~$a.xlsx".to_owned(), None));
        let wanted = ("a.xlsx 1, b.xlsx 2".to_owned(), "~$a.xlsx".to_owned());
        assert_eq!(read(&[a.clone(), b.clone(), lock.clone()]).unwrap(), wanted);
        assert_eq!(read(&[lock.clone(), b.clone(), a.clone(), a.clone(), lock, b]).unwrap(), wanted);
        let twice = read(&[a.clone(), row("a.xlsx", "3")]).unwrap_err().to_string();
        assert!(twice.contains("a.xlsx came twice, and not the same"), "{twice}");
        let other = read(&[("c.xlsx".to_owned(), Some(b"of another version".to_vec()))]).unwrap_err().to_string();
        assert!(other.contains("what came of c.xlsx is none of this version"), "{other}");
    }
}
