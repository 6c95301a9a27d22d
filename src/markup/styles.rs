//! The list of styles: a marked cell gets its own style with another fill, so that its number format, borders, font and
//! protection stay what they were.
//!
//! The colour that a cell had is kept as the background colour of the mark's solid fill, where no program shows it. So
//! a marked copy that comes back can be given its own colours again, whatever happened to its rows in between.
//! LibreOffice writes a background colour of its own there; after it a mark that comes off leaves no colour.

use super::xml::{Edit, Edits, MarkingRefusal, Tag, TagKind, Tags};
use crate::catalogue::Severity;
use std::collections::HashMap;
use std::ops::Range;

/// The colours of marks, which no palette has: for dark text, and for light text on a dark cell.
pub(super) const MARKS: [(Severity, &str, &str); 2] =
    [(Severity::Error, "FFF7B5AE", "FFA3211A"), (Severity::Query, "FFFFC46B", "FF855300")];

/// The colour of a cell that the service fills in.
pub(super) const INPUT: &str = "FFFFF7DB";

/// The colour of a mark as `#RRGGBB`; none for notes.
pub(super) fn colour(severity: Severity) -> Option<String> {
    MARKS.iter().find(|(s, ..)| *s == severity).map(|(_, pale, _)| format!("#{}", &pale[2..]))
}

/// What a workbook without styles is given.
pub(super) fn none(namespace: &str) -> String {
    format!(
        "{}<styleSheet xmlns=\"{namespace}\"><fonts count=\"1\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>\
         <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/>\
         </fill></fills><borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs>\
         <cellXfs count=\"1\"><xf xfId=\"0\"/></cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" \
         builtinId=\"0\"/></cellStyles></styleSheet>",
        super::package::DECLARATION
    )
}

/// The styles of the new sheet.
#[derive(Debug, Clone, Copy)]
pub(super) struct FrontStyles {
    /// White on white.
    pub key: usize,
    pub title: usize,
    pub line: usize,
    pub heading: usize,
    pub text: usize,
    pub link: usize,
    /// For the service to fill in.
    pub input: usize,
    pub severity: [usize; 3],
}

/// One list of the part: where its items stand and where new ones go.
struct StyleList {
    count: Option<Range<usize>>,
    end: usize,
    items: Vec<Range<usize>>,
    new: Vec<String>,
}

impl StyleList {
    /// An item of the file or a new one.
    fn get<'l>(&'l self, xml: &'l str, n: usize) -> Option<&'l str> {
        match self.items.get(n) {
            Some(at) => xml.get(at.clone()),
            None => self.new.get(n - self.items.len()).map(String::as_str),
        }
    }

    fn add(&mut self, item: String) -> usize {
        self.new.push(item);
        self.items.len() + self.new.len() - 1
    }
}

pub(super) struct StylesPart<'x> {
    xml: &'x str,
    prefix: &'x str,
    fonts: StyleList,
    fills: StyleList,
    borders: StyleList,
    formats: StyleList,
    /// The background colours are those that we or Excel wrote.
    pub colours_kept: bool,
    /// New formats by the cell's own, and what it is for.
    known: HashMap<(usize, Marking), usize>,
}

/// What is done to the style of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Marking {
    Mark(Severity),
    Unmark,
}

impl<'x> StylesPart<'x> {
    pub fn read(xml: &'x str) -> Edit<Self> {
        let mut lists = [None, None, None, None];
        let mut tags = Tags::new(xml);
        let mut prefix = "";
        while let Some(tag) = tags.next()? {
            if tag.depth == 0 && tag.kind == TagKind::Open {
                prefix = tag.prefix();
            }
            let found = ["fonts", "fills", "borders", "cellXfs"].iter().position(|l| tag.local() == *l);
            if let Some(n) = found.filter(|_| tag.depth == 1 && tag.kind == TagKind::Open) {
                lists[n] = Some(list(xml, &mut tags, &tag)?);
            }
        }
        let [Some(fonts), Some(fills), Some(borders), Some(formats)] = lists else { return Err(unfit()) };
        if formats.items.is_empty() || fills.items.is_empty() {
            return Err(unfit());
        }
        Ok(Self { xml, prefix, fonts, fills, borders, formats, colours_kept: true, known: HashMap::new() })
    }

    /// The cell's own format with the fill of a mark.
    pub fn marked(&mut self, own: usize, severity: Severity) -> Edit<usize> {
        let own = self.unmarked(own)?.unwrap_or(own);
        self.derived(own, Marking::Mark(severity))
    }

    /// The format that a cell had before an earlier mark; `None` where it carries no mark.
    pub fn unmarked(&mut self, own: usize) -> Edit<Option<usize>> {
        match self.kept_colour(own)? {
            Some(_) => self.derived(own, Marking::Unmark).map(Some),
            None => Ok(None),
        }
    }

    fn derived(&mut self, own: usize, want: Marking) -> Edit<usize> {
        if let Some(n) = self.known.get(&(own, want)) {
            return Ok(*n);
        }
        let fill = match want {
            Marking::Mark(severity) => {
                let colour = MARKS.iter().find(|(s, ..)| *s == severity).ok_or_else(unfit)?;
                let colour = if self.light_text(own)? { colour.2 } else { colour.1 };
                let kept = self.colour_of(own)?.unwrap_or_else(|| "indexed=\"64\"".to_owned());
                self.solid(&format!("rgb=\"{colour}\""), &kept)
            }
            Marking::Unmark => match self.kept_colour(own)?.flatten() {
                Some(colour) => self.solid(&colour, "indexed=\"64\""),
                None => 0,
            },
        };
        let format = self.formats.get(self.xml, own).ok_or_else(unfit)?;
        let tag = Tags::new(format).next()?.ok_or_else(unfit)?;
        let mut edits = Edits::default();
        edits.set(&tag, "fillId", &fill.to_string());
        edits.set(&tag, "applyFill", "1");
        let derived = edits.apply(format)?;
        let n = self.formats.add(derived);
        self.known.insert((own, want), n);
        Ok(n)
    }

    fn solid(&mut self, front: &str, back: &str) -> usize {
        let p = self.prefix;
        let fill = format!(
            "<{p}fill><{p}patternFill patternType=\"solid\"><{p}fgColor {front}/><{p}bgColor {back}/></{p}patternFill></{p}fill>"
        );
        match self.fills.new.iter().position(|f| *f == fill) {
            Some(n) => self.fills.items.len() + n,
            None => self.fills.add(fill),
        }
    }

    /// An attribute of a format of the file; nothing for a format that does not exist.
    fn attribute(&self, format: usize, key: &str) -> Edit<Option<usize>> {
        let Some(item) = self.formats.get(self.xml, format) else { return Ok(None) };
        let tag = Tags::new(item).next()?;
        Ok(tag.and_then(|t| t.number(key)).map(|n| n as usize))
    }

    /// Attributes of the two colours of a solid fill.
    fn colours(&self, format: usize) -> Edit<Option<[String; 2]>> {
        let fill = self.attribute(format, "fillId")?.unwrap_or_default();
        let Some(item) = self.fills.get(self.xml, fill) else { return Ok(None) };
        let mut tags = Tags::new(item);
        let (mut solid, mut out) = (false, [String::new(), String::new()]);
        while let Some(tag) = tags.next()? {
            solid |= tag.opens("patternFill") && tag.raw("patternType") == Some("solid");
            let which = ["fgColor", "bgColor"].iter().position(|l| tag.opens(l));
            if let Some(n) = which {
                let said = ["rgb", "theme", "indexed", "auto", "tint"].iter();
                let said = said.filter_map(|k| Some(format!("{k}=\"{}\"", tag.raw(k)?.replace('"', ""))));
                out[n] = said.collect::<Vec<_>>().join(" ");
            }
        }
        Ok(solid.then_some(out))
    }

    /// The colour of a cell, as attributes.
    fn colour_of(&self, format: usize) -> Edit<Option<String>> {
        Ok(self.colours(format)?.map(|[front, _]| front).filter(|c| !c.is_empty()))
    }

    /// Some for a marked cell, with the colour that it had before.
    fn kept_colour(&self, format: usize) -> Edit<Option<Option<String>>> {
        let Some([front, back]) = self.colours(format)? else { return Ok(None) };
        let ours = |c: &str| front.eq_ignore_ascii_case(&format!("rgb=\"{c}\""));
        let marked = MARKS.iter().any(|(_, pale, dark)| ours(pale) || ours(dark));
        let had = Some(back).filter(|_| self.colours_kept);
        let had = had.filter(|b| !b.is_empty() && !b.contains("indexed=\"64\"") && !b.contains("auto="));
        Ok(marked.then_some(had))
    }

    /// White text, which could not be read on a pale mark.
    fn light_text(&self, format: usize) -> Edit<bool> {
        let font = self.attribute(format, "fontId")?.unwrap_or_default();
        let Some(item) = self.fonts.get(self.xml, font) else { return Ok(false) };
        let mut tags = Tags::new(item);
        while let Some(tag) = tags.next()? {
            if tag.opens("color") {
                let white = tag.raw("rgb").is_some_and(|c| c.to_ascii_uppercase().ends_with("FFFFFF"));
                return Ok(white || tag.raw("theme") == Some("0") || matches!(tag.raw("indexed"), Some("1" | "9")));
            }
        }
        Ok(false)
    }

    /// Styles of the Findings sheet, in the font of the workbook.
    pub fn front_styles(&mut self, accent: &str) -> FrontStyles {
        let p = self.prefix;
        let name = self.fonts.items.first().and_then(|at| font_name(&self.xml[at.clone()])).unwrap_or("Calibri".into());
        let mut font = |marks: &str, size: u32, colour: &str| {
            self.fonts.add(format!(
                "<{p}font>{marks}<{p}sz val=\"{size}\"/><{p}color rgb=\"{colour}\"/><{p}name val=\"{name}\"/></{p}font>"
            ))
        };
        let accent = format!("FF{}", accent.trim_start_matches('#'));
        let bold = format!("<{p}b/>");
        let (title, plain) = (font(&bold, 16, &accent), font("", 11, "FF1F1F1F"));
        let (heading, strong) = (font(&bold, 11, "FFFFFFFF"), font(&bold, 11, "FF1F1F1F"));
        let key = font("", 2, "FFFFFFFF");
        let link = font(&format!("<{p}u/>"), 11, "FF0B3C8C");
        let band = self.solid(&format!("rgb=\"{accent}\""), "indexed=\"64\"");
        let severity = MARKS.map(|(_, pale, _)| self.solid(&format!("rgb=\"{pale}\""), "indexed=\"65\""));
        let shade = self.solid(&format!("rgb=\"{INPUT}\""), "indexed=\"65\"");
        let below = self.borders.add(format!(
            "<{p}border><{p}left/><{p}right/><{p}top/><{p}bottom style=\"thin\"><{p}color rgb=\"FFBFBFBF\"/></{p}bottom>\
             <{p}diagonal/></{p}border>"
        ));
        let mut format = |font: usize, fill: usize, in_table: bool| {
            let (border, more) = match in_table {
                true => (below, " horizontal=\"left\" indent=\"1\" wrapText=\"1\""),
                false => (0, ""),
            };
            self.formats.add(format!(
                "<{p}xf numFmtId=\"0\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"{border}\" xfId=\"0\" applyFont=\"1\" \
                 applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\"><{p}alignment vertical=\"center\"{more}/></{p}xf>"
            ))
        };
        FrontStyles {
            key: format(key, 0, false),
            title: format(title, 0, false),
            line: format(plain, 0, false),
            heading: format(heading, band, true),
            text: format(plain, 0, true),
            input: format(plain, shade, true),
            link: format(link, 0, true),
            severity: [format(strong, severity[0], true), format(strong, severity[1], true), format(plain, 0, true)],
        }
    }

    /// The part with everything that is new.
    pub fn finish(self) -> Edit<String> {
        let mut edits = Edits::default();
        for list in [self.fonts, self.fills, self.borders, self.formats] {
            if let Some(count) = list.count.filter(|_| !list.new.is_empty()) {
                edits.replace(count, (list.items.len() + list.new.len()).to_string());
            }
            edits.insert(list.end, list.new.concat());
        }
        edits.apply(self.xml)
    }
}

fn unfit() -> MarkingRefusal {
    MarkingRefusal::new("its list of styles is not as it should be")
}

fn list<'x>(xml: &'x str, tags: &mut Tags<'x>, open: &Tag<'x>) -> Edit<StyleList> {
    let count = open.raw("count").map(|v| {
        let from = v.as_ptr() as usize - xml.as_ptr() as usize;
        from..from + v.len()
    });
    let mut items = Vec::new();
    while let Some(tag) = tags.next()? {
        match tag.kind {
            TagKind::Close if tag.depth == open.depth => {
                return Ok(StyleList { count, end: tag.at.start, items, new: vec![] });
            }
            TagKind::Close => {}
            _ => items.push(tags.rest_of(&tag)?),
        }
    }
    Err(unfit())
}

fn font_name(font: &str) -> Option<String> {
    let mut tags = Tags::new(font);
    while let Ok(Some(tag)) = tags.next() {
        if tag.opens("name") || tag.opens("rFont") {
            return tag.raw("val").map(str::to_owned);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMESPACE: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    #[test]
    fn a_mark_keeps_the_format_and_comes_off_again() {
        let xml = none(NAMESPACE)
            .replace("</fills>", "<fill><patternFill patternType=\"solid\"><fgColor theme=\"4\" tint=\"0.8\"/></patternFill></fill></fills>")
            .replace("</cellXfs>", "<xf numFmtId=\"10\" fillId=\"2\"><protection locked=\"0\"/></xf></cellXfs>");
        let mut styles = StylesPart::read(&xml).unwrap();
        let marked = styles.marked(1, Severity::Error).unwrap();
        assert_eq!((marked, styles.marked(1, Severity::Error).unwrap()), (2, 2));
        assert_ne!(styles.marked(0, Severity::Error).unwrap(), styles.marked(0, Severity::Query).unwrap());
        assert_eq!(styles.unmarked(1).unwrap(), None);
        let once = styles.finish().unwrap();
        assert!(once.contains("numFmtId=\"10\" fillId=\"3\"><protection locked=\"0\"/>"), "{once}");

        let mut again = StylesPart::read(&once).unwrap();
        let back = again.unmarked(marked).unwrap().unwrap();
        let text = again.finish().unwrap();
        let restored = StylesPart::read(&text).unwrap();
        assert_eq!(restored.colour_of(back).unwrap().as_deref(), Some("theme=\"4\" tint=\"0.8\""));
        assert_eq!(restored.attribute(back, "numFmtId").unwrap(), Some(10));
    }

    #[test]
    fn white_text_gets_a_dark_mark() {
        let xml = none(NAMESPACE).replace("<sz val=\"11\"/>", "<color rgb=\"FFFFFFFF\"/>");
        let mut styles = StylesPart::read(&xml).unwrap();
        styles.marked(0, Severity::Query).unwrap();
        assert!(styles.finish().unwrap().contains("FF855300"));
    }

    #[test]
    fn styles_without_their_lists_are_refused() {
        for xml in ["<styleSheet/>", "<styleSheet><fonts/><fills/><cellXfs/></styleSheet>", "", "<a"] {
            assert!(StylesPart::read(xml).is_err());
        }
    }
}
