//! A value in twelve bytes.

use super::Kind;

/// Where a value stands, what it is, and what comes behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Node {
    /// Offset of the first byte of the member's key, or of the value where there is none.
    pub at: u32,
    /// Offset behind the last byte of the value.
    pub end: u32,
    /// The number of the next node in the lower 25 bits ([`MAX_VALUES`](super::MAX_VALUES) fits), then the kind, then whether
    /// there is a key.
    tag: u32,
}

const NEXT: u32 = (1 << 25) - 1;
const MEMBER: u32 = 1 << 28;

/// Kinds by their number in the tag.
const KINDS: [Kind; 6] = [Kind::Object, Kind::Array, Kind::String, Kind::Number, Kind::Bool, Kind::Null];

impl Node {
    /// A value with nothing inside, so that `next` is the node behind it; none for a container whose end has not come.
    #[inline]
    pub(super) fn new(at: u32, kind: Kind, is_member: bool, closed: Option<(u32, u32)>) -> Self {
        let (end, next) = closed.unwrap_or((u32::MAX, NEXT));
        let member = if is_member { MEMBER } else { 0 };
        Self { at, end, tag: next | (kind as u32) << 25 | member }
    }

    /// Closes a container.
    pub(super) fn close(&mut self, end: u32, next: u32) {
        self.end = end;
        self.tag = self.tag & !NEXT | next;
    }

    /// The node after this one and all that is inside it; far behind all others while it is open.
    #[inline]
    pub(super) const fn next(self) -> u32 {
        self.tag & NEXT
    }

    #[inline]
    pub(super) fn kind(self) -> Kind {
        KINDS[(self.tag >> 25 & 7) as usize % KINDS.len()]
    }

    #[inline]
    pub(super) const fn is_member(self) -> bool {
        self.tag & MEMBER != 0
    }
}
