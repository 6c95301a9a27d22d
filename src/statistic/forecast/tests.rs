//! Forecasts of synthetic years.
