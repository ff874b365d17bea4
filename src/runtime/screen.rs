//! The real terminal as a surface: its screen and its input.

use std::io;

use super::Surface;
use crate::{
    adapter::{
        editor::{self, EditOutcome},
        input::Input,
        terminal::{Manner, Screen},
    },
    app::{event::Event, model::Model},
    ui::{self, Theme},
};

/// The terminal that the program was started in.
pub struct Terminal {
    screen: Screen,
    input: Input,
    editor: String,
    /// How often the model had asked for the whole screen, when it was drawn.
    redraws: u32,
}

impl Terminal {
    /// Takes the terminal; dropping the value gives it back. `editor` is the command of `$VISUAL` or `$EDITOR`.
    ///
    /// # Errors
    /// When standard input or output is no terminal, or it cannot be set up.
    pub fn enter(editor: String) -> io::Result<Self> {
        let screen = Screen::enter(Manner::Whole)?;
        Ok(Self { screen, input: Input::new(), editor, redraws: 0 })
    }
}

impl Surface for Terminal {
    fn size(&self) -> io::Result<(u16, u16)> {
        self.screen.size()
    }

    fn draw(&mut self, model: &Model, theme: &Theme) -> io::Result<()> {
        if self.redraws != model.screen.redraws {
            self.redraws = model.screen.redraws;
            self.screen.forget();
        }
        self.screen.draw(|buffer, is_over_the_last| match is_over_the_last {
            true => ui::renew(model, theme, buffer),
            false => ui::draw(model, theme, buffer),
        })
    }

    async fn next(&mut self) -> Event {
        let event = self.input.next().await;
        if matches!(event, Event::Resize(..)) {
            self.screen.forget();
        }
        event
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
