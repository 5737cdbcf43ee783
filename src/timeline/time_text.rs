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
