//! Orders that somebody makes.

use super::{Game, NoGame, State};
use crate::explore::{Goal, Program, Surroundings};
use crate::script::{Entry, Role};

const LOSES: &str = "let n = 0;
let add = || {
    let old = n;
    yield_now();
    n = old + 1;
};
let a = spawn { yield_now(); add.call() };
let b = spawn { add.call() };
await [a, b];
print(n);";

fn program(text: &str) -> Program {
    let (name, text) = ("program.rhai".to_owned(), text.to_owned());
    let entry = Entry { name, text, folder: Default::default(), role: Role::Free };
    Program::new(entry, Surroundings::default()).unwrap()
}

fn game(text: &str, goal: Option<Goal>) -> Game {
    Game::new(program(text), goal).unwrap().unwrap_or_else(|_| panic!("a game"))
}

/// What is offered, and what was said, as text.
fn shown(game: &mut Game, typed: &[&str]) -> String {
    let mut out = String::new();
    for text in typed {
        let said = game.take(text).unwrap();
        out.push_str(&format!("> {text}\n"));
        said.words.iter().for_each(|it| out.push_str(&format!("{it}\n")));
        if said.moved {
            for (index, offer) in game.offers().iter().enumerate() {
                out.push_str(&format!("{} {} {}\n    {}\n", index + 1, offer.name, offer.stands, offer.next));
            }
        }
    }
    out
}

#[test]
fn an_order_is_made_choice_by_choice() {
    let mut game = game(LOSES, None);
    insta::assert_snapshot!(shown(&mut game, &["", "", "nobody", "2", "", "undo", "undo 9", "undo", "go"]));
}

#[test]
fn the_same_choices_make_the_same_order_again() {
    let mut one = game(LOSES, None);
    let mut other = game(LOSES, None);
    let typed = ["1", "2", "1", "1", "1"];
    shown(&mut one, &typed);
    // What is taken back has never been.
    shown(&mut other, &["2", "2", "undo 2", "1", "2", "1", "2", "undo", "1", "1"]);
    assert_eq!(one.code(), other.code());
    assert_eq!(one.offers(), other.offers());
    assert_eq!(one.position().trace.events().len(), other.position().trace.events().len());
}

#[test]
fn a_goal_is_reached_with_hints_or_is_shown() {
    let usual = || Goal::Prints(vec!["2".to_owned()]);
    let text = LOSES.replace("spawn { yield_now(); add", "spawn { add");
    let mut hinted = game(&text, Some(usual()));
    let mut last = State::GoesOn;
    for _ in 0..30 {
        let said = hinted.take("hint").unwrap().words.join(" ");
        let typed = match said.rsplit_once(": ") {
            Some((_, number)) if number.trim_end_matches('.').parse::<usize>().is_ok() => {
                number.trim_end_matches('.').to_owned()
            }
            _ if said.ends_with(": go.") => "go".to_owned(),
            _ => continue,
        };
        last = hinted.take(&typed).unwrap().state;
        if last != State::GoesOn {
            break;
        }
    }
    assert_eq!(last, State::Reached);
    let mut skipped = game(&text, Some(usual()));
    skipped.take("2").unwrap();
    let said = skipped.take("?").unwrap();
    assert_eq!(said.state, State::Shown);
    assert!(said.words[0].starts_with("One way: ") && said.words[1].contains("prints 2"), "{:?}", said.words);
}

#[test]
fn threads_are_interrupted_where_they_share() {
    let mut game = game(
        "let n = 0;\nlet a = spawn_thread(|| { n = n + 1 });\nlet b = spawn_thread(|| { n = n + 1 });\nawait [a, b];\nprint(n)",
        Some(Goal::Prints(vec!["1".to_owned()])),
    );
    let said = game.take("?").unwrap();
    assert_eq!(said.state, State::Shown);
    assert!(said.words.join("\n").contains("prints 1"), "{:?}", said.words);
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn programs_without_a_choice_or_without_an_end() {
    let none = Game::new(program("print(1)"), None).unwrap();
    assert!(matches!(none, Err(NoGame::NoChoice)));
    let wrong = Game::new(program("let = 1"), None).unwrap();
    assert!(matches!(wrong, Err(NoGame::NotRun)));
    let mut endless = game("let a = spawn { loop { sleep(1) } }; let b = spawn { print(1) }; await a", None);
    let said = endless.take("go").unwrap();
    assert!(said.words[0].contains("goes on without an end"), "{:?}", said.words);
}
