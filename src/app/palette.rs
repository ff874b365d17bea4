//! The palette: a field, and what can be chosen by a few letters of its name.

use super::{
    field::Field,
    keymap::{Action, Bound, Context, Keymap, Motion},
    locale::Place,
};
use crate::domain::{
    catalog::{self, Endpoint, Scope, Storefront},
    export::Form,
    fuzzy,
    history::Entry,
    profile::Effective,
    storefronts,
    ways::Way,
};

/// Something the palette offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// An action of the key table.
    Act(Bound),
    /// A setting, as it holds.
    Setting(Effective),
    /// A form to copy the request in.
    Form(Form),
    /// Another profile.
    Profile(String),
    /// Something that is wrong with the sandbox: its name, and a line about it.
    Scenario(String, String),
    /// A request that was sent, and what came of it in a few words.
    Past(Box<Entry>, String),
    /// An endpoint, whose path goes into the form, and its group.
    Endpoint(&'static Endpoint, &'static str),
    /// What leads on from a resource.
    Way(Way),
    /// A storefront and a language to ask in.
    Place(Place),
    /// The storefront of the person's own account.
    OwnStorefront,
}

/// What a storefront is picked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Errand {
    /// To ask there from now on.
    #[default]
    Stay,
    /// To ask for what shows once more, there.
    Again,
    /// To look there for what stands for a resource.
    Equivalent {
        /// Its type, such as `albums`.
        kind: String,
        id: String,
    },
}

impl Choice {
    /// What it says.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Act(bound) => bound.help.to_owned(),
            Self::Setting(setting) => format!("{}  {} · {}", setting.name, setting.value, setting.won),
            Self::Form(form) => form.name().to_owned(),
            Self::Profile(name) => format!("use the profile {name}"),
            Self::Scenario(name, about) => format!("sandbox {name}: {about}"),
            Self::Place(Place { storefront, language }) => {
                let name = storefronts::name(storefront).unwrap_or("elsewhere");
                let language = language.as_deref().map_or(String::new(), |tag| format!(" · in {tag}"));
                format!("{storefront} · {name}{language}")
            }
            Self::Past(entry, _) => format!("{} {}", entry.draft.method.as_str(), entry.draft.path),
            Self::Endpoint(endpoint, _) => format!("{:<6} {}", endpoint.method.as_str(), endpoint.path),
            Self::Way(way) => way.name.clone(),
            Self::OwnStorefront => "the storefront of your own account: ask for it".to_owned(),
        }
    }

    /// What stands beside it: the key that does the same, or more about it.
    #[must_use]
    pub fn beside(&self) -> &str {
        match self {
            Self::Act(bound) => bound.key(),
            Self::Setting(setting) if setting.is_switch => "change",
            Self::Past(_, told) => told,
            Self::Endpoint(endpoint, _) => &endpoint.title,
            Self::Way(way) => &way.beside,
            _ => "",
        }
    }

    /// What it is listed under.
    #[must_use]
    pub const fn heading(&self) -> Option<&'static str> {
        match self {
            Self::Endpoint(_, group) => Some(*group),
            _ => None,
        }
    }

    /// Of two endpoints that match alike, the one whose title says less around it comes first.
    fn tie(&self) -> usize {
        match self {
            Self::Endpoint(endpoint, _) => endpoint.title.len(),
            _ => 0,
        }
    }

    /// What is compared with what was typed.
    fn words(&self) -> String {
        let mut words = format!("{} {}", self.label(), self.beside());
        if let Self::Act(bound) = self {
            words.push_str(&format!(" {}", bound.action.name()));
        }
        if let Self::Endpoint(endpoint, group) = self {
            let resource = endpoint.of.as_deref().or_else(|| endpoint.answers.first().map(String::as_str));
            words.push_str(&format!(" {group} {}", resource.unwrap_or_default()));
        }
        words
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
    /// What is said where nothing matches.
    pub none: &'static str,
    /// Where its keys go.
    pub context: Context,
    /// What a storefront is picked for.
    pub errand: Errand,
    choices: Vec<Choice>,
    matches: Vec<usize>,
    selected: usize,
}

impl Palette {
    /// Every action that can be chosen by name, the profiles, what can be wrong with the sandbox, and the endpoints.
    #[must_use]
    pub fn new(
        keymap: &Keymap,
        profiles: &[String],
        scenarios: &[(String, String)],
        settings: &[Effective],
        scope: Scope,
    ) -> Self {
        let mut choices: Vec<_> = offered(keymap).map(Choice::Act).collect();
        choices.extend(profiles.iter().cloned().map(Choice::Profile));
        choices.extend(scenarios.iter().cloned().map(|(name, about)| Choice::Scenario(name, about)));
        choices.extend(settings.iter().cloned().map(Choice::Setting));
        choices.extend(endpoints(scope));
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

    /// The endpoints, by group.
    #[must_use]
    pub fn of_endpoints(scope: Scope) -> Self {
        Self::of(
            "Endpoints",
            "type a few letters of a path, a title or a resource",
            endpoints(scope).collect(),
        )
    }

    /// What leads on from a resource.
    #[must_use]
    pub fn of_ways(kind: &str, id: &str, ways: Vec<Way>) -> Self {
        let errand = Errand::Equivalent { kind: kind.to_owned(), id: id.to_owned() };
        let choices = ways.into_iter().map(Choice::Way).collect();
        Self {
            errand,
            ..Self::of("Ways on from here", "type a few letters of a relationship or a view", choices)
        }
    }

    /// Every storefront, and what is known of its languages; the one in use comes first.
    #[must_use]
    pub fn of_places(storefront: &str, told: &[Storefront], errand: Errand) -> Self {
        let place = |id: &str, language: Option<&String>| {
            Choice::Place(Place { storefront: id.to_owned(), language: language.cloned() })
        };
        let of = |id: &str| {
            let known = told.iter().find(|known| known.id == id).map_or(&[][..], |known| &known.languages);
            [place(id, None)]
                .into_iter()
                .chain(known.iter().map(|tag| place(id, Some(tag))))
                .collect::<Vec<_>>()
        };
        let others = storefronts::ALL.iter().filter(|(id, _)| *id != storefront).flat_map(|(id, _)| of(id));
        let own = (errand == Errand::Stay).then_some(Choice::OwnStorefront);
        let choices = of(storefront).into_iter().chain(own).chain(others).collect();
        let title = match errand {
            Errand::Stay => "Storefront and language",
            Errand::Again => "Ask again in",
            Errand::Equivalent { .. } => "Find it in",
        };
        Self { errand, ..Self::of(title, "type a country, its two letters, or a language", choices) }
    }

    fn of(title: &'static str, hint: &'static str, choices: Vec<Choice>) -> Self {
        let matches = (0..choices.len()).collect();
        let (none, context, errand) = ("nothing is called that", Context::Palette, Errand::default());
        Self { title, hint, none, context, errand, field: Field::line(), choices, matches, selected: 0 }
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
        let labels = self.choices.iter().map(|choice| (choice.words(), choice.tie()));
        self.matches = fuzzy::ranked_with(&self.field.text(), labels);
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

fn endpoints(scope: Scope) -> impl Iterator<Item = Choice> {
    let catalog = catalog::all();
    catalog.endpoints(scope).map(|endpoint| {
        let group = catalog.groups().iter().find(|group| group.id == endpoint.group);
        Choice::Endpoint(endpoint, group.map_or("", |group| &group.title))
    })
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

/// What the palette offers: every action once, but for showing the palette; its key is the first that it has anywhere.
fn offered(keymap: &Keymap) -> impl Iterator<Item = Bound> {
    let mut seen = vec![Action::ShowPalette];
    let all = OFFERED.into_iter().flat_map(|context| keymap.of(context));
    all.filter_map(move |bound| {
        let is_new = !seen.contains(&bound.action);
        seen.push(bound.action);
        is_new.then(|| keyed(keymap, bound))
    })
}

/// The same with keys, where it has any.
fn keyed(keymap: &Keymap, bound: &Bound) -> Bound {
    let with_keys = OFFERED.into_iter().flat_map(|context| keymap.of(context));
    let mut with_keys = with_keys.filter(|other| other.action == bound.action && !other.keys.is_empty());
    with_keys.next().unwrap_or(bound).clone()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keymap::BINDINGS;

    #[test]
    fn the_palette_finds_actions_and_profiles_by_a_few_letters() {
        let mut palette =
            Palette::new(&Keymap::default(), &["staging".to_owned()], &[], &[], Scope::Documented);
        palette.field.paste("follow");
        palette.narrow();
        assert_eq!(palette.chosen().map(Choice::beside), Some("f"));
        palette.field.set("stag");
        palette.narrow();
        assert_eq!(palette.chosen(), Some(&Choice::Profile("staging".to_owned())));
        palette.field.set("qqqqqq");
        palette.narrow();
        assert_eq!(palette.chosen(), None);
    }

    #[test]
    fn every_action_is_in_the_palette_once() {
        let palette = Palette::new(&Keymap::default(), &[], &[], &[], Scope::Documented);
        let offered: Vec<_> = palette.matching().collect();
        for binding in BINDINGS.iter().filter(|binding| OFFERED.contains(&binding.context)) {
            let is_it =
                |choice: &&&Choice| matches!(choice, Choice::Act(other) if other.action == binding.action);
            let expected = usize::from(binding.action != Action::ShowPalette);
            assert_eq!(offered.iter().filter(is_it).count(), expected, "{:?}", binding.action);
        }
        assert!(offered.iter().all(|choice| !choice.label().is_empty()));
    }
}
