//! Styles by meaning, as the writer's formats.

use super::{Align, Border, NumberFormat, Style, StyleId};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

/// The font that Excel takes where a format names none.
pub(super) const DEFAULT_FONT: &str = "Calibri";
const LINE: &str = "#BFBFBF";

/// The book's styles, each as a format.
pub(super) struct Formats<'p> {
    styles: &'p [Style],
    plain: Vec<Format>,
    /// For dates: one with a general number format would show as a number.
    dated: Vec<Format>,
    /// For links that lead nowhere: text in the colour of text.
    unlinked: Vec<Format>,
}

impl<'p> Formats<'p> {
    pub(super) fn of(styles: &'p [Style], font: &str, size: u8) -> Self {
        let sized = |s: &Style| Style { size: if s.size == 0 { size } else { s.size }, ..s.clone() };
        let plain: Vec<Format> = styles.iter().map(|s| format(&sized(s), font)).collect();
        let date = number_format(NumberFormat::Date);
        let dated = styles.iter().zip(&plain).map(|(s, f)| match s.number {
            NumberFormat::General => f.clone().set_num_format(&date),
            _ => f.clone(),
        });
        let dated = dated.collect();
        let unlinked =
            styles.iter().map(|s| format(&Style { ink: "".into(), link: false, ..sized(s) }, font)).collect();
        Self { styles, plain, dated, unlinked }
    }

    /// The formats of each kind, by the number of a style.
    pub(super) fn lists(&self) -> [&[Format]; 3] {
        [&self.plain, &self.dated, &self.unlinked]
    }

    /// An unknown style is the plain one, which is always there.
    pub(super) fn known(&self, style: StyleId) -> usize {
        Some(usize::from(style.0)).filter(|n| *n < self.plain.len()).unwrap_or_default()
    }

    pub(super) fn get(&self, style: StyleId) -> &Format {
        &self.plain[self.known(style)]
    }

    pub(super) fn unlinked(&self, style: StyleId) -> &Format {
        &self.unlinked[self.known(style)]
    }

    pub(super) fn dated(&self, style: StyleId) -> &Format {
        &self.dated[self.known(style)]
    }

    /// A fill or border of a column would show below its table.
    pub(super) fn suits_column(&self, style: StyleId) -> bool {
        let style = &self.styles[self.known(style)];
        style.fill.is_empty() && style.border == Border::None && !style.input
    }
}

/// The sizes of headings by their level; no other cell of a book with headings may have one of them.
pub(super) const HEADINGS: [u8; 2] = [16, 14];

/// The points of a heading of this level; none where there is no such level.
pub fn heading_size(level: u8) -> Option<u8> {
    HEADINGS.get(usize::from(level).checked_sub(1)?).copied()
}

/// What a cell has that has no format.
pub(super) fn default_format(font: &str, size: u8) -> Format {
    Format::new().set_font_name(if font.is_empty() { DEFAULT_FONT } else { font }).set_font_size(size)
}

/// Every format has a vertical alignment of its own, so none equals Excel's format 0, which a column's format would
/// override.
fn format(style: &Style, font: &str) -> Format {
    let mut f = Format::new().set_align(match style.middle {
        true => FormatAlign::VerticalCenter,
        false => FormatAlign::Top,
    });
    if !font.is_empty() && font != DEFAULT_FONT {
        f = f.set_font_name(font);
    }
    if style.number != NumberFormat::General {
        f = f.set_num_format(number_format(style.number));
    }
    if style.bold {
        f = f.set_bold();
    }
    if style.italic {
        f = f.set_italic();
    }
    if let Some(size) = heading_size(style.heading).or(Some(style.size).filter(|s| *s > 0)) {
        f = f.set_font_size(size);
    }
    if style.heading > 0 {
        f = f.set_bold();
    }
    if style.link {
        f = f.set_hyperlink();
    }
    if !style.fill.is_empty() {
        f = f.set_background_color(&*style.fill);
    }
    if !style.ink.is_empty() {
        f = f.set_font_color(&*style.ink);
    }
    if style.wrap {
        f = f.set_text_wrap();
    }
    f = match style.align {
        Align::Auto => f,
        // What is boxed keeps off the line of its box.
        Align::Left if style.border == Border::Box => f.set_align(FormatAlign::Left).set_indent(1),
        Align::Left => f.set_align(FormatAlign::Left),
        Align::Right if style.border == Border::Box => f.set_align(FormatAlign::Right).set_indent(1),
        Align::Centre => f.set_align(FormatAlign::Center),
        Align::Right => f.set_align(FormatAlign::Right),
    };
    if style.indent > 0 {
        f = f.set_indent(style.indent);
    }
    f = match style.border {
        Border::None => f,
        Border::Below => f.set_border_bottom(FormatBorder::Thin).set_border_bottom_color(LINE),
        Border::Box => f.set_border(FormatBorder::Thin).set_border_color(LINE),
    };
    if style.input {
        f = f.set_unlocked();
    }
    if style.upright {
        f = f.set_rotation(90);
    }
    f
}

/// Excel's notation of a number format. A percentage in points has its sign in quotes: the number is not a fraction.
fn number_format(number: NumberFormat) -> String {
    let plain = |d| format!("#,##0{}", decimals(d));
    match number {
        NumberFormat::General => "General".to_owned(),
        NumberFormat::Number(d) => plain(d),
        NumberFormat::Points(d) => format!("{}\"%\"", plain(d)),
        NumberFormat::Share(d) => format!("0{}%", decimals(d)),
        NumberFormat::Chance => "[<0.01]\"under 1%\";[>0.99]\"over 99%\";0%".to_owned(),
        NumberFormat::Pounds(d) => pounds(&plain(d), ""),
        NumberFormat::PoundsThousands(d) => pounds(&plain(d), "k"),
        NumberFormat::PoundsMillions(d) => pounds(&plain(d), "m"),
        NumberFormat::Signed(d) => format!("+{0};\"−\"{0};{1}", plain(d), zero(d)),
        NumberFormat::SignedShare(d) => format!("+0{0}%;\"−\"0{0}%;{1}%", decimals(d), zero(d)),
        NumberFormat::Date => "d mmm yyyy".to_owned(),
        NumberFormat::Text => "@".to_owned(),
    }
}

fn pounds(number: &str, unit: &str) -> String {
    let unit = if unit.is_empty() { String::new() } else { format!("\"{unit}\"") };
    format!("\"£\"{number}{unit};\\-\"£\"{number}{unit}")
}

fn zero(d: u8) -> String {
    format!("0{}", decimals(d))
}

fn decimals(d: u8) -> String {
    match d {
        0 => String::new(),
        d => format!(".{}", "0".repeat(usize::from(d.min(15)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_formats() {
        for (number, want) in [
            (NumberFormat::Number(0), "#,##0"),
            (NumberFormat::Number(2), "#,##0.00"),
            (NumberFormat::Points(1), "#,##0.0\"%\""),
            (NumberFormat::Share(0), "0%"),
            (NumberFormat::Chance, "[<0.01]\"under 1%\";[>0.99]\"over 99%\";0%"),
            (NumberFormat::Pounds(2), "\"£\"#,##0.00;\\-\"£\"#,##0.00"),
            (NumberFormat::PoundsMillions(1), "\"£\"#,##0.0\"m\";\\-\"£\"#,##0.0\"m\""),
            (NumberFormat::Signed(1), "+#,##0.0;\"−\"#,##0.0;0.0"),
            (NumberFormat::SignedShare(0), "+0%;\"−\"0%;0%"),
        ] {
            assert_eq!(number_format(number), want);
        }
    }
}
