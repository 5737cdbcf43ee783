//! The page that follows a session: the same timeline as a page of a run, whose data come while the run goes on.
//!
//! `follow.js` stands at the end of `page.js`, within the same function. How the data come is not its business here.

use std::fmt::Write;

use serde_json::{Value, json};

use super::data::{self, Kind};
use super::document::{self, SCRIPT, STAGE};
use super::intern::Interned;
use super::policy::policy;
use super::style::style;
use super::tree::tree;
use super::{AnalysedRun, Code, PageRun};
use crate::explain::{MAX_AWAITED, RunAnalysis};
use crate::style::one_line;
use crate::timeline::{Part, View, summary, words};
use crate::trace::Trace;

const PAGE: &str = include_str!("follow.html");
const STYLE: &str = include_str!("follow.css");
const FOLLOW: &str = include_str!("follow.js");
/// How the page's script ends. What follows a run comes before that.
const END: &str = "begin();\n})();\n";

/// Templates take at most this many bytes before they are numbered from the beginning again.
const MAX_TEXT: usize = 400_000;

/// The page, and the policy that goes with it.
#[derive(Clone, Debug)]
pub struct FollowPage {
    pub html: String,
    /// A content security policy: nothing but the page's own script and style, and connections to where it came from.
    pub policy: String,
}

/// The page for those who follow, without any run.
pub fn follow_page() -> FollowPage {
    let style = style() + STYLE;
    let script = format!("{}{FOLLOW}}})();\n", SCRIPT.strip_suffix(END).unwrap_or(SCRIPT));
    let policy = format!("{}; connect-src 'self'; frame-ancestors 'none'", policy(&script, &style));
    let empty = json!({ "title": "", "summary": "", "unit": 1, "length": 0, "lanes": [], "console": [], "marks": [],
        "findings": [] });
    let data = json!({ "runs": [empty], "kinds": [], "texts": [], "awaited": MAX_AWAITED });
    let html = PAGE
        .replace("{version}", env!("CARGO_PKG_VERSION"))
        .replace("{stage}", STAGE)
        .replace("{data}", &data.to_string())
        .replace("{style}", &style)
        .replace("{script}", &script);
    FollowPage { html, policy }
}

/// A run on its way to those who follow it, as it is worked out again and again.
pub struct Followed {
    kinds: Interned<Kind>,
    texts: Interned<String>,
}

impl Default for Followed {
    fn default() -> Followed {
        Followed { kinds: Interned::new(), texts: Interned::new() }
    }
}

impl Followed {
    /// What the page shows of a run: its data, and the parts that are markup.
    pub fn document(&mut self, title: &str, view: &View, trace: &Trace, code: &[Code]) -> Value {
        if self.texts.values().iter().map(String::len).sum::<usize>() > MAX_TEXT {
            *self = Followed::default();
        }
        let analysis = RunAnalysis::new(view, trace);
        let part = Part::default();
        let mut analysed = AnalysedRun::new(PageRun { title, view, trace, code, part: &part }, &analysis);
        // Nothing of the session but what ran here.
        analysed.code.retain(|it| has_lines_of(it, &analysis));
        let [mut code, mut tasks, mut rest] = [const { String::new() }; 3];
        document::code(&analysed, 0, 1, &mut code);
        let _ = writeln!(
            tasks,
            "<section class=\"pane\" data-run=\"0\" aria-labelledby=\"tree-0\">\n<h2 id=\"tree-0\">Tasks</h2>\n\
             <div class=\"box\" tabindex=\"0\" role=\"group\" aria-labelledby=\"tree-0\">\n{}</div>\n</section>",
            tree(&analysed, 0)
        );
        document::findings(&analysed, 0, 1, &mut rest);
        let mut sentences = words(view, trace.texts());
        // The summary stands above already.
        sentences.pop();
        document::list("In words", &sentences, &mut rest);
        json!({
            "title": one_line(title),
            "about": summary(view),
            "data": data::followed(&analysed, &mut self.kinds, &mut self.texts),
            "code": code,
            "tasks": tasks,
            "words": rest,
        })
    }
}

/// Whether something of a text ran.
fn has_lines_of(code: &Code, analysis: &RunAnalysis) -> bool {
    let end = code.first_line.saturating_add(u32::try_from(code.text.lines().count()).unwrap_or(u32::MAX));
    analysis.events.iter().any(|event| (code.first_line..end).contains(&event.line))
}
