//! What changed in the rules: register and settings of today beside those of an earlier run, as the ledger keeps them.

use super::workspace::{REGISTER, SETTINGS, read_register};
use super::{Host, Workspace};
use crate::catalogue;
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::history::{Ledger, LogRecord};
use crate::period::Period;
use crate::register::{self, Register, RuleChange};
use crate::report::RulesSince;
use crate::settings::{self, Settings};
use std::collections::BTreeMap;
use std::io::Write;

/// The rules since the newest run of an earlier quarter, of its newest release where it is published.
pub(super) fn since_last_quarter(
    workspace: &Workspace,
    ledger: &Ledger,
    period: Period,
    as_of: Option<u64>,
    host: &Host<'_>,
) -> Result<Option<RulesSince>> {
    let earlier = ledger.records().iter().filter_map(|r| r.period).filter(|q| *q < period).max();
    let Some(quarter) = earlier else { return Ok(None) };
    let release = ledger.newest_release(quarter, as_of).and_then(|r| r.release.as_ref());
    let run = ledger.newest_run(quarter, release.map(|release| release.run).or(as_of));
    run.map(|run| since(workspace, ledger, (run, quarter, release.map(|r| r.number)), host)).transpose()
}

/// The rules since a recorded run.
pub(super) fn since(
    workspace: &Workspace,
    ledger: &Ledger,
    (run, quarter, release): (&LogRecord, Period, Option<u32>),
    host: &Host<'_>,
) -> Result<RulesSince> {
    let same = run.settings_sha256 == workspace.settings_sha256 && run.register_sha256 == workspace.register.sha256;
    let changes = match same {
        true => Some(vec![]),
        false => then(ledger, run, host)?.map(|(settings, register)| {
            let mut out = register::changes(&register, &workspace.register);
            out.extend(of_settings(&settings, &workspace.settings));
            out
        }),
    };
    Ok(RulesSince { record: run.seq, quarter, release, changes })
}

/// What changed in the rules between two recorded runs; `None` where they were not kept.
pub(super) fn between(
    ledger: &Ledger,
    before: &LogRecord,
    after: &LogRecord,
    host: &Host<'_>,
) -> Result<Option<Vec<RuleChange>>> {
    let of = |run: &LogRecord| (run.settings_sha256.clone(), run.register_sha256.clone());
    if of(before) == of(after) {
        return Ok(Some(vec![]));
    }
    let (Some((old, was)), Some((new, now))) = (then(ledger, before, host)?, then(ledger, after, host)?) else {
        return Ok(None);
    };
    let mut out = register::changes(&was, &now);
    out.extend(of_settings(&old, &new));
    Ok(Some(out))
}

/// Settings and register as they were; `None` where they were not kept, or this version cannot read them.
fn then(ledger: &Ledger, run: &LogRecord, host: &Host<'_>) -> Result<Option<(Settings, Register)>> {
    let kept = (ledger.kept(&run.settings_sha256)?, ledger.kept(&run.register_sha256)?);
    let (Some(settings), Some(register)) = kept else { return Ok(None) };
    let text = String::from_utf8_lossy(&settings);
    let Ok(settings) = settings::load(SETTINGS.as_ref(), &text) else { return Ok(None) };
    // The worker reads files.
    let mut file = tempfile::Builder::new().suffix(REGISTER).tempfile().map_err(Error::io("write", REGISTER))?;
    file.write_all(&register).and_then(|()| file.flush()).map_err(Error::io("write", file.path()))?;
    Ok(read_register(file.path(), &settings, host).ok().map(|(register, _)| (settings, register)))
}

fn of_settings(before: &Settings, after: &Settings) -> Vec<RuleChange> {
    let [before, after] = [before, after].map(|s| flattened(s).into_iter().collect::<BTreeMap<_, _>>());
    let keys: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let said = |of: &BTreeMap<String, String>, key: &String| of.get(key).cloned().unwrap_or_default();
    keys.into_iter()
        .map(|key| (key, said(&before, key), said(&after, key)))
        .filter(|(_, was, now)| was != now)
        .map(|(key, was, now)| RuleChange {
            sheet: "Settings",
            about: key.clone(),
            what: "value",
            was,
            now,
            redefines: false,
        })
        .collect()
}

/// Measures that were given another definition without a break from which nothing is compared with what was before.
pub(super) fn redefined<'a>(register: &'a Register, since: &'a RulesSince, period: Period) -> Vec<Finding> {
    let changes = since.changes.iter().flatten().filter(|c| c.sheet == "Indicators" && c.redefines);
    let mut by_indicator: BTreeMap<&str, Vec<&RuleChange>> = BTreeMap::new();
    for change in changes {
        by_indicator.entry(&change.about).or_default().push(change);
    }
    by_indicator
        .into_iter()
        .filter_map(|(id, changes)| {
            let indicator = register.indicator(id)?;
            if indicator.breaks.iter().any(|b| since.quarter < *b && *b <= period) {
                return None;
            }
            let what: Vec<&str> = changes.iter().map(|c| c.what).collect();
            let first = changes.first()?;
            let shortened = |text: &str| crate::reading::query::shortened(text);
            let expected = format!("the {} of {}: {}", first.what, since.quarter, shortened(&first.was));
            let got = format!("another {}: {}", what.join(", "), shortened(&first.now));
            let finding = Finding::new(&catalogue::G075, expected, got);
            Some(finding.in_file(register::FILE).in_sheet("Indicators").about(&*indicator.id))
        })
        .collect()
}

/// Settings that differ from the default: key, the council's value, the default.
pub(super) fn differences(settings: &Settings) -> Vec<(String, String, String)> {
    let flat = |settings: &Settings| flattened(settings).into_iter().collect::<BTreeMap<_, _>>();
    let (own, usual) = (flat(settings), flat(&Settings::default()));
    let differs = own.into_iter().filter(|(k, v)| usual.get(k) != Some(v));
    differs.map(|(k, v)| (k.clone(), v, usual.get(&k).cloned().unwrap_or_default())).collect()
}

/// Every setting by its key, with what it says.
fn flattened(settings: &Settings) -> Vec<(String, String)> {
    let mut out = Vec::new();
    // Settings hold nothing that JSON cannot say.
    flatten("", &serde_json::to_value(settings).unwrap_or_default(), &mut out);
    out
}

fn flatten(path: &str, value: &serde_json::Value, out: &mut Vec<(String, String)>) {
    let serde_json::Value::Object(map) = value else {
        let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        return out.push((path.to_owned(), shown));
    };
    for (key, value) in map {
        flatten(&if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, value, out);
    }
}
