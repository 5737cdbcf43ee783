//! What all submissions came to, student by student. Every report is written from it.

use jiff::Timestamp;

use super::class::Person;
use super::conduct::{Conduct, Judgement};
use super::lateness::{Lateness, Penalty};
pub use super::lesson_line::{CheckLine, LessonLine, Remark};
use super::overrides::Override;
use super::roster::{Match, Roster};
use super::student::folded;
use super::{Points, Status, Student};
use crate::course::verdict::{CheckOutcome, CheckResult, Verdict};

/// Grades, sorted by student, then by the lessons' order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gradebook {
    pub source: Source,
    /// The lessons that are graded, whether anybody handed them in or not.
    pub lessons: Vec<LessonLine>,
    pub rows: Vec<Row>,
    pub deadline: Option<Timestamp>,
}

/// What the grades rest on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// This program's version.
    pub version: String,
    /// The course's id.
    pub course: String,
    /// Of the course's files.
    pub hash: String,
    /// Of the files of a teacher's overlay.
    pub overlay: Option<String>,
}

/// A student.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub student: Student,
    /// The student's place on the roster, from 0.
    pub roster: Option<usize>,
    /// In the lessons' order; none for a lesson that was not handed in and got no points by hand.
    pub grades: Vec<Grade>,
    /// What was handed in and is not graded, and why.
    pub remarks: Vec<String>,
}

/// What a student has for a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grade {
    /// The lesson's id.
    pub lesson: String,
    pub max_points: u32,
    /// None where nothing was handed in, and the points are given by hand.
    pub work: Option<Work>,
    /// What a teacher gave and wrote by hand.
    pub overrides: Vec<Override>,
    pub lateness: Lateness,
    /// What lateness costs.
    pub deduction: Points,
}

/// An answer that was judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    pub verdict: Verdict,
    pub conduct: Option<Conduct>,
    pub path: String,
    pub handed_in: Option<Timestamp>,
}

/// What is decided about all grades alike.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    pub deadline: Option<Timestamp>,
    pub penalty: Option<Penalty>,
    pub overrides: Vec<Override>,
}

impl Gradebook {
    /// Puts it all together: each person with the judgements on their answers, in the same order. `lessons` are in the
    /// course's order. Also gives what could not be done with the rules.
    pub fn new(
        source: Source,
        lessons: Vec<LessonLine>,
        people: Vec<(Person, Vec<Judgement>)>,
        roster: Option<&Roster>,
        rules: Rules,
    ) -> (Gradebook, Vec<String>) {
        let rows = people.into_iter().map(|(person, judgements)| row(person, judgements, roster, &rules));
        let mut book = Gradebook { source, rows: rows.collect(), lessons, deadline: rules.deadline };
        let mut problems = Vec::new();
        for given in rules.overrides {
            problems.extend(book.give(given, roster).err());
        }
        for grade in book.rows.iter_mut().flat_map(|it| &mut it.grades) {
            grade.deduct(rules.penalty);
        }
        for row in &mut book.rows {
            row.grades.sort_by_key(|it| book.lessons.iter().position(|line| line.id == it.lesson));
        }
        (book, problems)
    }

    /// Whether every student passed every lesson.
    pub fn all_passed(&self) -> bool {
        self.rows.iter().all(|row| row.has_passed(&self.lessons))
    }

    /// What a student can reach.
    pub fn max_points(&self) -> Points {
        Points::whole(self.lessons.iter().map(|it| it.max_points).sum())
    }

    /// The lesson of this id.
    pub fn lesson(&self, id: &str) -> Option<&LessonLine> {
        self.lessons.iter().find(|it| it.id == id)
    }

    /// `meanwhile 0.1.0, course async-basics, hash 1f3a…`: what students may know of it.
    pub fn origin(&self) -> String {
        let Source { version, course, hash, .. } = &self.source;
        format!("meanwhile {version}, course {course}, hash {}", short(hash))
    }

    /// The same with an overlay's hash.
    pub fn full_origin(&self) -> String {
        let overlay = self.source.overlay.iter().map(|it| format!(", overlay {}", short(it)));
        overlay.fold(self.origin(), |text, it| format!("{text}{it}"))
    }

    /// Gives points or a comment by hand. The error says why it could not be done.
    fn give(&mut self, given: Override, roster: Option<&Roster>) -> Result<(), String> {
        let Some(max_points) = self.lesson(&given.lesson).map(|it| it.max_points) else { return Ok(()) };
        let student = given.student();
        let Override { line, student: name, .. } = &given;
        let nobody = || format!("line {line} of the overrides is about {name}, who is not in this class");
        let place = match roster.map(|it| it.find(&student)) {
            Some(Match::One { place, .. }) => Some(place),
            Some(Match::Several(_)) => {
                return Err(format!(
                    "line {line} of the overrides is about {name}, and more than one person is called so: use the \
                     e-mail address or id"
                ));
            }
            Some(Match::Nobody) | None => None,
        };
        let fits = |row: &&mut Row| match place {
            Some(_) => row.roster == place,
            None => {
                let id = row.student.id.as_deref();
                row.roster.is_none()
                    && (folded(&row.student.name) == folded(name) || id == Some(name.as_str()))
            }
        };
        let mut rows: Vec<&mut Row> = self.rows.iter_mut().filter(fits).collect();
        let row = match &mut rows[..] {
            [] => return Err(nobody()),
            [only] => only,
            _ => {
                return Err(format!(
                    "line {line} of the overrides is about {name}, and more than one is called so"
                ));
            }
        };
        match row.grades.iter_mut().find(|it| it.lesson == given.lesson) {
            Some(grade) => grade.overrides.push(given),
            None => row.grades.push(Grade {
                lesson: given.lesson.clone(),
                max_points,
                work: None,
                overrides: vec![given],
                lateness: Lateness::Unknown,
                deduction: Points::default(),
            }),
        }
        Ok(())
    }
}

fn row(person: Person, judgements: Vec<Judgement>, roster: Option<&Roster>, rules: &Rules) -> Row {
    let grade = |(answer, judgement): (&super::class::Candidate, Judgement)| {
        let handed_in = person.handed_in(answer, roster);
        let Judgement { verdict, conduct } = judgement;
        Grade {
            lesson: answer.lesson.clone(),
            max_points: verdict.max_points(),
            lateness: Lateness::of(handed_in, answer.is_late, rules.deadline),
            work: Some(Work { verdict, conduct, path: answer.path.clone(), handed_in }),
            overrides: Vec::new(),
            deduction: Points::default(),
        }
    };
    let grades = person.answers.iter().zip(judgements).map(grade).collect();
    Row { student: person.student.clone(), roster: person.place, grades, remarks: person.remarks.clone() }
}

/// So much of a hash tells one course from another.
fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

impl Grade {
    /// What a check is worth here: what a teacher gave, or else what it came to.
    pub fn check_points(&self, check: &CheckResult) -> Points {
        let given = self.overrides.iter().find(|it| it.check.as_deref() == Some(&check.name));
        given.and_then(|it| it.points).unwrap_or_else(|| {
            Points::whole(if check.outcome == CheckOutcome::Passed { check.points } else { 0 })
        })
    }

    /// The points, without what lateness costs.
    fn earned(&self) -> Points {
        match &self.work {
            Some(work) => work.verdict.checks.iter().map(|it| self.check_points(it)).sum(),
            None => self.overrides.iter().filter_map(|it| it.points).sum(),
        }
    }

    /// What a teacher gave for the lesson as a whole. That is final.
    pub fn by_hand(&self) -> Option<Points> {
        self.overrides.iter().filter(|it| it.check.is_none()).find_map(|it| it.points)
    }

    pub fn points(&self) -> Points {
        self.by_hand().unwrap_or_else(|| self.earned().less(self.deduction))
    }

    /// Whether all is right, whatever lateness costs.
    pub fn has_passed(&self) -> bool {
        let has_all = |points: Points| points >= Points::whole(self.max_points);
        match self.by_hand() {
            Some(points) => has_all(points),
            None if self.overrides.iter().any(|it| it.points.is_some()) => has_all(self.earned()),
            None => self.work.as_ref().is_some_and(|it| it.verdict.has_passed()),
        }
    }

    /// What it came to, in a word.
    pub fn status_word(&self) -> &'static str {
        match &self.work {
            _ if self.has_passed() => Status::Passed.word(),
            None => "by hand",
            Some(work) => match Status::of(&work.verdict) {
                Status::Passed => Status::Failed.word(),
                status => status.word(),
            },
        }
    }

    /// Whether a teacher changed points.
    pub fn is_changed(&self) -> bool {
        self.overrides.iter().any(|it| it.points.is_some())
    }

    fn deduct(&mut self, penalty: Option<Penalty>) {
        if let Some(penalty) = penalty.filter(|_| self.by_hand().is_none()) {
            let deduction = penalty.deduction(Points::whole(self.max_points), self.lateness);
            self.deduction = deduction.min(self.earned());
        }
    }
}

impl Row {
    pub fn points(&self) -> Points {
        self.grades.iter().map(Grade::points).sum()
    }

    pub fn grade(&self, lesson: &str) -> Option<&Grade> {
        self.grades.iter().find(|it| it.lesson == lesson)
    }

    /// Whether every one of the lessons was handed in and passed.
    pub fn has_passed(&self, lessons: &[LessonLine]) -> bool {
        lessons.iter().all(|line| self.grade(&line.id).is_some_and(Grade::has_passed))
    }

    /// Why there is no grade, where there is none.
    pub fn absence(&self) -> Option<String> {
        match &self.remarks[..] {
            _ if !self.grades.is_empty() => None,
            [] => Some("nothing handed in".to_owned()),
            remarks => Some(format!("nothing to grade: {}", remarks.join("; "))),
        }
    }
}
