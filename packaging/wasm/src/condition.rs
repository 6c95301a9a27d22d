//! In place of the program's `condition`, which brings polars along. Settings use it to try the rules of a council's status
//! scheme while `quarterday.toml` is read. That file is not read here: what it says of reading comes from the program, which
//! has read it. So nothing here is ever called; the compiler wants the three names.

/// How a column is read from a row.
pub enum Get<T> {
    /// A number, or null.
    Number(fn(&T) -> Option<f64>),
    /// True, false or null.
    Flag(fn(&T) -> Option<bool>),
    /// A text.
    Text(for<'r> fn(&'r T) -> &'r str),
}

/// A named column, with its words for people who write conditions.
pub struct ConditionColumn<T> {
    /// Its name in a condition.
    pub name: &'static str,
    /// What it holds, in words.
    pub words: &'static str,
    /// What stands in it in one row.
    pub get: Get<T>,
}

/// Refuses every condition: that it cannot be tried here must never pass for its being sound.
pub fn check<T>(_: &str, _: &[ConditionColumn<T>], _: &[T]) -> Result<(), String> {
    Err("the reader tries no conditions".to_owned())
}
