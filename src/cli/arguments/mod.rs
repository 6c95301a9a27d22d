//! What can be typed.

mod cluster;
mod history;
mod merge;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
pub use cluster::{Cluster, Rows};
pub use history::History;
pub use merge::Merge;
use quarterday::period::Period;
use quarterday::pipeline::edition_named;
use quarterday::settings::Edition;
use std::path::PathBuf;

/// Turns the Excel returns of council services into the workbooks that Cabinet reads.
#[derive(Debug, Parser)]
#[command(
    name = "quarterday",
    version,
    long_version = super::version::long(),
    max_term_width = 100,
    after_help = "A quarter, from end to end:\n  quarterday templates 2026-27Q2      write one return workbook a service\n  \
                  (services fill them in; put them in returns/2026-27Q2/)\n  quarterday status 2026-27Q2         \
                  who has returned, who is to be chased\n  quarterday consolidate 2026-27Q2    check, compute and write \
                  the Cabinet workbook\n  quarterday approve 2026-27Q2 --by NAME, then publish 2026-27Q2 --by NAME\n\nNever used it? `quarterday demo` does all of it for a fictional council.\n\n\
                  Without a command: says where things stand, and what comes next.\n\n\
                  Exit codes: 0 done; 1 done, and there are findings of severity error; 2 could not run."
)]
pub struct Cli {
    /// Without one: what comes next.
    #[command(subcommand)]
    pub command: Option<Command>,
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
                      returns/2026-27Q2/waste.xlsx --mark for-waste\n  quarterday check returns/2026-27Q2 --watch")]
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
        /// Go on looking, and tell each file in one line as it comes, changes or goes; Ctrl-C ends it with what is wrong then
        #[arg(long, conflicts_with = "mark")]
        watch: bool,
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
        /// Take what a job on many machines read in place of the files: the folder of Parquet files that it wrote
        #[arg(long, value_name = "DIR")]
        from: Option<PathBuf>,
        /// Which organisation of the job this workspace is [default: the name of its folder, where the job has it]
        #[arg(long, value_name = "NAME", requires = "from")]
        organisation: Option<String>,
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
    /// Pack all by which past figures can be explained, for whoever takes the council's work over
    #[command(
        after_help = "Examples:\n  quarterday handover --by \"J. Khan\"\n  quarterday handover --to W:/transition/Marchford.zip \
                      --by \"J. Khan\"\n\nOne archive with the ledger, the files that runs read, definitions, settings, layouts, \
                      notebooks and every release, and in front handover.xlsx, which says what is there and who to ask. \
                      Unpacked it is a workspace. Who holds it then stands under [handover] in quarterday.toml.\n\nA ledger that is \
                      not as it was written is not packed. `quarterday history verify --pack FILE` says whether a pack is whole."
    )]
    Handover {
        /// The archive, or a folder for it [default: handover/COUNCIL.zip in the workspace]
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
        /// Who packs it
        #[arg(long, value_name = "NAME")]
        by: String,
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
    #[command(
        after_help = "Examples:\n  quarterday status 2026-27Q2\n  quarterday status 2026-27Q2 --letters\n  quarterday status \
                      2026-27Q2 --letters reminders --today 2026-10-16\n  quarterday status 2026-27Q2 --watch\n\nLetters are \
                      reminders before the due date and chasers after it, to services and to owners of measures: a text each, \
                      and letters.csv for a mail merge. Days are working days ([returns] in quarterday.toml)."
    )]
    Status {
        quarter: Period,
        /// Write letters to those of whom something is still wanted [default folder: reports/QUARTER/letters]
        #[arg(long, value_name = "FOLDER", num_args = 0..=1)]
        letters: Option<Option<PathBuf>>,
        /// Go on looking, and tell each file in one line as it comes, changes or goes, with who is still missing; Ctrl-C ends
        /// it with the status
        #[arg(long, conflicts_with = "letters")]
        watch: bool,
    },
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
    /// Make the workspaces of the councils that come after from those of the councils before
    #[command(
        after_help = "Example:\n  quarterday merge ash beck shire --into new --successor \"EAST=East Arden Council\" \
                            --successor \"WEST=West Arden Council\" --first 2027-28Q1\n\nThe first run drafts new/crosswalk.xlsx, which people \
                            edit; `quarterday merge ash beck shire --into new` then checks it and makes new/EAST, new/WEST and \
                            new/baseline.xlsx. The old workspaces are read and never changed."
    )]
    Merge(Merge),
    /// The part of a run that many machines share, for an engine such as Apache Spark
    Cluster {
        #[command(subcommand)]
        command: Cluster,
    },
    /// Say what a check means, why it exists and how to put it right
    #[command(after_help = "Example:\n  quarterday rule C001")]
    Rule {
        /// A code, of the catalogue or of the council's own checks; the catalogue is listed without one
        code: Option<String>,
    },
    /// Print the licences of everything that this program is built from
    #[command(after_help = "Example:\n  quarterday licences > licences.txt")]
    Licences,
    /// Write the completions of a shell to standard output
    #[command(
        after_help = "Example:\n  quarterday completions bash > ~/.local/share/bash-completion/completions/quarterday"
    )]
    Completions { shell: clap_complete::Shell },
    /// Write the pages of the manual into a folder
    #[command(hide = true)]
    Man { folder: PathBuf },
    /// Read files from standard input as a worker of another run
    #[command(hide = true)]
    Worker,
    /// Mark files from standard input as a worker of another run
    #[command(hide = true)]
    Marker,
}

/// What one `--edition` asks for.
#[derive(Debug, Clone)]
pub struct Editions(pub Vec<Edition>);

fn editions(text: &str) -> Result<Editions, String> {
    edition_named(text).map(Editions)
}
