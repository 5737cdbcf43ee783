//! A program of a book: it runs in the chapter's session, and becomes a picture, a page, or a box that says what is wrong.
//!
//! What comes out is markup of one line, so that no blank line in it ends it for Markdown.

use std::io;
use std::sync::PoisonError;

use super::options::{BookOptions, Expected, Shown};
use crate::course::judge::{AnswerRun, Stage};
use crate::export::{Code, PageRun, SvgOptions, embedded_page, embedded_picture, escape_xml, html, svg};
use crate::script::{Answer, Role};
use crate::style::Colors;
use crate::timeline::{Part, View, summary, words};

/// Columns of a report in a book.
const COLUMNS: usize = 76;
/// Sentences that tell a picture in words.
const MAX_SENTENCES: usize = 12;

/// What a program came to.
pub(super) struct Outcome {
    /// The markup to be put below it.
    pub markup: String,
    /// Why it did not end as it should.
    pub trouble: Option<String>,
}

/// Runs a program and draws it. `name` is what reports and pictures call it.
///
/// # Errors
/// Where the system has no thread for it, or the session is gone.
pub(super) fn run(
    stage: &Stage,
    (name, text): (&str, &str),
    (show, expected): (Shown, Expected),
    options: &BookOptions,
) -> io::Result<Outcome> {
    let played = stage.enter(name, text, Role::Free)?;
    let mut markup = picture(&played, name, show, options);
    if let Some(report) = unseen(&played) {
        markup.push_str(&boxed(&report));
    }
    let trouble = match (error(&played), expected) {
        (Some(report), Expected::Well) => Some(report),
        (Some(report), Expected::Error) => {
            markup.push_str(&boxed(&report));
            None
        }
        (None, Expected::Well) => None,
        (None, Expected::Error) => {
            Some("This program was meant to end with an error (`throws`), and it ended well.".to_owned())
        }
    };
    if let Some(text) = &trouble {
        markup.push_str(&trouble_box(text));
    }
    Ok(Outcome { markup, trouble })
}

/// The errors of tasks that nobody awaited. They can be what a program is to show.
fn unseen(played: &AnswerRun) -> Option<String> {
    let sources = played.end.sources.for_reports();
    let told = played.end.unseen.iter().map(|(name, report)| {
        let report = report.render(&sources, Colors::None, COLUMNS);
        format!("{name} failed, and nobody awaited it:\n{report}")
    });
    let text: String = told.collect();
    (!text.is_empty()).then_some(text)
}

/// The error that a program ended with.
fn error(played: &AnswerRun) -> Option<String> {
    match &played.end.answer {
        Answer::Failed(report) => {
            Some(report.render(&played.end.sources.for_reports(), Colors::None, COLUMNS))
        }
        Answer::Stopped => Some("This program was stopped: it goes on for too long.\n".to_owned()),
        Answer::Value(_) => None,
    }
}

fn picture(played: &AnswerRun, name: &str, show: Shown, options: &BookOptions) -> String {
    let record = played.record.lock().unwrap_or_else(PoisonError::into_inner);
    let (timeline, trace) = (record.timeline(), record.trace());
    let run = played.end.main.and_then(|main| timeline.runs().iter().rposition(|it| it.main == main));
    let Some(run) = run else { return String::new() };
    let view = timeline.view_of_run(run);
    let svg_options = SvgOptions { columns: options.width, theme: options.theme(), title: None };
    match show {
        Shown::Picture => {
            let picture = svg(&view, trace.texts(), &svg_options);
            let told = told(&view, record.texts());
            format!("<figure class=\"meanwhile\">{}</figure>", embedded_picture(&picture, &told))
        }
        Shown::Page => {
            let (code, part) = (Code::of(trace), Part::default());
            let page =
                html(&[PageRun { title: name, view: &view, trace, code: &code, part: &part }], &svg_options);
            embedded_page(&page, name)
        }
    }
}

/// The picture in words.
fn told(view: &View, texts: &crate::trace::Texts) -> String {
    let mut sentences = words(view, texts);
    sentences.pop();
    let rest = sentences.len().saturating_sub(MAX_SENTENCES);
    sentences.truncate(MAX_SENTENCES);
    let rest = if rest > 0 { format!(" And {rest} more.") } else { String::new() };
    format!("Timeline: {}. {}{rest}", summary(view), sentences.join(" "))
}

/// What is wrong, in mdBook's box for warnings.
fn trouble_box(text: &str) -> String {
    format!(
        "<div class=\"warning meanwhile-error\"><p>This program did not run as it should:</p>{}</div>",
        boxed(text)
    )
}

fn boxed(text: &str) -> String {
    let lines: Vec<String> = text.trim_end().lines().map(escape_xml).collect();
    format!(
        "<pre class=\"meanwhile-report\"><code class=\"nohighlight\">{}</code></pre>",
        lines.join("&#10;")
    )
}
