//! What lies over the panels: the palette, the help, a question. At most one at a time.

use nucleo_matcher::{
    Config, Matcher, Utf32Str,
    pattern::{CaseMatching, Normalization, Pattern},
};

use super::{
    comparison,
    doctor::Account,
    errors::scrolled,
    field::Field,
    keymap::{self, Action, Binding, Context, Motion},
    preview::Preview,
};
use crate::domain::{export::Form, request::Request};

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
    /// Two responses side by side.
    Comparison(Box<comparison::State>),
    /// Whether a write may be sent.
    Question(Box<Question>),
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
            Self::Palette(_) => Context::Palette,
            Self::Help { .. } => Context::Help,
            Self::Value(_) => Context::Value,
            Self::Comparison(_) => Context::Comparison,
            Self::Account(_) => Context::Doctor,
            Self::Question(_) => Context::Question,
        }
    }

    /// Keeps the view inside what it shows, for a value of so many columns, and so many rows.
    pub fn fit(&mut self, columns: usize, height: usize) {
        match self {
            Self::Help { offset } => *offset = (*offset).min(help_lines().len().saturating_sub(height)),
            Self::Value(preview) => preview.fit(columns, height),
            Self::Account(account) => account.fit(columns, height),
            Self::Comparison(comparison) => comparison.fit(columns, height),
            Self::Palette(_) | Self::Question(_) => {}
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
            Self::Account(account) => account.scroll(motion, page),
            Self::Comparison(comparison) => comparison.step(motion, page),
            Self::Question(_) => {}
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

/// Something the palette offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// An action of the key table.
    Act(&'static Binding),
    /// A form to copy the request in.
    Form(Form),
    /// Another profile.
    Profile(String),
    /// Something that is wrong with the sandbox: its name, and a line about it.
    Scenario(String, String),
}

impl Choice {
    /// What it says.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Act(binding) => binding.help.to_owned(),
            Self::Form(form) => form.name().to_owned(),
            Self::Profile(name) => format!("use the profile {name}"),
            Self::Scenario(name, about) => format!("sandbox {name}: {about}"),
        }
    }

    /// The key that does the same.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Act(binding) => binding.keys.first().map_or("", |key| key.0),
            Self::Form(_) | Self::Profile(_) | Self::Scenario(..) => "",
        }
    }
}

/// A field and the choices that match it, best first.
#[derive(Debug, Clone)]
pub struct Palette {
    /// What is chosen.
    pub title: &'static str,
    /// What the empty field says.
    pub hint: &'static str,
    pub field: Field,
    choices: Vec<Choice>,
    matches: Vec<usize>,
    selected: usize,
}

impl Palette {
    /// Every action that can be chosen by name, the profiles, and what can be wrong with the sandbox.
    #[must_use]
    pub fn new(profiles: &[String], scenarios: &[(String, String)]) -> Self {
        let mut choices: Vec<_> = offered().map(Choice::Act).collect();
        choices.extend(profiles.iter().cloned().map(Choice::Profile));
        choices.extend(scenarios.iter().cloned().map(|(name, about)| Choice::Scenario(name, about)));
        Self::of("Palette", "type a few letters of what you want", choices)
    }

    /// The forms that a request can be copied in.
    #[must_use]
    pub fn of_forms() -> Self {
        let forms = Form::ALL.into_iter().map(Choice::Form).collect();
        Self::of("Copy the request as", "type a few letters of the language", forms)
    }

    fn of(title: &'static str, hint: &'static str, choices: Vec<Choice>) -> Self {
        let matches = (0..choices.len()).collect();
        Self { title, hint, field: Field::line(), choices, matches, selected: 0 }
    }

    /// How many choices there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.choices.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.choices.is_empty()
    }

    /// The choices that match, best first.
    pub fn matching(&self) -> impl ExactSizeIterator<Item = &Choice> {
        self.matches.iter().map(|at| &self.choices[*at])
    }

    /// Which of the matches is chosen.
    #[must_use]
    pub const fn selected(&self) -> usize {
        self.selected
    }

    /// The choice.
    #[must_use]
    pub fn chosen(&self) -> Option<&Choice> {
        self.matching().nth(self.selected)
    }

    /// Matches anew after the field has changed.
    pub fn narrow(&mut self) {
        let pattern = Pattern::parse(&self.field.text(), CaseMatching::Smart, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut buffer = Vec::new();
        let mut scored: Vec<(u32, usize)> = Vec::new();
        for (at, choice) in self.choices.iter().enumerate() {
            let label = format!("{} {}", choice.label(), choice.key());
            if let Some(score) = pattern.score(Utf32Str::new(&label, &mut buffer), &mut matcher) {
                scored.push((score, at));
            }
        }
        scored.sort_by_key(|(score, at)| (std::cmp::Reverse(*score), *at));
        self.matches = scored.into_iter().map(|(_, at)| at).collect();
        self.selected = 0;
    }

    fn step(&mut self, motion: Motion) {
        let last = self.matches.len().saturating_sub(1);
        self.selected = match motion {
            Motion::Up => self.selected.checked_sub(1).unwrap_or(last),
            Motion::Down if self.selected >= last => 0,
            Motion::Down => self.selected + 1,
            _ => self.selected,
        };
    }
}

/// The contexts whose actions make sense from the palette: all but those of what lies over the panels.
const OFFERED: [Context; 8] = [
    Context::Anywhere,
    Context::Panel,
    Context::Form,
    Context::Response,
    Context::Errors,
    Context::Field,
    Context::Path,
    Context::Lines,
];

/// The bindings that the palette offers: every action once, but for showing the palette.
fn offered() -> impl Iterator<Item = &'static Binding> {
    let mut seen = vec![Action::ShowPalette];
    OFFERED.into_iter().flat_map(keymap::of).filter(move |binding| {
        let is_new = !seen.contains(&binding.action);
        seen.push(binding.action);
        is_new
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_palette_finds_actions_and_profiles_by_a_few_letters() {
        let mut palette = Palette::new(&["staging".to_owned()], &[]);
        palette.field.paste("follow");
        palette.narrow();
        assert_eq!(palette.chosen().map(Choice::key), Some("f"));
        palette.field.set("stag");
        palette.narrow();
        assert_eq!(palette.chosen(), Some(&Choice::Profile("staging".to_owned())));
        palette.field.set("qqqqqq");
        palette.narrow();
        assert_eq!(palette.chosen(), None);
    }

    #[test]
    fn every_action_is_in_the_palette_once() {
        let palette = Palette::new(&[], &[]);
        let offered: Vec<_> = palette.matching().collect();
        for binding in keymap::BINDINGS.iter().filter(|binding| OFFERED.contains(&binding.context)) {
            let is_it =
                |choice: &&&Choice| matches!(choice, Choice::Act(other) if other.action == binding.action);
            let expected = usize::from(binding.action != Action::ShowPalette);
            assert_eq!(offered.iter().filter(is_it).count(), expected, "{:?}", binding.action);
        }
        assert!(offered.iter().all(|choice| !choice.key().is_empty()));
    }
}
