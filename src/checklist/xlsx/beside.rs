//! What stands beside the cells of an .xlsx: tables and what is drawn.

use super::styles::Styles;
use super::texts::plain;
use crate::checklist::area::Area;
use crate::checklist::facts::{ShapeFacts, ShapeKind, TableFacts};
use crate::checklist::xml::{Read, children, number, root, value, yes};
use crate::ingest::{Malformed, Next, XmlPart};

/// Reads the part of a table; nothing where it has no range.
pub(super) fn table(xml: &[u8], styles: &Styles) -> Read<Option<TableFacts>> {
    let mut part = XmlPart::new(xml);
    let tag = root(&mut part)?;
    let name = value(&tag, "displayName").or_else(|| value(&tag, "name")).unwrap_or_default();
    let header = number::<u32>(&tag, "headerRowCount").is_none_or(|n| n > 0);
    let area = value(&tag, "ref").as_deref().and_then(Area::parse);
    let columns = area.map_or(0, |a| u64::from(a.columns.1 - a.columns.0) + 1);
    let (mut filter, mut fills) = (false, None);
    children(&mut part, |name, tag, part| match name {
        "autoFilter" => {
            let mut without = 0_u64;
            children(part, |_, column, part| {
                without += u64::from(yes(column, "hiddenButton"));
                part.pass_over()
            })?;
            filter = without < columns;
            Ok(())
        }
        "tableStyleInfo" => {
            let stripes = yes(tag, "showRowStripes") || yes(tag, "showColumnStripes");
            fills = value(tag, "name").filter(|look| fills_cells(look, stripes, styles));
            part.pass_over()
        }
        _ => part.pass_over(),
    })?;
    Ok(area.map(|area| TableFacts { name, area, header, filter, fills }))
}

/// Of Excel's own looks the first seven and the last seven light ones fill nothing but stripes.
fn fills_cells(look: &str, stripes: bool, styles: &Styles) -> bool {
    if styles.looks.contains(look) {
        return styles.filling_looks.contains(look);
    }
    match look.strip_prefix("TableStyleLight").and_then(|n| n.parse::<u32>().ok()) {
        Some(8..=14) => true,
        Some(_) => stripes,
        None => look.starts_with("TableStyleMedium") || look.starts_with("TableStyleDark"),
    }
}

/// Reads what is drawn on a sheet.
pub(super) fn drawing(xml: &[u8]) -> Read<Vec<ShapeFacts>> {
    let (mut shapes, mut part) = (vec![], XmlPart::new(xml));
    root(&mut part)?;
    children(&mut part, |name, _, part| match name {
        "twoCellAnchor" | "oneCellAnchor" | "absoluteAnchor" => {
            let mut shape = Anchored::default();
            shape.read(part)?;
            shapes.extend(shape.facts());
            Ok(())
        }
        "AlternateContent" => {
            let mut shape = Anchored::default();
            shape.read(part)?;
            shapes.extend(shape.facts());
            Ok(())
        }
        _ => part.pass_over(),
    })?;
    Ok(shapes)
}

/// What is anchored at one place.
#[derive(Default)]
struct Anchored {
    column: Option<u32>,
    row: Option<u32>,
    picture: bool,
    chart: bool,
    shape: bool,
    words: String,
    told: String,
}

impl Anchored {
    fn read(&mut self, part: &mut XmlPart<'_>) -> Read<()> {
        let mut depth = 1_usize;
        while depth > 0 {
            match part.next()? {
                Next::Start(tag) => {
                    let name = tag.local_name();
                    let name: &str = name.as_ref();
                    match name {
                        // What older programs are to show instead; what the shape ends at.
                        "Fallback" | "to" => part.pass_over()?,
                        "t" => self.words += &plain(part)?,
                        "col" if self.column.is_none() => self.column = plain(part)?.trim().parse().ok(),
                        "row" if self.row.is_none() => self.row = plain(part)?.trim().parse().ok(),
                        _ => {
                            depth += 1;
                            self.take(name);
                            if name == "cNvPr" {
                                self.told += &value(&tag, "descr").or_else(|| value(&tag, "title")).unwrap_or_default();
                            }
                        }
                    }
                }
                Next::End => depth -= 1,
                Next::Text(_) => {}
                Next::Over => return Err(Malformed),
            }
        }
        Ok(())
    }

    fn take(&mut self, name: &str) {
        match name {
            "pic" => self.picture = true,
            "graphicFrame" => self.chart = true,
            "sp" | "cxnSp" => self.shape = true,
            _ => {}
        }
    }

    fn facts(self) -> Option<ShapeFacts> {
        let kind = match self {
            Self { picture: true, .. } => ShapeKind::Picture,
            Self { chart: true, .. } => ShapeKind::Chart,
            Self { shape: true, ref words, .. } if words.trim().is_empty() => ShapeKind::Drawing,
            Self { shape: true, .. } => ShapeKind::TextBox,
            _ => return None,
        };
        Some(ShapeFacts { kind, at: self.row.zip(self.column), told: self.told })
    }
}
