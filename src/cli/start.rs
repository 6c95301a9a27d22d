//! `quarterday` alone: says where things stand, offers what comes next, and runs what is chosen as if it were typed.

use super::arguments::{Common, Format};
use super::progress::Bars;
use super::{console, print};
use anyhow::{Context, Result};
use chrono::NaiveDate;
use quarterday::next::{ReportState, Step, steps, steps_elsewhere};
use quarterday::period::Period;
use quarterday::pipeline::{self, Host, Quarter, Standing, Workspace};
use serde_json::json;
use std::collections::BTreeSet;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folders that `demo` and `init` write to, where nobody says another.
const DEMO: &str = "quarterday-demo";
const OURS: &str = "our-council";

/// One sitting at the screen.
struct Sitting<'a> {
    common: &'a Common,
    today: NaiveDate,
    host: &'a Host<'a>,
    bars: &'a Bars,
    /// Somebody is there to be asked.
    asks: bool,
    /// The workspace, as a command has to name it: nothing where it is found from this folder.
    named: Option<PathBuf>,
    /// The quarters whose workbook was looked at.
    looked_at: BTreeSet<Period>,
}

/// Shows where things stand. At a terminal asks what to do, does it and shows again, until the person ends; elsewhere that
/// is all.
pub fn start(
    out: &mut impl Write,
    common: &Common,
    today: NaiveDate,
    (host, bars): (&Host<'_>, &Bars),
) -> Result<bool> {
    let named = common.workspace.clone();
    let asks = console::can_ask() && common.format == Format::Text;
    let mut sitting = Sitting { common, today, host, bars, asks, named, looked_at: BTreeSet::new() };
    loop {
        let steps = sitting.show(out)?;
        if !asks {
            return Ok(true);
        }
        let Some(step) = choose(&mut io::stdin().lock(), out, &steps)? else { return Ok(true) };
        sitting.take(step, &mut io::stdin().lock(), out)?;
        writeln!(out)?;
    }
}

impl Sitting<'_> {
    /// The workspace: the one that is named, or the nearest folder at or above this one.
    fn root(&self) -> Result<Option<PathBuf>> {
        if let Some(root) = &self.named {
            return Ok(Some(root.clone()));
        }
        let here = std::env::current_dir().context("cannot tell the current folder")?;
        Ok(here.ancestors().find(|folder| folder.join("quarterday.toml").is_file()).map(Path::to_owned))
    }

    /// Says where things stand, and gives what can be done.
    fn show(&self, out: &mut impl Write) -> Result<Vec<Step>> {
        let Some(root) = self.root()? else { return self.show_elsewhere(out) };
        let mut standing = pipeline::standing(&root, self.today, self.host)?;
        standing.state.looked_at = self.looked_at.contains(&standing.state.quarter);
        let steps = steps(&standing.state);
        if self.common.format == Format::Json {
            print::json(out, &json!({ "standing": standing, "steps": self.as_data(&steps) }))?;
            return Ok(steps);
        }
        print::standing(out, &standing)?;
        if standing.state.returns > 0 && matches!(standing.state.report, ReportState::None | ReportState::Behind) {
            self.show_returns(out, &standing)?;
        }
        print::steps(out, &self.lines(&steps, Some(&standing)))?;
        Ok(steps)
    }

    fn show_elsewhere(&self, out: &mut impl Write) -> Result<Vec<Step>> {
        let here = std::env::current_dir().context("cannot tell the current folder")?;
        let steps = steps_elsewhere(&pipeline::workspaces_in(&here));
        match self.common.format {
            Format::Json => print::json(out, &json!({ "standing": null, "steps": self.as_data(&steps) }))?,
            Format::Text => {
                print::elsewhere(out, &here)?;
                print::steps(out, &self.lines(&steps, None))?;
            }
        }
        Ok(steps)
    }

    /// What `status` says, in three lines. What stops it is said, and ends no sitting: somebody may put it right meanwhile.
    fn show_returns(&self, out: &mut impl Write, standing: &Standing) -> Result<()> {
        let read = || -> Result<String> {
            let workspace = Workspace::open(&standing.root, self.host)?;
            let quarter = Quarter::read(&workspace, standing.state.quarter, false, self.host)?;
            let mut lines = vec![];
            print::status_in_short(&mut lines, &quarter.analyse(), self.today)?;
            Ok(String::from_utf8_lossy(&lines).into_owned())
        };
        let said = read();
        self.bars.finish();
        match said {
            Ok(lines) => write!(out, "{lines}")?,
            Err(e) if self.asks => writeln!(out, "\nThe returns could not be read: {e:#}")?,
            Err(e) => return Err(e),
        }
        Ok(())
    }

    /// The words of each step, and the command or the file that goes with them.
    fn lines(&self, steps: &[Step], standing: Option<&Standing>) -> Vec<(String, String)> {
        let file = |step: &Step| match (step, standing) {
            (Step::PutReturns { .. }, Some(standing)) => standing.returns_dir().display().to_string(),
            (Step::OpenWorkbook { quarter }, Some(standing)) => standing.workbook(*quarter).display().to_string(),
            _ => typed(&self.arguments(step, needs(step))),
        };
        steps.iter().map(|step| (step.words(), file(step))).collect()
    }

    fn as_data(&self, steps: &[Step]) -> Vec<serde_json::Value> {
        let of = |step: &Step| {
            let command = self.arguments(step, needs(step));
            json!({ "step": step, "words": step.words(), "command": (!command.is_empty()).then(|| typed(&command)) })
        };
        steps.iter().map(of).collect()
    }

    /// The arguments that do the same as a step; `more` is what a person has said to it.
    fn arguments(&self, step: &Step, more: &[&str]) -> Vec<String> {
        let mut out = step.command();
        if out.is_empty() {
            return out;
        }
        out.extend(more.iter().map(|word| (*word).to_owned()));
        let in_workspace = !matches!(step, Step::Demo | Step::Init | Step::GoOn { .. });
        if let Some(root) = self.named.as_ref().filter(|_| in_workspace) {
            out.extend(["--workspace".to_owned(), root.display().to_string()]);
        }
        out
    }

    /// Does what was chosen. What cannot be done says so, and the sitting goes on.
    fn take(&mut self, step: &Step, input: &mut impl BufRead, out: &mut impl Write) -> Result<()> {
        match step {
            Step::GoOn { folder } => self.named = Some(folder.into()),
            Step::PutReturns { .. } | Step::OpenWorkbook { .. } => return self.open(step, out),
            Step::Demo => {
                if self.run(&Step::Demo, &[], out)? {
                    self.named = Some(DEMO.into());
                }
            }
            Step::Init => {
                let folder = asked(input, out, &format!("Folder for it [{OURS}]"))?;
                let folder = folder.filter(|name| !name.is_empty()).unwrap_or_else(|| OURS.to_owned());
                if self.run(step, &[&folder], out)? {
                    self.named = Some(folder.into());
                }
            }
            Step::Approve { .. } | Step::Publish { .. } => {
                let who = asked(input, out, "Your name, which the ledger keeps (Enter leaves it)")?;
                if let Some(who) = who.filter(|name| !name.is_empty()) {
                    self.run(step, &["--by", &who], out)?;
                }
            }
            Step::Templates { .. } | Step::Status { .. } | Step::Consolidate { .. } => {
                self.run(step, &[], out)?;
            }
        }
        Ok(())
    }

    /// Opens a folder or a workbook in another program.
    fn open(&mut self, step: &Step, out: &mut impl Write) -> Result<()> {
        let Some(root) = self.root()? else { return Ok(()) };
        let standing = pipeline::standing(&root, self.today, self.host)?;
        let path = match step {
            Step::OpenWorkbook { quarter } => {
                self.looked_at.insert(*quarter);
                standing.workbook(*quarter)
            }
            _ => {
                let folder = standing.returns_dir();
                std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
                folder
            }
        };
        match console::show(&path) {
            Ok(()) => writeln!(out, "\nOpening {} …", path.display())?,
            Err(e) => writeln!(out, "\n{e:#}")?,
        }
        Ok(())
    }

    /// Shows the command and runs it, this program once more: what it holds is given back when it ends, and what it says is
    /// what it says to whoever types it. True when it could run.
    fn run(&self, step: &Step, more: &[&str], out: &mut impl Write) -> Result<bool> {
        let mut arguments = self.arguments(step, more);
        writeln!(out, "\n> {}\n", typed(&arguments))?;
        out.flush()?;
        if let Some(today) = self.common.today {
            arguments.extend(["--today".to_owned(), today.to_string()]);
        }
        if self.common.quiet {
            arguments.push("--quiet".to_owned());
        }
        let ended = Command::new(&self.host.program).args(arguments).status().context("cannot start the command")?;
        Ok(matches!(ended.code(), Some(0 | 1)))
    }
}

/// What a person has to say for a step, as its command is shown before they have.
fn needs(step: &Step) -> &'static [&'static str] {
    match step {
        Step::Init => &[OURS],
        Step::Approve { .. } | Step::Publish { .. } => &["--by", "NAME"],
        _ => &[],
    }
}

/// A command as a person types it.
fn typed(arguments: &[String]) -> String {
    let plain = |word: &str| word.chars().all(|c| c.is_alphanumeric() || "-_./\\:".contains(c));
    let quoted = |word: &String| if plain(word) { word.clone() } else { format!("\"{word}\"") };
    std::iter::once("quarterday".to_owned()).chain(arguments.iter().map(quoted)).collect::<Vec<_>>().join(" ")
}

/// The step that somebody chooses by its number, the first with Enter alone; `None` when they end.
fn choose<'s>(input: &mut impl BufRead, out: &mut impl Write, steps: &'s [Step]) -> Result<Option<&'s Step>> {
    loop {
        let Some(said) = asked(input, out, "Number, Enter for 1, q to end")? else { return Ok(None) };
        if said.to_lowercase().starts_with(['q', 'e']) || said == "0" {
            return Ok(None);
        }
        let number = if said.is_empty() { Ok(1) } else { said.parse::<usize>() };
        match number.ok().and_then(|n| steps.get(n.checked_sub(1)?)) {
            Some(step) => return Ok(Some(step)),
            None => writeln!(out, "There is no “{said}” among them.")?,
        }
    }
}

fn asked(input: &mut impl BufRead, out: &mut impl Write, question: &str) -> Result<Option<String>> {
    write!(out, "{question}: ")?;
    out.flush()?;
    console::line(input)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is chosen, by its place, and what was said meanwhile.
    fn chosen(typed: &str) -> (Option<usize>, String) {
        let steps = steps_elsewhere(&["ours".to_owned()]);
        let mut said = vec![];
        let step = choose(&mut typed.as_bytes(), &mut said, &steps).unwrap();
        (step.and_then(|step| steps.iter().position(|s| s == step)), String::from_utf8(said).unwrap())
    }

    #[test]
    fn choosing() {
        for (typed, wanted) in
            [("\n", Some(0)), ("2\n", Some(1)), ("  3 \r\n", Some(2)), ("q\n", None), ("", None), ("0\n", None)]
        {
            let (step, said) = chosen(typed);
            assert_eq!((step, said.matches("Enter for 1").count()), (wanted, 1), "{typed:?}");
        }
        let (step, said) = chosen("4\n-1\nyes\n2\n");
        assert_eq!((step, said.matches("There is no").count()), (Some(1), 3), "{said}");
    }

    #[test]
    fn a_command_as_it_is_typed() {
        let words = |words: &[&str]| typed(&words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>());
        assert_eq!(words(&["status", "2026-27Q2"]), "quarterday status 2026-27Q2");
        assert_eq!(words(&["approve", "--by", "A. Okafor"]), "quarterday approve --by \"A. Okafor\"");
    }
}
