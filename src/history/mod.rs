//! The ledger: immutable Parquet files and create-once, hash-chained records.
