//! The trace: an append-only list of events that says everything about a run.
//!
//! It holds event types, ids, the recorder and the file format. It does not know clocks (an event is
//! handed its instant), nor tokio, Rhai, the terminal or files (readers and writers are handed in).
//!
//! Instants are nanoseconds since the trace began (`at`); a session's trace goes on over its runs.

mod channel;
mod event;
mod json;
mod json_event;
mod json_line;
mod recent_texts;
mod source_text;
mod store;
mod task_id;
mod text;

pub use channel::{Collector, Recorder, channel};
pub use event::{Action, ClockKind, DROPPED, Event, EventKind, Holder, Outcome, PROGRAM_ENDED, TaskId, Wait};
pub use json::{Header, Language, LineReader, LineWriter, ReadError, SourceText, read, write, write_chosen};
pub use store::{Batch, DEFAULT_EVENT_LIMIT, Dropped, Trace};
pub use text::{RecentTexts, TextId, Texts};
