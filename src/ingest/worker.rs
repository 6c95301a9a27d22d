//! The process that parses: files in on one pipe, records out on the other, under limits that it cannot lift. What
//! kills it kills one batch and no more.

use super::read_prepared;
use super::wire::{Receiver, Sender, SentFile, WorkerSettings};
use crate::error::{Error, Result};
use crate::layout::recognise::PreparedLayout;
use crate::worker::hold_limits;
use std::io::{self, BufReader, BufWriter, Read, Write};

/// The hidden command `quarterday worker`: reads batches of files until the input ends.
///
/// # Errors
/// When a pipe breaks, or the first message holds no settings.
pub fn worker(input: impl Read, output: impl Write) -> Result<()> {
    let broken = |e: io::Error| Error::Internal(format!("the worker's pipe: {e}"));
    let mut input = Receiver::new(BufReader::with_capacity(1 << 16, input));
    let Some(settings) = input.receive::<&str>().map_err(broken)? else { return Ok(()) };
    let settings: WorkerSettings =
        serde_json::from_str(settings).map_err(|e| Error::Internal(format!("the worker's settings: {e}")))?;
    let allow_time = hold_limits(&settings.limits);
    // A panic of a parser is caught and becomes a finding; its words are for nobody.
    std::panic::set_hook(Box::new(|_| {}));
    let layouts: Vec<PreparedLayout<'_>> =
        settings.layouts.iter().map(|l| PreparedLayout::new(l, settings.period)).collect();
    let mut output = Sender(BufWriter::with_capacity(1 << 16, output));
    while let Some(batch) = input.receive::<Vec<SentFile<'_>>>().map_err(broken)? {
        for SentFile { name, content } in batch {
            allow_time();
            let read = read_prepared(name, content, &layouts, &settings.limits, settings.survey);
            output.send_records(&read).map_err(broken)?;
        }
        output.flush().map_err(broken)?;
    }
    Ok(())
}
