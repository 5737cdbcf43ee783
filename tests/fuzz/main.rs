//! Hostile texts for everything that reads what others have written: scripts, traces, lessons, rosters, progress.
//!
//! Each target takes good texts apart and puts them together wrongly. A fixed sample of that is in every run of the tests;
//! the long run goes on for a minute each, from another beginning every time. What it finds it prints, to be added here.

mod harness;
mod lesson;
mod progress;
mod roster;
mod script;
mod trace;
