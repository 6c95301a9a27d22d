//! How the figures came about, for everybody: what the method of the workbook says, in short.

use crate::disclosure::HiddenFigures;
use crate::settings::{Settings, Status};

/// Headings and their paragraphs.
pub fn method(settings: &Settings, hidden: &HiddenFigures) -> Vec<(String, Vec<String>)> {
    let look = |status| settings.look(status).word;
    let most = settings.public.small_numbers;
    let mut out = vec![
        (
            "Where the figures come from".to_owned(),
            vec![
                "Every quarter each service of the council sends its figures. The performance team checks them and asks about \
                 what looks wrong."
                    .to_owned(),
                "Each figure can be traced to the cell of the return that it was read from.".to_owned(),
            ],
        ),
        (
            "How a measure is rated".to_owned(),
            vec![
                format!(
                    "A figure is compared with its target for the quarter. The result is a word: {}, {} or {}.",
                    look(Status::Green),
                    look(Status::Amber),
                    look(Status::Red)
                ),
                "Each word has a sign and a colour. No meaning rests on colour alone.".to_owned(),
            ],
        ),
        (
            "How figures are compared".to_owned(),
            vec![
                "A figure is compared with the quarter before and with the same quarter a year ago.".to_owned(),
                "Where a measure was defined anew, earlier figures are not compared with it.".to_owned(),
            ],
        ),
    ];
    if !hidden.is_empty() {
        out.push((
            "Small numbers".to_owned(),
            vec![
                format!(
                    "Some measures count people. Counts from 1 to {most} are hidden, so that nobody can be known by them. A few \
                     measures have a limit of their own."
                ),
                "Other figures are hidden where a hidden one could be worked out from them. The ratings were made before."
                    .to_owned(),
            ],
        ));
    }
    out
}
