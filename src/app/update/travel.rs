//! The way of a request: from the form to the edge, and back as a response, a page more, or an error.
//!
//! ```text
//! send ─► check ─► (a write: question) ─► start ─► Effect::Fetch ─► … ─► fetched ─► show | join | tell
//!           └─ mistakes ─► errors panel, nothing sent
//! ```

use super::{
    doctor, focus, follow,
    keys::{self, no_next},
    locale, signing,
};
use crate::{
    app::{
        composer,
        effect::{Effect, Effects, Look},
        errors,
        event::{Key, KeyCode},
        fetch::{FetchId, Running},
        keymap::{self, Action},
        layout::Panel,
        message::{Arrival, Body, Outcome},
        model::{Model, Opening},
        overlay::{Overlay, Question},
        response::{self, Way},
        walking::Reach,
    },
    domain::{
        answer::Extent,
        doctor::facts::Failure,
        error::{self, Context, Report, Severity},
        history::Entry,
        quantity,
        request::{Draft, Mistake, Request, Tokens},
        token::{DeveloperStanding, Standing, UserStanding},
    },
};

/// What a sandbox is called that nothing is wrong with.
const HEALTHY: &str = "healthy";

/// How long a question that comes by itself takes no answer, in milliseconds: longer than between two typed keys.
const SURPRISE: i64 = 700;

/// Sends what the form holds.
pub(super) fn send(model: &mut Model) -> Effects {
    if model.session.opening == Opening::UnderWay {
        model.session.opening = Opening::ThenSend;
        return Effects::new();
    }
    send_as(model, false)
}

/// Sends what the form holds, once the credentials are read; perhaps as a repetition of what was sent before.
pub(super) fn send_as(model: &mut Model, is_repeat: bool) -> Effects {
    model.advising.sent();
    model.fit();
    if model.composer.holds_own_token() {
        tell(model, errors::own_token());
        return Effects::new();
    }
    match model.composer.check(&model.session.standing.origin, model.storefront(), model.language()) {
        Ok(request) => ask_or_start(model, request, is_repeat),
        Err(mistakes) => {
            tell(model, errors::unsent(&mistakes));
            if let Some(Mistake::Body(fault)) =
                mistakes.iter().find(|mistake| matches!(mistake, Mistake::Body(_)))
            {
                model.composer.light_up_body(fault.position);
            }
            Effects::new()
        }
    }
}

/// Whether credentials are being read: what the screen shows is then not what would be sent, so nothing is.
pub(super) fn is_opening(model: &mut Model) -> bool {
    let is_opening = model.session.opening != Opening::Done;
    if is_opening {
        model.notice = Some("the credentials are being read; try again in a moment".to_owned());
    }
    is_opening
}

/// A key was pressed while a request waits for the credentials: what stands in the form may be another one soon, so it
/// waits no longer.
pub(super) fn disturb(model: &mut Model, key: Key) {
    if model.session.opening == Opening::ThenSend
        && !matches!(key.code, KeyCode::Esc | KeyCode::Enter | KeyCode::F(_))
    {
        model.session.opening = Opening::UnderWay;
        let send = model.keymap.key(keymap::Context::Path, Action::Send);
        model.notice = Some(format!("the request waits no longer, since a key was pressed; {send} sends it"));
    }
}

/// Sends the last request again, as it was; where another storefront was picked since and the form went there, the form.
pub(super) fn send_again(model: &mut Model) -> Effects {
    if is_opening(model) {
        return Effects::new();
    }
    if model.fetch.last().is_some_and(|last| locale::is_moved(model, last)) {
        return send_as(model, true);
    }
    model.fetch.last().cloned().map_or_else(Effects::new, |request| ask_or_start(model, request, true))
}

/// The same where no key asks for it: a question that comes by itself is not answered by a key on its way.
pub(super) fn send_again_unasked(model: &mut Model) -> Effects {
    let effects = send_again(model);
    if let Some(Overlay::Question(question)) = &mut model.overlay {
        question.ready_at = model.now + SURPRISE;
    }
    effects
}

/// A write to a real origin asks first; repeating a write always asks.
pub(super) fn ask_or_start(model: &mut Model, request: Request, is_repeat: bool) -> Effects {
    if let Some(missing) = composer::missing_token(request.tokens, &model.session.standing) {
        tell(model, errors::no_token(missing, true));
        return Effects::new();
    }
    if is_refused(model, &request) {
        return Effects::new();
    }
    let is_real = model.session.standing.profile != crate::domain::profile::SANDBOX;
    let was_sent = is_repeat || model.fetch.was_written(&request);
    let asks = request.method.is_write()
        && (was_sent || (is_real && (model.session.confirms_writes || model.leave.is_restricted())));
    if asks {
        let profile = model.session.standing.profile.clone();
        let question = Question { request, is_repeat: was_sent, profile, ready_at: model.now };
        model.overlay = Some(Overlay::Question(Box::new(question)));
        return Effects::new();
    }
    start(model, request)
}

/// A yes to a question: for the profile that it was asked for, and not by a key that was on its way before it stood there.
pub(super) fn confirmed(model: &mut Model, question: Question) -> Effects {
    if model.now < question.ready_at {
        model.overlay = Some(Overlay::Question(Box::new(question)));
        return Effects::new();
    }
    if question.profile != model.session.standing.profile {
        model.notice = Some(format!("nothing was sent: that was asked for the profile {}", question.profile));
        return Effects::new();
    }
    start(model, question.request)
}

/// Whether this run may not send a request; why is told.
fn is_refused(model: &mut Model, request: &Request) -> bool {
    let refusal = model.leave.check_request(request).err();
    if let Some(refusal) = &refusal {
        tell(model, errors::refused_here(refusal));
    }
    refusal.is_some()
}

/// Starts a fetch for a new response; what runs is given up.
pub(super) fn start(model: &mut Model, request: Request) -> Effects {
    if is_opening(model) || is_refused(model, &request) {
        return Effects::new();
    }
    let mut effects = follow::stop(model);
    model.notice = None;
    let (id, superseded) = model.fetch.start(request.clone(), model.now);
    model.trail.set_out(id, form_of(model, &request));
    effects.extend(superseded.map(Effect::Cancel));
    model.response.stop_waiting();
    let profile = model.session.standing.profile.clone();
    effects.push(Effect::Fetch { id, request, restored: Vec::new(), profile, look: Look::Early });
    effects.extend(model.session.has_motion.then_some(Effect::Tick(id)));
    effects
}

/// The form that stands for a request: as it is, if it was sent from there.
fn form_of(model: &Model, request: &Request) -> Draft {
    let typed = model.composer.draft();
    let is_its = typed.check(&model.session.standing.origin.url()).is_ok_and(|checked| checked == *request);
    if is_its { typed } else { Draft::of(request) }
}

/// Gives up the fetch that runs. Where part of its body shows, that becomes the answer; a second time, even that is not
/// waited for.
pub(super) fn cancel(model: &mut Model) -> Effects {
    model.resuming.stop_following();
    if model.fetch.walking().is_some() {
        return follow::stop(model);
    }
    if let Some(running) = model.fetch.running()
        && running.has_come
        && !running.is_stopped
    {
        let id = running.id;
        model.fetch.running_mut(id).into_iter().for_each(|running| running.is_stopped = true);
        return vec![Effect::Keep(id)];
    }
    let Some(running) = model.fetch.cancel() else { return Effects::new() };
    model.response.stop_waiting();
    let waited = std::time::Duration::from_millis(u64::try_from(model.now - running.since).unwrap_or(0));
    let kept = if model.response.shown().is_some() { "; what was fetched stays" } else { "" };
    model.notice = Some(format!("cancelled after {:.1} s{kept}", waited.as_secs_f64()));
    vec![Effect::Cancel(running.id)]
}

/// More of a body has come than shows.
pub(super) fn arriving(model: &mut Model, id: FetchId, arrival: Arrival) -> Effects {
    let profile = model.session.standing.profile.clone();
    let Some(running) = model.fetch.running_mut(id) else { return Effects::new() };
    running.received = running.received.max(arrival.head.wire_bytes);
    let is_first = !std::mem::replace(&mut running.has_come, true);
    let running = running.clone();
    if is_first {
        leave(model, &running);
    }
    model.response.arrive(id, &running.request, arrival, &profile);
    if is_first {
        model.errors.clear();
        settle(model, &running, Panel::Response);
    }
    model.fit();
    Effects::new()
}

/// The response on view gives way to the first of another.
fn leave(model: &mut Model, running: &Running) {
    let profile = &model.session.standing.profile;
    if model.trail.arrive(running.id, &running.request, profile, &mut model.response) {
        let words =
            "the oldest responses were let go to save memory; {key:previous-response} fetches them anew";
        model.notice.get_or_insert_with(|| words.to_owned());
    }
}

/// `o` in the tree: where the row itself leads, whatever is unfolded in it.
pub(super) fn visit(model: &mut Model) -> Effects {
    let door = model.response.door(model.storefront());
    door.map_or_else(Effects::new, |address| go(model, &address))
}

/// `Enter` in the tree.
pub(super) fn open(model: &mut Model) -> Effects {
    let height = model.height_of(Panel::Response);
    match model.response.way(model.storefront()) {
        Some(Way::Follow(_)) if model.response.filtered().is_some() => {
            model.notice = Some(no_next(model));
            Effects::new()
        }
        Some(Way::Follow(list)) => follow::follow(model, list, Reach::One),
        Some(Way::Go(address)) => go(model, &address),
        Some(Way::Read) => {
            keys::show_value(model);
            Effects::new()
        }
        Some(Way::Fold) => {
            model.response.toggle(height);
            Effects::new()
        }
        None => Effects::new(),
    }
}

/// Puts an address into the path and sends it as a GET.
fn go(model: &mut Model, address: &str) -> Effects {
    if is_opening(model) {
        return Effects::new();
    }
    match response::path_of(address, &model.session.standing.origin) {
        Ok(path) => open_path(model, &path),
        Err(refusal) => {
            tell(model, errors::refused(&refusal));
            Effects::new()
        }
    }
}

/// Puts a path into the form and sends it as a GET.
pub(super) fn open_path(model: &mut Model, path: &str) -> Effects {
    if is_opening(model) {
        return Effects::new();
    }
    model.composer.open(path);
    send(model)
}

/// Reads another profile's credentials; what runs with the old ones is given up.
pub(super) fn use_profile(model: &mut Model, name: String) -> Effects {
    model.locale.forget();
    let mut effects = cancel(model);
    model.session.opening = Opening::UnderWay;
    model.session.turn += 1;
    effects.push(Effect::UseProfile { name, turn: model.session.turn });
    effects
}

/// Makes something wrong with the sandbox, and goes there; nothing that was fetched or typed is lost.
pub(super) fn arm(model: &mut Model, scenario: String, about: &str) -> Effects {
    let mut effects = cancel(model);
    model.session.opening = Opening::UnderWay;
    model.session.turn += 1;
    model.session.arming = Some(scenario.clone());
    let again = model.keymap.key(keymap::Context::Panel, Action::SendAgain);
    model.notice = Some(format!("the sandbox from now on: {about}; {again} sends the last request again"));
    effects.push(Effect::Arm { scenario, turn: model.session.turn });
    effects
}

/// Credentials have been read; what was to be sent meanwhile is sent now.
pub(super) fn opened(model: &mut Model, standing: Standing) -> Effects {
    model.session.standing = standing;
    if let Some(armed) = model.session.arming.take() {
        model.session.scenario = Some(armed).filter(|name| name != HEALTHY);
    }
    let own = model.own_token();
    model.composer.guard(&own);
    if std::mem::take(&mut model.session.opening) == Opening::ThenSend {
        let effects = send(model);
        // Nobody has pressed a key for this question just now: the one that is on its way was meant for something else.
        if let Some(Overlay::Question(question)) = &mut model.overlay {
            question.ready_at = model.now + SURPRISE;
        }
        return effects;
    }
    // A credential that cannot be used is told at once, rather than at the first request.
    let standing = &model.session.standing;
    let tokens = Tokens {
        developer: matches!(standing.developer, DeveloperStanding::Faulty { .. }),
        user: matches!(standing.user, UserStanding::Faulty { .. }),
    };
    if let Some(fault) = composer::missing_token(tokens, standing) {
        tell(model, errors::no_token(fault, false));
    }
    Effects::new()
}

/// Credentials could not be had at all; those that were in use stay.
pub(super) fn unopened(model: &mut Model, reason: &str, standing: Option<Box<Standing>>) -> Effects {
    model.session.opening = Opening::Done;
    model.session.arming = None;
    if let Some(standing) = standing {
        model.session.standing = *standing;
    }
    let palette = model.keymap.key(keymap::Context::Anywhere, Action::ShowPalette);
    let advice = format!("choose another one with {palette}");
    tell(model, errors::local("The profile cannot be used", reason, &advice));
    Effects::new()
}

/// A fetch came to something. Only the one that runs counts.
pub(super) fn fetched(
    model: &mut Model,
    id: FetchId,
    outcome: Outcome,
    standing: Option<Box<Standing>>,
    at_once: &mut dyn FnMut(Effect),
) -> Effects {
    let is_page = model.fetch.walking().is_some_and(|walking| walking.brings(id));
    let running = model.fetch.finish(id);
    // Whoever changed the profile meanwhile has another standing.
    if let Some(standing) = standing.filter(|_| is_page || running.is_some()) {
        model.session.standing = *standing;
    }
    if is_page {
        return follow::fetched(model, id, outcome, at_once);
    }
    let Some(running) = running else { return Effects::new() };
    let remembered = remember(model, &running, &outcome);
    match outcome {
        Outcome::Answered(arrival) => answered(model, running, arrival),
        Outcome::Failed(transport) => {
            let report = error::read_transport(&transport, context(model, &running.request));
            doctor::consider_failure(model, &running.request, Failure::of(&transport));
            fail(model, &running, report);
        }
        Outcome::Unsent(report) => {
            model.doctor.consider(None);
            fail(model, &running, report);
        }
    }
    remembered
}

/// What was sent goes into the history, with what came of it.
fn remember(model: &mut Model, running: &Running, outcome: &Outcome) -> Effects {
    let status = match outcome {
        Outcome::Answered(arrival) => Some(arrival.head.status),
        Outcome::Failed(_) => None,
        Outcome::Unsent(_) => return Effects::new(),
    };
    model.known.learn_target(running.request.method, &running.request.target, status);
    let millis = u64::try_from(model.now - running.since).unwrap_or(0);
    let profile = &model.session.standing.profile;
    let entry = Entry::of(&running.request, profile, running.since, status, millis);
    vec![Effect::Remember(Box::new(entry))]
}

fn answered(model: &mut Model, running: Running, arrival: Arrival) {
    doctor::consider_answer(model, &running.request, &arrival);
    let report = error::read(&arrival.head, body(&arrival.body), context(model, &running.request));
    if let Body::Page(page) | Body::Beginning(page, _) = &arrival.body {
        model.known.learn(page);
    }
    if arrival.head.extent == Extent::Stopped {
        let size = quantity::bytes(arrival.head.wire_bytes);
        model.notice = Some(format!("stopped at {size}; what came stays"));
    }
    if !running.has_come {
        leave(model, &running);
    }
    let profile = model.session.standing.profile.clone();
    if let Some(arrival) = model.response.complete(running.id, arrival) {
        model.response.show(running.request.clone(), arrival, &profile);
    }
    let asked_for_storefront = model.locale.is_told_by(running.id);
    match report {
        Some(report) => fail(model, &running, report),
        None => {
            model.errors.clear();
            settle(model, &running, Panel::Response);
            if asked_for_storefront {
                locale::learn_own(model);
            }
        }
    }
    model.trail.note(&model.errors, model.doctor.request());
}

/// Tells what went wrong with a request, and marks in the form what it points at.
fn fail(model: &mut Model, running: &Running, report: Report) {
    let panel = match report.severity {
        Severity::Failure => Panel::Errors,
        Severity::Notice => Panel::Response,
    };
    model.composer.light_up(&report);
    let mut diagnosis = diagnosis(model, &report);
    if signing::is_curable(model, &report) {
        diagnosis.push((errors::Role::Advice, signing::offer(model)));
    }
    model.errors.tell_with(report, diagnosis, &model.keymap);
    settle(model, running, panel);
}

/// What the doctor says to a refusal at once, from what is at hand. Where nothing was found, only a refused token is worth
/// a word; why there was no answer at all stands in the report already.
fn diagnosis(model: &Model, report: &Report) -> Vec<errors::Told> {
    if report.severity != Severity::Failure || !model.doctor.is_informed() || model.doctor.is_unanswered() {
        return Vec::new();
    }
    match (doctor::first(model), model.doctor.status()) {
        (None, Some(401 | 403)) => errors::diagnosis(None),
        (None, _) => Vec::new(),
        (Some(found), _) => {
            doctor::with_nearest(model, &found, errors::diagnosis(Some(&found)), errors::Role::Advice)
        }
    }
}

/// Moves the focus to where the answer shows, unless somebody has touched a key meanwhile.
fn settle(model: &mut Model, running: &Running, panel: Panel) {
    if !running.is_disturbed && model.overlay.is_none() && model.prompt.is_none() {
        focus(model, panel);
    }
    model.fit();
}

/// Tells something that was found before anything was sent.
pub(super) fn tell(model: &mut Model, report: Report) {
    model.errors.tell(report, &model.keymap);
    model.fit();
}

pub(super) fn body(body: &Body) -> error::Body<'_> {
    match body {
        Body::Page(page) => error::Body::Json(page.document()),
        Body::Beginning(_, text) => broken(text),
        Body::Text(text) => broken(text),
        Body::Empty => error::Body::Empty,
    }
}

fn broken(text: &crate::app::message::Text) -> error::Body<'_> {
    error::Body::Malformed(error::Broken { fault: &text.fault, start: &text.start, arrived: text.arrived })
}

pub(super) fn context<'a>(model: &'a Model, request: &'a Request) -> Context<'a> {
    Context {
        method: request.method.as_str(),
        target: &request.target,
        developer_token_sent: request.tokens.developer,
        user_token_sent: request.tokens.user
            && matches!(model.session.standing.user, UserStanding::Set { .. }),
        origin: model.session.standing.origin.as_str(),
        is_sandbox: model.session.standing.profile == crate::domain::profile::SANDBOX,
    }
}
