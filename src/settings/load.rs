//! Reading `quarterday.toml`: what is wrong with it is said with its place and what to write instead.

use super::document::TomlDocument;
use super::faults::{FaultList, not_among, refused};
use super::model::Settings;
use super::status::default_look;
use super::{keys, preset, sense};
use crate::error::{Error, Result, SettingsFaults};
use crate::measure::Status;
use crate::text::words::nearest;
use std::path::Path;

/// The settings file that `quarterday init` writes: every setting with its default and what it means.
pub fn starter() -> &'static str {
    include_str!("../../templates/quarterday.toml")
}

/// Reads settings; what the file leaves out has its default. `path` is for the message alone.
///
/// # Errors
/// All that is wrong with the file, each with its place.
pub fn load(path: &Path, text: &str) -> Result<Settings> {
    parse(text).map_err(|faults| Error::Settings { path: path.to_owned(), faults })
}

fn parse(text: &str) -> std::result::Result<Settings, SettingsFaults> {
    let document = TomlDocument::parse(text)?;
    let mut faults = FaultList::new(&document);
    keys::check(&mut faults);
    faults.outcome()?;
    let mut settings: Settings = toml::from_str(document.text()).map_err(|e| refused(&document, &e, one_of))?;
    preset::apply(&mut settings.status, &mut faults);
    sense::check(&mut settings, &mut faults);
    faults.outcome()?;
    complete(&mut settings);
    Ok(settings)
}

/// Fills what the file leaves out of `[statuses]`: a status always has a word, a symbol and colours.
fn complete(settings: &mut Settings) {
    for status in Status::ALL {
        let default = default_look(status);
        let look = settings.statuses.entry(status).or_insert_with(|| default.clone());
        for (own, default) in [
            (&mut look.word, default.word),
            (&mut look.symbol, default.symbol),
            (&mut look.fill, default.fill),
            (&mut look.ink, default.ink),
        ] {
            if own.trim().is_empty() {
                *own = default;
            }
        }
    }
}

/// A word that is none of those allowed, with the nearest that is.
fn one_of(name: &str, said: &str) -> Option<(String, Option<String>)> {
    let (got, allowed) = not_among(said).filter(|_| said.starts_with("unknown variant"))?;
    let near = nearest(got, allowed.iter().copied());
    let hint = near.map(|k| format!("; did you mean \"{k}\"?")).unwrap_or_default();
    let list = allowed.iter().map(|w| format!("\"{w}\"")).collect::<Vec<_>>().join(", ");
    Some((format!("`{name}` must be one of {list}; it is \"{got}\"{hint}"), near.map(str::to_owned)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::Unit;

    fn refused(text: &str) -> String {
        match load(Path::new("quarterday.toml"), text) {
            Err(e) => e.to_string(),
            Ok(_) => panic!("accepted: {text}"),
        }
    }

    #[test]
    fn least_changes_are_by_unit() {
        let settings = |line: &str| load(Path::new("q"), &format!("[checks.change_least]\n{line}\n"));
        let read = settings("\"pounds thousands\" = 1500").unwrap();
        assert_eq!(read.change_least(Unit::PoundsThousands), Some(1500.0));
        assert_eq!(read.change_least(Unit::Pounds), None);
        for (line, says) in [
            ("Pouns = 5", "did you mean “Pounds”?"),
            ("Pounds = -1", "must be 0 or more"),
            ("Pounds = 1\npounds = 2", "two least changes"),
        ] {
            let refused = refused(&format!("[checks.change_least]\n{line}\n"));
            assert!(refused.contains(says), "{refused}");
        }
    }

    #[test]
    fn a_part_is_enough() {
        let text = "[council]\nname = \"Marchford\"\n[returns.due]\n\"2026-27Q1\" = 2026-07-24\n\"2026-27Q2\" = \"2026-10-30\"\n\
                    [statuses.red]\nword = \"Below\"\n[checks]\noff = [\"s004\"]\nseverity = { r004 = \"note\" }\n[status]\ntolerance_percent = 5\n";
        let s = load(Path::new("q"), text).unwrap();
        assert_eq!(s.council.name, "Marchford");
        assert_eq!(s.due_date("2026-27Q1".parse().unwrap()).to_string(), "2026-07-24");
        assert_eq!(s.due_date("2026-27Q2".parse().unwrap()).to_string(), "2026-10-30");
        assert_eq!(
            (s.look(super::super::Status::Red).word.as_str(), s.look(super::super::Status::Red).symbol.as_str()),
            ("Below", "▲")
        );
        assert_eq!(s.checks.off, ["S004"]);
        assert_eq!(s.checks.severity.get("R004"), Some(&crate::finding::Severity::Note));
        assert_eq!(s.status.tolerance_percent, 5.0);
    }

    /// A council's own check may be switched off or weighed otherwise by its code in the register.
    #[test]
    fn own_checks_are_named_by_the_form_of_their_codes() {
        let text = "[council]\nname = \"Marchford\"\n[checks]\noff = [\"u001\"]\nseverity = { U02b = \"note\" }\n";
        let s = load(Path::new("q"), text).unwrap();
        assert_eq!(s.checks.severity_or("U001", crate::finding::Severity::Query), None);
        assert_eq!(s.checks.severity_or("U02B", crate::finding::Severity::Query), Some(crate::finding::Severity::Note));
        for code in ["U", "U-1", "Y001"] {
            let text = format!("[council]\nname = \"Marchford\"\n[checks]\noff = [\"{code}\"]\n");
            assert!(load(Path::new("q"), &text).is_err(), "{code}");
        }
    }

    #[rstest::rstest]
    #[case(
        "[status]\n\ntolerence_percent = 5.0",
        "quarterday.toml: line 3: unknown key `tolerence_percent` under [status]; did you mean `tolerance_percent`?"
    )]
    #[case("[statis]\nscheme = \"floor\"", "line 1: unknown key `statis`; did you mean `status`?")]
    #[case(
        "[council]\nname = \"A\"\nstart_month = 4",
        "line 3: unknown key `start_month` under [council]; it belongs under [year]"
    )]
    #[case(
        "[year]\nstart_month = \"April\"",
        "line 2: `start_month` under [year] must be a whole number, like 4; it is the text \"April\""
    )]
    #[case("[year]\nstart_month = 13", "line 2: `start_month` must be a month from 1 to 12; it is 13")]
    #[case("[year]\nstart_month = -1", "line 2: `start_month` under [year] must be 0 or more; it is -1")]
    #[case(
        "[status]\nscheme = \"tolerence\"",
        "line 2: `scheme` must be one of \"tolerance\", \"floor\", \"band\", \"context\", \"tolerance-and-trend\", \"stars\", \"outturn\", \"rules\"; it is \"tolerence\"; did you mean \"tolerance\"?"
    )]
    #[case("[status]\ntolerance_percent = 500", "line 2: `tolerance_percent` must be from 0 to 100; it is 500")]
    #[case("[status]\ntolerance_percent = nan", "line 2: `tolerance_percent` must be from 0 to 100; it is NaN")]
    #[case("[status]\npreset = \"kemt\"", "line 2: there is no preset \"kemt\"; did you mean \"kent\"?")]
    #[case(
        "[status]\npreset = \"kent\"\nscheme = \"tolerance\"",
        "line 3: the preset \"kent\" has scheme = \"floor\", and this line has \"tolerance\"; delete this line, or the preset"
    )]
    #[case("[status]\nno_target = \"green\"", "line 2: `no_target` must be one of \"no-target\", \"red\"")]
    #[case("[status]\nrules = []", "line 2: `rules` is empty")]
    #[case(
        "[[status.rules]]\nwhen = \"varience >= 0\"\nstatus = \"green\"\nwords = \"so\"\n[[status.rules]]\nwhen = \"otherwise\"\nstatus = \"red\"\nwords = \"so\"",
        "line 2: rule 1: “varience” is not a column; did you mean “variance”?"
    )]
    #[case(
        "[[status.rules]]\nwhen = \"variance >>= 0\"\nstatus = \"green\"\nwords = \"so\"\n[[status.rules]]\nwhen = \"otherwise\"\nstatus = \"red\"\nwords = \"so\"",
        "line 2: rule 1: not understood at “=”"
    )]
    #[case(
        "[[status.rules]]\nwhen = \"variance + 1\"\nstatus = \"green\"\nwords = \"so\"\n[[status.rules]]\nwhen = \"otherwise\"\nstatus = \"red\"\nwords = \"so\"",
        "line 2: rule 1: variance + 1 is a number, not true or false"
    )]
    #[case(
        "[[status.rules]]\nwhen = \"CAST(polarity AS DOUBLE) > 0\"\nstatus = \"green\"\nwords = \"so\"\n[[status.rules]]\nwhen = \"otherwise\"\nstatus = \"red\"\nwords = \"so\"",
        "line 2: rule 1: CAST meets a text that is no number"
    )]
    #[case(
        "[[status.rules]]\nwhen = \"variance >= 0\"\nstatus = \"green\"\nwords = \"so\"",
        "line 1: the list has no end: after rule 1 add a last [[status.rules]] with when = \"otherwise\""
    )]
    #[case(
        "[[status.rules]]\nwhen = \"otherwise\"\nstatus = \"red\"\nwords = \"so\"\n[[status.rules]]\nwhen = \"variance >= 0\"\nstatus = \"green\"\nwords = \"so\"",
        "line 2: \"otherwise\" ends the list"
    )]
    #[case(
        "[[status.rules]]\nwhen = \"otherwise\"\nstatus = \"awaited\"\nwords = \"so\"",
        "line 3: rule 1: a figure is there, so its status cannot be \"awaited\""
    )]
    #[case(
        "[[status.rules]]\nwhen = \"otherwise\"\nwords = \"so\"",
        "line 1: `status` is missing from this [[status.rules]]; add it"
    )]
    #[case(
        "[[status.rules]]\nwhen = \"otherwise\"\nstatus = \"orange\"\nwords = \"so\"",
        "line 3: `status` must be one of \"exceeds\", \"green\", \"amber\", \"red\""
    )]
    #[case("[risk]\nlikelihood = []", "line 2: `likelihood` has no words")]
    #[case("[risk]\nimpact = [\"Minor\", \"Minor\"]", "line 2: `impact` has “Minor” twice")]
    #[case("[risk]\nescalate_at = 26", "line 2: `escalate_at` must be a score of the matrix, 1 to 25; it is 26")]
    #[case("[risk]\nbands = []", "line 2: `bands` is empty")]
    #[case(
        "[[risk.bands]]\nname = \"Low\"\nfrom = 1\nfill = \"#FFFFFF\"\nink = \"#000000\"\n[[risk.bands]]\nname = \"High\"\nfrom = 1\nfill = \"#FFFFFF\"\nink = \"#000000\"",
        "line 8: `from` of the band “High” must be above 1"
    )]
    #[case(
        "[[risk.bands]]\nname = \"Low\"\nfrom = 2\nfill = \"#FFFFFF\"\nink = \"#000000\"",
        "line 3: `from` of the lowest band must be 1"
    )]
    #[case("[[risk.bands]]\nname = \"Low\"\nfrom = 1", "line 1: `fill` is missing from this [[risk.bands]]; add it")]
    #[case(
        "[[risk.bands]]\nname = \"Low\"\nfrom = 1\nfill = \"green\"\nink = \"#000000\"",
        "line 4: `fill` must be a colour like #1F3864; it is “green”"
    )]
    #[case("[look]\naccent = \"#12345G\"", "line 2: `accent` must be a colour like #1F3864; it is “#12345G”")]
    #[case(
        "[look]\naccent = \"#8FB4D9\"",
        "line 2: `accent` #8FB4D9 has a contrast of 1.60 to 1 with the ground of headings #D9DEE7, and words need 4.5 to 1"
    )]
    #[case(
        "[statuses.red]\nfill = \"#D00000\"\nink = \"#FF0000\"",
        "line 3: `ink` #FF0000 has a contrast of 1.42 to 1 with its `fill` #D00000"
    )]
    #[case(
        "[statuses.red]\nfill = \"#D00000\"",
        "line 2: `fill` #D00000 has a contrast of 1.95 to 1 with its `ink` #7A0C0C"
    )]
    #[case(
        "[[risk.bands]]\nname = \"Low\"\nfrom = 1\nfill = \"#FFFFFF\"\nink = \"#777777\"",
        "line 5: `ink` #777777 has a contrast of 4.47 to 1 with its `fill` #FFFFFF, and words need 4.5 to 1 to be read by all \
         (WCAG 2.2); the nearest that has it is #767676"
    )]
    #[case("[look]\nlogo = \"pictures/logo.png\"", "line 2: `logo` must be the name of a .png or .jpg file beside")]
    #[case("[look]\nlogo = \"logo.svg\"", "it is “logo.svg”")]
    #[case("[returns.due]\n\"2026-27\" = 2026-07-24", "line 2: “2026-27” is not a quarter; write it like 2026-27Q1")]
    #[case("[returns.due]\n\"2026/27 Q1\" = 2026-07-24", "line 2: write the quarter “2026/27 Q1” as \"2026-27Q1\"")]
    #[case(
        "[returns.due]\n\"2026-27Q1\" = 2026-06-24",
        "line 2: returns for 2026-27Q1 cannot be due before its last day, 30/06/2026"
    )]
    #[case("[returns.due]\n\"2026-27Q1\" = \"soon\"", "`2026-27Q1` must be a date, like 2026-07-24; it is soon")]
    #[case("[checks]\noff = [\"S004\", \"Z999\"]", "line 2: “Z999” is not the code of a check")]
    #[case("[checks.severity]\nR0O4 = \"note\"", "line 2: “R0O4” is not the code of a check; did you mean R004?")]
    #[case(
        "[checks.severity]\nR004 = \"warning\"",
        "line 2: `R004` must be one of \"error\", \"query\", \"note\"; it is \"warning\""
    )]
    #[case("[statuses.gren]\nword = \"Good\"", "line 1: unknown key `gren` under [statuses]; did you mean `green`?")]
    #[case("[statuses.green]\nword = \"Near target\"", "line 2: two statuses have the word “Near target”")]
    #[case("[statuses.green]\nfill = \"red\"", "line 2: `fill` must be a colour like #1F3864; it is “red”")]
    #[case(
        "[handover]\nretain_until = \"for ever\"",
        "line 2: `retain_until` must be a date, like 2046-03-31, or \"\""
    )]
    #[case("[handover]\ncustodian_email = \"the archive\"", "line 2: `custodian_email` must be one address")]
    #[case(
        "[handover]\ncustodien = \"A\"",
        "line 2: unknown key `custodien` under [handover]; did you mean `custodian`?"
    )]
    #[case("[trend]\nlevel = 5", "line 2: `level` must be from 0.001 to 0.2; it is 5")]
    #[case("[trend]\nleast_points = 2", "line 2: `least_points` must be from 4 to 25; it is 2")]
    #[case("[signals]\nconfidence = 95", "line 2: `confidence` must be from 0.5 to 0.999; it is 95")]
    #[case("[limits]\nfile_mb = 0", "line 2: `file_mb` must be 1 or more")]
    #[case("[council]\nname = \" \"", "line 2: `name` is blank")]
    #[case("[council]\nname = Marchford", "line 2: ")]
    #[case(
        "council = \"Marchford\"",
        "line 1: `council` must be a section with settings of its own; it is the text \"Marchford\""
    )]
    fn refusals(#[case] text: &str, #[case] message: &str) {
        let got = refused(text);
        assert!(got.contains(message), "{got}");
    }

    #[test]
    fn every_problem_is_told_at_once() {
        let got = refused("[year]\nstart_mont = 4\n[status]\nrounded = \"yes\"\n");
        assert_eq!(got.lines().count(), 2, "{got}");
    }
}
