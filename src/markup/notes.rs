//! Notes on cells: the list of comments of a sheet, and the drawing of their boxes that Excel asks for.

use super::cells::Grid;
use super::package::DECLARATION;
use super::xml::{Edit, Edits, Kind, Refused, Tags, escaped};
use crate::reading::CellRef;
use std::collections::{BTreeMap, BTreeSet};

/// Who wrote our notes.
const AUTHOR: &str = "Quarterday";
/// How our words begin in a note of somebody else.
const OURS: &str = "\n\n[Quarterday] ";

/// A list of comments after our notes were put in.
pub(super) struct Comments {
    pub xml: String,
    /// Notes that need a box.
    pub added: BTreeMap<CellRef, String>,
    /// Notes of an earlier copy, whose boxes go.
    pub removed: BTreeSet<CellRef>,
}

/// A first list of comments.
pub(super) fn new_comments(namespace: &str, notes: &BTreeMap<CellRef, String>) -> Comments {
    let list: String = notes.iter().map(|(at, text)| comment("", *at, 0, text)).collect();
    let xml = format!(
        "{DECLARATION}<comments xmlns=\"{namespace}\"><authors><author>{AUTHOR}</author></authors>\
         <commentList>{list}</commentList></comments>"
    );
    Comments { xml, added: notes.clone(), removed: BTreeSet::new() }
}

/// Headings in bold, the rest plain: a line that ends a heading is followed by its text.
fn comment(p: &str, at: CellRef, author: usize, text: &str) -> String {
    let run = |bold: &str, text: &str| {
        format!(
            "<{p}r><{p}rPr>{bold}<{p}sz val=\"9\"/><{p}color indexed=\"81\"/><{p}rFont val=\"Tahoma\"/><{p}family val=\"2\"/>\
             </{p}rPr><{p}t xml:space=\"preserve\">{}</{p}t></{p}r>",
            escaped(text)
        )
    };
    let (heading, rest) = text.split_once('\n').map_or((text, ""), |(h, _)| (h, &text[h.len()..]));
    let runs = run(&format!("<{p}b/>"), heading) + &run("", rest);
    format!("<{p}comment ref=\"{at}\" authorId=\"{author}\"><{p}text>{runs}</{p}text></{p}comment>")
}

/// Puts our notes into a list of comments. A cell with a note of somebody else keeps it, with ours below; a threaded
/// comment, whose words the newer Excel keeps elsewhere, is left alone.
pub(super) fn extend(xml: &str, notes: &BTreeMap<CellRef, String>) -> Edit<Comments> {
    let mut out = Comments { xml: String::new(), added: notes.clone(), removed: BTreeSet::new() };
    let mut edits = Edits::default();
    let mut tags = Tags::new(xml);
    let mut authors: Vec<String> = Vec::new();
    let mut own = None;
    let mut placed = false;
    while let Some(tag) = tags.next()? {
        let p = tag.prefix();
        if tag.opens("author") {
            let at = tags.rest_of(&tag)?;
            let text = xml.get(tag.at.end..at.end).and_then(|t| t.split('<').next()).unwrap_or_default();
            authors.push(text.trim().to_owned());
        } else if tag.closes("authors") || (tag.kind == Kind::Empty && tag.local() == "authors") {
            own = Some(authors.iter().position(|a| a == AUTHOR).unwrap_or(authors.len()));
            let line = format!("<{p}author>{AUTHOR}</{p}author>");
            match (own == Some(authors.len()), tag.kind) {
                (true, Kind::Empty) => edits.open_up(&tag, &line),
                (true, _) => edits.insert(tag.at.start, line),
                _ => {}
            }
        } else if tag.opens("comment") && tag.kind == Kind::Open {
            let at = tag.raw("ref").and_then(|r| r.parse::<CellRef>().ok()).ok_or_else(unfit)?;
            let author = tag.number("authorId").and_then(|n| authors.get(n as usize)).map_or("", String::as_str);
            let whole = tags.rest_of(&tag)?;
            if author == AUTHOR {
                edits.replace(whole, "");
                out.removed.insert(at);
                continue;
            }
            let note = out.added.remove(&at).filter(|_| !author.starts_with("tc="));
            theirs(xml, whole.start, note.as_deref(), &mut edits)?;
        } else if tag.closes("commentList") || (tag.kind == Kind::Empty && tag.local() == "commentList") {
            let author = own.ok_or_else(unfit)?;
            let list: String = out.added.iter().map(|(at, text)| comment(p, *at, author, text)).collect();
            match tag.kind {
                Kind::Empty => edits.open_up(&tag, &list),
                _ => edits.insert(tag.at.start, list),
            }
            placed = true;
        }
    }
    if !placed {
        return Err(unfit());
    }
    out.xml = edits.apply(xml)?;
    Ok(out)
}

fn unfit() -> Refused {
    Refused::new("its notes are not kept as they should be")
}

/// Our words below somebody else's; those of an earlier copy go.
fn theirs(xml: &str, from: usize, note: Option<&str>, edits: &mut Edits) -> Edit<()> {
    let Some(rest) = xml.get(from..) else { return Err(unfit()) };
    let mut tags = Tags::new(rest);
    let mut inner = None;
    while let Some(tag) = tags.next()? {
        let (p, at) = (tag.prefix(), from + tag.at.start..from + tag.at.end);
        match (tag.depth, tag.kind, tag.local()) {
            (1, Kind::Open, "text") => inner = Some(()),
            (1, Kind::Empty, "text") => return Ok(()),
            (2, Kind::Open, "r") if inner.is_some() => {
                let whole = tags.rest_of(&tag)?;
                let whole = from + whole.start..from + whole.end;
                if xml.get(whole.clone()).is_some_and(|run| run.contains(OURS)) {
                    edits.replace(whole, "");
                }
            }
            // Plain text before runs of text is not allowed for, so it becomes a run.
            (2, Kind::Open, "t") if note.is_some() => {
                let whole = tags.rest_of(&tag)?;
                edits.insert(at.start, format!("<{p}r>"));
                edits.insert(from + whole.end, format!("</{p}r>"));
            }
            (1, Kind::Close, "text") => {
                if let Some(note) = note {
                    let words = escaped(&format!("{OURS}{note}"));
                    edits.insert(at.start, format!("<{p}r><{p}t xml:space=\"preserve\">{words}</{p}t></{p}r>"));
                }
                return Ok(());
            }
            (0, Kind::Close, _) => return Ok(()),
            _ => {}
        }
    }
    Err(unfit())
}

/// A first drawing of boxes.
pub(super) fn new_drawing(added: &BTreeMap<CellRef, String>, grid: &Grid) -> String {
    format!(
        "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" \
         xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"1\"/>\
         </o:shapelayout>{TYPE}{}</xml>",
        boxes(added, grid, 1025)
    )
}

const TYPE: &str = "<v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" \
    path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/>\
    </v:shapetype>";

/// Boxes of our notes in a drawing that is there. Drawings of this kind are often no sound XML, so their shapes are
/// found by their words.
pub(super) fn extend_drawing(vml: &str, comments: &Comments, grid: &Grid) -> Edit<String> {
    let mut out = String::with_capacity(vml.len());
    let mut rest = vml;
    while let Some(from) = rest.find("<v:shape ") {
        let end = rest[from..].find("</v:shape>").map(|n| from + n + "</v:shape>".len()).ok_or_else(unfit)?;
        out.push_str(&rest[..from]);
        let shape = &rest[from..end];
        let gone = noted_cell(shape).is_some_and(|at| comments.removed.contains(&at));
        if !gone {
            out.push_str(shape);
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    let end = out.rfind("</xml>").ok_or_else(unfit)?;
    if !out[..end].contains("xmlns:v=") || !out[..end].contains("xmlns:x=") || !out[..end].contains("xmlns:o=") {
        return Err(unfit());
    }
    let ids = out.match_indices("_x0000_s").filter_map(|(at, word)| {
        let digits = &out[at + word.len()..];
        digits[..digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len())].parse::<u32>().ok()
    });
    let free = ids.max().unwrap_or(1024).clamp(1024, u32::MAX / 2) + 1;
    let kind = if out.contains("id=\"_x0000_t202\"") { "" } else { TYPE };
    out.insert_str(end, &format!("{kind}{}", boxes(&comments.added, grid, free)));
    Ok(out)
}

/// The cell whose note a shape shows.
fn noted_cell(shape: &str) -> Option<CellRef> {
    let number = |name: &str| -> Option<u32> {
        let from = shape.find(&format!("<x:{name}>"))? + name.len() + 4;
        shape[from..].split('<').next()?.trim().parse().ok()
    };
    Some(CellRef::new(number("Row")?, u16::try_from(number("Column")?).ok()?))
}

const WIDTH: u32 = 320;
const LINE: u32 = 15;
/// Letters that stand in a line of a box.
const LETTERS: usize = 50;

fn boxes(added: &BTreeMap<CellRef, String>, grid: &Grid, first: u32) -> String {
    let one = |((at, text), id): ((&CellRef, &String), u32)| {
        let lines: usize = text.lines().map(|l| l.chars().count() / LETTERS + 1).sum();
        let height = (lines as u32 * LINE + 14).min(600);
        let (col, left) = (u32::from(at.col) + 1, 12);
        let (to_col, right) = walk(col, left + WIDTH, |c| grid.width(c));
        let (row, top) = (at.row.saturating_sub(1), if at.row == 0 { 2 } else { 8 });
        let (to_row, bottom) = walk(row, top + height, |r| grid.height(r));
        format!(
            "<v:shape id=\"_x0000_s{id}\" type=\"#_x0000_t202\" style='position:absolute;width:{}pt;height:{}pt;z-index:1;\
             visibility:hidden' fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" \
             color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/><v:textbox style='mso-direction-alt:auto'>\
             <div style='text-align:left'></div></v:textbox><x:ClientData ObjectType=\"Note\"><x:MoveWithCells/>\
             <x:SizeWithCells/><x:Anchor>{col}, {left}, {row}, {top}, {to_col}, {right}, {to_row}, {bottom}</x:Anchor>\
             <x:AutoFill>False</x:AutoFill><x:Row>{}</x:Row><x:Column>{}</x:Column></x:ClientData></v:shape>",
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
    use super::*;

    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    fn notes(at: &[(&str, &str)]) -> BTreeMap<CellRef, String> {
        at.iter().map(|(a, t)| (a.parse().unwrap(), (*t).to_owned())).collect()
    }

    #[test]
    fn ours_stand_beside_theirs_and_go_again() {
        let theirs = format!(
            "<comments xmlns=\"{MAIN}\"><authors><author>Ann</author><author>tc=&#123;1&#125;</author></authors><commentList>\
             <comment ref=\"A1\" authorId=\"0\"><text><t>Mine</t></text></comment>\
             <comment ref=\"B1\" authorId=\"1\"><text><t>Thread</t></text></comment></commentList></comments>"
        );
        let wanted = notes(&[("A1", "C006: too low\nlook <here>"), ("B1", "x"), ("C3", "C009: blank\nfill")]);
        let once = extend(&theirs, &wanted).unwrap();
        assert!(once.xml.contains("<r><t>Mine</t></r><r><t xml:space=\"preserve\">\n\n[Quarterday] C006: too low\nlook &lt;here&gt;</t></r>"));
        assert_eq!(once.added.keys().map(ToString::to_string).collect::<Vec<_>>(), ["C3"]);
        assert_eq!((once.xml.matches("<comment ").count(), once.xml.matches("Thread").count()), (3, 1));

        let again = extend(&once.xml, &notes(&[("A1", "C001: new\nwords")])).unwrap();
        assert!(again.xml.contains("Mine") && again.xml.contains("C001") && !again.xml.contains("C006"));
        assert_eq!(again.removed.iter().map(ToString::to_string).collect::<Vec<_>>(), ["C3"]);
        assert_eq!(again.xml.matches("<author>").count(), 3);
    }

    #[test]
    fn boxes_come_and_go() {
        let grid = Grid::default();
        let first = new_comments(MAIN, &notes(&[("A1", "x\ny"), ("C3", "z")]));
        let drawing = new_drawing(&first.added, &grid);
        assert_eq!(drawing.matches("<v:shape ").count(), 2);
        let second = Comments {
            xml: String::new(),
            added: notes(&[("D9", "q")]),
            removed: BTreeSet::from(["C3".parse().unwrap()]),
        };
        let drawing = extend_drawing(&drawing, &second, &grid).unwrap();
        assert_eq!((drawing.matches("<v:shape ").count(), drawing.matches("<v:shapetype ").count()), (2, 1));
        assert!(drawing.contains("_x0000_s1026") && drawing.contains("<x:Row>8</x:Row><x:Column>3</x:Column>"));
        assert!(extend_drawing("<v:shape >", &second, &grid).is_err() && extend_drawing("", &second, &grid).is_err());
    }
}
