//! A figure, and all that led to it and was made of it: every version with its cell, what was asked and answered, what
//! reports and releases said of it, and the same of whatever it follows from.
//!
//! What is asked for is found (`find`), all that the ledger has of it is fetched at once (`known`), and is then told, thing
//! by thing. Between the two, whoever can read files may read the cells again.

mod again;
mod find;
mod known;
mod origin;
mod arithmetic;
mod quarter;
mod part;
mod measure;
mod basket;
mod line;
mod money;

pub use again::{ReadAgain, Reread};
pub use arithmetic::WorkedOut;
pub use basket::{BasketQuarter, TracedBasket, TracedComposite};
pub use find::{Subject, find};
pub use known::{Known, KnownRow};
pub use line::{LineQuarter, LineVersion, TracedLine};
pub use measure::{TracedFeeder, TracedMeasure};
pub use origin::{TracedOrigin, VersionState};
pub use part::{PartQuarter, TracedPart};
pub use quarter::{
    TracedFigure, TracedQuarter, TracedQuery, TracedRelease, TracedReport, TracedRestatement, TracedVersion,
};

use crate::error::Result;
use crate::history::Ledger;
use crate::period::Period;
use crate::register::Register;
use crate::settings::Settings;
use serde::Serialize;
use std::collections::BTreeSet;

/// What a trace is told from.
#[derive(Clone, Copy)]
pub struct TraceContext<'t> {
    /// The single data list.
    pub register: &'t Register,
    /// The settings.
    pub settings: &'t Settings,
    /// The ledger.
    pub ledger: &'t Ledger,
}

/// Everything of one id.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trace {
    /// What was asked for.
    pub asked: String,
    /// The only quarter that was asked for.
    pub quarter: Option<Period>,
    /// What has this id; a risk and an action may share one.
    pub things: Vec<TracedThing>,
}

/// Something that can be traced.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum TracedThing {
    /// A measure.
    Measure(TracedMeasure),
    /// A group of measures.
    Basket(TracedBasket),
    /// A risk.
    Risk(TracedLine),
    /// An action, or a milestone.
    Action(TracedLine),
    /// A line of revenue.
    Revenue(TracedLine),
    /// A capital scheme.
    Capital(TracedLine),
    /// A saving.
    Saving(TracedLine),
    /// A kind of feedback of a service.
    Feedback(TracedLine),
}

/// Tells all that is known of the subjects, of one quarter where one is given.
///
/// # Errors
/// When the ledger is damaged.
pub fn tell(context: TraceContext<'_>, known: &Known, asked: &str, quarter: Option<Period>) -> Result<Trace> {
    let mut told = BTreeSet::new();
    let mut things = vec![];
    for subject in &known.subjects {
        things.push(match subject {
            Subject::Measure(id) => TracedThing::Measure(measure::tell(context, known, id, quarter, &mut told)?),
            Subject::Basket(kind, id) => {
                TracedThing::Basket(basket::tell(context, known, (*kind, id), quarter, &mut told)?)
            }
            Subject::Risk(service, id) => TracedThing::Risk(line::risk(context, known, (service, id), quarter)),
            Subject::Action(service, id) => TracedThing::Action(line::action(context, known, (service, id), quarter)),
            Subject::Revenue(service, id) => {
                TracedThing::Revenue(money::revenue(context, known, (service, id), quarter))
            }
            Subject::Capital(service, id) => {
                TracedThing::Capital(money::capital(context, known, (service, id), quarter))
            }
            Subject::Saving(service, id) => TracedThing::Saving(money::saving(context, known, (service, id), quarter)),
            Subject::Feedback(service, kind) => {
                TracedThing::Feedback(line::feedback(context, known, (service, kind), quarter))
            }
        });
    }
    Ok(Trace { asked: asked.to_owned(), quarter, things })
}
