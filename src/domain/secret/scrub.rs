//! Finds known secrets in what comes back or is about to be kept, however they are spelled.

use std::collections::HashSet;

use aho_corasick::{AhoCorasick, MatchKind};
use zeroize::Zeroizing;

use super::{Secret, is_base64, is_base64url};
use crate::domain::link;

/// Shorter secrets are left alone by [`scrub`]: a search for seven characters would blank ordinary words.
const SHORTEST_SCRUBBED: usize = 8;
/// Of secrets of this length, parts are scrubbed as well; parts of a shorter one could be ordinary words.
const SHORTEST_IN_PARTS: usize = 32;
/// No part of a secret of this length is left.
const PART: usize = 8;
/// See [`Parts`].
const HALF: usize = 4;

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
    Scrubber::of(&secrets.iter().collect::<Vec<_>>()).finds_in(text)
}

/// Overwrites every occurrence of any of `secrets` in `bytes` with `*`, length for length; returns how many.
pub fn scrub(bytes: &mut [u8], secrets: &[&Secret]) -> usize {
    Scrubber::of(secrets).scrub(bytes)
}

/// Looks for the same secrets in many texts.
pub struct Scrubber {
    /// None if there is nothing to look for.
    whole: Option<AhoCorasick>,
    parts: Parts,
    longest: usize,
}

impl Scrubber {
    /// Secrets under 8 bytes are skipped. The percent-encoded and JSON-escaped spellings of a secret count as well. Of
    /// secrets of 32 bytes and more, every part of 8 bytes or more is looked for too: a server may send back half a token.
    #[must_use]
    pub fn of(secrets: &[&Secret]) -> Self {
        let long = secrets.iter().filter(|secret| secret.expose().len() >= SHORTEST_SCRUBBED);
        let mut spellings: Vec<_> = long.flat_map(|secret| spellings(secret.expose())).collect();
        let longest = spellings.iter().map(|spelling| spelling.len()).max().unwrap_or_default();
        // Nothing is left of a token once its parts are gone; looking for it a second time takes as long as the first.
        spellings.retain(|spelling| !is_made_of_parts(spelling));
        let texts = spellings.iter().map(|spelling| spelling.as_bytes());
        let whole = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(texts).ok();
        Self { whole: whole.filter(|_| !spellings.is_empty()), parts: Parts::of(secrets), longest }
    }

    /// The length of the longest spelling of a secret: what may lie over the end of a piece of a text.
    #[must_use]
    pub const fn longest(&self) -> usize {
        self.longest
    }

    /// Whether a text holds any, as it is or percent-encoded.
    #[must_use]
    pub fn finds_in(&self, text: &str) -> bool {
        let plain = percent_encoding::percent_decode_str(text).decode_utf8_lossy();
        [text, &plain].into_iter().any(|text| {
            let mut bytes = text.as_bytes().to_vec();
            self.scrub(&mut bytes);
            bytes != text.as_bytes()
        })
    }

    /// Overwrites every occurrence with `*`, length for length; returns how many whole ones there were.
    pub fn scrub(&self, bytes: &mut [u8]) -> usize {
        let found: Vec<_> = match &self.whole {
            Some(whole) => whole.find_iter(&*bytes).map(|found| found.range()).collect(),
            None => Vec::new(),
        };
        // Parts are looked for first: what is left of a secret beside another one is one of its parts.
        self.parts.overwrite(bytes);
        let count = found.len();
        for range in found {
            bytes[range].fill(b'*');
        }
        count
    }
}

/// Whether a long secret is all base64 in runs of at least a part, as the three parts of a JWT are: dots are all that is
/// left of it.
fn is_made_of_parts(secret: &str) -> bool {
    let is_run =
        |run: &str| run.len() >= PART && run.bytes().all(|byte| is_base64(byte) || is_base64url(byte));
    secret.len() >= SHORTEST_IN_PARTS && secret.split('.').all(is_run)
}

/// All parts of 8 bytes of long secrets.
struct Parts {
    parts: HashSet<[u8; PART]>,
    /// Where a quarter-aligned half of a part may be, by hash. Any eight bytes hold four that begin at a multiple of four,
    /// so that one look in four places passes over nearly all of a body.
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
        for half in parts.iter().flat_map(|part| part.windows(HALF)) {
            likely[hash(half)] = true;
        }
        Self { parts, likely }
    }

    fn overwrite(&self, bytes: &mut [u8]) {
        if self.parts.is_empty() {
            return;
        }
        let mut found = Vec::new();
        for (number, half) in bytes.chunks_exact(HALF).enumerate() {
            if self.likely[hash(half)] {
                let at = number * HALF;
                // The parts that hold this half whole.
                let around = at.saturating_sub(PART - HALF)..=at;
                found.extend(around.filter(|start| {
                    let part = bytes.get(*start..start + PART).and_then(|part| part.try_into().ok());
                    part.is_some_and(|part: [u8; PART]| self.parts.contains(&part))
                }));
            }
        }
        for at in found {
            bytes[at..at + PART].fill(b'*');
        }
    }
}

/// The upper bits of a product with the golden ratio, which every byte has a say in.
fn hash(half: &[u8]) -> usize {
    let half = u32::from_le_bytes(half.try_into().unwrap_or_default());
    (half.wrapping_mul(0x9e37_79b9) >> 16) as usize
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
