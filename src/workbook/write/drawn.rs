//! The parts of charts, put right where the crate writes what no schema allows.

use super::COMPRESSION;
use crate::package::{PackedPart, PartWriter};
use std::io;

/// The name of the part of a chart begins like this.
pub(super) const CHART: &str = "xl/charts/chart";

/// A chart as ECMA-376 (21.2.2.175, `CT_ScatterSer`) has it: how a series is drawn stands before its marks. The crate
/// writes the marks of a scatter first, and a reader that goes by the schema refuses the chart or offers to repair the file.
pub(super) fn chart(name: &str, xml: &str) -> io::Result<PackedPart> {
    let mut part = PartWriter::new(name, COMPRESSION)?;
    part.write(marks_last(xml).as_bytes())?;
    part.finish()
}

fn marks_last(xml: &str) -> String {
    let mut out = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some((before, marks, drawn, after)) = marks_first(rest) {
        out.extend([before, drawn, marks]);
        rest = after;
    }
    out + rest
}

/// What stands before the first marks that the drawing of their series follows, these two, and what stands after them.
fn marks_first(xml: &str) -> Option<(&str, &str, &str, &str)> {
    const NEXT: &str = "</c:marker><c:spPr>";
    const END: &str = "</c:spPr>";
    let marks_end = xml.find(NEXT)? + "</c:marker>".len();
    let start = xml[..marks_end].rfind("<c:marker>")?;
    let drawn = &xml[marks_end..];
    let end = marks_end + drawn.find(END)? + END.len();
    Some((&xml[..start], &xml[start..marks_end], &xml[marks_end..end], &xml[end..]))
}

#[cfg(test)]
mod tests {
    use super::marks_last;
    use rstest::rstest;

    const LINE: &str = "<c:spPr><a:ln/></c:spPr>";
    const NONE: &str = "<c:marker><c:symbol val=\"none\"/></c:marker>";
    const ROUND: &str = "<c:marker><c:symbol val=\"circle\"/><c:spPr><a:solidFill/></c:spPr></c:marker>";

    #[rstest]
    #[case::none(&format!("<c:tx/>{NONE}{LINE}<c:xVal/>"), &format!("<c:tx/>{LINE}{NONE}<c:xVal/>"))]
    #[case::drawn(&format!("<c:tx/>{ROUND}{LINE}<c:xVal/>"), &format!("<c:tx/>{LINE}{ROUND}<c:xVal/>"))]
    #[case::two(&format!("{NONE}{LINE}|{ROUND}{LINE}"), &format!("{LINE}{NONE}|{LINE}{ROUND}"))]
    #[case::right(&format!("{LINE}{ROUND}<c:cat/>{LINE}"), &format!("{LINE}{ROUND}<c:cat/>{LINE}"))]
    #[case::no_series("<c:marker val=\"1\"/><c:spPr/>", "<c:marker val=\"1\"/><c:spPr/>")]
    fn how_a_series_is_drawn_stands_before_its_marks(#[case] xml: &str, #[case] right: &str) {
        assert_eq!(marks_last(xml), right);
    }
}
