//! What of a field is on view: the part around its cursor, or around what an error points at.

use unicode_segmentation::UnicodeSegmentation;

use super::Field;
use crate::domain::{columns, visible::visible};

/// The part of a line that is on view: where it begins, and the column of the place that it was chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Window {
    pub byte: usize,
    pub character: usize,
    pub x: u16,
}

impl Window {
    /// The part that ends at a character at the latest, one column kept for the cursor behind it. Looks at no more of
    /// the line than it shows: a body may be one line of megabytes.
    #[must_use]
    pub fn around(line: &str, character: usize, columns: usize) -> Self {
        let end = line.char_indices().nth(character).map_or(line.len(), |(byte, _)| byte);
        let mut window = Self { byte: end, character: line[..end].chars().count(), x: 0 };
        let mut used = 0;
        for grapheme in line[..end].graphemes(true).rev() {
            used += columns::width(&visible(grapheme));
            if used > columns.saturating_sub(1) {
                break;
            }
            window.byte -= grapheme.len();
            window.character -= grapheme.chars().count();
            window.x = u16::try_from(used).unwrap_or(u16::MAX);
        }
        window
    }

    /// The character of a line that is drawn in a column of this window; behind the last one, the end of the line.
    #[must_use]
    pub fn character_at(&self, line: &str, column: u16) -> usize {
        let (mut character, mut used) = (self.character, 0);
        for grapheme in line.get(self.byte..).unwrap_or_default().graphemes(true) {
            used += columns::width(&visible(grapheme));
            if used > usize::from(column) {
                break;
            }
            character += grapheme.chars().count();
        }
        character
    }
}

/// The lines of a field that are on view in an area of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sight {
    /// The first line.
    pub first: usize,
    /// The line that it was chosen for, of which this part is on view; of the others it is the beginning.
    pub row: usize,
    pub here: Window,
}

impl Field {
    /// What is on view where a place, as row and column in characters, has to be.
    #[must_use]
    pub fn sight(&self, (row, column): (usize, usize), columns: u16, height: usize) -> Option<Sight> {
        let first = row.saturating_sub(height / 2).min(self.rows().len().saturating_sub(height));
        let here = Window::around(self.rows().get(row)?, column, usize::from(columns));
        Some(Sight { first, row, here })
    }
}

impl Sight {
    /// The part of a line that is on view.
    #[must_use]
    pub fn of(&self, line: usize) -> Window {
        if line == self.row { self.here } else { Window::default() }
    }

    /// The row and column in a field's text, in characters, at a column and line of the area.
    #[must_use]
    pub fn place(&self, field: &Field, column: u16, line: u16) -> (usize, usize) {
        let row = (self.first + usize::from(line)).min(field.rows().len().saturating_sub(1));
        (row, self.of(row).character_at(&field.rows()[row], column))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_keeps_its_place_on_view_and_never_halves_a_character() {
        let cases = [
            ("abcdef", 6, 10, Window { byte: 0, character: 0, x: 6 }),
            ("abcdef", 6, 4, Window { byte: 3, character: 3, x: 3 }),
            ("abcdef", 2, 4, Window { byte: 0, character: 0, x: 2 }),
            ("漢字漢字", 4, 4, Window { byte: 9, character: 3, x: 2 }),
            ("a\u{1b}", 2, 20, Window { byte: 0, character: 0, x: 7 }),
            ("", 0, 4, Window::default()),
            ("abc", 9, 1, Window { byte: 3, character: 3, x: 0 }),
        ];
        for (line, character, columns, expected) in cases {
            assert_eq!(Window::around(line, character, columns), expected, "{line} {character} {columns}");
        }
    }

    #[test]
    fn the_character_in_a_column_is_the_one_that_is_drawn_there() {
        let begin = Window::default();
        let cases = [
            ("abc", begin, [0, 1, 2, 3, 3]),
            ("漢字", begin, [0, 0, 1, 1, 2]),
            ("e\u{301}x", begin, [0, 2, 3, 3, 3]),
            ("\u{1b}a", begin, [0, 0, 0, 0, 0]),
            ("abcdef", Window { byte: 3, character: 3, x: 3 }, [3, 4, 5, 6, 6]),
            ("", begin, [0; 5]),
        ];
        for (line, window, expected) in cases {
            let got: Vec<_> = (0..5).map(|column| window.character_at(line, column)).collect();
            assert_eq!(got, expected, "{line:?}");
        }
    }
}
