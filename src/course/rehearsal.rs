//! A talk rehearsed: each of its programs run, one after the other, and what it did compared with what it did before.
//!
//! It runs them by the virtual clock in a sandbox, so that the same talk does the same everywhere.

use std::io;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::document::{Deck, Ends, Program};
use super::judge::{Bounds, folder_with};
use crate::host::permissions::{Outside, Permissions, Sandbox};
use crate::runner::{Leftovers, Record, Runner, Setup};
use crate::script::{Answer, Entry, EntryEnd, Role};
use crate::timeline::{ConsoleKind, Nanos, duration_text};
use crate::trace::ClockKind;

/// How long a program may take by the computer's clock.
const RUN_TIMEOUT: Duration = Duration::from_secs(20);
/// The same where a room waits for it.
const FORESIGHT: Duration = Duration::from_secs(5);

/// What is kept of a check, in JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    pub format: Format,
    pub programs: Vec<Did>,
}

/// What a file of [`Kept`] says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    #[serde(rename = "meanwhile-check")]
    Check,
}

/// What a slide's program did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Did {
    /// The slide, from 1.
    pub slide: usize,
    pub printed: Vec<String>,
    /// `2.00 s`
    pub took: String,
    /// The title of its error; none where it ended well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// Something that a talk would not do as it should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The line of its program in the deck.
    pub line: usize,
    pub text: String,
}

/// Runs all programs of a deck.
///
/// # Errors
/// The system has no thread or folder to give.
pub fn rehearse(deck: &Deck) -> io::Result<Vec<Did>> {
    let mut all = Vec::new();
    perform(deck, |slide, record, end| all.push(did(slide + 1, record, end)))?;
    Ok(all)
}

/// Runs all programs of a deck, one after the other in one session. `each` gets the slide of each, from 0, and what was
/// recorded.
///
/// # Errors
/// The system has no thread or folder to give.
pub fn perform(deck: &Deck, each: impl FnMut(usize, &Record, &EntryEnd)) -> io::Result<()> {
    let texts = programs(deck).map(|(index, program)| (index, program.text.trim_end()));
    enter_all(deck, RUN_TIMEOUT, texts, each)
}

/// What a program of a deck would print, line by line, and how long it would take, if it ran after the texts `before`. None
/// where it does not end as its deck says, or not within a few seconds.
pub fn dry_run(deck: &Deck, before: &[String], program: &Program) -> Option<(Vec<String>, Nanos)> {
    let mut foreseen = None;
    let texts = before.iter().map(String::as_str).chain([program.text.trim_end()]).enumerate();
    let each = |index, record: &Record, end: &EntryEnd| {
        let is_as_said = match end.answer {
            Answer::Value(_) => program.ends == Ends::Well,
            Answer::Failed(_) => program.ends == Ends::WithAnError,
            Answer::Stopped => false,
        };
        if index == before.len() && is_as_said {
            foreseen = Some(outcome(record, end));
        }
    };
    enter_all(deck, FORESIGHT, texts, each).ok()?;
    foreseen
}

/// Runs texts in one session with the deck's files. `each` gets the number that a text came with.
fn enter_all<'a>(
    deck: &Deck,
    patience: Duration,
    texts: impl Iterator<Item = (usize, &'a str)>,
    mut each: impl FnMut(usize, &Record, &EntryEnd),
) -> io::Result<()> {
    let folder = folder_with(&deck.files)?;
    let mut limits = Bounds::default().limits;
    limits.time = Some(patience);
    let sandbox = Sandbox::for_document(folder.path(), &[])?.with_limits(limits);
    let outside = Outside { permissions: Permissions::Sandbox(sandbox), folder: folder.path().to_path_buf() };
    let runner = Runner::start(Setup::new(ClockKind::Virtual, Leftovers::Keep).within(outside))?;
    for (index, text) in texts {
        let (name, folder) = (String::new(), folder.path().to_path_buf());
        let entry = Entry { name, text: text.to_owned(), folder, role: Role::Free };
        let Some(end) = runner.wait(&runner.begin(entry)) else { break };
        each(index, &runner.record(), &end);
    }
    runner.retire();
    Ok(())
}

/// What is wrong with what the programs did: one does not end as its deck says, or does not do what it did when
/// `before` was kept.
pub fn troubles(deck: &Deck, now: &[Did], before: Option<&[Did]>) -> Vec<Trouble> {
    let mut troubles = Vec::new();
    for (did, (index, program)) in now.iter().zip(programs(deck)) {
        let line = deck.slides[index].line;
        let mut trouble =
            |text: String| troubles.push(Trouble { line, text: format!("slide {}: {text}", index + 1) });
        match (&did.error, program.ends) {
            (Some(error), Ends::Well) => trouble(format!("it ends with an error: {error}")),
            (None, Ends::WithAnError) => {
                trouble("it is said to end with an error (`+throws`), and does not".into())
            }
            _ => {}
        }
        let Some(before) = before else { continue };
        match before.iter().find(|it| it.slide == did.slide) {
            None => trouble("it was not there when the deck was checked last".to_owned()),
            Some(before) => differences(before, did).into_iter().for_each(&mut trouble),
        }
    }
    let is_gone = |it: &&Did| !now.iter().any(|now| now.slide == it.slide);
    for gone in before.unwrap_or_default().iter().filter(is_gone) {
        let text = format!("slide {}: it had a program when the deck was checked last", gone.slide);
        troubles.push(Trouble { line: 0, text });
    }
    troubles
}

fn differences(before: &Did, now: &Did) -> Vec<String> {
    let mut all = Vec::new();
    let lines = before.printed.len().max(now.printed.len());
    let line =
        |did: &Did, index: usize| did.printed.get(index).map_or("nothing".to_owned(), |it| format!("{it:?}"));
    if let Some(index) = (0..lines).find(|index| before.printed.get(*index) != now.printed.get(*index)) {
        all.push(format!(
            "it printed {} as line {}, and prints {}",
            line(before, index),
            index + 1,
            line(now, index)
        ));
    }
    if before.took != now.took {
        all.push(format!("it took {}, and takes {}", before.took, now.took));
    }
    if before.error != now.error {
        let end = |did: &Did| did.error.as_ref().map_or("well".to_owned(), |it| format!("with \"{it}\""));
        all.push(format!("it ended {}, and ends {}", end(before), end(now)));
    }
    all
}

fn programs(deck: &Deck) -> impl Iterator<Item = (usize, &Program)> {
    deck.slides.iter().enumerate().filter_map(|(index, slide)| Some((index, slide.scene.program()?)))
}

/// What a run printed, line by line, and how long it took.
fn outcome(record: &Record, end: &EntryEnd) -> (Vec<String>, Nanos) {
    let run = end.main.and_then(|main| record.timeline().runs().iter().rposition(|run| run.main == main));
    let view = run.map(|run| record.timeline().view_of_run(run));
    let printed = view.iter().flat_map(|view| view.console).filter(|line| line.kind == ConsoleKind::Printed);
    let printed =
        printed.flat_map(|line| record.said(line).split('\n').map(str::to_owned).collect::<Vec<_>>());
    (printed.collect(), view.as_ref().map_or(0, |view| view.statistics.elapsed))
}

fn did(slide: usize, record: &Record, end: &EntryEnd) -> Did {
    let (printed, elapsed) = outcome(record, end);
    Did {
        slide,
        printed,
        took: duration_text(elapsed),
        error: match &end.answer {
            Answer::Value(_) => None,
            Answer::Failed(report) => Some(report.title.clone()),
            Answer::Stopped => Some("it takes too long".to_owned()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::document::read_deck;

    const DECK: &str = "# One\n\n```rhai +run\nlet ticks = 0;\nspawn { loop { sleep(1); ticks += 1 } };\nprint(\"go on\");\n```\n\n\
                        ```rhai +predict\nsleep(2.5);\nprint(ticks);\n```\n\n```rhai +run +throws\nthrow \"no\"\n```\n";

    #[test]
    fn programs_run_one_after_another_in_one_session() {
        let deck = read_deck("d.md", DECK).unwrap();
        let did = rehearse(&deck).unwrap();
        let printed: Vec<_> = did.iter().map(|it| (it.slide, it.printed.clone(), it.took.as_str())).collect();
        assert_eq!(printed[0], (1, vec!["go on".to_owned()], "<1 ms"));
        assert_eq!(printed[1], (2, vec!["2".to_owned()], "2.50 s"));
        assert!(did[2].error.as_ref().unwrap().contains("no"), "{did:?}");
        assert_eq!(troubles(&deck, &did, None), []);
        assert_eq!(troubles(&deck, &did, Some(&did)), []);
        assert_eq!(rehearse(&deck).unwrap(), did, "twice the same");
    }

    #[test]
    #[ignore = "takes its time; .ci/run runs it"]
    fn a_program_is_foreseen_after_what_ran_before_it() {
        let deck = read_deck("d.md", DECK).unwrap();
        let before = ["let n = 1; spawn { sleep(1); n = 5 };".to_owned(), "n += 1".to_owned()];
        let mut program = deck.slides[1].scene.program().unwrap().clone();
        let mut foreseen = |ends, text: &str| {
            (program.ends, program.text) = (ends, text.to_owned());
            dry_run(&deck, &before, &program)
        };
        let (lines, took) = foreseen(Ends::Well, "print(n); sleep(2); print(\"a\\nb\" + n)").unwrap();
        assert_eq!((lines.join(" "), duration_text(took).as_str()), ("2 a b5".to_owned(), "2.00 s"));
        assert_eq!(foreseen(Ends::WithAnError, "print(1); throw 2").unwrap().0, ["1"]);
        for other in ["print(1); throw 2", "loop { }", "let ("] {
            assert_eq!(foreseen(Ends::Well, other), None, "{other}");
        }
    }

    #[test]
    fn what_changed_is_told_with_its_line() {
        let deck = read_deck("d.md", DECK).unwrap();
        let before = rehearse(&deck).unwrap();
        let changed = DECK.replace("sleep(2.5)", "sleep(3.5)").replace("throw \"no\"", "print(1)");
        let deck = read_deck("d.md", &changed).unwrap();
        let now = rehearse(&deck).unwrap();
        let texts: Vec<_> =
            troubles(&deck, &now, Some(&before)).into_iter().map(|it| (it.line, it.text)).collect();
        let expected = [
            (9, "slide 2: it printed \"2\" as line 1, and prints \"3\""),
            (9, "slide 2: it took 2.50 s, and takes 3.50 s"),
            (14, "slide 3: it is said to end with an error (`+throws`), and does not"),
            (14, "slide 3: it printed nothing as line 1, and prints \"1\""),
        ];
        for (line, text) in expected {
            assert!(texts.contains(&(line, text.to_owned())), "{texts:?}");
        }
    }
}
