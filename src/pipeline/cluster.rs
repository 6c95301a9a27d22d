//! `quarterday cluster`: the part of a run that many machines share. An engine hands in files and gets rows, then hands in
//! the rows of an organisation and gets what they come to. Nothing is written but to the pipe.

use super::folder::{passed_over, shown};
use super::job::{read_elsewhere, terms};
use super::run::{prepare_run, submission_rows};
use super::workspace::SETTINGS;
use super::{Host, Quarter, Workspace, workspaces_in};
use crate::analyse::reported;
use crate::cluster::{
    FileRow, Incoming, OrganisationRow, Outgoing, ReadFile, SentRow, Terms, file_batch, organisation_batch, read_rows,
    sent_rows,
};
use crate::error::{Error, Result};
use crate::history::{LedgerBatch, Sayings};
use crate::ingest::{self, InputFile, Pool};
use crate::period::Period;
use crate::record::FileRecords;
use crate::register::Register;
use crate::typing;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// By what the files of each organisation are to be read: of the workspace in `root`, under a blank name, or of all that lie
/// there, under the names of their folders.
///
/// # Errors
/// When there is none, or the settings, a layout or the register of one has an error.
pub fn cluster_terms(root: &Path, quarter: Period, host: &Host<'_>) -> Result<BTreeMap<String, Terms>> {
    let day = host.today.parse().map_err(|e| Error::Internal(format!("today: {e}")))?;
    let of = |(organisation, folder): (String, PathBuf)| {
        let workspace = Workspace::open(&folder, host)?;
        Ok((organisation, terms(&workspace, quarter, day, host)))
    };
    organisations(root)?.into_iter().map(of).collect()
}

/// By what the reader of one file reads those of each organisation, as JSON: what a worker on this machine is told first.
///
/// # Errors
/// Those of [`cluster_terms`].
pub fn cluster_reader(root: &Path, quarter: Period, host: &Host<'_>) -> Result<BTreeMap<String, serde_json::Value>> {
    let of = |(organisation, folder): (String, PathBuf)| {
        let workspace = Workspace::open(&folder, host)?;
        Ok((organisation, workspace.pool(host).for_quarter(Some(quarter)).reader_settings()?))
    };
    organisations(root)?.into_iter().map(of).collect()
}

/// The organisations in `root`, each with its workspace: that of `root` itself, under a blank name, or all that lie there.
///
/// # Errors
/// When there is none.
pub fn organisations(root: &Path) -> Result<Vec<(String, PathBuf)>> {
    if root.join(SETTINGS).is_file() {
        return Ok(vec![(String::new(), root.to_owned())]);
    }
    let names = workspaces_in(root);
    if names.is_empty() {
        let how = "name a workspace, or a folder of workspaces";
        return Err(Error::Usage(format!("there is no {SETTINGS} in {} or in a folder there; {how}", root.display())));
    }
    Ok(names.into_iter().map(|name| (name.clone(), root.join(name))).collect())
}

/// Where the workspace of an organisation is. Its name is that of a folder, and leads nowhere else.
fn folder(root: &Path, organisation: &str) -> Result<PathBuf> {
    if organisation.is_empty() {
        return Ok(root.to_owned());
    }
    let mut parts = Path::new(organisation).components();
    match (parts.next(), parts.next()) {
        (Some(Component::Normal(name)), None) => Ok(root.join(name)),
        _ => Err(Error::Usage(format!("“{organisation}” is no name of a folder in {}", root.display()))),
    }
}

/// The workspace of an organisation, opened on this machine by the terms of the job.
struct OpenWorkspace {
    organisation: String,
    text: String,
    terms: Terms,
    workspace: Workspace,
    pool: Pool,
}

impl OpenWorkspace {
    /// Opens it, unless what is open is it already.
    fn of<'o>(
        open: &'o mut Option<Self>,
        root: &Path,
        (organisation, text): (&str, &str),
        host: &Host<'_>,
    ) -> Result<&'o Self> {
        if open.as_ref().is_none_or(|o| (o.organisation.as_str(), o.text.as_str()) != (organisation, text)) {
            let asked: Terms = text.parse().map_err(Error::Usage)?;
            // Before anything is read: a settings file that another version cannot read is not the settings' fault.
            if asked.program != Terms::program(host.build) {
                let (there, here) = (asked.program, Terms::program(host.build));
                return Err(Error::Usage(format!(
                    "the job was started by quarterday {there}, and this machine has {here}; put the same program on all"
                )));
            }
            let path = folder(root, organisation)?;
            let workspace = Workspace::open(&path, &host.on(&asked.day.to_string()))?;
            let differences = asked.differences(&terms(&workspace, asked.quarter, asked.day, host));
            if !differences.is_empty() {
                return Err(Error::Usage(format!(
                    "{} on this machine is not what the job was started by: {}; let all machines read the same folder, or \
                     start the job again",
                    path.display(),
                    differences.join(", ")
                )));
            }
            let (organisation, text) = (organisation.to_owned(), text.to_owned());
            // The engine has given this process one core, and runs as many of them as it has.
            let pool = workspace.pool(host).for_quarter(Some(asked.quarter)).staying(1);
            *open = Some(Self { organisation, text, terms: asked, workspace, pool });
        }
        open.as_ref().ok_or_else(|| Error::Internal("no workspace is open".to_owned()))
    }

    /// The unit of a measure, by the register.
    fn unit<'r>(register: &'r Register, id: &str) -> &'r str {
        register.indicator(id).map_or("", |indicator| indicator.unit.words())
    }

    /// What is read of files of this organisation, in their order.
    fn read(&self, sent: &[SentRow<'_>]) -> Result<Vec<FileRow>> {
        let (workspace, quarter) = (&self.workspace, self.terms.quarter);
        let meant: Vec<usize> = (0..sent.len()).filter(|n| !passed_over(sent[*n].file)).collect();
        let names: Vec<_> = meant.iter().map(|n| shown(OsStr::new(sent[*n].file))).collect();
        let files = meant.iter().zip(&names).map(|(n, (name, _))| {
            let content: Arc<[u8]> = sent[*n].content.into();
            InputFile::of_bytes(name.clone(), content)
        });
        let mut read: Vec<Option<FileRecords>> = sent.iter().map(|_| None).collect();
        self.pool.read(&files.collect::<Vec<_>>(), |k, mut records| {
            records.findings.extend(names[k].1.clone());
            read[meant[k]] = Some(records);
            Ok(())
        })?;
        let context = workspace.typing(quarter);
        let row = |(sent, read): (&SentRow<'_>, Option<FileRecords>)| {
            let file = read.as_ref().map_or_else(|| sent.file.to_owned(), |read| read.source.file.clone());
            let read = read.map(|read| {
                let records =
                    ingest::packed(&read).map_err(|e| Error::Internal(format!("records as messages: {e}")))?;
                let (saved, typed) = (read.saved, typing::type_file(read, &context));
                let readings = typed.returns.iter().flat_map(|r| &r.readings);
                let units = readings.map(|r| Self::unit(&workspace.register, &r.indicator).into()).collect();
                Ok::<_, Error>(ReadFile { saved, typed, units, records })
            });
            Ok(FileRow {
                organisation: self.organisation.clone(),
                terms: self.terms.clone(),
                file,
                read: read.transpose()?,
            })
        };
        sent.iter().zip(read).map(row).collect()
    }
}

/// Reads files as they come in, and sends one row for each, a batch for a batch, in their order.
///
/// # Errors
/// When the stream is none, its terms are not those of this machine, or no worker can be started; never for what is in a file.
pub fn cluster_read(root: &Path, input: impl Read, output: impl Write, host: &Host<'_>) -> Result<()> {
    let incoming = Incoming::new(input)?;
    let mut outgoing = Outgoing::new(output, &file_batch(&[])?.schema())?;
    let mut open = None;
    for batch in incoming {
        let batch = batch?;
        let sent = sent_rows(&batch)?;
        let mut rows = Vec::with_capacity(sent.len());
        for run in sent.chunk_by(|a, b| (a.organisation, a.terms) == (b.organisation, b.terms)) {
            let own = OpenWorkspace::of(&mut open, root, (run[0].organisation, run[0].terms), host)?;
            rows.extend(own.read(run)?);
        }
        outgoing.send(&file_batch(&rows)?)?;
    }
    outgoing.finish()
}

/// The files of the organisation that is coming in.
struct Gathered {
    organisation: String,
    terms: String,
    files: Vec<(String, Option<Vec<u8>>)>,
}

/// Takes the rows of organisations as they come in, those of each side by side, and sends one row for each: the results of
/// its quarter and their canonical root. Rows that came twice count once.
///
/// # Errors
/// As [`cluster_read`]; when the rows of an organisation are not side by side, or its ledger is damaged.
pub fn cluster_consolidate(root: &Path, input: impl Read, output: impl Write, host: &Host<'_>) -> Result<()> {
    let incoming = Incoming::new(input)?;
    let mut outgoing = Outgoing::new(output, &organisation_batch(&[])?.schema())?;
    let (mut gathered, mut seen): (Option<Gathered>, BTreeSet<String>) = (None, BTreeSet::new());
    for batch in incoming {
        for row in read_rows(&batch?)? {
            let same = |g: &Gathered| (g.organisation.as_str(), g.terms.as_str()) == (row.organisation, row.terms);
            if !gathered.as_ref().is_some_and(same) {
                if let Some(whole) = gathered.take() {
                    consolidated(root, whole, &mut outgoing, host)?;
                }
                if !seen.insert(row.organisation.to_owned()) {
                    let how = "sort them by organisation";
                    return Err(Error::Usage(format!(
                        "the rows of “{}” do not lie side by side; {how}",
                        row.organisation
                    )));
                }
            }
            let into = gathered.get_or_insert_with(|| Gathered {
                organisation: row.organisation.to_owned(),
                terms: row.terms.to_owned(),
                files: vec![],
            });
            into.files.extend(row.file.map(|file| (file.to_owned(), row.records.map(<[u8]>::to_vec))));
        }
    }
    if let Some(last) = gathered {
        consolidated(root, last, &mut outgoing, host)?;
    }
    outgoing.finish()
}

fn consolidated<W: Write>(root: &Path, of: Gathered, to: &mut Outgoing<W>, host: &Host<'_>) -> Result<()> {
    let mut open = None;
    let own = OpenWorkspace::of(&mut open, root, (&of.organisation, &of.terms), host)?;
    let (workspace, period) = (&own.workspace, own.terms.quarter);
    let host = &host.on(&own.terms.day.to_string());
    let quarter = Quarter::of_records(workspace, period, false, read_elsewhere(of.files.into_iter())?, host)?;
    let analysis = quarter.analyse();
    let reported = reported(&analysis);
    let root = prepare_run(&quarter, &reported, "", host)?.root_now().to_owned();
    let submissions = submission_rows(&quarter);
    let run = LedgerBatch {
        sayings: Sayings::new(&quarter.accepted.queries, &[], &[]),
        reported: &reported,
        ..LedgerBatch::consolidation(period, &[], &submissions)
    };
    let units = reported.iter().map(|figure| OpenWorkspace::unit(&workspace.register, &figure.indicator)).collect();
    let row = OrganisationRow {
        organisation: own.organisation.clone(),
        terms: own.terms.clone(),
        root,
        run,
        units,
        findings: &quarter.accepted.findings,
    };
    to.send(&organisation_batch(&[row])?)
}

/// The columns of what [`cluster_read`] sends, or of what [`cluster_consolidate`] does: a stream without rows.
///
/// # Errors
/// When the pipe breaks.
pub fn cluster_schema(of_files: bool, output: impl Write) -> Result<()> {
    let none = if of_files { file_batch(&[])? } else { organisation_batch(&[])? };
    Outgoing::new(output, &none.schema())?.finish()
}
