//! Formulas that are nothing but a reference to another cell, in the spelling of Excel or of OpenDocument. Where the
//! cell that they point at is blank they show a nought that nobody typed.

use compact_str::CompactString;

/// The cell that a formula points at.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pointer {
    /// The name of its sheet, where the formula gives one.
    pub sheet: Option<CompactString>,
    pub row: u32,
    pub col: u16,
    /// Whether row and column stay as they are where the formula is filled down or across.
    fixed: (bool, bool),
}

/// No reference is longer: a sheet's name has at most 31 characters, each of which may be doubled and take four bytes.
const LONGEST: usize = 280;

impl Pointer {
    /// What a formula points at; `None` for one that does anything else.
    pub fn parse(formula: &str) -> Option<Self> {
        let formula = formula.trim();
        if formula.len() > LONGEST || !formula.ends_with(|c: char| c.is_ascii_digit() || c == ']') {
            return None;
        }
        let formula = formula.strip_prefix("of:").unwrap_or(formula);
        let formula = formula.trim_start_matches(['=', '+', ' ']);
        let (formula, mark) = match formula.strip_prefix('[').and_then(|f| f.strip_suffix(']')) {
            Some(inner) => (inner, '.'),
            None => (formula, '!'),
        };
        let (sheet, cell) = match formula.rsplit_once(mark) {
            Some((sheet, cell)) => (sheet.trim_start_matches('$'), cell),
            None => ("", formula),
        };
        let (cell, fixed_col) = cell.strip_prefix('$').map_or((cell, false), |c| (c, true));
        let letters = cell.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (col, row) = cell.split_at(letters);
        let (row, fixed_row) = row.strip_prefix('$').map_or((row, false), |r| (r, true));
        let number = col.bytes().try_fold(0_u16, |n, b| n.checked_mul(26)?.checked_add(u16::from(b & 31)));
        let digits = row.bytes().all(|b| b.is_ascii_digit());
        Some(Self {
            sheet: Self::sheet_named(sheet)?,
            row: row.parse::<u32>().ok().filter(|_| digits)?.checked_sub(1)?,
            col: number?.checked_sub(1)?,
            fixed: (fixed_row, fixed_col),
        })
    }

    fn sheet_named(name: &str) -> Option<Option<CompactString>> {
        let quoted = name.strip_prefix('\'').and_then(|n| n.strip_suffix('\''));
        let name = match quoted {
            Some(name) => name.replace("''", "'"),
            None if name.contains(['\'', ' ', '(', '+', '-', '*', '/', '&', '=', ',', '"']) => return None,
            None => name.to_owned(),
        };
        // Another workbook, or a range over several sheets.
        if name.contains(['[', ']', ':', '#']) {
            return None;
        }
        Some(Some(name).filter(|n| !n.is_empty()).map(CompactString::from))
    }

    /// The same formula where it was filled down and across by so many rows and columns.
    pub fn filled(&self, rows: i64, columns: i64) -> Option<Self> {
        let moved = |from: i64, by: i64, fixed: bool| from + if fixed { 0 } else { by };
        let row = u32::try_from(moved(i64::from(self.row), rows, self.fixed.0)).ok()?;
        let col = u16::try_from(moved(i64::from(self.col), columns, self.fixed.1)).ok()?;
        Some(Self { row, col, ..self.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("Working!B5", "Working", (4, 1))]
    #[case("=$B$5", "", (4, 1))]
    #[case("+'It''s last year'!AA10", "It's last year", (9, 26))]
    #[case("of:=[.B5]", "", (4, 1))]
    #[case("of:=[$Working.$B$5]", "Working", (4, 1))]
    #[case("of:=[$'Our year.2026'.B5]", "Our year.2026", (4, 1))]
    fn references(#[case] formula: &str, #[case] sheet: &str, #[case] at: (u32, u16)) {
        let pointer = Pointer::parse(formula).unwrap();
        assert_eq!((pointer.sheet.as_deref().unwrap_or_default(), (pointer.row, pointer.col)), (sheet, at));
    }

    #[rstest]
    #[case("A1+B1")]
    #[case("SUM(A1:B5")]
    #[case("A1:B5")]
    #[case("[1]Old!A1")]
    #[case("'[Old.xlsx]Sheet 1'!A1")]
    #[case("of:=['file:///old.ods'#$Sheet1.A1]")]
    #[case("of:=[.A1:.B5]")]
    #[case("of:=[.A1]+[.B1]")]
    #[case("12")]
    #[case("Table1[2024]")]
    #[case("1.5")]
    #[case("Sheet1:Sheet3!A1")]
    #[case("SUM(A1)*Sheet1!A1")]
    #[case("B0")]
    fn anything_else(#[case] formula: &str) {
        assert_eq!(Pointer::parse(formula), None);
    }

    #[test]
    fn filled_down_and_across() {
        let at = |formula: &str| Pointer::parse(formula).unwrap().filled(2, -1).map(|p| (p.row, p.col));
        assert_eq!([at("B5"), at("$B5"), at("B$5"), at("A5")], [Some((6, 0)), Some((6, 1)), Some((4, 0)), None]);
    }
}
