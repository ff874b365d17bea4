//! The clipboard of whoever sits at the terminal, reached as [`Surroundings`] say: through the terminal (OSC 52), or through
//! a program that takes the text on its standard input.
#![expect(clippy::disallowed_methods, reason = "the search path is read here")]

use std::{
    io::{self, Write},
    os::unix::fs::PermissionsExt,
    process::Stdio,
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use tokio::{io::AsyncWriteExt, process::Command, time::timeout};

use crate::domain::{
    clipboard::{Program, Step, Surroundings, Wrapping},
    copying::MOST,
    quantity,
    visible::visible,
};

/// A program that takes a text answers at once; one that hangs must not hold up the keys for long.
const LIMIT: Duration = Duration::from_secs(1);

/// Bytes of a piece for screen, frame and end included: its buffer holds 768, and what is beyond it becomes text.
const PIECE: usize = 760;

/// Why a text was not sent.
#[derive(Debug, thiserror::Error)]
pub enum ClipboardFault {
    #[error(
        "{} are more than a terminal takes into the clipboard; save them to a file, or press {{key:print-copied}} to print them",
        quantity::bytes(*.0 as u64)
    )]
    TooLong(usize),
    #[error("the terminal {} has no clipboard; save to a file, or press {{key:print-copied}} to print it", visible(.0))]
    None(String),
    #[error("the terminal could not be written: {0}; save to a file instead")]
    Terminal(#[from] io::Error),
}

/// Whether a program of this name is on the search path.
#[must_use]
pub fn has_program(name: &str) -> bool {
    let is_program = |path: std::path::PathBuf| {
        path.metadata().is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
    };
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|directory| is_program(directory.join(name)))
}

/// Hands a text to the clipboard, and tells where it went. Whether a terminal took it, it does not say. The text cannot act
/// on the terminal: it goes in Base64.
///
/// # Errors
/// When the text is over [`MOST`] and no program takes it, there is no clipboard, or the terminal cannot be written; then
/// nothing, or a part that it drops, has been sent.
pub async fn copy(
    surroundings: &Surroundings,
    text: &str,
    terminal: &mut impl Write,
) -> Result<String, ClipboardFault> {
    copy_with(surroundings, text, terminal, run).await
}

async fn copy_with(
    surroundings: &Surroundings,
    text: &str,
    terminal: &mut impl Write,
    run: impl AsyncFn(Program, &str) -> io::Result<()>,
) -> Result<String, ClipboardFault> {
    'attempts: for attempt in surroundings.attempts(text.len()) {
        let mut bytes = Vec::new();
        for step in &attempt.steps {
            match step {
                Step::Send(wrapping) => bytes.extend(sequence(text, *wrapping)),
                Step::Run(program) if run(*program, text).await.is_err() => continue 'attempts,
                Step::Run(_) => {}
            }
        }
        // In one write, so that nothing else gets into it.
        terminal.write_all(&bytes)?;
        terminal.flush()?;
        return Ok(attempt.told);
    }
    Err(match text.len() {
        long if long > MOST => ClipboardFault::TooLong(long),
        _ => ClipboardFault::None(surroundings.terminal.clone()),
    })
}

/// The sequence that sets a terminal's clipboard, wrapped for what stands before the terminal.
fn sequence(text: &str, wrapping: Wrapping) -> Vec<u8> {
    let text = STANDARD.encode(text);
    match wrapping {
        Wrapping::Bare => format!("\x1b]52;c;{text}\x1b\\").into_bytes(),
        Wrapping::Tmux => format!("\x1bPtmux;\x1b\x1b]52;c;{text}\x07\x1b\\").into_bytes(),
        // The end of the sequence inside must not look like the end of the frame.
        Wrapping::Screen => {
            let whole = format!("\x1b]52;c;{text}\x07");
            let pieces = whole.as_bytes().chunks(PIECE - 4);
            pieces.flat_map(|piece| [b"\x1bP", piece, b"\x1b\\"].concat()).collect()
        }
        Wrapping::Short => {
            let whole = sequence_of(&text);
            if whole.len() <= PIECE { whole } else { Vec::new() }
        }
    }
}

fn sequence_of(encoded: &str) -> Vec<u8> {
    format!("\x1b]52;c;{encoded}\x07").into_bytes()
}

/// Runs a program with a text on its standard input, until it ends.
async fn run(program: Program, text: &str) -> io::Result<()> {
    let mut command = Command::new(program.name);
    command.args(program.arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.kill_on_drop(true).spawn()?;
    let mut input = child.stdin.take();
    let fed = async {
        if let Some(mut input) = input.take() {
            input.write_all(text.as_bytes()).await?;
        }
        child.wait().await
    };
    match timeout(LIMIT, fed).await {
        Ok(Ok(status)) if status.success() => Ok(()),
        Ok(Ok(status)) => Err(io::Error::other(format!("{} ended with {status}", program.name))),
        Ok(Err(error)) => Err(error),
        Err(_) => Err(io::ErrorKind::TimedOut.into()),
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    fn in_terminal(name: &str) -> Surroundings {
        Surroundings { terminal: name.to_owned(), ..Surroundings::default() }
    }

    async fn copied(surroundings: &Surroundings, text: &str) -> Result<String, String> {
        let mut bytes = Vec::new();
        let outcome = copy_with(surroundings, text, &mut bytes, async |_, _| Err(io::Error::other("none")));
        outcome.await.map_err(|fault| fault.to_string())?;
        Ok(String::from_utf8(bytes).unwrap())
    }

    #[tokio::test]
    async fn a_text_goes_in_base64() {
        let cases = [
            ("", "\u{1b}]52;c;\u{1b}\\"),
            ("abc", "\u{1b}]52;c;YWJj\u{1b}\\"),
            ("é\n\u{1b}]52;c;!\u{7}", "\u{1b}]52;c;w6kKG101MjtjOyEH\u{1b}\\"),
        ];
        for (text, sequence) in cases {
            assert_eq!(copied(&in_terminal("xterm"), text).await.as_deref(), Ok(sequence), "{text:?}");
        }
    }

    #[tokio::test]
    async fn what_no_terminal_takes_is_refused() {
        let most = "x".repeat(MOST);
        assert!(copied(&in_terminal("xterm"), &most).await.unwrap().len() < 100_000);
        let refused = copied(&in_terminal("xterm"), &(most + "x")).await.unwrap_err();
        assert!(
            refused.starts_with("70.0 kB are more than a terminal takes into the clipboard; "),
            "{refused}"
        );
        let refused = copied(&in_terminal("linux"), "x").await.unwrap_err();
        assert!(refused.starts_with("the terminal linux has no clipboard; "), "{refused}");
    }

    #[tokio::test]
    async fn a_terminal_that_is_gone_is_named() {
        let mut five = [0; 5];
        let mut gone = five.as_mut_slice();
        let fault = copy(&in_terminal("xterm"), "abc", &mut gone).await.unwrap_err().to_string();
        assert!(fault.starts_with("the terminal could not be written: "), "{fault}");
    }

    /// What a screen would hand on, and the longest string that it had to keep for that.
    fn unwrapped(bytes: &[u8]) -> (Vec<u8>, usize) {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let pieces: Vec<_> = text.split_terminator("\u{1b}\\").collect();
        assert!(text.ends_with("\u{1b}\\"), "the last frame is closed");
        let longest = pieces.iter().map(|piece| piece.len() + 2).max().unwrap_or(0);
        let inside = pieces.iter().flat_map(|piece| piece.strip_prefix("\u{1b}P").unwrap().bytes());
        (inside.collect(), longest)
    }

    #[test]
    fn screen_gets_pieces_that_it_can_keep() {
        for length in [0, 1, 500, 560, 567, 570, 1_000, 10_000, MOST] {
            let text = "x".repeat(length);
            let (inside, longest) = unwrapped(&sequence(&text, Wrapping::Screen));
            assert_eq!(inside, sequence_of(&STANDARD.encode(&text)), "{length}");
            assert!(longest <= 768, "{length}: {longest}");
            // A tmux that takes a first piece for the whole must not come to a text that is cut.
            assert_ne!((PIECE - 4 - "_]52;c;".len()) % 4, 0);
            let short = sequence(&text, Wrapping::Short);
            assert!(short.len() < 768 && (length > 560) == short.is_empty(), "{length}: {}", short.len());
        }
    }

    #[test]
    fn tmux_gets_every_escape_doubled() {
        let wrapped = String::from_utf8(sequence("abc", Wrapping::Tmux)).unwrap();
        let inside =
            wrapped.strip_prefix("\u{1b}Ptmux;").and_then(|rest| rest.strip_suffix("\u{1b}\\")).unwrap();
        assert_eq!(inside.replace("\u{1b}\u{1b}", "\u{1b}"), "\u{1b}]52;c;YWJj\u{7}");
    }

    #[tokio::test]
    async fn a_way_that_fails_gives_way_to_the_next() {
        let place = Surroundings { in_tmux: true, ..in_terminal("screen") };
        let cases = [(0, "load-buffer -w -", 0), (1, "load-buffer -", 1), (2, "", 2)];
        for (failing, last, wrapped) in cases {
            let ran = RefCell::new(Vec::new());
            let mut bytes = Vec::new();
            let run = async |program: Program, text: &str| {
                assert_eq!((program.name, text), ("tmux", "abc"));
                ran.borrow_mut().push(program.arguments.join(" "));
                if ran.borrow().len() > failing { Ok(()) } else { Err(io::Error::other("no")) }
            };
            let told = copy_with(&place, "abc", &mut bytes, run).await.unwrap();
            assert_eq!(told.contains("tmux's buffer"), failing < 2, "{told}");
            assert!(last.is_empty() || ran.borrow().last().unwrap() == last);
            let sequences = bytes.windows(4).filter(|window| window == b"]52;").count();
            assert_eq!(sequences, wrapped, "{failing}");
        }
    }

    #[tokio::test]
    async fn a_program_gets_the_text_and_no_more_time_than_there_is() {
        let program = |name, arguments| Program { name, arguments };
        assert!(run(program("grep", &["-qx", "a text"]), "a text").await.is_ok());
        assert!(run(program("grep", &["-qx", "another"]), "a text").await.is_err());
        assert!(run(program("no-such-program", &[]), "x").await.is_err());
        let late = run(program("sleep", &["600"]), "x").await.unwrap_err();
        assert_eq!(late.kind(), io::ErrorKind::TimedOut);
        // One that reads nothing does not hang us with a text that no pipe holds.
        assert!(run(program("sleep", &["600"]), &"x".repeat(1 << 20)).await.is_err());
    }
}
