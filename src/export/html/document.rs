//! The page's markup: all that is there without scripts, and the elements that the script fills.

use std::fmt::Write;

use super::policy::policy;
use super::style::style;
use super::tree::tree;
use super::{AnalysedRun, Code};
use crate::explain::{Kind, Scorecard, differences};
use crate::export::escape;
use crate::export::svg::{SvgOptions, svg, svg_comparison};
use crate::plain::plain_text;
use crate::render::{Side, Theme};
use crate::style::one_line;
use crate::timeline::{Titled, comparison, instant_text, summary, words};

pub(super) const SCRIPT: &str = include_str!("page.js");
/// What the script shows in the picture's place.
pub(super) const STAGE: &str = include_str!("stage.html");

/// The whole page. `data` is the script's.
pub(super) fn page(runs: &[AnalysedRun], options: &SvgOptions, data: &str) -> String {
    let titles: Vec<String> = runs.iter().map(|analysed| one_line(analysed.run.title)).collect();
    let title = escape::xml(&titles.join(" and "));
    let style = style();
    let policy = policy(SCRIPT, &style);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"generator\" content=\"meanwhile page\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title} · timeline</title>\n<style>{style}</style>\n</head>\n<body>\n\
         <header>\n<h1 dir=\"auto\">{title}</h1>\n<p>{}</p>\n</header>\n<main>\n",
        escape::xml(&about(runs))
    );
    let _ = writeln!(
        out,
        "<section aria-label=\"Timeline\">\n<div id=\"still\">\n{}</div>\n{STAGE}</section>",
        picture(runs, options)
    );
    out.push_str("<div class=\"panes\">\n");
    for (index, analysed) in runs.iter().enumerate() {
        code(analysed, index, runs.len(), &mut out);
    }
    out.push_str(
        "<section class=\"pane\" id=\"console-pane\" aria-labelledby=\"console-title\" hidden>\n\
         <h2 id=\"console-title\">Console</h2>\n<ol id=\"console\" class=\"box\" tabindex=\"0\" \
         aria-labelledby=\"console-title\"></ol>\n</section>\n",
    );
    if runs.iter().any(|analysed| !analysed.variables.is_empty()) {
        out.push_str(
            "<section class=\"pane\" id=\"variables-pane\" aria-labelledby=\"variables-title\" hidden>\n\
             <h2 id=\"variables-title\">Shared variables</h2>\n<ul id=\"variables\" class=\"box\" \
             tabindex=\"0\" aria-labelledby=\"variables-title\"></ul>\n</section>\n",
        );
    }
    for (index, analysed) in runs.iter().enumerate() {
        let heading = heading("Tasks", analysed, runs.len());
        let _ = writeln!(
            out,
            "<section class=\"pane\" data-run=\"{index}\" aria-labelledby=\"tree-{index}\">\n\
             <h2 id=\"tree-{index}\">{heading}</h2>\n<div class=\"box\" tabindex=\"0\" role=\"group\" \
             aria-labelledby=\"tree-{index}\">\n{}</div>\n</section>",
            tree(analysed, index)
        );
    }
    out.push_str("</div>\n");
    runs.iter().enumerate().for_each(|(index, analysed)| findings(analysed, index, runs.len(), &mut out));
    if let [first, second] = runs {
        list("What differs", &differences(first.analysis, second.analysis), &mut out);
    }
    for analysed in runs {
        let mut sentences = words(analysed.run.view, analysed.run.trace.texts());
        // The summary stands above already.
        sentences.pop();
        list(&heading("In words", analysed, runs.len()), &sentences, &mut out);
    }
    let _ = write!(
        out,
        "</main>\n<footer><p>Recorded with meanwhile {}.</p></footer>\n\
         <script type=\"application/json\" id=\"data\">{data}</script>\n<script>{SCRIPT}</script>\n\
         </body>\n</html>\n",
        env!("CARGO_PKG_VERSION")
    );
    out
}

fn about(runs: &[AnalysedRun]) -> String {
    match runs {
        [first, second] => comparison(titled(first), titled(second)),
        _ => runs.iter().map(|analysed| summary(analysed.run.view)).collect::<Vec<_>>().join(" "),
    }
}

fn titled<'a>(analysed: &AnalysedRun<'a>) -> Titled<'a> {
    Titled { title: analysed.run.title, view: analysed.run.view }
}

fn side<'a>(analysed: &AnalysedRun<'a>) -> Side<'a> {
    Side { titled: titled(analysed), texts: analysed.run.trace.texts() }
}

/// The picture for readers without scripts, and for paper.
fn picture(runs: &[AnalysedRun], options: &SvgOptions) -> String {
    let options = SvgOptions { theme: Theme::Light, ..options.clone() };
    match runs {
        [first, second] => svg_comparison([side(first), side(second)], &options),
        _ => {
            let one = |analysed: &AnalysedRun| {
                let title = Some(analysed.run.title.to_owned());
                svg(
                    &analysed.run.view.part(analysed.run.part),
                    analysed.run.trace.texts(),
                    &SvgOptions { title, ..options.clone() },
                )
            };
            runs.iter().map(one).collect()
        }
    }
}

/// What a section is about, and of which run where there are two. Not escaped.
fn heading(what: &str, analysed: &AnalysedRun, runs: usize) -> String {
    if runs == 1 {
        what.to_owned()
    } else {
        format!("{what}: {}", escape::xml(&one_line(analysed.run.title)))
    }
}

pub(super) fn code(analysed: &AnalysedRun, run: usize, runs: usize, out: &mut String) {
    if analysed.code.is_empty() {
        return;
    }
    let heading = heading("Code", analysed, runs);
    let _ = writeln!(
        out,
        "<section class=\"pane\" data-run=\"{run}\" aria-labelledby=\"code-{run}\">\n\
         <h2 id=\"code-{run}\">{heading}</h2>\n<div class=\"box code\" id=\"code-box-{run}\" tabindex=\"0\" role=\"group\" \
         aria-labelledby=\"code-{run}\">"
    );
    for code in &analysed.code {
        if analysed.code.len() > 1 {
            let _ = writeln!(out, "<h3 dir=\"auto\">{}</h3>", escape::xml(&one_line(&code.name)));
        }
        lines(code, run, out);
    }
    out.push_str("</div>\n</section>\n");
}

fn lines(code: &Code, run: usize, out: &mut String) {
    let last = code.first_line as usize + code.text.lines().count();
    let width = last.to_string().len();
    out.push_str("<pre>");
    for (index, text) in code.text.lines().enumerate() {
        let number = code.first_line as usize + index;
        // Tabs become blanks where text is made harmless; here they stand for an indentation.
        let text = escape::xml(&text.replace('\t', "    "));
        // A line is a block: no line break between two.
        let _ = write!(
            out,
            "<span class=\"line\" id=\"line-{run}-{number}\"><i>{number:>width$}</i>{text}</span>"
        );
    }
    out.push_str("</pre>\n");
}

pub(super) fn findings(analysed: &AnalysedRun, run: usize, runs: usize, out: &mut String) {
    let verdict = analysed.analysis.is_whole().then(|| Scorecard::of(analysed.analysis).verdict());
    let heading = heading("What stands out", analysed, runs);
    let _ = writeln!(out, "<section class=\"words\">\n<h2>{heading}</h2>");
    if !analysed.findings.is_empty() {
        let _ = writeln!(out, "<ol class=\"findings\" data-run=\"{run}\">");
        for finding in &analysed.findings {
            let kind = match finding.kind {
                Kind::Wrong => "Wrong",
                Kind::Slow => "Slow",
                Kind::Remark => "Remark",
            };
            let at = instant_text(finding.at.saturating_sub(analysed.run.view.span.start));
            let line = if finding.line == 0 { String::new() } else { format!(", line {}", finding.line) };
            let estimate = finding.estimate();
            let estimate = if estimate.is_empty() { estimate } else { format!(" It would go {estimate}.") };
            let _ = writeln!(
                out,
                "<li><p><strong>{kind}</strong> <span class=\"place\">at {at} s{line}</span> {} {}{}</p></li>",
                escape::xml(&finding.text),
                escape::xml(&finding.try_this),
                escape::xml(&estimate)
            );
        }
        out.push_str("</ol>\n");
    }
    if let Some(verdict) = verdict {
        let _ = writeln!(out, "<p>{}</p>", escape::xml(&verdict));
    }
    out.push_str("</section>\n");
}

/// A list of sentences under a heading that is escaped already.
pub(super) fn list(heading: &str, sentences: &[String], out: &mut String) {
    if sentences.is_empty() {
        return;
    }
    let _ = writeln!(out, "<section class=\"words\">\n<h2>{heading}</h2>\n<ul>");
    for sentence in sentences {
        let _ = writeln!(out, "<li dir=\"auto\">{}</li>", escape::xml(&plain_text(sentence)));
    }
    out.push_str("</ul>\n</section>\n");
}
