//! Notices that the terminal is gone: the window was closed, or the SSH connection lost.

use std::{thread, time::Duration};

use rustix::event::{PollFd, PollFlags, poll};
use tokio::sync::watch;

use crate::adapter::last;

/// Waits for the terminal's end in a thread that sleeps until then.
pub(super) struct Hangup(watch::Receiver<bool>);

impl Hangup {
    /// Starts to watch standard input.
    pub(super) fn watch() -> Self {
        let (gone, watched) = watch::channel(false);
        // Without the thread the signal alone ends the program, which is the usual case anyway.
        let _ = thread::Builder::new().name("hangup".to_owned()).spawn(move || {
            wait();
            let _ = gone.send(true);
            // A reader that spins on the dead terminal may have taken the loop's thread with it.
            last::end_after_grace();
        });
        Self(watched)
    }

    /// Returns when the terminal is gone.
    pub(super) async fn happened(&mut self) {
        if is_gone(Some(Duration::ZERO)) {
            return;
        }
        if self.0.wait_for(|gone| *gone).await.is_err() {
            std::future::pending().await
        }
    }
}

fn wait() {
    while !is_gone(None) {}
}

/// Whether standard input has hung up; waits for it for that long, or for ever.
fn is_gone(limit: Option<Duration>) -> bool {
    // Asking for no event at all leaves those that are always told: hang-up and error.
    let input = rustix::stdio::stdin();
    let mut watched = [PollFd::new(&input, PollFlags::empty())];
    let limit = limit.and_then(|limit| limit.try_into().ok());
    let is_told = poll(&mut watched, limit.as_ref()).is_ok_and(|count| count > 0);
    is_told && watched[0].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL)
}
