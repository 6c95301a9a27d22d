//! `[benchmarks]`: among whom an indicator is ranked.

use serde::{Deserialize, Serialize};

/// `[benchmarks]`: comparison with others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Benchmarks {
    /// So many of the nearest councils, where the register has distances.
    pub nearest: u32,
    /// With fewer peers nothing is said.
    pub least_peers: u32,
}

impl Default for Benchmarks {
    fn default() -> Self {
        Self { nearest: 15, least_peers: 4 }
    }
}
