//! How well each layout fits a workbook, and which one is taken.

use super::choice;
use super::head::{SheetHead, Word};
use super::header::Header;
use super::prepared::{PreparedForm, PreparedLayout, PreparedTable, Said};
use crate::layout::Name;
use crate::period::Period;
use crate::record::Field;
use std::cmp::Reverse;

/// Where the parts of a layout were found in a workbook.
#[derive(Default)]
pub struct Fit {
    /// Position among the layouts.
    pub layout: usize,
    /// Told by its key sheet.
    pub by_key: bool,
    /// Our own template, told by the hidden keys above a table.
    keyed: bool,
    /// Table, sheet, header; a table of several sheets or of several headings comes several times.
    pub tables: Vec<(usize, usize, Header)>,
    /// Form, sheet.
    pub forms: Vec<(usize, usize)>,
    /// What was found under another sheet name: title of the sheet wanted, sheet.
    pub renamed: Vec<(String, usize)>,
    /// A form with figures beside their labels was found.
    figures: bool,
    /// Sheets that are needed and not there.
    pub missing: Vec<Missing>,
    /// Sheets whose name is one of many that a table is spread over, or that have most of a table's headings, and the
    /// headings that they lack.
    pub partial: Vec<(usize, Vec<String>)>,
    /// Sheets that hold one table equally well, where nothing says which is meant: what the table is called, the sheets.
    pub doubles: Vec<(String, Vec<usize>)>,
    /// Sheets with the headings of a table that is read from another sheet: this sheet, the other one.
    pub besides: Vec<(usize, usize)>,
    /// Ids of other layouts that fit as well.
    pub equals: Vec<String>,
    pub(super) required: usize,
    pub(super) matched: usize,
    /// Labels and headings of what is needed.
    wanted: usize,
    /// Headings in the nearest rows of tables that were not found.
    almost: usize,
    /// The quarter that is being read, where it is known or the workbook names one only.
    pub period: Option<Period>,
    /// In date, and the day from which: the newest of equals where the quarter is not known.
    dated: (bool, Option<Period>),
}

/// A sheet that is needed and not there.
pub struct Missing {
    /// Its title.
    pub title: String,
    /// It holds single cells, not a table.
    pub form: bool,
    /// The headings or labels that the nearest sheet lacks, when only those are missing.
    pub lacks: Vec<String>,
    /// The sheets that it could be by their names.
    pub sheets: Vec<usize>,
}

impl Fit {
    /// Enough of the layout is there to read by it.
    pub(super) fn fits(&self) -> bool {
        let found = self.required.saturating_sub(self.missing.len());
        self.by_key || self.keyed || ((!self.tables.is_empty() || self.figures) && found * 2 >= self.required)
    }

    /// What a workbook has of a layout speaks louder than what it lacks: one that lost a sheet is still on its own form
    /// and not on an older one that never had the sheet.
    fn likeness(&self) -> (bool, bool, bool, usize, Reverse<usize>) {
        (self.by_key, self.keyed, self.fits(), self.matched, Reverse(self.missing.len()))
    }

    fn rank(&self) -> impl Ord + use<> {
        (self.likeness(), self.dated)
    }

    /// Headings and labels that were found, of those that the layout needs.
    pub fn near(&self) -> (usize, usize) {
        ((self.matched + self.almost).min(self.wanted), self.wanted)
    }
}

/// The layout that fits best, or the one that comes nearest; `None` without layouts.
pub fn choose(layouts: &[PreparedLayout<'_>], heads: &[SheetHead<'_>]) -> Option<Result<Fit, Fit>> {
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

pub(super) fn fit(n: usize, layout: &PreparedLayout<'_>, heads: &[SheetHead<'_>]) -> Fit {
    let dated = (layout.in_date, layout.layout.valid_from);
    let wanted = layout.period.or_else(|| choice::named_quarter(heads));
    let mut search = Search { layout, heads, wanted, fit: Fit { layout: n, period: wanted, dated, ..Fit::default() } };
    for form in 0..layout.forms.len() {
        search.form(form);
    }
    for table in 0..layout.tables.len() {
        search.table(table);
    }
    search.forms_of_renamed();
    search.nearly();
    search.fit
}

/// A layout while its parts are looked for.
struct Search<'s, 'l, 't> {
    layout: &'s PreparedLayout<'l>,
    heads: &'s [SheetHead<'t>],
    /// The quarter that is being read.
    wanted: Option<Period>,
    fit: Fit,
}

fn named(names: &[Name], head: &SheetHead<'_>) -> bool {
    names.iter().any(|n| n.fits(&head.meaning))
}

impl<'s> Search<'s, '_, '_> {
    fn form(&mut self, n: usize) {
        let form = &self.layout.forms[n];
        self.fit.required += usize::from(!form.optional);
        self.fit.wanted += if form.optional { 0 } else { distinct(form) };
        let said = |s: &usize| labels(form, &self.heads[*s]) > 0 || !form.cells.is_empty() || form.is_labelled();
        let fits = |s: &usize| named(&form.names, &self.heads[*s]) && !self.ignored(*s);
        let mut by_name: Vec<usize> = (0..self.heads.len()).filter(fits).filter(said).collect();
        // What people see is believed before what is hidden.
        by_name.sort_by_key(|s| self.heads[*s].hidden);
        // Figures whose labels name them may stand on every page.
        if form.scope == crate::layout::Scope::File && !form.is_labelled() {
            by_name.truncate(1);
        }
        if by_name.is_empty() {
            by_name.extend(self.form_elsewhere(form));
        }
        if by_name.is_empty() && !form.optional {
            let may = |s: &usize| named(&form.names, &self.heads[*s]) && !self.ignored(*s);
            let sheets: Vec<usize> = (0..self.heads.len()).filter(may).collect();
            let labels = self.layout.layout.forms[n].fields.values().filter_map(|labels| labels.first().cloned());
            let lacks = if sheets.is_empty() { vec![] } else { labels.collect() };
            self.fit.missing.push(Missing { title: form.title.clone(), form: true, lacks, sheets });
        }
        for sheet in by_name {
            self.fit.matched += labels(form, &self.heads[sheet]);
            let template = template_of(form, &self.heads[sheet]);
            self.fit.by_key |= template.is_some_and(|id| id == self.layout.layout.id);
            self.fit.figures |= form.figures;
            self.fit.forms.push((n, sheet));
        }
    }

    /// Under another name: the one sheet that nothing else claims and that has most of the labels.
    fn form_elsewhere(&mut self, form: &PreparedForm) -> Option<usize> {
        let claimed = |s: &usize| {
            let head = &self.heads[*s];
            self.layout.forms.iter().any(|o| named(&o.names, head))
                || self.layout.tables.iter().any(|o| named(&o.names, head))
        };
        let mut others = (0..self.heads.len()).filter(|s| !form.optional && !claimed(s));
        let has_most = |s: &usize| labels(form, &self.heads[*s]) * 2 > distinct(form);
        let only = others.find(has_most).filter(|_| !others.any(|s| has_most(&s)))?;
        self.fit.renamed.push((form.title.clone(), only));
        Some(only)
    }

    /// Cells known by their place have no label to be found by: where their sheet was renamed, it is the one on which its
    /// table was found.
    fn forms_of_renamed(&mut self) {
        for (n, form) in self.layout.forms.iter().enumerate().filter(|(_, f)| !f.cells.is_empty()) {
            let missing = |m: &Missing| m.form && m.title == form.title;
            let renamed = self.fit.renamed.iter().find(|(title, _)| *title == form.title).map(|(_, sheet)| *sheet);
            let unread = !self.fit.forms.iter().any(|(f, _)| *f == n);
            if let Some(sheet) = renamed.filter(|_| unread && self.fit.missing.iter().any(missing)) {
                self.fit.missing.retain(|m| !missing(m));
                self.fit.forms.push((n, sheet));
            }
        }
    }

    fn table(&mut self, n: usize) {
        let table = &self.layout.tables[n];
        let spread = table.table.every_sheet;
        self.fit.required += usize::from(!table.table.optional);
        self.fit.wanted += if table.table.optional { 0 } else { table.fields.len() };
        let by_name: Vec<usize> = (0..self.heads.len()).filter(|s| self.may_hold(table, *s)).collect();
        let mut lacking: Vec<(usize, Vec<usize>)> = Vec::new();
        let mut holding: Vec<(usize, Header)> = Vec::new();
        for sheet in &by_name {
            match self.header(table, *sheet, true) {
                Ok(header) => holding.push((*sheet, header)),
                Err(lacks) => lacking.push((*sheet, lacks)),
            }
        }
        let found = !holding.is_empty();
        if found && !spread {
            return self.take_one(n, holding);
        }
        for (sheet, header) in holding {
            self.take(n, sheet, header);
        }
        let called = |lacks: &[usize]| -> Vec<String> { lacks.iter().map(|c| table.called(*c).to_owned()).collect() };
        if found {
            let meant = |s: usize| table.names.iter().any(|n| !n.any() && n.fits(&self.heads[s].meaning));
            let lacking = lacking.into_iter().filter(|(s, _)| meant(*s));
            let partial: Vec<_> = lacking.map(|(s, lacks)| (s, called(&lacks))).collect();
            self.fit.partial.extend(partial);
            return;
        }
        if let Some((sheet, header)) = self.elsewhere(table, &by_name) {
            self.fit.renamed.push((table.called_sheet(), sheet));
            self.take(n, sheet, header);
        } else if !table.table.optional || (!by_name.is_empty() && !table.names.is_empty()) {
            let nearest = |s: &usize| self.heads[*s].rows.iter().map(|r| table.matches(r).len()).max();
            self.fit.almost += by_name.iter().filter_map(nearest).max().unwrap_or(0);
            let lacks = lacking.into_iter().min_by_key(|(_, lacks)| lacks.len());
            let lacks = lacks.map(|(_, lacks)| called(&lacks)).unwrap_or_default();
            self.fit.missing.push(Missing { title: table.called_sheet(), form: false, lacks, sheets: by_name });
        }
    }

    /// Sheets that nothing was found on and that have most headings of a table that is nowhere, without one that it needs.
    /// A table that may be missing, and is told by its headings alone, would else be lost with one of them.
    fn nearly(&mut self) {
        for (n, table) in self.layout.tables.iter().enumerate().filter(|(_, t)| t.table.optional && t.names.is_empty())
        {
            if self.fit.tables.iter().any(|(t, ..)| *t == n) {
                continue;
            }
            let taken = |s: &usize| {
                self.fit.tables.iter().any(|(_, t, _)| t == s) || self.fit.forms.iter().any(|(_, f)| f == s)
            };
            let free =
                (0..self.heads.len()).filter(|s| !taken(s) && !self.heads[*s].hidden && self.may_hold(table, *s));
            let most = |s: &usize| {
                let found = self.heads[*s].rows.iter().map(|r| table.matches(r).len()).max().unwrap_or(0);
                found > 1 && 2 * found > table.fields.len()
            };
            let lacks = |s: usize| Some((s, self.header(table, s, false).err()?));
            let called = |lacks: Vec<usize>| lacks.iter().map(|c| table.called(*c).to_owned()).collect();
            let nearly: Vec<_> = free.filter(most).filter_map(lacks).map(|(s, lacks)| (s, called(lacks))).collect();
            self.fit.partial.extend(nearly);
        }
    }

    /// Whether a sheet's name lets it hold the table: by its names, or, where it has none, by no other's.
    fn may_hold(&self, table: &PreparedTable<'_>, sheet: usize) -> bool {
        let head = &self.heads[sheet];
        match table.names.as_slice() {
            [] => !self.ignored(sheet) && !self.layout.tables.iter().any(|o| named(&o.names, head)),
            names => named(names, head) && !self.ignored(sheet),
        }
    }

    fn ignored(&self, sheet: usize) -> bool {
        self.layout.ignore.iter().any(|n| n.fits(&self.heads[sheet].meaning))
    }

    /// The headings of a table on a sheet, below those that are already another table's.
    fn header(&self, table: &PreparedTable<'_>, sheet: usize, misspelt: bool) -> Result<Header, Vec<usize>> {
        let taken = self.fit.tables.iter().filter(|(_, s, _)| *s == sheet).map(|(.., h)| h.last).max();
        table.header(&self.heads[sheet], taken, misspelt, self.wanted)
    }

    /// Takes the table from the one sheet that is meant; from the first where nothing says which, and that is noted.
    fn take_one(&mut self, n: usize, mut holding: Vec<(usize, Header)>) {
        let table = &self.layout.tables[n];
        // A sheet that holds another table already is not asked for this one as well, where another sheet could be.
        let firsts: Vec<_> = holding.iter().map(|(s, h)| (*s, h.first)).collect();
        let meant = choice::sheet(self.heads, &firsts, self.wanted);
        if meant.is_none() {
            let mut sheets: Vec<usize> = holding.iter().map(|(s, _)| *s).collect();
            // The hidden ones play a part only where a single one is visible and is of another quarter.
            if sheets.iter().filter(|s| !self.heads[**s].hidden).count() > 1 {
                sheets.retain(|s| !self.heads[*s].hidden);
            }
            self.fit.doubles.push((table.called_sheet(), sheets));
        }
        let (sheet, header) = holding.swap_remove(meant.unwrap_or(0));
        self.take(n, sheet, header);
        if meant.is_some() {
            let others = (0..self.heads.len()).filter(|s| *s != sheet && self.stands_beside(table, *s));
            self.fit.besides.extend(others.map(|s| (s, sheet)).collect::<Vec<_>>());
        }
    }

    /// Whether a visible sheet that nothing claims has all the headings of a table, and says of no other quarter.
    fn stands_beside(&self, table: &PreparedTable<'_>, sheet: usize) -> bool {
        let head = &self.heads[sheet];
        let others = self.layout.tables.iter().filter(|t| !std::ptr::eq(*t, table));
        let claimed =
            others.clone().any(|t| named(&t.names, head)) || self.layout.forms.iter().any(|f| named(&f.names, head));
        let of_this = |h: &Header| !choice::is_of_another(head, h.first, self.wanted);
        !head.hidden
            && !claimed
            && !self.ignored(sheet)
            && table.required().count() > 1
            && self.header(table, sheet, false).is_ok_and(|h| of_this(&h))
            && others.filter(|t| t.names.is_empty()).all(|t| self.header(t, sheet, false).is_err())
    }

    fn take(&mut self, n: usize, sheet: usize, header: Header) {
        self.fit.matched += header.matched();
        // A sheet of our own template is known by its hidden keys where the key sheet stayed behind.
        let ours = self.layout.forms.iter().any(|f| f.asks_for(Field::Template));
        self.fit.keyed |= header.keyed && ours && named(&self.layout.tables[n].names, &self.heads[sheet]);
        self.fit.tables.push((n, sheet, header));
        let table = &self.layout.tables[n];
        while table.table.repeats
            && let Ok(next) = self.header(table, sheet, false)
        {
            self.fit.tables.push((n, sheet, next));
        }
    }

    /// Under another name: the one sheet that no table claims and that has the headings.
    fn elsewhere(&self, table: &PreparedTable<'_>, by_name: &[usize]) -> Option<(usize, Header)> {
        if table.table.optional {
            return None;
        }
        let claimed = |s: usize| self.layout.tables.iter().any(|o| named(&o.names, &self.heads[s]));
        let free = |s: &usize| by_name.first() != Some(s) && !claimed(*s) && !self.ignored(*s);
        let others = (0..self.heads.len()).filter(free);
        let mut fits = others.filter_map(|s| Some((s, self.header(table, s, false).ok()?)));
        fits.next().filter(|_| fits.next().is_none())
    }
}

pub(super) fn labels(form: &PreparedForm, head: &SheetHead<'_>) -> usize {
    let words = head.rows.iter().flat_map(|r| r.words());
    words.filter(|w| matches!(w, Word::Key(_)) || matches!(w, Word::Heading(m) if form.labels.contains_key(m))).count()
}

pub(super) fn distinct(form: &PreparedForm) -> usize {
    form.labels.values().collect::<std::collections::HashSet<_>>().len()
}

/// The template id that a key sheet gives.
fn template_of<'t>(form: &PreparedForm, head: &SheetHead<'t>) -> Option<&'t str> {
    if !form.asks_for(Field::Template) {
        return None;
    }
    head.rows.iter().find_map(|row| {
        let label = row.texts.iter().position(|(_, text)| form.label(text) == Some(Said::Field(Field::Template)))?;
        row.texts.get(label + 1).map(|(_, text)| text.trim())
    })
}
