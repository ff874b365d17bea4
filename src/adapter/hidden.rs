//! A line that is typed or pasted without being seen.
#![expect(clippy::disallowed_methods, reason = "a question stands on the terminal that it is answered at")]

use std::io::{self, IsTerminal, Read, Write};

use rustix::termios::{self, LocalModes, OptionalActions, QueueSelector, SpecialCodeIndex, Termios};
use zeroize::Zeroizing;

use crate::domain::secret::Secret;

/// Bytes of an answer, at most.
const LONGEST: usize = 8 * 1024;

const BEGIN_PASTES: &str = "\u{1b}[?2004h";
const END_PASTES: &str = "\u{1b}[?2004l";
const PASTE: &[u8] = b"\x1b[200~";
const PASTED: &[u8] = b"\x1b[201~";

/// Asks for a secret: hidden at a terminal, else all of standard input.
///
/// # Errors
/// When nothing can be read, or the person gave up (`Interrupted`).
pub fn ask(prompt: &str) -> io::Result<Secret> {
    let input = io::stdin();
    if !input.is_terminal() {
        let mut text = Zeroizing::new(String::with_capacity(LONGEST));
        input.lock().take(LONGEST as u64).read_to_string(&mut text)?;
        return Ok(Secret::new(text.trim().to_owned()));
    }
    let _quiet = Quiet::begin(prompt)?;
    let mut line = Line::default();
    let mut byte = [0];
    loop {
        if input.lock().read(&mut byte)? == 0 {
            return Err(io::ErrorKind::Interrupted.into());
        }
        match line.take(byte[0]) {
            Some(true) => return Ok(line.secret()),
            Some(false) => return Err(io::ErrorKind::Interrupted.into()),
            None => {}
        }
    }
}

/// What was typed so far.
#[derive(Default)]
struct Line {
    bytes: Zeroizing<Vec<u8>>,
    is_pasting: bool,
}

impl Line {
    /// Takes a byte: whether the line ended well, or was given up; nothing while it goes on.
    fn take(&mut self, byte: u8) -> Option<bool> {
        match byte {
            // A line break in a paste belongs to it: the rest must not run on into a shell.
            b'\r' | b'\n' if !self.is_pasting => return Some(true),
            3 | 4 if !self.is_pasting => return Some(false),
            8 | 127 if !self.is_pasting => drop(self.bytes.pop()),
            _ if self.bytes.len() < LONGEST => self.bytes.push(byte),
            _ => {}
        }
        for (mark, is_pasting) in [(PASTE, true), (PASTED, false)] {
            if self.bytes.ends_with(mark) {
                let end = self.bytes.len() - mark.len();
                self.bytes.truncate(end);
                self.is_pasting = is_pasting;
            }
        }
        None
    }

    fn secret(&self) -> Secret {
        Secret::new(String::from_utf8_lossy(&self.bytes).trim().to_owned())
    }
}

/// A terminal that shows nothing of what is typed. It is as before when this is dropped.
struct Quiet(Termios);

impl Quiet {
    fn begin(prompt: &str) -> io::Result<Self> {
        let input = rustix::stdio::stdin();
        let before = termios::tcgetattr(input)?;
        let mut quiet = before.clone();
        // Ctrl-C is taken as a byte: a signal would end the program with the terminal as it is now.
        quiet.local_modes.remove(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG);
        quiet.special_codes[SpecialCodeIndex::VMIN] = 1;
        quiet.special_codes[SpecialCodeIndex::VTIME] = 0;
        termios::tcsetattr(input, OptionalActions::Now, &quiet)?;
        let quiet = Self(before);
        let mut output = io::stdout();
        write!(output, "{BEGIN_PASTES}{prompt}").and_then(|()| output.flush())?;
        Ok(quiet)
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        let input = rustix::stdio::stdin();
        let _ = writeln!(io::stdout(), "{END_PASTES}");
        // What was pasted behind the end is not for the shell.
        let _ = termios::tcflush(input, QueueSelector::IFlush);
        let _ = termios::tcsetattr(input, OptionalActions::Now, &self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(bytes: &[u8]) -> (Option<bool>, String) {
        let mut line = Line::default();
        let end = bytes.iter().find_map(|byte| line.take(*byte));
        (end, line.secret().expose().to_owned())
    }

    #[test]
    fn a_paste_is_one_line_and_its_marks_are_no_part_of_it() {
        let table: [(&[u8], Option<bool>, &str); 6] = [
            (b"abc\r", Some(true), "abc"),
            (b"abd\x7fc\n", Some(true), "abc"),
            (b"\x1b[200~ abc\r\n\x1b[201~\r", Some(true), "abc"),
            (b"\x1b[200~a\rb\x1b[201~\r", Some(true), "a\rb"),
            (b"abc", None, "abc"),
            (b"abc\x03", Some(false), "abc"),
        ];
        for (bytes, end, text) in table {
            assert_eq!(taken(bytes), (end, text.to_owned()), "{bytes:?}");
        }
        assert_eq!(taken(&[b'x'; LONGEST + 9]).1.len(), LONGEST);
    }
}
