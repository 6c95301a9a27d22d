//! Letters to those of whom something is still wanted: a reminder before the due date, a chaser after it, what must be put
//! right in a return that was refused, what is asked of one that was taken. Every service that owes something gets one;
//! owners of measures get one each, whatever services their measures are in.
//!
//! A pure function of the quarter, what the register says of people, and the day of the letter.

mod deadline;
mod owed;
mod letter;
mod service;
mod owner;
mod table;

pub use deadline::Deadline;
pub use letter::{Letter, LetterKind};
pub use owed::{Owed, owed};
pub use service::ServiceFiles;
pub use table::write_table;

use crate::analyse::Analysis;
use crate::reading::query::Query;
use crate::register::Service;
use chrono::NaiveDate;

/// Who is written to, and of whom there was nothing to write to.
#[derive(Debug, Clone, PartialEq)]
pub struct Letters {
    /// One for each service that owes something, in the register's order.
    pub services: Vec<Letter>,
    /// One for each owner of measures of which something is wanted, in the order of their first measure.
    pub owners: Vec<Letter>,
    /// Owners whose measures are all in services for which they are the contact: the letter of the service is theirs.
    pub contacts: Vec<String>,
    /// Ids of measures of which something is wanted and that have no owner.
    pub without_owner: Vec<String>,
}

/// The letters of a day. `earlier` are the open queries of earlier quarters; `files` are those that go with the letter to a
/// service, of which the name of the return that counts is told.
pub fn letters(
    analysis: &Analysis<'_>,
    earlier: &[Query],
    today: NaiveDate,
    files: impl Fn(&Service, &str) -> ServiceFiles,
) -> Letters {
    let deadline = Deadline::on(today, analysis.due_date, &analysis.settings.returns.working_days());
    let owed = owed(analysis, earlier);
    let services: Vec<Letter> =
        owed.iter().map(|o| service::letter(analysis, o, &deadline, &files(o.service, &o.of.file))).collect();
    let mut letters = owner::letters(analysis, &owed, &deadline);
    letters.services = services;
    letter::name_files(letters.services.iter_mut().chain(&mut letters.owners));
    letters
}
