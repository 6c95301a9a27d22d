//! The command line: parses, prints, shows progress, gives the exit code. Everything else is the library's.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
