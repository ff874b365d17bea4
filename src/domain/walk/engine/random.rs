//! Whatever comes in whatever order: pages join in order, each once, and the walk ends or asks a person.

use std::collections::{BTreeSet, VecDeque};

#[cfg(test)]
use proptest::prelude::*;

use super::*;

/// What happens next; the numbers choose among what is under way.
#[derive(Debug, Clone, Copy)]
enum Event {
    Land(usize),
    Setback(usize, Setback),
    Wake(usize),
}

/// A list as the server has it: the offset at which each page begins, and the total that it claims.
#[derive(Debug, Clone)]
struct List {
    offsets: Vec<usize>,
    total: Option<usize>,
}

impl List {
    /// What the server answers: the page at this offset, and its `next`.
    fn answer(&self, target: &str) -> Option<Landing<usize>> {
        let at = self.offsets.iter().position(|offset| Some(*offset) == offset::of(target))?;
        let next = self.offsets.get(at + 1).map(|offset| format!("/v1/x?offset={offset}"));
        Some(Landing { page: at, next, count: 2, ids: vec![] })
    }
}

fn list() -> impl Strategy<Value = List> {
    // Mostly regular, so that predictions hold; sometimes not.
    let steps = prop::collection::vec(prop_oneof![9 => Just(2usize), 1 => 1usize..5], 1..40);
    (steps, prop::option::of(0usize..100)).prop_map(|(steps, total)| {
        let offsets = steps.iter().scan(0, |at, step| {
            *at += step;
            Some(*at)
        });
        List { offsets: offsets.collect(), total }
    })
}

fn event() -> impl Strategy<Value = Event> {
    let setback = prop_oneof![
        Just(Setback::Limited { retry_after: None }),
        Just(Setback::Server { status: 503 }),
        Just(Setback::Cut),
    ];
    prop_oneof![
        6 => (0usize..8).prop_map(Event::Land),
        1 => (0usize..8, setback).prop_map(|(which, setback)| Event::Setback(which, setback)),
        3 => (0usize..8).prop_map(Event::Wake),
    ]
}

/// The world around a walk.
struct World {
    list: List,
    under_way: BTreeSet<(Ticket, String)>,
    waiting: BTreeSet<Ticket>,
    joined: Vec<usize>,
    end: Option<End>,
    is_stopped: bool,
    width: usize,
}

impl World {
    fn take(&mut self, acts: Vec<Act<usize>>) -> Result<(), TestCaseError> {
        for act in acts {
            prop_assert!(self.end.is_none(), "{act:?} after the end");
            match act {
                Act::Fetch { ticket, target, .. } => prop_assert!(self.under_way.insert((ticket, target))),
                Act::Wait { ticket, .. } => prop_assert!(self.waiting.insert(ticket)),
                Act::Join { page, .. } => self.joined.push(page),
                Act::Drop { ticket } => {
                    self.under_way.retain(|(known, _)| *known != ticket);
                    self.waiting.remove(&ticket);
                }
                Act::Say(_) => {}
                Act::Ask { .. } | Act::Pause { .. } => self.is_stopped = true,
                Act::End(end) => self.end = Some(end),
            }
        }
        prop_assert!(self.under_way.len() <= self.width);
        Ok(())
    }

    fn happen(&mut self, walk: &mut Walk<usize>, event: Event, now: i64) -> Result<(), TestCaseError> {
        let pick = |which: usize, count: usize| which % count.max(1);
        let acts = match event {
            Event::Wake(which) => {
                let Some(ticket) = self.waiting.iter().nth(pick(which, self.waiting.len())).copied() else {
                    return Ok(());
                };
                self.waiting.remove(&ticket);
                walk.wake(ticket)
            }
            Event::Land(which) | Event::Setback(which, _) => {
                let chosen = self.under_way.iter().nth(pick(which, self.under_way.len())).cloned();
                let Some((ticket, target)) = chosen else { return Ok(()) };
                self.under_way.remove(&(ticket, target.clone()));
                match (event, self.list.answer(&target)) {
                    (Event::Setback(_, setback), _) => walk.setback(ticket, setback, now),
                    (_, Some(landing)) => walk.land(ticket, landing),
                    (_, None) => walk.setback(ticket, Setback::PastEnd, now),
                }
            }
        };
        self.take(acts)
    }
}

proptest! {
    #[test]
    fn pages_join_in_order_each_once_and_the_walk_ends(
        list in list(),
        events in prop::collection::vec(event(), 0..120),
        width in 1usize..6,
    ) {
        let origin = Url::parse("https://api.music.apple.com").unwrap();
        let next = format!("/v1/x?offset={}", list.offsets[0]);
        let start = Start {
            origin: &origin, page: "/v1/x?limit=2", next: &next, step: 2, count: 2, total: list.total,
            seen: vec!["/v1/x?limit=2"], ids: vec![],
        };
        let (mut walk, acts) = Walk::start(start, Options { width, cap: 1_000 });
        let pages = list.offsets.len();
        let mut world = World {
            list, under_way: BTreeSet::new(), waiting: BTreeSet::new(), joined: vec![], end: None,
            is_stopped: false, width,
        };
        world.take(acts)?;
        let mut events = VecDeque::from(events);
        // When the script is over all goes well: then the walk must come to its end.
        for now in 0..10_000 {
            if world.end.is_some() || world.is_stopped {
                break;
            }
            let well = if now % 2 == 0 { Event::Wake(0) } else { Event::Land(0) };
            world.happen(&mut walk, events.pop_front().unwrap_or(well), now)?;
        }
        prop_assert_eq!(&world.joined, &(0..world.joined.len()).collect::<Vec<_>>());
        match world.end {
            Some(End::Whole) => prop_assert_eq!(world.joined.len(), pages),
            Some(End::Failed { .. }) => {}
            other => prop_assert!(world.is_stopped, "neither over nor stopped: {other:?}"),
        }
    }
}
