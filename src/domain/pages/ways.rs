//! What is offered at the end of resources: how many rows that takes, and whether they are unfolded.
//!
//! Only a resource that somebody unfolds by itself offers something. To unfold everything shows what came, and costs no more
//! for what did not.

use std::collections::HashMap;

use super::{Item, NodeRef, Pages};
use crate::domain::ways::absent;

/// What the resources that were unfolded offer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Offers(HashMap<NodeRef, Offer>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Offer {
    /// How many ways there are.
    ways: u32,
    is_open: bool,
}

impl Offers {
    /// Offers what a value could have, if it is a resource. Whether it is one that could have something.
    pub(super) fn add(&mut self, pages: &Pages, of: NodeRef) -> bool {
        let ways = count(pages, of);
        if ways > 0 {
            self.0.entry(of).or_insert(Offer { ways, is_open: false });
        }
        ways > 0
    }

    /// More of the first page has come.
    pub(super) fn grow(&mut self, pages: &Pages) {
        for (of, offer) in self.0.iter_mut().filter(|(of, _)| of.page == 0) {
            offer.ways = count(pages, *of);
        }
    }

    /// The resources that offer something, in the order of the pages.
    pub(super) fn all(&self) -> Vec<NodeRef> {
        let mut all: Vec<_> = self.0.keys().copied().collect();
        all.sort_unstable();
        all
    }

    pub(super) fn is_open(&self, of: NodeRef) -> bool {
        self.0.get(&of).is_some_and(|offer| offer.is_open)
    }

    pub(super) fn set_open(&mut self, of: NodeRef, is_open: bool) {
        if let Some(offer) = self.0.get_mut(&of) {
            offer.is_open = is_open;
        }
    }

    /// How many rows a resource has at its end: one for all, and one for each if they are unfolded.
    pub(super) fn rows(&self, of: NodeRef) -> u32 {
        match self.0.get(&of) {
            Some(Offer { ways: 0, .. }) | None => 0,
            Some(Offer { ways, is_open: true }) => ways + 1,
            Some(_) => 1,
        }
    }
}

fn count(pages: &Pages, of: NodeRef) -> u32 {
    u32::try_from(absent(pages.page(of).document(), of.node).len()).unwrap_or(0)
}

/// What stands so many rows into those of a resource.
pub(super) const fn item(of: NodeRef, row: u32) -> Item {
    match row.checked_sub(1) {
        None => Item::Ways { of },
        Some(number) => Item::Way { of, number },
    }
}
