//! The loop and the executor of effects: the only room that knows both sides.
//!
//! ```text
//! surface ─► Message::Input ─┐
//! executor (bounded) ────────┼─► update ─► effects ─► executor
//! signals ───────────────────┘      └────► one draw, then wait again
//! ```
//!
//! Signals come first, then input, then answers; at most 64 messages, then one draw. Nothing wakes the loop while it is idle.
#![expect(clippy::disallowed_methods, reason = "the loop's clock is read here and nowhere else in the loop")]

pub mod blot;
mod changing;
mod executor;
mod fetching;
mod filtering;
mod gathering;
mod keeping;
mod means;
pub mod opening;
mod plain;
pub mod probing;
mod reading;
mod refusing;
mod rehearsal;
mod remembering;
mod saving;
mod screen;
mod searching;
pub mod sending;
mod settings;
mod shared;
pub mod signing_in;
mod start;
mod surface;

use std::{
    io,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use keeping::Ending;
use tokio::sync::mpsc;

#[cfg(debug_assertions)]
pub use executor::Crash;
pub use executor::{Credentials, Executor};
pub use keeping::Keeping;
pub use means::Means;
pub use plain::Plain;
pub use rehearsal::{Done, Rehearsed, load, rehearse};
pub use screen::Terminal;
pub use settings::{key_doubts, key_faults, keys_document};
pub use start::{Start, explore, session};
pub use surface::Surface;

pub use crate::adapter::signals::told_to_end;
use crate::{
    adapter::{
        signals::{Signals, Told},
        store::Unkept,
    },
    app::{
        effect::{Effect, Search},
        event::{Event, Typed},
        message::Message,
        model::Model,
        update::{update, update_handing},
    },
    domain::leave::Refusal,
    ui::Theme,
};

/// Messages between two draws. A stream of answers must not keep keys from being seen.
const BATCH: usize = 64;

/// Answers that wait for the loop. Each fetch has one answer and a few ticks, so a longer queue would mean a fault.
const ANSWERS: usize = 256;

/// The channel by which the executor answers.
#[must_use]
pub fn answers() -> (mpsc::Sender<Message>, mpsc::Receiver<Message>) {
    mpsc::channel(ANSWERS)
}

/// The clock: milliseconds since the epoch.
#[must_use]
pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// How the program was when it ended.
#[derive(Debug)]
pub struct End {
    pub model: Model,
    /// Whether the draft could be kept.
    pub draft: Result<(), Unkept>,
}

/// Runs until the program ends. The first frame is drawn before anything is opened.
///
/// # Errors
/// When the terminal cannot be drawn to, which means that it is gone. The draft is kept all the same.
pub async fn run(
    surface: &mut impl Surface,
    mut model: Model,
    theme: &Theme,
    executor: Executor,
    mut answers: mpsc::Receiver<Message>,
) -> io::Result<End> {
    // Large, and moved no more than once.
    let mut executor = Box::new(executor);
    let mut keeping = executor.keeping();
    let turning = turn(surface, &mut model, theme, (&mut executor, &mut keeping), &mut answers);
    let outcome = Box::pin(turning).await;
    if outcome.is_err() {
        keeping.keep(&model, || executor.known());
    }
    let ending = outcome.as_ref().copied().unwrap_or(Ending::CutOff);
    keeping.close(&model, ending, executor.known());
    let draft = executor.close(model.draft_to_keep().as_ref());
    outcome.map(|_| End { model, draft })
}

/// The loop itself.
async fn turn(
    surface: &mut impl Surface,
    model: &mut Model,
    theme: &Theme,
    (executor, keeping): (&mut Executor, &mut Keeping),
    answers: &mut mpsc::Receiver<Message>,
) -> io::Result<Ending> {
    let mut signals = Signals::new()?;
    model.now = now();
    model.screen.size = surface.size()?;
    draw(surface, model, theme)?;
    keeping.begin(model);
    executor.open();
    executor.perform(Effect::Recall { turn: 0 });
    let mut pace = Pace::default();
    loop {
        let behind = surface.behind();
        let message = tokio::select! {
            biased;
            // Signals are rare, and must not wait for a stream of keys to dry up.
            told = signals.next() => match told {
                Told::End => Message::Terminate,
                told => {
                    stopped(surface, model, told)?;
                    if told == Told::Stop {
                        signals.forget()?;
                    }
                    draw(surface, model, theme)?;
                    pace.drawn();
                    continue;
                }
            },
            event = surface.next() => Message::Input(event),
            () = pace.due(behind) => {
                if behind.is_some() {
                    surface.give_up();
                }
                draw(surface, model, theme)?;
                pace.drawn();
                continue;
            }
            () = keeping.due() => {
                keeping.keep(model, || executor.known());
                continue;
            }
            Some(message) = answers.recv() => message,
        };
        let door = (&mut *answers, &mut signals);
        if let Some(ending) = take(surface, model, (executor, keeping), door, &mut pace, message).await? {
            return Ok(ending);
        }
        if pace.is_due() && surface.behind().is_none() {
            draw(surface, model, theme)?;
            pace.drawn();
        }
    }
}

/// A message and those that are there already, up to a limit, and what follows from them; how it ends, if it does.
async fn take(
    surface: &mut impl Surface,
    model: &mut Model,
    (executor, keeping): (&mut Executor, &mut Keeping),
    (answers, signals): (&mut mpsc::Receiver<Message>, &mut Signals),
    pace: &mut Pace,
    mut message: Message,
) -> io::Result<Option<Ending>> {
    keeping.note();
    let mut sought = None;
    for taken in 1.. {
        let mut next = None;
        if taken < BATCH && model.takes_bursts() {
            (message, next) = gathering::gathered(surface, message).await;
        }
        pace.owe(Owed::by(&message));
        let is_cut_off = matches!(message, Message::Terminate | Message::Input(Event::Closed));
        if is_cut_off {
            // What runs is about to be given up.
            keeping.keep(model, || executor.known());
        }
        match step(surface, model, executor, message, &mut sought).await? {
            Next::GoOn => {}
            Next::ForgetSignals => signals.forget()?,
            Next::End if is_cut_off => return Ok(Some(Ending::CutOff)),
            Next::End => return Ok(Some(Ending::Quit)),
        }
        if taken == BATCH {
            break;
        }
        if next.is_none() {
            next = waiting(surface, answers).await;
        }
        let Some(next) = next else { break };
        message = next;
    }
    if let Some(search) = sought {
        executor.perform(Effect::Search(search));
    }
    Ok(None)
}

fn draw(surface: &mut impl Surface, model: &mut Model, theme: &Theme) -> io::Result<()> {
    surface.draw(model, theme)?;
    update(model, Message::Drawn);
    Ok(())
}

/// What a person does is drawn at once, if the terminal has shown the last frame: on a slow line frames would pile up, and the
/// screen would go on for long after the last key. So is what is found of what is typed, one answer to a key. Answers that follow
/// each other closely, such as the pages of a list, share a frame: nobody sees more of them, and each costs as much as the page
/// that it shows.
#[derive(Debug, Default)]
struct Pace {
    last: Option<Instant>,
    owed: Owed,
}

/// A frame that is still to be drawn.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Owed {
    #[default]
    Nothing,
    /// Nobody has asked for it.
    Soon,
    Now,
}

impl Owed {
    /// What a message asks for.
    const fn by(message: &Message) -> Self {
        match message {
            Message::Input(Event::Shown) => Self::Nothing,
            Message::Input(_) | Message::Found { .. } | Message::Filtered { .. } => Self::Now,
            _ => Self::Soon,
        }
    }
}

impl Pace {
    /// Time between two frames that nobody has asked for: sixty of them a second look like all.
    const FRAME: Duration = Duration::from_millis(16);

    fn drawn(&mut self) {
        (self.last, self.owed) = (Some(Instant::now()), Owed::Nothing);
    }

    fn owe(&mut self, owed: Owed) {
        self.owed = self.owed.max(owed);
    }

    /// Whether a frame is to be drawn now, unless the terminal is behind.
    fn is_due(&self) -> bool {
        match self.owed {
            Owed::Nothing => false,
            Owed::Soon => self.last.is_none_or(|last| last.elapsed() >= Self::FRAME),
            Owed::Now => true,
        }
    }

    /// Waits for the moment of a frame that is owed, if the terminal is `behind` until it is no longer waited for; for ever if
    /// none is owed.
    async fn due(&self, behind: Option<Duration>) {
        match self.last.filter(|_| self.owed != Owed::Nothing) {
            Some(last) => tokio::time::sleep_until((last + behind.unwrap_or(Self::FRAME)).into()).await,
            None => std::future::pending().await,
        }
    }
}

/// A message that is there already. Events are looked for with the loop's own waker: the terminal's stream remembers the
/// waker that it was polled with last, and one that wakes nothing would leave the next key unseen.
async fn waiting(surface: &mut impl Surface, answers: &mut mpsc::Receiver<Message>) -> Option<Message> {
    tokio::select! {
        biased;
        event = surface.next() => Some(Message::Input(event)),
        () = std::future::ready(()) => answers.try_recv().ok(),
    }
}

/// How the loop goes on after a message.
enum Next {
    GoOn,
    /// Another program had the terminal: a Ctrl-C there was meant for it.
    ForgetSignals,
    End,
}

/// One message and what follows from it. A search is only noted: letters that come together are one pattern, and each search
/// would end the one before.
async fn step(
    surface: &mut impl Surface,
    model: &mut Model,
    executor: &mut Executor,
    message: Message,
    sought: &mut Option<Search>,
) -> io::Result<Next> {
    let mut next = Next::GoOn;
    update(model, Message::At(now()));
    for effect in update_handing(model, message, &mut |effect| executor.perform(effect)) {
        match effect {
            // It answers why.
            effect if effect.check(executor.leave()).is_err() => executor.perform(effect),
            Effect::Suspend if !surface.has_shell() => {
                update(model, Message::Told(Refusal::NoShell.to_string()));
            }
            Effect::Suspend => {
                surface.suspend()?;
                resized(surface, model)?;
                next = Next::ForgetSignals;
            }
            Effect::EditBody(text) => {
                let edited = surface.edit(&text.0)?.map(Typed);
                update(model, Message::Edited(edited));
                resized(surface, model)?;
                next = Next::ForgetSignals;
            }
            Effect::Copy { text, what } => {
                let outcome = surface.copy(&text.0).await.map(|told| format!("{told}: {what}"));
                update(model, Message::Copied(outcome));
            }
            Effect::CopyToken { profile } => {
                let outcome = match executor.developer_token(&profile) {
                    Ok(token) => surface.copy(token.expose()).await,
                    Err(reason) => Err(reason),
                };
                let outcome = outcome.map(|told| format!("{told}: the developer token of {profile}"));
                update(model, Message::Copied(outcome));
            }
            Effect::Print(lines) => surface.print(&lines.0)?,
            Effect::Page(text) => {
                let told = surface.page(&text.0)?.err().map(Message::Told);
                told.into_iter().for_each(|told| drop(update(model, told)));
                resized(surface, model)?;
                next = Next::ForgetSignals;
            }
            Effect::Quit => return Ok(Next::End),
            Effect::Search(search) => *sought = Some(search),
            effect => executor.perform(effect),
        }
    }
    Ok(next)
}

/// The process was told to stop, and has gone on; or it was stopped unseen.
fn stopped(surface: &mut impl Surface, model: &mut Model, told: Told) -> io::Result<()> {
    match told {
        Told::Stop => surface.suspend()?,
        Told::GoOn | Told::End => surface.retake()?,
    }
    resized(surface, model)
}

/// The terminal may have another size after something else has had it.
fn resized(surface: &impl Surface, model: &mut Model) -> io::Result<()> {
    let (width, height) = surface.size()?;
    update(model, Message::Input(Event::Resize(width, height)));
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use super::*;
    use crate::sandbox::Scenario;
    use crate::{
        adapter::{http::Http, store::Store},
        app::{
            event::Key,
            model::{Opening, Session},
        },
        domain::{
            profile::{Choice, Config, Environment, Origin, SANDBOX},
            request::Draft,
            token::{DeveloperStanding, Standing, UserStanding},
        },
    };

    #[test]
    fn what_is_found_does_not_wait_for_the_next_frame() {
        let found = Message::Found { turn: 1, hit: None };
        let counted = Message::Counted { turn: 1, hits: std::sync::Arc::default() };
        let owed = [Message::Input(Event::Shown), counted, found].map(|message| Owed::by(&message));
        assert_eq!(owed, [Owed::Nothing, Owed::Soon, Owed::Now]);
        let mut pace = Pace::default();
        pace.drawn();
        pace.owe(Owed::Now);
        pace.owe(Owed::Soon);
        assert!(pace.is_due());
    }

    /// A terminal that takes a frame and a key, and is gone.
    struct Failing {
        frames: usize,
        key: Option<Key>,
    }

    impl Surface for Failing {
        fn size(&self) -> io::Result<(u16, u16)> {
            Ok((80, 24))
        }

        fn draw(&mut self, _: &Model, _: &Theme) -> io::Result<()> {
            self.frames += 1;
            if self.frames > 1 { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(()) }
        }

        async fn next(&mut self) -> Event {
            match self.key.take() {
                Some(key) => Event::Key(key),
                None => pending().await,
            }
        }
    }

    fn session() -> Session {
        Session {
            standing: Standing {
                profile: SANDBOX.to_owned(),
                origin: Origin::sandbox(),
                storefront: "us".to_owned(),
                developer: DeveloperStanding::Starting,
                user: UserStanding::Starting,
                clock: None,
            },
            profiles: Vec::new(),
            scenarios: Vec::new(),
            scenario: None,
            arming: None,
            scope: crate::domain::catalog::Scope::Documented,
            has_motion: false,
            confirms_writes: true,
            paging: crate::domain::profile::Paging::default(),
            opening: Opening::UnderWay,
            turn: 0,
        }
    }

    #[tokio::test]
    async fn a_terminal_that_is_gone_does_not_take_the_draft_with_it() {
        let directory = std::env::temp_dir().join(format!("segue-loop-{}", std::process::id()));
        let store = Store::at(directory.clone());
        let (sender, answers) = answers();
        let credentials = Credentials {
            choice: Choice::Sandbox,
            config: Config::default(),
            environment: Environment::default(),
            scenario: Scenario::Healthy,
        };
        let executor = Executor::new(sender, credentials, Http::new(), Some(store.clone()));
        let model = Model::new(session(), &Draft { path: "/v1/x".to_owned(), ..Draft::default() });
        let mut surface = Failing { frames: 0, key: Some(Key::char('y')) };
        let outcome = Box::pin(run(&mut surface, model, &Theme::default(), executor, answers)).await;
        assert_eq!(outcome.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
        assert_eq!(store.draft().map(|draft| draft.path), Some("/v1/xy".to_owned()));
        std::fs::remove_dir_all(directory).unwrap();
    }

    /// A terminal that looks, at its first frame, whether credentials have been touched, and leaves when they have been.
    struct Watching {
        trace: std::path::PathBuf,
        was_first: Option<bool>,
    }

    impl Surface for Watching {
        fn size(&self) -> io::Result<(u16, u16)> {
            Ok((80, 24))
        }

        fn draw(&mut self, _: &Model, _: &Theme) -> io::Result<()> {
            let is_untouched = !self.trace.exists();
            self.was_first.get_or_insert(is_untouched);
            Ok(())
        }

        async fn next(&mut self) -> Event {
            while !self.trace.exists() {
                tokio::task::yield_now().await;
            }
            Event::Closed
        }
    }

    #[tokio::test]
    async fn the_first_frame_is_drawn_before_credentials_are_read_or_the_sandbox_is_started() {
        let trace = std::env::temp_dir().join(format!("segue-first-{}", std::process::id()));
        _ = std::fs::remove_file(&trace);
        let text = format!(
            "default = \"work\"\n[profiles.work]\ndeveloper_token = \"command:touch {}\"",
            trace.display()
        );
        let (config, environment) =
            (crate::domain::profile::parse_config(&text).unwrap(), Environment::default());
        let choice = crate::domain::profile::choose(&config, &environment, None).unwrap();
        let (sender, answers) = answers();
        let executor = Executor::new(
            sender,
            Credentials { choice, config, environment, scenario: Scenario::default() },
            Http::new(),
            None,
        );
        let mut surface = Watching { trace: trace.clone(), was_first: None };
        let model = Model::new(session(), &Draft::default());
        Box::pin(run(&mut surface, model, &Theme::default(), executor, answers)).await.unwrap();
        assert_eq!(surface.was_first, Some(true));
        std::fs::remove_file(trace).unwrap();
    }
}
