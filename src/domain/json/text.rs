//! The inside of JSON strings: where one ends, and what its escapes stand for.

use std::borrow::Cow;

/// How many bytes of a string, from behind its opening quote, come before its closing quote.
pub(super) fn length<'a>(rest: impl Iterator<Item = &'a [u8]>) -> usize {
    let mut before = 0;
    // A backslash may be the last byte of its piece.
    let mut at = 0;
    for piece in rest {
        while let Some(found) = piece.get(at..).and_then(|tail| memchr::memchr2(b'"', b'\\', tail)) {
            at += found;
            if piece[at] == b'"' {
                return before + at;
            }
            at += 2;
        }
        at = at.saturating_sub(piece.len());
        before += piece.len();
    }
    before
}

/// The inside of a string, from behind its opening quote.
pub(super) fn whole<'a>(rest: impl Iterator<Item = &'a [u8]> + Clone) -> Vec<u8> {
    let length = length(rest.clone());
    let mut whole = Vec::with_capacity(length);
    for piece in rest {
        let missing = length - whole.len();
        whole.extend_from_slice(&piece[..piece.len().min(missing)]);
        if whole.len() == length {
            break;
        }
    }
    whole
}

/// Resolves the escapes of a string whose grammar has been checked; a lone surrogate becomes U+FFFD.
pub(super) fn decode(raw: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\\', raw.as_bytes()).is_none() {
        return Cow::Borrowed(raw);
    }
    let mut decoded = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((plain, escaped)) = rest.split_once('\\') {
        decoded.push_str(plain);
        rest = unescape(escaped, &mut decoded);
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// The text without an escape that was cut off at its end. Half of a pair of surrogates is kept, and becomes U+FFFD.
pub(super) fn before_cut_escape(raw: &str) -> &str {
    let Some(last) = raw.rfind('\\') else { return raw };
    let before = raw[..last].bytes().rev().take_while(|byte| *byte == b'\\').count();
    if before % 2 == 1 {
        return raw;
    }
    let needed = if raw[last + 1..].starts_with('u') { 6 } else { 2 };
    if raw.len() - last < needed { &raw[..last] } else { raw }
}

/// The same for a text that may be owned.
pub(super) fn decoded(raw: Cow<'_, str>) -> Cow<'_, str> {
    match raw {
        Cow::Borrowed(raw) => decode(raw),
        Cow::Owned(raw) => Cow::Owned(decode(&raw).into_owned()),
    }
}

/// Resolves one escape, given what follows its backslash; returns what follows the escape.
fn unescape<'a>(escaped: &'a str, decoded: &mut String) -> &'a str {
    let mut chars = escaped.chars();
    match chars.next() {
        Some('u') => return unicode(chars.as_str(), decoded),
        Some('n') => decoded.push('\n'),
        Some('t') => decoded.push('\t'),
        Some('r') => decoded.push('\r'),
        Some('b') => decoded.push('\u{8}'),
        Some('f') => decoded.push('\u{c}'),
        Some(other) => decoded.push(other),
        None => {}
    }
    chars.as_str()
}

fn unicode<'a>(rest: &'a str, decoded: &mut String) -> &'a str {
    let Some((unit, rest)) = hex4(rest) else { return rest };
    if let Some((low, after)) = rest.strip_prefix("\\u").and_then(hex4)
        && let Some(Ok(pair)) = char::decode_utf16([unit, low]).next()
        && u32::from(pair) > 0xFFFF
    {
        decoded.push(pair);
        return after;
    }
    decoded.push(char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER));
    rest
}

fn hex4(text: &str) -> Option<(u16, &str)> {
    let unit = u16::from_str_radix(text.get(..4)?, 16).ok()?;
    Some((unit, &text[4..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_resolved() {
        let cases = [
            ("plain", "plain"),
            (r"\u00e9", "é"),
            (r"\ud83d\ude00!", "😀!"),
            (r"\ud83d", "\u{fffd}"),
            (r"\ud83d\u0041", "\u{fffd}A"),
            (r"\ude00x", "\u{fffd}x"),
            (r#"a\"b\\c\/d\n"#, "a\"b\\c/d\n"),
        ];
        for (raw, expected) in cases {
            assert_eq!(decode(raw), expected, "{raw}");
        }
    }

    #[test]
    fn an_escape_that_was_cut_off_is_left_out() {
        let table = [
            ("plain", "plain"),
            (r"ab\n", r"ab\n"),
            (r"ab\", "ab"),
            (r"ab\\", r"ab\\"),
            (r"ab\\\", r"ab\\"),
            (r"ab\u00e", "ab"),
            (r"ab\u00e9", r"ab\u00e9"),
            (r"\u00e9c", r"\u00e9c"),
            (r"\u", ""),
        ];
        for (raw, expected) in table {
            assert_eq!(before_cut_escape(raw), expected, "{raw}");
        }
    }

    #[test]
    fn a_string_ends_at_its_first_bare_quote() {
        let of = |text: &[u8], piece: usize| length(text.chunks(piece));
        for piece in 1..20 {
            assert_eq!(of(br#"ab\"c" rest"#, piece), 5);
            assert_eq!(of(br#"\\" rest"#, piece), 2);
            assert_eq!(whole(br#"ab\"c" rest"#.chunks(piece)), br#"ab\"c"#);
        }
    }
}
