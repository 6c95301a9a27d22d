//! What a person sees of a value in the style of its cell.

use crate::ingest::book::{Held, PERCENT, ReadBook};
use crate::ingest::formats::NumberShown;
use crate::ingest::preflight::{CellStyle, SheetFacts};
use crate::record::{Appearance, Struck};
use calamine::ExcelDateTime;
use chrono::NaiveDate;

/// What a style makes of a value: the flags of the cell; what else a person sees goes into the appearance.
pub(super) fn dress(appearance: &mut Appearance, style: &CellStyle, value: Held, book: &ReadBook) -> u8 {
    if style.struck {
        appearance.struck = Struck::Whole;
    }
    if let Held::Date(_) = value {
        appearance.day = style.format.day_shown();
    }
    let shown = match value {
        Held::Number(n) => style.format.shows(n),
        Held::Text(span) => match style.format.shows_text(book.text(span)) {
            Some(shown) => NumberShown::Other(shown),
            // A text in a cell of percentages is one.
            None if style.format.shows(1.0) == NumberShown::Percent => NumberShown::Percent,
            None => NumberShown::AsHeld,
        },
        _ => NumberShown::AsHeld,
    };
    match shown {
        NumberShown::Percent => return PERCENT,
        NumberShown::Other(shown) => appearance.shown = Some(shown),
        NumberShown::AsHeld => {}
    }
    0
}

/// The day of a number with a date format; times of day and lengths of time stay numbers.
pub(super) fn date(d: ExcelDateTime) -> Option<NaiveDate> {
    let day = d.is_datetime() && (1.0..2_958_466.0).contains(&d.as_f64());
    let (year, month, day_of_month, ..) = day.then(|| d.to_ymd_hms_milli())?;
    NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day_of_month))
}

/// The style of a cell; `None` where nothing is known of the styles of the workbook.
pub(super) fn style_at<'s>(at: (u32, u32), facts: &SheetFacts, styles: &'s [CellStyle]) -> Option<&'s CellStyle> {
    static PLAIN: CellStyle = CellStyle::PLAIN;
    let known = facts.style_of(at).map_or(Some(&PLAIN), |n| styles.get(n));
    known.filter(|_| !styles.is_empty())
}
