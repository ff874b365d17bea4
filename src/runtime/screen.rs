//! The real terminal as a surface: its screen and its input.

use std::{io, time::Duration};

use super::{Means, Surface};
use crate::{
    adapter::{
        input::{Incoming, Input},
        terminal::{Drawn, Manner, Screen},
    },
    app::{event::Event, model::Model},
    ui::{self, Theme},
};

/// The terminal that the program was started in.
pub struct Terminal {
    screen: Screen,
    input: Input,
    means: Means,
    /// How often the model had asked for the whole screen, when it was drawn.
    redraws: u32,
}

impl Terminal {
    /// Takes the terminal; dropping the value gives it back.
    ///
    /// # Errors
    /// When standard input or output is no terminal, or it cannot be set up.
    pub fn enter(means: Means) -> io::Result<Self> {
        let screen = Screen::enter(Manner::Whole)?;
        Ok(Self { screen, input: Input::new(means.esc_wait), means, redraws: 0 })
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
        self.screen.draw(|buffer, is_over_the_last| {
            let draw = if is_over_the_last { ui::renew } else { ui::draw };
            let ui::Drawn { moved, areas, cursor } = draw(model, theme, buffer);
            Drawn { moved, areas, cursor }
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
        self.means.copy(&mut self.screen, text).await
    }

    fn print(&mut self, lines: &str) -> io::Result<()> {
        self.screen.print(lines)
    }

    fn has_shell(&self) -> bool {
        self.screen.has_shell()
    }

    fn suspend(&mut self) -> io::Result<()> {
        self.input.pause();
        let outcome = self.screen.suspend();
        self.input.resume();
        outcome
    }

    fn page(&mut self, text: &str) -> io::Result<Result<(), String>> {
        self.input.pause();
        let outcome = self.means.page(&mut self.screen, text);
        self.input.resume();
        outcome
    }

    fn retake(&mut self) -> io::Result<()> {
        self.screen.retake()
    }

    fn edit(&mut self, text: &str) -> io::Result<Result<String, String>> {
        self.input.pause();
        let outcome = self.means.edit(&mut self.screen, text);
        self.input.resume();
        Ok(outcome)
    }
}

/// Whether somebody did this at the keyboard, or with the mouse.
const fn is_a_persons(event: &Event) -> bool {
    matches!(event, Event::Key(_) | Event::Paste(_) | Event::Mouse(_))
}
