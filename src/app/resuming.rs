//! Going on with a session that was cut off: what is offered, and how far it has come back.

use super::{layout::Panel, model::Model, response::State as Response};
use crate::domain::{
    request::{Draft, Method},
    snapshot::{Focus, Search, Snapshot, Words},
};

/// What there is to go on with.
#[derive(Debug, Clone, Default)]
pub struct State {
    offer: Option<Box<Snapshot>>,
    is_taken: bool,
    pub(super) pending: Option<Box<Pending>>,
}

/// A session on its way back.
#[derive(Debug, Clone)]
pub(super) struct Pending {
    pub kept: Snapshot,
    pub stage: Stage,
    /// A key was pressed meanwhile, so the cursor and the focus stay where they are.
    pub is_disturbed: bool,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// The credentials are being read.
    Opening,
    /// The answer to what was open is waited for, or somebody's sending it again. So many responses had shown before.
    Asked { replaced: u64 },
    /// Its lists are followed as far as they were: the next one, and how many pages may still come.
    Lists { next: usize, left: usize, replaced: u64 },
}

impl State {
    /// Offers a session.
    pub fn offer(&mut self, snapshot: Snapshot) {
        self.offer = Some(Box::new(snapshot));
    }

    /// Whether there is a session to go on with.
    #[must_use]
    pub const fn is_offered(&self) -> bool {
        self.offer.is_some()
    }

    /// Whether the session that was offered is this one by now.
    #[must_use]
    pub const fn is_taken(&self) -> bool {
        self.is_taken
    }

    /// Takes what is offered: from now on it is this session.
    pub(super) fn take(&mut self) -> Option<Snapshot> {
        let kept = *self.offer.take()?;
        self.is_taken = true;
        self.pending =
            Some(Box::new(Pending { kept: kept.clone(), stage: Stage::Opening, is_disturbed: false }));
        Some(kept)
    }

    /// A key was pressed.
    pub(super) fn disturb(&mut self) {
        if let Some(pending) = &mut self.pending {
            pending.is_disturbed = true;
        }
    }

    /// Lists are followed no further.
    pub(super) fn stop_following(&mut self) {
        self.pending.take_if(|pending| matches!(pending.stage, Stage::Lists { .. }));
    }
}

/// The session as it is now. One that is still on its way back is kept as it was, but for what was typed since.
#[must_use]
pub fn snapshot(model: &Model) -> Snapshot {
    let draft = model.composer.draft();
    if let Some(pending) = &model.resuming.pending {
        return Snapshot { draft, ..pending.kept.clone() };
    }
    let running = model.fetch.running().map(|running| &running.request);
    // What has not come yet lies nowhere.
    let arrived = model
        .response
        .shown()
        .map(|shown| &shown.request)
        .filter(|shown| running.is_none_or(|it| it == *shown));
    let mut response = model.response.arrangement();
    if arrived.is_none() {
        response.lists.clear();
        (response.folds, response.cursor, response.above) = Default::default();
    }
    let [before, after] = model.trail.requests(&model.session.standing.profile);
    response.search = search(model, &model.response);
    response.filter = filter(model);
    Snapshot {
        profile: model.session.standing.profile.clone(),
        scenario: model.session.illness().map(str::to_owned),
        draft,
        open: running.or(arrived).map(Draft::of),
        before,
        after,
        asked_in: model.locale.picked().map(|place| (place.storefront.clone(), place.language.clone())),
        focus: match model.screen.focus {
            Panel::Request => Focus::Request,
            Panel::Response => Focus::Response,
            Panel::Errors => Focus::Errors,
        },
        zoomed: model.screen.zoomed,
        response,
    }
}

fn search(model: &Model, response: &Response) -> Option<Search> {
    let pattern = model.search.matcher()?.pattern();
    let is_own = model.own_token().is_in(&pattern.text);
    let hit = model.search.current.filter(|_| response.filtered().is_none());
    (!is_own).then(|| Search {
        pattern: Words(pattern.text.clone()),
        scope: pattern.scope,
        is_lit: model.search.lit().is_some(),
        hit: hit.and_then(|hit| response.place_of(hit)),
    })
}

fn filter(model: &Model) -> Option<Words> {
    let words = model.response.filtered()?.words();
    (!model.own_token().is_in(words)).then(|| Words(words.to_owned()))
}

/// What is said of a request that is not sent again by itself.
pub(super) fn unsent(open: &Draft) -> String {
    let path = crate::domain::visible::visible(&open.path);
    format!(
        "{} {path} was sent before the session was cut off; it is not sent again by itself",
        open.method.as_str()
    )
}

/// Whether it may be sent again by itself.
pub(super) fn is_harmless(open: &Draft) -> bool {
    open.method == Method::Get
}
