//! Where chosen keys act: not where a nearer table has them, and perhaps nowhere.

use super::{Action, Bound, Chord, Context, Keymap, Pressed, effective::Chosen};
use crate::domain::profile::{ConfigFault, Placed};

/// Tables that several places share, and that the focus is never in themselves.
const SHARED: [Context; 3] = [Context::Anywhere, Context::Panel, Context::Field];

/// So many places are named; a sentence with all of them would say less.
const MOST_NAMED: usize = 4;

/// Every key that was chosen, for itself.
pub(super) fn each<'a>(
    chosen: &'a [Chosen<'_>],
) -> impl Iterator<Item = (Context, Action, &'a Pressed, &'a Placed)> {
    chosen.iter().flat_map(|(context, action, keys)| {
        keys.iter().map(move |(pressed, placed)| (*context, *action, pressed, *placed))
    })
}

impl Keymap {
    /// Keys that act nowhere: each place where they would has a nearer table with them.
    pub(super) fn unreachable(&self, chosen: &[Chosen<'_>]) -> Vec<ConfigFault> {
        self.hidden(chosen, |places, hidden| places == hidden).collect()
    }

    /// Keys that do not act everywhere where their table holds, and actions that are left without a key.
    pub(super) fn partly_reachable(&self, chosen: &[Chosen<'_>]) -> Vec<ConfigFault> {
        self.hidden(chosen, |places, hidden| places > hidden).chain(self.bereft(chosen)).collect()
    }

    /// Chosen keys that nearer tables have, if so many of the places where they would act count.
    fn hidden<'a>(
        &'a self,
        chosen: &'a [Chosen<'_>],
        counts: impl Fn(usize, usize) -> bool + 'a,
    ) -> impl Iterator<Item = ConfigFault> + 'a {
        each(chosen).filter_map(move |(context, action, pressed, placed)| {
            let places = || {
                Context::ALL
                    .into_iter()
                    .filter(|place| !SHARED.contains(place) && place.chain().contains(&context))
            };
            let hidden: Vec<_> = places()
                .filter_map(|place| Some((place, self.nearer(place, context, action, pressed.chord)?)))
                .collect();
            let (_, nearest) = hidden.first().filter(|_| counts(places().count(), hidden.len()))?;
            let names = listed(hidden.iter().map(|(place, _)| place.name().to_owned()).collect());
            let has =
                nearest.keys.iter().find(|key| key.chord.clashes(pressed.chord)).map_or("", |key| &key.name);
            let does = nearest.action.name();
            let message = format!(
                "`{}` of {} does not act in {}, where `{has}` is {does}",
                pressed.name,
                context.name(),
                names
            );
            Some(placed.fault(message))
        })
    }

    /// What a nearer table than this one does with a key, if it is something else.
    fn nearer(&self, place: Context, context: Context, action: Action, chord: Chord) -> Option<&Bound> {
        let nearer = place.chain().iter().take_while(move |nearer| **nearer != context);
        nearer.flat_map(|nearer| self.of(*nearer)).find(|bound| {
            bound.action != action && bound.keys.iter().any(|pressed| pressed.chord.clashes(chord))
        })
    }

    /// Actions whose last key was given to another.
    fn bereft<'a>(&'a self, chosen: &'a [Chosen<'_>]) -> impl Iterator<Item = ConfigFault> + 'a {
        let built_in = Self::default();
        each(chosen).filter_map(move |(context, action, pressed, placed)| {
            let lost = built_in.of(context).find(|bound| {
                bound.action != action && bound.keys.iter().any(|key| key.chord.clashes(pressed.chord))
            })?;
            let has_keys =
                self.of(context).any(|bound| bound.action == lost.action && !bound.keys.is_empty());
            let is_chosen = chosen.iter().any(|(at, other, _)| (*at, *other) == (context, lost.action));
            let (name, other) = (context.name(), lost.action.name());
            let message = format!("`{}` leaves {other} without a key in {name}", pressed.name);
            (!has_keys && !is_chosen).then(|| placed.fault(message))
        })
    }
}

/// The first of these names, and how many more there are.
fn listed(mut names: Vec<String>) -> String {
    let more = names.len().saturating_sub(MOST_NAMED);
    names.truncate(MOST_NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    names.join(", ") + &more
}
