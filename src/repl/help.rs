//! Greeting and help.

mod command_pages;
mod layout;
mod python;
mod rhai_words;
mod sharing;
#[cfg(test)]
mod tests;

use crate::commands::{self, COMMANDS, CommandInfo, Group};
use crate::editor::{MEMBERS, Name};
use crate::plain::plain_text;
use crate::script::Variable;
use crate::show::Look;
use crate::vocabulary::{DIFFERENCES, Word, differences_of, elsewhere, words};
use layout::{indented, line, rows};
use rhai_words::RHAI_WORDS;

const SOME_KEYS: &str = "Alt+Enter, Ctrl-C, …";
const MORE_KEYS: &str = "a new line, stop: :help keys tells them all";
const KEYS: &[(&str, &str)] = &[
    ("Enter", "run the entry, or check the answer; where a bracket is open, a new line"),
    ("Alt+Enter", "a new line"),
    ("Ctrl-C", "stop what runs; at the prompt, put away what is typed"),
    ("Up, Down", "the entries before, or in an exercise its code; within an entry, its lines"),
    ("Ctrl-R", "search the entries before; again: an older one"),
    ("Ctrl-_", "take the last change back"),
    ("Tab", "complete a name, or list what fits; again: the next one that fits"),
    ("Ctrl-L", "clear the screen"),
    ("Ctrl-D", "leave"),
];

/// The first lines of a session.
pub fn greeting(look: &Look) -> String {
    format!(
        "{} {}: see what programs do while they wait.\n\
         Type Rhai with {}, {} and {}.\n\
         {} shows a first timeline, {} lists the words.\n",
        look.bold("meanwhile"),
        env!("CARGO_PKG_VERSION"),
        look.bold("spawn"),
        look.bold("sleep"),
        look.bold("await"),
        look.bold(":demo"),
        look.bold(":help"),
    )
}

/// What to know where the cursor cannot be moved.
pub fn on_a_dumb_terminal(draws: bool) -> &'static str {
    match draws {
        true => "This terminal (TERM=dumb) cannot be drawn over, so a run is shown when it has ended.",
        false => {
            "This terminal (TERM=dumb) cannot be drawn over, so no timeline is drawn while a run goes on. With \
             --timeline always each run is drawn when it has ended; --timeline words tells it in sentences."
        }
    }
}

/// The text without the quotes or backticks around it, where it is one name in them.
fn unquoted(text: &str) -> &str {
    let within = |quote| text.strip_prefix(quote)?.strip_suffix(quote).filter(|it| !it.contains(quote));
    ['`', '"', '\''].into_iter().find_map(within).unwrap_or(text)
}

/// All there is, in two lists.
pub fn overview(look: &Look) -> String {
    look.glyphs.own_words(&lists(look))
}

fn lists(look: &Look) -> String {
    let mut out = format!("{}\n", look.bold("Words"));
    for word in words() {
        out.push_str(&line(first_form(word), word.summary, look));
    }
    for (group, heading) in [(Group::Session, "Commands"), (Group::Course, "The course")] {
        out.push_str(&format!("\n{}\n", look.bold(heading)));
        for command in COMMANDS.iter().filter(|it| it.group == group) {
            out.push_str(&line(&command.usage(), command.summary, look));
        }
    }
    out.push_str(&format!("\n{}\n", look.bold("Keys")));
    out.push_str(&line(SOME_KEYS, MORE_KEYS, look));
    out.push('\n');
    let more = ":help NAME tells more, with an example. Rhai's own words have a page, too: :help let. \
                The whole of Rhai: https://rhai.rs/book";
    for row in rows(more, look.columns().into()) {
        out.push_str(&format!("{row}\n"));
    }
    out
}

fn keys(look: &Look) -> String {
    KEYS.iter().map(|(key, meaning)| line(key, meaning, look)).collect()
}

/// What the session knows by name, for help on it.
pub struct SessionNames<'s> {
    pub variables: &'s [Variable],
    pub functions: &'s [Variable],
}

/// Help on one name, or where it comes near to one, the question. `asked` may be copied from any list: a name, a
/// call such as `task.cancel()`, a command with its arguments, a key.
pub fn on(asked: &str, session: &SessionNames, look: &Look) -> String {
    look.glyphs.own_words(&page(asked, session, look))
}

fn page(asked: &str, session: &SessionNames, look: &Look) -> String {
    let asked = asked.trim().trim_end_matches(';').trim();
    let asked = unquoted(asked);
    if let Some(command) = asked.strip_prefix(':') {
        let name = command.split_whitespace().next().unwrap_or_default();
        return commands::find(name).map_or_else(|| unknown(name, look), |it| about_command(it, look));
    }
    let name = name_in(asked);
    let of_session = |list: &[Variable]| list.iter().find(|it| it.name == name).cloned();
    let function = of_session(session.functions);
    if function.is_none() && (is_key(asked) || matches!(asked.to_lowercase().as_str(), "keys" | "key")) {
        return keys(look);
    }
    if let Some(word) = by_form(asked).or_else(|| by_name(name)) {
        return about(word, look);
    }
    if python::NAMES.contains(&name.to_lowercase().as_str()) {
        return python::page(look);
    }
    if name.eq_ignore_ascii_case("asyncio") {
        return unlike_asyncio(look);
    }
    // `:help fs` lists a module, and `:help read` is `:help fs::read`.
    let module = name.trim_end_matches(':');
    let of_module = words().filter(|word| word.name.split_once("::").is_some_and(|(it, _)| it == module));
    let list: String = of_module.map(|word| line(first_form(word), word.summary, look)).collect();
    if !list.is_empty() {
        return list;
    }
    if let Some(word) = rhai_words::find(name).or_else(|| rhai_words::find(&name.to_lowercase())) {
        let page = Page {
            forms: word.form,
            summary: word.summary,
            details: word.details,
            unlike: &[],
            elsewhere: &[],
            example: word.example,
        };
        return page.text(look);
    }
    if let Some(function) = function {
        return format!(
            "{}{}\n  a function of yours\n",
            plain_text(&function.name),
            plain_text(&function.detail)
        );
    }
    if let Some(variable) = of_session(session.variables) {
        let shown = format!("{} = {}", plain_text(&variable.name), plain_text(&variable.detail));
        return format!("{shown}\n  a variable of yours\n");
    }
    if let Some(command) = commands::find(name) {
        return about_command(command, look);
    }
    let twin = name.strip_suffix("_blocking").unwrap_or(name);
    let inner = |word: &&Word| word.name.split_once("::").is_some_and(|(_, name)| name == twin);
    if let Some(word) = words().find(inner) {
        return about(word, look);
    }
    let members = MEMBERS.iter().filter(|it| it.name == name);
    let list: String =
        members.map(|it| line(&format!(".{}{}", it.name, it.parameters), it.summary, look)).collect();
    match list.is_empty() {
        true if name.is_empty() => unknown(asked, look),
        true => unknown(name, look),
        false => list,
    }
}

/// The name that a call, a property or a statement is about: `cancel` of `task.cancel()`, `fs::read` of
/// `fs::read(path)`, `let` of `let x = 1`.
fn name_in(asked: &str) -> &str {
    let in_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '.' | '?');
    // What stands before the dot may be anything: `"abc".len()`, `[1, 2].push(x)`.
    let start = match asked.chars().next() {
        Some('"' | '\'' | '`' | '[' | '(' | '#') => asked.rfind('.').unwrap_or(0),
        _ => 0,
    };
    let asked = &asked[start..];
    let end = asked.find(|c| !in_name(c)).unwrap_or(asked.len());
    let path = asked[..end].trim_end_matches(['.', '?']);
    path.rsplit(['.', '?']).next().unwrap_or(path)
}

/// The word that is written like this, in whatever form: `await [task, task]`, `e.wait()`.
fn by_form(asked: &str) -> Option<&'static Word> {
    let asked = without_blanks(asked);
    words().find(|word| {
        let written = without_blanks(word.signature) == asked;
        written || word.signature.split("   ").any(|form| without_blanks(form) == asked)
    })
}

fn by_name(name: &str) -> Option<&'static Word> {
    let named = |name: &str| words().find(|word| word.name == name);
    named(name).or_else(|| named(name.strip_suffix("_blocking")?))
}

fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Whether this is a key, or the list's row of it.
fn is_key(asked: &str) -> bool {
    let same = |key: &str| key.eq_ignore_ascii_case(asked);
    let listed = |keys: &str| same(keys) || keys.split(", ").any(same);
    listed(SOME_KEYS) || KEYS.iter().any(|(keys, _)| listed(keys))
}

/// The nearest name, where one is near.
fn unknown(name: &str, look: &Look) -> String {
    let known = words()
        .map(|word| word.name)
        .chain(COMMANDS.iter().map(|command| command.name))
        .chain(RHAI_WORDS.iter().flat_map(|word| word.names.iter().copied()))
        .chain(MEMBERS.iter().map(|member| member.name));
    let shown: String = plain_text(name).chars().take(40).collect();
    let text = match commands::nearest(name, known) {
        Some(near) => format!("There is no help on `{shown}`. Did you mean `:help {near}`?"),
        None => format!("There is no help on `{shown}`. :help lists what there is."),
    };
    rows(&text, look.columns().into()).iter().map(|row| format!("{row}\n")).collect()
}

/// The vocabulary for completion and hints.
pub fn names() -> Vec<Name> {
    words().map(|word| Name::new(word.name, parameters(word), word.summary)).collect()
}

/// All that is different in Python's asyncio.
fn unlike_asyncio(look: &Look) -> String {
    let mut out = String::from("The words do what their namesakes in Python's asyncio do, but for this:\n");
    for it in DIFFERENCES {
        out.push_str(&format!("{}\n{}", look.bold(&it.words.join(", ")), indented(it.text, look)));
    }
    out
}

fn about(word: &Word, look: &Look) -> String {
    let Word { signature, summary, details, example, .. } = *word;
    let unlike: Vec<_> = differences_of(word.name).collect();
    let elsewhere: Vec<_> = elsewhere(word.name).collect();
    Page { forms: signature, summary, details, unlike: &unlike, elsewhere: &elsewhere, example }.text(look)
}

fn about_command(command: &CommandInfo, look: &Look) -> String {
    let more = match sharing::NAMES.contains(&command.name) {
        true => sharing::page(look),
        false => command_pages::more(command.name, look),
    };
    format!("{}\n{}{more}", look.bold(&command.usage()), indented(command.summary, look))
}

/// What help says of a word.
struct Page<'p> {
    /// The ways of writing it, three blanks between two.
    forms: &'static str,
    summary: &'static str,
    details: &'static str,
    /// What is different in asyncio.
    unlike: &'p [&'static str],
    /// What to know of the peers in other languages.
    elsewhere: &'p [&'static str],
    example: &'static str,
}

impl Page<'_> {
    fn text(&self, look: &Look) -> String {
        let mut out = format!("{}\n{}", look.bold(self.forms), indented(self.summary, look));
        if !self.details.is_empty() {
            out.push_str(&indented(self.details, look));
        }
        self.unlike.iter().for_each(|it| out.push_str(&indented(&format!("Unlike in Python: {it}"), look)));
        self.elsewhere.iter().for_each(|it| out.push_str(&indented(it, look)));
        out.push('\n');
        for line in self.example.lines() {
            out.push_str(&format!("    {line}\n"));
        }
        out
    }
}

/// The first way of writing a word that has several.
fn first_form(word: &Word) -> &'static str {
    word.signature.split("   ").next().unwrap_or(word.signature)
}

/// The part in parentheses, if it is a function.
fn parameters(word: &Word) -> &'static str {
    let signature = first_form(word);
    let is_function = signature.strip_prefix(word.name).is_some_and(|rest| rest.starts_with('('));
    if is_function { &signature[word.name.len()..] } else { "" }
}
