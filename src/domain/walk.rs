//! Following every `next` of a list to its end: the one engine of it, for the explorer and for `segue get`.
//!
//! A [`Walk`] decides and does nothing: what happened goes in, what to do comes out as [`Act`]s. It reads no clock and
//! fetches nothing, and what a page is made of (`P`) is the caller's: an index of its body, or the bytes themselves.
//!
//! ```text
//!  land, setback, wake, go_on, resume ──► Walk ──► Fetch, Wait, Drop, Join, Say, Ask, Pause, End
//! ```
//!
//! - One page at a time, by [`link::follow`](super::link::follow), unless the total is known and `next` has an `offset`: then
//!   the links after it are predicted, some pages are fetched side by side, and they still join in order. As soon as one
//!   page's own `next` is another than the predicted one, what is ahead is dropped and the walk goes on one by one.
//! - The end is where no `next` stands, and nothing else: not a short page, not an empty one, not the total.
//! - A page that fails is fetched again a few times ([`Patience`]); pages that have joined stay whatever happens.

mod engine;
mod judge;
mod memory;
mod offset;
mod patience;

use std::time::Duration;

use url::Url;

pub use engine::Walk;
pub use judge::{judge, judge_transport};
pub use memory::identity;
pub use offset::of as offset_of;
pub use patience::{Patience, Verdict, retry_after};

use super::link::Refusal;

/// The name of one page's fetch, the same when it is fetched again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(pub u64);

/// How to walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Pages under way at a time where they can be predicted. 4: a third of the time on a slow link, and still few
    /// enough for a limit that a whole team shares.
    pub width: usize,
    /// Pages before asking whether to go on. 100: ten thousand items of most lists, some seconds on a good link.
    pub cap: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { width: 4, cap: 100 }
    }
}

/// Where a walk begins: behind the last page of a list.
#[derive(Debug, Clone)]
pub struct Start<'a> {
    /// The origin that all pages must come from.
    pub origin: &'a Url,
    /// The target that the last page was fetched from.
    pub page: &'a str,
    /// Its `next`, as the server wrote it.
    pub next: &'a str,
    /// How many items it had.
    pub step: usize,
    /// How many items the list has so far, over all pages.
    pub count: usize,
    /// How many it will have (`meta.total`), if that was said.
    pub total: Option<usize>,
    /// The targets of all pages that are in the list already.
    pub seen: Vec<&'a str>,
    /// The items that are in the list already, by [`identity`]; may be empty.
    pub ids: Vec<u64>,
}

/// A page that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Landing<P> {
    /// Whatever the caller keeps of it.
    pub page: P,
    /// Its list's `next`, as the server wrote it.
    pub next: Option<String>,
    /// How many items its list has.
    pub count: usize,
    /// The items that have an id, by [`identity`].
    pub ids: Vec<u64>,
}

/// A page that did not come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setback {
    /// 429, and what `Retry-After` asked for.
    Limited { retry_after: Option<Duration> },
    /// 5xx.
    Server { status: u16 },
    /// The connection ended early.
    Cut,
    /// The server says that the list ends before this offset.
    PastEnd,
    /// The server refuses this offset, and all after it (charts: 200).
    Capped,
    /// Whatever will not be otherwise when it is sent again.
    Final,
}

/// What to do. Acts are in order, and are to be carried out in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act<P> {
    /// Fetch this target; then [`Walk::land`] or [`Walk::setback`].
    Fetch { ticket: Ticket, target: String, restored: Vec<String> },
    /// Wait so long; then [`Walk::wake`].
    Wait { ticket: Ticket, millis: u64 },
    /// The page is the next one of the list.
    Join { page: P, target: String, restored: Vec<String> },
    /// Whatever runs under this ticket is of no use any more.
    Drop { ticket: Ticket },
    /// Something that a person should know.
    Say(Note),
    /// So many pages have come; [`Walk::go_on`] or [`Walk::stop`].
    Ask { pages: usize },
    /// Trying again and again has not helped, or the server asked for a long wait; [`Walk::resume`] or [`Walk::stop`]. Pages
    /// that were under way together may each say so; one [`Walk::resume`] is for all of them.
    Pause { ticket: Ticket, tries: u8, asked: Option<Duration> },
    /// The walk is over.
    End(End),
}

/// Something odd that does not end a walk.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Note {
    /// A page without items that has a `next`.
    #[error("a page came without items and with a next ({0}); the list goes on behind it")]
    Empty(String),
    /// A page has items that the list has already.
    #[error("{0} items came a second time: the list likely changed while it was read")]
    Again(usize),
    /// A `next` is another than the predicted one.
    #[error("next is not where it was predicted; the pages come one by one from here")]
    OffPlan,
}

/// Why a walk is over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum End {
    /// The last page has no `next`.
    #[error("the list is whole")]
    Whole,
    /// The last `next` was not followed.
    #[error("{0}")]
    Refused(Refusal),
    /// The server says that nothing is behind the last page, though a `next` led there.
    #[error("the list ends here: the server has nothing at the offset that next led to")]
    PastEnd,
    /// The server serves no more of this list, whatever `next` says.
    #[error("the server serves no more of this list: it refuses the offset that next led to")]
    Capped,
    /// A page did not come, and was sent again so often.
    #[error("a page did not come")]
    Failed { ticket: Ticket, setback: Setback, tries: u8 },
    /// A person stopped it.
    #[error("stopped; what was fetched stays")]
    Stopped,
}

/// How far a walk is, for a line of progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Pages that this walk has joined.
    pub pages: usize,
    /// Items of the list so far, also those that were there before.
    pub items: usize,
    /// How many there will be, if that is known.
    pub total: Option<usize>,
    /// Items that came a second time.
    pub again: usize,
    /// Requests under way.
    pub under_way: usize,
    /// How many may be under way by now.
    pub width: usize,
    /// What is waited for, if anything is.
    pub waiting: Option<Waiting>,
    /// Whether [`Walk::resume`] is waited for.
    pub is_paused: bool,
}

/// A page that waits before it is fetched again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Until when, in milliseconds since the epoch.
    pub until_ms: i64,
    /// Why.
    pub setback: Setback,
    /// How often it has been fetched again, this time included.
    pub tries: u8,
}

/// What is said of a 429, wherever one is met: people make new tokens for it in vain
/// (github.com/music-assistant/server/pull/5188).
pub const LIMIT_IS_SHARED: &str =
    "the limit is for the developer's whole team and passes by itself; a new token would not help";
