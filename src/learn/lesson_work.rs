//! The workspaces of a course: a lesson's with its files and the programs of its steps, an answer's beside it, and the
//! session's from before.

use std::path::Path;

use anyhow::Context;
use tempfile::TempDir;

use super::flow::Desk;
use super::programs::catch_up;
use crate::course::judge::folder_with;
use crate::host::permissions::{Permissions, Sandbox, Wish};
use crate::runner::Leftovers;
use crate::workbench::Workbench;
use crate::workbench::Workspace;

/// Which workspaces there are beside the session's present one.
pub struct LessonWork {
    /// What a course from elsewhere may do in addition; none for the one that comes with meanwhile.
    granted: Option<Vec<Wish>>,
    /// The lesson whose workspace is the session's, and the steps whose programs have run in it.
    opened: Option<usize>,
    ran: Vec<usize>,
    /// The session's workspace from before the course, and the lesson's, while answers run in their own.
    before: Option<Workspace>,
    aside: Option<Workspace>,
}

impl LessonWork {
    /// None so far, of a course to which this is granted; none for the one that comes with meanwhile.
    pub fn granted(granted: Option<Vec<Wish>>) -> LessonWork {
        LessonWork { granted, opened: None, ran: Vec::new(), before: None, aside: None }
    }

    /// Those that are not the session's now.
    pub fn others(&self) -> impl Iterator<Item = &Workspace> {
        self.aside.iter().chain(&self.before)
    }

    /// Notes that the program of a step runs.
    pub fn note_run(&mut self, step: usize) {
        self.ran.push(step);
    }

    /// Makes the session's workspace that of a lesson: with its files, and with what the programs of the steps before the
    /// present one have defined.
    ///
    /// # Errors
    /// The system's, and those of standard output.
    pub fn open(&mut self, bench: &mut Workbench, desk: &Desk, index: usize) -> anyhow::Result<()> {
        let aside = self.aside.take();
        let Some(lesson) = desk.course.lessons.get(index) else { return Ok(()) };
        if let Some(aside) = aside {
            bench.move_to(aside).close();
        }
        if self.opened != Some(index) {
            let folder = folder_with(&lesson.files).context("the lesson's files cannot be written")?;
            let old = bench.move_to(self.workspace(bench, folder)?);
            (self.opened, self.ran) = (Some(index), Vec::new());
            match self.before {
                None => self.before = Some(old),
                Some(_) => {
                    bench.wind_up(&old)?;
                    old.close();
                }
            }
        }
        let missed: Vec<usize> =
            (0..desk.step.min(lesson.steps.len())).filter(|it| !self.ran.contains(it)).collect();
        catch_up(bench, desk, lesson, &missed)?;
        self.ran.extend(missed);
        Ok(())
    }

    /// The present lesson's once more, as if nothing had run there.
    ///
    /// # Errors
    /// As those of [`LessonWork::open`].
    pub fn restart(&mut self, bench: &mut Workbench, desk: &Desk) -> anyhow::Result<()> {
        self.opened = None;
        self.open(bench, desk, desk.lesson)
    }

    /// Makes an answer's workspace the session's; that of the lesson waits aside.
    pub fn begin_attempt(&mut self, bench: &mut Workbench, work: Workspace) {
        let old = bench.move_to(work);
        match self.aside {
            None => self.aside = Some(old),
            Some(_) => old.close(),
        }
    }

    /// Goes back to the session's workspace from before the course.
    ///
    /// # Errors
    /// As those of standard output.
    pub fn leave(self, bench: &mut Workbench) -> anyhow::Result<()> {
        if let Some(before) = self.before {
            let lessons = bench.move_to(before);
            bench.wind_up(&lessons)?;
            lessons.close();
        }
        Ok(())
    }

    fn workspace(&self, bench: &Workbench, folder: TempDir) -> anyhow::Result<Workspace> {
        let permissions = permissions(&bench.outside.permissions, folder.path(), self.granted.as_deref())?;
        Workspace::in_folder(folder, bench.clock, permissions, Leftovers::Keep, &bench.display.echo())
    }
}

/// What the programs of a lesson may touch, whose files are in `folder`. `granted` is what a course from elsewhere
/// may, beyond that.
fn permissions(
    session: &Permissions,
    folder: &Path,
    granted: Option<&[Wish]>,
) -> anyhow::Result<Permissions> {
    let problem = "the lesson's folder is gone";
    Ok(match (session, granted) {
        (Permissions::Everything, None) => Permissions::Everything,
        (Permissions::Everything, Some(granted)) => {
            Permissions::Sandbox(Sandbox::for_document(folder, granted).context(problem)?)
        }
        (Permissions::Sandbox(sandbox), None) => {
            Permissions::Sandbox(sandbox.clone().with_folder(folder).context(problem)?)
        }
        // The session's sandbox is the reader's own word.
        (Permissions::Sandbox(_), Some(_)) => {
            Permissions::Sandbox(Sandbox::for_document(folder, &[]).context(problem)?)
        }
    })
}
