//! The schemes in words, as Method and `quarterday scheme` print them, and their versions.

use crate::digest::sha256;
use crate::measure::Scheme;
use crate::settings::{Amber, NoTarget, Settings, Status, StatusRule};

/// The version of a scheme: a new one whenever the same figure could have another status than before. The council's
/// own rules carry the first eight digits of their SHA-256.
pub fn version(scheme: Scheme, settings: &Settings) -> String {
    if scheme != Scheme::Rules {
        return "1".to_owned();
    }
    let rule = |rule: &StatusRule| format!("{}\n{}\n", rule.when.trim(), rule.status.key());
    let rules: String = settings.status.rules.iter().map(rule).collect();
    format!("1-{}", &sha256(rules.as_bytes())[..8])
}

/// The name of a scheme as the settings write it.
pub fn key(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Tolerance => "tolerance",
        Scheme::Floor => "floor",
        Scheme::Band => "band",
        Scheme::Context => "context",
        Scheme::ToleranceAndTrend => "tolerance-and-trend",
        Scheme::Stars => "stars",
        Scheme::Outturn => "outturn",
        Scheme::Rules => "rules",
    }
}

/// `floor, version 1`.
pub fn title(scheme: Scheme, settings: &Settings) -> String {
    format!("{}, version {}", key(scheme), version(scheme, settings))
}

/// The scheme that a [`title`] names, in whatever version.
pub fn scheme(title: &str) -> Option<Scheme> {
    let name = title.split(',').next()?;
    Scheme::ALL.iter().copied().find(|scheme| key(*scheme) == name)
}

/// The rule of a scheme in the council's own words for its statuses.
pub fn rule(scheme: Scheme, settings: &Settings) -> String {
    let word = |status| settings.look(status).word;
    let (green, red) = (word(Status::Green), word(Status::Red));
    let amber = word(match settings.status.amber {
        Amber::Amber => Status::Amber,
        Amber::Unknown => Status::Unknown,
    });
    let percent = settings.status.tolerance_percent;
    match scheme {
        Scheme::Tolerance => format!(
            "{green}: the target is achieved. {amber}: short of it by no more than {percent}% of the target, or by the \
             indicator's own tolerance. {red}: further short."
        ),
        Scheme::Floor => format!(
            "{green}: the target is achieved. {amber}: the floor standard is met. {red}: the floor standard is not met."
        ),
        Scheme::ToleranceAndTrend => format!(
            "{green}: the target is achieved, or short of it by no more than {percent}% of the target or by the \
             indicator's own tolerance. {amber}: further short, but no worse than the same quarter last year. {red}: \
             further short, and worse than a year ago or with nothing a year ago to compare with."
        ),
        Scheme::Stars => format!(
            "{}: better than the target by more than {percent}% of it, or by more than the indicator's own tolerance; \
             it counts as on target. {green}: within the tolerance of the target, on either side. {red}: worse than the \
             target by more than the tolerance.",
            word(Status::Exceeds)
        ),
        Scheme::Outturn => format!(
            "{green}: the target is achieved. {amber}: it is not, but the year is forecast to meet its target by its \
             end. {red}: it is not, and the year is not forecast to meet its target, or too little is known for a \
             forecast. What was forecast in earlier quarters is not worked out again, so their statuses are {}.",
            word(Status::NotComparable).to_lowercase()
        ),
        Scheme::Band => format!(
            "Plan is best. {green}: inside the green band. {amber}: inside the amber band. {red}: outside both. The \
             bounds belong to the better side. A plan without a band is met exactly, or missed within the tolerance."
        ),
        Scheme::Context => format!(
            "{}: shown for information, not rated. Where the register has bounds, it is said whether the figure is \
             inside or outside them.",
            word(Status::Contextual)
        ),
        Scheme::Rules => {
            let rules = settings.status.rules.iter();
            let rules: Vec<String> = rules.map(|r| format!("{}: {}", word(r.status), r.words.trim())).collect();
            format!("The first of these that holds. {}.", rules.join(". "))
        }
    }
}

/// Where a scheme was seen in use.
pub fn seen(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Tolerance => "Maidstone (10%); Reigate and Banstead (each indicator's own)",
        Scheme::Floor => "Kent",
        Scheme::Band => "gauges where the plan is best",
        Scheme::Context => "Bracknell Forest; Kent, activity indicators",
        Scheme::ToleranceAndTrend => "Havering, 2013 to 2015",
        Scheme::Stars => "East Riding of Yorkshire; Harlow",
        Scheme::Outturn => "Medway, 2010",
        Scheme::Rules => "the council's own",
    }
}

/// What the council has set beside the scheme, a sentence each.
pub fn beside(settings: &Settings) -> Vec<String> {
    let (s, word) = (&settings.status, |status| settings.look(status).word);
    let mut out = vec![];
    if s.no_target == NoTarget::Red {
        out.push(format!("A figure without a target counts as “{}”.", word(Status::Red)));
    }
    if s.amber == Amber::Unknown {
        out.push(format!(
            "What is neither met nor missed is “{}” and is not counted among those rated.",
            word(Status::Unknown)
        ));
    }
    out
}
