//! The power goes at every moment of every kind of commit, and leaves everything that it can leave: what was
//! acknowledged is there and whole, what was not is there whole or not at all, and the next run needs no repair.

use super::cases::Case;
use super::model::Fault;
use super::mutants::Mutation;
use super::place::{Place, Q1, Quick, lay, on_disk};
use super::*;
use crate::error::Error;
use std::io::ErrorKind;

/// The power goes while one commits.
fn alone(case: Case, links: bool, mutation: Option<Mutation>) -> Option<String> {
    let mut place = case.place(links);
    let model = place.model();
    case.prepare(&mut place).on(&model, mutation).unwrap();
    place.explore(&model, 0..model.moments())
}

/// The power goes while two commit, the other one between any two steps of the first.
fn two(links: bool, mutation: Option<Mutation>) -> Option<String> {
    let mut place = Place::begun(links);
    for step in 0.. {
        let model = place.model();
        let other = [a_return(Q1, vec![reading("B", Q1, 2.0)])];
        let other = place.prepare(LedgerBatch::consolidation(period(Q1), &other, &[]));
        model.strikes(step, Fault::Other(Box::new(other), mutation));
        let first = Case::Second.prepare(&mut place).on(&model, mutation);
        if model.spared() {
            assert!(step > 8, "the protocol has more steps than that");
            return None;
        }
        let told = matches!(first, Err(Error::Conflict(_)));
        let acknowledged = model.acknowledged(model.moments() - 1).len();
        if acknowledged != 1 || first.is_ok() == told {
            return Some(format!("step {step}: {acknowledged} of two were acknowledged, {first:?}"));
        }
        let wrong = place.explore(&model, 0..model.moments());
        if wrong.is_some() {
            return wrong;
        }
    }
    None
}

/// A run is stopped at any step by `fault`; the same command is run again on what it left, and then the power goes.
fn again(
    case: Case,
    links: bool,
    mutation: Option<Mutation>,
    fault: impl Fn() -> Fault,
    mut told: impl FnMut(&Result<(), Error>),
) -> Option<String> {
    let mut place = case.place(links);
    let before = on_disk(place.home.path());
    for step in 0.. {
        lay(&before, place.home.path());
        let model = place.model();
        model.strikes(step, fault());
        let first = case.prepare(&mut place).on(&model, mutation);
        if model.spared() {
            assert!(step > 8, "the protocol has more steps than that");
            return None;
        }
        told(&first);
        model.restarted();
        lay(&model.tree(), place.home.path());
        if let Err(e) = case.prepare(&mut place).on(&model, mutation) {
            return Some(format!("step {step}: run again, {e}"));
        }
        if let Some(wrong) = place.explore(&model, std::iter::once(model.moments() - 1)) {
            return Some(format!("step {step}, run again: {wrong}"));
        }
    }
    None
}

#[test]
fn a_power_cut_loses_nothing_and_needs_no_repair() {
    for case in Case::ALL {
        assert_eq!(alone(case, true, None), None, "{case:?}");
        assert_eq!(alone(case, false, None), None, "{case:?}, without links");
    }
}

#[test]
fn a_power_cut_while_two_commit() {
    assert_eq!(two(true, None), None);
}

#[test]
fn a_power_cut_while_two_commit_without_links() {
    assert_eq!(two(false, None), None);
}

#[test]
fn a_killed_run_is_run_again_and_then_the_power_goes() {
    for case in
        [Case::First, Case::ManyFolders, Case::LeftOvers, Case::ImportOver, Case::Target, Case::Approval, Case::Release]
    {
        assert_eq!(again(case, true, None, || Fault::Killed, |_| {}), None, "{case:?}");
        assert_eq!(again(case, false, None, || Fault::Killed, |_| {}), None, "{case:?}, without links");
    }
}

#[test]
fn a_full_disk_at_any_step_is_told_and_nothing_is_lost() {
    for links in [true, false] {
        let (mut refused, mut done) = (0, 0);
        let told = |first: &Result<(), Error>| match first {
            // What could not be tidied up.
            Ok(_) => done += 1,
            Err(e) => {
                refused += 1;
                let words = e.to_string();
                assert!(words.starts_with("cannot write /") && words.contains("make room on that drive"), "{words}");
            }
        };
        let full = || Fault::Refused(ErrorKind::StorageFull);
        assert_eq!(again(Case::ManyFolders, links, None, full, told), None);
        assert!(refused > 15 && done < 4, "{refused} were refused, {done} were not");
    }
}

#[test]
fn a_disk_that_fails_at_any_step_loses_nothing() {
    for links in [true, false] {
        let fails = || Fault::Refused(ErrorKind::Other);
        assert_eq!(again(Case::Second, links, None, fails, |_| {}), None);
    }
}

/// One share, seen by computers that can link there and by others.
#[test]
fn ledgers_of_both_kinds_are_one() {
    let mut place = Place::begun(true);
    for (n, links) in [(2u32, false), (3, true), (4, false), (5, false)] {
        let returns = [a_return(Q1, vec![reading("A", Q1, f64::from(n))])];
        let late = [a_return(Q1, vec![reading("B", Q1, f64::from(n))])];
        let prepared = place.prepare(LedgerBatch::consolidation(period(Q1), &returns, &[]));
        let late = place.prepare(LedgerBatch::consolidation(period(Q1), &late, &[]));
        prepared.commit_on(&Quick { links }).unwrap();
        let told = late.commit_on(&Quick { links: !links });
        assert!(matches!(told, Err(Error::Conflict(_))), "{told:?}");
        let ledger = place.ledger();
        assert_eq!((ledger.head().seq, ledger.notes(), ledger.verify().unwrap()), (u64::from(n), &[][..], n as usize));
        let folder = place.home.path().join(format!("history/log/0000000{n}.json")).is_dir();
        assert_eq!(folder, !links);
    }
}

/// What is dropped is taken away when the record that says so is safe, whoever wrote it, and nothing else is.
#[test]
fn a_power_cut_while_returns_are_dropped() {
    for links in [true, false] {
        assert_eq!(again(Case::Retention, links, None, || Fault::Killed, |_| {}), None);
    }
}

/// What shows that the explorer would see it, in every kind of commit.
#[rstest::rstest]
fn a_mutant_is_caught(
    #[values(
        Mutation::NoDataSync,
        Mutation::NoDataFolderSync,
        Mutation::NoRecordSync,
        Mutation::NoLogSync,
        Mutation::NumberBeforeSync,
        Mutation::AcknowledgedBeforeSync
    )]
    mutation: Mutation,
    #[values(true, false)] links: bool,
) {
    let of_data = [Mutation::NoDataSync, Mutation::NoDataFolderSync].contains(&mutation);
    for case in Case::ALL.into_iter().filter(|case| case.has_data() || !of_data) {
        assert!(alone(case, links, Some(mutation)).is_some(), "{case:?}");
    }
}

#[rstest::rstest]
fn a_mutant_among_others_is_caught(
    #[values(
        Mutation::RenameOver,
        Mutation::NothingOfOthersSettled,
        Mutation::AwayBeforeRecord,
        Mutation::LeftListedFirst
    )]
    mutation: Mutation,
    #[values(true, false)] links: bool,
) {
    let killed = |case| again(case, links, Some(mutation), || Fault::Killed, |_| {});
    let wrong = match mutation {
        Mutation::RenameOver => vec![two(links, Some(mutation))],
        Mutation::AwayBeforeRecord => vec![alone(Case::Retention, links, Some(mutation))],
        Mutation::LeftListedFirst => vec![killed(Case::Retention)],
        _ => [Case::First, Case::Retention].map(killed).into(),
    };
    assert!(wrong.iter().all(Option::is_some), "{wrong:?}");
}
