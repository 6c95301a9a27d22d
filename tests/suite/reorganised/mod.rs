//! Councils that become others: two districts and a county to two unitaries, beside what their maker worked out in fractions.

mod crosswalk;

use super::books::{Drawn, Opened};
use super::said::{Said, said};
use super::{copy_dir, root};
use assert_cmd::Command;
use rstest::rstest;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tempfile::TempDir;

/// The day on which the councils become others.
const DAY: &str = "2027-04-28";

fn quarterday(day: &str) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("quarterday"));
    command.args(["--today", day, "--quiet"]).env("NO_COLOR", "1");
    command
}

/// The three councils with their ledgers, made once.
static COUNCILS: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = TempDir::new().unwrap();
    for council in ["ash", "beck", "shire"] {
        let workspace = folder.path().join(council);
        copy_dir(&root().join("fixtures/reorganised").join(council), &workspace);
        let run = |day: &str, words: &[&str]| {
            let mut command = quarterday(day);
            command.arg("--workspace").arg(&workspace).args(words);
            said(&mut command).ends(0);
        };
        let past = workspace.join("past.xlsx");
        run("2026-06-01", &["history", "import", past.to_str().unwrap()]);
        for (quarter, day) in [("Q1", "2026-07-20"), ("Q2", "2026-10-20"), ("Q3", "2027-01-20"), ("Q4", "2027-04-20")] {
            run(day, &["consolidate", &format!("2026-27{quarter}")]);
        }
    }
    folder
});

/// A reorganisation: the folder of its crosswalk.
struct Merging {
    into: TempDir,
    councils: Vec<&'static str>,
}

impl Merging {
    fn of(crosswalk: &str, councils: &[&'static str]) -> Self {
        let into = TempDir::new().unwrap();
        let from = root().join("fixtures/reorganised").join(crosswalk);
        std::fs::copy(from, into.path().join("crosswalk.xlsx")).unwrap();
        Self { into, councils: councils.to_vec() }
    }

    fn three() -> Self {
        Self::of("crosswalk.xlsx", &["ash", "beck", "shire"])
    }

    fn path(&self, name: &str) -> PathBuf {
        self.into.path().join(name)
    }

    fn command(&self, more: &[&str]) -> Command {
        let mut command = quarterday(DAY);
        command.arg("merge").args(self.councils.iter().map(|c| COUNCILS.path().join(c)));
        command.arg("--into").arg(self.into.path()).args(["--by", "N. Fox"]).args(more);
        command
    }

    fn run(&self, more: &[&str]) -> Said {
        said(&mut self.command(more))
    }

    /// What a workspace that was made says.
    fn ask(&self, successor: &str, words: &[&str]) -> Said {
        self.ask_on(DAY, successor, words)
    }

    fn ask_on(&self, day: &str, successor: &str, words: &[&str]) -> Said {
        let mut command = quarterday(day);
        command.arg("--workspace").arg(self.path(successor)).args(words);
        said(&mut command)
    }

    /// The figures of a workspace that was made, by measure and quarter.
    fn figures(&self, successor: &str) -> BTreeMap<(String, String), BTreeMap<String, String>> {
        let to = self.path(&format!("export-{successor}"));
        self.ask(successor, &["history", "export", "--to", to.to_str().unwrap()]).ends(0);
        let key = |row: &BTreeMap<String, String>| (row["indicator"].clone(), row["quarter"].clone());
        table(&to.join("figures.csv")).into_iter().map(|row| (key(&row), row)).collect()
    }

    /// The crosswalk with a cell that says something else; blank where it is to say nothing.
    fn edited(self, edits: &[(&str, &str, &str)]) -> Self {
        let path = self.path("crosswalk.xlsx");
        let mut book = Drawn::like(&std::fs::read(&path).unwrap());
        for (sheet, cell, words) in edits {
            book = book.sheet(sheet);
            book = if words.is_empty() { book.without(cell) } else { book.cell(cell, words) };
        }
        std::fs::write(&path, book.bytes()).unwrap();
        self
    }
}

/// The rows of a CSV file by their headings.
fn table(path: &Path) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

fn expected(list: &str) -> Vec<BTreeMap<String, String>> {
    table(&root().join("fixtures/reorganised").join(list))
}

fn same(told: &str, wanted: &str) -> bool {
    match (told.parse::<f64>(), wanted.parse::<f64>()) {
        (Ok(told), Ok(wanted)) => (told - wanted).abs() <= 1e-9 * wanted.abs().max(1.0),
        (told, wanted) => told.is_err() && wanted.is_err(),
    }
}

/// Every file below a folder with its bytes.
fn bytes(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut out = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(here) = folders.pop() {
        for entry in std::fs::read_dir(here).unwrap().map(Result::unwrap) {
            match entry.path() {
                path if path.is_dir() => folders.push(path),
                path => _ = out.insert(path.strip_prefix(folder).unwrap().to_owned(), std::fs::read(&path).unwrap()),
            }
        }
    }
    out
}

/// Each figure before the first quarter, or that there is none; in no quarter but those in which all terms are due.
#[rstest]
#[case(Merging::three(), &["EAST", "WEST"])]
#[case(Merging::of("crosswalk-both.xlsx", &["ash", "beck"]), &["BOTH"])]
fn sums_and_splits_are_what_their_maker_worked_out(#[case] merging: Merging, #[case] successors: &[&str]) {
    merging.run(&[]).ends(0);
    for successor in successors {
        let there = merging.figures(successor);
        let wanted: Vec<_> =
            expected("EXPECTED.csv").into_iter().filter(|row| row["successor"] == *successor).collect();
        assert!(wanted.len() > 200, "{successor}: {}", wanted.len());
        for row in &wanted {
            let key = (row["measure"].clone(), row["quarter"].clone());
            let told = |column: &str| there.get(&key).map_or("", |row| row[column].as_str());
            assert!(same(told("value"), &row["value"]), "{successor} {key:?}: {} {row:?}", told("value"));
            let estimated = !told("estimated_by").is_empty();
            assert_eq!(estimated, row["estimated"] == "yes" && !row["value"].is_empty(), "{successor} {key:?}");
        }
        let due: BTreeSet<_> = wanted.iter().map(|r| (r["measure"].clone(), r["quarter"].clone())).collect();
        let measures: BTreeSet<_> = due.iter().map(|(measure, _)| measure).collect();
        let odd = there.iter().find(|((id, quarter), row)| {
            measures.contains(id) && !row["value"].is_empty() && !due.contains(&(id.clone(), quarter.clone()))
        });
        assert!(odd.is_none(), "{odd:?}");
    }
}

/// What the old councils sent stands in each successor with the file, the sheet and the cell, and `trace` leads there.
#[test]
fn every_past_figure_leads_to_the_cell_of_its_council() {
    let merging = Merging::three();
    merging.run(&[]).ends(0);
    for (successor, councils) in [("EAST", ["ASH", "SHIRE"]), ("WEST", ["BECK", "SHIRE"])] {
        let there = merging.figures(successor);
        let mut looked_at = 0;
        for cell in expected("EXPECTED-cells.csv").iter().filter(|c| councils.contains(&c["council"].as_str())) {
            let (council, id, quarter) = (&cell["council"], &cell["id"], &cell["quarter"]);
            let Some(row) = there.get(&(format!("{council}-{id}"), quarter.clone())) else { continue };
            if !cell["part"].is_empty() {
                continue;
            }
            assert!(same(&row["value"], &cell["value"]), "{row:?} {cell:?}");
            let place = format!("{council}/{}!{}!{}", cell["file"], cell["sheet"], cell["cell"]);
            assert_eq!(format!("{}!{}!{}", row["file"], row["sheet"], row["cell"]), place);
            looked_at += 1;
        }
        assert!(looked_at > 200, "{successor}: {looked_at}");
    }
    let said = merging.ask("WEST", &["trace", "RE03", "2026-27Q4"]).ends(0);
    let said = said.says("BECK/Beckford performance 2026-27Q4.xlsx › PI return!F22");
    said.says("SHIRE/Resources Q4 2026-27.xlsx › Measures!F5");
    // One that is taken over as it is has its cell itself.
    merging.ask("WEST", &["trace", "EN03", "2026-27Q4"]).ends(0).says("BECK/Beckford performance 2026-27Q4.xlsx");
}

/// What a county's figure is split into adds up to it.
#[test]
fn what_is_split_adds_up() {
    let merging = Merging::three();
    merging.run(&[]).ends(0);
    let (east, west) = (merging.figures("EAST"), merging.figures("WEST"));
    let mut looked_at = 0;
    for (id, county) in [("HT01", "SHIRE-HW01"), ("AS01", "SHIRE-AS01"), ("AS03", "SHIRE-AS03"), ("LI01", "SHIRE-LI01")]
    {
        let value = |of: &BTreeMap<_, BTreeMap<String, String>>, id: &str, quarter: &str| -> Option<f64> {
            of.get(&(id.to_owned(), quarter.to_owned())).and_then(|row| row["value"].parse().ok())
        };
        for quarter in ["2026-27Q1", "2026-27Q2", "2026-27Q3", "2026-27Q4"] {
            let (a, b) = (value(&east, id, quarter).unwrap(), value(&west, id, quarter).unwrap());
            let whole = value(&east, county, quarter).unwrap();
            assert!((a + b - whole).abs() < 1e-6 * whole, "{id} {quarter}: {a} + {b} and not {whole}");
            looked_at += 1;
        }
    }
    assert_eq!(looked_at, 16);
}

#[test]
fn the_order_of_workspaces_does_not_matter_and_they_are_never_changed() {
    let before = bytes(COUNCILS.path());
    let (one, mut other) = (Merging::three(), Merging::three());
    other.councils.reverse();
    one.run(&[]).ends(0);
    other.run(&[]).ends(0);
    let (a, b) = (bytes(one.into.path()), bytes(other.into.path()));
    assert!(a.len() > 20);
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    let differs: Vec<_> = a.iter().filter(|(name, bytes)| b[*name] != **bytes).map(|(name, _)| name).collect();
    assert!(differs.is_empty(), "{differs:?}");
    assert!(before == bytes(COUNCILS.path()), "an old workspace was changed");
    // What was made is not made again over what a council has begun with.
    one.run(&[]).ends(2).complains("is there already");
    assert!(a == bytes(one.into.path()));
}

/// The last year of the old councils side by side: the year of all together is what their maker worked out.
#[test]
fn the_baseline_lays_the_last_year_side_by_side() {
    let merging = Merging::three();
    merging.run(&[]).ends(0);
    let book = Opened::read(&merging.path("baseline.xlsx"));
    let rows = book.table("Measures", "New council");
    let mut looked_at = 0;
    for wanted in expected("EXPECTED-baseline.csv").iter().filter(|r| r["council"] == "together") {
        let own = |row: &&std::collections::HashMap<String, calamine::Data>| {
            row["New council"].to_string() == wanted["successor"]
                && row["Id"].to_string() == wanted["measure"]
                && row["By"] == "Together"
        };
        let Some(row) = rows.iter().find(own) else { continue };
        let told = row["2026-27"].to_string();
        assert!(same(&told, &wanted["value"]), "{told} {wanted:?}");
        looked_at += 1;
    }
    assert!(looked_at > 50, "{looked_at}");
    let risks = book.table("Risks", "Group");
    assert!(risks.iter().any(|r| r["Likeness"] != "alone"));
    let actions = book.table("Actions", "Without an owner");
    assert!(actions.iter().any(|r| r["Without an owner"] == "nobody leads it"));
}

/// In the first quarter of the new council a service that is not joined yet sends on its old form, with the ids that it knows.
#[test]
fn old_forms_go_on_being_read_until_services_are_joined() {
    let merging = Merging::three();
    merging.run(&[]).ends(0);
    let old = COUNCILS.path().join("shire/returns/2026-27Q4/Resources Q4 2026-27.xlsx");
    let form = Drawn::like(&std::fs::read(old).unwrap()).sheet("Front page").cell("B3", "Quarter 1 2027-28");
    let folder = merging.path("WEST/returns/2027-28Q1");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("Resources.xlsx"), form.bytes()).unwrap();
    let run = merging.ask_on(
        "2027-07-15",
        "WEST",
        &["consolidate", "2027-28Q1", "--edition", "predecessors", "--format", "json"],
    );
    let record: Value = serde_json::from_str(&run.out).unwrap();
    let readings: Vec<&str> =
        record["readings"].as_array().unwrap().iter().filter_map(|r| r["indicator"].as_str()).collect();
    assert!(readings.contains(&"SHIRE-RE01") && readings.contains(&"SHIRE-RE02"), "{readings:?}");
    // What the new council has in its place waits for the other council, and is no smaller figure.
    let trace = merging.ask("WEST", &["trace", "RE01", "2027-28Q1"]).ends(0);
    trace.says_all(&["worked out: ? + 1801 * 0.57 = no figure", "Resources.xlsx › Measures!F3"]);
    let reports = merging.path("WEST/reports/2027-28Q1");
    let officers = Opened::read(&reports.join("officers.xlsx"));
    let lines = officers.table("Predecessors", "Ref");
    let together = lines.iter().find(|r| r["Ref"] == "RE01").unwrap();
    assert!(together["What has to be known"].to_string().contains("Of 1 of 2 councils"), "{together:?}");
    // Its Cabinet has its own workbook, and the new council's counts nothing of the old ones'.
    assert!(reports.join("council before Arden Shire County Council.xlsx").exists());
    let cabinet = Opened::read(&reports.join("cabinet.xlsx"));
    let ids: Vec<String> = cabinet.table("Indicators", "Ref").iter().map(|r| r["Ref"].to_string()).collect();
    assert!(ids.contains(&"RE01".to_owned()) && !ids.iter().any(|id| id.starts_with("SHIRE-")), "{ids:?}");
}

/// Every review of a risk and every action of the old ledgers stands in the new ones, under an id that no other council has.
#[test]
fn no_risk_and_no_action_is_lost() {
    let merging = Merging::three();
    merging.run(&[]).ends(0);
    let rows = |workspace: &Path, name: &str, sheet: &str| {
        let to = merging.path(&format!("lines-{name}"));
        let mut command = quarterday(DAY);
        command.args(["history", "export", "--to"]).arg(&to).arg("--workspace").arg(workspace);
        said(&mut command).ends(0);
        table(&to.join(sheet))
    };
    for (successor, councils) in [("EAST", ["ash", "shire"]), ("WEST", ["beck", "shire"])] {
        for (sheet, id) in [("risks.csv", "risk"), ("actions.csv", "action")] {
            let old: usize = councils.iter().map(|c| rows(&COUNCILS.path().join(c), c, sheet).len()).sum();
            let new = rows(&merging.path(successor), successor, sheet);
            assert_eq!(new.len(), old, "{successor} {sheet}");
            let prefixes = councils.map(|c| format!("{}-", c.to_uppercase()));
            assert!(new.iter().all(|row| prefixes.iter().any(|p| row[id].starts_with(p))), "{:?}", new.first());
        }
    }
}

/// What stands there as a sum is changed in the open, as every figure is.
#[test]
fn a_sum_is_not_imported_over_in_silence() {
    let merging = Merging::three();
    merging.run(&[]).ends(0);
    let past = merging.path("more.csv");
    std::fs::write(&past, "Indicator id,Quarter,Value\nRE02,2026-27Q1,1\n").unwrap();
    let import = ["history", "import", past.to_str().unwrap()];
    merging.ask("WEST", &import).ends(1).says("F083");
    let why = ["--class", "correction", "--reason", "counted again", "--by", "N. Fox"];
    merging.ask("WEST", &[&import[..], &why[..]].concat()).ends(0);
}

/// A council that others became is reorganised in its turn: sums go on as they were, and so do the old councils' own figures.
#[test]
fn a_merged_council_is_merged_again() {
    let first = Merging::three();
    first.run(&[]).ends(0);
    let before = first.figures("EAST");
    let into = first.path("again");
    let merge = |more: &[&str]| {
        let mut command = quarterday("2028-04-28");
        command.arg("merge").args(["EAST", "WEST"].map(|c| first.path(c))).arg("--into").arg(&into).args(more);
        said(&mut command)
    };
    merge(&["--successor", "ONE=Arden Council", "--first", "2028-29Q1"]).ends(0);
    merge(&["--by", "N. Fox"]).ends(0);
    let one = into.join("ONE");
    let run = |words: &[&str]| {
        let mut command = quarterday("2028-04-28");
        command.arg("--workspace").arg(&one).args(words);
        said(&mut command)
    };
    run(&["history", "verify"]).ends(0);
    let to = first.path("export-one");
    run(&["history", "export", "--to", to.to_str().unwrap()]).ends(0);
    let rows = table(&to.join("figures.csv"));
    let find = |id: &str, quarter: &str| {
        rows.iter()
            .find(|r| r["indicator"] == id && r["quarter"] == quarter)
            .unwrap_or_else(|| panic!("{id} {quarter}"))
    };
    // What EAST had put together is EAST's figure now, at the cell of its formula; an estimate is still one.
    for quarter in ["2024-25Q1", "2026-27Q4"] {
        let was = &before[&("RE02".to_owned(), quarter.to_owned())];
        let now = find("EAST-RE02", quarter);
        assert!(same(&now["value"], &was["value"]), "{now:?}");
        assert!(now["file"] == "EAST/register.xlsx" && !now["estimated_by"].is_empty(), "{now:?}");
    }
    // The district's own figure still leads to its cell.
    let cell = find("EAST-ASH-RS02", "2026-27Q4");
    assert!(cell["file"].starts_with("EAST/ASH/"), "{cell:?}");
}
