//! What of the screen has to be drawn again. A step through the tree is the key that is pressed most, and leaves the other
//! panels as they are.

use super::{
    effect::Effect,
    event::Event,
    keymap::{Action, Meaning},
    layout::Panel,
    message::Message,
    model::Model,
};

/// What messages may have changed of the screen since it was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Touched {
    Nothing,
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
                    Meaning::Acts(Action::Move(_)) => Self::Response,
                    _ => Self::All,
                }
            }
            _ => Self::All,
        }
    }

    /// The same, once the message has come to something: a step may have asked for more, or have something to say.
    pub(super) fn after(self, model: &Model, effects: &[Effect]) -> Self {
        let is_more = self == Self::Response && !(effects.is_empty() && is_in_the_tree(model));
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
