//! How an .ods opens: which sheet, where the cursor is, what is frozen.

use crate::checklist::document::words;
use crate::checklist::facts::WorkbookFacts;
use crate::checklist::xml::{Read, root, value};
use crate::ingest::{Malformed, Next, XmlPart};

/// What LibreOffice calls a split that is frozen.
const FROZEN: &str = "2";

/// Reads the settings into the facts.
pub(super) fn take(xml: &[u8], facts: &mut WorkbookFacts) -> Read<()> {
    let mut part = XmlPart::new(xml);
    root(&mut part)?;
    // The names of the elements that are open.
    let mut open: Vec<String> = vec![];
    loop {
        match part.next()? {
            Next::Start(tag) => {
                let name = value(&tag, "name").unwrap_or_default();
                let element = tag.local_name();
                let element: &str = element.as_ref();
                if element == "config-item" {
                    let said = words(&mut part)?;
                    item(&name, &said, open.last().map_or("", String::as_str), facts);
                } else {
                    open.push(name);
                }
            }
            Next::End if open.pop().is_none() => return Ok(()),
            Next::End | Next::Text(_) => {}
            Next::Over => return Err(Malformed),
        }
    }
}

fn item(name: &str, said: &str, owner: &str, facts: &mut WorkbookFacts) {
    if name == "ActiveTable" {
        facts.opens_at = facts.sheets.iter().position(|s| s.name == said).unwrap_or_default();
    }
    let Some(sheet) = facts.sheets.iter_mut().find(|s| s.name == owner) else { return };
    let number = || said.parse().unwrap_or_default();
    match name {
        "CursorPositionX" => sheet.cursor.1 = number(),
        "CursorPositionY" => sheet.cursor.0 = number(),
        // Without a split the panes below and at the left are the ones in sight.
        "PositionLeft" => sheet.first_in_sight.1 = number(),
        "PositionBottom" => sheet.first_in_sight.0 = number(),
        "HorizontalSplitMode" | "VerticalSplitMode" => sheet.frozen |= said == FROZEN,
        _ => {}
    }
}
