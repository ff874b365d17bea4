//! The palette: a field, and what can be chosen by a few letters of its name.

use nucleo_matcher::{
    Config, Matcher, Utf32Str,
    pattern::{CaseMatching, Normalization, Pattern},
};

use super::{
    field::Field,
    keymap::{self, Action, Binding, Context, Motion},
};
use crate::domain::{export::Form, history::Entry};

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
    /// A request that was sent, and what came of it in a few words.
    Past(Box<Entry>, String),
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
            Self::Past(entry, _) => format!("{} {}", entry.draft.method.as_str(), entry.draft.path),
        }
    }

    /// What stands beside it: the key that does the same, or what came of it.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::Act(binding) => binding.keys.first().map_or("", |key| key.0),
            Self::Form(_) | Self::Profile(_) | Self::Scenario(..) => "",
            Self::Past(_, told) => told,
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
    /// What is said where nothing matches.
    pub none: &'static str,
    /// Where its keys go.
    pub(super) context: Context,
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

    /// The requests that were sent; they are being read.
    #[must_use]
    pub fn of_history() -> Self {
        let none = "reading what was sent …";
        let context = Context::History;
        Self { none, context, ..Self::of("History", "type a part of a path", Vec::new()) }
    }

    /// The requests have been read, newest first; what is typed narrows them.
    pub fn recall(&mut self, entries: Vec<Entry>, now: i64) {
        self.none =
            if entries.is_empty() { "nothing has been sent yet" } else { "no request has that in it" };
        let past = |entry: Entry| {
            let told = entry.told(now);
            Choice::Past(Box::new(entry), told)
        };
        self.choices = entries.into_iter().map(past).collect();
        self.narrow();
    }

    fn of(title: &'static str, hint: &'static str, choices: Vec<Choice>) -> Self {
        let matches = (0..choices.len()).collect();
        let (none, context) = ("nothing is called that", Context::Palette);
        Self { title, hint, none, context, field: Field::line(), choices, matches, selected: 0 }
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

    /// Moves the choice; after the last one comes the first.
    pub fn step(&mut self, motion: Motion) {
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
