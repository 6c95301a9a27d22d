//! `handover.xlsx`: the pack for people.

use super::contents::{PackFile, Part};
use super::facts::{HandoverFacts, page};
use super::manifest::{MANIFEST, Manifest, ManifestRelease, SUMS};
use super::page::Look;
use super::sheets;
use crate::history::{BatchKind, Ledger};
use crate::period::Period;
use crate::settings::LabelUse;
use crate::workbook::{Book, Columns, Sheet};
use std::collections::{BTreeMap, BTreeSet};

/// The sheets, and what each answers.
const SHEETS: [(&str, &str); 6] = [
    ("Contents", "Which files are in the archive, how long are they, and which are their hashes?"),
    ("Releases", "What was published, when, by whom, and who approved it? What was run and never published?"),
    ("Definitions", "What does each measure count, in which unit, and since when?"),
    ("Figures kept", "Of which quarters does the ledger hold each measure?"),
    ("Layouts", "On which forms did services send their figures, and when?"),
    ("Who to ask", "Who answers for a figure, and who recorded, approved and published it?"),
];

/// The workbook of a pack.
pub(super) fn book(facts: &HandoverFacts<'_>) -> Book<'static> {
    let (settings, manifest) = (&facts.workspace.settings, facts.manifest);
    let title = format!("{}: handover pack", manifest.council);
    let subject = "What is needed to explain a past figure".to_owned();
    let mut book = Book::new(title, subject, settings.council.team.clone(), settings.look.font.clone());
    book.label = settings.label(LabelUse::Team, None);
    let look = Look::new(&mut book, &settings.look.accent);
    let mut sheets = vec![read_me(facts, look), contents(facts, look), releases(facts, look)];
    sheets.extend(sheets::all(facts, look));
    book.sheets = sheets;
    book
}

fn read_me(facts: &HandoverFacts<'_>, look: Look) -> Sheet<'static> {
    let Manifest { council, custodian, dropped, left_out, .. } = facts.manifest;
    let mut page = page(facts, ("Read me", &format!("{council}: handover pack")), look);
    page.for_text();
    page.section("What this is");
    page.fact(
        "The archive",
        format!(
            "It holds everything by which a figure that {council} reported can be explained and worked out again: the \
             ledger, with every figure that was read, each with its file, sheet and cell, and every version of it; \
             the files that services sent, as far as they are kept; the definitions, settings and forms; what the \
             team answered and left out; and every release as it was published."
        ),
    );
    page.fact(
        "Who it is for",
        "Those who take over, and their auditors. It is not for publication: the files that services sent have names, \
         addresses and comments in them, and figures that are held back from every report because so few cases could \
         identify people stand in the ledger as they were sent. Keep it, and who can open it, as the council kept its \
         workspace.",
    );
    let holder = match custodian.trim() {
        "" => "the council named nobody".to_owned(),
        name => name.to_owned(),
    };
    page.fact("Who answers for it", format!("See the sheet Who to ask. Who holds the pack: {holder}."));
    page.gap();
    page.section("Is it what it was when it was made?");
    page.fact(
        "With Quarterday",
        format!(
            "quarterday history verify --pack FILE\nCompares every file of the archive, without unpacking it by hand, \
             with {MANIFEST}, says what is missing or was added, and then verifies the ledger in it, whose records \
             each hold the hash of the one before."
        ),
    );
    page.fact(
        "Without it",
        format!(
            "{SUMS} has the SHA-256 of every file. In the unpacked folder, sha256sum -c {SUMS} (Linux), shasum -a 256 \
             -c {SUMS} (macOS) compares them all; on Windows, Get-FileHash FILE in PowerShell gives one, to be looked \
             up on the sheet Contents."
        ),
    );
    page.fact(
        "Of the archive itself",
        "Whoever can change a file here could change these lists too. The SHA-256 of the whole archive was told to \
         those who made it: ask them, or whoever they gave it to, and compare it with the one that history verify \
         --pack prints.",
    );
    page.gap();
    page.section("How to look up a figure");
    page.fact(
        "Unpack it",
        "The folder that the archive is unpacked into is a workspace of Quarterday, without a network or a server. \
         Work in a copy: whatever is recorded there from then on is yours, and no longer the council's.",
    );
    let (id, quarter) = example(facts);
    page.fact(
        "Where it comes from",
        format!(
            "quarterday trace {id} {quarter} --workspace FOLDER\nTells the file, sheet and cell, who signed it off, \
             what was asked, answered and corrected, and what each release said. With --reread the cell is read once \
             more from the file that is kept. The id of a measure stands on the sheet Definitions."
        ),
    );
    page.fact(
        "All figures",
        "quarterday history export --workspace FOLDER --to TABLES\nWrites the figures of all quarters as tables, and \
         what every column means.",
    );
    page.fact(
        "As it was then",
        "quarterday history as-of 2026-12-31 --workspace FOLDER\nSays what was known on a day.\nquarterday history \
         reproduce QUARTER/NUMBER --workspace FOLDER --into NEW\nWorks a release out again and compares every byte.",
    );
    page.gap();
    page.section("The sheets of this workbook");
    SHEETS.iter().for_each(|(sheet, answers)| page.leads_to(sheet, answers));
    page.gap();
    page.section("What is not in the archive");
    page.fact(
        "On purpose",
        "Blank forms, letters, marked copies and reports of runs that were not published: they are made again from \
         what is here. What lies in history/aside, and what runs that were stopped left behind: no record names it.",
    );
    if !dropped.is_empty() {
        let words = "The council's own retention dropped these archives of returns before; their figures are here:";
        page.fact("Dropped before", format!("{words}\n{}", dropped.join("\n")));
    }
    match left_out.is_empty() {
        true => page.fact("Left out", "Nothing else lay in the workspace's folders that a run could have read."),
        false => {
            let columns = Columns::<(usize, String)>::new()
                .column("Left out", 30.0, move |r| look.code(r.0.to_string()))
                .column("What, and why", 104.0, move |r| look.text(r.1.clone()));
            let rows = (1..).zip(left_out.iter().cloned()).collect();
            page.table("Left_out", columns, rows, "");
        }
    }
    page.finish()
}

/// A measure and a quarter of which there is a figure.
fn example(facts: &HandoverFacts<'_>) -> (String, String) {
    let found = facts.figures.iter().find_map(|f| Some((f.id.clone(), f.quarters?.1.to_string())));
    found.unwrap_or_else(|| ("ID".to_owned(), "QUARTER".to_owned()))
}

/// One part of the pack: how many files, how long.
#[derive(Clone)]
struct PartLine {
    part: Part,
    files: u64,
    bytes: u64,
}

fn contents(facts: &HandoverFacts<'_>, look: Look) -> Sheet<'static> {
    let mut page = page(facts, ("Contents", "What is in the pack"), look);
    let mut parts: BTreeMap<Part, PartLine> = BTreeMap::new();
    for file in &facts.contents.files {
        let line = parts.entry(file.part).or_insert(PartLine { part: file.part, files: 0, bytes: 0 });
        (line.files, line.bytes) = (line.files + 1, line.bytes + file.said.bytes);
    }
    let summed = Columns::<PartLine>::new()
        .column("Part", 26.0, move |r| look.text(r.part.name()))
        .column("Where", 80.0, move |r| look.text(r.part.words()[0]))
        .column("Bytes", 16.0, move |r| look.count(r.bytes))
        .column("What it holds", 76.0, move |r| look.text(r.part.words()[1]))
        .column("Files", 12.0, move |r| look.count(r.files));
    let listed = Columns::<PackFile>::new()
        .column("Part", 26.0, move |r| look.text(r.part.name()))
        .column("File", 80.0, move |r| look.mono(r.said.file.clone()))
        .column("Bytes", 16.0, move |r| look.count(r.said.bytes))
        .column("SHA-256", 76.0, move |r| look.mono(r.said.sha256.clone()));
    page.widen(&summed);
    page.section("In short");
    page.table("Parts", summed, parts.into_values().collect(), "");
    page.section("Every file");
    page.note(format!(
        "Beside these are this workbook, {MANIFEST}, which has its hash and all of these for programs, and {SUMS}, \
         the same for sha256sum."
    ));
    let mut files = facts.contents.files.clone();
    files.sort_by(|a, b| (a.part, &a.said.file).cmp(&(b.part, &b.said.file)));
    page.heading_here(0);
    page.table("Files", listed, files, "");
    page.finish()
}

/// A quarter whose newest run nobody published.
#[derive(Clone)]
struct Unpublished {
    quarter: Period,
    record: u64,
    recorded: String,
    by: String,
    why: String,
}

fn unpublished(ledger: &Ledger) -> Vec<Unpublished> {
    let runs = ledger.records().iter().filter(|r| r.kind == BatchKind::Consolidation);
    let quarters: BTreeSet<Period> = runs.filter_map(|r| r.period).collect();
    let of = |quarter: Period| {
        let run = ledger.newest_run(quarter, None)?;
        let release = ledger.newest_release(quarter, None).and_then(|r| r.release.as_ref());
        let why = match release {
            None => "Never published: a draft".to_owned(),
            Some(release) if run.seq > release.run => format!("Run again after release {}: a draft", release.number),
            Some(_) => return None,
        };
        let (recorded, by) = (run.recorded.clone(), run.by.clone());
        Some(Unpublished { quarter, record: run.seq, recorded, by, why })
    };
    quarters.into_iter().filter_map(of).collect()
}

fn releases(facts: &HandoverFacts<'_>, look: Look) -> Sheet<'static> {
    let mut page = page(facts, ("Releases", "What was published"), look);
    let or = |name: &str, else_: &str| if name.is_empty() { else_.to_owned() } else { name.to_owned() };
    let columns = Columns::<ManifestRelease>::new()
        .column("Quarter", 14.0, move |r| look.code(r.quarter.to_string()))
        .column("Release", 12.0, move |r| look.code(r.number.to_string()))
        .column("Kind", 16.0, move |r| look.text(if r.provisional { "Provisional" } else { "Final" }))
        .column("Published on", 16.0, move |r| look.day(&r.published))
        .column("Published by", 26.0, move |r| look.text(r.by.clone()))
        .column("Approved by", 26.0, move |r| look.text(or(&r.approved_by, "Nobody had to")))
        .column("Record", 12.0, move |r| look.code(r.record.to_string()))
        .column("Of run", 12.0, move |r| look.code(r.run.to_string()))
        .column("Files", 12.0, move |r| look.count(r.files as u64))
        .column("Folder", 30.0, move |r| look.code(format!("published/{}/{}", r.quarter, r.number)));
    let drafts = Columns::<Unpublished>::new()
        .column("Quarter", 14.0, move |r| look.code(r.quarter.to_string()))
        .column("Record", 12.0, move |r| look.code(r.record.to_string()))
        .column("Run on", 16.0, move |r| look.day(&r.recorded))
        .column("Run by", 16.0, move |r| look.text(or(&r.by, "Not said")))
        .column("What it is", 26.0, move |r| look.text(r.why.clone()));
    page.widen(&columns);
    page.section("What was published");
    page.note(
        "Names are as they were said, not proven. The files of each stand on the sheet Contents with their hashes.",
    );
    page.table("Releases", columns, facts.manifest.releases.clone(), "Nothing was published.");
    page.section("What was run and is not published as it was run last");
    let none = "Every quarter that was run is published as it was run last.";
    page.table("Drafts", drafts, unpublished(facts.ledger), none);
    page.finish()
}
