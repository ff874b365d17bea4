//! What of the screen has to be drawn again. A step through the tree is the key that is pressed most, and leaves the other
//! panels as they are.

use super::{
    effect::Effect,
    event::Event,
    keymap::{Action, Meaning, Motion},
    layout::Panel,
    message::Message,
    model::Model,
};

/// Keys that do something in one row and nothing in the next.
const OF_ROWS: [Action; 2] = [Action::Visit, Action::ShowWays];

/// Which of them do something in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct OfRow([bool; OF_ROWS.len()]);

impl OfRow {
    /// Those of the row under the cursor.
    pub(super) fn at_cursor(model: &Model) -> Self {
        Self(OF_ROWS.map(|action| model.can(action)))
    }
}

/// What messages may have changed of the screen since it was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Touched {
    Nothing,
    /// Where the cursor is in the tree, which rows are on view, and which keys do something there.
    Step {
        /// The first row that was on view.
        offset: usize,
        /// The row that the cursor was on.
        cursor: usize,
        /// Which keys did something there.
        keys: OfRow,
    },
    /// The response panel, and which keys do something there.
    Response,
    #[default]
    All,
}

impl Touched {
    /// What a message may come to change, as far as that can be told before.
    pub(super) fn before(model: &Model, message: &Message) -> Self {
        match message {
            Message::Drawn | Message::Input(Event::Focus(_) | Event::Shown) => Self::Nothing,
            // Lives and waits are told in seconds; a wait that runs may be told in less.
            Message::At(now) if is_at_rest(model) && now.div_euclid(1000) == model.seconds() => Self::Nothing,
            Message::Input(Event::Key(key)) if is_in_the_tree(model) => {
                match model.keymap.lookup(model.context(), None, *key) {
                    // These may fold and unfold.
                    Meaning::Acts(Action::Move(Motion::In | Motion::Out)) => Self::Response,
                    Meaning::Acts(Action::Move(_)) => Self::by_a_step(model),
                    _ => Self::All,
                }
            }
            _ => Self::All,
        }
    }

    /// What is personal is looked for in the whole panel, and a value under the cursor takes a part of it.
    fn by_a_step(model: &Model) -> Self {
        let is_the_tree_alone = model.response.tree().is_some() && model.response.preview().is_none();
        match is_the_tree_alone && !model.present.is_on() {
            true => Self::Step {
                offset: model.response.offset(),
                cursor: model.response.cursor(),
                keys: model.drawn,
            },
            false => Self::Response,
        }
    }

    /// Whether other keys do something than in the last frame, or keys show as they are pressed.
    #[must_use]
    pub fn has_other_keys(self, model: &Model) -> bool {
        match self {
            Self::Step { keys, .. } => model.present.shows_keys || keys != OfRow::at_cursor(model),
            Self::Nothing | Self::Response | Self::All => true,
        }
    }

    /// This, and then more.
    pub(super) fn and(self, more: Self) -> Self {
        match (self, more) {
            // What shows is what was on view before the first.
            (Self::Step { .. }, Self::Step { .. }) => self,
            _ => self.max(more),
        }
    }

    /// The same, once the message has come to something: a step may have asked for more, or have something to say.
    pub(super) fn after(self, model: &Model, effects: &[Effect]) -> Self {
        let is_partial = matches!(self, Self::Step { .. } | Self::Response);
        let is_more = is_partial && !(effects.is_empty() && is_in_the_tree(model));
        if is_more { Self::All } else { self }
    }
}

/// Whether nothing runs that the screen tells about.
fn is_at_rest(model: &Model) -> bool {
    model.fetch.running().is_none() && model.fetch.walking().is_none()
}

/// Whether keys go to the response, and nothing shows that the next one takes away.
fn is_in_the_tree(model: &Model) -> bool {
    model.screen.focus == Panel::Response
        && (model.overlay.is_none() && model.prompt.is_none())
        && (model.notice.is_none() && model.begun.is_none())
        && is_at_rest(model)
}
