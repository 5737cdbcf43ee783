//! One run's part of a picture: title and axis, console and lanes.

use super::SvgOptions;
use super::layout::columns;
use crate::render::{FrameOptions, Measure, lanes_limit};
use crate::style::one_line;
use crate::timeline::{Phase, View, duration_text};
use crate::trace::Texts;

/// More tasks than these do not all get a lane of their own.
const LANES: usize = 40;

pub(super) struct Panel<'a> {
    pub view: &'a View<'a>,
    pub texts: &'a Texts,
    pub title: Option<&'a str>,
    pub measure: Measure,
}

impl<'a> Panel<'a> {
    pub fn new(view: &'a View, texts: &'a Texts, title: Option<&'a str>, options: &SvgOptions) -> Panel<'a> {
        let width = columns(options).try_into().unwrap_or(u16::MAX);
        let options = FrameOptions { width, ..FrameOptions::default() };
        let measure = Measure::of(view, texts, &options, lanes_limit(view, LANES));
        Panel { view, texts, title, measure }
    }
}

/// The panel in words, for those who do not see it.
pub(super) fn description(panel: &Panel) -> String {
    let lanes = panel.measure.lanes.iter().filter_map(|it| panel.view.timeline.lane(it.task));
    let told = lanes.map(|lane| {
        let shares = panel.view.shares_of(lane.task());
        let phases = Phase::ALL.into_iter().filter(|phase| shares.get(*phase) > 0);
        let mut words: Vec<String> =
            phases.map(|phase| format!("{} {}", phase.word(), duration_text(shares.get(phase)))).collect();
        let ending = panel.view.ending_of(&lane, panel.texts);
        words.extend(ending.map(|it| it.outcome.word().to_owned()));
        format!("{}: {}.", one_line(panel.texts.get(lane.name())), words.join(", "))
    });
    let title = panel.title.map(|title| format!("{}:", one_line(title)));
    let rest = panel.view.lanes.len() - panel.measure.lanes.len();
    let rest = (rest > 0).then(|| format!("{rest} more tasks."));
    title.into_iter().chain(told).chain(rest).collect::<Vec<_>>().join(" ")
}
