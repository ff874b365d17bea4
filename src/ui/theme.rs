//! What each kind of text looks like, in the terminal's own sixteen colours. No other file names a colour.

use ratatui::style::{Color, Modifier, Style};

use super::marks::{self, Marks};
use crate::domain::abilities::{Abilities, Charset, Colours};

/// Styles by meaning, and the marks that say the same without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Structure: keys of the tree, borders, ids.
    pub dim: Style,
    /// What things are called.
    pub name: Style,
    /// Titles inside a text.
    pub title: Style,
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
    /// What frames are put into at last.
    pub charset: Charset,
    pub swatches: Swatches,
}

/// How a colour from outside is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Swatches {
    /// Not at all.
    #[default]
    None,
    /// As the nearest of the terminal's sixteen.
    Nearest,
    /// As it is.
    True,
}

/// The sixteen colours, as most terminals draw them at first.
const SIXTEEN: [(Color, [u8; 3]); 16] = [
    (Color::Black, [0, 0, 0]),
    (Color::Red, [205, 0, 0]),
    (Color::Green, [0, 205, 0]),
    (Color::Yellow, [205, 205, 0]),
    (Color::Blue, [0, 0, 238]),
    (Color::Magenta, [205, 0, 205]),
    (Color::Cyan, [0, 205, 205]),
    (Color::Gray, [229, 229, 229]),
    (Color::DarkGray, [127, 127, 127]),
    (Color::LightRed, [255, 0, 0]),
    (Color::LightGreen, [0, 255, 0]),
    (Color::LightYellow, [255, 255, 0]),
    (Color::LightBlue, [92, 92, 255]),
    (Color::LightMagenta, [255, 0, 255]),
    (Color::LightCyan, [0, 255, 255]),
    (Color::White, [255, 255, 255]),
];

impl Theme {
    /// The theme; without colours only modifiers and marks remain (`NO_COLOR`).
    #[must_use]
    pub fn new(has_colours: bool) -> Self {
        let coloured = |colour| if has_colours { Style::new().fg(colour) } else { Style::new() };
        Self {
            dim: Style::new().add_modifier(Modifier::DIM),
            name: Style::new().add_modifier(Modifier::BOLD),
            title: Style::new().add_modifier(Modifier::ITALIC),
            accent: coloured(Color::Cyan),
            good: coloured(Color::Green),
            warning: coloured(Color::Yellow),
            failure: coloured(Color::Red),
            lit: coloured(Color::Red).add_modifier(Modifier::UNDERLINED | Modifier::BOLD),
            found: coloured(Color::Cyan).add_modifier(Modifier::REVERSED),
            marks: Marks::of(Charset::Unicode),
            charset: Charset::Unicode,
            swatches: if has_colours { Swatches::Nearest } else { Swatches::None },
        }
    }

    /// What suits a terminal.
    #[must_use]
    pub fn of(abilities: Abilities) -> Self {
        let theme = match abilities.colours {
            Colours::None => Self::new(false),
            Colours::Sixteen => Self::new(true),
            Colours::True => Self::new(true).with_true_colours(),
        };
        let charset = abilities.charset;
        Self { marks: Marks::of(charset), charset, ..theme }
    }

    /// What lines are read with: no colours, and words for marks (`--plain`).
    #[must_use]
    pub fn plain(charset: Charset) -> Self {
        Self { marks: marks::WORDS, charset, ..Self::new(false) }
    }

    /// The same for a terminal that shows all colours (`COLORTERM`), which only those from outside make use of.
    #[must_use]
    pub fn with_true_colours(self) -> Self {
        match self.swatches {
            Swatches::None => self,
            _ => Self { swatches: Swatches::True, ..self },
        }
    }

    /// The look of a block in a colour from outside; none where no colours show.
    #[must_use]
    pub fn swatch(&self, rgb: [u8; 3]) -> Option<Style> {
        let [red, green, blue] = rgb;
        let colour = match self.swatches {
            Swatches::None => return None,
            Swatches::Nearest => nearest(rgb),
            Swatches::True => Color::Rgb(red, green, blue),
        };
        Some(Style::new().fg(colour))
    }
}

/// The one of the sixteen colours that is least far away.
fn nearest(rgb: [u8; 3]) -> Color {
    let distance = |other: &[u8; 3]| -> u32 {
        rgb.iter().zip(other).map(|(one, other)| u32::from(one.abs_diff(*other)).pow(2)).sum()
    };
    SIXTEEN.iter().min_by_key(|(_, other)| distance(other)).map_or(Color::Reset, |(colour, _)| *colour)
}

impl Default for Theme {
    fn default() -> Self {
        Self::new(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_from_outside_shows_as_well_as_the_terminal_can() {
        let table = [
            ([0x4b, 0x4b, 0x4b], Color::DarkGray),
            ([0xf4, 0xf4, 0xf4], Color::White),
            ([0xd0, 5, 0], Color::Red),
        ];
        for (rgb, expected) in table {
            assert_eq!(Theme::new(true).swatch(rgb), Some(Style::new().fg(expected)), "{rgb:?}");
            let [red, green, blue] = rgb;
            let exact = Some(Style::new().fg(Color::Rgb(red, green, blue)));
            assert_eq!(Theme::new(true).with_true_colours().swatch(rgb), exact);
            assert_eq!(Theme::new(false).with_true_colours().swatch(rgb), None);
        }
    }
}
