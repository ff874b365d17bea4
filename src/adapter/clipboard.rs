//! The clipboard of the terminal's own machine, reached through the terminal (OSC 52): over SSH there is no other way.

use std::{
    fmt,
    io::{self, Write},
};

use crossterm::{Command, clipboard::CopyToClipboard};

use crate::domain::{copying::MOST, quantity};

/// Why a text was not sent to the terminal.
#[derive(Debug, thiserror::Error)]
pub enum ClipboardFault {
    #[error("{} are more than a terminal takes into the clipboard; save them to a file instead", quantity::bytes(*.0 as u64))]
    TooLong(usize),
    #[error("the terminal could not be written: {0}; save to a file instead")]
    Terminal(#[from] io::Error),
}

/// Sends a text to the terminal, for its clipboard. Whether it took it, it does not say. The text cannot act on the
/// terminal: it goes in Base64.
///
/// # Errors
/// When the text is over [`MOST`], or the terminal cannot be written; then nothing, or a part that it drops, has been sent.
pub fn copy(text: &str, terminal: &mut impl Write) -> Result<(), ClipboardFault> {
    if text.len() > MOST {
        return Err(ClipboardFault::TooLong(text.len()));
    }
    let mut sequence = String::new();
    let written = CopyToClipboard::to_clipboard_from(text).write_ansi(&mut sequence);
    written.map_err(|fmt::Error| io::Error::other("the text could not be encoded"))?;
    // In one write, so that nothing else gets into it.
    terminal.write_all(sequence.as_bytes())?;
    Ok(terminal.flush()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copied(text: &str) -> Result<String, String> {
        let mut bytes = Vec::new();
        copy(text, &mut bytes).map_err(|fault| fault.to_string())?;
        Ok(String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn a_text_goes_in_base64() {
        let cases = [
            ("", "\u{1b}]52;c;\u{1b}\\"),
            ("abc", "\u{1b}]52;c;YWJj\u{1b}\\"),
            ("é\n\u{1b}]52;c;!\u{7}", "\u{1b}]52;c;w6kKG101MjtjOyEH\u{1b}\\"),
        ];
        for (text, sequence) in cases {
            assert_eq!(copied(text).as_deref(), Ok(sequence), "{text:?}");
        }
    }

    #[test]
    fn what_no_terminal_takes_is_refused() {
        let most = "x".repeat(MOST);
        assert!(copied(&most).unwrap().len() < 100_000);
        let refused =
            "70.0 kB are more than a terminal takes into the clipboard; save them to a file instead";
        assert_eq!(copied(&(most + "x")), Err(refused.to_owned()));
    }

    #[test]
    fn a_terminal_that_is_gone_is_named() {
        let fault = copy("abc", &mut [0; 5].as_mut_slice()).unwrap_err().to_string();
        assert!(fault.starts_with("the terminal could not be written: "), "{fault}");
    }
}
