//! The session as the learner of a course sees it: it does what the flow says, and tells the flow what came of it.

use std::collections::VecDeque;

use anyhow::Context;

use super::flow::{Asked, Do, Event, Window, lesson_of};
use super::piece::{Piece, painted};
use super::words::Word;
use super::{Learning, NOT_KEPT, style};
use crate::lesson::course::Course;
use crate::lesson::judge::folder_with;
use crate::plain::plain_text;
use crate::repl::commands::{self, LessonCommand};
use crate::repl::editor::Wanted;
use crate::repl::session::{Next, Session};
use crate::repl::workspace::Workspace;
use crate::runner::Leftovers;
use crate::script::vocabulary::words;
use crate::term;

impl Session {
    /// Begins a course, or goes on with it. `command` is the command line that brings its learner back.
    pub(in crate::repl) fn open_course(
        &mut self,
        course: Course,
        wanted: Option<String>,
        command: String,
    ) -> anyhow::Result<()> {
        self.name_lessons(&course);
        let (learning, notice) = Learning::open(course, command, self.window());
        self.learning = Some(learning);
        if let Some(notice) = notice {
            self.say(&format!("{}\n\n", plain_text(&notice.to_string())))?;
        }
        self.tell(Event::Begin(wanted))
    }

    /// `:learn`
    pub(in crate::repl) fn learn(&mut self, wanted: Option<String>) -> anyhow::Result<()> {
        if matches!(wanted.as_deref(), Some("stop" | "off" | "quit" | "leave")) {
            return self.leave_course();
        }
        if self.learning.is_some() {
            return self.tell(Event::Begin(wanted));
        }
        match Course::builtin() {
            Ok(course) => match wanted.as_deref().map(|wanted| lesson_of(&course, wanted)) {
                Some(Err(problem)) => self.say(&format!("{}\n", plain_text(&problem))),
                _ => self.open_course(course, wanted, "meanwhile learn".to_owned()),
            },
            Err(problems) => {
                let first = problems.first().map(|it| it.to_string()).unwrap_or_default();
                self.say(&format!("The built-in course cannot be read: {}\n", plain_text(&first)))
            }
        }
    }

    fn leave_course(&mut self) -> anyhow::Result<()> {
        let Some(learning) = self.learning.take() else {
            return self.say("No course is open. :learn begins one.\n");
        };
        let kept = if learning.store.is_kept() { "Your progress is kept." } else { NOT_KEPT };
        self.say(&format!("You have left the course. {kept} :learn brings you back.\n"))?;
        if let Some(before) = learning.before {
            let lessons = self.move_to(before);
            self.wind_up(&lessons)?;
            lessons.close();
        }
        Ok(())
    }

    /// A command of the course.
    pub(in crate::repl) fn lesson_command(&mut self, command: LessonCommand) -> anyhow::Result<()> {
        if self.learning.is_none() {
            return self.say("That is for the course. :learn begins it, or goes on with it.\n");
        }
        self.tell(Event::Command(command))
    }

    pub(in crate::repl) fn reset_in_lesson(&mut self) -> anyhow::Result<()> {
        self.tell(Event::Reset)
    }

    pub(in crate::repl) fn is_in_exercise(&self) -> bool {
        self.learning.as_ref().is_some_and(|it| it.flow.is_in_exercise())
    }

    /// Enter alone.
    pub(in crate::repl) fn take_blank(&mut self) -> anyhow::Result<Next> {
        if self.learning.is_some() {
            self.tell(Event::Enter)?;
        }
        Ok(Next::Prompt)
    }

    /// What was at the prompt at Ctrl-C.
    pub(in crate::repl) fn put_away(&mut self, text: String) -> anyhow::Result<Next> {
        if self.learning.is_some() && commands::parse(&text).is_none() {
            self.tell(Event::PutAway(text))?;
        }
        Ok(Next::Prompt)
    }

    /// Something that is no `:command`.
    pub(in crate::repl) fn typed_in_lesson(&mut self, text: &str) -> anyhow::Result<()> {
        let wanted = self.learning.as_ref().map(|it| it.flow.asked().wanted);
        let is_skip = wanted == Some(Wanted::Answer) && text.trim().starts_with('?');
        let bare = text.trim().trim_end_matches([';', '(', ')']);
        let work = &self.work;
        let is_known = work.variables.iter().chain(&work.functions).any(|it| it.name == bare)
            || words().any(|it| it.name == bare);
        if let Some(hint) = commands::bare_word_hint(text).filter(|_| !is_known && !is_skip) {
            return self.say(&format!("{hint}\n"));
        }
        let word = if is_known { Word::Known } else { Word::Unknown };
        self.tell(Event::Typed(text.to_owned(), word))
    }

    /// What to ask for now. In a course, the learner is told what may be done, and the up arrow brings the answer.
    pub(in crate::repl) fn ask(&mut self) -> anyhow::Result<Asked> {
        let window = self.window();
        let Some(learning) = &mut self.learning else {
            return Ok(Asked { prompt: None, wanted: Wanted::Code });
        };
        learning.flow.window = window;
        let (asked, invitation) = (learning.flow.asked(), learning.flow.invitation());
        let drafts = learning.flow.drafts();
        if !self.editor.entries().ends_with(&drafts) {
            drafts.iter().for_each(|it| self.editor.offer(it));
        }
        self.set_apart()?;
        self.say(&painted(&[Piece::Invitation(invitation)], style(&self.options.look)))?;
        Ok(asked)
    }

    /// Tells the flow what happened, and does what it says, until there is nothing left to do.
    pub(super) fn tell(&mut self, event: Event) -> anyhow::Result<()> {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            let window = self.window();
            let Some(learning) = &mut self.learning else { break };
            learning.flow.window = window;
            for act in learning.flow.take(event) {
                events.extend(self.perform(act)?);
            }
        }
        Ok(())
    }

    /// What is seen at the same time. Without a terminal nothing scrolls away.
    fn window(&self) -> Window {
        let rows = if self.is_interactive { term::size().rows.into() } else { usize::MAX };
        Window { style: style(&self.options.look), rows }
    }

    fn perform(&mut self, act: Do) -> anyhow::Result<Option<Event>> {
        let style = style(&self.options.look);
        let Some(learning) = &mut self.learning else { return Ok(None) };
        match act {
            Do::Say(Piece::Gap) => self.set_apart()?,
            Do::Say(piece) => self.say(&painted(&[piece], style))?,
            Do::Keep(change) => {
                let notice = learning.keep(change, style);
                self.say(&notice)?;
            }
            Do::Open(lesson) => self.open_lesson(lesson)?,
            Do::Run(program) => return self.run_program(&program).map(Some),
            Do::Foresee(program) => return Ok(Some(Event::Foreseen(self.foresee(&program)))),
            Do::Try(answer) => return self.try_answer(answer).map(Some),
            Do::Enter(text) => self.enter(&text, self.work.folder(), None)?,
            Do::Restart => {
                learning.opened = None;
                let lesson = learning.flow.lesson;
                self.open_lesson(lesson)?;
                self.say("A fresh start: no tasks, no variables. The lesson goes on where it was.\n")?;
            }
        }
        Ok(None)
    }

    /// Makes the session's workspace that of a lesson: with its files, and with what the programs of the steps
    /// before have defined.
    fn open_lesson(&mut self, index: usize) -> anyhow::Result<()> {
        let Some(learning) = &mut self.learning else { return Ok(()) };
        learning.file = None;
        let (aside, is_open) = (learning.aside.take(), learning.opened == Some(index));
        let lesson = learning.flow.course.lessons.get(index).cloned();
        let (Some(lesson), step) = (lesson, learning.flow.step) else { return Ok(()) };
        if let Some(aside) = aside {
            self.move_to(aside).close();
        }
        if !is_open {
            let folder = folder_with(&lesson.files).context("the lesson's files cannot be written")?;
            let (clock, permissions) = (self.options.clock, self.options.outside.permissions.clone());
            let work = Workspace::in_folder(folder, clock, permissions, Leftovers::Keep, &self.echo())?;
            let old = self.move_to(work);
            let Some(learning) = &mut self.learning else { return Ok(()) };
            (learning.opened, learning.ran) = (Some(index), Vec::new());
            match learning.before {
                None => learning.before = Some(old),
                Some(_) => {
                    self.wind_up(&old)?;
                    old.close();
                }
            }
        }
        self.catch_up(&lesson, step);
        Ok(())
    }
}
