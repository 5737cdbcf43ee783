use crate::lesson::grade::Student;
use crate::lesson::grade::roster::{Roster, RosterProblem};

/// Checks which row a name and number belong to.
fn check(roster: &str, name: &str, id: Option<&str>, expected: Option<usize>) {
    let student = Student { name: name.to_owned(), id: id.map(str::to_owned), email: None };
    assert_eq!(Roster::read(roster).unwrap().place(&student), expected, "{name}");
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
