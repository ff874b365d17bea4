//! Two responses side by side: what was held for comparing, and the differences that are on view.

use std::sync::Arc;

use super::{errors::scrolled, keymap::Motion};
use crate::domain::{
    diff::{Change, Comparison, Row, compare},
    pages::Pages,
    quantity,
    request::Request,
};

/// From so many columns on, both sides stand beside each other.
const WIDE: usize = 100;

/// A response, or one of its pages, that another one is to be compared with. It stays through new requests.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// What it answered, as a title.
    pub title: String,
    pub pages: Arc<Pages>,
    /// It is one page alone, and is compared with one.
    pub is_page: bool,
}

impl Held {
    /// All pages of a response.
    #[must_use]
    pub fn response(request: &Request, pages: Arc<Pages>) -> Self {
        let title = format!("{} {}{}", request.method.as_str(), request.target, sent(request));
        Self { title, pages, is_page: false }
    }

    /// Whether both are the same answer, and not only alike.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let mut pairs = self.pages.iter().zip(other.pages.iter());
        self.pages.len() == other.pages.len()
            && pairs.all(|(one, two)| std::ptr::eq(one.document(), two.document()))
    }

    /// One of its pages.
    #[must_use]
    pub fn page(request: &Request, pages: &Pages, number: u32) -> Option<Self> {
        let page = pages.iter().nth(number as usize)?.clone();
        let title = format!("page {}: {}{}", u64::from(number) + 1, page.provenance.target, sent(request));
        Some(Self { title, pages: Arc::new(Pages::new(page)), is_page: true })
    }
}

/// Which tokens went with a request, where it was not the developer token alone.
const fn sent(request: &Request) -> &'static str {
    match (request.tokens.developer, request.tokens.user) {
        (true, true) => " · with the user token",
        (true, false) => "",
        (false, true) => " · with the user token alone",
        (false, false) => " · without tokens",
    }
}

/// A line of the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// A value and its counterpart, beside each other or as one text for both.
    Both(Row),
    /// The left value alone, above the right one.
    Left(Row),
    /// The right value alone.
    Right(Row),
    /// So many values are the same.
    Same { depth: u16, count: usize },
}

impl Shown {
    /// Whether a difference begins here.
    fn is_difference(&self) -> bool {
        match self {
            Self::Both(row) | Self::Left(row) => row.change.is_difference(),
            Self::Right(row) => row.change == Change::Right,
            Self::Same { .. } => false,
        }
    }
}

/// The comparison that lies over the panels.
#[derive(Debug, Clone)]
pub struct State {
    pub left: Held,
    pub right: Held,
    found: Comparison,
    lines: Vec<Shown>,
    columns: usize,
    cursor: usize,
    offset: usize,
}

impl State {
    /// Compares two responses. Takes as long as both are large, up to a limit.
    #[must_use]
    pub fn of(left: Held, right: Held) -> Self {
        let found = compare(&left.pages, &right.pages);
        Self { left, right, found, lines: Vec::new(), columns: 0, cursor: 0, offset: 0 }
    }

    /// How many differences there are, in words.
    #[must_use]
    pub fn summary(&self) -> String {
        let words = match self.found.differences() {
            0 => "no difference".to_owned(),
            1 => "1 difference".to_owned(),
            count => format!("{} differences", quantity::count(count)),
        };
        let cut = if self.found.is_cut { " in the first 300,000 values" } else { "" };
        format!("{words}{cut}")
    }

    /// The lines.
    #[must_use]
    pub fn lines(&self) -> &[Shown] {
        &self.lines
    }

    /// The line that the cursor is on.
    #[must_use]
    pub const fn cursor(&self) -> usize {
        self.cursor
    }

    /// The first line on view.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// Whether both sides stand beside each other.
    #[must_use]
    pub const fn is_wide(&self) -> bool {
        self.columns >= WIDE
    }

    /// Rows that the titles of both sides take.
    #[must_use]
    pub const fn head(&self) -> usize {
        if self.is_wide() { 2 } else { 3 }
    }

    /// Arranges the lines for so many columns and rows, and keeps the cursor on view. At first it is on the first difference.
    pub fn fit(&mut self, columns: usize, height: usize) {
        let is_first = self.lines.is_empty();
        let was_wide = self.is_wide();
        self.columns = columns;
        if is_first || was_wide != self.is_wide() {
            self.lines = lines(&self.found.rows, self.is_wide());
        }
        if is_first {
            self.go(true, height);
        }
        self.keep_in_view(height);
    }

    /// Moves the cursor.
    pub fn step(&mut self, motion: Motion, height: usize) {
        let last = self.lines.len().saturating_sub(1);
        self.cursor = scrolled(self.cursor, motion, height.saturating_sub(self.head()), last);
        self.keep_in_view(height);
    }

    /// Goes to the next difference, or to the one before; whether there is one.
    pub fn go(&mut self, forward: bool, height: usize) -> bool {
        let is_difference = |at: &usize| self.lines.get(*at).is_some_and(Shown::is_difference);
        let found = match forward {
            true => (self.cursor + 1..self.lines.len()).find(is_difference),
            false => (0..self.cursor).rev().find(is_difference),
        };
        self.cursor = found.unwrap_or(self.cursor);
        self.keep_in_view(height);
        found.is_some()
    }

    fn keep_in_view(&mut self, height: usize) {
        let rows = height.saturating_sub(self.head()).max(1);
        self.cursor = self.cursor.min(self.lines.len().saturating_sub(1));
        let last = self.lines.len().saturating_sub(rows);
        self.offset = self.offset.clamp((self.cursor + 1).saturating_sub(rows), self.cursor).min(last);
    }
}

/// What is shown of a comparison: values that are the same and stand beside each other as one line, and a value that is
/// another one as two where the sides do not stand beside each other.
fn lines(rows: &[Row], is_wide: bool) -> Vec<Shown> {
    let mut lines = Vec::new();
    for row in rows {
        match (row.change, lines.last_mut()) {
            // What is around everything needs no line.
            (Change::Inside, _) if row.depth == 0 => {}
            (Change::Same, Some(Shown::Same { depth, count })) if *depth == row.depth => *count += 1,
            (Change::Same, _) => lines.push(Shown::Same { depth: row.depth, count: 1 }),
            (Change::Changed, _) if !is_wide => lines.extend([Shown::Left(*row), Shown::Right(*row)]),
            _ => lines.push(Shown::Both(*row)),
        }
    }
    lines
}
