//! A course as a book: a chapter a lesson, its programs with their timelines, its exercise with hints and solutions folded.

use crate::course::contents::Course;
use crate::course::document::{Arrangement, Ends, Exercise, Hint, Lesson, Program, Quiz, StepKind};
use crate::timeline::instant_text;

/// What becomes of solutions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Solutions {
    /// They are there, folded.
    Folded,
    LeftOut,
}

/// A file of a book, by its path in the book's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookFile {
    pub path: String,
    pub text: String,
}

/// The files of a book that mdBook builds with `meanwhile` on its path.
pub fn course_as_book(course: &Course, solutions: Solutions) -> Vec<BookFile> {
    let file = |path: &str, text: String| BookFile { path: path.to_owned(), text };
    let mut summary = "# Summary\n\n[Welcome](welcome.md)\n\n".to_owned();
    let mut files = vec![
        file("book.toml", outline(&course.title)),
        file("src/welcome.md", format!("# {}\n\n{}\n", course.title, course.welcome.trim())),
    ];
    for lesson in &course.lessons {
        summary.push_str(&format!("- [{}]({}.md)\n", link_text(&lesson.title), lesson.id));
        files.push(file(&format!("src/{}.md", lesson.id), chapter(lesson, solutions)));
    }
    if !course.final_words.trim().is_empty() {
        summary.push_str("\n[The end](the-end.md)\n");
        files.push(file("src/the-end.md", format!("# The end\n\n{}\n", course.final_words.trim())));
    }
    files.push(file("src/SUMMARY.md", summary));
    files
}

/// `book.toml`, with what puts the timelines in.
fn outline(title: &str) -> String {
    format!(
        "# Written by `meanwhile export book`; `mdbook build` makes pages of it.\n\
         [book]\ntitle = {title:?}\nlanguage = \"en\"\n\n\
         [preprocessor.meanwhile]\ncommand = \"meanwhile mdbook\"\n\
         # \"page\" puts a timeline to move through below each program.\nshow = \"picture\"\n"
    )
}

fn chapter(lesson: &Lesson, solutions: Solutions) -> String {
    let mut out = format!("# {}\n", lesson.title);
    for file in &lesson.files {
        out.push_str(&format!("\nThe programs of this chapter find the file `{}`:\n", file.name));
        block(&mut out, &format!("text,file={}", file.name), &file.text);
    }
    for step in &lesson.steps {
        if !step.prose.trim().is_empty() {
            // The chapter's title is the only heading of the first rank.
            out.push_str(&format!("\n{}\n", step.prose.trim()));
        }
        match &step.act {
            StepKind::Pause => {}
            StepKind::Run(program) => run(&mut out, program),
            StepKind::Predict(program) => {
                out.push_str(
                    "\nWhat will this print, and how long will it take? Think first, then look below.\n",
                );
                run(&mut out, program);
            }
            StepKind::Quiz(question) => quiz(&mut out, question),
            StepKind::Arrange(arrangement) => arrange(&mut out, arrangement),
            StepKind::Why(question) => {
                run(&mut out, &question.program);
                let (task, at) = (&question.task, instant_text(question.at));
                out.push_str(&format!("\nWhy is `{task}` as it is at {at}?\n"));
            }
            StepKind::Schedule(puzzle) => {
                run(&mut out, &puzzle.program);
                out.push_str(&format!(
                    "\nIn the usual order it goes like this. Which order of who goes next could {}?\n",
                    puzzle.goal
                ));
            }
            // The prose is the task, and it has no starter.
            StepKind::Make => {}
            StepKind::Exercise => {
                if let Some(it) = &lesson.exercise {
                    exercise(&mut out, it, solutions);
                }
            }
        }
    }
    if !lesson.cards.is_empty() {
        out.push_str("\n## In other languages\n");
    }
    for card in &lesson.cards {
        block(&mut out, &card.language, &card.text);
    }
    out
}

fn run(out: &mut String, program: &Program) {
    let throws = if program.ends == Ends::WithAnError { ",throws" } else { "" };
    block(out, &format!("rhai,timeline{throws}"), &program.text);
}

fn quiz(out: &mut String, quiz: &Quiz) {
    out.push_str(&format!("\n**{}**\n\n", quiz.question.trim()));
    for (letter, choice) in ('a'..).zip(&quiz.choices) {
        out.push_str(&format!("- {letter}) {choice}\n"));
    }
    folded(out, "The answer", &format!("**{}** {}\n", quiz.answer, quiz.explain.trim()));
}

/// The lines in no order that would give them away, and the program.
fn arrange(out: &mut String, arrangement: &Arrangement) {
    out.push_str("\nWhich of these lines make the program, and in which order?\n");
    let mut lines: Vec<&str> =
        arrangement.lines.iter().chain(&arrangement.others).map(|it| it.trim()).collect();
    lines.sort_unstable();
    block(out, "rhai", &format!("{}{}", arrangement.given, lines.join("\n")));
    let mut answer = String::new();
    block(&mut answer, "rhai", &arrangement.program(&arrangement.lines));
    folded(out, "One way", &answer);
}

fn exercise(out: &mut String, exercise: &Exercise, solutions: Solutions) {
    if !exercise.given.trim().is_empty() {
        out.push_str("\nThese functions are given:\n");
        block(out, "rhai", &exercise.given);
    }
    out.push_str("\nBegin with this:\n");
    block(out, "rhai", &exercise.starter.text);
    for (index, hint) in exercise.hints.iter().enumerate() {
        let mut text = String::new();
        match hint {
            Hint::Words(words) => text.push_str(words),
            Hint::Code(code) => block(&mut text, "rhai", code),
        }
        folded(out, &format!("Hint {}", index + 1), text.trim());
    }
    if solutions == Solutions::Folded {
        for (index, solution) in exercise.solutions.iter().enumerate() {
            let title = if index == 0 {
                "One solution".to_owned()
            } else {
                format!("Another solution ({})", index + 1)
            };
            let mut code = String::new();
            block(&mut code, "rhai", &solution.code.text);
            folded(out, &title, code.trim());
        }
    }
}

/// Markdown that is there once it is asked for.
fn folded(out: &mut String, title: &str, text: &str) {
    out.push_str(&format!("\n<details>\n<summary>{title}</summary>\n\n{text}\n\n</details>\n"));
}

/// A fenced block, with a fence that the text does not end.
fn block(out: &mut String, info: &str, text: &str) {
    let longest = text.split(|it| it != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat((longest + 1).max(3));
    out.push_str(&format!("\n{fence}{info}\n{}\n{fence}\n", text.trim_end()));
}

fn link_text(title: &str) -> String {
    title.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}
