//! What everybody may read of a quarter: [`PublicEdition`], and what is made of it alone — the accessible workbook, the page
//! and the open data. They hold the same figures because they are made of the same value.
//!
//! Nothing else may be published: small numbers are hidden before the value is built, and every text goes through
//! [`Cleared`], which takes out names and addresses.

mod values;
mod cleared;
mod words;
mod method;
mod measures;
mod build;
mod workbook;
mod page;
mod open_data;

pub use crate::accessible::Shorthand;
pub use build::public_edition;
pub use cleared::Cleared;
pub use open_data::{OpenDataFile, open_data};
pub use page::{Download, FILE as PAGE, page};
pub use values::{
    Contact, Licence, OffTarget, PublicEdition, PublicFigure, PublicMeasure, PublicPriority, PublicRisk, PublicSuccess,
    PublicValue, StatusCount, YearEnd,
};
pub use workbook::accessible_book;
