//! Figures as people read them: `2.00 s`, `350 ms`, `1 m 05 s`, `12 h 00 m`, `<1 ms`, `99 %`, `10,000`.

use super::Nanos;

const MILLI: u128 = 1_000_000;
const SECOND: u128 = 1_000 * MILLI;

/// A length of time, rounded to the nearest that can be shown.
pub fn duration_text(nanos: Nanos) -> String {
    let nanos = u128::from(nanos);
    let in_units_of = |unit: u128| (nanos + unit / 2) / unit;
    let (millis, hundredths) = (in_units_of(MILLI), in_units_of(SECOND / 100));
    let (seconds, minutes) = (in_units_of(SECOND), in_units_of(60 * SECOND));
    if nanos == 0 {
        "0 ms".to_owned()
    } else if nanos < MILLI {
        "<1 ms".to_owned()
    } else if millis < 1000 {
        format!("{millis} ms")
    } else if hundredths < 60_00 {
        format!("{}.{:02} s", hundredths / 100, hundredths % 100)
    } else if seconds < 60 * 60 {
        format!("{} m {:02} s", seconds / 60, seconds % 60)
    } else {
        format!("{} h {:02} m", minutes / 60, minutes % 60)
    }
}

/// An instant, in seconds with two digits, as before a console line: `2.00`.
pub fn instant_text(nanos: Nanos) -> String {
    let hundredths = (u128::from(nanos) + SECOND / 200) / (SECOND / 100);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// How large a part is of the whole: `1 %`, `<1 %`, `>99 %`. Of nothing, nothing: `0 %`.
pub fn percent_text(part: Nanos, whole: Nanos) -> String {
    let (part, whole) = (u128::from(part.min(whole)), u128::from(whole));
    let (scaled, nearest) = (part * 100, (part * 100 + whole / 2).checked_div(whole).unwrap_or(0));
    if part == 0 {
        "0 %".to_owned()
    } else if part == whole {
        "100 %".to_owned()
    } else if scaled < whole {
        "<1 %".to_owned()
    } else if scaled > whole * 99 {
        ">99 %".to_owned()
    } else {
        format!("{nearest} %")
    }
}

/// A count with its thousands set apart: `10,000`.
pub fn count_text(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Nanoseconds of a time as people write it: `1.5`, `350 ms`. Without a unit it is seconds.
pub fn read_duration(text: &str) -> Option<Nanos> {
    let text = text.trim().replace(',', ".");
    let digits = text.trim_end_matches(|it: char| it.is_alphabetic() || it == 'µ').trim_end();
    let unit = match text[digits.len()..].trim() {
        "" | "s" => 1e9,
        "ms" => 1e6,
        "us" | "µs" => 1e3,
        "ns" => 1.0,
        "min" => 60e9,
        _ => return None,
    };
    let number: f64 = digits.parse().ok()?;
    let nanos = number * unit;
    (nanos.is_finite() && nanos >= 0.0).then_some(nanos as Nanos)
}

#[cfg(test)]
mod tests {
    use super::read_duration;

    #[test]
    fn times_are_read_as_people_write_them() {
        for (text, nanos) in [
            ("1.5", Some(1_500_000_000)),
            ("1,5 s", Some(1_500_000_000)),
            (" 350 ms", Some(350_000_000)),
            ("350ms", Some(350_000_000)),
            ("2 min", Some(120_000_000_000)),
            ("10 µs", Some(10_000)),
            ("", None),
            ("soon", None),
            ("-1", None),
            ("1 year", None),
            ("1e400", None),
        ] {
            assert_eq!(read_duration(text), nanos, "{text}");
        }
    }
}
