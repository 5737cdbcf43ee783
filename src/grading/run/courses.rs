//! The course that is graded: the built-in one or a folder's, with a teacher's overlay.

use std::path::Path;

use anyhow::anyhow;

use crate::course::contents::Course;
use crate::course::document::Problem;

/// Loads it. The error holds all that is amiss.
pub fn load(course: Option<&Path>, overlay: Option<&Path>) -> anyhow::Result<Course> {
    let loaded = match course {
        None => Course::builtin().map_err(|it| told("the built-in course", &it))?,
        Some(path) => {
            Course::load(path).map_err(|it| told(&format!("the course {}", path.display()), &it))?
        }
    };
    match overlay {
        None => Ok(loaded),
        Some(path) => {
            loaded.with_overlay(path).map_err(|it| told(&format!("the overlay {}", path.display()), &it))
        }
    }
}

/// What identifies the course with its overlay.
pub fn hashes(course: &Course) -> String {
    format!("{} {}", course.hash, course.overlay_hash.as_deref().unwrap_or("-"))
}

fn told(what: &str, problems: &[Problem]) -> anyhow::Error {
    let problems: Vec<String> = problems.iter().map(Problem::to_string).collect();
    anyhow!("{what} cannot be used: {}", problems.join("; "))
}
