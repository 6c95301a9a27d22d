//! The sheets whose rows other sheets lead to: what they are called and where their rows stand.

use crate::fit::fit;

/// A sheet with one table, whose `n`th row is about the `n`th thing of its kind.
pub struct LinkedSheet {
    pub name: &'static str,
    /// The row of the headings, from 0.
    pub heading: u32,
}

/// The indicators, in the order of the analysis.
pub const INDICATORS: LinkedSheet = LinkedSheet { name: "Indicators", heading: 3 };
/// What is off target, what is worst first.
pub const EXCEPTIONS: LinkedSheet = LinkedSheet { name: "Exceptions", heading: 4 };
/// The risks, in the order of the analysis.
pub const RISK_REGISTER: LinkedSheet = LinkedSheet { name: "Risk register", heading: 5 };
/// The actions, in the order of the analysis.
pub const ACTIONS: LinkedSheet = LinkedSheet { name: "Actions", heading: 6 };
/// The files received, in the order of the analysis.
pub const FILES: LinkedSheet = LinkedSheet { name: "Files", heading: 3 };
/// Where the figures come from, by measure and of each the newest first.
pub const PROVENANCE: LinkedSheet = LinkedSheet { name: "Provenance", heading: 5 };

impl LinkedSheet {
    /// The row of the `n`th thing, from 0.
    pub fn row(&self, n: usize) -> u32 {
        self.heading + 1 + fit::<u32>(n)
    }

    /// Where a link to it leads.
    pub fn address(&self, n: usize) -> String {
        format!("'{}'!A{}", self.name, self.row(n) + 1)
    }
}
