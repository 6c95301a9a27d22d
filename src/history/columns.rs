//! How a field of a row stands in the columns of its table: written under one name or several, read back by the same.

use super::older;
use super::table::{LedgerColumns, LedgerLine};
use crate::period::Period;
use crate::reading::correction::RestatementClass;
use crate::reading::money::{CapitalStage, Pence, RevenueFlow};
use crate::reading::{
    ActionKind, ActionStatus, ComplaintLog, FeedbackKind, Marker, Narrative, Place, Rating, RiskLevel, Source, Value,
};
use crate::record::Outcome;
use chrono::NaiveDate;
use std::sync::Arc;

/// A value that stands in `N` columns.
pub(super) trait Stored<const N: usize>: PartialEq + Sized {
    fn write<'r, 't, R>(
        columns: LedgerColumns<'r, 't, R>,
        names: [&str; N],
        of: impl Fn(&'r R) -> &'r Self + Copy,
    ) -> LedgerColumns<'r, 't, R>
    where
        Self: 'r;

    /// `None` when it is not one that this version can understand.
    fn read(line: LedgerLine<'_>, names: [&str; N]) -> Option<Self>;

    /// Says the same, wherever it stands.
    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl<'r, 't, R> LedgerColumns<'r, 't, R> {
    /// The columns of one field.
    pub(super) fn field<T, const N: usize>(self, names: [&str; N], of: impl Fn(&'r R) -> &'r T + Copy) -> Self
    where
        T: Stored<N> + 'r,
    {
        T::write(self, names, of)
    }
}

impl<'f> LedgerLine<'f> {
    /// One field from its columns.
    pub(super) fn field<T: Stored<N>, const N: usize>(self, names: [&str; N]) -> Option<T> {
        T::read(self, names)
    }

    /// The key in a column, also where an older version wrote words.
    pub(super) fn key(self, name: &str) -> &'f str {
        older::key(older::words(name), self.text(name))
    }
}

/// A type, the names of its columns, how it is written there and how it is read.
macro_rules! stored {
    ($kind:ty, $names:pat => $columns:ident, $of:ident $write:block $line:ident $read:block) => {
        stored!(1, $kind, $names => $columns, $of $write $line $read);
    };
    ($n:literal, $kind:ty, $names:pat => $columns:ident, $of:ident $write:block $line:ident $read:block) => {
        impl Stored<$n> for $kind {
            fn write<'r, 't, R>(
                $columns: LedgerColumns<'r, 't, R>,
                $names: [&str; $n],
                $of: impl Fn(&'r R) -> &'r Self + Copy,
            ) -> LedgerColumns<'r, 't, R> $write
            fn read($line: LedgerLine<'_>, $names: [&str; $n]) -> Option<Self> $read
        }
    };
}
stored!(Arc<str>, [name] => columns, of { columns.text(name, move |r| of(r)) } line { Some(line.text(name).into()) });
stored!(String, [name] => columns, of { columns.text(name, move |r| of(r)) } line { Some(line.text(name).to_owned()) });
stored!(Period, [name] => columns, of { columns.made(name, |r| of(r).to_string()) } line { line.text(name).parse().ok() });
stored!(bool, [name] => columns, of { columns.flag(name, |r| *of(r)) } line { Some(line.flag(name)) });
stored!(f64, [name] => columns, of { columns.number(name, |r| Some(*of(r))) } line { line.number(name) });
stored!(Option<f64>, [name] => columns, of { columns.number(name, |r| *of(r)) } line { Some(line.number(name)) });
stored!(Option<NaiveDate>, [name] => columns, of { columns.day(name, |r| *of(r)) } line { Some(line.day(name)) });

/// Words with a meaning stand as their keys.
macro_rules! stored_by_key {
    ($($kind:ty),+) => {$(
        stored!($kind, [name] => columns, of { columns.text(name, move |r| of(r).key()) }
            line { Self::from_key(line.key(name)) });
    )+};
    (blank or $($kind:ty),+) => {$(
        stored!(Option<$kind>, [name] => columns, of { columns.text(name, move |r| of(r).map_or("", <$kind>::key)) }
            line {
                match line.key(name) {
                    "" => Some(None),
                    key => <$kind>::from_key(key).map(Some),
                }
            });
    )+};
}
stored_by_key!(RiskLevel, FeedbackKind, Outcome, RevenueFlow);
stored_by_key!(blank or ActionStatus, RestatementClass, CapitalStage);

// What an earlier version wrote was of one kind alone.
stored!(ActionKind, [name] => columns, of { columns.text(name, |r| of(r).column()) } line { Self::of_column(line.text(name)) });
stored!(Option<Pence>, [name] => columns, of { columns.number(name, |r| of(r).map(Pence::pounds)) } line {
    match line.number(name) {
        Some(pounds) => Pence::of_pounds(pounds).map(Some),
        None => Some(None),
    }
});

// A number, or the key of the reason that there is none.
stored!(2, Value, [number, marker] => columns, of {
    let key = move |r| match of(r) {
        Value::Marker(m) => m.key(),
        Value::Number(_) => "",
    };
    columns.number(number, |r| of(r).number()).text(marker, key)
} line {
    let marked = || Marker::from_key(line.text(marker)).map(Value::Marker);
    line.number(number).map(Value::Number).or_else(marked)
});

stored!(2, Option<Rating>, [likelihood, impact] => columns, of {
    let columns = columns.whole(likelihood, |r| of(r).map(|x| x.likelihood));
    columns.whole(impact, |r| of(r).map(|x| x.impact))
} line {
    let both = line.whole(likelihood).zip(line.whole(impact));
    Some(both.map(|(likelihood, impact)| Rating { likelihood, impact }))
});

// An earlier version wrote no such columns.
stored!(3, Option<ComplaintLog>, [acknowledged, acknowledge_due, answer_due] => columns, of {
    let columns = columns.number(acknowledged, |r| of(r).map(|l| l.acknowledged));
    let columns = columns.number(acknowledge_due, |r| of(r).map(|l| l.acknowledge_due));
    columns.number(answer_due, |r| of(r).map(|l| l.answer_due))
} line {
    let all = line.number(acknowledged).zip(line.number(acknowledge_due)).zip(line.number(answer_due));
    Some(all.map(|((acknowledged, acknowledge_due), answer_due)| ComplaintLog { acknowledged, acknowledge_due, answer_due }))
});

stored!(5, Box<Narrative>, [commentary, barriers, levers, remedial_action, options] => columns, of {
    let columns = columns.text(commentary, move |r| &of(r).commentary).text(barriers, move |r| &of(r).barriers);
    let columns = columns.text(levers, move |r| &of(r).levers).text(remedial_action, move |r| &of(r).remedial_action);
    columns.text(options, move |r| &of(r).options)
} line {
    let text = |name| line.text(name).to_owned();
    let (commentary, barriers, levers) = (text(commentary), text(barriers), text(levers));
    let (remedial_action, options) = (text(remedial_action), text(options));
    Some(Box::new(Narrative { commentary, barriers, levers, remedial_action, options }))
});

stored!(2, Arc<Source>, [file, sha256] => columns, of {
    columns.text(file, move |r| &of(r).file).text(sha256, move |r| &of(r).sha256)
} line {
    let text = |name| line.text(name).to_owned();
    Some(Arc::new(Source { file: text(file), sha256: text(sha256) }))
});

/// The columns of a place, in every table that has one.
pub(super) const PLACE: [&str; 4] = ["file", "sha256", "sheet", "cell"];

impl Stored<4> for Place {
    fn write<'r, 't, R>(
        columns: LedgerColumns<'r, 't, R>,
        [file, sha256, sheet, cell]: [&str; 4],
        of: impl Fn(&'r R) -> &'r Self + Copy,
    ) -> LedgerColumns<'r, 't, R> {
        let columns = columns.field([file, sha256], |r| &of(r).source).text(sheet, move |r| &of(r).sheet);
        columns.made(cell, |r| of(r).cell.to_string())
    }

    fn read(line: LedgerLine<'_>, [file, sha256, sheet, cell]: [&str; 4]) -> Option<Self> {
        let source = line.field([file, sha256])?;
        Some(Self { source, sheet: line.text(sheet).into(), cell: line.text(cell).parse().unwrap_or_default() })
    }

    fn same(&self, _: &Self) -> bool {
        true
    }
}
