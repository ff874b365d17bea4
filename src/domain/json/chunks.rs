//! A long row of values in chunks that can be shared while it grows. What is there is never moved: a view of the beginning
//! costs a pointer a chunk, and the whole needs no second copy of itself.

use std::{borrow::Cow, ops::Range, sync::Arc};

/// A row that is not written to any more. Every chunk but the last has `1 << SHIFT` values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chunks<T, const SHIFT: u32> {
    chunks: Vec<Arc<Vec<T>>>,
    len: usize,
}

impl<T: Copy, const SHIFT: u32> Chunks<T, SHIFT> {
    const SIZE: usize = 1 << SHIFT;

    pub(super) const fn len(&self) -> usize {
        self.len
    }

    pub(super) fn get(&self, at: usize) -> Option<T> {
        self.chunks.get(at >> SHIFT)?.get(at & (Self::SIZE - 1)).copied()
    }

    /// The values of a range, piece by piece.
    pub(super) fn pieces(&self, range: Range<usize>) -> impl Iterator<Item = &[T]> + Clone {
        let end = range.end.min(self.len);
        let mut at = range.start.min(end);
        std::iter::from_fn(move || {
            let chunk = self.chunks.get(at >> SHIFT).filter(|_| at < end)?;
            let from = at & (Self::SIZE - 1);
            let to = (from + (end - at)).min(chunk.len());
            at += to - from;
            chunk.get(from..to).filter(|piece| !piece.is_empty())
        })
    }

    /// The values of a range: borrowed, unless it runs over the end of a chunk.
    pub(super) fn slice(&self, range: Range<usize>) -> Cow<'_, [T]> {
        let mut pieces = self.pieces(range.clone());
        let first = pieces.next().unwrap_or_default();
        match pieces.next() {
            None => Cow::Borrowed(first),
            Some(_) => Cow::Owned(self.pieces(range).flatten().copied().collect()),
        }
    }
}

/// A row that is being written.
#[derive(Debug, Clone)]
pub(super) struct Growing<T, const SHIFT: u32> {
    full: Vec<Arc<Vec<T>>>,
    last: Vec<T>,
}

impl<T, const SHIFT: u32> Default for Growing<T, SHIFT> {
    fn default() -> Self {
        Self { full: Vec::new(), last: Vec::new() }
    }
}

impl<T: Copy, const SHIFT: u32> Growing<T, SHIFT> {
    const SIZE: usize = 1 << SHIFT;

    pub(super) const fn len(&self) -> usize {
        (self.full.len() << SHIFT) + self.last.len()
    }

    pub(super) fn push(&mut self, value: T) {
        if self.last.len() == Self::SIZE {
            self.seal();
        }
        self.last.push(value);
    }

    pub(super) fn extend(&mut self, mut values: &[T]) {
        while !values.is_empty() {
            if self.last.len() == Self::SIZE {
                self.seal();
            }
            let (now, later) = values.split_at(values.len().min(Self::SIZE - self.last.len()));
            self.last.extend_from_slice(now);
            values = later;
        }
    }

    fn seal(&mut self) {
        // A long row goes on being long: the next chunk is made in its full size at once.
        let full = std::mem::replace(&mut self.last, Vec::with_capacity(Self::SIZE));
        self.full.push(Arc::new(full));
    }

    fn chunk(&self, at: usize) -> &[T] {
        match self.full.get(at >> SHIFT) {
            Some(chunk) => chunk,
            None if at >> SHIFT == self.full.len() => &self.last,
            None => &[],
        }
    }

    /// The values from a place on, piece by piece.
    pub(super) fn pieces_from(&self, mut at: usize) -> impl Iterator<Item = &[T]> + Clone {
        std::iter::from_fn(move || {
            let piece = self.chunk(at).get(at & (Self::SIZE - 1)..).filter(|piece| !piece.is_empty())?;
            at += piece.len();
            Some(piece)
        })
    }

    /// Changes what is there; a chunk that somebody looks at is copied first.
    pub(super) fn change(&mut self, at: usize, change: impl FnOnce(&mut T)) {
        let chunk = match self.full.get_mut(at >> SHIFT) {
            Some(chunk) => Arc::make_mut(chunk),
            None => &mut self.last,
        };
        if let Some(value) = chunk.get_mut(at & (Self::SIZE - 1)) {
            change(value);
        }
    }

    /// What is there now. The last chunk is copied, the others are shared.
    pub(super) fn so_far(&self) -> Chunks<T, SHIFT> {
        let last = (!self.last.is_empty()).then(|| Arc::new(self.last.clone()));
        Chunks { chunks: self.full.iter().cloned().chain(last).collect(), len: self.len() }
    }

    /// The whole row.
    pub(super) fn finish(mut self) -> Chunks<T, SHIFT> {
        let len = self.len();
        self.last.shrink_to_fit();
        self.full.push(Arc::new(self.last));
        Chunks { chunks: self.full, len }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_stays_as_it_was_while_the_row_grows_and_changes() {
        let mut row: Growing<u8, 2> = Growing::default();
        row.extend(b"abcdef");
        let seen = row.so_far();
        row.extend(b"ghi");
        row.change(1, |value| *value = b'B');
        row.change(5, |value| *value = b'F');
        assert_eq!(&*seen.slice(0..9), b"abcdef");
        let whole = row.finish();
        assert_eq!((&*whole.slice(0..9), whole.len()), (&b"aBcdeFghi"[..], 9));
    }

    #[test]
    fn only_a_range_over_the_end_of_a_chunk_is_copied() {
        let mut row: Growing<u8, 2> = Growing::default();
        row.extend(b"abcdefgh");
        let row = row.finish();
        assert!(matches!(row.slice(4..8), Cow::Borrowed(b"efgh")));
        assert!(matches!(row.slice(2..6), Cow::Owned(found) if found == b"cdef"));
        assert_eq!(row.slice(7..99).len(), 1);
        assert_eq!((row.get(7), row.get(8)), (Some(b'h'), None));
    }
}
