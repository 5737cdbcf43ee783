//! Names from other languages and what they are called here. One line each.

use super::{
    Known,
    tokens::{Kind, Tokens},
};
use std::ops::Range;

/// A foreign name: the spellings, what to write, and why or what else to know.
type Entry = (&'static str, &'static str, &'static str);

/// What has to do with tasks. These count also as methods of something unknown: `group.create_task(f())`.
#[rustfmt::skip]
const TASKS: &[Entry] = &[
    ("asyncio.gather gather Promise.all Promise.allSettled asyncio.wait join_all join! futures.join await_all WaitGroup", "await [a, b]", "await takes an array of tasks, and gives an array of their values"),
    ("setTimeout", "spawn { sleep(1); work() }", "times are in seconds"),
    ("setInterval", "spawn { loop { sleep(1); work() } }", "times are in seconds"),
    ("asyncio.create_task create_task asyncio.ensure_future ensure_future setImmediate queueMicrotask process.nextTick threading.Thread Thread thread.spawn tokio.spawn start_soon run_in_executor asyncio.to_thread Promise. Worker launch", "spawn work()", "spawn starts a task and gives its handle"),
    ("asyncio.run run_until_complete asyncio.get_event_loop get_event_loop block_on runBlocking", "main()", "the loop runs already: call your function, or spawn it"),
];

/// Functions and values; with a dot at the end, anything that begins so. The more particular stands before the more general.
#[rustfmt::skip]
const NAMES: &[Entry] = &[
    // Time.
    ("asyncio.sleep trio.sleep tokio.sleep delay", "sleep(1)", "the task waits, and others run; in seconds"),
    ("time.sleep Thread.sleep thread.sleep usleep", "sleep_blocking(1)", "it holds the thread; sleep(1) lets other tasks run"),
    ("time.time time.monotonic time.perf_counter perf_counter Date.now performance.now Instant.now", "now()", "seconds since the run began"),
    ("asyncio.wait_for wait_for clearTimeout clearInterval", "task.cancel()", "a handle can cancel its task"),
    ("asyncio. trio. threading. concurrent. multiprocessing.", "spawn, sleep, await", "they are always there, no import is needed"),
    ("time.", "sleep(1), now()", "they are always there, no import is needed"),
    // Output and input.
    ("console.log console.error console.info console.warn console. System. fmt. println printf echo puts putStrLn cout Console.WriteLine write alert", "print(x)", "print takes any number of values"),
    ("input readline prompt raw_input", "", "a script cannot ask for input"),
    ("open fopen readFile fs.readFile", "fs::read(path)", "it waits for the file and gives its text"),
    ("exit quit sys.exit process.exit sys.", "exit()", "at the prompt, :quit or Ctrl-D leaves"),
    ("require include", "import \"file\" as file;", "this brings in another script"),
    // Values.
    ("None NULL Null undefined Nothing nothing", "()", "it stands for nothing"),
    ("True TRUE", "true", "in small letters"),
    ("False FALSE", "false", "in small letters"),
        ("self", "this", "it is known in functions called as methods"),
    ("pass", "{ }", "an empty block does nothing"),
    ("std. os. fs.", "spawn, sleep, await", "they are always there, no import is needed"),
    // Conversions.
    ("str String toString repr", "x.to_string()", "or `${x}` inside backticks"),
    ("int parseInt Integer.parseInt atoi", "parse_int(\"3\")", "x.to_int() makes an integer of a float"),
    ("float parseFloat Number", "parse_float(\"1.5\")", "x.to_float() makes a float of an integer"),
    ("bool Boolean", "x != 0", "only true and false are conditions"),
    ("list tuple set Array Vec vec vec!", "[a, b]", "an array"),
    ("dict Map HashMap Object", "#{ name: value }", "a map"),
    ("type typeof isinstance", "type_of(x)", ""),
    // Lists.
    ("sum", "list.reduce(|sum, x| sum + x, 0)", ""),
    ("sorted", "list.sort()", "it sorts the array in place"),
    ("reversed", "list.reverse()", "it turns the array around in place"),
    ("enumerate", "for (x, index) in list { … }", ""),
    ("zip", "for (x, index) in list { … }", "the index finds the partner in the other list"),
    ("map", "list.map(|x| x * 2)", "it is a method of the array"),
    ("filter", "list.filter(|x| x > 0)", "it is a method of the array"),
    ("range", "0..3", "range takes start and end: range(0, 3)"),
    ("any", "list.some(|x| x > 0)", ""),
    ("all", "list.all(|x| x > 0)", ""),
    ("append", "list.push(x)", ""),
    ("size length count", "x.len()", ""),
    // Numbers.
    ("math.floor Math.floor math.ceil Math.ceil", "x.floor(), x.ceiling()", ""),
    ("math.sqrt Math.sqrt", "x.sqrt()", "of a float: 2.0.sqrt()"),
    ("math.pi Math.PI", "PI()", ""),
    ("math.pow Math.pow pow", "2 ** 3", ""),
    ("Math.abs math.fabs", "x.abs()", ""),
    ("Math.max math.max", "max(a, b)", ""),
    ("Math.min math.min", "min(a, b)", ""),
    ("Math.round round", "x.round()", "of a float"),
    ("math. Math.", "x.sqrt()", "mathematics is in methods of numbers"),
    ("random rand randint randrange Math.random", "", "there is no chance here, so that runs can be repeated"),
    // Other.
    ("main", "fn main() { … }", "or none: a script runs from its first line"),
    ("format sprintf", "`${x}`", "a text in backticks takes values"),
    ("assert", "if !ok { throw \"not ok\"; }", ""),
    ("Error Exception ValueError RuntimeError", "throw \"what went wrong\"", "any value can be thrown"),
    ("fetch requests requests. axios axios. aiohttp. urlopen", "http::get(url)", "it waits for the server's answer; http::test_server() gives an address to try"),
];

/// Methods and properties.
#[rustfmt::skip]
const MEMBERS: &[Entry] = &[
    ("to_int int parse", "parse_int(text)", "it makes a number of a string"),
    ("append push_back add push_str", "push(x)", ""),
    ("extend concat", "append(list)", "it adds the items of another array"),
    ("length size count", "len()", ""),
    ("upper toUpperCase to_uppercase", "to_upper()", ""),
    ("lower toLowerCase to_lowercase", "to_lower()", ""),
    ("strip trim_all", "trim()", "it changes the text in place"),
    ("startswith startsWith", "starts_with(text)", ""),
    ("endswith endsWith", "ends_with(text)", ""),
    ("includes has contains_key has_key containsKey", "contains(x)", "or x in it"),
    ("indexOf find_index", "index_of(x)", ""),
    ("forEach each", "for x in list { … }", ""),
    ("sum", "reduce(|sum, x| sum + x, 0)", ""),
    ("join", "reduce(|text, x| text + x, \"\")", ""),
    ("slice substring substr", "extract(1..3)", "or sub_string(1, 2) of a text"),
    ("splice", "splice(1..3, list)", ""),
    ("items entries", "keys(), values()", "for name in map.keys() { … }"),
    ("toString to_str str", "to_string()", ""),
    ("unshift insert_first", "insert(0, x)", ""),
    ("popleft shift_left", "shift()", ""),
    ("then", "await", "let value = await task; then go on with the value"),
    ("result get_result get unwrap value", "await", "await task gives the value of a task"),
    ("join_handle wait", "await", "await task waits for a task"),
    ("done isDone finished", "is_done", "of a task"),
    ("status", "state", "of a task"),
    ("stop kill abort terminate", "cancel()", "of a task"),
];

/// A foreign name that was found in a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Foreign<'a> {
    /// As it was written, such as `asyncio.gather`.
    pub name: &'a str,
    /// Where.
    pub span: Range<usize>,
    /// What to write.
    pub write: &'static str,
    because: &'static str,
}

impl Foreign<'_> {
    /// A sentence of help.
    pub fn advice(&self) -> String {
        match self.because {
            because if self.write.is_empty() => format!("there is no {}: {because}", self.name),
            "" => format!("instead of {} write {}", self.name, self.write),
            because => format!("instead of {} write {} ({because})", self.name, self.write),
        }
    }

    /// Why, or what else to know; may be empty.
    pub fn because(&self) -> &'static str {
        self.because
    }
}

/// The foreign name that the token is part of: all of `asyncio.gather`, else what its last word or its first says.
pub(super) fn at<'a>(tokens: &Tokens<'a>, index: usize) -> Option<Foreign<'a>> {
    let (first, last) = chain(tokens, index)?;
    let whole = tokens.span(first).start..tokens.span(last).end;
    let name = &tokens.text[whole.clone()];
    let spelled = name.replace("::", ".").replace(char::is_whitespace, "");
    let family = format!("{}.", tokens.text(first));
    let (_, write, because) = find(TASKS, &spelled)
        .or_else(|| find(NAMES, &spelled))
        .or_else(|| find(TASKS, tokens.text(last)))
        .or_else(|| find(TASKS, &family))
        .or_else(|| find(NAMES, &family))?;
    Some(Foreign { name, span: whole, write, because })
}

/// What a foreign method or property is called here.
pub(super) fn member<'a>(tokens: &Tokens<'a>, index: usize) -> Option<Foreign<'a>> {
    let name = tokens.text(index);
    let (_, write, because) = find(MEMBERS, name)?;
    Some(Foreign { name, span: tokens.span(index), write, because })
}

/// The first foreign name on the line of the token, or on the line before where the token begins a line. Names
/// that the script has defined itself do not count.
pub(super) fn on_line<'a>(tokens: &Tokens<'a>, index: usize, known: &Known) -> Option<Foreign<'a>> {
    let is_own = |name: &str| {
        known.variables.iter().any(|own| own == name)
            || known.function_names().any(|own| own == name)
            || (1..tokens.list.len())
                .any(|at| tokens.text(at) == name && matches!(tokens.text(at - 1), "fn" | "let" | "const"))
    };
    let first = tokens.line_start(index.saturating_sub(1));
    (first..=index).filter(|&at| tokens.is_word(at) && tokens.before(at, 1) != ".").find_map(|at| {
        let called = tokens.text(at + 1) == "." || tokens.text(at + 1) == "(";
        self::at(tokens, at).filter(|_| called && !is_own(tokens.text(at)))
    })
}

fn find(table: &'static [Entry], name: &str) -> Option<&'static Entry> {
    table.iter().find(|(names, ..)| names.split(' ').any(|one| one == name))
}

/// The first and last token of the name with dots that the token is part of.
fn chain(tokens: &Tokens, index: usize) -> Option<(usize, usize)> {
    if tokens.kind(index)? != Kind::Word {
        return None;
    }
    let is_link = |at: usize| matches!(tokens.text(at), "." | "::") && tokens.is_word(at + 1);
    let mut first = index;
    while first >= 2 && is_link(first - 1) && tokens.is_word(first - 2) {
        first -= 2;
    }
    let mut last = index;
    while is_link(last + 1) {
        last += 2;
    }
    Some((first, last))
}
