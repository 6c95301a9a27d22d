//! Which cells hold a picture. To programs that know no better, such a cell is the error value `#VALUE!`; so is a cell
//! with an error value newer than theirs.

use super::xml::attributes_of;
use memchr::memmem;

/// The rich values of a workbook, as its parts list them.
#[derive(Debug, Default)]
pub(super) struct RichValues {
    /// The future value of each value metadata.
    metadata: Vec<usize>,
    /// The rich value of each future value.
    future: Vec<usize>,
    /// The structure of each rich value.
    values: Vec<usize>,
    /// The name of each structure.
    structures: Vec<String>,
}

fn numbers(lines: Vec<[String; 1]>) -> Vec<usize> {
    lines.into_iter().map(|[n]| n.parse().unwrap_or(usize::MAX)).collect()
}

impl RichValues {
    pub fn take_metadata(&mut self, part: &[u8]) {
        self.future = numbers(attributes_of(part, "rvb", ["i"]));
        let from = memmem::find(part, b"valueMetadata").and_then(|at| memchr::memrchr(b'<', &part[..at]));
        let from = from.unwrap_or(part.len());
        self.metadata = numbers(attributes_of(&part[from..], "rc", ["v"]));
    }

    pub fn take_values(&mut self, part: &[u8]) {
        self.values = numbers(attributes_of(part, "rv", ["s"]));
    }

    pub fn take_structures(&mut self, part: &[u8]) {
        self.structures = attributes_of(part, "s", ["t"]).into_iter().map(|[name]| name).collect();
    }

    /// Whether a value metadata, counted from 1, is that of a picture; what cannot be told is taken for one, since
    /// nearly all are.
    pub fn is_picture(&self, metadata: &[u8]) -> bool {
        let structure = || {
            let number = std::str::from_utf8(metadata).ok()?.parse::<usize>().ok()?.checked_sub(1)?;
            let value = *self.future.get(*self.metadata.get(number)?)?;
            self.structures.get(*self.values.get(value)?)
        };
        structure().is_none_or(|name| name.to_ascii_lowercase().contains("image"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_and_newer_errors() {
        let metadata = br#"<metadata><futureMetadata name="XLRICHVALUE"><bk><x:rvb i="0"/></bk><bk><x:rvb i="1"/></bk></futureMetadata>
            <cellMetadata><bk><rc t="1" v="9"/></bk></cellMetadata>
            <valueMetadata><bk><rc t="1" v="0"/></bk><bk><rc t="1" v="1"/></bk></valueMetadata></metadata>"#;
        let mut values = RichValues::default();
        assert!(values.is_picture(b"1"));
        values.take_metadata(metadata);
        values.take_values(br#"<rvData><rv s="1"><v>0</v></rv><rv s="0"><v>8</v></rv></rvData>"#);
        values.take_structures(br#"<rvStructures><s t="_error"><k n="x"/></s><s t="_localImage"/></rvStructures>"#);
        assert_eq!([values.is_picture(b"1"), values.is_picture(b"2"), values.is_picture(b"3")], [true, false, true]);
    }
}
