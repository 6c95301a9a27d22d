//! What is worst, whether it will recover, and who acts: how that is worked out, with what the quarter's own first shows.

use super::super::format;
use crate::analyse::Analysis;
use crate::analyse::concern::{FAR_PERCENT, KEY, LONG};
use crate::analyse::recovery::{LIKELY, UNLIKELY};
use crate::analyse::shown::plain;

pub fn paragraphs(a: &Analysis<'_>) -> Vec<(&'static str, String)> {
    vec![
        ("What is worst", worst(a)),
        (
            "Will it recover?",
            format!(
                "The first of these that can be told. The chance of the year's target: likely from {}, unlikely below {}. Where \
                 there is none, when it is measured again, if not in the next quarter. Whether its usual range reaches the target, \
                 and its trend. What the service itself expects of the year. Else that it cannot be told, and why. Of a figure that is queried \
                 for its size nothing is said.",
                format::share(Some(LIKELY)),
                format::share(Some(UNLIKELY)),
            ),
        ),
        (
            "Who acts, until when",
            "Who leads the open action about the measure that is due first, and that action's day; where no action is open, who \
             owns the measure."
                .into(),
        ),
    ]
}

fn worst(a: &Analysis<'_>) -> String {
    let rule = format!(
        "The order of what is off target, and of what stands out: by concern, which is the mean of three parts, each 0 to 100, times \
         what the measure counts. Far: the distance from the target (of a band, from its nearer bound) as a share of {}% of the \
         target, and as a share of the width of the measure's usual range (its control limits); the mean of the two, each at \
         most 100. Long: its quarters off target, as a share of {LONG}. Unlikely: 100 less the chance of meeting the year's target. \
         What is not known counts 50. A measure counts its weight in the register, a key measure {} times that. Figures queried for \
         their size stand last; equal concern stands by id.",
        plain(0, FAR_PERCENT),
        plain(1, KEY),
    );
    let first = a.exceptions().into_iter().find(|n| a.indicators[*n].doubt().is_none());
    let example = first.map(|n| {
        let concern = a.concern(n);
        let id = &a.register.indicators[a.indicators[n].indicator].id;
        format!(
            " This quarter the first is {id}: {}, and so a concern of {}.",
            concern.words(),
            plain(1, concern.score())
        )
    });
    rule + &example.unwrap_or_default()
}
