//! The state of a walk, and what follows from each thing that happens. Everything here costs what one page costs.

use std::collections::VecDeque;

use url::Url;

use super::memory::Memory;
use super::{
    Act, End, Landing, Note, Options, Patience, Progress, Setback, Start, Ticket, Verdict, Waiting, offset,
};
use crate::domain::link::{self, Refusal};

/// Good pages in a row after which a walk that was slowed down by a limit tries to be faster again.
const RECOVERY: usize = 20;

/// A walk along the `next` of one list. Generic over what the caller keeps of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Walk<P> {
    origin: Url,
    options: Options,
    /// The target of the last page that has joined.
    page: String,
    /// Its `next`.
    next: String,
    plan: Option<Plan>,
    /// The pages after it, in order: under way, waiting, or here already.
    slots: VecDeque<Slot<P>>,
    memory: Memory,
    tally: Tally,
    pace: Pace,
    issued: u64,
    phase: Phase,
}

/// How links are predicted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Plan {
    /// From one page's offset to the next one's.
    step: usize,
    /// No page is predicted to begin here or behind.
    total: usize,
}

/// One page ahead.
#[derive(Debug, Clone, PartialEq)]
struct Slot<P> {
    ticket: Ticket,
    /// The raw link that leads here, predicted or real.
    link: String,
    target: String,
    restored: Vec<String>,
    patience: Patience,
    flight: Flight<P>,
}

#[derive(Debug, Clone, PartialEq)]
enum Flight<P> {
    /// To be sent again as soon as there is room.
    Ready,
    UnderWay,
    Waiting(Waiting),
    Paused,
    Landed(Landing<P>),
    /// It will not come; told when all before it have joined, for it may turn out that nobody needs it.
    Over(End),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Tally {
    pages: usize,
    items: usize,
    total: Option<usize>,
    again: usize,
    /// Pages until the next question.
    allowed: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Pace {
    width: usize,
    good: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Walking,
    Asking,
    Over,
}

impl<P> Walk<P> {
    /// Sets out behind the last page of a list.
    #[must_use]
    pub fn start(start: Start<'_>, options: Options) -> (Self, Vec<Act<P>>) {
        let options = Options { width: options.width.max(1), cap: options.cap.max(1) };
        let mut memory = Memory::default();
        start.seen.iter().chain([&start.page]).for_each(|target| memory.add_target(target));
        memory.add_items(&start.ids);
        let step = offset::step(start.page, start.next, start.step);
        let mut walk = Self {
            origin: start.origin.clone(),
            page: start.page.to_owned(),
            next: start.next.to_owned(),
            plan: step.zip(start.total).map(|(step, total)| Plan { step, total }),
            slots: VecDeque::new(),
            memory,
            tally: Tally { pages: 0, items: start.count, total: start.total, again: 0, allowed: options.cap },
            pace: Pace { width: options.width, good: 0 },
            issued: 0,
            phase: Phase::Walking,
            options,
        };
        let mut acts = Vec::new();
        walk.fill(&mut acts);
        (walk, acts)
    }

    /// A page came.
    pub fn land(&mut self, ticket: Ticket, landing: Landing<P>) -> Vec<Act<P>> {
        let mut acts = Vec::new();
        if let Some(slot) = self.under_way(ticket) {
            slot.flight = Flight::Landed(landing);
            self.pace.good += 1;
            if self.pace.good >= RECOVERY {
                self.pace = Pace { width: (self.pace.width * 2).min(self.options.width), good: 0 };
            }
            self.advance(&mut acts);
        }
        acts
    }

    /// A page did not come.
    pub fn setback(&mut self, ticket: Ticket, setback: Setback, now_ms: i64) -> Vec<Act<P>> {
        let mut acts = Vec::new();
        let is_first_of_burst = !self.is_limited();
        let Some(slot) = self.under_way(ticket) else { return acts };
        match slot.patience.after(setback, now_ms, ticket.0) {
            Verdict::Wait(millis) => {
                let until_ms = now_ms.saturating_add_unsigned(millis);
                slot.flight = Flight::Waiting(Waiting { until_ms, setback, tries: slot.patience.tries() });
                acts.push(Act::Wait { ticket, millis });
            }
            Verdict::Pause(asked) => {
                slot.flight = Flight::Paused;
                let tries = slot.patience.tries();
                acts.push(Act::Pause { ticket, tries, asked });
            }
            Verdict::Over => {
                let tries = slot.patience.tries();
                slot.flight = Flight::Over(match setback {
                    Setback::PastEnd => End::PastEnd,
                    Setback::Capped => End::Capped,
                    setback => End::Failed { ticket, setback, tries },
                });
            }
        }
        // Pages that were under way together meet the same limit: that is one sign, not four.
        if matches!(setback, Setback::Limited { .. }) && is_first_of_burst {
            self.pace = Pace { width: (self.pace.width / 2).max(1), good: 0 };
        }
        self.advance(&mut acts);
        acts
    }

    /// The wait for a page is over.
    pub fn wake(&mut self, ticket: Ticket) -> Vec<Act<P>> {
        let mut acts = Vec::new();
        let slot = self.slots.iter_mut().find(|slot| slot.ticket == ticket);
        if let Some(slot) = slot.filter(|slot| matches!(slot.flight, Flight::Waiting(_))) {
            slot.flight = Flight::Ready;
            self.fill(&mut acts);
        }
        acts
    }

    /// Yes to [`Act::Ask`]: as many pages again.
    pub fn go_on(&mut self) -> Vec<Act<P>> {
        let mut acts = Vec::new();
        if self.phase == Phase::Asking {
            self.phase = Phase::Walking;
            self.tally.allowed = self.options.cap;
            self.fill(&mut acts);
        }
        acts
    }

    /// Tries again after [`Act::Pause`].
    pub fn resume(&mut self) -> Vec<Act<P>> {
        for slot in self.slots.iter_mut().filter(|slot| matches!(slot.flight, Flight::Paused)) {
            slot.flight = Flight::Ready;
            slot.patience = Patience::default();
        }
        let mut acts = Vec::new();
        self.fill(&mut acts);
        acts
    }

    /// Ends the walk; what has joined stays.
    pub fn stop(&mut self) -> Vec<Act<P>> {
        let mut acts = Vec::new();
        self.end(End::Stopped, &mut acts);
        acts
    }

    /// Whether nothing will happen any more.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.phase == Phase::Over
    }

    /// The `next` of the last page that has joined, or the one that the walk began with: where another walk could begin. Of
    /// no meaning when the list is whole.
    #[must_use]
    pub fn next(&self) -> &str {
        &self.next
    }

    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let waiting = self.slots.iter().find_map(|slot| match &slot.flight {
            Flight::Waiting(waiting) => Some(*waiting),
            _ => None,
        });
        Progress {
            pages: self.tally.pages,
            items: self.tally.items,
            total: self.tally.total,
            again: self.tally.again,
            under_way: self.count_under_way(),
            width: self.pace.width,
            waiting,
            is_paused: self.slots.iter().any(|slot| matches!(slot.flight, Flight::Paused)),
        }
    }

    fn under_way(&mut self, ticket: Ticket) -> Option<&mut Slot<P>> {
        let slot = self.slots.iter_mut().find(|slot| slot.ticket == ticket);
        slot.filter(|slot| matches!(slot.flight, Flight::UnderWay))
    }

    fn count_under_way(&self) -> usize {
        self.slots.iter().filter(|slot| matches!(slot.flight, Flight::UnderWay)).count()
    }

    /// Whether a page waits for a limit to pass.
    fn is_limited(&self) -> bool {
        let limited = |waiting: &Waiting| matches!(waiting.setback, Setback::Limited { .. });
        self.slots.iter().any(|slot| match &slot.flight {
            Flight::Waiting(waiting) => limited(waiting),
            Flight::Paused => true,
            _ => false,
        })
    }

    /// Joins what is next in order, and fetches what comes after it.
    fn advance(&mut self, acts: &mut Vec<Act<P>>) {
        while self.phase == Phase::Walking
            && let Some(slot) =
                self.slots.pop_front_if(|slot| matches!(slot.flight, Flight::Landed(_) | Flight::Over(_)))
        {
            match slot.flight {
                Flight::Landed(landing) => {
                    let next = landing.next.clone();
                    acts.extend(self.note(&slot.target, &landing).map(Act::Say));
                    self.page.clone_from(&slot.target);
                    acts.push(Act::Join { page: landing.page, target: slot.target, restored: slot.restored });
                    self.pass(&slot.link, next, acts);
                }
                Flight::Over(end) => self.end(end, acts),
                _ => {}
            }
        }
        self.fill(acts);
    }

    /// Counts a page, and says what is odd about it.
    fn note(&mut self, target: &str, landing: &Landing<P>) -> Option<Note> {
        self.memory.add_target(target);
        let again = self.memory.add_items(&landing.ids);
        let tally = &mut self.tally;
        tally.pages += 1;
        tally.items += landing.count;
        tally.again += again;
        tally.allowed = tally.allowed.saturating_sub(1);
        match (again, landing.count, &landing.next) {
            (0, 0, Some(next)) => Some(Note::Empty(crate::domain::visible::visible(next).into_owned())),
            (0, ..) => None,
            (again, ..) => Some(Note::Again(again)),
        }
    }

    /// Goes over the `next` of a page that has joined, and that this link led to.
    fn pass(&mut self, link: &str, next: Option<String>, acts: &mut Vec<Act<P>>) {
        let Some(next) = next else { return self.end(End::Whole, acts) };
        let has_more = !self.slots.is_empty();
        if let Some(plan) = self.plan
            && !self.is_as_planned(plan, link, &next)
        {
            self.plan = None;
            if has_more {
                acts.push(Act::Say(Note::OffPlan));
                self.drop_slots(acts);
            }
        }
        self.next = next;
    }

    fn is_as_planned(&self, plan: Plan, link: &str, next: &str) -> bool {
        match self.slots.front() {
            // Another spelling of the same request is no other page.
            Some(slot) if slot.link == next => true,
            Some(slot) => link::follow(&self.origin, &self.page, next)
                .is_ok_and(|following| link::is_same_page(&following.target, &slot.target)),
            None => offset::of(link).zip(offset::of(next)).is_some_and(|(was, is)| is == was + plan.step),
        }
    }

    /// Sends what can be sent now: first what is to be sent again.
    fn fill(&mut self, acts: &mut Vec<Act<P>>) {
        self.repeat(acts);
        while self.phase == Phase::Walking && self.has_room() {
            if self.tally.allowed <= self.slots.len() {
                if self.slots.is_empty() {
                    self.phase = Phase::Asking;
                    acts.push(Act::Ask { pages: self.tally.pages });
                }
                return;
            }
            let Some(link) = self.onward() else { return };
            self.launch(link, acts);
        }
    }

    fn repeat(&mut self, acts: &mut Vec<Act<P>>) {
        let mut room = self.pace.width.saturating_sub(self.count_under_way());
        for slot in &mut self.slots {
            if room > 0 && matches!(slot.flight, Flight::Ready) {
                room -= 1;
                slot.flight = Flight::UnderWay;
                acts.push(fetch(slot));
            }
        }
    }

    /// Whether one more page may be fetched ahead. Nothing new sets out while something goes wrong, and pages that came
    /// too early are held in a bounded number.
    fn has_room(&self) -> bool {
        let is_smooth = |slot: &Slot<P>| matches!(slot.flight, Flight::UnderWay | Flight::Landed(_));
        self.slots.len() < 2 * self.options.width
            && self.slots.iter().all(is_smooth)
            && self.count_under_way() < self.pace.width
    }

    /// The link behind the last page ahead, as it is or as it is predicted.
    fn onward(&self) -> Option<String> {
        let Some(last) = self.slots.back() else { return Some(self.next.clone()) };
        let plan = self.plan?;
        let to = offset::of(&last.link)?.checked_add(plan.step)?;
        (to < plan.total).then(|| offset::moved(&last.link, to))
    }

    fn launch(&mut self, link: String, acts: &mut Vec<Act<P>>) {
        let page = self.slots.back().map_or(&self.page, |slot| &slot.target);
        let following = link::follow(&self.origin, page, &link).and_then(|following| {
            match self.memory.has_target(&following.target) {
                true => Err(Refusal::Repeated(following.target)),
                false => Ok(following),
            }
        });
        match following {
            Ok(link::Following { target, restored }) => {
                let ticket = Ticket(self.issued);
                self.issued += 1;
                let (patience, flight) = (Patience::default(), Flight::UnderWay);
                let slot = Slot { ticket, link, target, restored, patience, flight };
                acts.push(fetch(&slot));
                self.slots.push_back(slot);
            }
            Err(refusal) if self.slots.is_empty() => self.end(End::Refused(refusal), acts),
            // It was our own prediction; what the server says instead will be seen.
            Err(_) => self.plan = None,
        }
    }

    fn end(&mut self, end: End, acts: &mut Vec<Act<P>>) {
        if self.phase != Phase::Over {
            self.phase = Phase::Over;
            self.drop_slots(acts);
            acts.push(Act::End(end));
        }
    }

    fn drop_slots(&mut self, acts: &mut Vec<Act<P>>) {
        acts.extend(self.slots.drain(..).map(|slot| Act::Drop { ticket: slot.ticket }));
    }
}

fn fetch<P>(slot: &Slot<P>) -> Act<P> {
    Act::Fetch { ticket: slot.ticket, target: slot.target.clone(), restored: slot.restored.clone() }
}

#[cfg(test)]
mod random;
#[cfg(test)]
mod tests;
