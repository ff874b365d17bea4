//! A surface that nobody sees: it presses the key for the next step of a demo whenever the one before has come to rest.
#![expect(
    clippy::disallowed_methods,
    reason = "a step that never comes to rest ends a rehearsal by the clock"
)]

use std::{
    collections::VecDeque,
    future::pending,
    io,
    time::{Duration, Instant},
};

use super::{Executor, Start, Surface, answers, run, start};
pub use crate::app::demo::Done;
use crate::{
    app::{
        demo,
        event::Event,
        keymap::{Action, Keymap},
        model::{Model, Opening, Session},
        overlay::Overlay,
    },
    domain::{
        demo::Demo,
        profile::{Config, is_real},
        request::Draft,
        token::Standing,
    },
    ui::Theme,
};

/// A step has come to rest by then, or never will: longer than a list of a hundred slow pages takes.
const LONGEST: Duration = Duration::from_secs(120);

/// What came of a rehearsal.
#[derive(Debug)]
pub struct Rehearsed {
    /// The steps that came to an end.
    pub done: Vec<Done>,
    /// How the credentials stood before the first step; none if they could not be had.
    pub standing: Option<Standing>,
    /// Steps at which a write was asked about and refused.
    pub refused: Vec<usize>,
    /// The last step did not come to rest.
    pub is_stuck: bool,
    /// What the errors panel said at the end.
    pub trouble: Option<String>,
}

/// Loads a demo.
///
/// # Errors
/// Which step of it cannot be done, as a sentence.
pub fn load(demo: Demo, config: &Config) -> Result<demo::State, String> {
    // Faulty keys have been told of before.
    demo::State::new(demo, &Keymap::with(&config.keys).unwrap_or_default())
}

/// Walks through the demo that is loaded as the explorer would, in a terminal of this size that nobody sees. It says no to
/// every write to a real server. Neither requests nor the draft are kept.
///
/// # Errors
/// When the recording that it goes through names no server.
pub async fn rehearse(start: Start, size: (u16, u16)) -> io::Result<Rehearsed> {
    // A write is asked about and refused in so many words, also where the settings let it pass.
    let session = Session { confirms_writes: true, ..start::session(&start.credentials, start.scope, false) };
    let (sender, answers) = answers();
    let mut model = Model::new(session, &Draft::default());
    // The keys are those that will be pressed on stage.
    model.keymap = Keymap::with(&start.credentials.config.keys).unwrap_or_default();
    let executor = Executor::new(sender, start.credentials, start.http, start.store).rehearsing();
    model.demo = start.demo.map(|demo| Box::new(demo.rehearsed()));
    let mut rehearsal = Rehearsal::new(size);
    let theme = Theme::new(false);
    let walk = Box::pin(run(&mut rehearsal, model, &theme, executor, answers));
    let model = walk.await?.model;
    let Rehearsal { standing, refused, is_stuck, .. } = rehearsal;
    let done = model.demo.as_ref().map(|demo| demo.done().to_vec()).unwrap_or_default();
    let trouble = model.errors.report().map(|report| report.headline.clone());
    Ok(Rehearsed { done, standing, refused, is_stuck, trouble })
}

/// The surface.
#[derive(Debug)]
struct Rehearsal {
    size: (u16, u16),
    /// How often the key was pressed.
    pressed: usize,
    keys: VecDeque<Event>,
    /// Whether the question on view has been answered.
    has_answered: bool,
    deadline: Instant,
    standing: Option<Standing>,
    refused: Vec<usize>,
    is_stuck: bool,
}

impl Rehearsal {
    fn new(size: (u16, u16)) -> Self {
        Self {
            size,
            pressed: 0,
            keys: VecDeque::new(),
            has_answered: false,
            deadline: Instant::now() + LONGEST,
            standing: None,
            refused: Vec::new(),
            is_stuck: false,
        }
    }

    fn press(&mut self, event: Event) {
        self.keys.push_back(event);
        self.deadline = Instant::now() + LONGEST;
    }

    /// Presses what a person presses for an action; where they have no key for it, nothing comes to rest.
    fn act(&mut self, model: &Model, action: Action) {
        let Some(chord) = model.keymap.chord(model.context(), action) else {
            self.is_stuck = true;
            return self.press(Event::Closed);
        };
        [Some(chord.first), chord.second].into_iter().flatten().for_each(|key| self.press(Event::Key(key)));
    }

    /// Yes in the sandbox, and no where something real would change, or a token be handed out.
    fn answer(&mut self, model: &Model) {
        if !std::mem::replace(&mut self.has_answered, true) {
            let writes_here =
                |overlay: &Overlay| matches!(overlay, Overlay::Question(asked) if !is_real(&asked.profile));
            let says_yes = model.overlay.as_ref().is_some_and(writes_here);
            if !says_yes {
                self.refused.push(self.pressed.saturating_sub(1));
            }
            self.act(model, if says_yes { Action::Accept } else { Action::Decline });
        }
    }
}

impl Surface for Rehearsal {
    fn size(&self) -> io::Result<(u16, u16)> {
        Ok(self.size)
    }

    fn draw(&mut self, model: &Model, _: &Theme) -> io::Result<()> {
        if model.overlay.as_ref().is_some_and(Overlay::asks) {
            self.answer(model);
            return Ok(());
        }
        self.has_answered = false;
        let Some(demo) = model.demo.as_ref().filter(|_| model.session.opening == Opening::Done) else {
            return Ok(());
        };
        self.standing.get_or_insert_with(|| model.session.standing.clone());
        if demo.done().len() == self.pressed && !demo.is_under_way() {
            match demo.next() {
                Some(_) => {
                    self.pressed += 1;
                    self.act(model, Action::NextStep);
                }
                None => self.press(Event::Closed),
            }
        }
        Ok(())
    }

    async fn next(&mut self) -> Event {
        if let Some(event) = self.keys.pop_front() {
            return event;
        }
        tokio::time::sleep_until(self.deadline.into()).await;
        if self.is_stuck {
            return pending().await;
        }
        self.is_stuck = true;
        Event::Closed
    }
}
