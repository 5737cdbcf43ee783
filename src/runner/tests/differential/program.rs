//! A random program, as Rhai and as Python.

use std::fmt::Write;

use crate::sampling::Numbers;

/// Tasks of a program.
const TASKS: u64 = 5;

/// What a task does, one after the other.
enum Step {
    Say(u64),
    /// Tenths of a millisecond.
    Sleep(u64),
    Lock(Vec<Step>),
    Semaphore(Vec<Step>),
    Send(u64),
    Receive,
    Wait,
    Set,
    Barrier,
    Throw,
    Cancel(u64),
    Await(u64),
    /// Children, and what the closure does.
    Group(Vec<Vec<Step>>, Vec<Step>),
    /// Tenths of a millisecond; what must be over by then.
    Timeout(u64, Vec<Step>),
    Select(Vec<Step>, Vec<Step>),
    Gather(Vec<Vec<Step>>),
}

pub struct Program(Vec<Vec<Step>>);

/// Where steps stand: in a task, within another step, or within a lock there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    Task,
    Inner,
    Locked,
}

impl Program {
    pub fn random(numbers: &mut Numbers) -> Program {
        Program((0..TASKS).map(|_| steps(numbers, Depth::Task)).collect())
    }
}

fn steps(numbers: &mut Numbers, depth: Depth) -> Vec<Step> {
    let count = if depth == Depth::Task { 2 + numbers.below(4) } else { 1 + numbers.below(3) };
    (0..count).map(|_| step(numbers, depth)).collect()
}

fn step(numbers: &mut Numbers, depth: Depth) -> Step {
    let inner = |numbers: &mut Numbers| steps(numbers, Depth::Inner);
    match (numbers.below(if depth == Depth::Task { 20 } else { 8 }), depth) {
        (0 | 1, _) => Step::Say(numbers.below(100)),
        (2..=4, _) => Step::Sleep(time(numbers)),
        (5, Depth::Task | Depth::Inner) => Step::Lock(steps(numbers, Depth::Locked)),
        (6, Depth::Task | Depth::Inner) => Step::Semaphore(steps(numbers, Depth::Locked)),
        (5 | 6, Depth::Locked) => Step::Sleep(time(numbers)),
        (7, Depth::Task) => Step::Send(numbers.below(100)),
        (7, _) => {
            if numbers.below(3) == 0 {
                Step::Throw
            } else {
                Step::Say(0)
            }
        }
        (8, _) => Step::Send(numbers.below(100)),
        (9 | 10, _) => Step::Receive,
        (11, _) => Step::Wait,
        (12, _) => Step::Set,
        (13, _) => Step::Barrier,
        (14, _) => Step::Cancel(numbers.below(TASKS)),
        (15, _) => Step::Await(numbers.below(TASKS)),
        (16, _) => Step::Group(vec![inner(numbers), inner(numbers)], without_throws(inner(numbers))),
        (17, _) => Step::Timeout(500 + time(numbers), inner(numbers)),
        (18, _) => Step::Select(inner(numbers), vec![Step::Sleep(7_000)]),
        _ => Step::Gather(vec![inner(numbers), inner(numbers)]),
    }
}

/// Some tenths of a millisecond. Times from different instants rarely meet, for their order would depend on what
/// operations cost; those from the same instant often do.
fn time(numbers: &mut Numbers) -> u64 {
    match numbers.below(6) {
        0 => 0,
        1 => 1_000,
        2 => 2_500,
        _ => 10 + numbers.below(4_000),
    }
}

/// The same steps; none of them throws.
fn without_throws(steps: Vec<Step>) -> Vec<Step> {
    let steps = steps.into_iter().map(|step| match step {
        Step::Throw => Step::Say(1),
        Step::Lock(inner) => Step::Lock(without_throws(inner)),
        Step::Semaphore(inner) => Step::Semaphore(without_throws(inner)),
        step => step,
    });
    steps.collect()
}

/// What is written, indented.
struct Text(String);

impl Text {
    fn line(&mut self, indent: usize, line: &str) {
        let _ = writeln!(self.0, "{:1$}{line}", "", indent * 4);
    }
}

impl Program {
    pub fn rhai(&self) -> String {
        let mut text = Text(String::new());
        text.line(0, "let m = mutex(0); let s = semaphore(2); let ch = channel(2); let e = event(); let b = barrier(2); let ts = [];");
        text.line(0, "let heard = |task, e| { if e == `cancelled` { throw e } if `${e}`.contains(`of the group failed`) { print(task + ` group ` + e.errors.map(|it| it.error).reduce(|a, b| if a == () { b } else { a + ` ` + b })) } else if `${e}`.contains(`timed out`) { print(task + ` timed out`) } else { print(task + ` ` + e) } };");
        for (number, steps) in self.0.iter().enumerate() {
            let task = format!("t{number}");
            text.line(0, "ts.push(spawn || {");
            text.line(1, "try {");
            rhai(&mut text, 2, &task, steps);
            text.line(1, &format!("}} catch (e) {{ print(`{task} stops: ` + e); sleep(0.1); throw e }}"));
            text.line(0, "});");
        }
        text.line(0, "sleep(5); let all = ts; for t in all { t.cancel() } join_all_settled(all);");
        text.line(0, "for t in all { print(t.state) }");
        text.0
    }

    pub fn python(&self) -> String {
        let mut text = Text(String::new());
        text.line(0, "async def main():");
        text.line(1, "m = Lock(); s = asyncio.Semaphore(2); ch = Queue(2); e = asyncio.Event(); b = Barrier(2); ts = []");
        for (number, steps) in self.0.iter().enumerate() {
            let task = format!("t{number}");
            text.line(1, &format!("async def {task}():"));
            text.line(2, "try:");
            python(&mut text, 3, &task, steps);
            text.line(2, "except asyncio.CancelledError:");
            text.line(3, &format!("say('{task}', 'stops:', 'cancelled'); await asyncio.sleep(0.1); raise"));
            text.line(2, "except Exception as error:");
            text.line(3, &format!("say('{task}', 'stops:', str(error)); await asyncio.sleep(0.1); raise"));
            text.line(1, &format!("ts.append(asyncio.create_task({task}()))"));
        }
        text.line(1, "await asyncio.sleep(5)");
        text.line(1, "for t in ts: t.cancel()");
        text.line(1, "await asyncio.gather(*ts, return_exceptions=True)");
        text.line(1, "for t in ts: say(word(t))");
        text.line(0, "asyncio.run(main())");
        text.0
    }
}

fn seconds(tenths: u64) -> String {
    format!("{}.{:04}", tenths / 10_000, tenths % 10_000)
}

fn rhai(text: &mut Text, at: usize, task: &str, steps: &[Step]) {
    let caught = format!("}} catch (e) {{ heard.call(`{task}`, e) }}");
    for step in steps {
        match step {
            Step::Say(number) => text.line(at, &format!("print(`{task} says {number}`);")),
            Step::Sleep(tenths) => text.line(at, &format!("sleep({});", seconds(*tenths))),
            Step::Lock(inner) => {
                text.line(at, "m.lock(|v| {");
                rhai(text, at + 1, task, inner);
                text.line(at, "});");
            }
            Step::Semaphore(inner) => {
                text.line(at, "s.acquire(|| {");
                rhai(text, at + 1, task, inner);
                text.line(at, "});");
            }
            Step::Send(number) => {
                text.line(at, &format!("ch.send({number}); print(`{task} sent {number}`);"))
            }
            Step::Receive => text.line(at, &format!("print(`{task} got ${{ch.recv()}}`);")),
            Step::Wait => text.line(at, &format!("e.wait(); print(`{task} saw the event`);")),
            Step::Set => text.line(at, "e.set();"),
            Step::Barrier => text.line(at, &format!("b.wait(); print(`{task} is through`);")),
            Step::Throw => text.line(at, "throw `oops`;"),
            Step::Cancel(other) => {
                text.line(at, &format!("if ts.len() > {other} {{ let t = ts[{other}]; t.cancel(); }}"))
            }
            Step::Await(other) if format!("t{other}") == task => text.line(at, "sleep(0);"),
            Step::Await(other) => {
                text.line(at, &format!("if ts.len() > {other} {{ let t = ts[{other}]; try {{ await t; print(`{task} awaited`) }} catch (e) {{ if e == `cancelled` {{ throw e }} print(if t.state == `cancelled` {{ `{task} awaited a cancelled one` }} else {{ `{task} ` + e }}) }} }}"));
            }
            Step::Group(children, body) => {
                text.line(at, "try { task_group(|g| {");
                for child in children {
                    text.line(at + 1, "g.spawn(|| {");
                    rhai(text, at + 2, task, child);
                    text.line(at + 1, "});");
                }
                rhai(text, at + 1, task, body);
                text.line(at, &format!("}}); {caught}"));
            }
            Step::Timeout(tenths, inner) => {
                text.line(at, &format!("try {{ timeout({}, spawn || {{", seconds(*tenths)));
                rhai(text, at + 1, task, inner);
                text.line(at, &format!("}}); {caught}"));
            }
            Step::Select(one, other) => {
                text.line(at, "try { let r = select([");
                for steps in [one, other] {
                    text.line(at + 1, "spawn || {");
                    rhai(text, at + 2, task, steps);
                    text.line(at + 1, "},");
                }
                text.line(at, &format!("]); print(`{task} first ${{r.index}}`); {caught}"));
            }
            Step::Gather(all) => {
                text.line(at, "try { join_all([");
                for steps in all {
                    text.line(at + 1, "spawn || {");
                    rhai(text, at + 2, task, steps);
                    text.line(at + 1, "},");
                }
                text.line(at, &format!("]); print(`{task} has all`); {caught}"));
            }
        }
    }
}

fn python(text: &mut Text, at: usize, task: &str, steps: &[Step]) {
    let caught = format!("except BaseException as error: heard('{task}', error)");
    let function = |text: &mut Text, at: usize, name: &str, steps: &[Step]| {
        text.line(at, &format!("async def {name}():"));
        python(text, at + 1, task, steps);
        text.line(at + 1, "pass");
    };
    for step in steps {
        match step {
            Step::Say(number) => text.line(at, &format!("say('{task} says {number}')")),
            Step::Sleep(tenths) => text.line(at, &format!("await asyncio.sleep({})", seconds(*tenths))),
            Step::Lock(inner) => {
                text.line(at, "async with m:");
                python(text, at + 1, task, inner);
            }
            Step::Semaphore(inner) => {
                text.line(at, "async with s:");
                python(text, at + 1, task, inner);
            }
            Step::Send(number) => {
                text.line(at, &format!("await ch.put({number}); say('{task} sent {number}')"));
            }
            Step::Receive => text.line(at, &format!("say('{task} got', await ch.get())")),
            Step::Wait => text.line(at, &format!("await e.wait(); say('{task} saw the event')")),
            Step::Set => text.line(at, "e.set()"),
            Step::Barrier => text.line(at, &format!("await b.wait(); say('{task} is through')")),
            Step::Throw => text.line(at, "raise Oops('oops')"),
            Step::Cancel(other) => text.line(at, &format!("if len(ts) > {other}: ts[{other}].cancel()")),
            Step::Await(other) if format!("t{other}") == task => text.line(at, "await asyncio.sleep(0)"),
            Step::Await(other) => {
                text.line(at, &format!("if len(ts) > {other}: await await_other('{task}', ts[{other}])"));
            }
            Step::Group(children, body) => {
                text.line(at, "try:");
                text.line(at + 1, "async with asyncio.TaskGroup() as g:");
                for child in children {
                    function(text, at + 2, "inner", child);
                    text.line(at + 2, "g.create_task(inner())");
                }
                python(text, at + 2, task, body);
                text.line(at + 2, "pass");
                text.line(at, &caught);
            }
            Step::Timeout(tenths, inner) => {
                function(text, at, "inner", inner);
                text.line(at, "try:");
                text.line(at + 1, "waited = asyncio.create_task(inner())");
                text.line(at + 1, &format!("async with asyncio.timeout({}): await waited", seconds(*tenths)));
                text.line(at, &caught);
            }
            Step::Select(one, other) => {
                function(text, at, "one", one);
                function(text, at, "other", other);
                text.line(at, "try:");
                text.line(at + 1, "both = [asyncio.create_task(one()), asyncio.create_task(other())]");
                text.line(
                    at + 1,
                    "order = []; [t.add_done_callback(order.append) for t in both]; await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)",
                );
                text.line(at + 1, "first = both.index(order[0])");
                text.line(at + 1, &format!("both[first].result(); say('{task} first', first)"));
                text.line(at, &caught);
            }
            Step::Gather(all) => {
                for (number, steps) in all.iter().enumerate() {
                    function(text, at, &format!("all{number}"), steps);
                }
                let calls: Vec<_> = (0..all.len()).map(|number| format!("all{number}()")).collect();
                text.line(at, "try:");
                text.line(
                    at + 1,
                    &format!("await asyncio.gather({}); say('{task} has all')", calls.join(", ")),
                );
                text.line(at, &caught);
            }
        }
    }
}
