//! The real terminal as a surface: its screen and its input.

use std::{io, time::Duration};

use super::Surface;
use crate::{
    adapter::{
        clipboard,
        editor::{self, EditOutcome},
        input::{Incoming, Input},
        terminal::{Manner, Screen},
    },
    app::{event::Event, model::Model},
    domain::clipboard::Surroundings,
    ui::{self, Theme},
};

/// The terminal that the program was started in.
pub struct Terminal {
    screen: Screen,
    input: Input,
    editor: String,
    pager: String,
    surroundings: Surroundings,
    /// How often the model had asked for the whole screen, when it was drawn.
    redraws: u32,
}

impl Terminal {
    /// Takes the terminal; dropping the value gives it back. `editor` is the command of `$VISUAL` or `$EDITOR`, the
    /// surroundings tell how to get to a clipboard, and a lone Esc is held for `esc_wait`.
    ///
    /// # Errors
    /// When standard input or output is no terminal, or it cannot be set up.
    pub fn enter(editor: String, surroundings: Surroundings, esc_wait: Duration) -> io::Result<Self> {
        let screen = Screen::enter(Manner::Whole)?;
        let (input, pager) = (Input::new(esc_wait), String::new());
        Ok(Self { screen, input, editor, pager, surroundings, redraws: 0 })
    }

    /// The same with the command of `$PAGER`.
    #[must_use]
    pub fn paging(self, pager: String) -> Self {
        Self { pager, ..self }
    }

    /// The screen is taken again, and drawn anew.
    fn come_back(&mut self) -> io::Result<Event> {
        self.screen.come_back()?;
        let (columns, rows) = self.screen.size()?;
        Ok(Event::Resize(columns, rows))
    }
}

impl Surface for Terminal {
    fn size(&self) -> io::Result<(u16, u16)> {
        self.screen.size()
    }

    fn draw(&mut self, model: &Model, theme: &Theme) -> io::Result<()> {
        // What was printed stays until a key is pressed.
        if self.screen.is_aside() {
            return Ok(());
        }
        self.screen.report_mouse(model.screen.has_mouse)?;
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
        loop {
            match self.input.next().await {
                Incoming::Event(event) => {
                    // A key comes back from what was printed; that the window was left and entered is none.
                    if self.screen.is_aside() && is_a_persons(&event) {
                        return self.come_back().unwrap_or(Event::Closed);
                    }
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

    async fn copy(&mut self, text: &str) -> Result<String, String> {
        let copied = clipboard::copy(&self.surroundings, text, &mut self.screen.out()).await;
        copied.map_err(|fault| fault.to_string())
    }

    fn print(&mut self, lines: &str) -> io::Result<()> {
        self.screen.print(lines)
    }

    fn suspend(&mut self) -> io::Result<()> {
        self.input.pause();
        let outcome = self.screen.suspend();
        self.input.resume();
        outcome
    }

    fn page(&mut self, text: &str) -> io::Result<Result<(), String>> {
        self.input.pause();
        let outcome = editor::page(&mut self.screen, &self.pager, text);
        self.input.resume();
        outcome
    }

    fn retake(&mut self) -> io::Result<()> {
        self.screen.retake()
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

/// Whether somebody did this at the keyboard, or with the mouse.
const fn is_a_persons(event: &Event) -> bool {
    matches!(event, Event::Key(_) | Event::Paste(_) | Event::Mouse(_))
}
