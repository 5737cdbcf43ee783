//! The report as one page of HTML that needs nothing else: no network, no scripts, light and dark.

use super::{ClassReport, LessonReport, Mistake, names, percent};
use crate::course::verdict::Visibility;
use crate::plain::plain_text;

const STYLE: &str = include_str!("style.css");

/// The whole page.
pub fn html(report: &ClassReport) -> String {
    let title = escaped(&report.course);
    let deadline =
        report.deadline.as_ref().map(|it| format!("; deadline {}", escaped(it))).unwrap_or_default();
    let lessons: String = report.lessons.iter().map(section).collect();
    let untouched = match &report.untouched[..] {
        [] => String::new(),
        titles => {
            let titles: Vec<String> = titles.iter().map(|it| escaped(it)).collect();
            format!("<p class=\"quiet\">Nobody handed in: {}.</p>\n", titles.join(", "))
        }
    };
    // Whatever a name or a course might hold, the browser fetches and runs nothing.
    let policy = "default-src 'none'; style-src 'unsafe-inline'";
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"generator\" content=\"meanwhile\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}: the class</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <header><h1>{title}</h1>\n<p>{}{deadline}.</p>\n{}</header>\n{}{lessons}{untouched}\
         <footer>{}</footer>\n</main>\n</body>\n</html>\n",
        escaped(&report.numbers()),
        distribution(report),
        overview(report),
        escaped(&report.origin)
    )
}

/// How many have how much of the points, as bars.
fn distribution(report: &ClassReport) -> String {
    let most = report.tenths.iter().copied().max().unwrap_or(0);
    let bars = report.tenths.iter().enumerate().map(|(tenth, students)| {
        let (from, to) = (tenth * 10, tenth * 10 + 10);
        let height = percent(*students, most);
        format!(
            "<div class=\"column\"><span class=\"shaft\"><span class=\"number\">{students}</span><span class=\"tower\" \
             style=\"height:calc((100% - 1.6em) * {height} / 100)\"></span></span><span \
             class=\"label\">{from}–{to}</span></div>\n"
        )
    });
    let bars: String = bars.collect();
    format!(
        "<figure><div class=\"towers\">\n{bars}</div><figcaption>students by their share of the points, in \
         %</figcaption></figure>\n"
    )
}

/// The lessons on a line each, where there are several.
fn overview(report: &ClassReport) -> String {
    if report.lessons.len() < 2 {
        return String::new();
    }
    let rows: String = report
        .lessons
        .iter()
        .map(|it| {
            let link = format!("<a href=\"#{}\">{}</a>", escaped(&it.id), escaped(&it.title));
            bar(&link, it.passed, it.handed_in)
        })
        .collect();
    format!("<section>\n<h2>Passed</h2>\n<table>\n{rows}</table>\n</section>\n")
}

fn section(lesson: &LessonReport) -> String {
    let LessonReport { handed_in, passed, .. } = *lesson;
    let checks: String = lesson
        .checks
        .iter()
        .map(|check| {
            let mark = match check.visibility {
                Visibility::Shown => "",
                Visibility::Hidden => " <small>hidden</small>",
                Visibility::Overlay => " <small>overlay</small>",
            };
            bar(&format!("{}{mark}", escaped(&check.name)), check.passed, handed_in)
        })
        .collect();
    let misconception = lesson.misconception.as_ref().filter(|_| passed < handed_in).map(|it| {
        format!("<p class=\"belief\">What one may believe before this lesson: <q>{}</q></p>\n", escaped(it))
    });
    let mistakes: String =
        lesson.made().into_iter().enumerate().map(|(place, it)| mistake(it, lesson, place)).collect();
    let lines = lesson.remarks(escaped);
    let lines: String = lines.iter().map(|it| format!("<li>{it}</li>\n")).collect();
    let lines = if lines.is_empty() { lines } else { format!("<ul>\n{lines}</ul>\n") };
    format!(
        "<section id=\"{}\">\n<h2>{}</h2>\n<p>{passed} of {handed_in} passed ({} %).</p>\n\
         <table>\n{checks}</table>\n{}{mistakes}{lines}</section>\n",
        escaped(&lesson.id),
        escaped(&lesson.title),
        percent(passed, handed_in),
        misconception.unwrap_or_default()
    )
}

/// A row of a table with how many of how many.
fn bar(title: &str, part: usize, whole: usize) -> String {
    let share = percent(part, whole);
    format!(
        "<tr><th scope=\"row\">{title}</th><td class=\"bar\"><span style=\"width:{share}%\"></span></td>\
         <td class=\"number\">{part} of {whole}</td></tr>\n"
    )
}

/// The most frequent is unfolded.
fn mistake(mistake: &Mistake, lesson: &LessonReport, place: usize) -> String {
    let Mistake { codes, fails, group } = mistake;
    let codes: String = codes
        .iter()
        .map(|code| format!("<pre>{}</pre>\n", code.lines().map(escaped).collect::<Vec<_>>().join("\n")))
        .collect();
    format!(
        "<details{}><summary><b>{}</b> of {} came out {}: {}{}</summary>\n{codes}</details>\n",
        if place == 0 { " open" } else { "" },
        group.count,
        lesson.handed_in,
        mistake.like(),
        escaped(fails),
        names(group, escaped),
    )
}

/// Untrusted text within HTML, also within quotes.
fn escaped(text: &str) -> String {
    let text = plain_text(text);
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
