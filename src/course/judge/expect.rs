//! `expect(value)` and what may be expected of it. Each expectation carries the sentence that the learner reads
//! when it is not met.

use rhai::{Array, Dynamic, Engine, EvalAltResult};

use super::call_object::Call;
use super::run_object::{Run, Task};
use super::time::{REFUSED, Time, seconds_text};
pub use super::unmet::Unmet;
use crate::course::verdict::Focus;
use crate::style::limit;

/// How far off a time may be and still be near: seconds, and a share of the time itself.
const NEAR: f64 = 0.05;
const NEAR_SHARE: f64 = 0.02;
/// Characters of a value that are shown, and items of an array.
const MAX_CHARACTERS: usize = 400;
const MAX_ITEMS: usize = 12;
/// A line with at most this many wrong characters is still taken for the one that is wanted.
const MAX_SLIPS: usize = 2;
/// Characters of a line that are compared.
const MAX_COMPARED: usize = 200;

/// `expect(value)`.
#[derive(Clone)]
struct Expect(Dynamic);

type Met = Result<(), Box<EvalAltResult>>;

/// Teaches the engine `expect`.
pub fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Expect>("expectation");
    engine.register_fn("expect", |value: Dynamic| Expect(value));
    let near = |it: &mut Expect, wanted: Dynamic, within: Option<Dynamic>, message: &str| {
        let (wanted, got) = (number(&wanted)?, it.number()?);
        let within = match within {
            Some(within) => number(&within)?,
            None => NEAR.max(wanted.abs() * NEAR_SHARE),
        };
        it.met((got - wanted).abs() <= within, message, format!("about {}", it.like(wanted)))
    };
    engine.register_fn("near", move |it: &mut Expect, wanted: Dynamic, message: &str| {
        near(it, wanted, None, message)
    });
    engine.register_fn("near", move |it: &mut Expect, wanted: Dynamic, within: Dynamic, message: &str| {
        near(it, wanted, Some(within), message)
    });
    compared(engine, "below", "less than", |got, wanted| got < wanted);
    compared(engine, "above", "more than", |got, wanted| got > wanted);
    compared(engine, "at_most", "at most", |got, wanted| got <= wanted);
    compared(engine, "at_least", "at least", |got, wanted| got >= wanted);
    engine.register_fn("equals", |it: &mut Expect, wanted: Dynamic, message: &str| {
        it.met(same(&it.0, &wanted)?, message, shown(&wanted))
    });
    engine.register_fn("is_not", |it: &mut Expect, wanted: Dynamic, message: &str| {
        it.met(!same(&it.0, &wanted)?, message, format!("anything but {}", shown(&wanted)))
    });
    engine.register_fn("contains", |it: &mut Expect, wanted: Dynamic, message: &str| -> Met {
        if it.has(&wanted)? {
            return Ok(());
        }
        let happened = it.nearest(&wanted).unwrap_or_else(|| shown(&it.0));
        Err(Unmet::because(message, format!("{} in it", shown(&wanted)), happened))
    });
    engine.register_fn("lacks", |it: &mut Expect, wanted: Dynamic, message: &str| {
        it.met(!it.has(&wanted)?, message, format!("no {} in it", shown(&wanted)))
    });
    engine.register_fn("in_order", |it: &mut Expect, wanted: Array, message: &str| {
        let mut items = it.items()?.into_iter();
        let holds = |item: &Dynamic, wanted: &Dynamic| item_has(item, wanted);
        let met = wanted.iter().all(|wanted| items.any(|item| holds(&item, wanted)));
        it.met(met, message, format!("in this order: {}", list(&wanted)))
    });
    engine.register_fn("same_items", |it: &mut Expect, wanted: Array, message: &str| {
        let sorted = |items: &Array| {
            let mut texts: Vec<String> = items.iter().map(shown).collect();
            texts.sort();
            texts
        };
        it.met(sorted(&it.items()?) == sorted(&wanted), message, format!("in any order: {}", list(&wanted)))
    });
    for (name, wanted) in [("is_true", true), ("is_false", false)] {
        engine.register_fn(name, move |it: &mut Expect, message: &str| {
            let got =
                it.0.as_bool()
                    .map_err(|kind| format!("{name} looks at true or false, and not at a {kind}"))?;
            it.met(got == wanted, message, wanted.to_string())
        });
    }
    engine.register_fn("is_empty", |it: &mut Expect, message: &str| {
        it.met(it.length()? == 0, message, "nothing".to_owned())
    });
    engine.register_fn("ends_well", |it: &mut Expect, message: &str| -> Met {
        let run =
            it.0.clone().try_cast::<Run>().ok_or("ends_well looks at `run`: expect(run).ends_well(\"…\")")?;
        let Some(main) = run.0.tasks.first().filter(|it| it.outcome != "done") else { return Ok(()) };
        let focus = Focus { task: Some(main.name.clone()), at: main.ended };
        Err(Unmet::seen(message, "no error".to_owned(), main.text.clone(), Some(focus)))
    });
    placed(engine, "before", "ending before", |call, other| call.facts().is_before(other.facts()));
    placed(engine, "during", "within", |call, other| call.facts().is_during(other.facts()));
    engine.register_fn("has_length", |it: &mut Expect, wanted: i64, message: &str| {
        let length = it.length()?;
        let expected = format!("{wanted} of them");
        let happened = format!("{length}: {}", shown(&it.0));
        if length as i64 == wanted { Ok(()) } else { Err(Unmet::because(message, expected, happened)) }
    });
}

/// An expectation about two calls.
fn placed(engine: &mut Engine, name: &str, words: &'static str, holds: fn(&Call, &Call) -> bool) {
    engine.register_fn(name, move |it: &mut Expect, other: Call, message: &str| -> Met {
        let call = it.0.clone().try_cast::<Call>().ok_or("this looks at a call: run.call(\"…\", 0)")?;
        it.met(holds(&call, &other), message, format!("{words} {}", other.text()))
    });
}

fn compared(engine: &mut Engine, name: &str, words: &'static str, holds: fn(f64, f64) -> bool) {
    engine.register_fn(name, move |it: &mut Expect, wanted: Dynamic, message: &str| -> Met {
        let wanted = number(&wanted)?;
        it.met(holds(it.number()?, wanted), message, format!("{words} {}", it.like(wanted)))
    });
}

impl Expect {
    fn met(&self, is_met: bool, message: &str, expected: String) -> Met {
        if is_met { Ok(()) } else { Err(Unmet::seen(message, expected, shown(&self.0), self.focus())) }
    }

    fn focus(&self) -> Option<Focus> {
        let call = self.0.clone().try_cast::<Call>().and_then(|call| call.focus());
        self.0.clone().try_cast::<Time>().and_then(|time| time.focus).or(call)
    }

    fn number(&self) -> Result<f64, Box<EvalAltResult>> {
        number(&self.0)
    }

    /// A number written as the value is: seconds where that is a time.
    fn like(&self, number: f64) -> String {
        if self.0.is::<Time>() { seconds_text(number) } else { number.to_string() }
    }

    fn items(&self) -> Result<Array, Box<EvalAltResult>> {
        let kind = self.0.type_name();
        self.0.clone().into_array().map_err(|_| format!("this looks at an array, and not at a {kind}").into())
    }

    fn length(&self) -> Result<usize, Box<EvalAltResult>> {
        match self.0.clone().into_immutable_string() {
            Ok(text) => Ok(text.chars().count()),
            Err(_) => Ok(self.items()?.len()),
        }
    }

    /// A line that the wanted text nearly is, or is nearly in.
    fn nearest(&self, wanted: &Dynamic) -> Option<String> {
        let wanted = wanted.clone().into_immutable_string().ok()?;
        let lines = self.0.clone().into_array().ok()?;
        let lines = lines.into_iter().filter_map(|line| line.into_immutable_string().ok());
        let near = lines.map(|line| (slips(&wanted, &line), line)).min_by_key(|(slips, _)| *slips)?;
        let most = MAX_SLIPS.min(wanted.chars().count() / 3);
        (near.0 <= most).then(|| format!("nearly: \"{}\"", near.1))
    }

    fn has(&self, wanted: &Dynamic) -> Result<bool, Box<EvalAltResult>> {
        if self.0.is_string() {
            return Ok(item_has(&self.0, wanted));
        }
        Ok(self.items()?.iter().any(|item| item_has(item, wanted)))
    }
}

/// The fewest characters to be changed, added or left out, so that `line` contains `wanted`.
fn slips(wanted: &str, line: &str) -> usize {
    let (wanted, line): (Vec<char>, Vec<char>) =
        (wanted.chars().take(MAX_COMPARED).collect(), line.chars().take(MAX_COMPARED).collect());
    // Wherever in the line it begins, and wherever it ends.
    let mut before = vec![0; line.len() + 1];
    for (row, one) in wanted.iter().enumerate() {
        let mut now = vec![row + 1];
        for (column, other) in line.iter().enumerate() {
            let changed = before[column] + usize::from(one != other);
            now.push(changed.min(before[column + 1] + 1).min(now[column] + 1));
        }
        before = now;
    }
    before.into_iter().min().unwrap_or(usize::MAX)
}

/// Whether a text contains a text, or an item is the other.
fn item_has(item: &Dynamic, wanted: &Dynamic) -> bool {
    match (item.clone().into_immutable_string(), wanted.clone().into_immutable_string()) {
        (Ok(item), Ok(wanted)) => item.contains(wanted.as_str()),
        _ => shown(item) == shown(wanted),
    }
}

fn same(one: &Dynamic, other: &Dynamic) -> Result<bool, Box<EvalAltResult>> {
    if one.is::<Time>() || other.is::<Time>() {
        return Err(REFUSED.into());
    }
    Ok(match (number(one), number(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => shown(one) == shown(other),
    })
}

fn number(value: &Dynamic) -> Result<f64, Box<EvalAltResult>> {
    let time = || value.clone().try_cast::<Time>().map(|time| time.seconds);
    let number = value.as_float().ok().or_else(|| value.as_int().ok().map(|it| it as f64)).or_else(time);
    number
        .ok_or_else(|| format!("this looks at times and numbers, and not at a {}", value.type_name()).into())
}

/// A value as learners read it.
fn shown(value: &Dynamic) -> String {
    if let Some(time) = value.clone().try_cast::<Time>() {
        return time.text();
    }
    if let Some(call) = value.clone().try_cast::<Call>() {
        return call.text();
    }
    if let Some(task) = value.clone().try_cast::<Task>() {
        return task.name().to_owned();
    }
    let text = match (value.clone().into_immutable_string(), value.clone().into_array()) {
        (Ok(text), _) => format!("\"{text}\""),
        (_, Ok(items)) if items.is_empty() => "nothing".to_owned(),
        (_, Ok(items)) => list(&items),
        _ => value.to_string(),
    };
    limit(&text, MAX_CHARACTERS)
}

fn list(items: &Array) -> String {
    let mut texts: Vec<String> = items.iter().take(MAX_ITEMS).map(shown).collect();
    if items.len() > MAX_ITEMS {
        texts.push(format!("… ({} in all)", items.len()));
    }
    texts.join(", ")
}
