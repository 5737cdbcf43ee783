//! `meanwhile export book`: a course as a book for mdBook.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;

use super::arguments::Common;
use crate::book::{Solutions, course_as_book};
use crate::course::contents::Course;
use crate::files::{Destination, Kind, Replace};
use crate::plain::plain_text;

#[derive(Debug, Args)]
pub struct ExportBookArguments {
    /// The folder to write, which is made
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// A course's folder; without it the built-in course
    #[arg(value_name = "COURSE")]
    course: Option<PathBuf>,
    /// Leave solutions out; else they are there, folded
    #[arg(long)]
    no_solutions: bool,
}

/// Writes the book.
pub fn run(common: &Common, arguments: &ExportBookArguments) -> anyhow::Result<i32> {
    let folder = &arguments.output;
    let course = match arguments.course.as_deref().map_or_else(Course::builtin, Course::load) {
        Ok(course) => course,
        Err(problems) => {
            let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
            bail!("the course has problems; `meanwhile course check` lists them: {}", said.join("; "));
        }
    };
    let replace = common.replace();
    if replace != Replace::Anything && !is_free(folder)? {
        bail!(
            "{} is not empty; name a folder that is not there yet, or add --force to write over the book in it",
            folder.display()
        );
    }
    let solutions = if arguments.no_solutions { Solutions::LeftOut } else { Solutions::Folded };
    for file in course_as_book(&course, solutions) {
        let path = folder.join(&file.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)
                .with_context(|| format!("cannot make the folder {}", parent.display()))?;
        }
        Destination::new(&path, Kind::Script, replace, &[])?.write(file.text.as_bytes())?;
    }
    let folder = folder.display().to_string();
    write_line!("wrote {0}\n\nMake pages of it: mdbook build {0}", plain_text(&folder));
    Ok(0)
}

/// Whether nothing is there, or an empty folder.
fn is_free(folder: &Path) -> anyhow::Result<bool> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error).with_context(|| format!("{} is no folder to write to", folder.display())),
    }
}
