//! An order of who goes next, as a short code: `7f3a-4.1-9.2`.
//!
//! The first part stands for the program's text, each further one for a place where it was not the task that had been
//! ready longest that went on: the how manieth choice, and the how manieth of the tasks that were ready.

use crate::runtime::schedule::{Chooser, Identity, Occasion, Step};

/// Where it is not the first that goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Deviation {
    /// Which choice, from 0.
    pub choice: usize,
    /// Which of the tasks that are ready then, from 0 for the one that has been ready longest.
    pub pick: usize,
}

/// An order of who goes next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Schedule {
    /// Sleeps that are due within this many nanoseconds of each other are due together; 0 for the usual 1 ms.
    pub slack: u64,
    pub deviations: Vec<Deviation>,
}

/// What is wrong with a code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    #[error(
        "this is no code of an order: {0:?}; such a code looks like 7f3a-4.1 and stands below what `explore` tells"
    )]
    Unreadable(String),
    #[error(
        "this order belongs to another text: the program has been changed since; `explore` finds it again"
    )]
    OtherText,
}

impl Schedule {
    /// The code of this order of the program with that text.
    pub fn code(&self, text: &str) -> String {
        let mut code = fingerprint(text);
        if self.slack > 0 {
            code.push_str(&format!("-s{}", self.slack / 1_000));
        }
        for Deviation { choice, pick } in &self.deviations {
            code.push_str(&format!("-{choice}.{pick}"));
        }
        code
    }

    /// The order with that code, of the program with that text.
    ///
    /// # Errors
    /// Where it is no code, or one of another text.
    pub fn read(code: &str, text: &str) -> Result<Schedule, CodeError> {
        let unreadable = || CodeError::Unreadable(code.chars().take(40).collect());
        let mut parts = code.trim().split('-');
        let of_text = parts.next().unwrap_or_default();
        if of_text.len() != 4 || !of_text.chars().all(|it| it.is_ascii_hexdigit()) {
            return Err(unreadable());
        }
        let mut schedule = Schedule::default();
        for part in parts {
            if let Some(slack) = part.strip_prefix('s') {
                let micros: u64 = slack.parse().map_err(|_| unreadable())?;
                schedule.slack = micros.saturating_mul(1_000);
                continue;
            }
            let (choice, pick) = part.split_once('.').ok_or_else(unreadable)?;
            let number = |text: &str| text.parse().map_err(|_| unreadable());
            schedule.deviations.push(Deviation { choice: number(choice)?, pick: number(pick)? });
        }
        if !of_text.eq_ignore_ascii_case(&fingerprint(text)) {
            return Err(CodeError::OtherText);
        }
        Ok(schedule)
    }

    /// One that has a run go on like this.
    pub fn chooser(&self) -> Box<dyn Chooser + Send> {
        Box::new(Following { deviations: self.deviations.clone(), choices: 0 })
    }
}

/// Four digits that are hardly those of another text.
fn fingerprint(text: &str) -> String {
    let mix = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let hash = text.bytes().filter(|it| *it != b'\r').fold(0x811c_9dc5, mix);
    format!("{:04x}", (hash >> 16) ^ (hash & 0xffff))
}

/// Follows a schedule.
struct Following {
    deviations: Vec<Deviation>,
    choices: usize,
}

impl Chooser for Following {
    fn choose(&mut self, _: &[Step], ready: &[Identity], _: Occasion) -> Option<usize> {
        if ready.len() < 2 {
            return Some(0);
        }
        let choice = self.choices;
        self.choices += 1;
        let found = self.deviations.iter().find(|it| it.choice == choice);
        Some(found.map_or(0, |it| it.pick.min(ready.len() - 1)))
    }

    fn ended(&mut self, _: Vec<Step>, _: Vec<String>) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_as_what_was_written() {
        let schedule = Schedule {
            slack: 50_000_000,
            deviations: vec![Deviation { choice: 4, pick: 1 }, Deviation { choice: 12, pick: 2 }],
        };
        let code = schedule.code("print(1)");
        assert_eq!(Schedule::read(&code, "print(1)"), Ok(schedule));
        assert_eq!(Schedule::read(&code, "print(1)\r"), Schedule::read(&code, "print(1)"));
        assert_eq!(Schedule::read(&code, "print(2)"), Err(CodeError::OtherText));
        for bad in
            ["", "x", "12345-1.1", "7f3a-1", "7f3a-1.", "7f3a-a.b", "7f3a-sx", "7f3a--", "-1.1", "7f3é"]
        {
            assert!(matches!(Schedule::read(bad, ""), Err(CodeError::Unreadable(_))), "{bad}");
        }
    }
}
