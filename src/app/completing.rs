//! What could stand where the cursor is in the path. It opens as one types, and changes nothing until it is asked to.

use std::ops::Range;

use ratatui::layout::{Position, Rect};

use super::keymap::Motion;
use crate::domain::{
    catalog::{Completion, Offer},
    columns,
};

/// Rows of the list at most: enough to choose from, and little enough to see the panels behind it.
const MOST: usize = 8;

/// Columns at most: what stands beside an offer is a few words.
const WIDEST: usize = 92;

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

    /// Chooses one.
    pub fn choose(&mut self, at: usize) {
        self.chosen = (at < self.offers().len()).then_some(at);
    }

    /// The first one on view in a list of so many rows.
    #[must_use]
    pub fn first(&self, height: usize) -> usize {
        self.chosen.map_or(0, |at| (at + 1).saturating_sub(height))
    }

    /// Where the list stands, its border included: its text begins where what it would replace does, as far as it is on the
    /// screen. None if there is no list, or no room for it below the text cursor.
    #[must_use]
    pub fn place(&self, cursor: Position, screen: Rect) -> Option<Rect> {
        let (names, beside) = self.widest();
        let width = (names + beside + 6).clamp(24, WIDEST).min(usize::from(screen.width)) as u16;
        let rows = self.offers().len().min(MOST) as u16 + 2;
        let below = screen.bottom().saturating_sub(cursor.y + 2);
        let typed = u16::try_from(self.replaced().len()).unwrap_or(u16::MAX);
        let x = cursor.x.saturating_sub(typed.saturating_add(2)).min(screen.right().saturating_sub(width));
        let place = Rect { x, y: cursor.y + 1, width, height: rows.min(below) };
        (self.is_open() && place.height >= 3 && place.width >= 8).then_some(place)
    }

    /// Columns of the longest offer, and of the longest of what stands beside one.
    #[must_use]
    pub fn widest(&self) -> (usize, usize) {
        let widest =
            |of: fn(&Offer) -> &str| self.offers().iter().map(|offer| columns::width(of(offer))).max();
        (widest(|offer| &offer.text).unwrap_or(0), widest(|offer| &offer.beside).unwrap_or(0))
    }

    /// What is taken: the chosen one, else the first.
    #[must_use]
    pub fn taken(&self) -> Option<&Offer> {
        self.offers().get(self.chosen.unwrap_or(0))
    }
}
