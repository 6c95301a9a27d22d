//! Whose return it is and for which quarter, as a layout says it: labels, titles, the names of sheets and of the file.

use super::super::cover::Label;
use super::super::found::AssignedTable;
use super::super::pages::LabelledPage;
use super::super::vocabulary::vocabulary;
use super::text::{plain, quote, say, sheets};
use super::told::{each_sheet, in_a_title, quarter_in_title, sheet_pattern, told};
use super::{DraftWriter, SheetDraft, WorkbookDraft};
use crate::record::{Field, Kind};
use std::collections::BTreeSet;

impl DraftWriter {
    /// Where the service and the quarter stand.
    pub(super) fn who_and_when(&mut self, out: &mut String, found: &WorkbookDraft<'_>) {
        if !found.file_pattern.is_empty() {
            say(out, format_args!("# From the name of this file; check it against the names of others."));
            say(out, format_args!("file-name = {}", quote(&found.file_pattern)));
        }
        let by_sheet = sheet_pattern(found);
        if let Some((name, pattern)) = &by_sheet {
            say(out, format_args!("# Guessed from the name of the sheet “{}”.", plain(name)));
            say(out, format_args!("sheet-name = {}", quote(pattern)));
            self.guessed += 1;
        }
        for (field, placeholder) in [(Field::Service, "{service}"), (Field::Period, "{period}")] {
            let by_title = field == Field::Period && quarter_in_title(found).is_some();
            if told(found, field) || by_title || by_sheet.as_ref().is_some_and(|(_, p)| p.contains(placeholder)) {
                continue;
            }
            let what = vocabulary().meaning(field);
            let near = match found.parts.iter().flat_map(|p| &p.labels).find(|l| l.field == field) {
                Some(l) => {
                    format!("; “{}” in {} is not one that is known: “{}”", plain(&l.text), l.at, plain(&l.value))
                }
                None => in_a_title(found, field),
            };
            self.open += 1;
            self.ask.push(format!(
                "the {what} was not found on a cover, in a column, in the name of a sheet or of the file{near}; name the files by \
                 it and write a line such as `file-name = \"{{service}} {{period}}\"`, or say under `[words.{}]` what the form \
                 calls it",
                field.key()
            ));
        }
    }

    /// Nothing says whose the form is, but that it has indicators of the register and nothing else.
    pub(super) fn names_nobody(found: &WorkbookDraft<'_>) -> bool {
        let tables = || found.parts.iter().flat_map(|p| &p.tables);
        let by_sheet = || sheet_pattern(found).is_some_and(|(_, pattern)| pattern.contains("{service}"));
        let known = |t: &AssignedTable<'_>| {
            t.column(Field::Id).is_some_and(|n| t.profiles[n].ids > 0) || !found.codes.is_empty()
        };
        found.register.is_some()
            && !told(found, Field::Service)
            && !by_sheet()
            && tables().next().is_some()
            && tables().all(|t| t.kind == Kind::Indicators && known(t))
    }

    pub(super) fn form(&mut self, out: &mut String, part: &SheetDraft<'_>, found: &WorkbookDraft<'_>) {
        // What the register does not know would refuse every file: it is asked about, and not read.
        let strange =
            |l: &&Label| !l.certain && found.register.is_some() && matches!(l.field, Field::Service | Field::Period);
        if !part.on_each.is_empty() {
            say(out, format_args!("# On each of these sheets, for what stands on it."));
            say(
                out,
                format_args!("[[forms]]\nsheet = [{}]\nscope = \"sheet\"\n[forms.fields]", each_sheet(part, found)),
            );
            part.on_each.iter().for_each(|label| self.label(out, label));
            out.push('\n');
        }
        let labels: Vec<&Label> = part.labels.iter().filter(|l| !strange(l)).collect();
        let title = quarter_in_title(found).filter(|(sheet, _)| *sheet == &*part.sheet.name);
        if labels.is_empty() && title.is_none() {
            return;
        }
        say(out, format_args!("[[forms]]\nsheet = [{}]", sheets(&part.sheet.name)));
        if !labels.is_empty() {
            say(out, format_args!("[forms.fields]"));
        }
        labels.into_iter().for_each(|label| self.label(out, label));
        if let Some((_, cell)) = title {
            self.guessed += 1;
            say(out, format_args!("# Guessed: the quarter in the title “{}”.", plain(&cell.content.shown())));
            say(out, format_args!("[forms.cells]\nperiod = {}", quote(&cell.at.to_string())));
        }
        out.push('\n');
    }
}

impl DraftWriter {
    fn label(&mut self, out: &mut String, label: &Label) {
        let sure = self.sure(label.certain);
        let (what, value) = (vocabulary().meaning(label.field), plain(&label.value));
        say(out, format_args!("# {} “{}”: {what}, {sure}; here “{value}”.", label.at, plain(&label.text)));
        say(out, format_args!("{} = [{}]", label.field.key(), quote(&label.text)));
    }

    /// Figures beside labels that are indicators of the register, on all pages that have them.
    pub(super) fn pages(&mut self, out: &mut String, found: &WorkbookDraft<'_>) {
        let pages = || found.parts.iter().filter_map(|p| Some((&*p.sheet.name, p.page.as_ref()?)));
        let known: usize = pages().map(|(_, page)| page.known).sum();
        if known == 0 {
            return;
        }
        self.certain += known;
        say(
            out,
            format_args!(
                "# Figures beside their labels; {known} of the labels are indicators of the register, certain."
            ),
        );
        let labelled: Vec<_> = pages().filter(|(_, page)| page.placed.is_none()).collect();
        let mut offsets: Vec<Option<u16>> = labelled.iter().map(|(_, page)| page.offset).collect();
        offsets.sort_unstable();
        offsets.dedup();
        // Names of pages change from quarter to quarter; where nothing else stands beside them, none is needed.
        let tables = found.parts.iter().any(|p| !p.tables.is_empty());
        let alone = labelled.len() == pages().count() && offsets.len() == 1 && !tables;
        for offset in offsets {
            let alike: Vec<_> = labelled.iter().filter(|(_, page)| page.offset == offset).copied().collect();
            self.alike(out, &alike, offset, alone);
        }
        for (name, placed) in pages().filter_map(|(name, page)| Some((name, page.placed.as_ref()?))) {
            let (sheet, heading) = (plain(name), plain(&placed.heading));
            self.ask.push(format!(
                "sheet “{sheet}”: several columns have figures; they are taken by their place from that under \
                 “{heading}”; check that it is the quarter's, in the next form too"
            ));
            say(out, format_args!("[[forms]]\nsheet = [{}]\n[forms.value-cells]", sheets(name)));
            for (leads_to, label, at) in &placed.cells {
                say(out, format_args!("{} = \"{at}\" # {}", quote(leads_to), plain(label)));
            }
            out.push('\n');
        }
    }

    /// The pages that have their figures as far from the labels.
    fn alike(&mut self, out: &mut String, pages: &[(&str, &LabelledPage)], offset: Option<u16>, alone: bool) {
        let others: BTreeSet<String> =
            pages.iter().flat_map(|(_, page)| &page.others).map(|label| quote(label)).collect();
        let others: Vec<String> = others.into_iter().collect();
        self.open += others.len();
        let names: Vec<String> = pages.iter().map(|(name, _)| quote(name)).collect();
        let names = if alone { quote("*") } else { names.join(", ") };
        say(out, format_args!("[[forms]]\nsheet = [{names}]"));
        if let Some(offset) = offset {
            say(out, format_args!("value-offset = {offset}   # columns from a label to its figure"));
        }
        if !others.is_empty() {
            say(
                out,
                format_args!(
                    "# Not told: labels that are none. Left out; what is wanted goes below, with its indicator."
                ),
            );
            say(out, format_args!("ignore = [{}]", others.join(", ")));
        }
        say(out, format_args!("[forms.values]\n\"{{id}}\" = [\"{{id}}\"]\n"));
    }
}
