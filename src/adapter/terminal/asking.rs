//! What the terminal is asked, what it has answered, and what is done for that. Nothing depends on an answer.

use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, poll};

use crate::adapter::input::{
    parser::{Answer, Heard, Parser},
    read_now,
};

/// Whether it shows frames at once, marks pastes, knows the keyboard protocol of Kitty, and repeats a character; at last,
/// whether it is there. Where the cursor stands behind a character that was to be repeated tells whether it was. The first
/// frame wipes it out.
const QUESTIONS: &[u8] = "\x1b[?2026$p\x1b[?2004$p\x1b[?u\x1b[2H─\x1b[3b\x1b[6n\x1b[5n".as_bytes();

/// Where it stands if it was. In the first row, a key that is held with Ctrl would say the same.
const REPEATED: Answer = Answer::Cursor { row: 2, column: 5 };

/// Asks whether all that came before has arrived.
const QUESTION: &[u8] = b"\x1b[5n";

/// Keys that would be something else are told apart. What was before comes back when it is popped.
const PUSH_KEYS: &[u8] = b"\x1b[>1u";
const POP_KEYS: &[u8] = b"\x1b[<u";

/// The same as pushing, in the place of what was pushed last.
const SET_KEYS: &[u8] = b"\x1b[=1u";

/// A frame is shown as soon as its end has come, and no sooner.
const HOLD: &[u8] = b"\x1b[?2026h";
const SHOW: &[u8] = b"\x1b[?2026l";

/// Less than this arrives in one piece anyway.
const TEARS: usize = 512;

/// An answer is waited for this long, and for the time that the bytes before it take on the slowest line there is.
const PATIENCE: Duration = Duration::from_secs(1);
const SLOWEST: u32 = 960;

/// After so long at the start nobody will answer.
const FIRST_PATIENCE: Duration = Duration::from_millis(500);

/// The terminal that leaves us waits this long for what it was asked, so that the shell does not get the answer.
const LAST_PATIENCE: Duration = Duration::from_secs(2);

/// Global, for the terminal is: who gives it back has no `Screen` at hand.
static ASKED: Mutex<Asked> = Mutex::new(Asked::nothing());

/// What was asked.
#[derive(Debug)]
pub(super) struct Asked {
    /// When it was asked first.
    since: Option<Instant>,
    /// Questions that have no answer yet.
    awaited: u32,
    has_answered: bool,
    /// Frames wait for answers.
    is_paced: bool,
    shows_at_once: bool,
    knows_keys: bool,
    repeats: bool,
    /// The bytes of the last frame.
    frame: usize,
}

pub(super) fn asked() -> MutexGuard<'static, Asked> {
    ASKED.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Asked {
    const fn nothing() -> Self {
        Self {
            since: None,
            awaited: 0,
            has_answered: false,
            is_paced: false,
            shows_at_once: false,
            knows_keys: false,
            repeats: false,
            frame: 0,
        }
    }

    /// Asks everything, and awaits no answer of before.
    pub(super) fn ask(&mut self, out: &mut impl Write) -> io::Result<()> {
        (self.since, self.awaited) = (Some(Instant::now()), 1);
        out.write_all(QUESTIONS)?;
        out.flush()
    }

    /// Takes the keyboard as it was before.
    pub(super) fn push(&self, out: &mut impl Write) -> io::Result<()> {
        if !self.knows_keys {
            return Ok(());
        }
        out.write_all(PUSH_KEYS)?;
        out.flush()
    }

    /// Takes it once more, where nobody knows whether it is ours still.
    pub(super) fn set(&self, out: &mut impl Write) -> io::Result<()> {
        if !self.knows_keys {
            return Ok(());
        }
        out.write_all(SET_KEYS)?;
        out.flush()
    }

    /// Undoes that.
    pub(super) fn pop(&self, out: &mut impl Write) -> io::Result<()> {
        if !self.knows_keys {
            return Ok(());
        }
        out.write_all(POP_KEYS)?;
        out.flush()
    }

    /// Takes an answer. What came late counts too; what was not asked changes nothing.
    pub(super) fn hear(&mut self, answer: Answer, out: &mut impl Write) -> io::Result<()> {
        match answer {
            Answer::Arrived if self.awaited > 0 => {
                self.awaited -= 1;
                self.has_answered = true;
                self.is_paced |= self.awaited == 0;
            }
            Answer::Mode { number: 2026, is_known } => self.shows_at_once = is_known,
            Answer::Cursor { .. } if self.awaited > 0 => self.repeats = answer == REPEATED,
            Answer::KeyFlags if !self.knows_keys => {
                self.knows_keys = true;
                return self.push(out);
            }
            _ => {}
        }
        Ok(())
    }

    /// Puts around a frame what is asked with it.
    pub(super) fn wrap(&mut self, frame: &mut Vec<u8>) {
        if self.shows_at_once && frame.len() > TEARS {
            frame.splice(..0, HOLD.iter().copied());
            frame.extend_from_slice(SHOW);
        }
        self.frame = frame.len();
        if self.is_paced {
            frame.extend_from_slice(QUESTION);
            self.awaited += 1;
        }
    }

    /// Asks whether what gave the terminal back has arrived, where there is an answer. A Ctrl-c or Ctrl-z at a line that is the
    /// shell's already makes the system throw away what nobody has read yet.
    pub(super) fn ask_at_last(&mut self, out: &mut impl Write) -> io::Result<()> {
        if !self.is_paced {
            return Ok(());
        }
        self.awaited += 1;
        out.write_all(QUESTION)?;
        out.flush()
    }

    /// Whether it repeats a character when it is told to.
    pub(super) const fn repeats(&self) -> bool {
        self.repeats
    }

    /// How long to wait for the last frame to arrive; `None` if it has, or if nobody would tell.
    pub(super) fn behind(&self) -> Option<Duration> {
        let on_the_way = Duration::from_secs(self.frame as u64) / SLOWEST;
        (self.is_paced && self.awaited > 0).then(|| PATIENCE + on_the_way)
    }

    /// Nobody has answered: frames wait no more, unless somebody does at last.
    pub(super) const fn give_up(&mut self) {
        self.is_paced = false;
    }

    /// How long the answers that are still on their way may take.
    fn last_patience(&self) -> Duration {
        match (self.awaited, self.since) {
            (0, _) | (_, None) => Duration::ZERO,
            // Also one that frames wait for no more: its answers come late, and would be typed into the shell.
            _ if self.has_answered => LAST_PATIENCE,
            (_, Some(since)) => FIRST_PATIENCE.saturating_sub(since.elapsed()),
        }
    }
}

/// Waits for the answers that are on their way, so that whoever gets the keyboard next does not get them.
pub(super) fn await_answers() {
    let until = Instant::now() + asked().last_patience();
    let mut parser = Parser::default();
    loop {
        let left = until.saturating_duration_since(Instant::now());
        if asked().awaited == 0 || left.is_zero() {
            return;
        }
        let input = rustix::stdio::stdin();
        let mut watched = [PollFd::new(&input, PollFlags::IN)];
        let _ = poll(&mut watched, left.try_into().ok().as_ref());
        // Nothing comes of a terminal that is gone.
        if watched[0].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
            return;
        }
        let (mut bytes, mut heard) = (Vec::new(), Vec::new());
        if read_now(&mut bytes).is_err() {
            return;
        }
        parser.take(&bytes, &mut heard);
        let arrived = heard.iter().filter(|heard| **heard == Heard::Answer(Answer::Arrived)).count();
        let mut asked = asked();
        asked.awaited = asked.awaited.saturating_sub(u32::try_from(arrived).unwrap_or(u32::MAX));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(asked: &mut Asked, length: usize) -> Vec<u8> {
        let mut frame = vec![b'x'; length];
        asked.wrap(&mut frame);
        frame
    }

    fn hear(asked: &mut Asked, answer: Answer) -> Vec<u8> {
        let mut out = Vec::new();
        asked.hear(answer, &mut out).unwrap();
        out
    }

    fn answering() -> Asked {
        let mut asked = Asked::nothing();
        asked.ask(&mut Vec::new()).unwrap();
        hear(&mut asked, Answer::Arrived);
        asked
    }

    #[test]
    fn a_terminal_repeats_if_its_cursor_says_so_and_it_was_asked() {
        for (row, column, repeats) in [(2, 5, true), (2, 2, false), (1, 5, false), (24, 80, false)] {
            let mut asked = Asked::nothing();
            asked.ask(&mut Vec::new()).unwrap();
            hear(&mut asked, Answer::Cursor { row, column });
            assert_eq!(asked.repeats(), repeats);
        }
        // Somebody pasted it, or another program's question is answered.
        let mut asked = answering();
        hear(&mut asked, REPEATED);
        assert!(!asked.repeats());
    }

    #[test]
    fn the_cursor_stands_behind_what_was_repeated() {
        let mut terminal = vt100::Parser::default();
        terminal.process(QUESTIONS);
        let (row, column) = terminal.screen().cursor_position();
        let has_repeated = terminal.screen().contents().contains("────");
        assert_eq!(
            has_repeated,
            REPEATED == Answer::Cursor { row: (row + 1).into(), column: (column + 1).into() }
        );
    }

    #[test]
    fn who_never_answers_is_never_waited_for() {
        let mut asked = Asked::nothing();
        asked.ask(&mut Vec::new()).unwrap();
        assert_eq!(asked.behind(), None);
        assert_eq!(frame(&mut asked, 1000).len(), 1000);
        assert_eq!(asked.behind(), None);
    }

    #[test]
    fn a_frame_waits_for_the_one_before() {
        let mut asked = answering();
        assert_eq!(asked.behind(), None);
        assert_eq!(frame(&mut asked, 3), b"xxx\x1b[5n");
        assert_eq!(asked.behind(), Some(PATIENCE + Duration::from_secs(3) / SLOWEST));
        hear(&mut asked, Answer::Arrived);
        assert_eq!(asked.behind(), None);
    }

    #[test]
    fn who_stops_answering_is_waited_for_once_and_a_late_answer_is_good() {
        let mut asked = answering();
        frame(&mut asked, 3);
        asked.give_up();
        assert_eq!(asked.behind(), None);
        assert_eq!(frame(&mut asked, 3), b"xxx");
        hear(&mut asked, Answer::Arrived);
        assert_eq!(frame(&mut asked, 3), b"xxx\x1b[5n");
        // One more than was asked.
        hear(&mut asked, Answer::Arrived);
        hear(&mut asked, Answer::Arrived);
        assert_eq!((asked.awaited, asked.behind()), (0, None));
    }

    #[test]
    fn a_large_frame_is_shown_at_once_where_that_is_known() {
        let mut asked = Asked::nothing();
        hear(&mut asked, Answer::Mode { number: 2026, is_known: false });
        assert_eq!(frame(&mut asked, TEARS + 1).len(), TEARS + 1);
        hear(&mut asked, Answer::Mode { number: 2026, is_known: true });
        let whole = frame(&mut asked, TEARS + 1);
        assert!(whole.starts_with(b"\x1b[?2026hx") && whole.ends_with(b"x\x1b[?2026l"));
        assert_eq!(frame(&mut asked, TEARS).len(), TEARS);
    }

    #[test]
    fn keys_are_told_apart_from_the_answer_on_and_only_then() {
        let mut asked = Asked::nothing();
        let written = |step: &dyn Fn(&mut Vec<u8>) -> io::Result<()>| {
            let mut out = Vec::new();
            step(&mut out).unwrap();
            out
        };
        assert_eq!(written(&|out| asked.pop(out)), b"");
        assert_eq!(hear(&mut asked, Answer::KeyFlags), PUSH_KEYS);
        assert_eq!(hear(&mut asked, Answer::KeyFlags), b"");
        assert_eq!(written(&|out| asked.pop(out)), POP_KEYS);
        assert_eq!(written(&|out| asked.push(out)), PUSH_KEYS);
    }
}
