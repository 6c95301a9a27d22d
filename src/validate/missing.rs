//! What a return should have and does not mention: one finding a sheet, with the ids of all.

use super::context::ValidationContext;
use crate::catalogue::Check;
use crate::finding::{Finding, SUBJECTS};
use crate::layout::Layout;
use crate::reading::{Place, Return};
use crate::record::Kind;
use crate::shown::count;
use crate::text::words::list;

/// Ids that are shown by name.
const SHOWN: usize = 5;

/// Whether a return should have all of a kind that its service has: its form has the sheet, and it is the first of its
/// service's to have one, where Finance or a programme office sends another.
pub(super) fn expects(context: &ValidationContext<'_>, returned: &Return, kind: Kind) -> bool {
    let of_form = |r: &Return| {
        let mut forms = context.layouts.iter().filter(|l| r.layout.split(Return::JOINT).any(|id| id == l.id));
        let has = |l: &&Layout| if l.is_ours() { context.settings.has_sheet(kind) } else { l.table(kind).is_some() };
        forms.any(|l| has(&l)) || r.layout.is_empty()
    };
    let first = context.returns.iter().find(|r| r.service == returned.service && of_form(r));
    first.is_some_and(|first| std::ptr::eq(first, returned))
}

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
