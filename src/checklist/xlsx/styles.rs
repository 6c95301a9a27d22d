//! The styles of an .xlsx.

use super::colours::Theme;
use crate::checklist::facts::{Align, StyleFacts};
use crate::checklist::xml::{Read, children, number, root, value, within, yes};
use crate::ingest::XmlPart;
use quick_xml::events::BytesStart;
use std::collections::BTreeSet;

/// What the part says.
#[derive(Debug, Default)]
pub(super) struct Styles {
    /// By the number that cells have.
    pub cells: Vec<StyleFacts>,
    /// Of each format that depends on values: whether it fills, and whether it inks.
    pub conditional: Vec<(bool, bool)>,
    /// Looks of tables of the workbook's own that fill cells.
    pub filling_looks: BTreeSet<String>,
    /// Looks of tables of the workbook's own.
    pub looks: BTreeSet<String>,
}

#[derive(Default)]
struct Collected {
    fonts: Vec<StyleFacts>,
    fills: Vec<Option<String>>,
    borders: Vec<bool>,
    cells: Vec<(StyleFacts, [usize; 3], usize)>,
    headings: BTreeSet<usize>,
}

/// Names by which programs keep headings and the title, whatever the language of the file.
const HEADINGS: std::ops::RangeInclusive<u32> = 15..=19;

/// Reads the part.
pub(super) fn read(xml: &[u8], theme: &Theme) -> Read<Styles> {
    let (mut styles, mut seen, mut part) = (Styles::default(), Collected::default(), XmlPart::new(xml));
    root(&mut part)?;
    children(&mut part, |group, _, part| match group {
        "fonts" => children(part, |_, _, part| font(part, theme).map(|font| seen.fonts.push(font))),
        "fills" => children(part, |_, _, part| fill(part, theme, false).map(|fill| seen.fills.push(fill))),
        "borders" => children(part, |_, _, part| {
            let mut drawn = false;
            within(part, |_, tag| drawn |= value(tag, "style").is_some_and(|style| style != "none"))?;
            seen.borders.push(drawn);
            Ok(())
        }),
        "cellXfs" => children(part, |_, tag, part| {
            let of = |name| number(tag, name).unwrap_or_default();
            let mut style = StyleFacts::default();
            within(part, |name, tag| {
                if name == "alignment" {
                    align(&mut style, tag);
                }
            })?;
            seen.cells.push((style, [of("fontId"), of("fillId"), of("borderId")], of("xfId")));
            Ok(())
        }),
        "cellStyles" => children(part, |_, tag, part| {
            let kept = number::<u32>(tag, "builtinId").is_some_and(|id| HEADINGS.contains(&id));
            let named = value(tag, "name").is_some_and(|name| name == "Title" || name.starts_with("Heading"));
            if kept || named {
                seen.headings.extend(number::<usize>(tag, "xfId"));
            }
            part.pass_over()
        }),
        "dxfs" => children(part, |_, _, part| dxf(part, theme).map(|look| styles.conditional.push(look))),
        "tableStyles" => children(part, |_, tag, part| {
            let name = value(tag, "name").unwrap_or_default();
            let mut used = vec![];
            within(part, |_, tag| used.extend(number::<usize>(tag, "dxfId")))?;
            if used.iter().any(|n| styles.conditional.get(*n).is_some_and(|(fills, _)| *fills)) {
                styles.filling_looks.insert(name.clone());
            }
            styles.looks.insert(name);
            Ok(())
        }),
        _ => part.pass_over(),
    })?;
    styles.cells = seen.cells.iter().map(|cell| seen.together(cell)).collect();
    Ok(styles)
}

impl Collected {
    fn together(&self, (own, [font, fill, border], named): &(StyleFacts, [usize; 3], usize)) -> StyleFacts {
        let font = self.fonts.get(*font).cloned().unwrap_or_default();
        StyleFacts {
            fill: self.fills.get(*fill).cloned().flatten(),
            border: self.borders.get(*border).copied().unwrap_or_default(),
            heading: self.headings.contains(named),
            wrap: own.wrap,
            align: own.align,
            rotated: own.rotated,
            ..font
        }
    }
}

fn align(style: &mut StyleFacts, tag: &BytesStart<'_>) {
    style.wrap = yes(tag, "wrapText");
    style.rotated = number::<u32>(tag, "textRotation").is_some_and(|turn| turn != 0);
    style.align = match value(tag, "horizontal").as_deref() {
        Some("left") => Align::Left,
        Some("right") => Align::Right,
        Some("center" | "centerContinuous") => Align::Centre,
        Some("justify" | "distributed" | "fill") => Align::Spread,
        _ => Align::Usual,
    };
}

/// A font, also that of a piece of text.
pub(super) fn font(part: &mut XmlPart<'_>, theme: &Theme) -> Read<StyleFacts> {
    let mut style = StyleFacts::default();
    let on = |tag: &BytesStart<'_>| value(tag, "val").is_none_or(|v| !matches!(v.as_str(), "0" | "false" | "none"));
    within(part, |name, tag| match name {
        "name" | "rFont" => style.font = value(tag, "val").unwrap_or_default(),
        "sz" => style.size = number(tag, "val").unwrap_or(style.size),
        "b" => style.bold = on(tag),
        "i" => style.italic = on(tag),
        "u" => style.underlined = on(tag),
        "vertAlign" => style.raised = value(tag, "val").as_deref() == Some("superscript"),
        "color" => style.ink = theme.colour(tag),
        _ => {}
    })?;
    Ok(style)
}

/// The ground of a cell. What depends on values has its colour in the other place.
fn fill(part: &mut XmlPart<'_>, theme: &Theme, conditional: bool) -> Read<Option<String>> {
    let (mut pattern, mut front, mut back) = (conditional, None, None);
    within(part, |name, tag| match name {
        "patternFill" => {
            let kind = value(tag, "patternType");
            pattern = kind.map_or(conditional, |kind| kind != "none");
        }
        "gradientFill" => pattern = true,
        "fgColor" => front = theme.colour(tag),
        "bgColor" => back = theme.colour(tag),
        "color" if front.is_none() => front = theme.colour(tag),
        _ => {}
    })?;
    let colour = if conditional { back.or(front) } else { front.or(back) };
    Ok(if pattern { colour } else { None })
}

fn dxf(part: &mut XmlPart<'_>, theme: &Theme) -> Read<(bool, bool)> {
    let (mut fills, mut inks) = (false, false);
    children(part, |name, _, part| match name {
        "fill" => fill(part, theme, true).map(|fill| fills = fill.is_some_and(|c| c != "#FFFFFF")),
        "font" => font(part, theme).map(|font| inks = font.ink.is_some()),
        _ => part.pass_over(),
    })?;
    Ok((fills, inks))
}
