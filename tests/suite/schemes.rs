//! Ways of giving a status, through the command: lists, one scheme, a quarter under another, and what is refused.

use super::harness::{Council, QUARTER, council, list, look_at, nowhere, one_of, read, text};
use serde_json::Value;
use std::collections::BTreeMap;

/// Puts lines into `[status]` in place of the demo's.
fn rate(council: &mut Council, lines: &str) {
    let settings = council.text("quarterday.toml");
    let demo = "scheme = \"tolerance\"\ntolerance_percent = 10.0\n";
    assert!(settings.contains(demo));
    council.write("quarterday.toml", settings.replace(demo, lines));
}

#[test]
fn lists_schemes_and_presets_without_a_workspace() {
    let list = nowhere(["scheme"]).ends(0);
    let list = list.says_all(&["tolerance-and-trend", "outturn", "herefordshire-2006", "Seen at", "Kent"]);
    assert!(!list.out.contains("(in use)"));
    nowhere(["scheme", "rules"]).ends(0).says("gain_on_year_ago").says("1  target IS NULL");
    nowhere(["scheme", "medway"]).ends(0).says("forecast to meet");
    nowhere(["scheme", "traffic-lights"]).ends(2).complains("no scheme and no preset “traffic-lights”");
    nowhere(["scheme", "kent", QUARTER]).ends(2).complains("--workspace");
    nowhere(["scheme", "kent", "soon"]).ends(2);
}

/// The comparison is what two consolidations would say, and writes nothing.
#[test]
fn a_quarter_under_another_scheme() {
    let mut council = council();
    let before = council.files("", &["json", "xlsx"]);
    let under = council.json(["scheme", "tolerance and trend", QUARTER]);
    assert_eq!(council.files("", &["json", "xlsx"]), before);
    assert_eq!(
        (&under["now"]["scheme"], &under["then"]["scheme"]),
        (&"tolerance".into(), &"tolerance-and-trend".into())
    );

    let statuses = |record: &Value| -> BTreeMap<String, String> {
        let of = |r: &Value| (text(&r["indicator"]).to_owned(), text(&r["status"]).to_owned());
        list(&record["readings"]).iter().map(of).collect()
    };
    let now = statuses(&council.consolidates());
    rate(&mut council, "scheme = \"tolerance-and-trend\"\n");
    let record = council.consolidates();
    let then = statuses(&record);
    let changes: BTreeMap<String, [String; 2]> = now
        .iter()
        .filter(|(id, status)| then[*id] != **status)
        .map(|(id, status)| (id.clone(), [status.clone(), then[id].clone()]))
        .collect();
    assert!(changes.len() > 20, "{changes:?}");
    let listed = list(&under["changes"]);
    assert_eq!(listed.len(), changes.len());
    for change in listed {
        let [now, then] = &changes[text(&change["indicator"])];
        assert_eq!((&change["now"], &change["then"]), (&now.as_str().into(), &then.as_str().into()));
        assert!(text(&change["why_then"]).contains("against a target of"), "{change}");
    }
    for count in list(&under["counts"]) {
        let status = text(&count["status"]);
        assert_eq!(count["then"], record["counts"]["statuses"].get(status).cloned().unwrap_or(0.into()), "{status}");
    }
}

#[test]
fn the_comparison_is_told_in_words() {
    let told = |name: &str| look_at::council().run(["scheme", name, QUARTER]).ends(0);
    told("havering").says_all(&[
        "under havering (tolerance-and-trend), now tolerance",
        "a year ago",
        "Nothing was written",
        "are rated by another scheme than tolerance-and-trend",
    ]);
    told("tolerance").says("No status would change");
    told("herefordshire-2008").says("◇ Unknown");
    told("herefordshire-2006").says("and no target for the quarter");
}

/// One indicator of each scheme, with the scheme and its version in the record and in the ledger.
#[test]
fn every_scheme_is_on_the_demo() {
    let council = look_at::consolidated();
    let record = council.record(QUARTER);
    let of = |id: &str| one_of(&record["readings"], "indicator", id);
    for (id, scheme, status) in [
        ("ASC05", "outturn, version 1", "amber"),
        ("CSC08", "tolerance-and-trend, version 1", "amber"),
        ("PLN03", "stars, version 1", "exceeds"),
        ("COM01", "floor, version 1", "amber"),
        ("CSC01", "band, version 1", "amber"),
    ] {
        assert_eq!((text(&of(id)["scheme"]), text(&of(id)["status"])), (scheme, status), "{id}");
    }
    let rules = of("CUS02");
    assert!(text(&rules["scheme"]).starts_with("rules, version 1-"), "{rules}");
    assert!(text(&rules["why"]).contains("no worse than a year ago (rule 3)"), "{rules}");
    assert_eq!(record["status"]["versions"].as_object().unwrap().len(), 8);
    let newest = read(&council.files("history/log", &["json"]).pop().unwrap());
    let last = String::from_utf8(newest).unwrap();
    assert!(last.contains("Status by tolerance, version 1; floor, version 1"), "{last}");
}

/// A preset rates as its council did; a line that contradicts it is refused, and so is a list of rules without an end.
#[test]
fn presets_and_rules_in_the_settings() {
    let mut council = council();
    rate(&mut council, "preset = \"kent\"\n");
    council.run(["scheme"]).ends(0).says("(in use)");
    let record = council.consolidates();
    assert_eq!((&record["status"]["scheme"], &record["status"]["preset"]), (&"floor".into(), &"kent".into()));
    let good = council.text("quarterday.toml");
    for (from, to, says) in [
        (
            "preset = \"kent\"\n",
            "preset = \"kent\"\nscheme = \"stars\"\n",
            "the preset \"kent\" has scheme = \"floor\"",
        ),
        ("gain_on_year_ago", "gain_on_yearago", "did you mean “gain_on_year_ago”?"),
        ("variance >= 0", "variance >= (0", "rule 2: not understood"),
        ("when = \"otherwise\"", "when = \"variance < 0\"", "the list has no end"),
    ] {
        assert!(good.contains(from), "{from}");
        council.write("quarterday.toml", good.replacen(from, to, 1));
        council.run(["scheme"]).ends(2).complains(says).complains("quarterday.toml: line ");
    }
}
