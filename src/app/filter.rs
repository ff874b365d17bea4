//! The jq filter over the response: what runs, and over how much. Every run has a turn; what comes of any but the last one
//! changes nothing.

use crate::domain::pages::Page;

/// A filter over more than this is not run at every pause in typing: it would take seconds and gigabytes each time.
pub const MOST_LIVE: usize = 64_000_000;

/// What a filter gets to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The page with this number, as it came.
    Page(u32),
    /// All pages as one text.
    Merged,
}

/// What a filter came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Results {
    /// One result as it is; several, or none, in an array.
    pub page: Page,
    pub count: usize,
}

/// A filter that runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    pub turn: u64,
    pub scope: Scope,
    /// Which response it runs over, by how many had shown.
    pub response: u64,
    /// Somebody waits for it to close the prompt.
    pub is_wanted: bool,
}

/// The filters of the program: at most one runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct State {
    running: Option<Run>,
    turn: u64,
    /// A single page is filtered, though there are more.
    pub is_of_page: bool,
}

impl State {
    /// The filter that runs.
    #[must_use]
    pub const fn running(&self) -> Option<&Run> {
        self.running.as_ref()
    }

    /// Begins a run; the one before is superseded.
    pub fn start(&mut self, scope: Scope, response: u64, is_wanted: bool) -> u64 {
        self.turn += 1;
        self.running = Some(Run { turn: self.turn, scope, response, is_wanted });
        self.turn
    }

    /// Takes the run if it has this turn.
    pub fn finish(&mut self, turn: u64) -> Option<Run> {
        self.running.take_if(|run| run.turn == turn)
    }

    /// Gives the run up. Whether there was one.
    pub fn stop(&mut self) -> bool {
        self.running.take().is_some()
    }
}
