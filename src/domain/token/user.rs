//! The shape of a Music User Token. It is opaque, so only what cannot be one is refused.

use thiserror::Error;

use crate::domain::secret::{self, Secret};

/// Why a text is no Music User Token.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UserTokenFault {
    /// Nothing there.
    #[error("The Music User Token is empty.")]
    Empty,
    /// A private key.
    #[error("That is a private key, not a Music User Token. Sign in to get one.")]
    PrivateKey,
    /// A JWT: a developer token, or an identity token of Sign in with Apple.
    #[error(
        "That is a JWT, not a Music User Token: a developer token, or one of Sign in with Apple. Sign in with MusicKit to get one."
    )]
    Jwt,
    /// A whole Cookie header.
    #[error(
        "That is a whole Cookie header, not a Music User Token. Keep only the value of media-user-token."
    )]
    Cookie,
    /// The value with the name of its header or cookie, or with `Bearer`.
    #[error("The Music User Token carries the name of its header or cookie. Keep only the value.")]
    Named,
    /// Quotes are part of the value.
    #[error("The Music User Token is wrapped in quotes. Remove them.")]
    Quoted,
    /// Blanks inside: most often `+` that was decoded as in a form.
    #[error(
        "The Music User Token contains white space. If spaces stand where + belongs, put the + back; else copy it again."
    )]
    WhiteSpace,
    /// A control character, or one outside ASCII: it cannot travel in a header.
    #[error("The Music User Token contains a character that cannot be in one. Copy it again.")]
    Character,
    /// `%2B` and the like.
    #[error("The Music User Token is percent-encoded. Decode it once.")]
    PercentEncoded,
}

/// Checks the shape of a Music User Token and takes the blanks around it away.
///
/// # Errors
/// [`UserTokenFault`] with what it was instead.
pub fn read_user_token(text: &Secret) -> Result<Secret, UserTokenFault> {
    let trimmed = text.expose().trim();
    refuse_other_things(trimmed)?;
    refuse_damage(trimmed)?;
    Ok(Secret::new(trimmed.to_owned()))
}

fn refuse_other_things(text: &str) -> Result<(), UserTokenFault> {
    if text.is_empty() {
        return Err(UserTokenFault::Empty);
    }
    if secret::looks_like_private_key(text) {
        return Err(UserTokenFault::PrivateKey);
    }
    if secret::looks_like_jwt(text) {
        return Err(UserTokenFault::Jwt);
    }
    if text.contains(';') {
        return Err(UserTokenFault::Cookie);
    }
    if carries_a_name(text) {
        return Err(UserTokenFault::Named);
    }
    Ok(())
}

fn carries_a_name(text: &str) -> bool {
    let starts_with =
        |name: &str| text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    ["bearer ", "media-user-token", "music-user-token"].into_iter().any(starts_with)
}

fn refuse_damage(text: &str) -> Result<(), UserTokenFault> {
    if text.starts_with(['"', '\'', '`', '“', '‘']) {
        return Err(UserTokenFault::Quoted);
    }
    if text.contains(char::is_whitespace) {
        return Err(UserTokenFault::WhiteSpace);
    }
    if text.chars().any(|c| c.is_control() || !c.is_ascii()) {
        return Err(UserTokenFault::Character);
    }
    let lower = zeroize::Zeroizing::new(text.to_ascii_lowercase());
    if ["%2b", "%2f", "%3d"].iter().any(|code| lower.contains(code)) {
        return Err(UserTokenFault::PercentEncoded);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        for (text, expected) in [
            ("AqFgx+/YkM==", Ok("AqFgx+/YkM==")),
            (" AqFgx\r\n", Ok("AqFgx")),
            ("0.fictional-user-token", Ok("0.fictional-user-token")),
            ("", Err(UserTokenFault::Empty)),
            ("\n", Err(UserTokenFault::Empty)),
            ("eyJhbGciOiJFUzI1NiJ9.eyJ9.c2ln", Err(UserTokenFault::Jwt)),
            ("-----BEGIN PRIVATE KEY-----", Err(UserTokenFault::PrivateKey)),
            ("a=b; media-user-token=AqFg", Err(UserTokenFault::Cookie)),
            ("media-user-token=AqFg", Err(UserTokenFault::Named)),
            ("Music-User-Token: AqFg", Err(UserTokenFault::Named)),
            ("Bearer AqFg", Err(UserTokenFault::Named)),
            ("'AqFg'", Err(UserTokenFault::Quoted)),
            ("AqFg x", Err(UserTokenFault::WhiteSpace)),
            ("AqFg\nx", Err(UserTokenFault::WhiteSpace)),
            ("AqFg\u{1b}x", Err(UserTokenFault::Character)),
            ("AqFgéx", Err(UserTokenFault::Character)),
            ("AqFg%2Fx%3d", Err(UserTokenFault::PercentEncoded)),
        ] {
            let read = read_user_token(&Secret::new(text.to_owned()));
            assert_eq!(read, expected.map(|token| Secret::new(token.to_owned())), "{text}");
        }
    }
}
