//! The terminal: entered, drawn on, and always left the way it was found.
#![expect(clippy::disallowed_methods, reason = "the screen belongs to this file")]

mod asking;
mod canvas;
mod grid;
mod job;
mod pen;
mod shift;
mod size;

use std::io::{self, IsTerminal, Write};
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, DisableFocusChange, EnableBracketedPaste, EnableFocusChange};
use crossterm::style::ResetColor;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{Command, execute};
use ratatui::{buffer::Buffer, layout::Rect};
use rustix::termios::{self, OptionalActions, OutputModes, SpecialCodeIndex};

use self::asking::{asked, await_answers};
use self::canvas::Canvas;
pub use self::canvas::Drawn;
pub use self::size::size;
use super::{input::parser::Answer, signals};

/// Whether the terminal is ours. Global, for the terminal is: the panic hook and a signal have no `Screen` at hand.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// Whether the screen has been left for the one before, to print on it.
static ASIDE: AtomicBool = AtomicBool::new(false);

/// Whether another program has the terminal, or the shell, until it is taken again.
static LENT: AtomicBool = AtomicBool::new(false);

/// When it was given back last.
static BACK: Mutex<Option<Instant>> = Mutex::new(None);

/// A signal reaches all who listen within this time, on a machine that has much else to do. Keys send us none meanwhile.
const AFTERMATH: Duration = Duration::from_secs(1);

/// Whether the terminal reports the mouse.
static MOUSE: AtomicBool = AtomicBool::new(false);

/// The thread that entered: when that one panics, the program ends.
static OWNER: Mutex<Option<ThreadId>> = Mutex::new(None);

/// A frame of a 200x60 terminal that changes everywhere, with a style change at every fourth cell, takes about this
/// many bytes; a larger one grows the buffer.
const FRAME_BYTES: usize = 64 * 1024;

/// Whether a person is there: standard input and output are both a terminal.
#[must_use]
pub fn is_terminal() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Whether somebody is there to press keys, wherever lines go (`--plain`).
#[must_use]
pub fn has_keyboard() -> bool {
    io::stdin().is_terminal()
}

/// Whether what is written goes to a terminal.
#[must_use]
pub fn has_screen() -> bool {
    io::stdout().is_terminal()
}

/// What is done with the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Frames are drawn, on a screen of their own.
    Whole,
    /// Lines are written, one below the other; nothing but the keyboard is changed.
    Lines,
    /// The same, and the terminal says where a paste begins and ends.
    LinesAndPastes,
}

/// How the terminal was taken; as global as [`ENTERED`], for whoever gives it back.
static MANNER: Mutex<Manner> = Mutex::new(Manner::Whole);

fn manner() -> Manner {
    *MANNER.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes the terminal. [`leave`] undoes these steps in the opposite order.
fn enter() -> io::Result<()> {
    *OWNER.lock().unwrap_or_else(PoisonError::into_inner) = Some(thread::current().id());
    // Before the first step, so that a failure half-way is undone too.
    ENTERED.store(true, Ordering::SeqCst);
    enable_raw_mode()?;
    never_wait()?;
    set_up()?;
    asked().push(&mut io::stdout())
}

/// The modes of the way it was taken, but for the keyboard's.
fn set_up() -> io::Result<()> {
    match manner() {
        Manner::Whole => {
            execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, EnableFocusChange, Hide)
        }
        Manner::Lines => end_lines(),
        Manner::LinesAndPastes => end_lines().and_then(|()| run(EnableBracketedPaste)),
    }
}

/// Reading takes what is there and waits for nothing: the thread that does has other things to do. Leaving raw mode undoes
/// this too.
fn never_wait() -> io::Result<()> {
    let input = rustix::stdio::stdin();
    let mut attributes = termios::tcgetattr(input)?;
    attributes.special_codes[SpecialCodeIndex::VMIN] = 0;
    attributes.special_codes[SpecialCodeIndex::VTIME] = 0;
    Ok(termios::tcsetattr(input, OptionalActions::Now, &attributes)?)
}

/// A line feed goes to the beginning of the next line, as it does outside raw mode: other programs may write there too.
fn end_lines() -> io::Result<()> {
    let input = rustix::stdio::stdin();
    let mut attributes = termios::tcgetattr(input)?;
    attributes.output_modes |= OutputModes::OPOST | OutputModes::ONLCR;
    Ok(termios::tcsetattr(input, OptionalActions::Now, &attributes)?)
}

/// Whether the terminal is ours now, and not an editor's or the shell's.
#[must_use]
pub fn is_ours() -> bool {
    ENTERED.load(Ordering::SeqCst)
}

/// Whether another program has it, or has had it until just now: what a key has told both of us may come a little later.
#[must_use]
pub fn is_lent() -> bool {
    let is_fresh = |back: Instant| back.elapsed() < AFTERMATH;
    LENT.load(Ordering::SeqCst) || BACK.lock().unwrap_or_else(PoisonError::into_inner).is_some_and(is_fresh)
}

/// Makes the keyboard the shell's again without writing anything, where writing may hang.
pub fn give_keyboard_back() {
    let _ = disable_raw_mode();
}

/// Gives the terminal back; does nothing when it is not ours, so it may be called from anywhere and more than once.
///
/// # Errors
///
/// The first failure; every step is tried all the same.
pub fn leave() -> io::Result<()> {
    if !ENTERED.swap(false, Ordering::SeqCst) {
        return Ok(());
    }
    match manner() {
        Manner::Whole => {}
        Manner::Lines => return disable_raw_mode(),
        Manner::LinesAndPastes => return run(DisableBracketedPaste).and(disable_raw_mode()),
    }
    // Where the screen has been left already, the terminal would put the cursor back over what was printed.
    let is_aside = ASIDE.swap(false, Ordering::SeqCst);
    let steps = [
        stop_mouse(&mut io::stdout()),
        // Each screen has a keyboard of its own.
        if is_aside { Ok(()) } else { asked().pop(&mut io::stdout()) },
        run(Show).and(run(ResetColor)),
        run(DisableFocusChange),
        run(DisableBracketedPaste),
        if is_aside { Ok(()) } else { run(LeaveAlternateScreen) },
        asked().ask_at_last(&mut io::stdout()),
    ];
    // An answer that comes later would be typed into the shell.
    await_answers();
    steps.into_iter().chain([disable_raw_mode()]).collect()
}

/// Writes nothing where the mouse is not reported.
fn stop_mouse(out: &mut impl Write) -> io::Result<()> {
    if MOUSE.swap(false, Ordering::SeqCst) {
        out.write_all(b"\x1b[?1006l\x1b[?1000l")?;
        out.flush()?;
    }
    Ok(())
}

/// Writes past the buffer of standard output, which would part a frame behind its last line feed.
fn write_at_once(mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        let written = rustix::io::retry_on_intr(|| rustix::io::write(rustix::stdio::stdout(), bytes))?;
        bytes = &bytes[written..];
    }
    Ok(())
}

fn run(command: impl Command) -> io::Result<()> {
    execute!(io::stdout(), command)
}

/// Makes a panic readable. On the thread that entered the screen, the terminal is given back and then the hook that was
/// there before prints. On any other thread nothing is printed while the screen is ours: the program goes on, and
/// shows the failure of that task itself. Call it before [`Screen::enter`], and run tasks on threads of their own (a
/// runtime with worker threads).
pub fn install_panic_hook() {
    let previous = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let owner = *OWNER.lock().unwrap_or_else(PoisonError::into_inner) == Some(thread::current().id());
        if ENTERED.load(Ordering::SeqCst) && !owner {
            return;
        }
        // Nothing better can be done about a failure here than to print all the same.
        _ = leave();
        previous(info);
    }));
}

/// The terminal while it is ours; dropping it gives it back.
pub struct Screen {
    /// What frames are drawn on.
    frame: Buffer,
    canvas: Canvas,
    /// The bytes of a frame.
    bytes: Vec<u8>,
}

impl Screen {
    /// Takes the terminal: raw mode and, where frames are drawn, alternate screen, bracketed paste, focus told, cursor hidden. There
    /// it asks, too, what the terminal can do, and waits for no answer.
    ///
    /// # Errors
    ///
    /// When standard output is no terminal or is gone. The terminal is then as it was.
    pub fn enter(manner: Manner) -> io::Result<Self> {
        *MANNER.lock().unwrap_or_else(PoisonError::into_inner) = manner;
        let whole = |()| Self {
            frame: Buffer::default(),
            canvas: Canvas::default(),
            bytes: Vec::with_capacity(FRAME_BYTES),
        };
        let ask = |()| match manner {
            Manner::Whole => asked().ask(&mut io::stdout()),
            // Nothing but text may go where lines go.
            Manner::Lines | Manner::LinesAndPastes => Ok(()),
        };
        enter().and_then(ask).map(whole).inspect_err(|_| {
            // The first error is the one worth telling.
            _ = leave();
        })
    }

    /// Draws a frame and sends what changed in one write, so that no half of it shows on a slow link. `f` draws over the last
    /// frame, or over nothing if it is told that there is none; it tells what it drew.
    ///
    /// # Errors
    ///
    /// When the terminal is gone.
    pub fn draw(&mut self, f: impl FnOnce(&mut Buffer, bool) -> Drawn) -> io::Result<()> {
        let (width, height) = self.size()?;
        let area = Rect { width, height, ..Rect::ZERO };
        let is_over_the_last = self.frame.area == area && self.canvas.is_sure();
        if !is_over_the_last {
            self.frame = Buffer::empty(area);
        }
        let drawn = f(&mut self.frame, is_over_the_last);
        self.bytes.clear();
        self.canvas.repeat(asked().repeats());
        self.canvas.paint(&self.frame, &drawn, &mut self.bytes);
        if self.bytes.is_empty() {
            return Ok(());
        }
        asked().wrap(&mut self.bytes);
        write_at_once(&self.bytes)
    }

    /// Writes lines, where no frames are drawn.
    ///
    /// # Errors
    ///
    /// When whoever reads them is gone.
    pub fn say(&mut self, text: &str) -> io::Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes()).and_then(|()| out.flush())
    }

    /// Takes what the terminal answers.
    ///
    /// # Errors
    ///
    /// When the terminal is gone.
    pub fn hear(&mut self, answer: Answer) -> io::Result<()> {
        asked().hear(answer, &mut io::stdout())
    }

    /// How long to wait until the last frame has arrived, counted from when it was drawn; `None` if it has, or if the terminal
    /// does not tell.
    #[must_use]
    pub fn behind(&self) -> Option<Duration> {
        asked().behind()
    }

    /// Waits for the last frame no more.
    pub fn give_up(&mut self) {
        asked().give_up();
    }

    /// Draws the next frame whole: the terminal has another size, and what it keeps of what was there is its own affair.
    pub fn forget(&mut self) {
        self.canvas.forget();
    }

    /// The terminal itself, for what is no frame: between two of them.
    #[must_use]
    pub fn out(&self) -> impl Write {
        io::stdout()
    }

    /// Leaves the screen for the one before, which scrolls and keeps what is on it, and writes these lines there; they stay
    /// until [`come_back`](Self::come_back). The keyboard stays ours.
    ///
    /// # Errors
    ///
    /// When the terminal is gone.
    pub fn print(&mut self, lines: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        stop_mouse(&mut out)?;
        if !ASIDE.swap(true, Ordering::SeqCst) {
            asked().pop(&mut out)?;
            execute!(out, LeaveAlternateScreen, Show)?;
        }
        // Nobody turns line ends into two characters for us now.
        out.write_all(lines.replace('\n', "\r\n").as_bytes())?;
        out.flush()
    }

    /// Whether the screen has been left for what was printed.
    #[must_use]
    pub fn is_aside(&self) -> bool {
        ASIDE.load(Ordering::SeqCst)
    }

    /// Takes the screen again; it is empty then.
    ///
    /// # Errors
    ///
    /// When the terminal is gone.
    pub fn come_back(&mut self) -> io::Result<()> {
        execute!(io::stdout(), EnterAlternateScreen, Hide)?;
        asked().push(&mut io::stdout())?;
        ASIDE.store(false, Ordering::SeqCst);
        self.canvas = Canvas::default();
        Ok(())
    }

    /// Whether the terminal reports clicks and the wheel. It does not follow the pointer: that would be a stream of bytes.
    ///
    /// # Errors
    ///
    /// When the terminal is gone.
    pub fn report_mouse(&mut self, reports: bool) -> io::Result<()> {
        if reports == MOUSE.load(Ordering::SeqCst) {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        if !reports {
            return stop_mouse(&mut out);
        }
        // Before the step, so that a failure half-way is undone too.
        MOUSE.store(true, Ordering::SeqCst);
        out.write_all(b"\x1b[?1000h\x1b[?1006h")?;
        out.flush()
    }

    /// Columns and rows, as far as they are drawn.
    ///
    /// # Errors
    ///
    /// When the terminal is gone.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        // Every frame asks, and the library opens the terminal anew for that.
        size().map_or_else(|| crossterm::terminal::size().map(size::bounded), Ok)
    }

    /// Whether a shell would go on with us after [`suspend`](Self::suspend).
    #[must_use]
    pub fn has_shell(&self) -> bool {
        job::has_shell()
    }

    /// Stops the job as Ctrl-Z does outside raw mode, and returns when it is continued. The screen is then empty,
    /// and may have another size.
    ///
    /// The caller pauses [`Input`](super::input::Input) around this.
    ///
    /// # Errors
    ///
    /// When the process can't be stopped, or the terminal is gone afterwards.
    pub fn suspend(&mut self) -> io::Result<()> {
        self.lent(job::stop)?
    }

    /// Takes the terminal once more, whatever has become of it. The process was stopped without a word, and the shell has had
    /// the terminal meanwhile, as it was. The screen is empty afterwards, and may have another size.
    ///
    /// # Errors
    ///
    /// When the terminal is gone.
    pub fn retake(&mut self) -> io::Result<()> {
        ASIDE.store(false, Ordering::SeqCst);
        // What was found at the start is what will be left at the end; it is not what is found now.
        disable_raw_mode()?;
        enable_raw_mode()?;
        never_wait()?;
        if manner() == Manner::Whole {
            // What the terminal has kept from the start, cursor and all, is not to be overwritten with what it shows now.
            execute!(io::stdout(), ResetColor, LeaveAlternateScreen)?;
        }
        set_up()?;
        asked().set(&mut io::stdout())?;
        if manner() == Manner::Whole {
            // The shell may have got what was answered meanwhile.
            asked().ask(&mut io::stdout())?;
        }
        if MOUSE.swap(false, Ordering::SeqCst) {
            self.report_mouse(true)?;
        }
        self.canvas = Canvas::default();
        Ok(())
    }

    /// Runs something that needs the terminal for itself, such as an editor. The screen is empty afterwards, and may
    /// have another size.
    ///
    /// The caller pauses [`Input`](super::input::Input) around this: an input stream that lives on takes every other
    /// key from the program outside.
    ///
    /// # Errors
    ///
    /// When the terminal can't be given back or taken again.
    pub fn outside<T>(&mut self, f: impl FnOnce() -> T) -> io::Result<T> {
        self.lent(|| {
            let input = rustix::stdio::stdin();
            let found = termios::tcgetattr(input);
            let result = f();
            // A program that crashed may have left the line in any state.
            if let Ok(found) = found {
                _ = termios::tcsetattr(input, OptionalActions::Now, &found);
            }
            result
        })
    }

    fn lent<T>(&mut self, f: impl FnOnce() -> T) -> io::Result<T> {
        leave()?;
        lend(true);
        let result = f();
        lend(false);
        enter()?;
        // Nothing is known of what is on the screen now, and the text cursor is hidden.
        self.canvas = Canvas::default();
        Ok(result)
    }
}

fn lend(is_lent: bool) {
    *BACK.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    LENT.store(is_lent, Ordering::SeqCst);
    signals::stop_at_once(is_lent && job::has_shell());
}

impl Drop for Screen {
    fn drop(&mut self) {
        // Nobody is left to tell.
        _ = leave();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaving_a_terminal_that_is_not_ours_writes_nothing() {
        assert!(!ENTERED.load(Ordering::SeqCst));
        leave().unwrap();
        leave().unwrap();
    }
}
