//! A value that cannot be printed, and the means to keep secrets out of text that can.
//!
//! A developer token, a private key and a user token live in a [`Secret`]. Text that comes from outside, or that a
//! person typed, goes through [`mask`] before it is shown; bytes that a server sent back go through [`scrub()`].

mod own;
mod scrub;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use memchr::memmem;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

pub use own::{Own, Trace};
pub use scrub::{Scrubber, holds, holds_part, scrub};

/// How many characters of a JWT may be seen. They are the same for nearly all tokens: `{"alg` in base64url.
const SHOWN: usize = 6;
/// `eyJ` and this many more characters are taken for the first part of a JWT even with no dot after them: while a token is
/// typed, no more than its first six characters may stand there.
const JWT_START: usize = 4;
/// The same in the middle of a word, where `eyJ` may be by chance, as in `MonkeyJungle`.
const JWT_START_INSIDE: usize = 16;
/// No header of a JWT is longer; a text of the same letter over and over must not be walked from each of them.
const LONGEST_HEADER: usize = 4096;
/// A line this long, with nothing but token characters, goes on with the token of the line before.
const CONTINUED_LINE: usize = 20;
/// So often may a text be percent-encoded, one layer in another.
const LAYERS: usize = 3;
/// What stands in place of a private key, of which nothing may be seen.
const KEY_MASK: &str = "[private key]";

/// A token or a key: cheap to clone, overwritten in memory when the last clone goes, and never printed.
///
/// There is no `Display` and no `Serialize` on purpose; [`Secret::expose`] is the one way out, and easy to search for.
#[derive(Clone)]
pub struct Secret(Arc<Zeroizing<String>>);

impl Secret {
    /// Takes the text over; the caller keeps no copy.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Arc::new(Zeroizing::new(text)))
    }

    /// The text itself, for the one place that sends, signs or compares it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The first 8 hex digits of the SHA-256 of the text: enough to tell two tokens apart, useless to an attacker.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let digest = Sha256::digest(self.expose().as_bytes());
        digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
    }

    /// Whether there is no text at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.expose().is_empty()
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Whether `text` (blanks around it aside) is one whole JWT: two or more dots, base64url, and a JSON object first.
#[must_use]
pub fn looks_like_jwt(text: &str) -> bool {
    let bytes = text.trim().as_bytes();
    let dots = bytes.iter().filter(|byte| **byte == b'.').count();
    dots >= 2 && opens_json(bytes) && bytes.iter().all(|byte| is_base64url(*byte) || *byte == b'.')
}

/// Whether `text` holds a private key: a PEM block, or the base64 of one or of its DER.
#[must_use]
pub fn looks_like_private_key(text: &str) -> bool {
    (0..text.len()).any(|at| key_end(&text.as_bytes()[at..]).is_some())
}

/// Whether a text holds a token or a key that can be told by its shape.
#[must_use]
pub fn is_in(text: &str) -> bool {
    matches!(mask(text), Cow::Owned(_))
}

/// Replaces every JWT by its first six characters and `…`, and every private key by `[private key]`.
///
/// A token counts as soon as its second part has begun, or when a word begins with `eyJ` and 4 or more
/// base64url characters.
/// A PEM block without an end is masked to the end of the text. Borrowed when nothing had to be masked.
#[must_use]
pub fn mask(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let (mut masked, mut copied, mut at) = (String::new(), 0, 0);
    while at < bytes.len() {
        let Some((end, shown)) = secret_at(bytes, at) else {
            at += 1;
            continue;
        };
        masked.push_str(&text[copied..at + shown]);
        masked.push_str(if shown == 0 { KEY_MASK } else { "…" });
        copied = at + end;
        at = copied;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    masked.push_str(&text[copied..]);
    Cow::Owned(masked)
}

/// The length of the secret that begins at `at`, and how much of it may be shown.
fn secret_at(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let rest = &bytes[at..];
    match rest.first()? {
        b'e' => jwt_end(rest, at > 0 && is_base64url(bytes[at - 1])).map(|end| (end, SHOWN)),
        b'-' | b'L' | b'M' => key_end(rest).map(|end| (end, 0)),
        _ => None,
    }
}

fn jwt_end(bytes: &[u8], is_inside: bool) -> Option<usize> {
    if !bytes.starts_with(b"eyJ") && !opens_json(bytes) {
        return None;
    }
    let first = run(&bytes[..bytes.len().min(LONGEST_HEADER)], is_base64url);
    let dot = dot_length(&bytes[first..]);
    let second_begun = first > SHOWN && dot > 0 && opens_json(bytes) && opens_json(&bytes[first + dot..]);
    let enough = if is_inside { JWT_START_INSIDE } else { JWT_START };
    let start = if is_inside { first } else { letters(bytes, "eyJ".len() + enough) };
    let long_start = bytes.starts_with(b"eyJ") && start >= "eyJ".len() + enough;
    (second_begun || long_start).then(|| token_end(bytes))
}

/// How many letters of a token a text begins with, no more than `most` of them; what cuts it is none.
fn letters(bytes: &[u8], most: usize) -> usize {
    let (mut count, mut at) = (0, 0);
    while count < most && at < bytes.len() {
        let cut = cut_length(&bytes[at..]);
        if cut == 0 && !is_base64url(bytes[at]) {
            break;
        }
        count += usize::from(cut == 0);
        at += cut.max(1);
    }
    count
}

/// Walks over the parts of a token, over line breaks that only wrapped it, and over what cuts it in a path that is being typed.
fn token_end(bytes: &[u8]) -> usize {
    let mut end = 0;
    loop {
        end += run(&bytes[end..], is_base64url);
        let gap = match between(&bytes[end..]) {
            0 => wrap_length(&bytes[end..], |byte| is_base64url(byte) || byte == b'.'),
            gap if bytes.get(end + gap).is_some_and(|byte| is_base64url(*byte)) => gap,
            _ => 0,
        };
        if gap == 0 {
            return end;
        }
        end += gap;
    }
}

/// The length of all that parts a token or cuts it.
fn between(bytes: &[u8]) -> usize {
    let mut length = 0;
    loop {
        match dot_length(&bytes[length..]) + cut_length(&bytes[length..]) {
            0 => return length,
            more => length += more,
        }
    }
}

fn key_end(bytes: &[u8]) -> Option<usize> {
    if bytes.starts_with(b"-----BEGIN") { pem_end(bytes) } else { bare_key_end(bytes) }
}

fn pem_end(bytes: &[u8]) -> Option<usize> {
    // The longest label in use, "ENCRYPTED PRIVATE KEY", has room three times over.
    let label = &bytes["-----BEGIN".len()..bytes.len().min(80)];
    let label_end = memmem::find(label, b"-----")?;
    memmem::find(&label[..label_end], b"PRIVATE")?;
    let Some(end) = memmem::find(bytes, b"-----END") else { return Some(bytes.len()) };
    let closing = end + "-----END".len();
    let dashes = memmem::find(&bytes[closing..bytes.len().min(closing + 80)], b"-----");
    Some(dashes.map_or(bytes.len(), |at| closing + at + "-----".len()))
}

/// The base64 of a key without its BEGIN and END lines, or of a whole PEM file.
fn bare_key_end(bytes: &[u8]) -> Option<usize> {
    if !opens_der_key(bytes) && !bytes.starts_with(b"LS0tLS1CRUdJTi") {
        return None;
    }
    let mut end = run(bytes, is_base64);
    if end < CONTINUED_LINE {
        return None;
    }
    loop {
        match wrap_length(&bytes[end..], is_base64) {
            0 => return Some(end),
            gap => end += gap + run(&bytes[end + gap..], is_base64),
        }
    }
}

/// The base64 of a DER SEQUENCE that holds version 0 or 1 first: PKCS#8, SEC1 and PKCS#1 private keys alike.
fn opens_der_key(bytes: &[u8]) -> bool {
    let part = |from: usize, to: usize| bytes.get(from..to).unwrap_or_default();
    match part(0, 3) {
        b"MIG" => matches!(part(4, 8), b"AgEA" | b"AgEB"),
        b"MII" => part(6, 9) == b"IBA",
        _ => part(0, 1) == b"M" && matches!(part(3, 8), b"CAQAw" | b"CAQEE"),
    }
}

/// Whether base64url text decodes to `{` and what JSON may put after it: a quote, a space, a tab or a line break.
fn opens_json(bytes: &[u8]) -> bool {
    matches!(bytes, [b'e', b'y', b'A'..=b'D' | b'I'..=b'L', ..] | [b'e', b'w', b'k'..=b'r' | b'0'..=b'3', ..])
}

fn dot_length(bytes: &[u8]) -> usize {
    match bytes {
        [b'.', ..] => 1,
        [b'%', b'2', b'E' | b'e', ..] => 3,
        _ => 0,
    }
}

/// The length of what is in no token, and may have got into the middle of one: what parts a path and its query.
fn cut_length(bytes: &[u8]) -> usize {
    match bytes {
        [b'/' | b'?', ..] => 1,
        [b'%', b'2' | b'3', b'F' | b'f', ..] => 3,
        _ => 0,
    }
}

/// The length of a line break after which the same long run of characters goes on; 0 when it doesn't.
fn wrap_length(bytes: &[u8], belongs: impl Fn(u8) -> bool) -> usize {
    let blank = run(bytes, |byte| matches!(byte, b'\r' | b'\n' | b' ' | b'\t'));
    let broken = bytes[..blank].contains(&b'\n');
    if broken && run(&bytes[blank..], belongs) >= CONTINUED_LINE { blank } else { 0 }
}

fn run(bytes: &[u8], belongs: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|byte| belongs(**byte)).count()
}

fn is_base64url(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::{
        Engine,
        engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
    };
    use proptest::prelude::*;

    const JWT: &str =
        "eyJhbGciOiJFUzI1NiIsImtpZCI6IkZJQ1RJT04wMDEifQ.eyJpc3MiOiJGSUNUSU9OVEVBIn0.c2lnbmF0dXJl-_0";

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", Secret::new(JWT.to_owned())), "Secret(…)");
    }

    #[test]
    fn fingerprint_is_eight_hex_digits_of_sha256() {
        assert_eq!(Secret::new("abc".to_owned()).fingerprint(), "ba7816bf");
    }

    #[test]
    fn mask_table() {
        let key = "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49\n-----END PRIVATE KEY-----";
        let bare = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg";
        for (text, expected) in [
            (format!("Bearer {JWT} end"), "Bearer eyJhbG… end".to_owned()),
            (format!("a={JWT}&b={JWT}."), "a=eyJhbG…&b=eyJhbG….".to_owned()),
            ("x eyJhbGciOiJFUzI1NiIsIn y".to_owned(), "x eyJhbG… y".to_owned()),
            ("eyJhbGci.eyJ".to_owned(), "eyJhbG…".to_owned()),
            ("ewogICJhbGciO.ewogICJpc3M.c2ln".to_owned(), "ewogIC…".to_owned()),
            (JWT.replace('.', "%2E"), "eyJhbG…".to_owned()),
            (JWT.replace("Q.", "\n  Q."), "eyJhbG…".to_owned()),
            (format!("{JWT}\nConnection: close"), "eyJhbG…\nConnection: close".to_owned()),
            (format!("é{key}é"), format!("é{KEY_MASK}é")),
            (key.replace('\n', "\\n"), KEY_MASK.to_owned()),
            (key.replace(' ', "%20"), KEY_MASK.to_owned()),
            (format!("key: {}", &key[..40]), format!("key: {KEY_MASK}")),
            (format!("({bare})"), format!("({KEY_MASK})")),
            (format!("LS0tLS1CRUdJTi{bare}"), KEY_MASK.to_owned()),
        ] {
            assert_eq!(mask(&text), expected, "of {text}");
        }
    }

    #[test]
    fn mask_leaves_ordinary_text_borrowed() {
        for text in [
            "",
            "eye.ewe",
            "/v1/catalog/us/songs/1",
            "eyJhbG…",
            "/v1/search?term=MonkeyJungle",
            "MIGHT",
            "-----BEGIN CERTIFICATE-----",
            "é-e",
        ] {
            assert!(matches!(mask(text), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn looks_like_tables() {
        for (text, jwt, key) in [
            (JWT, true, false),
            (" eyJhbGciOiJub25lIn0.eyJ9. ", true, false),
            ("api.music.apple.com", false, false),
            ("-----BEGIN EC PRIVATE KEY-----", false, true),
            ("-----BEGIN PUBLIC KEY-----", false, false),
            ("MIGTAgEAMBMGByqGSM49AgEGCCqGSM49", false, true),
            ("", false, false),
        ] {
            assert_eq!((looks_like_jwt(text), looks_like_private_key(text)), (jwt, key), "{text}");
        }
    }

    #[test]
    fn scrub_finds_every_spelling() {
        let secret = Secret::new("AqFg+x/5I==".to_owned());
        for (text, expected) in [
            ("a AqFg+x/5I== AqFg+x/5I==", "a *********** ***********"),
            ("AqFg%2Bx%2F5I%3D%3D!", "*******************!"),
            ("AqFg%2bx%2f5I%3d%3d!", "*******************!"),
            (r#""AqFg+x\/5I==""#, r#""************""#),
            ("AqFg+x", "AqFg+x"),
        ] {
            let mut bytes = text.as_bytes().to_vec();
            let count = scrub(&mut bytes, &[&secret]);
            assert_eq!(String::from_utf8(bytes).unwrap(), expected);
            assert_eq!(count, expected.split(|c| c != '*').filter(|stars| !stars.is_empty()).count());
        }
    }

    #[test]
    fn a_token_that_is_being_typed_shows_six_characters_at_most() {
        let typed = |length: usize| mask(&format!("X: {}", &JWT[..length])).into_owned();
        assert_eq!(
            (typed(6).as_str(), typed(7).as_str(), typed(8).as_str()),
            ("X: eyJhbG", "X: eyJhbG…", "X: eyJhbG…")
        );
    }

    #[test]
    fn a_token_that_is_cut_in_two_shows_six_characters_while_it_is_typed() {
        let windows: std::collections::HashSet<_> = JWT.as_bytes().windows(8).collect();
        for (cut, at) in
            ["/", "?", "%2f", "%3F", "/?"].into_iter().flat_map(|cut| (3..JWT.len()).map(move |at| (cut, at)))
        {
            let typed = format!("/v1/x/{}{cut}{}", &JWT[..at], &JWT[at..]);
            for length in 0..=typed.len() {
                let shown = mask(&typed[..length]);
                let rest = shown.strip_prefix("/v1/x/").unwrap_or_default();
                assert!(!rest.as_bytes().windows(8).any(|part| windows.contains(part)), "{shown}");
            }
        }
    }

    #[test]
    fn scrub_leaves_no_part_of_a_long_secret() {
        let secret = Secret::new("Aq0123456789abcdefghijklmnopqrstuvwxyzXY".to_owned());
        for (text, expected) in [
            ("cut Aq0123456789abc…", "cut ***************…"),
            ("...stuvwxyz...", "...********..."),
            ("stuvwxy", "stuvwxy"),
            ("uvwxyzXY", "********"),
        ] {
            let mut bytes = text.as_bytes().to_vec();
            assert_eq!(scrub(&mut bytes, &[&secret]), 0, "none stands there whole");
            assert_eq!(String::from_utf8(bytes).unwrap(), expected);
        }
    }

    #[test]
    fn scrub_finds_what_is_encoded_whole_or_in_part() {
        const LONG: &str = "Aq0123456789abcdefghijklmnopqrstuvwxyzXY";
        let left = |secret: &str, text: String| {
            let mut bytes = text.into_bytes();
            scrub(&mut bytes, &[&Secret::new(secret.to_owned())]);
            String::from_utf8(bytes).unwrap().trim_matches('*').to_owned()
        };
        let percent = |text: &str| text.bytes().map(|byte| format!("%{byte:02x}")).collect::<String>();
        let hex = |text: &str| percent(text).replace('%', "");
        for secret in ["AqFg+x/5I==", LONG] {
            for spelling in
                [hex(secret), hex(secret).to_uppercase(), percent(secret), percent(secret).to_uppercase()]
            {
                assert_eq!(left(secret, spelling.clone()), "", "{spelling}");
            }
            for before in ["", "x", "xx", "xxx"] {
                for base64 in [
                    STANDARD.encode(format!("{before}{secret}}}")),
                    URL_SAFE_NO_PAD.encode(format!("{before}{secret}")),
                ] {
                    let left = left(secret, base64.clone());
                    let longest = left.split('*').map(str::len).max();
                    assert!(longest < Some(7), "{left} of {base64}");
                }
            }
        }
        assert_eq!(left(LONG, percent(&LONG[4..20])), "");
        assert_eq!(
            left(LONG, format!("{}{}", &LONG[..9], percent(&LONG[9..]))),
            "",
            "encoded here and there"
        );
        assert_eq!(left(LONG, hex("a song")), hex("a song"));
        assert_eq!(left(LONG, "/v1/%41lbum?%e3%81%82".to_owned()), "/v1/%41lbum?%e3%81%82");
    }

    #[test]
    fn what_is_encoded_is_found_over_the_end_of_a_stretch() {
        let secret = Secret::new("Aq0123456789abcdefghijklmnopqrstuvwxyzXY".to_owned());
        let encoded: String = secret.expose().bytes().map(|byte| format!("%{byte:02X}")).collect();
        for before in ((1 << 16) - 130..(1 << 16) + 2).step_by(7) {
            let mut bytes = vec![b' '; before];
            bytes.extend_from_slice(encoded.as_bytes());
            scrub(&mut bytes, &[&secret]);
            let left = bytes[before..].iter().filter(|byte| **byte != b'*').count();
            assert!(left <= 7 * "%41".len(), "{left} after {before}");
        }
    }

    #[test]
    fn scrub_skips_short_secrets() {
        let mut bytes = b"seventy".to_vec();
        assert_eq!(scrub(&mut bytes, &[&Secret::new("seventy".to_owned()), &Secret::new(String::new())]), 0);
    }

    proptest! {
        #[test]
        fn mask_takes_any_text(text in "(eyJ|ew|[.é\\n -]|-----BEGIN|PRIVATE|-----|MIG|[a-zA-Z0-9_%]{0,9}){0,12}") {
            let masked = mask(&text);
            prop_assert!(matches!(masked, Cow::Owned(_)) || masked == text);
        }

        #[test]
        fn mask_hides_any_token(before in "[ =:é]{0,3}", body in "[A-Za-z0-9_-]{16,60}", after in "[ &;é]{0,3}") {
            let token = format!("eyJhbG{body}.eyJpc3{body}.{body}");
            let shown = format!("{before}eyJhbG…{after}");
            let text = format!("{before}{token}{after}");
            prop_assert_eq!(mask(&text).into_owned(), shown);
        }

        #[test]
        fn scrub_leaves_nothing(secret in "[A-Za-z0-9+/=]{8,40}", around in ".{0,10}") {
            let mut bytes = format!("{around}{secret}{around}").into_bytes();
            scrub(&mut bytes, &[&Secret::new(secret.clone())]);
            prop_assert!(memmem::find(&bytes, secret.as_bytes()).is_none());
        }
    }
}
