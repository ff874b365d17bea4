//! A text field: a text area with our keys. What it holds is text that a person typed or pasted; single-line fields turn
//! line breaks into spaces. Control characters cannot be typed; what a paste brings of them stays, shows as what it is, and
//! is told before anything is sent.

mod window;

use std::{borrow::Cow, fmt, ops::Range};

use tui_textarea::{CursorMove, TextArea};

use super::keymap::Edit;
use crate::domain::secret::{self, Own};

pub use window::{Sight, Window};

/// How much a paste may bring; more than that is a file, and belongs to `$EDITOR`.
pub const PASTE_LIMIT: usize = 1 << 20;

/// A field of one or of many lines.
#[derive(Clone)]
pub struct Field {
    area: TextArea<'static>,
    has_lines: bool,
    cover: Cover,
    /// The text has changed since it was compared with the person's own token.
    is_unguarded: bool,
}

/// What of a field's text may show. Told once after each change, and not for each frame.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Cover {
    /// All of it.
    #[default]
    Open,
    /// This instead: it holds a token or a key that can be told by its shape.
    Masked(String),
    /// Nothing: it holds the person's own Music User Token.
    Hidden,
}

impl fmt::Debug for Field {
    /// Says how much it holds, and not what: a person may have typed a token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let characters: usize = self.rows().iter().map(|row| row.chars().count()).sum();
        f.debug_struct("Field").field("rows", &self.rows().len()).field("characters", &characters).finish()
    }
}

impl Field {
    /// An empty field of one line.
    #[must_use]
    pub fn line() -> Self {
        Self::holding("", false)
    }

    /// An empty field of many lines.
    #[must_use]
    pub fn lines() -> Self {
        Self::holding("", true)
    }

    fn holding(text: &str, has_lines: bool) -> Self {
        let clean = clean(text, has_lines);
        let mut area = TextArea::new(clean.split('\n').map(str::to_owned).collect());
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        let mut field = Self { area, has_lines, cover: Cover::Open, is_unguarded: true };
        field.look();
        field
    }

    /// What of it may show.
    #[must_use]
    pub const fn cover(&self) -> &Cover {
        &self.cover
    }

    /// Hides the text if it holds the person's own token.
    pub fn guard(&mut self, own: &Own) {
        if self.cover == Cover::Hidden {
            self.look();
        }
        if own.is_in(&self.text()) {
            self.cover = Cover::Hidden;
        }
        self.is_unguarded = false;
    }

    /// Guards the text if it has changed since the last time.
    pub fn guard_change(&mut self, own: &Own) {
        if self.is_unguarded {
            self.guard(own);
        }
    }

    /// Looks for what can be told by its shape.
    fn look(&mut self) {
        self.cover = match secret::mask(&self.text()) {
            Cow::Owned(masked) => Cover::Masked(masked),
            Cow::Borrowed(_) => Cover::Open,
        };
        self.is_unguarded = true;
    }

    /// Puts the cursor on a place, counted from 0; one that is not there is the nearest.
    pub fn go_to(&mut self, row: usize, column: usize) {
        let near = |at| u16::try_from(at).unwrap_or(u16::MAX);
        self.area.move_cursor(CursorMove::Jump(near(row), near(column)));
    }

    /// The row and column, in characters, that must be on view: the cursor's, or those of what an error points at while the
    /// cursor is elsewhere.
    #[must_use]
    pub fn focal(&self, has_cursor: bool, lit_line: Option<usize>, lit: &[(usize, usize)]) -> (usize, usize) {
        match (has_cursor, lit_line, lit.first()) {
            (false, Some(line), _) => (line, 0),
            (false, None, Some((_, end))) => (0, *end),
            _ => self.cursor(),
        }
    }

    /// Puts the cursor on a place without marking what is in between; where the text does not show, it stays.
    pub fn point_at(&mut self, (row, column): (usize, usize)) {
        self.area.cancel_selection();
        if self.cover == Cover::Open {
            self.go_to(row, column);
        }
    }

    /// What it holds; lines are joined by `\n`.
    #[must_use]
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Its lines; at least one.
    #[must_use]
    pub fn rows(&self) -> &[String] {
        self.area.lines()
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.area.is_empty()
    }

    /// The text area, for drawing.
    #[must_use]
    pub const fn area(&self) -> &TextArea<'static> {
        &self.area
    }

    /// The cursor as row and column, in characters.
    #[must_use]
    pub fn cursor(&self) -> (usize, usize) {
        let cursor = self.area.cursor();
        (cursor.0, cursor.1)
    }

    /// Replaces what it holds; the cursor goes to the end, and undo brings the old text back.
    pub fn set(&mut self, text: &str) {
        self.area.select_all();
        self.area.cut();
        self.area.insert_str(clean(text, self.has_lines));
        self.look();
    }

    /// The part of its first line that is marked, in characters; what is typed takes its place.
    #[must_use]
    pub fn marked(&self) -> Option<Range<usize>> {
        let ((row, from), (last, to)) = self.area.selection_range()?;
        (row == 0 && last == 0 && from < to).then_some(from..to)
    }

    /// Marks a part of its first line, given in bytes; the cursor goes behind it.
    pub fn mark(&mut self, bytes: Range<usize>) {
        let line = &self.rows()[0];
        let characters = |at| line.get(..at).map_or(0, |before: &str| before.chars().count());
        let (from, to) = (characters(bytes.start), characters(bytes.end));
        self.area.cancel_selection();
        self.go_to(0, from);
        self.area.start_selection();
        self.go_to(0, to);
    }

    /// Puts a text in place of a part of its first line, given in bytes; the cursor goes behind it.
    pub fn replace(&mut self, bytes: Range<usize>, text: &str) {
        self.mark(bytes);
        self.area.insert_str(clean(text, false));
        self.look();
    }

    /// Where the cursor is in its first line, in bytes.
    #[must_use]
    pub fn byte(&self) -> usize {
        let (row, column) = self.cursor();
        let line = &self.rows()[0];
        if row > 0 {
            line.len()
        } else {
            line.char_indices().nth(column).map_or(line.len(), |(byte, _)| byte)
        }
    }

    /// Types a character.
    pub fn type_char(&mut self, c: char) {
        self.type_text(c.encode_utf8(&mut [0; 4]));
    }

    /// Types characters one behind the other.
    pub fn type_text(&mut self, text: &str) {
        text.chars().filter(|c| !c.is_control()).for_each(|c| self.area.insert_char(c));
        self.look();
    }

    /// Takes a paste as one edit: line ends are made one kind, tabs become spaces.
    pub fn paste(&mut self, text: &str) {
        self.area.insert_str(clean(text, self.has_lines));
        self.look();
    }

    /// Whether the cursor is in the first line, or in the last.
    #[must_use]
    pub fn is_at_edge(&self, last: bool) -> bool {
        let row = self.cursor().0;
        if last { row + 1 == self.area.lines().len() } else { row == 0 }
    }

    /// Moves a line up or down.
    pub fn move_line(&mut self, down: bool) {
        self.area.move_cursor(if down { CursorMove::Down } else { CursorMove::Up });
    }

    /// Changes the text, or moves in it.
    pub fn edit(&mut self, edit: Edit) {
        if !edit.is_change() {
            self.area.cancel_selection();
        }
        let area = &mut self.area;
        match edit {
            Edit::Backspace => drop(area.delete_char()),
            Edit::Delete => drop(area.delete_next_char()),
            Edit::DeleteWord => drop(area.delete_word()),
            Edit::DeleteToStart => drop(area.delete_line_by_head()),
            Edit::DeleteToEnd => drop(area.delete_line_by_end()),
            Edit::Left => area.move_cursor(CursorMove::Back),
            Edit::Right => area.move_cursor(CursorMove::Forward),
            Edit::WordLeft => area.move_cursor(CursorMove::WordBack),
            Edit::WordRight => area.move_cursor(CursorMove::WordForward),
            Edit::Home => area.move_cursor(CursorMove::Head),
            Edit::End => area.move_cursor(CursorMove::End),
            Edit::Newline if self.has_lines => area.insert_newline(),
            Edit::Newline => {}
            Edit::Undo => drop(area.undo()),
            Edit::Redo => drop(area.redo()),
        }
        if edit.is_change() {
            self.look();
        }
    }
}

/// Text as a field holds it.
fn clean(text: &str, has_lines: bool) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', "  ");
    if has_lines { text } else { text.trim_matches('\n').replace('\n', " ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paste_becomes_what_a_field_can_hold() {
        let mut line = Field::line();
        line.paste("/v1/a\r\n/b\u{1b}[31m\t\u{7}\n");
        assert_eq!(line.text(), "/v1/a /b\u{1b}[31m  \u{7}");
        let mut lines = Field::lines();
        lines.paste("{\r\n\t\"a\": 1\r}");
        assert_eq!(lines.rows(), ["{", "  \"a\": 1", "}"]);
    }

    #[test]
    fn a_field_tells_what_of_it_may_show() {
        let mut line = Field::line();
        line.paste("/v1/x?t=");
        assert_eq!(*line.cover(), Cover::Open);
        let own = Own::Known(secret::Trace::of(&secret::Secret::new("Ab1+/cd9".repeat(16))));
        line.paste(&"Ab1+/cd9".repeat(16));
        line.guard(&own);
        assert_eq!(*line.cover(), Cover::Hidden);
        line.edit(Edit::DeleteToStart);
        line.paste("eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln");
        assert_eq!(*line.cover(), Cover::Masked("eyJhbG…".to_owned()));
    }

    #[test]
    fn a_field_of_one_line_stays_one() {
        let mut line = Field::line();
        line.type_char('a');
        line.type_char('\n');
        line.edit(Edit::Newline);
        assert_eq!(line.rows(), ["a"]);
    }

    #[test]
    fn what_is_typed_takes_the_place_of_what_is_marked() {
        let mut line = Field::line();
        line.paste("/é/{id}/tracks");
        line.mark(4..8);
        assert_eq!(line.marked(), Some(3..7));
        line.type_char('7');
        assert_eq!((line.text().as_str(), line.byte(), line.marked()), ("/é/7/tracks", 5, None));
        line.replace(4..5, "{x}");
        assert_eq!((line.text().as_str(), line.byte()), ("/é/{x}/tracks", 7));
        line.mark(4..7);
        line.edit(Edit::Left);
        assert_eq!((line.marked(), line.byte()), (None, 6));
    }

    #[test]
    fn undo_brings_a_replaced_text_back() {
        let mut line = Field::line();
        line.paste("old");
        line.set("new");
        assert_eq!(line.text(), "new");
        line.edit(Edit::Undo);
        line.edit(Edit::Undo);
        assert_eq!(line.text(), "old");
    }
}
