//! What every sheet is made from: the computed quarter, the styles, and where the rows stand that sheets lead to.

use super::cell::{link, text};
use super::format;
use super::page::{Page, SMALL};
use super::places::{EXCEPTIONS, FILES, INDICATORS, PROVENANCE};
use super::provenance::Provenance;
use super::styles::ReportStyles;
use crate::analyse::budget::NO_PRIORITY;
use crate::analyse::signals::{Assurance, Course, Variation, Verdict};
use crate::analyse::{self, Acting, Analysis, IndicatorResult, QUARTERS, ReturnState};
use crate::catalogue;
use crate::finding::Finding;
use crate::fit::fit;
use crate::map::Map;
use crate::period::Period;
use crate::reading::Place;
use crate::reading::computed::{ComputedIndicator, NoComputedValue};
use crate::register::{Indicator, Service};
use crate::settings::{Edition, SheetName, Status};
use crate::workbook::{Sheet, SheetCell, Sparklines, in_footer};
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

/// A sheet of the report.
pub struct SheetKind {
    pub name: SheetName,
    /// The question that it answers, printed on Contents.
    pub answers: &'static str,
    pub build: for<'a> fn(&Arc<ReportContext<'a>>) -> Sheet<'a>,
    /// Whether the workbook of a quarter has it.
    pub when: fn(&Analysis<'_>) -> bool,
}

/// What every sheet is made from.
pub struct ReportContext<'a> {
    pub a: &'a Analysis<'a>,
    pub provenance: &'a Provenance,
    pub styles: ReportStyles,
    /// For tables of more than [`SMALL`] rows.
    pub long: ReportStyles,
    /// Whose workbook it is.
    pub edition: Edition,
    /// The workbooks of the whole council that stand beside it.
    pub beside: Vec<String>,
    /// Who holds a portfolio, each with where a workbook of their own stands beside this one.
    pub portfolios: Vec<(String, Option<String>)>,
    /// Every sheet of the workbook, in its order.
    pub sheets: Vec<&'static SheetKind>,
    /// The column of the sheet of indicators that holds the first of the quarters.
    pub quarters: u16,
    services: Map<&'a str, &'a Service>,
    /// Services whose return could not be accepted.
    rejected: HashSet<&'a str>,
    /// What each check finds, by code: the catalogue's and the council's own.
    titles: Map<&'a str, &'a str>,
    priorities: Map<&'a str, &'a str>,
    /// Positions of the files by name.
    files: Map<&'a str, usize>,
    /// The first of the lines that say where the figures of each indicator come from, by its position in the register.
    sources: Map<usize, usize>,
    /// Positions of the actions about each indicator.
    pub actions_about: Map<&'a str, Vec<usize>>,
    /// Of everything off target that Exceptions lists, its place there, by position in the analysis.
    exceptions: Map<usize, usize>,
    pub subtitle: String,
    footer: String,
}

impl<'a> ReportContext<'a> {
    /// `styles` are those of short tables and of long ones.
    pub fn new(
        a: &'a Analysis<'a>,
        provenance: &'a Provenance,
        [styles, long]: [ReportStyles; 2],
        (edition, beside, sheets): (Edition, Vec<String>, Vec<&'static SheetKind>),
        quarters: u16,
    ) -> Self {
        let (council, period) = (super::whose(a), a.period);
        let state = provenance.state();
        Self {
            a,
            provenance,
            styles,
            long,
            edition,
            beside,
            portfolios: vec![],
            sheets,
            quarters,
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
            sources: sources(a, provenance),
            actions_about: actions_about(a),
            exceptions: listed_exceptions(a).into_iter().enumerate().map(|(place, n)| (n, place)).collect(),
            subtitle: subtitle(a, provenance),
            footer: footer(&council, period, &state),
        }
    }

    /// Every column of a table is open, and everything is printed: in the workbook that the team works with.
    pub fn wide(&self) -> bool {
        self.edition == Edition::Officers
    }

    /// Paper has what counts and the lists that a meeting goes through; what is long stands on the screen below it. In the
    /// workbook of a part, which is as long as the part, all is printed.
    pub fn in_brief(&self) -> bool {
        !self.wide() && self.a.part.is_none()
    }

    /// The look of a table of so many rows.
    pub fn styles_for(&self, rows: usize) -> &ReportStyles {
        if rows <= SMALL { &self.styles } else { &self.long }
    }

    pub fn page(&self, name: &str, title: impl Into<String>) -> Page<'a> {
        Page::new(name, title.into(), self.subtitle.clone(), &self.footer, &self.styles)
    }

    /// The place in the analysis of the measure at a position of the register. What an analysis tells of is of its own
    /// measures alone.
    pub fn place(&self, indicator: usize) -> usize {
        self.a.position(indicator).unwrap_or_default()
    }

    /// The definition of a result.
    pub fn definition(&self, result: &IndicatorResult<'_>) -> &'a Indicator {
        &self.a.register.indicators[result.indicator]
    }

    /// A service's name, or the id where the register does not know it.
    pub fn service(&self, id: &'a str) -> &'a str {
        self.services.get(id).map_or(id, |s| &s.name)
    }

    /// What a percentage beside a count must be told by, where the register gives indicators weights.
    pub fn by_weight(&self) -> &'static str {
        let weighted = self.a.register.indicators.iter().any(|i| i.weight != 1.0);
        if weighted { " Percentages are by weight." } else { "" }
    }

    pub fn directorate(&self, id: &str) -> &'a str {
        self.services.get(id).map_or("", |s| &s.directorate)
    }

    /// What a check finds, as a heading.
    pub fn title(&self, code: &str) -> &'a str {
        self.titles.get(code).copied().unwrap_or_default()
    }

    /// What the reader must know about the figure itself: refused, queried, provisional, or never sent.
    pub fn note(&self, result: &IndicatorResult<'a>) -> SheetCell<'a> {
        let styles = self.styles_for(self.a.indicators.len());
        let said = |f: &Finding| format!("{} ({})", self.title(&f.code), f.code);
        if let Some(refused) = result.refusal() {
            return text(format!("Refused: {}", said(refused)), styles.query);
        }
        let mut words = vec![];
        words.extend(result.computed.map(|c| self.worked_out(c)));
        match result.reading {
            Some(r) if r.provisional => words.push("Provisional".to_owned()),
            Some(_) => {}
            None if result.left_out.is_some() => {
                words.extend(
                    result.left_out.map(|item| format!("Left out by hand: {} ({})", item.line.why, item.line.by)),
                );
            }
            None if result.status == Status::NotDue => {}
            None if self.rejected.contains(&*self.definition(result).service) => {
                words.push("Return rejected".to_owned());
            }
            None => words.push("Nothing sent".to_owned()),
        }
        if analyse::unexpected(self.a.register, self.a.period, result) {
            words.extend(analyse::expected(self.a.register, self.a.period, result));
        }
        words.extend(result.confirmation().map(format::capital));
        let doubt = result.doubt();
        if let Some(first) = doubt.or(result.queries.first().copied()) {
            let others = result.queries.iter().filter(|f| f.code != first.code).map(|f| &*f.code);
            let others: Vec<&str> = std::collections::BTreeSet::from_iter(others).into_iter().collect();
            let also = if others.is_empty() { String::new() } else { format!("; also {}", others.join(", ")) };
            words.push(format!("Queried: {}{also}", said(first)));
        }
        text(words.join(". "), if doubt.is_some() { styles.query } else { styles.text })
    }

    /// Status and signal in one sentence, agreeing or not: `Off target, but within its usual range`. Without a rating, the
    /// signal alone; without a signal, why.
    pub fn signal(&self, result: &IndicatorResult<'_>) -> Cow<'a, str> {
        match result.signals.beside(result.status) {
            Some(beside) => format!("{}{beside}", self.a.settings.look(result.status).word).into(),
            None => format::signal(&result.signals, result.status, self.a.settings),
        }
    }

    /// What the whole series says of a figure that is off target, in sentences; empty where it says nothing.
    pub fn standing(&self, result: &IndicatorResult<'_>) -> String {
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
    pub fn worked_out(&self, computed: &ComputedIndicator) -> String {
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

    /// A priority's name; of none, that there is none.
    pub fn priority(&self, id: &'a str) -> &'a str {
        if id.is_empty() { NO_PRIORITY } else { self.priorities.get(id).copied().unwrap_or(id) }
    }

    /// The names of an indicator's priorities.
    pub fn priorities(&self, indicator: &'a Indicator) -> Cow<'a, str> {
        let name = |id: &'a String| *self.priorities.get(id.as_str()).unwrap_or(&id.as_str());
        match indicator.priorities.as_slice() {
            [] => "".into(),
            [one] => name(one).into(),
            many => many.iter().map(name).collect::<Vec<_>>().join("; ").into(),
        }
    }

    /// A status in word, symbol and colour.
    pub fn status(&self, status: Status) -> SheetCell<'a> {
        let shown = self.styles.status(status);
        text(shown.text.clone(), shown.style)
    }

    /// An indicator's reference, leading to its row on Indicators. `n` is its place in the analysis.
    pub fn link(&self, n: usize) -> SheetCell<'a> {
        let id = &*self.definition(&self.a.indicators[n]).id;
        link(id, INDICATORS.address(n), self.styles.link)
    }

    /// An indicator's reference, leading to where its figures come from, where that is told.
    pub fn link_to_source(&self, result: &IndicatorResult<'_>, styles: &ReportStyles) -> SheetCell<'a> {
        let id = &*self.definition(result).id;
        match self.sources.get(&result.indicator) {
            Some(n) => link(id, PROVENANCE.address(*n), styles.link),
            None => text(id, styles.code),
        }
    }

    /// `Most improved: M001`, leading to the indicator's row: among the exceptions where it is off target.
    pub fn see(&self, what: &str, n: usize) -> SheetCell<'a> {
        let id = &*self.definition(&self.a.indicators[n]).id;
        link(format!("{what}: {id}"), self.row_of(n), self.styles.link)
    }

    /// Where the row of the `n`th indicator stands that says most of it: on Exceptions where it is listed there.
    pub fn row_of(&self, n: usize) -> String {
        let place = self.exceptions.get(&n).filter(|_| self.sheets.iter().any(|s| s.name == SheetName::Exceptions));
        place.map_or_else(|| self.row_on_indicators(n), |place| EXCEPTIONS.address(*place))
    }

    /// Where the row of the `n`th indicator stands on Indicators.
    pub fn row_on_indicators(&self, n: usize) -> String {
        INDICATORS.address(n)
    }

    /// Everything off target that Exceptions lists, in its order.
    pub fn exceptions(&self) -> Vec<usize> {
        listed_exceptions(self.a)
    }

    /// Who acts on the `n`th indicator.
    pub fn acting(&self, n: usize) -> Acting<'a> {
        let about = self.actions_about.get(&*self.definition(&self.a.indicators[n]).id);
        self.a.acting(n, about.map_or(&[], Vec::as_slice))
    }

    /// Where a figure came from: file, sheet and cell, leading to what became of the file.
    pub fn source(&self, place: &'a Place, styles: &ReportStyles) -> SheetCell<'a> {
        match self.files.get(place.source.file.as_str()) {
            Some(n) if self.a.indicators.len() <= SMALL => link(place.to_string(), FILES.address(*n), styles.link),
            _ => text(place.to_string(), styles.code),
        }
    }

    /// A sparkline of the `n`th indicator's quarters in a cell of another sheet.
    pub fn sparkline(&self, n: usize, row: u32, column: u16) -> Sparklines {
        Sparklines {
            first_row: row,
            last_row: row,
            column,
            from_column: self.quarters,
            to_column: self.quarters + fit::<u16>(QUARTERS) - 1,
            data_sheet: INDICATORS.name.to_owned(),
            data_first_row: INDICATORS.row(n),
            colour: self.a.settings.look.accent.clone().into(),
            over_gaps: self.definition(&self.a.indicators[n]).to_date_only(),
        }
    }
}

/// What is off target, what is worst first: as many as the settings let be told in full or listed.
fn listed_exceptions(a: &Analysis<'_>) -> Vec<usize> {
    let mut reds = a.exceptions();
    reds.truncate(a.settings.look.full_exceptions.saturating_add(a.settings.look.listed_exceptions));
    reds
}

/// The line below every title: the council, the quarter with its months, and whether its figures are final.
pub fn subtitle(a: &Analysis<'_>, provenance: &Provenance) -> String {
    let months = a.period.months(a.settings.year.start_month);
    format!("{} · {} ({months}) · {}", super::whose(a), a.period.heading(), provenance.state())
}

/// At the foot of every printed page: whose figures of which quarter, provisional or of which release and day; the sheet
/// and the page.
fn footer(council: &str, period: Period, state: &str) -> String {
    let [council, state] = [council, state].map(in_footer);
    format!("&L&8{council} · {} · {state}&R&8&A · page &P of &N", period.heading())
}

/// The first line of each indicator of this report on the sheet of sources, by its position in the register.
fn sources(a: &Analysis<'_>, provenance: &Provenance) -> Map<usize, usize> {
    let own = provenance.figures.iter().filter(|line| a.position(line.indicator).is_some());
    own.enumerate().collect::<Vec<_>>().into_iter().rev().map(|(n, line)| (line.indicator, n)).collect()
}

/// Positions of the actions about each indicator, by its id.
pub fn actions_about<'a>(a: &'a Analysis<'a>) -> Map<&'a str, Vec<usize>> {
    let mut out: Map<&str, Vec<usize>> = Map::default();
    for (n, r) in a.actions.iter().enumerate().filter(|(_, r)| !r.action.about.is_empty()) {
        if let Some(indicator) = a.register.indicator(&r.action.about) {
            out.entry(&*indicator.id).or_default().push(n);
        }
    }
    out
}
