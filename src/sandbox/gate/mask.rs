//! What a log may show of a path or a query: a token that was pasted into one is not written down.

use percent_encoding::percent_decode_str;

/// Ids of this API are shorter: those of playlists have up to 38 characters.
const LONGEST: usize = 40;
/// From this length on, capitals, small letters and digits together are no id and no word.
const MIXED: usize = 20;

/// The text without what is, or may be, one of the secrets or a token of another place. Everything behind it goes too,
/// up to the next parameter: a token can have slashes in it.
pub(super) fn hidden<'a>(text: &str, mut secrets: impl Iterator<Item = &'a str>) -> String {
    let whole = percent_decode_str(text).decode_utf8_lossy();
    if secrets.any(|secret| secret.len() >= 8 && whole.contains(secret)) {
        return "…".to_owned();
    }
    let parameters: Vec<String> = text.split('&').map(parameter).collect();
    parameters.join("&")
}

fn parameter(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for piece in text.split_inclusive(['/', '=', ',']) {
        let decoded = percent_decode_str(piece).decode_utf8_lossy();
        if decoded.split(is_mark).any(may_be_secret) {
            shown.push('…');
            break;
        }
        shown.push_str(piece);
    }
    shown
}

fn is_mark(letter: char) -> bool {
    !letter.is_ascii_alphanumeric() && letter != '_' && letter != '-'
}

fn may_be_secret(word: &str) -> bool {
    let has = |kind: fn(&u8) -> bool| word.as_bytes().iter().any(kind);
    let is_mixed = has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_digit);
    word.len() > LONGEST || word.len() >= MIXED && is_mixed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_a_token_is_not_shown() {
        let token = "AsQ3".to_owned() + &"aB9+/x".repeat(24) + "==";
        let jwt = "eyJhbGciOiJFUzI1NiIsImtpZCI6IkZJQ1RJT04wMDEifQ.eyJpc3MiOiJGIn0.c2ln";
        for (text, shown) in [
            ("/v1/catalog/us/albums/1000042".to_owned(), None),
            ("ids=1000101,1000102,i.gelNOzPuL41Lxo&include=tracks".to_owned(), None),
            ("ids=pl.pm-20e9f373919da080f53d220d517f74d7".to_owned(), None),
            ("term=the+Long+Way+Home+2024+and+Back&types=songs".to_owned(), None),
            (format!("a=1&token={jwt}&b=2"), Some("a=1&token=…&b=2")),
            (format!("/v1/{}/x", jwt.replace('.', "%2E")), Some("/v1/…")),
            (format!("token={token}"), Some("…")),
            (format!("token={}", token.replace('/', "%2F").replace('+', "%2B")), Some("…")),
            (format!("/v1/{}", "a1".repeat(30)), Some("/v1/…")),
        ] {
            let told = hidden(&text, [&*token].into_iter());
            assert_eq!(told, shown.unwrap_or(&text));
        }
    }
}
