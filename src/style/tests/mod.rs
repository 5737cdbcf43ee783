//! Tests of what is common to all texts.

mod texts;
