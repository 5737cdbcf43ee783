//! Rosters, and the packed answers of learners.

use meanwhile::grading::pack::Pack;
use meanwhile::grading::roster::Roster;

use crate::harness::Target;

const MOODLE: &str = "Identifier,\"Full name\",\"Email address\",Status,Grade,\"Maximum Grade\",\"Feedback comments\"\n\
                      \"Participant 1\",\"Ann Lee\",ann@example.org,Submitted,,10.00,\n\
                      \"Participant 2\",\"Bob Öz\",bob@example.org,\"No submission\",,10.00,\n";
const LIST: &str = "first name;last name;id\nAnn;Lee;17\nBob;Öz;18\n";
const PACK: &str = r#"{"format":"meanwhile-answers","version":1,"course":"meanwhile","course_hash":"0","program":"0.1.0","answers":{"one-task":"print(1);"}}"#;
const WORDS: &[&str] = &[
    "name,",
    "Full name",
    "id;",
    "\t",
    "\"\"",
    "\n\n",
    ",,,,",
    "Identifier",
    "Participant 1",
    "\"answers\":{",
    "\"version\":2",
];

fn read(text: &[u8]) {
    let text = String::from_utf8_lossy(text);
    if let Ok(roster) = Roster::read(&text) {
        for (_, student) in roster.students() {
            roster.find(student);
        }
    }
    drop(Pack::read(&text));
}

fn target<'a>() -> Target<'a> {
    Target {
        seeds: [MOODLE, LIST, PACK].map(|it| it.as_bytes().to_vec()).to_vec(),
        words: WORDS,
        read: &read,
    }
}

#[test]
fn bad_rosters() {
    assert!(Roster::read(MOODLE).is_ok() && Roster::read(LIST).is_ok() && Pack::read(PACK).is_ok());
    target().sample();
}

#[test]
#[ignore = "a minute"]
fn long_bad_rosters_for_a_minute() {
    target().long();
}
