//! Characters that were typed faster than they can be shown are taken together.

use super::Surface;
use crate::app::{
    event::{Event, Typed},
    message::Message,
};

/// Bytes that are taken as typed together: a terminal hands over about so many at once.
const BURST: usize = 4096;

/// A typed character with those that are there already, up to a limit, and what came behind them. Completion and advice are
/// then looked for once: each takes as long as the path.
pub(super) async fn gathered(surface: &mut impl Surface, message: Message) -> (Message, Option<Message>) {
    let typed = |event: &Event| match event {
        Event::Key(key) => key.typed(),
        _ => None,
    };
    let Message::Input(first) = &message else { return (message, None) };
    let Some(first) = typed(first) else { return (message, None) };
    let mut text = String::from(first);
    let mut behind = None;
    while behind.is_none() && text.len() < BURST {
        let next = tokio::select! {
            biased;
            event = surface.next() => event,
            () = std::future::ready(()) => break,
        };
        match typed(&next) {
            Some(c) => text.push(c),
            None => behind = Some(Message::Input(next)),
        }
    }
    let is_alone = text.chars().nth(1).is_none();
    (if is_alone { message } else { Message::Input(Event::Burst(Typed(text))) }, behind)
}
