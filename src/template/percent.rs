//! Cells in per cent: what they hold, what may be typed there, and how a formula has their points.

use crate::measure::Unit;
use crate::register::Indicator;
use crate::text::percent;
use crate::workbook::ValidationRule;

/// What the cell of a figure holds.
pub fn held(indicator: &Indicator, value: f64) -> f64 {
    if indicator.unit == Unit::Percent { percent::held(value) } else { value }
}

/// The number of a cell in the indicator's unit. A percentage in points, also where what was pasted has brought a format
/// with it that is not in per cent.
pub fn in_unit(indicator: &Indicator, cell: &str) -> String {
    match indicator.unit == Unit::Percent {
        true => format!("(N({cell})*IF({},100,1))", shows_percent(cell)),
        false => format!("N({cell})"),
    }
}

/// The cell still has its format.
pub fn shows_percent(cell: &str) -> String {
    format!("IFERROR(LEFT(CELL(\"format\",{cell}))=\"P\",FALSE)")
}

/// A percentage between these points, in a cell whose address is `cell`. LibreOffice adds a sign to the one that is typed,
/// and takes “91.2%%” for a text: the importer reads it, so the form takes it.
pub fn rule(cell: &str, min: Option<f64>, max: Option<f64>) -> ValidationRule {
    let number = format!("IF(ISNUMBER({cell}),{cell},VALUE(SUBSTITUTE({cell},\"%%\",\"%\")))");
    let bound = |sign: &str, points: Option<f64>| points.map(|p| format!(",{number}{sign}{}", percent::held(p)));
    let bounds = [bound(">=", min), bound("<=", max)].into_iter().flatten().collect::<String>();
    ValidationRule::Formula(format!("=IFERROR(AND(ISNUMBER({number}){bounds}),FALSE)"))
}
