//! The words of a form: markers, codes, and words for ours.

use super::super::found::{AssignedTable, FoundColumn};
use super::super::vocabulary::vocabulary;
use super::month::is_month_beside;
use super::text::{plain, quote, say};
use super::{DraftWriter, WorkbookDraft};
use crate::reading::{ActionStatus, CellRef, FeedbackKind};
use crate::record::{Field, Kind};
use std::collections::BTreeMap;

impl DraftWriter {
    pub(super) fn markers(&mut self, out: &mut String, found: &WorkbookDraft<'_>) {
        let mut known: BTreeMap<&str, &str> = BTreeMap::new();
        let mut strange: Vec<(&str, CellRef)> = Vec::new();
        let tables = found.parts.iter().flat_map(|p| &p.tables).filter(|t| t.kind == Kind::Indicators);
        let figures = |t: &AssignedTable<'_>, n: usize| {
            let read = matches!(t.found[n], FoundColumn::Field(Field::Value, _) | FoundColumn::Across(Field::Value, _));
            read || is_month_beside(t, n)
        };
        let pages = found.parts.iter().filter_map(|p| p.page.as_ref()).flat_map(|p| &p.markers);
        known.extend(pages.map(|(word, marker)| (word.as_str(), marker.key())));
        let columns = tables.flat_map(|t| (0..t.found.len()).filter(move |n| figures(t, *n)).map(move |n| (t, n)));
        for (table, n) in columns {
            for word in table.profiles[n].words.keys() {
                match vocabulary().marker(word) {
                    Some(marker) => {
                        known.insert(word, marker.key());
                    }
                    None => strange.push((word, table.block.columns[n].at)),
                }
            }
        }
        if known.is_empty() && strange.is_empty() {
            return;
        }
        say(out, format_args!("# Words seen where a figure should stand, and what they are taken to mean."));
        for (word, at) in strange.iter().take(20) {
            self.open += 1;
            say(out, format_args!("# {} “{}”: not told; add it below, or it is refused.", at, plain(word)));
        }
        say(out, format_args!("[markers]"));
        for (word, marker) in known {
            self.guessed += 1;
            say(out, format_args!("{} = {}", quote(word), quote(marker)));
        }
        out.push('\n');
    }

    pub(super) fn codes(&mut self, out: &mut String, found: &WorkbookDraft<'_>) {
        if found.codes.is_empty() {
            return;
        }
        say(
            out,
            format_args!(
                "# Codes and names of the form, and the indicator of the register whose name is most like it.\n[codes]"
            ),
        );
        for (code, to) in &found.codes {
            self.guessed += 1;
            let comment = if to.name.is_empty() { String::new() } else { format!(" # {}", plain(&to.name)) };
            say(out, format_args!("{} = {}{comment}", quote(code), quote(&to.id)));
        }
        out.push('\n');
    }

    pub(super) fn words(&mut self, out: &mut String, found: &WorkbookDraft<'_>) {
        let statuses: Vec<&str> = ActionStatus::ALL.iter().map(|s| s.words()).collect();
        let kinds: Vec<&str> = FeedbackKind::ALL.iter().map(|k| k.words()).collect();
        for (field, ours) in [(Field::Status, statuses), (Field::FeedbackKind, kinds)] {
            let fields = [field];
            let columns = columns_of(found, &fields).flat_map(|(t, n)| t.profiles[n].words.keys());
            let mut words: Vec<&String> = columns.filter(|w| !ours.iter().any(|o| o.eq_ignore_ascii_case(w))).collect();
            words.sort_unstable();
            words.dedup();
            if words.is_empty() {
                continue;
            }
            say(out, format_args!("# Words of the form for ours: {}.\n[words.{}]", ours.join("; "), field.key()));
            for word in words.into_iter().take(40) {
                match vocabulary().ours(field, word) {
                    Some(our) => {
                        self.guessed += 1;
                        say(out, format_args!("{} = {}", quote(word), quote(our)));
                    }
                    None => {
                        self.open += 1;
                        say(out, format_args!("# {} = not told", quote(word)));
                    }
                }
            }
            out.push('\n');
        }
    }
}

/// Every column of these fields.
fn columns_of<'f>(
    found: &'f WorkbookDraft<'_>,
    fields: &'f [Field],
) -> impl Iterator<Item = (&'f AssignedTable<'f>, usize)> {
    let tables = found.parts.iter().flat_map(|p| &p.tables);
    tables.flat_map(move |t| {
        let is = |n: &usize| matches!(t.found[*n], FoundColumn::Field(f, _) | FoundColumn::Across(f, _) if fields.contains(&f));
        (0..t.found.len()).filter(is).map(move |n| (t, n))
    })
}
