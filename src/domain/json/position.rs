//! Where in a text something stands, as an editor would say it.

/// A place in a text, counted from 1; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

impl Position {
    /// The position of a byte offset; an offset behind the end means the end.
    #[must_use]
    pub fn of(text: &[u8], offset: usize) -> Self {
        Self::behind(std::iter::once(&text[..offset.min(text.len())]))
    }

    /// The position behind a text that comes in pieces.
    pub(super) fn behind<'a>(pieces: impl Iterator<Item = &'a [u8]>) -> Self {
        let (mut line, mut column) = (1, 1);
        for piece in pieces {
            let newlines = memchr::memchr_iter(b'\n', piece).count();
            let tail = memchr::memrchr(b'\n', piece).map_or(piece, |newline| &piece[newline + 1..]);
            line += newlines;
            column = if newlines == 0 { column } else { 1 } + characters(tail);
        }
        Self { line, column }
    }
}

/// Characters in a piece of UTF-8; one that is cut counts where it begins, and a stray byte counts as one.
fn characters(piece: &[u8]) -> usize {
    piece.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}
