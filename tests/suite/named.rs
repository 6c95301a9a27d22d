//! What README and the pages of `docs/` name is there: commands, settings, checks, sheets, pictures.

use super::books::Opened;
use super::harness::{consolidated, look_at, nowhere};
use super::written::{Piece, Written, in_words, pages};
use super::{files, root};
use quarterday::settings::Settings;
use quarterday::{catalogue, layout};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;
use toml::Table;

/// The pages of forms that are drawn for an example: their sheets and ids are their own.
const DRAWN: [&str; 2] = ["docs/layouts.md", "docs/writers.md"];

/// What stands for something else, and what it may be.
fn filled_in(word: &str) -> &str {
    match word {
        "QUARTER" => "2026-27Q2",
        "NAME" => "all",
        "…" => "",
        word => word,
    }
}

/// The program's help for these words: whether it knows them, and what it says.
fn help(words: &[&str]) -> (bool, String) {
    let said = nowhere(words.iter().copied().chain(["--help"]));
    (said.code == 0, said.out)
}

/// The commands that a help lists.
fn listed(help: &str) -> Vec<&str> {
    let lines = help.lines().skip_while(|l| !l.starts_with("Commands:")).skip(1);
    lines.take_while(|l| !l.is_empty()).filter_map(|l| l.split_whitespace().next()).filter(|w| *w != "help").collect()
}

/// In blocks whole, as a shell would have them; within sentences as far as they go.
#[test]
fn every_command_is_one_of_the_programs() {
    let (_, top) = help(&[]);
    let commands = listed(&top);
    let (_, history) = help(&["history"]);
    let mut helps: Vec<String> = commands.iter().map(|c| help(&[c]).1).collect();
    helps.extend(listed(&history).iter().map(|c| help(&["history", c]).1));

    let (mut whole, mut begun, mut options) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let pages = pages();
    for page in &pages {
        let texts = page.blocks("text").into_iter().flat_map(str::lines).filter(|l| l.starts_with("quarterday "));
        whole.extend(page.commands().into_iter().chain(texts.map(in_words)).filter(|w| w[0] == "quarterday"));
        for code in page.code() {
            let words: Vec<&str> = in_words(code).into_iter().map(filled_in).filter(|w| !w.is_empty()).collect();
            match words[..] {
                ["quarterday", ref more @ ..] => drop(begun.insert((more.to_vec(), &page.name))),
                [command, _, ..] if commands.contains(&command) => drop(begun.insert((words, &page.name))),
                [option, ..] if option.starts_with("--") => drop(options.insert((option, &page.name))),
                _ => {}
            }
        }
    }
    for words in &whole {
        // Where no workspace is, a command that is understood says so; `demo` and `init` would make one.
        let makes = ["demo", "init"].contains(&words[1]);
        let said = nowhere(words[1..].iter().copied().chain(makes.then_some("--help")));
        assert!(!said.err.contains("try '--help'"), "{words:?}: {}", said.err);
    }
    for (words, page) in &begun {
        assert!(help(words).0, "{page}: {words:?}");
    }
    for (option, page) in &options {
        assert!(helps.iter().any(|help| help.contains(*option)), "{page}: {option}");
    }
    assert!(
        whole.len() >= 40 && begun.len() >= 25 && options.len() >= 10,
        "{} {} {}",
        whole.len(),
        begun.len(),
        options.len()
    );
}

/// The settings with every default, and the keys of layouts.
struct Known {
    settings: Table,
    layout: Value,
}

impl Known {
    fn new() -> Self {
        Self { settings: Table::try_from(Settings::default()).unwrap(), layout: layout::schema() }
    }

    /// The section `[a.b]`.
    fn section(&self, path: &str) -> Option<&Table> {
        path.split('.').try_fold(&self.settings, |table, part| table.get(part)?.as_table())
    }

    /// A section of layouts.
    fn of_layouts(&self, path: &str) -> bool {
        let properties = |schema: &Value| schema["properties"].clone();
        match path.split_once('.') {
            Some(("forms", key)) => properties(&self.layout["$defs"]["Form"]).get(key).is_some(),
            Some((key, _)) => properties(&self.layout).get(key).is_some(),
            None => properties(&self.layout).get(path).is_some(),
        }
    }

    /// Some section has this key.
    fn key(&self, key: &str) -> bool {
        fn within(table: &Table, key: &str) -> bool {
            table.contains_key(key) || table.values().filter_map(toml::Value::as_table).any(|t| within(t, key))
        }
        let defs = self.layout["$defs"].as_object().unwrap().values();
        let of_layout = |schema: &Value| schema["properties"].get(key).is_some();
        within(&self.settings, key) || defs.chain([&self.layout]).any(of_layout)
    }
}

/// The keys before “under `[section]`”: one, or several with commas and “and” between them.
fn keys_before<'p>(pieces: &[Piece<'p>]) -> Vec<&'p str> {
    let mut keys = vec![];
    let mut rest = pieces;
    while let [before @ .., Piece::Code(key), Piece::Words(words)] = rest {
        let word = words.trim();
        let joins = if keys.is_empty() { word == "under" } else { ["and", ","].contains(&word) };
        if !joins || key.starts_with('[') {
            break;
        }
        keys.push(key.split(" = ").next().unwrap());
        rest = before;
    }
    keys
}

/// A key without its section: `key = value` on any page; in a handbook also `key_of_words`, which can be nothing else there.
fn alone<'p>(page: &Written, code: &'p str) -> Option<&'p str> {
    let (key, valued) = code.split_once(" = ").map_or((code, false), |(key, _)| (key, true));
    let says = match valued {
        true => !DRAWN.contains(&page.name.as_str()),
        false => page.name.starts_with("docs/handbooks/") && key.contains('_'),
    };
    (says && key.chars().all(|c| c.is_ascii_lowercase() || "_-".contains(c))).then_some(key)
}

#[test]
fn every_setting_is_in_the_settings() {
    let known = Known::new();
    let (mut sections, mut keys) = (0, 0);
    for page in &pages() {
        let pieces = page.pieces();
        for (n, piece) in pieces.iter().enumerate() {
            let Piece::Code(code) = piece else { continue };
            if let Some(key) = alone(page, code) {
                assert!(known.key(key), "{}: `{code}`", page.name);
                keys += 1;
            }
            let Some((section, after)) = code.strip_prefix('[').and_then(|rest| rest.split_once(']')) else { continue };
            if !section.chars().all(|c| c.is_ascii_lowercase() || "._-".contains(c)) || section.len() < 2 {
                continue;
            }
            let table = known.section(section);
            assert!(table.is_some() || known.of_layouts(section), "{}: `{code}`", page.name);
            sections += 1;
            let mut named = keys_before(&pieces[..n]);
            named.extend(after.split_whitespace().next());
            for key in named {
                let there = table.is_some_and(|t| t.is_empty() || t.contains_key(key));
                assert!(there, "{}: `{key}` under `[{section}]`", page.name);
                keys += 1;
            }
        }
    }
    assert!(sections >= 35 && keys >= 25, "{sections} sections, {keys} keys");
}

#[test]
fn every_check_is_in_the_catalogue() {
    let mut seen = BTreeSet::new();
    for page in pages().iter().filter(|p| !DRAWN.contains(&p.name.as_str())) {
        for word in page.text.split(|c: char| !c.is_alphanumeric()) {
            let code = word.len() == 4 && word.starts_with(|c: char| c.is_ascii_uppercase());
            if code && word[1..].bytes().all(|b| b.is_ascii_digit()) && !word.starts_with('U') {
                assert!(catalogue::find(word).is_some(), "{}: {word}", page.name);
                seen.insert(word.to_owned());
            }
        }
    }
    assert!(seen.len() >= 100, "{} checks", seen.len());
}

/// The workbooks of the demo that people see, opened: its reports, a marked copy, the notebook, the register, a form, what a
/// handover pack has in front.
fn workbooks() -> Vec<Opened> {
    let council = consolidated();
    let reports = ["cabinet.xlsx", "officers.xlsx", "scrutiny.xlsx", "half-year.xlsx", "public.xlsx"];
    let mut paths: Vec<PathBuf> = reports.iter().map(|name| council.report(name)).collect();
    paths.push(council.report("returned/HRD 2026-27Q2_marked.xlsx"));
    paths.extend(["notebook/2026-27Q2.xlsx", "register.xlsx"].map(|name| council.path(name)));
    paths.push(look_at::forms().path("templates/2026-27Q3/HWY.xlsx"));
    council.run(["handover", "--by", "J. Khan", "--to", council.folder().to_str().unwrap()]).ends(0);
    let pack = std::fs::File::open(council.path("Marchford County Council.zip")).unwrap();
    let in_front = council.path("handover.xlsx");
    let mut unpacked = std::fs::File::create(&in_front).unwrap();
    std::io::copy(&mut zip::ZipArchive::new(pack).unwrap().by_name("handover.xlsx").unwrap(), &mut unpacked).unwrap();
    paths.push(in_front);
    paths.iter().map(|path| Opened::read(path)).collect()
}

/// Their sheets, and those of the settings and the layouts that the demo has no use for.
fn sheets(books: &[Opened]) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = books.iter().flat_map(Opened::sheets).map(|(name, _)| name.clone()).collect();
    names.extend(layout::crosswalk().tables.iter().flat_map(|t| t.sheet.iter().take(1).cloned()));
    names.extend(layout::template().tables.iter().flat_map(|t| t.sheet.iter().take(1).cloned()));
    let settings = Table::try_from(Settings::default()).unwrap();
    for list in settings["editions"]["sheets"].as_table().unwrap().values() {
        names.extend(list.as_array().unwrap().iter().filter_map(|name| name.as_str()).map(str::to_owned));
    }
    names
}

/// What heads their columns, and those of the layouts of register, notebook and return.
fn columns(books: &[Opened]) -> BTreeSet<String> {
    fn headings(value: &toml::Value, out: &mut BTreeSet<String>) {
        match value {
            toml::Value::Array(all) => all.iter().for_each(|v| headings(v, out)),
            toml::Value::Table(table) => {
                let own = table.get("heading").and_then(|h| h.as_array()?.first()?.as_str());
                out.extend(own.map(str::to_owned));
                table.values().for_each(|v| headings(v, out));
            }
            _ => {}
        }
    }
    let cells = books.iter().flat_map(Opened::sheets).flat_map(|(_, sheet)| sheet.used_cells());
    let mut names: BTreeSet<String> = cells.map(|(_, _, cell)| cell.to_string()).collect();
    for name in ["register", "notebook", "return", "past", "crosswalk"] {
        let text = std::fs::read_to_string(root().join(format!("templates/{name}.toml"))).unwrap();
        headings(&toml::Value::Table(text.parse().unwrap()), &mut names);
    }
    names
}

/// The names behind “the sheet …” and “the sheets … and …”, where that is the word, each as far as it may go.
fn named<'t>(word: &str, text: &'t str) -> Vec<&'t str> {
    let mut named = vec![];
    for (begin, many) in [(format!("{word} "), false), (format!("{word}s "), true)] {
        for (at, _) in text.match_indices(&begin) {
            let mut rest = &text[at + begin.len()..];
            while rest.starts_with(|c: char| c.is_uppercase() || c == '“') {
                named.push(rest.trim_start_matches('“'));
                let next = [", ", " and "].iter().filter_map(|j| rest.find(j).map(|n| (n, n + j.len()))).min();
                match next.filter(|(end, _)| many && !rest[..*end].contains(['.', ':', ';', '('])) {
                    Some((_, after)) => rest = &rest[after..],
                    None => break,
                }
            }
        }
    }
    named
}

/// On the pages and in what the checks say.
#[test]
fn every_sheet_and_column_is_in_a_workbook() {
    let books = workbooks();
    let known = [("sheet", sheets(&books), 60), ("column", columns(&books), 25)];
    let outside = |page: &Written| page.text.split("```").step_by(2).collect::<String>().replace('\n', " ");
    let mut texts: Vec<(String, String)> = vec![];
    texts.extend(pages().iter().filter(|p| !DRAWN.contains(&p.name.as_str())).map(|p| (p.name.clone(), outside(p))));
    texts.extend(catalogue::all().map(|c| (c.code.to_owned(), format!("{} {}", c.why, c.remedy))));
    for (word, names, least) in known {
        let is = |text: &str| {
            let begins =
                |name: &String| text.strip_prefix(&**name).is_some_and(|r| !r.starts_with(char::is_alphanumeric));
            names.iter().any(|name| !name.is_empty() && begins(name))
        };
        let mut seen = 0;
        for (place, text) in &texts {
            // Column A is Excel's.
            for name in named(word, text).into_iter().filter(|n| !n[1..].starts_with([' ', ',', '.', ';'])) {
                assert!(is(name), "{place}: the {word} {}", name.chars().take(40).collect::<String>());
                seen += 1;
            }
        }
        assert!(seen >= least, "{seen} {word}s");
    }
}

/// Each picture is made by the script, is on a page, and is told in words to those who do not see it.
#[test]
fn every_picture_is_made_and_told() {
    let script = std::fs::read_to_string(root().join("docs/pictures.sh")).unwrap();
    let mut shown = BTreeSet::new();
    for Written { path, text, .. } in pages() {
        for (alt, rest) in text.split("![").skip(1).map(|rest| rest.split_once("](").unwrap()) {
            let file = rest.split(')').next().unwrap();
            assert!(alt.len() >= 40 && !alt.contains('\n'), "{}: {file} is told as “{alt}”", path.display());
            shown.insert(path.with_file_name(file).canonicalize().unwrap());
        }
    }
    let pictures = files(&root().join("docs"), "png");
    let bytes: u64 = pictures.iter().map(|p| p.metadata().unwrap().len()).sum();
    assert!(bytes < 1_500_000, "{bytes} bytes of pictures");
    for picture in &pictures {
        let name = picture.file_stem().unwrap().to_str().unwrap();
        assert!(script.contains(name), "{name} is made by nothing");
        assert!(shown.contains(&picture.canonicalize().unwrap()), "{name} is on no page");
    }
    assert!(pictures.len() >= 8, "{} pictures", pictures.len());
}
