//! `:share`: others follow the session in their browsers. What they see is in `share`; here is what the terminal says.

mod qr;
#[cfg(test)]
mod tests;
mod votes;

use super::display::Display;
use crate::commands::ShareCommand;
use crate::editor;
use crate::plain::plain_text;
use crate::share::{Address, Share, Votes, Wanted, host_name};
use crate::show::is_worth_a_frame;
use crate::term;
use crate::workbench::Workbench;

pub use votes::{Resolved, chart, vote};

/// Rows that the address and the prompt take beside the code to scan.
const ROWS_BESIDE: usize = 7;

/// Gives those who want to follow the time to scan the code, before something else takes its place.
///
/// # Errors
/// Those of the terminal.
pub fn wait_for_readers(bench: &mut Workbench) -> anyhow::Result<()> {
    if bench.share.is_some() && bench.display.is_interactive {
        bench.say("Enter begins.\n")?;
        let prompt = bench.display.look.glyphs.own_words("› ");
        // Whatever is typed: it begins, and who wants to leave can do so there.
        bench.editor.read(&prompt, "", editor::Wanted::Answer)?;
    }
    Ok(())
}

/// `:share`
///
/// # Errors
/// As those of standard output.
pub fn share(bench: &mut Workbench, command: ShareCommand) -> anyhow::Result<()> {
    match (command, &bench.share) {
        (ShareCommand::Off, None) => bench.say("The session is not shared. :share begins that.\n"),
        (ShareCommand::Off, Some(_)) => {
            bench.share = None;
            bench.say("The session is no longer shared. What others see of it stays on their screens.\n")
        }
        (ShareCommand::Begin { address, host, votes }, Some(share)) => {
            let is_same = address.as_ref().is_none_or(|it| it.parse() == Ok(share.wanted().address));
            if !is_same || host.is_some_and(|it| share.wanted().host != Some(it)) {
                return bench.say("The session is shared already. :share off ends that first.\n");
            }
            if votes == Votes::On {
                share.allow_votes();
            }
            bench.say(&address_text(share, &bench.display))
        }
        (ShareCommand::Begin { address, host, votes }, None) => {
            let address = address.map_or(Ok(Address::default()), |it| it.parse());
            let host = host.map(|it| host_name(&it)).transpose();
            let begun = match (address, host) {
                (Ok(address), Ok(host)) => begin_sharing(bench, Wanted { address, host, votes }),
                (Err(problem), _) => Err(format!("{problem}.")),
                (_, Err(problem)) => Err(format!("{problem}.")),
            };
            begun.or_else(|problem| bench.say(&format!("{}\n", plain_text(&problem))))
        }
    }
}

/// Shares the session and tells where.
///
/// # Errors
/// Why that is not possible, as a sentence.
pub fn begin_sharing(bench: &mut Workbench, wanted: Wanted) -> Result<(), String> {
    let at = wanted.address.0;
    let on_votes = votes::told_above(bench.display.printer.clone());
    let share = Share::open(wanted, is_worth_a_frame, on_votes)
        .map_err(|error| format!("The session cannot be shared at {at}: {error}."))?;
    let text = address_text(&share, &bench.display);
    bench.share = Some(share);
    bench.say(&text).map_err(|error| error.to_string())
}

/// Where the page is, with a code to scan where others can reach it and the window has room.
fn address_text(share: &Share, display: &Display) -> String {
    let look = &display.look;
    let is_for_others = !share.is_local() || share.wanted().host.is_some();
    let room = usize::from(term::size().rows).saturating_sub(ROWS_BESIDE);
    let code = match is_for_others && share.is_reachable() && display.is_interactive {
        true => qr::code(share.url(), usize::from(look.columns()), room, look),
        false => None,
    };
    let reach = match (is_for_others, share.is_reachable()) {
        (false, _) => "Only this computer reaches that; :share 0.0.0.0 is for the room.",
        (true, true) => "Anyone with this address can follow, and can change nothing here.",
        (true, false) => "This computer seems to be in no network. --share-host NAME names it for others.",
    };
    let votes = match share.votes() {
        Votes::On => "Those who follow may answer: :vote QUESTION | A | B asks them.\n",
        Votes::Off => "",
    };
    let readers = match share.readers() {
        0 => String::new(),
        1 => " One follows.".to_owned(),
        count => format!(" {count} follow."),
    };
    format!(
        "{}The session can be followed in a browser:\n  {}\n{reach}{readers}\n\
         Runs are shown from the next one on. :share off ends it.\n{votes}",
        code.unwrap_or_default(),
        look.bold(&plain_text(share.url())),
    )
}
