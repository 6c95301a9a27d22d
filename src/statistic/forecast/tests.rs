//! Forecasts of synthetic years.

use super::*;

/// SplitMix64 (Steele, Lea and Flood, 2014): the same numbers on every machine.
pub(crate) struct Draws(pub u64);

impl Draws {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to 1.
    pub fn uniform(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Normal, of mean 0 and variance 1 (Box and Muller, 1958).
    pub fn normal(&mut self) -> f64 {
        let (u, v) = (1.0 - self.uniform(), self.uniform());
        (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
    }
}

const RULES: Rules =
    Rules { least_years: 2, methods: [true; 4], least_spread: 0.0, bounds: (f64::NEG_INFINITY, f64::INFINITY) };

fn plain(values: &[f64], elapsed: usize, fold: Fold) -> Measure<'_> {
    Measure::Plain(Quarters { values, per_year: 4, elapsed, fold })
}

/// A measure of a council as they come: a level, seasons, a drift over the years, shocks that last and noise.
fn synthetic(d: &mut Draws, quarters: usize) -> Vec<f64> {
    let level = 50.0 + 200.0 * d.uniform();
    let (season, drift) = (0.3 * d.uniform(), 0.03 * d.normal());
    let (noise, walk) = (0.02 + 0.1 * d.uniform(), 0.04 * d.uniform());
    let pattern: Vec<f64> = (0..4).map(|_| 1.0 + season * d.normal()).collect();
    let mut shift = 0.0;
    (0..quarters)
        .map(|t| {
            shift += walk * d.normal();
            level * pattern[t % 4].max(0.2) * (1.0 + drift * t as f64 / 4.0 + shift + noise * d.normal()).max(0.05)
        })
        .collect()
}

/// How often the range of 80% and of 95% held what came, over so many series, and how many could be forecast.
fn held(series: usize, years: usize, fold: Fold, seed: u64, methods: [bool; 4]) -> (f64, f64, usize) {
    let mut d = Draws(seed);
    let (mut in_80, mut in_95, mut n) = (0, 0, 0);
    for k in 0..series {
        let all = synthetic(&mut d, years * 4 + 4);
        let elapsed = 1 + k % 3;
        let known = &all[..years * 4 + elapsed];
        let came = plain(&all, 4, fold).so_far().unwrap();
        let f = forecast(&plain(known, elapsed, fold), &Rules { methods, ..RULES }).unwrap();
        let within = |(low, high): (f64, f64)| usize::from((low..=high).contains(&came));
        (in_80, in_95, n) = (in_80 + within(f.range(0.8)), in_95 + within(f.range(0.95)), n + 1);
    }
    (in_80 as f64 / n as f64, in_95 as f64 / n as f64, n)
}

#[test]
fn probe() {
    for fold in [Fold::Sum, Fold::Last, Fold::Mean, Fold::Greatest] {
        for years in 2..=6 {
            for m in [[true, true, true, false], [true; 4]] {
                if m[3] && years < 3 {
                    continue;
                }
                let n = if m[3] { 200 } else { 2000 };
                println!("{fold:?} {years} smoothing {} {:?}", m[3], held(n, years, fold, 7, m));
            }
        }
    }
}
