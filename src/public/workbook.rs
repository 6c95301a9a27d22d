//! The accessible workbook of the public edition: one table a sheet, and everything in words.

use super::values::{
    OffTarget, PublicEdition, PublicFigure, PublicMeasure, PublicPriority, PublicRisk, PublicSuccess, PublicValue,
    StatusCount,
};
use crate::accessible::{AccessibleBook, AccessibleCell, AccessibleLine, AccessibleSheet, AccessibleTable, Shorthand};
use crate::settings::Status;
use crate::workbook::{Columns, NumberFormat};

type Cells<'a, R> = Columns<'a, R, AccessibleCell>;

/// A sheet with what stands on it: its name, its title, what it answers.
struct Part {
    name: &'static str,
    title: String,
    about: &'static str,
    lines: Vec<AccessibleLine>,
    table: Option<AccessibleTable>,
}

/// The workbook of a public edition. Both its files are written from it.
pub fn accessible_book(edition: &PublicEdition) -> AccessibleBook {
    let of = Workbook { e: edition };
    let parts = [
        of.standing(),
        of.priorities(),
        of.measures(),
        of.off_target(),
        of.successes(),
        of.risks(),
        of.quarters(),
        of.definitions(),
        of.notes(),
        of.signs(),
    ];
    let contents = contents(&parts);
    let mut sheets = vec![of.cover(), contents];
    sheets.extend(parts.into_iter().map(|part| of.sheet(part)));
    sheets.push(of.method());
    AccessibleBook {
        title: edition.title.clone(),
        language: "en-GB".to_owned(),
        author: edition.council.clone(),
        subject: format!("{}. {}", edition.heading, edition.state),
        label: None,
        sheets,
    }
}

fn line(words: impl Into<String>) -> AccessibleLine {
    AccessibleLine::Text(words.into())
}

/// A text, or that there is none.
fn text(words: impl Into<String>) -> AccessibleCell {
    AccessibleCell::text(words, Shorthand::NotApplicable)
}

fn count(n: usize) -> AccessibleCell {
    AccessibleCell::number(Some(n as f64), NumberFormat::Number(0), Shorthand::NotAvailable)
}

/// A figure of a measure, its unit in the column beside it.
fn figure(m: &PublicMeasure, value: PublicValue) -> AccessibleCell {
    match value {
        PublicValue::Number(number) => number_of(m, Some(number), Shorthand::NotAvailable),
        PublicValue::Without(sign) => sign.into(),
    }
}

fn number_of(m: &PublicMeasure, number: Option<f64>, otherwise: Shorthand) -> AccessibleCell {
    AccessibleCell::number(number, NumberFormat::Number(m.decimals), otherwise)
}

/// What a figure is made of: as it was counted.
fn part(value: Option<PublicValue>) -> AccessibleCell {
    match value {
        Some(PublicValue::Number(number)) => {
            let decimals = if number.fract() == 0.0 { 0 } else { 2 };
            AccessibleCell::number(Some(number), NumberFormat::Number(decimals), Shorthand::NotAvailable)
        }
        Some(PublicValue::Without(sign)) => sign.into(),
        None => Shorthand::NotApplicable.into(),
    }
}

/// `[note 1] [note 3]`, leading to the notes.
fn notes(m: &PublicMeasure) -> AccessibleCell {
    let words = m.notes.iter().map(|n| format!("[note {n}]")).collect::<Vec<_>>().join(" ");
    AccessibleCell::link(words, "Notes", Shorthand::NotApplicable)
}

fn signs(figure: &PublicFigure) -> AccessibleCell {
    text(figure.signs.iter().map(|sign| sign.mark()).collect::<Vec<_>>().join(" "))
}

fn contents(parts: &[Part]) -> AccessibleSheet {
    let columns = Cells::<(&str, &str)>::new()
        .column("Sheet", 24.0, |(name, _)| AccessibleCell::link(*name, *name, Shorthand::NotApplicable))
        .column("What it tells", 80.0, |(_, about)| text(*about));
    let mut rows: Vec<(&str, &str)> = parts.iter().map(|part| (part.name, part.about)).collect();
    rows.push(("Method", "How the figures came about."));
    AccessibleSheet {
        name: "Contents".to_owned(),
        title: "Contents".to_owned(),
        lines: vec![line("This sheet has one table. It lists the other sheets of this workbook.")],
        table: AccessibleTable::new("Contents_table", &columns, rows),
    }
}

struct Workbook<'e> {
    e: &'e PublicEdition,
}

impl Workbook<'_> {
    fn word(&self, status: Status) -> String {
        self.e.looks.get(&status).map_or_else(|| status.key().to_owned(), |look| look.word.clone())
    }

    /// Says of every sheet what a reader who hears it must know first.
    fn sheet(&self, part: Part) -> AccessibleSheet {
        let told = match part.table {
            Some(_) => "This sheet has one table.",
            None => "This sheet has no table: there is nothing to list.",
        };
        let mut lines = vec![line(format!("{told} {}", part.about))];
        if self.e.draft {
            lines.push(line(&self.e.state));
        }
        lines.extend(part.lines);
        AccessibleSheet { name: part.name.to_owned(), title: part.title, lines, table: part.table }
    }

    /// What stands above tables with signs in them.
    fn signs_told(&self) -> Vec<AccessibleLine> {
        let mut lines = vec![];
        if !self.e.shorthand.is_empty() {
            let text = "Letters in square brackets are signs. The sheet Signs says what they mean.".to_owned();
            lines.push(AccessibleLine::ToSheet { text, sheet: "Signs".to_owned() });
        }
        if !self.e.notes.is_empty() {
            let text = "Notes are marked [note 1] and so on. The sheet Notes has them.".to_owned();
            lines.push(AccessibleLine::ToSheet { text, sheet: "Notes".to_owned() });
        }
        lines
    }

    fn cover(&self) -> AccessibleSheet {
        let e = self.e;
        let mut lines = vec![
            line(format!("{}. The figures are up to {}.", e.state.trim_end_matches('.'), e.as_at.format("%-d %B %Y"))),
            line(format!("Published by {}.", e.council)),
        ];
        if !e.next.is_empty() {
            lines.push(line(format!("Next publication: {}", e.next)));
        }
        lines.push(AccessibleLine::Heading("Things to know".to_owned()));
        lines.extend(e.headlines.iter().map(line));
        lines.push(AccessibleLine::Heading("Contact".to_owned()));
        lines.push(line(format!("Questions are answered by {}.", e.contact.words.trim_end_matches('.'))));
        if !e.contact.email.is_empty() {
            let text = format!("Write an e-mail to {}", e.contact.email);
            lines.push(AccessibleLine::ToAddress { text, address: format!("mailto:{}", e.contact.email) });
        }
        lines.push(AccessibleLine::Heading("Use of the figures".to_owned()));
        let licence = format!("The figures may be used under the {}", e.licence.name);
        lines.push(match e.licence.address.is_empty() {
            true => line(licence),
            false => AccessibleLine::ToAddress { text: licence, address: e.licence.address.clone() },
        });
        AccessibleSheet { name: "Cover".to_owned(), title: e.title.clone(), lines, table: None }
    }

    fn standing(&self) -> Part {
        let columns = Cells::<&StatusCount>::new()
            .column("Status", 24.0, |c| text(self.word(c.status)))
            .column("Measures this quarter", 24.0, |c| count(c.now))
            .column("Measures the quarter before", 24.0, |c| count(c.before));
        Part {
            name: "How we stand",
            title: format!("How the measures stand, {}", self.e.heading),
            about: "How many measures are on target, near it and off it.",
            lines: vec![],
            table: AccessibleTable::new("How_we_stand", &columns, &self.e.standing),
        }
    }

    fn priorities(&self) -> Part {
        let of = |p: &PublicPriority, wanted: &[Status]| {
            count(p.standing.iter().filter(|c| wanted.contains(&c.status)).map(|c| c.now).sum())
        };
        let columns = Cells::<&PublicPriority>::new()
            .column("Priority", 40.0, |p| text(&p.name))
            .column("Measures", 12.0, |p| count(p.measures.len()))
            .column("On target", 12.0, |p| of(p, &[Status::Green, Status::Exceeds]))
            .column("Near target", 12.0, |p| of(p, &[Status::Amber]))
            .column("Off target", 12.0, |p| of(p, &[Status::Red]))
            .column("In words", 60.0, |p| text(&p.words));
        Part {
            name: "Priorities",
            title: format!("The council's priorities, {}", self.e.heading),
            about: "How the measures of each priority stand.",
            lines: vec![],
            table: AccessibleTable::new("Priorities_table", &columns, &self.e.priorities),
        }
    }

    fn measures(&self) -> Part {
        let columns = Cells::<&PublicMeasure>::new()
            .column("Reference", 12.0, |m| text(&m.id))
            .column("Measure", 44.0, |m| text(&m.name))
            .column("Unit", 16.0, |m| text(&m.unit_words))
            .column("Figure", 14.0, |m| figure(m, m.now().value))
            .column("Target", 14.0, |m| number_of(m, m.now().target, Shorthand::NotApplicable))
            .column("Status", 18.0, |m| text(self.word(m.status())))
            .column("Against the quarter before", 36.0, |m| AccessibleCell::text(&m.change, Shorthand::NotAvailable))
            .column("Against a year ago", 36.0, |m| AccessibleCell::text(&m.change_on_year, Shorthand::NotAvailable))
            .column("Year so far", 14.0, |m| figure(m, m.year_so_far))
            .column("Year's target", 14.0, |m| number_of(m, m.annual_target, Shorthand::NotApplicable))
            .column("Year's end", 14.0, |m| number_of(m, m.year_end.map(|end| end.value), Shorthand::NotAvailable))
            .column("Sign of the year's end", 14.0, |m| match m.year_end {
                Some(end) if end.foreseen => Shorthand::Forecast.into(),
                _ => Shorthand::NotApplicable.into(),
            })
            .column("Signs of the figure", 14.0, |m| signs(m.now()))
            .column("Priorities", 40.0, |m| text(m.priorities.join("; ")))
            .column("Service", 30.0, |m| text(&m.service))
            .column("Directorate", 30.0, |m| text(&m.directorate))
            .column("Notes", 20.0, |m| notes(m));
        Part {
            name: "Measures",
            title: format!("Every measure, {}", self.e.heading),
            about: "Every measure with its figure, its target and how it stands.",
            lines: self.signs_told(),
            table: AccessibleTable::new("Measures_table", &columns, &self.e.measures),
        }
    }

    fn off_target(&self) -> Part {
        let off = self.e.off_target.iter().filter_map(|n| self.e.measures.get(*n));
        let off = off.filter_map(|m| Some((m, m.off_target.as_ref()?)));
        let columns = Cells::<(&PublicMeasure, &OffTarget)>::new()
            .column("Reference", 12.0, |(m, _)| text(&m.id))
            .column("Measure", 44.0, |(m, _)| text(&m.name))
            .column("Unit", 16.0, |(m, _)| text(&m.unit_words))
            .column("Figure", 14.0, |(m, _)| figure(m, m.now().value))
            .column("Target", 14.0, |(m, _)| number_of(m, m.now().target, Shorthand::NotApplicable))
            .column("Since when", 36.0, |(_, off)| AccessibleCell::text(&off.since, Shorthand::NotAvailable))
            .column("Why, in the service's words", 60.0, |(_, off)| {
                AccessibleCell::text(&off.why, Shorthand::NotAvailable)
            })
            .column("What is being done", 60.0, |(_, off)| AccessibleCell::text(&off.done, Shorthand::NotAvailable))
            .column("Service", 30.0, |(m, _)| text(&m.service));
        Part {
            name: "Off target",
            title: format!("What is off target, {}", self.e.heading),
            about: "Measures that are off target, why, and what is being done.",
            lines: self.signs_told(),
            table: AccessibleTable::new("Off_target", &columns, off),
        }
    }

    fn successes(&self) -> Part {
        let measures = &self.e.measures;
        let columns = Cells::<&PublicSuccess>::new()
            .column("Reference", 12.0, |s| text(&measures[s.measure].id))
            .column("Measure", 44.0, |s| text(&measures[s.measure].name))
            .column("Kind", 22.0, |s| text(&s.kind))
            .column("What went well", 44.0, |s| AccessibleCell::text(&s.sentence, Shorthand::NotAvailable))
            .column("In the service's words", 60.0, |s| AccessibleCell::text(&s.words, Shorthand::NotAvailable));
        Part {
            name: "Successes",
            title: format!("What went well, {}", self.e.heading),
            about: "Measures that went well.",
            lines: vec![],
            table: AccessibleTable::new("Successes_table", &columns, &self.e.successes),
        }
    }

    fn risks(&self) -> Part {
        let columns = Cells::<&PublicRisk>::new()
            .column("Risk", 60.0, |r| text(&r.title))
            .column("Kind", 22.0, |r| text(&r.category))
            .column("Score", 10.0, |r| count(r.score as usize))
            .column("Level", 14.0, |r| text(&r.band))
            .column("Most that is accepted", 16.0, |r| text(&r.appetite))
            .column("What holds it down", 60.0, |r| AccessibleCell::text(&r.controls, Shorthand::NotAvailable))
            .column("Service", 30.0, |r| text(&r.service));
        Part {
            name: "Risks",
            title: format!("Risks above what the council is content to carry, {}", self.e.heading),
            about: "Risks that are higher than the council is content to carry.",
            lines: vec![],
            table: AccessibleTable::new("Risks_table", &columns, &self.e.risks),
        }
    }

    fn quarters(&self) -> Part {
        let rows = self.e.measures.iter().flat_map(|m| m.figures.iter().map(move |f| (m, f)));
        let columns = Cells::<(&PublicMeasure, &PublicFigure)>::new()
            .column("Reference", 12.0, |(m, _)| text(&m.id))
            .column("Measure", 44.0, |(m, _)| text(&m.name))
            .column("Quarter", 14.0, |(_, f)| text(f.period.heading()))
            .column("Unit", 16.0, |(m, _)| text(&m.unit_words))
            .column("Figure", 14.0, |(m, f)| figure(m, f.value))
            .column("Counted above the line", 16.0, |(_, f)| part(f.numerator))
            .column("Counted below the line", 16.0, |(_, f)| part(f.denominator))
            .column("Target", 14.0, |(m, f)| number_of(m, f.target, Shorthand::NotApplicable))
            .column("Status", 18.0, |(_, f)| {
                f.status.map_or(Shorthand::NotAvailable.into(), |status| text(self.word(status)))
            })
            .column("Signs", 14.0, |(_, f)| signs(f));
        Part {
            name: "Quarters",
            title: "Every measure, quarter by quarter".to_owned(),
            about: "The figures of each measure, a row a quarter.",
            lines: self.signs_told(),
            table: AccessibleTable::new("Quarters_table", &columns, rows),
        }
    }

    fn definitions(&self) -> Part {
        let columns = Cells::<&PublicMeasure>::new()
            .column("Reference", 12.0, |m| text(&m.id))
            .column("Measure", 44.0, |m| text(&m.name))
            .column("What is measured", 66.0, |m| AccessibleCell::text(&m.definition, Shorthand::NotAvailable))
            .column("Unit", 16.0, |m| text(&m.unit_words))
            .column("Which way is better", 20.0, |m| text(m.polarity.words()))
            .column("Counted above the line", 36.0, |m| text(&m.numerator_name))
            .column("Counted below the line", 36.0, |m| text(&m.denominator_name));
        Part {
            name: "Definitions",
            title: "What each measure means".to_owned(),
            about: "What each measure counts, and how.",
            lines: vec![],
            table: AccessibleTable::new("Definitions_table", &columns, &self.e.measures),
        }
    }

    fn notes(&self) -> Part {
        let columns = Cells::<(usize, &String)>::new()
            .column("Note", 14.0, |(n, _)| text(format!("[note {n}]")))
            .column("What it says", 90.0, |(_, note)| text(*note));
        Part {
            name: "Notes",
            title: "Notes".to_owned(),
            about: "The notes that other sheets refer to.",
            lines: vec![],
            table: AccessibleTable::new("Notes_table", &columns, (1..).zip(&self.e.notes)),
        }
    }

    fn signs(&self) -> Part {
        let columns = Cells::<Shorthand>::new().column("Sign", 14.0, |sign| text(sign.mark())).column(
            "What it means",
            90.0,
            |sign| text(sign.meaning()),
        );
        Part {
            name: "Signs",
            title: "Signs".to_owned(),
            about: "What the letters in square brackets mean.",
            lines: vec![],
            table: AccessibleTable::new("Signs_table", &columns, self.shown_signs()),
        }
    }

    /// The signs of the figures, and those that a cell without words has.
    fn shown_signs(&self) -> Vec<Shorthand> {
        let always = [Shorthand::NotAvailable, Shorthand::NotApplicable];
        Shorthand::ALL.into_iter().filter(|s| self.e.shorthand.contains(s) || always.contains(s)).collect()
    }

    fn method(&self) -> AccessibleSheet {
        let section = |(heading, paragraphs): &(String, Vec<String>)| {
            let heading = AccessibleLine::Heading(heading.clone());
            std::iter::once(heading).chain(paragraphs.iter().map(line)).collect::<Vec<_>>()
        };
        AccessibleSheet {
            name: "Method".to_owned(),
            title: "How the figures came about".to_owned(),
            lines: self.e.method.iter().flat_map(section).collect(),
            table: None,
        }
    }
}
