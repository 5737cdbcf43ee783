//! From blocks to an exercise: what belongs together is put together, and what is missing is said.

use super::blocks::{Needs, Parts};
use super::read::Reading;
use super::{Check, Code, ENDS_WELL, Ends, Exercise};
use crate::course::verdict::Visibility;

impl Reading<'_> {
    /// The checks, each scenario with what is given in it.
    pub fn checks(&mut self) -> Vec<Check> {
        let mut given_for = std::mem::take(&mut self.parts.given_for);
        let mut checks: Vec<Check> = Vec::new();
        for (mut check, needs) in std::mem::take(&mut self.parts.checks) {
            let line = check.code.line - 1;
            if checks.iter().any(|it| it.name == check.name) {
                self.problem(line, format!("there are two checks named \"{}\"", check.name));
            }
            if needs == Needs::Scenario {
                match given_for.iter().position(|(name, _)| *name == check.name) {
                    Some(index) => check.scenario = Some(given_for.remove(index).1.text),
                    None => {
                        let name = &check.name;
                        self.problem(
                            line,
                            format!("a scenario says what is given in it: `+given for=\"{name}\"`"),
                        );
                    }
                }
            }
            checks.push(check);
        }
        for (name, code) in given_for {
            self.problem(code.line - 1, format!("there is no `+check +scenario` named \"{name}\" for this"));
        }
        checks
    }

    /// The exercise, if there is one.
    pub fn exercise(&mut self) -> Option<Exercise> {
        let mut checks = self.checks();
        let Parts { given, starter, hints, solutions, wrongs, .. } = &mut self.parts;
        let (given, starter) = (given.take(), starter.take());
        let (hints, solutions, wrongs) =
            (std::mem::take(hints), std::mem::take(solutions), std::mem::take(wrongs));
        let first = given.iter().map(|it| it.line).chain(solutions.iter().map(|it| it.code.line));
        let first = first
            .chain(wrongs.iter().map(|it| it.code.line))
            .chain(checks.iter().map(|it| it.code.line))
            .min();
        let Some(starter) = starter else {
            if let Some(line) = first {
                self.problem(line - 1, "this belongs to an exercise, and there is no `+starter`");
            }
            return None;
        };
        for (is_missing, what) in
            [(hints.is_empty(), "+hint"), (solutions.is_empty(), "+solution"), (checks.is_empty(), "+check")]
        {
            if is_missing {
                self.problem(starter.line - 1, format!("the exercise has no `{what}`"));
            }
        }
        for wrong in &wrongs {
            let is_known = wrong.fails == ENDS_WELL || checks.iter().any(|it| it.name == wrong.fails);
            if !is_known {
                self.problem(wrong.code.line - 1, format!("there is no check named \"{}\"", wrong.fails));
            }
        }
        let has_own = checks.iter().any(Check::is_about_the_end);
        if !has_own && solutions.iter().all(|it| it.ends == Ends::Well) {
            checks.push(ends_well(starter.line));
        }
        let given = given.map_or_else(String::new, |it| it.text);
        let variants = std::mem::take(&mut self.parts.variants);
        let (cheats, forbids) = (self.parts.cheats.take(), self.parts.forbids.take());
        Some(Exercise { given, variants, starter, cheats, forbids, hints, solutions, wrongs, checks })
    }
}

/// The check that an exercise has without saying so.
fn ends_well(line: usize) -> Check {
    let text = "expect(run).ends_well(\"The program should come to its end, and not end with an error.\");\n";
    Check {
        name: ENDS_WELL.to_owned(),
        points: 1,
        visibility: Visibility::Shown,
        scenario: None,
        code: Code { text: text.to_owned(), line },
        orders: None,
        overlay: None,
    }
}
