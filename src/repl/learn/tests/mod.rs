//! Tests of learning without a terminal.
