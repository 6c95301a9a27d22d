//! The council's matrix in Excel's formulas: the score of a row, and whether one rating is above another.

use crate::settings::{Axis, RiskMatrix};

/// The cells of a likelihood and an impact.
type Pair = (String, String);

/// Both axes are numbers and the score is their product: the formula that people know.
fn plain(matrix: &RiskMatrix) -> bool {
    matrix.products && matrix.numbered_axis(Axis::Likelihood) && matrix.numbered_axis(Axis::Impact)
}

/// The score; on a matrix without scores, the band. Nothing where a rating is missing.
pub fn score(matrix: &RiskMatrix, cells: &Pair) -> String {
    let (l, i) = cells;
    if plain(matrix) {
        return format!("=IF(AND(ISNUMBER({l}),ISNUMBER({i})),{l}*{i},\"\")");
    }
    let name = |rank: usize| matrix.bands.get(rank).map(|b| text(&b.name)).unwrap_or_default();
    format!("=IF(OR({l}=\"\",{i}=\"\"),\"\",IFERROR({},\"\"))", compared(matrix, cells, name))
}

/// The rating in `a` is above the one in `b`.
pub fn above(matrix: &RiskMatrix, a: &Pair, b: &Pair) -> String {
    if plain(matrix) {
        return format!(
            "AND(ISNUMBER({0}),ISNUMBER({1}),ISNUMBER({2}),ISNUMBER({3}),N({0})*N({1})>N({2})*N({3}))",
            a.0, a.1, b.0, b.1
        );
    }
    let number = |rank: usize| rank.to_string();
    let filled = [&a.0, &a.1, &b.0, &b.1].map(|cell| format!("{cell}<>\"\"")).join(",");
    format!("AND({filled},{}>{})", compared(matrix, a, number), compared(matrix, b, number))
}

/// The product of the steps, or what the map has in the cell.
fn compared(matrix: &RiskMatrix, (l, i): &Pair, band: impl Fn(usize) -> String) -> String {
    let (l, i) = (step(matrix, Axis::Likelihood, l), step(matrix, Axis::Impact, i));
    if matrix.products {
        return format!("{l}*{i}");
    }
    let rows: Vec<String> = matrix
        .map
        .iter()
        .map(|row| row.iter().map(|name| band(matrix.named(name).unwrap_or_default())).collect::<Vec<_>>().join(","))
        .collect();
    format!("INDEX({{{}}},{l},{i})", rows.join(";"))
}

/// The number of the step in a cell.
fn step(matrix: &RiskMatrix, axis: Axis, cell: &str) -> String {
    if matrix.numbered_axis(axis) {
        return cell.to_owned();
    }
    let codes: Vec<String> = matrix.axis(axis).1.iter().map(|code| text(code)).collect();
    format!("MATCH({cell},{{{}}},0)", codes.join(","))
}

fn text(words: &str) -> String {
    format!("\"{}\"", words.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::risk::RiskPreset;

    #[test]
    fn formulas_follow_the_matrix() {
        let (now, target) = (("J6".to_owned(), "K6".to_owned()), ("N6".to_owned(), "O6".to_owned()));
        assert_eq!(score(&RiskPreset::Generic.matrix(), &now), "=IF(AND(ISNUMBER(J6),ISNUMBER(K6)),J6*K6,\"\")");
        let scarborough = RiskPreset::Scarborough.matrix();
        let written = score(&scarborough, &now);
        assert!(written.contains("MATCH(J6,{\"A\",\"B\",\"C\",\"D\",\"E\"},0),K6)"), "{written}");
        assert!(written.contains("INDEX({\"Low\",\"Low\",\"Low\",\"Medium\",\"Medium\";"), "{written}");
        let written = above(&scarborough, &target, &now);
        assert!(written.starts_with("AND(N6<>\"\",O6<>\"\",J6<>\"\",K6<>\"\",INDEX({0,0,0,1,1;"), "{written}");
    }
}
