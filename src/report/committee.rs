//! `headlines.docx`: the one page as a document, to go into a committee report as it stands.

use super::names::workbook;
use super::one_page::{OnePage, OnePageRow, one_page};
use super::provenance::Provenance;
use super::{format, whose};
use crate::analyse::Analysis;
use crate::document::{Block, Document, DocumentCell, DocumentTable, Span};
use crate::settings::{Edition, LabelUse, SheetName, Status, StatusLook};

/// The name of the file among the outputs.
pub const FILE: &str = "headlines.docx";

/// The columns of its table, and their widths in millimetres.
const COLUMNS: [(&str, u32); 6] = [
    ("Measure", 36),
    ("Figure and target", 22),
    ("Off target since", 21),
    ("Will it recover?", 26),
    ("Who acts, until when", 27),
    ("In the service's words", 42),
];

/// What the table shows, for people who cannot see it.
const ALT: &str = "What is off target: each measure with its figure, since when, whether it will recover, who acts, and the \
                   service's words";

/// The document of a computed quarter: the things to know, then what is off target, what is worst first.
pub fn committee(a: &Analysis<'_>, provenance: &Provenance) -> Document {
    let OnePage { subtitle, summary, rows, .. } = one_page(a, provenance);
    let red = a.settings.look(Status::Red);
    let told = rows.len().min(a.settings.look.full_exceptions);
    let mut blocks = vec![Block::Title(format!("Headlines: {}", a.period.heading())), Block::Subtitle(subtitle)];
    if !summary.is_empty() {
        blocks.push(Block::Heading("Things to know".to_owned()));
        blocks.extend(summary.into_iter().map(|sentence| Block::Numbered(vec![Span::plain(sentence)])));
    }
    blocks.push(Block::Heading(format!("{} {}", red.symbol, red.word)));
    blocks.push(Block::Paragraph(vec![Span::plain(introduced(a, rows.len(), told))]));
    if told > 0 {
        blocks.push(Block::Table(DocumentTable {
            alt: ALT.to_owned(),
            columns: COLUMNS.map(|(heading, width)| (heading.to_owned(), width)).into(),
            rows: rows[..told].iter().map(|row| line(row, leads(a), &red)).collect(),
        }));
    }
    Document {
        title: format!("{}: performance, {}", whose(a), a.period.heading()),
        subject: format!("What is off target, {}", provenance.state()),
        author: a.settings.council.team.clone(),
        font: a.settings.look.font.clone(),
        accent: a.settings.look.accent.clone(),
        footer: format!("{} · {} · {}", whose(a), a.period.heading(), provenance.state()),
        label: a.settings.label(LabelUse::Edition(Edition::Members), Some(a.period)),
        blocks,
    }
}

/// How many are off target, and what of them stands here.
fn introduced(a: &Analysis<'_>, all: usize, told: usize) -> String {
    let off = match all {
        0 => return a.no_reds().to_owned(),
        n => format::count(n, "measure is off target", "measures are off target"),
    };
    let cabinet = workbook(Edition::Members, None);
    let rest = match all - told {
        0 => String::new(),
        n => format!(
            " The first {} stand here, the other {} in {cabinet}.",
            format::thousands(told),
            format::thousands(n)
        ),
    };
    let figures = match leads(a) {
        true => format!(" Each figure leads to its row in {cabinet}, which stands beside this document."),
        false => String::new(),
    };
    format!("{off}, what is of most concern first.{rest}{figures}")
}

/// Whether Cabinet's workbook has the sheet that the figures lead to.
fn leads(a: &Analysis<'_>) -> bool {
    a.settings.editions.sheets(Edition::Members).contains(&SheetName::Exceptions)
}

/// A row of the table; its figure leads to the workbook.
fn line(row: &OnePageRow, leads: bool, red: &StatusLook) -> Vec<DocumentCell> {
    let value = if row.value.is_empty() { "no figure" } else { &row.value };
    let figure = match leads {
        true => Span::link(value, format!("{}#{}", workbook(Edition::Members, None), row.address)),
        false => Span::plain(value),
    };
    let target = Span::plain(if row.target.is_empty() { String::new() } else { format!("target {}", row.target) });
    let paragraphs = |paragraphs: Vec<Vec<Span>>| DocumentCell { paragraphs, ..DocumentCell::default() };
    let acts = paragraphs(vec![vec![Span::plain(&row.who)], vec![Span::plain(&row.until)]]);
    vec![
        paragraphs(vec![vec![Span::bold(&row.id), Span::plain(format!(" {}", row.name))]]),
        paragraphs(vec![vec![figure], vec![target]]),
        DocumentCell::text(&row.since),
        DocumentCell::text(&row.recovery),
        if row.overdue { DocumentCell { fill: red.fill.clone(), ink: red.ink.clone(), ..acts } } else { acts },
        DocumentCell::text(&row.words),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::document::PAGE_WIDTH;

    fn of(sample: &Sample) -> (Document, OnePage) {
        let analysis = sample.analysis();
        (committee(&analysis, &sample.provenance), one_page(&analysis, &sample.provenance))
    }

    fn table(document: &Document) -> Option<&DocumentTable> {
        document.blocks.iter().find_map(|block| if let Block::Table(table) = block { Some(table) } else { None })
    }

    fn words(cell: &DocumentCell) -> String {
        cell.paragraphs.iter().map(|p| p.iter().map(|s| &*s.text).collect::<String>()).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn it_says_what_the_one_page_says() {
        assert_eq!(COLUMNS.iter().map(|(_, width)| width).sum::<u32>(), PAGE_WIDTH);
        let (document, page) = of(&Sample::new(60));
        let told: Vec<&Block> = document.blocks.iter().filter(|b| matches!(b, Block::Numbered(_))).collect();
        assert_eq!(told.len(), page.summary.len());
        let table = table(&document).unwrap();
        assert!(page.rows.len() > 3 && table.rows.len() == page.rows.len());
        for (cells, row) in table.rows.iter().zip(&page.rows) {
            let said: Vec<String> = cells.iter().map(words).collect();
            assert_eq!(said[0], format!("{} {}", row.id, row.name));
            assert_eq!(said[2..4], [row.since.clone(), row.recovery.clone()]);
            assert_eq!(said[4..], [format!("{}\n{}", row.who, row.until), row.words.clone()]);
            assert_eq!(cells[1].paragraphs[0][0].link, format!("cabinet.xlsx#{}", row.address));
            assert_eq!(cells[4].fill.is_empty(), !row.overdue);
        }
        assert!(document.footer.ends_with("provisional"), "{}", document.footer);
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let mut sample = Sample::new(60);
        sample.settings.look.full_exceptions = 2;
        sample.settings.editions.sheets.members.retain(|sheet| *sheet != SheetName::Exceptions);
        let (document, page) = of(&sample);
        let table = table(&document).unwrap();
        assert_eq!(table.rows.len(), 2);
        // A link to a sheet that is not there would lead nowhere.
        assert_eq!(table.rows[0][1].paragraphs[0], [Span::plain(&page.rows[0].value)]);
        let Some(Block::Paragraph(spans)) = document.blocks.iter().find(|b| matches!(b, Block::Paragraph(_))) else {
            panic!("no paragraph")
        };
        let rest = format!("The first 2 stand here, the other {} in cabinet.xlsx.", page.rows.len() - 2);
        assert!(spans[0].text.ends_with(&rest), "{}", spans[0].text);
    }

    #[test]
    fn a_quarter_without_a_measure_off_target_says_so() {
        let (document, page) = of(&Sample::new(0));
        assert!(page.rows.is_empty() && table(&document).is_none());
        let none = vec![Span::plain("Nothing could be rated this quarter, so nothing is known to be off target.")];
        assert!(document.blocks.contains(&Block::Paragraph(none)));
    }
}
