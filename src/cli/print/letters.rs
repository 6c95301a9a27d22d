//! Which letters were written, and to whom none could be sent.

use super::count;
use anyhow::Result;
use quarterday::letters::LetterKind;
use quarterday::pipeline::{WrittenLetter, WrittenLetters};
use std::io::Write;

/// Names that are told before the rest is counted.
const MOST: usize = 12;

pub fn letters(out: &mut impl Write, written: &WrittenLetters) -> Result<()> {
    let WrittenLetters { folder, table, services, nothing_owed, owners, owners_as_contacts, without_owner, kept } =
        written;
    writeln!(out, "\nLetters in {}:", folder.display())?;
    let kinds = LetterKind::ALL.into_iter().filter_map(|kind| {
        let n = services.iter().filter(|l| l.kind == kind).count();
        (n > 0).then(|| format!("{n} {}", several(kind)))
    });
    let kinds = kinds.collect::<Vec<_>>().join(", ");
    let kinds = if kinds.is_empty() { kinds } else { format!(": {kinds}") };
    let owe = if *nothing_owed == 1 { "owes" } else { "owe" };
    let others = count(*nothing_owed, "service", "services");
    writeln!(out, "  {} to services{kinds}; {others} {owe} nothing", services.len())?;
    writeln!(out, "  {} to owners of measures", owners.len())?;
    let table = table.file_name().unwrap_or_default().to_string_lossy();
    writeln!(out, "  {table} has all of them, one a line, for a mail merge")?;
    let unaddressed = |l: &&WrittenLetter| l.to.is_empty();
    let name = |l: &WrittenLetter| if l.of.is_empty() { l.file.clone() } else { l.of.clone() };
    let without: Vec<String> = services.iter().chain(owners).filter(unaddressed).map(name).collect();
    let contacts = match owners_as_contacts.len() {
        1 => "1 owner is the contact of their service and gets no letter of their own".to_owned(),
        n => format!("{n} owners are the contact of their service and get no letter of their own"),
    };
    if !owners_as_contacts.is_empty() {
        writeln!(out, "{contacts}: {}", some_of(owners_as_contacts))?;
    }
    for (what, names) in [
        ("Without an address in the register (columns E-mail and Owner's e-mail)", &without),
        ("Measures without an owner in the register", without_owner),
        ("Left as they are, since somebody has changed them", kept),
    ] {
        if !names.is_empty() {
            writeln!(out, "{what}: {}: {}", names.len(), some_of(names))?;
        }
    }
    Ok(())
}

/// `A, B and 3 more`
fn some_of(names: &[String]) -> String {
    let more = names.len().saturating_sub(MOST);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    names.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join(", ") + &more
}

fn several(kind: LetterKind) -> &'static str {
    match kind {
        LetterKind::Reminder => "before the due date",
        LetterKind::Chaser => "after the due date",
        LetterKind::Refused => "about a return that could not be accepted",
        LetterKind::Asked => "about errors and queries",
        LetterKind::Owner => "to owners",
    }
}
