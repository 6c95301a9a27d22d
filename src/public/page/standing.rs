//! How many measures have each status: a bar for this quarter, one for the quarter before.

use super::chart::{WIDTH, at};
use crate::public::StatusCount;
use crate::settings::Status;

/// Below this width a part of a bar has no words on it.
const ROOM: f64 = 30.0;

/// A part of a bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Stretch {
    /// The status.
    pub status: Status,
    /// Measures.
    pub count: usize,
    /// Where it begins.
    pub x: String,
    /// How wide it is.
    pub width: String,
    /// Where words on it have their middle; `None` where there is no room for any.
    pub middle: Option<String>,
}

/// A bar of the counts that `count` picks; no part where all are none.
pub fn bar(counts: &[StatusCount], count: impl Fn(&StatusCount) -> usize) -> Vec<Stretch> {
    let all: usize = counts.iter().map(&count).sum();
    // Room for the outline at both ends.
    let (each, mut from) = ((WIDTH - 2.0) / all.max(1) as f64, 1.0);
    let stretch = |c: &StatusCount| {
        let (x, width) = (from, count(c) as f64 * each);
        from += width;
        let middle = (width >= ROOM).then(|| at(x + width / 2.0));
        Stretch { status: c.status, count: count(c), x: at(x), width: at(width), middle }
    };
    counts.iter().map(stretch).filter(|s| s.count > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_counts() {
        let count = |status, now, before| StatusCount { status, now, before };
        let counts = [count(Status::Green, 6, 0), count(Status::Amber, 0, 3), count(Status::Red, 2, 0)];
        let now = bar(&counts, |c| c.now);
        let told: Vec<_> = now.iter().map(|s| (s.status, s.count, &*s.x, &*s.width, s.middle.as_deref())).collect();
        let expected =
            [(Status::Green, 6, "1", "223.5", Some("112.8")), (Status::Red, 2, "224.5", "74.5", Some("261.8"))];
        assert_eq!(told, expected);
        assert_eq!(bar(&counts, |c| c.before).len(), 1);
        assert_eq!(bar(&[count(Status::Green, 1, 1), count(Status::Red, 99, 99)], |c| c.now)[0].middle, None);
        assert!(bar(&counts[..1], |c| c.before).is_empty());
        assert!(bar(&[], |c| c.now).is_empty());
    }
}
