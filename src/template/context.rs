//! What every sheet of a return is made from.

use super::styles::TemplateStyles;
use crate::layout::Layout;
use crate::past::Past;
use crate::period::Period;
use crate::register::{Indicator, Register, Service, Target};
use crate::settings::Settings;
use crate::workbook::in_footer;

/// Everything that a sheet of the return is made from.
pub struct TemplateContext<'a> {
    pub settings: &'a Settings,
    pub register: &'a Register,
    pub period: Period,
    pub service: &'a Service,
    pub past: &'a Past,
    pub layout: Layout,
    pub styles: TemplateStyles,
}

impl<'a> TemplateContext<'a> {
    /// The target of an indicator in the quarter's year.
    pub fn target(&self, indicator: &Indicator) -> Option<&'a Target> {
        let number = self.register.indicator_number(&indicator.id)?;
        self.register.target(number, self.period)
    }

    /// Every page's foot: whose form it is, below that for which quarter and until when, and which form. Two lines, so that
    /// a long name stands over nothing.
    pub fn footer(&self) -> String {
        let (service, quarter) = (in_footer(&self.service.name), in_footer(&self.period.heading()));
        let due = self.settings.due_date(self.period).format("%-d %b %Y");
        let version = &self.layout.version;
        format!("&L&9{service}\n{quarter}, return by {due}&R&9Form {version} · Page &P of &N")
    }
}
