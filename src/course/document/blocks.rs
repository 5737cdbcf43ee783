//! What each role of a fenced block means: a block becomes a part of a lesson, or a problem.

use super::fence::Fence;
use super::{
    Allowed, Arrangement, Card, Check, Code, Ends, Findings, Fixture, Hint, Problem, Program, Puzzle, Quiz,
    Solution, StepKind, Variant, WhyQuestion, Wrong,
};
use crate::course::verdict::Visibility;
use crate::timeline::read_duration;
use crate::trace::ClockKind;

/// A role: its name, the languages, flags and keys that it takes.
struct Role {
    name: &'static str,
    languages: &'static [&'static str],
    flags: &'static [&'static str],
    keys: &'static [&'static str],
}

const RHAI: &[&str] = &["rhai"];
const ANY: &[&str] = &[];

/// Every role.
const ROLES: &[Role] = &[
    Role { name: "run", languages: RHAI, flags: &["throws", "hints"], keys: &["clock"] },
    Role {
        name: "predict",
        languages: RHAI,
        flags: &["throws", "hints", "review"],
        keys: &["clock", "never"],
    },
    Role { name: "parsons", languages: RHAI, flags: &["review"], keys: &[] },
    Role { name: "why", languages: RHAI, flags: &["throws"], keys: &["task", "at"] },
    Role { name: "schedule", languages: RHAI, flags: &["deadlock", "throws"], keys: &["prints"] },
    Role { name: "make", languages: RHAI, flags: &[], keys: &["cheat", "forbids"] },
    Role { name: "read", languages: &["python", "javascript", "rust"], flags: &[], keys: &["prints"] },
    Role { name: "quiz", languages: &["toml"], flags: &[], keys: &[] },
    Role { name: "file", languages: ANY, flags: &[], keys: &["name"] },
    Role { name: "given", languages: RHAI, flags: &[], keys: &["for", "also"] },
    Role { name: "starter", languages: RHAI, flags: &[], keys: &["cheat", "forbids"] },
    Role { name: "hint", languages: ANY, flags: &[], keys: &[] },
    Role { name: "solution", languages: RHAI, flags: &["throws"], keys: &["finds"] },
    Role { name: "wrong", languages: RHAI, flags: &["lines"], keys: &["fails"] },
    Role {
        name: "check",
        languages: RHAI,
        flags: &["hidden", "scenario", "always"],
        keys: &["name", "points", "orders"],
    },
];

/// The names of all roles, of their flags and of their keys, for editors.
pub fn role_words() -> [Vec<&'static str>; 3] {
    let all = |words: fn(&Role) -> &'static [&'static str]| {
        let mut all: Vec<&str> = ROLES.iter().flat_map(words).copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    // Decks have two roles and a key of their own.
    let roles = ROLES.iter().map(|it| it.name).chain(["note", "type"]).collect();
    let mut keys = all(|it| it.keys);
    keys.push("after");
    [roles, all(|it| it.flags), keys]
}

/// The most points of one check.
const MAX_POINTS: u32 = 100;

/// Orders that are tried for a check that must hold in all, unless it says another number; and the most it may say.
const ORDERS: usize = 200;
const MAX_ORDERS: usize = 5_000;

/// What the blocks of one file come to.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub given: Option<Code>,
    /// The scenario's name, and what is given in it.
    pub given_for: Vec<(String, Code)>,
    /// Other things given, with which every check is asked once more.
    pub variants: Vec<Variant>,
    pub starter: Option<Code>,
    /// The cheats that may earn more than a third of the points, and why.
    pub cheats: Option<Allowed>,
    /// The changes of a solution that the task forbids, and why.
    pub forbids: Option<Allowed>,
    pub hints: Vec<Hint>,
    pub solutions: Vec<Solution>,
    pub wrongs: Vec<Wrong>,
    /// A scenario's given is not yet known.
    pub checks: Vec<(Check, Needs)>,
    pub cards: Vec<Card>,
    pub files: Vec<Fixture>,
    /// What comes back on later days.
    pub reviews: Vec<StepKind>,
    pub problems: Vec<Problem>,
}

/// What a block comes to.
pub(super) enum Taken {
    /// A part of the lesson that is not shown where it stands.
    Part,
    /// The end of a step.
    End(StepKind),
    /// Lines that do not belong to the arrangement before them.
    Others(Code),
}

/// Whether a check needs a run of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needs {
    TheRun,
    Scenario,
}

impl Parts {
    /// Takes a block with a role in.
    pub fn take(&mut self, fence: &Fence, role: &str, code: Code, file: &str) -> Taken {
        let line = code.line.saturating_sub(1);
        match self.sort_in(fence, role, code) {
            Ok(taken) => taken,
            Err(text) => {
                self.problems.push(Problem { file: file.to_owned(), line, text });
                Taken::Part
            }
        }
    }

    fn sort_in(&mut self, fence: &Fence, role: &str, code: Code) -> Result<Taken, String> {
        let known = ROLES.iter().find(|it| it.name == role);
        let known = known.ok_or_else(|| {
            format!("there is no role `+{role}`; there are {}", list(ROLES.iter().map(|it| it.name), "+"))
        })?;
        known.allow(fence)?;
        let has = |flag: &str| fence.flags.iter().any(|it| it == flag);
        let value = |key: &str| fence.values.get(key).cloned();
        let named = |key: &str, what: &str| {
            let name = value(key).filter(|it| !it.trim().is_empty());
            name.ok_or_else(|| format!("`+{role}` needs `{key}=\"{what}\"`"))
        };
        match role {
            "run" | "predict" => {
                let program = program(fence, code)?;
                return Ok(match role {
                    "run" => Taken::End(StepKind::Run(program)),
                    _ => self.asked(StepKind::Predict(program), has("review")),
                });
            }
            "parsons" => {
                let arrangement = Arrangement::read(&code)?;
                return Ok(self.asked(StepKind::Arrange(arrangement), has("review")));
            }
            "why" => {
                let (task, at) = (named("task", "fetch #2")?, named("at", "1.5 s")?);
                let at =
                    read_duration(at.trim()).ok_or_else(|| format!("`{at}` is no time, such as `1.5 s`"))?;
                return Ok(Taken::End(StepKind::Why(WhyQuestion {
                    program: program(fence, code)?,
                    task,
                    at,
                })));
            }
            "schedule" => {
                let lines = value("prints").map(|it| parts_of(&it)).unwrap_or_default();
                let puzzle = Puzzle::read(fence, program(fence, code)?, lines)?;
                return Ok(Taken::End(StepKind::Schedule(puzzle)));
            }
            "quiz" => return Quiz::read(&code).map(|quiz| Taken::End(StepKind::Quiz(quiz))),
            "starter" | "make" => {
                let exception = |key| value(key).map(|text| Allowed::read(&text)).transpose();
                (self.cheats, self.forbids) = (exception("cheat")?, exception("forbids")?);
                if self.starter.replace(code).is_some() {
                    return Err(format!(
                        "a lesson has one exercise and one task without a starter, so one `+{role}`"
                    ));
                }
                return Ok(Taken::End(if role == "make" { StepKind::Make } else { StepKind::Exercise }));
            }
            "read" => {
                let prints = value("prints").map(|it| parts_of(&it));
                let (language, line) = (fence.language.clone(), code.line);
                self.cards.push(Card { language, text: code.text, prints, step: 0, line });
            }
            "file" => {
                let name = named("name", "notes.txt")?;
                let is_plain = name.chars().all(|it| it.is_alphanumeric() || "._-".contains(it))
                    && !name.starts_with('.');
                if !is_plain {
                    return Err(format!("`{name}` is no plain name of a file"));
                }
                self.files.push(Fixture { name, text: code.text });
            }
            "given" => match value("for") {
                Some(_) if value("also").is_some() => {
                    return Err(
                        "`for=…` is for one check of its own, `also=…` for every check: say one".to_owned()
                    );
                }
                Some(scenario) => self.given_for.push((scenario, code)),
                None if value("also").is_some() => {
                    let name = named("also", "what is different")?;
                    self.variants.push(Variant { name, given: code });
                }
                None if self.given.is_none() => self.given = Some(code),
                None => {
                    return Err(
                        "there is a `+given` already; one for a scenario says `for=\"its name\"`".to_owned()
                    );
                }
            },
            "hint" if fence.language == "rhai" => self.hints.push(Hint::Code(code.text)),
            "hint" => {
                self.hints.push(Hint::Words(code.text.split_whitespace().collect::<Vec<_>>().join(" ")))
            }
            "solution" => {
                let finds = value("finds").unwrap_or_default();
                let finds = finds.split([',', ' ']).filter(|it| !it.is_empty()).map(str::to_owned).collect();
                let ends = if has("throws") { Ends::WithAnError } else { Ends::Well };
                self.solutions.push(Solution { code, finds, ends });
            }
            "wrong" if has("lines") => return Ok(Taken::Others(code)),
            "wrong" => {
                self.wrongs.push(Wrong { fails: named("fails", "the check that it fails first")?, code })
            }
            "check" => {
                let name = named("name", "what is checked")?;
                let points = value("points").map_or(Ok(1), |it| it.parse().map_err(|_| it));
                let points = points.ok().filter(|it| (1..=MAX_POINTS).contains(it));
                let points = points.ok_or_else(|| format!("points are a number from 1 to {MAX_POINTS}"))?;
                let visibility = if has("hidden") { Visibility::Hidden } else { Visibility::Shown };
                let needs = if has("scenario") { Needs::Scenario } else { Needs::TheRun };
                let orders = orders(fence)?;
                if orders.is_some() && needs == Needs::Scenario {
                    return Err("`+always` tries every order of what is given to all checks, so it has no `+scenario`".to_owned());
                }
                let check = Check { name, points, visibility, scenario: None, orders, code, overlay: None };
                self.checks.push((check, needs));
            }
            _ => return Err(format!("nothing is made of a block with `+{role}`")),
        }
        Ok(Taken::Part)
    }

    /// A question that is asked where it stands, or comes back on later days.
    fn asked(&mut self, act: StepKind, is_for_review: bool) -> Taken {
        if !is_for_review {
            return Taken::End(act);
        }
        self.reviews.push(act);
        Taken::Part
    }
}

/// A program that is shown and run.
fn program(fence: &Fence, code: Code) -> Result<Program, String> {
    let has = |flag: &str| fence.flags.iter().any(|it| it == flag);
    let clock = match fence.values.get("clock").map(String::as_str) {
        None | Some("real") => ClockKind::Real,
        Some("virtual") => ClockKind::Virtual,
        Some(other) => {
            return Err(format!("there is no clock `{other}`; there are `real` and `virtual`"));
        }
    };
    let ends = if has("throws") { Ends::WithAnError } else { Ends::Well };
    let findings = if has("hints") { Findings::Shown } else { Findings::Hidden };
    let never = fence.values.get("never").map_or_else(Vec::new, |it| parts_of(it));
    Ok(Program { text: code.text, clock, ends, findings, never, line: code.line })
}

/// Lines that stand in one, with ` | ` between them.
fn parts_of(text: &str) -> Vec<String> {
    text.split(" | ").map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect()
}

/// How many orders of who goes next a check is tried in, if it must hold in all.
fn orders(fence: &Fence) -> Result<Option<usize>, String> {
    let always = fence.flags.iter().any(|it| it == "always");
    let number =
        fence.values.get("orders").map(|it| it.parse().ok().filter(|it| (1..=MAX_ORDERS).contains(it)));
    match (always, number) {
        (false, None) => Ok(None),
        (false, Some(_)) => Err("`orders=…` belongs to a check with `+always`".to_owned()),
        (true, None) => Ok(Some(ORDERS)),
        (true, Some(Some(number))) => Ok(Some(number)),
        (true, Some(None)) => Err(format!("`orders` is a number from 1 to {MAX_ORDERS}")),
    }
}

impl Role {
    /// Whether the fence says nothing that this role does not know.
    fn allow(&self, fence: &Fence) -> Result<(), String> {
        let Role { name, languages, flags, keys } = self;
        if !languages.is_empty() && !languages.contains(&fence.language.as_str()) {
            return Err(format!(
                "a `+{name}` block is in {}, not in `{}`",
                list(languages.iter().copied(), ""),
                fence.language
            ));
        }
        if let Some(flag) = fence.flags.iter().find(|it| !flags.contains(&it.as_str())) {
            return Err(format!("`+{name}` does not know `+{flag}`{}", offer(flags, "+")));
        }
        if let Some(key) = fence.values.keys().find(|it| !keys.contains(&it.as_str())) {
            return Err(format!("`+{name}` does not know `{key}=…`{}", offer(keys, "")));
        }
        Ok(())
    }
}

fn list<'a>(words: impl Iterator<Item = &'a str>, mark: &str) -> String {
    words.map(|word| format!("`{mark}{word}`")).collect::<Vec<_>>().join(", ")
}

fn offer(words: &[&str], mark: &str) -> String {
    if words.is_empty() { String::new() } else { format!("; it knows {}", list(words.iter().copied(), mark)) }
}
