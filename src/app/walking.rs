//! A list whose pages are being followed: how far, what is on its way, and what did not come.

use std::collections::BTreeMap;

use super::{fetch::FetchId, message::Arrival};
use crate::domain::{
    error::Report,
    pages::NodeRef,
    request::Request,
    walk::{Act, Progress, Ticket, Walk},
};

/// How far a list is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// One page, because the cursor comes near the end of the list; nobody has asked, so nothing is said of it.
    Ahead,
    /// So many pages, which were there before the session was cut off.
    Again { pages: usize },
    /// One page.
    One,
    /// All of them.
    All,
}

/// Whom a walk waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    /// Nobody.
    None,
    /// A person, who is asked whether so many pages are enough.
    Asking { pages: usize },
    /// A person, after so many tries.
    Paused { tries: u8 },
}

/// A list that is being followed.
#[derive(Debug, Clone)]
pub struct Walking {
    /// Its own id, for the waiting sign and for waits.
    pub id: FetchId,
    pub list: NodeRef,
    pub reach: Reach,
    pub rest: Rest,
    /// When it was started, in milliseconds since the epoch, and how many items there were.
    pub since: (i64, usize),
    /// A key was pressed meanwhile, so the focus stays where it is.
    pub is_disturbed: bool,
    pub(super) walk: Walk<Arrival>,
    /// The request of the response; those of its pages are made from it.
    pub(super) request: Request,
    pub(super) on_the_way: Vec<Errand>,
    /// What there is to say about pages that did not come, until it is known whether anybody needs them.
    pub(super) missed: BTreeMap<Ticket, Report>,
}

/// A page on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Errand {
    pub id: FetchId,
    pub ticket: Ticket,
    pub request: Request,
}

/// What the walk wants done, with its pages as they arrive here.
pub(super) type Acts = Vec<Act<Arrival>>;

impl Walking {
    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.walk.progress()
    }

    /// Whether it waits for a person.
    #[must_use]
    pub fn rests(&self) -> bool {
        self.rest != Rest::None
    }

    /// Whether a page is on its way under this id.
    #[must_use]
    pub fn brings(&self, id: FetchId) -> bool {
        self.on_the_way.iter().any(|errand| errand.id == id)
    }

    /// Takes the page that was fetched under an id off the way.
    pub(super) fn arrived(&mut self, id: FetchId) -> Option<Errand> {
        let at = self.on_the_way.iter().position(|errand| errand.id == id)?;
        Some(self.on_the_way.swap_remove(at))
    }
}
