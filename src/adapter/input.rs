//! What the terminal library reads becomes our own [`Event`]s. The only way in for keys, pastes and sizes.

mod hangup;
mod keyboard;

use std::future;

use crossterm::event::{
    self as library, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use hangup::Hangup;
use keyboard::Keyboard;

use crate::app::event::{Event, Key, KeyCode, Mouse, MouseKind};

/// Events of the terminal, one after the other.
pub struct Input {
    keyboard: Keyboard,
    hangup: Hangup,
    closed: bool,
}

impl Input {
    /// Starts to read the terminal; standard input must be one. Its keys wake the runtime that this is called in.
    #[must_use]
    pub fn new() -> Self {
        Self { keyboard: Keyboard::new(), hangup: Hangup::watch(), closed: false }
    }

    /// The next event that means something to us. Waits for ever while paused, and after [`Event::Closed`], which
    /// comes once. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Event {
        loop {
            if self.closed {
                return future::pending().await;
            }
            // The library reads a terminal that is gone for ever, and does not say so: it must not be asked then.
            let next = tokio::select! {
                biased;
                () = self.hangup.happened() => None,
                next = self.keyboard.next() => Some(next),
            };
            match next {
                Some(Ok(event)) => {
                    if let Some(event) = translate(event) {
                        return event;
                    }
                }
                // An interrupted read is a signal's doing and says nothing about the terminal.
                Some(Err(error)) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Some(Err(_)) | None => return self.close(),
            }
        }
    }

    /// Stops reading, so that another program gets all keys: around a suspend or an editor.
    pub fn pause(&mut self) {
        self.keyboard.pause();
    }

    /// Reads again after [`pause`](Self::pause).
    pub fn resume(&mut self) {
        self.keyboard.resume();
    }

    fn close(&mut self) -> Event {
        self.closed = true;
        self.keyboard.pause();
        Event::Closed
    }
}

impl Default for Input {
    fn default() -> Self {
        Self::new()
    }
}

/// Our word for an event of the library; `None` for what Segue has no use for: released keys and buttons, moves of the
/// mouse, the focus, and keys that only some keyboards have.
#[must_use]
pub fn translate(event: library::Event) -> Option<Event> {
    match event {
        // A held key repeats; terminals that report releases would otherwise act twice.
        library::Event::Key(key) if key.kind != KeyEventKind::Release => translate_key(key).map(Event::Key),
        library::Event::Paste(text) => Some(Event::Paste(text)),
        library::Event::Resize(columns, rows) => Some(Event::Resize(columns, rows)),
        library::Event::Mouse(mouse) => translate_mouse(mouse).map(Event::Mouse),
        _ => None,
    }
}

fn translate_mouse(mouse: MouseEvent) -> Option<Mouse> {
    let kind = match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => MouseKind::Down,
        MouseEventKind::ScrollUp => MouseKind::WheelUp,
        MouseEventKind::ScrollDown => MouseKind::WheelDown,
        _ => return None,
    };
    Some(Mouse { kind, column: mouse.column, row: mouse.row })
}

fn translate_key(key: KeyEvent) -> Option<Key> {
    // Command and Windows keys belong to the desktop: without this, Command-q would be q.
    if key.modifiers.intersects(KeyModifiers::SUPER | KeyModifiers::HYPER) {
        return None;
    }
    let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    let alt = key.modifiers.intersects(KeyModifiers::ALT | KeyModifiers::META);
    let shift = key.modifiers.contains(KeyModifiers::SHIFT);
    let key = match key.code {
        library::KeyCode::Char(c) => Key { alt, ctrl, ..Key::char(character(c, ctrl, shift)) },
        // What Ctrl-Space and Ctrl-@ send on most terminals.
        library::KeyCode::Null => Key { alt, ..Key::ctrl(' ') },
        library::KeyCode::BackTab => Key { alt, ctrl, ..Key::plain(KeyCode::BackTab) },
        library::KeyCode::Tab if shift => Key { alt, ctrl, ..Key::plain(KeyCode::BackTab) },
        other => Key { alt, ctrl, shift, ..Key::plain(named(other)?) },
    };
    Some(key)
}

/// A character as typed; with Ctrl there is no upper case, for most terminals can't tell.
fn character(c: char, ctrl: bool, shift: bool) -> char {
    if ctrl {
        c.to_ascii_lowercase()
    } else if shift {
        c.to_ascii_uppercase()
    } else {
        c
    }
}

fn named(code: library::KeyCode) -> Option<KeyCode> {
    Some(match code {
        library::KeyCode::F(n @ 1..=24) => KeyCode::F(n),
        library::KeyCode::Enter => KeyCode::Enter,
        library::KeyCode::Esc => KeyCode::Esc,
        library::KeyCode::Tab => KeyCode::Tab,
        library::KeyCode::Backspace => KeyCode::Backspace,
        library::KeyCode::Delete => KeyCode::Delete,
        library::KeyCode::Insert => KeyCode::Insert,
        library::KeyCode::Up => KeyCode::Up,
        library::KeyCode::Down => KeyCode::Down,
        library::KeyCode::Left => KeyCode::Left,
        library::KeyCode::Right => KeyCode::Right,
        library::KeyCode::Home => KeyCode::Home,
        library::KeyCode::End => KeyCode::End,
        library::KeyCode::PageUp => KeyCode::PageUp,
        library::KeyCode::PageDown => KeyCode::PageDown,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use library::KeyCode as Code;

    const NONE: KeyModifiers = KeyModifiers::NONE;
    const SHIFT: KeyModifiers = KeyModifiers::SHIFT;
    const CTRL: KeyModifiers = KeyModifiers::CONTROL;
    const ALT: KeyModifiers = KeyModifiers::ALT;

    fn key(code: Code, modifiers: KeyModifiers, kind: KeyEventKind) -> Option<Event> {
        translate(library::Event::Key(KeyEvent::new_with_kind(code, modifiers, kind)))
    }

    #[test]
    fn keys() {
        let shifted = |code| Key { shift: true, ..Key::plain(code) };
        let alt = |c| Key { alt: true, ..Key::char(c) };
        let table = [
            (Code::Char('a'), NONE, Some(Key::char('a'))),
            (Code::Char('A'), SHIFT, Some(Key::char('A'))),
            (Code::Char('a'), SHIFT, Some(Key::char('A'))),
            (Code::Char('?'), SHIFT, Some(Key::char('?'))),
            (Code::Char('é'), NONE, Some(Key::char('é'))),
            (Code::Char('c'), CTRL, Some(Key::ctrl('c'))),
            (Code::Char('C'), CTRL | SHIFT, Some(Key::ctrl('c'))),
            (Code::Char(' '), CTRL, Some(Key::ctrl(' '))),
            (Code::Null, NONE, Some(Key::ctrl(' '))),
            (Code::Char('h'), CTRL, Some(Key::ctrl('h'))),
            (Code::Char('x'), ALT, Some(alt('x'))),
            (Code::Char('X'), ALT | SHIFT, Some(alt('X'))),
            (Code::Char('x'), KeyModifiers::META, Some(alt('x'))),
            (Code::Char('q'), KeyModifiers::SUPER, None),
            (Code::Tab, NONE, Some(Key::plain(KeyCode::Tab))),
            (Code::Tab, SHIFT, Some(Key::plain(KeyCode::BackTab))),
            (Code::BackTab, SHIFT, Some(Key::plain(KeyCode::BackTab))),
            (Code::BackTab, NONE, Some(Key::plain(KeyCode::BackTab))),
            (Code::Up, SHIFT, Some(shifted(KeyCode::Up))),
            (Code::Enter, NONE, Some(Key::plain(KeyCode::Enter))),
            (Code::Backspace, NONE, Some(Key::plain(KeyCode::Backspace))),
            (Code::F(1), NONE, Some(Key::plain(KeyCode::F(1)))),
            (Code::F(25), NONE, None),
            (Code::CapsLock, NONE, None),
            (Code::Menu, NONE, None),
        ];
        for (code, modifiers, expected) in table {
            let got = key(code, modifiers, KeyEventKind::Press);
            assert_eq!(got, expected.map(Event::Key), "{code:?} with {modifiers:?}");
        }
    }

    #[test]
    fn a_release_is_dropped_and_a_repeat_kept() {
        let j = Some(Event::Key(Key::char('j')));
        assert_eq!(key(Code::Char('j'), NONE, KeyEventKind::Repeat), j);
        assert_eq!(key(Code::Char('j'), NONE, KeyEventKind::Release), None);
    }

    #[test]
    fn pastes_sizes_and_the_rest() {
        let mouse = |kind| library::Event::Mouse(MouseEvent { kind, column: 3, row: 7, modifiers: NONE });
        let ours = |kind| Some(Event::Mouse(Mouse { kind, column: 3, row: 7 }));
        let table = [
            (library::Event::Paste("a\r\n\u{1b}[31m".into()), Some(Event::Paste("a\r\n\u{1b}[31m".into()))),
            (library::Event::Resize(80, 24), Some(Event::Resize(80, 24))),
            (mouse(MouseEventKind::Moved), None),
            (mouse(MouseEventKind::Down(MouseButton::Left)), ours(MouseKind::Down)),
            (mouse(MouseEventKind::Down(MouseButton::Middle)), None),
            (mouse(MouseEventKind::Up(MouseButton::Left)), None),
            (mouse(MouseEventKind::ScrollUp), ours(MouseKind::WheelUp)),
            (mouse(MouseEventKind::ScrollDown), ours(MouseKind::WheelDown)),
            (mouse(MouseEventKind::ScrollLeft), None),
            (library::Event::FocusGained, None),
            (library::Event::FocusLost, None),
        ];
        for (event, expected) in table {
            assert_eq!(translate(event.clone()), expected, "{event:?}");
        }
    }
}
