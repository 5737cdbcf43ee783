//! What the terminal is and can: size, colours, background, characters. All is told by the environment.

use std::io::{IsTerminal, stdin, stdout};

use crate::render::{ColorAbility, Glyphs, Theme};

/// What stands in for a size that the terminal does not tell.
const USUAL: Size = Size { columns: 80, rows: 24 };

/// Columns and rows; neither is zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    pub columns: u16,
    pub rows: u16,
}

/// What is asked of colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColorChoice {
    #[default]
    Auto,
    Always,
    Never,
}

/// What is asked of the background.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeChoice {
    Light,
    Dark,
    #[default]
    Auto,
}

/// What is asked of the characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GlyphChoice {
    Unicode,
    Ascii,
    #[default]
    Auto,
}

/// What a terminal does with rows that are wider than its window has become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Narrowing {
    /// It cuts them off.
    Cuts,
    /// It breaks them into several.
    Breaks,
}

/// The terminal's size; 80 × 24 where it has none.
pub fn size() -> Size {
    // Not crossterm's `size`: without a terminal it starts another program to find out.
    #[cfg(unix)]
    let size = crossterm::terminal::window_size().map(|it| (it.columns, it.rows));
    #[cfg(not(unix))]
    let size = crossterm::terminal::size();
    match size {
        Ok((columns, rows)) if columns > 0 && rows > 0 => Size { columns, rows },
        _ => USUAL,
    }
}

/// Whether what is written to standard output appears in a window.
pub fn has_window() -> bool {
    stdout().is_terminal()
}

/// Whether a person sits at both ends, on a terminal that can move its cursor.
pub fn is_interactive() -> bool {
    stdin().is_terminal() && stdout().is_terminal() && !is_dumb(&variable)
}

/// Whether a person sits at both ends, on a terminal that cannot move its cursor.
pub fn is_dumb_terminal() -> bool {
    stdin().is_terminal() && stdout().is_terminal() && is_dumb(&variable)
}

/// The colours that standard output can show.
pub fn color_ability(choice: ColorChoice) -> ColorAbility {
    color_ability_in(choice, stdout().is_terminal(), &variable)
}

/// The theme for the terminal's background, dark where nothing is known.
pub fn theme(choice: ThemeChoice) -> Theme {
    theme_in(choice, &variable)
}

/// The characters that the terminal can show.
pub fn glyphs(choice: GlyphChoice) -> Glyphs {
    glyphs_in(choice, &variable)
}

/// What the terminal does with rows that its window has become too narrow for. Cutting where nothing is known: then
/// nothing above what we have drawn is ever erased.
pub fn narrowing() -> Narrowing {
    narrowing_in(&variable)
}

/// An environment variable, if it says anything.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

fn is_dumb(environment: Environment) -> bool {
    environment("TERM").as_deref() == Some("dumb")
}

pub(super) fn color_ability_in(
    choice: ColorChoice,
    is_terminal: bool,
    environment: Environment,
) -> ColorAbility {
    let wants_none = environment("NO_COLOR").is_some() || is_dumb(environment) || !is_terminal;
    match choice {
        ColorChoice::Never => ColorAbility::None,
        ColorChoice::Auto if wants_none => ColorAbility::None,
        ColorChoice::Auto => ability_of_terminal(environment).unwrap_or(ColorAbility::None),
        ColorChoice::Always => ability_of_terminal(environment).unwrap_or(ColorAbility::Ansi16),
    }
}

/// The colours of the terminal; none where no terminal is known.
fn ability_of_terminal(environment: Environment) -> Option<ColorAbility> {
    let has = |name, values: &[&str]| environment(name).is_some_and(|it| values.contains(&it.as_str()));
    let terminal = environment("TERM").unwrap_or_default();
    let says_true = has("COLORTERM", &["truecolor", "24bit"]) || terminal.ends_with("-direct");
    let is_modern = has("TERM_PROGRAM", &["iTerm.app", "WezTerm", "vscode", "ghostty"]);
    if says_true || is_modern || environment("WT_SESSION").is_some() {
        return Some(ColorAbility::TrueColor);
    }
    if terminal.contains("256color") || has("TERM_PROGRAM", &["Apple_Terminal"]) {
        return Some(ColorAbility::Ansi256);
    }
    let is_known = !terminal.is_empty() && terminal != "dumb";
    (is_known || cfg!(windows)).then_some(ColorAbility::Ansi16)
}

pub(super) fn narrowing_in(environment: Environment) -> Narrowing {
    // Each of these is set by a terminal that breaks rows anew, and by no other.
    const BREAKING: &[&str] = &[
        "TMUX",
        "VTE_VERSION",
        "KITTY_WINDOW_ID",
        "ALACRITTY_WINDOW_ID",
        "KONSOLE_VERSION",
        "WEZTERM_PANE",
        "GHOSTTY_RESOURCES_DIR",
        "WT_SESSION",
    ];
    let program = environment("TERM_PROGRAM").unwrap_or_default();
    let is_known =
        matches!(program.as_str(), "iTerm.app" | "Apple_Terminal" | "vscode" | "WezTerm" | "ghostty");
    match is_known || BREAKING.iter().any(|name| environment(name).is_some()) {
        true => Narrowing::Breaks,
        false => Narrowing::Cuts,
    }
}

pub(super) fn theme_in(choice: ThemeChoice, environment: Environment) -> Theme {
    match choice {
        ThemeChoice::Light => Theme::Light,
        ThemeChoice::Dark => Theme::Dark,
        ThemeChoice::Auto => {
            // `foreground;background`, in numbers of the 16 colours: 0 to 6 and 8 are dark.
            let colors = environment("COLORFGBG").unwrap_or_default();
            let background = colors.rsplit(';').next().and_then(|it| it.parse::<u8>().ok());
            let is_light = background.is_some_and(|it| it == 7 || (9..=15).contains(&it));
            if is_light { Theme::Light } else { Theme::Dark }
        }
    }
}

pub(super) fn glyphs_in(choice: GlyphChoice, environment: Environment) -> Glyphs {
    match choice {
        GlyphChoice::Unicode => Glyphs::Unicode,
        GlyphChoice::Ascii => Glyphs::Ascii,
        GlyphChoice::Auto => {
            // The first of these that is set is the one that counts.
            let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(environment);
            let is_plain = locale.is_some_and(|it| it == "C" || it == "POSIX");
            let is_console = environment("TERM").as_deref() == Some("linux");
            if is_plain || is_console { Glyphs::Ascii } else { Glyphs::Unicode }
        }
    }
}
