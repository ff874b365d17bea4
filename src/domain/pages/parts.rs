//! How many rows each page has that joined a list: kept so that neither a page more nor a look costs more when there are
//! thousands.

/// So many pages are counted together.
const BLOCK: usize = 64;

/// The rows of the pages behind the first one of a list, each with a separator above them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Parts {
    rows: Vec<u32>,
    /// Rows of every [`BLOCK`] pages, separators included.
    blocks: Vec<u32>,
}

impl Parts {
    pub(super) fn push(&mut self, rows: u32) {
        if self.rows.len().is_multiple_of(BLOCK) {
            self.blocks.push(0);
        }
        self.rows.push(rows);
        self.recount(self.rows.len() - 1);
    }

    /// Says how many rows a page has now; the first one behind the list's own has number 0.
    pub(super) fn set(&mut self, page: usize, rows: u32) {
        if let Some(was) = self.rows.get_mut(page) {
            *was = rows;
            self.recount(page);
        }
    }

    fn recount(&mut self, page: usize) {
        let block = page / BLOCK;
        let pages = self.rows.iter().skip(block * BLOCK).take(BLOCK);
        self.blocks[block] = pages.map(|rows| rows + 1).sum();
    }

    /// How many rows there are, separators included.
    pub(super) fn total(&self) -> u32 {
        self.blocks.iter().sum()
    }

    /// How many rows stand above the separator of a page.
    pub(super) fn above(&self, page: usize) -> u32 {
        let block = page / BLOCK;
        let near = self.rows.iter().skip(block * BLOCK).take(page % BLOCK);
        self.blocks.iter().take(block).sum::<u32>() + near.map(|rows| rows + 1).sum::<u32>()
    }

    /// The page that a row belongs to, and how many rows into it, its separator first; none behind the last page.
    pub(super) fn find(&self, mut row: u32) -> Option<(usize, u32)> {
        let block = self.blocks.iter().position(|rows| {
            let is_here = row < *rows;
            row -= if is_here { 0 } else { *rows };
            is_here
        })?;
        let first = block * BLOCK;
        let page = self.rows.iter().skip(first).position(|rows| {
            let is_here = row <= *rows;
            row -= if is_here { 0 } else { rows + 1 };
            is_here
        })?;
        Some((first + page, row))
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
