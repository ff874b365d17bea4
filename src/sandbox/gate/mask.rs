//! What a log may show of a path or a query: a token that was pasted into one is not written down.

use percent_encoding::percent_decode_str;

/// Ids of this API are shorter: those of playlists have up to 38 characters.
const LONGEST: usize = 40;
/// From this length on, capitals, small letters and digits together are no id and no word.
const MIXED: usize = 20;

/// What the name of a parameter has in it whose value is a secret, however it looks.
const TELLING: &[&str] = &["token", "secret", "key", "cookie", "authorization", "password", "jwt"];

/// The text without what is, or may be, one of the secrets or a token of another place. Everything behind it goes too,
/// up to the next parameter: a token can have slashes in it.
pub(super) fn hidden<'a>(text: &str, mut secrets: impl Iterator<Item = &'a str>) -> String {
    // Whoever writes a token by hand may write it in another case, and most of it can be read from that too.
    let whole = percent_decode_str(text).decode_utf8_lossy().to_ascii_lowercase();
    if secrets.any(|secret| secret.len() >= 8 && whole.contains(&secret.to_ascii_lowercase())) {
        return "…".to_owned();
    }
    let parameters: Vec<String> = text.split('&').map(parameter).collect();
    parameters.join("&")
}

fn parameter(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for piece in text.split_inclusive(['/', '=', ',']) {
        let decoded = percent_decode_str(piece).decode_utf8_lossy();
        let is_whole = !piece.ends_with('=') && decoded.contains('=') && is_telling(&decoded);
        if is_whole || decoded.split(is_mark).any(may_be_secret) {
            shown.push('…');
            break;
        }
        shown.push_str(piece);
        if piece.ends_with('=') && is_telling(&decoded) {
            shown.push('…');
            break;
        }
    }
    shown
}

fn is_telling(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    TELLING.iter().any(|word| name.contains(word))
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
            (format!("token={}", token.to_lowercase()), Some("…")),
            ("user_token=no&b=2".to_owned(), Some("user_token=…&b=2")),
            ("b=2&Music%2DUser%2D%54oken=no".to_owned(), Some("b=2&Music%2DUser%2D%54oken=…")),
            ("b=2&user_token%3Dno".to_owned(), Some("b=2&…")),
            ("term=token&types=songs".to_owned(), None),
        ] {
            let told = hidden(&text, [&*token].into_iter());
            assert_eq!(told, shown.unwrap_or(&text));
        }
    }
}
