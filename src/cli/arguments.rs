//! What can be typed.

use anyhow::{Result, bail};
use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use quarterday::export::ExportFormat;
use quarterday::history::Restating;
use quarterday::period::Period;
use quarterday::pipeline::{ReportName, edition_named};
use quarterday::reading::correction::RestatementClass;
use quarterday::settings::Edition;
use std::path::PathBuf;

/// Turns the Excel returns of council services into the workbooks that Cabinet reads.
#[derive(Debug, Parser)]
#[command(
    name = "quarterday",
    version,
    max_term_width = 100,
    after_help = "A quarter, from end to end:\n  quarterday templates 2026-27Q2      write one return workbook a service\n  \
                  (services fill them in; put them in returns/2026-27Q2/)\n  quarterday status 2026-27Q2         \
                  who has returned, who is to be chased\n  quarterday consolidate 2026-27Q2    check, compute and write \
                  the Cabinet workbook\n  quarterday approve 2026-27Q2 --by NAME, then publish 2026-27Q2 --by NAME\n\nNever used it? `quarterday demo` does all of it for a fictional council.\n\n\
                  Exit codes: 0 done; 1 done, and there are findings of severity error; 2 could not run."
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Debug, Args)]
pub struct Common {
    /// The workspace: the folder that holds quarterday.toml [default: this folder or the nearest one above it]
    #[arg(long, short, global = true, value_name = "DIR")]
    pub workspace: Option<PathBuf>,
    /// How to report
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Take this as today's date, for a run that can be repeated byte for byte
    #[arg(long, global = true, value_name = "YYYY-MM-DD")]
    pub today: Option<NaiveDate>,
    /// No progress, only the result
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Json,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write a complete fictional council and consolidate its current quarter
    #[command(after_help = "Example:\n  quarterday demo marchford")]
    Demo {
        /// Where to write it
        #[arg(default_value = "quarterday-demo")]
        dir: PathBuf,
    },
    /// Write a new workspace: a starter register with worked rows, settings with every default
    #[command(after_help = "Example:\n  quarterday init our-council")]
    Init {
        dir: PathBuf,
        /// The first quarter: the starter register's targets are for its year [default: the quarter of today]
        #[arg(long, value_name = "QUARTER")]
        quarter: Option<Period>,
    },
    /// Write one return workbook for each service
    #[command(after_help = "Example:\n  quarterday templates 2026-27Q2")]
    Templates {
        quarter: Period,
        /// Only for these services, by id or name
        #[arg(long = "service", value_name = "SERVICE")]
        services: Vec<String>,
        /// Write over workbooks that are there already and may be filled in
        #[arg(long)]
        replace: bool,
    },
    /// Say what is wrong with these returns
    #[command(after_help = "Example:\n  quarterday check returns/2026-27Q2/waste.xlsx\n  quarterday check \
                      returns/2026-27Q2/waste.xlsx --mark for-waste")]
    Check {
        /// Files, or folders of them
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// The quarter that they should be for [default: that of the folder, returns/2026-27Q2, else of the cover]
        #[arg(long, value_name = "QUARTER")]
        quarter: Option<Period>,
        /// Write copies with the cells marked, and texts for e-mails, into this folder, for files with errors or queries
        #[arg(long, value_name = "DIR")]
        mark: Option<PathBuf>,
    },
    /// Judge any workbook by the 36 points of the Government Analysis Function for accessible spreadsheets
    #[command(
        after_help = "Examples:\n  quarterday accessible public.xlsx public.ods\n  quarterday accessible statistics.xlsx --format \
                      json\n\nAny .xlsx, .xlsm or .ods, whichever program wrote it; no workspace is needed. What a machine cannot say is \
                      told to be for a person.\n\nExit codes: 0 no point is broken; 1 one is; 2 a file cannot be judged."
    )]
    Accessible {
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Show how a workbook would be read, or draft a layout for one never seen
    #[command(
        after_help = "Examples:\n  quarterday layout returns/2026-27Q2/waste.xlsx\n  quarterday layout old-form.xlsx --draft \
                      layouts/old-form.toml\n\nExit codes: 0 a layout fits, or one was drafted; 1 none fits; 2 could not run. Works \
                      outside a workspace too, then with our own template alone and without a register to compare with."
    )]
    Layout {
        file: PathBuf,
        /// Propose a layout for it: into this file, or to standard output without one
        #[arg(long, value_name = "FILE.toml", num_args = 0..=1, default_missing_value = "-")]
        draft: Option<PathBuf>,
    },
    /// Read every return of a quarter, check, compute, write the Cabinet workbook and record the run
    #[command(
        after_help = "Examples:\n  quarterday consolidate 2026-27Q2\n  quarterday consolidate 2026-27Q2 --edition scrutiny --edition directorates"
    )]
    Consolidate {
        quarter: Period,
        /// Print every finding, not only the errors
        #[arg(long)]
        all: bool,
        /// Take in what was corrected and imported since; a quarter that is published, or that a later one followed, gives
        /// what it gave without it
        #[arg(long)]
        with_corrections: bool,
        /// Write this edition too, beside those of [editions] in quarterday.toml: members, officers, scrutiny, half-year,
        /// year-end, directorates, portfolios, services, or all; may be given several times
        #[arg(long = "edition", value_name = "NAME", value_parser = editions)]
        editions: Vec<Editions>,
        /// Who runs it: kept in the ledger, and asked for an approval of somebody else
        #[arg(long, value_name = "NAME", default_value = "")]
        by: String,
    },
    /// Say that the last run of a quarter may be published
    #[command(
        after_help = "Example:\n  quarterday approve 2026-27Q2 --by \"A. Okafor\"\n\nBound to what the run gave: when any \
                      figure, setting or target changes, it is void. Names are said, not proven."
    )]
    Approve {
        quarter: Period,
        /// Who approves it
        #[arg(long, value_name = "NAME")]
        by: String,
    },
    /// Freeze the last run of a quarter: what Cabinet gets, never changed again
    #[command(
        after_help = "Example:\n  quarterday publish 2026-27Q2 --by \"J. Khan\"\n\nWrites published/2026-27Q2/1. What is \
                      corrected later makes release 2; release 1 stays. Needs an approval of somebody else \
                      ([publication] in quarterday.toml)."
    )]
    Publish {
        quarter: Period,
        /// Who publishes it
        #[arg(long, value_name = "NAME")]
        by: String,
        /// An early release: without an approval, and with queries open
        #[arg(long)]
        provisional: bool,
    },
    /// Tell where a figure comes from, and all that was asked, corrected, reported and published of it
    #[command(
        after_help = "Examples:\n  quarterday trace HWY10\n  quarterday trace HWY10 2026-27Q2 --reread\n  quarterday trace \
                      HWY/stage-1\n\nWHAT is the id of a measure, a risk, an action, a milestone or a line of money, in any case; the key of a kind of \
                      feedback; or a group of measures: a priority, a directorate, a set, a perspective, `council`. \
                      SERVICE/ID names what is one service's.\n\nExit codes: 0 told; 2 nothing has this id, or could not run."
    )]
    Trace {
        what: String,
        /// Only this quarter
        quarter: Option<Period>,
        /// Read the cells again from the bytes that the ledger keeps, and say whether they still give what was recorded
        #[arg(long)]
        reread: bool,
    },
    /// Say who has returned, on time, late, rejected or not at all, and whom to chase
    #[command(after_help = "Example:\n  quarterday status 2026-27Q2")]
    Status { quarter: Period },
    /// List the ways of giving a status, and show what a quarter would look like under another
    #[command(
        after_help = "Examples:\n  quarterday scheme\n  quarterday scheme kent\n  quarterday scheme tolerance-and-trend 2026-27Q2\n\nA \
                      quarter is read as `consolidate` reads it, and nothing is written. Works outside a workspace too, without \
                      a quarter."
    )]
    Scheme {
        /// A scheme, or a preset; all are listed without one
        name: Option<String>,
        /// Show this quarter as it is and as it would be
        quarter: Option<Period>,
    },
    /// Look after the ledger
    History {
        #[command(subcommand)]
        command: History,
    },
    /// Say what a check means, why it exists and how to put it right
    #[command(after_help = "Example:\n  quarterday rule C001")]
    Rule {
        /// A code, of the catalogue or of the council's own checks; the catalogue is listed without one
        code: Option<String>,
    },
    /// Write the completions of a shell to standard output
    #[command(
        after_help = "Example:\n  quarterday completions bash > ~/.local/share/bash-completion/completions/quarterday"
    )]
    Completions { shell: clap_complete::Shell },
    /// Read files from standard input as a worker of another run
    #[command(hide = true)]
    Worker,
    /// Mark files from standard input as a worker of another run
    #[command(hide = true)]
    Marker,
}

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
                      was counted twice\" --by \"N. Fox\"\n\nWhat was published stays as it was; the next report shows old and new \
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
        after_help = "Examples:\n  quarterday history verify\n  quarterday history verify --against kept/cabinet.xlsx\n\nWhoever can \
                      write in the folder history could write all of it anew. A Cabinet workbook, or a run.json, that was kept \
                      elsewhere says which record it was made from: --against tells whether the ledger still has that one.\n\n\
                      Exit codes: 0 everything is as it was written; 1 something is not; 2 could not run."
    )]
    Verify {
        /// A Cabinet workbook or a run.json
        #[arg(long, value_name = "FILE")]
        against: Option<PathBuf>,
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

/// What one `--edition` asks for.
#[derive(Debug, Clone)]
pub struct Editions(pub Vec<Edition>);

fn editions(text: &str) -> Result<Editions, String> {
    edition_named(text).map(Editions)
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
