//! Standard output: the one place that all printed text passes through, and the three formats.
#![expect(clippy::disallowed_methods, reason = "a headless command writes to standard output")]

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};

use super::{
    client::{Body, Reply},
    list::List,
    splice::{self, Open, compact},
};
use crate::{
    cli::Format,
    domain::{json::Document, visible::visible},
};

/// A body is written in pieces of so many bytes, so that it is not there twice.
const PIECE: usize = 1 << 16;

/// Standard output. On a terminal, what would act on it is written out.
pub(super) struct Output {
    out: BufWriter<Stdout>,
    is_terminal: bool,
}

impl Output {
    pub(super) fn new() -> Self {
        let out = io::stdout();
        Self { is_terminal: out.is_terminal(), out: BufWriter::new(out) }
    }

    /// Writes a text that ends where a character ends.
    pub(super) fn text(&mut self, text: &[u8]) -> io::Result<()> {
        if !self.is_terminal {
            return self.out.write_all(text);
        }
        self.out.write_all(shown(&String::from_utf8_lossy(text)).as_bytes())
    }

    /// Sees that all of it is on its way, so that who reads along is not a page behind.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Status line and headers, and the empty line behind them.
    pub(super) fn head(&mut self, reply: &Reply) -> io::Result<()> {
        let head = &reply.head;
        let mut lines = format!("{} {}\n", head.protocol, head.status);
        for (name, value) in &head.headers {
            lines.push_str(&format!("{}: {}\n", visible(name), visible(value)));
        }
        lines.push('\n');
        self.text(lines.as_bytes())
    }

    /// A body as it came; with a line's end behind JSON that is meant to be read.
    pub(super) fn body(&mut self, body: &Body, format: Format) -> io::Result<()> {
        let (length, mut at) = (body.len(), 0);
        let mut ends_line = length == 0 || format == Format::Raw;
        while at < length {
            let piece = body.part(at..length.min(at + PIECE));
            let is_last = at + piece.len() == length;
            let whole = if is_last { piece.len() } else { characters(&piece) };
            self.text(&piece[..whole])?;
            ends_line |= is_last && piece.ends_with(b"\n");
            at += whole;
        }
        if ends_line { Ok(()) } else { self.text(b"\n") }
    }

    /// The items of a list, one a line.
    pub(super) fn lines(&mut self, document: &Document, list: List) -> io::Result<()> {
        document.children(list.items).try_for_each(|item| self.line(&document.raw(item)))
    }

    /// A JSON text on one line.
    pub(super) fn line(&mut self, json: &str) -> io::Result<()> {
        let mut line = compact(json);
        line.push(b'\n');
        self.text(&line)
    }
}

/// How many bytes of a text there are before a character that may be cut at its end.
fn characters(text: &[u8]) -> usize {
    /// Bytes of the longest character.
    const LONGEST: usize = 4;
    let begins = |byte: &&u8| **byte & 0xc0 != 0x80;
    let last = text.iter().rev().take(LONGEST).position(|byte| begins(&byte));
    last.map_or(text.len(), |from_end| text.len() - from_end - 1).max(1)
}

/// Line ends and tabs are layout; all else that would act is written out.
fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for piece in text.split_inclusive(['\n', '\t']) {
        let line = piece.trim_end_matches(['\n', '\t']);
        shown.push_str(&visible(line));
        shown.push_str(&piece[line.len()..]);
    }
    shown
}

/// A list of many pages on its way out. Nothing of a page is kept when it is printed, but the end of the first.
pub(super) struct Sheet {
    format: Format,
    /// What is left of the first page.
    open: Option<Open>,
}

impl Sheet {
    /// Prints the first page.
    pub(super) fn begin(
        output: &mut Output,
        format: Format,
        page: &Document,
        list: List,
    ) -> io::Result<Self> {
        let mut sheet = Self { format, open: None };
        match format {
            Format::Json => {
                let mut open = splice::open(page, list);
                output.text(&std::mem::take(&mut open.head))?;
                sheet.open = Some(open);
            }
            Format::Ndjson => output.lines(page, list)?,
            Format::Raw => output.text(&page.part(0..page.size()))?,
        }
        output.flush()?;
        Ok(sheet)
    }

    /// Pages of which only what a filter makes of them is printed.
    pub(super) const fn of_results() -> Self {
        Self { format: Format::Ndjson, open: None }
    }

    /// Prints a page that continues the list.
    pub(super) fn more(&mut self, output: &mut Output, page: &Document, list: List) -> io::Result<()> {
        match (self.format, &mut self.open) {
            (Format::Json, Some(open)) => {
                for item in page.children(list.items) {
                    let comma: &[u8] = if std::mem::replace(&mut open.has_items, true) { b"," } else { b"" };
                    output.text(comma)?;
                    output.text(page.raw(item).as_bytes())?;
                }
            }
            (Format::Raw, _) => {
                output.text(b"\n")?;
                output.text(&page.part(0..page.size()))?;
            }
            _ => output.lines(page, list)?,
        }
        output.flush()
    }

    /// Prints what is behind the list. One that is not whole keeps the `next` by which it goes on.
    pub(super) fn end(self, output: &mut Output, next: Option<&str>) -> io::Result<()> {
        match (self.format, self.open) {
            (Format::Json, Some(open)) => {
                output.text(b"]")?;
                if let Some(next) = next {
                    output.text(format!(",\"next\":{}", serde_json::Value::from(next)).as_bytes())?;
                }
                output.text(&open.tail)?;
                if !open.tail.ends_with(b"\n") {
                    output.text(b"\n")?;
                }
            }
            (Format::Raw, _) => output.text(b"\n")?,
            _ => {}
        }
        output.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_ends_where_a_character_does() {
        for (text, whole) in [("ab", 1), ("aé", 1), ("a漢", 1), ("漢a", 3), ("a", 1)] {
            assert_eq!(characters(text.as_bytes()), whole, "{text}");
        }
        assert_eq!(characters(&[b'a', 0xe6, 0xbc]), 1);
        assert_eq!(characters(&[0x80; 9]), 9);
    }

    #[test]
    fn what_would_act_on_a_terminal_is_written_out_and_layout_stays() {
        let cases = [
            ("{\n\t\"a\": 1\n}\n", "{\n\t\"a\": 1\n}\n"),
            ("a\u{1b}[2Jb\n", "a\\u001b[2Jb\n"),
            ("\u{202e}x\r\n\n", "\\u202ex\\r\n\n"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected);
        }
    }
}
