//! What could stand where the cursor is in the path. It opens as one types, and changes nothing until it is asked to.

use std::ops::Range;

use super::keymap::Motion;
use crate::domain::catalog::{Completion, Offer};

/// The offers on view, and which of them is chosen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    completion: Completion,
    chosen: Option<usize>,
    /// An offer was taken behind which nothing has to follow.
    is_settled: bool,
}

impl State {
    /// Shows what is offered; nothing is chosen yet.
    pub fn open(&mut self, completion: Completion) {
        *self = Self { completion, chosen: None, is_settled: false };
    }

    /// Takes the list away; false if there was none.
    pub fn close(&mut self) -> bool {
        let was_open = self.is_open();
        *self = Self::default();
        was_open
    }

    /// An offer was taken, and nothing has to follow it: the list stays away until more is typed.
    pub const fn settle(&mut self) {
        self.is_settled = true;
    }

    /// Whether the last offer was taken so.
    #[must_use]
    pub const fn is_settled(&self) -> bool {
        self.is_settled
    }

    /// Whether there is a list.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        !self.completion.offers.is_empty()
    }

    /// The list, best first.
    #[must_use]
    pub fn offers(&self) -> &[Offer] {
        &self.completion.offers
    }

    /// Which one was chosen by hand.
    #[must_use]
    pub const fn chosen(&self) -> Option<usize> {
        self.chosen
    }

    /// The part of the path that an offer would replace, in bytes.
    #[must_use]
    pub const fn replaced(&self) -> &Range<usize> {
        &self.completion.replaces
    }

    /// Chooses the next one, or the one before; behind the last one, and before the first, none is chosen.
    pub fn step(&mut self, motion: Motion) {
        let last = self.offers().len().saturating_sub(1);
        self.chosen = match (motion, self.chosen) {
            (Motion::Down, None) => Some(0),
            (Motion::Down, Some(at)) => (at < last).then_some(at + 1),
            (Motion::Up, None) => Some(last),
            (Motion::Up, Some(at)) => at.checked_sub(1),
            (_, chosen) => chosen,
        };
    }

    /// What is taken: the chosen one, else the first.
    #[must_use]
    pub fn taken(&self) -> Option<&Offer> {
        self.offers().get(self.chosen.unwrap_or(0))
    }
}
