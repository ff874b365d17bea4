//! What could stand where the cursor is in the path. It opens as one types, and changes nothing until it is asked to.

use std::ops::Range;

use ratatui::layout::{Position, Rect};

use super::keymap::Motion;
use crate::domain::{
    catalog::{Completion, Offer},
    columns,
};

/// Rows of the list at most: enough to choose from, and little enough to see the panels behind it.
const MOST: usize = 6;

/// Columns of it, its border included: what stands beside an offer is a few words.
const NARROWEST: usize = 24;
const WIDEST: usize = 76;

/// The least room for what stands beside an offer.
const BESIDE: usize = 12;

/// Columns of a row but for an offer and what stands beside it: those before it, two between, and two behind.
const BETWEEN: usize = BEFORE + 4;

/// Columns before the text of an offer: the border, and the mark of the one that is chosen.
const BEFORE: usize = 2;

/// The offers on view, and which of them is chosen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    completion: Completion,
    chosen: Option<usize>,
    room: Room,
    /// An offer was taken behind which nothing has to follow.
    is_settled: bool,
}

/// What a list takes of the screen. It only grows while the list is open: what stays where it is need not be looked for again,
/// nor written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Room {
    /// The byte of the path under which it opened.
    start: usize,
    rows: usize,
    columns: usize,
    /// Columns of the longest offer, and of the longest of what stands beside one.
    names: usize,
    beside: usize,
}

impl Room {
    /// As much as a list needs.
    fn of(completion: &Completion) -> Self {
        let widest = |of: fn(&Offer) -> &str| {
            completion.offers.iter().map(|offer| columns::width(of(offer))).max().unwrap_or(0)
        };
        let (names, beside) = (widest(|offer| &offer.text), widest(|offer| &offer.beside));
        Self {
            start: completion.replaces.start,
            rows: completion.offers.len().min(MOST),
            columns: (names + beside + BETWEEN).clamp(NARROWEST, WIDEST),
            names,
            beside,
        }
    }

    /// As much as both need; what is offered for another part of the path has columns of its own.
    fn and(self, next: Self, is_same: bool) -> Self {
        Self {
            start: self.start.min(next.start),
            rows: self.rows.max(next.rows),
            columns: self.columns.max(next.columns),
            names: if is_same { self.names.max(next.names) } else { next.names },
            beside: if is_same { self.beside.max(next.beside) } else { next.beside },
        }
    }
}

impl State {
    /// Shows what is offered; nothing is chosen yet.
    pub fn open(&mut self, completion: Completion) {
        let needed = Room::of(&completion);
        let is_same = self.completion.replaces.start == completion.replaces.start;
        // Behind what was typed or pasted in one go, it opens anew where that ends.
        let goes_on = completion.replaces.start <= self.completion.replaces.end + 1;
        let room = if self.is_open() && goes_on { self.room.and(needed, is_same) } else { needed };
        *self = Self { completion, chosen: None, room, is_settled: false };
    }

    /// Shows of the offers the one that has been typed out, if it is there: something has to follow it.
    pub fn keep(&mut self, typed: &str) {
        self.completion.offers.retain(|offer| offer.text == typed);
        self.completion.replaces.end = self.completion.replaces.start + typed.len();
        self.chosen = None;
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

    /// Where the list stands, with its border at the sides and below: it hangs from the path, and its text begins where what it
    /// would replace did when it opened, as far as that is on the screen. None if there is no list, or no room for it below
    /// the text cursor.
    #[must_use]
    pub fn place(&self, cursor: Position, screen: Rect) -> Option<Rect> {
        let Room { start, rows, columns, .. } = self.room;
        let width = columns.min(usize::from(screen.width)) as u16;
        let below = screen.bottom().saturating_sub(cursor.y + 2);
        let before = u16::try_from(self.replaced().end - start + BEFORE).unwrap_or(u16::MAX);
        let x = cursor.x.saturating_sub(before).min(screen.right().saturating_sub(width));
        let place = Rect { x, y: cursor.y + 1, width, height: (rows as u16 + 1).min(below) };
        (self.is_open() && place.height >= 2 && place.width >= 8).then_some(place)
    }

    /// The part of that place where the offers stand.
    #[must_use]
    pub const fn list(place: Rect) -> Rect {
        Rect { x: place.x + 1, width: place.width - 2, height: place.height - 1, ..place }
    }

    /// Columns of the longest offer in a list of so many, as far as something of what stands beside it has room.
    #[must_use]
    pub fn names(&self, columns: u16) -> usize {
        let Room { names, beside, .. } = self.room;
        names.min(usize::from(columns).saturating_sub(beside.min(BESIDE) + 4))
    }

    /// What is taken: the chosen one, else the first.
    #[must_use]
    pub fn taken(&self) -> Option<&Offer> {
        self.offers().get(self.chosen.unwrap_or(0))
    }
}
