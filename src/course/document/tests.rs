//! Reading lessons: what they come to, and what is said of slips.

use proptest::prelude::*;

use super::fence::Fence;
use super::{ENDS_WELL, Hint, Lesson, StepKind, read, role_words};
use crate::course::verdict::Visibility;
use crate::trace::ClockKind;

const SMALL: &str = r#"+++
id = "small"
title = "A small lesson"
requires = ["first"]
+++
# Hello

One *step*.

<!-- pause -->

```rhai
only_shown()
```

```rhai +run clock=virtual
print(1);
```

```python +read
await f()
```

```toml +quiz
question = "Which?"
choices = ["this", "that"]
answer = "b"
explain = "That."
```

Write it.

```rhai +given
fn f() { 1 }
```
```rhai +given for="others"
fn f() { 2 }
```
```rhai +starter
f()
```
```text +hint
Look
again.
```
```rhai +solution finds="polling, left-over"
f() + 1
```
```rhai +wrong fails="value"
f()
```
```rhai +check name="value" points=2
expect(run.value).equals("2", "one more");
```
```rhai +check +hidden +scenario name="others"
expect(run.value).equals("3", "one more");
```
"#;

fn lesson(text: &str) -> Lesson {
    read("small.md", text).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// What is said of `SMALL` with one text in place of another.
fn check(from: &str, to: &str, expected: &[&str]) {
    assert!(SMALL.contains(from), "{from}");
    let problems = read("small.md", &SMALL.replacen(from, to, 1)).err().unwrap_or_default();
    let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(said, expected, "{from} -> {to}");
}

#[test]
fn a_lesson_is_read_whole() {
    let lesson = lesson(SMALL);
    assert_eq!((lesson.id.as_str(), lesson.title.as_str()), ("small", "A small lesson"));
    assert_eq!(lesson.requires, ["first"]);
    let acts: Vec<&StepKind> = lesson.steps.iter().map(|step| &step.act).collect();
    let [StepKind::Pause, StepKind::Run(run), StepKind::Quiz(quiz), StepKind::Exercise] = acts[..] else {
        panic!("{acts:?}")
    };
    assert_eq!((run.text.as_str(), run.clock), ("print(1);\n", ClockKind::Virtual));
    assert_eq!(quiz.answer, "b");
    assert_eq!(lesson.steps[0].prose, "# Hello\n\nOne *step*.");
    assert_eq!(lesson.steps[1].prose, "```rhai\nonly_shown()\n```");
    assert_eq!(lesson.steps[3].prose, "Write it.");
    assert_eq!(lesson.cards[0].language, "python");
    let exercise = lesson.exercise.unwrap();
    assert_eq!(exercise.given, "fn f() { 1 }\n");
    assert_eq!(exercise.hints, [Hint::Words("Look again.".to_owned())]);
    assert_eq!(exercise.solutions[0].finds, ["polling", "left-over"]);
    assert_eq!(exercise.max_points(), 4);
    let [value, others, ends_well] = &exercise.checks[..] else { panic!("{:?}", exercise.checks) };
    assert_eq!((value.visibility, &value.scenario), (Visibility::Shown, &None));
    assert_eq!((others.visibility, others.scenario.as_deref()), (Visibility::Hidden, Some("fn f() { 2 }\n")));
    assert_eq!((ends_well.name.as_str(), ends_well.points), (ENDS_WELL, 1));
    let line = SMALL.lines().position(|it| it.starts_with("expect(run.value).equals(\"2\"")).unwrap() + 1;
    assert_eq!(value.code.line, line);
}

#[test]
fn slips_are_told_with_their_place() {
    check(
        "id = \"small\"",
        "id = \"A Lesson\"",
        &[
            "small.md:2: an id is in small letters, digits and `-`, such as `wait-together`, and not `A Lesson`",
        ],
    );
    check(
        "title = \"A small lesson\"\n",
        "",
        &["small.md:1: the front matter needs a title: `title = \"…\"`"],
    );
    check(
        "requires = [\"first\"]",
        "require = [\"first\"]",
        &[
            "small.md:4: the front matter cannot be read: unknown field `require`, expected one of `id`, `title`, \
         `misconception`, `requires`",
        ],
    );
    check(
        "title = \"A small lesson\"",
        "title = 5",
        &[
            "small.md:3: the front matter cannot be read: `title`: invalid type: integer `5`, expected a string",
        ],
    );
    check(
        "+run clock=virtual",
        "+rum",
        &[
            "small.md:16: there is no role `+rum`; there are `+run`, `+predict`, `+parsons`, `+why`, `+schedule`, \
         `+make`, `+read`, `+quiz`, `+file`, `+given`, `+starter`, `+hint`, `+solution`, `+wrong`, `+check`",
        ],
    );
    check(
        "clock=virtual",
        "clock=wall",
        &["small.md:16: there is no clock `wall`; there are `real` and `virtual`"],
    );
    for goal in ["", " +throws +deadlock", " prints=\"1\" +throws"] {
        check(
            "+run clock=virtual",
            &format!("+schedule{goal}"),
            &["small.md:16: `+schedule` has one goal: `prints=\"5\"`, `+deadlock` or `+throws`"],
        );
    }
    check("rhai +run", "python +run", &["small.md:16: a `+run` block is in `rhai`, not in `python`"]);
    check("points=2", "points=0", &["small.md:52: points are a number from 1 to 100"]);
    check(
        "points=2",
        "point=2",
        &["small.md:52: `+check` does not know `point=…`; it knows `name`, `points`, `orders`"],
    );
    check(
        "+hidden +scenario",
        "+hiden",
        &["small.md:55: `+check` does not know `+hiden`; it knows `+hidden`, `+scenario`, `+always`"],
    );
    check("fails=\"value\"", "fails=\"valeu\"", &["small.md:49: there is no check named \"valeu\""]);
    check(
        "for=\"others\"",
        "for=\"other\"",
        &[
            "small.md:36: there is no `+check +scenario` named \"other\" for this",
            "small.md:55: a scenario says what is given in it: `+given for=\"others\"`",
        ],
    );
    check(
        "+check name=\"value\"",
        "+check name=\"value",
        &["small.md:52: the value of `name` has no closing quote"],
    );
    check("answer = \"b\"", "answer = \"c\"", &["small.md:24: the answer is the letter of a choice, a to b"]);
    check(
        "```rhai +starter",
        "```rhai",
        &["small.md:33: this belongs to an exercise, and there is no `+starter`"],
    );
}

#[test]
fn something_is_made_of_every_role() {
    let [roles, ..] = role_words();
    // These two are of decks alone.
    for role in roles.into_iter().filter(|role| !matches!(*role, "note" | "type")) {
        for language in ["rhai", "toml", "python"] {
            let block = format!("\n```{language} +{role}\n1\n```\n");
            let problems = read("small.md", &format!("{SMALL}{block}")).err().unwrap_or_default();
            let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
            assert!(!said.iter().any(|it| it.contains("nothing is made of")), "{role}: {said:?}");
        }
    }
}

#[test]
fn a_file_without_front_matter_is_no_lesson() {
    let problems = read("x.md", "# Hello").unwrap_err();
    assert!(problems[0].text.contains("begins with front matter"), "{problems:?}");
}

proptest! {
    #[test]
    fn no_text_is_too_odd_to_be_read(text in "(\\+\\+\\+\n|```|`|rhai|\\+[a-z]{0,7}|=|\"|[a-z]{0,4}|\n|é| |<!-- pause -->){0,60}") {
        let _ = read("odd.md", &text);
        let _ = super::read_overlay("odd.md", &text);
    }

    #[test]
    fn what_a_fence_says_is_read_back(role in "[a-z]{1,8}", key in "[a-z]{1,8}", value in "[^\"\n]{0,20}") {
        let fence = Fence::read(&format!("rhai +{role} {key}=\"{value}\"")).unwrap();
        prop_assert_eq!(fence.role, Some(role));
        prop_assert_eq!(fence.values.get(&key), Some(&value));
    }
}
