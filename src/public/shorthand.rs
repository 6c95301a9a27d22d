//! The signs of official statistics for what stands beside a figure or in its place.

use crate::reading::keyed;

keyed! {
    /// A sign; its key is what stands between the brackets, its words say what it means (Government Analysis Function,
    /// “Symbols in tables: definitions and help”).
    Shorthand {
        /// In the place of a figure.
        Confidential "c" "confidential: a figure so small that it could tell of a person, or one that would tell such a figure",
        /// Beside a figure.
        Estimated "e" "estimated",
        /// Beside a figure.
        Forecast "f" "forecast",
        /// Beside a figure.
        Provisional "p" "provisional: it may still change",
        /// Beside a figure.
        Revised "r" "revised since it was published",
        /// In the place of a figure.
        NotAvailable "x" "not available",
        /// In the place of a figure.
        NotApplicable "z" "not applicable: no figure is due for that quarter",
        /// Beside a figure.
        Low "low" "rounds to zero, and is not zero",
        /// Beside a figure.
        Break "b" "break: the measure was defined anew, and earlier figures are not like it",
    }
}

impl Shorthand {
    /// As it is printed: `[c]`.
    pub fn sign(self) -> String {
        format!("[{}]", self.key())
    }
}
