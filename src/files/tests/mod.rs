//! What is read, what is refused, and what stays as it was.

mod read;
mod write;
