//! Tests of what the terminal says about sharing.
