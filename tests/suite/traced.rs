//! Every figure leads back: from each cell of the published workbook to its line of Provenance, to what `trace` tells of
//! it, and to the cell of the very bytes that were read.

use super::books::Opened;
use super::harness::{Council, QUARTER, checks, council, list, look_at, one_of, text};
use super::published::{publishes, sends, stowick};
use calamine::{Data, Range};
use quarterday::history::Ledger;
use quarterday::period::Period;
use quarterday::reading::CellRef;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

const Q1: &str = "2026-27Q1";

/// A line of the sheet Provenance.
type Line = HashMap<String, Data>;

/// A cell that shows a figure of a measure: where it is, the id, the quarter, and what it shows.
struct Shown {
    place: String,
    id: String,
    quarter: String,
    value: f64,
}

fn number(cell: &Data) -> Option<f64> {
    match cell {
        Data::Float(n) => Some(*n),
        Data::Int(n) => Some(*n as f64),
        _ => None,
    }
}

/// `2026-27Q2` of itself, of `Q2 26-27` and of `Q2 2026-27`.
fn quarter(heading: &str) -> Option<String> {
    if let Ok(period) = heading.parse::<Period>() {
        return Some(period.to_string());
    }
    let (quarter, year) = heading.split_once(' ')?;
    let year = if year.len() == 5 { format!("20{year}") } else { year.to_owned() };
    let period = format!("{year}{quarter}");
    period.parse::<Period>().ok().map(|_| period)
}

/// The figures in the tables of a sheet whose rows begin with Ref, and in the boxes of Exceptions.
fn shown(name: &str, sheet: &Range<Data>) -> Vec<Shown> {
    let mut out = vec![];
    let (mut headings, mut id): (Vec<String>, String) = (vec![], String::new());
    for (n, row) in sheet.rows().enumerate() {
        let first = row[0].to_string();
        let is_id = first.len() < 9 && first.ends_with(|c: char| c.is_ascii_digit()) && !first.contains(' ');
        let box_below = first.starts_with("Status last quarter");
        let figures = match () {
            () if first == "Ref" || box_below => {
                headings = row.iter().map(ToString::to_string).collect();
                continue;
            }
            // The row below the headings of a box.
            () if headings.first().is_some_and(|h| h.starts_with("Status last quarter")) => true,
            () => is_id && !headings.is_empty(),
        };
        if is_id {
            id.clone_from(&first);
        }
        if !figures {
            headings.clear();
            continue;
        }
        let text = |heading: &str| Some(row.get(headings.iter().position(|h| h == heading)?)?.to_string());
        // Of a chart's lines only that of the figures.
        let actual = text("Figure").is_none_or(|figure| figure == "Actual");
        for (column, heading) in headings.iter().enumerate() {
            let of = match heading.as_str() {
                "Value" => Some(QUARTER.to_owned()),
                "Figure then" => text("Last rated").and_then(|q| quarter(&q)),
                heading => quarter(heading).filter(|_| actual),
            };
            if let Some((quarter, value)) = of.zip(row.get(column).and_then(number)) {
                let place = format!("{name}!{}", CellRef::new(n as u32, column as u16));
                out.push(Shown { place, id: id.clone(), quarter, value });
            }
        }
        if headings[0] != "Ref" {
            headings.clear();
        }
    }
    out
}

/// What the register says of a measure: whether it is sent as a year to date, and its decimals.
struct Measure {
    cumulative: bool,
    decimals: i32,
    aggregation: String,
}

fn measures(council: &Council) -> HashMap<String, Measure> {
    let rows = Opened::read(&council.path("register.xlsx")).table("Indicators", "Id");
    let of = |row: &HashMap<String, Data>| Measure {
        cumulative: row["Year to date?"].to_string().eq_ignore_ascii_case("yes"),
        decimals: number(&row["Decimals"]).unwrap_or_default() as i32,
        aggregation: row["Aggregation"].to_string(),
    };
    rows.iter().map(|row| (row["Id"].to_string(), of(row))).collect()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

/// What a cell may show of a measure, from the lines of its figures as they were received.
fn may_show(lines: &HashMap<(String, String), Line>, shown: &Shown, measure: &Measure) -> Vec<f64> {
    let line = |quarter: &str| lines.get(&(shown.id.clone(), quarter.to_owned()));
    let of = |line: &Line, heading: &str| number(&line[heading]);
    let Some(now) = line(&shown.quarter) else { return vec![] };
    let value = of(now, "Value").unwrap_or(f64::NAN);
    // Where the settings say so, a figure is compared and shown as it is rounded.
    let tens = 10f64.powi(measure.decimals);
    let mut out = vec![value, (value * tens).round() / tens];
    let period: Period = shown.quarter.parse().unwrap();
    let before = (1..=3).find_map(|back| line(&period.plus(-back).to_string()));
    if let (true, Some(before)) = (measure.cumulative, before) {
        out.push(value - of(before, "Value").unwrap_or(f64::NAN));
        let part = |heading| Some(of(now, heading)? - of(before, heading)?);
        if let Some((n, d)) = part("Numerator").zip(part("Denominator")).filter(|_| measure.aggregation == "Ratio") {
            out.extend([n / d, n / d * 100.0, n / d * 1000.0]);
        }
    }
    out
}

/// The source cell of a line, read by another program from the bytes that the ledger keeps.
struct Sources {
    ledger: Ledger,
    folder: tempfile::TempDir,
    opened: BTreeMap<String, Opened>,
}

impl Sources {
    fn cell(&mut self, line: &Line) -> Data {
        let [file, sha256] = ["File", "SHA-256 of the file"].map(|heading| line[heading].to_string());
        if !self.opened.contains_key(&sha256) {
            let bytes = self.ledger.kept(&sha256).unwrap().unwrap_or_else(|| panic!("{file} is not kept"));
            let path = self.folder.path().join(format!("{sha256}.{}", file.rsplit('.').next().unwrap()));
            std::fs::write(&path, bytes).unwrap();
            self.opened.insert(sha256.clone(), Opened::read(&path));
        }
        let [sheet, cell] = ["Sheet", "Cell"].map(|heading| line[heading].to_string());
        self.opened[&sha256].cell(&format!("{sheet}!{cell}"))
    }
}

/// Whether a source cell gives a figure: as it stands, as a share, as typed words, or made of its parts.
fn gives(cell: &Data, line: &Line) -> bool {
    let value = number(&line["Value"]).unwrap();
    let stands = match cell {
        Data::String(words) => {
            let plain: String = words.chars().filter(|c| !"£%, \u{a0}".contains(*c)).collect();
            // Only this much was typed in words.
            match plain.strip_suffix('m') {
                Some(millions) => millions.parse::<f64>().ok().map(|n| n * 1e6),
                None => plain.parse().ok(),
            }
        }
        other => number(other),
    };
    let parts = number(&line["Numerator"]).zip(number(&line["Denominator"]));
    let made = || parts.is_some_and(|(n, d)| [1.0, 100.0, 1e3, 1e5].iter().any(|times| close(n / d * times, value)));
    stands.is_some_and(|n| close(n, value) || close(n * 100.0, value)) || made()
}

#[test]
fn every_figure_of_the_published_workbook_leads_back_to_its_cell() {
    let mut council = council().with_settings("[publication]\nheld_up_by = []");
    publishes(&mut council, QUARTER);
    let workbook = Opened::report(&council.path(&format!("published/{QUARTER}/1")));
    let mut lines: HashMap<(String, String), Line> = HashMap::new();
    for line in workbook.table("Provenance", "Ref") {
        let key = (line["Ref"].to_string(), line["Quarter"].to_string());
        assert!(lines.insert(key.clone(), line).is_none(), "{key:?} twice");
    }
    let told = council.json(["trace", "council", "--reread"]);
    let mut traced: HashMap<(String, String), Value> = HashMap::new();
    for measure in list(&told["things"][0]["feeders"]) {
        let measure = &measure["measure"];
        for quarter in list(&measure["quarters"]) {
            traced.insert((text(&measure["id"]).to_owned(), text(&quarter["quarter"]).to_owned()), quarter.clone());
        }
    }
    let measures = measures(&council);
    let ledger = Ledger::open(&council.path("history")).unwrap();
    let mut sources = Sources { ledger, folder: tempfile::tempdir().unwrap(), opened: BTreeMap::new() };
    let mut tested: BTreeMap<&str, usize> = BTreeMap::new();
    let mut reread = 0;
    let mut wrong = vec![];
    for (name, sheet) in workbook.sheets().filter(|(name, _)| *name != "Provenance") {
        for cell in shown(name, sheet) {
            let Shown { place, id, quarter, value } = &cell;
            // Of what Risks and the like list there are no measures.
            let Some(measure) = measures.get(id) else { continue };
            let key = (id.clone(), quarter.clone());
            if !may_show(&lines, &cell, measure).iter().any(|may| close(*may, *value)) {
                wrong.push(format!("{place} ({id}, {quarter}) shows {value}: {:?}", lines.get(&key)));
                continue;
            }
            *tested.entry(name.as_str()).or_default() += 1;
        }
    }
    for (key, line) in &lines {
        let Some(value) = number(&line["Value"]) else { continue };
        let Some(quarter) = traced.get(key) else {
            wrong.push(format!("{key:?} is not traced"));
            continue;
        };
        if quarter["value"].as_f64().is_none_or(|told| !close(told, value)) {
            wrong.push(format!("{key:?} is {value} on Provenance: {quarter}"));
        }
        if line["How it came"].to_string().starts_with("Worked out") {
            assert!(close(quarter["worked_out"]["gives"].as_f64().unwrap(), value), "{quarter}");
            continue;
        }
        let counts = one_of(&quarter["versions"], "state", "counts");
        let places = [("File", "file"), ("Sheet", "sheet"), ("Cell", "cell"), ("SHA-256 of the file", "sha256")];
        for (heading, field) in places {
            assert_eq!(line[heading].to_string(), text(&counts[field]), "{key:?}");
        }
        assert_eq!(number(&line["Record"]), counts["record"].as_f64(), "{key:?}");
        if counts["read_again"]["result"] != "same" {
            wrong.push(format!("{key:?} is read otherwise: {counts}"));
        }
        let cell = sources.cell(line);
        if !gives(&cell, line) {
            wrong.push(format!("{key:?}: {cell:?} does not give {line:?}"));
        }
        reread += 1;
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    let least = [("Indicators", 2000), ("Priorities", 100), ("Exceptions", 25), ("Successes", 10), ("Trends", 100)];
    for (sheet, least) in least {
        assert!(tested.get(sheet).is_some_and(|n| *n >= least), "{sheet}: {tested:?}");
    }
    assert!(reread > 2000, "{reread} cells were read again");
}

fn states(quarter: &Value) -> Vec<&str> {
    list(&quarter["versions"]).iter().map(|v| text(&v["state"])).collect()
}

/// What was published, run again as a draft and published again: each version stays, and says what counts.
#[test]
fn versions_reports_and_releases_of_a_figure() {
    let mut council = stowick();
    sends(&mut council, Q1, &[]);
    publishes(&mut council, Q1);
    sends(&mut council, Q1, &[("E5", "61.5")]);
    council.consolidate(Q1);
    let told = council.json(["trace", " st2 ", Q1]);
    let measure = &told["things"][0];
    assert_eq!((&measure["kind"], &measure["id"]), (&"measure".into(), &"ST2".into()));
    let quarter = &measure["quarters"][0];
    assert_eq!((states(quarter), &quarter["value"]), (vec!["superseded", "counts", "draft"], &81.2.into()));
    let said = |of: &Value| list(of).iter().map(|r| r["said"]["value"].as_f64().unwrap()).collect::<Vec<_>>();
    assert_eq!((said(&quarter["reports"]), said(&quarter["releases"])), (vec![81.2, 61.5], vec![81.2]));
    let release = &quarter["releases"][0];
    assert_eq!((text(&release["by"]), text(&release["approved_by"])), ("Tom Barrow", "Gwen Hart"));

    publishes(&mut council, Q1);
    let told = council.json(["trace", "ST2", Q1, "--reread"]);
    let quarter = &told["things"][0]["quarters"][0];
    assert_eq!((states(quarter), &quarter["value"]), (vec!["superseded", "superseded", "counts"], &61.5.into()));
    assert_eq!(said(&quarter["releases"]), [81.2, 61.5]);
    // All files are there in the ledger, though the folder has but one; the past that was imported is one of them.
    for version in list(&quarter["versions"]) {
        assert_eq!(version["read_again"]["result"], "same", "{version}");
        assert!(text(&version["kept_in"]).starts_with("kept/period="), "{version}");
    }
    let tree = council.run(["trace", "ST2", Q1]).ends(0);
    tree.says_all(&["(superseded)", "61.5% (counts)", "release 2", "approved by Gwen Hart"]);
    let words = council.run(["trace", "ST2", Q1]).out;
    assert!(words.lines().all(|line| line.chars().count() <= 100), "{words}");
}

/// A figure that a later return corrects tells both figures, the reason and whose word it is.
#[test]
fn a_restated_figure_tells_why() {
    let mut council = super::corrections::corrected("", "310", "400");
    council.consolidate(QUARTER);
    let told = council.json(["trace", "ST3", Q1, "--reread"]);
    let quarter = &told["things"][0]["quarters"][0];
    let restated = &quarter["restatements"][0];
    assert_eq!((&restated["was"], &restated["now"]), (&75.0.into(), &77.5.into()));
    assert_eq!((text(&restated["author"]), &restated["class"]), ("Nadia Fox", &"correction".into()));
    let counts = one_of(&quarter["versions"], "state", "counts");
    assert_eq!((&counts["value"], &counts["numerator"]), (&77.5.into(), &310.0.into()));
    assert_eq!((text(&counts["sheet"]), &counts["read_again"]["result"]), ("Corrections", &"same".into()));
    council.run(["trace", "ST3", Q1]).ends(0).says_all(&["restated (correction): 75.0% → 77.5%", "Nadia Fox"]);
}

/// What follows from others tells the arithmetic, and all of what it follows from; what feeds two is told once.
#[test]
fn a_figure_that_follows_from_others() {
    let council = look_at::consolidated();
    let told = council.json(["trace", "HRD12", QUARTER]);
    let measure = &told["things"][0];
    let made = one_of(&measure["feeders"], "id", "HRD11");
    let of = |id: &str| one_of(&made["measure"]["feeders"], "id", id)["measure"]["quarters"][0].clone();
    let (leavers, staff) = (of("HRD04")["value"].as_f64().unwrap(), of("HRD03")["value"].as_f64().unwrap());
    let rate = &made["measure"]["quarters"][0]["worked_out"];
    assert!(close(rate["gives"].as_f64().unwrap(), leavers * 1000.0 / staff), "{rate}");
    assert_eq!(
        (&rate["arithmetic"], &rate["as_reported"]),
        (&format!("{leavers} * 1000 / {staff}").into(), &true.into())
    );
    assert_eq!(measure["quarters"][0]["worked_out"]["as_reported"], true);
    assert_eq!(text(&of("HRD03")["versions"][0]["state"]), "counts");
    // In a group HRD11 stands beside HRD12, which follows from it.
    let words = council.run(["trace", "council", QUARTER]).ends(0).out;
    assert_eq!(words.matches("HRD11: told above").count(), 1);
    assert_eq!(words.matches(" HRD11 ").count(), 1, "told in whole once");
}

/// The level of a group follows from the statuses that were reported.
#[test]
fn a_group_of_measures() {
    let council = look_at::consolidated();
    let told = council.json(["trace", "p1"]);
    let group = &told["things"][0];
    let quarter = &group["quarters"][0];
    let run = council.record(QUARTER);
    let basket = list(&run["baskets"]).iter().find(|b| b["id"] == "P1").unwrap();
    for key in ["green", "amber", "red"] {
        assert_eq!(quarter[key], basket["now"][key], "{key}");
    }
    assert!(close(quarter["level"].as_f64().unwrap(), basket["now"]["share"].as_f64().unwrap()));
    assert_eq!(list(&group["members"]).len(), list(&group["feeders"]).len());
}

/// The one figure of a set is the one that Cabinet's workbook shows, and it leads to what it was worked out from.
#[test]
fn a_set_with_one_figure() {
    let council = look_at::consolidated();
    let rows = council.cabinet().table("Priorities", "Group");
    let mut seen = 0;
    for row in rows {
        let shown = row["Composite (last quarter → now; a year ago → now)"].to_string();
        let Some((percent, _)) = shown.split_once('%').filter(|(n, _)| n.parse::<f64>().is_ok()) else { continue };
        let told = council.json(["trace", &row["Name"].to_string(), QUARTER]);
        let set = list(&told["things"]).iter().find(|t| t["group"] == "set").unwrap();
        let composite = &set["quarters"][0]["composite"];
        let gives = composite["gives"].as_f64().unwrap();
        assert_eq!(format!("{:.0}", gives * 100.0), percent, "{composite}");
        let terms: Vec<&str> = text(&composite["arithmetic"]).split(" + ").collect();
        assert!(terms.len() > 1 && terms.iter().all(|t| t.contains(" ÷ ") && t.contains(" × ")), "{composite}");
        seen += 1;
    }
    assert!(seen > 0);
}

#[test]
fn risks_actions_and_feedback() {
    let council = look_at::consolidated();
    let run = |what: &str| council.json(["trace", what, "--reread"])["things"].clone();
    let action = run("fin-a02");
    assert_eq!((list(&action).len(), &action[0]["kind"], &action[0]["service"]), (1, &"action".into(), &"FIN".into()));
    let quarters = list(&action[0]["quarters"]);
    let versions = quarters.iter().flat_map(|q| list(&q["versions"]));
    assert!(versions.clone().all(|v| v["read_again"]["result"] == "same"), "{action:#}");
    assert!(versions.count() > 1);
    let feedback = run("FIN/stage-1");
    assert_eq!((list(&feedback).len(), text(&feedback[0]["kind"])), (1, "feedback"));
    assert!(list(&run("stage-1")).len() > 10);
    let risk = look_at::consolidated().cabinet().table("Risk register", "Ref")[0]["Ref"].to_string();
    let told = run(&risk);
    assert_eq!(told[0]["kind"], "risk", "{told}");
    let says = &told[0]["quarters"][0]["versions"][0]["says"];
    assert!(list(says).iter().any(|s| s[0] == "now" && text(&s[1]).starts_with("likelihood")), "{says}");
}

#[test]
fn what_nothing_is_called_is_said() {
    let council = look_at::council();
    council.run(["trace", "HWY011"]).ends(2).complains("nothing has the id “HWY011”; did you mean HWY01");
    council.run(["trace", "FIN/HWY01"]).ends(2).complains("nothing has the id");
    council.run(["trace", "nothing like it"]).ends(2).complains("the column Ref of the Cabinet workbook");
    let none = council.json(["trace", "HWY01", "2031-32Q1"]);
    assert_eq!(list(&none["things"][0]["quarters"]).len(), 0);
    council.run(["trace", "HWY01", "2031-32Q1"]).ends(0).says("the ledger has nothing of it");
}

/// A ledger of the first version kept neither what reports said nor what was read.
#[test]
fn an_older_ledger_says_what_it_lacks() {
    let council = Council::of("ledger-0.1");
    let told = council.json(["trace", "AC02", "--reread"]);
    let quarters = list(&told["things"][0]["quarters"]);
    let reports = quarters.iter().flat_map(|q| list(&q["reports"]));
    assert!(reports.clone().count() > 0 && reports.clone().all(|r| r["kept"] == false && r["said"].is_null()));
    let tree = council.run(["trace", "AC02", "--reread"]).ends(0);
    tree.says("kept no reports").says("its bytes are not kept").says("cannot be read again");
}

/// A query stands with its figure, and with what the team decided.
#[test]
fn queries_stand_with_their_figure() {
    let council = look_at::consolidated();
    let told = council.json(["trace", "FIN08", QUARTER]);
    let queries = list(&told["things"][0]["quarters"][0]["queries"]);
    let accepted = queries.iter().find(|q| q["state"] == "accepted").unwrap();
    assert!(text(&accepted["decision"][0]).starts_with("Accept: "), "{accepted}");
    council.run(["trace", "FIN08", QUARTER]).ends(0).says("accepted by the team").says("decision: Accept");
    // Nothing was written.
    let before = checks().ledger().len();
    checks().run(["trace", "ST1"]).ends(0);
    assert_eq!(checks().ledger().len(), before);
}
