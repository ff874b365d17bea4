//! What each kind of text looks like, in the terminal's own sixteen colours. No other file names a colour.

use ratatui::style::{Color, Modifier, Style};

/// Styles by meaning, and the marks that say the same without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Structure: keys of the tree, borders, ids.
    pub dim: Style,
    /// What things are called.
    pub name: Style,
    /// Where you are.
    pub accent: Style,
    /// What is good.
    pub good: Style,
    /// What will fail, or wants a look.
    pub warning: Style,
    /// What failed.
    pub failure: Style,
    /// What an error points at in what was typed.
    pub lit: Style,
    /// What was looked for, where it is.
    pub found: Style,
    pub marks: Marks,
}

/// Marks that stand beside a colour, or in place of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    pub set: &'static str,
    pub unset: &'static str,
    /// Wants a look soon.
    pub soon: &'static str,
    pub folded: &'static str,
    pub unfolded: &'static str,
    pub next: &'static str,
    pub rule: &'static str,
    pub cursor: &'static str,
    pub cut: &'static str,
    pub bar: &'static str,
    pub thumb: &'static str,
}

const UNICODE: Marks = Marks {
    set: "●",
    unset: "○",
    soon: "!",
    folded: "▸",
    unfolded: "▾",
    next: "↓",
    rule: "─",
    cursor: "▌",
    cut: "…",
    bar: "━",
    thumb: "┃",
};

impl Theme {
    /// The theme; without colours only modifiers and marks remain (`NO_COLOR`).
    #[must_use]
    pub fn new(has_colours: bool) -> Self {
        let coloured = |colour| if has_colours { Style::new().fg(colour) } else { Style::new() };
        Self {
            dim: Style::new().add_modifier(Modifier::DIM),
            name: Style::new().add_modifier(Modifier::BOLD),
            accent: coloured(Color::Cyan),
            good: coloured(Color::Green),
            warning: coloured(Color::Yellow),
            failure: coloured(Color::Red),
            lit: coloured(Color::Red).add_modifier(Modifier::UNDERLINED | Modifier::BOLD),
            found: coloured(Color::Cyan).add_modifier(Modifier::REVERSED),
            marks: UNICODE,
        }
    }
}

impl Default for Theme {
    fn default() -> Self {
        Self::new(true)
    }
}
