//! Days and lengths of time as OpenDocument writes them, and as numbers of days.

use crate::fit::fit;

/// `PT36H00M00S` in days; hours, minutes and seconds as large as they like.
pub(super) fn days(time: &str) -> Option<f64> {
    let (sign, rest) = time.strip_prefix('-').map_or((1.0, time), |rest| (-1.0, rest));
    let (whole_days, clock) = rest.strip_prefix('P')?.split_once('T').unwrap_or((rest.get(1..)?, ""));
    let mut total = if whole_days.is_empty() { 0.0 } else { whole_days.strip_suffix('D')?.parse::<f64>().ok()? };
    let mut number = String::new();
    for c in clock.chars() {
        let seconds = match c {
            'H' => 3600.0,
            'M' => 60.0,
            'S' => 1.0,
            _ => {
                number.push(if c == ',' { '.' } else { c });
                continue;
            }
        };
        total += std::mem::take(&mut number).parse::<f64>().ok()? * seconds / 86_400.0;
    }
    (number.is_empty() && total.is_finite()).then_some(sign * total)
}

/// How a length of time is shown whose style does not say so: with what it has.
pub(super) fn clock(days: f64) -> &'static str {
    let seconds = (days.abs() * 86_400.0).round();
    match (seconds >= 3600.0, seconds % 60.0 == 0.0) {
        (_, true) => "[h]:mm",
        (true, false) => "[h]:mm:ss",
        (false, false) => "mm:ss",
    }
}

/// The day that is so many days after 30 December 1899.
pub(super) fn day_of(days: f64) -> Option<String> {
    let first = day_before_all()?;
    let days = (1.0..2_958_466.0).contains(&days).then(|| chrono::Days::new(fit::<u32>(days).into()))?;
    first.checked_add_days(days).map(|d| d.to_string())
}

/// The number of a day's date.
pub(super) fn serial_of(day: &str) -> Option<f64> {
    let day: chrono::NaiveDate = day.get(..10)?.parse().ok()?;
    u32::try_from(day.signed_duration_since(day_before_all()?).num_days()).ok().map(f64::from)
}

/// The day of which 0 is the number.
fn day_before_all() -> Option<chrono::NaiveDate> {
    chrono::NaiveDate::from_ymd_opt(1899, 12, 30)
}
