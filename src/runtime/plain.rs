//! A terminal, or a file, as a surface of lines (`--plain`): what is new is written at the end, and nothing is taken back but
//! what was just typed.

use std::io;

use super::{Means, Surface};
use crate::{
    adapter::{
        input::{Incoming, Input},
        terminal::{self, Manner, Screen},
    },
    app::{event::Event, model::Model},
    ui::{
        Theme,
        plain::{COLUMNS, FEWEST_ROWS, Reader},
    },
};

/// Lines that are written to standard output, and the keys of the terminal.
pub struct Plain {
    screen: Screen,
    input: Input,
    means: Means,
    reader: Reader,
}

impl Plain {
    /// Takes the keyboard; dropping the value gives it back. `can_paste` is whether the terminal may be asked to say where a
    /// paste begins and ends.
    ///
    /// # Errors
    /// When standard input is no terminal, or it cannot be set up.
    pub fn enter(means: Means, can_paste: bool) -> io::Result<Self> {
        let has_screen = terminal::has_screen();
        let screen =
            Screen::enter(if can_paste && has_screen { Manner::LinesAndPastes } else { Manner::Lines })?;
        let reader = Reader::new(columns(&screen));
        Ok(Self { screen, input: Input::new(means.esc_wait), means, reader })
    }

    /// Ends the line that is being typed, before something else writes.
    fn pause(&mut self) -> io::Result<()> {
        self.input.pause();
        self.screen.say(self.reader.close())
    }

    fn resume(&mut self) {
        self.reader.forget();
        self.input.resume();
    }
}

/// Columns of the terminal that lines go to, if they go to one.
fn columns(screen: &Screen) -> Option<u16> {
    screen.size().ok().map(|(columns, _)| columns).filter(|_| terminal::has_screen())
}

impl Surface for Plain {
    /// The sheet that is read from: as wide as anything on it, and as high as the terminal, so that a page is a page of it.
    fn size(&self) -> io::Result<(u16, u16)> {
        let rows = self.screen.size().map_or(0, |(_, rows)| rows);
        Ok((COLUMNS, rows.max(FEWEST_ROWS)))
    }

    fn draw(&mut self, model: &Model, theme: &Theme) -> io::Result<()> {
        let told = self.reader.tell(model, theme);
        self.screen.say(&told)
    }

    async fn next(&mut self) -> Event {
        loop {
            match self.input.next().await {
                Incoming::Event(Event::Resize(_, rows)) => {
                    self.reader.resize(columns(&self.screen));
                    return Event::Resize(COLUMNS, rows.max(FEWEST_ROWS));
                }
                Incoming::Event(event) => return event,
                // Nothing is asked here.
                Incoming::Answer(_) => {}
            }
        }
    }

    async fn copy(&mut self, text: &str) -> Result<String, String> {
        if !terminal::has_screen() {
            return Err(
                "nothing was copied: standard output is no terminal; press {key:save} to save to a file"
                    .to_owned(),
            );
        }
        self.means.copy(&mut self.screen, text).await
    }

    /// What is printed stands among the other lines, and nobody has to come back from there.
    fn print(&mut self, lines: &str) -> io::Result<()> {
        self.screen.say(self.reader.close())?;
        self.screen.say(lines)
    }

    fn has_shell(&self) -> bool {
        self.screen.has_shell()
    }

    fn suspend(&mut self) -> io::Result<()> {
        self.pause()?;
        let outcome = self.screen.suspend();
        self.resume();
        outcome
    }

    fn page(&mut self, text: &str) -> io::Result<Result<(), String>> {
        self.pause()?;
        let outcome = self.means.page(&mut self.screen, text);
        self.resume();
        outcome
    }

    fn retake(&mut self) -> io::Result<()> {
        self.reader.forget();
        self.screen.retake()
    }

    fn edit(&mut self, text: &str) -> io::Result<Result<String, String>> {
        self.pause()?;
        let outcome = self.means.edit(&mut self.screen, text);
        self.resume();
        Ok(outcome)
    }
}

impl Drop for Plain {
    fn drop(&mut self) {
        // The shell's prompt begins a line; if the terminal is gone, nobody sees it.
        _ = self.screen.say(self.reader.close());
    }
}
