//! Random text that nobody can guess: the one place where the program asks for chance.

use std::io;

use aws_lc_rs::rand;
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};

use crate::domain::secret::Secret;

/// 256 bits, as 43 characters of base64url: an address with them fits into a line of 80 columns, where 64 hex digits would
/// break in two and be copied by halves.
///
/// # Errors
/// When the system has no randomness to give.
pub fn nonce() -> io::Result<Secret> {
    let mut bytes = [0; 32];
    rand::fill(&mut bytes).map_err(|_| io::Error::other("the system gives no random numbers"))?;
    Ok(Secret::new(BASE64_URL_SAFE_NO_PAD.encode(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_are_alike() {
        let (one, other) = (nonce().unwrap(), nonce().unwrap());
        assert!(one.expose().len() == 43 && one != other);
    }
}
