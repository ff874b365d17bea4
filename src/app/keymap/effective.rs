//! The key table as it holds: what a person chose, and for the rest the defaults.

use std::collections::HashMap;

use super::{Action, BINDINGS, Chord, Context, Meaning, reach::each};
use crate::{
    app::event::Key,
    domain::{
        error::Report,
        near::near,
        profile::{ConfigFault, KeyChoice, Placed},
        wording::with_keys,
    },
};

/// The one key that nobody can take away: it cancels what runs, and else quits.
const WAY_OUT: Key = Key::ctrl('c');

/// Behind longer lines the words of help stand further right; a line may have any length, and a format has not any width.
const WIDEST: usize = 200;

/// Every binding as it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    bound: Vec<Bound>,
    /// Which of them each context has.
    places: [Vec<usize>; Context::ALL.len()],
    /// What keys mean in each context by itself: each key asks, and each frame many times.
    meanings: HashMap<(Context, Chord), Meaning>,
}

/// An action of a context, and the keys that it has there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    pub context: Context,
    pub action: Action,
    /// The first is the one that is shown where there is room for one.
    pub keys: Vec<Pressed>,
    pub help: &'static str,
    /// Empty keeps it out of the footer.
    pub footer: &'static str,
}

/// Keys, and how they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pressed {
    pub name: String,
    pub chord: Chord,
}

/// The keys that a person gave to an action, with their places.
pub(super) type Chosen<'a> = (Context, Action, Vec<(Pressed, &'a Placed)>);

impl Bound {
    /// The key that is shown where there is room for one; empty if there is none.
    #[must_use]
    pub fn key(&self) -> &str {
        self.keys.first().map_or("", |pressed| &pressed.name)
    }

    /// All its keys, with spaces between them.
    #[must_use]
    pub fn names(&self) -> String {
        let names: Vec<_> = self.keys.iter().map(|pressed| pressed.name.as_str()).collect();
        names.join(" ")
    }
}

impl Default for Keymap {
    /// The table as it is built in.
    fn default() -> Self {
        let pressed =
            |name: &str| Chord::read(name).ok().map(|chord| Pressed { name: name.to_owned(), chord });
        let bound = BINDINGS.iter().map(|binding| Bound {
            context: binding.context,
            action: binding.action,
            keys: binding.keys.iter().filter_map(|key| pressed(key.0)).collect(),
            help: binding.help,
            footer: binding.footer,
        });
        Self::of_bound(bound.collect())
    }
}

/// What keys mean by these bindings. The first one of a context counts, and whole chords before those that begin.
fn meanings(bound: &[Bound]) -> HashMap<(Context, Chord), Meaning> {
    let mut meanings = HashMap::new();
    let pressed = || bound.iter().flat_map(|bound| bound.keys.iter().map(move |key| (bound, key.chord)));
    for (bound, chord) in pressed() {
        meanings.entry((bound.context, chord)).or_insert(Meaning::Acts(bound.action));
    }
    for (bound, chord) in pressed() {
        let first = Chord { first: chord.first, second: None };
        meanings.entry((bound.context, first)).or_insert(Meaning::Begins);
    }
    meanings
}

impl Keymap {
    fn of_bound(bound: Vec<Bound>) -> Self {
        let mut places = [const { Vec::new() }; Context::ALL.len()];
        bound.iter().enumerate().for_each(|(place, bound)| places[bound.context as usize].push(place));
        Self { places, meanings: meanings(&bound), bound }
    }

    /// The table with what a person chose. A chosen key is taken from the action that has it by default in the same context;
    /// two actions that are given one key are a fault, and so is a key that would act nowhere.
    ///
    /// # Errors
    /// Everything that is wrong with the choices, in the order of the file.
    pub fn with(choices: &[KeyChoice]) -> Result<Self, Vec<ConfigFault>> {
        let (chosen, mut faults) = read(choices);
        faults.extend(conflicts(&chosen));
        let keymap = Self::choosing(&chosen);
        faults.extend(keymap.unreachable(&chosen));
        faults.sort_by_key(|fault| (fault.line, fault.column));
        faults.dedup();
        if faults.is_empty() { Ok(keymap) } else { Err(faults) }
    }

    fn choosing(chosen: &[Chosen<'_>]) -> Self {
        let mut keymap = Self::default();
        for (context, action, keys) in chosen {
            keymap.choose(*context, *action, keys.iter().map(|(pressed, _)| pressed.clone()).collect());
        }
        Self::of_bound(keymap.bound)
    }

    fn choose(&mut self, context: Context, action: Action, mut keys: Vec<Pressed>) {
        let is_chosen = |pressed: &Pressed| keys.iter().any(|key| key.chord.clashes(pressed.chord));
        for bound in self.bound.iter_mut().filter(|bound| bound.context == context) {
            if bound.action != action {
                bound.keys.retain(|pressed| !is_chosen(pressed));
            }
        }
        if (context, action) == (Context::Anywhere, Action::Interrupt) {
            keys.push(Pressed { name: "Ctrl-c".to_owned(), chord: Chord { first: WAY_OUT, second: None } });
        }
        if let Some(bound) =
            self.bound.iter_mut().find(|bound| bound.context == context && bound.action == action)
        {
            bound.keys = keys;
        } else if let Some(known) = self.bound.iter().find(|bound| bound.action == action).cloned() {
            self.bound.push(Bound { context, keys, ..known });
        }
    }

    /// Every action with its keys, as the configuration has them. `Ctrl-c` stays where it is without being named.
    #[must_use]
    pub fn as_config(&self) -> String {
        let quoted = |pressed: &Pressed| format!("{:?}", pressed.name);
        let mut text = String::new();
        for context in Context::ALL {
            // Its one key stays where it is without being named.
            let is_settled = |bound: &&Bound| bound.keys.iter().all(|key| key.chord.contains(WAY_OUT));
            let is_said = |bound: &&Bound| bound.action != Action::Interrupt || !is_settled(bound);
            let lines: Vec<_> = self
                .of(context)
                .filter(is_said)
                .map(|bound| {
                    let keys =
                        bound.keys.iter().filter(|pressed| !pressed.chord.contains(WAY_OUT)).map(quoted);
                    (
                        format!("{} = [{}]", bound.action.name(), keys.collect::<Vec<_>>().join(", ")),
                        bound.help,
                    )
                })
                .collect();
            let width = lines.iter().map(|(line, _)| line.chars().count()).max().unwrap_or(0).min(WIDEST);
            text.push_str(&format!("[keys.{}]\n", context.name()));
            lines.iter().for_each(|(line, help)| text.push_str(&format!("{line:<width$}  # {help}\n")));
            text.push('\n');
        }
        text
    }

    /// What a key means in a context, given the key that began a chord, if one did.
    #[must_use]
    pub fn lookup(&self, context: Context, begun: Option<Key>, key: Key) -> Meaning {
        let chord =
            begun.map_or(Chord { first: key, second: None }, |first| Chord { first, second: Some(key) });
        let found = context.chain().iter().find_map(|context| self.meanings.get(&(*context, chord)));
        found.copied().unwrap_or(Meaning::Nothing)
    }

    /// Whether keys do this in a context: no nearer table has them.
    #[must_use]
    pub fn acts(&self, context: Context, action: Action, chord: Chord) -> bool {
        let does = Meaning::Acts(action);
        match chord.second {
            None => self.lookup(context, None, chord.first) == does,
            Some(second) => {
                let begins = self.lookup(context, None, chord.first) == Meaning::Begins;
                begins && self.lookup(context, Some(chord.first), second) == does
            }
        }
    }

    /// The bindings of a context alone.
    pub fn of(&self, context: Context) -> impl Iterator<Item = &Bound> {
        self.places[context as usize].iter().map(|place| &self.bound[*place])
    }

    /// All bindings.
    pub fn bound(&self) -> impl Iterator<Item = &Bound> {
        self.bound.iter()
    }

    /// The keys of an action where it holds, as they are pressed.
    #[must_use]
    pub fn chord(&self, context: Context, action: Action) -> Option<Chord> {
        let bound = self.holding(context).filter(|bound| bound.action == action);
        bound.flat_map(|bound| &bound.keys).map(|pressed| pressed.chord).next()
    }

    /// The bindings that hold in a context, nearest first.
    pub fn holding(&self, context: Context) -> impl Iterator<Item = &Bound> {
        context.chain().iter().flat_map(|context| self.of(*context))
    }

    /// How an action is reached where a sentence is about it: its key there, else in a panel or anywhere; else its name,
    /// by which the palette finds it.
    #[must_use]
    pub fn key(&self, context: Context, action: Action) -> String {
        let near = self.holding(context).chain(USUAL.into_iter().flat_map(|context| self.of(context)));
        let all = near.chain(&self.bound).filter(|bound| bound.action == action);
        let found = all.map(Bound::key).find(|key| !key.is_empty());
        found.map_or_else(|| self.in_palette(action), str::to_owned)
    }

    fn in_palette(&self, action: Action) -> String {
        let palette = |bound: &&Bound| bound.action == Action::ShowPalette && !bound.keys.is_empty();
        let key = self.bound.iter().find(palette).map_or("the palette", |bound| bound.key());
        format!("{key} {}", action.name())
    }

    /// A sentence of ours with the keys that it names as they are now. A mark has an action, such as `send-again`; with the
    /// key of one context in mind, that before it, as in `path.send`.
    #[must_use]
    pub fn worded(&self, sentence: &str) -> String {
        with_keys(sentence, |mark| {
            let (context, action) = mark.split_once('.').unwrap_or(("panel", mark));
            Some(self.key(Context::named(context)?, Action::named(action)?))
        })
    }

    /// A report that names the keys as they are now.
    #[must_use]
    pub fn retold(&self, mut report: Report) -> Report {
        for entry in &mut report.entries {
            for sentence in entry.advice.iter_mut().chain([&mut entry.meaning]) {
                *sentence = self.worded(sentence);
            }
        }
        report
    }
}

/// Where sentences speak of keys, the likeliest first.
const USUAL: [Context; 6] =
    [Context::Panel, Context::Form, Context::Response, Context::Path, Context::Anywhere, Context::Field];

/// Two actions of one context that are given one key, by the person; and a key that acts before the two that it begins can
/// be pressed, whichever action they are of.
fn conflicts(chosen: &[Chosen<'_>]) -> Vec<ConfigFault> {
    let all: Vec<_> = each(chosen).collect();
    let mut faults = Vec::new();
    for (at, (context, action, pressed, placed)) in all.iter().enumerate() {
        let before = all[..at].iter().find(|(other, other_action, other_pressed, _)| {
            other == context
                && other_pressed.chord.clashes(pressed.chord)
                && (other_action != action || other_pressed.chord != pressed.chord)
        });
        if let Some((_, other, other_pressed, first)) = before {
            faults.push(placed.fault(format!(
                "`{}` of {} conflicts with `{}` of {} (line {})",
                pressed.name,
                action.name(),
                other_pressed.name,
                other.name(),
                first.line
            )));
        }
    }
    faults
}

fn context(placed: &Placed) -> Result<Context, ConfigFault> {
    let names = Context::ALL.map(Context::name);
    Context::named(&placed.text).ok_or_else(|| unknown(placed, "context", names.iter().copied()))
}

fn action(placed: &Placed) -> Result<Action, ConfigFault> {
    let names: Vec<_> = BINDINGS.iter().map(|binding| binding.action.name()).collect();
    Action::named(&placed.text).ok_or_else(|| unknown(placed, "action", names.iter().copied()))
}

fn unknown<'a>(placed: &Placed, kind: &str, names: impl Iterator<Item = &'a str>) -> ConfigFault {
    let meant = near(&placed.text, names).map_or(String::new(), |name| format!("; did you mean `{name}`?"));
    let meant = if meant.is_empty() { "; `segue config keys` lists them".to_owned() } else { meant };
    placed.fault(format!("unknown {kind} `{}`{meant}", placed.shown()))
}

/// Keys that can be pressed where they are bound.
fn pressed(placed: &Placed, context: Option<Context>) -> Result<Pressed, ConfigFault> {
    let chord = Chord::read(&placed.text).map_err(|fault| placed.fault(fault.to_string()))?;
    let is_typed = context.is_some_and(Context::reaches_fields) && chord.first.typed().is_some();
    if is_typed {
        let words = "is typed in a text field, and never acts there; a key of this context begins with Ctrl or is a \
                     function key";
        return Err(placed.fault(format!("`{}` {words}", placed.text)));
    }
    if chord.contains(WAY_OUT) {
        return Err(placed.fault("Ctrl-c always cancels or quits, and can't be given away".to_owned()));
    }
    let name = placed.text.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(Pressed { name, chord })
}

/// What may surprise with keys that are good: those with Alt, those that nearer tables have in some places, and actions that
/// they leave without any.
#[must_use]
pub fn doubts(choices: &[KeyChoice]) -> Vec<ConfigFault> {
    let (chosen, _) = read(choices);
    let needs_alt = each(&chosen).filter(|(_, _, pressed, _)| pressed.chord.needs_alt()).map(|(.., key)| {
        let words = "some terminals and slow links turn Alt with a key into Esc and the key";
        key.fault(format!("`{}`: {words}", key.shown()))
    });
    let mut doubts: Vec<_> = needs_alt.chain(Keymap::choosing(&chosen).partly_reachable(&chosen)).collect();
    doubts.sort_by_key(|doubt| (doubt.line, doubt.column));
    doubts
}

/// The choices in terms of the table, and what is wrong with each for itself.
fn read(choices: &[KeyChoice]) -> (Vec<Chosen<'_>>, Vec<ConfigFault>) {
    let (mut chosen, mut faults) = (Vec::new(), Vec::new());
    for choice in choices {
        let (context, action) = (context(&choice.context), action(&choice.action));
        let mut good = Vec::new();
        for key in &choice.keys {
            match pressed(key, context.as_ref().ok().copied()) {
                Ok(pressed) => good.push((pressed, key)),
                Err(fault) => faults.push(fault),
            }
        }
        match (context, action) {
            (Ok(context), Ok(action)) => chosen.push((context, action, good)),
            (context, action) => faults.extend([context.err(), action.err()].into_iter().flatten()),
        }
    }
    (chosen, faults)
}

#[cfg(test)]
mod tests;
