//! The conditions of the checks of money as Excel says them; `validate::money` says the same of what was read.

use crate::period::Period;
use crate::reading::money::{Pence, THOUSANDFOLD};
use crate::settings::MoneySettings;

/// Nothing is said in this cell.
pub fn unsaid(cell: &str) -> String {
    format!("LEN(TRIM({cell}))=0")
}

/// A difference that needs a reason, beside this budget.
pub fn large(money: &MoneySettings, difference: &str, budget: &str) -> String {
    let (amount, share) = (money.reason_amount, money.reason_percent / 100.0);
    format!("ABS({difference})>{amount},ABS({difference})>{share}*ABS(N({budget}))")
}

/// One of two amounts is about a thousand times the other.
pub fn thousandfold(a: &str, b: &str) -> String {
    let size = format!("ABS(LOG10(ABS(N({a})/N({b}))))");
    let (from, to) = THOUSANDFOLD;
    format!("IFERROR(AND({size}>={from},{size}<={to}),FALSE)")
}

/// The forecast is contradicted by what is spent; at the end of the year both are one.
pub fn spent_says_otherwise(period: Period, actual: &str, forecast: &str) -> String {
    let both = format!("ISNUMBER({actual}),ISNUMBER({forecast})");
    match period.quarter() {
        4 => format!("AND({both},ROUND(N({actual})-N({forecast}),2)<>0)"),
        _ => format!("AND({both},ABS(N({actual}))>ABS(N({forecast})),N({actual})*N({forecast})>=0)"),
    }
}

/// An amount as a formula writes it.
pub fn pounds(amount: Pence) -> String {
    let amount = amount.pounds();
    if amount < 0.0 { format!("({amount})") } else { amount.to_string() }
}
