//! Which layout a workbook follows, and where its forms and tables begin, told from the first rows of its sheets.
//!
//! Our own template is known by its key sheet; every other layout by the names of its sheets and the headings that it
//! requires. A heading `qd:FIELD` is understood in every layout.

use super::{Layout, meaning};
use crate::record::{Field, Kind};
use std::cell::OnceCell;
use std::collections::HashMap;

/// Rows with something in them among which a heading row is looked for.
pub const HEAD_ROWS: usize = 60;
/// Longer texts are not headings.
const HEADING_BYTES: usize = 160;

/// A layout prepared for comparison.
pub struct Prepared<'l> {
    pub layout: &'l Layout,
    pub forms: Vec<PreparedForm>,
    pub tables: Vec<PreparedTable<'l>>,
    pub ignore: Vec<String>,
}

pub struct PreparedForm {
    names: Vec<String>,
    labels: HashMap<String, Field>,
    pub title: String,
    pub optional: bool,
}

pub struct PreparedTable<'l> {
    pub table: &'l super::Table,
    pub kind: Kind,
    pub title: String,
    /// Lower case.
    pub stop: Vec<String>,
    names: Vec<String>,
    /// Position in the table's columns, by the meaning of a heading.
    headings: HashMap<String, usize>,
    fields: Vec<Field>,
}

/// The first rows of a sheet.
pub struct Head<'t> {
    pub name: &'t str,
    meaning: String,
    rows: Vec<HeadRow<'t>>,
}

pub struct HeadRow<'t> {
    pub row: u32,
    /// Texts by column.
    texts: Vec<(u16, &'t str)>,
    /// Filled cells that hold no text.
    others: usize,
    words: OnceCell<Vec<Word>>,
}

enum Word {
    Heading(String),
    Key(Field),
    /// The reference that people see, beside the hidden id.
    Ref,
    /// A key that names no field: the template's own column, printed or counted for people.
    Ours,
}

impl<'t> Head<'t> {
    /// `rows`: row number, its texts by column, and how many cells hold something else.
    pub fn new(name: &'t str, rows: impl Iterator<Item = (u32, Vec<(u16, &'t str)>, usize)>) -> Self {
        let rows = rows.take(HEAD_ROWS);
        let rows = rows.map(|(row, texts, others)| HeadRow { row, texts, others, words: OnceCell::new() }).collect();
        Self { name, meaning: meaning(name), rows }
    }
}

impl HeadRow<'_> {
    fn words(&self) -> &[Word] {
        self.words.get_or_init(|| self.texts.iter().map(|(_, text)| word(text)).collect())
    }
}

fn word(text: &str) -> Word {
    if text.len() > HEADING_BYTES {
        return Word::Heading(String::new());
    }
    match text.trim().strip_prefix("qd:") {
        Some("ref") => Word::Ref,
        Some(key) => Field::from_key(key).map_or(Word::Ours, Word::Key),
        None => Word::Heading(meaning(text)),
    }
}

impl PreparedForm {
    /// The field whose label this text is.
    pub fn label(&self, text: &str) -> Option<Field> {
        match word(text) {
            Word::Key(field) => Some(field),
            Word::Heading(meaning) => self.labels.get(&meaning).copied(),
            Word::Ours | Word::Ref => None,
        }
    }

    pub fn asks_for(&self, field: Field) -> bool {
        self.labels.values().any(|f| *f == field)
    }
}

impl<'l> Prepared<'l> {
    pub fn new(layout: &'l Layout) -> Self {
        let meanings = |names: &[String]| names.iter().map(|n| meaning(n)).collect::<Vec<_>>();
        let title = |names: &[String]| names.first().cloned().unwrap_or_default();
        let forms = layout.forms.iter().map(|f| PreparedForm {
            names: meanings(&f.sheet),
            labels: f
                .fields
                .iter()
                .filter_map(|(key, labels)| Some((Field::from_key(key)?, labels)))
                .flat_map(|(field, labels)| labels.iter().map(move |l| (meaning(l), field)))
                .collect(),
            title: title(&f.sheet),
            optional: f.optional,
        });
        let tables = layout.tables.iter().map(|t| {
            let mut headings = HashMap::new();
            for (n, column) in t.columns.iter().enumerate() {
                for heading in &column.heading {
                    headings.entry(meaning(heading)).or_insert(n);
                }
            }
            PreparedTable {
                table: t,
                kind: t.kind,
                title: title(&t.sheet),
                stop: t.stop.iter().map(|s| s.to_lowercase()).collect(),
                names: meanings(&t.sheet),
                headings,
                fields: t.columns.iter().map(|c| c.field().unwrap_or(Field::Notes)).collect(),
            }
        });
        Self { layout, forms: forms.collect(), tables: tables.collect(), ignore: meanings(&layout.ignore_sheets) }
    }
}

/// What a column of a sheet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    Field(Field),
    Print(Field),
    /// The reference that people see: the id of a line that has no hidden one, because somebody added it.
    Ref,
    /// A column of the template that no field reads: the live checks.
    Ours,
    Unknown,
}

/// The heading rows of a table and what its columns are.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    pub first: u32,
    pub last: u32,
    /// By column of the sheet.
    pub slots: Vec<Slot>,
}

impl Header {
    fn matched(&self) -> usize {
        self.slots.iter().filter(|s| matches!(s, Slot::Field(_) | Slot::Print(_))).count()
    }
}

impl PreparedTable<'_> {
    fn column_of(&self, word: &Word) -> Option<usize> {
        match word {
            Word::Key(field) => self.fields.iter().position(|f| f == field),
            Word::Heading(meaning) => self.headings.get(meaning).copied(),
            Word::Ours | Word::Ref => None,
        }
    }

    /// The columns that a row names: position in the sheet, position in the table.
    fn matches(&self, row: &HeadRow<'_>) -> Vec<(u16, usize)> {
        let mut out: Vec<(u16, usize)> = Vec::new();
        for ((col, _), word) in row.texts.iter().zip(row.words()) {
            if let Some(n) = self.column_of(word)
                && !out.iter().any(|(_, m)| *m == n)
            {
                out.push((*col, n));
            }
        }
        out
    }

    /// The heading row, or the required headings that the best row lacks.
    fn header(&self, head: &Head<'_>) -> Result<Header, Vec<&str>> {
        let required = || (0..self.fields.len()).filter(|n| self.table.columns[*n].required);
        let mut best: Option<Vec<usize>> = None;
        for (n, row) in head.rows.iter().enumerate() {
            let found = self.matches(row);
            let lacks: Vec<usize> = required().filter(|r| !found.iter().any(|(_, m)| m == r)).collect();
            if found.is_empty() || !lacks.is_empty() {
                if best.as_ref().is_none_or(|b| lacks.len() < b.len()) {
                    best = Some(lacks);
                }
                continue;
            }
            return Ok(self.header_at(head, n));
        }
        let lacks = best.unwrap_or_else(|| required().collect());
        Err(lacks.into_iter().filter_map(|n| self.table.columns[n].heading.first()).map(String::as_str).collect())
    }

    /// Joins the heading rows around the `n`th: every adjoining row that names columns and holds no number.
    fn header_at(&self, head: &Head<'_>, n: usize) -> Header {
        let keyed = |row: &HeadRow<'_>| row.words().iter().any(|w| matches!(w, Word::Key(_)));
        let has_key = keyed(&head.rows[n]);
        let joins = |a: &HeadRow<'_>, b: &HeadRow<'_>| {
            let named = self.matches(b).len();
            let adjoins = a.row.abs_diff(b.row) == 1;
            // Rows put in above the visible headings stand below the hidden keys.
            let least = if adjoins && (has_key || keyed(b)) { 1 } else { 2 };
            (adjoins || keyed(a)) && b.others == 0 && named >= least
        };
        let mut last = n;
        while head.rows.get(last + 1).is_some_and(|next| joins(&head.rows[last], next)) {
            last += 1;
        }
        let mut rows: Vec<&HeadRow<'_>> = head.rows[n..=last].iter().collect();
        let (first, last) = (rows[0].row, rows[rows.len() - 1].row);
        // Keys survive any change of the visible words, so they are believed first.
        rows.sort_by_key(|r| !keyed(r));
        let mut slots = Vec::new();
        let mut taken = vec![false; self.fields.len()];
        for (col, n) in rows.iter().flat_map(|r| self.matches(r)) {
            let col = usize::from(col);
            slots.resize(slots.len().max(col + 1), Slot::Unknown);
            if slots[col] == Slot::Unknown && !taken[n] {
                taken[n] = true;
                let field = self.fields[n];
                slots[col] = if self.table.columns[n].print { Slot::Print(field) } else { Slot::Field(field) };
            }
        }
        for row in rows {
            let ours = row.texts.iter().zip(row.words()).filter(|(_, word)| matches!(word, Word::Ours | Word::Ref));
            for (col, word) in ours.map(|((col, _), word)| (usize::from(*col), word)) {
                slots.resize(slots.len().max(col + 1), Slot::Unknown);
                if slots[col] == Slot::Unknown {
                    slots[col] = if matches!(word, Word::Ref) { Slot::Ref } else { Slot::Ours };
                }
            }
        }
        Header { first, last, slots }
    }
}

/// Where the parts of a layout were found in a workbook.
pub struct Fit {
    /// Position among the layouts.
    pub layout: usize,
    /// Told by its key sheet.
    pub by_key: bool,
    /// Table, sheet, header.
    pub tables: Vec<(usize, usize, Header)>,
    /// Form, sheet.
    pub forms: Vec<(usize, usize)>,
    /// What was found under another sheet name: title of the sheet wanted, sheet.
    pub renamed: Vec<(String, usize)>,
    /// Sheets that are needed and not there, each with the headings it lacks when only those are missing.
    pub missing: Vec<(String, Vec<String>)>,
    /// Ids of other layouts that fit as well.
    pub equals: Vec<String>,
    required: usize,
    matched: usize,
}

impl Fit {
    /// Enough of the layout is there to read by it.
    fn fits(&self) -> bool {
        let found = self.required.saturating_sub(self.missing.len());
        self.by_key || (!self.tables.is_empty() && found * 2 >= self.required)
    }

    fn rank(&self) -> (bool, std::cmp::Reverse<usize>, usize) {
        (self.by_key, std::cmp::Reverse(self.missing.len()), self.matched)
    }
}

/// The layout that fits best, or the one that comes nearest; `None` without layouts.
pub fn choose(layouts: &[Prepared<'_>], heads: &[Head<'_>]) -> Option<Result<Fit, Fit>> {
    let mut fits = Vec::with_capacity(layouts.len());
    for (n, layout) in layouts.iter().enumerate() {
        let fit = fit(n, layout, heads);
        if fit.by_key {
            return Some(Ok(fit));
        }
        fits.push(fit);
    }
    // The first listed of equals: max_by would take the last.
    let best = fits.iter().map(Fit::rank).max()?;
    let chosen = fits.iter().position(|f| f.rank() == best)?;
    let equal = |f: &&Fit| f.layout != chosen && f.rank() == best && f.fits();
    let equals = fits.iter().filter(equal).map(|f| layouts[f.layout].layout.id.clone()).collect();
    let mut fit = fits.swap_remove(chosen);
    fit.equals = equals;
    Some(if fit.fits() { Ok(fit) } else { Err(fit) })
}

fn fit(n: usize, layout: &Prepared<'_>, heads: &[Head<'_>]) -> Fit {
    let mut out = Fit {
        layout: n,
        by_key: false,
        tables: vec![],
        forms: vec![],
        renamed: vec![],
        missing: vec![],
        equals: vec![],
        required: 0,
        matched: 0,
    };
    let named = |names: &[String]| heads.iter().position(|h| names.contains(&h.meaning));
    for (f, form) in layout.forms.iter().enumerate() {
        out.required += usize::from(!form.optional);
        let found = named(&form.names).map(|s| (s, labels(form, &heads[s])));
        let found = found.filter(|(_, labels)| *labels > 0).or_else(|| {
            // Under another name: the one sheet that nothing else claims and that has most of the labels.
            let claimed = |s: &usize| {
                let name = &heads[*s].meaning;
                layout.forms.iter().any(|o| o.names.contains(name))
                    || layout.tables.iter().any(|o| o.names.contains(name))
            };
            let mut others = (0..heads.len()).filter(|s| !form.optional && !claimed(s));
            let has_most = |s: &usize| labels(form, &heads[*s]) * 2 > distinct(form);
            let only = others.find(has_most).filter(|_| !others.any(|s| has_most(&s)))?;
            out.renamed.push((form.title.clone(), only));
            Some((only, labels(form, &heads[only])))
        });
        match found {
            Some((sheet, labels)) => {
                out.matched += labels;
                out.by_key |= template_of(form, &heads[sheet]).is_some_and(|id| id == layout.layout.id);
                out.forms.push((f, sheet));
            }
            None if form.optional => {}
            None => out.missing.push((form.title.clone(), vec![])),
        }
    }
    for (t, table) in layout.tables.iter().enumerate() {
        out.required += usize::from(!table.table.optional);
        let by_name = named(&table.names);
        let first = by_name.map(|s| (s, table.header(&heads[s])));
        let (sheet, header) = match first {
            Some((s, Ok(header))) => (s, header),
            other => {
                let lacks = match other {
                    Some((_, Err(lacks))) => lacks.into_iter().map(str::to_owned).collect(),
                    _ => vec![],
                };
                let claimed = |s: usize| layout.tables.iter().any(|o| o.names.contains(&heads[s].meaning));
                let mut others = (0..heads.len())
                    .filter(|s| Some(*s) != by_name && !claimed(*s) && !table.table.optional)
                    .filter_map(|s| Some((s, table.header(&heads[s]).ok()?)));
                match (others.next(), others.next()) {
                    (Some(only), None) => {
                        out.renamed.push((table.title.clone(), only.0));
                        only
                    }
                    _ => {
                        if !table.table.optional || by_name.is_some() {
                            out.missing.push((table.title.clone(), lacks));
                        }
                        continue;
                    }
                }
            }
        };
        out.matched += header.matched();
        out.tables.push((t, sheet, header));
    }
    out
}

fn labels(form: &PreparedForm, head: &Head<'_>) -> usize {
    let words = head.rows.iter().flat_map(|r| r.words());
    words.filter(|w| matches!(w, Word::Key(_)) || matches!(w, Word::Heading(m) if form.labels.contains_key(m))).count()
}

fn distinct(form: &PreparedForm) -> usize {
    form.labels.values().collect::<std::collections::HashSet<_>>().len()
}

/// The template id that a key sheet gives.
fn template_of<'t>(form: &PreparedForm, head: &Head<'t>) -> Option<&'t str> {
    if !form.asks_for(Field::Template) {
        return None;
    }
    head.rows.iter().find_map(|row| {
        let label = row.texts.iter().position(|(_, text)| form.label(text) == Some(Field::Template))?;
        row.texts.get(label + 1).map(|(_, text)| text.trim())
    })
}
