//! Checks: one live line for each check that Excel can say, with the catalogue's words and a count of what is left.

use super::context::TemplateContext;
use super::form::{CheckCount, CheckTarget};
use crate::fit::fit;
use crate::reading::column_letters;
use crate::workbook::{CachedResult, CellContent, Columns, Mark, Print, Sheet, SheetCell};

const NAME: &str = "Checks";
const TOTAL: (u32, u16) = (2, 1);
const HEADINGS: u32 = 4;
/// So many lines can be read on one printed page.
const ONE_PAGE: usize = 35;
/// The column of the counts.
const LEFT: &str = "Left";
/// The first column that is not an edge.
const FIRST: u16 = 1;

/// The sheet, with where its total stands and what it is now.
pub struct ChecksSheet<'a> {
    pub sheet: Sheet<'a>,
    pub total: u32,
}

impl ChecksSheet<'_> {
    /// The sentence that says what is left, as formula and as it is in the untouched file.
    fn sentence(&self, counts: &str) -> CellContent<'static> {
        let sum = format!("SUM({counts})");
        let formula = format!(
            "=IF({sum}=0,\"Nothing left to do: ready to send\",{sum}&IF({sum}=1,\" thing\",\" things\")&\" left to do\")"
        );
        CellContent::Formula { formula, result: CachedResult::Text(sentence(self.total)) }
    }

    /// The same, for another sheet.
    pub fn repeat(&self) -> CellContent<'static> {
        let formula = format!("={NAME}!$B${}", TOTAL.0 + 1);
        CellContent::Formula { formula, result: CachedResult::Text(sentence(self.total)) }
    }
}

fn sentence(n: u32) -> String {
    match n {
        0 => "Nothing left to do: ready to send".to_owned(),
        1 => "1 thing left to do".to_owned(),
        n => format!("{n} things left to do"),
    }
}

/// Colours of a sentence that begins with how many things are left.
pub fn left_marks(range: (u32, u16, u32, u16), done: &str) -> [Mark; 2] {
    let mark = |formula: String, fill: &str, ink: &str| Mark { range, formula, fill: fill.into(), ink: ink.into() };
    [mark(format!("={done}"), "#CDE8D0", "#12491B"), mark(format!("=NOT({done})"), "#FFE0A3", "#5C3D00")]
}

/// The way to the cell that has something left to do, and nothing where nothing is left. The row is looked up while
/// people type, so that rows which they insert or delete do not mislead.
fn link<'a>(line: &CheckCount) -> CellContent<'a> {
    match &line.target {
        CheckTarget::Cell(target) => {
            CellContent::Link { text: format!("Go to {}", line.sheet).into(), target: target.clone() }
        }
        CheckTarget::First { column, flags, now } => {
            let row = format!("ROW(INDEX({flags},MATCH(1,{flags},0)))");
            let formula =
                format!("=IFERROR(HYPERLINK(\"#'{0}'!{column}\"&{row},\"Go to {column}\"&{row}),\"\")", line.sheet);
            let result = now.map(|row| format!("Go to {column}{}", row + 1)).unwrap_or_default();
            CellContent::Formula { formula, result: CachedResult::Text(result) }
        }
    }
}

pub fn sheet<'a>(c: &TemplateContext<'a>, left: &[CheckCount]) -> ChecksSheet<'a> {
    let styles = &c.styles;
    let columns = Columns::<CheckCount, SheetCell<'a>>::new()
        .column("Check", 9.0, |l| SheetCell::text(l.check.code, styles.line))
        .column("Sheet", 13.0, |l| SheetCell::text(l.sheet.clone(), styles.line))
        .column("What is found", 38.0, |l| SheetCell::text(l.check.title, styles.line))
        .column("What to do", 64.0, |l| SheetCell::text(l.check.remedy, styles.line))
        .column(LEFT, 9.0, |l| {
            let (formula, result) = (l.count.clone(), CachedResult::Number(f64::from(l.now)));
            SheetCell::new(CellContent::Formula { formula, result }, styles.line_whole)
        })
        .column("Go to", 16.0, |l| SheetCell::new(link(l), styles.line_link));
    let mut sheet = Sheet {
        name: NAME.to_owned(),
        widths: [2.0].into_iter().chain(columns.widths()).collect(),
        heights: vec![(0, 30.0), (1, 18.0), (TOTAL.0, 26.0), (3, 6.0), (HEADINGS, 24.0)],
        freeze: (HEADINGS + 1, 0),
        protected: true,
        print: Print {
            landscape: true,
            pages_wide: 1,
            pages_high: u16::from(left.len() <= ONE_PAGE),
            repeat_rows: Some((HEADINGS, HEADINGS)),
            footer: c.footer(),
            ..Print::default()
        },
        ..Sheet::default()
    };
    sheet.put(0, FIRST, SheetCell::text(format!("Checks: {}, {}", c.service.name, c.period.heading()), styles.title));
    let lead = "These counts change while you type. The same checks are made again when the return is read.";
    sheet.put(1, FIRST, SheetCell::text(lead, styles.lead));
    for (heading, column) in columns.heading_cells(styles.head_given).zip(FIRST..) {
        sheet.put(HEADINGS, column, heading);
    }
    for (line, row) in left.iter().zip(HEADINGS + 1..) {
        sheet.heights.push((row, if line.check.remedy.chars().count() > 74 { 36.0 } else { 21.0 }));
        columns.values(line).zip(FIRST..).for_each(|(cell, column)| sheet.put(row, column, cell));
    }
    let last = HEADINGS + fit::<u32>(left.len().max(1));
    let counts = FIRST + columns.place(LEFT).unwrap_or_default();
    let letters = column_letters(counts);
    sheet.marks.extend(left_marks((HEADINGS + 1, counts, last, counts), &format!("${letters}{}=0", HEADINGS + 2)));
    let total = left.iter().map(|l| l.now).sum();
    let mut checks = ChecksSheet { sheet, total };
    let sentence = checks.sentence(&format!("{NAME}!${letters}${}:${letters}${}", HEADINGS + 2, last + 1));
    checks.sheet.put(TOTAL.0, TOTAL.1, SheetCell::new(sentence, styles.left));
    checks.sheet.merges.push((TOTAL.0, TOTAL.1, TOTAL.0, 3));
    let done = format!("LEFT($B${},7)=\"Nothing\"", TOTAL.0 + 1);
    checks.sheet.marks.extend(left_marks((TOTAL.0, TOTAL.1, TOTAL.0, 3), &done));
    checks
}
