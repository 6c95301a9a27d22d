//! `quarterday history verify` and `quarterday history repair`: looking after the ledger. Neither needs the register.

use super::in_use::InUse;
use super::released;
use super::workspace::{HISTORY, open_settings, pool, read_one};
use super::{Event, Host};
use crate::error::{Error, Result};
use crate::history::{self, ChainHead, HeadCompared, Ledger, LedgerState, MovedAside};
use crate::record::{Cell, Content, SheetSurvey};
use std::fs;
use std::path::Path;

/// What `verify` found.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct VerifiedLedger {
    /// The ledger.
    #[serde(flatten)]
    pub state: LedgerState,
    /// What of the folders of releases is not what was published.
    pub published: Vec<String>,
    /// Compared with a report that somebody kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against: Option<HeadCompared>,
}

impl VerifiedLedger {
    /// Everything is as it was when it was written, and as the report has it.
    pub fn is_sound(&self) -> bool {
        self.state.faults.is_empty() && self.published.is_empty() && self.against.as_ref().is_none_or(|a| a.held)
    }
}

/// Compares every record and every data file of the workspace's ledger with its hash, and the ledger with the report
/// `against`: a Cabinet workbook or a `run.json`.
///
/// # Errors
/// When there is no workspace, or the report does not say what the ledger was; never for what is damaged.
pub fn verify(root: &Path, against: Option<&Path>, host: &Host<'_>) -> Result<VerifiedLedger> {
    open_settings(root)?;
    verify_in(root, against, host)
}

/// The same of a folder that may lack its settings.
pub(super) fn verify_in(root: &Path, against: Option<&Path>, host: &Host<'_>) -> Result<VerifiedLedger> {
    // What stands on the report is known before the ledger is read: a file that says nothing costs no wait.
    let head = against.map(|file| head_of(root, file, host)).transpose()?;
    let dir = root.join(HISTORY);
    let (state, ledger) = host.stage("Verifying the ledger", 0, || history::verify_ledger(&dir))?;
    state.notes.iter().for_each(|note| (host.progress)(Event::Warning(note.clone())));
    let published = ledger.as_ref().map(|ledger| released::changed(ledger, root)).unwrap_or_default();
    let against = ledger.and_then(|ledger| Some(ledger.compare_head(&head?)));
    Ok(VerifiedLedger { state, published, against })
}

/// What was repaired.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct RepairedLedger {
    /// What was put aside.
    pub moved: Vec<MovedAside>,
    /// What was put back of the folders of releases.
    pub published: Vec<String>,
}

/// Puts aside what is in the way in the workspace's ledger and never counted, and puts back what was published.
///
/// # Errors
/// When the ledger is damaged, is in use, or a file cannot be moved.
pub fn repair(root: &Path, host: &Host<'_>) -> Result<RepairedLedger> {
    open_settings(root)?;
    let dir = root.join(HISTORY);
    let _in_use = InUse::take(&dir, "repairing the ledger", host)?;
    let moved = history::repair_ledger(&dir)?;
    let published = released::put_back(&Ledger::open(&dir)?, root, &dir.join("aside"))?;
    Ok(RepairedLedger { moved, published })
}

/// The number and hash of the record that a report was made from.
fn head_of(root: &Path, file: &Path, host: &Host<'_>) -> Result<ChainHead> {
    let says_nothing = |why: &str| {
        Error::Usage(format!(
            "{} does not say which record of the ledger it was made from{why}; name a cabinet.xlsx or a run.json that \
             quarterday wrote",
            file.display()
        ))
    };
    let is_record = file.extension().is_some_and(|e| e.eq_ignore_ascii_case("json"));
    if is_record || !file.is_file() {
        let bytes = fs::read(file).map_err(Error::io("read", file))?;
        let record: serde_json::Value = serde_json::from_slice(&bytes).map_err(|e| says_nothing(&format!(" ({e})")))?;
        let (seq, hash) = (record["ledger"]["record"].as_u64(), record["ledger"]["head"].as_str());
        let head = seq.zip(hash).map(|(seq, hash)| ChainHead { seq, hash: hash.to_owned() });
        return head.ok_or_else(|| says_nothing(""));
    }
    let (_, _, settings) = open_settings(root)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let read = read_one(&pool(&settings, &[], host).surveying(), file, &name)?;
    let head = read.survey.iter().flat_map(SheetSurvey::rows).find_map(head_in);
    head.ok_or_else(|| match read.findings.first().filter(|_| read.survey.is_empty()) {
        Some(why) => says_nothing(&format!(" (expected {}, got {})", why.expected, why.got)),
        None => says_nothing(": its sheet Method has no line “Ledger”"),
    })
}

/// The line Ledger of the sheet Method: `Record 3, made 20 July 2026. Head: 0123…`.
fn head_in(row: &[Cell]) -> Option<ChainHead> {
    let text = |cell: &Cell| match &cell.content {
        Content::Text(text) => Some(text.to_string()),
        _ => None,
    };
    let mut texts = row.iter().filter_map(text);
    texts.find(|label| label == "Ledger")?;
    let words = texts.next()?;
    let seq = words.strip_prefix("Record ")?.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()?;
    let hash: String = words.split_once("Head: ")?.1.chars().take_while(char::is_ascii_hexdigit).collect();
    Some(ChainHead { seq, hash })
}
