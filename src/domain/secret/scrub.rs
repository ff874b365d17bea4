//! Finds known secrets in what comes back or is about to be kept, however they are spelled.

use std::collections::HashSet;

use memchr::memmem;
use zeroize::Zeroizing;

use super::{Secret, is_base64, is_base64url};
use crate::domain::link;

/// Shorter secrets are left alone by [`scrub`]: a search for seven characters would blank ordinary words.
const SHORTEST_SCRUBBED: usize = 8;
/// Of secrets of this length, parts are scrubbed as well; parts of a shorter one could be ordinary words.
const SHORTEST_IN_PARTS: usize = 32;
/// No part of a secret of this length is left.
const PART: usize = 8;

/// Whether a text holds one of these secrets, as it is or percent-encoded. Those under 8 bytes are words, and do not count.
#[must_use]
pub fn holds(text: &str, secrets: &[Secret]) -> bool {
    let decoded = link::decoded(text);
    // A `+` is a space in a query and itself elsewhere; tokens have some.
    let plain = percent_encoding::percent_decode_str(text).decode_utf8_lossy();
    let whole = secrets.iter().map(Secret::expose).filter(|secret| secret.len() >= SHORTEST_SCRUBBED);
    whole.into_iter().any(|secret| [text, &decoded, &plain].into_iter().any(|text| text.contains(secret)))
}

/// Whether a text holds one of these secrets or a long part of one, as it is or percent-encoded.
#[must_use]
pub fn holds_part(text: &str, secrets: &[Secret]) -> bool {
    let secrets: Vec<_> = secrets.iter().collect();
    let plain = percent_encoding::percent_decode_str(text).decode_utf8_lossy();
    [text, &plain].into_iter().any(|text| {
        let mut bytes = text.as_bytes().to_vec();
        scrub(&mut bytes, &secrets);
        bytes != text.as_bytes()
    })
}

/// Overwrites every occurrence of any of `secrets` in `bytes` with `*`, length for length; returns how many.
///
/// Secrets under 8 bytes are skipped. The percent-encoded and JSON-escaped spellings of a secret count as well. Of secrets
/// of 32 bytes and more, every part of 8 bytes or more is overwritten too: a server may send back half a token.
pub fn scrub(bytes: &mut [u8], secrets: &[&Secret]) -> usize {
    let long = secrets.iter().filter(|secret| secret.expose().len() >= SHORTEST_SCRUBBED);
    let whole = long
        .flat_map(|secret| spellings(secret.expose()))
        .map(|spelling| overwrite(bytes, spelling.as_bytes()))
        .sum();
    Parts::of(secrets).overwrite(bytes);
    whole
}

/// All parts of 8 bytes of long secrets.
struct Parts {
    parts: HashSet<[u8; PART]>,
    /// Where a part of that hash may be: nearly every place of a body is passed over with one look here.
    likely: Vec<bool>,
}

impl Parts {
    fn of(secrets: &[&Secret]) -> Self {
        let long = secrets.iter().filter(|secret| secret.expose().len() >= SHORTEST_IN_PARTS);
        let parts: HashSet<[u8; PART]> = long
            .flat_map(|secret| secret.expose().as_bytes().windows(PART))
            .filter(|part| part.iter().all(|byte| is_base64(*byte) || is_base64url(*byte)))
            .filter_map(|part| part.try_into().ok())
            .collect();
        let mut likely = vec![false; 1 << 16];
        for part in &parts {
            likely[hash(*part)] = true;
        }
        Self { parts, likely }
    }

    fn overwrite(&self, bytes: &mut [u8]) {
        if self.parts.is_empty() {
            return;
        }
        let is_part = |window: &[u8]| {
            let window: [u8; PART] = window.try_into().unwrap_or_default();
            self.likely[hash(window)] && self.parts.contains(&window)
        };
        let found: Vec<usize> =
            bytes.windows(PART).enumerate().filter(|(_, window)| is_part(window)).map(|(at, _)| at).collect();
        for at in found {
            bytes[at..at + PART].fill(b'*');
        }
    }
}

/// The upper bits of a product with the golden ratio, which every byte has a say in.
fn hash(part: [u8; PART]) -> usize {
    usize::from((u64::from_le_bytes(part).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48) as u16)
}

fn overwrite(bytes: &mut [u8], needle: &[u8]) -> usize {
    let found: Vec<usize> = memmem::find_iter(bytes, needle).collect();
    for at in &found {
        bytes[*at..*at + needle.len()].fill(b'*');
    }
    found.len()
}

/// The ways one secret is written in a URL or in JSON. Tokens differ from themselves only in `+`, `/` and `=`.
fn spellings(text: &str) -> Vec<Zeroizing<String>> {
    let percent = |upper| -> String { text.chars().map(|c| percent_encoded(c, upper)).collect() };
    let all = [
        text.to_owned(),
        percent(true),
        percent(false),
        text.replace('/', "\\/"),
        text.replace('=', "\\u003d"),
    ];
    let mut distinct: Vec<Zeroizing<String>> = Vec::with_capacity(all.len());
    for spelling in all.map(Zeroizing::new) {
        if !distinct.contains(&spelling) {
            distinct.push(spelling);
        }
    }
    distinct
}

fn percent_encoded(c: char, upper: bool) -> String {
    if c.is_ascii_alphanumeric() || "-._~".contains(c) {
        return c.to_string();
    }
    let mut buffer = [0; 4];
    let bytes = c.encode_utf8(&mut buffer).bytes();
    bytes.map(|byte| if upper { format!("%{byte:02X}") } else { format!("%{byte:02x}") }).collect()
}
