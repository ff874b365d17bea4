//! What the loop needs of a terminal: a screen, lines (`--plain`), a demo's rehearsal that nobody sees, and in tests one that
//! keeps frames in memory. Where nobody sits, there is nothing to copy to, to write to and to lend: that is what is said here of
//! all but the screen and its keys.

use std::{
    future::{Future, ready},
    io,
    time::Duration,
};

use crate::{
    app::{event::Event, model::Model},
    ui::Theme,
};

/// A place to draw on and to read events from.
pub trait Surface {
    /// Columns and rows.
    ///
    /// # Errors
    /// When the terminal is gone.
    fn size(&self) -> io::Result<(u16, u16)>;

    /// Draws the model.
    ///
    /// # Errors
    /// When the terminal is gone.
    fn draw(&mut self, model: &Model, theme: &Theme) -> io::Result<()>;

    /// How long to wait, from the last frame on, until the terminal has shown it ([`Event::Shown`]) and the next one may be drawn;
    /// `None` if it may be drawn now.
    fn behind(&self) -> Option<Duration> {
        None
    }

    /// The terminal has shown nothing for so long: frames wait no more.
    fn give_up(&mut self) {}

    /// The next event. Dropping the future loses nothing.
    fn next(&mut self) -> impl Future<Output = Event>;

    /// Hands a text to the clipboard of whoever sits at the terminal; where it went, in words for the screen.
    ///
    /// # Errors
    /// Why it was not, in words for the screen.
    fn copy(&mut self, text: &str) -> impl Future<Output = Result<String, String>> {
        let _ = text;
        ready(Ok(String::new()))
    }

    /// Writes lines where they can be selected by hand and scrolled to later; they are fit to be shown. The next key comes
    /// back from there, and does nothing else.
    ///
    /// # Errors
    /// When the terminal is gone.
    fn print(&mut self, lines: &str) -> io::Result<()> {
        let _ = lines;
        Ok(())
    }

    /// Whether a shell is there, to which the terminal can be given.
    fn has_shell(&self) -> bool {
        false
    }

    /// Gives the terminal to the shell until it gives it back.
    ///
    /// # Errors
    /// When the terminal is gone.
    fn suspend(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Lets a person read a text in their pager, until they leave it: or why they could not.
    ///
    /// # Errors
    /// When the terminal is gone.
    fn page(&mut self, text: &str) -> io::Result<Result<(), String>> {
        let _ = text;
        Ok(Err("there is no terminal for a pager".to_owned()))
    }

    /// Takes the terminal once more, which may have been somebody else's: the process was stopped, and nobody was asked.
    ///
    /// # Errors
    /// When the terminal is gone.
    fn retake(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Lets a person edit a text in their editor: the new text, or why it stays as it was.
    ///
    /// # Errors
    /// When the terminal is gone.
    fn edit(&mut self, text: &str) -> io::Result<Result<String, String>> {
        Ok(Ok(text.to_owned()))
    }
}
