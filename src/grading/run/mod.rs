//! `meanwhile grade …`: judges what a class handed in, each answer in a process of its own, and reports.

mod allowance;
pub mod arguments;
mod collect;
mod courses;
mod disk;
mod fence;
mod folder;
mod inputs;
mod job;
mod journal;
pub mod judge;
mod judging;
mod leftovers;
mod limits;
mod pool;
mod process;
mod progress;
mod samples;
mod troubles;
mod write;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};

use crate::course::contents::Course;
use crate::course::document::Lesson;
use crate::files::{Destination, Kind, Replace};
use crate::grading::class::{Person, assemble};
use crate::grading::class_report::{self, ClassReport, Names};
use crate::grading::conduct::Judgement;
use crate::grading::layout::Wanted;
use crate::grading::{Gradebook, LessonLine, Source};
use crate::plain::plain_text;
use allowance::{JUDGE_TIMEOUT, PROCESSOR_SECONDS};
use arguments::{Format, GradeArguments};
use collect::Collected;
use judging::{Judging, KEPT, Task};

/// Grades. The exit code is 0 whatever the grades are, unless `--ci` is asked for.
pub fn run(arguments: &GradeArguments, columns: Option<u16>, replace: Replace) -> anyhow::Result<i32> {
    let course = courses::load(arguments.course.as_deref(), arguments.overlay.as_deref())?;
    let exercises: Vec<&Lesson> = course.lessons.iter().filter(|it| it.exercise.is_some()).collect();
    let names: Vec<(String, String)> = exercises.iter().map(|it| (it.id.clone(), it.file.clone())).collect();
    let asked = inputs::asked(arguments, &exercises)?;
    let wanted = Wanted { course: &course.id, lessons: &names, asked: &asked };
    let graded: Vec<&Lesson> = exercises.iter().copied().filter(|it| wanted.takes(&it.id)).collect();
    let mut collected = Collected::default();
    let roster = inputs::roster(arguments, &mut collected.notes)?;
    let rules = inputs::rules(arguments, &exercises, &mut collected.notes)?;
    if let Some(path) = &arguments.class_report {
        inputs::check_class_report(path)?;
    }
    ensure!(
        arguments.format != Format::Coderunner || graded.len() == 1,
        "--format coderunner prints the mark for one exercise: name it with --lesson ID"
    );
    for path in &arguments.submissions {
        collected.add(path, arguments.feedback.as_deref(), arguments.layout(), wanted)?;
    }
    if collected.candidates.is_empty() && roster.is_none() {
        bail!("{}", nothing_found(&collected, &names));
    }
    let Collected { candidates, remarks, mut notes } = collected;
    let roster_text = roster.as_ref().map(|it| it.text.as_str());
    let roster = roster.as_ref().map(|it| &it.roster);
    let people = assemble(candidates, remarks, roster);
    ensure!(
        arguments.format != Format::Coderunner || people.len() == 1,
        "--format coderunner prints the mark of one answer, and {} people handed in",
        people.len()
    );
    let (judging, remark) = Judging::open(&course, arguments)?;
    notes.extend(remark);
    samples::check_overlay(&judging, &graded)?;
    let judged = judged(&judging, people)?;
    samples::check_answers(judged.iter().flat_map(|(_, it)| it))?;
    let lines = graded.iter().map(|it| LessonLine::of(it)).collect();
    let (book, problems) = Gradebook::new(source(&course), lines, judged, roster, rules);
    notes.extend(problems);
    notes.extend(notes_on(&book, arguments, roster.is_some()));
    let report = write::report(&book, arguments.format, roster_text, columns, &mut notes)?;
    for note in notes {
        eprintln!("meanwhile: {}", plain_text(&note));
    }
    publish(&judging, &book, arguments, replace, &course, &graded, &report).context(KEPT)?;
    judging.finish();
    Ok(i32::from(arguments.ci && !book.all_passed()))
}

/// All people with the judgements on their answers.
fn judged(judging: &Judging, people: Vec<Person>) -> anyhow::Result<Vec<(Person, Vec<Judgement>)>> {
    let answers = people.iter().flat_map(|it| &it.answers);
    let tasks = answers.map(|it| Task { lesson: it.lesson.clone(), answer: it.answer.clone() });
    let mut judgements = judging.all(&tasks.collect::<Vec<_>>())?.into_iter();
    let with_own = |person: Person| {
        let own = judgements.by_ref().take(person.answers.len()).collect();
        (person, own)
    };
    Ok(people.into_iter().map(with_own).collect())
}

/// Writes all that was asked for. Grades that took minutes are reported also where feedback cannot be written.
fn publish(
    judging: &Judging,
    book: &Gradebook,
    arguments: &GradeArguments,
    replace: Replace,
    course: &Course,
    graded: &[&Lesson],
    report: &str,
) -> anyhow::Result<()> {
    let inputs: Vec<&Path> =
        [&arguments.roster, &arguments.overrides].into_iter().flatten().map(PathBuf::as_path).collect();
    let feedback = arguments
        .feedback
        .as_ref()
        .map(|folder| write::feedback(book, folder, arguments.format, replace, &inputs));
    let class_report = arguments.class_report.as_ref().map(|path| {
        let samples = samples::of_lessons(judging, graded)?;
        let names = if arguments.names { Names::Shown } else { Names::Hidden };
        let class = ClassReport::new(book, graded, &samples, &course.title, names);
        let is_html =
            path.extension().is_some_and(|it| it.to_string_lossy().to_lowercase().starts_with("htm"));
        let text = if is_html { class_report::html(&class) } else { class_report::markdown(&class) };
        anyhow::Ok(Destination::new(path, Kind::ClassReport, replace, &inputs)?.write(text.as_bytes())?)
    });
    let mut out = io::stdout().lock();
    out.write_all(report.as_bytes())?;
    out.flush()?;
    feedback.transpose()?;
    class_report.transpose()?;
    Ok(())
}

fn source(course: &Course) -> Source {
    Source {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        course: course.id.clone(),
        hash: course.hash.clone(),
        overlay: course.overlay_hash.clone(),
    }
}

fn nothing_found(collected: &Collected, lessons: &[(String, String)]) -> String {
    let others: Vec<String> =
        collected.remarks.iter().take(5).map(|it| format!("{}: {}", it.student.name, it.text)).collect();
    let example = lessons.first().map_or("LESSON", |(id, _)| id);
    let hint = format!(
        "Submissions are called after their lesson ({example}.rhai), or --lesson says which one it is"
    );
    match &others[..] {
        [] => format!("there is nothing to grade. {hint}"),
        others => format!("there is nothing to grade: {}. {hint}", others.join("; ")),
    }
}

/// What the one who grades should know besides the grades.
fn notes_on(book: &Gradebook, arguments: &GradeArguments, has_roster: bool) -> Vec<String> {
    let mut notes = Vec::new();
    for row in &book.rows {
        if has_roster && row.roster.is_none() {
            notes.push(format!("{} is not on the roster", row.student.told_apart()));
        }
        // The table says them itself.
        if !row.grades.is_empty() && arguments.format != Format::Table {
            notes.extend(row.remarks.iter().map(|it| format!("{}: {it}", row.student.name)));
        }
    }
    let untouched: Vec<&str> = book
        .lessons
        .iter()
        .filter(|line| book.rows.iter().all(|row| row.grade(&line.id).is_none()))
        .map(|it| it.id.as_str())
        .collect();
    if arguments.lessons.is_empty() && !untouched.is_empty() && untouched.len() < book.lessons.len() {
        notes.push(format!(
            "all {} exercises of the course count, and nobody handed in {}; --lesson ID,ID says which count",
            book.lessons.len(),
            untouched.join(", ")
        ));
    }
    let mut works = book.rows.iter().flat_map(|it| &it.grades).filter_map(|it| it.work.as_ref()).peekable();
    if book.deadline.is_some() && works.peek().is_some() && works.all(|it| it.handed_in.is_none()) {
        notes.push(
            "nothing says when anything was handed in, so nobody counts as late; Moodle's worksheet (--roster), \
             nbgrader's folders and packs know"
                .to_owned(),
        );
    }
    notes.extend(samples::broken_in_course(book));
    notes
}
