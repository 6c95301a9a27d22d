//! A layout prepared for comparison: names and headings by their meaning.

use super::head::{Word, word};
use crate::fit::fit;
use crate::layout::{BELOW, Hint, LABELLED, Layout, LayoutColumn, LayoutForm, Name, Pattern, RowMark, Scope};
use crate::map::{Map, Set};
use crate::period::Period;
use crate::reading::CellRef;
use crate::record::{Field, Kind};
use crate::text::words::{meaning, meaning_or_signs};

/// A layout prepared for comparison.
pub struct PreparedLayout<'l> {
    /// The layout.
    pub layout: &'l Layout,
    /// Its single cells.
    pub forms: Vec<PreparedForm>,
    /// Its tables.
    pub tables: Vec<PreparedTable<'l>>,
    /// Sheets that are passed over.
    pub ignore: Vec<Name>,
    /// Used in the quarter that is being read, as far as that is known.
    pub in_date: bool,
    /// The quarter that is being read, where it is known before the files are.
    pub period: Option<Period>,
}

/// What a single cell says.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Said {
    /// A field of the cover, or of what stands below.
    Field(Field),
    /// The figure of an indicator, by its id, name or code.
    Value(String),
}

/// Single cells, prepared for comparison.
pub struct PreparedForm {
    pub(super) names: Vec<Name>,
    pub(super) labels: Map<String, Said>,
    /// Cells known by their place.
    pub cells: Vec<(Said, CellRef)>,
    /// Figures of indicators are among its cells.
    pub figures: bool,
    /// How many columns to the right of its label a figure stands, where the layout says so.
    pub offset: Option<u16>,
    /// By figure, the first of its labels.
    firsts: Vec<(Said, String)>,
    /// Labels that name the indicator of their figure themselves.
    named: Vec<Pattern>,
    ignore: Ignored,
    /// Its title.
    pub title: String,
    /// What its cells speak for.
    pub scope: Scope,
    /// May be missing from a workbook.
    pub optional: bool,
}

/// Headings or labels that are known and not wanted.
#[derive(Default)]
struct Ignored {
    /// By their meaning.
    words: Set<String>,
    patterns: Vec<Pattern>,
}

impl Ignored {
    fn new(list: &[String]) -> Self {
        Self {
            words: list.iter().map(|h| meaning_or_signs(h)).collect(),
            patterns: list.iter().filter_map(|h| Pattern::new(h).ok().flatten()).collect(),
        }
    }

    /// Whether headings one above the other, from the top, or the lowest of them are among these.
    fn has(&self, path: &[&str]) -> bool {
        let ends = || (0..path.len()).map(|n| &path[n..]);
        ends().any(|end| self.words.contains(&end.iter().map(|p| meaning(p)).collect::<String>()))
            || self.patterns.iter().any(|p| ends().any(|end| p.capture(end).is_some()))
    }
}

/// A table, prepared for comparison.
pub struct PreparedTable<'l> {
    /// The table as the layout has it.
    pub table: &'l crate::layout::LayoutTable,
    /// What its rows are.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// Lower case.
    pub stop: Vec<String>,
    /// Lower case.
    pub skip: Vec<String>,
    /// What ends the table where it stands in a column.
    pub stop_where: Vec<PreparedMark>,
    /// What is passed over where it stands in a column.
    pub skip_where: Vec<PreparedMark>,
    pub(super) names: Vec<Name>,
    /// Position in the table's columns, by the meaning of a heading.
    pub(super) headings: Map<String, usize>,
    /// Headings with a placeholder, which stand for several columns, or with a *.
    pub(super) patterns: Vec<PreparedAcross>,
    /// Headings of columns that are passed over.
    ignore: Ignored,
    /// Rows of headings, one above the other.
    pub(super) depth: usize,
    /// There may be as many rows of headings as the form has.
    pub(super) any_depth: bool,
    pub(super) fields: Vec<Field>,
    /// By column of the table.
    pub(super) hints: Vec<u8>,
}

/// What stands in a column of a row that is no record, prepared for comparison.
pub struct PreparedMark {
    /// The column.
    pub field: Field,
    /// Lower case.
    pub starts: Vec<String>,
    /// Lower case.
    pub is: Vec<String>,
}

fn lower(words: &[String]) -> Vec<String> {
    words.iter().map(|w| w.to_lowercase()).collect()
}

fn mark(mark: &RowMark) -> Option<PreparedMark> {
    let field = Field::from_key(&mark.field)?;
    Some(PreparedMark { field, starts: lower(&mark.starts), is: lower(&mark.is) })
}

/// A column that is found by a pattern.
pub(super) struct PreparedAcross {
    pub pattern: Pattern,
    /// Position in the table's columns.
    pub column: usize,
    /// Meanings of what may be captured; empty when anything may.
    pub only: Vec<Name>,
}

/// Rows of headings that are looked at where a form may have any number.
const MOST_ROWS: usize = 6;

fn meanings(names: &[String]) -> Vec<Name> {
    names.iter().map(|n| Name::new(n)).collect()
}

fn title(names: &[String]) -> String {
    names.first().cloned().unwrap_or_default()
}

/// The labels of figures, of those whose indicator the layout names.
fn own_labels(form: &LayoutForm) -> impl Iterator<Item = (&String, &Vec<String>)> {
    form.values.iter().filter(|(id, _)| *id != LABELLED)
}

impl<'l> PreparedLayout<'l> {
    /// Prepares a layout; `period` tells whether it is in use.
    pub fn new(layout: &'l Layout, period: Option<Period>) -> Self {
        let forms = layout.forms.iter().map(|f| PreparedForm {
            names: meanings(&f.sheet),
            labels: f
                .fields
                .iter()
                .filter_map(|(key, labels)| Some((Said::Field(Field::from_key(key)?), labels)))
                .chain(own_labels(f).map(|(id, labels)| (Said::Value(id.clone()), labels)))
                .flat_map(|(said, labels)| labels.iter().map(move |l| (meaning(l), said.clone())))
                .collect(),
            cells: f
                .cells
                .iter()
                .filter_map(|(key, at)| Some((Said::Field(Field::from_key(key)?), at.parse().ok()?)))
                .chain(f.value_cells.iter().filter_map(|(id, at)| Some((Said::Value(id.clone()), at.parse().ok()?))))
                .collect(),
            firsts: own_labels(f)
                .filter_map(|(id, labels)| Some((Said::Value(id.clone()), labels.first()?.clone())))
                .collect(),
            named: f
                .values
                .get(LABELLED)
                .into_iter()
                .flatten()
                .filter_map(|l| Pattern::new(l).ok().flatten())
                .collect(),
            ignore: Ignored::new(&f.ignore),
            figures: !f.values.is_empty() || !f.value_cells.is_empty(),
            offset: f.value_offset,
            title: title(&f.sheet),
            scope: f.scope,
            optional: f.optional,
        });
        let hints = layout.hints();
        Self {
            layout,
            forms: forms.collect(),
            tables: layout.tables.iter().map(|t| table(t, &hints)).collect(),
            ignore: meanings(&layout.ignore_sheets),
            in_date: period.is_none_or(|p| layout.in_date(p)),
            period,
        }
    }

    /// Whether a sheet of this name is passed over on purpose.
    pub fn ignores(&self, sheet: &str) -> bool {
        let sheet = meaning(sheet);
        self.ignore.iter().any(|n| n.fits(&sheet))
    }
}

fn table<'l>(table: &'l crate::layout::LayoutTable, known: &[Hint]) -> PreparedTable<'l> {
    let (mut headings, mut patterns, mut depth, mut any_depth) = (Map::default(), Vec::new(), 1, false);
    for (column, c) in table.columns.iter().enumerate() {
        for heading in &c.heading {
            let pattern = Pattern::new(heading).ok().flatten();
            let rows = pattern.as_ref().map_or_else(|| Some(heading.split(BELOW).count()), Pattern::depth);
            depth = depth.max(rows.unwrap_or(MOST_ROWS));
            any_depth |= rows.is_none();
            // The words of a heading with a * are a heading as they stand, too: many a form marks its own with a star.
            if pattern.as_ref().is_none_or(|p| p.fields().is_empty()) {
                headings.entry(meaning_or_signs(heading)).or_insert(column);
            }
            patterns.extend(pattern.map(|pattern| PreparedAcross { pattern, column, only: meanings(&c.only) }));
        }
    }
    PreparedTable {
        table,
        kind: table.kind,
        title: title(&table.sheet),
        stop: lower(&table.stop),
        skip: lower(&table.skip),
        stop_where: table.stop_where.iter().filter_map(mark).collect(),
        skip_where: table.skip_where.iter().filter_map(mark).collect(),
        names: meanings(&table.sheet),
        headings,
        patterns,
        ignore: Ignored::new(&table.ignore),
        depth,
        any_depth,
        hints: table
            .columns
            .iter()
            .map(|c| known.iter().position(|h| *h == c.hint()).map_or(0, |n| fit::<u8>(n) + 1))
            .collect(),
        fields: table.columns.iter().map(|c| c.field().unwrap_or(Field::Notes)).collect(),
    }
}

impl PreparedForm {
    /// What stands beside the label that this text is.
    pub fn label(&self, text: &str) -> Option<Said> {
        match word(text) {
            Word::Key(field) => Some(Said::Field(field)),
            Word::Heading(meaning) => self.labels.get(&meaning).cloned(),
            Word::Ours | Word::Ref => None,
        }
    }

    /// Whether labels name the indicator of their figure themselves.
    pub fn is_labelled(&self) -> bool {
        !self.named.is_empty()
    }

    /// The indicator that a label names itself.
    pub fn named(&self, text: &str) -> Option<String> {
        let captured = self.named.iter().filter_map(|pattern| pattern.capture(&[text]));
        let named = captured.filter_map(|says| says.into_iter().next()).map(|(_, id)| id.trim().to_owned());
        // The label that has the most words of its own says it best.
        named.min_by_key(String::len)
    }

    /// Whether a label is known and not wanted.
    pub fn ignores(&self, text: &str) -> bool {
        self.ignore.has(&[text])
    }

    /// What stands beside each figure's label, and the label that the layout has for it first.
    pub fn first_labels(&self) -> impl Iterator<Item = (&Said, &String)> {
        self.firsts.iter().map(|(said, label)| (said, label))
    }

    /// Whether one of its labels is of a field.
    pub fn asks_for(&self, field: Field) -> bool {
        self.labels.values().any(|said| *said == Said::Field(field))
    }
}

impl PreparedTable<'_> {
    pub(super) fn columns(&self) -> &[LayoutColumn] {
        &self.table.columns
    }

    /// Whether columns are found by the rows of headings above them together: they repeat for each quarter, service,
    /// indicator or part, or are of one indicator each.
    pub(super) fn is_across(&self) -> bool {
        self.depth > 1 || !self.patterns.is_empty() || self.columns().iter().any(|c| c.id.is_some())
    }

    /// Whether the headings above a column, from the top, are known and not wanted.
    pub(super) fn ignores(&self, path: &[&str]) -> bool {
        self.ignore.has(path)
    }

    /// The first heading of a column: what a person calls it.
    pub(super) fn called(&self, column: usize) -> &str {
        self.columns()[column].heading.first().map_or("", String::as_str)
    }

    pub(super) fn required(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.fields.len()).filter(|n| self.columns()[*n].required)
    }

    pub(super) fn column_of(&self, word: &Word) -> Option<usize> {
        match word {
            Word::Key(field) => self.fields.iter().position(|f| f == field),
            Word::Heading(meaning) => self.headings.get(meaning).copied(),
            Word::Ours | Word::Ref => None,
        }
    }

    /// What the table is called in findings: its sheet, or what its rows are.
    pub fn called_sheet(&self) -> String {
        let named = (!self.title.is_empty() && self.title != "*").then(|| self.title.clone());
        named.unwrap_or_else(|| format!("{:?}", self.kind).to_lowercase())
    }
}
