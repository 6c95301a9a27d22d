//! Which layout a workbook follows, and where its forms and tables begin, told from the first rows of its sheets.
//!
//! Our own template is known by its key sheet; every other layout by the names of its sheets and the headings that it
//! requires. A heading `qd:FIELD` is understood in every layout.

mod head;
mod prepared;
mod choice;
mod header;
mod across;
mod near;
mod fit;
mod report;
mod survey;

pub use choice::{Says, says_of_column, says_of_title};
pub use fit::{Fit, Missing, choose};
pub use head::{HEAD_ROWS, SheetHead, TextRow};
pub use header::{DoubleHeading, Group, Header, NearHeading, Slot};
pub use prepared::{PreparedForm, PreparedLayout, PreparedMark, PreparedTable, Said};
pub use report::{Candidate, FoundPart, RecognisedColumn, RecognisedPart, Recognition, WantedPart, recognition};
pub use survey::surveyed;
