//! The zip archive of a workbook: parts that are changed are unpacked, all others are copied as they are packed.

use super::xml::{Edit, Edits, MarkingRefusal, TagKind, Tags, escaped};
use std::collections::{BTreeMap, HashMap};
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

/// What the parts to be changed may unpack to, all together. A return is a hundredth of it.
const MOST: u64 = 64 << 20;

/// A workbook's parts and what becomes of them.
pub(super) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Position by name in lower case: names of parts do not differ in case alone.
    index: HashMap<String, usize>,
    names: Vec<String>,
    room: u64,
    changed: HashMap<usize, String>,
    added: BTreeMap<String, String>,
}

impl<'a> Package<'a> {
    pub fn open(bytes: &'a [u8]) -> Edit<Self> {
        let damaged = || MarkingRefusal::new("its archive is damaged");
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
        let names = zip.file_names().map(|n| n.ok().map(|n| n.into_owned())).collect::<Option<Vec<_>>>();
        let names = names.ok_or_else(damaged)?;
        let index: HashMap<String, usize> = names.iter().enumerate().map(|(n, s)| (s.to_lowercase(), n)).collect();
        if index.len() < zip.len() || names.iter().any(|n| n.contains('\\')) {
            return Err(MarkingRefusal::new("its parts are not named as they should be"));
        }
        Ok(Self { zip, index, names, room: MOST, changed: HashMap::new(), added: BTreeMap::new() })
    }

    pub fn has(&self, part: &str) -> bool {
        self.index.contains_key(&part.to_lowercase()) || self.added.contains_key(part)
    }

    pub fn any(&self, test: impl Fn(&str) -> bool) -> bool {
        self.index.keys().any(|n| test(n))
    }

    /// A part as it is now.
    pub fn read(&mut self, part: &str) -> Edit<String> {
        if let Some(text) = self.added.get(part) {
            return Ok(text.clone());
        }
        let n = *self.index.get(&part.to_lowercase()).ok_or_else(|| MarkingRefusal::new("a part of it is missing"))?;
        if let Some(text) = self.changed.get(&n) {
            return Ok(text.clone());
        }
        let mut bytes = Vec::new();
        let unreadable = |_| MarkingRefusal::new("a part of it is unreadable");
        let file = self.zip.by_index(n).map_err(|_| MarkingRefusal::new("a part of it is unreadable"))?;
        file.take(self.room + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        self.room = self.room.checked_sub(bytes.len() as u64).ok_or_else(|| MarkingRefusal::new("it is too large"))?;
        String::from_utf8(bytes).map_err(|_| MarkingRefusal::new("a part of it is not written in UTF-8"))
    }

    /// The first bytes of a part.
    pub fn head(&mut self, part: &str, most: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        if let Some(n) = self.index.get(&part.to_lowercase())
            && let Ok(file) = self.zip.by_index(*n)
        {
            // What cannot be unpacked is not going to be changed either.
            let _ = file.take(most).read_to_end(&mut bytes);
        }
        bytes
    }

    /// Replaces a part, or adds it.
    pub fn put(&mut self, part: &str, text: String) {
        match self.index.get(&part.to_lowercase()) {
            Some(n) => _ = self.changed.insert(*n, text),
            None => _ = self.added.insert(part.to_owned(), text),
        }
    }

    /// A name that no part has: `xl/comments`, `.xml` gives `xl/comments7.xml`.
    pub fn free(&self, start: &str, end: &str) -> String {
        let name = |n: usize| format!("{start}{n}{end}");
        (1..).map(name).find(|n| !self.has(n)).unwrap_or_else(|| name(0))
    }

    /// The archive: the old parts in their order, changed ones in their places, then new ones.
    pub fn write(mut self) -> Edit<Vec<u8>> {
        let failed = |_| MarkingRefusal::new("a part of it cannot be copied");
        let written = |_| MarkingRefusal::new("a part of it cannot be written");
        let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        // Thousands of returns may be marked in a run: the quickest level costs a few kilobytes each.
        let plain = plain.last_modified_time(DateTime::default()).compression_level(Some(1)).system(System::Unix);
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        for n in 0..self.zip.len() {
            match self.changed.get(&n) {
                None => out.raw_copy_file(self.zip.by_index_raw(n).map_err(failed)?).map_err(failed)?,
                Some(text) => {
                    out.start_file(self.names[n].as_str(), plain).map_err(failed)?;
                    out.write_all(text.as_bytes()).map_err(written)?;
                }
            }
        }
        for (name, text) in &self.added {
            out.start_file(name.as_str(), plain).map_err(failed)?;
            out.write_all(text.as_bytes()).map_err(written)?;
        }
        Ok(out.finish().map_err(failed)?.into_inner())
    }

    /// What a part refers to; nothing where it has no relationships.
    pub fn relations(&mut self, part: &str) -> Edit<Vec<Relation>> {
        let file = relations_part(part);
        if !self.has(&file) {
            return Ok(vec![]);
        }
        let xml = self.read(&file)?;
        let mut tags = Tags::new(&xml);
        let mut out = Vec::new();
        while let Some(tag) = tags.next()? {
            if tag.opens("Relationship") {
                let value = |key| tag.value(key).unwrap_or_default();
                let target = if value("TargetMode") == "External" { None } else { resolve(part, &value("Target")) };
                out.push(Relation { id: value("Id"), kind: value("Type"), target });
            }
        }
        Ok(out)
    }

    /// Adds a reference from `part` to another; returns its id.
    pub fn relate(&mut self, part: &str, kind: &str, target: &str) -> Edit<String> {
        let known = self.relations(part)?;
        let id = (1..).map(|n| format!("rIdMarked{n}")).find(|id| !known.iter().any(|r| r.id == *id));
        let id = id.unwrap_or_default();
        let file = relations_part(part);
        let line = |prefix: &str| {
            let (kind, target) = (escaped(kind), escaped(target));
            format!("<{prefix}Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"/{target}\"/>")
        };
        let text = match self.has(&file) {
            true => append(&self.read(&file)?, "Relationships", line)?,
            false => format!(
                "{DECLARATION}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{}\
                 </Relationships>",
                line("")
            ),
        };
        self.put(&file, text);
        Ok(id)
    }

    /// Says what kind of content a part holds.
    pub fn declare(&mut self, attribute: &str, name: &str, content_type: &str) -> Edit<()> {
        const TYPES: &str = "[Content_Types].xml";
        let xml = self.read(TYPES)?;
        let element = if attribute == "Extension" { "Default" } else { "Override" };
        let mut tags = Tags::new(&xml);
        while let Some(tag) = tags.next()? {
            if tag.opens(element) && tag.raw(attribute).is_some_and(|v| v.eq_ignore_ascii_case(name)) {
                return Ok(());
            }
        }
        let line = |prefix: &str| {
            format!("<{prefix}{element} {attribute}=\"{}\" ContentType=\"{content_type}\"/>", escaped(name))
        };
        let text = append(&xml, "Types", line)?;
        self.put(TYPES, text);
        Ok(())
    }
}

pub(super) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// A reference from one part to another.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    pub id: String,
    pub kind: String,
    /// Name of the part; `None` outside the workbook.
    pub target: Option<String>,
}

impl Relation {
    /// The last word of the kind, which is the same in both dialects of the format.
    pub fn is(&self, word: &str) -> bool {
        self.kind.rsplit('/').next() == Some(word)
    }
}

/// Puts a line at the end of the root element.
fn append(xml: &str, root: &str, line: impl Fn(&str) -> String) -> Edit<String> {
    let mut edits = Edits::default();
    let mut tags = Tags::new(xml);
    while let Some(tag) = tags.next()? {
        match (tag.depth, tag.kind, tag.local() == root) {
            (0, TagKind::Close, true) => edits.insert(tag.at.start, line(tag.prefix())),
            (0, TagKind::Empty, true) => edits.open_up(&tag, &line(tag.prefix())),
            (0, _, false) => return Err(MarkingRefusal::new("a list of its parts is not as it should be")),
            _ => {}
        }
    }
    edits.apply(xml)
}

fn folder(part: &str) -> &str {
    part.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn relations_part(part: &str) -> String {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let slash = if folder.is_empty() { "" } else { "/" };
    format!("{folder}{slash}_rels/{name}.rels")
}

/// The part that a target means, seen from another part; `None` when it leaves the archive.
fn resolve(from: &str, target: &str) -> Option<String> {
    let mut path: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => vec![],
        None => folder(from).split('/').filter(|s| !s.is_empty()).collect(),
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => _ = path.pop()?,
            step => path.push(step),
        }
    }
    Some(path.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets() {
        let cases = [
            ("xl/workbook.xml", "worksheets/sheet1.xml", Some("xl/worksheets/sheet1.xml")),
            ("xl/worksheets/sheet1.xml", "../comments1.xml", Some("xl/comments1.xml")),
            ("xl/workbook.xml", "/xl/styles.xml", Some("xl/styles.xml")),
            ("workbook.xml", "./styles.xml", Some("styles.xml")),
            ("xl/workbook.xml", "../../etc/passwd", None),
        ];
        for (from, target, wanted) in cases {
            assert_eq!(resolve(from, target).as_deref(), wanted, "{from} {target}");
        }
        assert_eq!(relations_part("workbook.xml"), "_rels/workbook.xml.rels");
        assert_eq!(relations_part(""), "_rels/.rels");
    }
}
