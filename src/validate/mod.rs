//! The conditions of the catalogue over readings, as polars expressions, and their runner.
