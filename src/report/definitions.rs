//! Definitions: what every indicator measures and how, as the register says.

use super::page::{Listing, column, text};
use super::{ReportContext, SMALL};
use crate::measure::Scheme;
use crate::status;
use crate::workbook::{Cell, Sheet};
use std::sync::Arc;

const NAME: &str = "Definitions";

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let styles = &report.styles;
    let indicators = &report.a.register.indicators;
    let mut page = report.page(NAME, "Definitions of the indicators");
    if indicators.len() > SMALL {
        let words = "The register has too many indicators to repeat here: see the sheet Indicators of register.xlsx.";
        page.put(0, text(words, styles.note_line));
        return page.sheet;
    }
    let columns = vec![
        column("Ref", 12.0),
        column("Indicator", 40.0),
        column("Definition", 66.0),
        column("Unit", 18.0),
        column("Which way is better", 18.0),
        column("Frequency", 16.0),
        column("Year", 12.0),
        column("Year's figure", 14.0),
        column("Sent as", 14.0),
        column("Status scheme", 22.0),
        column("Numerator", 26.0),
        column("Denominator", 26.0),
        column("Follows from", 30.0),
    ];
    page.widen(&columns);
    page.heading_here(2);
    let source = report.clone();
    let schemes: Vec<String> = Scheme::ALL.iter().map(|s| status::words::title(*s, report.a.settings)).collect();
    page.table(
        Listing {
            name: "Definitions".into(),
            columns,
            len: indicators.len(),
            rows: Box::new(move |n: usize, out: &mut Vec<Cell<'a>>| {
                let (styles, i) = (&source.styles, &source.a.register.indicators[n]);
                let own = |words| text(words, styles.text);
                out.push(text(&*i.id, styles.code));
                out.extend([i.name.as_str(), i.definition.as_str(), i.unit.words(), i.polarity.words()].map(own));
                let sent_as = if i.cumulative { "Year to date" } else { "Quarter" };
                out.extend([i.frequency.words(), i.year.kind.words(), i.aggregation.words(), sent_as].map(own));
                let scheme = status::scheme(i, source.a.settings);
                out.push(text(schemes[scheme as usize].clone(), styles.text));
                let follows = i.formula.as_ref().map_or("", |f| f.text.as_str());
                out.extend([i.numerator_name.as_str(), i.denominator_name.as_str(), follows].map(own));
            }),
            filter: true,
            none: "The register has no indicators.",
        },
        styles,
    );
    page.sheet
}
