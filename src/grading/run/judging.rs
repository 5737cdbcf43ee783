//! Judges answers, several at once, each in a process of its own, and keeps what is judged.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::UNIX_EPOCH;

use anyhow::{Context, anyhow, bail};

use super::arguments::GradeArguments;
use super::job::{self, Job};
use super::journal::Journal;
use super::leftovers::Folders;
use super::progress::Progress;
use super::{JUDGE_TIMEOUT, PROCESSOR_SECONDS, courses, disk, pool, process, troubles};
use crate::course::contents::Course;
use crate::course::progress::data_folder;
use crate::course::verdict::TroubleKind;
use crate::grading::conduct::Judgement;

/// An answer to the lesson of this id, or why there is none.
pub struct Task {
    pub lesson: String,
    pub answer: Result<String, String>,
}

/// Everything that judging needs.
pub struct Judging<'a> {
    course: &'a Course,
    folders: [Option<PathBuf>; 2],
    program: PathBuf,
    /// In it each process has a folder of its own.
    temporary: Folders,
    journal: Option<Journal>,
    state: Arc<State>,
}

/// What is said when somebody stops it.
#[derive(Default)]
struct State {
    done: AtomicUsize,
    total: AtomicUsize,
    keeps: AtomicBool,
    is_stopping: AtomicBool,
}

impl<'a> Judging<'a> {
    /// Also gives a remark where nothing can be kept.
    pub fn open(
        course: &'a Course,
        arguments: &GradeArguments,
    ) -> anyhow::Result<(Judging<'a>, Option<String>)> {
        let program = std::env::current_exe().context("cannot find this program's own file")?;
        let temporary = Folders::open()?;
        let absolute = |path: &Option<PathBuf>| path.as_ref().map(fs::canonicalize).transpose();
        let folders = [absolute(&arguments.course)?, absolute(&arguments.overlay)?];
        let (journal, remark) = match journal(course, arguments, &program) {
            Ok(journal) => (Some(journal), None),
            Err(error) => {
                let text = format!("{error:#}; if this is stopped, it begins again from the start");
                (None, Some(text))
            }
        };
        let state = Arc::new(State { keeps: journal.is_some().into(), ..State::default() });
        clear_away_when_interrupted(temporary.path().to_owned(), state.clone());
        Ok((Judging { course, folders, program, temporary, journal, state }, remark))
    }

    /// Judges all. Judgements come in the order of the tasks.
    ///
    /// # Errors
    /// Where the system could not judge an answer: no answer gets a grade for that.
    pub fn all(&self, tasks: &[Task]) -> anyhow::Result<Vec<Judgement>> {
        let kept = tasks.iter().filter(|it| self.kept(it).is_some()).count();
        if kept > 0 {
            eprintln!("meanwhile: going on: {kept} of {} were graded before", tasks.len());
        }
        self.state.total.store(tasks.len(), Ordering::Relaxed);
        let progress = Progress::new(tasks.len());
        let on_done = |done| {
            self.state.done.store(done, Ordering::Relaxed);
            progress.show(done);
        };
        on_done(0);
        let judgements = pool::all(tasks, |it| self.judge(it), on_done);
        drop(progress);
        if self.state.is_stopping.load(Ordering::SeqCst) {
            // The one who stops it also ends this process.
            loop {
                thread::park();
            }
        }
        judgements.map_err(|error| match &self.journal {
            Some(_) => error.context(KEPT),
            None => error,
        })
    }

    /// Everything is reported, so nothing need be kept.
    pub fn finish(self) {
        if let Some(journal) = self.journal {
            journal.finish();
        }
    }

    fn kept(&self, task: &Task) -> Option<Judgement> {
        self.journal.as_ref()?.judgement(&task.lesson, task.answer.as_ref().ok()?)
    }

    fn judge(&self, task: &Task) -> anyhow::Result<Judgement> {
        let lesson =
            self.course.lesson(&task.lesson).with_context(|| format!("no lesson {}", task.lesson))?;
        let answer = match &task.answer {
            Ok(answer) => answer,
            Err(problem) => {
                let verdict = troubles::verdict(lesson, TroubleKind::NotAProgram, problem.clone());
                return Ok(Judgement::unseen(verdict));
            }
        };
        if let Some(judgement) = self.kept(task) {
            return Ok(judgement);
        }
        let room = self.temporary.path();
        disk::check_room(room, pool::workers()).map_err(|it| anyhow!(it))?;
        let [course, overlay] = self.folders.clone();
        let job = Job {
            token: job::new_token(),
            course,
            overlay,
            hash: courses::hashes(self.course),
            lesson: task.lesson.clone(),
            answer: answer.clone(),
            processor_seconds: PROCESSOR_SECONDS,
        };
        let mut command = Command::new(&self.program);
        command.arg("judge");
        let folder = tempfile::tempdir_in(room).context("cannot make a folder for an answer")?;
        let ending = process::judge(command, &job, folder.path(), JUDGE_TIMEOUT);
        if let process::Ending::NotStarted(error) = ending {
            bail!("the system could not judge an answer: {error}");
        }
        disk::check_left(room).map_err(|it| anyhow!(it))?;
        let judgement = troubles::of_ending(lesson, ending);
        if let Some(journal) = &self.journal {
            journal.keep(&task.lesson, answer, &judgement)?;
        }
        Ok(judgement)
    }
}

/// Said before the reason, wherever grading ends early.
pub const KEPT: &str = "what was graded is kept, and the same command goes on from there";

/// The journal of this command: the same program, course and submissions.
fn journal(course: &Course, arguments: &GradeArguments, program: &Path) -> anyhow::Result<Journal> {
    let folder = data_folder().context("there is no folder to keep what is graded")?;
    let about = fs::metadata(program)?;
    let built = about.modified().ok().and_then(|it| it.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    let program = format!("{} {} {}", env!("CARGO_PKG_VERSION"), about.len(), built.as_nanos());
    let mut texts = vec![program, courses::hashes(course)];
    for path in &arguments.submissions {
        texts.push(fs::canonicalize(path).unwrap_or_else(|_| path.clone()).to_string_lossy().into_owned());
    }
    Journal::open(&folder.join("grading"), &texts.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Judging processes end by themselves when this one does; their folders do not.
fn clear_away_when_interrupted(folders: PathBuf, state: Arc<State>) {
    // Where no handler can be set, only folders are left behind.
    let _ = ctrlc::set_handler(move || {
        state.is_stopping.store(true, Ordering::SeqCst);
        let _ = fs::remove_dir_all(&folders);
        let [done, total] = [&state.done, &state.total].map(|it| it.load(Ordering::Relaxed));
        let kept = if state.keeps.load(Ordering::Relaxed) { format!("; {KEPT}") } else { String::new() };
        eprintln!("\nmeanwhile: stopped after {done} of {total}{kept}");
        std::process::exit(crate::term::STOPPED)
    });
}
