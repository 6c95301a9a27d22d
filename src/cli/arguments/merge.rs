//! What can be typed of councils that become others.

use clap::Args;
use quarterday::period::Period;
use std::path::PathBuf;

/// Councils that become others.
#[derive(Debug, Args)]
pub struct Merge {
    /// The workspaces of the councils before
    #[arg(required = true)]
    pub workspaces: Vec<PathBuf>,
    /// The folder of the crosswalk, in which each council that comes after gets a folder
    #[arg(long, value_name = "DIR")]
    pub into: PathBuf,
    /// Of a draft: a council that comes after, by id and name
    #[arg(long = "successor", value_name = "ID=NAME", value_parser = successor)]
    pub successors: Vec<(String, String)>,
    /// Of a draft: the first quarter of the councils that come after
    #[arg(long, value_name = "QUARTER")]
    pub first: Option<Period>,
    /// Check the crosswalk, and make nothing
    #[arg(long)]
    pub check: bool,
    /// Who does it: recorded in the new ledgers
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
}

fn successor(text: &str) -> Result<(String, String), String> {
    let (id, name) =
        text.split_once('=').ok_or("an id and a name with = between them, such as \"EAST=East Arden Council\"")?;
    let (id, name) = (id.trim(), name.trim());
    if id.is_empty() || name.is_empty() {
        return Err("both an id and a name".to_owned());
    }
    Ok((id.to_owned(), name.to_owned()))
}
