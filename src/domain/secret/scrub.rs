//! Finds known secrets in what comes back or is about to be kept, however they are spelled.

use std::{collections::HashSet, ops::Range};

use aho_corasick::{AhoCorasick, MatchKind};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use zeroize::Zeroizing;

use super::{LAYERS, Secret, is_base64, is_base64url};
use crate::domain::link;

/// Shorter secrets are left alone by [`scrub`]: a search for seven characters would blank ordinary words.
const SHORTEST_SCRUBBED: usize = 8;
/// Of secrets of this length, parts are scrubbed as well; parts of a shorter one could be ordinary words.
const SHORTEST_IN_PARTS: usize = 32;
/// No part of a secret of this length is left.
const PART: usize = 8;
/// See [`Parts`].
const HALF: usize = 4;
/// Binary digits of a hash: with all its encodings a token has some thousand halves, which leave 98 places of 100 empty.
const HASH_BITS: u32 = 18;
/// So much of a text is percent-decoded at a time.
const STRETCH: usize = 1 << 16;
/// Bytes that stand for one where all of it is percent-encoded.
const ENCODED: usize = "%41".len();

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
    /// Secrets under 8 bytes are skipped. A secret counts percent-encoded, JSON-escaped, in base64 and in hex as well. Of
    /// secrets of 32 bytes and more, every part of 8 bytes or more is looked for too: a server may send back half a token.
    #[must_use]
    pub fn of(secrets: &[&Secret]) -> Self {
        let (mut whole, mut parts, mut longest) = (Vec::new(), Parts::default(), 0);
        for secret in secrets.iter().map(|secret| secret.expose()) {
            if secret.len() < SHORTEST_SCRUBBED {
                continue;
            }
            let encodings = encodings(secret);
            let mut spellings = [spellings(secret), encodings.clone()].concat();
            longest = longest.max(ENCODED * secret.len());
            longest = spellings.iter().map(|spelling| spelling.len()).fold(longest, usize::max);
            if secret.len() >= SHORTEST_IN_PARTS {
                // Not of spellings with escapes: a blot over half an escape would make good JSON bad.
                parts.add(secret);
                encodings.iter().for_each(|encoding| parts.add(encoding));
                // Nothing is left of a token once its parts are gone; looking for it again takes as long as the first time.
                spellings.retain(|spelling| !is_made_of_parts(spelling));
            }
            whole.append(&mut spellings);
        }
        let texts = whole.iter().map(|spelling| spelling.as_bytes());
        let found = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(texts).ok();
        Self { whole: found.filter(|_| !whole.is_empty()), parts, longest }
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
        let count = self.scrub_spelled(bytes);
        for start in (0..bytes.len()).step_by(STRETCH) {
            // What lies over the end of one stretch lies in the next one.
            let end = bytes.len().min(start + STRETCH + self.longest);
            self.scrub_encoded(&mut bytes[start..end], LAYERS);
        }
        count
    }

    fn scrub_spelled(&self, bytes: &mut [u8]) -> usize {
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

    /// The same in a text that has letters or digits percent-encoded, whichever they are, or is percent-encoded more than once.
    fn scrub_encoded(&self, bytes: &mut [u8], layers: usize) {
        let hides = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'%';
        if self.longest == 0 || layers == 0 || !escapes(bytes).any(|(_, byte)| hides(byte)) {
            return;
        }
        let (decoded, places) = percent_decoded(bytes);
        let mut scrubbed = decoded.clone();
        self.scrub_spelled(&mut scrubbed);
        self.scrub_encoded(&mut scrubbed, layers - 1);
        for (place, _) in
            places.into_iter().zip(decoded.iter().zip(&*scrubbed)).filter(|(_, (was, is))| was != is)
        {
            bytes[place].fill(b'*');
        }
    }
}

/// Where a byte is percent-encoded, and which.
fn escapes(bytes: &[u8]) -> impl Iterator<Item = (usize, u8)> {
    memchr::memchr_iter(b'%', bytes).filter_map(|at| Some((at, escaped(&bytes[at..])?)))
}

/// The byte that a text begins with in percent-encoding.
fn escaped(bytes: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
    let byte = Some(bytes).filter(|bytes| bytes.starts_with(b"%")).and(digit(1))? * 16 + digit(2)?;
    u8::try_from(byte).ok()
}

/// A text without percent-encoding, and where each of its bytes stands with it.
fn percent_decoded(bytes: &[u8]) -> (Zeroizing<Vec<u8>>, Vec<Range<usize>>) {
    let (mut decoded, mut places, mut at) = (Zeroizing::new(Vec::new()), Vec::new(), 0);
    while at < bytes.len() {
        let (byte, length) = escaped(&bytes[at..]).map_or((bytes[at], 1), |byte| (byte, ENCODED));
        decoded.push(byte);
        places.push(at..at + length);
        at += length;
    }
    (decoded, places)
}

/// Whether a spelling of a long secret is all base64 in runs of at least a part, as the three parts of a JWT are: dots are all that is
/// left of it.
fn is_made_of_parts(spelling: &str) -> bool {
    spelling.split('.').all(|run| run.len() >= PART && run.bytes().all(is_of_parts))
}

/// Whether a byte may be in a part: others stand in every text.
fn is_of_parts(byte: u8) -> bool {
    is_base64(byte) || is_base64url(byte)
}

/// All parts of 8 bytes of long secrets.
#[derive(Default)]
struct Parts {
    parts: HashSet<[u8; PART]>,
    /// Where a quarter-aligned half of a part may be, by hash. Any eight bytes hold four that begin at a multiple of four,
    /// so that one look in four places passes over nearly all of a body.
    likely: Vec<bool>,
}

impl Parts {
    fn add(&mut self, text: &str) {
        self.likely.resize(1 << HASH_BITS, false);
        let parts = text.as_bytes().windows(PART).filter(|part| part.iter().all(|byte| is_of_parts(*byte)));
        for part in parts.filter_map(|part| <[u8; PART]>::try_from(part).ok()) {
            if self.parts.insert(part) {
                part.windows(HALF).for_each(|half| self.likely[hash(half)] = true);
            }
        }
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
    (half.wrapping_mul(0x9e37_79b9) >> (u32::BITS - HASH_BITS)) as usize
}

/// A text in hex and in base64. In a longer text that is encoded as a whole it may begin at any of three places of a group: each
/// is encoded from its first whole group to its last.
fn encodings(text: &str) -> Vec<Zeroizing<String>> {
    let hex = |upper| text.bytes().map(|byte| hex(byte, upper)).collect::<String>();
    let grouped = (0..3).map(|from| &text.as_bytes()[from..text.len() - (text.len() - from) % 3]);
    let base64 = grouped.flat_map(|bytes| [STANDARD_NO_PAD.encode(bytes), URL_SAFE_NO_PAD.encode(bytes)]);
    [hex(true), hex(false)].into_iter().chain(base64).map(Zeroizing::new).collect()
}

fn hex(byte: u8, upper: bool) -> String {
    if upper { format!("{byte:02X}") } else { format!("{byte:02x}") }
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
    bytes.map(|byte| format!("%{}", hex(byte, upper))).collect()
}
