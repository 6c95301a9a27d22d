//! The functions that a condition may use: those of one row, over numbers and texts.

use super::typed::{Comparison, Kind, NO_DAYS, Typed, choice, compare, non_zero, truncated};
use crate::elementary::power;
use polars::prelude::{DataType, Expr, NULL, lit, when};
use sqlparser::ast::{CeilFloorKind, Expr as Sql, FunctionArg, FunctionArgExpr, FunctionArguments};

/// What can be used, for whoever used another.
const KNOWN: &str = "ABS, CEIL, COALESCE, FLOOR, GREATEST, LEAST, LEFT, LENGTH, LOWER, MOD, NULLIF, REPLACE, RIGHT, ROUND, SUBSTR, TRIM, UPPER";

/// Over all rows, where a condition sees one.
const AGGREGATES: [&str; 19] = [
    "SUM",
    "AVG",
    "MEAN",
    "MIN",
    "MAX",
    "COUNT",
    "MEDIAN",
    "STDDEV",
    "STDEV",
    "STDDEV_SAMP",
    "STDDEV_POP",
    "VARIANCE",
    "VAR",
    "VAR_SAMP",
    "VAR_POP",
    "FIRST",
    "LAST",
    "MODE",
    "QUANTILE_CONT",
];

/// About days, of which there are none; the clock has no say either.
const OF_DAYS: [&str; 20] = [
    "NOW",
    "CURRENT_DATE",
    "CURRENT_TIME",
    "CURRENT_TIMESTAMP",
    "LOCALTIMESTAMP",
    "LOCALTIME",
    "GETDATE",
    "SYSDATE",
    "TODAY",
    "DATE",
    "DATEDIFF",
    "DATEADD",
    "DATE_PART",
    "DATE_TRUNC",
    "TO_DATE",
    "STRFTIME",
    "YEAR",
    "MONTH",
    "DAY",
    "JULIANDAY",
];

/// A function, or what SQL writes as one; `part` reads what it is given.
///
/// # Errors
/// In words, where it is none of those that can be used.
pub(super) fn function(sql: &Sql, part: &dyn Fn(&Sql) -> Result<Typed, String>) -> Result<Typed, String> {
    let own = |name: &str, parts: Vec<Typed>| call(sql, name, parts);
    match sql {
        Sql::Function(function) => {
            let name = function.name.to_string().to_uppercase();
            if function.over.is_some() || AGGREGATES.contains(&name.as_str()) {
                return Err(format!(
                    "{name} looks at all rows, and a condition at one; its own past is in columns such as previous and median"
                ));
            }
            if OF_DAYS.contains(&name.as_str()) {
                return Err(format!("{name} is about days, and {NO_DAYS}"));
            }
            let args: &[FunctionArg] = match &function.args {
                FunctionArguments::List(list) if list.clauses.is_empty() && list.duplicate_treatment.is_none() => {
                    &list.args
                }
                FunctionArguments::None => &[],
                _ => return Err(format!("“{sql}” is not understood")),
            };
            let one = |arg: &FunctionArg| match arg {
                FunctionArg::Unnamed(FunctionArgExpr::Expr(sql)) => part(sql),
                other => Err(format!("“{other}” is not understood in {name}")),
            };
            own(&name, args.iter().map(one).collect::<Result<_, _>>()?)
        }
        Sql::Floor { expr, field: CeilFloorKind::DateTimeField(_) } => own("FLOOR", vec![part(expr)?]),
        Sql::Ceil { expr, field: CeilFloorKind::DateTimeField(_) } => own("CEIL", vec![part(expr)?]),
        Sql::Trim { trim_where: None, trim_what: None, expr, trim_characters: None } => own("TRIM", vec![part(expr)?]),
        Sql::Substring { expr, substring_from: Some(from), substring_for, .. } => {
            let mut parts = vec![part(expr)?, part(from)?];
            parts.extend(substring_for.as_deref().map(part).transpose()?);
            own("SUBSTR", parts)
        }
        other => Err(format!("“{other}” is not understood")),
    }
}

fn call(sql: &Sql, name: &str, parts: Vec<Typed>) -> Result<Typed, String> {
    let number = |value: Expr| Ok(Typed::new(Kind::Number, value, sql));
    let text = |value: Expr| Ok(Typed::new(Kind::Text, value, sql));
    let count = parts.len();
    let mut parts = parts.into_iter();
    let mut next = || parts.next().unwrap_or_else(Typed::null);
    match (name, count) {
        ("ABS", 1) => number(next().number()?.abs()),
        ("GREATEST" | "LEAST", 2..) => {
            let first = next().number()?;
            let better = if name == "LEAST" { Expr::lt_eq } else { Expr::gt_eq };
            number(parts.try_fold(first, |best, part| Ok::<_, String>(chosen(best, part.number()?, better)))?)
        }
        ("FLOOR", 1) => number(floor(next().number()?)),
        ("CEIL" | "CEILING", 1) => number(lit(0.0) - floor(lit(0.0) - next().number()?)),
        ("ROUND", 1) => number(round(next().number()?, lit(1.0))),
        ("ROUND", 2) => {
            let (value, places) = (next().number()?, next());
            let places = places.said.parse::<i32>().ok().filter(|p| (0..=9).contains(p));
            let places = places.ok_or_else(|| format!("{sql}: a number of decimals from 0 to 9 comes second"))?;
            number(round(value, lit(power(10.0, places))))
        }
        ("MOD", 2) => number(next().number()? % non_zero(next().number()?)),
        ("LENGTH" | "LEN" | "CHAR_LENGTH" | "CHARACTER_LENGTH", 1) => {
            number(next().words()?.str().len_chars().cast(DataType::Float64))
        }
        ("LOWER", 1) => text(next().words()?.str().to_lowercase()),
        ("UPPER", 1) => text(next().words()?.str().to_uppercase()),
        ("TRIM", 1) => text(next().words()?.str().strip_chars(lit(NULL))),
        ("LEFT", 2) => text(next().words()?.str().head(whole(next())?)),
        ("RIGHT", 2) => text(next().words()?.str().tail(whole(next())?)),
        ("SUBSTR" | "SUBSTRING", 2 | 3) => {
            let (of, from) = (next().words()?, whole(next())?);
            let from = from - lit(1);
            let length = if count == 3 { whole(next())? } else { lit(NULL).cast(DataType::UInt64) };
            text(of.str().slice(from, length))
        }
        ("REPLACE", 3) => text(next().words()?.str().replace_all(next().words()?, next().words()?, true)),
        ("COALESCE" | "IFNULL", 1..) => {
            let mut parts: Vec<Typed> = std::iter::once(next()).chain(parts).collect();
            let mut out = parts.pop().unwrap_or_else(Typed::null);
            for part in parts.into_iter().rev() {
                out = choice(part.is_blank().not(), part, out)?;
            }
            Ok(Typed { said: sql.to_string(), ..out })
        }
        ("NULLIF", 2) => {
            let (value, other) = (next(), next());
            let same = compare(value.clone(), Comparison::Same, other)?;
            Ok(Typed { said: sql.to_string(), ..choice(same, Typed::null(), value)? })
        }
        _ => Err(format!("“{sql}” is not understood; what can be used is {KNOWN}")),
    }
}

/// A count of signs that stands in the condition itself.
fn whole(part: Typed) -> Result<Expr, String> {
    match part.said.parse::<i64>() {
        Ok(n @ 1..) => Ok(lit(n)),
        _ => Err(format!("{} is no count of signs; it is written as a number from 1 up", part.said)),
    }
}

/// The better of two numbers; blank where either is, so that nothing that is missing is hidden.
fn chosen(a: Expr, b: Expr, better: fn(Expr, Expr) -> Expr) -> Expr {
    let known = a.clone().is_not_null().and(b.clone().is_not_null());
    let best = when(better(a.clone(), b.clone())).then(a).otherwise(b);
    when(known).then(best).otherwise(lit(NULL).cast(DataType::Float64))
}

fn floor(number: Expr) -> Expr {
    let whole = truncated(number.clone());
    when(whole.clone().gt(number)).then(whole.clone() - lit(1.0)).otherwise(whole)
}

/// Half away from nought, as the figures of the report are rounded.
fn round(number: Expr, step: Expr) -> Expr {
    let scaled = number.clone().abs() * step.clone();
    let size = floor(scaled + lit(0.5 + 1e-9)) / step;
    when(number.lt(lit(0.0))).then(lit(0.0) - size.clone()).otherwise(size)
}
