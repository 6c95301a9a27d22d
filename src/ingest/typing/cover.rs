//! Whose return it is, for which quarter, and who signed it off.

use super::desk::Desk;
use super::of_kind;
use crate::catalogue::{self, Check};
use crate::finding::{Finding, Severity};
use crate::layout::Layout;
use crate::period::Period;
use crate::reading::CellRef;
use crate::record::{Field, Kind, Record};
use crate::register::Register;
use crate::text::words::{clean, meaning, quoted};
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
    pub received: Option<NaiveDate>,
    /// Service and quarter are right, so the rows can be read.
    pub readable: bool,
    /// Nothing on the cover rejects the return.
    pub accepted: bool,
}

/// What one cover cell says, and where.
struct Said<'r> {
    text: String,
    record: &'r Record,
    at: CellRef,
}

impl Said<'_> {
    fn finding(&self, desk: &Desk<'_>, check: &'static Check, expected: String) -> Finding {
        Finding::new(check, expected, quoted(&self.text))
            .in_file(desk.source.file.as_str())
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

fn said(records: &[Record], field: Field) -> Vec<Said<'_>> {
    in_sight(records)
        .filter_map(|record| {
            let text = record.text(field);
            (!text.is_empty()).then(|| Some(Said { text, record, at: record.get(field)?.at }))?
        })
        .collect()
}

fn fill(slot: &mut String, text: String) {
    if slot.is_empty() {
        *slot = text;
    }
}

/// Reads the cover and says what is wrong with it.
pub(super) fn cover(desk: &mut Desk<'_>, records: &[Record]) -> Cover {
    let mut out = Cover::default();
    let mut drafts = vec![];
    for record in in_sight(records) {
        let mut row = desk.row(record);
        let contact = [row.text(Field::Contact), row.text(Field::Email)];
        fill(&mut out.contact, contact.into_iter().find(|c| !c.is_empty()).unwrap_or_default());
        fill(&mut out.signed_off_by, row.text(Field::SignedOffBy));
        for read_below in [Field::Service, Field::Period, Field::Template, Field::TemplateVersion] {
            row.text(read_below);
        }
        out.signed_off = out.signed_off.or(row.date(Field::SignedOff));
        out.received = out.received.or(row.date(Field::Received));
        drafts.push(row.text(Field::ReturnStatus));
        row.finish();
    }
    let named = from_file_name(desk, &desk.source.file);
    out.service = service(desk, records, named.0).unwrap_or_default();
    let right_quarter = quarter(desk, records, named.1);
    version(desk, records);
    out_of_date(desk);

    let draft = drafts.iter().find(|s| meaning(s) == "draft");
    let unsigned = match (out.signed_off_by.is_empty(), out.signed_off, draft) {
        (_, _, Some(word)) => Some(quoted(word)),
        (true, None, _) => Some("neither name nor date".to_owned()),
        (true, ..) if !asks_name(desk.layout) => None,
        (true, ..) => Some("a date without a name".to_owned()),
        (_, None, _) => Some("a name without a date".to_owned()),
        _ => None,
    };
    let refuse = desk.settings.returns.require_sign_off && unsigned.is_some();
    if let Some(got) = unsigned {
        desk.file_finding(&catalogue::F012, "the name of who signed off, and the date", got);
        if let (true, Some(finding)) = (refuse, desk.findings.last_mut()) {
            finding.severity = Severity::Error;
        }
    }
    let due = desk.settings.due_date(desk.period);
    if let Some(day) = out.signed_off.filter(|day| right_quarter && *day > due) {
        let late = (day - due).num_days();
        let got =
            format!("signed off on {}, {late} {} late", day.format("%d/%m/%Y"), if late == 1 { "day" } else { "days" });
        desk.file_finding(&catalogue::F019, format!("by {}", due.format("%d/%m/%Y")), got);
    }
    out.readable = right_quarter && (!out.service.is_empty() || desk.many_services());
    out.accepted = out.readable && !refuse;
    out
}

fn service(desk: &mut Desk<'_>, records: &[Record], named: Option<Arc<str>>) -> Option<Arc<str>> {
    let said = said(records, Field::Service);
    let known: Vec<_> = said.iter().filter_map(|s| Some((s, desk.service_named(&s.text)?))).collect();
    if let [(first, service), .., (_, other)] = known[..]
        && service.id != other.id
    {
        let finding = first.finding(desk, &catalogue::F021, format!("{}, for which the form was made", other.name));
        desk.findings.push(finding);
        return None;
    }
    let known = known.first().map(|(_, s)| s.id.clone());
    if let Some(id) = known.or(named) {
        return Some(id);
    }
    if desk.many_services() {
        return None;
    }
    match said.first() {
        Some(said) => {
            let nearest = nearest(desk.register, &said.text);
            let finding = said.finding(desk, &catalogue::F010, format!("a service of the register{nearest}"));
            desk.findings.push(finding);
        }
        None => desk.file_finding(&catalogue::F010, "a service of the register", "nothing"),
    }
    None
}

/// ` such as “Waste”`: the service of the register that is spelt most like it.
fn nearest(register: &Register, text: &str) -> String {
    let text = text.to_lowercase();
    let likeness = |s: &&crate::register::Service| strsim::normalized_levenshtein(&s.name.to_lowercase(), &text);
    let best = register.services.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    best.filter(|s| likeness(s) >= 0.5).map(|s| format!(" such as “{}”", s.name)).unwrap_or_default()
}

/// True when the return is for the quarter that is being read.
fn quarter(desk: &mut Desk<'_>, records: &[Record], named: Option<Period>) -> bool {
    let said = said(records, Field::Period);
    let found = said.iter().find_map(|s| Some((Some(s), s.text.parse::<Period>().ok()?)));
    let wanted = desk.period;
    match found.or(named.map(|p| (None, p))) {
        Some((_, p)) if p == wanted => return true,
        Some((Some(said), _)) => {
            let finding = said.finding(desk, &catalogue::F008, wanted.to_string());
            desk.findings.push(finding);
        }
        Some((None, p)) => desk.file_finding(&catalogue::F008, wanted.to_string(), format!("{p} in the file's name")),
        None => match (said.first(), in_rows(records)) {
            (Some(said), _) => {
                let finding = said.finding(desk, &catalogue::F009, format!("a quarter, like {wanted}"));
                desk.findings.push(finding);
            }
            (None, rows) if rows.contains_key(&wanted) => return true,
            (None, rows) => match rows.last_key_value() {
                Some((_, (record, at))) => {
                    let got = rows.keys().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                    let finding = Finding::new(&catalogue::F008, format!("rows for {wanted}"), got);
                    desk.findings.push(finding.in_sheet(&*record.sheet).in_cell(*at));
                }
                None => desk.file_finding(&catalogue::F009, format!("a quarter, like {wanted}"), "nothing"),
            },
        },
    }
    false
}

/// The quarters that rows name themselves, each with the first that does.
fn in_rows(records: &[Record]) -> BTreeMap<Period, (&Record, CellRef)> {
    let mut out = BTreeMap::new();
    for record in records.iter().filter(|r| !matches!(r.kind, Kind::Cover | Kind::Section)) {
        if let Some(cell) = record.get(Field::Period)
            && let Ok(period) = cell.content.shown().parse::<Period>()
        {
            out.entry(period).or_insert((record, cell.at));
        }
    }
    out
}

/// Says when a form is used outside its dates.
fn out_of_date(desk: &mut Desk<'_>) {
    let Some(layout) = desk.layout.filter(|l| !l.in_date(desk.period)) else { return };
    let got = match (layout.valid_from, layout.valid_to) {
        (_, Some(to)) if desk.period > to => format!("“{}”, in use until {to}", layout.title),
        (from, _) => format!("“{}”, in use from {}", layout.title, from.unwrap_or(desk.period)),
    };
    desk.file_finding(&catalogue::F022, format!("a form in use in {}", desk.period), got);
}

/// Says when our own template is an older one. Versions are numbers with points between them.
fn version(desk: &mut Desk<'_>, records: &[Record]) {
    let Some(layout) = desk.layout else { return };
    let number = |v: &str| v.split('.').map(|n| n.trim().parse::<u32>().ok()).collect::<Option<Vec<_>>>();
    let old = said(records, Field::TemplateVersion)
        .into_iter()
        .find(|s| matches!((number(&s.text), number(&layout.version)), (Some(a), Some(b)) if a < b));
    if let Some(old) = old {
        let finding = old.finding(desk, &catalogue::F013, format!("version {}", layout.version));
        desk.findings.push(finding);
    }
}

/// The quarter that a file names: on its cover, in its file name, or, the last of them, in its rows.
pub(super) fn stated_period(desk: &mut Desk<'_>, records: &[Record]) -> Option<Period> {
    let on_cover = said(records, Field::Period).iter().find_map(|s| s.text.parse().ok());
    let named = || from_file_name(desk, &desk.source.file).1;
    on_cover.or_else(named).or_else(|| {
        let mut records = records.to_vec();
        super::facts::spread(desk, &mut records);
        in_rows(&records).into_keys().next_back()
    })
}

fn from_file_name(desk: &Desk<'_>, file: &str) -> (Option<Arc<str>>, Option<Period>) {
    let pattern = desk.layout.map_or("", |l| l.file_name.as_str());
    from_pattern(desk, pattern, stem(file), |text| text.parse().ok())
}

/// Service and quarter from a name by a pattern of the layout, such as `{service} {period}`. Where the text between the
/// two occurs more than once, the split counts at which both are known.
pub(super) fn from_pattern<P>(
    desk: &Desk<'_>,
    pattern: &str,
    name: &str,
    period: impl Fn(&str) -> Option<P>,
) -> (Option<Arc<str>>, Option<P>) {
    let (pattern, name) = (pattern.to_lowercase(), name.to_lowercase());
    let service = |text: &str| desk.service_named(clean(text)).map(|s| s.id.clone());
    let period = |text: &str| period(clean(text));
    let (s, p) = (pattern.find("{service}"), pattern.find("{period}"));
    let between = |before: usize, after: usize| -> Option<(String, &str)> {
        let rest = name.strip_prefix(&pattern[..before])?.strip_suffix(&pattern[after..])?;
        Some((rest.to_owned(), pattern.get(before..after)?))
    };
    match (s, p) {
        (None, None) => (None, None),
        (Some(s), None) => (between(s, s + "{service}".len()).and_then(|(text, _)| service(&text)), None),
        (None, Some(p)) => (None, between(p, p + "{period}".len()).and_then(|(text, _)| period(&text))),
        (Some(s), Some(p)) => {
            let (first, last) = (s.min(p), if s < p { p + "{period}".len() } else { s + "{service}".len() });
            let Some((text, pair)) = between(first, last) else { return (None, None) };
            let middle = pair.trim_start_matches("{service}").trim_start_matches("{period}");
            let middle = middle.trim_end_matches("{service}").trim_end_matches("{period}");
            let splits = text.match_indices(middle).map(|(at, m)| {
                let (a, b) = (&text[..at], &text[at + m.len()..]);
                if s < p { (service(a), period(b)) } else { (service(b), period(a)) }
            });
            // Both known, else the first split that knows the quarter, else any that knows the service.
            let rank = |pair: &(Option<_>, Option<_>)| {
                (pair.0.is_some() && pair.1.is_some(), pair.1.is_some(), pair.0.is_some())
            };
            splits.fold((None, None), |best, next| if rank(&next) > rank(&best) { next } else { best })
        }
    }
}

fn stem(file: &str) -> &str {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The service of a file that could not be opened, from its name: the service whose id is a word of it, or the longest
/// name that occurs in it. Empty where none does.
pub(super) fn service_in_name(register: &Register, file: &str) -> Arc<str> {
    let stem = stem(file);
    let words = || stem.split(|c: char| !c.is_alphanumeric() && c != '-').chain(stem.split(['_', ' ']));
    let by_id = words().find_map(|w| register.service(w));
    let name = meaning(stem);
    let by_name = || {
        let inside = register.services.iter().filter(|s| s.name.len() > 3 && name.contains(&meaning(&s.name)));
        inside.max_by_key(|s| s.name.len())
    };
    by_id.or_else(by_name).map(|s| s.id.clone()).unwrap_or_default()
}

/// Whether the form asks who signed off; some ask for the date alone.
fn asks_name(layout: Option<&Layout>) -> bool {
    let key = Field::SignedOffBy.key();
    layout.is_none_or(|l| l.forms.iter().any(|f| f.fields.contains_key(key)))
}
