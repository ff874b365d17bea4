//! The history, written and read by a thread of its own: a slow disk holds up no key, and what is read is what was written.

use std::{sync::mpsc, thread, time::Duration};

use tokio::sync::mpsc::Sender;

use crate::{
    adapter::{
        history::History,
        store::{Store, Unkept},
    },
    app::message::Message,
    domain::{history::Entry, secret::Secret},
};

/// At the end the last requests are waited for, as long as nobody wonders whether the program hangs.
const FAREWELL: Duration = Duration::from_secs(1);

/// Something for the thread to do.
enum Job {
    Append(Box<Entry>, Vec<Secret>, Sender<Message>),
    Read { turn: u64, answers: Sender<Message> },
}

/// The thread; there is none until the first request.
#[derive(Default)]
pub(super) struct Remembering {
    jobs: Option<mpsc::Sender<Job>>,
    /// Closes when the thread ends.
    end: Option<mpsc::Receiver<()>>,
}

impl Remembering {
    /// Keeps a request, without these secrets. A history that cannot be written is no reason to stop anybody: it is told.
    pub(super) fn append(
        &mut self,
        store: Option<&Store>,
        entry: Box<Entry>,
        secrets: Vec<Secret>,
        answers: Sender<Message>,
    ) {
        if let Some(store) = store {
            self.hand(store, Job::Append(entry, secrets, answers));
        }
    }

    /// Reads the requests; they are told in `Message::Recalled`.
    pub(super) fn read(&mut self, store: Option<&Store>, turn: u64, answers: Sender<Message>) {
        match store {
            Some(store) => self.hand(store, Job::Read { turn, answers }),
            None => {
                tokio::spawn(
                    async move { answers.send(Message::Recalled { turn, entries: [].into() }).await },
                );
            }
        }
    }

    /// Waits until all is written.
    pub(super) fn close(&mut self) {
        self.jobs = None;
        if let Some(end) = self.end.take() {
            // Nothing is ever sent: the channel closes with the thread.
            let _ = end.recv_timeout(FAREWELL);
        }
    }

    fn hand(&mut self, store: &Store, job: Job) {
        if self.jobs.is_none() {
            self.start(store.history());
        }
        if let Some(jobs) = &self.jobs {
            // The thread lives as long as this end of the channel.
            let _ = jobs.send(job);
        }
    }

    fn start(&mut self, history: History) {
        let (jobs, taken) = mpsc::channel();
        let (alive, end) = mpsc::channel();
        let work = move || {
            let _alive: mpsc::Sender<()> = alive;
            let mut told = None;
            for job in taken {
                perform(&history, job, &mut told);
            }
        };
        if thread::Builder::new().name("history".to_owned()).spawn(work).is_ok() {
            (self.jobs, self.end) = (Some(jobs), Some(end));
        }
    }
}

/// Carries out a job. What keeps requests out of the history is told once.
fn perform(history: &History, job: Job, told: &mut Option<Unkept>) {
    match job {
        Job::Append(entry, secrets, answers) => {
            let unkept = history.append(&entry, &secrets).err();
            if let Some(why) = unkept.as_ref().filter(|why| told.as_ref() != Some(*why)) {
                // At the end nobody receives any more.
                let _ = answers.try_send(Message::Told(format!("not in the history: {why}")));
            }
            *told = unkept;
        }
        Job::Read { turn, answers } => {
            let entries = history.entries().into();
            // The loop has ended when nobody receives any more.
            let _ = answers.blocking_send(Message::Recalled { turn, entries });
        }
    }
}
