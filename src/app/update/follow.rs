//! Following `next`: one page, all of them, or one ahead of the cursor. The walk decides (`domain::walk`); here its acts
//! become effects and changes of the response.
//!
//! ```text
//! f, F, the end of a list ─► Walk ─► Effect::Fetch, Effect::Wait ─► … ─► Fetched, Woke ─► Walk ─► join | set back | end
//! ```

use super::{
    super::walking::{Acts, Errand, Reach, Rest, Walking},
    focus,
    travel::{body, context, is_opening, tell},
};
use crate::{
    app::{
        effect::{Effect, Effects, Look},
        errors,
        fetch::FetchId,
        keymap::{Action, Context as Place},
        layout::Panel,
        message::{Arrival, Body, Outcome},
        model::Model,
    },
    domain::{
        error::{self, Report, Severity},
        link::{Following, Refusal},
        pages::{NodeRef, Setback},
        quantity,
        walk::{self, Act, End, Landing, Note, Options, Start, Ticket, Walk},
    },
};

/// Follows the `next` at or after the cursor.
pub(super) fn next(model: &mut Model, reach: Reach) -> Effects {
    if let Some(walking) = model.fetch.walking().filter(|walking| walking.rests()) {
        let list = walking.list;
        return follow(model, list, reach);
    }
    match model.response.next_list() {
        Some(list) => follow(model, list, reach),
        None => {
            model.notice =
                Some("no next among the rows that show; one is folded away: l or E unfolds".to_owned());
            Effects::new()
        }
    }
}

/// Fetches the next page of a list whose end comes into view, unless something else runs or it failed before.
pub(super) fn ahead(model: &mut Model) -> Effects {
    let height = model.height_of(Panel::Response);
    let is_free = model.session.paging.ahead && !model.fetch.is_busy() && model.fetch.walking().is_none();
    let standing = &model.session.standing;
    let is_own = model.response.shown().is_some_and(|shown| shown.profile == standing.profile);
    match model.response.list_ending_within(height) {
        Some(list) if is_free && is_own && model.session.is_open() => begin(model, list, Reach::Ahead),
        _ => Effects::new(),
    }
}

/// Follows a list, or lets go on a walk that waits for a person.
pub(super) fn follow(model: &mut Model, list: NodeRef, reach: Reach) -> Effects {
    if is_opening(model) {
        return Effects::new();
    }
    if let Some(walking) = model.fetch.walking_mut() {
        if walking.list == list && walking.rests() {
            return go_on(model, reach);
        }
        if walking.list == list && walking.reach != Reach::All {
            walking.reach = reach;
            return Effects::new();
        }
    }
    if model.fetch.is_busy() {
        model.notice = Some(format!("a request runs already; {} cancels it", model.key(Action::Back)));
        return Effects::new();
    }
    let Some(shown) = model.response.shown() else { return Effects::new() };
    if shown.profile != model.session.standing.profile {
        let again = model.key(Action::SendAgain);
        let other = format!(
            "this response came through the profile {}; press {again} to fetch it anew",
            shown.profile
        );
        model.notice = Some(other);
        return Effects::new();
    }
    let mut effects = stop(model);
    effects.extend(begin(model, list, reach));
    effects
}

/// A person lets a walk go on.
fn go_on(model: &mut Model, reach: Reach) -> Effects {
    let Some(walking) = model.fetch.walking_mut() else { return Effects::new() };
    walking.reach = if walking.reach == Reach::All { Reach::All } else { reach };
    let acts = match std::mem::replace(&mut walking.rest, Rest::None) {
        Rest::Asking { .. } => walking.walk.go_on(),
        Rest::Paused { .. } | Rest::None => walking.walk.resume(),
    };
    let beat = model.session.has_motion.then_some(Effect::Tick(walking.id));
    let mut effects = perform(model, acts);
    effects.extend(beat);
    effects
}

pub(super) fn begin(model: &mut Model, list: NodeRef, reach: Reach) -> Effects {
    let paging = &model.session.paging;
    let cap = match reach {
        Reach::All => paging.ask_after,
        Reach::Again { pages } => pages,
        Reach::Ahead | Reach::One => 1,
    };
    let options = Options { width: paging.side_by_side, cap };
    let origin = model.session.standing.origin.url();
    let (Some(tree), Some(shown)) = (model.response.body_tree(), model.response.shown()) else {
        return Effects::new();
    };
    let (pages, request) = (tree.pages(), shown.request.clone());
    let Some(next) = pages.next(list) else { return Effects::new() };
    let start = Start {
        origin: &origin,
        page: next.page,
        next: &next.link,
        step: pages.segments(&list).last().map_or(0, |last| pages.segment_count(*last)),
        count: pages.count(list),
        total: pages.total(list),
        seen: pages.targets(&list).collect(),
        // The pages know which items they have.
        ids: Vec::new(),
    };
    let items = start.count;
    let (walk, acts) = Walk::start(start, options);
    let id = model.fetch.new_id();
    let (now, has_motion) = (model.now, model.session.has_motion);
    model.fetch.walk(Walking {
        id,
        list,
        reach,
        rest: Rest::None,
        since: (now, items),
        is_disturbed: false,
        walk,
        request,
        on_the_way: Vec::new(),
        missed: std::collections::BTreeMap::new(),
    });
    let mut effects = perform(model, acts);
    effects.extend((has_motion && model.fetch.walking().is_some()).then_some(Effect::Tick(id)));
    effects
}

/// Stops a walk; what has joined stays.
pub(super) fn stop(model: &mut Model) -> Effects {
    let acts = model.fetch.walking_mut().map(|walking| walking.walk.stop());
    acts.map_or_else(Effects::new, |acts| perform(model, acts))
}

/// A wait is over.
pub(super) fn woke(model: &mut Model, id: FetchId, ticket: Ticket) -> Effects {
    let walking = model.fetch.walking_mut().filter(|walking| walking.id == id);
    let acts = walking.map(|walking| walking.walk.wake(ticket));
    acts.map_or_else(Effects::new, |acts| perform(model, acts))
}

/// A page came, or did not. Of a walk that is over, or of a page that nobody needs any more, it changes nothing. Requests for
/// the pages behind it are handed over before it joins.
pub(super) fn fetched(
    model: &mut Model,
    id: FetchId,
    outcome: Outcome,
    at_once: &mut dyn FnMut(Effect),
) -> Effects {
    let now = model.now;
    let Some(walking) = model.fetch.walking_mut() else { return Effects::new() };
    let list = walking.list;
    let Some(errand) = walking.arrived(id) else { return Effects::new() };
    let (ticket, landing) = (errand.ticket, judged(model, list, &errand, outcome));
    let Some(walking) = model.fetch.walking_mut() else { return Effects::new() };
    let acts = match landing {
        Ok(landing) => {
            walking.missed.remove(&ticket);
            walking.walk.land(ticket, landing)
        }
        Err((setback, report)) => {
            walking.missed.insert(ticket, report);
            walking.walk.setback(ticket, setback, now)
        }
    };
    let (first, rest): (Acts, Acts) = acts.into_iter().partition(|act| matches!(act, Act::Fetch { .. }));
    perform(model, first).into_iter().for_each(at_once);
    perform(model, rest)
}

/// The page for its list, or what kind of setback it is and what there is to say about it.
fn judged(
    model: &Model,
    list: NodeRef,
    errand: &Errand,
    outcome: Outcome,
) -> Result<Landing<Arrival>, (walk::Setback, Report)> {
    let context = context(model, &errand.request);
    let no_list = || {
        errors::local(
            "The page did not join its list",
            "the answer to next holds no list",
            "press {key:follow-next} to try again",
        )
    };
    let arrival = match outcome {
        Outcome::Answered(arrival) => arrival,
        Outcome::Failed(transport) => {
            return Err((walk::judge_transport(&transport), error::read_transport(&transport, context)));
        }
        Outcome::Unsent(report) => return Err((walk::Setback::Final, report)),
    };
    let report = error::read(&arrival.head, body(&arrival.body), context);
    let setback = walk::judge(&arrival.head, report.as_ref(), &errand.request.target, model.now);
    let continuation = match (&arrival.body, model.response.body_tree()) {
        (Body::Page(page), Some(tree)) if setback.is_none() => tree.pages().continuation(list, page),
        _ => None,
    };
    match continuation {
        Some((next, count)) => Ok(Landing { page: arrival, next, count, ids: Vec::new() }),
        None => Err((setback.unwrap_or(walk::Setback::Final), report.unwrap_or_else(no_list))),
    }
}

fn perform(model: &mut Model, acts: Acts) -> Effects {
    let mut effects = Effects::new();
    for act in acts {
        match act {
            Act::Fetch { ticket, target, restored } => effects.extend(fetch(model, ticket, target, restored)),
            Act::Wait { ticket, millis } => {
                let id = model.fetch.walking().map(|walking| walking.id);
                effects.extend(id.map(|id| Effect::Wait { id, ticket, millis }));
            }
            Act::Join { page, .. } => join(model, page),
            Act::Drop { ticket } => effects.extend(forget(model, ticket)),
            Act::Say(note) => say(model, &note),
            Act::Ask { pages } => effects.extend(ask(model, pages)),
            Act::Pause { ticket, tries, .. } => pause(model, ticket, tries),
            Act::End(end) => effects.extend(finish(model, end)),
        }
    }
    effects
}

fn fetch(model: &mut Model, ticket: Ticket, target: String, restored: Vec<String>) -> Option<Effect> {
    let profile = model.session.standing.profile.clone();
    let id = model.fetch.new_id();
    let walking = model.fetch.walking_mut()?;
    let following = Following { target, restored };
    let request = walking.request.following(&following);
    walking.on_the_way.push(Errand { id, ticket, request: request.clone() });
    Some(Effect::Fetch { id, request, restored: following.restored, profile, look: Look::Whole })
}

fn forget(model: &mut Model, ticket: Ticket) -> Option<Effect> {
    let walking = model.fetch.walking_mut()?;
    let at = walking.on_the_way.iter().position(|errand| errand.ticket == ticket)?;
    Some(Effect::Cancel(walking.on_the_way.swap_remove(at).id))
}

/// Joins a page to its list. An error beside its data takes nothing away, and is told.
fn join(model: &mut Model, arrival: Arrival) {
    let Some(walking) = model.fetch.walking() else { return };
    let (list, request) = (walking.list, walking.request.clone());
    let report = error::read(&arrival.head, body(&arrival.body), context(model, &request));
    if let Body::Page(page) = arrival.body {
        // That it continues the list was seen when it came.
        _ = model.response.join(list, page, arrival.head);
    }
    match report {
        Some(report) => model.errors.tell(report, &model.keymap),
        None => model.errors.clear(),
    }
    model.fit();
}

/// What the rows do not say themselves.
fn say(model: &mut Model, note: &Note) {
    model.notice = match note {
        // Its separator says so.
        Note::Again(_) => return,
        Note::Empty(_) | Note::OffPlan => Some(note.to_string()),
    };
}

/// Enough pages for now. Who wanted one has it; who wanted all is asked.
fn ask(model: &mut Model, pages: usize) -> Effects {
    let Some(walking) = model.fetch.walking_mut() else { return Effects::new() };
    if walking.reach == Reach::All && walking.since.1 > 0 && pages > 1 {
        walking.rest = Rest::Asking { pages };
        let [on, stop] = [Action::FollowAll, Action::Back].map(|action| model.key(action));
        model.notice = Some(format!("{pages} pages have come; {on} goes on, {stop} stops here"));
        return Effects::new();
    }
    let (list, reach) = (walking.list, walking.reach);
    let mut effects = end_walk(model);
    if reach == Reach::All {
        // Somebody pressed F while one page was on its way.
        effects.extend(begin(model, list, reach));
    }
    effects
}

/// Trying again has not helped: a person decides.
fn pause(model: &mut Model, ticket: Ticket, tries: u8) {
    let Some(walking) = model.fetch.walking_mut() else { return };
    walking.rest = Rest::Paused { tries };
    let (list, report) = (walking.list, walking.missed.get(&ticket).cloned());
    let key = model.keymap.key(Place::Response, Action::Follow);
    set_back(model, list, format!("refused {tries} times, {key} tries again"));
    report.into_iter().for_each(|report| tell(model, report));
}

/// Takes the walk away; what is still on its way is dropped.
fn end_walk(model: &mut Model) -> Effects {
    let walking = model.fetch.end_walk();
    walking
        .into_iter()
        .flat_map(|walking| walking.on_the_way)
        .map(|errand| Effect::Cancel(errand.id))
        .collect()
}

fn finish(model: &mut Model, end: End) -> Effects {
    let Some(walking) = model.fetch.walking().cloned() else { return Effects::new() };
    let effects = end_walk(model);
    let list = walking.list;
    match end {
        End::Whole if walking.reach == Reach::All => model.notice = Some(summary(model, &walking, "all")),
        End::Whole => {}
        End::Stopped => model.notice = Some(stopped(model, &walking)),
        End::PastEnd | End::Capped => {
            model.response.end(list);
            let report = walking.missed.into_values().next_back();
            report.into_iter().for_each(|report| tell(model, report));
        }
        End::Refused(refusal) => {
            if matches!(refusal, Refusal::Repeated(_)) {
                model.response.end(list);
            }
            tell(model, errors::refused(&refusal));
        }
        End::Failed { ticket, tries, .. } => failed(model, &walking, ticket, tries),
    }
    model.fit();
    effects
}

/// A page did not come: its row says so, and the errors panel why, unless nobody has asked for it.
fn failed(model: &mut Model, walking: &Walking, ticket: Ticket, tries: u8) {
    let Some(report) = walking.missed.get(&ticket).cloned() else { return };
    let again = if tries == 0 { String::new() } else { format!(" after {} tries", tries + 1) };
    set_back(model, walking.list, format!("{}{again}", report.headline));
    if walking.reach == Reach::Ahead {
        return;
    }
    let is_failure = report.severity == Severity::Failure;
    tell(model, report);
    if is_failure && !walking.is_disturbed && model.overlay.is_none() && model.prompt.is_none() {
        focus(model, Panel::Errors);
    }
}

fn set_back(model: &mut Model, list: NodeRef, words: String) {
    model.response.set_back(list, Setback { words });
}

/// What a walk brought, in a sentence.
fn summary(model: &Model, walking: &Walking, extent: &str) -> String {
    let progress = walking.progress();
    let millis = u64::try_from(model.now - walking.since.0).unwrap_or(0);
    let time = quantity::elapsed(std::time::Duration::from_millis(millis));
    let pages = if progress.pages == 1 { "page" } else { "pages" };
    let (count, items) = (quantity::count(progress.pages), quantity::count(progress.items));
    let again = model.response.body_tree().map_or(0, |tree| tree.pages().all_repeats(walking.list));
    let again = match again {
        0 => String::new(),
        again => format!("; {again} came twice"),
    };
    format!("{count} {pages} more in {time}: {extent} {items} items{again}")
}

fn stopped(model: &Model, walking: &Walking) -> String {
    match walking.progress().pages {
        0 => {
            let waited = u64::try_from(model.now - walking.since.0).unwrap_or(0);
            let seconds = std::time::Duration::from_millis(waited).as_secs_f64();
            format!("cancelled after {seconds:.1} s; what was fetched stays")
        }
        _ => format!("stopped; {}", summary(model, walking, "the list has")),
    }
}
