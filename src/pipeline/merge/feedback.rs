//! Complaints, compliments and comments of services that became one.

use super::left::LeftBehind;
use crate::period::Period;
use crate::reading::{Feedback, Place, Source};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A line of feedback, and whose it was.
pub(super) struct FromCouncil {
    pub council: String,
    /// How many services of old councils are the one that it is of now.
    pub of: usize,
    /// Its service goes to several successors.
    pub split: bool,
    pub row: Feedback,
}

/// Lines of one service, kind and quarter as one: only where every service that became it has one, for a sum of some is not the
/// smaller number of all. What is not put together is named.
pub(super) fn together(rows: Vec<FromCouncil>) -> (Vec<Feedback>, Vec<LeftBehind>) {
    let mut groups: BTreeMap<(Period, Arc<str>, &str), Vec<FromCouncil>> = BTreeMap::new();
    for from in rows {
        let key = (from.row.period, from.row.service.clone(), from.row.kind.key());
        groups.entry(key).or_default().push(from);
    }
    let mut out = vec![];
    let mut apart: BTreeMap<(String, &'static str), usize> = BTreeMap::new();
    for group in groups.into_values() {
        let split = group.iter().any(|f| f.split);
        let lacks = group.len() < group[0].of;
        if split || lacks {
            let why = match split {
                true => {
                    "a service that they would stand with goes to several councils, and nothing says how many are whose"
                }
                false => "not all of the services that became one have a number for the quarter",
            };
            group.iter().for_each(|f| *apart.entry((f.council.clone(), why)).or_default() += 1);
            continue;
        }
        let mut rows = group.into_iter().map(|f| f.row);
        let Some(first) = rows.next() else { continue };
        out.push(rows.fold(first, added));
    }
    let left =
        apart.into_iter().map(|((council, why), n)| LeftBehind::new(format!("{council}: {n} lines of feedback"), why));
    (out, left.collect())
}

fn added(a: Feedback, b: Feedback) -> Feedback {
    let sum = |x: Option<f64>, y: Option<f64>| x.zip(y).map(|(x, y)| x + y);
    let place = Place {
        source: Arc::new(Source {
            file: format!("{} + {}", a.place.source.file, b.place.source.file),
            sha256: a.place.source.sha256.clone(),
        }),
        ..a.place.clone()
    };
    let words: Vec<&str> = [a.words.as_str(), b.words.as_str()].into_iter().filter(|w| !w.is_empty()).collect();
    Feedback {
        received: sum(a.received, b.received),
        in_time: sum(a.in_time, b.in_time),
        upheld: sum(a.upheld, b.upheld),
        // Of a log and a typed number no log is left.
        log: None,
        words: words.join("\n"),
        place,
        ..a
    }
}
