//! What a person sees of a value in the style of its cell.

use crate::ingest::book::{Held, PERCENT};
use crate::ingest::formats::{NumberFormat, NumberShown, NumbersAre};
use crate::ingest::preflight::{CellStyle, SheetFacts};
use crate::record::{Appearance, HowShown, ShownNumber, Struck};
use calamine::ExcelDateTime;
use chrono::NaiveDate;

/// What a style makes of a value: the flags of the cell; what else a person sees goes into the appearance.
pub(super) fn dress(appearance: &mut Appearance, style: &CellStyle, value: Held) -> u8 {
    if style.struck {
        appearance.struck = Struck::Whole;
    }
    let shown = match value {
        Held::Number(n) => style.format.shows(n),
        Held::Text(_) if style.format.hides_texts() => {
            NumberShown::Other(ShownNumber { text: "".into(), how: HowShown::Nothing })
        }
        // A text in a cell of percentages is one.
        Held::Text(_) if style.format.shows(1.0) == NumberShown::Percent => NumberShown::Percent,
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

/// The days of a length of time such as PT36H00M00S.
pub(super) fn duration(text: &str) -> Option<f64> {
    let (negative, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (mut seconds, mut number, mut in_time) = (0.0, String::new(), false);
    for c in rest.strip_prefix('P')?.chars() {
        let times = match c {
            '0'..='9' | '.' => {
                number.push(c);
                continue;
            }
            'T' if number.is_empty() => {
                in_time = true;
                continue;
            }
            'D' if !in_time => 86_400.0,
            'H' if in_time => 3_600.0,
            'M' if in_time => 60.0,
            'S' if in_time => 1.0,
            _ => return None,
        };
        seconds += number.parse::<f64>().ok()? * times;
        number.clear();
    }
    let days = seconds / 86_400.0;
    (number.is_empty() && days.is_finite()).then_some(if negative { -days } else { days })
}

/// How a length of time is shown whose style does not say so: with what it has.
pub(super) fn clock(text: &str, style: Option<&CellStyle>) -> Option<CellStyle> {
    let days = duration(text).filter(|days| style.is_none_or(|s| s.format.takes(*days) != NumbersAre::Times))?;
    let seconds = (days.abs() * 86_400.0).round();
    let code = match (seconds >= 3600.0, seconds % 60.0 == 0.0) {
        (_, true) => "[h]:mm",
        (true, false) => "[h]:mm:ss",
        (false, false) => "mm:ss",
    };
    Some(CellStyle { format: NumberFormat::new(code), struck: style.is_some_and(|s| s.struck) })
}

/// The style of a cell; `None` where nothing is known of the styles of the workbook.
pub(super) fn style_at<'s>(at: (u32, u32), facts: &SheetFacts, styles: &'s [CellStyle]) -> Option<&'s CellStyle> {
    static PLAIN: CellStyle = CellStyle::PLAIN;
    let known = facts.style_of(at).map_or(Some(&PLAIN), |n| styles.get(n));
    known.filter(|_| !styles.is_empty())
}
