//! What TOML cannot say of a layout: fields, patterns and cells are known ones, tables can be found and told apart, and
//! whatever the file says has an effect.

use super::heading::{BELOW, Name, Pattern};
use super::parse::{meant, nearest};
use super::{LABELLED, Layout, LayoutColumn, LayoutForm, LayoutTable, Scope, VarianceAs};
use crate::reading::CellRef;
use crate::record::{Field, Kind};
use crate::settings::FaultList;
use crate::text::words::{list, meaning, meaning_or_signs};
use std::collections::{BTreeSet, HashMap};

/// What may stand in single cells of a cover; the last two are the form's own, and pass as not needed.
const COVER: [Field; 12] = [
    Field::Service,
    Field::Period,
    Field::Contact,
    Field::Email,
    Field::SignedOffBy,
    Field::SignedOff,
    Field::Received,
    Field::ReturnStatus,
    Field::Template,
    Field::TemplateVersion,
    Field::Directorate,
    Field::Council,
];
/// What is read from single cells that speak for the rows below them.
const SECTION: [Field; 3] = [Field::Service, Field::Period, Field::Breakdown];
/// What may stand in the pattern of a name.
const PLACES: [&str; 3] = ["{service}", "{period}", "{month}"];

impl Layout {
    /// Refuses what makes no sense, and what would have no effect.
    pub(super) fn check(&self, faults: &mut FaultList<'_>) {
        for (n, form) in self.forms.iter().enumerate() {
            check_form(form, &["forms", &n.to_string()], faults);
        }
        self.words.keys().for_each(|key| field_key(&["words", key], key, faults));
        self.check_names(faults);
        for (theirs, ours) in &self.codes {
            service_alone(ours, &["codes", theirs], faults);
        }
        for word in self.numbers.keys().filter(|word| self.markers.contains_key(*word)) {
            faults.key(&["markers", word], format!("“{word}” is a marker and a number; it can be one of them"));
        }
        if let (Some(from), Some(to)) = (self.valid_from, self.valid_to)
            && from > to
        {
            faults.value(&["valid-from"], format!("valid-from {from} is after valid-to {to}"));
        }
        if self.central && !self.many_services {
            faults.key(&["central"], "`central` needs `many-services = true`: each row says whose it is".to_owned());
        }
        for (n, table) in self.tables.iter().enumerate() {
            check_table(table, &["tables", &n.to_string()], faults);
            let twin = self.tables[..n].iter().position(|other| fit_at_once(other, table));
            if let Some(other) = twin {
                let what = format!(
                    "the headings that find this table find table {} as well; write `repeats` or `every-sheet` in one of \
                     them, or give each the name of its sheet or a required heading of its own",
                    other + 1
                );
                faults.value(&["tables", &n.to_string()], what);
            }
        }
    }

    /// The names of files and sheets.
    fn check_names(&self, faults: &mut FaultList<'_>) {
        for (key, pattern) in [("file-name", &self.file_name), ("sheet-name", &self.sheet_name)] {
            let rest = PLACES.iter().fold(pattern.clone(), |rest, place| rest.replace(place, ""));
            let summed = self.tables.iter().any(|t| t.sum_parts);
            if rest.contains(['{', '}']) || (!pattern.is_empty() && rest == *pattern) {
                let what =
                    format!("“{pattern}” needs {{service}}, {{period}} or {{month}}, and nothing else in braces");
                faults.value(&[key], what);
            } else if pattern.contains("}{") {
                faults.value(
                    &[key],
                    format!("“{pattern}” has nothing between two places; nobody can tell where one ends"),
                );
            } else if pattern.contains("{month}") && !summed {
                let what = "a month makes a quarter with the others only in a table with `sum-parts = true`";
                faults.value(&[key], what);
            }
        }
        let named = self.tables.iter().flat_map(|t| &t.sheet).chain(self.forms.iter().flat_map(|f| &f.sheet));
        let named: Vec<&String> = named.filter(|name| !name.contains('*')).collect();
        for (n, ignored) in self.ignore_sheets.iter().enumerate() {
            let (path, name) = (["ignore-sheets", &n.to_string()], Name::new(ignored));
            if name.any() {
                faults.value(&path, format!("“{ignored}” passes over every sheet; name those that are not wanted"));
            } else if let Some(wanted) = named.iter().find(|wanted| name.fits(&meaning(wanted))) {
                faults.value(&path, format!("“{ignored}” passes over the sheet “{wanted}”, which this layout reads"));
            } else {
                has_words(ignored, &path, faults);
            }
        }
    }
}

/// Whether nothing tells two tables apart: both are on whichever sheet has their headings, and the same headings find both.
fn fit_at_once(a: &LayoutTable, b: &LayoutTable) -> bool {
    let anywhere = |t: &LayoutTable| t.sheet.is_empty() || t.sheet.iter().any(|s| Name::new(s).any());
    let found_by = |t: &LayoutTable| -> BTreeSet<BTreeSet<String>> {
        let required = t.columns.iter().filter(|c| c.required);
        required.map(|c| c.heading.iter().map(|h| placeless(h)).collect()).collect()
    };
    // Tables of one sheet may have the same headings: they are listed in the order in which they stand.
    anywhere(a) && anywhere(b) && !found_by(a).is_empty() && found_by(a) == found_by(b)
}

/// The most columns from a label to its figure.
const MOST_OFFSET: u16 = 100;

fn check_form(form: &LayoutForm, path: &[&str; 2], faults: &mut FaultList<'_>) {
    let known: &[Field] = if form.scope == Scope::Sheet { &SECTION } else { &COVER };
    for (section, key) in form.fields.keys().map(|k| ("fields", k)).chain(form.cells.keys().map(|k| ("cells", k))) {
        let path = within(path, &[section, key]);
        let is_read = Field::from_key(key).is_none_or(|field| known.contains(&field));
        if is_read {
            field_key(&path, key, faults);
            continue;
        }
        let figures = match section {
            "cells" => "[forms.value-cells], like LIB-01 = \"D7\"",
            _ => "[forms.values], like LIB-01 = [\"Visits\"]",
        };
        let what = match Field::from_key(key).filter(|f| f.is_figure() || *f == Field::Id) {
            Some(_) => format!("“{key}” here says of no indicator whose it is; write the figures under {figures}"),
            None => format!("“{key}” is not read from a single cell; read are {}", list(known.iter().map(|f| f.key()))),
        };
        faults.key(&path, what);
    }
    for (section, cells) in [("cells", &form.cells), ("value-cells", &form.value_cells)] {
        for (key, cell) in cells.iter().filter(|(_, cell)| cell.parse::<CellRef>().is_err()) {
            let what = format!("“{cell}” for {key} is not a cell; write it like B3");
            faults.value(&within(path, &[section, key]), what);
        }
    }
    let mut labels: HashMap<String, &str> = HashMap::new();
    for (section, of) in [("fields", &form.fields), ("values", &form.values)] {
        for (key, list) in of {
            if section == "values" && key == LABELLED {
                check_labelled(list, &within(path, &[section, key]), faults);
                continue;
            }
            if section == "values" {
                service_alone(key, &within(path, &[section, key]), faults);
            }
            if list.is_empty() {
                faults
                    .value(&within(path, &[section, key]), format!("{key} has no label; write those that it may have"));
            }
            for (n, label) in list.iter().enumerate() {
                let number = n.to_string();
                let path = within(path, &[section, key, &number]);
                has_words(label, &path, faults);
                if let Some(other) = labels.insert(meaning(label), key)
                    && other != key
                {
                    faults.value(&path, format!("“{label}” is the label of {other} and of {key}"));
                }
            }
        }
    }
    if form.value_offset.is_some_and(|n| !(1..=MOST_OFFSET).contains(&n) || form.values.is_empty()) {
        let what = format!(
            "it says where the figures of [forms.values] stand: 1, straight behind their labels, to {MOST_OFFSET}"
        );
        faults.value(&within(path, &["value-offset"]), what);
    }
    for (n, label) in form.ignore.iter().enumerate() {
        let number = n.to_string();
        let path = within(path, &["ignore", &number]);
        if form.values.is_empty() && form.value_cells.is_empty() {
            faults.value(&path, "only beside figures are labels known and not wanted; this form reads none");
        } else if let Some(other) = labels.get(&meaning(label)) {
            faults.value(&path, format!("“{label}” is the label of {other}"));
        } else {
            check_ignored(label, &path, faults);
        }
    }
    let nothing =
        form.fields.is_empty() && form.cells.is_empty() && form.values.is_empty() && form.value_cells.is_empty();
    if nothing {
        let what =
            "this form reads no cell; it needs [forms.fields], [forms.cells], [forms.values] or [forms.value-cells]";
        faults.value(path, what);
    }
}

/// The labels that name the indicator of their figure themselves.
fn check_labelled(labels: &[String], path: &[&str], faults: &mut FaultList<'_>) {
    for (n, label) in labels.iter().enumerate() {
        let number = n.to_string();
        match Pattern::new(label) {
            Ok(Some(pattern)) if pattern.fields() == [Field::Id] && pattern.depth() == Some(1) => {}
            _ => {
                let what =
                    format!("“{label}” must have {{id}} in it, where the label names the indicator of its figure");
                faults.value(&within(path, &[&number]), what);
            }
        }
    }
}

/// A heading or a label that is known and not wanted.
fn check_ignored(words: &str, path: &[&str], faults: &mut FaultList<'_>) {
    match Pattern::new(words) {
        Err(what) => faults.value(path, what),
        Ok(Some(pattern)) if !pattern.fields().is_empty() => {
            faults.value(path, format!("“{words}” has a placeholder; where nothing is read, write * in its place"));
        }
        Ok(_) => is_written(words, path, faults),
    }
}

fn check_table(table: &LayoutTable, path: &[&str; 2], faults: &mut FaultList<'_>) {
    if matches!(table.kind, Kind::Cover | Kind::Section) {
        let what = "single cells are described under [[forms]]; a table holds indicators, risks, actions or feedback";
        return faults.value(path, what);
    }
    let mut headings: HashMap<String, &str> = HashMap::new();
    for (n, column) in table.columns.iter().enumerate() {
        let number = n.to_string();
        let path = [path[0], path[1], "columns", &number];
        check_column(column, table, &path, faults);
        for (k, heading) in column.heading.iter().enumerate() {
            let number = k.to_string();
            let path = within(&path, &["heading", &number]);
            if let Some(other) = headings.insert(placeless(heading), &column.field)
                && (other != column.field || column.id.is_some())
            {
                faults.value(&path, format!("“{heading}” is the heading of {other} and of {}", column.field));
            }
        }
    }
    for (n, heading) in table.ignore.iter().enumerate() {
        let number = n.to_string();
        let path = within(path, &["ignore", &number]);
        if headings.contains_key(&placeless(heading)) {
            faults.value(&path, format!("“{heading}” is the heading of a column of this table"));
        } else {
            check_ignored(heading, &path, faults);
        }
    }
    for (key, marks) in [("skip-where", &table.skip_where), ("stop-where", &table.stop_where)] {
        for (n, mark) in marks.iter().enumerate() {
            let number = n.to_string();
            let path = [path[0], path[1], key, &number];
            if !table.columns.iter().any(|c| c.field == mark.field) {
                let what = format!("“{}” is no column of this table", mark.field);
                faults.value(&within(&path, &["field"]), what);
            } else if mark.starts.is_empty() && mark.is.is_empty() {
                faults.value(&path, format!("{key} needs “starts” or “is”, with the words to look for"));
            }
        }
    }
    if table.kind != Kind::Revenue {
        let said = [("income-positive", table.income_positive), ("variance", table.variance != VarianceAs::default())];
        for (key, _) in said.into_iter().filter(|(_, said)| *said) {
            faults.value(&within(path, &[key]), format!("`{key}` is of tables of kind \"revenue\""));
        }
    }
    check_found(table, path, faults);
}

/// Whether a table can be found, and found once.
fn check_found(table: &LayoutTable, path: &[&str; 2], faults: &mut FaultList<'_>) {
    // A placeholder that takes anything would take the words of any row for headings.
    let open =
        |c: &LayoutColumn| c.only.is_empty() && c.heading.iter().any(|h| h.contains('{') && !h.contains("{period}"));
    let first = |c: &LayoutColumn| c.heading.first().cloned().unwrap_or_default();
    if let Some((n, column)) = table.columns.iter().enumerate().find(|(_, c)| open(c))
        && !table.columns.iter().any(|c| c.required && !open(c))
    {
        let what =
            format!("“{}” stands for any heading; the table needs another column with required = true", first(column));
        return faults.value(&within(path, &["columns", &n.to_string(), "heading", "0"]), what);
    }
    let named = table.sheet.iter().any(|s| !Name::new(s).any());
    if !named && !table.columns.iter().any(|c| c.required) {
        let what = "a table without the name of a sheet needs a column with required = true, to be found by";
        return faults.value(path, what);
    }
    let plain = |c: &LayoutColumn| c.required && c.heading.iter().any(|h| Pattern::new(h) == Ok(None));
    if table.repeats && !table.columns.iter().any(plain) {
        let what = "nothing says where this table begins again; `repeats` needs a column with required = true and a \
                    heading of plain words";
        faults.value(&within(path, &["repeats"]), what);
    }
}

/// Two headings are the same by what they mean and where their placeholder stands.
fn placeless(heading: &str) -> String {
    heading.split(['{', '}']).map(meaning).collect::<Vec<_>>().join("{")
}

fn check_column(column: &LayoutColumn, table: &LayoutTable, path: &[&str], faults: &mut FaultList<'_>) {
    if let Some((what, near)) = no_field(&column.field) {
        faults.misspelt(&within(path, &["field"]), what, near);
    }
    let Some(first) = column.heading.first() else {
        return faults.value(&within(path, &["heading"]), format!("the column of {} has no heading", column.field));
    };
    let (mut places, mut one_row) = (BTreeSet::new(), true);
    for (n, heading) in column.heading.iter().enumerate() {
        let number = n.to_string();
        let path = within(path, &["heading", &number]);
        match Pattern::new(heading) {
            Ok(Some(pattern)) => {
                one_row &= pattern.depth().is_some();
                places.extend(pattern.fields());
            }
            Ok(None) => is_written(heading, &path, faults),
            Err(what) => faults.value(&path, what),
        }
    }
    match places.len() {
        1 => {}
        _ if column.only.is_empty() => {}
        0 => {
            let what = format!("“{first}” has no placeholder for “only” to speak of");
            faults.value(&within(path, &["heading", "0"]), what);
        }
        _ => faults.value(&within(path, &["only"]), "“only” speaks of one placeholder, and the heading has two"),
    }
    for (n, only) in column.only.iter().enumerate().filter(|(_, only)| one_row && only.contains(BELOW)) {
        let field = places.first().map_or("id", |f| f.key());
        let rows = only.split(BELOW).count();
        let what = format!(
            "“{only}” is {rows} rows of headings and “{first}” stands for one; write {{{field}...}} in its place, for all \
             the rows together"
        );
        faults.value(&within(path, &["only", &n.to_string()]), what);
    }
    let Some(id) = &column.id else { return };
    let path = within(path, &["id"]);
    service_alone(id, &path, faults);
    if table.kind != Kind::Indicators {
        faults.value(&path, "only a column of indicators is of one indicator");
    } else if places.contains(&Field::Id) || table.columns.iter().any(|c| c.field == Field::Id.key()) {
        faults.value(&path, "the headings or the rows of this table say the indicator already; it can be said once");
    }
}

/// A path with what is below it.
fn within<'p>(path: &[&'p str], below: &[&'p str]) -> Vec<&'p str> {
    [path, below].concat()
}

/// Refuses words that nothing can be compared with.
fn has_words(words: &str, path: &[&str], faults: &mut FaultList<'_>) {
    if meaning(words).is_empty() {
        let what = format!("“{words}” has no letter and no digit, so nothing in a form can be it");
        faults.value(path, what);
    }
}

/// Refuses a heading of nothing; one of signs alone, such as `#`, is compared as it stands.
fn is_written(heading: &str, path: &[&str], faults: &mut FaultList<'_>) {
    if meaning_or_signs(heading).is_empty() {
        faults.value(path, "a heading without a sign in it; write what stands in the form");
    }
}

/// Refuses braces in an id, but for the service's.
fn service_alone(id: &str, path: &[&str], faults: &mut FaultList<'_>) {
    if id.replace("{service}", "").contains(['{', '}']) {
        faults.value(
            path,
            format!("“{id}” can have {{service}} in it, for the id of the row's service, and no other braces"),
        );
    }
}

/// Refuses a key that is no field.
fn field_key(path: &[&str], key: &str, faults: &mut FaultList<'_>) {
    if let Some((what, near)) = no_field(key) {
        faults.misspelt_key(path, what, near);
    }
}

/// What to say of a word that is no field, and the field that was probably meant.
fn no_field(key: &str) -> Option<(String, Option<&'static str>)> {
    if Field::from_key(key).is_some() {
        return None;
    }
    let near = nearest(key, Field::ALL.iter().map(|f| f.key()));
    Some((format!("“{key}” is not a field{}", meant(near)), near))
}
