//! `meanwhile present`: a talk in the terminal, its notes in another, and the proof that it still does what it did.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};
use clap::Args;

use super::Common;
use crate::course::document::{Deck, read_deck};
use crate::course::rehearsal::{Format, Kept, rehearse, troubles};
use crate::files::{self, Destination, Kind, Origin, Replace};
use crate::plain::plain_text;
use crate::present::{self, Notes, Pace, clock_text};
use crate::term;

/// The most bytes of a deck, and of what is kept of its check.
const MAX_BYTES: u64 = 1 << 20;

#[derive(Debug, Args)]
pub struct PresentArguments {
    /// The talk: Markdown as in a lesson, with blocks +run, +type, +predict, +quiz and +note
    #[arg(value_name = "DECK", required_unless_present = "notes")]
    deck: Option<PathBuf>,
    /// Begin with this slide
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..))]
    from: u16,
    /// Take the steps by itself, one every SECONDS; a block's after=SECONDS says it for its slide
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u16).range(1..))]
    timed: Option<u16>,
    /// Run the whole talk unseen, and say where it does not do what it did when the check was last accepted
    #[arg(long, conflicts_with_all = ["timed", "notes"])]
    check: bool,
    /// Keep what the check finds, beside the deck, as what is right
    #[arg(long, requires = "check")]
    accept: bool,
    /// Show the speaker's notes of the talk that is being given in another terminal
    #[arg(long, conflicts_with = "deck")]
    notes: bool,
}

/// Presents, checks, or shows notes. Gives the exit code.
pub fn run(common: &Common, arguments: &PresentArguments) -> anyhow::Result<i32> {
    let Some(path) = &arguments.deck else { return notes(common) };
    let deck = read(path)?;
    if arguments.check {
        return check(&deck, path, arguments.accept, common.replace());
    }
    let options = crate::repl::Options { clock: common.clock_of_talk(), ..common.repl_options()? };
    let pace = Pace { timed: arguments.timed.map(u32::from), from: arguments.from.into() };
    crate::repl::run_talk(options, deck, pace)
}

pub fn read(path: &Path) -> anyhow::Result<Deck> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let text = read_text(path)?;
    read_deck(&name, &text).map_err(|problems| {
        let rows: Vec<String> = problems.iter().map(|it| it.to_string()).collect();
        anyhow::anyhow!("the talk cannot be read\n{}", rows.join("\n"))
    })
}

fn read_text(path: &Path) -> anyhow::Result<String> {
    let bytes = files::read(path, Origin::Named, MAX_BYTES, files::UNINTERRUPTED)?;
    String::from_utf8(bytes).with_context(|| format!("{} is not a text in UTF-8", path.display()))
}

/// Where what the check found is kept.
fn kept_in(deck: &Path) -> PathBuf {
    deck.with_extension("check.json")
}

fn check(deck: &Deck, path: &Path, accept: bool, replace: Replace) -> anyhow::Result<i32> {
    let now = rehearse(deck).context("the system has no thread or folder to give")?;
    let kept = kept_in(path);
    let before = match kept.exists() {
        false => None,
        true => {
            let before: Result<Kept, _> = serde_json::from_str(&read_text(&kept)?);
            Some(before.with_context(|| format!("{} is not what a check keeps", kept.display()))?.programs)
        }
    };
    let found = troubles(deck, &now, before.as_deref().filter(|_| !accept));
    for trouble in &found {
        write_line!("{}:{}: {}", plain_text(&deck.file), trouble.line, plain_text(&trouble.text));
    }
    let programs = match now.len() {
        1 => "1 program".to_owned(),
        count => format!("{count} programs"),
    };
    if accept {
        let text = serde_json::to_string_pretty(&Kept { format: Format::Check, programs: now })? + "\n";
        Destination::new(&kept, Kind::Check, replace, &[path])?.write(text.as_bytes())?;
        write_line!("Kept what {programs} did, in {}.", plain_text(&kept.display().to_string()));
    }
    if !found.is_empty() {
        if before.is_some() && !accept {
            write_line!("If that is right, --check --accept keeps it.");
        }
        return Ok(1);
    }
    match (accept, &before) {
        (true, _) => {}
        (false, Some(_)) => write_line!("{programs}, each does what it did."),
        (false, None) => write_line!(
            "{programs}, each ends as the deck says. With --accept what they print is kept, and compared from then on."
        ),
    }
    Ok(0)
}

fn notes(common: &Common) -> anyhow::Result<i32> {
    let Some(folder) = present::socket_folder() else {
        bail!("the system names no folder for the user's own files")
    };
    let look = common.look();
    let mut drawn = String::new();
    let show = |notes: &Notes, since: Duration| {
        let text = page(notes, since, usize::from(term::size().rows), &look);
        if text != drawn {
            // Written at once, so that nothing flickers.
            let rows: String = text.lines().map(|row| format!("{row}\x1b[K\n")).collect();
            let mut out = io::stdout().lock();
            out.write_all(format!("\x1b[H{rows}\x1b[J").as_bytes())?;
            out.flush()?;
            drawn = text;
        }
        Ok(())
    };
    match present::follow(&folder, show) {
        Ok(()) => {
            write_line!("The talk is over.");
            Ok(0)
        }
        Err(error) => bail!(present::trouble(&error)),
    }
}

/// What the speaker sees.
fn page(notes: &Notes, since: Duration, rows: usize, look: &crate::show::Look) -> String {
    let since = since.as_secs();
    let head = format!(
        "{} · {} of {} · {} in all, {} here",
        notes.title,
        notes.slide,
        notes.slides,
        clock_text(notes.seconds + since),
        clock_text(notes.seconds_here + since)
    );
    let mut text = look.bold(&look.glyphs.own_words(&plain_text(&head))) + "\n\n";
    text.push_str(&present::painted_notes(notes, look));
    let shown: Vec<&str> = text.lines().take(rows.saturating_sub(1)).collect();
    shown.join("\n") + "\n"
}
