//! What only those know who were told: the token in the page's path, and one for each reader.

use sha2::{Digest, Sha256};

/// Letters and digits that are not taken for each other.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
/// 80 bits: too many to try over a network, few enough to be typed by hand.
const LENGTH: usize = 16;

/// A random text of letters and digits.
///
/// # Errors
/// The system has no random bytes to give.
pub fn token() -> Result<String, getrandom::Error> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect())
}

/// Whether a text is the token, told in the same time wherever they differ. Capitals are as good as small letters.
pub fn is_same(token: &str, given: &str) -> bool {
    let differing = |(a, b): (u8, u8)| a ^ b.to_ascii_lowercase();
    token.len() == given.len()
        && token.bytes().zip(given.bytes()).map(differing).fold(0, |all, it| all | it) == 0
}

/// Gives each reader a token of its own, and knows its own again without remembering any.
pub struct Readers {
    secret: [u8; 32],
}

impl Readers {
    /// # Errors
    /// The system has no random bytes to give.
    pub fn new() -> Result<Readers, getrandom::Error> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret)?;
        Ok(Readers { secret })
    }

    /// A new reader's token; none where the system has no random bytes to give.
    pub fn welcome(&self) -> Option<String> {
        let name = token().ok()?;
        let seal = self.seal(&name);
        Some(format!("{name}{seal}"))
    }

    /// Whether a token was given by [`Readers::welcome`].
    pub fn knows(&self, reader: &str) -> bool {
        reader.len() == 2 * LENGTH
            && reader.is_ascii()
            && is_same(&self.seal(&reader[..LENGTH]), &reader[LENGTH..])
            && !reader.bytes().any(|it| it.is_ascii_uppercase())
    }

    fn seal(&self, name: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(self.secret);
        hash.update(name);
        hash.finalize().iter().take(LENGTH).map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
    }
}
