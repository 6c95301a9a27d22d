//! The draft as a layout file: what was found, and beside each line how sure it is.

mod text;
mod told;
mod month;
mod columns;
mod across;
mod passed;
mod whose;
mod words;

use super::assign::needed;
use super::find::Across;
use super::found::{AssignedTable, Because, FoundColumn, is_month};
use super::vocabulary::vocabulary;
use super::{Draft, SheetDraft, WorkbookDraft, cover};
use crate::record::{Field, Kind};
use crate::text::words::stem;
use columns::{heading, keys};
use month::{is_month_beside, month_beside};
use passed::{skip_whole, wanted_by_nobody};
use std::collections::BTreeSet;
use text::{examples, kind_key, list, of_quarter, plain, quote, say, sheets, slug, titled};

pub fn write(found: &WorkbookDraft<'_>) -> Draft {
    let mut pen = DraftWriter::default();
    let mut body = String::new();
    for part in &found.parts {
        pen.form(&mut body, part, found);
    }
    pen.pages(&mut body, found);
    for part in &found.parts {
        for table in &part.tables {
            pen.table(&mut body, part, table, found);
        }
    }
    let mut top = pen.top(found);
    pen.markers(&mut top, found);
    pen.codes(&mut top, found);
    pen.words(&mut top, found);
    let head = pen.head(found);
    Draft { toml: format!("{head}{top}{body}"), certain: pen.certain, guessed: pen.guessed, open: pen.open }
}

/// Writes, and counts what it is sure of.
#[derive(Default)]
struct DraftWriter {
    certain: usize,
    guessed: usize,
    open: usize,
    /// What a person must look at first.
    ask: Vec<String>,
}

impl DraftWriter {
    fn head(&self, found: &WorkbookDraft<'_>) -> String {
        let mut out = String::new();
        let file = plain(stem(found.file));
        say(
            &mut out,
            format_args!(
                "# Drafted by `quarterday layout --draft` from “{file}”: {} certain, {} guessed, {} not told.",
                self.certain, self.guessed, self.open
            ),
        );
        say(
            &mut out,
            format_args!(
                "# Correct it, then put it into the workspace's layouts/; `quarterday layout FILE` shows how it reads."
            ),
        );
        if !self.ask.is_empty() {
            say(&mut out, format_args!("#\n# Look at these first:"));
            for question in &self.ask {
                say(&mut out, format_args!("# - {question}"));
            }
        }
        out.push('\n');
        out
    }

    fn top(&mut self, found: &WorkbookDraft<'_>) -> String {
        let mut out = String::new();
        let stem = stem(found.file);
        say(&mut out, format_args!("id = {}", quote(&slug(stem))));
        say(&mut out, format_args!("title = {}", quote(&titled(stem))));
        self.who_and_when(&mut out, found);
        let tables = || found.parts.iter().flat_map(|p| &p.tables);
        let across = |f: &FoundColumn| matches!(f, FoundColumn::Across(_, Across::Service));
        // One service in a column is told by it alone where neither a label nor the file's name says it.
        let labelled = found.parts.iter().flat_map(|p| &p.labels).any(|l| l.field == Field::Service && l.certain);
        let least = if labelled || found.file_pattern.contains("{service}") { 2 } else { 1 };
        let several =
            |t: &AssignedTable<'_>| t.column(Field::Service).is_some_and(|n| t.profiles[n].words.len() >= least);
        let by_sheet = |t: &AssignedTable<'_>| !t.also.is_empty();
        let named = out.contains("sheet-name = \"{service}");
        let on_each = found.parts.iter().any(|p| !p.on_each.is_empty());
        if tables().any(|t| several(t) || t.found.iter().any(across) || ((named || on_each) && by_sheet(t))) {
            self.guessed += 1;
            say(
                &mut out,
                format_args!("# Guessed: its rows, columns or sheets name several services.\nmany-services = true"),
            );
        } else if Self::names_nobody(found) {
            self.guessed += 1;
            say(
                &mut out,
                format_args!("# Guessed: a line goes to the service whose indicator it is.\nmany-services = true"),
            );
        }
        let unread: Vec<&SheetDraft<'_>> =
            found.parts.iter().filter(|p| !p.is_read() && !told::says_quarter(p, found)).collect();
        if !unread.is_empty() {
            for part in &unread {
                let why = match part.strangers.first() {
                    _ if part.sheet.filled == 0 => "is empty".to_owned(),
                    Some(block) => format!("has headings in row {} that are none of a return's", block.rows.1 + 1),
                    None => "has no table and no labels that are known".to_owned(),
                };
                say(&mut out, format_args!("# Sheet “{}” {why}.", plain(&part.sheet.name)));
            }
            let names: Vec<String> = unread.iter().map(|p| quote(&p.sheet.name)).collect();
            say(&mut out, format_args!("ignore-sheets = [{}]", names.join(", ")));
        }
        out.push('\n');
        out
    }

    fn sure(&mut self, certain: bool) -> &'static str {
        if certain {
            self.certain += 1;
            "certain"
        } else {
            self.guessed += 1;
            "guessed"
        }
    }

    fn table(&mut self, out: &mut String, part: &SheetDraft<'_>, table: &AssignedTable<'_>, found: &WorkbookDraft<'_>) {
        let block = &table.block;
        let (first, last) = (block.rows.0 + 1, block.rows.1 + 1);
        let rows = if first == last { format!("row {first}") } else { format!("rows {first} to {last}") };
        let lines = if block.lines == 1 { "1 line".to_owned() } else { format!("{} lines", block.lines) };
        say(out, format_args!("# Headings in {rows}, {lines} below them, to row {}.", block.last + 1));
        say(out, format_args!("[[tables]]\nkind = {}", quote(kind_key(table.kind))));
        on_sheets(out, part, table, found);
        if block.times > 1 {
            say(out, format_args!("# Its headings stand {} times on the sheet.\nrepeats = true", block.times));
        }
        list(out, "stop", "rows below the table", &block.stop);
        list(out, "skip", "rows between the lines that are none", &block.skip);
        skip_whole(out, table);
        let by_id = table.found.iter().any(|f| matches!(f, FoundColumn::Across(_, Across::Id)));
        if by_id && table.column(Field::Breakdown).is_some() {
            say(out, format_args!("# Guessed: the parts of an indicator make up the whole.\nsum-parts = true"));
        }
        if table.found.iter().any(is_month) {
            say(
                out,
                format_args!(
                    "# The months of a quarter make its figure, by the aggregation of the indicator in the register."
                ),
            );
            say(out, format_args!("sum-parts = true"));
        }
        let (ignored, unsure) = wanted_by_nobody(table);
        if !ignored.is_empty() {
            say(out, format_args!("# Columns that are known and read by nothing.\nignore = [{}]", ignored.join(", ")));
        }
        self.ask.extend(unsure.map(|unsure| format!("sheet “{}”: {unsure}", plain(&part.sheet.name))));
        let no_id = table.column(Field::Id).is_none();
        if no_id && matches!(table.kind, Kind::Risks | Kind::Actions) {
            say(
                out,
                format_args!("# No column holds references; lines are numbered by sheet and row.\nnumber-rows = true"),
            );
        }
        self.ask_for_needed(part, table);
        say(out, format_args!("columns = ["));
        let mut across: Vec<String> = Vec::new();
        for n in 0..block.columns.len() {
            self.column(out, table, n, found, &mut across);
        }
        say(out, format_args!("]\n"));
    }

    fn ask_for_needed(&mut self, part: &SheetDraft<'_>, table: &AssignedTable<'_>) {
        let sheet = plain(&part.sheet.name);
        for field in needed(table.kind).iter().filter(|f| table.column(**f).is_none()) {
            let what = vocabulary().meaning(*field);
            self.ask
                .push(format!("sheet “{sheet}”: no column was found for the {what}; a line is not read without one"));
        }
        let told = |n: &usize| matches!(table.found[*n], FoundColumn::Field(Field::Value, Because::Content));
        if let Some(n) = (0..table.found.len()).find(told) {
            let heading = plain(&heading(table, n));
            self.ask.push(format!(
                "sheet “{sheet}”: the figure is taken from “{heading}”; check that it is the quarter's, and not the year's"
            ));
        }
    }

    fn column(
        &mut self,
        out: &mut String,
        table: &AssignedTable<'_>,
        n: usize,
        found: &WorkbookDraft<'_>,
        across: &mut Vec<String>,
    ) {
        let column = &table.block.columns[n];
        let examples = examples(&table.profiles[n].examples);
        let place = format!("{} “{}”", column.at, plain(&heading(table, n)));
        let (field, why) = match &table.found[n] {
            FoundColumn::Unknown => {
                self.open += 1;
                return say(out, format_args!("  # {place}: not told{examples}. Left out: its cells are passed over."));
            }
            FoundColumn::Nothing if is_month_beside(table, n) => return month_beside(out, table, n, across),
            FoundColumn::Nothing => {
                return say(out, format_args!("  # {place}: read by nothing{examples}."));
            }
            FoundColumn::Across(field, _) => return self.across(out, table, n, *field, found, across),
            FoundColumn::Field(field, because) => {
                let certain = *because == Because::Words;
                let why = match because {
                    Because::Words => self.sure(certain),
                    Because::Both => {
                        self.sure(certain);
                        "guessed from heading and content"
                    }
                    Because::Content => {
                        self.sure(certain);
                        "guessed from the content alone"
                    }
                };
                (*field, why)
            }
        };
        say(out, format_args!("  # {place}: {}, {why}{examples}.", vocabulary().meaning(field)));
        let heading = heading(table, n);
        let meant = crate::text::words::meaning_or_signs(&heading);
        if across.contains(&meant) {
            self.open += 1;
            return say(out, format_args!("  # The same heading stands twice; this one is left out."));
        }
        across.push(meant);
        let keys = keys(table, n, field, found);
        say(out, format_args!("  {{ field = {}, heading = [{}]{keys} }},", quote(field.key()), quote(&heading)));
    }
}

/// The sheets that hold a table: by their names, or any where each is named by a service.
fn on_sheets(out: &mut String, part: &SheetDraft<'_>, table: &AssignedTable<'_>, found: &WorkbookDraft<'_>) {
    let names = || std::iter::once(&*part.sheet.name).chain(table.also.iter().copied());
    if table.also.is_empty() {
        return say(out, format_args!("sheet = [{}]", sheets(&part.sheet.name)));
    }
    let services = names().filter(|n| cover::pattern(n, found.register).contains("{service}")).count();
    let quarters = names().filter_map(of_quarter).map(|p| quote(&p.replace("{period}", "*"))).collect::<BTreeSet<_>>();
    let list = match quarters.len() {
        1 if names().all(|n| of_quarter(n).is_some()) => quarters.into_iter().collect(),
        _ => names().map(sheets).collect::<Vec<_>>().join(", "),
    };
    say(out, format_args!("# The same table on {} sheets.\nevery-sheet = true", names().count()));
    if !part.on_each.is_empty() {
        return say(out, format_args!("sheet = [{}]", told::each_sheet(part, found)));
    }
    match 3 * services >= 2 * names().count() {
        true => say(out, format_args!("sheet = [\"*\"]")),
        false => say(out, format_args!("sheet = [{list}]")),
    }
}
