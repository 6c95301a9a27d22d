//! What a rate is told by, in the column Per: without it nothing that is worked out from numerator and denominator is right.

use super::row::RegisterRow;
use crate::catalogue;
use crate::measure::Unit;
use crate::record::Field;
use crate::text::number::{per_in, told_by};

/// What rates are told by; 1 is a quotient as it is.
pub const PERS: [f64; 7] = [1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6];

/// The row's own, with what is said where it is missing, beside a percentage, or another than the name says.
pub(super) fn per(row: &mut RegisterRow<'_, '_>, unit: Option<Unit>, parts: bool, name: &str) -> Option<f64> {
    let per = row.number(Field::Per, Unit::Number);
    let named = per_in(name);
    let says = |said: Option<f64>| said.map(|n| format!("; its name says {}", told_by(n))).unwrap_or_default();
    let Some(typed) = per else {
        let blank = row.text(Field::Per).is_empty();
        match unit {
            Some(Unit::Rate) if parts && blank => {
                let expected = format!("what the rate is per, such as 1,000{}", says(named));
                row.find(&catalogue::G060, Field::Per, expected, "blank");
            }
            Some(Unit::Percent | Unit::Rate) | None => {}
            Some(_) => {
                if let Some(n) = named.filter(|_| parts && blank) {
                    row.find(&catalogue::G062, Field::Per, format!("{}, as the name says", told_by(n)), "blank");
                }
            }
        }
        return None;
    };
    if !PERS.contains(&typed) {
        row.find(
            &catalogue::G012,
            Field::Per,
            "1,000, 10,000, 100,000 or another power of ten up to a million",
            typed.to_string(),
        );
        return None;
    }
    if unit == Some(Unit::Percent) {
        if typed != 100.0 {
            row.find(&catalogue::G061, Field::Per, "blank, since a percentage is per hundred", told_by(typed));
        }
        return None;
    }
    if let Some(n) = named.filter(|n| *n != typed) {
        row.find(&catalogue::G062, Field::Per, format!("{}, as the name says", told_by(n)), told_by(typed));
    }
    Some(typed)
}
