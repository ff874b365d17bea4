//! What a frame is drawn before: it tells how large the terminal is and keeps where the text cursor goes, and writes nothing.
//! What has changed is worked out by the [`Canvas`](super::canvas::Canvas), which can move rows.

use std::{cell::Cell as Shared, io, rc::Rc};

use ratatui::{
    backend::{Backend, ClearType, WindowSize},
    buffer::Cell,
    layout::{Position, Size},
};

/// Where the text cursor shows, if it does.
pub(super) type Cursor = Rc<Shared<Option<Position>>>;

/// A terminal that shows nothing.
#[derive(Debug, Default)]
pub(super) struct Backdrop(Cursor);

impl Backdrop {
    /// Where the text cursor shows; it changes with each frame.
    pub(super) fn cursor(&self) -> Cursor {
        Rc::clone(&self.0)
    }
}

impl Backend for Backdrop {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, _: I) -> io::Result<()> {
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.0.set(None);
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        // Where it goes is told next.
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.0.get().unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.0.set(Some(position.into()));
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn clear_region(&mut self, _: ClearType) -> io::Result<()> {
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        // Every frame asks, and the library opens the terminal anew for that.
        match rustix::termios::tcgetwinsize(rustix::stdio::stdout()) {
            Ok(size) if size.ws_col > 0 && size.ws_row > 0 => {
                Ok(Size { width: size.ws_col, height: size.ws_row })
            }
            _ => crossterm::terminal::size().map(|(width, height)| Size { width, height }),
        }
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        let pixels = Size::default();
        self.size().map(|columns_rows| WindowSize { columns_rows, pixels })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
