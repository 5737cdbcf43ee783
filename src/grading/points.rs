//! Points, exact to a hundredth, so that sums of parts are the same everywhere.

use std::fmt;
use std::iter::Sum;
use std::ops::Add;

/// Hundredths of a point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Points(u64);

impl Points {
    pub fn whole(points: u32) -> Points {
        Points(u64::from(points) * 100)
    }

    /// Reads `2`, `2.5` or `2,5`. None for what is no such number, or has more than two decimals.
    pub fn read(text: &str) -> Option<Points> {
        let text = text.trim().replace(',', ".");
        let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
        let is_digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
        if whole.is_empty() || whole.len() > 6 || rest.len() > 2 || !is_digits(whole) || !is_digits(rest) {
            return None;
        }
        let hundredths: u64 = format!("{rest:0<2}").parse().ok()?;
        Some(Points(whole.parse::<u64>().ok()? * 100 + hundredths))
    }

    /// A share of these points, in hundredths of a percent, rounded down.
    pub fn share(self, hundredths_of_percent: u64) -> Points {
        let share = u128::from(self.0) * u128::from(hundredths_of_percent) / 10_000;
        Points(u64::try_from(share).unwrap_or(u64::MAX))
    }

    /// What is left of it, never less than nothing.
    pub fn less(self, other: Points) -> Points {
        Points(self.0.saturating_sub(other.0))
    }

    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    pub fn hundredths(self) -> u64 {
        self.0
    }

    /// As a number with decimals.
    #[allow(clippy::cast_precision_loss, reason = "points are small numbers")]
    pub fn number(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// As JSON writes it: `2` and `2.5`.
    pub fn json(self) -> serde_json::Value {
        if self.0.is_multiple_of(100) { (self.0 / 100).into() } else { self.number().into() }
    }

    /// Out of `most`, from 0 to 1.
    pub fn fraction(self, most: Points) -> f64 {
        if most.is_zero() { 0.0 } else { self.number() / most.number() }
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 100, self.0 % 100);
        match rest {
            0 => write!(f, "{whole}"),
            it if it % 10 == 0 => write!(f, "{whole}.{}", it / 10),
            it => write!(f, "{whole}.{it:02}"),
        }
    }
}

impl Add for Points {
    type Output = Points;

    fn add(self, other: Points) -> Points {
        Points(self.0.saturating_add(other.0))
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Points>>(all: I) -> Points {
        all.fold(Points::default(), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::Points;

    #[test]
    fn points_are_read_and_written() {
        for (text, shown) in
            [("2", "2"), (" 2.5 ", "2.5"), ("2,05", "2.05"), ("0", "0"), ("3.00", "3"), ("3.", "3")]
        {
            assert_eq!(Points::read(text).unwrap().to_string(), shown);
        }
        for text in ["", "-1", "2.555", "1e3", "two", ".5", "9999999", "1.2.3"] {
            assert_eq!(Points::read(text), None, "{text}");
        }
        assert_eq!(Points::whole(5).share(1_000).to_string(), "0.5");
        assert_eq!(Points::whole(1).less(Points::whole(2)), Points::default());
    }
}
