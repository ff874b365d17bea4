//! What the system tells the process: to end, to stop, that it goes on.

use std::{
    io,
    sync::{Arc, LazyLock, atomic::AtomicBool},
};

use signal_hook::{consts::SIGTSTP, flag};
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::terminal;

/// Set while another program has the terminal: a Ctrl-z there stops it and us, as one job, or the shell would wait for us.
static STOPS_AT_ONCE: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// Whether a stop is a stop at once, with nothing to give back before.
pub(super) fn stop_at_once(is_so: bool) {
    STOPS_AT_ONCE.store(is_so, std::sync::atomic::Ordering::SeqCst);
}

/// What was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// SIGTERM, SIGHUP, SIGINT or SIGQUIT.
    End,
    /// SIGTSTP.
    Stop,
    /// SIGCONT: the process was stopped, perhaps by a signal that nobody can see, and the shell has had the terminal.
    GoOn,
}

/// The signals of a program that has a terminal.
#[derive(Debug)]
pub struct Signals {
    ends: Ends,
    stop: Signal,
    go_on: Signal,
}

impl Signals {
    /// Listens from now on.
    ///
    /// # Errors
    /// When a handler cannot be set.
    pub fn new() -> io::Result<Self> {
        flag::register_conditional_default(SIGTSTP, STOPS_AT_ONCE.clone())?;
        Ok(Self { ends: Ends::new()?, stop: stop()?, go_on: go_on()? })
    }

    /// Forgets what was told while another program had the terminal: a Ctrl-C there was meant for it, and we know that we go on.
    ///
    /// # Errors
    /// When a handler cannot be set.
    pub fn forget(&mut self) -> io::Result<()> {
        self.ends.keyboard = Ends::keyboard()?;
        (self.stop, self.go_on) = (stop()?, go_on()?);
        Ok(())
    }

    /// The next thing that is told. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Told {
        tokio::select! {
            biased;
            () = self.ends.next() => Told::End,
            _ = self.stop.recv() => Told::Stop,
            _ = self.go_on.recv() => Told::GoOn,
        }
    }
}

fn stop() -> io::Result<Signal> {
    signal(SignalKind::from_raw(SIGTSTP))
}

fn go_on() -> io::Result<Signal> {
    signal(SignalKind::from_raw(signal_hook::consts::SIGCONT))
}

/// The signals that end the program.
#[derive(Debug)]
struct Ends {
    others: [Signal; 2],
    /// Those that keys send, where nobody has taken the keys.
    keyboard: [Signal; 2],
}

impl Ends {
    fn new() -> io::Result<Self> {
        let others = [signal(SignalKind::terminate())?, signal(SignalKind::hangup())?];
        Ok(Self { others, keyboard: Self::keyboard()? })
    }

    fn keyboard() -> io::Result<[Signal; 2]> {
        Ok([signal(SignalKind::interrupt())?, signal(SignalKind::quit())?])
    }

    async fn next(&mut self) {
        loop {
            let [terminate, hangup] = &mut self.others;
            let [interrupt, quit] = &mut self.keyboard;
            tokio::select! {
                biased;
                _ = terminate.recv() => return,
                _ = hangup.recv() => return,
                _ = interrupt.recv() => {}
                _ = quit.recv() => {}
            }
            // An editor's Ctrl-C goes to us too, and is none of our business.
            if !terminal::is_lent() {
                return;
            }
        }
    }
}

/// Waits until the process is told to end, by SIGTERM, SIGHUP, SIGINT or SIGQUIT.
pub async fn told_to_end() {
    match Ends::new() {
        Ok(mut ends) => ends.next().await,
        // Without handlers the signals end the process by themselves.
        Err(_) => std::future::pending().await,
    }
}
