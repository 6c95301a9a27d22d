//! The rules that are not about order: doors of outside libraries, rooms that never meet, words that no source has.
//! Each gives what breaks it, a line each.

use super::graph::{Files, Meaning, Program, listed};
use std::collections::{BTreeMap, BTreeSet};

/// Rooms that never meet, whatever the order allows, and why.
const APART: [(&str, &str, &str); 10] = [
    ("template", "ingest", "both read the layout, so what is printed and what is read back cannot disagree"),
    ("ingest", "template", "both read the layout, so what is printed and what is read back cannot disagree"),
    ("ingest", "register", "the half that reads what a stranger wrote knows nothing of the council"),
    ("validate", "history", "past series are handed over as a value"),
    ("history", "validate", "the ledger keeps what was accepted and judges nothing"),
    ("analyse", "ingest", "a reading says all there is to know of its file"),
    ("analyse", "typing", "a reading says all there is to know of its file"),
    ("analyse", "validate", "what was found is handed over as a value"),
    ("report", "history", "a report knows the one analysis"),
    ("report", "validate", "a report knows the one analysis"),
];

/// What the library never does itself, and the rooms that may after all. A result never depends on it there: waiting for
/// a worker takes a clock.
const NEVER: [(&[&str], &[&str]); 18] = [
    (&["print!"], &[]),
    (&["println!"], &[]),
    (&["eprint!"], &[]),
    (&["eprintln!"], &[]),
    (&["dbg!"], &[]),
    (&["todo!"], &[]),
    (&["unimplemented!"], &[]),
    (&["std", "io", "stdin"], &[]),
    (&["std", "io", "stdout"], &[]),
    (&["std", "io", "stderr"], &[]),
    (&["std", "process", "exit"], &[]),
    (&["std", "env"], &[]),
    (&["std", "time", "SystemTime"], &[]),
    (&["std", "time", "Instant"], &["worker/watch"]),
    (&["chrono", "Local"], &[]),
    (&["chrono", "Utc", "now"], &[]),
    (&["option_env!"], &[]),
    (&["std", "net"], &[]),
];

/// Names of outside libraries that one of our modules hands on as a word of its own.
const HANDED_ON: [(&str, &str); 1] = [("condition/mod.rs", "polars::prelude::Expr")];

/// Whether `file` is `room`'s: `ingest` has `ingest/pool.rs`, `worker/watch` has `worker/watch.rs`.
fn is_of(file: &str, room: &str) -> bool {
    file.strip_prefix(room).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

/// Every path of an outside library or the language's own, with its file and line.
fn outside(program: &Program) -> impl Iterator<Item = (&str, usize, bool, Vec<String>)> {
    program.modules.iter().enumerate().flat_map(move |(index, module)| {
        module.scope.items.iter().flat_map(move |item| {
            item.used.iter().filter_map(move |used| {
                let path = program.outside(index, &used.path)?;
                Some((module.file.as_str(), used.line, item.handed_on, path))
            })
        })
    })
}

/// By library, the rooms that may use it; none where all may.
type Doors = BTreeMap<String, Vec<String>>;

/// The libraries of `Cargo.toml` that the program itself is built from, and its table of their doors.
fn dependencies(cargo: &str) -> Result<(BTreeSet<String>, Doors), String> {
    let cargo: toml::Table = cargo.parse().map_err(|e| format!("Cargo.toml: {e}"))?;
    let mut tables = vec![cargo.get("dependencies")];
    let targets = cargo.get("target").and_then(|t| t.as_table());
    tables.extend(targets.into_iter().flat_map(|t| t.values().map(|t| t.get("dependencies"))));
    let names = tables.into_iter().flatten().filter_map(|t| t.as_table()).flat_map(|t| t.keys().cloned()).collect();
    let doors = cargo.get("package").and_then(|p| p.get("metadata")?.get("doors")?.as_table());
    let doors = doors.ok_or("Cargo.toml has no [package.metadata.doors]")?;
    let rooms = |value: &toml::Value| match value {
        toml::Value::Array(rooms) => rooms.iter().filter_map(|r| r.as_str()).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    Ok((names, doors.iter().map(|(name, value)| (name.clone(), rooms(value))).collect()))
}

/// Outside libraries used elsewhere than where `[package.metadata.doors]` of `Cargo.toml` says, doors that nobody uses,
/// and libraries without an entry. A library whose entry is a sentence is used everywhere.
pub fn wrong_doors(programs: &[&Program], cargo: &str) -> Vec<String> {
    let (names, doors) = match dependencies(cargo) {
        Ok(known) => known,
        Err(e) => return vec![e],
    };
    let mut wrong = Vec::new();
    let mut used: BTreeSet<(String, &str)> = BTreeSet::new();
    for (file, line, handed_on, path) in programs.iter().flat_map(|p| outside(p)) {
        let Some(name) = names.iter().find(|n| path.len() > 1 && n.replace('-', "_") == path[0]) else { continue };
        used.insert((name.clone(), file));
        let rooms = doors.get(name).map_or(&[][..], Vec::as_slice);
        if !rooms.is_empty() && !rooms.iter().any(|room| is_of(file, room)) {
            wrong.push(format!("{file}:{line} uses {name}, whose door is in {}", rooms.join(", ")));
        }
        if handed_on && !HANDED_ON.contains(&(file, &path.join("::"))) {
            wrong.push(format!("{file}:{line} hands {} on: a second door", path.join("::")));
        }
    }
    for name in names.iter().filter(|n| !doors.contains_key(*n)) {
        wrong.push(format!("{name} has no entry in [package.metadata.doors]: which rooms may use it?"));
    }
    for (name, rooms) in &doors {
        let files: Vec<&str> = used.iter().filter(|(n, _)| n == name).map(|(_, file)| *file).collect();
        if !names.contains(name) || files.is_empty() {
            wrong.push(format!("{name} has a door and nobody uses it"));
        }
        let closed = rooms.iter().filter(|room| !files.is_empty() && !files.iter().any(|file| is_of(file, room)));
        wrong.extend(closed.map(|room| format!("{name} has a door in {room}, which does not use it")));
    }
    wrong
}

/// Rooms that never meet and do.
pub fn meetings(program: &Program) -> Vec<String> {
    let edges = program.edges();
    let met = APART.iter().filter_map(|(one, other, why)| {
        let met = edges.iter().filter(|e| is_of(&e.from.file, one) && is_of(&e.to.file, other)).collect::<Vec<_>>();
        let lines = listed(&met).join("\n");
        (!met.is_empty()).then(|| format!("{one} does not know {other}, because {why}:\n{lines}"))
    });
    met.collect()
}

/// A report takes types, words and constants of the statistics, and no function: it formats what was computed.
pub fn computing_reports(program: &Program) -> Vec<String> {
    let mut wrong = Vec::new();
    for (index, module) in program.modules.iter().enumerate().filter(|(_, m)| is_of(&m.file, "report")) {
        for used in module.scope.items.iter().flat_map(|i| &i.used) {
            let Meaning::Item(target, name) = program.meaning(index, used) else { continue };
            let target = &program.modules[target];
            if is_of(&target.file, "statistic") && target.scope.functions.contains(&name) {
                wrong.push(format!("{}:{} computes with {name} of {}", module.file, used.line, target.file));
            }
        }
    }
    wrong
}

/// Printing, the clock and the environment, where the same inputs give the same bytes; and what is not finished.
pub fn forbidden(program: &Program) -> Vec<String> {
    let mut wrong = Vec::new();
    for (file, line, _, path) in outside(program) {
        for (never, rooms) in NEVER {
            if path.len() >= never.len() && path.iter().zip(never).all(|(a, b)| a == b) {
                let allowed = rooms.iter().any(|room| is_of(file, room));
                wrong.extend((!allowed).then(|| format!("{file}:{line} uses {}", path.join("::"))));
            }
        }
    }
    wrong
}

/// Functions of the system's mathematics library, whose last digit is another on every system, outside the room that has
/// them from one library on all.
pub fn mathematics_of_the_system(program: &Program) -> Vec<String> {
    const FROM_THE_SYSTEM: [&str; 25] = [
        "exp", "exp2", "exp_m1", "ln", "ln_1p", "log", "log2", "log10", "powf", "powi", "cbrt", "hypot", "sin", "cos",
        "tan", "sin_cos", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "gamma", "erf",
    ];
    let methods = program
        .modules
        .iter()
        .flat_map(|module| module.scope.methods.iter().map(|(name, line)| (module.file.as_str(), *line, name.clone())));
    let called = outside(program).filter(|(.., path)| path.len() == 2 && ["f32", "f64"].contains(&path[0].as_str()));
    let called = called.map(|(file, line, _, path)| (file, line, path[1].clone()));
    methods
        .chain(called)
        .filter(|(file, _, name)| FROM_THE_SYSTEM.contains(&name.as_str()) && !is_of(file, "elementary"))
        .map(|(file, line, name)| format!("{file}:{line} takes {name} from the system: `elementary` has it"))
        .collect()
}

/// Marks of unfinished work, and paths of one machine or out of the clone, comments and tests included.
pub fn marks(files: &Files) -> Vec<String> {
    // In two parts, so that this list is not found itself.
    let marks = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("XX", "X:"),
        concat!("/ho", "me/"),
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("/tm", "p/"),
        concat!("../sha", "red"),
    ];
    let lines =
        files.iter().flat_map(|(file, text)| text.lines().enumerate().map(move |(n, line)| (file, n + 1, line)));
    lines
        .flat_map(|(file, n, line)| {
            marks.iter().filter(|m| line.contains(**m)).map(move |m| format!("{file}:{n} has {m}"))
        })
        .collect()
}

/// A folder's own file is its `mod.rs`: one style, so that a room's files stand together in every list.
pub fn files_beside_their_folder(files: &Files) -> Vec<String> {
    let folder = |file: &&String| {
        let stem = format!("{}/", file.trim_end_matches(".rs"));
        files.keys().any(|other| other.starts_with(&stem))
    };
    files.keys().filter(folder).map(|file| format!("{file} stands beside its folder")).collect()
}
