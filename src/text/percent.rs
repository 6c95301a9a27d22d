//! Percentages: points (85 is 85%), as everything here has them, and the fraction (0.85) that a cell in per cent holds.

use super::number::tidy;

/// Above so many points a percentage without a limit may be one that was put as points into a cell in per cent: 91.2
/// shows as 9120%.
pub const PLAIN: f64 = 100.0;
/// Above so many points nobody believes one of which nothing else is known.
const UNKNOWN: f64 = 1000.0;
/// So many times what is known is not believed.
const TIMES: f64 = 10.0;

/// The points of what a cell in per cent holds, without the noise of the multiplication: 0.07 is 7.
pub fn points(held: f64) -> f64 {
    tidy(held * 100.0)
}

/// What a cell in per cent holds of these points: [`points`] makes the same of it again, to the last bit for whatever
/// has nine decimals or fewer, and within the last bit for quotients.
pub fn held(points_are: f64) -> f64 {
    let decimal = (points_are * 1e9).round() / 1e11;
    if points(decimal) == points_are {
        return decimal;
    }
    let near = points_are / 100.0;
    [near, near.next_up(), near.next_down()].into_iter().find(|n| points(*n) == points_are).unwrap_or(near)
}

/// From how many points on a percentage in a cell in per cent is taken for one that was put there as points, beside the
/// figures that are known of its measure.
pub fn too_large(known: impl Iterator<Item = f64>) -> f64 {
    known.map(f64::abs).reduce(f64::max).map_or(UNKNOWN, |most| (TIMES * most).max(PLAIN))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn there_and_back() {
        for tenths in -5000..50_000 {
            for value in [f64::from(tenths) / 10.0, f64::from(tenths) / 1000.0, f64::from(tenths) / 1e7] {
                assert_eq!(points(held(value)), value, "{value}");
            }
        }
        for (n, d) in (1..400).flat_map(|n| (1..60).map(move |d| (f64::from(n), f64::from(d)))) {
            let quotient = n / d * 100.0;
            assert!((points(held(quotient)) - quotient).abs() <= quotient.next_up() - quotient, "{n}/{d}");
        }
        assert_eq!([held(91.2), held(0.5), held(0.0), held(-3.5), held(120.0)], [0.912, 0.005, 0.0, -0.035, 1.2]);
    }

    #[rstest]
    #[case(&[], 1000.0)]
    #[case(&[4.5, 6.0], 100.0)]
    #[case(&[-20.0, 15.0], 200.0)]
    fn beside_what_is_known(#[case] known: &[f64], #[case] limit: f64) {
        assert_eq!(too_large(known.iter().copied()), limit);
    }
}
