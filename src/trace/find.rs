//! What an id names: measures, groups of measures, risks, actions and feedback.

use super::TraceContext;
use crate::analyse::{BasketKind, members};
use crate::error::{Error, Result};
use crate::reading::FeedbackKind;
use crate::text::words::{nearest, same};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What can be traced, by its own id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A measure.
    Measure(Arc<str>),
    /// A group of measures.
    Basket(BasketKind, String),
    /// A risk, with its service.
    Risk(Arc<str>, Arc<str>),
    /// An action, with its service.
    Action(Arc<str>, Arc<str>),
    /// A line of revenue, with its service.
    Revenue(Arc<str>, Arc<str>),
    /// A capital scheme, with its service.
    Capital(Arc<str>, Arc<str>),
    /// A saving, with its service.
    Saving(Arc<str>, Arc<str>),
    /// A service, and the key of a kind of feedback.
    Feedback(Arc<str>, &'static str),
}

/// The council's own basket has no id.
const COUNCIL: &str = "council";

/// All that an id names, in any case; `SERVICE/ID` names what is one service's.
///
/// # Errors
/// When nothing has this id, with the nearest that there is.
pub fn find(context: TraceContext<'_>, asked: &str) -> Result<Vec<Subject>> {
    let register = context.register;
    let whole = asked.trim();
    let named = whole.split_once('/').and_then(|(service, id)| Some((register.service(service)?, id.trim())));
    let (only, id) = named.map_or((None, whole), |(service, id)| (Some(&*service.id), id));
    let of_service = |service: &str| only.is_none_or(|only| only == service);
    let mut out = BTreeSet::new();
    let indicator = register.indicator(id).filter(|i| of_service(&i.service));
    out.extend(indicator.map(|i| Subject::Measure(i.id.clone())));
    if only.is_none() {
        let groups = members(register, &context.settings.council.name).into_iter();
        let is = |kind, id: &str, name: &str, asked: &str| match kind {
            BasketKind::Council => same(asked, COUNCIL) || same(asked, name),
            _ => same(asked, id) || same(asked, name),
        };
        // A name may have a stroke in it.
        let wanted = groups.filter(|g| is(g.kind, g.id, g.name, whole));
        out.extend(wanted.map(|g| Subject::Basket(g.kind, g.id.to_owned())));
    }
    let matches = |service: &str, row: &str| of_service(service) && same(row, id);
    let of =
        |kind: fn(Arc<str>, Arc<str>) -> Subject, service: &Arc<str>, id: &Arc<str>| kind(service.clone(), id.clone());
    out.extend(context.ledger.risks_of(matches)?.iter().map(|v| of(Subject::Risk, &v.row.service, &v.row.id)));
    out.extend(context.ledger.actions_of(matches)?.iter().map(|v| of(Subject::Action, &v.row.service, &v.row.id)));
    out.extend(context.ledger.revenue_of(matches)?.iter().map(|v| of(Subject::Revenue, &v.row.service, &v.row.id)));
    out.extend(context.ledger.capital_of(matches)?.iter().map(|v| of(Subject::Capital, &v.row.service, &v.row.id)));
    out.extend(context.ledger.savings_of(matches)?.iter().map(|v| of(Subject::Saving, &v.row.service, &v.row.id)));
    let kind = FeedbackKind::ALL.into_iter().find(|k| same(k.key(), id) || same(k.words(), id));
    if let Some(kind) = kind {
        let rows = context.ledger.feedback_of(|service, row| of_service(service) && row == kind.key())?;
        out.extend(rows.iter().map(|v| Subject::Feedback(v.row.service.clone(), kind.key())));
    }
    if out.is_empty() && only.is_none() {
        // What the ledger holds under an id that no row of the register has.
        let lost = [Arc::from(whole), Arc::from(whole.to_uppercase())].into();
        out.extend(context.ledger.readings_of(&lost)?.iter().map(|v| Subject::Measure(v.row.indicator.clone())));
    }
    if out.is_empty() { Err(nothing(context, whole, id)?) } else { Ok(out.into_iter().collect()) }
}

/// That there is nothing of this id, and what may have been meant.
fn nothing(context: TraceContext<'_>, asked: &str, id: &str) -> Result<Error> {
    let register = context.register;
    let (risks, actions) = (context.ledger.risks_of(|_, _| true)?, context.ledger.actions_of(|_, _| true)?);
    let money = context.ledger.money(None)?;
    let groups = members(register, &context.settings.council.name);
    let indicators = register.indicators.iter().flat_map(|i| {
        let former = i.formerly.iter().map(String::as_str);
        std::iter::once(&*i.id).chain(former)
    });
    let known = indicators
        .chain(groups.iter().map(|g| g.id))
        .chain(risks.iter().map(|v| &*v.row.id))
        .chain(actions.iter().map(|v| &*v.row.id))
        .chain(money.revenue.iter().map(|l| &*l.id))
        .chain(money.capital.iter().map(|s| &*s.id))
        .chain(money.savings.iter().map(|s| &*s.id))
        .chain(FeedbackKind::ALL.map(FeedbackKind::key))
        .chain([COUNCIL]);
    let hint = match nearest(id, known.filter(|k| !k.is_empty())) {
        Some(near) => format!("did you mean {near}?"),
        None => "an id of the register, of a risk, an action or a line of money is wanted, such as the column Ref of the Cabinet workbook has"
            .to_owned(),
    };
    Ok(Error::Usage(format!("nothing has the id “{asked}”; {hint}")))
}
