//! What several test programs share.

// Each test program compiles this for itself, and uses a part of it.
#![allow(dead_code)]

pub mod pty;
