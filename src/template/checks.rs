//! Checks: one live line for each check that Excel can say, with the catalogue's words and a count of what is left.

use super::Context;
use super::form::{Left, Target};
use crate::workbook::{Cached, Cell, Content, Mark, Print, Sheet};

const NAME: &str = "Checks";
const TOTAL: (u32, u16) = (2, 1);
const HEADINGS: u32 = 4;
const CODE: u16 = 1;
const LEFT: u16 = 5;

/// The sheet, with where its total stands and what it is now.
pub struct Checks<'a> {
    pub sheet: Sheet<'a>,
    pub total: u32,
}

impl Checks<'_> {
    /// The sentence that says what is left, as formula and as it is in the untouched file.
    pub fn sentence(&self, last_row: u32) -> Content<'static> {
        let sum = format!("SUM({NAME}!$F${}:$F${})", HEADINGS + 2, last_row + 1);
        let formula = format!(
            "=IF({sum}=0,\"Nothing left to do: ready to send\",{sum}&IF({sum}=1,\" thing\",\" things\")&\" left to do\")"
        );
        Content::Formula { formula, result: Cached::Text(sentence(self.total)) }
    }

    /// The same, for another sheet.
    pub fn repeat(&self) -> Content<'static> {
        let formula = format!("={NAME}!$B${}", TOTAL.0 + 1);
        Content::Formula { formula, result: Cached::Text(sentence(self.total)) }
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
fn link<'a>(line: &Left) -> Content<'a> {
    match &line.target {
        Target::Cell(target) => Content::Link { text: format!("Go to {}", line.sheet).into(), target: target.clone() },
        Target::First { column, flags, now } => {
            let row = format!("ROW(INDEX({flags},MATCH(1,{flags},0)))");
            let formula =
                format!("=IFERROR(HYPERLINK(\"#'{0}'!{column}\"&{row},\"Go to {column}\"&{row}),\"\")", line.sheet);
            let result = now.map(|row| format!("Go to {column}{}", row + 1)).unwrap_or_default();
            Content::Formula { formula, result: Cached::Text(result) }
        }
    }
}

pub fn sheet<'a>(c: &Context<'a>, left: &[Left]) -> Checks<'a> {
    let looks = &c.looks;
    let mut sheet = Sheet {
        name: NAME.to_owned(),
        widths: vec![2.0, 9.0, 13.0, 38.0, 64.0, 9.0, 16.0],
        heights: vec![(0, 30.0), (1, 18.0), (TOTAL.0, 26.0), (3, 6.0), (HEADINGS, 24.0)],
        freeze: (HEADINGS + 1, 0),
        protected: true,
        print: Print { landscape: true, pages_wide: 1, pages_high: 1, footer: c.footer(), ..Print::default() },
        ..Sheet::default()
    };
    sheet.put(0, 1, Cell::text(format!("Checks: {}, {}", c.service.name, c.period.heading()), looks.title));
    let lead = "These counts change while you type. The same checks are made again when the return is read.";
    sheet.put(1, 1, Cell::text(lead, looks.lead));
    for (heading, column) in ["Check", "Sheet", "What is found", "What to do", "Left", "Go to"].into_iter().zip(CODE..)
    {
        sheet.put(HEADINGS, column, Cell::text(heading, looks.head_given));
    }
    for (line, row) in left.iter().zip(HEADINGS + 1..) {
        sheet.heights.push((row, if line.check.remedy.chars().count() > 74 { 36.0 } else { 21.0 }));
        sheet.put(row, CODE, Cell::text(line.check.code, looks.line));
        sheet.put(row, 2, Cell::text(line.sheet.clone(), looks.line));
        sheet.put(row, 3, Cell::text(line.check.title, looks.line));
        sheet.put(row, 4, Cell::text(line.check.remedy, looks.line));
        let count = Content::Formula { formula: line.count.clone(), result: Cached::Number(f64::from(line.now)) };
        sheet.put(row, LEFT, Cell::new(count, looks.line_whole));
        sheet.put(row, 6, Cell::new(link(line), looks.line_link));
    }
    let last = HEADINGS + left.len().max(1) as u32;
    sheet.marks.extend(left_marks((HEADINGS + 1, LEFT, last, LEFT), &format!("$F{}=0", HEADINGS + 2)));
    let total = left.iter().map(|l| l.now).sum();
    let mut checks = Checks { sheet, total };
    let sentence = checks.sentence(last);
    checks.sheet.put(TOTAL.0, TOTAL.1, Cell::new(sentence, looks.left));
    checks.sheet.merges.push((TOTAL.0, TOTAL.1, TOTAL.0, 3));
    let done = format!("LEFT($B${},7)=\"Nothing\"", TOTAL.0 + 1);
    checks.sheet.marks.extend(left_marks((TOTAL.0, TOTAL.1, TOTAL.0, 3), &done));
    checks
}
