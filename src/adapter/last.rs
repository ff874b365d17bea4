//! The last resort: ends a process that was told to end and cannot, since its terminal hangs.
#![expect(clippy::disallowed_methods, reason = "a program that is told to end must end, whatever hangs")]

use std::{thread, time::Duration};

use super::terminal;

/// How long a program may take to put its things in order once it was told to end.
const GRACE: Duration = Duration::from_secs(5);

/// How long a terminal gets to take the bytes that give it back.
const FAREWELL: Duration = Duration::from_millis(500);

/// The exit code of a program that had to be ended, as shells count a hang-up.
const ENDED: i32 = 129;

/// Ends the process after a while, unless it has ended by then, or another program such as an editor has the terminal.
pub fn end_after_grace() {
    // Without the thread the program ends as soon as its terminal takes what it writes.
    let _ = thread::Builder::new().name("last".to_owned()).spawn(|| {
        thread::sleep(GRACE);
        if !terminal::is_ours() {
            return;
        }
        // The keyboard is given back without a word. What else there is to give back has to be written, which may hang.
        terminal::give_keyboard_back();
        thread::spawn(terminal::leave);
        thread::sleep(FAREWELL);
        std::process::exit(ENDED);
    });
}
