//! The session as the learner of a course sees it: it does what the flow says, and tells the flow what came of it.

use std::collections::VecDeque;
use std::path::Path;

use anyhow::Context;

use super::flow::{Effect, Event, PromptSpec, Recalled, Window, lesson_of};
use super::piece::{Block, painted};
use super::words::Word;
use super::{Learning, NOT_KEPT, style};
use crate::commands::{self, LessonCommand};
use crate::course::contents::{Course, Provenance};
use crate::course::grants::Grants;
use crate::course::judge::folder_with;
use crate::course::progress::data_folder;
use crate::editor::{Input, Wanted};
use crate::host::permissions::{Permissions, Sandbox, Wish};
use crate::plain::plain_text;
use crate::repl::session::{Next, Session};
use crate::repl::workspace::Workspace;
use crate::runner::Leftovers;
use crate::term;
use crate::vocabulary::words;

/// Characters of a course's title in a question about it.
const MAX_TITLE: usize = 60;

impl Session {
    /// Begins a course, or goes on with it. `command` is the command line that brings its learner back.
    pub(in crate::repl) fn open_course(
        &mut self,
        course: Course,
        wanted: Option<String>,
        command: String,
    ) -> anyhow::Result<()> {
        self.name_lessons(&course);
        let granted = self.granted(&course)?;
        let (mut learning, notice) = Learning::open(course, command, self.window());
        learning.granted = granted;
        self.learning = Some(learning);
        if let Some(notice) = notice {
            self.say(&format!("{}\n\n", plain_text(&notice.to_string())))?;
        }
        self.tell(Event::Begin(wanted))
    }

    /// Begins a review: a course of one lesson, whose steps are these questions.
    pub(in crate::repl) fn open_review(
        &mut self,
        questions: Course,
        recalled: Vec<Recalled>,
        command: String,
    ) -> anyhow::Result<()> {
        self.name_lessons(&questions);
        let granted = self.granted(&questions)?;
        let count = recalled.len();
        let (mut learning, notice) = Learning::open(questions, command, self.window());
        learning.granted = granted;
        learning.flow.recalled = Some(recalled);
        self.learning = Some(learning);
        if let Some(notice) = notice {
            self.say(&format!("{}\n\n", plain_text(&notice.to_string())))?;
        }
        let what = if count == 1 { "one question".to_owned() } else { format!("{count} questions") };
        self.say(&format!("Review: {what} about what you learned. Nothing is graded.\n\n"))?;
        self.tell(Event::Begin(Some("1".to_owned())))
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
                Some(Err(problem)) => self.say(&format!("{}\n", plain_text(&problem.in_session()))),
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
            return self.say("That belongs to the course. :learn begins it, or goes on with it.\n");
        }
        self.tell(Event::Command(command))
    }

    pub(in crate::repl) fn reset_in_lesson(&mut self) -> anyhow::Result<()> {
        self.tell(Event::Reset)
    }

    pub(in crate::repl) fn is_in_exercise(&self) -> bool {
        self.learning.as_ref().is_some_and(|it| it.flow.is_in_exercise())
    }

    /// Takes a text for the answer to the exercise, whatever it reads like.
    pub(in crate::repl) fn answer_with(&mut self, text: String) -> anyhow::Result<()> {
        let event = self.try_answer(text)?;
        self.tell(event)
    }

    /// Enter alone.
    pub(in crate::repl) fn take_blank(&mut self) -> anyhow::Result<Next> {
        if self.learning.is_some() {
            self.tell(Event::Enter)?;
        } else {
            self.talk_forward()?;
        }
        Ok(Next::Prompt)
    }

    /// What was at the prompt at Ctrl-C.
    pub(in crate::repl) fn put_away(&mut self, text: String) -> anyhow::Result<Next> {
        if self.learning.is_some() && commands::parse(&text).is_none() {
            self.tell(Event::PutAway(text))?;
        }
        self.talk_put_away();
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

    /// What to ask for now. In a course, an invitation says what may be done, and the up arrow brings the answer.
    pub(in crate::repl) fn ask(&mut self) -> anyhow::Result<PromptSpec> {
        if let Some(asked) = self.ask_who_next()? {
            return Ok(asked);
        }
        let window = self.window();
        let Some(learning) = &mut self.learning else {
            let wanted = if self.presenting.is_some() { Wanted::Talk } else { Wanted::Code };
            return Ok(PromptSpec { prompt: None, wanted });
        };
        learning.flow.window = window;
        learning.flow.today = super::today();
        let (asked, invitation) = (learning.flow.asked(), learning.flow.invitation());
        let drafts = learning.flow.drafts();
        if !self.editor.entries().ends_with(&drafts) {
            drafts.iter().for_each(|it| self.editor.offer(it));
        }
        self.set_apart()?;
        self.say(&painted(&[Block::Invitation(invitation)], style(&self.options.look)))?;
        Ok(asked)
    }

    /// Tells the flow what happened, and does what it says, until there is nothing left to do.
    pub(super) fn tell(&mut self, event: Event) -> anyhow::Result<()> {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            let window = self.window();
            let Some(learning) = &mut self.learning else { break };
            learning.flow.window = window;
            learning.flow.today = super::today();
            let ran = if let Event::Ran(ran) = &event { Some(ran.clone()) } else { None };
            let acts = learning.flow.take(event);
            // Before a program runs: what the room is asked about it is closed then.
            let said_of_room = self.attend_room(ran.as_ref());
            for act in acts {
                events.extend(self.perform(act)?);
            }
            self.say(&said_of_room)?;
        }
        Ok(())
    }

    /// What is seen at the same time. Without a terminal nothing scrolls away.
    fn window(&self) -> Window {
        let rows = if self.is_interactive { term::size().rows.into() } else { usize::MAX };
        Window { style: style(&self.options.look), rows }
    }

    fn perform(&mut self, act: Effect) -> anyhow::Result<Option<Event>> {
        let style = style(&self.options.look);
        let Some(learning) = &mut self.learning else { return Ok(None) };
        match act {
            Effect::Say(Block::Gap) => self.set_apart()?,
            Effect::Say(piece) => self.say(&painted(&[piece], style))?,
            Effect::Keep(change) => {
                let notice = learning.keep(change, style);
                self.say(&notice)?;
            }
            Effect::Open(lesson) => self.open_lesson(lesson)?,
            Effect::Run(program) => return self.run_program(&program).map(Some),
            Effect::Foresee(program) => return Ok(Some(Event::Foreseen(self.dry_run(&program)))),
            Effect::Picture(question) => return self.show_marked(&question).map(Some),
            Effect::Arrange(arrangement, lines) => return self.arrange(&arrangement, &lines).map(Some),
            Effect::Schedule(puzzle, typed) => return self.schedule(&puzzle, typed.as_deref()).map(Some),
            Effect::RunCard(card) => self.run_card(&card)?,
            Effect::Submit(file) => self.submit(file.as_deref())?,
            Effect::Try(answer) => return self.try_answer(answer).map(Some),
            Effect::Enter(text) => self.enter(&text, self.work.folder(), None)?,
            Effect::Restart => {
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
        let granted = learning.granted.clone();
        let lesson = learning.flow.course.lessons.get(index).cloned();
        let (Some(lesson), step) = (lesson, learning.flow.step) else { return Ok(()) };
        if let Some(aside) = aside {
            self.move_to(aside).close();
        }
        if !is_open {
            let folder = folder_with(&lesson.files).context("the lesson's files cannot be written")?;
            let permissions = self.lesson_permissions(folder.path(), granted.as_deref())?;
            let clock = self.options.clock;
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
        self.catch_up(&lesson, step)
    }

    /// What the programs of a lesson may touch, whose files are in `folder`. `granted` is what a course from elsewhere
    /// may, beyond that.
    fn lesson_permissions(&self, folder: &Path, granted: Option<&[Wish]>) -> anyhow::Result<Permissions> {
        let problem = "the lesson's folder is gone";
        Ok(match (&self.options.outside.permissions, granted) {
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

    /// The answer to a question that was just shown. Whatever is neither yes nor no, Ctrl-C included, has it asked again; Enter
    /// alone and the end of the input mean no.
    pub(super) fn ask_yes_or_no(&mut self) -> anyhow::Result<bool> {
        loop {
            match self.editor.read("yes or no › ", "", Wanted::Answer)? {
                Input::Entry(text) => match text.trim().to_lowercase().as_str() {
                    "y" | "yes" => return Ok(true),
                    "n" | "no" => return Ok(false),
                    _ => self.say("Type yes or no, and press Enter.\n")?,
                },
                // Enter alone is no consent.
                Input::Blank | Input::Left => return Ok(false),
                Input::Cancelled(_) | Input::Back => self.say("Type yes or no, and press Enter.\n")?,
            }
        }
    }

    /// What a course from elsewhere may do beyond what every course may; none for the one that comes with meanwhile. Its
    /// learner is asked once, for the course as it is.
    fn granted(&mut self, course: &Course) -> anyhow::Result<Option<Vec<Wish>>> {
        if course.provenance == Provenance::BuiltIn {
            return Ok(None);
        }
        if course.wishes.is_empty() || self.options.outside.permissions.is_sandbox() {
            return Ok(Some(Vec::new()));
        }
        let grants = Grants::in_folder(data_folder().as_deref());
        if let Some(granted) = grants.of(&course.hash) {
            // What a course does not ask for it does not get, whatever the file says.
            return Ok(Some(granted.into_iter().filter(|it| course.wishes.contains(it)).collect()));
        }
        // However long a title is, the question stays on the screen.
        let title: String = plain_text(&course.title).chars().take(MAX_TITLE).collect();
        let wishes: String =
            course.wishes.iter().map(|it| format!("  {:<9} {}\n", it.name(), it.meaning())).collect();
        self.say(&format!(
            "The course \"{title}\" does not come with meanwhile.\n\
             Its programs run in a sandbox, and they ask for more:\n\n{wishes}\n"
        ))?;
        if !self.is_interactive {
            self.say("Nobody can be asked here, so they run without it.\n\n")?;
            return Ok(Some(Vec::new()));
        }
        self.say(
            "Allow this? If you say no, they run without it.\nYou are asked again when the course changes.\n",
        )?;
        let is_yes = self.ask_yes_or_no()?;
        let granted = if is_yes { course.wishes.clone() } else { Vec::new() };
        if let Err(error) = grants.remember(&course.hash, &granted) {
            self.say(&format!("Your answer could not be kept: {}.\n", plain_text(&error.to_string())))?;
        }
        self.say(if is_yes { "It is allowed.\n\n" } else { "It is not allowed.\n\n" })?;
        Ok(Some(granted))
    }
}
