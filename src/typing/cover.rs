//! Whose return it is, for which quarter, and who signed it off.

use super::codes::nearest_service;
use super::file_context::FileContext;
use super::pattern::from_pattern;
use super::records::of_kind;
use super::row::RowCells;
use crate::catalogue::{self, Check};
use crate::finding::{Finding, Severity};
use crate::layout::{Layout, LayoutForm};
use crate::period::{Period, month_named};
use crate::reading::CellRef;
use crate::record::{Field, Kind, Record, Share};
use crate::text::date;
use crate::text::words::{meaning, quoted, stem};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the cover says.
#[derive(Default)]
pub(super) struct Cover {
    /// Empty when unknown.
    pub service: Arc<str>,
    pub contact: String,
    pub signed_off_by: String,
    pub signed_off: Option<NaiveDate>,
    /// There is a day that cannot be read.
    unread_day: bool,
    /// The day has not come.
    to_come: bool,
    pub received: Option<NaiveDate>,
    /// Service and quarter are right, so the rows can be read.
    pub readable: bool,
    /// Nothing on the cover rejects the return.
    pub accepted: bool,
}

/// What one cover cell says, and where.
struct CoverCell<'r> {
    text: String,
    record: &'r Record,
    at: CellRef,
}

impl CoverCell<'_> {
    fn finding(&self, file: &FileContext<'_>, check: &'static Check, expected: String) -> Finding {
        Finding::new(check, expected, quoted(&self.text))
            .in_file(file.source.file.as_str())
            .in_sheet(&*self.record.sheet)
            .in_cell(self.at)
    }
}

/// Cover records, what a person sees before what is hidden: the key sheet of our template helps only where the visible
/// cover says nothing that is known.
fn in_sight(records: &[Record]) -> impl Iterator<Item = &Record> + Clone {
    let hidden = |r: &&Record| r.fields.iter().any(|(_, c)| c.hidden);
    let covers = of_kind(records, Kind::Cover);
    covers.clone().filter(move |r| !hidden(r)).chain(covers.filter(hidden))
}

fn said(records: &[Record], field: Field) -> Vec<CoverCell<'_>> {
    in_sight(records)
        .filter_map(|record| {
            let text = record.text(field);
            (!text.is_empty()).then(|| Some(CoverCell { text, record, at: record.get(field)?.at }))?
        })
        .collect()
}

/// Where a form knows a cell by its place and the place says nothing that is known, the only thing near it that is known, in
/// however many cells; that it was found there is said.
fn moved<T: PartialEq>(
    file: &FileContext<'_>,
    records: &[Record],
    field: Field,
    known: impl Fn(&str) -> Option<T>,
) -> Option<(T, Finding)> {
    let near = of_kind(records, Kind::Cover).filter_map(|record| {
        let cell = record.stands(field).filter(|c| c.share == Share::Printed)?;
        let text = cell.content.shown();
        let is = known(&text)?;
        Some((is, CoverCell { text, record, at: cell.at }))
    });
    let mut near: Vec<_> = near.collect();
    if near.windows(2).any(|w| w[0].0 != w[1].0) || near.is_empty() {
        return None;
    }
    let (is, found) = near.swap_remove(0);
    let place = place_of(file, field).unwrap_or_default();
    let finding = found.finding(file, &catalogue::F014, format!("the {} in {place}", field.key()));
    Some((is, finding))
}

/// The cell in which the layout has a field of the cover, where it is known by its place.
fn place_of(file: &FileContext<'_>, field: Field) -> Option<String> {
    file.layout?.forms.iter().find_map(|f| f.cells.get(field.key()).cloned())
}

fn fill(slot: &mut String, text: String) {
    if slot.is_empty() {
        *slot = text;
    }
}

/// Reads the cover and says what is wrong with it.
pub(super) fn cover(file: &mut FileContext<'_>, records: &[Record]) -> Cover {
    let mut out = Cover::default();
    let mut drafts = vec![];
    for record in in_sight(records) {
        let mut row = RowCells::new(file, record);
        let contact = [row.text(Field::Contact), row.text(Field::Email)];
        fill(&mut out.contact, contact.into_iter().find(|c| !c.is_empty()).unwrap_or_default());
        fill(&mut out.signed_off_by, row.text(Field::SignedOffBy));
        for read_below in [Field::Service, Field::Period, Field::Template, Field::TemplateVersion] {
            row.text(read_below);
        }
        let day = row.date(Field::SignedOff);
        // What cannot be read is told at its cell, and is not also missing.
        out.unread_day |= day.is_none() && row.filled(Field::SignedOff).is_some();
        if let Some((day, today)) = day.zip(row.file.today)
            && day > today
        {
            out.to_come = true;
            let at = row.filled(Field::SignedOff).map(|c| c.at);
            let expected = format!("{} or earlier", today.format("%d/%m/%Y"));
            row.report(&catalogue::F080, at, expected, day.format("%d/%m/%Y").to_string());
        }
        out.signed_off = out.signed_off.or(day);
        out.received = out.received.or(row.date(Field::Received));
        drafts.push(row.text(Field::ReturnStatus));
        row.finish();
    }
    let named = from_file_name(file, &file.source.file);
    out.service = service(file, records, named.0).unwrap_or_default();
    let right_quarter = quarter(file, records, named.1);
    version(file, records);
    out_of_date(file);

    let draft = drafts.iter().find(|s| meaning(s) == "draft");
    let unsigned = match (out.signed_off_by.is_empty(), out.signed_off, draft) {
        (_, _, Some(word)) => Some(quoted(word)),
        (true, None, _) if !asks_sign_off(file) => None,
        (true, None, _) => Some("neither name nor date".to_owned()),
        (true, ..) if !asks_name(file.layout) => None,
        (true, ..) => Some("a date without a name".to_owned()),
        (_, None, _) if out.unread_day && !file.settings.returns.require_sign_off => None,
        (_, None, _) => Some("a name without a date".to_owned()),
        _ => None,
    };
    let refuse = file.settings.returns.require_sign_off
        && !file.settings.checks.on_trial(catalogue::F012.code)
        && unsigned.is_some();
    // Nobody signs for all services.
    if let Some(got) = unsigned.filter(|_| !file.layout.is_some_and(|l| l.central)) {
        file.file_finding(&catalogue::F012, "the name of who signed off, and the date", got);
        if let (true, Some(finding)) = (refuse, file.findings.last_mut()) {
            finding.severity = Severity::Error;
        }
    }
    let due = file.settings.due_date(file.period);
    if let Some(day) = out.signed_off.filter(|day| right_quarter && *day > due && !out.to_come) {
        let late = (day - due).num_days();
        let got =
            format!("signed off on {}, {late} {} late", day.format("%d/%m/%Y"), if late == 1 { "day" } else { "days" });
        file.file_finding(&catalogue::F019, format!("by {}", due.format("%d/%m/%Y")), got);
    }
    out.readable = right_quarter && (!out.service.is_empty() || file.many_services());
    out.accepted = out.readable && !refuse;
    out
}

fn service(file: &mut FileContext<'_>, records: &[Record], named: Option<Arc<str>>) -> Option<Arc<str>> {
    let said = said(records, Field::Service);
    let known: Vec<_> = said.iter().filter_map(|s| Some((s, file.service_named(&s.text)?))).collect();
    if let [(first, service), .., (_, other)] = known[..]
        && service.id != other.id
    {
        let finding = first.finding(file, &catalogue::F021, format!("{}, for which the form was made", other.name));
        file.findings.push(finding);
        return None;
    }
    if let Some((_, service)) = known.first() {
        return Some(service.id.clone());
    }
    if let Some(id) = named {
        // The file's name says whose it is, and its cover says something that nobody knows.
        if let Some(said) = said.first() {
            let mut finding = said.finding(file, &catalogue::F010, format!("“{id}”, as the file's name says"));
            finding.severity = Severity::Query;
            file.findings.push(finding);
        }
        return Some(id);
    }
    if file.many_services() {
        return None;
    }
    if let Some((id, finding)) =
        moved(file, records, Field::Service, |text| file.service_named(text).map(|s| s.id.clone()))
    {
        file.findings.push(finding);
        return Some(id);
    }
    match said.first() {
        Some(said) => {
            let nearest = nearest_service(file.register, &said.text);
            let finding = said.finding(file, &catalogue::F010, format!("a service of the register{nearest}"));
            file.findings.push(finding);
        }
        None => file.file_finding(&catalogue::F010, "a service of the register", "nothing"),
    }
    None
}

/// True when the return is for the quarter that is being read.
fn quarter(file: &mut FileContext<'_>, records: &[Record], named: Option<Period>) -> bool {
    let said = said(records, Field::Period);
    let found = said.iter().find_map(|s| Some((Some(s), file.quarter_said(&s.text)?)));
    let wanted = file.period;
    if found.is_none()
        && named.is_none()
        && let Some((period, mut finding)) = moved(file, records, Field::Period, |text| file.quarter_said(text))
    {
        if period != wanted {
            let Finding { sheet, cell, got, .. } = finding;
            finding = Finding::new(&catalogue::F008, wanted.to_string(), got)
                .in_file(file.source.file.as_str())
                .in_sheet(sheet);
            finding.cell = cell;
        }
        file.findings.push(finding);
        return period == wanted;
    }
    match found.or(named.map(|p| (None, p))) {
        Some((_, p)) if p == wanted => return true,
        Some((Some(said), _)) => {
            let finding = said.finding(file, &catalogue::F008, wanted.to_string());
            file.findings.push(finding);
        }
        Some((None, p)) => file.file_finding(&catalogue::F008, wanted.to_string(), format!("{p} in the file's name")),
        None => match (said.first(), in_rows(file, records)) {
            (Some(said), _) => {
                let mut finding = said.finding(file, &catalogue::F009, format!("a quarter, like {wanted}"));
                if let Some(place) = place_of(file, Field::Period) {
                    finding.remedy = by_label(&place).into();
                }
                return not_named(file, finding);
            }
            (None, rows) if rows.contains_key(&wanted) => return true,
            (None, rows) => match rows.last_key_value() {
                Some((_, (record, at))) => {
                    let got = rows.keys().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                    let finding = Finding::new(&catalogue::F008, format!("rows for {wanted}"), got);
                    file.findings.push(finding.in_sheet(&*record.sheet).in_cell(*at));
                }
                None => {
                    let finding = no_quarter(file, records);
                    return not_named(file, finding);
                }
            },
        },
    }
    false
}

/// What to do about a quarter that is not where the layout has it.
fn by_label(place: &str) -> String {
    format!(
        "Write the quarter in {place}, where the form has it. Where rows or columns were put in above it, take them out, or \
         describe the quarter by the label beside it, under [forms.fields] of the layout."
    )
}

/// Says that the file names no quarter, and whether it can be read all the same: as that of the quarter that was given.
fn not_named(file: &mut FileContext<'_>, mut finding: Finding) -> bool {
    if file.quarter_given {
        finding.severity = Severity::Query;
        finding.got = format!("{}; checked as {}, because you said so", finding.got, file.period);
    }
    file.findings.push(finding);
    file.quarter_given
}

/// What is said where nothing names a quarter: of the first of the rows that have words in its place.
fn no_quarter(file: &FileContext<'_>, records: &[Record]) -> Finding {
    let expected = format!("a quarter, like {}", file.period);
    let in_row = |r: &Record| {
        let cell = r.get(Field::Period)?;
        Some((r.sheet.clone(), cell.at, cell.content.shown())).filter(|(.., words)| !words.is_empty())
    };
    let Some((sheet, at, words)) = records.iter().find_map(in_row) else {
        return Finding::new(&catalogue::F009, expected, "nothing").in_file(file.source.file.as_str());
    };
    let a_month = date::month(&words).is_some();
    let year = if a_month { ", or a month with its year in a column of the layout" } else { "" };
    let finding = Finding::new(&catalogue::F009, format!("{expected}{year}"), quoted(&words));
    finding.in_file(file.source.file.as_str()).in_sheet(&*sheet).in_cell(at)
}

/// The quarters that rows name themselves, each with the first that does.
fn in_rows<'r>(file: &FileContext<'_>, records: &'r [Record]) -> BTreeMap<Period, (&'r Record, CellRef)> {
    let mut out = BTreeMap::new();
    for record in records.iter().filter(|r| !matches!(r.kind, Kind::Cover | Kind::Section)) {
        if let Some(cell) = record.get(Field::Period)
            && let Some(period) = file.quarter_said(&cell.content.shown())
        {
            out.entry(period).or_insert((record, cell.at));
        }
    }
    out
}

/// Says when a form is used outside its dates.
fn out_of_date(file: &mut FileContext<'_>) {
    let Some(layout) = file.layout.filter(|l| !l.in_date(file.period)) else { return };
    let got = match (layout.valid_from, layout.valid_to) {
        (_, Some(to)) if file.period > to => format!("“{}”, in use until {to}", layout.title),
        (from, _) => format!("“{}”, in use from {}", layout.title, from.unwrap_or(file.period)),
    };
    file.file_finding(&catalogue::F022, format!("a form in use in {}", file.period), got);
}

/// Says when our own template is an older one. Versions are numbers with points between them.
fn version(file: &mut FileContext<'_>, records: &[Record]) {
    let Some(layout) = file.layout else { return };
    let number = |v: &str| v.split('.').map(|n| n.trim().parse::<u32>().ok()).collect::<Option<Vec<_>>>();
    let old = said(records, Field::TemplateVersion)
        .into_iter()
        .find(|s| matches!((number(&s.text), number(&layout.version)), (Some(a), Some(b)) if a < b));
    if let Some(old) = old {
        let finding = old.finding(file, &catalogue::F013, format!("version {}", layout.version));
        file.findings.push(finding);
    }
}

/// The quarter that a file names: on its cover, in its file name, or, the last of them, in its rows.
pub(super) fn stated_period(file: &mut FileContext<'_>, records: &[Record]) -> Option<Period> {
    let on_cover = said(records, Field::Period).iter().find_map(|s| file.quarter_said(&s.text));
    let named = || from_file_name(file, &file.source.file).1;
    let moved = || moved(file, records, Field::Period, |text| file.quarter_said(text)).map(|(period, _)| period);
    on_cover.or_else(named).or_else(moved).or_else(|| {
        let mut records = records.to_vec();
        super::facts::spread(file, &mut records);
        in_rows(file, &records).into_keys().next_back()
    })
}

fn from_file_name(file: &FileContext<'_>, name: &str) -> (Option<Arc<str>>, Option<Period>) {
    let pattern = file.layout.map_or("", |l| l.file_name.as_str());
    let said = from_pattern(file, pattern, stem(name), |text| file.quarter_said(text));
    // A month with its year is in one quarter.
    let of_month = || Some(Period::containing(month_named(&said.month?)?, file.settings.year.start_month));
    (said.service, said.period.or_else(of_month))
}

/// Whether the form has a place for the sign-off, or the council wants one whatever the form has.
fn asks_sign_off(file: &FileContext<'_>) -> bool {
    let keys = [Field::SignedOffBy.key(), Field::SignedOff.key()];
    let asks = |f: &LayoutForm| keys.iter().any(|key| f.fields.contains_key(*key) || f.cells.contains_key(*key));
    file.settings.returns.require_sign_off || file.layout.is_none_or(|l| l.forms.iter().any(asks))
}

/// Whether the form asks who signed off; some ask for the date alone.
fn asks_name(layout: Option<&Layout>) -> bool {
    let key = Field::SignedOffBy.key();
    layout.is_none_or(|l| l.forms.iter().any(|f| f.fields.contains_key(key)))
}
