//! Questions: what is an answer, that each reader has one, and that nothing of persons remains.

use crate::share::Votes;
use crate::share::hub::Hub;
use crate::share::vote::MAX_READERS;
use crate::share::vote::{Form, Poll, Question, VoteProblem};

fn asked(form: Form, options: &[&str]) -> Poll {
    let options = options.iter().map(|it| (*it).to_owned()).collect();
    Poll::new(1, Question { text: "Which?".into(), form, options })
}

#[test]
fn only_answers_to_the_question_count() {
    /// A form, answers with what is taken of them, and answers that are refused.
    type Case = (Form, &'static [(&'static str, &'static str)], &'static [&'static str]);
    let cases: [Case; 4] = [
        (Form::Choice, &[("a", "a"), ("b", "b")], &["", "c", "ab", "A", "a b", "1", "é"]),
        (Form::Order, &[("a b", "a b"), ("b a", "b a")], &["a", "ab", "a a", "a b c", "a  b", ""]),
        (Form::OrderOfSome, &[("b a", "b a"), ("b", "b")], &["", "c", "ab", "b b", "a b c", " b"]),
        (
            Form::Seconds,
            &[("2", "2"), ("2.0", "2"), ("0.50", "0.5"), ("-0", "0"), ("-3", "-3")],
            &["", "two", "nan", "inf", "1e9", "1,5", "2 s", "1234567890123", "--1", "."],
        ),
    ];
    for (form, answers, others) in cases {
        let mut poll = asked(form, &["one", "two"]);
        for (answer, counted) in answers {
            assert_eq!(poll.take("r", 0, answer), Ok((*counted).to_owned()), "{form:?} {answer}");
        }
        for other in others {
            assert_eq!(poll.take("r", 0, other), Err(VoteProblem::NoAnswer), "{form:?} {other}");
        }
        assert_eq!(poll.answered(), 1, "a reader has one answer");
    }
}

#[test]
fn rounds_are_counted_apart_and_forget_who_answered() {
    let mut poll = asked(Form::Choice, &["one", "two", "three"]);
    for (reader, answer) in [("ξ", "a"), ("y", "b"), ("z", "b"), ("ξ", "c")] {
        poll.take(reader, 0, answer).unwrap();
    }
    assert!(
        poll.document(3)["rounds"].as_array().unwrap().is_empty(),
        "nobody sees answers of an open round"
    );
    poll.close();
    assert_eq!(poll.rounds()[0].counts, [("b".to_owned(), 2), ("c".to_owned(), 1)]);
    assert_eq!(poll.take("ξ", 0, "a"), Err(VoteProblem::Closed));
    poll.ask_again();
    assert_eq!(poll.take("ξ", 0, "a"), Err(VoteProblem::Closed), "that was the round before");
    poll.take("ξ", 1, "a").unwrap();
    poll.reveal("one".into(), |it| it == "a");
    assert!(!format!("{poll:?}").contains('ξ'), "{poll:?}");
    assert!(poll.is_right("a") && !poll.is_right("b"));
    assert_eq!(poll.document(1)["right"], serde_json::json!(["a"]));
}

#[test]
fn many_different_answers_are_gathered() {
    let mut poll = asked(Form::Number, &[]);
    for number in 0..20 {
        poll.take(&format!("r{number}"), 0, &number.to_string()).unwrap();
    }
    poll.close();
    let counts = &poll.rounds()[0].counts;
    assert_eq!((counts.len(), counts.last().unwrap()), (8, &("others".to_owned(), 13)));
    poll.reveal("3".into(), |_| true);
    assert!(!poll.is_right("others"));
}

#[test]
fn one_browser_has_one_vote_and_a_crowd_of_made_up_readers_no_end_of_them() {
    let hub = Hub::new(Votes::On).unwrap();
    hub.ask(Question { text: "?".into(), form: Form::Choice, options: vec!["x".into(), "y".into()] });
    let reader = hub.readers.welcome().unwrap();
    // Two tabs.
    let tabs = [hub.enter(&reader), hub.enter(&reader)];
    assert_eq!(hub.present(), 1);
    hub.vote(&reader, 1, 0, "a").unwrap();
    hub.vote(&reader, 1, 0, "b").unwrap();
    assert_eq!(hub.tell_votes(), Some((1, 1)));
    drop(tabs);
    for _ in 1..MAX_READERS {
        let other = hub.readers.welcome().unwrap();
        let _presence = hub.enter(&other);
        hub.vote(&other, 1, 0, "a").unwrap();
    }
    let late = hub.readers.welcome().unwrap();
    let _presence = hub.enter(&late);
    assert_eq!(hub.vote(&late, 1, 0, "a"), Err(VoteProblem::Full));
    // Who has answered may still change it.
    let _presence = hub.enter(&reader);
    assert_eq!(hub.vote(&reader, 1, 0, "a"), Ok("a".to_owned()));
}

#[test]
fn only_readers_who_are_here_count() {
    let hub = Hub::new(Votes::On).unwrap();
    let reader = hub.readers.welcome().unwrap();
    assert_eq!(hub.vote(&reader, 1, 0, "a"), Err(VoteProblem::Unknown));
    let presence = hub.enter(&reader);
    assert_eq!(hub.vote(&reader, 1, 0, "a"), Err(VoteProblem::NotAsked));
    hub.ask(Question { text: "?".into(), form: Form::Choice, options: vec!["x".into()] });
    assert_eq!(hub.vote(&reader, 2, 0, "a"), Err(VoteProblem::Closed));
    assert_eq!(hub.vote("somebody", 1, 0, "a"), Err(VoteProblem::Unknown));
    assert_eq!(hub.vote(&reader, 1, 0, "a"), Ok("a".to_owned()));
    assert_eq!(hub.tell_votes(), Some((1, 1)));
    assert_eq!(hub.tell_votes(), None, "nothing has changed since");
    drop(presence);
    assert_eq!(hub.present(), 0);
    assert_eq!(hub.vote(&reader, 1, 0, "a"), Err(VoteProblem::Unknown));
}
