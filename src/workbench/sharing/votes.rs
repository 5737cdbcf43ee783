//! `:vote`: questions to those who follow, and how they answered.

use unicode_width::UnicodeWidthStr;

use crate::commands::VoteCommand;
use crate::editor::Printer;
use crate::plain::plain_text;
use crate::render::Glyphs;
use crate::share::{Form, OnVotes, Poll, Share, Votes};
use crate::show::Look;
use crate::style::{cut, one_line, wrap};

/// Columns of the longest bar.
const BAR: usize = 24;
/// Columns of an answer in front of its bar.
const MAX_NAME: usize = 24;

/// Who tells the room which answer was right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// The course or the talk, once that is known.
    ByItself,
    /// The one that asked.
    ByHand,
}

/// What comes of a command about questions.
pub fn vote(share: Option<&Share>, command: VoteCommand, resolved: Resolved, look: &Look) -> String {
    let Some(share) = share else {
        return "Nobody follows this session. :share --votes begins that.\n".to_owned();
    };
    if share.votes() == Votes::Off {
        return "Those who follow can only read. :share --votes lets them answer.\n".to_owned();
    }
    let no_question = || "Nothing has been asked. :vote QUESTION | A | B asks.\n".to_owned();
    match command {
        VoteCommand::Ask(question) => {
            share.ask(question);
            let readers = match share.readers() {
                0 => "nobody is here yet".to_owned(),
                1 => "one reader is here".to_owned(),
                count => format!("{count} readers are here"),
            };
            format!("The room is asked; {readers}. :vote close ends the vote and shows the answers.\n")
        }
        VoteCommand::Status => match share.poll() {
            None => no_question(),
            Some(poll) if poll.is_open() => {
                format!("{} :vote close ends the vote.\n", progress(poll.answered(), share.readers()))
            }
            Some(poll) => chart(&poll, look),
        },
        VoteCommand::Close => match share.close_vote() {
            None => no_question(),
            Some(poll) => {
                let more = match resolved {
                    Resolved::ByItself => "After a discussion, :vote again asks once more.",
                    Resolved::ByHand => {
                        "After a discussion, :vote again asks once more; :vote right ANSWER resolves it."
                    }
                };
                format!("{}{}\n", chart(&poll, look), look.dim(more))
            }
        },
        VoteCommand::Again => match share.ask_again() {
            None => no_question(),
            Some(poll) => {
                let text = one_line(&poll.question.text);
                format!("The room is asked once more: {text}\n:vote close ends the vote.\n")
            }
        },
        VoteCommand::Right(answer) => {
            let happened = match share.poll().map(|poll| named(&poll, &answer)) {
                None => return no_question(),
                Some(happened) => happened,
            };
            let poll = share.reveal(&happened, |it| it == answer);
            poll.map_or_else(no_question, |poll| chart(&poll, look))
        }
    }
}

/// An answer with what it stands for.
fn named(poll: &Poll, answer: &str) -> String {
    let index =
        answer.bytes().next().map(|it| usize::from(it.wrapping_sub(b'a'))).filter(|_| answer.len() == 1);
    match index.and_then(|it| poll.question.options.get(it)) {
        Some(option) if poll.question.form == Form::Choice => format!("{answer}  {}", one_line(option)),
        _ => one_line(answer),
    }
}

fn progress(answered: usize, readers: usize) -> String {
    let readers = readers.max(answered);
    let have = if answered == 1 { "has" } else { "have" };
    format!("{answered} of {readers} {have} answered.")
}

/// Tells above the prompt how many have answered: at the first, at each quarter of those who could, and at the last.
pub fn told_above(printer: Option<Printer>) -> OnVotes {
    let mut told = 0;
    Box::new(move |answered, readers| {
        let stage = if answered == 0 { 0 } else { 1 + 4 * answered / readers.max(answered).max(1) };
        if stage > told
            && let Some(printer) = &printer
        {
            printer.print(&format!("The room: {}\n", progress(answered, readers)));
        }
        told = stage;
    })
}

/// How the room answered in each round, and what was right, if that is known.
pub fn chart(poll: &Poll, look: &Look) -> String {
    let (is_plain, last) = (look.glyphs == Glyphs::Ascii, poll.rounds().len());
    let mut out = String::new();
    for row in wrap(&one_line(&poll.question.text), look.columns().into()) {
        out.push_str(&format!("{}\n", look.dim(&plain_text(row))));
    }
    for (index, round) in poll.rounds().iter().enumerate() {
        let answers = round.answers();
        let count = if answers == 1 { "1 answer".to_owned() } else { format!("{answers} answers") };
        let which = match (index, last) {
            (_, 1) => "The room",
            (0, _) => "Before the discussion",
            _ => "After the discussion",
        };
        out.push_str(&format!("{which}, {count}{}\n", if answers == 0 { "." } else { ":" }));
        let most = round.counts.iter().map(|it| it.1).max().unwrap_or(1);
        let shown = |answer: &str| -> String {
            let text = match poll.question.form {
                Form::Seconds if answer.parse::<f64>().is_ok() => format!("{answer} s"),
                Form::Choice => named(poll, answer),
                _ => one_line(answer),
            };
            cut(&text, MAX_NAME, "…")
        };
        let names: Vec<String> = round.counts.iter().map(|it| look.glyphs.own_words(&shown(&it.0))).collect();
        let column = names.iter().map(|it| it.width()).max().unwrap_or(0);
        for (name, (answer, count)) in names.iter().zip(&round.counts) {
            let bar = if is_plain { "#" } else { "█" }.repeat((count * BAR).div_ceil(most.max(1)));
            let sign = match poll.is_right(answer) {
                true if is_plain => " v",
                true => " ✔",
                false => "",
            };
            let blanks = " ".repeat(column - name.width());
            out.push_str(&format!("  {}{blanks}  {bar} {count}{sign}\n", plain_text(name)));
        }
    }
    if let Some(happened) = poll.happened() {
        out.push_str(&format!("What happened: {}\n", plain_text(happened)));
    }
    out
}
