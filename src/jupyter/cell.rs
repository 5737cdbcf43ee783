//! A cell: run in the kernel's session, and what is to be seen of it.

use std::io;

use anyhow::anyhow;
use serde_json::{Value, json};

use crate::commands::CommandLines;
use crate::editor::{Name, Names};
use crate::export::{Code, PageRun, SvgOptions, embedded_page, embedded_picture, html, svg};
use crate::host::permissions::{Outside, Permissions, Sandbox, Wish};
use crate::plain::plain_text;
use crate::render::{ColorAbility, Glyphs, Legend, Scale, Theme};
use crate::runner::{Leftovers, Runner, Setup};
use crate::script::{Answer, Entry, EntryEnd, Fate, Leftover, Role, Variable};
use crate::show::{self, Hints, Look, Recorded, TimelineChoice};
use crate::timeline::Part;
use crate::trace::ClockKind;

/// Columns of texts; pictures have their own.
const COLUMNS: u16 = 88;

/// Takes what a script prints.
pub type Output = Box<dyn FnMut(&str) + Send>;

/// The session of a notebook.
pub struct Notebook {
    runner: Runner,
    folder: tempfile::TempDir,
    look: Look,
    pub variables: Vec<Variable>,
    pub functions: Vec<Variable>,
    names: Names,
}

/// What became of a cell.
pub struct Shown {
    /// What goes to standard error: remarks, failures that nobody saw, tasks that go on.
    pub remarks: String,
    /// The picture, by MIME type; none where there is nothing to see.
    pub picture: Option<Value>,
    pub end: End,
}

/// How a cell ended.
pub enum End {
    /// With this value, or with none.
    Value(Option<String>),
    /// With an error: its title, and the report in rows.
    Failed(String, Vec<String>),
    Stopped,
}

impl Notebook {
    /// A fresh session. Its cells have a folder of their own, the session's own servers, and what is granted beyond that.
    ///
    /// # Errors
    /// The system has no thread or folder to give.
    pub fn open(clock: ClockKind, granted: &[Wish], output: Output) -> io::Result<Notebook> {
        let folder = tempfile::Builder::new().prefix("meanwhile-").tempdir()?;
        let permissions = Permissions::Sandbox(Sandbox::for_document(folder.path(), granted)?);
        let outside = Outside { permissions, folder: folder.path().to_path_buf() };
        let runner = Runner::start(Setup { output, ..Setup::new(clock, Leftovers::Keep).within(outside) })?;
        let names = Names {
            vocabulary: crate::repl::vocabulary_names(),
            other_lines: Some(&CommandLines),
            ..Names::default()
        };
        Ok(Notebook { runner, folder, look: look(), variables: Vec::new(), functions: Vec::new(), names })
    }

    /// Stops a cell, from any thread.
    pub fn stopper(&self) -> Box<dyn Fn() + Send> {
        let stopper = self.runner.stopper();
        Box::new(move || stopper.stop())
    }

    /// The names of the session, for completion.
    pub fn names(&self) -> &Names {
        &self.names
    }

    pub fn look(&self) -> &Look {
        &self.look
    }

    /// Runs a cell. `title` is what its picture is called.
    ///
    /// # Errors
    /// The loop thread is gone, which is a defect.
    pub fn run(&mut self, text: &str, title: &str) -> anyhow::Result<Shown> {
        let folder = self.folder.path().to_path_buf();
        let entry = Entry { name: String::new(), text: text.to_owned(), folder, role: Role::Free };
        let running = self.runner.begin(entry);
        let mut remarks = String::new();
        if let Ok(begin) = running.begin.recv() {
            remarks.push_str(&show::remark_text(&begin, &self.look));
        }
        let end = self.runner.wait(&running);
        let end = end.ok_or_else(|| anyhow!("meanwhile itself has a defect: its loop thread is gone"))?;
        let picture = self.picture(&end, title);
        for (name, report) in &end.unseen {
            remarks.push_str(&format!("{} failed, and nobody awaited it:\n", plain_text(name)));
            remarks.push_str(&show::report_text(report, &end.sources, &self.look));
        }
        remarks.push_str(&gone_on(&end.leftovers));
        let shown = match &end.answer {
            Answer::Value(value) => End::Value(value.as_ref().map(|it| plain_text(it).into_owned())),
            Answer::Failed(report) => {
                let text = show::report_text(report, &end.sources, &self.look);
                End::Failed(plain_text(&report.title).into_owned(), text.lines().map(str::to_owned).collect())
            }
            Answer::Stopped => End::Stopped,
        };
        self.remember(end.variables, end.functions);
        Ok(Shown { remarks, picture, end: shown })
    }

    fn remember(&mut self, variables: Vec<Variable>, functions: Vec<Variable>) {
        self.names.variables = variables.iter().map(|it| Name::new(&it.name, "", &it.detail)).collect();
        self.names.functions = functions.iter().map(|it| Name::new(&it.name, &it.detail, "")).collect();
        (self.variables, self.functions) = (variables, functions);
    }

    /// The run as a picture, a page and words.
    fn picture(&self, end: &EntryEnd, title: &str) -> Option<Value> {
        let record = self.runner.record();
        let run = show::run_of(&record, end.main?)?;
        let view = record.timeline().view_of_run(run);
        if !show::is_worth_a_frame(&view) {
            return None;
        }
        let options = SvgOptions { title: Some(title.to_owned()), ..SvgOptions::default() };
        let picture = svg(&view, record.texts(), &options);
        let code = Code::of(record.trace());
        let run_of_page =
            PageRun { title, view: &view, trace: record.trace(), code: &code, part: &Part::default() };
        let page = html(&[run_of_page], &options);
        let words = show::told(&view, record.texts(), &self.look);
        let frame = show::finished(Recorded::by(&record), run, &self.look, Some(title.to_owned()));
        Some(json!({
            "image/svg+xml": picture,
            "text/plain": frame,
            "text/html": format!(
                "{}\n<details><summary>Go through the run</summary>\n{}</details>",
                embedded_picture(&picture, &words),
                embedded_page(&page, title)
            ),
        }))
    }
}

/// The tasks that go on in the background.
fn gone_on(leftovers: &[Leftover]) -> String {
    let alive = leftovers.iter().filter(|it| it.fate == Fate::GoesOn);
    let names: Vec<_> = alive.map(|it| plain_text(&it.name)).collect();
    match &names[..] {
        [] => String::new(),
        [name] => format!("{name} goes on in the background.\n"),
        names => format!("{} tasks go on in the background: {}.\n", names.len(), names.join(", ")),
    }
}

fn look() -> Look {
    Look {
        ability: ColorAbility::None,
        theme: Theme::Light,
        glyphs: Glyphs::Unicode,
        legend: Legend::Shown,
        width: Some(COLUMNS),
        timeline: TimelineChoice::Always,
        hints: Hints::Shown,
        scale: Scale::Normal,
        whole_output: "",
        all_findings: "",
        below: 0,
    }
}
