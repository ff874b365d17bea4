//! Questions at a terminal, line by line. Where there is none, each question is a flag that is missing.
#![expect(clippy::disallowed_methods, reason = "a question stands on the terminal that it is answered at")]

use std::io::{self, BufRead, Read, Write};

use crate::{adapter::terminal, command::Exit, domain::visible::visible};

/// The longest answer that is read, in bytes: longer than any path.
const LONGEST: u64 = 8 * 1024;
/// How often one question is put before it is given up: a pasted file must not run through all of them.
const TRIES: usize = 10;

/// Why it ended before its end.
pub(super) enum Stop {
    /// Something can't be used; the sentence says what.
    Unusable(String),
    /// It was told already.
    Told(Exit),
    /// Nobody can be told.
    Output(io::Error),
}

impl Stop {
    pub(super) fn because(fault: impl ToString) -> Self {
        Self::Unusable(fault.to_string())
    }
}

/// A person at a terminal, or nobody.
pub(super) struct Dialogue {
    is_interactive: bool,
}

impl Dialogue {
    pub(super) fn open() -> Self {
        Self { is_interactive: terminal::is_terminal() }
    }

    /// Whether somebody can be asked.
    pub(super) const fn is_interactive(&self) -> bool {
        self.is_interactive
    }

    /// Says something: to the person, or to whoever reads standard error.
    pub(super) fn tell(&self, text: &str) -> Result<(), Stop> {
        let text = visible(text);
        let told = if self.is_interactive {
            writeln!(io::stdout(), "{text}")
        } else {
            writeln!(io::stderr(), "segue: {text}")
        };
        told.map_err(Stop::Output)
    }

    /// Asks until the answer can be read. `usual` is what an empty answer means; `flag` is what would have answered.
    pub(super) fn ask<T>(
        &self,
        question: &str,
        usual: Option<&str>,
        flag: &str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Result<T, Stop> {
        let hint = usual.filter(|usual| !usual.is_empty()).map(|usual| format!(" [{usual}]"));
        let prompt = format!("{question}{}: ", hint.unwrap_or_default());
        for _ in 0..TRIES {
            let answer = self.line(&prompt, flag)?;
            let answer = if answer.is_empty() { usual.unwrap_or_default() } else { &answer };
            match read(answer) {
                Ok(value) => return Ok(value),
                Err(reason) => self.tell(&format!("  {reason}"))?,
            }
        }
        Err(Stop::Unusable("nothing was changed: no answer could be used".to_owned()))
    }

    /// Asks for a yes or a no.
    pub(super) fn confirm(&self, question: &str, usual: bool, flag: &str) -> Result<bool, Stop> {
        let prompt = format!("{question} {} ", if usual { "[Y/n]" } else { "[y/N]" });
        for _ in 0..TRIES {
            match self.line(&prompt, flag)?.to_ascii_lowercase().as_str() {
                "" => return Ok(usual),
                "y" | "yes" => return Ok(true),
                "n" | "no" => return Ok(false),
                _ => self.tell("  Answer y or n.")?,
            }
        }
        Ok(false)
    }

    fn line(&self, prompt: &str, flag: &str) -> Result<String, Stop> {
        if !self.is_interactive {
            return Err(Stop::Unusable(format!("nothing can be asked without a terminal: name {flag}")));
        }
        let mut output = io::stdout();
        write!(output, "{}", visible(prompt)).and_then(|()| output.flush()).map_err(Stop::Output)?;
        let mut bytes = Vec::new();
        match io::stdin().lock().take(LONGEST).read_until(b'\n', &mut bytes) {
            Ok(0) | Err(_) => {
                let _ = writeln!(output);
                Err(Stop::Unusable("nothing was changed: the answer did not come".to_owned()))
            }
            Ok(_) => Ok(String::from_utf8_lossy(&bytes).trim().to_owned()),
        }
    }
}
