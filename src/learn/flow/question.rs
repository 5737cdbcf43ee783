//! Predictions and quizzes: they are asked, answered, and never graded.

use super::desk::{Desk, letter};
use super::event::Effect;
use super::recall::note_answer;
use super::scheduling::play;
use super::stage::{Prediction, Stage};
use crate::course::document::{Because, StepKind};
use crate::course::predict::{Puzzle, Typed, is_right_time, read_time, right_lines};
use crate::learn::piece::Block;
use crate::learn::words::{Reply, chosen, reply, same_answer};
use crate::timeline::{Nanos, duration_text};
use crate::workbench::{Ran, RanEnd};

/// The program is known now, so the learner is asked.
pub fn foreseen(desk: &mut Desk, foreseen: Option<(Vec<String>, Nanos)>) -> Stage {
    let Some((lines, _)) = foreseen.filter(|(lines, _)| !lines.is_empty()) else {
        // Nothing to be predicted; it can be run all the same.
        return Stage::ReadyToRun;
    };
    let never = match desk.current_step().map(|it| &it.act) {
        Some(StepKind::Predict(program)) => program.never.clone(),
        _ => Vec::new(),
    };
    desk.words(match never.is_empty() {
        true => "Before it runs: what do you think?",
        false => "Before it runs: what do you think? Not all of these lines need to come.",
    });
    let place = format!("{} {}", desk.id(), desk.step);
    let puzzle = Puzzle::with_others(&place, &lines, &never);
    if !puzzle.has_orders() {
        return Stage::Time(Prediction::default());
    }
    let lettered: Vec<Block> =
        puzzle.lettered().map(|(letter, line)| Block::Lettered(letter, line.to_owned())).collect();
    lettered.into_iter().for_each(|it| desk.say(it));
    Stage::Order(puzzle)
}

/// Takes letters of lines.
pub fn order_answered(desk: &mut Desk, puzzle: Puzzle, text: &str) -> Stage {
    match puzzle.read_order(text) {
        Ok(order) => Stage::Time(Prediction { order: answered(order), time: None }),
        Err(problem) => {
            desk.words(problem.to_string());
            Stage::Order(puzzle)
        }
    }
}

/// Takes a time.
pub fn time_answered(desk: &mut Desk, prediction: Prediction, text: &str) -> Stage {
    match read_time(text) {
        Ok(time) => run(desk, Prediction { time: answered(time), ..prediction }),
        Err(problem) => {
            desk.words(problem.to_string());
            Stage::Time(prediction)
        }
    }
}

/// Runs the step's program.
pub fn run(desk: &mut Desk, prediction: Prediction) -> Stage {
    let Some(StepKind::Run(program) | StepKind::Predict(program)) =
        desk.current_step().map(|it| it.act.clone())
    else {
        return Stage::Read;
    };
    desk.out.push_back(Effect::Run(program));
    Stage::Busy(prediction)
}

/// Runs what the step shows, or shows its picture.
pub fn run_shown(desk: &mut Desk) -> Stage {
    match desk.current_step().map(|it| it.act.clone()) {
        Some(StepKind::Why(question)) => {
            desk.out.push_back(Effect::Picture(question));
            Stage::Busy(Prediction::default())
        }
        Some(StepKind::Schedule(puzzle)) => play(desk, puzzle, None),
        _ => run(desk, Prediction::default()),
    }
}

/// Its program ran.
pub fn ran(desk: &mut Desk, prediction: &Prediction, ran: &Ran) -> Stage {
    if ran.end == RanEnd::Stopped {
        desk.words("You stopped it. It can run again; :next goes on without.");
        return Stage::ReadyToRun;
    }
    compare(desk, prediction, ran);
    Stage::Read
}

fn compare(desk: &mut Desk, prediction: &Prediction, ran: &Ran) {
    if prediction.is_empty() {
        return;
    }
    desk.say(Block::Gap);
    desk.say(Block::Faint(format!("    {:32} what happened", "what you expected")));
    let mut is_right_order = None;
    if let Some(order) = &prediction.order {
        let mut agreements = right_lines(order, &ran.lines);
        let rows = order.len().max(ran.lines.len());
        agreements.resize(rows, false);
        for (row, agrees) in agreements.iter().copied().enumerate() {
            let cell = |lines: &[String]| lines.get(row).cloned().unwrap_or_default();
            let (predicted, happened) = (cell(order), cell(&ran.lines));
            desk.say(Block::Beside { predicted, happened, agrees });
        }
        is_right_order = Some(agreements.iter().all(|it| *it));
    }
    let mut is_right_duration = None;
    if let Some(time) = prediction.time {
        let agrees = is_right_time(time, ran.elapsed);
        let predicted = format!("in all {}", duration_text((time.min(1e9) * 1e9) as u64));
        let happened = format!("in all {}", duration_text(ran.elapsed));
        desk.say(Block::Beside { predicted, happened, agrees });
        is_right_duration = Some(agrees);
    }
    let is_review = desk.recalled.is_some();
    desk.words(match (is_right_order, is_right_duration) {
        (Some(false), Some(false)) | (Some(false), None) | (None, Some(false)) if is_review => {
            "Not what you predicted. The timeline shows why."
        }
        (Some(false), Some(false)) | (Some(false), None) | (None, Some(false)) => {
            "Not what you predicted, and that is what this lesson is about."
        }
        (Some(true), Some(false)) => "The order is right. Only the time is not what you predicted.",
        (Some(false), Some(true)) => "The time is right. The timeline shows when each line came.",
        _ => "Just as you predicted.",
    });
    let answers = [is_right_order, is_right_duration];
    let asked = answers.iter().flatten().count();
    let right = answers.into_iter().flatten().filter(|it| *it).count();
    note_answer(desk, right, asked);
}

/// Puts the step's quiz on the screen.
pub fn ask_quiz(desk: &mut Desk) -> Stage {
    let Some(quiz) = desk.quiz() else { return Stage::Read };
    if desk.current_step().is_some_and(|it| !it.prose.trim().is_empty()) {
        desk.say(Block::Gap);
    }
    desk.say(Block::Prose(quiz.question));
    for (letter, choice) in ('a'..='z').zip(quiz.choices) {
        desk.say(Block::Lettered(letter, choice));
    }
    Stage::Quiz(Vec::new())
}

pub fn quiz_invitation(desk: &Desk, tried: &[usize]) -> String {
    match desk.quiz().map_or(0, |it| it.choices.len()) {
        0 => "Type your answer and press Enter. ? shows it.".to_owned(),
        count => letters_invitation(count, tried),
    }
}

/// Takes an answer.
pub fn quiz_answered(desk: &mut Desk, mut tried: Vec<usize>, text: &str) -> Stage {
    let Some(quiz) = desk.quiz() else { return Stage::Quiz(tried) };
    let is_first = tried.is_empty();
    let right = match quiz.choices.get(quiz.right_choice()) {
        Some(choice) => format!("{}  {choice}", quiz.answer.trim().to_lowercase()),
        None => quiz.answer.clone(),
    };
    match reply(&quiz, text) {
        Reply::Unclear => {
            let typed: String = text.trim().chars().take(40).collect();
            desk.words(match quiz.choices[..] {
                [] => format!("I cannot tell which number `{typed}` is. Type the number alone."),
                _ => format!("`{typed}` is none of the letters."),
            });
            return Stage::Quiz(tried);
        }
        Reply::Right => {
            desk.say(Block::Right("Right.".to_owned()));
            if is_first {
                note_answer(desk, 1, 1);
            }
        }
        Reply::Wrong => {
            let choice = chosen(&quiz, text);
            let why = match (&quiz.because, choice) {
                (Because::Choices(list), Some(choice)) => list.get(choice).cloned(),
                (Because::Answers(map), _) => because_of(map, text),
                _ => None,
            };
            let why = why.filter(|it| !it.trim().is_empty());
            let why = why.unwrap_or_else(|| "Not quite.".to_owned());
            desk.say(Block::NotYet(format!("{why} Try again, or type ? to see the answer.")));
            if is_first {
                note_answer(desk, 0, 1);
            }
            // A wrong number counts as a try, too.
            let choice = choice.unwrap_or(usize::MAX);
            if !tried.contains(&choice) {
                tried.push(choice);
            }
            return Stage::Quiz(tried);
        }
        Reply::Skipped => desk.words(format!("It is: {right}")),
    }
    if !quiz.explain.trim().is_empty() {
        desk.say(Block::Prose(quiz.explain));
    }
    Stage::Read
}

/// The question for an order, with an example that is hardly the answer.
pub fn order_invitation(puzzle: &Puzzle) -> String {
    let mut letters: Vec<String> = puzzle.lettered().map(|(letter, _)| letter.to_string()).collect();
    letters.rotate_left(1);
    let example = letters.join(" ");
    match puzzle.has_others() {
        true => format!("Which of them come, in which order? Like {example}. ? skips."),
        false => format!("In which order? Type the letters, like {example}. ? skips."),
    }
}

/// The question for one of some letters, without those that were tried.
pub fn letters_invitation(count: usize, tried: &[usize]) -> String {
    let left = (0..count).filter(|it| !tried.contains(it)).map(|it| letter(it).to_string());
    format!("Type a letter ({}). ? shows the answer.", left.collect::<Vec<_>>().join(" "))
}

/// What is said of a wrong short answer, however it is written.
fn because_of(sentences: &std::collections::BTreeMap<String, String>, text: &str) -> Option<String> {
    sentences.iter().find(|(answer, _)| same_answer(answer, text)).map(|(_, sentence)| sentence.clone())
}

/// A skipped answer is no answer.
fn answered<T>(typed: Typed<T>) -> Option<T> {
    match typed {
        Typed::Answer(answer) => Some(answer),
        Typed::Skipped => None,
    }
}
