//! Who is who: answers and remarks find their students, and of two answers to a lesson the newest is graded.
//!
//! Two people are never taken for one. Where nothing tells them apart, each stands for themselves, with what to do about it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::layout::Rank;
use super::roster::{Match, Roster};
use super::student::folded;
use super::{Remark, Student};

/// An answer that may be graded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// As the layout says.
    pub student: Student,
    /// Whose it is by the pack that it comes from.
    pub carried: Option<String>,
    pub lesson: String,
    /// The answer, or why its file holds none.
    pub answer: Result<String, String>,
    /// The file.
    pub path: String,
    pub rank: Rank,
    /// The platform says that it was late.
    pub is_late: bool,
    /// What its student should know.
    pub remark: Option<String>,
}

/// A student with what is graded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub student: Student,
    /// The place on the roster, from 0.
    pub place: Option<usize>,
    /// At most one for each lesson.
    pub answers: Vec<Candidate>,
    pub remarks: Vec<String>,
}

impl Person {
    fn new(student: Student, place: Option<usize>) -> Person {
        Person { student, place, answers: Vec::new(), remarks: Vec::new() }
    }

    /// When this answer was handed in. What Moodle says counts before what a learner's computer says.
    pub fn handed_in(&self, answer: &Candidate, roster: Option<&Roster>) -> Option<Timestamp> {
        let by_roster = self.place.and_then(|place| roster?.handed_in(place));
        by_roster.or(answer.rank.handed_in)
    }
}

/// Where somebody belongs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Listed(usize),
    /// By name and number.
    Unlisted(String, Option<String>),
}

/// Everyone who is on the roster or handed something in, sorted by name.
pub fn assemble(candidates: Vec<Candidate>, remarks: Vec<Remark>, roster: Option<&Roster>) -> Vec<Person> {
    let mut register = Register { roster, people: BTreeMap::new(), rivals: BTreeMap::new() };
    for (place, student) in roster.iter().flat_map(|it| it.students()) {
        register.people.insert(Key::Listed(place), Person::new(student.clone(), Some(place)));
    }
    let given = candidates.iter().map(|it| register.named(it)).collect::<Vec<_>>();
    register.note_rivals(given.iter().chain(remarks.iter().map(|it| &it.student)));
    for (candidate, student) in candidates.into_iter().zip(given) {
        register.person(&student).answers.push(candidate);
    }
    for Remark { student, text } in remarks {
        register.person(&student).remarks.push(text);
    }
    let mut people: Vec<Person> = register.people.into_values().collect();
    for person in &mut people {
        choose(person);
        person.remarks.sort();
        person.remarks.dedup();
    }
    people.sort_by(|one, other| (&one.student, one.place).cmp(&(&other.student, other.place)));
    people
}

struct Register<'a> {
    roster: Option<&'a Roster>,
    people: BTreeMap<Key, Person>,
    /// The numbers of those who hand in under the name of one line of the roster, which does not tell them apart.
    rivals: BTreeMap<usize, BTreeSet<String>>,
}

impl Register<'_> {
    /// Whose an answer is: as its place says, or, where the roster does not know that name, as its pack says.
    fn named(&self, candidate: &Candidate) -> Student {
        let Some(carried) = candidate.carried.as_deref().filter(|it| !it.trim().is_empty()) else {
            return candidate.student.clone();
        };
        let carried = Student::named(carried.trim());
        let is_better = match self.roster {
            Some(roster) => {
                roster.find(&candidate.student) == Match::Nobody && roster.find(&carried) != Match::Nobody
            }
            None => is_general(&candidate.student.name),
        };
        if is_better { carried } else { candidate.student.clone() }
    }

    fn find(&self, student: &Student) -> Match {
        self.roster.map_or(Match::Nobody, |it| it.find(student))
    }

    /// Takes down who shares a line of the roster with somebody that the platform gave another number.
    fn note_rivals<'s>(&mut self, students: impl Iterator<Item = &'s Student>) {
        let mut numbers: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        let mut owned: BTreeSet<usize> = BTreeSet::new();
        for student in students {
            match (self.find(student), &student.id) {
                (Match::One { place, by_id: false }, Some(id)) => {
                    numbers.entry(place).or_default().insert(id.clone());
                }
                (Match::One { place, by_id: true }, Some(_)) => {
                    owned.insert(place);
                }
                _ => {}
            }
        }
        self.rivals =
            numbers.into_iter().filter(|(place, ids)| ids.len() > 1 || owned.contains(place)).collect();
    }

    /// Where the student's answers and remarks go.
    fn person(&mut self, student: &Student) -> &mut Person {
        let unlisted = || Key::Unlisted(folded(&student.name), student.id.clone());
        let (key, doubt) = match self.find(student) {
            Match::One { place, by_id } => {
                let rivals = self.rivals.get(&place).filter(|_| !by_id && student.id.is_some());
                match rivals {
                    Some(_) => (unlisted(), Some(self.doubt_about_number(student))),
                    None => (Key::Listed(place), None),
                }
            }
            Match::Several(places) => (unlisted(), Some(self.doubt_about_name(student, &places))),
            Match::Nobody => (unlisted(), None),
        };
        let person = self.people.entry(key).or_insert_with(|| Person::new(student.clone(), None));
        if let Some(doubt) = doubt.filter(|it| !person.remarks.contains(it)) {
            person.remarks.push(doubt);
        }
        person
    }

    fn doubt_about_number(&self, student: &Student) -> String {
        let number = student.id.as_deref().unwrap_or("");
        format!(
            "more than one person hands in as {}, and the roster does not say who has number {number}: give it a \
             column of ids",
            student.name
        )
    }

    fn doubt_about_name(&self, student: &Student, places: &[usize]) -> String {
        let listed: Vec<&Student> = places.iter().filter_map(|it| self.roster?.student(*it)).collect();
        let all: Vec<String> = listed.iter().map(|it| it.told_apart()).collect();
        let can_be_told = listed.iter().all(|it| it.email.is_some() || it.id.is_some());
        let remedy = if can_be_told {
            "call the file or folder after the e-mail address or id"
        } else {
            "give the roster a column of e-mail addresses or ids, and call the file or folder after that"
        };
        format!("{} people on the roster fit {}: {}; {remedy}", places.len(), student.name, all.join(", "))
    }
}

/// Keeps the newest answer to each lesson, and says so.
fn choose(person: &mut Person) {
    let mut chosen: Vec<Candidate> = Vec::new();
    let mut all = std::mem::take(&mut person.answers);
    all.sort_by(|one, other| (&one.lesson, &one.path).cmp(&(&other.lesson, &other.path)));
    for candidate in all {
        let Some(there) = chosen.iter_mut().find(|it| it.lesson == candidate.lesson) else {
            chosen.push(candidate);
            continue;
        };
        let (order, why) = candidate.rank.compare(&there.rank);
        let loser = if order.is_gt() { std::mem::replace(there, candidate) } else { candidate };
        person
            .remarks
            .push(format!("{} was not graded for {}: {} {why}", loser.path, there.lesson, there.path));
    }
    person
        .remarks
        .extend(chosen.iter().filter_map(|it| Some(format!("{} {}", it.path, it.remark.as_ref()?))));
    person.answers = chosen;
}

/// Names of files that say nothing about whose they are.
fn is_general(name: &str) -> bool {
    const WORDS: &[&str] =
        &["", "my", "mine", "me", "answer", "answers", "pack", "submission", "homework", "student"];
    WORDS.contains(&folded(name).as_str())
}
