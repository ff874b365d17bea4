//! The palette: a field, and what can be chosen by a few letters of its name.

use super::{
    field::Field,
    keymap::{Action, Bound, Context, Keymap, Motion},
    locale::Place,
    settings::Switch,
};
use crate::domain::{
    catalog::{self, Endpoint, Scope, Storefront},
    export::Form,
    fuzzy,
    history::Entry,
    leave::Leave,
    profile::Effective,
    storefronts::{self, languages},
    ways::{Goal, Way},
};

/// Something the palette offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// An action of the key table.
    Act(Bound),
    /// A setting as it holds, and its switch if it has one.
    Setting(Effective, Option<Switch>),
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
        /// The clean one, where there is one.
        is_clean: bool,
    },
}

impl Choice {
    /// What it says.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Act(bound) => bound.help.to_owned(),
            Self::Setting(setting, _) => format!("{}  {} · {}", setting.name, setting.value, setting.won),
            Self::Form(form) => form.name().to_owned(),
            Self::Profile(name) => format!("use the profile {name}"),
            Self::Scenario(name, about) => format!("sandbox {name}: {about}"),
            Self::Place(Place { storefront, language }) => {
                let name = storefronts::name(storefront).unwrap_or("elsewhere");
                let language = language.as_deref().map_or(String::new(), |tag| {
                    let name = languages::name(tag).map_or(String::new(), |name| format!(", {name}"));
                    format!(" · in {tag}{name}")
                });
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
            Self::Setting(_, Some(_)) => "change",
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
        if let Self::Setting(setting, _) = self {
            words.push_str(&format!(" setting {}", setting.name.replace(['_', '.'], " ")));
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
    /// The first line on view.
    offset: usize,
}

/// A line of the list below the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    Heading(&'static str),
    /// One of the matches.
    Choice(usize),
}

impl Palette {
    /// Every action that can be chosen by name, the profiles, what can be wrong with the sandbox, and the endpoints.
    #[must_use]
    pub fn new(
        keymap: &Keymap,
        profiles: &[String],
        scenarios: &[(String, String)],
        settings: &[(Effective, Option<Switch>)],
        scope: Scope,
    ) -> Self {
        let mut choices: Vec<_> = offered(keymap).map(Choice::Act).collect();
        choices.extend(profiles.iter().cloned().map(Choice::Profile));
        choices.extend(scenarios.iter().cloned().map(|(name, about)| Choice::Scenario(name, about)));
        choices.extend(settings.iter().cloned().map(|(setting, switch)| Choice::Setting(setting, switch)));
        choices.extend(endpoints(scope));
        Self::of("Palette", "type a few letters of what you want", choices)
    }

    /// Without the actions that this run may not do.
    #[must_use]
    pub fn within(mut self, leave: &Leave) -> Self {
        let is_allowed =
            |choice: &Choice| !matches!(choice, Choice::Act(binding) if binding.action.check(leave).is_err());
        self.choices.retain(is_allowed);
        self.narrow();
        self
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
        Self { none, context, ..Self::of("History", "type a part of a path, or several", Vec::new()) }
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
        let errand = Errand::Equivalent { kind: kind.to_owned(), id: id.to_owned(), is_clean: false };
        let choices = ways.into_iter().map(Choice::Way).collect();
        Self {
            errand,
            ..Self::of("Ways on from here", "type a few letters of a relationship or a view", choices)
        }
    }

    /// Every storefront, and what is known of its languages. The one in use comes first.
    #[must_use]
    pub fn of_places(storefront: &str, told: &[Storefront], errand: Errand) -> Self {
        let place = |id: &str, language: Option<&str>| {
            Choice::Place(Place { storefront: id.to_owned(), language: language.map(str::to_owned) })
        };
        let of = |id: &str| {
            let languages = catalog::languages_of(id, told);
            let spoken = languages.into_iter().map(|tag| place(id, Some(tag)));
            std::iter::once(place(id, None)).chain(spoken).collect::<Vec<_>>()
        };
        let others = storefronts::ALL.iter().filter(|(id, _)| *id != storefront).flat_map(|(id, _)| of(id));
        let own = (errand == Errand::Stay).then_some(Choice::OwnStorefront);
        let choices = of(storefront).into_iter().chain(own).chain(others).collect();
        let title = match errand {
            Errand::Stay => "Storefront and language",
            Errand::Again => "Ask again in",
            Errand::Equivalent { is_clean: true, .. } => "Find it clean in",
            Errand::Equivalent { .. } => "Find it in",
        };
        Self { errand, ..Self::of(title, "type a country, its two letters, or a language", choices) }
    }

    fn of(title: &'static str, hint: &'static str, choices: Vec<Choice>) -> Self {
        let matches = (0..choices.len()).collect();
        let (none, context, errand) = ("nothing is called that", Context::Palette, Errand::default());
        Self {
            title,
            hint,
            none,
            context,
            errand,
            field: Field::line(),
            choices,
            matches,
            selected: 0,
            offset: 0,
        }
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

    /// What Enter does with the choice, in a word or two.
    #[must_use]
    pub fn does(&self) -> &'static str {
        match (self.chosen(), &self.errand) {
            (Some(Choice::Form(_)), _) => "copy it",
            (Some(Choice::Profile(_)), _) => "use it",
            (Some(Choice::Past(..)), _) => "send",
            (Some(Choice::Endpoint(..)), _) => "put it into the path",
            (Some(Choice::Way(Way { goal: Goal::Elsewhere { .. }, .. })), _) => "pick a storefront",
            (Some(Choice::Way(_)), _) => "fetch it",
            (Some(Choice::Place(_)), Errand::Stay) => "ask there from now on",
            (Some(Choice::Place(_)), Errand::Again) => "ask again there",
            (Some(Choice::Place(_)), Errand::Equivalent { .. }) => "look there",
            (Some(Choice::OwnStorefront), _) => "ask for it",
            (Some(Choice::Setting(_, Some(_))), _) => "switch it",
            (Some(Choice::Setting(_, None)), _) => "say how it is set",
            (Some(Choice::Act(_) | Choice::Scenario(..)), _) => "do it",
            (None, _) => "",
        }
    }

    /// Matches anew after the field has changed.
    pub fn narrow(&mut self) {
        let labels = self.choices.iter().map(|choice| (choice.words(), choice.tie()));
        self.matches = match self.context {
            // Of what was sent somebody remembers a part, and when it was.
            Context::History => fuzzy::holding(&self.field.text(), labels.map(|(words, _)| words)),
            _ => fuzzy::ranked_with(&self.field.text(), labels),
        };
        self.selected = 0;
        self.offset = 0;
    }

    /// The lines of the list: the matches, under their headings while nothing is typed.
    #[must_use]
    pub fn lines(&self) -> Vec<Listed> {
        let mut lines = Vec::new();
        let mut heading = None;
        for (at, choice) in self.matching().enumerate() {
            if self.field.is_empty() && choice.heading() != heading {
                heading = choice.heading();
                lines.extend(heading.map(Listed::Heading));
            }
            lines.push(Listed::Choice(at));
        }
        lines
    }

    /// The first line on view.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// Keeps the choice on view in a list of so many rows.
    pub fn keep_in_view(&mut self, height: usize) {
        let lines = self.lines();
        // The first choice brings its heading with it.
        let is_chosen = |line: &Listed| self.selected > 0 && *line == Listed::Choice(self.selected);
        let chosen = lines.iter().position(is_chosen).unwrap_or(0);
        let last = lines.len().saturating_sub(height);
        self.offset = self.offset.clamp((chosen + 1).saturating_sub(height.max(1)), chosen).min(last);
    }

    /// Chooses one of the matches.
    pub fn choose(&mut self, at: usize) {
        self.selected = at.min(self.matches.len().saturating_sub(1));
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

    #[test]
    fn a_few_letters_find_an_endpoint() {
        let found = |words: &str, scope| {
            let mut palette = Palette::of_endpoints(scope);
            palette.field.set(words);
            palette.narrow();
            let id = |choice: &Choice| match choice {
                Choice::Endpoint(endpoint, _) => endpoint.id.clone(),
                other => panic!("{other:?}"),
            };
            palette.matching().map(id).collect::<Vec<_>>()
        };
        for (words, id) in [
            ("isrc", "catalog.songs.by-isrc"),
            ("create folder", "library.playlist-folders.create"),
            ("heavy", "me.history.heavy-rotation"),
            ("/charts", "catalog.charts"),
        ] {
            let found = found(words, Scope::Documented);
            assert!(found.iter().take(3).any(|found| found == id), "{words}: {}", found[0]);
        }
        assert_eq!(found("", Scope::WithObserved).len(), 144);
        assert!(found("'syllable", Scope::Documented).is_empty());
    }
}
