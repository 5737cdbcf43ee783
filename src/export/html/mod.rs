//! A run as a page: one file that needs no network and no other file, to move through in a browser.
//!
//! The picture, the findings, the code and the run in words stand in the page as markup, so that they are there without
//! scripts and on paper. The script (`page.js`) puts a timeline to zoom and step through in the picture's place. It only
//! looks up what is worked out here: every sentence it shows comes from `explain`.
//!
//! Texts of a program get into the page in two ways: through `escape::xml`, and as JSON in a block that is no script.

mod analysed_run;
mod data;
mod document;
mod embedded;
mod follow;
mod intern;
mod policy;
mod reasons;
mod segments;
mod style;
mod tree;

pub use embedded::{embedded_page, embedded_picture};
pub use follow::{FollowPage, Followed, follow_page};

use super::svg::SvgOptions;
use crate::explain::RunAnalysis;
use analysed_run::AnalysedRun;
pub use analysed_run::{Code, PageRun};

/// The page of one run, or of two on one axis. The picture in it is as wide as `options` say; its colours are those that
/// the reader's system asks for.
pub fn html(runs: &[PageRun], options: &SvgOptions) -> String {
    let accounts: Vec<RunAnalysis> = runs.iter().map(|run| RunAnalysis::new(run.view, run.trace)).collect();
    let runs: Vec<AnalysedRun> =
        runs.iter().zip(&accounts).map(|(run, analysis)| AnalysedRun::new(*run, analysis)).collect();
    let data = data::json(&runs);
    document::page(&runs, options, &data)
}
