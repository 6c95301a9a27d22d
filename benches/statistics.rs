//! What the statistics of one quarter cost: the whole analysis of 1,000, 10,000 and 100,000 series of 13 quarters.
//!
//! `cargo bench --bench statistics`: milliseconds in all and microseconds a series, on one core and on all, with the
//! growth from one size to the next.

mod council;

use council::Council;
use std::time::{Duration, Instant};

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
const ROUNDS: usize = 5;

fn timed(council: &Council) -> Duration {
    let start = Instant::now();
    council.analyse();
    start.elapsed()
}

fn main() {
    println!("{:>8} {:>6} {:>10} {:>12} {:>8}", "series", "cores", "ms", "µs a series", "growth");
    for cores in [1, 0] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(cores).build().expect("threads");
        let mut before: Option<f64> = None;
        for size in SIZES {
            let council = Council::of(size);
            let mut rounds: Vec<Duration> = (0..ROUNDS).map(|_| pool.install(|| timed(&council))).collect();
            rounds.sort_unstable();
            let ms = rounds[ROUNDS / 2].as_secs_f64() * 1e3;
            let growth = before.map_or_else(String::new, |b| format!("{:.2} ×", ms / b));
            let cores = pool.current_num_threads();
            println!("{size:>8} {cores:>6} {ms:>10.1} {:>12.2} {growth:>8}", ms * 1e3 / size as f64);
            before = Some(ms);
        }
    }
}
