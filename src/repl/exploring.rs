//! `:explore`: an entry in all its orders.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::saving::as_script;
use crate::explore::{Budget, NamedFiles, Program, Surroundings, each_name, refusal};
use crate::script::{Entry, Role};
use crate::show;
use crate::workbench::Workbench;

/// The entry of the run with that number, else the last entry, with what it needs of those before, ready to be run in
/// any order. None where there is none, which has been said then.
///
/// # Errors
/// The system's, and those of standard output.
pub fn program_of_run(
    bench: &Workbench,
    number: Option<usize>,
    interrupted: Arc<AtomicBool>,
) -> anyhow::Result<Option<Program>> {
    let index = match number {
        Some(number) => bench.work.entry_of_run.get(&number).copied(),
        None => bench.entries.latest_run(),
    };
    let Some(index) = index else {
        bench.say(&match number {
            Some(number) => {
                format!("There is no entry of yours with run {number}. Runs that are drawn have numbers.\n")
            }
            None => "Nothing has been run yet. Enter a program, then :explore tries its other orders.\n"
                .to_owned(),
        })?;
        return Ok(None);
    };
    let text = as_script(&with_what_it_needs(&bench.entries.run_up_to(index)));
    if let Some(why) = refusal(&text) {
        bench.say(&format!("{}{}.\n", why[..1].to_uppercase(), &why[1..]))?;
        return Ok(None);
    }
    let entry = Entry { name: String::new(), text, folder: PathBuf::new(), role: Role::Free };
    let is_sandbox = bench.outside.permissions.is_sandbox();
    let named = if is_sandbox { NamedFiles::Closed } else { NamedFiles::Copied };
    let surroundings = Surroundings { named, interrupted, ..Surroundings::default() };
    Ok(Some(Program::new(entry, surroundings)?))
}

/// Explores the entry of the run with that number, else the last entry.
///
/// # Errors
/// As those of [`program_of_run`].
pub fn explore(bench: &Workbench, number: Option<usize>) -> anyhow::Result<()> {
    let interrupts = show::noticed_interrupts();
    let Some(mut program) = program_of_run(bench, number, interrupts.flag())? else { return Ok(()) };
    let look = bench.look();
    let said = match (show::explore(&mut program, Budget::default()), program.unreadable()) {
        (Some(exploration), _) => {
            let repeat =
                |code: &str| format!("Saved in a file, it goes like this again with --schedule {code}");
            show::explored(&program, &exploration, &look, repeat)?
        }
        (None, Some((report, sources))) => show::report_text(report, sources, &look),
        (None, None) => "Interrupted before the first run had ended.\n".to_owned(),
    };
    bench.say(&said)
}

/// The last of the entries, after those before it that make or change what it uses.
fn with_what_it_needs<'e>(entries: &[&'e str]) -> Vec<&'e str> {
    let names = entries.iter().map(|entry| {
        let mut names = Vec::new();
        each_name(entry, |name| names.push(name));
        names
    });
    let names: Vec<Vec<&str>> = names.collect();
    let mut needed: BTreeSet<&str> = names.last().into_iter().flatten().copied().collect();
    let mut chosen = BTreeSet::from([entries.len().saturating_sub(1)]);
    // A function may use one that was written after it, so it is looked until nothing more is needed.
    loop {
        let is_made =
            |pair: &[&str]| ["let", "const", "fn", "as"].contains(&pair[0]) && needed.contains(pair[1]);
        // A variable may be changed by whatever names it; a function is not.
        let changes = |name: &&str| needed.contains(name) && is_variable(entries, name);
        let more = (0..entries.len()).find(|index| {
            let is_needed = || names[*index].windows(2).any(is_made) || names[*index].iter().any(changes);
            !chosen.contains(index) && is_needed()
        });
        let Some(more) = more else { break };
        chosen.insert(more);
        needed.extend(&names[more]);
    }
    chosen.into_iter().filter_map(|index| entries.get(index).copied()).collect()
}

fn is_variable(entries: &[&str], name: &str) -> bool {
    entries.iter().any(|entry| entry.contains(&format!("let {name}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_explored_with_what_it_needs() {
        let entries = [
            "fn f() { g() }",
            "fn g() { 1 }",
            "fn unused() { 2 }",
            "let list = []",
            "print(3)",
            "list.push(f())",
            "let a = spawn f(); await a; print(list)",
        ];
        let needed = with_what_it_needs(&entries);
        assert_eq!(needed, [entries[0], entries[1], entries[3], entries[5], entries[6]]);
    }
}
