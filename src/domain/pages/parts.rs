//! How many rows each page has that joined a list: kept so that neither a page more nor a look costs more when there are
//! thousands.

use super::sums::Sums;

/// The rows of the pages behind the first one of a list, each with a separator above them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Parts(Sums);

impl Parts {
    pub(super) fn push(&mut self, rows: u32) {
        self.0.push(rows + 1);
    }

    /// Says how many rows a page has now; the first one behind the list's own has number 0.
    pub(super) fn set(&mut self, page: usize, rows: u32) {
        self.0.set(page, rows + 1);
    }

    /// How many rows there are, separators included.
    pub(super) fn total(&self) -> u32 {
        self.0.total()
    }

    /// How many rows stand above the separator of a page.
    pub(super) fn above(&self, page: usize) -> u32 {
        self.0.before(page)
    }

    /// The page that a row belongs to, and how many rows into it, its separator first; none behind the last page.
    pub(super) fn find(&self, row: u32) -> Option<(usize, u32)> {
        self.0.find(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn parts_agree_with_a_plain_count(
            mut rows in prop::collection::vec(0..4_u32, 0..300),
            changes in prop::collection::vec((0..300_usize, 0..9_u32), 0..9),
        ) {
            let mut parts = Parts::default();
            rows.iter().for_each(|rows| parts.push(*rows));
            for (page, count) in changes {
                parts.set(page, count);
                if let Some(was) = rows.get_mut(page) { *was = count; }
            }
            let mut row = 0;
            for (page, count) in rows.iter().enumerate() {
                prop_assert_eq!(parts.above(page), row);
                for within in 0..=*count {
                    prop_assert_eq!(parts.find(row + within), Some((page, within)));
                }
                row += count + 1;
            }
            prop_assert_eq!((parts.total(), parts.find(row)), (row, None));
        }
    }
}
