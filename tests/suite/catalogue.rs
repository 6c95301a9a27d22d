//! What is true of a check stands in its literal: nothing of it is forgotten, and no stage keeps a list of checks.

use super::checks::{DRAWN, QUARTERS, outcome, row};
use super::evidence::ROWS;
use super::expected::{Files, expected};
use super::half_read::HALVES;
use super::harness::QUARTER;
use super::seen::SEEN;
use super::{files, root};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quarterday::catalogue::{self, Check, FoundBy};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Checks that no committed file can set off, and why.
const WITHOUT_A_FILE: &[(&str, &str)] = &[
    ("F017", "it depends on the machine; the tests of the pool starve a worker of time and of memory"),
    ("F027", "a sheet twice; the tests of what is meant draw it"),
    ("F030", "no file; the tests of folders make it"),
    ("F031", "a link; the tests of folders make it"),
    ("F032", "a link; the tests of folders make it"),
    ("F033", "a name that not every system can hold; the tests of folders make it"),
    ("F050", "a file of noughts and one in a cloud; the tests of folders make them"),
    ("F051", "a file that is open; the tests of folders make it"),
    ("F052", "a file that another program holds; the tests of the pool ask about it"),
    ("F070", "an answer beside no query; the tests of answers write it"),
    ("F071", "a file left out in the notebook; the tests of answers write it"),
    ("F072", "a line of the notebook; the tests of answers write it"),
    ("F073", "a line of the notebook; the tests of answers write it"),
    ("F074", "a sheet of the notebook; the tests of answers rename it"),
    ("F075", "words of the notebook; the tests of own words write them"),
    ("F076", "words of the notebook; the tests of own words write them"),
    ("F077", "words of the notebook; the tests of own words write them"),
    ("G076", "a share that counts people; the tests of the register write it"),
    ("G080", "a delivery plan; the tests of money write it"),
    ("B001", "a sheet of money; the tests of money draw it"),
    ("B002", "a sheet of money; the tests of money draw it"),
    ("B003", "a sheet of money; the tests of money draw it"),
    ("B004", "lines of money; the tests of validate have them"),
    ("B010", "lines of money; the tests of validate have them"),
    ("B011", "lines of money; the tests of validate have them"),
    ("B012", "lines of money; the tests of validate have them"),
    ("B013", "lines of money; the tests of validate have them"),
    ("B014", "lines of money; the tests of validate have them"),
    ("B015", "lines of money; the tests of validate have them"),
    ("B016", "lines of money; the tests of validate have them"),
    ("B018", "lines of money; the tests of validate have them"),
    ("B030", "lines of money; the tests of validate have them"),
    ("B031", "lines of money; the tests of validate have them"),
    ("B033", "lines of money; the tests of validate have them"),
    ("B034", "lines of money; the tests of validate have them"),
    ("B040", "lines of money; the tests of validate have them"),
    ("B050", "lines of money; the tests of validate have them"),
    ("B051", "lines of money; the tests of validate have them"),
    ("B052", "lines of money; the tests of validate have them"),
    ("B053", "lines of money; the tests of validate have them"),
    ("M001", "milestones; the tests of validate have them"),
    ("M002", "milestones; the tests of validate have them"),
    ("M003", "milestones; the tests of validate have them"),
    ("M004", "milestones; the tests of validate have them"),
    ("M005", "milestones; the tests of validate have them"),
    ("M006", "milestones; the tests of validate have them"),
    ("M007", "milestones; the tests of validate have them"),
    ("M008", "milestones; the tests of validate have them"),
    ("M009", "milestones; the tests of validate have them"),
    ("M010", "milestones; the tests of validate have them"),
    ("T030", "an answer of an earlier run; the tests of answers have one"),
    ("T031", "a row left out in the notebook; the tests of answers write it"),
    ("F080", "a day after today; the tests of causes draw it"),
    ("F081", "a file of past quarters; the tests of doors write it"),
    ("F082", "a file of past quarters; the tests of doors write it"),
    ("F083", "a past over a past; the tests of restatements import it"),
    ("C100", "a form with columns that Stowick's has not; the tests of corrections fill it in"),
    ("G070", "a register; the tests of doors draw it"),
    ("G071", "a register; the tests of doors draw it"),
    ("G072", "a register; the tests of doors draw it"),
    ("G073", "a past; the tests of doors rename an indicator"),
    ("G074", "a report; the tests of what is published change a target after it"),
    ("G075", "a report; the tests of what is published re-define a measure after it"),
    ("X001", "a crosswalk; the tests of reorganisation write it"),
    ("X002", "a crosswalk; the tests of reorganisation write it"),
    ("X003", "a crosswalk; the tests of reorganisation write it"),
    ("X004", "a crosswalk; the tests of reorganisation write it"),
    ("X005", "a crosswalk; the tests of reorganisation write it"),
    ("X006", "a crosswalk; the tests of reorganisation write it"),
    ("X007", "a crosswalk; the tests of reorganisation write it"),
    ("X008", "a crosswalk; the tests of reorganisation write it"),
    ("X009", "a crosswalk; the tests of reorganisation write it"),
    ("X010", "a crosswalk; the tests of reorganisation write it"),
    ("X011", "a crosswalk; the tests of reorganisation write it"),
    ("X012", "a crosswalk; the tests of reorganisation write it"),
    ("G084", "a quarter; the tests of outcomes report an earlier one"),
    ("T020", "a return of many services; the tests of groups draw it"),
    ("T021", "a return of many services; the tests of groups draw it"),
    ("T022", "a return with parts; the tests of breakdowns draw it"),
    ("C090", "our own form; the tests of its rules break each of them"),
    ("C091", "our own form; the tests of its rules break each of them"),
    ("K030", "our own form; the tests of its rules break each of them"),
    ("R026", "our own form; the tests of its rules break each of them"),
    ("R025", "the past of the fixture has no actions; the tests of validate have one"),
];

/// Where a check leaves a trace beside its literal.
struct Traces {
    files: Files,
    quarters: BTreeSet<&'static str>,
    /// The page with the table that is printed from the catalogue.
    page: String,
    /// Path below `src`, and text.
    sources: Vec<(String, String)>,
}

impl Traces {
    fn read() -> Self {
        let mut all = expected("checks/EXPECTED.csv");
        let registers = expected("checks/EXPECTED-registers.csv");
        all.extend(registers.into_iter().map(|(name, rows)| (format!("registers/{name}"), rows)));
        let src = root().join("src");
        let source = |path: PathBuf| {
            let name = path.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
            (name, std::fs::read_to_string(&path).unwrap())
        };
        Self {
            files: all,
            quarters: QUARTERS.iter().flat_map(|(_, finds)| finds.iter().map(|(_, code)| *code)).collect(),
            page: std::fs::read_to_string(root().join("docs/checks.md")).unwrap(),
            sources: files(&src, "rs").into_iter().map(source).filter(|(name, _)| !name.contains("tests")).collect(),
        }
    }

    /// Everything that is missing of a check, or wrong.
    fn lacks(&self, check: &Check) -> Vec<String> {
        let mut out = Vec::new();
        for (words, what) in [(check.title, "title"), (check.why, "why"), (check.remedy, "remedy")] {
            out.extend(words.is_empty().then(|| format!("its literal has no {what}")));
        }
        let room: &[&str] = match check.found_by {
            FoundBy::Reading => &["ingest/"],
            FoundBy::Typing => &["typing/", "sight.rs"],
            FoundBy::Validation => &["validate/"],
            FoundBy::Acceptance => &["accept/", "pipeline/"],
            FoundBy::History => &["history/"],
            FoundBy::Register => &["register/"],
            FoundBy::Crosswalk => &["crosswalk/"],
            FoundBy::Notebook => &["notebook/"],
        };
        let mut here = self.sources.iter().filter(|(name, _)| room.iter().any(|r| name.starts_with(r)));
        if !here.any(|(_, text)| has_code(text, check.code)) {
            out.push(format!("no condition in src/{} reports it", room.join(" or src/")));
        }
        let line = format!("| {} | {} | {} |", check.code, check.severity.word(), check.title);
        if !self.page.lines().any(|l| l == line) {
            out.push("the table of checks has no such line: run UPDATE_DOCS=1 cargo test readme".to_owned());
        }
        self.lacks_of_files(check, &mut out);
        out
    }

    /// Each workbook that sets the check off has a twin that differs from it in one thing, or the clean one, that does not.
    fn lacks_of_files(&self, check: &Check, out: &mut Vec<String>) {
        let finds = |name: &str| self.files[name].iter().any(|row| row[0] == "finding" && row[3] == check.code);
        let fixtures = root().join("fixtures/checks");
        let there = |name: &str| match name.strip_prefix("registers/") {
            Some(register) => fixtures.join("registers").join(register).exists(),
            None => fixtures.join("returns").join(QUARTER).join(name).exists(),
        };
        let own = format!("check-{}-", check.code);
        let pair: Vec<&String> = self.files.keys().filter(|name| name.contains(&own)).collect();
        let on: Vec<&&String> = pair.iter().filter(|name| name.contains("-on.")).collect();
        let drawn = DRAWN.iter().map(|(code, ..)| code).chain(SEEN.iter().map(|(code, ..)| code));
        let drawn = drawn.chain(ROWS.iter().map(|drawn| &drawn.code)).chain(HALVES.iter().map(|(code, ..)| code));
        let mut without_file = WITHOUT_A_FILE.iter().map(|(code, _)| code).chain(drawn);
        let excused = without_file.any(|code| *code == check.code) || self.quarters.contains(check.code);
        if on.is_empty() && !excused {
            out.push(format!("no workbook sets it off: {own}on.xlsx"));
        }
        for name in on {
            let clean =
                if name.starts_with("registers/") { "registers/nothing-wrong.xlsx" } else { "nothing-wrong.xlsx" };
            let twin = name.replace("-on.", "-off.");
            let twin = if self.files.contains_key(&twin) { twin.as_str() } else { clean };
            out.extend((!finds(name)).then(|| format!("{name} must find it and is not expected to")));
            out.extend(finds(twin).then(|| format!("{twin} must not find it and is expected to")));
        }
        out.extend(pair.iter().filter(|name| !there(name)).map(|name| format!("{name} is expected and not made")));
    }
}

/// Whether a source names the code outside comments.
fn has_code(text: &str, code: &str) -> bool {
    let lines = text.lines().map(|l| l.split("//").next().unwrap_or_default());
    lines.flat_map(|l| l.split(|c: char| !c.is_alphanumeric())).any(|word| word == code)
}

/// The catalogue walk: nothing of a check is forgotten.
#[test]
fn no_check_lacks_anything() {
    let traces = Traces::read();
    let lacks = |c: &'static Check| traces.lacks(c).into_iter().map(move |what| format!("{}: {what}\n", c.code));
    let missing: String = catalogue::all().flat_map(lacks).collect();
    assert!(missing.is_empty(), "\n{missing}");
    for name in ["nothing-wrong.xlsx", "template-filled-in.xlsx", "registers/nothing-wrong.xlsx"] {
        assert_eq!(traces.files[name], BTreeSet::from([outcome(true)]), "{name}");
    }
}

/// What the walk says of checks that were begun and not ended.
#[test]
fn the_walk_names_what_is_missing() {
    const BEGUN: Check = Check { code: "R099", why: "", remedy: "", ..catalogue::R001 };
    const IN_ANOTHER_ROOM: Check = Check { found_by: FoundBy::Acceptance, ..catalogue::R001 };
    let mut traces = Traces::read();
    let table = "the table of checks has no such line: run UPDATE_DOCS=1 cargo test readme";
    let literal = ["its literal has no why", "its literal has no remedy"];
    let condition = "no condition in src/validate/ reports it";
    assert_eq!(
        traces.lacks(&BEGUN),
        [literal[0], literal[1], condition, table, "no workbook sets it off: check-R099-on.xlsx"]
    );
    let found = row("finding", "Measures", "E4", "R099");
    traces.files.insert("check-R099-on.xlsx".to_owned(), BTreeSet::from([outcome(true)]));
    traces.files.insert("check-R099-off.xlsx".to_owned(), BTreeSet::from([outcome(true), found]));
    let pair = [
        "check-R099-on.xlsx must find it and is not expected to",
        "check-R099-off.xlsx must not find it and is expected to",
        "check-R099-off.xlsx is expected and not made",
        "check-R099-on.xlsx is expected and not made",
    ];
    assert_eq!(traces.lacks(&BEGUN)[4..], pair);
    assert_eq!(traces.lacks(&IN_ANOTHER_ROOM), ["no condition in src/accept/ or src/pipeline/ reports it"]);
}

/// So many different codes in one expression are a list.
const LIST: usize = 3;

/// What a source says of codes that it must not.
#[derive(Debug, Default)]
struct Codes {
    /// Codes in quotation marks, which no compiler knows to be a check.
    quoted: BTreeSet<String>,
    lists: Vec<BTreeSet<String>>,
}

impl Codes {
    fn of(source: &str) -> Self {
        let mut out = Self::default();
        let source: TokenStream = source.parse().unwrap();
        out.statements(&source.into_iter().collect::<Vec<_>>());
        out
    }

    fn refused(&self) -> bool {
        !self.quoted.is_empty() || !self.lists.is_empty()
    }

    /// What stands between braces: each statement by itself; of a `match` all patterns together, each arm by itself.
    fn statements(&mut self, tokens: &[TokenTree]) {
        let (mut patterns, mut own) = (BTreeSet::new(), BTreeSet::new());
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let start = at;
            at += 1;
            match token {
                TokenTree::Ident(word) if word == "use" => at = past(tokens, at, ";"),
                TokenTree::Punct(p) if p.as_char() == '#' && of_tests(tokens.get(at)) => at = past(tokens, at, ";{"),
                TokenTree::Punct(p) if p.as_char() == ';' => self.list(std::mem::take(&mut own)),
                TokenTree::Punct(p) if p.as_char() == '=' && is(tokens.get(at), '>') => {
                    patterns.append(&mut own);
                    at = self.arm(tokens, at + 1);
                }
                TokenTree::Group(g) if beside_its_condition(tokens, start) => self.call(g),
                _ => self.add(&tokens[start..at], &mut own),
            }
        }
        self.list(own);
        self.list(patterns);
    }

    /// The arm that begins at `at`; gives the place behind it.
    fn arm(&mut self, tokens: &[TokenTree], at: usize) -> usize {
        let braced = matches!(tokens.get(at), Some(TokenTree::Group(g)) if g.delimiter() == Delimiter::Brace);
        let end = if braced { at + 1 } else { past(tokens, at, ",") };
        let mut own = BTreeSet::new();
        self.add(&tokens[at..end.min(tokens.len())], &mut own);
        self.list(own);
        end
    }

    /// The codes of an expression; what stands between braces in it is no part of it.
    fn add(&mut self, tokens: &[TokenTree], own: &mut BTreeSet<String>) {
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(g) if beside_its_condition(tokens, at) => self.call(g),
                TokenTree::Group(g) => {
                    let inside: Vec<TokenTree> = g.stream().into_iter().collect();
                    match g.delimiter() {
                        Delimiter::Brace => self.statements(&inside),
                        _ => self.add(&inside, own),
                    }
                }
                TokenTree::Ident(word) => own.extend(code(&word.to_string())),
                TokenTree::Literal(literal) => {
                    let text = literal.to_string();
                    let quoted = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).and_then(code);
                    self.quoted.extend(quoted.clone());
                    own.extend(quoted);
                }
                TokenTree::Punct(_) => {}
            }
        }
    }

    /// A call that hands over one check with its condition.
    fn call(&mut self, arguments: &Group) {
        let mut own = BTreeSet::new();
        self.add(&arguments.stream().into_iter().collect::<Vec<_>>(), &mut own);
        self.list(own);
    }

    fn list(&mut self, codes: BTreeSet<String>) {
        self.lists.extend((codes.len() >= LIST).then_some(codes));
    }
}

fn code(word: &str) -> Option<String> {
    catalogue::find(word).map(|c| c.code.to_owned())
}

fn is(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(p)) if p.as_char() == sign)
}

/// Whether the arguments at `at` are of a method and begin with one check: `.flag(&C009, Field::Value, unfilled)`. In a chain
/// of such calls each check stands beside its condition, which is what the rule wants.
fn beside_its_condition(tokens: &[TokenTree], at: usize) -> bool {
    let TokenTree::Group(arguments) = &tokens[at] else { return false };
    let method = at >= 2 && is(tokens.get(at - 2), '.') && matches!(tokens[at - 1], TokenTree::Ident(_));
    let first: Vec<TokenTree> = arguments.stream().into_iter().take(3).collect();
    let check = matches!(first.get(1), Some(TokenTree::Ident(word)) if code(&word.to_string()).is_some());
    method && is(first.first(), '&') && check && is(first.get(2), ',')
}

/// The place behind the next of these signs; `{` for what stands between braces.
fn past(tokens: &[TokenTree], from: usize, signs: &str) -> usize {
    let ends = |t: &TokenTree| match t {
        TokenTree::Punct(p) => signs.contains(p.as_char()),
        TokenTree::Group(g) => g.delimiter() == Delimiter::Brace && signs.contains('{'),
        _ => false,
    };
    (from..tokens.len()).find(|at| ends(&tokens[*at])).map_or(tokens.len(), |at| at + 1)
}

fn of_tests(attribute: Option<&TokenTree>) -> bool {
    let Some(TokenTree::Group(g)) = attribute else { return false };
    let words: Vec<String> = g.stream().into_iter().map(|t| t.to_string()).collect();
    words.first().is_some_and(|w| w == "cfg") && words.iter().any(|w| w.contains("test"))
}

#[test]
fn no_source_keeps_a_list_of_checks() {
    let src = root().join("src");
    let mut wrong = String::new();
    for path in files(&src, "rs") {
        let name = path.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
        if name.starts_with("catalogue/") || name.ends_with("tests.rs") || name.contains("/tests/") {
            continue;
        }
        let said = Codes::of(&std::fs::read_to_string(&path).unwrap());
        if said.refused() {
            wrong += &format!("src/{name}: {said:?}: a fact of a check belongs into its literal\n");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// The rule refuses each way in which such lists were written, and lets stages name what they report.
#[test]
fn lists_are_told_from_what_a_stage_reports() {
    for source in [
        r#"const DOUBTS: [&str; 3] = ["S002", "C005", "S001"];"#,
        r#"fn f(f: &Finding) -> bool { ("F001"..="F004").contains(&&*f.code) }"#,
        r#"fn f(f: &Finding) -> bool { f.code == "F017" }"#,
        r#"fn f(code: &str) -> bool { matches!(code, "R004" | "R005") }"#,
        "const REPAIRS: [&Check; 3] = [&catalogue::C001, &catalogue::C017, &catalogue::C018];",
        "fn f(c: &Check) -> bool { [&S001, &S002, &S006].contains(&c) }",
        "fn f(c: &Check) -> bool { c.code == R004.code || c.code == R005.code || c.code == R007.code }",
        "fn f(c: &Check) -> u8 { if c == &R004 { 1 } else if c == &R005 { 2 } else if c == &R007 { 3 } else { 0 } }",
        "fn f(c: Check) -> u8 { match c { R004 => 1, R005 => { g(); 2 } R007 => 3, _ => 0 } }",
        "fn f() { for (check, asks) in [(&C009, Value), (&C003, Value), (&R001, Numerator)] { g(check, asks); } }",
        "fn f(c: &Check) -> bool { c.any(&[C009, C003, R001]) }",
        "mod a { fn f(c: &Check) -> bool { vec![&S001, &S002, &S006].contains(&c) } }",
        "#[cfg(unix)] const LIST: [&Check; 3] = [&S001, &S002, &S006];",
    ] {
        assert!(Codes::of(source).refused(), "{source}");
    }
    for source in [
        "use crate::catalogue::{R001, R002, R003, R004};",
        "fn f() { g(&C009, Value); g(&C003, Value); g(&R001, Numerator); }",
        "fn f() { form.flag(&C009, |r| a(r)).flag(&C003, |r| b(r)).flag(&R001, |r| c(r)); }",
        "fn f(c: &Content) -> &Check { match c { Text => &C002, Error => &C003, Formula => { g(); &C004 } } }",
        "fn f() -> Vec<Rule> { vec![Rule { check: &R001 }, Rule { check: &R002 }, Rule { check: &R003 }] }",
        r#"fn f() -> String { "Where its size is queried (S001, S002, C005)".into() }"#,
        "/// R004, R005 and R007.\nfn f() {} // S001, S002, S003",
        "#[cfg(test)]\nmod tests { const ALL: [&Check; 3] = [&S001, &S002, &S006]; }",
        "#[cfg(test)]\nuse crate::catalogue::C001;\nfn f() { g(&C009); }",
    ] {
        assert!(!Codes::of(source).refused(), "{source}: {:?}", Codes::of(source));
    }
}
