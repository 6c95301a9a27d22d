//! File in, records and findings out; then records in, a typed return and findings out. Never fails on content.

pub mod typing;
