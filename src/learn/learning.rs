//! A course that is being learned: it does what the flow says, and tells the flow what came of it.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;

use super::answer_file::{AnswerFile, Edited, edit_answer};
use super::attempt::try_answer;
use super::card_run::run_card;
use super::flow::{Effect, Event, Flow, Recalled, Window, lesson_of};
use super::grants::granted;
use super::handing_in::submit;
use super::lesson_work::LessonWork;
use super::markdown::{Style, style};
use super::piece::{Block, painted};
use super::programs::{arrange, dry_run, run_program, show_marked};
use super::puzzle::play_puzzle;
use super::room::{Room, question_of};
use super::words::Word;
use crate::commands::{self, LessonCommand};
use crate::course::contents::{Course, Provenance};
use crate::course::progress::{Change, Store, data_folder};
use crate::editor::Wanted;
use crate::plain::plain_text;
use crate::show::Look;
use crate::term;
use crate::vocabulary::words;
use crate::workbench::Workspace;
use crate::workbench::naming::name_lessons;
use crate::workbench::{PromptSpec, TypedAhead, Workbench};

/// Said on leaving where progress could not be written.
const NOT_KEPT: &str = "Your progress could not be kept.";

/// A course that is being learned.
pub struct Learning {
    pub(super) flow: Flow,
    store: Store,
    /// Where the learner's files are kept, if the system names a place.
    data: Option<PathBuf>,
    work: LessonWork,
    pub(super) file: Option<AnswerFile>,
    /// Those who follow, if they may vote.
    room: Room,
}

impl Learning {
    /// Begins a course, or goes on with it. `command` is the command line that brings its learner back.
    ///
    /// # Errors
    /// The terminal's or the system's.
    pub fn open_course(
        bench: &mut Workbench,
        course: Course,
        wanted: Option<String>,
        command: String,
    ) -> anyhow::Result<Learning> {
        let mut learning = Learning::open(bench, course, command)?;
        learning.begin(bench, wanted)?;
        Ok(learning)
    }

    /// Begins a review: a course of one lesson, whose steps are these questions.
    ///
    /// # Errors
    /// The terminal's or the system's.
    pub fn open_review(
        bench: &mut Workbench,
        questions: Course,
        recalled: Vec<Recalled>,
        command: String,
    ) -> anyhow::Result<Learning> {
        let count = recalled.len();
        let mut learning = Learning::open(bench, questions, command)?;
        learning.flow.desk.recalled = Some(recalled);
        let what = if count == 1 { "one question".to_owned() } else { format!("{count} questions") };
        bench.say(&format!("Review: {what} about what you learned. Nothing is graded.\n\n"))?;
        learning.begin(bench, Some("1".to_owned()))?;
        Ok(learning)
    }

    /// Begins the course that comes with meanwhile, or goes on with it. None where it has no such lesson, which has been
    /// said then.
    ///
    /// # Errors
    /// The terminal's or the system's.
    pub fn open_built_in(bench: &mut Workbench, wanted: Option<String>) -> anyhow::Result<Option<Learning>> {
        let problem = match Course::builtin() {
            Ok(course) => match wanted.as_deref().map(|wanted| lesson_of(&course, wanted)) {
                Some(Err(problem)) => plain_text(&problem.in_session()).into_owned(),
                _ => {
                    let command = "meanwhile learn".to_owned();
                    return Learning::open_course(bench, course, wanted, command).map(Some);
                }
            },
            Err(problems) => {
                let first = problems.first().map(|it| it.to_string()).unwrap_or_default();
                format!("The built-in course cannot be read: {}", plain_text(&first))
            }
        };
        bench.say(&format!("{problem}\n"))?;
        Ok(None)
    }

    /// A course at the place where its learner was. What the learner should know about how progress is kept is said.
    fn open(bench: &mut Workbench, course: Course, command: String) -> anyhow::Result<Learning> {
        name_lessons(&bench.names, &course);
        let work = LessonWork::granted(granted(bench, &course)?);
        let data = data_folder();
        let (mut store, notice) = Store::open(data.as_deref(), &course.id);
        // So that choices are in an order of this learner's own.
        let seeded = store.progress().seed.is_none().then(|| store.change(Change::Seeded(fresh_seed())));
        let notice = notice.or(seeded.flatten());
        let mut flow = Flow::new(Arc::new(course), store.progress().clone(), window(bench));
        flow.desk.command = command;
        if let Some(notice) = notice {
            bench.say(&format!("{}\n\n", plain_text(&notice.to_string())))?;
        }
        Ok(Learning { flow, store, data, work, file: None, room: Room::default() })
    }

    /// Whether the course comes from elsewhere.
    pub fn is_foreign(&self) -> bool {
        self.flow.desk.course.provenance != Provenance::BuiltIn
    }

    /// Whether an answer is asked for.
    pub fn is_in_exercise(&self) -> bool {
        self.flow.is_in_exercise()
    }

    /// Whether there is a file whose saves are checked.
    pub fn watches_a_file(&self) -> bool {
        self.file.is_some() && self.is_in_exercise()
    }

    /// The workspaces beside the present one: that from before the course, and the lesson's while an answer has its own.
    pub fn workspaces(&self) -> impl Iterator<Item = &Workspace> {
        self.work.others()
    }

    /// Said on leaving.
    pub fn farewell(&self, look: &Look) -> String {
        let text = match self.store.is_kept() {
            true => self.flow.farewell(),
            false => NOT_KEPT.to_owned(),
        };
        painted(&[Block::Words(text)], style(look))
    }

    /// Leaves the course; the session goes on where it was before.
    ///
    /// # Errors
    /// As those of standard output.
    pub fn leave(self, bench: &mut Workbench) -> anyhow::Result<()> {
        let kept = if self.store.is_kept() { "Your progress is kept." } else { NOT_KEPT };
        bench.say(&format!("You have left the course. {kept} :learn brings you back.\n"))?;
        bench.typed_ahead = TypedAhead::Typed;
        self.work.leave(bench)
    }

    /// Comes to the course, perhaps to a certain lesson: its number or id.
    ///
    /// # Errors
    /// The terminal's or the system's. So it is with all that follows.
    pub fn begin(&mut self, bench: &mut Workbench, wanted: Option<String>) -> anyhow::Result<()> {
        self.tell(bench, Event::Begin(wanted))
    }

    /// A command of the course.
    pub fn command(&mut self, bench: &mut Workbench, command: LessonCommand) -> anyhow::Result<()> {
        self.tell(bench, Event::Command(command))
    }

    /// `:reset`
    pub fn reset(&mut self, bench: &mut Workbench) -> anyhow::Result<()> {
        self.tell(bench, Event::Reset)
    }

    /// Enter alone.
    pub fn enter(&mut self, bench: &mut Workbench) -> anyhow::Result<()> {
        self.tell(bench, Event::Enter)
    }

    /// What was at the prompt at Ctrl-C.
    pub fn put_away(&mut self, bench: &mut Workbench, text: String) -> anyhow::Result<()> {
        self.tell(bench, Event::PutAway(text))
    }

    /// Something that is no `:command`.
    pub fn typed(&mut self, bench: &mut Workbench, text: &str) -> anyhow::Result<()> {
        let is_skip = self.flow.asked().wanted == Wanted::Answer && text.trim().starts_with('?');
        let bare = text.trim().trim_end_matches([';', '(', ')']);
        let work = &bench.work;
        let is_known = work.variables.iter().chain(&work.functions).any(|it| it.name == bare)
            || words().any(|it| it.name == bare);
        if let Some(hint) = commands::bare_word_hint(text).filter(|_| !is_known && !is_skip) {
            return bench.say(&format!("{hint}\n"));
        }
        let word = if is_known { Word::Known } else { Word::Unknown };
        self.tell(bench, Event::Typed(text.to_owned(), word))
    }

    /// Takes a text for the answer to the exercise, whatever it reads like.
    pub fn answer_with(&mut self, bench: &mut Workbench, text: String) -> anyhow::Result<()> {
        let event = try_answer(bench, &self.flow.desk, &mut self.work, text)?;
        self.tell(bench, event)
    }

    /// `:edit` in an exercise: the answer in the learner's own editor.
    pub fn edit_answer(&mut self, bench: &mut Workbench) -> anyhow::Result<()> {
        let edited = self.open_answer_file().map(|path| edit_answer(&path));
        match edited {
            Ok(Edited::Said(text)) => bench.say(&text),
            Ok(Edited::Closed) => {
                let Some(answer) = self.file.as_mut().and_then(AnswerFile::new_text) else {
                    return bench.say("Nothing was changed, so nothing is checked.\n");
                };
                bench.say(&format!("{}\n", answer.lines().map(plain_text).collect::<Vec<_>>().join("\n")))?;
                self.tell(bench, Event::Typed(answer, Word::Known))
            }
            Err(error) => bench.say(&format!("{}\n", plain_text(&format!("{error:#}")))),
        }
    }

    /// The file of the present exercise, watched, with the learner's latest answer in it.
    fn open_answer_file(&mut self) -> anyhow::Result<PathBuf> {
        let draft = self.flow.draft().unwrap_or_default();
        if let Some(file) = &mut self.file {
            file.take_over(&draft)?;
            return Ok(file.path().to_path_buf());
        }
        let data = match &self.data {
            Some(data) => data.clone(),
            // A name that nobody can have taken before; it stays, so that no answer is lost.
            None => tempfile::Builder::new().prefix("meanwhile-answers-").tempdir()?.keep(),
        };
        self.data = Some(data.clone());
        let work = self.flow.desk.work();
        let name = format!("{}.rhai", work.replace('/', "-"));
        let path = data.join("answers").join(&self.flow.desk.course.id).join(name);
        let mut file = AnswerFile::open(path.clone(), &draft)?;
        let progress = self.store.progress().lesson(&work);
        // What is in the file and known here may be replaced; what is not known was saved elsewhere, and stays.
        let starter = self.flow.desk.exercise().map(|it| it.starter.text.as_str());
        if [progress.passed_answer.as_deref(), starter].into_iter().flatten().any(|it| file.holds(it)) {
            file.replace(&draft)?;
        }
        self.file = Some(file);
        Ok(path)
    }

    /// What to ask for now. An invitation says what may be done, and the up arrow brings the answer.
    pub fn ask(&mut self, bench: &mut Workbench) -> anyhow::Result<PromptSpec> {
        self.flow.desk.window = window(bench);
        self.flow.desk.today = today();
        let drafts = self.flow.drafts();
        if !bench.editor.entries().ends_with(&drafts) {
            drafts.iter().for_each(|it| bench.editor.offer(it));
        }
        bench.display.set_apart()?;
        let invitation = Block::Invitation(self.flow.invitation());
        bench.say(&painted(&[invitation], style(&bench.display.look)))?;
        Ok(self.flow.asked())
    }

    /// Tells the flow what happened, and does what it says, until there is nothing left to do.
    fn tell(&mut self, bench: &mut Workbench, event: Event) -> anyhow::Result<()> {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            self.flow.desk.window = window(bench);
            self.flow.desk.today = today();
            let ran = if let Event::Ran(ran) = &event { Some(ran.clone()) } else { None };
            let effects = self.flow.take(event);
            bench.typed_ahead = if self.is_in_exercise() { TypedAhead::Text } else { TypedAhead::Typed };
            // Before a program runs: what the room is asked about it is closed then.
            let asked = question_of(&self.flow);
            let said_of_room =
                self.room.attend(bench.share.as_ref(), asked, ran.as_ref(), &bench.display.look);
            for effect in effects {
                events.extend(self.perform(bench, effect)?);
            }
            bench.say(&said_of_room)?;
        }
        Ok(())
    }

    fn perform(&mut self, bench: &mut Workbench, effect: Effect) -> anyhow::Result<Option<Event>> {
        let (desk, style) = (&self.flow.desk, style(&bench.display.look));
        Ok(match effect {
            Effect::Say(Block::Gap) => bench.display.set_apart().map(|()| None)?,
            Effect::Say(block) => bench.say(&painted(&[block], style)).map(|()| None)?,
            Effect::Keep(change) => {
                let notice = self.keep(change, style);
                bench.say(&notice)?;
                None
            }
            Effect::Open(lesson) => {
                self.file = None;
                self.work.open(bench, desk, lesson)?;
                None
            }
            Effect::Run(program) => {
                self.work.note_run(desk.step);
                Some(Event::Ran(run_program(bench, &program)?))
            }
            Effect::Foresee(program) => Some(Event::Foreseen(dry_run(desk, &program))),
            Effect::Picture(question) => Some(Event::Pictured(show_marked(bench, desk, &question)?)),
            Effect::Arrange(arrangement, lines) => {
                Some(Event::Arranged(arrange(bench, desk, &arrangement, &lines)?))
            }
            Effect::Schedule(puzzle, typed) => {
                Some(Event::Scheduled(play_puzzle(bench, desk, &puzzle, typed.as_deref())?))
            }
            Effect::RunCard(card) => {
                run_card(bench, desk, &card)?;
                None
            }
            Effect::Submit(file) => {
                bench.say(&submit(&desk.course, self.store.progress(), file.as_deref()))?;
                None
            }
            Effect::Try(answer) => Some(try_answer(bench, desk, &mut self.work, answer)?),
            Effect::Enter(text) => {
                bench.enter(&text, bench.work.folder(), None)?;
                None
            }
            Effect::Restart => {
                self.file = None;
                self.work.restart(bench, desk)?;
                bench.say("A fresh start: no tasks, no variables. The lesson goes on where it was.\n")?;
                None
            }
        })
    }

    /// Keeps a change, and takes over what other sessions did. What is to be said about it comes as text.
    pub(super) fn keep(&mut self, change: Change, style: Style) -> String {
        let notice = self.store.change(change);
        self.flow.desk.progress = self.store.progress().clone();
        notice.map_or_else(String::new, |it| painted(&[Block::Words(it.to_string())], style))
    }
}

/// What is seen at the same time. Without a terminal nothing scrolls away.
fn window(bench: &Workbench) -> Window {
    let rows = if bench.display.is_interactive { term::size().rows.into() } else { usize::MAX };
    Window { style: style(&bench.display.look), rows }
}

/// A number that nobody can tell beforehand.
fn fresh_seed() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(0)
}

/// The present day in UTC, counted from 1970-01-01.
pub fn today() -> i64 {
    jiff::Timestamp::now().as_second().div_euclid(24 * 60 * 60)
}
