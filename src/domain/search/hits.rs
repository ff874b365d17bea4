//! Hits in the order of the tree, over all pages: the first one from a place on, and all there are.

use std::{
    ops::Range,
    panic::resume_unwind,
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use super::{Matcher, Way, plain::Walk};
use crate::domain::{
    json::{Document, NodeId},
    pages::{NodeRef, Pages, Stretch},
};

/// So many values are looked at between two questions whether to go on.
const PAUSE: u32 = 1_024;

/// So many values are looked at before the rest is shared out: below that, a thread takes longer to start than it saves.
const LEAD: u32 = 100_000;

/// Asked now and then whether to go on.
pub type GoOn<'a> = &'a (dyn Fn() -> bool + Sync);

/// Where a search begins. Behind the last value it goes on with the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// At this value.
    At(NodeRef),
    /// Behind it; it comes last.
    Behind(NodeRef),
}

/// What a search has found in all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hits {
    /// The values, in the order of the tree.
    pub nodes: Vec<NodeRef>,
    /// Whether there are no others.
    pub is_all: bool,
}

/// The first hit; none also if it is not to go on.
pub fn first(pages: &Pages, matcher: &Matcher, start: Start, go_on: GoOn) -> Option<NodeRef> {
    let hit = from(pages.stretches(), start).into_iter().find_map(|stretch| {
        let document = pages.page(stretch.value(NodeId(0))).document();
        first_in(matcher, document, stretch.nodes.clone(), LEAD, go_on).map(|found| stretch.value(found))
    });
    // What is found behind the place where it was broken off is not the first.
    hit.filter(|_| go_on())
}

/// The first hit among some values. Many of them are looked at from two places at once: a hundred megabytes take longer to
/// fetch from memory than to compare, and two cores fetch more than one.
pub(super) fn first_in(
    matcher: &Matcher,
    document: &Document,
    nodes: Range<u32>,
    lead: u32,
    go_on: GoOn,
) -> Option<NodeId> {
    let seek = |nodes: Range<u32>, go_on: GoOn| Seeker::new(matcher, document, nodes).next(go_on);
    let lead = nodes.start..nodes.end.min(nodes.start.saturating_add(lead));
    // Most of what is looked for is found here.
    if let Some(found) = seek(lead.clone(), go_on) {
        return Some(found);
    }
    if lead.end >= nodes.end {
        return None;
    }
    let middle = lead.end + (nodes.end - lead.end) / 2;
    let is_found = AtomicBool::new(false);
    thread::scope(|scope| {
        let behind =
            scope.spawn(|| seek(middle..nodes.end, &|| go_on() && !is_found.load(Ordering::Relaxed)));
        let before = seek(lead.end..middle, go_on);
        is_found.store(before.is_some(), Ordering::Relaxed);
        before.or_else(|| behind.join().unwrap_or_else(|panic| resume_unwind(panic)))
    })
}

/// All hits, at most so many; none if it was not to go on.
pub fn all(pages: &Pages, matcher: &Matcher, most: usize, go_on: GoOn) -> Option<Hits> {
    let mut nodes = Vec::new();
    for stretch in pages.stretches() {
        let document = pages.page(stretch.value(NodeId(0))).document();
        let mut seeker = Seeker::new(matcher, document, stretch.nodes.clone());
        while let Some(found) = seeker.next(go_on) {
            if nodes.len() == most {
                return Some(Hits { nodes, is_all: false });
            }
            nodes.push(stretch.value(found));
        }
        if !go_on() {
            return None;
        }
    }
    Some(Hits { nodes, is_all: true })
}

/// The stretches from a place on, and round to it.
fn from(mut stretches: Vec<Stretch>, start: Start) -> Vec<Stretch> {
    let (node, first) = match start {
        Start::At(node) => (node, node.node.0),
        Start::Behind(node) => (node, node.node.0 + 1),
    };
    let Some(at) = stretches.iter().position(|stretch| stretch.contains(node)) else { return stretches };
    stretches.rotate_left(at);
    let last = Stretch { nodes: stretches[0].nodes.start..first, ..stretches[0].clone() };
    stretches[0].nodes.start = first;
    stretches.push(last);
    stretches
}

/// Goes from hit to hit.
enum Seeker<'a> {
    Plain(Box<Walk<'a>>),
    Values { matcher: &'a Matcher, document: &'a Document, nodes: Range<u32> },
}

impl<'a> Seeker<'a> {
    fn new(matcher: &'a Matcher, document: &'a Document, nodes: Range<u32>) -> Self {
        match &matcher.way {
            Way::Plain(plain) => Self::Plain(Box::new(Walk::new(matcher, plain, document, nodes))),
            Way::Regex(_) => Self::Values { matcher, document, nodes },
        }
    }

    fn next(&mut self, go_on: GoOn) -> Option<NodeId> {
        match self {
            Self::Plain(walk) => walk.next(go_on),
            Self::Values { matcher, document, nodes } => {
                let is_hit = |node| matcher.is_in_key(document, node) || matcher.is_in_value(document, node);
                let goes = nodes.take_while(|node| node % PAUSE != 0 || go_on());
                goes.map(NodeId).find(|node| is_hit(*node))
            }
        }
    }
}
