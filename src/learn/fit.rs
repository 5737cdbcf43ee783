//! Whether the steps of a course fit a window as they are drawn: for those who write courses.

use std::io;
use std::sync::Arc;

use super::flow::{Effect, Event, Flow, NOT_FOR_ANSWERS, Prediction, Stage as FlowStage, Window};
use super::markdown::Style;
use super::picture::pointed;
use super::piece::{Block, painted};
use crate::commands::LessonCommand;
use crate::course::contents::Course;
use crate::course::document::{Lesson, Problem, StepKind, WhyQuestion};
use crate::course::judge::{Bounds, Stage};
use crate::course::progress::Progress;
use crate::course::reasons::reasons;
use crate::course::verdict::Focus;
use crate::render::{ColorAbility, Glyphs, Legend, Scale, Theme};
use crate::script::Role;
use crate::show::{Hints, Look, TimelineChoice};
use crate::style::Colors;

/// The window of a terminal as it opens on most systems.
const COLUMNS: usize = 80;
const ROWS: usize = 24;
const STYLE: Style = Style { columns: COLUMNS, colors: Colors::None, glyphs: Glyphs::Unicode };

/// A problem for each step that scrolls away while it is read. Fails where the system has no thread or folder to
/// give.
pub fn too_tall(course: &Course) -> io::Result<Vec<Problem>> {
    let course = Arc::new(course.clone());
    let mut problems = Vec::new();
    for (index, lesson) in course.lessons.iter().enumerate() {
        for (step, lines) in foreseen(lesson)?.into_iter().enumerate() {
            let rows = rows(&course, index, step, lines);
            let say = |line: usize, text: String| Problem { file: lesson.file.clone(), line, text };
            if let StepKind::Why(question) = &lesson.steps[step].act {
                let rows = rows_of_why(&course, index, step, question)?;
                if rows > ROWS {
                    let text = format!(
                        "the marked picture and its question take {rows} rows, and a window has {ROWS}"
                    );
                    problems.push(say(question.program.line, text));
                }
            }
            if rows > ROWS {
                let text = format!(
                    "this step takes {rows} rows, and a window has {ROWS}; `<!-- pause -->` makes two of it"
                );
                problems.push(say(lesson.steps[step].line, text));
            }
            let starter = lesson.task(&lesson.steps[step].act).map(|it| &it.starter);
            if let Some((lines, starter)) = starter.map(|it| (it.text.trim_end().lines().count(), it))
                && lines > ROWS - NOT_FOR_ANSWERS
            {
                let text = format!(
                    "the starter has {lines} lines, and at the prompt of a window there is room for {}",
                    ROWS - NOT_FOR_ANSWERS
                );
                problems.push(say(starter.line - 1, text));
            }
        }
    }
    Ok(problems)
}

/// What is printed by the programs that are to be predicted, for each step.
fn foreseen(lesson: &Lesson) -> io::Result<Vec<Option<Vec<String>>>> {
    let stage = Stage::open(&lesson.files, &Bounds::default().side_by_side())?;
    let lines = |act: &StepKind| {
        let Some(program) = act.program() else { return Ok(None) };
        let facts = stage.enter("", &program.text, Role::Free)?.facts();
        let lines = facts.into_iter().flat_map(|it| it.output);
        Ok(Some(lines.flat_map(|it| it.text.split('\n').map(str::to_owned).collect::<Vec<_>>()).collect()))
    };
    lesson.steps.iter().map(|it| lines(&it.act)).collect()
}

/// The rows of a step with the prompt below it.
fn rows(course: &Arc<Course>, lesson: usize, step: usize, lines: Option<Vec<String>>) -> usize {
    let mut flow = Flow::new(course.clone(), Progress::default(), Window { style: STYLE, rows: ROWS });
    let begin = if step == 0 {
        Event::Begin(Some((lesson + 1).to_string()))
    } else {
        (flow.desk.lesson, flow.desk.step, flow.stage) = (lesson, step, FlowStage::Read);
        Event::Command(LessonCommand::Task)
    };
    let mut acts = flow.take(begin);
    if acts.iter().any(|it| matches!(it, Effect::Foresee(_))) {
        acts.extend(flow.take(Event::Foreseen(lines.map(|lines| (lines, 0)))));
    }
    height(&flow, acts)
}

/// The rows of a picture with an instant marked, and of the question below it.
fn rows_of_why(
    course: &Arc<Course>,
    lesson: usize,
    step: usize,
    question: &WhyQuestion,
) -> io::Result<usize> {
    let stage = Stage::open(&course.lessons[lesson].files, &Bounds::default().side_by_side())?;
    let played = stage.enter("", &question.program.text, Role::Free)?;
    // What has no reason is another problem.
    let Some(reasons) = reasons(&played, question, "") else { return Ok(0) };
    let look = Look {
        ability: ColorAbility::None,
        theme: Theme::Light,
        glyphs: Glyphs::Unicode,
        legend: Legend::Shown,
        width: u16::try_from(COLUMNS).ok(),
        timeline: TimelineChoice::Always,
        hints: Hints::Hidden,
        scale: Scale::Normal,
        whole_output: "",
        all_findings: "",
        below: 0,
    };
    let focus = Focus { task: Some(question.task.clone()), at: question.at };
    let picture = pointed(&played, Some(&focus), &look, "marked");
    let mut flow = Flow::new(course.clone(), Progress::default(), Window { style: STYLE, rows: ROWS });
    (flow.desk.lesson, flow.desk.step, flow.stage) = (lesson, step, FlowStage::Busy(Prediction::default()));
    let acts = flow.take(Event::Pictured(Some(reasons)));
    Ok(picture.lines().count() + height(&flow, acts))
}

/// The rows of what is said, of what may be done next, and of the prompt.
fn height(flow: &Flow, acts: Vec<Effect>) -> usize {
    let said = acts.into_iter().filter_map(|it| match it {
        Effect::Say(piece) => Some(piece),
        _ => None,
    });
    let mut text = String::new();
    for piece in said.chain([Block::Gap]) {
        if piece != Block::Gap || !(text == "\n" || text.ends_with("\n\n")) {
            text.push_str(&painted(std::slice::from_ref(&piece), STYLE));
        }
    }
    let invitation = painted(&[Block::Invitation(flow.invitation())], STYLE);
    // What is above the first row may go; below stands the prompt.
    text.trim_start_matches('\n').lines().count() + invitation.lines().count() + 1
}
