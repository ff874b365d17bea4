//! Keeps the session while it runs, for the case that it is cut off: a thread of its own writes it, a moment after something has
//! changed and once more when it is cut off. Nothing wakes while nothing changes.
#![expect(clippy::disallowed_methods, reason = "how long a change may wait is measured by the edge")]

use std::{
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use crate::{
    adapter::sessions::{CutOff, Session, Sessions},
    app::{model::Model, resuming},
    domain::{secret::Secret, snapshot::Snapshot},
};

/// A change is kept after this time, however many follow it: a killed process loses no more.
const PAUSE: Duration = Duration::from_millis(500);

/// At the end the last state is waited for, as long as nobody wonders whether the program hangs.
const FAREWELL: Duration = Duration::from_secs(1);

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// Somebody quit.
    Quit,
    /// The terminal went away, or the process was told to end.
    CutOff,
}

/// Something for the thread to do.
enum Job {
    Keep {
        snapshot: Box<Snapshot>,
        at: i64,
        secrets: Vec<Secret>,
    },
    /// Go on with a session that was cut off, in place of the one that was begun.
    Adopt(Box<Session>),
    /// It has ended well.
    End,
}

/// The session of this run.
#[derive(Default)]
pub struct Keeping {
    sessions: Option<Sessions>,
    offered: Option<Box<CutOff>>,
    /// What was kept last; at first, what there was at the start.
    last: Option<Box<Snapshot>>,
    /// When the next state is due.
    due: Option<Instant>,
    jobs: Option<mpsc::Sender<Job>>,
    /// Closes when the thread ends.
    end: Option<mpsc::Receiver<()>>,
}

impl Keeping {
    /// Keeps a run's session among these, beside one that was cut off and is offered.
    #[must_use]
    pub fn among(sessions: Sessions, offered: Option<CutOff>) -> Self {
        Self { sessions: Some(sessions), offered: offered.map(Box::new), ..Self::default() }
    }

    /// The state of the start, which is not worth keeping.
    pub(super) fn begin(&mut self, model: &Model) {
        if self.sessions.is_some() {
            self.last = Some(Box::new(resuming::snapshot(model)));
        }
    }

    /// Something may have changed.
    pub(super) fn note(&mut self) {
        if self.sessions.is_some() {
            self.due.get_or_insert_with(|| Instant::now() + PAUSE);
        }
    }

    /// Waits until the state is to be kept; for ever if nothing has changed.
    pub(super) fn due(&self) -> impl Future<Output = ()> + use<> {
        let due = self.due;
        async move {
            match due {
                Some(due) => tokio::time::sleep_until(due.into()).await,
                None => std::future::pending().await,
            }
        }
    }

    /// Keeps the state, if it is another one.
    pub(super) fn keep(&mut self, model: &Model, secrets: impl FnOnce() -> Vec<Secret>) {
        self.due = None;
        let snapshot = Box::new(resuming::snapshot(model));
        if self.last.as_ref() != Some(&snapshot) {
            self.hand(model, snapshot, secrets());
        }
    }

    fn hand(&mut self, model: &Model, snapshot: Box<Snapshot>, secrets: Vec<Secret>) {
        // On a stage, paths lead by stand-ins that nobody else knows.
        if model.present.is_on() {
            return;
        }
        if self.jobs.is_none() {
            self.start();
        }
        let Some(jobs) = &self.jobs else { return };
        if let Some(offered) = self.offered.take_if(|_| model.resuming.is_taken()) {
            let _ = jobs.send(Job::Adopt(Box::new(offered.go_on())));
        }
        // The thread lives as long as this end of the channel.
        let _ = jobs.send(Job::Keep { snapshot: snapshot.clone(), at: super::now(), secrets });
        self.last = Some(snapshot);
    }

    /// The run is over. What was kept last is kept with the time, if it was cut off; nothing is left of what somebody quit.
    pub(super) fn close(&mut self, model: &Model, ending: Ending, secrets: Vec<Secret>) {
        let Some(sessions) = self.sessions.clone() else { return };
        match ending {
            Ending::CutOff => self.part(model, secrets),
            Ending::Quit => self.leave_nothing(model),
        }
        self.jobs = None;
        if let Some(end) = self.end.take() {
            // Nothing is ever sent: the channel closes with the thread.
            let _ = end.recv_timeout(FAREWELL);
        }
        if ending == Ending::Quit {
            sessions.set_aside();
        }
    }

    /// A run that nothing has happened in leaves nothing behind.
    fn part(&mut self, model: &Model, secrets: Vec<Secret>) {
        let goes_on = self.offered.is_some() && model.resuming.is_taken();
        if let Some(last) = self.last.take().filter(|_| self.jobs.is_some() || goes_on) {
            self.hand(model, last, secrets);
        }
    }

    fn leave_nothing(&mut self, model: &Model) {
        if let Some(jobs) = &self.jobs {
            let _ = jobs.send(Job::End);
        }
        // The lock of one that nobody wanted goes, so that it can be set aside with the others.
        if let Some(taken) = self.offered.take().filter(|_| model.resuming.is_taken()) {
            taken.go_on().end();
        }
    }

    fn start(&mut self) {
        let Some(sessions) = self.sessions.clone() else { return };
        let (jobs, taken) = mpsc::channel();
        let (alive, end) = mpsc::channel();
        let work = move || {
            let _alive: mpsc::Sender<()> = alive;
            write(&sessions, &taken);
        };
        if thread::Builder::new().name("session".to_owned()).spawn(work).is_ok() {
            (self.jobs, self.end) = (Some(jobs), Some(end));
        }
    }
}

/// The thread: of states that have piled up on a slow disk the last one counts. A session that cannot be kept is no reason to
/// stop anybody.
fn write(sessions: &Sessions, jobs: &mpsc::Receiver<Job>) {
    let mut session: Option<Session> = None;
    while let Ok(first) = jobs.recv() {
        let mut latest = None;
        for job in std::iter::once(first).chain(jobs.try_iter()) {
            match job {
                Job::Keep { snapshot, at, secrets } => latest = Some((snapshot, at, secrets)),
                Job::Adopt(other) => {
                    if let Some(begun) = session.replace(*other) {
                        begun.end();
                    }
                }
                Job::End => {
                    latest = None;
                    session.take().into_iter().for_each(Session::end);
                }
            }
        }
        if let Some((snapshot, at, secrets)) = latest {
            if session.is_none() {
                session = sessions.begin(at).ok();
            }
            if let Some(session) = &session {
                let _ = session.keep(*snapshot, at, &secrets);
            }
        }
    }
}
