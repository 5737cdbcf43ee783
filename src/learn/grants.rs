//! What a course from elsewhere is allowed.

use crate::course::contents::{Course, Provenance};
use crate::course::grants::Grants;
use crate::course::progress::data_folder;
use crate::host::permissions::Wish;
use crate::plain::plain_text;
use crate::workbench::Workbench;

/// Characters of a course's title in a question about it.
const MAX_TITLE: usize = 60;

/// What a course from elsewhere may do beyond what every course may; none for the one that comes with meanwhile. Its
/// learner is asked once, for the course as it is.
///
/// # Errors
/// Those of the terminal.
pub fn granted(bench: &mut Workbench, course: &Course) -> anyhow::Result<Option<Vec<Wish>>> {
    if course.provenance == Provenance::BuiltIn {
        return Ok(None);
    }
    if course.wishes.is_empty() || bench.outside.permissions.is_sandbox() {
        return Ok(Some(Vec::new()));
    }
    let grants = Grants::in_folder(data_folder().as_deref());
    if let Some(granted) = grants.of(&course.hash) {
        // What a course does not ask for it does not get, whatever the file says.
        return Ok(Some(granted.into_iter().filter(|it| course.wishes.contains(it)).collect()));
    }
    // However long a title is, the question stays on the screen.
    let title: String = plain_text(&course.title).chars().take(MAX_TITLE).collect();
    let wishes: String =
        course.wishes.iter().map(|it| format!("  {:<9} {}\n", it.name(), it.meaning())).collect();
    bench.say(&format!(
        "The course \"{title}\" does not come with meanwhile.\n\
         Its programs run in a sandbox, and they ask for more:\n\n{wishes}\n"
    ))?;
    if !bench.display.is_interactive {
        bench.say("Nobody can be asked here, so they run without it.\n\n")?;
        return Ok(Some(Vec::new()));
    }
    bench.say(
        "Allow this? If you say no, they run without it.\nYou are asked again when the course changes.\n",
    )?;
    let is_yes = bench.ask_yes_or_no()?;
    let granted = if is_yes { course.wishes.clone() } else { Vec::new() };
    if let Err(error) = grants.remember(&course.hash, &granted) {
        bench.say(&format!("Your answer could not be kept: {}.\n", plain_text(&error.to_string())))?;
    }
    bench.say(if is_yes { "It is allowed.\n\n" } else { "It is not allowed.\n\n" })?;
    Ok(Some(granted))
}
