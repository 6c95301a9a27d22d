//! The parts of an .xlsx or .xlsb workbook, found by their relationships, whatever they are called and wherever they
//! stand; and what the parser, which looks for some of them by name, is to call them.

use super::cleared::PlainPart;
use super::parts::Parts;
use super::refusal::{Refusal, WorkbookFormat};
use super::xlsb;
use super::xml::{attributes_of, in_utf_8, unescaped, without_interruptions};

/// A workbook's parts.
pub(super) struct Package {
    pub kind: WorkbookFormat,
    /// In the order in which they are to be looked at.
    pub parts: Vec<Part>,
    /// How many sheets the workbook lists.
    pub sheets: usize,
    /// The workbook itself, whole.
    pub workbook: Vec<u8>,
    /// Its relationships, as the parser is to see them.
    pub relationships: String,
    /// The parser would find every part in the file as it came.
    pub as_expected: bool,
}

/// A part that is looked at.
pub(super) struct Part {
    /// Its number in the archive.
    pub number: usize,
    pub role: Role,
    /// What the parser calls it, where it reads it.
    pub called: Option<String>,
}

/// What a part is to the workbook; of a sheet or beside it, with the number of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Styles,
    Texts,
    Metadata,
    RichValues,
    RichStructures,
    Sheet(usize),
    Drawing(usize),
    Comments(usize),
    Threads(usize),
}

/// A relationship of a part to another part of the archive.
pub(crate) struct Relation {
    /// As it is written.
    pub id: String,
    /// The last word of its type, in lower case.
    pub kind: String,
    /// As it is written.
    target: String,
    /// The part that it means, in lower case.
    pub path: String,
}

/// The start of the first record of an .xlsb workbook.
const BEGIN_BOOK: &[u8] = b"\x83\x01";

impl Package {
    /// The workbook that the archive is; `None` when it is none.
    pub fn of(parts: &mut Parts<'_>) -> Result<Option<Self>, Refusal> {
        let root = relations(parts, "")?;
        let main = root.iter().find(|r| r.kind == "officedocument").map(|r| r.path.clone());
        let main = main.filter(|path| parts.find(path).is_some());
        let named = |name: &str| parts.names.iter().find(|n| n.ends_with(name)).cloned();
        let Some(path) = main.or_else(|| named("workbook.xml")).or_else(|| named("workbook.bin")) else {
            return Ok(None);
        };
        let Some(number) = parts.find(&path) else { return Ok(None) };
        let workbook = parts.read(number)?;
        let workbook = in_utf_8(&workbook).unwrap_or(workbook);
        let binary = workbook.starts_with(BEGIN_BOOK) || path.ends_with(".bin");
        let workbook = if binary { None } else { without_interruptions(&workbook) }.unwrap_or(workbook);
        let listed: Vec<String> = if binary {
            xlsb::sheet_ids(&workbook)
        } else {
            attributes_of(&workbook, "sheet", ["r:id"]).into_iter().map(|[id]| id).collect()
        };
        if !binary && listed.is_empty() && !path.ends_with("workbook.xml") {
            return Ok(None);
        }
        let (kind, extension) = if binary { (WorkbookFormat::Xlsb, "bin") } else { (WorkbookFormat::Xlsx, "xml") };
        let mut package = Self {
            kind,
            parts: Vec::new(),
            sheets: listed.len(),
            workbook,
            relationships: String::new(),
            as_expected: path == format!("xl/workbook.{extension}"),
        };
        let related = relations(parts, &path)?;
        package.take_books_parts(parts, &related, extension);
        package.take_sheets(parts, &related, &listed, extension)?;
        package.parts.sort_by_key(|p| p.role);
        Ok(Some(package))
    }

    fn take(&mut self, parts: &Parts<'_>, path: &str, role: Role, called: Option<String>) {
        let Some(number) = parts.find(path) else { return };
        self.as_expected &= called.as_ref().is_none_or(|c| c.eq_ignore_ascii_case(path));
        self.parts.push(Part { number, role, called });
    }

    fn take_books_parts(&mut self, parts: &Parts<'_>, related: &[Relation], extension: &str) {
        let roles = [
            ("styles", Role::Styles, Some("styles")),
            ("sharedstrings", Role::Texts, Some("sharedStrings")),
            ("sheetmetadata", Role::Metadata, None),
            ("rdrichvalue", Role::RichValues, None),
            ("rdrichvaluestructure", Role::RichStructures, None),
        ];
        for (kind, role, called) in roles {
            if let Some(relation) = related.iter().find(|r| r.kind == kind) {
                self.take(parts, &relation.path, role, called.map(|c| format!("xl/{c}.{extension}")));
            }
        }
    }

    /// The sheets, and what stands on them beside their cells. The parser tells the kinds of sheet apart by their
    /// relationship or their folder, and refuses a workbook with a kind that it does not know: a sheet of macros is a
    /// sheet of dialogues to it, that nobody reads either.
    fn take_sheets(
        &mut self,
        parts: &mut Parts<'_>,
        related: &[Relation],
        listed: &[String],
        extension: &str,
    ) -> Result<(), Refusal> {
        let mut lines = String::new();
        for (n, id) in listed.iter().enumerate() {
            let Some(relation) = related.iter().find(|r| r.id == *id) else { continue };
            let kind = match relation.kind.as_str() {
                kind @ ("worksheet" | "chartsheet") => kind,
                _ => "dialogsheet",
            };
            let called = format!("{kind}s/sheet{}.{extension}", n + 1);
            lines += &format!(
                "<Relationship Id=\"{id}\" Type=\"{RELATIONSHIPS}/{kind}\" Target=\"{called}\"/>",
                id = relation.id
            );
            let plain = relation.target.strip_prefix("/xl/").filter(|_| self.kind == WorkbookFormat::Xlsx);
            let plain = plain.unwrap_or(&relation.target);
            self.as_expected &=
                format!("xl/{plain}").eq_ignore_ascii_case(&relation.path) && plain.starts_with(&format!("{kind}s/"));
            if kind != "worksheet" {
                continue;
            }
            let Some(number) = parts.find(&relation.path) else { continue };
            self.parts.push(Part { number, role: Role::Sheet(n), called: Some(format!("xl/{called}")) });
            for beside in relations(parts, &relation.path)? {
                let role = match beside.kind.as_str() {
                    "drawing" => Role::Drawing(n),
                    "comments" => Role::Comments(n),
                    "threadedcomment" => Role::Threads(n),
                    _ => continue,
                };
                self.take(parts, &beside.path, role, None);
            }
        }
        self.relationships = format!("<Relationships xmlns=\"{PACKAGE}\">{lines}</Relationships>");
        Ok(())
    }

    /// What the parser looks at first: where the workbook is, the workbook, and its relationships.
    pub fn first(&self) -> [(&'static str, Vec<u8>); 3] {
        let (name, names) = match self.kind {
            WorkbookFormat::Xlsb => ("xl/workbook.bin", "xl/_rels/workbook.bin.rels"),
            _ => ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"),
        };
        let root = format!(
            "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"rId1\" Type=\"{RELATIONSHIPS}/officeDocument\" \
             Target=\"{name}\"/></Relationships>"
        );
        [
            ("_rels/.rels", root.into_bytes()),
            (name, self.workbook.clone()),
            (names, self.relationships.clone().into_bytes()),
        ]
    }
}

impl Role {
    /// The part, where it may be of the plain shape.
    pub fn plain(self) -> Option<PlainPart> {
        match self {
            Self::Styles => Some(PlainPart::Styles),
            Self::Texts => Some(PlainPart::Texts),
            Self::Sheet(n) => Some(PlainPart::Sheet(n)),
            _ => None,
        }
    }
}

/// The relationships of a package, and of the workbook in it whose one sheet has the id `a`.
pub(super) fn of_one_sheet() -> [String; 2] {
    let list = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"a\" Type=\"{RELATIONSHIPS}/{kind}\" \
             Target=\"{target}\"/></Relationships>"
        )
    };
    [list("officeDocument", "xl/workbook.xml"), list("worksheet", "worksheets/sheet1.xml")]
}

const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The relationships of a part, or of the package itself, to other parts.
pub(crate) fn relations(parts: &mut Parts<'_>, of: &str) -> Result<Vec<Relation>, Refusal> {
    let (folder, name) = of.rsplit_once('/').unwrap_or(("", of));
    let slash = if folder.is_empty() { "" } else { "/" };
    let Some(number) = parts.find(&format!("{folder}{slash}_rels/{name}.rels")) else { return Ok(vec![]) };
    let xml = parts.read(number)?;
    let xml = in_utf_8(&xml).unwrap_or(xml);
    let xml = without_interruptions(&xml).unwrap_or(xml);
    let lines = attributes_of(&xml, "Relationship", ["Id", "Type", "Target", "TargetMode"]);
    let inside = lines.into_iter().filter(|[_, _, _, mode]| mode != "External");
    let relation = |[id, kind, target, _]: [String; 4]| {
        let kind = kind.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        let path = resolved(folder, &unescaped(&target));
        Relation { id, kind, target, path }
    };
    Ok(inside.map(relation).collect())
}

/// The part that a target means, seen from a folder.
fn resolved(folder: &str, target: &str) -> String {
    let target = with_characters(&target.replace('\\', "/"));
    let mut path: Vec<&str> =
        if target.starts_with('/') { vec![] } else { folder.split('/').filter(|s| !s.is_empty()).collect() };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => _ = path.pop(),
            step => path.push(step),
        }
    }
    path.join("/").to_ascii_lowercase()
}

/// A target with its `%20` as characters.
fn with_characters(target: &str) -> String {
    let mut out = Vec::with_capacity(target.len());
    let mut rest = target.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let code = tail.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => (out.push(byte), rest = &tail[2..]).1,
            None => (out.push(*first), rest = tail).1,
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| target.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("xl", "worksheets/Sheet1.xml", "xl/worksheets/sheet1.xml")]
    #[case("xl/worksheets", "../drawings/drawing1.xml", "xl/drawings/drawing1.xml")]
    #[case("xl", "/xl/sheet%201.xml", "xl/sheet 1.xml")]
    #[case("", "./book.xml", "book.xml")]
    #[case("xl", "../../../a%zz.xml", "a%zz.xml")]
    fn targets(#[case] folder: &str, #[case] target: &str, #[case] path: &str) {
        assert_eq!(resolved(folder, target), path);
    }
}
