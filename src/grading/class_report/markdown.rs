//! The report as Markdown.

use super::{ClassReport, LessonReport, count, names, percent};
use crate::course::verdict::Visibility;
use crate::grading::feedback::inline;
use crate::plain::plain_text;

/// The whole report.
pub fn markdown(report: &ClassReport) -> String {
    let mut text = format!("# {}\n\n{}.\n", inline(&report.course), report.numbers());
    if let Some(deadline) = &report.deadline {
        text.push_str(&format!("Deadline: {}.\n", inline(deadline)));
    }
    text.push_str("\n| points | students |\n|---|---:|\n");
    for (tenth, students) in report.tenths.iter().enumerate() {
        text.push_str(&format!("| {} to {} % | {students} |\n", tenth * 10, (tenth + 1) * 10));
    }
    for lesson in &report.lessons {
        text.push_str(&section(lesson));
    }
    if !report.untouched.is_empty() {
        let titles: Vec<String> = report.untouched.iter().map(|it| inline(it)).collect();
        text.push_str(&format!("\nNobody handed in: {}.\n", titles.join(", ")));
    }
    format!("{text}\n---\n{}\n", inline(&report.origin))
}

fn section(lesson: &LessonReport) -> String {
    let (handed_in, passed) = (lesson.handed_in, lesson.passed);
    let mut text = format!(
        "\n## {}\n\n{} of {handed_in} passed ({} %).\n\n| check | passed | of {handed_in} |\n|---|---:|---:|\n",
        inline(&lesson.title),
        passed,
        percent(passed, handed_in)
    );
    for check in &lesson.checks {
        let mark = match check.visibility {
            Visibility::Shown => "",
            Visibility::Hidden => " (hidden)",
            Visibility::Overlay => " (overlay)",
        };
        let share = percent(check.passed, handed_in);
        text.push_str(&format!("| {}{mark} | {} | {share} % |\n", inline(&check.name), check.passed));
    }
    if let Some(misconception) = lesson.misconception.as_ref().filter(|_| passed < handed_in) {
        text.push_str(&format!("\nWhat one may believe before this lesson: “{}”\n", inline(misconception)));
    }
    for mistake in lesson.made() {
        text.push_str(&format!(
            "\n{} came out {} ({}){}:\n\n{}",
            count(mistake.group.count, "answer"),
            mistake.like(),
            inline(&mistake.fails),
            names(&mistake.group, inline),
            mistake.codes.iter().map(|it| block(it)).collect::<Vec<_>>().join("\nor\n\n")
        ));
    }
    let lines = lesson.remarks(inline);
    for line in &lines {
        text.push_str(&format!("\n- {line}"));
    }
    if lines.is_empty() { text } else { format!("{text}\n") }
}

fn block(code: &str) -> String {
    code.lines().map(|it| format!("    {}\n", plain_text(it))).collect()
}
