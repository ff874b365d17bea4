//! What lies over the panels: the palette, the help, a question. At most one at a time.

use super::{
    comparison,
    doctor::Account,
    errors::scrolled,
    keymap::{self, Binding, Context, Motion},
    palette::Palette,
    preview::Preview,
    sheet::{self, Sheet},
};
use crate::domain::{catalog, request::Request};

/// Something that lies over the panels and has the focus.
#[derive(Debug, Clone)]
pub enum Overlay {
    Palette(Box<Palette>),
    Help {
        offset: usize,
    },
    /// A value of the response, whole.
    Value(Box<Preview>),
    /// What the doctor found, or what an experiment came to.
    Account(Box<Account>),
    /// What is documented of an endpoint.
    Endpoint(Box<Sheet<catalog::Role>>),
    /// Two responses side by side.
    Comparison(Box<comparison::State>),
    /// How far a sign-in is.
    SignIn(Box<Account>),
    /// Whether a write may be sent.
    Question(Box<Question>),
    /// Whether the developer token of this profile may go to the clipboard.
    TokenQuestion(String),
}

impl sheet::Role for catalog::Role {
    fn indent(self) -> sheet::Indent {
        match self {
            Self::Call | Self::Heading | Self::Text => ("", ""),
            Self::Fact | Self::Example => ("  ", "    "),
            Self::Note => ("! ", "  "),
            Self::Link => ("→ ", "  "),
        }
    }

    fn is_heading(self) -> bool {
        self == Self::Heading
    }
}

/// A request that waits for a yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub request: Request,
    /// It has been sent before.
    pub is_repeat: bool,
    /// The profile that it will be sent with.
    pub profile: String,
    /// From when on a yes counts, in milliseconds since the epoch.
    pub ready_at: i64,
}

impl Overlay {
    /// The key context of the overlay.
    #[must_use]
    pub const fn context(&self) -> Context {
        match self {
            Self::Palette(palette) => palette.context,
            Self::Help { .. } => Context::Help,
            Self::Value(_) => Context::Value,
            Self::Comparison(_) => Context::Comparison,
            Self::Account(_) => Context::Doctor,
            Self::Endpoint(_) => Context::Endpoint,
            Self::SignIn(_) => Context::SignIn,
            Self::Question(_) | Self::TokenQuestion(_) => Context::Question,
        }
    }

    /// Keeps the view inside what it shows, for a value of so many columns, and so many rows.
    pub fn fit(&mut self, columns: usize, height: usize) {
        match self {
            Self::Help { offset } => *offset = (*offset).min(help_lines().len().saturating_sub(height)),
            Self::Value(preview) => preview.fit(columns, height),
            Self::Account(account) | Self::SignIn(account) => account.sheet.fit(columns, height),
            Self::Endpoint(sheet) => sheet.fit(columns, height),
            Self::Comparison(comparison) => comparison.fit(columns, height),
            Self::Palette(_) | Self::Question(_) | Self::TokenQuestion(_) => {}
        }
    }

    /// Moves the choice, or scrolls by lines of the screen.
    pub fn step(&mut self, motion: Motion, page: usize) {
        match self {
            Self::Palette(palette) => palette.step(motion),
            Self::Help { offset } => {
                *offset = scrolled(*offset, motion, page, help_lines().len().saturating_sub(page));
            }
            Self::Value(preview) => preview.scroll(motion, page),
            Self::Account(account) | Self::SignIn(account) => account.sheet.scroll(motion, page),
            Self::Endpoint(sheet) => sheet.scroll(motion, page),
            Self::Comparison(comparison) => comparison.step(motion, page),
            Self::Question(_) | Self::TokenQuestion(_) => {}
        }
    }
}

/// A line of the help: a heading, or a binding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HelpLine {
    Heading(&'static str),
    Key(&'static Binding),
    Gap,
}

/// The help, line by line.
#[must_use]
pub fn help_lines() -> Vec<HelpLine> {
    let mut lines = Vec::new();
    for context in Context::ALL {
        if !lines.is_empty() {
            lines.push(HelpLine::Gap);
        }
        lines.push(HelpLine::Heading(context.title()));
        lines.extend(keymap::of(context).map(HelpLine::Key));
    }
    lines
}
