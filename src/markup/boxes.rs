//! The drawing of the boxes in which Excel shows notes, in the older drawing language that it asks for.

use super::cells::CellSizes;
use super::notes::Comments;
use super::xml::{Edit, MarkingRefusal};
use crate::fit::fit;
use crate::reading::CellRef;
use std::collections::BTreeMap;

/// The prefixes of a drawing, with their colons: shapes, Office, Excel.
struct Prefixes {
    v: String,
    o: String,
    x: String,
}

impl Prefixes {
    fn usual() -> Self {
        Self { v: "v:".into(), o: "o:".into(), x: "x:".into() }
    }

    /// Programs name them as they like.
    fn of(vml: &str) -> Edit<Self> {
        let root = &vml[vml.find("<xml").ok_or_else(unfit)?..];
        let root = &root[..root.find('>').ok_or_else(unfit)?];
        let prefix = |namespace: &str| -> Edit<String> {
            let at = ["\"", "'"].iter().find_map(|q| root.find(&format!("={q}{namespace}{q}"))).ok_or_else(unfit)?;
            let name = root[..at].rsplit("xmlns:").next().filter(|n| !n.contains(char::is_whitespace));
            Ok(format!("{}:", name.ok_or_else(unfit)?))
        };
        Ok(Self {
            v: prefix("urn:schemas-microsoft-com:vml")?,
            o: prefix("urn:schemas-microsoft-com:office:office")?,
            x: prefix("urn:schemas-microsoft-com:office:excel")?,
        })
    }
}

fn unfit() -> MarkingRefusal {
    MarkingRefusal::new("the drawing of its notes is not as it should be")
}

/// A first drawing of boxes.
pub(super) fn first(added: &BTreeMap<CellRef, String>, grid: &CellSizes) -> String {
    let prefixes = Prefixes::usual();
    format!(
        "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" \
         xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"1\"/>\
         </o:shapelayout>{}{}</xml>",
        kind(&prefixes),
        boxes(added, grid, 1025, &prefixes)
    )
}

fn kind(Prefixes { v, o, .. }: &Prefixes) -> String {
    format!(
        "<{v}shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" {o}spt=\"202\" path=\"m,l,21600r21600,l21600,xe\">\
         <{v}stroke joinstyle=\"miter\"/><{v}path gradientshapeok=\"t\" {o}connecttype=\"rect\"/></{v}shapetype>"
    )
}

/// Boxes of our notes in a drawing that is there. Drawings of this kind are often no sound XML, so their shapes are
/// found by their words.
pub(super) fn extend(vml: &str, comments: &Comments, grid: &CellSizes) -> Edit<String> {
    let prefixes = Prefixes::of(vml)?;
    let (begins, ends) = (format!("<{}shape ", prefixes.v), format!("</{}shape>", prefixes.v));
    let mut out = String::with_capacity(vml.len());
    let mut rest = vml;
    while let Some(from) = rest.find(&begins) {
        let end = rest[from..].find(&ends).map(|n| from + n + ends.len()).ok_or_else(unfit)?;
        out.push_str(&rest[..from]);
        let shape = &rest[from..end];
        if noted_cell(shape, &prefixes.x).is_none_or(|at| !comments.removed.contains(&at)) {
            out.push_str(shape);
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    let end = out.rfind("</xml>").ok_or_else(unfit)?;
    let ids = out.match_indices("_x0000_s").filter_map(|(at, word)| {
        let digits = &out[at + word.len()..];
        digits[..digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len())].parse::<u32>().ok()
    });
    let free = ids.max().unwrap_or(1024).clamp(1024, u32::MAX / 2) + 1;
    let kind = if out.contains("id=\"_x0000_t202\"") { String::new() } else { kind(&prefixes) };
    out.insert_str(end, &format!("{kind}{}", boxes(&comments.added, grid, free, &prefixes)));
    Ok(out)
}

/// The cell whose note a shape shows.
fn noted_cell(shape: &str, x: &str) -> Option<CellRef> {
    let number = |name: &str| -> Option<u32> {
        let open = format!("<{x}{name}>");
        let from = shape.find(&open)? + open.len();
        shape[from..].split('<').next()?.trim().parse().ok()
    };
    Some(CellRef::new(number("Row")?, u16::try_from(number("Column")?).ok()?))
}

const WIDTH: u32 = 320;
const LINE: u32 = 15;
/// Letters that stand in a line of a box.
const LETTERS: usize = 50;

fn boxes(added: &BTreeMap<CellRef, String>, grid: &CellSizes, first: u32, prefixes: &Prefixes) -> String {
    let Prefixes { v, o, x } = prefixes;
    let one = |((at, text), id): ((&CellRef, &String), u32)| {
        let lines: usize = text.lines().map(|l| l.chars().count() / LETTERS + 1).sum();
        let height = (fit::<u32>(lines) * LINE + 14).min(600);
        let (col, left) = (u32::from(at.col) + 1, 12);
        let (to_col, right) = walk(col, left + WIDTH, |c| grid.width(c));
        let (row, top) = (at.row.saturating_sub(1), if at.row == 0 { 2 } else { 8 });
        let (to_row, bottom) = walk(row, top + height, |r| grid.height(r));
        format!(
            "<{v}shape id=\"_x0000_s{id}\" type=\"#_x0000_t202\" style='position:absolute;width:{}pt;height:{}pt;z-index:1;\
             visibility:hidden' fillcolor=\"#ffffe1\" {o}insetmode=\"auto\"><{v}fill color2=\"#ffffe1\"/><{v}shadow on=\"t\" \
             color=\"black\" obscured=\"t\"/><{v}path {o}connecttype=\"none\"/><{v}textbox style='mso-direction-alt:auto'>\
             <div style='text-align:left'></div></{v}textbox><{x}ClientData ObjectType=\"Note\"><{x}MoveWithCells/>\
             <{x}SizeWithCells/><{x}Anchor>{col}, {left}, {row}, {top}, {to_col}, {right}, {to_row}, {bottom}</{x}Anchor>\
             <{x}AutoFill>False</{x}AutoFill><{x}Row>{}</{x}Row><{x}Column>{}</{x}Column></{x}ClientData></{v}shape>",
            WIDTH * 3 / 4,
            height * 3 / 4,
            at.row,
            at.col
        )
    };
    added.iter().zip(first..).map(one).collect()
}

/// The row or column that lies `pixels` beyond the start of `from`, and how far into it.
fn walk(from: u32, mut pixels: u32, size: impl Fn(u32) -> u32) -> (u32, u32) {
    for n in from..from.saturating_add(200) {
        let own = size(n);
        if pixels < own {
            return (n, pixels);
        }
        pixels -= own;
    }
    (from + 3, 0)
}

#[cfg(test)]
mod tests {
    use super::super::notes::new_comments;
    use super::*;
    use std::collections::BTreeSet;

    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    fn notes(at: &[(&str, &str)]) -> BTreeMap<CellRef, String> {
        at.iter().map(|(a, t)| (a.parse().unwrap(), (*t).to_owned())).collect()
    }

    #[test]
    fn boxes_come_and_go() {
        let grid = CellSizes::default();
        let comments = new_comments(MAIN, &notes(&[("A1", "x\ny"), ("C3", "z")]));
        let drawing = first(&comments.added, &grid);
        assert_eq!(drawing.matches("<v:shape ").count(), 2);
        let second = Comments {
            xml: String::new(),
            added: notes(&[("D9", "q")]),
            removed: BTreeSet::from(["C3".parse().unwrap()]),
        };
        let drawing = extend(&drawing, &second, &grid).unwrap();
        assert_eq!((drawing.matches("<v:shape ").count(), drawing.matches("<v:shapetype ").count()), (2, 1));
        assert!(drawing.contains("_x0000_s1026") && drawing.contains("<x:Row>8</x:Row><x:Column>3</x:Column>"));
        assert!(extend("<v:shape >", &second, &grid).is_err() && extend("", &second, &grid).is_err());
    }
}
