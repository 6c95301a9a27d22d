//! The workbook's own part: which sheets there are, and the Findings sheet put in front of them.

use super::package::{Package, Relation};
use super::xml::{Edit, Edits, MarkingRefusal, Tag, TagKind, Tags, escaped};

/// The name in the workbook that leads to our sheet, so that a later copy finds it whatever it is called by then.
const NAME: &str = "quarterday.findings";

/// A sheet of the workbook.
#[derive(Debug, Clone)]
pub(super) struct SheetPart {
    pub name: String,
    /// Name of its part.
    pub part: String,
    /// A sheet of cells, and no chart or dialogue.
    pub cells: bool,
}

/// What the workbook's part says.
pub(super) struct Contents {
    /// Name of the part.
    pub part: String,
    pub xml: String,
    pub namespace: String,
    pub sheets: Vec<SheetPart>,
    /// Position of our sheet from an earlier copy.
    pub ours: Option<usize>,
    relations: Vec<Relation>,
    largest_id: u32,
}

impl Contents {
    pub fn read(package: &mut Package<'_>) -> Edit<Self> {
        let start = package.relations("")?.into_iter().find(|r| r.is("officeDocument")).and_then(|r| r.target);
        let part = start.ok_or_else(unfit)?;
        let xml = package.read(&part)?;
        let relations = package.relations(&part)?;
        let mut tags = Tags::new(&xml);
        let (mut namespace, mut sheets, mut largest_id, mut findings) = (String::new(), vec![], 0, None);
        while let Some(tag) = tags.next()? {
            if tag.depth == 0 && tag.kind == TagKind::Open {
                let declared = tag.raw(format!("xmlns:{}", tag.prefix()).trim_end_matches(':'));
                namespace = declared.unwrap_or_default().to_owned();
            } else if tag.depth == 2 && tag.opens("sheet") {
                let id = tag.prefixed("id").ok_or_else(unfit)?;
                let relation = relations.iter().find(|r| r.id == id).ok_or_else(unfit)?;
                let part = relation.target.clone().ok_or_else(unfit)?;
                let name = tag.value("name").ok_or_else(unfit)?;
                sheets.push(SheetPart { name, part, cells: relation.is("worksheet") });
                largest_id = largest_id.max(tag.number("sheetId").unwrap_or_default());
            } else if tag.opens("definedName") && tag.raw("name") == Some(NAME) {
                let whole = tags.rest_of(&tag)?;
                let text = xml.get(tag.at.end..whole.end).and_then(|t| t.split('<').next()).unwrap_or_default();
                findings = quick_xml::escape::unescape(text).ok().map(|t| sheet_of(&t));
            }
        }
        if sheets.is_empty() || namespace.is_empty() || largest_id >= 65_000 {
            return Err(unfit());
        }
        let ours = findings.and_then(|name| sheets.iter().position(|s: &SheetPart| s.cells && s.name == name));
        drop(tags);
        Ok(Self { part, xml, namespace, sheets, ours, relations, largest_id })
    }

    /// A reference from the workbook of this kind.
    pub fn related(&self, word: &str) -> Option<String> {
        self.relations.iter().find(|r| r.is(word)).and_then(|r| r.target.clone())
    }

    /// The kind of reference that means `word` in the dialect of this workbook.
    pub fn kind_of(&self, word: &str) -> String {
        let sheet = self.relations.iter().find(|r| r.is("worksheet")).map_or(TRANSITIONAL, |r| r.kind.as_str());
        format!("{}/{word}", sheet.rsplit_once('/').map_or(sheet, |(base, _)| base))
    }

    /// A name for our sheet that no other sheet has.
    pub fn free_name(&self) -> String {
        let taken = |name: &String| self.sheets.iter().any(|s| s.name.to_lowercase() == name.to_lowercase());
        let names = (1..).map(|n| if n == 1 { "Findings".to_owned() } else { format!("Findings ({n})") });
        names.into_iter().find(|n| !taken(n)).unwrap_or_default()
    }

    /// The part with our sheet in front, shown first. What counts sheets by their position counts one more.
    pub fn with_sheet(&self, name: &str, relation: &str) -> Edit<String> {
        let mut edits = Edits::default();
        let mut tags = Tags::new(&self.xml);
        let root = tags.next()?.ok_or_else(unfit)?;
        let references = self.kind_of("");
        let references = root.prefix_of(references.trim_end_matches('/'));
        let (sheets, p) = (self.sheets.len(), root.prefix());
        let id = match references {
            Some(r) => format!("{r}:id=\"{relation}\""),
            None => format!("xmlns:r=\"{}\" r:id=\"{relation}\"", self.kind_of("").trim_end_matches('/')),
        };
        let line = format!("<{p}sheet name=\"{}\" sheetId=\"{}\" {id}/>", escaped(name), self.largest_id + 1);
        let target = escaped(&format!("'{}'!$A$1", name.replace('\'', "''")));
        let ours = format!("<{p}definedName name=\"{NAME}\" hidden=\"1\">{target}</{p}definedName>");
        // Where the names stand: in their own element, or behind the last of those that come before it.
        let (mut after, mut named) = (None, false);
        while let Some(tag) = tags.next()? {
            match (tag.depth, tag.local()) {
                (1, "sheets") if tag.kind == TagKind::Open => edits.insert(tag.at.end, line.clone()),
                (1, "definedNames") if tag.kind == TagKind::Open => {
                    named = true;
                    edits.insert(tag.at.end, ours.clone());
                }
                (1, "definedNames") if tag.kind == TagKind::Empty => {
                    named = true;
                    edits.open_up(&tag, &ours);
                }
                (2, "definedName") => move_on(&tag, "localSheetId", sheets, &mut edits)?,
                (2, "workbookView") => {
                    if tag.raw("activeTab").is_some() {
                        edits.set(&tag, "activeTab", "0");
                    }
                    if tag.raw("firstSheet").is_some() {
                        edits.set(&tag, "firstSheet", "0");
                    }
                }
                _ => {}
            }
            let before = ["sheets", "functionGroups", "externalReferences"].contains(&tag.local());
            if tag.depth == 1 && before && tag.kind != TagKind::Open {
                after = Some(tag.at.end);
            }
        }
        if !named {
            edits.insert(after.ok_or_else(unfit)?, format!("<{p}definedNames>{ours}</{p}definedNames>"));
        }
        edits.apply(&self.xml)
    }

    /// The part with our sheet of an earlier copy shown first.
    pub fn showing(&self, position: usize) -> Edit<String> {
        let mut edits = Edits::default();
        let mut tags = Tags::new(&self.xml);
        while let Some(tag) = tags.next()? {
            if tag.depth == 2 && tag.opens("workbookView") {
                edits.set(&tag, "activeTab", &position.to_string());
            }
        }
        edits.apply(&self.xml)
    }
}

const TRANSITIONAL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet";

fn unfit() -> MarkingRefusal {
    MarkingRefusal::new("its list of sheets is not as it should be")
}

fn move_on(tag: &Tag<'_>, key: &str, sheets: usize, edits: &mut Edits) -> Edit<()> {
    if tag.kind == TagKind::Close || tag.raw(key).is_none() {
        return Ok(());
    }
    let position = tag.number(key).filter(|n| (*n as usize) < sheets).ok_or_else(unfit)?;
    edits.set(tag, key, &(position + 1).to_string());
    Ok(())
}

/// `'Our sheet'!$A$1` names `Our sheet`.
fn sheet_of(reference: &str) -> String {
    let sheet = reference.rsplit_once('!').map_or(reference, |(sheet, _)| sheet);
    let quoted = sheet.strip_prefix('\'').and_then(|s| s.strip_suffix('\''));
    quoted.map_or(sheet.to_owned(), |s| s.replace("''", "'"))
}
