//! The page: one file of HTML that needs nothing else. It is made of a [`PublicEdition`] alone.
//!
//! There is no script, and its policy allows none; the one style is named in the policy by its hash. Every text of the
//! council is escaped by the templates (`templates/page`). Tags are closed as XML wants it, so that any reader of XML
//! can read the page.

mod scale;
mod chart;
mod standing;
mod style;
mod view;
#[cfg(test)]
mod tests;

use super::{PublicEdition, Shorthand, StatusCount};
use crate::error::{Error, Result};
use crate::settings::{Status, StatusLook};
use askama::Template;
use standing::Stretch;
use view::{Group, MeasureView};

/// What the file is called.
pub const FILE: &str = "public.html";

/// A file that stands beside the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    /// Its name: `public.xlsx`.
    pub file: String,
    /// What is in it: `All figures as a workbook`.
    pub words: String,
    /// What kind of file it is: `Excel workbook`.
    pub kind: String,
    /// How long it is.
    pub bytes: u64,
}

impl Download {
    /// `24 KB`, `1.3 MB`: as a person reads a size.
    fn size(&self) -> String {
        match self.bytes {
            0..1_000_000 => format!("{} KB", self.bytes.div_ceil(1000)),
            // A tenth of a megabyte is as good as any size needs to be.
            bytes => format!("{} MB", crate::shown::plain(1, (bytes / 100_000) as f64 / 10.0)),
        }
    }
}

/// What the templates are filled with.
#[derive(Template)]
#[template(path = "page/index.html", whitespace = "minimize")]
struct Page<'a> {
    e: &'a PublicEdition,
    downloads: &'a [Download],
    style: String,
    policy: String,
    measures: Vec<MeasureView<'a>>,
    groups: Vec<Group<'a>>,
    bars: [(&'static str, f64, Vec<Stretch>); 2],
}

/// The page of an edition. `downloads`: the files that are published with it, in the same folder.
///
/// # Errors
/// When a template cannot be written, which is a fault of ours.
pub fn page(edition: &PublicEdition, downloads: &[Download]) -> Result<String> {
    let fault = |e: askama::Error| Error::Internal(format!("the public page: {e}"));
    let style = style::style(edition).map_err(fault)?;
    let bar = |count: fn(&StatusCount) -> usize| standing::bar(&edition.standing, count);
    let page = Page {
        e: edition,
        downloads,
        policy: style::policy(&style),
        style,
        measures: view::measures(edition),
        groups: view::groups(edition),
        bars: [("This quarter", 0.0, bar(|c| c.now)), ("The quarter before", 46.0, bar(|c| c.before))],
    };
    let mut html = page.render().map_err(fault)?;
    // A few signs may stand in no page at all, whatever a cell held.
    html.retain(|sign| sign == '\n' || !(sign.is_control() || matches!(sign, '\u{FFFE}' | '\u{FFFF}')));
    Ok(html)
}

impl Page<'_> {
    fn look(&self, status: &Status) -> StatusLook {
        style::look(self.e, *status)
    }

    fn class(&self, status: &Status) -> String {
        style::class(*status)
    }

    fn measure(&self, place: &usize) -> &MeasureView<'_> {
        &self.measures[*place]
    }

    /// The measures that are off target.
    fn off_target(&self) -> impl Iterator<Item = &MeasureView<'_>> {
        self.e.off_target.iter().filter_map(|n| self.measures.get(*n))
    }

    /// What stands before and behind the address in the words that say whom to ask; `None` where it is not among them.
    fn around_email(&self) -> Option<(&str, &str)> {
        self.email().and_then(|email| self.e.contact.words.split_once(email))
    }

    /// The address, where it looks like one and so makes a link.
    fn email(&self) -> Option<&str> {
        let email = self.e.contact.email.trim();
        let plain = |c: char| c.is_alphanumeric() || "@.-_+'".contains(c);
        (email.matches('@').count() == 1 && email.chars().all(plain)).then_some(email)
    }

    /// Where the licence can be read.
    fn licence(&self) -> Option<&str> {
        Some(&*self.e.licence.address).filter(|address| address.starts_with("https://"))
    }
}
