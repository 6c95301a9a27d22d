//! The kinds of commit: what each command that writes into the ledger brings, and what was there before.

use super::model::Model;
use super::mutants::{Mutant, Mutation};
use super::place::{Place, Q1, lay};
use super::*;
use crate::digest::sha256;
use crate::error::Error;
use crate::reading::correction::{Correction, Restatement};
use crate::reported::{ReportedFigure, RestatedTarget, StatusLimits};
use crate::settings::Status;
use std::path::{Path, PathBuf};

const Q2: &str = "2026-27Q2";

/// A kind of commit: the ledger before it and what is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Case {
    First,
    Second,
    ManyFolders,
    Import,
    ImportOver,
    LeftOvers,
    Correction,
    Target,
    Approval,
    Release,
    Retention,
    Compaction,
}

impl Case {
    pub(super) const ALL: [Self; 12] = [
        Self::First,
        Self::Second,
        Self::ManyFolders,
        Self::Import,
        Self::ImportOver,
        Self::LeftOvers,
        Self::Correction,
        Self::Target,
        Self::Approval,
        Self::Release,
        Self::Retention,
        Self::Compaction,
    ];

    /// Whether it writes anything but its record.
    pub(super) fn has_data(self) -> bool {
        self != Self::Approval
    }

    pub(super) fn place(self, links: bool) -> Place {
        let mut place = if matches!(self, Self::First) { Place::new(links) } else { Place::begun(links) };
        match self {
            Self::LeftOvers => {
                let log = place.home.path().join("history/log");
                fs::write(log.join(".00000001-0123456789abcdef-1.tmp"), "{").unwrap();
                fs::write(log.join(".00000002-0123456789abcdef-1.tmp"), "{}").unwrap();
                fs::create_dir(log.join(".00000002-0123456789abcdef-2.tmp")).unwrap();
                fs::write(log.join(".00000002-0123456789abcdef-2.tmp/00000002.json"), "{").unwrap();
                fs::create_dir_all(log.join("00000002.json")).unwrap();
            }
            Self::Retention => [Q1, Q2].into_iter().for_each(|quarter| run_of(&mut place, quarter)),
            Self::Compaction => {
                let second = Self::Second.consolidation(&mut place);
                place.commits(second);
            }
            _ => {}
        }
        place
    }

    pub(super) fn prepare(self, place: &mut Place) -> Work {
        let home = place.home.path().to_owned();
        let prepared = match self {
            Self::First | Self::Second | Self::LeftOvers | Self::ManyFolders => Some(self.consolidation(place)),
            Self::Import | Self::ImportOver => Some(self.import(place)),
            Self::Correction => {
                let (readings, restatement) = corrected();
                let mut rows = PastRows::default();
                rows.readings = readings;
                let source = source("history correct");
                let mut batch = LedgerBatch::import(&source, &rows, std::slice::from_ref(&restatement));
                batch.kind = BatchKind::Correction;
                Some(place.prepare(batch))
            }
            Self::Target => {
                let (figure, target) = target();
                Some(place.prepare(LedgerBatch::target(&[figure], &[target])))
            }
            Self::Approval => Some(decision(place, BatchKind::Approval, &[], &[])),
            Self::Release => {
                let kept = Kept::new(&["published/2026-27Q1/1/cabinet.xlsx", "published/2026-27Q1/1/run.json"]);
                Some(decision(place, BatchKind::Release, &kept.files, &[]))
            }
            Self::Retention => {
                let ledger = place.ledger();
                let past = ledger.past_retention(1, false).unwrap();
                let kept = Kept::of(&ledger, &past.wanted);
                let dropped = past.archives;
                (!dropped.is_empty()).then(|| decision(place, BatchKind::Retention, &kept.files, &dropped))
            }
            Self::Compaction => {
                let compaction = place.ledger().prepare_compaction("", "2026-07-20").unwrap();
                compaction.map(|c| place.prepares(|_| c.prepared))
            }
        };
        Work { prepared, home, takes_away: self == Self::Retention }
    }

    fn consolidation(self, place: &mut Place) -> PreparedBatch {
        let mut one = a_return(Q1, vec![reading("A", Q1, 5.0)]);
        if self == Self::ManyFolders {
            one.risks.push(risk("R1", Q1, 2));
            one.actions.push(action("A1", Q1, ActionStatus::AtRisk));
            one.feedback.push(feedback(Q1, 4.0));
        }
        place.prepare(LedgerBatch::consolidation(period(Q1), &[one], &[]))
    }

    /// Of quarters that nobody has, or over one that was reported.
    fn import(self, place: &mut Place) -> PreparedBatch {
        let csv = match self {
            Self::ImportOver => "Quarter,Indicator id,Value\n2026-27Q1,A,5.5\n2025-26Q4,B,7\n",
            _ => "Quarter,Indicator id,Value\n2025-26Q3,A,5.5\n2025-26Q4,B,7\n",
        };
        let (file, mut rows, _) = import_csv("past.csv", csv.as_bytes(), &three(), period("2026-27Q3"));
        let why = Restating { class: RestatementClass::Update, reason: "Later".into(), by: "N. Fox".into() };
        let (restatements, refused) = place.ledger().over(&three(), &mut rows, Some(&why), &[]).unwrap();
        let again = place.ledger().records().iter().any(|r| r.kind == BatchKind::Import);
        assert_eq!((restatements.is_empty(), refused.len()), (self == Self::Import || again, 0));
        place.prepare(LedgerBatch::import(&file.source, &rows, &restatements))
    }
}

/// What a command does to the ledger.
pub(super) struct Work {
    prepared: Option<PreparedBatch>,
    home: PathBuf,
    /// Then what nobody wants any more is taken away.
    takes_away: bool,
}

impl Work {
    /// Does it on a model, wrong where there is a mutation.
    pub(super) fn on(self, model: &Model, mutation: Option<Mutation>) -> Result<(), Error> {
        let disk = Mutant::new(model, mutation);
        let done = self.on_disk(model, &disk, mutation);
        disk.flush();
        done
    }

    fn on_disk(self, model: &Model, disk: &Mutant<'_>, mutation: Option<Mutation>) -> Result<(), Error> {
        let dir = self.home.join("history");
        let early = mutation == Some(Mutation::AwayBeforeRecord);
        if early && let Some(prepared) = &self.prepared {
            prepared.dropped().iter().try_for_each(|path| disk.remove(&dir.join(path))).unwrap();
        }
        let left = || {
            // What lies there is looked at by its age.
            lay(&model.tree(), &self.home);
            let ledger = Ledger::open(&dir).unwrap();
            (ledger.left_behind(i64::MAX / 2).unwrap(), ledger)
        };
        let listed_first = (mutation == Some(Mutation::LeftListedFirst)).then(|| left().0);
        if let Some(prepared) = self.prepared {
            model.acknowledge(prepared.commit_on(disk)?);
        }
        if self.takes_away {
            let (left, ledger) = left();
            let left = listed_first.unwrap_or(left);
            ledger.take_away_on(disk, left.into_iter().map(|(path, _)| path).collect())?;
            model.acknowledge(ledger.head());
        }
        Ok(())
    }
}

/// Files whose bytes a record is to keep.
struct Kept {
    files: Vec<FileToKeep>,
    _folder: TempDir,
}

impl Kept {
    fn new(names: &[&str]) -> Self {
        Self::with(names.iter().map(|name| ((*name).to_owned(), name.repeat(40).into_bytes())))
    }

    /// What the ledger has of these.
    fn of(ledger: &Ledger, sources: &[Source]) -> Self {
        Self::with(sources.iter().map(|s| (s.file.clone(), ledger.kept(&s.sha256).unwrap().unwrap())))
    }

    fn with(files: impl Iterator<Item = (String, Vec<u8>)>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = |(n, (file, bytes)): (usize, (String, Vec<u8>))| {
            let path = folder.path().join(n.to_string());
            fs::write(&path, &bytes).unwrap();
            FileToKeep { source: Source { file, sha256: sha256(&bytes) }, path }
        };
        Self { files: files.enumerate().map(file).collect(), _folder: folder }
    }
}

/// A run with the bytes of its return, and with settings that every run has.
fn run_of(place: &mut Place, quarter: &str) {
    let kept = Kept::new(&[&format!("returns/{quarter}/waste.xlsx"), "quarterday.toml"]);
    let returns = [a_return(quarter, vec![reading("A", quarter, 1.0)])];
    let mut batch = LedgerBatch::consolidation(period(quarter), &returns, &[]);
    batch.inputs = vec![kept.files[0].source.clone()];
    batch.keep.clone_from(&kept.files);
    let prepared = place.prepare(batch);
    place.commits(prepared);
}

fn decision(place: &mut Place, kind: BatchKind, keep: &[FileToKeep], dropped: &[String]) -> PreparedBatch {
    let run = place.ledger().newest_run(period(Q1), None).unwrap().clone();
    let outputs = keep.iter().map(|k| Source {
        file: Path::new(&k.source.file).file_name().unwrap().to_str().unwrap().to_owned(),
        sha256: k.source.sha256.clone(),
    });
    let release = (kind == BatchKind::Release).then(|| Release {
        number: 1,
        run: run.seq,
        approved_by: "G. Hart".into(),
        provisional: false,
        outputs: outputs.collect(),
        notebook: None,
        folders: vec![],
    });
    place.prepares(|ledger| {
        let by = "T. Barrow".into();
        let decision = LedgerDecision { kind, run: &run, by, release, keep, dropped, note: String::new() };
        ledger.prepare_decision(decision, "2026-07-20").unwrap()
    })
}

fn corrected() -> (Vec<Reading>, Restatement) {
    let reading = reading("A", Q1, 2.5);
    let correction = Correction {
        indicator: reading.indicator.clone(),
        service: reading.service.clone(),
        period: reading.period,
        published: Some(1.0),
        corrected: 2.5,
        numerator: None,
        denominator: None,
        class: Some(RestatementClass::Correction),
        reason: "Counted twice".into(),
        author: "N. Fox".into(),
        place: reading.place.clone(),
    };
    let restatement = Restatement {
        declared: reading.period,
        of: Q1.into(),
        correction,
        was: Some(1.0),
        numerator: None,
        denominator: None,
    };
    (vec![reading], restatement)
}

fn target() -> (ReportedFigure, RestatedTarget) {
    let figure = ReportedFigure {
        indicator: "A".into(),
        service: "waste".into(),
        period: period(Q1),
        value: Some(1.0),
        numerator: None,
        denominator: None,
        target: Some(2.0),
        annual_target: None,
        limits: StatusLimits::default(),
        scheme: "tolerance, version 1".into(),
        status: Status::Red,
        direction: String::new(),
        outturn: None,
        range_and_chance: [None; 3],
    };
    let target = RestatedTarget {
        indicator: "A".into(),
        service: "waste".into(),
        period: period(Q1),
        was: Some(1.0),
        now: 2.0,
        status_was: Status::Green,
        status: Status::Red,
        class: Some(RestatementClass::Correction),
        reason: "Typed twice".into(),
        author: "N. Fox".into(),
    };
    (figure, target)
}
