//! What of the rows of money is compared.

use super::ChangeKind;
use super::compared::{ComparedField, ComparedRow, ComparedValue, in_row, own};
use crate::reading::Place;
use crate::reading::money::{CapitalScheme, CapitalStage, RevenueLine, Saving};
use std::sync::Arc;

/// Rows whose key is a service and an id.
macro_rules! compared {
    ($kind:ident, $row:ident => $fields:block) => {
        const KIND: ChangeKind = ChangeKind::$kind;
        fn fields(&self) -> impl Iterator<Item = ComparedField<'_>> {
            let $row = self;
            $fields.into_iter()
        }
        fn service(&self) -> &Arc<str> {
            &self.service
        }
        fn subject(&self) -> Arc<str> {
            self.id.clone()
        }
        fn key(&self) -> (&str, &str) {
            (&self.service, &self.id)
        }
        fn place(&self) -> &Place {
            &self.place
        }
    };
}

impl ComparedRow for RevenueLine {
    compared! { Revenue, line => {
        let Self {
            id: _, service: _, period: _, title, flow, priority, budget, revised, actual, forecast, variance, virement,
            reason, remedy, place: _,
        } = line;
        [
            own("forecast outturn", ComparedValue::Money(*forecast)),
            in_row("line", ComparedValue::Text(title)),
            in_row("income or expenditure", ComparedValue::Text(flow.words())),
            in_row("priority", ComparedValue::Text(priority)),
            in_row("budget", ComparedValue::Money(*budget)),
            in_row("revised budget", ComparedValue::Money(*revised)),
            in_row("actual to date", ComparedValue::Money(*actual)),
            in_row("variance as typed", ComparedValue::Money(*variance)),
            in_row("virement", ComparedValue::Money(*virement)),
            in_row("reason", ComparedValue::Text(reason)),
            in_row("remedy", ComparedValue::Text(remedy)),
        ]
    } }
}

impl ComparedRow for CapitalScheme {
    compared! { Capital, scheme => {
        let Self {
            id: _, service: _, period: _, title, priority, budget, spent, forecast, funding, stage, planned, completion,
            reason, place: _,
        } = scheme;
        [
            own("forecast outturn", ComparedValue::Money(*forecast)),
            in_row("scheme", ComparedValue::Text(title)),
            in_row("priority", ComparedValue::Text(priority)),
            in_row("budget", ComparedValue::Money(*budget)),
            in_row("spent to date", ComparedValue::Money(*spent)),
            in_row("funding", ComparedValue::Text(funding)),
            in_row("stage", ComparedValue::Text(stage.map_or("", CapitalStage::words))),
            in_row("planned completion", ComparedValue::Date(*planned)),
            in_row("forecast completion", ComparedValue::Date(*completion)),
            in_row("reason", ComparedValue::Text(reason)),
        ]
    } }
}

impl ComparedRow for Saving {
    compared! { Saving, saving => {
        let Self {
            id: _, service: _, period: _, title, priority, year, target, delivered, on_track, at_risk, undeliverable,
            mitigation, owner, place: _,
        } = saving;
        [
            own("target", ComparedValue::Money(*target)),
            in_row("saving", ComparedValue::Text(title)),
            in_row("priority", ComparedValue::Text(priority)),
            in_row("year", ComparedValue::Text(year)),
            in_row("delivered", ComparedValue::Money(*delivered)),
            in_row("on track", ComparedValue::Money(*on_track)),
            in_row("at risk", ComparedValue::Money(*at_risk)),
            in_row("cannot be delivered", ComparedValue::Money(*undeliverable)),
            in_row("mitigation", ComparedValue::Text(mitigation)),
            in_row("owner", ComparedValue::Text(owner)),
        ]
    } }
}
