//! The one key table. What a key does, the help, the footer, the palette and `docs/keys.md` all come from it.

mod effective;
mod name;
mod notation;
mod reach;
mod table;

pub use effective::{Bound, Keymap, Pressed, doubts};
pub use notation::{Chord, KeyNotation, NotationFault};
pub use table::{BINDINGS, Binding};

use super::response::Fold;
use crate::domain::{
    copying::Part,
    profile::{ESC_WAIT, ESC_WAIT_OVER_SSH},
};

/// Where the focus is, as far as keys are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// Everywhere, also in a text field.
    Anywhere,
    /// In any text field.
    Field,
    /// In the path, a field of one line.
    Path,
    /// In the path, while a placeholder in it waits for its value.
    Stops,
    /// In the path, while a list shows what could stand there.
    Offers,
    /// In the path, while one of that list is chosen.
    Chosen,
    /// In the headers or the body, fields of many lines.
    Lines,
    /// In a panel, outside its text fields.
    Panel,
    /// In the request panel, outside its text fields.
    Form,
    /// In the response panel.
    Response,
    /// In the errors panel.
    Errors,
    /// In what to search for.
    Search,
    /// In a jq filter.
    Filter,
    /// In the name of a file to save to.
    Save,
    /// In the palette.
    Palette,
    /// Among the requests that were sent.
    History,
    /// In the help.
    Help,
    /// In a value that is shown whole.
    Value,
    /// In a comparison of two responses.
    Comparison,
    /// In the doctor's account, or an experiment's.
    Doctor,
    /// In what is documented of an endpoint.
    Endpoint,
    /// In the account of a sign-in.
    SignIn,
    /// In a question that wants a yes.
    Question,
}

impl Context {
    /// All of them, in the order in which the help shows them.
    pub const ALL: [Self; 23] = [
        Self::Anywhere,
        Self::Panel,
        Self::Form,
        Self::Response,
        Self::Errors,
        Self::Field,
        Self::Path,
        Self::Stops,
        Self::Offers,
        Self::Chosen,
        Self::Lines,
        Self::Search,
        Self::Filter,
        Self::Save,
        Self::Palette,
        Self::History,
        Self::Help,
        Self::Value,
        Self::Comparison,
        Self::Doctor,
        Self::Endpoint,
        Self::SignIn,
        Self::Question,
    ];

    /// In the path: as a rule, and with something that waits there.
    pub const PATH: [Self; 4] = [Self::Path, Self::Stops, Self::Offers, Self::Chosen];

    /// The heading in the help and in `docs/keys.md`.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Anywhere => "Everywhere",
            Self::Field => "In a text field",
            Self::Path => "In the path",
            Self::Stops => "In the path, with a placeholder in it",
            Self::Offers => "In the path, with a list of what could stand there",
            Self::Chosen => "In that list",
            Self::Lines => "In the headers and the body",
            Self::Panel => "In any panel, outside text fields",
            Self::Form => "Request, outside its text fields",
            Self::Response => "Response",
            Self::Errors => "Errors",
            Self::Search => "In what to search for",
            Self::Filter => "In a jq filter",
            Self::Save => "In where to save",
            Self::Palette => "Palette",
            Self::History => "History",
            Self::Help => "Help",
            Self::Value => "A value, whole",
            Self::Comparison => "A comparison",
            Self::Doctor => "The doctor, and an experiment",
            Self::Endpoint => "What is documented of an endpoint",
            Self::SignIn => "A sign-in",
            Self::Question => "A question",
        }
    }

    /// The contexts whose bindings hold here, nearest first.
    pub(super) const fn chain(self) -> &'static [Self] {
        match self {
            Self::Path => &[Self::Path, Self::Field, Self::Anywhere],
            Self::Stops => &[Self::Stops, Self::Path, Self::Field, Self::Anywhere],
            Self::Offers => &[Self::Offers, Self::Path, Self::Field, Self::Anywhere],
            Self::Chosen => &[Self::Chosen, Self::Offers, Self::Path, Self::Field, Self::Anywhere],
            Self::Lines => &[Self::Lines, Self::Field, Self::Anywhere],
            Self::Form => &[Self::Form, Self::Panel, Self::Anywhere],
            Self::Response => &[Self::Response, Self::Panel, Self::Anywhere],
            Self::Errors => &[Self::Errors, Self::Panel, Self::Anywhere],
            Self::Search => &[Self::Search, Self::Field, Self::Anywhere],
            Self::Filter => &[Self::Filter, Self::Field, Self::Anywhere],
            Self::Save => &[Self::Save, Self::Field, Self::Anywhere],
            Self::Palette => &[Self::Palette, Self::Field, Self::Anywhere],
            Self::History => &[Self::History, Self::Field, Self::Anywhere],
            Self::Help => &[Self::Help, Self::Anywhere],
            Self::Value => &[Self::Value, Self::Anywhere],
            Self::Comparison => &[Self::Comparison, Self::Anywhere],
            Self::Doctor => &[Self::Doctor, Self::Anywhere],
            Self::Endpoint => &[Self::Endpoint, Self::Anywhere],
            Self::SignIn => &[Self::SignIn, Self::Anywhere],
            Self::Question => &[Self::Question, Self::Anywhere],
            Self::Anywhere => &[Self::Anywhere],
            Self::Field => &[Self::Field, Self::Anywhere],
            Self::Panel => &[Self::Panel, Self::Anywhere],
        }
    }

    /// Whether its keys hold in some text field too.
    #[must_use]
    pub fn reaches_fields(self) -> bool {
        self == Self::Anywhere || self.is_field()
    }

    /// Whether a text field has the focus, so that printable characters are typed.
    #[must_use]
    pub fn is_field(self) -> bool {
        self.chain().contains(&Self::Field)
    }
}

/// What a key or the palette can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    Send,
    SendAgain,
    /// Goes on with the session that was cut off.
    Resume,
    Follow,
    FollowAll,
    Back,
    Interrupt,
    Quit,
    Suspend,
    /// Draw the screen whole; read all of the panel where it is read out.
    Redraw,
    ShowHelp,
    ShowPalette,
    /// The requests that were sent.
    Recall,
    /// Puts a request that was sent into the form.
    Reuse,
    NextPanel,
    PreviousPanel,
    FocusRequest,
    FocusResponse,
    FocusErrors,
    Zoom,
    NextMethod,
    ToggleDeveloper,
    ToggleUser,
    EditRow,
    EditPath,
    EditHeaders,
    EditBody,
    ExternalEditor,
    ToggleRow,
    Move(Motion),
    Open,
    /// Opens the resource or relationship under the cursor.
    Visit,
    /// Shows the response before this one, or after it.
    Travel {
        forward: bool,
    },
    Fold(Fold),
    TogglePlain,
    /// A part of the value under the cursor goes to the clipboard.
    Copy(Part),
    CopyCurl,
    CopyExport,
    /// The developer token goes to the clipboard, if a second key says so.
    CopyToken,
    /// The value under the cursor, whole, in `$PAGER`.
    Page,
    /// What was copied last shows outside the screen.
    PrintCopied,
    ToggleMouse,
    /// Presenter mode.
    TogglePresenter,
    /// Whether the keys that are pressed show.
    ToggleKeys,
    ToggleHeaders,
    TogglePreview,
    ScrollPreview(Motion),
    ShowValue,
    /// The resource around the cursor, in full.
    ShowResource,
    Edit(Edit),
    Accept,
    Decline,
    Search,
    Filter,
    Save,
    /// What a prompt is about: the next choice.
    Switch,
    /// Goes to another hit.
    Hit {
        forward: bool,
    },
    NextScope,
    /// The doctor's whole examination.
    Examine,
    /// The last request with neither token, one, both.
    Experiment,
    /// What could stand where the cursor is in the path.
    Complete,
    /// The next placeholder of the path.
    NextStop,
    /// The list of endpoints.
    Browse,
    /// What is documented of the endpoint in the form.
    ShowEndpoint,
    /// The body that is documented for it.
    InsertExample,
    /// What leads on from the resource under the cursor.
    ShowWays,
    /// Another storefront or language from now on.
    PickStorefront,
    /// What shows, in another storefront.
    AskElsewhere,
    /// Keeps the response, or its page under the cursor, for comparing.
    Hold {
        is_page: bool,
    },
    /// Compares with what is held.
    Compare,
    /// Goes to another difference.
    Difference {
        forward: bool,
    },
    /// A yes to the doctor's question for another server.
    Permit,
    CopyReport,
    /// A Music User Token for the profile in use.
    SignIn,
    /// The next step of the demo that is loaded.
    NextStep,
    /// Over a step of it, or back before one.
    PassStep {
        forward: bool,
    },
    /// The address of a sign-in's page goes to the clipboard.
    CopyLink,
}

/// A movement of the cursor, read by whichever panel has the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Motion {
    Up,
    Down,
    Out,
    In,
    NextSibling,
    PreviousSibling,
    First,
    Last,
    HalfPageUp,
    HalfPageDown,
    PageUp,
    PageDown,
}

/// A change of a text field, or a movement in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Edit {
    Backspace,
    Delete,
    DeleteWord,
    DeleteToStart,
    DeleteToEnd,
    Left,
    Right,
    WordLeft,
    WordRight,
    Home,
    End,
    Newline,
    Undo,
    Redo,
}

impl Edit {
    /// Whether it changes the text, and does not only move in it.
    #[must_use]
    pub const fn is_change(self) -> bool {
        !matches!(self, Self::Left | Self::Right | Self::WordLeft | Self::WordRight | Self::Home | Self::End)
    }
}

/// What a key means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// It acts.
    Acts(Action),
    /// It begins a chord; the next key decides.
    Begins,
    /// Nothing is bound to it.
    Nothing,
}

/// The bindings of a context alone.
pub fn of(context: Context) -> impl Iterator<Item = &'static Binding> {
    BINDINGS.iter().filter(move |binding| binding.context == context)
}

/// How keys are chosen, for `docs/keys.md`.
const CHOOSING: &str = r#"
## Your own keys

```toml
[keys.panel]
quit = ["q", "Ctrl-x q"]      # several keys for one action; two keys one after the other

[keys.response]
follow-next = "n"             # takes n from next-hit, and f from follow-next
fold-all = []                 # no key; the palette still has it
```

- The part of a table's name behind `keys.` says where the key holds: the tables below name it. A nearer one wins: a key of
  `response` before one of `panel`, that before one of `anywhere`.
- What you name stands in place of the action's own keys. A key is taken from the action that has it by default in the same
  table; two actions to which you give one key are reported, and so is a key that begins two keys that
  are to act.
- A key that a nearer table has acts where that table does not hold; one that acts nowhere is reported. `segue config check`
  notes where a key does not act, and which action it leaves without one.
- `Esc` and `Tab` are keys as others are, but for two: no two keys begin with `Esc`, since a terminal sends Alt that way; and in
  the path `Tab` belongs to the list and to placeholders while there are any.
- Any action can be bound in any table, also one that has no key there.
- Keys are written as below: `j`, `Ctrl-p`, `Shift-Tab`, `F5`, `Space`, `PgDn`, `Alt-x`. Alt is not safe: some terminals and
  slow links turn it into Esc and the key.
- In a text field no printable character acts. `Ctrl-c` always cancels, and quits when nothing runs.
- `segue config keys` prints every table as it holds. `segue config check` lists everything that is wrong, with line and column. Footer, help, palette and the advice on the
  screen name the keys as you chose them.
"#;

/// The whole table as Markdown: `docs/keys.md`.
#[must_use]
pub fn document() -> String {
    let mut text = format!(
        "# Keys\n\nMade from the key table in `src/app/keymap/table.rs`; a test holds the two together. While a text \
         field has the focus, printable characters are typed and never act.\n\nMany keys begin with the byte of `Esc`. \
         A lone `Esc` therefore acts when nothing has followed it for {ESC_WAIT} ms, or for {ESC_WAIT_OVER_SSH} ms over SSH \
         (`SSH_CONNECTION`, `SSH_CLIENT` or `SSH_TTY` is set): `esc_wait = 50` at the top of `config.toml` makes it 50. Terminals with the keyboard protocol \
         of Kitty send an `Esc` that is told from the others, which acts at once.\n",
    );
    text.push_str(CHOOSING);
    for context in Context::ALL {
        text.push_str(&format!(
            "\n## {}\n\nIn `config.toml`: `[keys.{}]`\n\n",
            context.title(),
            context.name()
        ));
        text.push_str("| key | action | what it does |\n|---|---|---|\n");
        for binding in of(context) {
            let keys: Vec<_> = binding.keys.iter().map(|key| format!("`{}`", key.0)).collect();
            let (keys, name) = (keys.join(" ").replace('|', "\\|"), binding.action.name());
            text.push_str(&format!("| {keys} | `{name}` | {} |\n", binding.help));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::event::{Key, KeyCode};

    fn meaning(context: Context, begun: Option<Key>, key: Key) -> Meaning {
        Keymap::default().lookup(context, begun, key)
    }

    #[test]
    fn no_printable_character_is_a_command_in_a_field() {
        for context in Context::ALL.into_iter().filter(|context| context.is_field()) {
            for c in (' '..='~').chain(['é', '漢', '\u{a0}']) {
                for begun in [None, Some(Key::ctrl('x'))] {
                    assert_eq!(
                        meaning(context, begun, Key::char(c)),
                        Meaning::Nothing,
                        "{c:?} in {context:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn every_key_is_readable_and_means_one_thing_in_its_context() {
        for binding in BINDINGS {
            for key in binding.keys {
                assert!(key.chord().is_some(), "{} is no key", key.0);
                let holders = of(binding.context).filter(|other| other.keys.contains(key)).count();
                assert_eq!(holders, 1, "{} in {:?}", key.0, binding.context);
            }
        }
    }

    #[test]
    fn no_default_needs_alt_or_only_keys_that_terminals_take_away() {
        let is_taken = |key: &KeyNotation| "abjos".chars().any(|c| key.is(Key::ctrl(c), None));
        for binding in BINDINGS {
            assert!(binding.keys.iter().all(|key| !key.0.contains("Alt")), "{:?}", binding.action);
            assert!(binding.keys.is_empty() || !binding.keys.iter().all(is_taken), "{:?}", binding.action);
        }
    }

    #[test]
    fn arrows_stand_beside_letters() {
        let down = meaning(Context::Response, None, Key::char('j'));
        assert_eq!(meaning(Context::Response, None, Key::plain(KeyCode::Down)), down);
    }

    #[test]
    fn a_chord_takes_two_keys() {
        let (x, e) = (Key::ctrl('x'), Key::ctrl('e'));
        assert_eq!(meaning(Context::Lines, None, x), Meaning::Begins);
        assert_eq!(meaning(Context::Lines, Some(x), e), Meaning::Acts(Action::ExternalEditor));
        assert_eq!(meaning(Context::Lines, None, e), Meaning::Acts(Action::Edit(Edit::End)));
    }
}
