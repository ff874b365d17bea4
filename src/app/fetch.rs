//! Which request runs. Every fetch has an id; an answer with any other id than the running one changes nothing.

use std::collections::VecDeque;

use super::walking::Walking;
use crate::domain::request::Request;

/// So many writes are remembered: more than a person sends in a sitting.
const MOST_WRITES: usize = 500;

/// The identity of a fetch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FetchId(pub u64);

/// A fetch that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    pub id: FetchId,
    pub request: Request,
    /// When it was started, in milliseconds since the epoch.
    pub since: i64,
    /// A key was pressed meanwhile, so the focus stays where it is.
    pub is_disturbed: bool,
    /// Bytes of the body that have come, as far as that is known.
    pub received: u64,
    /// Part of the body shows already.
    pub has_come: bool,
    /// Nothing more of the body is wanted.
    pub is_stopped: bool,
}

/// The fetches of the program: at most one for a new response runs, or the pages of one list.
#[derive(Debug, Clone, Default)]
pub struct State {
    running: Option<Running>,
    walking: Option<Walking>,
    last: Option<Request>,
    /// Writes that were sent in this run; sending one of them again is a repetition.
    writes: VecDeque<Request>,
    started: u64,
    /// Beats of the waiting sign since the fetch was started.
    pub beat: usize,
    /// The terminal has lost the focus.
    is_unwatched: bool,
    /// What the waiting sign has stopped for since.
    resting: Option<FetchId>,
}

impl State {
    /// The fetch that runs.
    #[must_use]
    pub const fn running(&self) -> Option<&Running> {
        self.running.as_ref()
    }

    /// How many fetches have been started.
    #[must_use]
    pub const fn started(&self) -> u64 {
        self.started
    }

    /// The last request that was sent by hand.
    #[must_use]
    pub const fn last(&self) -> Option<&Request> {
        self.last.as_ref()
    }

    /// Nothing runs, and nothing was sent; what is on its way still changes nothing.
    pub fn forget(&mut self) {
        let (started, writes) = (self.started, std::mem::take(&mut self.writes));
        *self = Self { started, writes, ..Self::default() };
    }

    /// The response of an earlier request shows again.
    pub fn recall(&mut self, request: Request) {
        self.last = Some(request);
    }

    /// Whether this write was sent before.
    #[must_use]
    pub fn was_written(&self, request: &Request) -> bool {
        self.writes.contains(request)
    }

    fn note_write(&mut self, request: &Request) {
        if request.method.is_write() && !self.was_written(request) {
            self.writes.push_back(request.clone());
        }
        if self.writes.len() > MOST_WRITES {
            self.writes.pop_front();
        }
    }

    /// Whether anything is on its way.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.running.is_some() || self.walking.as_ref().is_some_and(|walking| !walking.rests())
    }

    /// What the waiting sign beats for.
    #[must_use]
    pub fn beating(&self) -> Option<FetchId> {
        let walking = self.walking.as_ref().filter(|walking| !walking.rests());
        self.running.as_ref().map(|running| running.id).or_else(|| walking.map(|walking| walking.id))
    }

    /// Notes whether anybody looks at the waiting sign; tells for which fetch it goes on.
    pub fn watch(&mut self, has_focus: bool) -> Option<FetchId> {
        self.is_unwatched = !has_focus;
        let resting = if has_focus { self.resting.take() } else { None };
        resting.filter(|resting| self.beating() == Some(*resting))
    }

    /// Whether the waiting sign of this fetch stops here, for nobody looks at it.
    pub fn rests(&mut self, id: FetchId) -> bool {
        self.resting = self.is_unwatched.then_some(id);
        self.is_unwatched
    }

    /// The list that is being followed.
    #[must_use]
    pub const fn walking(&self) -> Option<&Walking> {
        self.walking.as_ref()
    }

    /// The same, to be changed.
    pub const fn walking_mut(&mut self) -> Option<&mut Walking> {
        self.walking.as_mut()
    }

    /// Begins to follow a list.
    pub fn walk(&mut self, walking: Walking) {
        self.beat = 0;
        self.walking = Some(walking);
    }

    /// Follows the list no more.
    pub const fn end_walk(&mut self) -> Option<Walking> {
        self.walking.take()
    }

    /// An id that no fetch has had.
    pub const fn new_id(&mut self) -> FetchId {
        self.started += 1;
        FetchId(self.started)
    }

    /// Starts a fetch; the one that ran is superseded and returned.
    pub fn start(&mut self, request: Request, now: i64) -> (FetchId, Option<FetchId>) {
        let superseded = self.running.take().map(|running| running.id);
        self.beat = 0;
        let id = self.new_id();
        self.last = Some(request.clone());
        self.note_write(&request);
        self.running = Some(Running {
            id,
            request,
            since: now,
            is_disturbed: false,
            received: 0,
            has_come: false,
            is_stopped: false,
        });
        (id, superseded)
    }

    /// The fetch that runs, if it has this id.
    pub fn running_mut(&mut self, id: FetchId) -> Option<&mut Running> {
        self.running.as_mut().filter(|running| running.id == id)
    }

    /// Takes the running fetch if it has this id.
    pub fn finish(&mut self, id: FetchId) -> Option<Running> {
        self.running.take_if(|running| running.id == id)
    }

    /// Gives the running fetch up.
    pub fn cancel(&mut self) -> Option<Running> {
        self.running.take()
    }

    /// Notes that a key was pressed.
    pub const fn disturb(&mut self) {
        if let Some(running) = &mut self.running {
            running.is_disturbed = true;
        }
        if let Some(walking) = &mut self.walking {
            walking.is_disturbed = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::request::Draft;

    #[test]
    fn an_answer_with_another_id_finishes_nothing() {
        let origin = url::Url::parse("http://127.0.0.1:1").unwrap();
        let request = Draft { path: "/v1/test".to_owned(), ..Draft::default() }.check(&origin).unwrap();
        let mut state = State::default();
        let (first, none) = state.start(request.clone(), 0);
        let (second, superseded) = state.start(request, 0);
        assert_eq!((none, superseded), (None, Some(first)));
        assert_eq!(state.finish(first), None);
        assert_eq!(state.finish(FetchId(99)), None);
        assert_eq!(state.finish(second).map(|running| running.id), Some(second));
    }
}
