//! Constants that fit best, the same to the last bit on every system.
//!
//! As `u-analytics` estimates its constants, and with the same search: a grid of five values for each, then the simplex of
//! Nelder and Mead from the best of them, both on the logistic scale, so that a constant stays between 0 and 1. It is ours
//! because the library's takes the scale from the system's functions, and the last digit of a forecast with it.

use crate::elementary::{exp, ln};
use crate::fit::fit;
use u_numflow::optimize::{NelderMeadOptions, nelder_mead};

/// A value on the scale this far out stands for a constant 2 · 10⁻⁹ from the end.
const EDGE: f64 = 20.0;

/// The values of a constant that the search begins with.
const GRID: [f64; 5] = [0.1, 0.3, 0.5, 0.7, 0.9];

/// The `N` constants, each between 0 and 1, for which `squares` is least.
pub(super) fn least_squares<const N: usize>(squares: impl Fn([f64; N]) -> f64) -> [f64; N] {
    let constants = |scaled: &[f64]| -> [f64; N] { std::array::from_fn(|n| constant(scaled[n])) };
    let (mut start, mut best) = ([scaled(GRID[0]); N], f64::INFINITY);
    for point in 0..GRID.len().pow(fit(N)) {
        let at: [f64; N] = std::array::from_fn(|n| scaled(GRID[point / GRID.len().pow(fit(n)) % GRID.len()]));
        let found = squares(constants(&at));
        if found < best {
            (start, best) = (at, found);
        }
    }
    let refined = nelder_mead(|at| squares(constants(at)), &start, NelderMeadOptions::for_dimension(N));
    constants(if refined.value <= best { &refined.x } else { &start })
}

fn constant(scaled: f64) -> f64 {
    1.0 / (1.0 + exp(-scaled.clamp(-EDGE, EDGE)))
}

fn scaled(constant: f64) -> f64 {
    ln(constant / (1.0 - constant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_valley_is_found_wherever_it_lies() {
        for lowest in [[0.02, 0.5], [0.31, 0.97], [0.5, 0.5]] {
            let found = least_squares(|[a, b]| (a - lowest[0]).powi(2) + 3.0 * (b - lowest[1]).powi(2));
            assert!(found.iter().zip(lowest).all(|(f, l)| (f - l).abs() < 1e-4), "{found:?}");
        }
        // At the end of the range a constant stays inside it.
        let [end] = least_squares(|[a]| -a);
        assert!((0.999..1.0).contains(&end), "{end}");
    }
}
