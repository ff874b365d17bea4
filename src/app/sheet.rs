//! Lines with a role each, broken to a width and scrolled: what lies over the panels to be read.

use super::{errors::scrolled, keymap::Motion};

/// How a line begins, and how what it is broken into goes on.
pub type Indent = (&'static str, &'static str);

/// What a line is; it says how the line is set in.
pub trait Role: Copy {
    /// How it is set in.
    fn indent(self) -> Indent;
    /// Whether a line stays free above it.
    fn is_heading(self) -> bool;
}

/// Lines over the panels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet<R> {
    whole: Vec<(R, String)>,
    lines: Vec<(R, String)>,
    columns: usize,
    offset: usize,
}

impl<R: Role> Sheet<R> {
    /// A sheet of these lines.
    #[must_use]
    pub const fn of(lines: Vec<(R, String)>) -> Self {
        Self { whole: lines, lines: Vec::new(), columns: 0, offset: 0 }
    }

    /// The same sheet with other lines; the view stays where it is.
    pub fn tell(&mut self, lines: Vec<(R, String)>) {
        self.whole = lines;
        self.columns = 0;
    }

    /// Breaks it into lines of so many columns, and keeps the view inside.
    pub fn fit(&mut self, columns: usize, height: usize) {
        if self.columns != columns {
            self.columns = columns;
            let broken = self.whole.iter().flat_map(|line| wrap(line, columns));
            // The first heading needs no line free above.
            self.lines = broken.skip_while(|(_, text)| text.is_empty()).collect();
        }
        self.offset = self.offset.min(self.lines.len().saturating_sub(height));
    }

    /// Scrolls by lines of the screen.
    pub fn scroll(&mut self, motion: Motion, page: usize) {
        let last = self.lines.len().saturating_sub(page);
        self.offset = scrolled(self.offset, motion, page, last);
    }

    /// The lines, broken.
    #[must_use]
    pub fn lines(&self) -> &[(R, String)] {
        &self.lines
    }

    /// The first one on view.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }
}

/// A heading stands by itself with a line free above; what belongs below it is set in.
fn wrap<R: Role>((role, text): &(R, String), columns: usize) -> Vec<(R, String)> {
    let (first, rest) = role.indent();
    let options = textwrap::Options::new(columns.max(16))
        .initial_indent(first)
        .subsequent_indent(rest)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    let lines = textwrap::wrap(text, options).into_iter().map(|line| (*role, line.into_owned()));
    let gap = role.is_heading().then(|| (*role, String::new()));
    gap.into_iter().chain(lines).collect()
}
