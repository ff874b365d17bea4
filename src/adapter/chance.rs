//! Random text that nobody can guess: the one place where the program asks for chance.

use std::io;

use aws_lc_rs::rand;

use crate::domain::secret::Secret;

/// 256 bits, as 64 hex digits.
///
/// # Errors
/// When the system has no randomness to give.
pub fn nonce() -> io::Result<Secret> {
    let mut bytes = [0; 32];
    rand::fill(&mut bytes).map_err(|_| io::Error::other("the system gives no random numbers"))?;
    Ok(Secret::new(bytes.iter().map(|byte| format!("{byte:02x}")).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_are_alike() {
        let (one, other) = (nonce().unwrap(), nonce().unwrap());
        assert!(one.expose().len() == 64 && one != other);
    }
}
