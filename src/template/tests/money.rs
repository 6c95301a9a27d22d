//! The sheets of money and of milestones.

use super::{Q2, everything_on, read_back, text, waste};
use crate::period::Period;
use crate::reading::money::{CapitalScheme, CapitalStage, MoneyLines, RevenueFlow, RevenueLine, Saving};
use crate::sample;
use calamine::Reader;

/// Two lines, a scheme that is late and a saving of the waste service.
pub(super) fn lines(period: Period) -> MoneyLines {
    let revenue = [
        RevenueLine {
            title: "Collection".into(),
            priority: "green".into(),
            budget: sample::pounds(4_250_000),
            revised: sample::pounds(4_300_000),
            forecast: sample::pounds(4_310_000),
            ..sample::revenue("WASTE-L01", "waste", period)
        },
        RevenueLine {
            title: "Garden waste subscriptions".into(),
            flow: RevenueFlow::Income,
            budget: sample::pounds(-600_000),
            forecast: sample::pounds(-580_000),
            ..sample::revenue("WASTE-L02", "waste", period)
        },
    ];
    let capital = CapitalScheme {
        title: "New depot".into(),
        budget: sample::pounds(2_400_000),
        forecast: sample::pounds(2_400_000),
        funding: "Borrowing".into(),
        stage: Some(CapitalStage::Construction),
        planned: super::day("2026-05-31"),
        completion: super::day("2026-08-31"),
        ..sample::capital("WASTE-C01", "waste", period)
    };
    let saving = Saving {
        title: "Rounds redesigned".into(),
        target: sample::pounds(150_000),
        owner: "Ann Day".into(),
        ..sample::saving("WASTE-S01", "waste", period)
    };
    MoneyLines { revenue: revenue.into(), capital: vec![capital], savings: vec![saving] }
}

/// Money and milestones stand as they stood, the amounts of this quarter blank, with totals below.
#[test]
fn what_was_said_of_money_and_milestones_is_there() {
    let (mut settings, register, past) = waste();
    everything_on(&mut settings);
    let mut read = read_back(&settings, &register, Q2, &past);
    let mut row = |sheet: &str, row: u32| {
        let range = read.worksheet_range(sheet).unwrap();
        let cells = (0..13).map(|column| text(&range, row, column));
        cells.collect::<Vec<_>>().join("|")
    };
    let collection = "WASTE-L01|WASTE-L01|Collection|Expenditure|A greener borough|4250000|4300000||||||";
    assert_eq!(row("Revenue", 5), collection);
    assert_eq!(row("Revenue", 8), "WASTE-L04|WASTE-L04|||||||||||");
    assert_eq!(row("Revenue", 13), "|Total||||3650000|4300000|0|0|0|0||");
    assert_eq!(row("Capital", 5), "WASTE-C01|WASTE-C01|New depot||2400000|||Borrowing|Construction|46173|46265||");
    assert_eq!(row("Savings", 5), "WASTE-S01|WASTE-S01|Rounds redesigned||2026-27|150000||||||Ann Day|");
    let planned = "P7|P7|Every street has a food waste round|A greener borough|Ann Day|46174||||";
    assert!(row("Milestones", 5).starts_with(planned));
    let told = "WASTE-M02|WASTE-M02|Depot moved||Ann Day|46112|46295|On track||";
    assert!(row("Milestones", 6).starts_with(told));
    let formulas = read.worksheet_formula("Revenue").unwrap();
    assert!(formulas.used_cells().any(|(_, _, f)| f == "SUM(F6:F13)"), "the total is of every line and no other");
    // The new year begins without budgets.
    let mut read = read_back(&settings, &register, "2027-28Q1", &past);
    let range = read.worksheet_range("Revenue").unwrap();
    assert_eq!([2, 5, 6].map(|column| text(&range, 5, column)), ["Collection", "", ""]);
}
