//! Where a figure comes from, as a tree.

use super::count;
use super::tree::Branch;
use anyhow::Result;
use quarterday::analyse::BasketKind;
use quarterday::elementary::power;
use quarterday::history::BatchKind;
use quarterday::measure::Unit;
use quarterday::period::Period;
use quarterday::reading::correction::RestatementClass;
use quarterday::reading::query::told;
use quarterday::reading::{ENTERED, HELD_BACK};
use quarterday::settings::Settings;
use quarterday::shown::{plain, shown};
use quarterday::trace::{
    BasketQuarter, LineQuarter, PartQuarter, ReadAgain, Reread, Trace, TracedBasket, TracedFeeder, TracedFigure,
    TracedLine, TracedMeasure, TracedOrigin, TracedPart, TracedQuarter, TracedQuery, TracedRelease, TracedReport,
    TracedRestatement, TracedThing, TracedVersion, VersionState, WorkedOut,
};
use std::io::Write;

/// Signs of a hash that tell it from others.
const HASH: usize = 16;
/// Decimals that a figure is told with.
const MOST_DECIMALS: u8 = 6;

pub fn trace(out: &mut impl Write, trace: &Trace, settings: &Settings) -> Result<()> {
    for (n, thing) in trace.things.iter().enumerate() {
        if n > 0 {
            writeln!(out)?;
        }
        let branch = match thing {
            TracedThing::Measure(measure) => whole_measure(measure, settings, |_| true),
            TracedThing::Basket(basket) => whole_basket(basket, settings),
            TracedThing::Risk(line) => whole_line("Risk", line),
            TracedThing::Action(line) => whole_line("Action or milestone", line),
            TracedThing::Revenue(line) => whole_line("Line of revenue", line),
            TracedThing::Capital(line) => whole_line("Capital scheme", line),
            TracedThing::Saving(line) => whole_line("Saving", line),
            TracedThing::Feedback(line) => whole_line("Feedback", line),
        };
        branch.show(out)?;
    }
    Ok(())
}

fn whole_measure(m: &TracedMeasure, settings: &Settings, wanted: impl Fn(Period) -> bool + Copy) -> Branch {
    let name = if m.name.is_empty() { String::new() } else { format!("  {}", m.name) };
    let formerly = if m.formerly.is_empty() { String::new() } else { format!(", formerly {}", m.formerly.join(", ")) };
    let lost = if m.in_register { "" } else { "; no row of the register has this id, so no report has its figures" };
    let figures = Figures { look: m.look, settings };
    let none = if m.quarters.is_empty() { "the ledger has nothing of it" } else { "" };
    let branch = Branch::new(format!("{}{name} ({}{formerly}){lost}", m.id, m.service)).with(none);
    let branch = branch.holding(m.quarters.iter().filter(|q| wanted(q.quarter)).map(|q| figures.quarter(q)));
    let branch = branch.holding(m.parts.iter().map(|part| figures.part(part, wanted)));
    match &m.formula {
        Some(formula) if !m.feeders.is_empty() => {
            let made_of = Branch::new(format!("Follows from {}: {formula}", ids(&m.feeders)));
            branch.holding([made_of.holding(m.feeders.iter().map(|f| feeder(f, settings, wanted)))])
        }
        _ => branch,
    }
}

fn ids(feeders: &[TracedFeeder]) -> String {
    feeders.iter().map(|f| f.id.as_str()).collect::<Vec<_>>().join(", ")
}

fn feeder(f: &TracedFeeder, settings: &Settings, wanted: impl Fn(Period) -> bool + Copy) -> Branch {
    match &f.measure {
        Some(measure) => whole_measure(measure, settings, wanted),
        None => Branch::new(format!("{}: told above", f.id)),
    }
}

/// How the figures of one measure are told.
#[derive(Clone, Copy)]
struct Figures<'s> {
    look: Option<(Unit, u8)>,
    settings: &'s Settings,
}

impl Figures<'_> {
    /// With all its decimals, and at least those of the measure.
    fn number(self, value: f64) -> String {
        let (unit, least) = self.look.unwrap_or((Unit::Number, 0));
        shown(unit, decimals(value, least), value)
    }

    /// A figure, or what stands in its place.
    fn value(self, value: Option<f64>, held_back: bool, instead: &str) -> String {
        match (value, held_back) {
            (Some(v), _) => self.number(v),
            (None, true) => HELD_BACK.to_owned(),
            (None, false) => instead.to_owned(),
        }
    }

    fn quarter(self, q: &TracedQuarter) -> Branch {
        let instead = q.marker.map_or("no figure", |m| m.words());
        let line = format!("{}: {}", q.quarter, self.value(q.value, q.held_back, instead));
        let versions = q.versions.iter().map(|v| self.version(v, q.held_back));
        let worked_out = q.worked_out.iter().map(|w| self.worked_out(w));
        let restated = q.restatements.iter().map(|r| self.restated(r, q.held_back));
        let said = |a: &TracedReport, b: &TracedReport| (a.kept, &a.said) == (b.kept, &b.said);
        let reports = q.reports.chunk_by(said).map(|runs| self.reports(runs, q.held_back));
        let branch = Branch::new(line).holding(versions).holding(worked_out).holding(restated);
        let branch = branch.holding(q.queries.iter().map(query)).holding(reports);
        branch.holding(q.releases.iter().map(|r| self.release(r, q.held_back)))
    }

    fn part(self, part: &TracedPart, wanted: impl Fn(Period) -> bool) -> Branch {
        let quarter = |q: &PartQuarter| {
            let branch = Branch::new(q.quarter.to_string());
            branch.holding(q.versions.iter().map(|v| self.version(v, q.held_back)))
        };
        let quarters = part.quarters.iter().filter(|q| wanted(q.quarter)).map(quarter);
        Branch::new(format!("Part {}", part.name)).holding(quarters)
    }

    fn version(self, v: &TracedVersion, held_back: bool) -> Branch {
        let instead = v.marker.map_or("no figure", |m| m.words());
        let part = |n: f64| plain(decimals(n, 0), n);
        let parts = v.numerator.zip(v.denominator).map(|(n, d)| format!(" = {} ÷ {}", part(n), part(d)));
        let provisional = if v.provisional { ", provisional" } else { "" };
        let value = self.value(v.value, held_back && v.marker.is_none(), instead);
        let line = format!("{value}{}{provisional} ({})", parts.unwrap_or_default(), state(v.origin.state));
        origin(Branch::new(line), &v.origin)
    }

    fn worked_out(self, w: &WorkedOut) -> Branch {
        let gives = w.gives.map_or_else(|| "no figure".to_owned(), |v| self.number(v));
        let branch = Branch::new(format!("worked out: {} = {gives}", w.arithmetic));
        let branch = branch.with(format!("{} › {}!{}: {}", w.file, w.sheet, w.cell, w.formula));
        match w.as_reported {
            Some(false) => branch.with("not what the newest report said: a figure or the formula was changed since"),
            _ => branch,
        }
    }

    fn restated(self, r: &TracedRestatement, held_back: bool) -> Branch {
        let value = |v| self.value(v, held_back, "no figure");
        let class = r.class.map_or("corrected", RestatementClass::words).to_lowercase();
        let taken_back = if r.withdrawn { ", taken back" } else { "" };
        let line = format!("restated ({class}{taken_back}): {} → {}", value(r.was), value(r.now));
        let declared = match r.record_kind {
            BatchKind::Correction => format!("entered by {} with `{ENTERED}`, record {}", r.author, r.record),
            BatchKind::Import => format!("imported over the figure that was there, record {}", r.record),
            _ => format!("declared by the return of {}, record {}", r.declared, r.record),
        };
        Branch::new(line).with(said_by(&r.reason, &r.author)).with(declared)
    }

    /// Of runs that follow each other and say the same.
    fn reports(self, runs: &[TracedReport], held_back: bool) -> Branch {
        let run = |r: &TracedReport| match r.by.as_str() {
            "" => format!("{} ({})", r.record, r.recorded),
            by => format!("{} ({} by {by})", r.record, r.recorded),
        };
        let records = runs.iter().map(run).collect::<Vec<_>>().join(", ");
        let said = match runs.first().map(|r| (&r.said, r.kept)) {
            Some((Some(said), _)) => self.said(said, held_back),
            Some((None, false)) => "the version that ran it kept no reports".to_owned(),
            Some((None, true)) | None => "did not have it".to_owned(),
        };
        let (report, record) = if runs.len() == 1 { ("report", "record") } else { ("reports", "records") };
        Branch::new(format!("{report} of {record} {records}: {said}"))
    }

    fn release(self, r: &TracedRelease, held_back: bool) -> Branch {
        let kind = if r.provisional { "provisional release" } else { "release" };
        let approved =
            if r.approved_by.is_empty() { String::new() } else { format!(", approved by {}", r.approved_by) };
        let said = r.said.as_ref().map_or_else(|| "does not have it".to_owned(), |said| self.said(said, held_back));
        let line = format!("{kind} {} ({} by {}{approved}): {said}", r.release, r.published, r.by);
        Branch::new(line).with(format!("record {}, of the run of record {}", r.record, r.run))
    }

    /// `85.0% against 90.0%, ▲ Near target (tolerance, version 1)`.
    fn said(self, said: &TracedFigure, held_back: bool) -> String {
        let target = said.target.map_or_else(|| "no target".to_owned(), |t| format!("against {}", self.number(t)));
        let look = self.settings.look(said.status);
        let scheme = if said.scheme.is_empty() { String::new() } else { format!(" ({})", said.scheme) };
        let value = self.value(said.value, held_back, "no figure");
        format!("{value} {target}, {} {}{scheme}", look.symbol, look.word)
    }
}

/// Decimals that tell a number, at least so many.
fn decimals(value: f64, least: u8) -> u8 {
    let told = |d: u8| (value * power(10.0, i32::from(d))).round() / power(10.0, i32::from(d)) == value;
    (least..MOST_DECIMALS).find(|d| told(*d)).unwrap_or(MOST_DECIMALS.max(least))
}

fn state(state: VersionState) -> &'static str {
    match state {
        VersionState::Counts => "counts",
        VersionState::Superseded => "superseded",
        VersionState::Withdrawn => "withdrawn: what was sent has it no longer",
        VersionState::Draft => "draft after the release",
    }
}

fn origin(branch: Branch, o: &TracedOrigin) -> Branch {
    let hash = &o.sha256[..HASH.min(o.sha256.len())];
    let kept = match &o.kept_in {
        Some(archive) => format!("its bytes are kept in history/{archive}"),
        None => "its bytes are not kept".to_owned(),
    };
    let quarter = o.record_quarter.map(|q| format!(" {q}")).unwrap_or_default();
    let by = if o.recorded_by.is_empty() { String::new() } else { format!(" by {}", o.recorded_by) };
    let kind = o.record_kind.words();
    let signed = match (o.signed_off_by.as_str(), o.signed_off) {
        ("", None) => String::new(),
        ("", Some(day)) => format!("; signed off on {day}"),
        (who, None) => format!("; signed off by {who}"),
        (who, Some(day)) => format!("; signed off by {who} on {day}"),
    };
    let again = o.read_again.as_ref().map(read_again).unwrap_or_default();
    let found = o.read_again.iter().flat_map(|a| a.findings.iter().map(|f| Branch::new(format!("found there: {f}"))));
    if o.file == ENTERED {
        let record = o.record;
        return branch.with(format!("entered{by} with `{ENTERED}`, record {record} ({kind}, recorded {})", o.recorded));
    }
    branch
        .with(place(o))
        .with(format!("SHA-256 {hash}…; {kept}"))
        .with(format!("record {} ({kind}{quarter}, recorded {}{by}){signed}", o.record, o.recorded))
        .with(again)
        .holding(found)
}

/// `HWY 2026-27Q2.xlsx › Indicators!J6`; a CSV file has no sheets.
fn place(o: &TracedOrigin) -> String {
    match o.sheet.as_str() {
        "" => format!("{} › {}", o.file, o.cell),
        sheet => format!("{} › {sheet}!{}", o.file, o.cell),
    }
}

fn read_again(again: &ReadAgain) -> String {
    match again.result {
        Reread::Same => "read again: the same".to_owned(),
        Reread::Differs if again.gives.is_empty() => {
            "read again: something else; layouts, register or settings were changed since".to_owned()
        }
        Reread::Differs => {
            format!("read again: {}; layouts, register or settings were changed since", again.gives)
        }
        Reread::NotRead => "read again: as files are read now, nothing is taken from this cell alone".to_owned(),
        Reread::NotKept => "cannot be read again: the bytes of the file are not kept".to_owned(),
    }
}

/// `the storm of 3 August (J. Khan)`.
fn said_by(words: &str, who: &str) -> String {
    match (words, who) {
        ("", "") => String::new(),
        ("", who) => format!("({who})"),
        (words, "") => words.to_owned(),
        (words, who) => format!("{words} ({who})"),
    }
}

fn query(q: &TracedQuery) -> Branch {
    let title = if q.title.is_empty() { String::new() } else { format!(" {}", q.title) };
    let branch =
        Branch::new(format!("query {}{title}, about {}: {}", q.code, told(&q.figure), q.state_words.to_lowercase()));
    let asked = format!("expected {}; got {}", q.expected, q.got);
    let said = |what: &str, said: &Option<[String; 2]>| {
        said.as_ref().map(|[words, who]| format!("{what}: {}", said_by(words, who))).unwrap_or_default()
    };
    branch.with(asked).with(said("answer", &q.answer)).with(said("decision", &q.decision))
}

fn whole_basket(b: &TracedBasket, settings: &Settings) -> Branch {
    let kind = match b.group {
        BasketKind::Council => "Council",
        BasketKind::Priority => "Priority",
        BasketKind::Perspective => "Perspective",
        BasketKind::Directorate => "Directorate",
        BasketKind::Set => "Set",
    };
    let id = if b.id.is_empty() || b.id == b.name { String::new() } else { format!("{}  ", b.id) };
    let measures = count(b.members.len(), "measure", "measures");
    let line = format!("{kind} {id}{}: {measures}, by the register as it is now", b.name);
    let none = if b.quarters.is_empty() { "no report of it is kept" } else { "" };
    let branch = Branch::new(line).with(none).holding(b.quarters.iter().map(|q| level(q, settings)));
    // A group rests on what was reported: what was before that is asked of the measure, and stands in the JSON.
    let reported = |quarter: Period| b.quarters.iter().any(|q| q.quarter == quarter);
    branch.holding(b.feeders.iter().map(|f| feeder(f, settings, reported)))
}

fn level(q: &BasketQuarter, settings: &Settings) -> Branch {
    use quarterday::settings::Status;
    let word = |status| settings.look(status).word.to_lowercase();
    let counts = [(q.green, Status::Green), (q.amber, Status::Amber), (q.red, Status::Red)];
    let counts = counts.map(|(n, status)| format!("{n} {}", word(status))).join(", ");
    let level = match q.level {
        Some(level) => format!("{}% on target by weight = {}", plain(1, level * 100.0), q.arithmetic),
        None => "none is rated".to_owned(),
    };
    let composite = q.composite.as_ref().map(|c| {
        let gives = c.gives.map_or_else(|| "no figure".to_owned(), |v| format!("{}%", plain(1, v * 100.0)));
        format!("one figure for the set: {gives} of the targets = {}", c.arithmetic)
    });
    let branch = Branch::new(format!("{}: {level}", q.quarter)).with(composite.unwrap_or_default());
    branch.with(format!("{counts} of {}; run of record {}", q.total, q.record))
}

fn whole_line(kind: &str, line: &TracedLine) -> Branch {
    let none = if line.quarters.is_empty() { "the ledger has nothing of it" } else { "" };
    let branch = Branch::new(format!("{kind} {}  {} ({})", line.id, line.title, line.service)).with(none);
    branch.holding(line.quarters.iter().map(line_quarter))
}

fn line_quarter(q: &LineQuarter) -> Branch {
    let versions = q.versions.iter().map(|v| {
        let says = v.says.iter().map(|(what, words)| Branch::new(format!("{what}: {words}")));
        origin(Branch::new(state(v.origin.state)).holding(says), &v.origin)
    });
    Branch::new(q.quarter.to_string()).holding(versions).holding(q.queries.iter().map(query))
}
