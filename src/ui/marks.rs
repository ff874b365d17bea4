//! Every symbol that the screen draws by itself, and what stands for it where a terminal cannot show it.
//!
//! What has a place of its own is a mark, one set for each kind of terminal. What stands in the middle of a sentence (`·`, `…`,
//! `—`) is put through a table at the last moment, when the frame is whole: so that a sentence is written once, and text from
//! outside goes through the same door. There a character that the terminal does not have becomes `?`, one for each column.

use std::borrow::Cow;

use ratatui::{
    buffer::{Buffer, Cell, CellWidth},
    layout::Rect,
};

use crate::domain::abilities::Charset;

/// Marks that stand beside a colour, or in place of one. Each takes a column, unless it is a word to be read aloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    pub set: &'static str,
    pub unset: &'static str,
    /// Wants a look soon.
    pub soon: &'static str,
    pub folded: &'static str,
    pub unfolded: &'static str,
    pub next: &'static str,
    pub rule: &'static str,
    pub cursor: &'static str,
    pub cut: &'static str,
    pub bar: &'static str,
    pub thumb: &'static str,
    /// The waiting sign as it moves, and at rest.
    pub beats: [&'static str; 4],
    pub rest: &'static str,
}

impl Marks {
    /// The set for a terminal.
    pub(super) const fn of(charset: Charset) -> Self {
        match charset {
            Charset::Unicode => UNICODE,
            Charset::Console => CONSOLE,
            Charset::Ascii => ASCII,
        }
    }
}

const UNICODE: Marks = Marks {
    set: "●",
    unset: "○",
    soon: "!",
    folded: "▸",
    unfolded: "▾",
    next: "↓",
    rule: "─",
    cursor: "▌",
    cut: "…",
    bar: "━",
    thumb: "┃",
    beats: ["·  ", "·· ", "···", " ··"],
    rest: "…",
};

/// For lines that are read aloud: words where there are any, and nothing where the same stands beside it.
pub(super) const WORDS: Marks = Marks {
    set: "set",
    unset: "",
    soon: "warning:",
    folded: "folded",
    unfolded: "open",
    beats: ["waiting"; 4],
    rest: "waiting",
    next: "",
    ..UNICODE
};

/// What every font of the Linux console has: they go back to code page 437.
const CONSOLE: Marks =
    Marks {
        set: "•", folded: "►", unfolded: "▼", cut: "~", bar: "═", thumb: "█", rest: "...", ..UNICODE
    };

/// A fold is a plus or a minus, as in the oldest trees; what leads on points down, and is told by its word.
const ASCII: Marks = Marks {
    set: "*",
    unset: "o",
    soon: "!",
    folded: "+",
    unfolded: "-",
    next: "v",
    rule: "=",
    cursor: ">",
    cut: "~",
    bar: "#",
    thumb: "#",
    beats: [".  ", ".. ", "...", " .."],
    rest: "...",
};

/// What stands in sentences and borders: as it is written, on the Linux console, in ASCII. Each takes a column.
const TWINS: [(char, char, char); 30] = [
    ('·', '·', '-'),
    ('…', '~', '~'),
    ('—', '-', '-'),
    ('–', '-', '-'),
    ('‘', '\'', '\''),
    ('’', '\'', '\''),
    ('“', '"', '"'),
    ('”', '"', '"'),
    ('→', '→', '>'),
    ('›', '>', '>'),
    ('×', 'x', 'x'),
    ('✓', '√', '+'),
    ('✗', 'x', 'x'),
    ('•', '•', '*'),
    ('\u{a0}', ' ', ' '),
    ('┌', '┌', '+'),
    ('┐', '┐', '+'),
    ('└', '└', '+'),
    ('┘', '┘', '+'),
    ('─', '─', '-'),
    ('│', '│', '|'),
    ('━', '═', '='),
    ('┃', '█', '#'),
    ('█', '█', '#'),
    ('▌', '▌', '>'),
    ('↓', '↓', 'v'),
    ('▸', '►', '+'),
    ('▾', '▼', '-'),
    ('●', '•', '*'),
    ('○', '○', 'o'),
];

/// What stands in place of a character that the terminal does not have.
const UNKNOWN: char = '?';

/// Puts cells into the characters that a terminal has. Doing it twice changes nothing.
pub(super) fn translate(cells: &mut [Cell], charset: Charset) {
    if charset == Charset::Unicode {
        return;
    }
    let mut at = 0;
    while at < cells.len() {
        let width = usize::from(cells[at].cell_width().max(1));
        if let Some(c) = twin(cells[at].symbol(), charset) {
            // A wide character has the cells behind it, which are blank and keep their own look.
            for cell in cells.iter_mut().skip(at).take(width) {
                cell.set_char(c);
            }
        }
        at += width;
    }
}

/// A part of a frame that has been drawn.
pub(super) fn translate_area(buffer: &mut Buffer, area: Rect, charset: Charset) {
    let area = area.intersection(buffer.area);
    // A row of no columns is nowhere in the buffer.
    for row in area.rows().filter(|row| !row.is_empty()) {
        let first = buffer.index_of(row.x, row.y);
        translate(&mut buffer.content[first..][..usize::from(row.width)], charset);
    }
}

/// What stands for what is in a cell; none where that can be shown.
fn twin(symbol: &str, charset: Charset) -> Option<char> {
    if symbol.is_ascii() {
        return None;
    }
    let mut characters = symbol.chars();
    let first = characters.next().filter(|_| characters.next().is_none());
    let known = TWINS.iter().find(|(own, ..)| Some(*own) == first);
    match (charset, known) {
        (Charset::Unicode, _) | (Charset::Console, None) => None,
        (Charset::Console, Some((own, console, _))) => (own != console).then_some(*console),
        (Charset::Ascii, Some((.., ascii))) => Some(*ascii),
        (Charset::Ascii, None) => Some(UNKNOWN),
    }
}

/// A text in the characters that a terminal has.
pub(super) fn translated(text: &str, charset: Charset) -> Cow<'_, str> {
    use crate::domain::columns::{Piece, pieces, width};
    if charset == Charset::Unicode || text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let piece = |piece| match piece {
        Piece::Plain(plain) => plain.to_owned(),
        Piece::Cluster(cluster) => match twin(cluster, charset) {
            Some(c) => String::from_iter(std::iter::repeat_n(c, width(cluster).max(1))),
            None => cluster.to_owned(),
        },
    };
    Cow::Owned(pieces(text).map(piece).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::columns::width;

    /// All marks of a set.
    fn all(marks: Marks) -> Vec<&'static str> {
        let Marks { set, unset, soon, folded, unfolded, next, rule, cursor, cut, bar, thumb, .. } = marks;
        let mut all = vec![set, unset, soon, folded, unfolded, next, rule, cursor, cut, bar, thumb];
        all.extend(marks.beats);
        all.push(marks.rest);
        all
    }

    #[test]
    fn every_mark_has_a_twin_of_its_width_that_the_terminal_can_show() {
        for (unicode, ascii) in all(UNICODE).into_iter().zip(all(ASCII)) {
            assert!(ascii.is_ascii(), "{ascii}");
            assert!(width(ascii) == width(unicode) || unicode == UNICODE.rest, "{unicode} {ascii}");
        }
        for mark in all(CONSOLE) {
            let fits = |c: char| c.is_ascii() || TWINS.iter().any(|(_, console, _)| *console == c);
            assert!(mark.chars().all(fits), "{mark}");
        }
        for (own, console, ascii) in TWINS {
            assert!(ascii.is_ascii_graphic() || ascii == ' ', "{own}");
            assert_eq!(width(&console.to_string()), 1, "{own}");
            assert_eq!(width(&own.to_string()), 1, "{own}");
        }
    }

    #[test]
    fn marks_that_stand_in_the_same_place_differ() {
        for marks in [UNICODE, CONSOLE, ASCII] {
            assert_ne!(marks.set, marks.unset);
            assert_ne!(marks.folded, marks.unfolded);
            assert_ne!(marks.bar, marks.rule);
            assert!(![marks.set, marks.unset].contains(&marks.soon));
            // A page's rule stands where a fold does.
            assert!(![marks.folded, marks.unfolded, marks.next].contains(&marks.rule));
        }
    }

    #[test]
    fn a_text_keeps_its_columns() {
        let table = [
            ("plain", "plain", "plain"),
            ("Glass · 3:45 …", "Glass · 3:45 ~", "Glass - 3:45 ~"),
            ("é", "é", "?"),
            ("漢字", "漢字", "????"),
            ("👩‍👩‍👧!", "👩‍👩‍👧!", "??!"),
            ("e\u{301}x", "e\u{301}x", "?x"),
            ("‘a’ → “b”", "'a' → \"b\"", "'a' > \"b\""),
        ];
        for (text, console, ascii) in table {
            for (charset, expected) in
                [(Charset::Unicode, text), (Charset::Console, console), (Charset::Ascii, ascii)]
            {
                assert_eq!(translated(text, charset), expected);
                let mut buffer = Buffer::empty(ratatui::layout::Rect::new(0, 0, 20, 1));
                buffer.set_string(0, 0, text, ratatui::style::Style::new());
                let mut shown = buffer.clone();
                translate_area(&mut shown, buffer.area, charset);
                let mut wanted = Buffer::empty(buffer.area);
                wanted.set_string(0, 0, expected, ratatui::style::Style::new());
                assert_eq!(shown, wanted, "{text}");
                translate_area(&mut shown, buffer.area, charset);
                assert_eq!(shown, wanted, "{text}, twice");
            }
        }
    }
}
