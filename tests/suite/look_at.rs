//! Councils that tests look at and do not change, each made once for all of them.

use super::harness::{Council, QUARTER};
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Duration;

pub fn council() -> &'static Council {
    static MADE: OnceLock<Council> = OnceLock::new();
    MADE.get_or_init(|| Council::at(folder().join("marchford"), "demo", None).with_past("past.xlsx"))
}

pub fn consolidated() -> &'static Council {
    static MADE: OnceLock<Council> = OnceLock::new();
    MADE.get_or_init(|| {
        let mut made = council().copy_to(folder().join("marchford consolidated"), None);
        made.consolidate(QUARTER).ends(1);
        made
    })
}

/// With the blank forms of the next quarter.
pub fn forms() -> &'static Council {
    static MADE: OnceLock<Council> = OnceLock::new();
    MADE.get_or_init(|| {
        let mut made = council().copy_to(folder().join("marchford with forms"), None);
        made.templates("2026-27Q3", &[]).ends(0);
        made
    })
}

pub fn checks() -> &'static Council {
    static MADE: OnceLock<Council> = OnceLock::new();
    MADE.get_or_init(|| Council::at(folder().join("stowick"), "checks", None).without_returns().with_past("past.xlsx"))
}

/// One for each run of the tests. Nothing is left to clear it away when they end: a later run does.
fn folder() -> PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    let make = || {
        let all = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        let ours = all.join(format!("suite-{}", std::process::id()));
        for old in std::fs::read_dir(&all).into_iter().flatten().flatten() {
            let made = old.metadata().and_then(|m| m.modified());
            let age = made.ok().and_then(|at| at.elapsed().ok()).unwrap_or_default();
            if old.path() == ours || age > Duration::from_secs(3600) {
                let _ = std::fs::remove_dir_all(old.path());
            }
        }
        ours
    };
    FOLDER.get_or_init(make).clone()
}
