//! The real terminal as a surface: its screen and its input.

use std::{io, time::Duration};

use super::Surface;
use crate::{
    adapter::{
        editor::{self, EditOutcome},
        input::{Incoming, Input},
        terminal::Screen,
    },
    app::{event::Event, model::Model},
    ui::{self, Theme},
};

/// The terminal that the program was started in.
pub struct Terminal {
    screen: Screen,
    input: Input,
    editor: String,
}

impl Terminal {
    /// Takes the terminal; dropping the value gives it back. `editor` is the command of `$VISUAL` or `$EDITOR`; a lone Esc is
    /// held for `esc_wait`.
    ///
    /// # Errors
    /// When standard input or output is no terminal, or it cannot be set up.
    pub fn enter(editor: String, esc_wait: Duration) -> io::Result<Self> {
        let screen = Screen::enter()?;
        Ok(Self { screen, input: Input::new(esc_wait), editor })
    }
}

impl Surface for Terminal {
    fn size(&self) -> io::Result<(u16, u16)> {
        self.screen.size()
    }

    fn draw(&mut self, model: &Model, theme: &Theme) -> io::Result<()> {
        self.screen.draw(|buffer, is_over_the_last| match is_over_the_last {
            true => ui::renew(model, theme, buffer),
            false => ui::draw(model, theme, buffer),
        })
    }

    async fn next(&mut self) -> Event {
        loop {
            match self.input.next().await {
                Incoming::Event(event) => {
                    if matches!(event, Event::Resize(..)) {
                        self.screen.forget();
                    }
                    return event;
                }
                // A terminal that is gone is noticed with the next frame.
                Incoming::Answer(answer) => {
                    let was_behind = self.screen.behind().is_some();
                    let _ = self.screen.hear(answer);
                    if was_behind && self.screen.behind().is_none() {
                        return Event::Shown;
                    }
                }
            }
        }
    }

    fn behind(&self) -> Option<Duration> {
        self.screen.behind()
    }

    fn give_up(&mut self) {
        self.screen.give_up();
    }

    fn copy(&mut self, text: &str) -> Result<(), String> {
        self.screen.copy(text).map_err(|fault| fault.to_string())
    }

    fn suspend(&mut self) -> io::Result<()> {
        self.input.pause();
        let outcome = self.screen.suspend();
        self.input.resume();
        outcome
    }

    fn edit(&mut self, text: &str) -> io::Result<Result<String, String>> {
        self.input.pause();
        let outcome = editor::edit(&mut self.screen, &self.editor, text);
        self.input.resume();
        Ok(match outcome {
            Ok(EditOutcome::Edited(text)) => Ok(text),
            Ok(EditOutcome::Kept { reason }) => Err(format!("the body stays as it was: {reason}")),
            Err(error) => Err(format!("the body stays as it was: {error}")),
        })
    }
}
