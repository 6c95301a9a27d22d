//! The process that parses: files in on one pipe, records out on the other, under limits that it cannot lift. What
//! kills it kills one batch and no more.

use super::read_prepared;
use super::wire::{Cells, Receiver, Sender, WorkerSettings, files_of};
use crate::error::{Error, Result};
use crate::fit::fit;
use crate::layout::recognise::PreparedLayout;
use crate::worker::hold_limits;
use std::io::{self, BufReader, BufWriter, Read, Write};

/// The hidden command `quarterday worker`: reads batches of files until the input ends.
///
/// # Errors
/// When a pipe breaks, or the first message holds no settings.
pub fn worker(input: impl Read, output: impl Write) -> Result<()> {
    let broken = |e: io::Error| Error::Internal(format!("the worker's pipe: {e}"));
    let mut input = Receiver::new(BufReader::with_capacity(1 << 16, input)).map_err(broken)?;
    let Some(first) = input.receive().map_err(broken)? else { return Ok(()) };
    let settings = files_of(&first).map_err(broken)?.next().map(|(_, content)| serde_json::from_slice(content));
    let settings: WorkerSettings = match settings {
        Some(Ok(settings)) => settings,
        _ => return Err(Error::Internal("the worker was started without settings".into())),
    };
    let allow_time = hold_limits(&settings.limits);
    // A panic of a parser is caught and becomes a finding; its words are for nobody.
    std::panic::set_hook(Box::new(|_| {}));
    let layouts: Vec<PreparedLayout<'_>> =
        settings.layouts.iter().map(|l| PreparedLayout::new(l, settings.period)).collect();
    let mut output = Sender::cells(BufWriter::with_capacity(1 << 16, output)).map_err(broken)?;
    while let Some(batch) = input.receive().map_err(broken)? {
        let mut cells = Cells::new();
        for (n, (name, content)) in files_of(&batch).map_err(broken)?.enumerate() {
            allow_time();
            let read = read_prepared(name, content, &layouts, &settings.limits, settings.survey);
            cells.push(fit::<u32>(n), &read, &mut |part| output.send(part)).map_err(broken)?;
        }
        drop(batch);
        cells.finish(&mut |part| output.send(part)).map_err(broken)?;
    }
    output.finish().map_err(broken)
}
