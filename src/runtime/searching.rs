//! A search, off the loop: the first hit is told at once, the count follows. A later search ends an earlier one.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use tokio::sync::mpsc;

use crate::{
    app::{effect::Search, message::Message},
    domain::search,
};

/// The most hits that are kept: nobody steps through more, and they take eight bytes each.
const MOST: usize = 100_000;

/// The search that runs.
#[derive(Default)]
pub(super) struct Searching {
    stop: Arc<AtomicBool>,
}

impl Searching {
    /// Ends the search that runs, soon.
    pub(super) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Starts another one, which answers on this channel.
    pub(super) fn start(&mut self, search: Search, answers: mpsc::Sender<Message>) {
        self.stop();
        self.stop = Arc::default();
        let stop = Arc::clone(&self.stop);
        tokio::task::spawn_blocking(move || look(&search, &stop, &answers));
    }
}

fn look(search: &Search, stop: &AtomicBool, answers: &mpsc::Sender<Message>) {
    let go_on = || !stop.load(Ordering::Relaxed);
    let Search { turn, pages, matcher, start } = search;
    // The loop has ended when nobody receives any more.
    if let Some(start) = start {
        let hit = search::first(pages, matcher, *start, &go_on);
        if !go_on() || answers.blocking_send(Message::Found { turn: *turn, hit }).is_err() {
            return;
        }
    }
    if let Some(hits) = search::all(pages, matcher, MOST, &go_on) {
        _ = answers.blocking_send(Message::Counted { turn: *turn, hits: Arc::new(hits) });
    }
}
