//! Tests of the reports.
mod engine;
