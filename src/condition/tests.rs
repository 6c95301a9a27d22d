//! What a council officer may write, and what it means by hand on three rows with blanks; and what is refused, in words.

use super::*;

struct Row {
    id: &'static str,
    value: Option<f64>,
    target: Option<f64>,
    denominator: Option<f64>,
    key: bool,
    seasonal: Option<bool>,
    status: &'static str,
    marker: &'static str,
    commentary: &'static str,
}

/// 1: on target, with nothing to divide by. 2: awaited, so blank. 3: below nought, without a target.
const ROWS: [Row; 3] = [
    Row {
        id: "HW01",
        value: Some(91.5),
        target: Some(90.0),
        denominator: Some(0.0),
        key: true,
        seasonal: Some(true),
        status: "green",
        marker: "",
        commentary: "All well\nin summer",
    },
    Row {
        id: "HW02",
        value: None,
        target: Some(80.0),
        denominator: Some(10.0),
        key: false,
        seasonal: None,
        status: "",
        marker: "awaited",
        commentary: "",
    },
    Row {
        id: "HW10",
        value: Some(-2.5),
        target: None,
        denominator: None,
        key: true,
        seasonal: Some(false),
        status: "red",
        marker: "",
        commentary: "Late (50%), see 7.",
    },
];

fn columns() -> Vec<ConditionColumn<Row>> {
    let column = |name, get: Get<Row>| ConditionColumn { name, words: "", get };
    vec![
        column("id", Get::Text(|r| r.id)),
        column("value", Get::Number(|r| r.value)),
        column("target", Get::Number(|r| r.target)),
        column("denominator", Get::Number(|r| r.denominator)),
        column("key", Get::Flag(|r| Some(r.key))),
        column("seasonal", Get::Flag(|r| r.seasonal)),
        column("status", Get::Text(|r| r.status)),
        column("marker", Get::Text(|r| r.marker)),
        column("commentary", Get::Text(|r| r.commentary)),
    ]
}

#[rustfmt::skip]
const MEANT: &[(&str, &[usize])] = &[
    // Numbers: no comparison with a blank holds, nor its opposite.
    ("value > 0", &[1]), ("value <= 0", &[3]), ("NOT value > 0", &[3]), ("NOT (value > 0)", &[3]), ("value = 91.5", &[1]),
    ("value <> 91.5", &[3]), ("value != 91.5", &[3]), ("-2.5 = value", &[3]), ("value = -2.5", &[3]), ("VALUE > 0;", &[1]),
    ("value < target", &[]), ("value >= target", &[1]), ("NOT value >= target", &[]), ("value - target > 1", &[1]),
    ("value BETWEEN 90 AND 91.5", &[1]), ("value NOT BETWEEN 0 AND 1", &[1, 3]), ("target BETWEEN 80 AND 85", &[2]),
    ("target IN (80, 81)", &[2]), ("target NOT IN (80, 81)", &[1]), ("NOT target IN (80, 81)", &[1]),
    ("target IN (80, NULL)", &[2, 3]), ("target NOT IN (80, NULL)", &[1]), ("value > 183 / 2 - 1", &[1]), ("1 / 2 = 0.5", &[1, 2, 3]),
    ("value ≥ 0", &[1]), ("value ≤ 0", &[3]), ("value ≠ 91.5", &[3]), ("value\u{a0}> 0\n AND key", &[1]), ("value = −2.5", &[3]),
    // Blanks.
    ("value IS NULL", &[2]), ("value IS NOT NULL", &[1, 3]), ("value = NULL", &[2]), ("NULL = value", &[2]),
    ("value <> NULL", &[1, 3]), ("NOT value = NULL", &[1, 3]), ("value IS NULL AND marker = 'awaited'", &[2]),
    ("COALESCE(value, 0) = 0", &[2]), ("IFNULL(target, 100) > value", &[3]), ("NULLIF(value, -2.5) IS NULL", &[2, 3]),
    // A blank text is the empty text.
    ("marker IS NULL", &[1, 3]), ("marker IS NOT NULL", &[2]), ("marker = NULL", &[1, 3]), ("marker <> NULL", &[2]),
    ("marker = ''", &[1, 3]), ("marker <> 'awaited'", &[1, 3]), ("NOT marker = 'awaited'", &[1, 3]), ("status <> 'green'", &[2, 3]),
    ("marker NOT IN ('awaited', 'not-due')", &[1, 3]), ("status NOT IN ('green', 'red')", &[2]), ("status IN ('green', NULL)", &[1, 2]),
    ("status NOT IN ('green', NULL)", &[3]), ("COALESCE(status, 'none') = 'none'", &[2]), ("status > 'a'", &[1, 3]), ("status < 'z'", &[1, 3]),
    ("LENGTH(commentary) < 20", &[1, 2, 3]), ("LENGTH(commentary) = 0", &[2]), ("commentary IS NULL OR value IS NULL", &[2]),
    // Texts.
    ("commentary LIKE '%summer'", &[1]), ("commentary LIKE 'All%'", &[1]), ("commentary LIKE '%all%'", &[]), ("commentary ILIKE '%ALL%'", &[1]),
    ("commentary NOT LIKE '%summer'", &[2, 3]), ("id LIKE 'HW_1'", &[1]), ("id LIKE 'HW.1'", &[]), ("commentary LIKE '%(50%), see 7.'", &[3]),
    ("LOWER(id) = 'hw01'", &[1]), ("UPPER(status) = 'RED'", &[3]), ("LEFT(id, 2) = 'HW'", &[1, 2, 3]), ("RIGHT(id, 2) = '10'", &[3]),
    ("SUBSTR(id, 3, 1) = '1'", &[3]), ("SUBSTRING(id, 3) = '02'", &[2]), ("TRIM(' ' || id || ' ') = 'HW01'", &[1]),
    ("REPLACE(id, 'HW', '') = '10'", &[3]), ("commentary LIKE '%it''s%'", &[]), ("id <> '−2 ≥ 5'", &[1, 2, 3]),
    // Numbers made of texts.
    ("CAST(RIGHT(id, 2) AS INTEGER) > 5", &[3]), ("TRY_CAST(marker AS INTEGER) IS NULL AND value > 0", &[1]), ("TRY_CAST(id AS INTEGER) IS NULL", &[1, 2, 3]),
    // True or false.
    ("key", &[1, 3]), ("NOT key", &[2]), ("key = true", &[1, 3]), ("key <> TRUE", &[2]), ("seasonal", &[1]), ("NOT seasonal", &[3]), ("seasonal IS NULL", &[2]),
    ("seasonal IS NOT TRUE", &[2, 3]), ("seasonal IS FALSE", &[3]), ("seasonal IS NOT FALSE", &[1, 2]), ("seasonal IS UNKNOWN", &[2]),
    ("key AND seasonal", &[1]), ("key OR seasonal", &[1, 3]), ("seasonal = key", &[1]), ("value > 0 OR TRUE", &[1, 2, 3]),
    // Arithmetic: nothing is over nought.
    ("value / denominator > 0", &[]), ("value / denominator IS NULL", &[1, 2, 3]), ("100 / denominator = 10", &[2]), ("MOD(target, 20) = 10", &[1]),
    ("target % 40 = 0", &[2]), ("ABS(value) < 3", &[3]), ("ROUND(value) = -3", &[3]), ("ROUND(value) = 92", &[1]), ("ROUND(value, 1) = 91.5", &[1]),
    ("FLOOR(value) = -3", &[3]), ("CEIL(value) = -2", &[3]), ("CEILING(value) = 92", &[1]), ("-value > 0", &[3]),
    ("GREATEST(value, 0) = 0", &[3]), ("LEAST(value, 0, 50) = 0", &[1]), ("LEAST(0, value) IS NULL", &[2]), ("GREATEST(100, value) IS NULL", &[2]),
    // Choices.
    ("CASE WHEN key THEN value ELSE target END > 85", &[1]), ("CASE status WHEN 'red' THEN 1 WHEN NULL THEN 2 ELSE 3 END = 2", &[2]),
    ("CASE WHEN value > 0 THEN 'up' END IS NULL", &[2, 3]), ("CASE WHEN seasonal THEN FALSE ELSE TRUE END", &[2, 3]),
];

#[test]
fn what_is_meant() {
    let columns = columns();
    let answer = |condition: &str| -> Result<Vec<usize>, String> {
        let hits = matches(ROWS.iter(), &columns, &[parse(condition, &columns)?]).map_err(|e| e.to_string())?;
        Ok(hits[0].iter().map(|k| k + 1).collect())
    };
    for (condition, wanted) in MEANT {
        assert_eq!(answer(condition), Ok(wanted.to_vec()), "{condition}");
    }
}

#[rustfmt::skip]
const REFUSED: &[(&str, &str)] = &[
    ("", "blank"), ("value <", "its end"), ("value > 1 AND", "its end"), ("value >> 1 2", "not understood"), ("value < 1 x", "“x”"), ("(value < 1", "its end"),
    ("value < 1)", "“)”"), ("status = 'red", "not closed"), ("status = ‘red’", "straight quotation marks"), ("status = “red”", "straight quotation marks"),
    ("SELECT 1", "not understood"), ("value < (SELECT 1)", "a query of its own"), ("EXISTS (SELECT 1)", "a query of its own"),
    ("valeu < 1", "did you mean “value”"), ("status = \"red\"", "'red'"), ("h.value < 1", "named by itself"),
    ("value", "value > 0"), ("value + 1", "not true or false"), ("status", "not true or false"), ("NOT value", "value IS NOT NULL"), ("NOT status", "status = 'a word'"),
    ("value AND key", "not true or false"), ("value OR status = 'red'", "not true or false"), ("value IS TRUE", "not true or false"),
    ("value = '5'", "write 5 without quotation marks"), ("value = 'five'", "cannot be compared"), ("status = 5", "'5'"), ("value IN ('1', '2')", "without quotation marks"),
    ("id IN (1, 2)", "in quotation marks"), ("key = 1", "write key"), ("key = 'yes'", "write key"), ("key > seasonal", "neither above nor below"), ("value > status", "cannot be compared"),
    ("value > NULL", "IS NULL"), ("value BETWEEN NULL AND 5", "IS NULL"), ("NULL = NULL", "NULL"), ("NULL", "NULL is NULL where"),
    ("value > DATE '2026-09-30'", "no column holds days"), ("id > '2026-09-30'", "no column holds days"), ("id = '30/09/2026'", "no column holds days"), ("value > CURRENT_DATE", "no column holds days"),
    ("NOW() > value", "no column holds days"), ("CAST(id AS DATE) > id", "no column holds days"), ("EXTRACT(YEAR FROM id) = 2026", "no column holds days"),
    ("value > AVG(value)", "looks at all rows"), ("COUNT(*) > 1", "looks at all rows"), ("SUM(value) OVER (PARTITION BY id) > 1", "looks at all rows"), ("MAX(value, target) > 1", "looks at all rows"),
    ("value + status > 1", "status is a text where a number is needed"), ("LENGTH(value) > 1", "value is a number where a text is needed"), ("value LIKE '%1'", "where a text is needed"),
    ("status LIKE id", "LIKE takes a text"), ("SOUNDEX(id) = 'x'", "what can be used is"), ("ROUND(value, target) > 1", "decimals"), ("CAST(value AS TEXT) = '1'", "only a text is turned"),
    ("CASE WHEN key THEN 1 ELSE 'x' END = 1", "one result is"), ("LEFT(id, 0) = ''", "count of signs"), ("value < 1 AS x", "“AS”"), ("id ~ 'x'", "not understood"), ("value = $1", "not understood"),
];

/// In our own words: none of a library's reach who wrote it.
#[test]
fn what_is_refused() {
    let mut wrong = vec![];
    for (condition, words) in REFUSED {
        let said = parse(condition, &columns()).err().unwrap_or_default();
        let foreign = ["sql parser", "Expected", "polars", "dtype", "ParserError", "SQLInterface", "Line:"];
        if !said.contains(words) || foreign.iter().any(|word| said.contains(word)) {
            wrong.push(format!("{condition}: {said}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// However long it is, it is read or refused.
#[test]
fn long_conditions() {
    let chain = |n: usize| vec!["id = 'HW01'"; n].join(" OR ");
    let expression = parse(&chain(160), &columns()).unwrap();
    assert_eq!(matches(ROWS.iter(), &columns(), &[expression]).unwrap(), [[0]]);
    let list = vec!["'HW01'"; 2_000].join(", ");
    let expression = parse(&format!("id IN ({list})"), &columns()).unwrap();
    assert_eq!(matches(ROWS.iter(), &columns(), &[expression]).unwrap(), [[0]]);
    let open = "(".repeat(2_000) + "key" + &")".repeat(2_000);
    for long in [chain(2_000), open, "NOT ".repeat(5_000) + "key", "- ".repeat(3_000) + "1 = value"] {
        let said = parse(&long, &columns()).unwrap_err();
        assert!(said.contains("too long") || said.contains("not understood"), "{said}");
    }
}

/// The one way in which a condition that was understood fails on a figure.
#[test]
fn a_text_that_is_no_number() {
    let expression = parse("CAST(RIGHT(id, 3) AS INTEGER) = 1", &columns()).unwrap();
    assert!(matches(ROWS.iter(), &columns(), &[expression]).is_err());
    assert_eq!(check("CAST(id AS INTEGER) = 1", &columns(), &ROWS).unwrap_err(), FAILED);
}
