//! SQL as people write it into a cell, understood part by part: each part has a kind, and what nobody could mean is
//! refused in our own words before it meets a figure.

use super::functions::function;
use super::typed::{Comparison, Kind, NO_DAYS, Typed, choice, compare, non_zero, truncated};
use polars::prelude::{DataType, Expr, NULL, col, lit, when};
use sqlparser::ast::{
    BinaryOperator, CaseWhen, CastKind, DataType as SqlType, Expr as Sql, Ident, UnaryOperator, Value, ValueWithSpan,
};
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::{Token, Tokenizer};

/// A part can stand in so many others.
const DEPTH: usize = 40;

/// So many words and signs beside the values of a list.
const WORDS: usize = 500;

/// A column that may be named: its name and kind.
pub(super) type Known = (&'static str, Kind);

/// A condition over the columns.
///
/// # Errors
/// In words, where it is no SQL, or nothing that is true or false for a row.
pub(super) fn condition(text: &str, columns: &[Known]) -> Result<Expr, String> {
    Reader { columns: Names::Columns(columns) }.part(&parse(text)?, 0)?.flag()
}

/// Arithmetic over any names, each a number's.
///
/// # Errors
/// In words, where it is none.
pub(super) fn arithmetic(text: &str) -> Result<Expr, String> {
    Reader { columns: Names::Any }.part(&parse(text)?, 0)?.number()
}

fn parse(text: &str) -> Result<Sql, String> {
    curly_marks(text)?;
    let text = typed_plainly(text);
    let mut tokens =
        Tokenizer::new(&GenericDialect, text.trim().trim_end_matches(';')).tokenize_with_location().map_err(|_| {
            "not understood: a quotation mark that is not closed, or a sign that means nothing here".to_owned()
        })?;
    tokens.retain(|t| !matches!(t.token, Token::Whitespace(_)));
    if tokens.is_empty() {
        return Err("not understood: it is blank".to_owned());
    }
    let value = |t: &Token| matches!(t, Token::Comma | Token::SingleQuotedString(_) | Token::Number(..));
    if tokens.iter().filter(|t| !value(&t.token)).count() > WORDS {
        return Err(too_long());
    }
    let mut parser = Parser::new(&GenericDialect).with_tokens_with_locations(tokens.clone());
    let parsed = parser.parse_expr();
    let next = parser.peek_token();
    match parsed {
        Ok(parsed) if next.token == Token::EOF => Ok(parsed),
        Ok(_) => Err(format!("not understood from “{}” on", next.token)),
        Err(ParserError::RecursionLimitExceeded) => Err(too_long()),
        Err(_) => Err(match tokens.get(parser.index().saturating_sub(1)) {
            Some(at) if next.token != Token::EOF || parser.index() < tokens.len() => {
                format!("not understood at “{}”", at.token)
            }
            _ => "not understood: it breaks off, as if its end were missing".to_owned(),
        }),
    }
}

/// Excel turns quotation marks into curly ones as they are typed.
fn curly_marks(text: &str) -> Result<(), String> {
    let outside = text.split('\'').step_by(2).find_map(|part| part.chars().find(|c| "‘’‚“”„".contains(*c)));
    match outside {
        Some(mark) => {
            Err(format!("not understood: a text stands in straight quotation marks, 'like this', not in {mark}"))
        }
        None => Ok(()),
    }
}

/// What people copy from a page or Excel makes of what they type: spaces of other kinds, and signs for comparisons.
fn typed_plainly(text: &str) -> String {
    let plain = |part: &str| {
        let part = part.replace(|c: char| c.is_whitespace(), " ");
        part.replace('≥', ">=").replace('≤', "<=").replace('≠', "<>").replace(['−', '–'], "-")
    };
    let parts = text.split('\'').enumerate();
    let parts: Vec<String> = parts.map(|(n, part)| if n % 2 == 0 { plain(part) } else { part.to_owned() }).collect();
    parts.join("'")
}

fn too_long() -> String {
    "too long to be followed; IN ('A', 'B') takes the place of many a = 'A' OR a = 'B'".to_owned()
}

fn query() -> String {
    "a query of its own; a condition looks at the columns of one row".to_owned()
}

/// What can be named.
enum Names<'c> {
    Columns(&'c [Known]),
    /// Any name, which then is a number's.
    Any,
}

/// What understands the parts of a condition.
pub(super) struct Reader<'c> {
    columns: Names<'c>,
}

impl Reader<'_> {
    /// # Errors
    /// In words, where it cannot be understood.
    pub fn part(&self, sql: &Sql, depth: usize) -> Result<Typed, String> {
        if depth > DEPTH {
            return Err(too_long());
        }
        let part = |sql: &Sql| self.part(sql, depth + 1);
        let flag = |value: Expr| Ok(Typed::new(Kind::Flag, value, sql));
        let number = |value: Expr| Ok(Typed::new(Kind::Number, value, sql));
        match sql {
            Sql::Identifier(name) => self.column(name),
            Sql::Nested(inner) => Ok(Typed { said: sql.to_string(), ..part(inner)? }),
            Sql::Value(value) => literal(value),
            Sql::UnaryOp { op: UnaryOperator::Not, expr } => flag(part(expr)?.flag()?.not()),
            Sql::UnaryOp { op: UnaryOperator::Minus, expr } => number(lit(0.0) - part(expr)?.number()?),
            Sql::UnaryOp { op: UnaryOperator::Plus, expr } => number(part(expr)?.number()?),
            Sql::BinaryOp { op: op @ (BinaryOperator::And | BinaryOperator::Or), .. } => {
                let parts: Vec<Expr> = chain(sql, op).into_iter().map(|p| part(p)?.flag()).collect::<Result<_, _>>()?;
                flag(joined(parts, if *op == BinaryOperator::And { Expr::and } else { Expr::or }))
            }
            Sql::BinaryOp { .. } => {
                let (first, steps) = spine(sql);
                steps.into_iter().try_fold(part(first)?, |a, (sql, op, b)| two(sql, a, op, part(b)?))
            }
            Sql::IsNull(inner) => flag(part(inner)?.is_blank()),
            Sql::IsNotNull(inner) => flag(part(inner)?.is_blank().not()),
            Sql::IsTrue(inner) => flag(part(inner)?.flag()?.fill_null(lit(false))),
            Sql::IsNotTrue(inner) => flag(part(inner)?.flag()?.fill_null(lit(false)).not()),
            Sql::IsFalse(inner) => flag(part(inner)?.flag()?.not().fill_null(lit(false))),
            Sql::IsNotFalse(inner) => flag(part(inner)?.flag()?.fill_null(lit(true))),
            Sql::IsUnknown(inner) => flag(part(inner)?.flag()?.is_null()),
            Sql::IsNotUnknown(inner) => flag(part(inner)?.flag()?.is_not_null()),
            Sql::InList { expr, list, negated } => {
                let sought = part(expr)?;
                let same = |item: &Sql| compare(sought.clone(), Comparison::Same, part(item)?);
                let found = joined(list.iter().map(same).collect::<Result<_, _>>()?, Expr::or);
                flag(if *negated { found.not() } else { found })
            }
            Sql::Between { expr, negated, low, high } => {
                let sought = part(expr)?;
                let from = compare(sought.clone(), Comparison::NotBelow, part(low)?)?;
                let within = from.and(compare(sought, Comparison::NotAbove, part(high)?)?);
                flag(if *negated { within.not() } else { within })
            }
            Sql::Like { negated, any: false, expr, pattern, escape_char: None } => {
                flag(like(part(expr)?, &part(pattern)?, "", *negated)?)
            }
            Sql::ILike { negated, any: false, expr, pattern, escape_char: None } => {
                flag(like(part(expr)?, &part(pattern)?, "i", *negated)?)
            }
            Sql::Case { operand, conditions, else_result, .. } => {
                let operand = operand.as_deref().map(part).transpose()?;
                self.case(sql, operand.as_ref(), conditions, else_result.as_deref(), depth)
            }
            Sql::Cast { kind, expr, data_type, .. } => cast(sql, part(expr)?, data_type, kind),
            Sql::TypedString(_) | Sql::Interval(_) | Sql::Extract { .. } | Sql::AtTimeZone { .. } => {
                Err(format!("{sql} is about days, and {NO_DAYS}"))
            }
            Sql::Subquery(_) | Sql::Exists { .. } | Sql::InSubquery { .. } => Err(query()),
            Sql::CompoundIdentifier(_) => {
                Err(format!("“{sql}”: a column is named by itself, without what it belongs to"))
            }
            other => function(other, &part),
        }
    }

    fn column(&self, name: &Ident) -> Result<Typed, String> {
        let Names::Columns(columns) = self.columns else {
            return Ok(Typed::new(Kind::Number, col(name.value.as_str()), name));
        };
        let found = columns.iter().find(|(own, _)| own.eq_ignore_ascii_case(&name.value));
        if let Some((own, kind)) = found {
            return Ok(Typed::new(*kind, col(*own), own));
        }
        let nearest = columns.iter().min_by_key(|(own, _)| strsim::levenshtein(own, &name.value.to_lowercase()));
        let nearest = nearest.map_or("", |(own, _)| own);
        let all: Vec<&str> = columns.iter().map(|(own, _)| *own).collect();
        let text = match name.quote_style {
            Some(_) => format!(" A text stands in single quotation marks: '{}'.", name.value),
            None => String::new(),
        };
        let name = &name.value;
        Err(format!("“{name}” is not a column; did you mean “{nearest}”?{text} The columns are: {}", all.join(", ")))
    }

    /// The first that holds gives the value; what none gives is blank.
    fn case(
        &self,
        sql: &Sql,
        operand: Option<&Typed>,
        conditions: &[CaseWhen],
        otherwise: Option<&Sql>,
        depth: usize,
    ) -> Result<Typed, String> {
        let mut out = otherwise.map_or_else(|| Ok(Typed::null()), |last| self.part(last, depth + 1))?;
        for CaseWhen { condition, result } in conditions.iter().rev() {
            let test = self.part(condition, depth + 1)?;
            let test = match operand {
                Some(operand) => compare(operand.clone(), Comparison::Same, test)?,
                None => test.flag()?,
            };
            out = choice(test, self.part(result, depth + 1)?, out)?;
        }
        Ok(Typed { said: sql.to_string(), ..out })
    }
}

fn two(sql: &Sql, a: Typed, op: &BinaryOperator, b: Typed) -> Result<Typed, String> {
    use BinaryOperator::{Divide, Eq, Gt, GtEq, Lt, LtEq, Minus, Modulo, Multiply, NotEq, Plus, StringConcat};
    let how = match op {
        Eq => Comparison::Same,
        NotEq => Comparison::Differs,
        Lt => Comparison::Below,
        LtEq => Comparison::NotAbove,
        Gt => Comparison::Above,
        GtEq => Comparison::NotBelow,
        StringConcat => return Ok(Typed::new(Kind::Text, a.words()? + b.words()?, sql)),
        Plus | Minus | Multiply | Divide | Modulo => {
            let (a, b) = (a.number()?, b.number()?);
            let value = match op {
                Plus => a + b,
                Minus => a - b,
                Multiply => a * b,
                // Nothing is over nought.
                Divide => a / non_zero(b),
                _ => a % non_zero(b),
            };
            return Ok(Typed::new(Kind::Number, value, sql));
        }
        _ => return Err(format!("not understood at “{op}”")),
    };
    Ok(Typed::new(Kind::Flag, compare(a, how, b)?, sql))
}

/// What stands first in a chain of operators, and each step from left to right: sixty figures added up are not deep.
fn spine(sql: &Sql) -> (&Sql, Vec<(&Sql, &BinaryOperator, &Sql)>) {
    let (mut steps, mut rest) = (vec![], sql);
    while let Sql::BinaryOp { left, op, right } = rest
        && !matches!(op, BinaryOperator::And | BinaryOperator::Or)
    {
        steps.push((rest, op, &**right));
        rest = left;
    }
    steps.reverse();
    (rest, steps)
}

/// What a chain of AND, or of OR, joins.
fn chain<'s>(sql: &'s Sql, by: &BinaryOperator) -> Vec<&'s Sql> {
    let (mut out, mut rest) = (vec![], sql);
    while let Sql::BinaryOp { left, op, right } = rest
        && op == by
    {
        out.push(&**right);
        rest = left;
    }
    out.push(rest);
    out.reverse();
    out
}

/// Joined in halves, so that a long list is not deep.
fn joined(mut of: Vec<Expr>, by: fn(Expr, Expr) -> Expr) -> Expr {
    match of.len() {
        0 => lit(false),
        1 => of.remove(0),
        n => {
            let rest = of.split_off(n / 2);
            by(joined(of, by), joined(rest, by))
        }
    }
}

fn literal(value: &ValueWithSpan) -> Result<Typed, String> {
    match &value.value {
        Value::Number(digits, _) => match digits.parse::<f64>() {
            Ok(number) => Ok(Typed::new(Kind::Number, lit(number), digits)),
            Err(_) => Err(format!("“{digits}” is no number")),
        },
        Value::SingleQuotedString(text) => Ok(Typed::text(text)),
        Value::Boolean(flag) => Ok(Typed::new(Kind::Flag, lit(*flag), flag)),
        Value::Null => Ok(Typed::null()),
        other => Err(format!("“{other}” is not understood; a text stands in single quotation marks: 'like this'")),
    }
}

/// `%` stands for any signs, `_` for one; line breaks are signs too.
fn like(sought: Typed, pattern: &Typed, flags: &str, negated: bool) -> Result<Expr, String> {
    let Some(pattern) = &pattern.literal else {
        return Err(format!("{} is no pattern; LIKE takes a text such as '%word%'", pattern.said));
    };
    let sign = |c: char| match c {
        '%' => ".*".to_owned(),
        '_' => ".".to_owned(),
        c if c.is_alphanumeric() => c.to_string(),
        c => format!("\\x{{{:x}}}", u32::from(c)),
    };
    let pattern: String = pattern.chars().map(sign).collect();
    let found = sought.words()?.str().contains(lit(format!("(?s{flags})^{pattern}$")), true);
    Ok(if negated { found.not() } else { found })
}

/// A text as a number is the one thing that can fail on a figure: then the condition does, and says so.
fn cast(sql: &Sql, from: Typed, to: &SqlType, how: &CastKind) -> Result<Typed, String> {
    let name = to.to_string().to_uppercase();
    let is = |kinds: &[&str]| kinds.iter().any(|kind| name.starts_with(kind));
    let whole = is(&["INT", "BIGINT", "SMALLINT", "TINYINT", "SIGNED", "UNSIGNED"]);
    if is(&["DATE", "TIME", "INTERVAL"]) {
        return Err(format!("{sql} is about days, and {NO_DAYS}"));
    }
    if !whole && !is(&["FLOAT", "DOUBLE", "REAL", "DECIMAL", "NUMERIC", "DEC"]) {
        return Err(format!("{sql}: only a text is turned into a number, by CAST(… AS INTEGER) or CAST(… AS DECIMAL)"));
    }
    let number = match (from.kind, how) {
        (Kind::Number, _) => from.value,
        (Kind::Text, how) => {
            let blank = from.is_blank();
            let trimmed = from.value.str().strip_chars(lit(NULL));
            let filled = when(blank).then(lit(NULL).cast(DataType::String)).otherwise(trimmed);
            match how {
                CastKind::TryCast | CastKind::SafeCast => filled.cast(DataType::Float64),
                _ => filled.strict_cast(DataType::Float64),
            }
        }
        _ => return Err(format!("{sql}: {} is {}, and no number can be made of it", from.said, from.kind.words())),
    };
    Ok(Typed::new(Kind::Number, if whole { truncated(number) } else { number }, sql))
}
