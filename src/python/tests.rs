//! Programs, recorded.
