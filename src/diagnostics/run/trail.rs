//! The way to an error: through calls, awaits and imports, from the outermost to the one that failed.

use super::super::{Report, Sources, finding::label, source::Place, words};
use rhai::{EvalAltResult as E, Position};

/// What an awaited task's error is wrapped in: the function's name begins with this.
const AWAIT: &str = "await ";
/// Calls that are told apart in a note; the rest is counted.
const MAX_CALLS: usize = 4;

/// An error without its wrappings.
pub(super) struct Trail<'e> {
    /// The innermost error.
    pub error: &'e E,
    /// The module that the innermost error's position belongs to; empty for the script.
    pub origin: &'e str,
    /// The position belongs to a text that was given to `eval`.
    pub in_eval: bool,
    steps: Vec<Step<'e>>,
}

struct Step<'e> {
    kind: Kind<'e>,
    position: Position,
    /// The module in which the step was made.
    origin: &'e str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind<'e> {
    Call(&'e str),
    Closure,
    Await(&'e str),
    Import(&'e str),
}

impl<'e> Trail<'e> {
    /// Unwraps an error.
    pub fn of(error: &'e E) -> Trail<'e> {
        let mut trail = Trail { error, origin: "", in_eval: false, steps: vec![] };
        loop {
            let (kind, origin, inner, position) = match trail.error {
                E::ErrorInFunctionCall(name, _, inner, position) if name.starts_with(AWAIT) => {
                    (Kind::Await(&name[AWAIT.len()..]), trail.origin, inner, *position)
                }
                E::ErrorInFunctionCall(name, origin, inner, position) => {
                    let kind = if name.contains('$') { Kind::Closure } else { Kind::Call(name) };
                    trail.in_eval = name == "eval";
                    (kind, origin.as_str(), inner, *position)
                }
                E::ErrorInModule(name, inner, position) => {
                    (Kind::Import(name), name.as_str(), inner, *position)
                }
                _ => return trail,
            };
            trail.steps.push(Step { kind, position, origin: trail.origin });
            trail.origin = origin;
            trail.error = inner;
        }
    }

    /// Where the error happened; where that is in no text that is here, the nearest call that led to it.
    pub fn nearest_place(&self, sources: &Sources) -> Option<Place> {
        let calls = self.steps.iter().rev().filter_map(|step| sources.place(step.origin, step.position));
        self.place(sources).into_iter().chain(calls).next()
    }

    /// Whether the place is the error's own.
    pub fn is_exact(&self, sources: &Sources) -> bool {
        self.error.position().is_none() || self.place(sources).is_some()
    }

    fn place(&self, sources: &Sources) -> Option<Place> {
        if self.in_eval { None } else { sources.place(self.origin, self.error.position()) }
    }

    /// Adds to a report where it was awaited and which calls led to it.
    pub fn describe(&self, report: &mut Report, sources: &Sources) {
        let awaits: Vec<_> = self.steps.iter().filter(|step| matches!(step.kind, Kind::Await(_))).collect();
        for step in &awaits {
            let Some(place) = sources.place(step.origin, step.position) else { continue };
            let tokens = sources.tokens(place.source);
            let at = tokens.at(place.offset);
            let last = at + usize::from(tokens.text(at) == "await" && tokens.is_word(at + 1));
            let span = tokens.span(at).start..tokens.span(last).end;
            let new = label(place.source, span, "awaited here", sources);
            if !report.labels.iter().any(|label| label.source == new.source && label.span == new.span) {
                report.labels.push(new);
            }
        }
        if let (false, Some(first)) = (awaits.is_empty(), report.labels.first_mut()) {
            let failed = if first.text.is_empty() {
                "failed here".into()
            } else {
                format!("failed here: {}", first.text)
            };
            first.text = failed;
        }
        if self.in_eval {
            report.notes.push("in the text that was given to eval".into());
        }
        let calls = self.calls(report.labels.first().map(|label| label.source), sources);
        if !calls.is_empty() {
            report.notes.push(calls);
        }
    }

    /// `in work(), called at line 7; in fetch_data(), spawned at line 2 of entry 3`. The text that is shown is
    /// not named.
    fn calls(&self, shown: Option<usize>, sources: &Sources) -> String {
        let mut told: Vec<(String, usize)> = Vec::new();
        for (index, step) in self.steps.iter().enumerate().rev() {
            let caller = index.checked_sub(1).map(|caller| self.steps[caller].kind);
            let what = match step.kind {
                Kind::Call("eval") | Kind::Await(_) => continue,
                Kind::Call(name) => format!("in {name}()"),
                Kind::Closure => "in a closure".to_string(),
                Kind::Import(name) => format!("in the imported script {name}"),
            };
            let how = match (step.kind, caller) {
                (Kind::Import(_), _) => "imported",
                (_, Some(Kind::Await(_))) => "spawned",
                _ => "called",
            };
            let line = match sources.place(step.origin, step.position) {
                Some(place) => {
                    let line = sources.line_and_column(place).0;
                    let name = sources.get(place.source).map_or("", |text| text.name);
                    let of = if Some(place.source) == shown || name.is_empty() {
                        String::new()
                    } else {
                        format!(" of {name}")
                    };
                    format!(", {how} at line {line}{of}")
                }
                None => String::new(),
            };
            let text = format!("{what}{line}");
            match told.last_mut() {
                Some((last, times)) if *last == text => *times += 1,
                _ => told.push((text, 1)),
            }
        }
        let left_out: usize = told.iter().skip(MAX_CALLS).map(|(_, times)| times).sum();
        let mut told: Vec<_> = told
            .into_iter()
            .take(MAX_CALLS)
            .map(|(text, times)| if times > 1 { format!("{text}, {times} times over") } else { text })
            .collect();
        if left_out > 0 {
            told.push(format!("and {} before", words::count(left_out, "more call")));
        }
        told.join("; ")
    }
}
