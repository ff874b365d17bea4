//! What is different between two responses: a structural comparison of their trees.
//!
//! Members of objects are matched by their key, resources of lists by type and id, other items by their number. A list is all
//! its pages. Nothing recurses, so that depth costs no stack, and a comparison takes as long as both responses are large.

mod matched;
#[cfg(test)]
mod tests;

use matched::{Pair, matched};

use super::{
    json::Kind,
    pages::{NodeRef, Pages},
};

/// So many values are compared: more than a person looks through, in well under a second.
const MOST: usize = 300_000;

/// How two values stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// They are the same, all that is inside included.
    Same,
    /// They hold others, of which some are different.
    Inside,
    /// The value is another one.
    Changed,
    /// The same resource stands somewhere else in its list.
    Moved,
    /// There is one at the left alone.
    Left,
    /// There is one at the right alone.
    Right,
}

impl Change {
    /// Whether it is a difference in itself.
    #[must_use]
    pub const fn is_difference(self) -> bool {
        !matches!(self, Self::Same | Self::Inside)
    }
}

/// A value and its counterpart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// How many values are around it.
    pub depth: u16,
    pub change: Change,
    pub left: Option<NodeRef>,
    pub right: Option<NodeRef>,
    /// The row of the value around it.
    around: Option<usize>,
}

/// What came of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// From the outermost values inwards, in the order of the left side; what is the same is told by its outermost value alone.
    pub rows: Vec<Row>,
    /// There was too much to compare all of it.
    pub is_cut: bool,
}

impl Comparison {
    /// How many differences there are.
    #[must_use]
    pub fn differences(&self) -> usize {
        self.rows.iter().filter(|row| row.change.is_difference()).count()
    }
}

/// Compares two responses.
#[must_use]
pub fn compare(left: &Pages, right: &Pages) -> Comparison {
    let mut walk = Walk { left, right, rows: Vec::new(), tasks: Vec::new(), budget: MOST };
    let outermost = Pair { left: Some(left.root()), right: Some(right.root()), is_moved: false };
    walk.tasks.push(Task::Enter(outermost, None));
    while let Some(task) = walk.tasks.pop() {
        match task {
            Task::Enter(pair, around) => walk.enter(pair, around),
            Task::Leave(row) => walk.leave(row),
        }
    }
    Comparison { rows: walk.rows, is_cut: walk.budget == 0 }
}

enum Task {
    /// Compares a pair that lies in the value of that row.
    Enter(Pair, Option<usize>),
    /// All inside a row has been compared.
    Leave(usize),
}

struct Walk<'a> {
    left: &'a Pages,
    right: &'a Pages,
    rows: Vec<Row>,
    tasks: Vec<Task>,
    /// So many values more are compared.
    budget: usize,
}

impl Walk<'_> {
    fn enter(&mut self, pair: Pair, around: Option<usize>) {
        if self.budget == 0 {
            return;
        }
        self.budget -= 1;
        let depth = around.map_or(0, |row| self.rows[row].depth.saturating_add(1));
        let change = match (pair.left, pair.right) {
            (Some(_), None) => Change::Left,
            (None, Some(_)) => Change::Right,
            (Some(left), Some(right)) if !self.is_alike(left, right) => Change::Changed,
            _ if pair.is_moved => Change::Moved,
            _ => Change::Same,
        };
        let row = self.rows.len();
        self.rows.push(Row { depth, change, left: pair.left, right: pair.right, around });
        if change.is_difference() {
            self.mark(around);
        }
        if let (Some(left), Some(right), Change::Same | Change::Moved) = (pair.left, pair.right, change) {
            self.go_in(left, right, row);
        }
    }

    /// Whether two values are of one kind and, where nothing is inside, the same.
    fn is_alike(&self, left: NodeRef, right: NodeRef) -> bool {
        let (one, other) = (self.left.page(left).document(), self.right.page(right).document());
        match (one.kind(left.node), other.kind(right.node)) {
            (Kind::Object, Kind::Object) | (Kind::Array, Kind::Array) => true,
            (Kind::String, Kind::String) => {
                one.raw(left.node) == other.raw(right.node) || one.text(left.node) == other.text(right.node)
            }
            (one_kind, other_kind) => one_kind == other_kind && one.raw(left.node) == other.raw(right.node),
        }
    }

    fn go_in(&mut self, left: NodeRef, right: NodeRef, row: usize) {
        let kind = self.left.kind(left);
        if !matches!(kind, Kind::Object | Kind::Array) {
            return;
        }
        self.tasks.push(Task::Leave(row));
        let pairs = matched((self.left, left), (self.right, right), self.budget);
        self.tasks.extend(pairs.into_iter().rev().map(|pair| Task::Enter(pair, Some(row))));
    }

    /// A difference lies inside the value of a row, and of those around it.
    fn mark(&mut self, mut row: Option<usize>) {
        while let Some(at) = row {
            match self.rows[at].change {
                Change::Same => self.rows[at].change = Change::Inside,
                Change::Inside => return,
                _ => {}
            }
            row = self.rows[at].around;
        }
    }

    /// What is inside a value that is the same is not told.
    fn leave(&mut self, row: usize) {
        let is_different = self.rows[row + 1..].iter().any(|inside| inside.change != Change::Same);
        if !is_different {
            self.rows.truncate(row + 1);
        }
    }
}
