//! `Analysis` in, sheets out; formats, never computes.
