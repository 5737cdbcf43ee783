//! One event of the format, with the format's own field names.

use std::borrow::Cow;

use serde::Serialize;

use crate::timeline::Nanos;

/// All tracks belong to one process.
const PROCESS: u32 = 1;

#[derive(Clone, Debug, Serialize)]
pub(super) struct Record<'a> {
    pub name: Cow<'a, str>,
    /// Kind: `M` metadata, `B` and `E` ends of a slice, `X` a whole slice, `i` an instant, `s` and `f` ends of
    /// an arrow.
    pub ph: &'static str,
    pub pid: u32,
    pub tid: u64,
    /// Microseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ts: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dur: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cat: Option<&'static str>,
    /// An arrow's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Nanos>,
    /// `e`: the arrow arrives at the slice around it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bp: Option<&'static str>,
    /// Over how much an instant is drawn: `t` its track, `p` all tracks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub s: Option<&'static str>,
    #[serde(skip_serializing_if = "Arguments::is_empty")]
    pub args: Arguments<'a>,
}

/// What a viewer shows beside an event.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(super) struct Arguments<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_index: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// What is waited for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<Cow<'a, str>>,
}

impl Arguments<'_> {
    fn is_empty(&self) -> bool {
        *self == Arguments::default()
    }
}

impl<'a> Record<'a> {
    pub fn new(name: impl Into<Cow<'a, str>>, ph: &'static str, tid: u64) -> Record<'a> {
        Record {
            name: name.into(),
            ph,
            pid: PROCESS,
            tid,
            ts: None,
            dur: None,
            cat: None,
            id: None,
            bp: None,
            s: None,
            args: Arguments::default(),
        }
    }

    /// The event as a line of JSON.
    pub fn line(&self) -> String {
        // Texts and numbers always can be written.
        serde_json::to_string(self).unwrap_or_default()
    }
}
