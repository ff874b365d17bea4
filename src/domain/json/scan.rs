//! The two kinds of token that take more than a look: strings and numbers. Both can stop at any byte and go on later.

use super::Reason;

/// Where a string's inside is, between two bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Inside {
    #[default]
    Plain,
    /// Behind a backslash.
    Escape,
    /// Behind `\u`: so many digits are still missing.
    Digits(u8),
}

impl Inside {
    /// How many bytes ago the escape began.
    const fn since_backslash(self) -> usize {
        match self {
            Self::Plain => 0,
            Self::Escape => 1,
            Self::Digits(left) => 6 - left as usize,
        }
    }
}

/// How far a scan came.
pub(super) enum Scanned {
    /// The token's last byte is before this place.
    Ended(usize),
    /// The piece ended first.
    Open(Inside),
}

/// Which escapes a string is written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Escapes {
    None,
    /// `\n`, `\"` and the like.
    Signs,
    /// Also `\u00e9`, which may stand for any character.
    Numbers,
}

/// Scans a string from a place inside it to behind its closing quote; `escapes` tells which were seen.
///
/// # Errors
/// How many bytes before the place that was reached the fault is, that place, and the reason: a bad escape is told by its
/// backslash, which may stand in an earlier piece.
pub(super) fn string(
    piece: &[u8],
    mut at: usize,
    mut inside: Inside,
    escapes: &mut Escapes,
) -> Result<Scanned, (usize, usize, Reason)> {
    loop {
        if inside == Inside::Plain {
            at = plain_end(piece, at);
        }
        let Some(byte) = piece.get(at) else { return Ok(Scanned::Open(inside)) };
        inside = match (inside, byte) {
            (Inside::Plain, b'"') => return Ok(Scanned::Ended(at + 1)),
            (Inside::Plain, b'\\') => {
                *escapes = (*escapes).max(Escapes::Signs);
                Inside::Escape
            }
            (Inside::Plain, _) => return Err((0, at, Reason::ControlCharacter)),
            (Inside::Escape, b'u') => {
                *escapes = Escapes::Numbers;
                Inside::Digits(4)
            }
            (Inside::Escape, b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Inside::Plain,
            (Inside::Digits(1), b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F') => Inside::Plain,
            (Inside::Digits(left), b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F') => Inside::Digits(left - 1),
            (Inside::Escape | Inside::Digits(_), _) => {
                return Err((inside.since_backslash(), at, Reason::Escape));
            }
        };
        at += 1;
    }
}

/// The next quote, backslash or control character, eight bytes at a time: most strings are short and have one of them, the
/// quote, so that a search which needs a start costs more than it saves.
#[inline]
pub(super) fn plain_end(piece: &[u8], from: usize) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let mut at = from;
    while let Some(Ok(eight)) = piece.get(at..at + 8).map(<[u8; 8]>::try_from) {
        let word = u64::from_le_bytes(eight);
        // A byte's high bit is set where it is below 0x20, a quote, or a backslash. A borrow can only set bits above the
        // first one that is rightly set, and only the first is used.
        let control = word.wrapping_sub(ONES * 0x20);
        let quote = (word ^ (ONES * 0x22)).wrapping_sub(ONES);
        let backslash = (word ^ (ONES * 0x5c)).wrapping_sub(ONES);
        let found = (control | quote | backslash) & !word & HIGH;
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    let rest = piece.get(at..).unwrap_or_default();
    at + rest.iter().position(|byte| *byte < 0x20 || matches!(byte, b'"' | b'\\')).unwrap_or(rest.len())
}

/// How much of a number has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    Minus,
    Zero,
    Whole,
    Point,
    Fraction,
    Exponent,
    ExponentSign,
    ExponentDigits,
}

impl Number {
    /// A number that begins with this byte.
    pub(super) const fn begun(byte: u8) -> Option<Self> {
        match byte {
            b'-' => Some(Self::Minus),
            b'0' => Some(Self::Zero),
            b'1'..=b'9' => Some(Self::Whole),
            _ => None,
        }
    }

    /// Whether it could end here.
    pub(super) const fn is_whole(self) -> bool {
        matches!(self, Self::Zero | Self::Whole | Self::Fraction | Self::ExponentDigits)
    }

    /// The number with one more byte; none if that byte is not part of it.
    ///
    /// # Errors
    /// [`Reason::Number`] if no number goes on, or ends, like this.
    pub(super) const fn with(self, byte: u8) -> Result<Option<Self>, Reason> {
        let next = match (self, byte) {
            (Self::Minus, b'0') => Self::Zero,
            (Self::Minus | Self::Whole, b'0'..=b'9') => Self::Whole,
            (Self::Zero | Self::Whole, b'.') => Self::Point,
            (Self::Point | Self::Fraction, b'0'..=b'9') => Self::Fraction,
            (Self::Zero | Self::Whole | Self::Fraction, b'e' | b'E') => Self::Exponent,
            (Self::Exponent, b'+' | b'-') => Self::ExponentSign,
            (Self::Exponent | Self::ExponentSign | Self::ExponentDigits, b'0'..=b'9') => Self::ExponentDigits,
            // `01` and `1x` would otherwise be told as a missing comma.
            (_, b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'.' | b'-' | b'+' | b'_') => {
                return Err(Reason::Number);
            }
            _ if self.is_whole() => return Ok(None),
            _ => return Err(Reason::Number),
        };
        Ok(Some(next))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_plain_text_is_found_at_every_place() {
        for length in 0..40 {
            for special in [b'"', b'\\', 0x1f, 0, b'\n'] {
                let mut text = vec![b'x'; length];
                text.extend("é\u{7f}~ !#[]".as_bytes());
                let expected = text.len();
                text.push(special);
                text.extend([b'"'; 9]);
                assert_eq!(plain_end(&text, 0), expected, "{length} {special}");
            }
        }
        assert_eq!(plain_end(b"no end", 0), 6);
    }
}
