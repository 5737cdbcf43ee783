//! What somebody types who chooses the order.

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    /// Lets the task of this number go on, from 0.
    Pick(usize),
    /// Steps back so many choices.
    Undo(usize),
    /// Goes on as usual to the end.
    Rest,
    /// Begins again.
    Again,
    Hint,
    /// Shows an order that reaches the goal.
    Show,
    Leave,
}

/// Reads what was typed, where these tasks could go on. Enter alone stands for the usual.
///
/// # Errors
/// What to type instead.
pub(super) fn read(text: &str, names: &[&str], ready: usize) -> Result<Move, String> {
    let text = text.trim();
    let text = text.strip_suffix('.').unwrap_or(text).trim();
    let lower = text.to_lowercase();
    let mut words = lower.split_whitespace();
    let (first, second, third) = (words.next(), words.next(), words.next());
    let number = second.and_then(|it| it.parse::<usize>().ok());
    match (first, second, third) {
        (None, ..) => return Ok(if ready > 0 { Move::Pick(0) } else { Move::Leave }),
        (Some("undo" | "u" | "back" | "b" | "z"), None, _) => return Ok(Move::Undo(1)),
        (Some("undo" | "u" | "back"), Some(_), None) if number.is_some_and(|it| it > 0) => {
            return Ok(Move::Undo(number.unwrap_or(1)));
        }
        (Some("go" | "g" | "rest" | "end"), None, _) => return Ok(Move::Rest),
        (Some("again" | "restart" | "reset"), None, _) => return Ok(Move::Again),
        (Some("hint" | "h" | "help"), None, _) => return Ok(Move::Hint),
        (Some("q" | "quit" | "exit" | "leave" | "stop"), None, _) => return Ok(Move::Leave),
        _ if lower.chars().all(|it| it == '?') => return Ok(Move::Show),
        _ => {}
    }
    if ready == 0 {
        return Err("The program has ended, so nobody goes next.".to_owned());
    }
    if let Some(index) = names.iter().position(|it| *it == text) {
        return Ok(Move::Pick(index));
    }
    let digits = lower.trim_start_matches('#').trim_end_matches([')', ':']);
    match digits.parse::<usize>() {
        Ok(number) if (1..=ready).contains(&number) => Ok(Move::Pick(number - 1)),
        _ => {
            let typed: String = text.chars().take(30).collect();
            Err(format!(
                "`{typed}` is none of them. Type a number from 1 to {ready}, or Enter for 1; undo steps back, q leaves."
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_names_and_words_are_understood() {
        let names = ["main", "fetch #2", "q"];
        let read = |text: &str| read(text, &names, 12);
        for (text, expected) in [
            ("", Move::Pick(0)),
            ("2", Move::Pick(1)),
            (" #3 ", Move::Pick(2)),
            ("12)", Move::Pick(11)),
            ("main", Move::Pick(0)),
            ("fetch #2", Move::Pick(1)),
            ("U", Move::Undo(1)),
            ("undo 3", Move::Undo(3)),
            ("go", Move::Rest),
            ("Again", Move::Again),
            ("??", Move::Show),
            ("hint", Move::Hint),
            ("q", Move::Leave),
        ] {
            assert_eq!(read(text), Ok(expected), "{text:?}");
        }
        for text in
            ["0", "13", "-1", "1 2", "undo x", "undo 0", "nobody", "2.5", "99999999999999999999", "\u{1b}[2J"]
        {
            assert!(read(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn at_the_end_enter_leaves() {
        assert_eq!(read("", &[], 0), Ok(Move::Leave));
        assert_eq!(read("undo", &[], 0), Ok(Move::Undo(1)));
        assert!(read("1", &[], 0).is_err());
    }
}
