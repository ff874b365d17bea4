//! Every stage has a twin whose keys are all others. What a script presses does the same there, and no frame of it shows a key
//! of the built-in table.

use std::{fmt::Write, sync::LazyLock};

use regex::Regex;
use segue::{
    app::{
        event::{Event, Key},
        keymap::{Action, BINDINGS, Context, Keymap, Meaning, of},
        message::Message,
        model::Model,
        update::update,
    },
    domain::profile::parse_config,
    ui::Theme,
};

use super::{
    dump,
    stage::{Stage, draw, tracks},
};

/// A model with other keys.
pub(crate) struct Twin {
    pub(crate) model: Model,
}

impl Twin {
    pub(crate) fn of(mut model: Model) -> Self {
        model.keymap = keymap();
        Self { model }
    }

    /// Does what a message does to a model with the built-in keys.
    pub(crate) fn tell(&mut self, other: &Model, message: &Message) {
        let messages = match message {
            Message::Input(Event::Key(key)) => {
                let keys = self.keys(other, *key).into_iter();
                keys.map(|key| Message::Input(Event::Key(key))).collect()
            }
            message => vec![message.clone()],
        };
        for message in messages {
            update(&mut self.model, message);
        }
    }

    /// The keys that do here what a key does there; what is typed is the same.
    fn keys(&self, other: &Model, key: Key) -> Vec<Key> {
        match other.keymap.lookup(other.context(), other.begun, key) {
            Meaning::Acts(action) => {
                let chord = self.model.keymap.chord(self.model.context(), action);
                chord.into_iter().flat_map(|chord| [Some(chord.first), chord.second]).flatten().collect()
            }
            Meaning::Begins => Vec::new(),
            Meaning::Nothing => {
                key.typed().filter(|_| other.begun.is_none()).map(|_| key).into_iter().collect()
            }
        }
    }

    /// Asserts that no key of the built-in table is on the screen.
    pub(crate) fn lacks_old_keys(&self, name: &str) {
        let size = self.model.screen.size;
        let screen = dump::glyphs(&draw(&self.model, &Theme::default(), size).buffer).join("\n");
        let found = old_keys(&screen);
        assert!(found.is_empty(), "{name}: {found:?} with all keys chosen anew:\n{screen}");
    }
}

/// Every action of every context has another key: `Alt`, a letter for the context, and one for the action.
fn keymap() -> Keymap {
    let mut text = String::new();
    for (context, letter) in Context::ALL.into_iter().zip('a'..) {
        writeln!(text, "[keys.{}]", context.name()).unwrap();
        for (binding, sign) in of(context).zip(('a'..='z').chain('A'..='Z').chain('0'..='9')) {
            writeln!(text, "{} = \"Alt-{letter} {sign}\"", binding.action.name()).unwrap();
        }
    }
    Keymap::with(&parse_config(&text).unwrap().keys).unwrap()
}

/// Keys with a name, and what one is told to press.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    let named = r"\b(Esc|Enter|Tab|Backspace|PgUp|PgDn|F[0-9]{1,2}|Ctrl-[^c ])\b|\b[Pp]ress [^A ]+";
    Regex::new(named).unwrap()
});

/// What on a screen looks like a key of the built-in table.
fn old_keys(screen: &str) -> Vec<String> {
    // The key itself is meant in that sentence.
    let screen = screen.replace("a lone Esc is held", "").replace('\n', " \n") + " ";
    let mut found: Vec<_> = NAMED.find_iter(&screen).map(|found| found.as_str().to_owned()).collect();
    for binding in BINDINGS.iter().filter(|binding| !binding.footer.is_empty()) {
        let hints = binding.keys.iter().map(|key| format!(" {} {} ", key.0, binding.footer));
        found.extend(hints.filter(|hint| screen.contains(hint)));
    }
    found
}

#[test]
fn a_twin_does_the_same_and_shows_its_own_keys() {
    let stage = tracks(120, 30).press("jjl/glass<Enter>");
    let (one, other) = (&stage.model, &stage.twin.model);
    assert_eq!((one.context(), one.response.cursor()), (other.context(), other.response.cursor()));
    assert_ne!(one.response.cursor(), tracks(120, 30).model.response.cursor());
    let screen = dump::glyphs(&draw(other, &Theme::default(), (120, 30)).buffer).join("\n");
    assert!(screen.contains(&other.keymap.key(Context::Response, Action::Visit)), "{screen}");
}

#[test]
fn an_old_key_on_a_screen_is_found() {
    let screen = dump::glyphs(&Stage::new(120, 30).draw().buffer).join("\n");
    assert!(old_keys(&screen).contains(&" Enter send ".to_owned()), "{screen}");
    for sentence in ["→ Press r to send it again.", "Esc closes it", " f follow next"] {
        assert!(!old_keys(sentence).is_empty(), "{sentence}");
    }
}
