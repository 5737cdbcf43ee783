//! What a class understood: for every check how many passed, which mistakes came up how often, who is slow or stuck.
//!
//! It counts; it shows no names unless it is asked for them. How it looks is said in `html` and `markdown`.

mod html;
mod markdown;

pub use html::html;
pub use markdown::markdown;

use std::collections::BTreeSet;

use super::conduct::{Conduct, Judgement};
use super::{Gradebook, Points, Row, Work, summary};
use crate::course::document::Lesson;
use crate::course::verdict::{CheckOutcome, TroubleKind, Verdict, Visibility};

/// Whether students are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    Shown,
    Hidden,
}

/// What the lesson's own programs come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Samples {
    /// The lesson's id.
    pub lesson: String,
    pub solution: Option<Judgement>,
    /// Of each `+wrong` answer, in order.
    pub wrongs: Vec<Judgement>,
}

/// The report.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassReport {
    pub course: String,
    pub origin: String,
    pub deadline: Option<String>,
    pub students: usize,
    /// Those who handed in anything that could be graded.
    pub handed_in: usize,
    /// Of those.
    pub late: usize,
    /// How many reached up to a tenth of the points, up to two tenths, and so on.
    pub tenths: [usize; 10],
    pub lessons: Vec<LessonReport>,
    /// Lessons that nobody handed in.
    pub untouched: Vec<String>,
}

/// What it says of a lesson.
#[derive(Clone, Debug, PartialEq)]
pub struct LessonReport {
    pub id: String,
    pub title: String,
    pub misconception: Option<String>,
    pub handed_in: usize,
    pub passed: usize,
    pub checks: Vec<CheckCount>,
    /// In the lesson's order.
    pub mistakes: Vec<Mistake>,
    /// Answers that failed and are like none of those.
    pub others: Group,
    /// The virtual seconds of the lesson's own solution.
    pub usual: Option<f64>,
    /// The answers that took longest, the slowest first; only what takes longer than the solution.
    pub slowest: Vec<Slow>,
    /// Answers that came to no end, by how.
    pub stuck: Vec<(&'static str, Group)>,
}

/// How many passed a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckCount {
    pub name: String,
    pub visibility: Visibility,
    pub passed: usize,
}

/// A `+wrong` answer of the lesson, or several that come out alike, and how many answers came out like that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    pub codes: Vec<String>,
    /// The check that it fails first, with what is said of it.
    pub fails: String,
    pub group: Group,
}

/// Some students, with names where they are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    pub count: usize,
    pub names: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Slow {
    /// Virtual seconds.
    pub seconds: f64,
    pub name: Option<String>,
}

/// The most that are listed as slow.
const MAX_SLOW: usize = 5;

impl ClassReport {
    /// Counts. `samples` are what the lessons' own programs come to.
    pub fn new(
        book: &Gradebook,
        lessons: &[&Lesson],
        samples: &[Samples],
        title: &str,
        names: Names,
    ) -> ClassReport {
        let is_untouched = |id: &str| book.rows.iter().all(|it| it.grade(id).is_none());
        let of_lesson = |lesson: &&&Lesson| book.lesson(&lesson.id).is_some() && !is_untouched(&lesson.id);
        let report = |lesson: &&Lesson| {
            let sample = samples.iter().find(|it| it.lesson == lesson.id);
            lesson_report(book, lesson, sample, names)
        };
        let late = |row: &&Row| row.grades.iter().any(|it| super::feedback::late_line(it).is_some());
        ClassReport {
            course: title.to_owned(),
            origin: book.full_origin(),
            deadline: book.deadline.map(|it| it.to_string()),
            students: book.rows.len(),
            handed_in: book.rows.iter().filter(|it| !it.grades.is_empty()).count(),
            late: book.rows.iter().filter(late).count(),
            tenths: tenths(book),
            lessons: lessons.iter().filter(of_lesson).map(report).collect(),
            untouched: book
                .lessons
                .iter()
                .filter(|it| is_untouched(&it.id))
                .map(|it| it.title.clone())
                .collect(),
        }
    }
}

/// Those who handed something in, by the share of the points that they have.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number from 0 to 10")]
fn tenths(book: &Gradebook) -> [usize; 10] {
    let mut tenths = [0; 10];
    for row in book.rows.iter().filter(|it| !it.grades.is_empty()) {
        let tenth = (row.points().fraction(book.max_points()) * 10.0).floor() as usize;
        tenths[tenth.min(9)] += 1;
    }
    tenths
}

fn lesson_report(book: &Gradebook, lesson: &Lesson, samples: Option<&Samples>, names: Names) -> LessonReport {
    let all = || {
        book.rows.iter().filter_map(|row| {
            let grade = row.grade(&lesson.id)?;
            Some((row, grade, grade.work.as_ref()?))
        })
    };
    let checks = book.lesson(&lesson.id).into_iter().flat_map(|it| &it.checks).map(|check| CheckCount {
        name: check.name.clone(),
        visibility: check.visibility,
        passed: all()
            .filter(|(_, grade, work)| {
                let found = work.verdict.checks.iter().find(|it| it.name == check.name);
                found.is_some_and(|it| grade.check_points(it) >= Points::whole(it.points))
            })
            .count(),
    });
    let wrongs = lesson.exercise.iter().flat_map(|it| &it.wrongs);
    let judged = samples.map_or(&[][..], |it| &it.wrongs);
    let is_like = |work: &Work, wrong: &Judgement| {
        outcome(&work.verdict, work.conduct.as_ref()) == outcome(&wrong.verdict, wrong.conduct.as_ref())
    };
    let group = |fits: &dyn Fn(&Work) -> bool| {
        let rows: Vec<&Row> = all().filter(|(_, _, work)| fits(work)).map(|(row, _, _)| row).collect();
        Group::of(&rows, names)
    };
    let mut mistakes: Vec<(&Judgement, Mistake)> = Vec::new();
    for (wrong, judgement) in wrongs.zip(judged) {
        let code = wrong.code.text.trim_end().to_owned();
        let own = outcome(&judgement.verdict, judgement.conduct.as_ref());
        match mistakes.iter_mut().find(|(it, _)| outcome(&it.verdict, it.conduct.as_ref()) == own) {
            Some((_, alike)) => alike.codes.push(code),
            None => {
                let (fails, group) = (summary(&judgement.verdict), group(&|work| is_like(work, judgement)));
                mistakes.push((judgement, Mistake { codes: vec![code], fails, group }));
            }
        }
    }
    let is_other = |work: &Work| {
        !work.verdict.has_passed() && !judged.iter().any(|it| is_like(work, it)) && stuck_by(work).is_none()
    };
    let usual = samples.and_then(|it| it.solution.as_ref()?.conduct.as_ref()).map(|it| it.elapsed);
    let kinds = [STOPPED, WAITS_FOR_EVER].map(|kind| (kind, group(&|work| stuck_by(work) == Some(kind))));
    LessonReport {
        id: lesson.id.clone(),
        title: lesson.title.clone(),
        misconception: lesson.misconception.clone(),
        handed_in: all().count(),
        passed: all().filter(|(_, grade, _)| grade.has_passed()).count(),
        checks: checks.collect(),
        mistakes: mistakes.into_iter().map(|(_, it)| it).collect(),
        others: group(&is_other),
        usual: usual.map(seconds),
        slowest: slowest(all().map(|(row, _, work)| (row, work)), usual, names),
        stuck: kinds.into_iter().filter(|(_, group)| group.count > 0).collect(),
    }
}

/// Failed checks with what is said of them; the calls, and whether it was stuck, where it ran.
type Outcome<'a> = (BTreeSet<(&'a str, &'a str)>, Option<(&'a str, bool)>);

/// How an answer came out: which checks it failed, with what is said of each, what it called, and whether it was stuck.
fn outcome<'a>(verdict: &'a Verdict, conduct: Option<&'a Conduct>) -> Outcome<'a> {
    let failed = verdict.checks.iter().filter_map(|it| match &it.outcome {
        CheckOutcome::Passed => None,
        CheckOutcome::Failed(failure) => Some((it.name.as_str(), failure.message.as_str())),
        CheckOutcome::NotRun | CheckOutcome::Broken(_) => Some((it.name.as_str(), "")),
    });
    (failed.collect(), conduct.map(|it| (it.calls.as_str(), it.is_stuck)))
}

const WAITS_FOR_EVER: &str = "waited for something that never came";
const STOPPED: &str = "was stopped, because it used too much time or memory";

fn stuck_by(work: &Work) -> Option<&'static str> {
    match work.verdict.trouble.as_ref().map(|it| it.kind) {
        Some(TroubleKind::Limit | TroubleKind::Crashed) => Some(STOPPED),
        _ if work.conduct.as_ref().is_some_and(|it| it.is_stuck) => Some(WAITS_FOR_EVER),
        _ => None,
    }
}

fn slowest<'a>(
    all: impl Iterator<Item = (&'a Row, &'a Work)>,
    usual: Option<u64>,
    names: Names,
) -> Vec<Slow> {
    let came_to_an_end = all.filter(|(_, work)| stuck_by(work).is_none());
    let took = came_to_an_end.filter_map(|(row, work)| Some((work.conduct.as_ref()?.elapsed, row)));
    // A little more than the solution is no news.
    let mut slow: Vec<(u64, &Row)> =
        took.filter(|(it, _)| usual.is_some_and(|usual| *it > usual + usual / 10)).collect();
    slow.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.student.cmp(&other.1.student)));
    let name = |row: &Row| (names == Names::Shown).then(|| row.student.name.clone());
    slow.into_iter()
        .take(MAX_SLOW)
        .map(|(nanos, row)| Slow { seconds: seconds(nanos), name: name(row) })
        .collect()
}

#[allow(clippy::cast_precision_loss, reason = "it is shown in hundredths of a second")]
fn seconds(nanos: u64) -> f64 {
    nanos as f64 / 1e9
}

impl Group {
    fn of(rows: &[&Row], names: Names) -> Group {
        let shown = rows.iter().filter(|_| names == Names::Shown);
        Group { count: rows.len(), names: shown.map(|it| it.student.name.clone()).collect() }
    }
}

impl ClassReport {
    /// `28 students; 26 handed in; 3 late`
    fn numbers(&self) -> String {
        let late = if self.deadline.is_some() || self.late > 0 {
            format!("; {} late", self.late)
        } else {
            String::new()
        };
        format!("{}; {} handed in{late}", count(self.students, "student"), self.handed_in)
    }
}

impl Mistake {
    /// What came out alike, for a sentence.
    fn like(&self) -> String {
        match self.codes.len() {
            1 => "like this".to_owned(),
            several => format!("like one of these {several}"),
        }
    }
}

impl LessonReport {
    /// The mistakes that somebody made, the most frequent first.
    fn made(&self) -> Vec<&Mistake> {
        let mut made: Vec<&Mistake> = self.mistakes.iter().filter(|it| it.group.count > 0).collect();
        made.sort_by_key(|it| std::cmp::Reverse(it.group.count));
        made
    }

    /// How many of the lesson's wrong answers nobody gave.
    fn not_made(&self) -> usize {
        self.mistakes.iter().filter(|it| it.group.count == 0).map(|it| it.codes.len()).sum()
    }

    /// What is said below the checks, a line each. `written` makes a name harmless in the report's form.
    fn remarks(&self, written: fn(&str) -> String) -> Vec<String> {
        let mut lines = Vec::new();
        if self.others.count > 0 {
            let answers = count(self.others.count, "answer");
            lines.push(format!("{answers} failed in other ways{}", names(&self.others, written)));
        }
        if self.not_made() > 0 {
            lines.push(format!(
                "{} of the lesson came up in no answer",
                count(self.not_made(), "wrong answer")
            ));
        }
        for (how, group) in &self.stuck {
            lines.push(format!("{} {how}{}", count(group.count, "answer"), names(group, written)));
        }
        lines.extend(self.slowest_line().map(|it| format!("slowest: {}", written(&it))));
        lines
    }

    fn slowest_line(&self) -> Option<String> {
        let times = self.slowest.iter().map(|it| match &it.name {
            Some(name) => format!("{:.2} s ({name})", it.seconds),
            None => format!("{:.2} s", it.seconds),
        });
        let usual = self.usual.filter(|_| !self.slowest.is_empty())?;
        Some(format!("{}; the solution takes {usual:.2} s", times.collect::<Vec<_>>().join(", ")))
    }
}

/// The names of a group, if they are shown, behind a colon.
fn names(group: &Group, written: fn(&str) -> String) -> String {
    match &group.names[..] {
        [] => String::new(),
        names => format!(": {}", names.iter().map(|it| written(it)).collect::<Vec<_>>().join(", ")),
    }
}

fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// Rounded, and never 0 or 100 where that is not the whole truth.
fn percent(part: usize, whole: usize) -> usize {
    match (part, whole) {
        (0, _) | (_, 0) => 0,
        _ if part >= whole => 100,
        _ => ((part * 100 + whole / 2) / whole).clamp(1, 99),
    }
}
