//! What kind of value stands before a dot, as far as the text alone tells.

use super::lexer::{Kind, Token, lex};
use super::members::ValueKind;
use super::names::Names;

/// The kind of the value that `text` ends with. `names` are the session's.
pub fn kind_at_end(text: &str, names: &Names) -> Option<ValueKind> {
    let tokens: Vec<Token> = lex(text).tokens;
    let tokens: Vec<&Token> =
        tokens.iter().filter(|it| !matches!(it.kind, Kind::Whitespace | Kind::Comment)).collect();
    Reader { text, tokens: &tokens, names }.kind()
}

/// Tokens that end where the value ends.
struct Reader<'t> {
    text: &'t str,
    tokens: &'t [&'t Token],
    names: &'t Names,
}

impl<'t> Reader<'t> {
    fn word(&self, index: usize) -> &'t str {
        self.tokens.get(index).map_or("", |token| &self.text[token.range.clone()])
    }

    /// The word this many tokens before the last one.
    fn before(&self, index: usize, back: usize) -> &'t str {
        index.checked_sub(back).map_or("", |index| self.word(index))
    }

    fn kind(&self) -> Option<ValueKind> {
        let last = self.tokens.len().checked_sub(1)?;
        let word = self.word(last);
        match self.tokens[last].kind {
            Kind::String => Some(ValueKind::Text),
            Kind::Character => Some(ValueKind::Character),
            Kind::Number => Some(number(word)),
            Kind::Keyword => matches!(word, "true" | "false").then_some(ValueKind::Truth),
            Kind::Identifier if is_dot(self.before(last, 1)) => property(word),
            Kind::Identifier if self.before(last, 1) == "::" => None,
            Kind::Identifier => self.variable(word),
            Kind::Close => self.bracket(last),
            _ => None,
        }
    }

    fn variable(&self, name: &str) -> Option<ValueKind> {
        let made = (0..self.tokens.len()).rev().find(|&index| {
            let is_made = || matches!(self.before(index, 1), "let" | "const" | "for");
            self.word(index) == name && (is_made() || self.is_parameter(index))
        });
        match made {
            Some(index) if self.word(index + 1) == "=" => self.value_from(index + 2),
            Some(_) => None,
            None => {
                self.names.variables.iter().find(|it| it.name == name).and_then(|it| of_value(&it.summary))
            }
        }
    }

    /// Whether the name at this token is a parameter of a function or a closure.
    fn is_parameter(&self, index: usize) -> bool {
        let is_listed = |it: &usize| self.tokens[*it].kind == Kind::Identifier || self.word(*it) == ",";
        let Some(first) = (0..index).rev().find(|it| !is_listed(it)) else { return false };
        self.word(first) == "|" || self.word(first) == "(" && self.before(first, 2) == "fn"
    }

    /// The kind of the value that begins at a token and ends with its statement.
    fn value_from(&self, start: usize) -> Option<ValueKind> {
        if matches!(self.word(start), "spawn" | "await") {
            return (self.word(start) == "spawn").then_some(ValueKind::Task);
        }
        let mut depth = 0;
        let is_end = |index: &usize| {
            match self.tokens[*index].kind {
                Kind::Open => depth += 1,
                Kind::Close => depth -= 1,
                Kind::Operator if depth == 0 && self.word(*index) == ";" => return true,
                _ => {}
            }
            depth < 0
        };
        let end = (start..self.tokens.len()).find(is_end).unwrap_or(self.tokens.len());
        // Of `a + b` nobody knows what it is without running it.
        let operator = |index: usize| {
            self.tokens[index].kind == Kind::Operator && !is_dot(self.word(index)) && self.word(index) != "::"
        };
        if self.at_top(start, end).any(operator) {
            return None;
        }
        Reader { tokens: &self.tokens[start..end], ..*self }.kind()
    }

    /// The tokens from `start` to `end` that stand in no bracket.
    fn at_top(&self, start: usize, end: usize) -> impl Iterator<Item = usize> {
        let mut depth = 0;
        (start..end).filter(move |&index| {
            match self.tokens[index].kind {
                Kind::Open => depth += 1,
                Kind::Close => depth -= 1,
                _ => {}
            }
            depth == 0
        })
    }

    /// What a closing bracket ends: an array, a map, a call, a value in parentheses.
    fn bracket(&self, close: usize) -> Option<ValueKind> {
        let mut depth = 0;
        let open = (0..=close).rev().find(|&index| {
            match self.tokens[index].kind {
                Kind::Close => depth += 1,
                Kind::Open => depth -= 1,
                _ => {}
            }
            depth == 0
        })?;
        let before = open.checked_sub(1).map(|index| self.tokens[index].kind);
        let is_value = matches!(before, Some(Kind::Identifier | Kind::Close | Kind::String));
        match self.word(open) {
            "[" => (!is_value).then_some(ValueKind::Array),
            "#{" => Some(ValueKind::Map),
            "(" if before == Some(Kind::Identifier) => self.call(open - 1),
            "(" if !is_value && open + 1 < close => {
                Reader { tokens: &self.tokens[open + 1..close], ..*self }.value_from(0)
            }
            _ => None,
        }
    }

    fn call(&self, name: usize) -> Option<ValueKind> {
        let word = self.word(name);
        match self.before(name, 1) {
            "spawn" => Some(ValueKind::Task),
            "::" => of_module(self.before(name, 2), word),
            dot if is_dot(dot) => of_method(word),
            _ => of_function(word),
        }
    }
}

fn is_dot(word: &str) -> bool {
    matches!(word, "." | "?.")
}

fn number(word: &str) -> ValueKind {
    let is_hex = word.starts_with("0x") || word.starts_with("0X");
    let is_whole = is_hex || !word.contains(['.', 'e', 'E']);
    if is_whole { ValueKind::Whole } else { ValueKind::Fraction }
}

fn property(name: &str) -> Option<ValueKind> {
    Some(match name {
        "name" | "state" | "text" => ValueKind::Text,
        "id" | "status" | "len" | "available" => ValueKind::Whole,
        "is_done" | "is_set" => ValueKind::Truth,
        "headers" => ValueKind::Map,
        _ => return None,
    })
}

fn of_function(name: &str) -> Option<ValueKind> {
    Some(match name {
        "channel" => ValueKind::Channel,
        "mutex" => ValueKind::Mutex,
        "semaphore" => ValueKind::Semaphore,
        "event" => ValueKind::Event,
        "barrier" => ValueKind::Barrier,
        "interval" => ValueKind::Interval,
        "now" => ValueKind::Fraction,
        "spawn_thread" => ValueKind::Task,
        "join_all" | "join_all_settled" => ValueKind::Array,
        "type_of" | "why" => ValueKind::Text,
        _ => return None,
    })
}

fn of_module(module: &str, name: &str) -> Option<ValueKind> {
    let name = name.strip_suffix("_blocking").unwrap_or(name);
    Some(match (module, name) {
        ("db", "open") => ValueKind::Database,
        ("http", "get" | "post" | "request") => ValueKind::Answer,
        ("fs", "read") => ValueKind::Text,
        ("fs", "list") => ValueKind::Array,
        ("fs", "exists") => ValueKind::Truth,
        _ => return None,
    })
}

fn of_method(name: &str) -> Option<ValueKind> {
    Some(match name {
        "to_string" | "sub_string" | "to_json" => ValueKind::Text,
        "split" | "filter" | "map" | "keys" | "values" | "query" => ValueKind::Array,
        "len" | "index_of" | "to_int" => ValueKind::Whole,
        "contains" | "is_empty" | "starts_with" | "ends_with" | "all" | "some" | "is_odd" | "is_even"
        | "try_acquire" => ValueKind::Truth,
        "floor" | "ceiling" | "round" | "sqrt" | "to_float" => ValueKind::Fraction,
        _ => return None,
    })
}

/// The kind of a value by the text that shows it.
fn of_value(shown: &str) -> Option<ValueKind> {
    let of_handle = |shown: &str| {
        Some(match shown.split([' ', ':', '>']).next()? {
            "task" => ValueKind::Task,
            "channel" => ValueKind::Channel,
            "mutex" => ValueKind::Mutex,
            "semaphore" => ValueKind::Semaphore,
            "event" => ValueKind::Event,
            "barrier" => ValueKind::Barrier,
            "interval" => ValueKind::Interval,
            "connection" => ValueKind::Database,
            "answer" => ValueKind::Answer,
            "closure" | "fn" => ValueKind::Closure,
            _ => return None,
        })
    };
    let digits = shown.strip_prefix('-').unwrap_or(shown);
    match shown.chars().next()? {
        '"' => Some(ValueKind::Text),
        '[' => Some(ValueKind::Array),
        '#' => Some(ValueKind::Map),
        '<' => of_handle(&shown[1..]),
        _ if matches!(shown, "true" | "false") => Some(ValueKind::Truth),
        _ if digits.starts_with(|c: char| c.is_ascii_digit()) => Some(number(digits)),
        _ => None,
    }
}
