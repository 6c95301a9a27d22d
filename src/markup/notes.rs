//! Notes on cells: the list of comments of a sheet, and the drawing of their boxes that Excel asks for.

use super::package::DECLARATION;
use super::page::severity_word;
use super::xml::{Edit, Edits, MarkingRefusal, TagKind, Tags, escaped};
use crate::catalogue::Severity;
use crate::reading::CellRef;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Who wrote our notes.
pub(super) const AUTHOR: &str = "Quarterday";
/// How our words begin in a note of somebody else.
pub(super) const OURS: &str = "[Quarterday] ";

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
        } else if tag.closes("authors") || (tag.kind == TagKind::Empty && tag.local() == "authors") {
            own = Some(authors.iter().position(|a| a == AUTHOR).unwrap_or(authors.len()));
            let line = format!("<{p}author>{AUTHOR}</{p}author>");
            match (own == Some(authors.len()), tag.kind) {
                (true, TagKind::Empty) => edits.open_up(&tag, &line),
                (true, _) => edits.insert(tag.at.start, line),
                _ => {}
            }
        } else if tag.opens("comment") && tag.kind == TagKind::Open {
            let at = tag.raw("ref").and_then(|r| r.parse::<CellRef>().ok()).ok_or_else(unfit)?;
            let author = tag.number("authorId").and_then(|n| authors.get(n as usize)).map_or("", String::as_str);
            let whole = tags.rest_of(&tag)?;
            // LibreOffice forgets who wrote a note, so its words tell as well.
            if author == AUTHOR || is_ours(first_words(&xml[tag.at.end..whole.end])) {
                edits.replace(whole, "");
                out.removed.insert(at);
                continue;
            }
            let note = out.added.remove(&at).filter(|_| !author.starts_with("tc="));
            theirs(xml, whole.start, note.as_deref(), &mut edits)?;
        } else if tag.closes("commentList") || (tag.kind == TagKind::Empty && tag.local() == "commentList") {
            let author = own.ok_or_else(unfit)?;
            let list: String = out.added.iter().map(|(at, text)| comment(p, *at, author, text)).collect();
            match tag.kind {
                TagKind::Empty => edits.open_up(&tag, &list),
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

/// Our words of an earlier copy in a run of somebody else's note: the whole run, or, where a program has joined it with
/// what stood before, its end.
fn earlier(xml: &str, run: Range<usize>) -> Option<Range<usize>> {
    let found = run.start + xml.get(run.clone())?.find(OURS)?;
    let text = run.start + xml[run.start..found].rfind('>')? + 1;
    let theirs = xml[text..found].trim_end();
    if theirs.is_empty() {
        return Some(run);
    }
    Some(text + theirs.len()..found + xml[found..run.end].find('<')?)
}

fn unfit() -> MarkingRefusal {
    MarkingRefusal::new("its notes are not kept as they should be")
}

/// The words of a note begin as all of ours do: severity, code, colon.
pub(super) fn is_ours(words: &str) -> bool {
    let first = words.trim();
    let rest = [Severity::Error, Severity::Query].iter().find_map(|s| first.strip_prefix(severity_word(*s)));
    let code = rest.and_then(|r| r.strip_prefix(' ')).and_then(|r| r.split(':').next());
    code.is_some_and(|c| !c.is_empty() && c.len() <= 12 && c.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
}

/// The first words of a comment.
fn first_words(comment: &str) -> &str {
    let mut texts = comment.split('<').filter_map(|t| t.split_once('>')).map(|(_, text)| text.trim());
    texts.find(|t| !t.is_empty()).unwrap_or_default()
}

/// Our words below somebody else's; those of an earlier copy go.
fn theirs(xml: &str, from: usize, note: Option<&str>, edits: &mut Edits) -> Edit<()> {
    let Some(rest) = xml.get(from..) else { return Err(unfit()) };
    let mut tags = Tags::new(rest);
    let mut inner = None;
    while let Some(tag) = tags.next()? {
        let (p, at) = (tag.prefix(), from + tag.at.start..from + tag.at.end);
        match (tag.depth, tag.kind, tag.local()) {
            (1, TagKind::Open, "text") => inner = Some(()),
            (1, TagKind::Empty, "text") => return Ok(()),
            (2, TagKind::Open, "r") if inner.is_some() => {
                let whole = tags.rest_of(&tag)?;
                let whole = from + whole.start..from + whole.end;
                if let Some(ours) = earlier(xml, whole.clone()) {
                    edits.replace(ours, "");
                }
            }
            (2, TagKind::Open, "t") => {
                let whole = tags.rest_of(&tag)?;
                let whole = from + whole.start..from + whole.end;
                if let Some(ours) = earlier(xml, whole.clone()) {
                    edits.replace(ours, "");
                }
                // Plain text before runs of text is not allowed for, so it becomes a run.
                if note.is_some() {
                    edits.insert(at.start, format!("<{p}r>"));
                    edits.insert(whole.end, format!("</{p}r>"));
                }
            }
            (1, TagKind::Close, "text") => {
                if let Some(note) = note {
                    let words = escaped(&format!("\n\n{OURS}{note}"));
                    edits.insert(at.start, format!("<{p}r><{p}t xml:space=\"preserve\">{words}</{p}t></{p}r>"));
                }
                return Ok(());
            }
            (0, TagKind::Close, _) => return Ok(()),
            _ => {}
        }
    }
    Err(unfit())
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
        assert!(once.xml.contains(
            "<r><t>Mine</t></r><r><t xml:space=\"preserve\">\n\n[Quarterday] C006: too low\nlook &lt;here&gt;</t></r>"
        ));
        assert_eq!(once.added.keys().map(ToString::to_string).collect::<Vec<_>>(), ["C3"]);
        assert_eq!((once.xml.matches("<comment ").count(), once.xml.matches("Thread").count()), (3, 1));

        let again = extend(&once.xml, &notes(&[("A1", "C001: new\nwords")])).unwrap();
        assert!(again.xml.contains("Mine") && again.xml.contains("C001") && !again.xml.contains("C006"));
        assert_eq!(again.removed.iter().map(ToString::to_string).collect::<Vec<_>>(), ["C3"]);
        assert_eq!(again.xml.matches("<author>").count(), 3);
    }
}
