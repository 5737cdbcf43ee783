//! When something was handed in, and whether that was late.
//!
//! The time comes from the platform or the pack, never from a file's date: copying a file changes that.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::strtime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

use super::Points;

/// Whether an answer was late.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lateness {
    /// There is no deadline, or nobody knows when it was handed in.
    #[default]
    Unknown,
    OnTime,
    /// By this many seconds.
    By(u64),
    /// The platform says so, and not by how much.
    Marked,
}

impl Lateness {
    /// Of what was handed in then.
    pub fn of(handed_in: Option<Timestamp>, is_marked: bool, deadline: Option<Timestamp>) -> Lateness {
        match (handed_in, deadline) {
            (Some(at), Some(deadline)) => match u64::try_from(at.as_second() - deadline.as_second()) {
                Ok(0) | Err(_) => Lateness::OnTime,
                Ok(seconds) => Lateness::By(seconds),
            },
            _ if is_marked => Lateness::Marked,
            _ => Lateness::Unknown,
        }
    }
}

/// `1 day 2 h`, `on time`, `late`; nothing where it is unknown.
impl fmt::Display for Lateness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Lateness::Unknown => Ok(()),
            Lateness::OnTime => f.write_str("on time"),
            Lateness::Marked => f.write_str("late"),
            Lateness::By(seconds) => {
                let (days, hours) = (seconds / 86_400, seconds % 86_400 / 3_600);
                let (minutes, rest) = (seconds % 3_600 / 60, seconds % 60);
                let days_text = format!("{days} day{}", if days == 1 { "" } else { "s" });
                match (days, hours, minutes) {
                    (0, 0, 0) => write!(f, "{rest} s"),
                    (0, 0, _) => write!(f, "{minutes} min"),
                    (0, _, 0) => write!(f, "{hours} h"),
                    (0, _, _) => write!(f, "{hours} h {minutes} min"),
                    (_, 0, _) => f.write_str(&days_text),
                    _ => write!(f, "{days_text} {hours} h"),
                }
            }
        }
    }
}

/// What lateness costs: so much of the points that can be had, for each day or hour that has begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Penalty {
    /// Hundredths of a percent.
    share: u64,
    /// In seconds.
    period: u64,
}

impl Penalty {
    /// The points that are taken off, at most all of them.
    pub fn deduction(self, most: Points, lateness: Lateness) -> Points {
        match lateness {
            Lateness::By(seconds) => {
                most.share(self.share.saturating_mul(seconds.div_ceil(self.period)).min(10_000))
            }
            Lateness::Unknown | Lateness::OnTime | Lateness::Marked => Points::default(),
        }
    }
}

/// `10%/day`, `2.5 % / hour`
impl FromStr for Penalty {
    type Err = String;

    fn from_str(text: &str) -> Result<Penalty, String> {
        let problem = || format!("a penalty is written as 10%/day or 5%/hour, not as {text:?}");
        let (share, period) = text.split_once('/').ok_or_else(problem)?;
        let share = share.trim().strip_suffix('%').and_then(Points::read).ok_or_else(problem)?;
        let period = match period.trim().to_lowercase().as_str() {
            "day" | "d" | "days" => 86_400,
            "hour" | "h" | "hours" => 3_600,
            _ => return Err(problem()),
        };
        if share > Points::whole(100) {
            return Err("a penalty takes at most 100 % of the points".to_owned());
        }
        Ok(Penalty { share: share.hundredths(), period })
    }
}

/// Reads `2026-11-30 23:59`, `2026-11-30T23:59+01:00`, or a day, which ends at its midnight. Without an offset the time
/// is this computer's.
pub fn deadline(text: &str) -> Result<Timestamp, String> {
    let text = text.trim();
    let problem = || {
        format!(
            "a time is written as 2026-11-30 23:59, or with its offset as 2026-11-30T23:59+01:00, not as {text:?}"
        )
    };
    let local = |it: DateTime| TimeZone::system().to_timestamp(it).map_err(|_| problem());
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at);
    }
    if let Ok(at) = text.parse::<ZonedDateTime>() {
        return Ok(at.timestamp());
    }
    // Seconds may be left out before an offset, too.
    for format in ["%Y-%m-%d %H:%M%:z", "%Y-%m-%dT%H:%M%:z", "%Y-%m-%d %H:%M %:z"] {
        if let Ok(at) = strtime::parse(format, text).and_then(|it| it.to_timestamp()) {
            return Ok(at);
        }
    }
    if let Some(time) = text.strip_suffix(['Z', 'z']) {
        let at = time.trim().parse::<DateTime>().map_err(|_| problem())?;
        return TimeZone::UTC.to_timestamp(at).map_err(|_| problem());
    }
    let is_day = text.len() <= 10;
    match text.parse::<Date>() {
        Ok(day) if is_day => local(day.to_datetime(Time::constant(23, 59, 59, 0))),
        _ => text.parse::<DateTime>().map_err(|_| problem()).and_then(local),
    }
}

/// The column "Last modified (submission)" of Moodle's grading worksheet: `Wednesday, 10 June 2026, 2:14 PM`
/// (`strftimedaydatetime` in its English language packs), in the time zone of the one who downloads it.
pub fn moodle_time(text: &str) -> Option<Timestamp> {
    // Some versions put a narrow blank before AM.
    let text = text.replace(['\u{202f}', '\u{a0}'], " ");
    let formats = [
        "%A, %d %B %Y, %I:%M %p",
        "%A, %B %d, %Y, %I:%M %p",
        "%A, %d %B %Y, %H:%M",
        "%A, %B %d, %Y, %H:%M",
        "%Y-%m-%d %H:%M",
    ];
    let read = |format: &&str| strtime::parse(format, text.trim()).and_then(|it| it.to_datetime()).ok();
    let at = formats.iter().find_map(read)?;
    TimeZone::system().to_timestamp(at).ok()
}

/// nbgrader's `timestamp.txt`: `2015-02-02 15:58:23.948203 America/Los_Angeles`, or with an abbreviation, of which UTC
/// alone is certain (`parse_utc` in its `utils.py`).
pub fn nbgrader_time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at);
    }
    let (at, zone) = match text.rsplit_once(' ') {
        Some((at, zone)) if zone.contains(char::is_alphabetic) => (at, zone),
        _ => (text, "UTC"),
    };
    let zone = if zone == "UTC" { TimeZone::UTC } else { TimeZone::get(zone).ok()? };
    zone.to_timestamp(at.parse::<DateTime>().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn deadlines_are_read() {
        let expected = at("2026-11-30T22:59:00Z");
        for text in
            ["2026-11-30T23:59+01:00", "2026-11-30 22:59Z", "2026-11-30T22:59:00Z", "2026-11-30 23:59 +01:00"]
        {
            assert_eq!(deadline(text), Ok(expected), "{text}");
        }
        assert_eq!(deadline("2026-11-30T23:59[Europe/Berlin]"), Ok(expected));
        let local = |text: &str| TimeZone::system().to_timestamp(text.parse::<DateTime>().unwrap()).unwrap();
        assert_eq!(deadline("2026-11-30 23:59"), Ok(local("2026-11-30T23:59:00")));
        assert_eq!(deadline("2026-11-30"), Ok(local("2026-11-30T23:59:59")));
        for text in ["", "tomorrow", "30.11.2026", "2026-13-01", "2026-11-30 25:00"] {
            assert!(deadline(text).is_err(), "{text}");
        }
    }

    #[test]
    fn platforms_write_times_in_their_ways() {
        let local = |text: &str| TimeZone::system().to_timestamp(text.parse::<DateTime>().unwrap()).unwrap();
        for text in [
            "Wednesday, 10 June 2026, 2:14 PM",
            "Wednesday, 10 June 2026, 2:14\u{202f}PM",
            "Wednesday, June 10, 2026, 2:14 PM",
            "Wednesday, 10 June 2026, 14:14",
        ] {
            assert_eq!(moodle_time(text), Some(local("2026-06-10T14:14:00")), "{text}");
        }
        assert_eq!(moodle_time("-"), None);
        assert_eq!(
            nbgrader_time("2015-02-02 15:58:23.948203 America/Los_Angeles\n"),
            Some(at("2015-02-02T23:58:23.948203Z"))
        );
        assert_eq!(nbgrader_time("2015-02-02 15:58:23 UTC"), Some(at("2015-02-02T15:58:23Z")));
        assert_eq!(nbgrader_time("2015-02-02 15:58:23.948203 XYZ"), None);
    }

    #[test]
    fn lateness_costs_by_the_day_that_has_begun() {
        let penalty: Penalty = "10%/day".parse().unwrap();
        let late = |seconds| penalty.deduction(Points::whole(5), Lateness::By(seconds)).to_string();
        assert_eq!([1, 86_400, 86_401, 864_000, 9_999_999].map(late), ["0.5", "0.5", "1", "5", "5"]);
        assert_eq!(penalty.deduction(Points::whole(5), Lateness::Marked), Points::default());
        assert_eq!("2.5 % / hour".parse::<Penalty>(), Ok(Penalty { share: 250, period: 3_600 }));
        for text in ["10", "10%", "ten%/day", "10%/week", "200%/day"] {
            assert!(text.parse::<Penalty>().is_err(), "{text}");
        }
    }

    #[test]
    fn lateness_is_said_in_words() {
        let deadline = Some(at("2026-11-30T00:00:00Z"));
        let late = |text: &str| Lateness::of(Some(at(text)), false, deadline).to_string();
        assert_eq!(late("2026-11-30T00:00:00Z"), "on time");
        assert_eq!(late("2026-11-30T00:00:20Z"), "20 s");
        assert_eq!(late("2026-11-30T02:03:00Z"), "2 h 3 min");
        assert_eq!(late("2026-12-01T03:00:00Z"), "1 day 3 h");
        assert_eq!(late("2026-12-02T00:10:00Z"), "2 days");
        assert_eq!(Lateness::of(None, true, deadline), Lateness::Marked);
        assert_eq!(Lateness::of(None, false, deadline), Lateness::Unknown);
    }
}
