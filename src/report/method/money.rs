//! Method, on money and milestones: what is summed, how it stands, what is compared, and how it is ranked.

use super::risk::short;
use crate::analyse::shown::{count, plain};
use crate::fit::fit;
use crate::settings::{Axis, Settings};

/// Label and words, paragraph by paragraph.
pub fn paragraphs(settings: &Settings) -> Vec<(&'static str, String)> {
    vec![
        ("Budget totals", TOTALS.to_owned()),
        ("Standing of a budget", standing(settings)),
        ("Savings", SAVINGS.to_owned()),
        ("Money beside results", BESIDE.to_owned()),
        ("Cost of one", UNIT.to_owned()),
        ("Milestones", milestones(settings)),
        ("A budget on the risk matrix", at_risk(settings)),
    ]
}

const TOTALS: &str = "Exact to the penny, and rounded once, when shown. Expenditure is above nought and income below it; a variance is \
    the forecast less the budget as it stands now (as it was set where nothing was moved), so above nought is an overspending, or \
    income that is missing. Summed are the lines with a budget and a forecast; what has one side alone, or neither, and what last \
    quarter had and nothing came of now, is counted beside the total. What an error refuses is in no total. Movement is that of the \
    variance over the lines that have one in both quarters; in the first quarter of a year there is none for revenue, since the \
    budget is another. A capital scheme is told over its whole life.";

const SAVINGS: &str = "Shares are of the target. Summed are the savings with a target and at least one state; what a target has over \
    its states is told as what nothing is said of.";

const BESIDE: &str = "A service or priority is on target where half or more of its rated measures are, by weight; near budget counts \
    as within it. A measure is placed by the lines of revenue that the register's column Paid from names.";

const UNIT: &str = "What was spent on the named lines since the year began, over the volume since the year began. Never where one of \
    the lines, or a quarter of the volume, is missing, and only of a measure whose quarters add up to a volume of the financial \
    year. Planned: the budgets of the lines as they stand over the year's target.";

fn standing(settings: &Settings) -> String {
    let s = &settings.money;
    let or = |amount: f64| if amount > 0.0 { format!(" or £{}", plain(0, amount)) } else { String::new() };
    format!(
        "A scheme of its own, never in the shares of measures on target. On budget: forecast at most {}%{} over it. Near budget: at \
         most {}%{} over. Over budget: further over. Underspent: more than {}% under. Percentages are of the budget without its \
         sign.",
        short(s.green_percent),
        or(s.green_amount),
        short(s.amber_percent),
        or(s.amber_amount),
        short(s.under_percent)
    )
}

fn milestones(settings: &Settings) -> String {
    let days = count(settings.milestones.grace_days as usize, "day");
    format!(
        "The steps of the register's delivery plan, what returns say beside it, and what is open since earlier quarters; never counted \
         with the remedial actions or the measures. The state is the one that the service states; overdue is computed: its day has \
         passed at the quarter's end and it is neither complete nor discontinued. Open and in no return of this quarter: no word. \
         “Completed or on track” is of all milestones. The agreed day is the register's, else the one that the return calls agreed, \
         else the first that was given; a complete one was done on the day of its row, or by the end of the quarter that first says \
         so, and in time up to {days} after the agreed day. Quarters are compared over the milestones known in both."
    )
}

fn at_risk(settings: &Settings) -> String {
    let (s, matrix) = (&settings.money, &settings.risk);
    let impacts = s.impacts(matrix.impact.len());
    let steps = (1..=matrix.impact.len()).map(|n| {
        let label = matrix.label(Axis::Impact, fit::<u8>(n), false);
        match n.checked_sub(2).and_then(|k| impacts.get(k)) {
            None => format!("{label} below that"),
            Some(from) => format!("{label} from £{}", plain(0, *from)),
        }
    });
    let spent = ["under a quarter", "under half", "under three quarters", "more"];
    let chances: Vec<String> = spent
        .iter()
        .zip(&s.exposure_chance)
        .map(|(spent, chance)| format!("{}% with {spent} spent", short(*chance)))
        .collect();
    format!(
        "The revenue of a service, and a capital scheme that is not complete, stand on the risk matrix where they are near or over \
         budget. Likelihood is that of a chance, as for measures: {}; where it is not said of every line what is spent, the last. \
         Impact, by the pounds over budget: {}.",
        chances.join(", "),
        steps.rev().collect::<Vec<_>>().join(", ")
    )
}
