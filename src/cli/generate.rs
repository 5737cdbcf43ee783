//! `meanwhile completions SHELL` and `meanwhile manual`: what packages of this program bring along.

use std::io::{self, Write};

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::arguments::Arguments;

#[derive(Debug, Args)]
pub struct CompletionsArguments {
    /// The shell that is to complete this program's options
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Prints what a shell reads to complete options.
pub fn completions(arguments: &CompletionsArguments) -> anyhow::Result<i32> {
    let mut text = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "meanwhile", &mut text);
    io::stdout().write_all(&text)?;
    Ok(0)
}

/// Prints the manual page, for `man`, subcommands included.
pub fn manual() -> anyhow::Result<i32> {
    let mut text = Vec::new();
    clap_mangen::Man::new(Arguments::command()).render(&mut text)?;
    let mut command = Arguments::command();
    command.build();
    for subcommand in command.get_subcommands().filter(|it| !it.is_hide_set() && it.get_name() != "help") {
        let name = format!("meanwhile {}", subcommand.get_name());
        let page = clap_mangen::Man::new(subcommand.clone());
        writeln!(text, ".SH \"{}\"", name.to_uppercase())?;
        page.render_description_section(&mut text)?;
        page.render_synopsis_section(&mut text)?;
        page.render_options_section(&mut text)?;
    }
    io::stdout().write_all(&text)?;
    Ok(0)
}
