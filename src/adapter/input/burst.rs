//! A paste where the terminal does not tell that it is one: a burst of characters with an end of line in it.
//!
//! Its end of line must not act as Enter, whatever else is in it and wherever the wire cuts it: it is told from what was heard, once
//! the bytes are whole. What is mistaken for a paste costs a person one more Enter, so that in doubt it is one.

use std::{mem, time::Duration};

use super::parser::{Heard, written};
use crate::app::event::{Key, KeyCode};

/// So much at once is not typed, even if a stalled link gives all of it back at once.
const MUCH: usize = 8;

/// And so much is no held key that repeats, either: it is a paste without an end of line, too. A field then takes it once and not
/// piece by piece, each of which takes as long as what there is already.
const LOTS: usize = 256;

/// The rest of a paste comes within this time.
const REST: Duration = Duration::from_millis(50);

/// Holds what may be a paste until it has come.
#[derive(Default)]
pub(super) struct Burst {
    held: String,
    /// Characters that came just now, and were taken for keys.
    typed: String,
}

impl Burst {
    /// Takes what was heard at once, and gives back what is no part of a paste. `is_prompt` says that it came close behind what
    /// was heard before.
    pub(super) fn take(&mut self, mut heard: Vec<Heard>, is_prompt: bool) -> Vec<Heard> {
        if !is_prompt {
            self.typed.clear();
        }
        let begun = self.typed.len() + self.held.len();
        self.typed.extend(heard.iter().filter_map(typed));
        if self.held.is_empty() && !is_paste(&self.typed, &heard) {
            return heard;
        }
        self.typed.clear();
        // Keys before it, such as one that empties the field, are keys.
        let is_part = |heard: &Heard| typed(heard).is_some() || is_end(heard);
        let first = if begun > 0 { 0 } else { heard.iter().position(is_part).unwrap_or_default() };
        let (keys, others): (Vec<_>, Vec<_>) =
            heard.drain(first..).partition(|heard| matches!(heard, Heard::Key(_)));
        self.held.extend(keys.iter().filter_map(key).flat_map(text));
        heard.extend(others);
        heard
    }

    /// How long to wait for its rest; `None` if there is nothing to wait for.
    pub(super) fn patience(&self) -> Option<Duration> {
        (!self.held.is_empty()).then_some(REST)
    }

    /// The paste, when nothing more has come.
    pub(super) fn end(&mut self) -> Option<String> {
        let held = mem::take(&mut self.held);
        (!held.is_empty()).then_some(held)
    }
}

const fn key(heard: &Heard) -> Option<Key> {
    match heard {
        Heard::Key(key) => Some(*key),
        _ => None,
    }
}

fn typed(heard: &Heard) -> Option<char> {
    key(heard).and_then(Key::typed)
}

/// An end of line: a carriage return, or a line feed.
fn is_end(heard: &Heard) -> bool {
    key(heard).is_some_and(|key| key.code == KeyCode::Enter || key == Key::ctrl('j'))
}

/// What a terminal sends for a key, as a text; nothing for a key that is no character.
fn text(key: Key) -> impl Iterator<Item = char> {
    let character = written(key);
    character.and(key.alt.then_some('\x1b')).into_iter().chain(character)
}

/// Whether characters were pasted, of which the last have just been heard. One key that is held types many, all the same.
fn is_paste(typed: &str, heard: &[Heard]) -> bool {
    let count = typed.chars().count();
    let is_varied = typed.chars().any(|c| !typed.starts_with(c));
    let end = heard.iter().position(is_end);
    let goes_on_behind_it =
        end.is_some_and(|at| heard[at..].iter().any(|heard| self::typed(heard).is_some()));
    count >= LOTS || end.is_some() && is_varied && (count >= MUCH || goes_on_behind_it && count > 2)
}

#[cfg(test)]
mod tests {
    use super::{super::parser::Parser, *};

    /// What becomes of pieces that come close behind each other: keys and others, and then the paste.
    fn taken(pieces: &[&[u8]]) -> (Vec<Heard>, Option<String>) {
        let (mut parser, mut burst) = (Parser::default(), Burst::default());
        let mut out = Vec::new();
        for piece in pieces {
            let mut heard = Vec::new();
            parser.take(piece, &mut heard);
            out.extend(burst.take(heard, true));
        }
        (out, burst.end())
    }

    #[test]
    fn what_is_a_paste_and_what_was_typed() {
        let table: [(&str, Option<&str>); 25] = [
            ("/v1/catalog/us/songs\r", Some("/v1/catalog/us/songs\r")),
            ("/v1/a\r/v1/b\r", Some("/v1/a\r/v1/b\r")),
            ("\r/v1/catalog\r", Some("\r/v1/catalog\r")),
            ("a\nb\nc", Some("a\nb\nc")),
            // Whatever else is in it.
            ("/v1/catalog\x1b[0m\r", Some("/v1/catalog\r")),
            ("/v1/catalog\x1b[B\r", Some("/v1/catalog\r")),
            ("/v1/catalog\0\r", Some("/v1/catalog\0\r")),
            ("/v1/catalog\x7f\r", Some("/v1/catalog\x7f\r")),
            ("/v1/catalog\x0b\r", Some("/v1/catalog\x0b\r")),
            ("/v1/catalog\x1b\r", Some("/v1/catalog\x1b\r")),
            ("/v1/cat\x1bxog\r", Some("/v1/cat\x1bxog\r")),
            // Keys that come before it are keys.
            ("\0/v1/catalog\r", Some("/v1/catalog\r")),
            ("\x15/v1/catalog\r", Some("/v1/catalog\r")),
            ("\x1b[B\x1b[B/v1/catalog\r", Some("/v1/catalog\r")),
            // What a person presses, and a slow line hands over at once.
            ("one line without an end", None),
            ("\r", None),
            ("q\r", None),
            ("jjj\r", None),
            ("j\rj", None),
            ("\r\r\r", None),
            ("\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\r", None),
            ("jj\x1b[Ajj\rjjjjj", None),
            ("jjjjjjjjjj\x03\r", None),
            ("\x1b\x1b\x1b[C\x1b[D\x1bOP\r\x03", None),
            ("", None),
        ];
        for (text, expected) in table {
            assert_eq!(taken(&[text.as_bytes()]).1.as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn keys_before_it_are_given_back() {
        let (keys, paste) = taken(&[b"\x15\x1b[B/v1/catalog\r"]);
        assert_eq!(keys, [Heard::Key(Key::ctrl('u')), Heard::Key(Key::plain(KeyCode::Down))]);
        assert_eq!(paste.as_deref(), Some("/v1/catalog\r"));
    }

    #[test]
    fn it_is_one_wherever_the_wire_cuts_it() {
        for text in ["/v1/catalog?a=€\r", "/v1/catalog\x1b[0m\r", "/v1/catalog\x0b\r", "/v1/catalog?a=🎵é\r"]
        {
            for at in MUCH..text.len() {
                let (first, second) = text.as_bytes().split_at(at);
                let (keys, paste) = taken(&[first, second]);
                assert!(!keys.contains(&Heard::Key(Key::plain(KeyCode::Enter))), "{text:?} cut at {at}");
                assert!(paste.is_some_and(|paste| paste.ends_with('\r')), "{text:?} cut at {at}");
            }
        }
        // A character that never becomes whole.
        assert_eq!(taken(&[b"/v1/catalog\xe2", b"\r"]).1.as_deref(), Some("\r"));
    }

    #[test]
    fn much_without_an_end_is_taken_once() {
        let (first, rest) = ("x".repeat(LOTS), "x".repeat(100));
        let (keys, paste) = taken(&[first.as_bytes(), rest.as_bytes(), b"\r"]);
        assert_eq!((keys, paste), (Vec::new(), Some(format!("{first}{rest}\r"))));
    }

    #[test]
    fn its_rest_belongs_to_it_and_an_answer_does_not() {
        let (keys, paste) = taken(&[b"/v1/a\r/v1/b", b"c\x1b[0n", b"\x1b[B\x03", b"\r"]);
        assert_eq!(keys, [Heard::Answer(super::super::Answer::Arrived)]);
        assert_eq!(paste.as_deref(), Some("/v1/a\r/v1/bc\x03\r"));
        let mut burst = Burst::default();
        assert_eq!((burst.patience(), burst.end()), (None, None));
    }

    #[test]
    fn an_end_of_line_close_behind_much_belongs_to_it_and_one_behind_a_pause_is_enter() {
        let keys = |text: &[u8]| {
            let mut heard = Vec::new();
            Parser::default().take(text, &mut heard);
            heard
        };
        let mut burst = Burst::default();
        burst.take(keys(b"/v1/catalog"), true);
        assert_eq!(burst.take(keys(b"\r"), false), keys(b"\r"));
        burst.take(keys(b"/v1/catalog"), true);
        assert_eq!(burst.take(keys(b"\r"), true), []);
        assert_eq!(burst.patience(), Some(REST));
    }

    #[test]
    fn every_control_character_is_written_as_itself() {
        for byte in (0..=0x1f).chain([0x7f]) {
            let (_, paste) = taken(&[b"/v1/catalog\r", &[byte], b"x"]);
            let expected: String = match byte {
                // It and the next one are a key with Alt.
                0x1b => "/v1/catalog\r\x1bx".into(),
                _ => format!("/v1/catalog\r{}x", char::from(byte)),
            };
            assert_eq!(paste, Some(expected));
        }
    }
}
