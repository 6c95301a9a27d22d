//! What versions before keys wrote into some columns: words, as they stood on the page then. They are read for ever,
//! so they change as little as keys do.

/// By column: the words of older ledgers, and the key of each.
const WORDS: [(&str, &[(&str, &str)]); 4] = [
    (
        "level",
        &[("Project", "project"), ("Service", "service"), ("Directorate", "directorate"), ("Corporate", "corporate")],
    ),
    (
        "status",
        &[
            ("Not started", "not-started"),
            ("On track", "on-track"),
            ("At risk", "at-risk"),
            ("Complete", "complete"),
            ("Paused", "paused"),
            ("Discontinued", "discontinued"),
            ("Carried over", "carried-over"),
        ],
    ),
    (
        "kind",
        &[
            ("Complaints, stage 1", "stage-1"),
            ("Complaints, stage 2", "stage-2"),
            ("Compliments", "compliments"),
            ("Comments", "comments"),
        ],
    ),
    ("class", &[("Update", "update"), ("Improvement", "improvement"), ("Correction", "correction")]),
];

/// The words of one column; none for a column that never held any.
pub(super) fn words(column: &str) -> &'static [(&'static str, &'static str)] {
    WORDS.iter().find(|(name, _)| *name == column).map_or(&[], |(_, words)| words)
}

/// The key that the text of a column is or was written for.
pub(super) fn key<'t>(words: &[(&'static str, &'static str)], text: &'t str) -> &'t str {
    words.iter().find(|(word, _)| *word == text).map_or(text, |(_, key)| key)
}
