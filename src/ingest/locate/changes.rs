//! What differs between a workbook and its layout, said.

use super::{Taking, is_broken, lists_findings};
use crate::catalogue::{C021, F014, F015, F026, F027};
use crate::finding::Finding;
use crate::ingest::drift;
use crate::layout::recognise::{DoubleHeading, Missing};
use crate::reading::CellRef;
use crate::text::words::quoted_list;

impl Taking<'_> {
    pub(super) fn say_what_changed(&mut self) {
        let (layout, fit) = (self.layout.layout, self.fit);
        for (wanted, sheet) in &fit.renamed {
            let name = &self.book.sheets[*sheet].name;
            let finding = Finding::new(&F014, format!("a sheet named “{wanted}”"), format!("found as “{name}”"));
            self.out.findings.push(finding.in_sheet(&**name));
        }
        if !fit.equals.is_empty() {
            let got = format!("{} would fit as well", quoted_list(&fit.equals));
            self.out.findings.push(Finding::new(&F014, format!("one layout that fits; read as “{}”", layout.id), got));
        }
        self.say_doubles();
        self.say_missing();
        self.say_near();
        if fit.by_key {
            self.out.findings.extend(drift::changes(self.book, self.layout, fit));
        }
    }

    /// Columns and sheets of which nothing says which one is meant, and sheets that hold the same table as one that is read.
    fn say_doubles(&mut self) {
        let name = |sheet: usize| &*self.book.sheets[sheet].name;
        let mut out = vec![];
        for (_, sheet, header) in &self.fit.tables {
            for DoubleHeading { text, row, columns } in &header.doubles {
                let cells: Vec<String> = columns.iter().map(|c| CellRef::new(*row, *c).to_string()).collect();
                let got = format!("{}, and nothing above them says which is for this quarter", joined(&cells));
                let finding = Finding::new(&F026, format!("one column “{text}”"), got).in_sheet(name(*sheet));
                out.extend(columns.last().map(|last| finding.in_cell(CellRef::new(*row, *last))));
            }
        }
        // Copies that say the same can be read from any of them.
        let differ = |sheets: &[usize]| sheets.windows(2).any(|w| !self.book.same_cells(w[0], w[1]));
        for (table, sheets) in self.fit.doubles.iter().filter(|(_, sheets)| differ(sheets)) {
            let names: Vec<String> = sheets.iter().map(|s| format!("“{}”", name(*s))).collect();
            let got = format!("the sheets {}, and nothing says which is for this quarter", joined(&names));
            let finding = Finding::new(&F026, format!("one sheet for “{table}”"), got);
            out.extend(sheets.last().map(|last| finding.in_sheet(name(*last))));
        }
        for (beside, read) in &self.fit.besides {
            if self.book.same_cells(*beside, *read) {
                continue;
            }
            let got = format!("“{}” with other figures; “{}” is read", name(*beside), name(*read));
            out.push(Finding::new(&F027, "one sheet with this table", got).in_sheet(name(*beside)));
        }
        self.out.findings.extend(out);
    }

    fn say_missing(&mut self) {
        for missing in self.fit.missing.iter().filter(|m| !is_broken(self.book, m)) {
            let Missing { title: wanted, form, lacks, .. } = missing;
            let (expected, got) = match lacks.as_slice() {
                lacks @ [_, ..] if *form => {
                    let labels = quoted_list(lacks);
                    (format!("{labels} on the sheet “{wanted}”"), "the sheet without them".to_owned())
                }
                [] => (format!("a sheet named “{wanted}”"), "none like it".to_owned()),
                lacks => (format!("a heading row in sheet “{wanted}”"), format!("no heading {}", quoted_list(lacks))),
            };
            self.out.findings.push(Finding::new(&F015, expected, got).in_sheet(wanted.clone()));
        }
        for (sheet, lacks) in &self.fit.partial {
            let sheet = &self.book.sheets[*sheet];
            if sheet.broken.is_none() && !lists_findings(self.book, sheet) {
                let got = format!("no heading {}", quoted_list(lacks));
                let finding = Finding::new(&F015, "all headings that its table needs", got);
                self.out.findings.push(finding.in_sheet(&*sheet.name));
            }
        }
    }

    fn say_near(&mut self) {
        for (_, sheet, header) in &self.fit.tables {
            for near in &header.near {
                let expected = format!("“{}”", near.wanted);
                let finding = Finding::new(&C021, expected, format!("“{}”", near.got));
                let at = CellRef::new(near.row, near.col);
                self.out.findings.push(finding.in_sheet(&*self.book.sheets[*sheet].name).in_cell(at));
            }
        }
    }
}

/// `G7 and H7`.
fn joined(items: &[String]) -> String {
    match items {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        all => all.concat(),
    }
}
