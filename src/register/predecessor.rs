//! The councils before this one, whose measures, figures and forms it took over.

use crate::period::Period;
use std::sync::Arc;

/// A council before this one.
#[derive(Debug, Clone, PartialEq)]
pub struct Predecessor {
    /// Its id, which stands before the ids of its measures and services: `ASH` of `ASH-HW01`.
    pub id: Arc<str>,
    /// Its name.
    pub name: String,
    /// Other names that forms have for it.
    pub also_called: Vec<String>,
    /// Its last quarter.
    pub last: Option<Period>,
    /// Who is asked about its figures.
    pub contact: String,
    /// Where they are written to.
    pub email: String,
}

impl Predecessor {
    /// Its name, and the others that forms have for it.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name).chain(&self.also_called).map(String::as_str)
    }

    /// The id that a measure or a service of this council has here.
    pub fn id_here(&self, id: &str) -> String {
        format!("{}-{id}", self.id)
    }
}
