//! The colours: Okabe–Ito, told apart by colour-blind eyes, in a shade for each background.

use ratatui_core::style::{Color, Modifier, Style};

use super::Theme;

/// What a part of the picture means; its colour follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    Running,
    Blocking,
    Ready,
    Waiting,
    /// Headings and titles.
    Strong,
    /// What stands back: times, ticks, lines between panes.
    Faint,
    /// Ordinary text, in the terminal's own colour.
    Text,
}

/// One colour as three kinds of terminal know it.
#[derive(Clone, Copy, Debug)]
struct Shade {
    rgb: (u8, u8, u8),
    indexed: u8,
    /// The SGR code for a terminal with 16 colours.
    basic: &'static str,
}

const fn shade(rgb: u32, indexed: u8, basic: &'static str) -> Shade {
    Shade { rgb: ((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8), indexed, basic }
}

const DARK: [Shade; 5] = [
    shade(0x00B386, 36, "32"),
    shade(0xE8681A, 166, "31"),
    shade(0xFFC233, 214, "33"),
    shade(0x56B4E9, 74, "36"),
    shade(0x8C8C8C, 245, "2"),
];
const LIGHT: [Shade; 5] = [
    shade(0x00855F, 29, "32"),
    shade(0xC44900, 166, "31"),
    shade(0x8F5E00, 94, "33"),
    shade(0x0072B2, 25, "34"),
    shade(0x6B6B6B, 242, "2"),
];

fn shade_of(ink: Ink, theme: Theme) -> Option<Shade> {
    let shades = match theme {
        Theme::Dark => &DARK,
        Theme::Light => &LIGHT,
    };
    match ink {
        Ink::Running => Some(shades[0]),
        Ink::Blocking => Some(shades[1]),
        Ink::Ready => Some(shades[2]),
        Ink::Waiting => Some(shades[3]),
        Ink::Faint => Some(shades[4]),
        Ink::Strong | Ink::Text => None,
    }
}

/// The colour of `ink` as red, green and blue; none where it is the terminal's own.
pub(crate) fn rgb(ink: Ink, theme: Theme) -> Option<(u8, u8, u8)> {
    shade_of(ink, theme).map(|shade| shade.rgb)
}

/// The style that draws `ink`, in true colour; an encoder lowers it to what the terminal can.
pub fn style(ink: Ink, theme: Theme) -> Style {
    let style = match shade_of(ink, theme) {
        Some(Shade { rgb: (r, g, b), .. }) => Style::new().fg(Color::Rgb(r, g, b)),
        None => Style::new(),
    };
    if ink == Ink::Strong { style.add_modifier(Modifier::BOLD) } else { style }
}

/// The colour of the 256 that stands for a colour of this palette.
pub(super) fn indexed(color: (u8, u8, u8)) -> Option<u8> {
    known(color).map(|shade| shade.indexed)
}

/// The SGR code, for 16 colours, that stands for a colour of this palette.
pub(super) fn basic(color: (u8, u8, u8)) -> Option<&'static str> {
    known(color).map(|shade| shade.basic)
}

fn known(color: (u8, u8, u8)) -> Option<&'static Shade> {
    DARK.iter().chain(&LIGHT).find(|shade| shade.rgb == color)
}
