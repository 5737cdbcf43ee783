//! Whether a session is shared with those who follow it in their browsers, as the command line says.

use anyhow::ensure;
use clap::Args;

use crate::share::{Address, Votes, Wanted, host_name};

#[derive(Debug, Args)]
pub struct ShareArguments {
    /// Let others follow in their browsers: on this computer, or with 0.0.0.0 in the room
    #[arg(long, global = true, value_name = "ADDRESS", num_args = 0..=1, require_equals = true,
        default_missing_value = "127.0.0.1")]
    share: Option<Address>,
    /// Another name under which the shared page may be asked for; it is the one that is shown
    #[arg(long, global = true, value_name = "NAME", value_parser = host_name)]
    share_host: Option<String>,
    /// Let those who follow answer questions
    #[arg(long, global = true)]
    share_votes: bool,
}

impl ShareArguments {
    pub fn is_asked_for(&self) -> bool {
        self.share.is_some() || self.share_host.is_some() || self.share_votes
    }

    /// How the session is to be shared, if it is.
    pub fn wanted(&self) -> anyhow::Result<Option<Wanted>> {
        let host = self.share_host.clone();
        ensure!(
            self.share.is_some() || !self.is_asked_for(),
            "--share-host and --share-votes say how a session is shared; add --share, or --share=0.0.0.0 for the room"
        );
        let votes = if self.share_votes { Votes::On } else { Votes::Off };
        Ok(self.share.map(|address| Wanted { address, host, votes }))
    }
}
