//! The one style of the page, with the council's colours, and the policy that allows it and nothing else.

use crate::colour::{FOR_WORDS, contrast, standing_out};
use crate::digest::sha256_base64;
use crate::public::PublicEdition;
use crate::settings::{Settings, Status, StatusLook, default_look};
use askama::Template;

/// The page's grounds, as the style has them too.
const LIGHT: &str = "#FFFFFF";
const DARK: &str = "#14181D";
/// What coloured words have on the dark ground: more than they need, since bright on dark looks thin.
const ON_DARK: f64 = 7.0;

/// What the style is made of besides its own text.
#[derive(Template)]
#[template(path = "page/style.css", escape = "none")]
struct Style {
    /// Dark enough for white words on it, and for words of it on white.
    accent: String,
    /// The same colour, light enough for words on the dark ground.
    accent_on_dark: String,
    light: &'static str,
    dark: &'static str,
    /// Class, fill and ink of each status.
    statuses: Vec<(String, String, String)>,
}

/// The style of an edition.
///
/// # Errors
/// When the template cannot be written.
pub fn style(edition: &PublicEdition) -> askama::Result<String> {
    // What is no colour is never written: the style is the one place where no text is escaped.
    let accent = standing_out(&edition.accent, LIGHT, FOR_WORDS).unwrap_or_else(|| Settings::default().look.accent);
    let style = Style {
        accent_on_dark: standing_out(&accent, DARK, ON_DARK).unwrap_or_else(|| LIGHT.to_owned()),
        accent,
        light: LIGHT,
        dark: DARK,
        statuses: Status::ALL.into_iter().map(|status| colours(edition, status)).collect(),
    };
    style.render()
}

/// What a browser may do with the page: use this style. No script, no picture, no request, no form.
pub fn policy(style: &str) -> String {
    let hash = sha256_base64(style.as_bytes());
    format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'")
}

/// The class of a status.
pub fn class(status: Status) -> String {
    format!("s-{}", status.key())
}

/// Word, symbol and colours of a status: what is blank is as it is by default.
pub fn look(edition: &PublicEdition, status: Status) -> StatusLook {
    let (own, default) = (edition.looks.get(&status).cloned().unwrap_or_default(), default_look(status));
    let or = |own: String, default: String| if own.trim().is_empty() { default } else { own };
    StatusLook {
        word: or(own.word, default.word),
        symbol: or(own.symbol, default.symbol),
        fill: or(own.fill, default.fill),
        ink: or(own.ink, default.ink),
    }
}

/// Class, fill and ink: its own where words in them can be read, else those by default.
fn colours(edition: &PublicEdition, status: Status) -> (String, String, String) {
    let look = Some(look(edition, status)).filter(|l| contrast(&l.ink, &l.fill).is_some_and(|c| c >= FOR_WORDS));
    let look = look.unwrap_or_else(|| default_look(status));
    (class(status), look.fill, look.ink)
}
