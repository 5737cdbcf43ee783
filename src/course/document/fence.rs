//! The words after a fence's three ticks: `rhai +check +hidden name="no update is lost" points=2`.
//!
//! It knows how they are written, and not what they mean.

use std::collections::BTreeMap;

/// What stands after the ticks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fence {
    /// `rhai`; empty where there is none.
    pub language: String,
    /// The first word with a plus; none where the block is only shown.
    pub role: Option<String>,
    /// The other words with a plus.
    pub flags: Vec<String>,
    pub values: BTreeMap<String, String>,
}

impl Fence {
    /// Reads the words. The error says which of them is not understood.
    pub fn read(info: &str) -> Result<Fence, String> {
        let mut fence = Fence::default();
        let mut rest = info.trim();
        while !rest.is_empty() {
            let (word, value, after) = next(rest)?;
            match (word.strip_prefix('+'), value) {
                (Some(_), Some(_)) => return Err(format!("`{word}` takes no value")),
                (Some(""), None) => return Err("a `+` stands alone".to_owned()),
                (Some(role), None) if fence.role.is_none() => fence.role = Some(role.to_owned()),
                (Some(flag), None) => fence.flags.push(flag.to_owned()),
                (None, Some(value)) => {
                    if fence.values.insert(word.to_owned(), value.to_owned()).is_some() {
                        return Err(format!("`{word}` is said twice"));
                    }
                }
                (None, None) if fence.language.is_empty() && fence.role.is_none() => {
                    word.clone_into(&mut fence.language)
                }
                (None, None) => return Err(format!("`{word}` is neither `+role` nor `key=value`")),
            }
            rest = after.trim_start();
        }
        Ok(fence)
    }
}

/// The first word, its value if it has one, and what follows.
fn next(text: &str) -> Result<(&str, Option<&str>, &str), String> {
    let end = text.find(|it: char| it.is_whitespace() || it == '=').unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let Some(value) = rest.strip_prefix('=') else { return Ok((word, None, rest)) };
    if word.is_empty() {
        return Err("a `=` stands without a key".to_owned());
    }
    match value.strip_prefix('"') {
        Some(quoted) => {
            let (value, rest) = quoted
                .split_once('"')
                .ok_or_else(|| format!("the value of `{word}` has no closing quote"))?;
            Ok((word, Some(value), rest))
        }
        None => {
            let end = value.find(char::is_whitespace).unwrap_or(value.len());
            Ok((word, Some(&value[..end]), &value[end..]))
        }
    }
}
