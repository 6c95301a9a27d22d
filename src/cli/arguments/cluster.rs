//! What can be typed of the part of a run that many machines share.

use clap::{Subcommand, ValueEnum};
use quarterday::period::Period;
use std::path::PathBuf;

/// The part of a run that many machines share, for an engine such as Apache Spark
#[derive(Debug, Subcommand)]
pub enum Cluster {
    /// Print by what the files of each organisation are to be read: program, quarter, day, settings, register and layouts
    #[command(
        after_help = "Example:\n  quarterday cluster terms 2026-27Q2 councils\n\nWhoever starts a job prints them once and \
                            hands them to every machine: one whose program, settings, register or layouts are others refuses."
    )]
    Terms {
        quarter: Period,
        /// A workspace, or a folder of workspaces: each is an organisation, under the name of its folder
        root: PathBuf,
    },
    /// Print by what the reader of one file reads those of each organisation, for an engine that runs the reader itself
    #[command(
        after_help = "Example:\n  quarterday cluster reader 2026-27Q2 councils\n\nWhere an engine forbids a program beside its \
                            own, its machines run the reader as a module of WebAssembly. This is what the module is given with \
                            each file: layouts, limits and quarter, as JSON."
    )]
    Reader {
        quarter: Period,
        /// A workspace, or a folder of workspaces: each is an organisation, under the name of its folder
        root: PathBuf,
    },
    /// Read files: Arrow from standard input (organisation, terms, file, content), one row a file to standard output
    Read {
        /// The workspace, or the folder of workspaces, on this machine
        root: PathBuf,
    },
    /// Work out the quarter of each organisation: Arrow from standard input (organisation, terms, file, records), the rows of
    /// an organisation side by side; one row an organisation to standard output
    Consolidate {
        /// The workspace, or the folder of workspaces, on this machine
        root: PathBuf,
    },
    /// Print the columns of the rows that `read` or `consolidate` writes, as a stream of Arrow without rows
    Schema { of: Rows },
    /// Write the reports of every organisation from what a job read, as `consolidate --from` does for one
    #[command(
        after_help = "Example:\n  quarterday cluster reports 2026-27Q2 councils --from job/files\n\nOne that cannot be done \
                            is told, and the others are done.\n\nExit codes: 0 done; 1 done, and there are findings of severity \
                            error; 2 one could not be done."
    )]
    Reports {
        quarter: Period,
        /// The folder of workspaces, or a workspace
        root: PathBuf,
        /// The folder of Parquet files that the job wrote, one row a file
        #[arg(long, value_name = "DIR")]
        from: PathBuf,
        /// Who runs it: kept in the ledger, and asked for an approval of somebody else
        #[arg(long, value_name = "NAME", default_value = "")]
        by: String,
    },
}

/// Which rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Rows {
    /// One row a file
    Read,
    /// One row an organisation
    Consolidate,
}
