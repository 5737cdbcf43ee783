//! Predicting: the lines of an output, shuffled and lettered, and what a learner types about them.
//!
//! Pure. Nothing of it is graded.

use super::fnv;
use crate::timeline::Nanos;

/// A time is right within this part of it, or this near.
const TOLERANCE: f64 = 0.1;
const NEAR: f64 = 0.05;

/// The lines of an output, in an order that gives nothing away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Puzzle {
    lines: Vec<String>,
    /// How many of them come.
    count: usize,
}

/// What was typed in answer to a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Typed<T> {
    Answer(T),
    /// The learner would rather see.
    Skipped,
}

/// Why an order was not understood; the text says what to type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OrderProblem {
    #[error("`{0}` is none of the letters. They are {1}.")]
    NoLetter(String, String),
    #[error("`{0}` came twice. Each letter once: {1}.")]
    Twice(char, String),
    #[error("{0} {verb} missing. Each letter once: {1}.", verb = if .0.len() > 1 { "are" } else { "is" })]
    Missing(String, String),
}

/// Why a time was not understood; the text says what to type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeProblem {
    #[error("Type the time as a number of seconds, such as 2 or 0.5. ? skips.")]
    NoNumber,
    #[error("How long it takes cannot be less than nothing. Type seconds, such as 2 or 0.5. ? skips.")]
    Negative,
}

impl Puzzle {
    /// Shuffles the lines, always in the same way for the same `seed`, and never into the right order if there is
    /// another.
    pub fn new(seed: &str, output: &[String]) -> Puzzle {
        Puzzle::with_others(seed, output, &[])
    }

    /// The same, among lines that never come.
    pub fn with_others(seed: &str, output: &[String], never: &[String]) -> Puzzle {
        let others: Vec<&String> = never.iter().filter(|it| !output.contains(it)).collect();
        let mut lines: Vec<String> = output.iter().chain(others.iter().copied()).cloned().collect();
        fnv::shuffle(seed, &mut lines);
        for _ in 0..lines.len() {
            if !lines.starts_with(output) {
                break;
            }
            lines.rotate_left(1);
        }
        Puzzle { lines, count: output.len() }
    }

    /// Whether there are lines that never come.
    pub fn has_others(&self) -> bool {
        self.count < self.lines.len()
    }

    /// Each line with its letter.
    pub fn lettered(&self) -> impl Iterator<Item = (char, &str)> {
        self.lines.iter().enumerate().map(|(index, line)| (letter(index), line.as_str()))
    }

    /// Whether there is more than one order.
    pub fn has_orders(&self) -> bool {
        self.has_others() || self.lines.windows(2).any(|pair| pair[0] != pair[1])
    }

    /// Reads letters such as `b a d c`, `badc` or `B,A,D,C`, and gives the lines in that order.
    ///
    /// # Errors
    /// A letter is none of these, comes twice, or is missing.
    pub fn read_order(&self, text: &str) -> Result<Typed<Vec<String>>, OrderProblem> {
        if is_skip(text) {
            return Ok(Typed::Skipped);
        }
        let letters: String =
            (0..self.lines.len()).map(letter).map(String::from).collect::<Vec<_>>().join(" ");
        let is_between = |c: char| c.is_whitespace() || ",;.:-–>→()[]\"'`".contains(c);
        let mut order: Vec<usize> = Vec::new();
        for c in text.chars().filter(|c| !is_between(*c)) {
            let index = (c.to_ascii_lowercase() as usize).wrapping_sub('a' as usize);
            if index >= self.lines.len() {
                let is_letter = |c: char| self.lettered().any(|(letter, _)| letter == c.to_ascii_lowercase());
                let word = text.split(is_between).find(|it| it.contains(c)).unwrap_or_default();
                let shown = if text.chars().filter(|c| !is_between(*c)).count() > 2 * self.lines.len() {
                    text.trim()
                } else if word.chars().any(is_letter) {
                    &c.to_string()
                } else {
                    word
                };
                return Err(OrderProblem::NoLetter(shown.chars().take(40).collect(), letters));
            }
            if order.contains(&index) {
                return Err(OrderProblem::Twice(letter(index), letters));
            }
            order.push(index);
        }
        let missing: Vec<String> =
            (0..self.lines.len()).filter(|it| !order.contains(it)).map(|it| letter(it).to_string()).collect();
        // Which lines never come is part of the answer.
        if !missing.is_empty() && (!self.has_others() || order.is_empty()) {
            return Err(OrderProblem::Missing(missing.join(" "), letters));
        }
        Ok(Typed::Answer(order.into_iter().map(|index| self.lines[index].clone()).collect()))
    }
}

/// Reads a time, in seconds unless it says otherwise: `4`, `four`, `4s`, `4 s`, `4,0`, `4000 ms`, `1 min`.
///
/// # Errors
/// It is no time.
pub fn read_time(text: &str) -> Result<Typed<f64>, TimeProblem> {
    if is_skip(text) {
        return Ok(Typed::Skipped);
    }
    let text = text.trim().to_lowercase().replace(',', ".");
    let text = text.trim_start_matches(['~', '≈', '=']).trim_start();
    let text =
        ["about ", "around ", "ca. ", "ca "].iter().find_map(|it| text.strip_prefix(it)).unwrap_or(text);
    let text = in_digits(text.trim().trim_end_matches(['.', '!', ';']));
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '-').unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let factor = match unit.trim() {
        "" | "s" | "sec" | "secs" | "second" | "seconds" | "sek" => 1.0,
        "ms" | "msec" | "millisecond" | "milliseconds" => 0.001,
        "m" | "min" | "minute" | "minutes" => 60.0,
        _ => return Err(TimeProblem::NoNumber),
    };
    let seconds = number.parse::<f64>().map_err(|_| TimeProblem::NoNumber)? * factor;
    if seconds < 0.0 { Err(TimeProblem::Negative) } else { Ok(Typed::Answer(seconds)) }
}

/// Numbers as words; each stands at its own place.
const NUMBERS: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

/// A text in lower case with its first number in digits: `two seconds` as `2 seconds`.
fn in_digits(text: &str) -> String {
    let text = if text == "half a second" { "0.5" } else { text };
    let (first, rest) = text.split_at(text.find(' ').unwrap_or(text.len()));
    match NUMBERS.iter().position(|it| *it == first) {
        Some(number) => format!("{number}{rest}"),
        None => text.to_owned(),
    }
}

/// Whether each line was predicted where it came. Lines that read the same stand for each other; a line that was
/// predicted and never came makes none of them wrong.
pub fn right_lines(predicted: &[String], happened: &[String]) -> Vec<bool> {
    happened.iter().enumerate().map(|(index, line)| predicted.get(index) == Some(line)).collect()
}

/// Whether a predicted time, in seconds, comes near enough.
pub fn is_right_time(predicted: f64, happened: Nanos) -> bool {
    let happened = happened as f64 / 1e9;
    // What was typed in decimals is not exact in binary.
    (predicted - happened).abs() <= (happened * TOLERANCE).max(NEAR) + 1e-9
}

fn is_skip(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.chars().all(|c| c == '?')
}

fn letter(index: usize) -> char {
    u8::try_from(index).map_or('?', |index| (b'a'.saturating_add(index)) as char)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(words: &[&str]) -> Vec<String> {
        words.iter().map(|it| it.to_string()).collect()
    }

    /// A puzzle whose letters stand for themselves.
    fn alphabet(count: usize) -> Puzzle {
        Puzzle { lines: (0..count).map(|it| letter(it).to_string()).collect(), count }
    }

    #[test]
    fn an_order_may_be_typed_in_many_ways() {
        for typed in
            ["b a d c", "badc", "B,A,D,C", " b, a, d, c. ", "b-a-d-c", "b -> a -> d -> c", "(b) (a) (d) (c)"]
        {
            let order = alphabet(4).read_order(typed);
            assert_eq!(order, Ok(Typed::Answer(lines(&["b", "a", "d", "c"]))), "{typed}");
        }
        assert_eq!(alphabet(4).read_order(" ? "), Ok(Typed::Skipped));
    }

    #[test]
    fn an_order_that_is_none_is_explained() {
        for (typed, said) in [
            ("b a d", "c is missing. Each letter once: a b c d."),
            ("b", "a c d are missing. Each letter once: a b c d."),
            ("b a d d", "`d` came twice. Each letter once: a b c d."),
            ("b a d x", "`x` is none of the letters. They are a b c d."),
            ("1 2 3 4", "`1` is none of the letters. They are a b c d."),
            ("Yes", "`Yes` is none of the letters. They are a b c d."),
        ] {
            let problem = alphabet(4).read_order(typed).unwrap_err();
            assert_eq!(problem.to_string(), said, "{typed}");
        }
    }

    #[test]
    fn lines_that_never_come_are_left_out() {
        let puzzle = Puzzle::with_others("seed", &lines(&["one", "two"]), &lines(&["three", "one"]));
        assert_eq!(puzzle.lines.len(), 3);
        assert!(puzzle.has_others());
        let (a, b) = (puzzle.lines[0].clone(), puzzle.lines[1].clone());
        assert_eq!(puzzle.read_order("a b"), Ok(Typed::Answer(vec![a, b])));
        assert!(puzzle.read_order("").is_err() && puzzle.read_order("a a").is_err());
    }

    #[test]
    fn a_time_may_be_typed_in_many_ways() {
        for typed in [
            "4",
            "4s",
            "4 s",
            "4000 ms",
            "4,0",
            "4.0",
            "4 seconds",
            "about 4",
            "~4s",
            "4.",
            "4000ms",
            "four",
            "about four seconds",
        ] {
            assert_eq!(read_time(typed), Ok(Typed::Answer(4.0)), "{typed}");
        }
        assert_eq!(read_time("?"), Ok(Typed::Skipped));
        assert_eq!(read_time(".5 s"), Ok(Typed::Answer(0.5)));
        for typed in ["for", "", "b", "4 5", "4 hours", "--4", "1.2.3", "inf", "nan"] {
            assert_eq!(read_time(typed), Err(TimeProblem::NoNumber), "{typed}");
        }
        assert_eq!(read_time("-1"), Err(TimeProblem::Negative));
    }

    #[test]
    fn ten_per_cent_off_is_right() {
        for (predicted, right) in [(4.0, true), (4.4, true), (3.6, true), (4.41, false), (3.5, false)] {
            assert_eq!(is_right_time(predicted, 4_000_000_000), right, "{predicted}");
        }
        assert!(is_right_time(0.0, 2_000) && !is_right_time(0.1, 0));
    }

    #[test]
    fn lines_that_read_the_same_stand_for_each_other() {
        let happened = lines(&["start", "start", "end"]);
        let puzzle = Puzzle { lines: lines(&["end", "start", "start"]), count: 3 };
        for typed in ["bca", "cba"] {
            let Ok(Typed::Answer(predicted)) = puzzle.read_order(typed) else { panic!("{typed}") };
            assert_eq!(right_lines(&predicted, &happened), [true, true, true]);
        }
    }

    proptest! {
        #[test]
        fn the_order_gives_nothing_away(seed in any::<String>(), output in prop::collection::vec("[ab]", 2..9)) {
            let puzzle = Puzzle::new(&seed, &output);
            prop_assert_eq!(&puzzle, &Puzzle::new(&seed, &output));
            let (mut sorted, mut expected) = (puzzle.lines.clone(), output.clone());
            sorted.sort();
            expected.sort();
            prop_assert_eq!(sorted, expected);
            prop_assert_eq!(puzzle.has_orders(), puzzle.lines != output);
        }

        #[test]
        fn whatever_is_typed_is_understood_or_explained(text in any::<String>()) {
            let _ = alphabet(5).read_order(&text);
            if let Ok(Typed::Answer(time)) = read_time(&text) {
                prop_assert!(time.is_finite() && time >= 0.0);
            }
        }
    }
}
