//! Traces read back: folded while they are read, and kept within the same limits as a run that goes on.

use std::io::BufRead;

use super::record::shorten;
use crate::timeline::Timeline;
use crate::trace::{Header, LineReader, ReadError, Trace};

/// Events that are read between two looks at the limits.
const AT_ONCE: usize = 4096;

/// Reads a trace and folds it. Of a run with more events than are kept in memory the first and the last part stay.
///
/// # Errors
/// Where it is no trace, or a line of it is none of a trace.
pub fn read_trace(input: impl BufRead) -> Result<(Header, Trace, Timeline), ReadError> {
    read_into(Trace::default(), input)
}

fn read_into(mut trace: Trace, input: impl BufRead) -> Result<(Header, Trace, Timeline), ReadError> {
    let mut lines = LineReader::new(input)?;
    let mut timeline = Timeline::new(lines.header().clock());
    // The trace says what is too much.
    timeline.set_detail_limit(usize::MAX);
    let (mut latest, mut count) = (0, 0_usize);
    while let Some(event) = lines.next_event(trace.texts_mut())? {
        if event.at < latest {
            return Err(lines.goes_back());
        }
        latest = event.at;
        trace.push_with_texts(event);
        timeline.apply(&event);
        count += 1;
        if count.is_multiple_of(AT_ONCE) {
            shorten(&mut trace, &mut timeline);
        }
    }
    shorten(&mut trace, &mut timeline);
    lines.header().tell(&mut trace);
    Ok((lines.header().clone(), trace, timeline))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;

    #[test]
    fn of_a_trace_that_is_too_large_the_first_and_the_last_part_are_kept() {
        let mut text =
            String::from(r#"{"format":"meanwhile-trace","version":1,"clock":"virtual","source":"a.rhai"}"#);
        text.push_str("\n{\"at\":0,\"task\":0,\"event\":\"spawned\",\"name\":\"main\"}\n");
        let count: u64 = 20_000;
        for at in 0..count / 2 {
            let on = r#""event":"suspended","on":{"kind":"yield"}"#;
            writeln!(
                text,
                "{{\"at\":{at},\"task\":0,\"event\":\"resumed\"}}\n{{\"at\":{at},\"task\":0,{on}}}"
            )
            .unwrap();
        }
        let (_, trace, timeline) = read_into(Trace::with_limits(5_000, 6_000), text.as_bytes()).unwrap();
        assert!(trace.left_out() > 0 && trace.events().len() <= 5_000, "{}", trace.events().len());
        assert!(timeline.is_truncated());
        assert_eq!(trace.events().first().unwrap().at, 0);
        assert_eq!(trace.events().last().unwrap().at, count / 2 - 1);
    }
}
