//! A demo that is loaded: which step is next, what of the last one is still to be done, and what came of those before.

use std::{collections::VecDeque, sync::Arc};

use super::{
    event::Key,
    keymap::{Action, Bound, Chord, Context, Keymap},
};
use crate::domain::{
    demo::{Demo, Follow, Path, Step},
    request::Draft,
    visible::visible,
};

/// Rows that a note takes at most; who has more to say has another step.
const MOST_ROWS: usize = 2;

/// A demo and how far it is.
#[derive(Debug, Clone)]
pub struct State {
    demo: Arc<Demo>,
    /// The keys of each step, read.
    keys: Vec<Vec<Key>>,
    /// The step that comes next.
    next: usize,
    /// What of the step before is still to be done.
    under_way: Option<UnderWay>,
    /// What came of the steps, in the order in which they were done.
    done: Vec<Done>,
    /// Nobody sees it, and nothing may come of it.
    is_rehearsed: bool,
    /// The key that begins it.
    key: String,
}

/// A step that is under way.
#[derive(Debug, Clone)]
pub(super) struct UnderWay {
    pub step: usize,
    /// When it began, in milliseconds since the epoch.
    since: i64,
    acts: VecDeque<Act>,
    /// How many fetches had been started before its request.
    pub fetches_before: Option<u64>,
    faults: Vec<String>,
    /// A key of it is being pressed, at this moment.
    pub is_pressing: bool,
}

/// What came of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// Which, counted from 0.
    pub step: usize,
    /// How long it took, in milliseconds.
    pub millis: u64,
    /// The status of its request.
    pub status: Option<u16>,
    /// What did not go as the file says.
    pub faults: Vec<String>,
}

/// Something that a step does, once what it did before has come to rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Act {
    Arm(String),
    Fill(Draft),
    Send,
    Follow,
    FollowAll,
    Unfold(Path),
    Search(String),
    Found(String),
    Filter(String),
    Filtered,
    Select(Path),
    Press(Key),
}

impl State {
    /// A demo at its beginning.
    ///
    /// # Errors
    /// Which step has a key that is none, or one that a person alone presses, as a sentence.
    pub fn new(demo: Demo, keymap: &Keymap) -> Result<Self, String> {
        let read = |(number, step): (usize, &Step)| {
            let chords = step.keys.iter().map(|text| {
                // What is no key may be a secret that stands in its place; the fault repeats none.
                Chord::read(text).map_err(|fault| format!("step {number}: {}", visible(&fault.to_string())))
            });
            let chords = chords.collect::<Result<Vec<_>, _>>()?;
            let keys: Vec<_> =
                chords.iter().flat_map(|chord| [Some(chord.first), chord.second]).flatten().collect();
            match persons(&keys, keymap) {
                Some(action) => Err(format!("step {number}: {}", withheld(action))),
                None => Ok(keys),
            }
        };
        let keys = (1..).zip(&demo.steps).map(read).collect::<Result<_, String>>()?;
        Ok(Self {
            demo: Arc::new(demo),
            keys,
            next: 0,
            under_way: None,
            done: Vec::new(),
            is_rehearsed: false,
            key: keymap.key(Context::Anywhere, Action::NextStep),
        })
    }

    /// The demo.
    #[must_use]
    pub fn demo(&self) -> &Demo {
        &self.demo
    }

    /// What came of the steps.
    #[must_use]
    pub fn done(&self) -> &[Done] {
        &self.done
    }

    /// The same, for a rehearsal: it writes nothing.
    #[must_use]
    pub fn rehearsed(self) -> Self {
        Self { is_rehearsed: true, ..self }
    }

    /// Whether this is a rehearsal.
    pub(super) const fn is_rehearsed(&self) -> bool {
        self.is_rehearsed
    }

    /// Whether a key of the file is being pressed, at this moment.
    pub(super) fn is_pressing(&self) -> bool {
        self.under_way.as_ref().is_some_and(|step| step.is_pressing)
    }

    /// Whether a step is under way.
    #[must_use]
    pub const fn is_under_way(&self) -> bool {
        self.under_way.is_some()
    }

    /// What is to be said at this moment: the note of the last step that was begun, with its number.
    #[must_use]
    pub fn words(&self) -> String {
        self.words_at(self.next)
    }

    fn words_at(&self, next: usize) -> String {
        let count = self.demo.steps.len();
        match next.checked_sub(1).and_then(|step| self.demo.steps.get(step)) {
            Some(step) => format!("{next}/{count} {}", visible(&step.note)),
            None => {
                let steps = if count == 1 { "step" } else { "steps" };
                format!("{} · {} begins, {count} {steps}", visible(&self.demo.title), self.key)
            }
        }
    }

    /// The lines of that, for so many columns.
    #[must_use]
    pub fn lines(&self, columns: usize) -> Vec<String> {
        wrapped(&self.words(), columns)
    }

    /// Rows that the notes take: as many for all steps, so that nothing moves from one to the next.
    #[must_use]
    pub fn rows(&self, columns: usize) -> u16 {
        let rows = (0..=self.demo.steps.len()).map(|next| wrapped(&self.words_at(next), columns).len());
        u16::try_from(rows.max().unwrap_or(0)).unwrap_or(0)
    }

    /// The step that comes next; none behind the last one.
    #[must_use]
    pub fn next(&self) -> Option<&Step> {
        self.demo.steps.get(self.next)
    }

    /// Begins the next step.
    pub(super) fn begin(&mut self, now: i64) {
        let Some(step) = self.next() else { return };
        let mut acts: VecDeque<Act> = acts(step).into();
        acts.extend(self.keys.get(self.next).into_iter().flatten().map(|key| Act::Press(*key)));
        let (step, faults) = (self.next, Vec::new());
        self.under_way =
            Some(UnderWay { step, since: now, acts, fetches_before: None, faults, is_pressing: false });
        self.next += 1;
    }

    /// Goes on behind a step, or back before one; nothing of it is done or undone.
    pub(super) fn pass(&mut self, forward: bool) {
        let was_under_way = self.under_way.take().is_some();
        self.next = match forward {
            true if was_under_way => self.next,
            true => (self.next + 1).min(self.demo.steps.len()),
            false => self.next.saturating_sub(1),
        };
    }

    /// The step that is under way.
    pub(super) const fn under_way_mut(&mut self) -> Option<&mut UnderWay> {
        self.under_way.as_mut()
    }

    /// What is to be done next.
    pub(super) fn act(&mut self) -> Option<Act> {
        self.under_way.as_mut()?.acts.pop_front()
    }

    /// Something did not go as the file says; the rest of the step is left out.
    pub(super) fn fail(&mut self, fault: String) {
        if let Some(under_way) = &mut self.under_way {
            under_way.faults.push(fault);
            under_way.acts.clear();
        }
    }

    /// The step is over, with what else was not as it should be.
    pub(super) fn finish(&mut self, now: i64, status: Option<u16>, fault: Option<String>) {
        let Some(UnderWay { step, since, mut faults, .. }) = self.under_way.take() else { return };
        // What a request came to explains what was missing in it.
        fault.into_iter().for_each(|fault| faults.insert(0, fault));
        let millis = u64::try_from(now - since).unwrap_or(0);
        self.done.push(Done { step, millis, status, faults });
    }
}

/// Whether a person alone does this: it hands a token out, ends the talk, or covers the screen with something else.
pub(super) const fn is_a_persons(action: Action) -> bool {
    matches!(
        action,
        Action::CopyToken
            | Action::SignIn
            | Action::Interrupt
            | Action::Quit
            | Action::Suspend
            | Action::ExternalEditor
            | Action::PrintCopied
    )
}

/// Why a demo does not do it.
pub(super) fn withheld(action: Action) -> String {
    format!("no demo presses the key of {}: a person does", action.name())
}

/// What a person alone does, and what some of these keys surely do. A letter alone may be typed, and is looked at when it is
/// pressed.
fn persons(keys: &[Key], keymap: &Keymap) -> Option<Action> {
    let is_among = |chord: Chord| match chord.second {
        Some(second) => keys.windows(2).any(|pair| pair == [chord.first, second]),
        None => chord.first.typed().is_none() && keys.contains(&chord.first),
    };
    let does = |bound: &&Bound| bound.keys.iter().any(|pressed| is_among(pressed.chord));
    keymap.bound().filter(|bound| is_a_persons(bound.action)).find(does).map(|bound| bound.action)
}

/// What a step does, in its order; its keys come behind it.
fn acts(step: &Step) -> Vec<Act> {
    let mut acts = Vec::new();
    acts.extend(step.scenario.clone().map(Act::Arm));
    acts.extend(step.draft().into_iter().flat_map(|draft| [Act::Fill(draft), Act::Send]));
    match step.follow {
        Some(Follow::Pages(pages)) => acts.extend((0..pages).map(|_| Act::Follow)),
        Some(Follow::All) => acts.push(Act::FollowAll),
        None => {}
    }
    acts.extend(step.unfold.iter().cloned().map(Act::Unfold));
    acts.extend(step.search.iter().flat_map(|text| [Act::Search(text.clone()), Act::Found(text.clone())]));
    acts.extend(step.filter.iter().flat_map(|text| [Act::Filter(text.clone()), Act::Filtered]));
    acts.extend(step.select.clone().map(Act::Select));
    acts
}

fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let lines = textwrap::wrap(text, columns.max(1));
    lines.into_iter().take(MOST_ROWS).map(std::borrow::Cow::into_owned).collect()
}
