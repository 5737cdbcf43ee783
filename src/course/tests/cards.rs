//! Cards that are whole programs: what they print is what they say, on the interpreters of this computer.

use std::fs;
use std::process::Command;
use std::thread;

use crate::course::contents::Course;
use crate::course::document::Card;

/// The command and the ending of a file for a card's language; none where the language is only read.
fn interpreter(card: &Card) -> Option<(&'static str, &'static str)> {
    match card.language.as_str() {
        "python" => Some(("python3", "py")),
        "javascript" => Some(("node", "mjs")),
        _ => None,
    }
}

/// What a card prints; none where there is no interpreter for it.
fn printed(card: &Card) -> Option<Vec<String>> {
    let (command, ending) = interpreter(card)?;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(format!("card.{ending}"));
    fs::write(&path, &card.text).unwrap();
    let output = Command::new(command).arg(&path).env("PYTHONIOENCODING", "utf-8").output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(text.lines().map(str::to_owned).collect())
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn cards_print_what_their_lessons_say() {
    let course = Course::builtin().unwrap();
    let whole: Vec<(String, &Card)> = course
        .lessons
        .iter()
        .flat_map(|it| it.cards.iter().map(|card| (format!("{}:{}", it.file, card.line), card)))
        .filter(|(_, card)| card.prints.is_some())
        .collect();
    assert!(whole.len() > 20, "{} cards are whole programs", whole.len());
    // They wait for seconds, and the waits overlap.
    let results: Vec<(String, Vec<String>, Option<Vec<String>>)> = thread::scope(|scope| {
        let begun: Vec<_> = whole
            .iter()
            .map(|(place, card)| {
                let wanted = card.prints.clone().unwrap();
                (place.clone(), wanted, scope.spawn(|| printed(card)))
            })
            .collect();
        begun.into_iter().map(|(place, wanted, run)| (place, wanted, run.join().unwrap())).collect()
    });
    let mut left_out = 0;
    for (place, wanted, printed) in results {
        match printed {
            Some(printed) => assert_eq!(printed, wanted, "{place}"),
            None => left_out += 1,
        }
    }
    if left_out > 0 {
        eprintln!("{left_out} cards were not run, because there is no python3 or no node here");
    }
}
