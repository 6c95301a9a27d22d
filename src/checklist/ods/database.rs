//! The named ranges of an .ods that mark its tables up.

use crate::checklist::area::Area;
use crate::checklist::facts::TableFacts;
use crate::checklist::xml::{Read, children, value};
use crate::ingest::XmlPart;

/// How LibreOffice names a range that has a filter and that nobody named.
const UNNAMED: &str = "__Anonymous";

/// A range with the sheet that it is on.
pub(super) struct Marked {
    pub sheet: String,
    /// Nothing where nobody named it: it is a filter.
    pub named: bool,
    pub table: TableFacts,
}

/// Reads the ranges, whose element began last.
pub(super) fn ranges(part: &mut XmlPart<'_>) -> Read<Vec<Marked>> {
    let mut out = vec![];
    children(part, |_, tag, part| {
        let says = |name: &str, usual: bool| value(tag, name).map_or(usual, |v| v == "true");
        let name = value(tag, "name").unwrap_or_default();
        let target = value(tag, "target-range-address").unwrap_or_default();
        if let Some((sheet, area)) = area(&target) {
            let named = !name.is_empty() && !name.starts_with(UNNAMED);
            let (header, filter) = (says("contains-header", true), says("display-filter-buttons", false));
            out.push(Marked { sheet, named, table: TableFacts { name, area, header, filter, fills: None } });
        }
        part.pass_over()
    })?;
    Ok(out)
}

/// `'My sheet'.A1:'My sheet'.C9`, with the dollars or without; the second sheet may be left out.
pub(super) fn area(address: &str) -> Option<(String, Area)> {
    let (sheet, first, rest) = one(address)?;
    let area = match rest.strip_prefix(':') {
        Some(last) => Area::parse(&format!("{first}:{}", one(last)?.1)),
        None => Area::parse(first),
    };
    Some((sheet, area?))
}

/// The sheet and the cell at the beginning of an address, and what follows.
fn one(address: &str) -> Option<(String, &str, &str)> {
    let address = address.strip_prefix('$').unwrap_or(address);
    let (sheet, rest) = match address.strip_prefix('\'') {
        Some(quoted) => {
            // A quote in a name is written twice.
            let mut end = 0;
            loop {
                end += quoted.get(end..)?.find('\'')?;
                if !quoted[end + 1..].starts_with('\'') {
                    break;
                }
                end += 2;
            }
            (quoted[..end].replace("''", "'"), quoted.get(end + 1..)?.strip_prefix('.')?)
        }
        None => {
            let dot = address.find('.')?;
            (address[..dot].to_owned(), &address[dot + 1..])
        }
    };
    let end = rest.find(':').unwrap_or(rest.len());
    Some((sheet, &rest[..end], &rest[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_as_programs_write_them() {
        for (address, sheet, range) in [
            ("Pupils.A7:Pupils.C10", "Pupils", "A7:C10"),
            ("$'It''s: here.'.$A$1:.$B$3", "It's: here.", "A1:B3"),
            ("Sheet1.B2", "Sheet1", "B2"),
        ] {
            let (found, area) = area(address).unwrap();
            assert_eq!((found.as_str(), area.to_string().as_str()), (sheet, range), "{address}");
        }
        for wrong in ["", "A1:B2", "'Open.A1", "Sheet1.#REF!", "é"] {
            assert!(area(wrong).is_none(), "{wrong}");
        }
    }
}
