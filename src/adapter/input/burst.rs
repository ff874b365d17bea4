//! A paste where the terminal does not tell that it is one: a burst of characters with an end of line in it.
//!
//! Its end of line must not act as Enter. What is mistaken for a paste costs a person one more Enter, so that in doubt it is one.

use std::{mem, time::Duration};

/// So much at once is not typed, even if a stalled link gives all of it back at once.
const MUCH: usize = 8;

/// The rest of a paste comes within this time.
const REST: Duration = Duration::from_millis(50);

/// Holds what may be a paste until it has come.
#[derive(Default)]
pub(super) struct Burst {
    held: Vec<u8>,
    /// So many characters came just now, and were taken for keys.
    typed: usize,
}

impl Burst {
    /// Whether what was read at once is held as a part of a paste, rather than keys. `is_prompt` says that it came close
    /// behind what was read before.
    pub(super) fn takes(&mut self, bytes: &[u8], is_prompt: bool) -> bool {
        let before = if is_prompt { self.typed } else { 0 };
        let goes_on = !self.held.is_empty();
        if is_text(bytes) && (goes_on || is_paste(bytes, before)) {
            self.held.extend_from_slice(bytes);
            self.typed = 0;
            return true;
        }
        self.typed = if is_text(bytes) { before + bytes.len() } else { 0 };
        false
    }

    /// How long to wait for its rest; `None` if there is nothing to wait for.
    pub(super) fn patience(&self) -> Option<Duration> {
        (!self.held.is_empty()).then_some(REST)
    }

    /// The paste, when nothing more has come.
    pub(super) fn end(&mut self) -> Option<String> {
        let held = mem::take(&mut self.held);
        (!held.is_empty()).then(|| String::from_utf8_lossy(&held).into_owned())
    }
}

/// No key but those that type, and Enter.
fn is_text(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| matches!(byte, b' '..=b'~' | b'\t' | b'\r' | b'\n' | 0x80..))
}

fn is_paste(bytes: &[u8], typed_before: usize) -> bool {
    let is_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
    let characters = bytes.iter().filter(|byte| !is_end(byte)).count();
    let has_end = characters < bytes.len();
    let goes_on_behind_it = bytes.iter().position(is_end).is_some_and(|at| !bytes[at..].iter().all(is_end));
    has_end && (typed_before + characters >= MUCH || goes_on_behind_it && characters > 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_paste_and_what_was_typed() {
        let table: [(&str, bool); 12] = [
            ("/v1/catalog/us/songs\r", true),
            ("/v1/a\r/v1/b\r", true),
            ("a\nb\nc", true),
            ("one line without an end", false),
            ("\r", false),
            ("q\r", false),
            ("jjj\r", false),
            ("j\rj", false),
            ("\r\r\r", false),
            ("jj\x1b[Ajj\rjjjjj", false),
            ("jjjjjjjjjj\x03\r", false),
            ("", false),
        ];
        for (text, expected) in table {
            assert_eq!(Burst::default().takes(text.as_bytes(), true), expected, "{text:?}");
        }
    }

    #[test]
    fn its_rest_belongs_to_it() {
        let mut burst = Burst::default();
        assert!(burst.takes(b"/v1/a\r/v1/b", true));
        assert_eq!(burst.patience(), Some(REST));
        assert!(burst.takes(b"c", true) && burst.takes(b"\r", true));
        assert_eq!(burst.end().as_deref(), Some("/v1/a\r/v1/bc\r"));
        assert_eq!((burst.end(), burst.patience()), (None, None));
    }

    #[test]
    fn an_end_of_line_close_behind_much_belongs_to_it_and_one_behind_a_pause_is_enter() {
        let mut burst = Burst::default();
        assert!(!burst.takes(b"/v1/catalog", true));
        assert!(!burst.takes(b"\r", false));
        assert!(!burst.takes(b"/v1/catalog", true));
        assert!(burst.takes(b"\r", true));
    }
}
