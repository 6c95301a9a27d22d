//! `Analysis` in, sheets out; formats, never computes.
//!
//! One file a sheet and one line a sheet in `SHEETS`; what they share is the `Desk`: the computed quarter, the
//! look, and where each indicator's row stands, so that any sheet can lead to it.

mod actions;
mod benchmarks;
mod contents;
mod definitions;
mod exceptions;
mod exposure;
mod feedback;
mod files;
mod findings;
mod foretold;
mod format;
mod headlines;
mod indicators;
mod looks;
mod method;
mod page;
mod priorities;
mod provenance;
mod quadrant;
mod restatements;
mod returns;
mod risk_register;
mod risks;
mod run_record;
#[cfg(test)]
mod sample;
mod statistics;
mod standing;
mod successes;
mod trends;

pub use provenance::{Provenance, Totals};
pub use run_record::{READINGS_IN_RECORD, run_record};
pub use statistics::{FILE as STATISTICS, statistics};

use crate::analyse::signals::{Assurance, Course, Variation, Verdict};
use crate::analyse::{self, Analysis, IndicatorResult, ReturnState};

use crate::catalogue;
use crate::finding::Finding;
use crate::map::Map;
use crate::reading::Place;
use crate::reading::computed::{ComputedIndicator, NoComputedValue};
use crate::register::{Indicator, Service};
use crate::settings::Status;
use crate::workbook::{Book, Cell, Sheet};
use looks::Looks;
use page::Page;
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

/// A sheet of the Cabinet workbook.
struct SheetKind {
    name: &'static str,
    /// The question that it answers, printed on Contents.
    answers: &'static str,
    build: for<'a> fn(&Arc<Desk<'a>>) -> Sheet<'a>,
}

/// The Cabinet workbook, sheet by sheet.
static SHEETS: &[SheetKind] = &[
    SheetKind {
        name: "Contents",
        answers: "What is in this workbook, for which quarter, from how many returns?",
        build: contents::sheet,
    },
    SheetKind {
        name: "Headlines",
        answers: "How is the council doing, is it getting better, and what are the things to know?",
        build: headlines::sheet,
    },
    SheetKind {
        name: "Priorities",
        answers: "How does each priority of the council plan, and each other set, stand, measure by measure?",
        build: priorities::sheet,
    },
    SheetKind {
        name: "Exceptions",
        answers: "What is off target, by how much and since when, and what is being done about it?",
        build: exceptions::sheet,
    },
    SheetKind { name: "Successes", answers: "What went well?", build: successes::sheet },
    SheetKind {
        name: trends::NAME,
        answers: "How have the key indicators moved against their targets over three years?",
        build: trends::sheet,
    },
    SheetKind {
        name: "Indicators",
        answers: "What is the figure, target, status and history of every indicator?",
        build: indicators::sheet,
    },
    SheetKind {
        name: "Risks",
        answers: "What could go wrong, how likely and how bad, and which way is it moving?",
        build: risks::sheet,
    },
    SheetKind {
        name: "Risk register",
        answers: "Who owns each risk, what controls it, when was it reviewed, and how far is it from its target?",
        build: risk_register::sheet,
    },
    SheetKind {
        name: "Actions",
        answers: "What was promised, who leads it, and is it done, due or overdue?",
        build: actions::sheet,
    },
    SheetKind {
        name: "Feedback",
        answers: "What did people complain about or praise, and were they answered in time?",
        build: feedback::sheet,
    },
    SheetKind {
        name: "Returns",
        answers: "Which services sent their figures, when, and was anything missing?",
        build: returns::sheet,
    },
    SheetKind {
        name: "Restatements",
        answers: "Which published figures changed, from what to what, why and by whom?",
        build: restatements::sheet,
    },
    SheetKind { name: "Files", answers: "What became of every file that was received, and why?", build: files::sheet },
    SheetKind {
        name: "Findings",
        answers: "What is wrong or must be explained, in which cell, and what should be done?",
        build: findings::sheet,
    },
    SheetKind {
        name: "Method",
        answers: "How were the figures worked out, what do words and symbols mean, can I trace a figure?",
        build: method::sheet,
    },
    SheetKind { name: "Definitions", answers: "What exactly does each indicator measure?", build: definitions::sheet },
];

/// The sheet that the workbook opens at.
const OPENS_AT: &str = "Headlines";

/// Sparklines and wrapped commentary cost the reader's computer time for each row; above this many rows they are left
/// out.
const SMALL: usize = 5_000;

/// What every sheet is made from.
struct Desk<'a> {
    a: &'a Analysis<'a>,
    provenance: &'a Provenance,
    looks: Looks,
    /// For tables of more than [`SMALL`] rows.
    long: Looks,
    /// The columns of the sheet of indicators.
    shape: indicators::Shape,
    services: Map<&'a str, &'a Service>,
    /// Services whose return could not be accepted.
    rejected: HashSet<&'a str>,
    /// What each check finds, by code: the catalogue's and the council's own.
    titles: Map<&'a str, &'a str>,
    priorities: Map<&'a str, &'a str>,
    /// Positions of the files by name.
    files: Map<&'a str, usize>,
    /// Positions of the actions about each indicator.
    actions_about: Map<&'a str, Vec<usize>>,
    subtitle: String,
    footer: String,
}

impl<'a> Desk<'a> {
    fn new(a: &'a Analysis<'a>, provenance: &'a Provenance, looks: Looks, long: Looks) -> Self {
        let (council, period) = (&a.settings.council.name, a.period);
        let state = provenance.state();
        let months = period.months(a.settings.year.start_month);
        Self {
            a,
            provenance,
            looks,
            long,
            shape: indicators::Shape::of(a),
            services: a.register.services.iter().map(|s| (&*s.id, s)).collect(),
            rejected: a
                .returns
                .iter()
                .filter(|r| r.state == ReturnState::Rejected)
                .map(|r| &*a.register.services[r.service].id)
                .collect(),
            titles: catalogue::all()
                .map(|c| (c.code, c.title))
                .chain(a.register.checks.iter().map(|c| (c.code.as_str(), c.title.as_str())))
                .collect(),
            priorities: a.register.priorities.iter().map(|p| (p.id.as_str(), p.name.as_str())).collect(),
            files: a.submissions.iter().enumerate().map(|(n, s)| (s.file.as_str(), n)).collect(),
            actions_about: actions_about(a),
            subtitle: format!("{council} · {} ({months}) · {state}", period.heading()),
            // In a footer `&` begins a command; doubled it is itself.
            footer: format!("&L{} · {} · {state}&RPage &P of &N", council.replace('&', "&&"), period.heading()),
        }
    }

    /// The look of a table of so many rows.
    fn looks_for(&self, rows: usize) -> &Looks {
        if rows <= SMALL { &self.looks } else { &self.long }
    }

    fn page(&self, name: &str, title: impl Into<String>) -> Page<'a> {
        Page::new(name, title.into(), self.subtitle.clone(), &self.footer, &self.looks)
    }

    /// The definition of a result.
    fn definition(&self, result: &IndicatorResult<'_>) -> &'a Indicator {
        &self.a.register.indicators[result.indicator]
    }

    /// A service's name, or the id where the register does not know it.
    fn service(&self, id: &'a str) -> &'a str {
        self.services.get(id).map_or(id, |s| &s.name)
    }

    /// What a percentage beside a count must be told by, where the register gives indicators weights.
    fn by_weight(&self) -> &'static str {
        let weighted = self.a.register.indicators.iter().any(|i| i.weight != 1.0);
        if weighted { " Percentages are by weight." } else { "" }
    }

    fn directorate(&self, id: &str) -> &'a str {
        self.services.get(id).map_or("", |s| &s.directorate)
    }

    /// What a check finds, as a heading.
    fn title(&self, code: &str) -> &'a str {
        self.titles.get(code).copied().unwrap_or_default()
    }

    /// What the reader must know about the figure itself: refused, queried, provisional, or never sent.
    fn note(&self, result: &IndicatorResult<'a>) -> Cell<'a> {
        let looks = self.looks_for(self.a.indicators.len());
        let said = |f: &Finding| format!("{} ({})", self.title(&f.code), f.code);
        if let Some(refused) = result.refusal() {
            return page::text(format!("Refused: {}", said(refused)), looks.query);
        }
        let mut words = vec![];
        words.extend(result.computed.map(|c| self.worked_out(c)));
        match result.reading {
            Some(r) if r.provisional => words.push("Provisional".to_owned()),
            Some(_) => {}
            None if result.status == Status::NotDue => {}
            None if self.rejected.contains(&*self.definition(result).service) => {
                words.push("Return rejected".to_owned());
            }
            None => words.push("Nothing sent".to_owned()),
        }
        if analyse::unexpected(self.a.register, self.a.period, result) {
            words.extend(analyse::expected(self.a.register, self.a.period, result));
        }
        let doubt = result.doubt();
        if let Some(first) = doubt.or(result.queries.first().copied()) {
            let others = result.queries.iter().filter(|f| f.code != first.code).map(|f| &*f.code);
            let others: Vec<&str> = std::collections::BTreeSet::from_iter(others).into_iter().collect();
            let also = if others.is_empty() { String::new() } else { format!("; also {}", others.join(", ")) };
            words.push(format!("Queried: {}{also}", said(first)));
        }
        page::text(words.join(". "), if doubt.is_some() { looks.query } else { looks.text })
    }

    /// Status and signal in one sentence, agreeing or not: `Off target, but within its usual range`. Without a rating, the
    /// signal alone; without a signal, why.
    fn signal(&self, result: &IndicatorResult<'_>) -> Cow<'a, str> {
        match result.signals.beside(result.status) {
            Some(beside) => format!("{}{beside}", self.a.settings.look(result.status).word).into(),
            None => format::signal(&result.signals, self.a.settings),
        }
    }

    /// What the whole series says of a figure that is off target, in sentences; empty where it says nothing.
    fn standing(&self, result: &IndicatorResult<'_>) -> String {
        let signals = &result.signals;
        let mut said = vec![];
        if signals.beside(result.status).is_some() {
            said.push(self.signal(result).into_owned());
        }
        // Of the rest the first sentence says so.
        let concern = signals.signal.is_ok_and(|s| s.variation == Variation::Concern);
        if concern && signals.assurance == Ok(Assurance::Fails) {
            said.push("Consistently fails its target".to_owned());
        }
        if signals.chance.is_ok_and(|c| c.verdict == Some(Verdict::MissedByLess)) {
            said.push(format::chance(&signals.chance).to_owned());
        }
        if signals.trend.is_ok_and(|t| matches!(t.course, Course::Improving | Course::Worsening)) {
            said.push(format!("Trend over {} figures: {}", signals.points, format::trend(signals).to_lowercase()));
        } else if signals.still {
            said.push(format!("The figure is {}", format::still(signals.unchanged)));
        }
        let end = if said.is_empty() { "" } else { "." };
        said.join(". ") + end
    }

    /// From what a figure follows, or why there is none.
    fn worked_out(&self, computed: &ComputedIndicator) -> String {
        let ids = |positions: &[usize]| {
            positions.iter().map(|n| &*self.a.register.indicators[*n].id).collect::<Vec<_>>().join(", ")
        };
        match &computed.lack {
            None => format!("Worked out from {}", ids(&computed.feeders)),
            Some(NoComputedValue::Missing(missing)) => format!("Not worked out: no value of {}", ids(missing)),
            Some(NoComputedValue::NoResult) => {
                format!("Not worked out from {}: it would divide by zero", ids(&computed.feeders))
            }
        }
    }

    /// The names of an indicator's priorities.
    fn priorities(&self, indicator: &'a Indicator) -> Cow<'a, str> {
        let name = |id: &'a String| *self.priorities.get(id.as_str()).unwrap_or(&id.as_str());
        match indicator.priorities.as_slice() {
            [] => "".into(),
            [one] => name(one).into(),
            many => many.iter().map(name).collect::<Vec<_>>().join("; ").into(),
        }
    }

    /// A status in word, symbol and colour.
    fn status(&self, status: Status) -> Cell<'a> {
        let shown = self.looks.status(status);
        page::text(shown.text.clone(), shown.style)
    }

    /// An indicator's reference, leading to its row on Indicators. `n` is its place in the analysis.
    fn link(&self, n: usize) -> Cell<'a> {
        let id = &*self.definition(&self.a.indicators[n]).id;
        page::link(id, indicators::address(n), self.looks.link)
    }

    /// `Most improved: M001`, leading to the indicator's row.
    fn see(&self, what: &str, n: usize) -> Cell<'a> {
        let id = &*self.definition(&self.a.indicators[n]).id;
        page::link(format!("{what}: {id}"), indicators::address(n), self.looks.link)
    }

    /// Where a figure came from: file, sheet and cell, leading to what became of the file.
    fn source(&self, place: &'a Place, looks: &Looks) -> Cell<'a> {
        match self.files.get(place.source.file.as_str()) {
            Some(n) if self.a.indicators.len() <= SMALL => {
                page::link(place.to_string(), files::address(*n), looks.link)
            }
            _ => page::text(place.to_string(), looks.code),
        }
    }

    /// Positions in the analysis in the order in which a reader should see them: off target before near target before
    /// on target before the rest, and within each the furthest from its target first, what is in doubt last.
    fn worst_first(&self, members: impl IntoIterator<Item = usize>) -> Vec<usize> {
        let rank = |status| match status {
            Status::Red => 0,
            Status::Amber => 1,
            Status::Green | Status::Exceeds => 2,
            _ => 3,
        };
        let place = |n: usize| {
            let r = &self.a.indicators[n];
            ((rank(r.status), r.doubt().is_some()), r.variance_percent.unwrap_or(f64::INFINITY), n)
        };
        let mut order: Vec<_> = members.into_iter().map(place).collect();
        order.sort_by(|x, y| x.0.cmp(&y.0).then(x.1.total_cmp(&y.1)).then(x.2.cmp(&y.2)));
        order.into_iter().map(|(.., n)| n).collect()
    }
}

/// Positions of the actions about each indicator, by its id.
fn actions_about<'a>(a: &'a Analysis<'a>) -> Map<&'a str, Vec<usize>> {
    let mut out: Map<&str, Vec<usize>> = Map::default();
    for (n, r) in a.actions.iter().enumerate().filter(|(_, r)| !r.action.about.is_empty()) {
        if let Some(indicator) = a.register.indicator(&r.action.about) {
            out.entry(&*indicator.id).or_default().push(n);
        }
    }
    out
}

/// The Cabinet workbook of a computed quarter.
pub fn cabinet<'a>(analysis: &'a Analysis<'a>, provenance: &'a Provenance) -> Book<'a> {
    let council = &analysis.settings.council;
    let mut book = Book::new(
        format!("{}: performance, {}", council.name, analysis.period.heading()),
        format!("Quarterly performance report, {}", provenance.state()),
        council.team.clone(),
        analysis.settings.look.font.clone(),
    );
    book.opens_at = SHEETS.iter().position(|s| s.name == OPENS_AT).unwrap_or_default();
    let (looks, long) = (Looks::new(analysis, &mut book, false), Looks::new(analysis, &mut book, true));
    let desk = Arc::new(Desk::new(analysis, provenance, looks, long));
    book.sheets = SHEETS.iter().map(|kind| (kind.build)(&desk)).collect();
    book
}

#[cfg(test)]
mod tests;
