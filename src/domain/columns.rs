//! How many columns a text takes on a terminal, and where it breaks into lines.
//!
//! What counts is the grapheme cluster, for that is what is drawn in one place: a family emoji is two columns and not six, an
//! accent of its own takes none, and two Arabic letters that a font would join are still two.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The sound marks of halfwidth katakana, for which the drawing library keeps a cell more than Unicode says; a test in the
/// screen's room holds the two together.
const SOUND_MARKS: [char; 2] = ['\u{ff9e}', '\u{ff9f}'];

/// Columns that a text takes. Control characters take none: they are not drawn.
#[must_use]
pub fn width(text: &str) -> usize {
    let columns = |piece| match piece {
        Piece::Plain(plain) => plain.len(),
        Piece::Cluster(cluster) => width_of(cluster),
    };
    pieces(text).map(columns).sum()
}

/// A part of a text, as it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Characters of a byte each, and of a column each.
    Plain(&'a str),
    /// One grapheme cluster.
    Cluster(&'a str),
}

/// A text in pieces. Most of what is drawn is plain, and to look for clusters there takes longer than to draw it.
pub fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut left = text;
    std::iter::from_fn(move || {
        let (piece, rest) = match plain(left) {
            0 => {
                let cluster = cluster(left)?;
                (Piece::Cluster(cluster), &left[cluster.len()..])
            }
            end => (Piece::Plain(&left[..end]), &left[end..]),
        };
        left = rest;
        Some(piece)
    })
}

/// How many plain characters a text begins with. The last one before others is left out: an accent may belong to it.
fn plain(text: &str) -> usize {
    let end = text.bytes().position(|byte| !matches!(byte, b' '..=b'~'));
    end.map_or(text.len(), |end| end.saturating_sub(1))
}

/// The first grapheme cluster of a text. Between two characters that never join others, nothing needs to be looked up.
fn cluster(text: &str) -> Option<&str> {
    let mut characters = text.chars();
    let first = characters.next()?;
    match stands_alone(first) && characters.next().is_none_or(stands_alone) {
        true => Some(&text[..first.len_utf8()]),
        false => text.graphemes(true).next(),
    }
}

/// Whether a character joins no other that does so too: ASCII, letters with an accent, marks, borders, most of what Chinese and
/// Japanese are written in.
const fn stands_alone(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{24f}' | '\u{2010}'..='\u{2027}' | '\u{2190}'..='\u{2bff}'
        | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fff}')
}

/// Columns that one grapheme cluster takes.
fn width_of(grapheme: &str) -> usize {
    match grapheme.contains(char::is_control) {
        true => 0,
        false => grapheme.width() + grapheme.matches(SOUND_MARKS).count(),
    }
}

/// Breaks a text into lines of at most so many columns: at its line breaks, else at a space, else between two characters.
/// The spaces and line breaks at which it was broken are in no line.
#[must_use]
pub fn wrap(text: &str, columns: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for paragraph in text.split('\n') {
        // The widest character takes two columns.
        let broken = break_up(paragraph, columns.max(2));
        lines.extend(broken.into_iter().map(|line| line.start + start..line.end + start));
        start += paragraph.len() + 1;
    }
    lines
}

fn break_up(paragraph: &str, columns: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let (mut start, mut space, mut used) = (0, None, 0);
    for (at, grapheme) in paragraph.grapheme_indices(true) {
        let needed = width_of(grapheme);
        while used + needed > columns && at > start {
            let (end, next) = match space {
                _ if grapheme == " " => (at, at + 1),
                // A line may end before any wide character: what is written in them has few spaces or none.
                Some(space) if needed < 2 => (space, space + 1),
                _ => (at, at),
            };
            lines.push(start..end);
            (start, space) = (next, None);
            used = paragraph.get(next..at).map_or(0, width);
        }
        if grapheme == " " && at > start {
            space = Some(at);
        }
        // A space at which the line was broken is behind us already.
        used += if at < start { 0 } else { needed };
    }
    lines.push(start..paragraph.len());
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines(text: &str, columns: usize) -> Vec<&str> {
        wrap(text, columns).into_iter().map(|line| &text[line]).collect()
    }

    #[test]
    fn what_stands_in_one_place_is_counted_once() {
        let table = [
            ("", 0),
            ("Glass", 5),
            ("漢字", 4),
            ("e\u{301}", 1),
            ("👩‍👩‍👧", 2),
            ("🇯🇵", 2),
            ("❤\u{fe0f}", 2),
            ("שלום", 4),
            // A font may draw these two as one; a terminal gives each its cell.
            ("لا", 2),
            ("한국", 4),
            ("a\u{1b}b", 2),
        ];
        for (text, columns) in table {
            assert_eq!(width(text), columns, "{text:?}");
        }
    }

    #[test]
    fn a_text_breaks_at_its_breaks_then_at_spaces_then_anywhere() {
        assert_eq!(lines("", 10), [""]);
        assert_eq!(lines("one\n\ntwo", 10), ["one", "", "two"]);
        assert_eq!(lines("low tide letters", 10), ["low tide", "letters"]);
        assert_eq!(lines("low tide letters", 8), ["low tide", "letters"]);
        assert_eq!(lines("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(lines("漢字漢字漢", 5), ["漢字", "漢字", "漢"]);
        assert_eq!(lines("line 漢字漢字", 9), ["line 漢字", "漢字"]);
        assert_eq!(lines("ab 👩‍👩‍👧👩‍👩‍👧", 6), ["ab 👩‍👩‍👧", "👩‍👩‍👧"]);
        assert_eq!(lines("  indented line", 10), ["  indented", "line"]);
    }

    #[test]
    fn what_stands_alone_is_a_cluster_beside_any_other_that_does() {
        let text = String::from_iter(('\0'..=char::MAX).filter(|c| stands_alone(*c)));
        assert_eq!(text.graphemes(true).count(), text.chars().count());
    }

    proptest! {
        #[test]
        fn pieces_are_clusters_one_by_one(text in "[ a·▾é漢👩🇯🇵\u{301}\u{200d}\u{fe0f}\u{600}ﾞ\r\n한]{0,20}") {
            let pieces = pieces(&text).flat_map(|piece| match piece {
                Piece::Plain(plain) => plain.graphemes(true).collect::<Vec<_>>(),
                Piece::Cluster(cluster) => vec![cluster],
            });
            prop_assert!(pieces.eq(text.graphemes(true)));
        }

        #[test]
        fn no_line_is_too_wide_and_nothing_but_breaks_is_left_out(text in "[ a漢👩é\n\u{301}\u{200d}]{0,60}", columns in 2usize..20) {
            let mut kept = 0;
            for line in wrap(&text, columns) {
                let left_out = &text[kept..line.start];
                prop_assert!(left_out.len() <= 1 && left_out.chars().all(|c| c == ' ' || c == '\n'), "{left_out:?}");
                // What is drawn in one place cannot be broken, and some of it takes four columns.
                let is_one = text[line.clone()].graphemes(true).count() == 1;
                prop_assert!(is_one || width(&text[line.clone()]) <= columns, "{:?}", &text[line]);
                kept = line.end;
            }
            prop_assert_eq!(kept, text.len());
        }
    }
}
