//! The window that the program runs in, and the programs beside it: the only user of `open`.

use anyhow::{Context, Result};
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::Path;

/// Somebody sits there who can be asked.
pub fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Opens a workbook or a folder in the program that people have for it, and does not wait for that.
pub fn show(path: &Path) -> Result<()> {
    open::that_detached(path)
        .with_context(|| format!("no program could be started for {}; open it by hand", path.display()))
}

/// A line that somebody types; `None` when nothing more comes.
pub fn line(input: &mut impl BufRead) -> Result<Option<String>> {
    let mut line = String::new();
    let read = input.read_line(&mut line)?;
    Ok((read > 0).then(|| line.trim().to_owned()))
}

/// Waits for Enter where the window closes with the program, as after a double-click: nobody could read what it says.
pub fn hold() {
    if is_alone() && io::stdin().is_terminal() {
        // What cannot be said or read here has nobody who waits for it.
        let _ = writeln!(io::stderr(), "\nPress Enter to close this window.");
        let _ = line(&mut io::stdin().lock());
    }
}

/// Whether no other program has this window: it was made for this one, and goes with it.
#[cfg(windows)]
#[expect(unsafe_code, reason = "the system has no safe door for it")]
fn is_alone() -> bool {
    let mut ids = [0u32; 2];
    // SAFETY: the system writes at most as many numbers as it is told that there is room for.
    unsafe { windows_sys::Win32::System::Console::GetConsoleProcessList(ids.as_mut_ptr(), 2) == 1 }
}

#[cfg(not(windows))]
fn is_alone() -> bool {
    false
}
