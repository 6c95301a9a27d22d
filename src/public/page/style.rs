//! The one style of the page, with the council's colours, and the policy that allows it and nothing else.

use crate::colour::{FOR_WORDS, contrast, standing_out};
use crate::digest::sha256_base64;
use crate::public::PublicEdition;
use crate::settings::{Settings, Status, StatusLook, default_look};
use askama::Template;

/// The page's ground and its panels'. Words stand out less on a panel in either mode, so links are chosen for it.
const LIGHT: (&str, &str) = ("#FFFFFF", "#F3F5F7");
const DARK: (&str, &str) = ("#14181D", "#1E242B");
/// Words on the council's colour.
const WHITE: &str = "#FFFFFF";
/// What coloured words have on the dark ground: more than they need, since bright on dark looks thin.
const ON_DARK: f64 = 7.0;

/// What the style is made of besides its own text.
#[derive(Template)]
#[template(path = "page/style.css", escape = "none")]
struct Style {
    /// Dark enough for white words on it.
    accent: String,
    /// The same colour, dark enough for words on the light grounds.
    link: String,
    /// Light enough for words on the dark ones.
    link_on_dark: String,
    light: (&'static str, &'static str),
    dark: (&'static str, &'static str),
    /// Class, fill and ink of each status.
    statuses: Vec<(String, String, String)>,
}

/// The style of an edition.
///
/// # Errors
/// When the template cannot be written.
pub fn style(edition: &PublicEdition) -> askama::Result<String> {
    // What is no colour is never written: the style is the one place where no text is escaped.
    let accent = standing_out(&edition.accent, WHITE, FOR_WORDS).unwrap_or_else(|| Settings::default().look.accent);
    let style = Style {
        link: standing_out(&accent, LIGHT.1, FOR_WORDS).unwrap_or_else(|| accent.clone()),
        link_on_dark: standing_out(&accent, DARK.1, ON_DARK).unwrap_or_else(|| WHITE.to_owned()),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::HiddenFigures;
    use crate::report::sample::Sample;
    use rstest::rstest;

    /// The value of a variable where it stands first, and where it stands last.
    fn variable<'s>(style: &'s str, name: &str) -> [&'s str; 2] {
        let mark = format!("--{name}: ");
        let found: Vec<&str> = style.split(&*mark).skip(1).map(|behind| &behind[..7]).collect();
        [found[0], found[found.len() - 1]]
    }

    /// In light and in dark, whatever the council's colour is: words and lines on every ground that they stand on. Words
    /// in pictures are here, since no checker of pages looks at those.
    #[rstest]
    #[case("#1F3864")]
    #[case("#FFEE00")]
    #[case("#000000")]
    #[case("#FFFFFF")]
    #[case("#C2185B")]
    #[case("red;}*{display:none}")]
    fn everything_can_be_read(#[case] accent: &str) {
        let sample = Sample::new(3);
        let (inputs, analysis) = (sample.inputs(), sample.analysis());
        let mut edition =
            crate::public::public_edition(&inputs, &analysis, &HiddenFigures::default(), &sample.provenance);
        edition.accent = accent.to_owned();
        // One that nobody could read, one that is no colour, and one of the council's own.
        let own = |fill: &str, ink: &str| StatusLook { fill: fill.into(), ink: ink.into(), ..StatusLook::default() };
        edition.looks.insert(Status::Red, own("#888888", "#999999"));
        edition.looks.insert(Status::Amber, own("url(x)", "blue"));
        edition.looks.insert(Status::Green, own("#003300", "#FFFFFF"));
        let style = style(&edition).unwrap();
        assert!(!style.contains("url(") && !style.contains("display:none"));
        let [grounds, panels] = ["ground", "panel"].map(|name| variable(&style, name));
        for mode in 0..2 {
            for name in ["ink", "quiet", "link"] {
                for ground in [grounds[mode], panels[mode]] {
                    let words = variable(&style, name)[mode];
                    let ratio = contrast(words, ground).unwrap();
                    assert!(ratio >= FOR_WORDS, "{name} {words} on {ground}: {ratio:.2}");
                }
            }
        }
        assert!(contrast(variable(&style, "accent")[0], "#FFFFFF").unwrap() >= FOR_WORDS);
        let pairs = style.split("{ --fill: ").skip(1).map(|pair| (&pair[..7], &pair[15..22]));
        let pairs: Vec<(&str, &str)> = pairs.collect();
        assert_eq!(pairs.len(), Status::ALL.len());
        assert!(pairs.iter().all(|(fill, ink)| contrast(fill, ink).unwrap() >= FOR_WORDS), "{pairs:?}");
        assert!(pairs.contains(&("#003300", "#FFFFFF")));
    }
}
