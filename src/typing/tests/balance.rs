//! Whatever stands in the cells, each of them is accounted for.

use super::*;
use proptest::prelude::*;

fn any_content() -> impl Strategy<Value = Content> {
    prop_oneof![
        prop::num::f64::ANY.prop_map(Number),
        (-10.0..200.0f64).prop_map(Number),
        (0u8..7).prop_map(|n| Number(f64::from(n))),
        prop::sample::select(vec![
            "",
            " ",
            "85%",
            "1,234",
            "12,34",
            "n/a",
            "Awaited",
            "W1",
            "W2",
            "P1",
            "2026-27Q2",
            "Waste",
            "Likely",
            "On track",
            "Compliments",
            "Aug 2026",
            "30/09/2026",
            "Yes",
            "x-y",
            "£1.2m",
            "9"
        ])
        .prop_map(text),
        "\\PC{0,12}".prop_map(|t| Content::Text(t.into())),
        any::<bool>().prop_map(Content::Bool),
        Just(Date(NaiveDate::MAX)),
        Just(Date(day(2026, 8, 31))),
        Just(Error("#N/A".into())),
        Just(FormulaWithoutResult),
    ]
}

fn any_record() -> impl Strategy<Value = Record> {
    let flags = prop::array::uniform6(prop::bool::weighted(0.2));
    let field = (prop::sample::select(Field::ALL), any_content(), flags);
    let kind = prop_oneof![
        4 => prop::sample::select(&READ[..]),
        1 => prop::sample::select(&Kind::ALL[..]),
    ];
    (kind, 0u32..3, prop::collection::vec(field, 0..12), prop::bool::ANY).prop_map(|(kind, sheet, cells, known)| {
        let mut fields: Vec<(Field, Cell)> = vec![];
        if known {
            fields.push((Field::Id, Cell::new(CellRef::new(1, 0), text("W1"))));
        }
        for (n, (field, content, [percent, formula, hidden, merged, external, since_1904])) in
            cells.into_iter().enumerate()
        {
            if fields.iter().all(|(f, _)| *f != field) {
                let at = CellRef::new(sheet, n as u16 + 1);
                let cell = Cell::new(at, content);
                fields.push((field, Cell { percent, formula, hidden, merged, external, since_1904, ..cell }));
            }
        }
        Record { kind, sheet: format!("Sheet {sheet}").into(), row: 1, fields }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever stands in the cells, each of them is accounted for; `typed` checks the balance.
    #[test]
    fn every_cell_is_accounted_for(
        records in prop::collection::vec(any_record(), 0..8),
        with_cover in prop::bool::weighted(0.8),
        layout in prop::sample::select(vec!["quarterday-return", "older", "mixed", "unknown"]),
        read_hidden in any::<bool>(),
    ) {
        let mut settings = Settings::default();
        settings.returns.read_hidden = read_hidden;
        let cover = with_cover.then(cover);
        let records: Vec<Record> = cover.into_iter().chain(records).collect();
        let first = typed(file("Waste Q2 2026-27.xls", layout, records.clone()), &settings);
        let refused: u64 = first.tallies.iter().map(|t| t.refused).sum();
        let errors = first.findings.iter().filter(|f| f.severity == Severity::Error).count();
        prop_assert!(refused == 0 || errors > 0);
        prop_assert_eq!(typed(file("Waste Q2 2026-27.xls", layout, records), &settings), first);
    }
}
