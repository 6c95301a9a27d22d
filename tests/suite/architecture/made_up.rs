//! Each rule with a made-up source that it refuses, and one beside it that it lets pass.

use super::graph::{Files, Program};
use super::rules;

fn files(sources: &[(&str, &str)]) -> Files {
    sources.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect()
}

fn program(sources: &[(&str, &str)]) -> Program {
    Program::read(&files(sources), "lib.rs").unwrap()
}

/// Refused because of exactly one thing, and for this reason.
#[track_caller]
fn refused(wrong: &[String], why: &str) {
    assert!(wrong.len() == 1 && wrong[0].contains(why), "{wrong:#?} should be one line with {why:?}");
}

#[track_caller]
fn accepted(wrong: &[String]) {
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Two rooms of which the first may not know the second: each way of knowing it all the same.
#[test]
fn a_module_that_imports_what_stands_after_it() {
    let with = |first: &str| {
        let second = "pub struct Second; pub fn made() {} pub mod inner { pub struct Deep; }";
        let third = "pub use crate::second::Second as Handed;";
        program(&[
            ("lib.rs", "pub mod first; pub mod second; pub mod third;"),
            ("first.rs", first),
            ("second.rs", second),
            ("third.rs", third),
        ])
        .against_the_order()
    };
    for uses in [
        "use crate::second::Second;",
        "use crate::{second::{Second, made}};",
        "use crate::second; fn f() { second::made() }",
        "use super::second::Second;",
        "use crate::second::*; fn f() -> Second { made() }",
        "pub use crate::second::Second;",
        "fn f() { crate::second::made() }",
        "fn f() -> Vec<crate::second::Second> { vec![] }",
        "fn f() { println!(\"{:?}\", crate::second::made()) }",
        "#[derive(crate::second::Second)] struct S;",
        "fn f() { use crate::second as other; let x = other::inner::Deep; }",
        "mod within { fn f() { super::super::second::made() } }",
        "#[cfg(not(test))] use crate::second::Second;",
        "#[cfg(test)] mod tests { fn t() {} }\nfn f() { crate::second::made() }",
        "#[cfg(test)] use std::fmt::{self};\nuse crate::second::Second;",
        "#[cfg(test)] const N: [u8; 1] = { [0] };\nfn f(#[cfg(test)] a: u8, b: crate::second::Second) {}",
        // What another room hands on is the second's all the same.
        "use crate::third::Handed;",
    ] {
        let wrong = with(uses);
        assert!(wrong.len() == 1 && wrong[0].contains("first.rs → second.rs"), "{uses}: {wrong:#?}");
        assert!(wrong[0].contains("this order holds: second, first, third"), "{uses}: {wrong:#?}");
    }
    for passes in [
        "",
        "// use crate::second::Second;\n/* crate::second::made() /* nested */ crate::second::made() */",
        "/// As in [`crate::second::Second`].\nfn f() {}",
        "const S: &str = \"crate::second::made()\"; const C: char = '\"'; fn f<'a>() {}",
        "const R: &str = r#\"\" crate::second::made() \"#;",
        "#[cfg(test)] mod tests { use crate::second::Second; }",
        "#[cfg(all(test, unix))] fn f() -> u8 { crate::second::made() }",
        "#[cfg(test)] #[allow(unused)] use crate::second::{Second, made};",
        "struct S { #[cfg(test)] seen: crate::second::Second, kept: u8 }",
        "#[cfg(test)] fn f() { }\nfn g() { #[cfg(test)] let x = if a { b } else { crate::second::made() }; }",
        "use crate::second::*; fn f<'made>(value: &'made Value) { value.made(); value.made; Vec::<u8>::made() }",
        "mod second { pub fn made() {} } fn f() { second::made() }",
    ] {
        let wrong = with(passes);
        assert!(wrong.is_empty(), "{passes}: {wrong:#?}");
    }
}

#[test]
fn a_file_that_imports_what_stands_after_it_in_its_folder() {
    let room = |order: &str, parent: &str| {
        program(&[
            ("lib.rs", "pub mod room;"),
            ("room/mod.rs", &format!("{order} {parent}")),
            ("room/one.rs", "use super::two::Two; use super::Shared; pub fn one(_: Two, _: Shared) {}"),
            ("room/two.rs", "use super::Shared; pub struct Two(Shared);"),
        ])
        .against_the_order()
    };
    let parent = "pub use two::Two; pub struct Shared; pub fn all(t: Two) { one::one(t, Shared) }";
    refused(&room("mod one; mod two;", parent), "this order holds: two, one");
    accepted(&room("mod two; mod one;", parent));
    // Handed on by the parent, or named from the crate's root, it is still the other child's.
    let handed_on = program(&[
        ("lib.rs", "pub mod room;"),
        ("room/mod.rs", "mod one; mod two; pub use two::Two;"),
        ("room/one.rs", "use super::Two;"),
        ("room/two.rs", "pub struct Two;"),
    ]);
    refused(&handed_on.against_the_order(), "room/one.rs → room/two.rs: Two (1)");
}

#[test]
fn files_in_a_circle() {
    let two = |second: &str| {
        program(&[
            ("lib.rs", "mod one; mod two;"),
            ("one.rs", "pub fn one() { crate::two::two() }"),
            ("two.rs", second),
        ])
        .circles()
    };
    refused(&two("pub fn two() {} fn back() { crate::one::one() }"), "two.rs → one.rs: one (1)");
    accepted(&two("pub fn two() { two() }"));
    let three = |last: &str| {
        program(&[
            ("lib.rs", "mod room;"),
            ("room/mod.rs", "mod a; mod b; mod c;"),
            ("room/a.rs", "pub fn a() { super::b::b() }"),
            ("room/b.rs", "pub fn b() { super::c::c() }"),
            ("room/c.rs", last),
        ])
        .circles()
    };
    refused(&three("pub fn c() { super::a::a() }"), "room/c.rs → room/a.rs");
    accepted(&three("pub fn c() {}"));
}

/// In a folder's own file each item counts for itself: a child may know a type that its parent defines, unless that type
/// needs the child.
#[test]
fn a_parent_and_its_child_in_a_circle() {
    let room = |parent: &str| {
        let child = "use super::Context; pub struct Part; pub fn part(_: &Context) -> Part { Part }";
        program(&[("lib.rs", "mod room;"), ("room/mod.rs", parent), ("room/child.rs", child)]).circles()
    };
    refused(&room("mod child; pub struct Context { part: child::Part }"), "room/mod.rs → room/child.rs: Part (1)");
    refused(&room("mod child; pub struct Context; impl Context { fn f(&self) { child::part(self); } }"), "part (1)");
    accepted(&room("mod child; pub use child::Part; pub struct Context; pub fn all(c: &Context) { child::part(c); }"));
}

/// A path that leads nowhere is not passed over: what cannot be followed cannot be judged.
#[test]
fn a_path_that_leads_nowhere() {
    let with = |uses: &str| {
        let made =
            "macro_rules! make { ($($n:ident)+) => { $(pub const $n: u8 = 0;)+ pub enum Made {} } } make! { FIRST }";
        program(&[("lib.rs", "mod made; mod uses;"), ("made.rs", made), ("uses.rs", uses)]).missing()
    };
    refused(&with("use crate::made::Other;"), "uses.rs:1: cannot follow crate::made::Other");
    accepted(&with("use crate::made::{FIRST, Made}; use std::fmt; fn f() -> fmt::Result { Made::new() }"));
    let handed_on = |uses: &str| {
        let a = "pub mod b { pub use super::c::*; } mod c { pub struct X; }";
        program(&[("lib.rs", "mod a; mod d;"), ("a.rs", a), ("d.rs", uses)]).missing()
    };
    refused(&handed_on("use crate::a::b::Y;"), "cannot follow crate::a::b::Y");
    accepted(&handed_on("use crate::a::b::X;"));
}

#[test]
fn a_module_and_a_function_of_one_name() {
    let with = |child: &str| {
        let parent = "mod schema; mod model; pub fn schema() { model::model() }";
        let schema = "pub const WORDS: u8 = 0;";
        program(&[
            ("lib.rs", "mod room;"),
            ("room/mod.rs", parent),
            ("room/schema.rs", schema),
            ("room/model.rs", child),
        ])
        .circles()
    };
    refused(&with("use super::schema; pub fn model() { schema() }"), "room/model.rs → room/mod.rs: schema (1)");
    accepted(&with("use super::schema; pub fn model() { schema::WORDS }"));
}

const CARGO: &str = r#"
[package.metadata.doors]
calamine = ["ingest/reader"]
u-analytics = ["statistic"]
serde = "everywhere: how a type is written"
[dependencies]
calamine = "1"
serde = "1"
[target.'cfg(unix)'.dependencies]
u-analytics = "1"
"#;

#[test]
fn a_library_through_a_second_door() {
    let with = |elsewhere: &str, cargo: &str| {
        let sources = program(&[
            ("lib.rs", "mod statistic; mod ingest; mod elsewhere;"),
            ("statistic.rs", "use u_analytics::smooth; #[derive(serde::Serialize)] struct S;"),
            ("ingest/mod.rs", "mod reader;"),
            ("ingest/reader.rs", "use calamine::Xlsx;"),
            ("elsewhere.rs", elsewhere),
        ]);
        rules::wrong_doors(&[&sources], cargo)
    };
    for uses in [
        "use calamine::{Reader};",
        "fn f() { calamine::open() }",
        "fn f() { ::calamine::open() }",
        "use calamine as other;\nfn f() { other::open() }",
        "use ::calamine::open;",
    ] {
        let wrong = with(uses, CARGO);
        assert!(
            wrong.iter().all(|w| w.contains("uses calamine, whose door is in ingest/reader")),
            "{uses}: {wrong:#?}"
        );
        assert!(!wrong.is_empty(), "{uses}");
    }
    accepted(&with("mod calamine { pub fn open() {} } fn f() { calamine::open() } use serde::Serialize;", CARGO));
    accepted(&with("fn f(calamine: u8) -> u8 { calamine + 1 }", CARGO));
    refused(&with("pub use serde::Serialize;", CARGO), "hands serde::Serialize on");
    refused(&with("", &CARGO.replace("serde = \"1\"", "serde = \"1\"\ncsv = \"1\"")), "csv has no entry");
    refused(
        &with("", &CARGO.replace("[\"statistic\"]", "[\"statistic\", \"report\"]")),
        "u-analytics has a door in report",
    );
    refused(&with("", &CARGO.replace("calamine = \"1\"", "")), "calamine has a door and nobody uses it");
    refused(&with("", "[dependencies]"), "no [package.metadata.doors]");
}

#[test]
fn rooms_that_never_meet() {
    let with = |history: &str| {
        program(&[
            ("lib.rs", "pub mod reading; pub mod validate; pub mod history;"),
            ("reading.rs", "pub struct Reading;"),
            ("validate.rs", "pub fn check() {}"),
            ("history.rs", history),
        ])
    };
    // The order lets this one pass.
    let sources = with("fn f() { crate::validate::check() }");
    accepted(&sources.against_the_order());
    refused(&rules::meetings(&sources), "history.rs → validate.rs: check (1)");
    accepted(&rules::meetings(&with("use crate::reading::Reading;")));
}

#[test]
fn a_report_that_computes() {
    let with = |report: &str| {
        let statistic = "pub const RUN: u8 = 8; pub struct Trend; pub fn trend() -> Trend { Trend }";
        let sources =
            [("lib.rs", "pub mod statistic; pub mod report;"), ("statistic.rs", statistic), ("report.rs", report)];
        rules::computing_reports(&program(&sources))
    };
    refused(&with("fn f() { crate::statistic::trend(); }"), "report.rs:1 computes with trend");
    accepted(&with("use crate::statistic::{RUN, Trend};"));
}

#[test]
fn printing_the_clock_and_the_environment() {
    let with = |room: &str, text: &str| {
        let (lib, watch) = (format!("mod {room};"), "mod watch;");
        let sources = match room {
            "worker" => program(&[("lib.rs", &lib), ("worker/mod.rs", watch), ("worker/watch.rs", text)]),
            _ => program(&[("lib.rs", &lib), ("room.rs", text)]),
        };
        rules::forbidden(&sources)
    };
    for text in [
        "fn f() { println!(\"x\") }",
        "fn f() { dbg!(1); }",
        "fn f() { todo!() }",
        "use std::time;\nfn f() { time::SystemTime::now() }",
        "use std::time::Instant;",
        "fn f() { std::env::var(\"X\") }",
        "use chrono::Local;",
        "fn f() -> chrono::NaiveDate { chrono::Utc::now().date_naive() }",
        "fn f() { write!(std::io::stdout(), \"x\") }",
    ] {
        refused(&with("room", text), "room.rs:");
    }
    accepted(&with("worker", "use std::time::Instant;"));
    accepted(&with("room", "// println!(\"x\")\nfn f() { writeln!(out, \"println! SystemTime::now\"); self.now() }"));
    accepted(&with("room", "#[cfg(test)] mod tests { fn f() { dbg!(1); } }"));
}

#[test]
fn mathematics_that_is_another_on_every_system() {
    let with = |room: &str, text: &str| {
        rules::mathematics_of_the_system(&program(&[
            ("lib.rs", &format!("mod {room};")),
            (&format!("{room}.rs"), text),
        ]))
    };
    for text in [
        "fn f(x: f64) -> f64 {\n    x.ln()\n}",
        "fn f(x: f64) -> f64 {\n    vec![1.0 + (x / 2.0).powf(2.4)][0]\n}",
        "fn f(x: &[f64]) {\n    x.iter().copied().map(f64::exp)\n}",
    ] {
        refused(&with("room", text), "room.rs:2 takes");
        accepted(&with("elementary", text));
    }
    accepted(&with("room", "fn f(x: f64) -> f64 { x.sqrt() + power(x, 2) + elementary::ln(x) }"));
    accepted(&with("room", "fn f(s: S) -> bool { if s.log { s.exp } else { s.list.log[0] } }"));
    accepted(&with("room", "// x.ln()\n#[cfg(test)] mod tests { fn f(x: f64) { x.ln(); } }"));
}

#[test]
fn marks_of_unfinished_work_and_of_a_machine() {
    let marks = |text: &str| rules::marks(&files(&[("room.rs", text)]));
    refused(&marks(concat!("fn f() {}\n// TO", "DO: more")), "room.rs:2");
    refused(&marks(concat!("const PATH: &str = \"/ho", "me/someone/council\";")), "room.rs:1");
    refused(&marks(concat!("bench=$root/../sha", "red/bench")), "room.rs:1");
    accepted(&marks("// Nothing is left to do at home, at work or in the root of the workbook."));
}

#[test]
fn a_file_beside_its_folder() {
    let beside =
        |own: &str| rules::files_beside_their_folder(&files(&[(own, ""), ("room/part.rs", ""), ("rooms.rs", "")]));
    refused(&beside("room.rs"), "room.rs stands beside its folder");
    accepted(&beside("room/mod.rs"));
}
