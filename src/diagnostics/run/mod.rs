//! Errors of a script that ran: the innermost error explained at its place, and the way that led there.

mod operators;
mod scene;
mod thrown;
mod trail;
mod unknown;
mod values;

use super::{
    Known, Report, Sources,
    finding::{Finding, label},
    foreign, parse,
};
use crate::syntax::tokens::Tokens;
use rhai::EvalAltResult as E;
pub(super) use scene::Scene;
use trail::Trail;

/// Answers an error of a script that ran.
pub(super) fn report(error: &E, sources: &Sources, known: &Known) -> Report {
    let trail = Trail::of(error);
    let mut report = match trail.error {
        E::ErrorParsing(kind, position) if !trail.in_eval => {
            let mut report = parse::report(kind, *position, trail.origin, sources, known);
            if let (true, Some(place)) = (report.labels.is_empty(), trail.nearest_place(sources)) {
                let tokens = sources.tokens(place.source);
                let span = tokens.span(tokens.at(place.offset));
                report.labels.push(label(place.source, span, "", sources));
            }
            report
        }
        _ => explain(&trail, sources, known),
    };
    trail.describe(&mut report, sources);
    report
}

/// The innermost error at the nearest place that is known.
fn explain(trail: &Trail, sources: &Sources, known: &Known) -> Report {
    let place = trail.nearest_place(sources);
    let tokens = sources.tokens(place.map_or(0, |place| place.source));
    let at = place.map_or(tokens.list.len(), |place| tokens.at(place.offset));
    let modules: Vec<_> = sources.imported().iter().map(|module| Tokens::read(module.text)).collect();
    let scene = Scene { tokens: &tokens, at, known, modules: &modules };
    let finding = finding(trail.error, &scene);
    let unknown = matches!(trail.error, E::ErrorVariableNotFound(..) | E::ErrorFunctionNotFound(..));
    let finding = match foreign::on_line(&tokens, at, known)
        .filter(|foreign| unknown && !foreign.span.contains(&scene.here().start))
    {
        Some(foreign) => finding.help(foreign.advice()),
        None => finding,
    };
    let finding = if finding.has_marks() { finding } else { finding.mark(scene.here(), "") };
    let mut report = finding.report(place.map_or(0, |place| place.source), sources);
    if place.is_none() {
        report.labels.clear();
    } else if !trail.is_exact(sources) {
        // The error is in a text that is not here: its words would not fit this place.
        report.labels.truncate(1);
        report.labels.iter_mut().for_each(|label| label.text = "it happened in this call".into());
        report.help.clear();
    }
    report
}

fn finding(error: &E, scene: &Scene) -> Finding {
    match error {
        E::ErrorParsing(kind, _) => parse::in_words(kind),
        E::ErrorVariableNotFound(name, _) => unknown::variable(name, scene),
        E::ErrorFunctionNotFound(signature, _) => unknown::function(signature, scene),
        E::ErrorModuleNotFound(name, _) => unknown::module(name, scene),
        E::ErrorDotExpr(text, _) => unknown::property_text(text, scene),
        E::ErrorPropertyNotFound(name, _) => unknown::property(name, "map", scene),
        E::ErrorRuntime(value, _) => {
            let finding = Finding::new(thrown::title(value));
            match thrown::rest(value) {
                Some(rest) => finding.note(rest),
                None => finding,
            }
        }
        E::ErrorTerminated(value, _) => Finding::new(thrown::stopped(value)),
        _ => values::finding(error, scene),
    }
}
