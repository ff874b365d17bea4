//! What a walk remembers of the pages behind it: where they came from, and which items came last.

use std::{
    collections::{HashSet, VecDeque},
    hash::{DefaultHasher, Hash, Hasher},
};

use super::super::link;

/// Items that are remembered. Duplicates come from offsets that shift while a list is read, so they stand a page or a few
/// apart; all ids of a large library would make memory grow with the number of pages.
const RECENT: usize = 10_000;

/// An item, by its type and id.
#[must_use]
pub fn identity(kind: &str, id: &str) -> u64 {
    hashed(&(kind, id))
}

#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Memory {
    targets: HashSet<u64>,
    ids: HashSet<u64>,
    order: VecDeque<u64>,
}

impl Memory {
    pub(super) fn has_target(&self, target: &str) -> bool {
        self.targets.contains(&hashed(&link::canonical(target)))
    }

    pub(super) fn add_target(&mut self, target: &str) {
        self.targets.insert(hashed(&link::canonical(target)));
    }

    /// Remembers items; how many of them came before, or come twice in these.
    pub(super) fn add_items(&mut self, ids: &[u64]) -> usize {
        let mut again = 0;
        for id in ids {
            if !self.ids.insert(*id) {
                again += 1;
                continue;
            }
            self.order.push_back(*id);
            if self.order.len() > RECENT
                && let Some(oldest) = self.order.pop_front()
            {
                self.ids.remove(&oldest);
            }
        }
        again
    }
}

/// The same in every run: it has no key.
fn hashed(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_the_same_by_type_and_id() {
        assert_eq!(identity("songs", "1"), identity("songs", "1"));
        assert_ne!(identity("songs", "1"), identity("albums", "1"));
        assert_ne!(identity("songs", "12"), identity("songs1", "2"));
    }

    #[test]
    fn what_was_seen_is_known_and_what_is_long_gone_is_forgotten() {
        let mut memory = Memory::default();
        assert_eq!(memory.add_items(&[1, 2, 2]), 1);
        assert_eq!(memory.add_items(&[2, 3]), 1);
        let many: Vec<u64> = (10..10 + RECENT as u64).collect();
        assert_eq!(memory.add_items(&many), 0);
        assert_eq!(memory.add_items(&[1, 10 + RECENT as u64 - 1]), 1);
        assert!(memory.order.len() <= RECENT && memory.ids.len() == memory.order.len());
    }
}
