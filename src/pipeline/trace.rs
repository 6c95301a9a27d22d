//! `quarterday trace`: where a figure comes from. Writes nothing.

use super::read_again::read_again;
use super::{Host, Workspace};
use crate::error::Result;
use crate::period::Period;
use crate::trace::{self, Known, Trace, TraceContext};

/// All that is known of what has the id `asked`, of one quarter where one is given; with the source cells read again
/// where that is wanted.
///
/// # Errors
/// When nothing has this id, or the ledger is damaged.
pub fn trace(
    workspace: &Workspace,
    asked: &str,
    quarter: Option<Period>,
    reread: bool,
    host: &Host<'_>,
) -> Result<Trace> {
    let ledger = host.ledger(&workspace.history_dir())?;
    let context = TraceContext { register: &workspace.register, settings: &workspace.settings, ledger: &ledger };
    let subjects = trace::find(context, asked)?;
    let mut known = host.stage("Asking the ledger", 0, || Known::of(context, subjects))?;
    if reread {
        read_again(workspace, &ledger, quarter, &mut known, host)?;
    }
    trace::tell(context, &known, asked, quarter)
}
