//! How comparison with others, complaints and data quality are worked out.

use crate::analyse::Analysis;
use crate::catalogue::Characteristic;

/// Who is compared with, and by which rule: the line above the table on Priorities.
pub fn in_short(a: &Analysis<'_>) -> String {
    let s = &a.settings.benchmarks;
    let whom = match a.register.neighbours.len() {
        0 => "all peers of the register's sheet Comparators".to_owned(),
        known => format!(
            "the {} nearest councils that have a figure, of {known} on the register's sheet Neighbours",
            s.nearest
        ),
    };
    format!(
        "Ranked among {whom}; 1st is the best, by which way is better for the indicator. Fewer than {} peers: no rank.",
        s.least_peers
    )
}

pub(super) fn benchmarks(a: &Analysis<'_>) -> String {
    if a.register.comparators.is_empty() {
        return "None: the register's sheet Comparators is empty.".into();
    }
    let source = a.register.neighbours.iter().map(|n| n.source.as_str()).find(|s| !s.is_empty());
    let source = source.map(|s| format!(" Distances: {s}.")).unwrap_or_default();
    format!(
        "{}{source} Like with like: the peers' latest quarter that is not after this one, with our own figure of that \
         quarter as it was sent; the quarter is named where it is an earlier one. Equal figures share the better rank \
         (“=”). Quartiles are of all that are ranked, this council among them, by the rule of Excel's QUARTILE.INC \
         (Hyndman and Fan, type 7); a figure on the boundary belongs to the better quarter. The median is the peers' \
         alone. Indicators of which neither way is better, and those whose plan is best, are not ranked; nor is a figure \
         that is queried for its size. Averages and the best known \
         are shown beside and are no peers.",
        in_short(a)
    )
}

pub(super) fn feedback(a: &Analysis<'_>) -> String {
    let s = &a.settings.feedback;
    let from = if s.from_acknowledged { "acknowledged" } else { "received" };
    format!(
        "Where a service sends a log, its complaints are counted from it: those received in the quarter; acknowledged \
         within {} working days of receipt; answered within {} (stage 1) or {} (stage 2) working days of the day they \
         were {from}. The day itself is not counted. Working days are Monday to Friday without the bank holidays of \
         England, as GOV.UK lists them. One that is open and past its day at the end of the quarter is late; one that has \
         not come to its day is not counted in the share. Upheld: in full or in part. Elsewhere the counts are the \
         service's own, and the share is of what was received. Changes are over the services that have a count of both \
         quarters.",
        s.acknowledge_days, s.stage_1_days, s.stage_2_days
    )
}

pub(super) fn data_quality() -> String {
    let asks = Characteristic::ALL.map(|c| format!("{}: {}", c.words(), c.asks()));
    format!(
        "Tests passed, of tests counted, over the six characteristics of the Audit Commission's standards for better \
         quality data (2007); every test counts the same. A test is one thing looked at for one characteristic: a figure, \
         a risk, an action, a line of feedback, or the return itself. It is passed when no check of that characteristic has \
         an error or a query against it in the files that count. Completeness of a figure: it was due and came, with a \
         number or the reason why there is none. Timeliness of a return: signed off, or received, by the due date. Where \
         nothing could be tested there is no score. The council's own checks count as validity; what each other check counts \
         as stands in the table of checks at the end of this sheet.\n{}",
        asks.join("\n")
    )
}
