//! A small register in good order, and what each fault in it is called.

use super::{errors, read};
use crate::finding::{Finding, Severity};
use crate::measure::{Polarity, Scheme};
use crate::reading::{CellRef, Source};
use crate::record::{Cell, Content, Field, Kind, Record};
use crate::register::{NationalPeriod, OutcomeRole, Register};
use std::sync::Arc;

/// The sheets, as `field=value | field=value` a row. Values of digits are numbers; `'12` is text.
const GOOD: &[(Kind, &str)] = &[
    (Kind::Services, "id=HIGH | name=Highways | directorate=Place | head=Ann Lee | email=a@b.example"),
    (Kind::Services, "id=CARE | name=Adult Care | directorate=People | contact=Raj Shah"),
    (Kind::Priorities, "id=P1 | name=Safe roads | owner=Cllr Hill"),
    (
        Kind::Definitions,
        "id=HW1 | name=Potholes filled | service=HIGH | owner=Ann | unit=Number | polarity=Higher is better | \
         frequency=Quarterly | aggregation=Sum | priority=P1 | minimum=0 | key=Yes | due-quarters= | decimals= | \
         weight= | breaks= | part-of= | opening-of= | scheme= | tolerance-percent= | measure-type= | seasonal= | \
         numerator-name= | denominator-name= | maximum= | cumulative=",
    ),
    (
        Kind::Definitions,
        "id=HW2 | name=Filled in time | service=high | owner=Ann | unit=Percent | polarity=Higher is better | \
         frequency=quarterly | aggregation=Ratio | numerator-name=In time | denominator-name=All | maximum=100",
    ),
    (
        Kind::Definitions,
        "id=AC1 | name=Waiting | service=CARE | owner=Raj | unit=Days | polarity=Lower is better | \
         frequency=Half-yearly | aggregation=Last",
    ),
    (
        Kind::Definitions,
        "id=AC2 | name=Occupancy | service=CARE | owner=Raj | unit=Percent | polarity=Plan is best | \
         frequency=Annual | aggregation=Mean | scheme=Band",
    ),
    (
        Kind::Definitions,
        "id=AC3 | name=Contacts | service=CARE | owner=Raj | unit=Number | polarity=None | frequency=Quarterly | \
         aggregation=Sum | cumulative=Yes",
    ),
    (
        Kind::Definitions,
        "id=HW3 | name=Defects per 1,000 km | service=HIGH | owner=Ann | unit=Rate | polarity=None | \
         frequency=Quarterly | aggregation=Ratio | numerator-name=Defects | denominator-name=Km | per=1000",
    ),
    (Kind::Targets, "id=HW1 | year=2026-27 | annual=400 | q1=90 | q2=100 | q3=100 | q4=110 | floor=80"),
    (Kind::Targets, "id=HW2 | year=2026/27 | annual=85% | q1=80% | q4=85%"),
    (Kind::Targets, "id=AC1 | year=2026-27 | annual=20 | q2=24 | q4=20 | floor=30"),
    (Kind::Targets, "id=AC2 | year=2026-27 | annual=90 | amber-low=80 | green-low=85 | green-high=95 | amber-high=98"),
    (Kind::Checks, "code=U001 | title=Odd | severity=query | applies-to=HW1; hw2 | condition=value > 3 | remedy=Look"),
    (
        Kind::Outcomes,
        "name=Roads are safe | id=hw2 | role=metric | source=DfT | value=82% | period=2025-26 | published-on=30/06/2026",
    ),
    (
        Kind::Outcomes,
        "name=roads are  safe | id=AC2 | role=Proxy | source=ONS | value=91 | whose=Wales | period=2025-26Q2",
    ),
    (Kind::Outcomes, "name=Lives are long | id=HW2 | role=Contribution"),
    (Kind::Comparators, "id=HW2 | name=England | period=Q4 2025-26 | value=82% | source=DfT"),
];

fn source() -> Arc<Source> {
    Arc::new(Source { file: "register.xlsx".into(), sha256: "00".into() })
}

fn cell(text: &str, at: CellRef) -> Option<Cell> {
    let number = text.trim_end_matches('%').parse::<f64>();
    let content = match (text, number) {
        ("", _) => return None,
        ("#N/A", _) => Content::Error("#N/A".into()),
        ("TRUE", _) => Content::Bool(true),
        (_, Ok(n)) => Content::Number(if text.ends_with('%') { n / 100.0 } else { n }),
        _ => Content::Text(text.trim_start_matches('\'').into()),
    };
    let percent = text.ends_with('%');
    Some(Cell { percent, ..Cell::new(at, content) })
}

fn records(rows: &[(Kind, String)]) -> Vec<Record> {
    let mut out = Vec::new();
    for (n, (kind, text)) in rows.iter().enumerate() {
        let row = n as u32 + 1;
        let fields = text.split(" | ").filter_map(|pair| {
            let (key, value) = pair.split_once('=')?;
            let field = Field::from_key(key.trim()).unwrap_or_else(|| panic!("{key}"));
            Some((field, cell(value.trim(), CellRef::new(row, field as u16))?))
        });
        out.push(Record { kind: *kind, sheet: format!("{kind:?}").into(), row, fields: fields.collect() });
    }
    out
}

fn good() -> Vec<(Kind, String)> {
    GOOD.iter().map(|(k, t)| (*k, (*t).to_owned())).collect()
}

fn built(rows: &[(Kind, String)]) -> (Register, Vec<Finding>) {
    read(&records(rows), &source(), 4)
}

#[test]
fn a_register_in_good_order() {
    let (r, findings) = built(&good());
    assert!(findings.is_empty(), "{findings:#?}");
    assert_eq!((r.services.len(), r.priorities.len(), r.indicators.len()), (2, 1, 6));
    assert_eq!((r.targets.len(), r.checks.len(), r.comparators.len()), (4, 1, 1));
    let hw1 = r.indicator("hw1").unwrap();
    assert_eq!((&*hw1.id, hw1.polarity, hw1.decimals, hw1.weight, hw1.key), ("HW1", Polarity::Higher, 0, 1.0, true));
    assert_eq!((hw1.due_quarters.as_slice(), hw1.scheme, hw1.long_term), (&[1, 2, 3, 4][..], None, None));
    let hw2 = r.indicator("HW2").unwrap();
    assert_eq!((&*hw2.service, hw2.decimals), ("HIGH", 1), "references take the spelling of what they refer to");
    assert_eq!(r.indicator("AC1").unwrap().due_quarters, [2, 4]);
    assert_eq!(r.indicator("AC2").unwrap().scheme, Some(Scheme::Band));
    let target = r.target(r.indicator_number("HW2").unwrap(), "2026-27Q3".parse().unwrap()).unwrap();
    assert_eq!((target.annual, target.quarters), (Some(85.0), [Some(80.0), None, None, Some(85.0)]));
    assert_eq!(r.comparators[0].value, 82.0);
    assert_eq!(r.checks[0].applies_to, ["HW1", "HW2"]);
}

/// Outcomes stand in the order of their first rows; a measure may serve several of them.
#[test]
fn outcomes_have_their_measures() {
    let (r, _) = built(&good());
    let roles = |n: usize| r.outcomes[n].measures.iter().map(|m| (&*m.indicator, m.role)).collect::<Vec<_>>();
    assert_eq!(r.outcomes.iter().map(|o| o.name.as_str()).collect::<Vec<_>>(), ["Roads are safe", "Lives are long"]);
    assert_eq!(roles(0), [("HW2", OutcomeRole::Metric), ("AC2", OutcomeRole::Proxy)]);
    assert_eq!(roles(1), [("HW2", OutcomeRole::Contribution)]);
    let [road, wales] = [0, 1].map(|n| &r.outcomes[0].measures[n]);
    let national = road.national.as_ref().filter(|n| n.value == 82.0).unwrap();
    assert_eq!((national.of, national.published), (Some(NationalPeriod::Year(2025)), "2026-06-30".parse().ok()));
    assert_eq!((road.whose(), wales.whose()), ("the nation".into(), "Wales".into()));
    assert_eq!(wales.national.as_ref().unwrap().of, Some(NationalPeriod::Quarter("2025-26Q2".parse().unwrap())));
}

/// In another case, or with another space, it is the same directorate and the same person.
#[test]
fn names_are_as_they_were_written_first() {
    let mut rows = good();
    rows[0].1.push_str(" | portfolio=Cllr A. Khan");
    rows[1].1 = "id=CARE | name=Adult Care | directorate=place | contact=Raj Shah | portfolio=cllr A.  Khan".to_owned();
    rows.insert(3, (Kind::Priorities, "id=P2 | name=Better care | owner=CLLR Hill".to_owned()));
    let (r, _) = built(&rows);
    assert!(r.services.iter().all(|s| s.directorate == "Place" && s.portfolio == "Cllr A. Khan"), "{:?}", r.services);
    assert!(r.priorities.iter().all(|p| p.owner == "Cllr Hill"), "{:?}", r.priorities);
}

/// The row of the first key is given the pairs that follow; then the finding expected at the field.
#[rstest::rstest]
#[case("HIGH", "id=", "G001", "id")]
#[case("HIGH", "id=care", "G001", "id")]
#[case("HIGH", "id=A;B", "G001", "id")]
#[case("CARE", "name=highways", "G001", "name")]
#[case("HIGH", "directorate=", "G009", "directorate")]
#[case("CARE", "contact=", "G007", "head")]
#[case("P1", "owner=", "G007", "owner")]
#[case("P1", "name=", "G009", "name")]
#[case("HW1", "name=#N/A", "C003", "name")]
#[case("HW1", "service=HIHG", "G002", "service")]
#[case("HW1", "priority=P1; P9", "G002", "priority")]
#[case("HW1", "owner=", "G007", "owner")]
#[case("HW1", "unit=Numbers of", "G003", "unit")]
#[case("HW1", "unit=", "G009", "unit")]
#[case("HW1", "polarity=Up", "G003", "polarity")]
#[case("HW1", "frequency=Weekly", "G003", "frequency")]
#[case("HW1", "aggregation=Total", "G003", "aggregation")]
#[case("HW1", "scheme=Star", "G003", "scheme")]
#[case("HW1", "measure-type=Thing", "G003", "measure-type")]
#[case("HW1", "seasonal=Yes", "G003", "seasonal")]
#[case("HW1", "key=Perhaps", "G003", "key")]
#[case("HW1", "decimals=7", "G012", "decimals")]
#[case("HW1", "decimals=1.5", "G012", "decimals")]
#[case("HW1", "decimals='2", "C001", "decimals")]
#[case("HW1", "decimals=two", "C002", "decimals")]
#[case("HW1", "weight=0", "G012", "weight")]
#[case("HW1", "tolerance-percent=-1", "G012", "tolerance-percent")]
#[case("HW1", "due-quarters=Q2; Q5", "G009", "due-quarters")]
#[case("HW1", "breaks=2026-27Q1; soon", "G009", "breaks")]
#[case("HW3", "per=", "G060", "per")]
#[case("HW3", "per=0", "G012", "per")]
#[case("HW3", "per=500", "G012", "per")]
#[case("HW3", "per=thousand", "C002", "per")]
#[case("HW3", "unit=Percent", "G061", "per")]
#[case("HW3", "per=10000", "G062", "per")]
#[case("HW3", "name=Defects per 100,000", "G062", "per")]
#[case("HW2", "minimum=101", "G011", "minimum")]
#[case("HW2", "denominator-name=", "G009", "denominator-name")]
#[case("HW1", "numerator-name=Some", "G009", "denominator-name")]
#[case("HW1", "part-of=HW9", "G002", "part-of")]
#[case("HW1", "part-of=HW1", "G013", "part-of")]
#[case("HW1", "opening-of=HW1", "G013", "opening-of")]
#[case("HW1", "first-quarter=soon", "G009", "first-quarter")]
#[case("HW2", "formerly=HW1", "G071", "formerly")]
#[case("AC2", "small-numbers=Yes", "G076", "numerator-name")]
#[case("HW1", "small-numbers=1", "G012", "small-numbers")]
#[case("HW1", "small-numbers=2.5", "G012", "small-numbers")]
#[case("HW1", "small-numbers=perhaps", "G003", "small-numbers")]
#[case("HW2", "formerly=OLD; old", "G071", "formerly")]
#[case("400", "q2=0.1", "G072", "q2")]
#[case("400", "q3=10000", "G072", "q3")]
#[case("2026-27", "id=", "G009", "id")]
#[case("400", "id=HW9", "G002", "id")]
#[case("400", "year=2026", "G009", "year")]
#[case("400", "year=2026-28", "G009", "year")]
#[case("400", "annual='400", "C001", "annual")]
#[case("400", "annual=lots", "C002", "annual")]
#[case("400", "annual=500", "G005", "annual")]
#[case("400", "floor=91", "G004", "floor")]
#[case("400", "baseline=401", "G015", "annual")]
#[case("24", "baseline=19", "G015", "annual")]
#[case("400", "q1=-1", "G012", "q1")]
#[case("24", "floor=19", "G004", "floor")]
#[case("24", "q4=22", "G005", "q4")]
#[case("98", "green-low=80", "G004", "green-low")]
#[case("98", "green-high=84", "G004", "green-high")]
#[case("98", "amber-high=95", "G004", "amber-high")]
#[case("98", "annual=99", "G004", "annual")]
#[case("98", "id=AC3", "G006", "id")]
#[case("U001", "code=Y001", "G003", "code")]
#[case("U001", "code=R004", "G001", "code")]
#[case("U001", "title=", "G009", "title")]
#[case("U001", "severity=fatal", "G003", "severity")]
#[case("U001", "applies-to=HW7", "G002", "applies-to")]
#[case("U001", "condition=", "G009", "condition")]
#[case("England", "period=2025", "G009", "period")]
#[case("England", "value=", "G009", "value")]
#[case("England", "value=much", "C002", "value")]
#[case("roads are  safe", "name=", "G009", "name")]
#[case("roads are  safe", "id=AC9", "G002", "id")]
#[case("roads are  safe", "id=HW2", "G001", "id")]
#[case("roads are  safe", "role=", "G009", "role")]
#[case("roads are  safe", "role=Outcome", "G003", "role")]
#[case("roads are  safe", "source=", "G081", "source")]
#[case("roads are  safe", "period=", "G082", "period")]
#[case("roads are  safe", "value=", "G082", "value")]
#[case("roads are  safe", "period=2025", "G009", "period")]
#[case("Roads are safe", "value=101%", "G012", "value")]
#[case("Roads are safe", "value=0.82", "G083", "value")]
#[case("roads are  safe", "value=9", "G083", "value")]
#[case("Roads are safe", "published-on=soon", "C010", "published-on")]
#[case("Roads are safe", "published-on=30/03/2026", "G082", "published-on")]
fn faults(#[case] row: &str, #[case] change: &str, #[case] code: &str, #[case] field: &str) {
    let mut rows = good();
    let at = rows.iter().position(|(_, t)| t.split(" | ").any(|p| p.split_once('=').is_some_and(|(_, v)| v == row)));
    let (_, text) = &mut rows[at.unwrap()];
    let key = change.split_once('=').unwrap().0;
    let kept = text.split(" | ").filter(|p| p.split_once('=').unwrap().0.trim() != key);
    *text = kept.chain([change]).collect::<Vec<_>>().join(" | ");
    let (_, findings) = built(&rows);
    let field = Field::from_key(field).unwrap();
    // A column that is blank in every row has no known letter: the finding stands at the row's first cell.
    let blank = change.ends_with('=');
    let found = findings.iter().find(|f| f.code == code && f.cell.is_some_and(|c| blank || c.col == field as u16));
    let finding = found.unwrap_or_else(|| panic!("{findings:#?}"));
    assert!(!finding.expected.is_empty() && !finding.got.is_empty() && !finding.sheet.is_empty(), "{finding:#?}");
    let catalogued = crate::catalogue::find(code).unwrap();
    assert_eq!(errors(&findings), findings.iter().any(|f| f.severity == Severity::Error));
    assert_eq!(finding.severity, catalogued.severity);
}

/// Numerator ÷ denominator is multiplied by what the register says, and by nothing where it does not say.
#[rstest::rstest]
#[case("unit=Rate | per=100000", Some(481.327_8), "per 100,000")]
#[case("unit=Rate | per=1", Some(0.004_813), "unit")]
#[case("unit=Percent | per=", Some(0.481_328), "unit")]
#[case("unit=Pounds | per=1000", Some(4.813_278), "unit per 1,000")]
#[case("unit=Number | per= | name=Defects", Some(0.004_813), "unit")]
#[case("unit=Rate | per= | numerator-name= | denominator-name= | aggregation=Last", None, "unit")]
#[case("unit=Rate | per= | formula=HW1 / HW2 * 1000", None, "unit")]
fn a_value_of_its_parts(#[case] change: &str, #[case] value: Option<f64>, #[case] unit: &str) {
    let mut rows = good();
    let row = rows.iter_mut().find(|(_, text)| text.starts_with("id=HW3")).unwrap();
    for pair in change.split(" | ") {
        let key = format!("{}=", pair.split_once('=').unwrap().0);
        let kept: Vec<&str> = row.1.split(" | ").filter(|p| !p.trim().starts_with(&key)).chain([pair]).collect();
        row.1 = kept.join(" | ");
    }
    row.1 = row.1.replace("name=Defects per 1,000 km", "name=Defects");
    let (register, findings) = built(&rows);
    let i = register.indicator("HW3").unwrap_or_else(|| panic!("{findings:#?}"));
    assert!(!errors(&findings), "{findings:#?}");
    let near = |a: f64| value.is_some_and(|b| (a - b).abs() < 1e-6);
    assert_eq!(i.quotient(290.0, 60_250.0).is_some(), value.is_some());
    assert!(i.quotient(290.0, 60_250.0).is_none_or(near), "{:?}", i.quotient(290.0, 60_250.0));
    assert_eq!((i.quotient(1.0, 0.0), &*i.with_per("unit")), (None, unit));
}

#[test]
fn a_fault_is_told_once() {
    let mut rows = good();
    rows[3].1 = rows[3].1.replace("unit=Number", "unit=Nummer");
    let (r, findings) = built(&rows);
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert!(findings[0].expected.ends_with("did you mean “Number”?"), "{findings:#?}");
    assert!(r.indicator("HW1").is_none());
}

#[test]
fn circles_are_told_once_with_their_way() {
    let mut rows = good();
    rows[3].1 = rows[3].1.replace("part-of=", "part-of=AC3");
    rows[7].1.push_str(" | part-of=HW1");
    let (_, findings) = built(&rows);
    let circles: Vec<_> = findings.iter().filter(|f| f.code == "G013").map(|f| f.got.as_str()).collect();
    assert_eq!(circles, ["HW1 → AC3 → HW1"]);
}

#[test]
fn an_empty_register_is_refused() {
    let (_, findings) = built(&[]);
    assert_eq!(findings.iter().map(|f| &*f.code).collect::<Vec<_>>(), ["G010", "G010"]);
}

#[test]
fn year_to_date_profiles() {
    let mut rows = good();
    rows.push((Kind::Targets, "id=AC3 | year=2026-27 | annual=90 | q1=30 | q2=20 | q3=60 | q4=80".into()));
    let (_, findings) = built(&rows);
    let found: Vec<_> = findings.iter().map(|f| (&*f.code, f.cell.unwrap().col)).collect();
    assert_eq!(found, [("G005", Field::Q2 as u16), ("G005", Field::Q4 as u16)]);
}

/// Numbers in text are read as those of returns are, and refused as they are.
#[test]
fn numbers_in_text() {
    let annual = |typed: &str| {
        let mut rows = good();
        let target = rows.iter_mut().find(|(_, row)| row.starts_with("id=HW1 | year")).unwrap();
        target.1 = target.1.replace("annual=400", &format!("annual={typed}"));
        let (register, findings) = built(&rows);
        let found =
            findings.into_iter().find(|f| f.cell == Some(CellRef::new(first_target_row(), Field::Annual as u16)));
        (register.targets[0].2.annual, found.map(|f| f.code.into_owned()))
    };
    for (typed, number) in [
        ("'400", 400.0),
        ("'\u{a0}1,234.5\u{a0}", 1234.5),
        ("'£1,000,000", 1e6),
        ("'400 %", 400.0),
        ("'\u{2212}3", -3.0),
        ("'1 234 567", 1_234_567.0),
        ("'(12)", -12.0),
        ("'-£5", -5.0),
        ("'+4", 4.0),
        ("'.5", 0.5),
        ("'5.", 5.0),
        ("'４００", 400.0),
    ] {
        assert_eq!(annual(typed), (Some(number), Some("C001".to_owned())), "{typed}");
    }
    for typed in
        ["1,5", "12,34", "0,123", "1234,567", "1.2.3", "1,", "1e5", "££5", "5%%", "£5%", "about 5", "5-6", "--1"]
    {
        assert_eq!(annual(&format!("'{typed}")), (None, Some("C002".to_owned())), "{typed}");
    }
}

/// As [`records`] counts them.
fn first_target_row() -> u32 {
    GOOD.iter().take_while(|(kind, _)| *kind != Kind::Targets).count() as u32 + 1
}

/// An indicator is due from its first quarter to its last, and is found by the ids that it had.
#[test]
fn first_and_last_quarter_and_former_ids() {
    let mut rows = good();
    rows[3].1.push_str(" | first-quarter=2025-26Q2 | last-quarter=2026-27Q1 | formerly=OLD1; OLD2");
    let (register, findings) = built(&rows);
    assert!(findings.is_empty(), "{findings:#?}");
    let indicator = register.indicator("old2").unwrap();
    assert_eq!((&*indicator.id, register.indicator_number("OLD1")), ("HW1", register.indicator_number("HW1")));
    let due = |quarter: &str| indicator.due(quarter.parse().unwrap());
    assert_eq!(["2025-26Q1", "2025-26Q2", "2026-27Q1", "2026-27Q2"].map(due), [false, true, true, false]);
    rows[3].1 = rows[3].1.replace("last-quarter=2026-27Q1", "last-quarter=2024-25Q1");
    let (_, findings) = built(&rows);
    assert_eq!(findings.iter().map(|f| &*f.code).collect::<Vec<_>>(), ["G070"]);
}

/// A fraction among percentages, in a row and over the years; what is all small is asked about once.
#[test]
fn targets_of_another_size() {
    let codes = |targets: &[&str]| {
        let mut rows = good();
        rows.retain(|(kind, row)| *kind != Kind::Targets || !row.starts_with("id=HW2"));
        rows.extend(targets.iter().map(|t| (Kind::Targets, format!("id=HW2 | {t}"))));
        let (_, findings) = built(&rows);
        findings.iter().map(|f| format!("{} {:?}", f.code, f.cell.unwrap().col)).collect::<Vec<_>>()
    };
    let at = |code: &str, field: Field| format!("{code} {:?}", field as u16);
    assert_eq!(codes(&["year=2026-27 | annual=88 | q1=0.9 | q2=87 | q4=88"]), [at("G040", Field::Q1)]);
    assert_eq!(
        codes(&["year=2026-27 | annual=84 | q1=0.82 | q2=0.83 | q3=83 | q4=84"]),
        [at("G040", Field::Q1), at("G040", Field::Q2)]
    );
    assert_eq!(codes(&["year=2025-26 | annual=82", "year=2026-27 | annual=0.84"]), [at("G040", Field::Annual)]);
    assert_eq!(codes(&["year=2026-27 | annual=0.84 | q4=0.84"]), [at("G040", Field::Annual)]);
    assert_eq!(codes(&["year=2026-27 | annual=88 | q1=0.9% | q2=87 | q4=88"]), [at("G072", Field::Q1)]);
}
