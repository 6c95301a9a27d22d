//! What can be typed after `history`.

use anyhow::{Result, bail};
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use quarterday::export::ExportFormat;
use quarterday::history::Restating;
use quarterday::period::Period;
use quarterday::pipeline::ReportName;
use quarterday::reading::correction::RestatementClass;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum History {
    /// Bring past quarters in from one tidy workbook or CSV file
    #[command(
        after_help = "Example:\n  quarterday history import past.xlsx\n\nOne line a value under the headings: Indicator id, \
                      Quarter, Value; and, where there are any, Numerator, Denominator, Reason if no value, Commentary.\n\
                      A workbook may have further sheets Risks, Actions and Feedback.\n\nOver a figure that is there, or in a \
                      quarter that was reported, rows are refused; with --class, --reason and --by they are restatements, and \
                      stand on the sheet Restatements."
    )]
    Import {
        file: PathBuf,
        #[command(flatten)]
        why: Why,
    },
    /// Put one figure of an earlier quarter right, or the target that it was measured against
    #[command(
        after_help = "Example:\n  quarterday history correct HWY03 2026-27Q1 --value 81.4 --class correction --reason \"June \
                      was counted twice\" --by \"N. Fox\"\n\nWhat was published stays as it was; the next report of a later quarter shows old and new \
                      side by side on its sheet Restatements."
    )]
    Correct {
        /// Its id
        indicator: String,
        quarter: Period,
        /// The figure as it should be; not needed where numerator and denominator give it
        #[arg(long, default_value = "", allow_hyphen_values = true)]
        value: String,
        /// What it is made of
        #[arg(long, default_value = "", allow_hyphen_values = true)]
        numerator: String,
        /// What it is made of
        #[arg(long, default_value = "", allow_hyphen_values = true)]
        denominator: String,
        /// Instead of the figure: the target that the quarter should have been measured against
        #[arg(long, allow_hyphen_values = true, conflicts_with_all = ["value", "numerator", "denominator"])]
        target: Option<f64>,
        #[command(flatten)]
        why: Why,
    },
    /// Write the figures of every quarter as tables for Power BI, Excel, R and Python
    #[command(
        after_help = "Examples:\n  quarterday history export\n  quarterday history export --to W:/open-data --type parquet\n  \
                      quarterday history export --as-of 2026-12-31 --type all\n\nWrites figures (a row a measure and quarter), \
                      quarters (dates), dictionary (what every column means) and, where there are any, revenue, capital, \
                      savings and milestones. Of a published quarter what its newest release \
                      says, with what was put right since; what is held back stays held back."
    )]
    Export {
        /// The folder that the files go to; without it, the folder export of the workspace
        #[arg(long, value_name = "DIR")]
        to: Option<PathBuf>,
        /// As it was known at the end of this day
        #[arg(long, value_name = "DATE")]
        as_of: Option<NaiveDate>,
        /// csv, parquet, sqlite (one database) or all
        #[arg(long = "type", value_name = "TYPE", default_value = "csv", value_parser = formats)]
        formats: ExportFormats,
    },
    /// Say what was known on a day; with a quarter, its figures as they stood
    #[command(
        after_help = "Examples:\n  quarterday history as-of 2026-12-31\n  quarterday history as-of 2026-12-31 2026-27Q2\n\nWith \
                      --format json every column of every figure."
    )]
    AsOf {
        /// The day, as 2026-12-31
        date: NaiveDate,
        quarter: Option<Period>,
    },
    /// Say what two reports of a quarter say differently, and why
    #[command(
        after_help = "Examples:\n  quarterday history diff 2026-27Q2/1 2026-27Q2/2\n  quarterday history diff 2026-27Q2/1 \
                      2026-27Q2\n  quarterday history diff 5 9\n\nA release, a quarter for its newest run, or the number of a record. \
                      Every difference has a class: new data, update, improvement, correction, definition, target, comparison, \
                      unexplained."
    )]
    Diff {
        /// The earlier report
        before: ReportName,
        /// The later one
        after: ReportName,
    },
    /// Compare every record and data file with its hash, and the ledger with a report that somebody kept
    #[command(
        after_help = "Examples:\n  quarterday history verify\n  quarterday history verify --against kept/cabinet.xlsx\n  quarterday history \
                      verify --pack Marchford.zip\n\nWhoever can \
                      write in the folder history could write all of it anew. A Cabinet workbook, or a run.json, that was kept \
                      elsewhere says which record it was made from: --against tells whether the ledger still has that one.\n\nOf a pack of \
                      `quarterday handover` every file is compared first, without a workspace; it is unpacked into the \
                      system's folder for temporary files, and taken away again.\n\n\
                      Exit codes: 0 everything is as it was written; 1 something is not; 2 could not run."
    )]
    Verify {
        /// A Cabinet workbook or a run.json
        #[arg(long, value_name = "FILE")]
        against: Option<PathBuf>,
        /// Verify a handover pack and the ledger in it, in place of the workspace's
        #[arg(long, value_name = "FILE")]
        pack: Option<PathBuf>,
    },
    /// Put aside what is in the way in the ledger and never counted
    #[command(
        after_help = "Example:\n  quarterday history repair\n\nA newest record that is not whole, and second versions of files \
                      that a synchronised folder made, are moved to history/aside. Nothing else is changed; a ledger that is \
                      damaged is left as it is."
    )]
    Repair,
    /// Work a release out once more from what the ledger keeps, and compare every file with what was published
    #[command(
        after_help = "Example:\n  quarterday history reproduce 2026-27Q2/1 --into proof\n\nThe folder becomes a workspace made of nothing but \
                      the ledger: the returns, settings, register, layouts and notebook of that day, and the records that there \
                      were. The quarter is worked out and published there as it was then.\n\nExit codes: 0 every byte is the \
                      same; 1 something differs, and what; 2 could not run."
    )]
    Reproduce {
        /// The release: a quarter and its number
        #[arg(value_name = "QUARTER/NUMBER", value_parser = release)]
        release: (Period, u32),
        /// A new folder
        #[arg(long, value_name = "DIR")]
        into: PathBuf,
    },
    /// Merge the files that many runs wrote of one quarter, so that later ones open fewer
    #[command(
        after_help = "Example:\n  quarterday history compact\n\nWorth it where quarters were run many times. It adds files and a \
                      record; what was there stays, and every question is answered as before."
    )]
    Compact {
        /// Only say what would be merged
        #[arg(long)]
        dry_run: bool,
        /// Who merges them [default: the name that this computer knows the user by]
        #[arg(long, value_name = "NAME", default_value = "")]
        by: String,
    },
    /// Take away what stopped runs left in the ledger's folder, and returns that the settings no longer keep
    #[command(
        after_help = "Examples:\n  quarterday history gc --dry-run\n  quarterday history gc --by \"J. Khan\"\n\nFor how long returns \
                      are kept stands under [ledger] in quarterday.toml: for ever, unless it says otherwise. What is dropped is \
                      recorded, and `history verify` says so. No figure is ever dropped."
    )]
    Gc {
        /// Only say what would go
        #[arg(long)]
        dry_run: bool,
        /// Who drops it [default: the name that this computer knows the user by]
        #[arg(long, value_name = "NAME", default_value = "")]
        by: String,
    },
}

/// `2026-27Q2/1`.
fn release(text: &str) -> Result<(Period, u32), String> {
    let parsed = text.split_once('/').and_then(|(quarter, number)| Some((quarter.parse().ok()?, number.parse().ok()?)));
    parsed.ok_or_else(|| "write the quarter and the number of the release, as in 2026-27Q2/1".to_owned())
}

/// Why figures that are there change.
#[derive(Debug, Args)]
pub struct Why {
    /// update: later data came in; improvement: a better way of measuring; correction: it was wrong
    #[arg(long, value_name = "CLASS", value_parser = class)]
    pub class: Option<RestatementClass>,
    /// Why it changes
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Who answers for it
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
}

impl Why {
    /// All three, or none of them.
    pub fn restating(self) -> Result<Option<Restating>> {
        let blank = |text: &Option<String>| text.as_deref().is_none_or(|t| t.trim().is_empty());
        match (self.class, blank(&self.reason), blank(&self.by)) {
            (None, true, true) => Ok(None),
            (Some(class), false, false) => {
                let trimmed = |text: Option<String>| text.unwrap_or_default().trim().to_owned();
                Ok(Some(Restating { class, reason: trimmed(self.reason), by: trimmed(self.by) }))
            }
            _ => bail!("a restatement needs all of --class, --reason and --by"),
        }
    }
}

fn class(text: &str) -> Result<RestatementClass, String> {
    let all = RestatementClass::ALL;
    let found = all.into_iter().find(|c| c.key().eq_ignore_ascii_case(text.trim()));
    found.ok_or_else(|| format!("one of {}", all.map(RestatementClass::key).join(", ")))
}

/// The formats of an export.
#[derive(Debug, Clone)]
pub struct ExportFormats(pub Vec<ExportFormat>);

fn formats(text: &str) -> Result<ExportFormats, String> {
    let named = |format: &ExportFormat| format.key().eq_ignore_ascii_case(text.trim());
    let all = ExportFormat::ALL;
    let found: Vec<ExportFormat> = match text.trim().eq_ignore_ascii_case("all") {
        true => all.to_vec(),
        false => all.into_iter().filter(named).collect(),
    };
    match found.is_empty() {
        true => Err(format!("one of {}, all", all.map(ExportFormat::key).join(", "))),
        false => Ok(ExportFormats(found)),
    }
}
