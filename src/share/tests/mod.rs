//! Tests of sharing: changes, addresses, votes, and the server as strangers meet it.

mod addresses;
mod load;
mod patches;
mod strangers;
mod votes;
