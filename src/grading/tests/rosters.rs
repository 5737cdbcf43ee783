use crate::grading::Student;
use crate::grading::roster::{Match, Roster, RosterProblem};

/// Checks which row a name and number belong to.
fn check(roster: &str, name: &str, id: Option<&str>, expected: Option<usize>) {
    let student = Student { name: name.to_owned(), id: id.map(str::to_owned), email: None };
    let place = match Roster::read(roster).unwrap().find(&student) {
        Match::One { place, .. } => Some(place),
        Match::Several(_) | Match::Nobody => None,
    };
    assert_eq!(place, expected, "{name}");
}

const WORKSHEET: &str = "\u{feff}Identifier,\"Full name\",\"Email address\",Grade\n\
    Participant 12,Ann Li,ann@x.org,\nParticipant 345,Bo Ek,bo.ek@x.org,\nParticipant 45,Ann Li,ann2@x.org,\n";

#[test]
fn numbers_come_before_names() {
    check(WORKSHEET, "Ann Li", Some("45"), Some(2));
    check(WORKSHEET, "Ann Li", Some("12"), Some(0));
    check(WORKSHEET, "Ann Li", None, None);
    check(WORKSHEET, "bo_ek", None, Some(1));
    check(WORKSHEET, "bo.ek", None, Some(1));
    check(WORKSHEET, "ANN2", None, Some(2));
    check(WORKSHEET, "ann@x.org", None, Some(0));
    check(WORKSHEET, "bo_ek_final", None, Some(1));
    check(WORKSHEET, "5", Some("5"), None);
}

#[test]
fn other_lists() {
    let classroom = "identifier,github_username,github_id,name\nli-ann,annli,77,\n";
    check(classroom, "AnnLi", None, Some(0));
    check("Username;Grade\nann;1\n;\nbo;2\n", "BO", None, Some(2));
}

#[test]
fn titles_may_be_missing_and_names_in_two_columns() {
    check("ann\nbo\n", "bo", None, Some(1));
    check("First name;Surname;Mail\nAnn;Li;a@x.org\n", "ann li", None, Some(0));
    assert!(matches!(Roster::read("a,b\n1,2\n"), Err(RosterProblem::NoColumn(_))));
    assert_eq!(Roster::read("name\n"), Err(RosterProblem::Empty));
    assert_eq!(Roster::read(""), Err(RosterProblem::Empty));
}

#[test]
fn two_of_one_name_are_asked_for() {
    let student = |name: &str| Student::named(name);
    let roster = Roster::read(WORKSHEET).unwrap();
    assert_eq!(roster.find(&student("ann li")), Match::Several(vec![0, 2]));
    // The same line twice is one person; two lines with a name alone may be two.
    assert_eq!(
        Roster::read("name,id\nann,1\nann,1\n").unwrap().find(&student("ann")),
        Match::One { place: 0, by_id: false }
    );
    let bare = Roster::read("name\nann\nbo\nAnn\n").unwrap();
    assert_eq!(bare.find(&student("ann")), Match::Several(vec![0, 2]));
    assert_eq!(bare.indistinguishable(), ["Ann"]);
    assert_eq!(bare.students().count(), 3);
}

#[test]
fn names_are_the_same_however_they_are_written() {
    let roster = "Name\n\"Müller, Zoë\"\nMary O'Neil\nSTRASSE\n";
    check(roster, "Zoe\u{308} Mu\u{308}ller", None, Some(0));
    check(roster, "müllerzoë", None, Some(0));
    check(roster, "mary_oneil", None, Some(1));
    check(roster, "Straße", None, Some(2));
    check("Name\nAnn Li\n", "liann", None, Some(0));
}

#[test]
fn rows_that_would_be_read_wrongly_are_refused_by_their_line() {
    let problem = |text: &str| Roster::read(text).unwrap_err();
    assert_eq!(
        problem("name,email\nBo,b@x.org\nLi, Ann,a@x.org\n"),
        RosterProblem::TooManyFields { line: 3, found: 3, titles: 2 }
    );
    assert_eq!(problem("name,email,id\n\"Bo,b@x.org,1\nAnn,a@x.org,2\n"), RosterProblem::OpenQuote(2));
    let moved = "name,email,comments\nLi, Ann,a@x.org,\n";
    assert_eq!(problem(moved), RosterProblem::TooManyFields { line: 2, found: 4, titles: 3 });
}

#[test]
fn a_gradebook_of_canvas_is_a_roster() {
    let gradebook = "Student,ID,SIS User ID,SIS Login ID,Section,two-fetches (4711)\n    Points Possible,,,,,5.00\n\
        \"Li, Ann\",12345,a1,annl,S1,\n\"Student, Test\",99,,,S1,\n";
    let roster = Roster::read(gradebook).unwrap();
    assert_eq!(
        roster.students().map(|(place, it)| (place, it.name.as_str())).collect::<Vec<_>>(),
        [(1, "Li, Ann")]
    );
    check(gradebook, "liann", Some("12345"), Some(1));
    check(gradebook, "annl", None, Some(1));
}
