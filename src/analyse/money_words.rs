//! Money and the delivery plan in a sentence each.

use super::beside_money::MoneyVerdict;
use super::budget::{BudgetSide, BudgetSum, Savings, SavingsTotal, VarianceMove, whole_pounds};
use super::delivery_plan::DeliveryPlan;
use super::shown::{count, plain};
use super::{Analysis, Headline, HeadlineKind};
use crate::reading::money::{Pence, SavingState};

/// The lines of headlines, where returns say anything of them.
pub(super) fn money_lines(a: &Analysis<'_>) -> Vec<Headline> {
    let off = a.money_and_results.items.iter().filter(|i| i.verdict == MoneyVerdict::OverAndOff);
    let off: Vec<&str> = off.map(|i| i.name.as_str()).collect();
    let lines = [
        (
            HeadlineKind::Budget,
            (!a.budget.revenue.is_empty()).then(|| side_words("Revenue", &a.budget.revenue, "line")),
        ),
        (HeadlineKind::Savings, (!a.budget.savings.is_empty()).then(|| savings_words(&a.budget.savings))),
        (
            HeadlineKind::MoneyAndResults,
            (!off.is_empty()).then(|| format!("Overspending and off target: {}.", off.join(", "))),
        ),
        (HeadlineKind::DeliveryPlan, (!a.delivery_plan.is_empty()).then(|| plan_words(&a.delivery_plan))),
    ];
    let line = |(kind, sentence): (HeadlineKind, Option<String>)| {
        let sentence = sentence?;
        Some(Headline { kind, computed: sentence.clone(), sentence, indicator: None, risk: None })
    };
    lines.into_iter().filter_map(line).collect()
}

/// `Revenue: forecast £1,010,000 against a budget of £1,000,000, £10,000 over (+1.0%): On budget.`
pub fn side_words<L>(name: &str, side: &BudgetSide<'_, L>, one: &str) -> String {
    let BudgetSum { total, status } = side.council();
    let Some(status) = status else {
        return format!("{name}: nothing with a budget and a forecast.");
    };
    let percent = total.percent().map_or_else(String::new, |p| format!(" ({}{}%)", sign(p), plain(1, p)));
    let moved = match total.moved.change() {
        Some(change) if change.pence() == 0 => " The variance did not move since last quarter.".to_owned(),
        Some(change) => {
            let way = if change.pence() > 0 { "up" } else { "down" };
            format!(
                " Since last quarter the variance went {way} by {}, across {}.",
                whole_pounds(change.abs()),
                moved_words(&total.moved, one)
            )
        }
        None if !side.compared => " The year is new: last quarter's variances are of another budget.".to_owned(),
        None => String::new(),
    };
    let lacks = total.lacks(one);
    let lacks = if lacks.is_empty() { lacks } else { format!(" Note: {lacks}.") };
    format!(
        "{name}: forecast {} against a budget of {}, {}{percent}: {}.{moved}{lacks}",
        whole_pounds(total.forecast),
        whole_pounds(total.budget),
        over(total.variance()),
        status.words().to_lowercase()
    )
}

fn sign(number: f64) -> &'static str {
    if number > 0.0 { "+" } else { "" }
}

/// `Savings: of £2,000,000 promised delivered 10%, on track 56%, at risk 18%, cannot be delivered 16%.`
pub fn savings_words(savings: &Savings<'_>) -> String {
    let total = savings.council();
    if total.savings == 0 {
        return "Savings: none with a target and a state.".to_owned();
    }
    let [then, now] = savings.since;
    let secure = |total: SavingsTotal| total.of(SavingState::Delivered) + total.of(SavingState::OnTrack);
    let since = match now.savings {
        0 => String::new(),
        n => format!(
            " Of {} in both quarters {} was delivered or on track then, {} is now.",
            count(n as usize, "saving"),
            whole_pounds(secure(then)),
            whole_pounds(secure(now))
        ),
    };
    let lacks = total.lacks();
    let lacks = if lacks.is_empty() { lacks } else { format!(" Note: {lacks}.") };
    format!("Savings: of {} promised {}.{since}{lacks}", whole_pounds(total.target), shares(&total))
}

/// `delivered 10%, on track 56%, at risk 18%, cannot be delivered 16%`
pub fn shares(total: &SavingsTotal) -> String {
    SavingState::ALL.map(|state| format!("{} {}", state.words().to_lowercase(), share(total, state))).join(", ")
}

/// `10%, 56%, 18%, 16%`: the same where the states stand above it.
pub fn shares_in_turn(total: &SavingsTotal) -> String {
    SavingState::ALL.map(|state| share(total, state)).join(", ")
}

/// A state's share of the target; of none, its pounds.
fn share(total: &SavingsTotal, state: SavingState) -> String {
    total.percent(state).map_or_else(|| whole_pounds(total.of(state)), |p| format!("{}%", plain(0, p)))
}

/// `£1,200 over`, `£1,200 under`, `neither over nor under`.
pub fn over(variance: Pence) -> String {
    match variance.pence() {
        0 => "neither over nor under".to_owned(),
        1.. => format!("{} over", whole_pounds(variance)),
        _ => format!("{} under", whole_pounds(variance.abs())),
    }
}

/// `24 lines of both quarters; 2 new (£100 over); 1 gone (£5 under)`
pub fn moved_words(moved: &VarianceMove, one: &str) -> String {
    let counted = |n: u32| count(n as usize, one);
    let said = [
        (moved.lines, format!("{} of both quarters", counted(moved.lines))),
        (moved.new.lines, format!("{} new ({})", moved.new.lines, over(moved.new.amount))),
        (moved.gone.lines, format!("{} gone ({} then)", moved.gone.lines, over(moved.gone.amount))),
    ];
    let said: Vec<String> = said.into_iter().filter(|(n, _)| *n > 0).map(|(_, words)| words).collect();
    said.join("; ")
}

/// `12 milestones: 9 complete or on track (75.0%). Of the 11 in both quarters 8 were then, 9 are now.`
pub fn plan_words(plan: &DeliveryPlan<'_>) -> String {
    let since = plan.council.since_words();
    let since = if since.is_empty() { since } else { format!(" {since}.") };
    format!("{}.{since}", plan.council.words())
}
