//! What a return should have and does not mention: one finding a sheet, with the ids of all.

use super::context::ValidationContext;
use crate::catalogue::Check;
use crate::finding::{Finding, SUBJECTS};
use crate::reading::{Place, Return};
use crate::record::Kind;
use crate::shown::count;
use crate::text::words::list;

/// Ids that are shown by name.
const SHOWN: usize = 5;

/// A finding about what `ids` name, at the sheet that should have them: that of what stands `beside`, or of the return. `one`
/// is what one of them is, `whose` of whom they are.
pub(super) fn missing(
    context: &ValidationContext<'_>,
    check: &'static Check,
    returned: &Return,
    (kind, beside): (Kind, Option<&Place>),
    (one, whose): (&str, &str),
    mut ids: Vec<&str>,
) -> Option<Finding> {
    if ids.is_empty() || context.settings.checks.severity_of(check).is_none() {
        return None;
    }
    ids.sort_unstable();
    let layout = context.layouts.iter().find(|l| *l.id == *returned.layout);
    let of_layout = || layout.and_then(|l| l.table(kind)?.sheet.first()).map(String::as_str);
    let sheet = beside.map(|place| &*place.sheet).or_else(of_layout).unwrap_or_default();
    let file = beside.map_or(&returned.source, |place| &place.source).file.as_str();
    let more = ids.len().checked_sub(SHOWN).filter(|more| *more > 0);
    let named = list(ids.iter().take(SHOWN).copied());
    let got = match more {
        Some(more) => format!("nothing of {named} and {more} more"),
        None => format!("nothing of {named}"),
    };
    let finding = Finding::new(check, format!("{} {whose}", count(ids.len(), one)), got).in_file(file);
    Some(finding.in_sheet(sheet).of(&*returned.service).about(ids.join(SUBJECTS)))
}
