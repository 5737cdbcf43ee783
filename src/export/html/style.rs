//! The page's style: colours from the pictures' table, for either background, and the rest from `page.css`.

use std::fmt::Write;

use crate::export::svg::colors::Colors;
use crate::render::{Ink, Theme};
use crate::timeline::Phase;

const STYLE: &str = include_str!("page.css");

/// The whole style sheet.
pub(super) fn style() -> String {
    let [light, dark] = [Theme::Light, Theme::Dark].map(colors);
    let mut out = format!(":root{{{}}}\n", variables(&light));
    // Paper is light, whatever the screen is.
    let _ = writeln!(out, "@media screen and (prefers-color-scheme:dark){{\n:root{{{}}}", variables(&dark));
    // The picture has the light colours as attributes.
    for (name, color) in &light {
        let _ = writeln!(out, "#still [fill=\"{color}\"]{{fill:var(--{name})}}");
        let _ = writeln!(out, "#still [stroke=\"{color}\"]{{stroke:var(--{name})}}");
    }
    out.push_str("}\n");
    out.push_str(STYLE);
    out
}

/// Colours by the names that style and script have for them.
fn colors(theme: Theme) -> Vec<(&'static str, String)> {
    let colors = Colors::of(theme);
    let mut named: Vec<(&str, String)> =
        [("background", colors.background), ("border", colors.border), ("grid", colors.grid)]
            .map(|(name, color)| (name, color.to_owned()))
            .into();
    named.push(("text", colors.ink(Ink::Text)));
    named.push(("faint", colors.ink(Ink::Faint)));
    named.extend(Phase::ALL.map(|phase| (phase.word(), colors.phase(phase))));
    named
}

fn variables(colors: &[(&str, String)]) -> String {
    colors.iter().map(|(name, color)| format!("--{name}:{color};")).collect()
}
