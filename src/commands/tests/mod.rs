//! What lines mean, and what completes them.

mod complete;

use super::*;

/// What a line means, as text: the command, or what the learner reads.
fn check(line: &str, expected: &str) {
    let shown = match parse(line) {
        None => "no command".to_string(),
        Some(Ok(command)) => format!("{command:?}"),
        Some(Err(error)) => error.to_string(),
    };
    assert_eq!(shown, expected, "for {line:?}");
}

#[test]
fn commands_take_their_arguments() {
    check(":help", "Help(None)");
    check(":help sleep()", "Help(Some(\"sleep()\"))");
    check(":cancel 3", "Cancel(\"3\")");
    check(":cancel fetch #2", "Cancel(\"fetch #2\")");
    check(":explore", "Explore(None)");
    check(":explore 3", "Explore(Some(3))");
    check(":explore by hand", "ExploreByHand(None)");
    check(":explore By Hand #3", "ExploreByHand(Some(3))");
    check(":explore 3 by hand", "ExploreByHand(Some(3))");
    check(":compare", "Compare(None)");
    check(":compare 3 5", "Compare(Some((3, 5)))");
    check(":compare #3, #5", "Compare(Some((3, 5)))");
    check(":clock virtual", "Clock(Some(Virtual))");
    check(":clock", "Clock(None)");
    check(":legend off", "Legend(Some(Off))");
    check(":output 2", "Output(Some(2))");
    check(":hints off", "Hints(Some(Off))");
    check(":why", "Why(None)");
    check(":why fetch #2 0.5 s", "Why(Some(\"fetch #2 0.5 s\"))");
    check(":load my scripts/a.rhai", "Load(\"my scripts/a.rhai\")");
    check(":load \"a.rhai\"", "Load(\"a.rhai\")");
    check(":replay", "Replay([])");
    check(":replay 3", "Replay([3])");
    check(":replay #3, 5", "Replay([3, 5])");
    check(":save a.rhai", "Save(None, \"a.rhai\")");
    check(":save 3 my runs/a.svg", "Save(Some(3), \"my runs/a.svg\")");
    check(":save #3 \"a.svg\"", "Save(Some(3), \"a.svg\")");
    check(":save 2024 plan.rhai", "Save(Some(2024), \"plan.rhai\")");
    check(":history", "History(None)");
    check(":history spawn", "History(Some(\"spawn\"))");
    check(":share", "Share(Begin { address: None, host: None, votes: Off })");
    check(":share off", "Share(Off)");
    check(
        ":share 0.0.0.0:80 --votes --host class.example",
        "Share(Begin { address: Some(\"0.0.0.0:80\"), host: Some(\"class.example\"), votes: On })",
    );
    check(":vote", "Vote(Status)");
    check(":vote close", "Vote(Close)");
    check(":vote right B", "Vote(Right(\"b\"))");
    let asked = |text: &str, form: &str, options: &str| {
        format!("Vote(Ask(Question {{ text: {text:?}, form: {form}, options: {options} }}))")
    };
    check(":vote Does it block?", &asked("Does it block?", "Choice", "[\"yes\", \"no\"]"));
    check(":vote Which? | a b| c |", &asked("Which?", "Choice", "[\"a b\", \"c\"]"));
    check(":vote How long? | seconds", &asked("How long?", "Seconds", "[]"));
    for text in [":share a b", ":share --vote", ":share --host", ":vote right", ":vote Which? | one"] {
        assert!(matches!(parse(text), Some(Err(CommandError::Usage { .. }))), "{text}");
    }
}

#[test]
fn sloppy_typing_is_understood() {
    check("  :Tasks ; ", "Tasks");
    check(": tasks", "Tasks");
    check(":q", "Quit");
    check(":exit", "Quit");
    check(":?", "Help(None)");
    check(":h spawn", "Help(Some(\"spawn\"))");
    check(":clock REAL", "Clock(Some(Real))");
}

#[test]
fn wrong_arguments_are_answered_with_the_usage() {
    check(":cancel", "Write `:cancel TASK`: cancel a task, by its number, name or variable.");
    check(":compare 3", "Write `:compare [N M]`: draw two runs on one axis: the last two, or runs N and M.");
    check(
        ":clock fast",
        "Write `:clock real|virtual`: wait in real time, or let time jump to the next event.",
    );
    check(":load", "Write `:load FILE`: run a file in this session, or a Python program (:help python).");
    check(":save", "Write `:save [N] FILE`: keep entries (.rhai), or a run (.svg .html .cast .json .jsonl).");
    check(":tasks all", "Write `:tasks`: list the tasks and what each is doing.");
}

#[test]
fn unknown_commands_are_answered_with_the_nearest() {
    check(":tmeline", "There is no command `:tmeline`. Did you mean `:timeline`?");
    check(":tsaks", "There is no command `:tsaks`. Did you mean `:tasks`?");
    check(":rest", "There is no command `:rest`. Did you mean `:reset`?");
    check(":time", "There is no command `:time`. Did you mean `:timeline`?");
    check(":frobnicate", "There is no command `:frobnicate`. `:help` lists them all.");
    check(":", "There is no command `:`. `:help` lists them all.");
    check(":\x1b[2J", "There is no command `:[2J`. `:help` lists them all.");
}

#[test]
fn what_does_not_begin_with_a_colon_is_no_command() {
    check("tasks", "no command");
    check("", "no command");
}

#[test]
fn the_table_agrees_with_itself() {
    let mut names: Vec<&str> = COMMANDS
        .iter()
        .flat_map(|info| [info.name].into_iter().chain(info.aliases.iter().copied()))
        .collect();
    let all = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), all, "a name is there twice");
    for info in COMMANDS {
        assert!(info.summary.len() <= 64, "{} does not fit into 80 columns", info.name);
        if let Argument::Words(words) = info.argument {
            assert_eq!(info.arguments, words.join("|"));
            for word in words {
                assert!((info.parse)(word).is_some(), "{} does not take {word}", info.name);
            }
        }
    }
}

#[test]
fn bare_words_are_answered_kindly() {
    assert_eq!(bare_word_hint("exit"), Some("To leave, type :quit or press Ctrl-D."));
    assert_eq!(bare_word_hint("quit();"), Some("To leave, type :quit or press Ctrl-D."));
    assert_eq!(bare_word_hint("help"), Some("For help, type :help."));
    assert_eq!(bare_word_hint("helper"), None);
    assert_eq!(bare_word_hint(""), None);
}

#[test]
fn nearest_names_are_near() {
    assert_eq!(nearest("fetch_dta", ["sleep", "fetch_data"]), Some("fetch_data"));
    assert_eq!(nearest("slepe", ["sleep", "spawn"]), Some("sleep"));
    assert_eq!(nearest("x", ["sleep"]), None);
}
