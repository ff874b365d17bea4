//! Many pages as one JSON text: what a server without pages would have sent.

use std::ops::Range;

use super::{super::json::NodeId, NodeRef, Pages};

/// A piece of a text: bytes of a page, or words of our own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Bytes of the page with this number.
    Page(u32, Range<usize>),
    /// A comma between what two pages brought, or nothing.
    Word(&'static str),
}

impl Pages {
    /// The text of a value in which the items of all pages stand in their lists, piece by piece. A `next` that was followed
    /// gives way to that of the last page; where the list is whole, it becomes `null`.
    #[must_use]
    pub fn merged(&self, node: NodeRef) -> Vec<Piece> {
        let mut pieces = Vec::new();
        // What is still to be written, the first on top. Lists lie in each other only as far as somebody has followed them.
        let mut waiting = vec![Step::Value(node)];
        while let Some(step) = waiting.pop() {
            match step {
                Step::Word(word) => pieces.push(Piece::Word(word)),
                Step::Bytes(page, range) => pieces.push(Piece::Page(page, range)),
                Step::Value(node) => {
                    let steps = self.steps(node, self.page(node).document().range(node.node));
                    waiting.extend(steps.into_iter().rev());
                }
                Step::Inside(list) => {
                    let inside = self.inside(list);
                    let steps = self.steps(list, inside);
                    waiting.extend(steps.into_iter().rev());
                }
            }
        }
        pieces.retain(|piece| !matches!(piece, Piece::Page(_, range) if range.is_empty()));
        pieces
    }

    /// The bytes of a piece, as they lie in memory.
    pub fn bytes(&self, piece: Piece) -> impl Iterator<Item = &[u8]> {
        let (page, range, word) = match piece {
            Piece::Page(page, range) => (self.pages.get(page as usize), range, ""),
            Piece::Word(word) => (None, 0..0, word),
        };
        let of_page = page.into_iter().flat_map(move |page| page.document().pieces(range.clone()));
        of_page.chain(std::iter::once(word.as_bytes()))
    }

    /// The bytes between the brackets of a list.
    fn inside(&self, list: NodeRef) -> Range<usize> {
        let range = self.page(list).document().range(list.node);
        range.start + 1..range.end.saturating_sub(1).max(range.start + 1)
    }

    /// A range of a page, cut where lists in it go on and where their `next` stands.
    fn steps(&self, node: NodeRef, range: Range<usize>) -> Vec<Step> {
        let document = self.page(node).document();
        let mut cuts: Vec<(Range<usize>, Vec<Step>)> = Vec::new();
        for (list, joined) in self.joined.iter().filter(|(list, _)| list.page == node.page) {
            let inside = self.inside(*list);
            if !(range.start <= inside.start && inside.end <= range.end) {
                continue;
            }
            let more = joined.segments().iter().skip(1);
            let mut has_items = document.has_children(list.node);
            let mut steps = Vec::new();
            for segment in more.filter(|segment| self.page(**segment).document().has_children(segment.node)) {
                steps.push(Step::Word(if has_items { "," } else { "" }));
                steps.push(Step::Inside(*segment));
                has_items = true;
            }
            cuts.push((inside.end..inside.end, steps));
            cuts.extend(self.next_of(*list).filter(|(at, _)| range.start <= at.start && at.end <= range.end));
        }
        cuts.sort_by_key(|(at, _)| (at.start, at.end));
        let mut steps = Vec::new();
        let mut at = range.start;
        for (cut, instead) in cuts {
            steps.push(Step::Bytes(node.page, at..cut.start));
            steps.extend(instead);
            at = cut.end;
        }
        steps.push(Step::Bytes(node.page, at..range.end));
        steps
    }

    /// Where the `next` of a joined list stands in its first page, and what stands there in the merged text.
    fn next_of(&self, list: NodeRef) -> Option<(Range<usize>, Vec<Step>)> {
        let page = self.page(list);
        let place = page.document().range(page.document.link_of(list.node)?.next);
        let last = *self.segments(&list).last()?;
        let link = self.next(list).and_then(|_| self.page(last).document.link_of(last.node));
        let instead = match link {
            Some(link) => Step::Bytes(last.page, self.page(last).document().range(link.next)),
            None => Step::Word("null"),
        };
        Some((place, vec![instead]))
    }
}

/// Something that is still to be written.
enum Step {
    Bytes(u32, Range<usize>),
    Word(&'static str),
    Value(NodeRef),
    /// The items of a part of a list.
    Inside(NodeRef),
}

impl Pages {
    /// How many bytes the merged text has.
    #[must_use]
    pub fn merged_size(&self, node: NodeRef) -> usize {
        let size = |piece: &Piece| match piece {
            Piece::Page(_, range) => range.len(),
            Piece::Word(word) => word.len(),
        };
        self.merged(node).iter().map(size).sum()
    }

    /// The value that a whole page is.
    #[must_use]
    pub const fn root_of(page: u32) -> NodeRef {
        NodeRef { page, node: NodeId(0) }
    }
}
