//! One cause, one finding: what is said of a cell is said once, and equal findings of a sheet are one line.

use super::harness::{QUARTER, gallery, list, look_at, text};
use quarterday::catalogue::{self, Origin};
use std::collections::{BTreeMap, BTreeSet};

/// Over every return of the demo, the gallery and the checks: no cell carries two findings of one origin, nor a second one
/// about what an error refused.
#[test]
fn no_cell_is_told_of_one_cause_twice() {
    let (demo, gallery, checks) = (look_at::council(), gallery(), look_at::checks());
    let stored = super::root().join("fixtures/checks/returns").join(QUARTER);
    let mut twice = String::new();
    let mut cells = 0;
    for (council, returns) in [(demo, demo.sent("")), (&gallery, gallery.sent("")), (checks, stored)] {
        for file in &council.check_files([returns]).files {
            let mut by_cell: BTreeMap<[&str; 3], Vec<&serde_json::Value>> = BTreeMap::new();
            for f in list(&file["findings"]).iter().filter(|f| f["cell"].is_string()) {
                by_cell.entry(["sheet", "cell", "subject"].map(|key| text(&f[key]))).or_default().push(f);
            }
            cells += by_cell.len();
            for (cell, said) in by_cell {
                let mut origins = BTreeSet::new();
                let codes: Vec<&str> = said.iter().map(|f| text(&f["code"])).collect();
                let of = |f: &serde_json::Value| catalogue::find(text(&f["code"])).and_then(|c| c.origin);
                let again = said.iter().filter_map(|f| of(f)).any(|origin| !origins.insert(origin as u8));
                let refused = said.iter().any(|f| f["severity"] == "error" && of(f) == Some(Origin::Missing));
                let beside = refused && said.iter().any(|f| of(f) == Some(Origin::Size) && f["severity"] != "note");
                if again || beside || codes.iter().collect::<BTreeSet<_>>().len() < codes.len() {
                    twice.push_str(&format!("{} {cell:?}: {codes:?}\n", text(&file["file"])));
                }
            }
        }
    }
    assert!(cells > 300, "{cells}");
    assert!(twice.is_empty(), "\n{twice}");
}
