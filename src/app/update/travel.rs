//! The way of a request: from the form to the edge, and back as a response, a page more, or an error.
//!
//! ```text
//! send ─► check ─► (a write: question) ─► start ─► Effect::Fetch ─► … ─► fetched ─► show | join | tell
//!           └─ mistakes ─► errors panel, nothing sent
//! ```

use super::{focus, keys};
use crate::{
    app::{
        composer,
        effect::{Effect, Effects, Look},
        errors,
        event::{Key, KeyCode},
        fetch::{FetchId, Purpose, Running},
        layout::Panel,
        message::{Arrival, Body, Outcome},
        model::{Model, Opening},
        overlay::{Overlay, Question},
        response::{self, Way},
    },
    domain::{
        answer::Extent,
        error::{self, Context, Report, Severity},
        link::{Following, Refusal},
        pages::NodeRef,
        quantity,
        request::{Mistake, Request, Tokens},
        token::{DeveloperStanding, Standing, UserStanding},
    },
};

/// How long a question that comes by itself takes no answer, in milliseconds: longer than between two typed keys.
const SURPRISE: i64 = 700;

/// Sends what the form holds.
pub(super) fn send(model: &mut Model) -> Effects {
    if model.session.opening == Opening::UnderWay {
        model.session.opening = Opening::ThenSend;
        return Effects::new();
    }
    if model.composer.holds_own_token() {
        tell(model, errors::own_token());
        return Effects::new();
    }
    match model.composer.check(&model.session.standing.origin) {
        Ok(request) => ask_or_start(model, request, false),
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
fn is_opening(model: &mut Model) -> bool {
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
        model.notice =
            Some("the request waits no longer, since a key was pressed; Enter sends it".to_owned());
    }
}

/// Sends the last request again, as it was.
pub(super) fn send_again(model: &mut Model) -> Effects {
    if is_opening(model) {
        return Effects::new();
    }
    model.fetch.last().cloned().map_or_else(Effects::new, |request| ask_or_start(model, request, true))
}

/// A write to a real origin asks first; repeating a write always asks.
fn ask_or_start(model: &mut Model, request: Request, is_repeat: bool) -> Effects {
    if let Some(missing) = composer::missing_token(request.tokens, &model.session.standing) {
        tell(model, errors::no_token(missing, true));
        return Effects::new();
    }
    let is_real = model.session.standing.profile != crate::domain::profile::SANDBOX;
    let was_sent = is_repeat || model.fetch.was_written(&request);
    let asks = request.method.is_write() && (was_sent || (is_real && model.session.confirms_writes));
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

/// Starts a fetch for a new response.
pub(super) fn start(model: &mut Model, request: Request) -> Effects {
    launch(model, request, Purpose::Send, Vec::new())
}

/// Starts a fetch; one that runs is given up.
fn launch(model: &mut Model, request: Request, purpose: Purpose, restored: Vec<String>) -> Effects {
    if is_opening(model) {
        return Effects::new();
    }
    let (id, superseded) = model.fetch.start(request.clone(), purpose.clone(), model.now);
    let mut effects: Effects = superseded.map(Effect::Cancel).into_iter().collect();
    model.response.stop_waiting();
    let profile = model.session.standing.profile.clone();
    let look = if purpose == Purpose::Send { Look::Early } else { Look::Whole };
    effects.push(Effect::Fetch { id, request, restored, profile, look });
    if model.session.has_motion {
        effects.push(Effect::Tick(id));
    }
    effects
}

/// Gives up the fetch that runs. Where part of its body shows, that becomes the answer; a second time, even that is not
/// waited for.
pub(super) fn cancel(model: &mut Model) -> Effects {
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
    let Some(running) = model.fetch.running_mut(id).filter(|running| running.purpose == Purpose::Send) else {
        return Effects::new();
    };
    running.received = running.received.max(arrival.head.wire_bytes);
    let is_first = !std::mem::replace(&mut running.has_come, true);
    let running = running.clone();
    model.response.arrive(id, &running.request, arrival, &profile);
    if is_first {
        model.errors.clear();
        settle(model, &running, Panel::Response);
    }
    model.fit();
    Effects::new()
}

/// Follows the `next` at or after the cursor.
pub(super) fn follow_next(model: &mut Model) -> Effects {
    match model.response.next_list() {
        Some(list) => follow(model, list),
        None => {
            model.notice =
                Some("no next among the rows that show; one is folded away: l or E unfolds".to_owned());
            Effects::new()
        }
    }
}

fn follow(model: &mut Model, list: NodeRef) -> Effects {
    if model.fetch.running().is_some() {
        model.notice = Some("a request runs already; Esc cancels it".to_owned());
        return Effects::new();
    }
    let standing = &model.session.standing;
    let Some(shown) = model.response.shown() else { return Effects::new() };
    if shown.profile != standing.profile {
        let other =
            format!("this response came through the profile {}; press r to fetch it anew", shown.profile);
        model.notice = Some(other);
        return Effects::new();
    }
    let request = shown.request.clone();
    match model.response.following(list, &standing.origin) {
        Some(Ok(following)) => start_following(model, &request, list, following),
        Some(Err(refusal)) => {
            if matches!(refusal, Refusal::Repeated(_)) {
                model.response.end(list);
            }
            tell(model, errors::refused(&refusal));
            Effects::new()
        }
        None => Effects::new(),
    }
}

fn start_following(model: &mut Model, request: &Request, list: NodeRef, following: Following) -> Effects {
    let request = request.following(&following);
    launch(model, request, Purpose::Follow(list), following.restored)
}

/// `Enter` in the tree.
pub(super) fn open(model: &mut Model) -> Effects {
    let height = model.height_of(Panel::Response);
    match model.response.way() {
        Some(Way::Follow(list)) => follow(model, list),
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
        Ok(path) => {
            model.composer.open(&path);
            send(model)
        }
        Err(refusal) => {
            tell(model, errors::refused(&refusal));
            Effects::new()
        }
    }
}

/// Reads another profile's credentials; what runs with the old ones is given up.
pub(super) fn use_profile(model: &mut Model, name: String) -> Effects {
    let mut effects = cancel(model);
    model.session.opening = Opening::UnderWay;
    model.session.turn += 1;
    effects.push(Effect::UseProfile { name, turn: model.session.turn });
    effects
}

/// Credentials have been read; what was to be sent meanwhile is sent now.
pub(super) fn opened(model: &mut Model, standing: Standing) -> Effects {
    model.session.standing = standing;
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
    if let Some(standing) = standing {
        model.session.standing = *standing;
    }
    tell(model, errors::local("The profile cannot be used", reason, "choose another one with Ctrl-p"));
    Effects::new()
}

/// A fetch came to something. Only the one that runs counts.
pub(super) fn fetched(
    model: &mut Model,
    id: FetchId,
    outcome: Outcome,
    standing: Option<Box<Standing>>,
) -> Effects {
    let Some(running) = model.fetch.finish(id) else { return Effects::new() };
    if let Some(standing) = standing {
        model.session.standing = *standing;
    }
    match outcome {
        Outcome::Answered(arrival) => answered(model, running, arrival),
        Outcome::Failed(transport) => {
            let report = error::read_transport(&transport, context(model, &running.request));
            fail(model, &running, report);
        }
        Outcome::Unsent(report) => fail(model, &running, report),
    }
    Effects::new()
}

fn answered(model: &mut Model, running: Running, arrival: Arrival) {
    let report = error::read(&arrival.head, body(&arrival.body), context(model, &running.request));
    let report = match running.purpose {
        Purpose::Send => {
            if arrival.head.extent == Extent::Stopped {
                let size = quantity::bytes(arrival.head.wire_bytes);
                model.notice = Some(format!("stopped at {size}; what came stays"));
            }
            let profile = model.session.standing.profile.clone();
            if let Err(arrival) = model.response.complete(running.id, arrival) {
                model.response.show(running.request.clone(), arrival, &profile);
            }
            report
        }
        Purpose::Follow(list) => join(model, list, arrival, report),
    };
    match report {
        Some(report) => fail(model, &running, report),
        None => {
            model.errors.clear();
            settle(model, &running, Panel::Response);
        }
    }
}

/// Joins a page to its list, whatever else the answer says: an error beside the data, or a connection that ended badly
/// after the last byte, takes nothing away. What is left to tell comes back.
fn join(model: &mut Model, list: NodeRef, arrival: Arrival, report: Option<Report>) -> Option<Report> {
    let has_joined = match arrival.body {
        Body::Page(page) => model.response.join(list, page, arrival.head).is_ok(),
        // A list must not have a hole: what is missing of a page is fetched with it again.
        Body::Beginning(..) | Body::Text(_) | Body::Empty => false,
    };
    if report.as_ref().is_some_and(Report::ends_list) && !has_joined {
        model.response.end(list);
    }
    model.fit();
    report.or_else(|| {
        let told = || {
            errors::local(
                "The page did not join its list",
                "the answer to next holds no list",
                "press f to try again",
            )
        };
        (!has_joined).then(told)
    })
}

/// Tells what went wrong with a request, and marks in the form what it points at.
fn fail(model: &mut Model, running: &Running, report: Report) {
    let panel = match report.severity {
        Severity::Failure => Panel::Errors,
        Severity::Notice => Panel::Response,
    };
    if running.purpose == Purpose::Send {
        model.composer.light_up(&report);
    }
    model.errors.tell(report);
    settle(model, running, panel);
}

/// Moves the focus to where the answer shows, unless somebody has touched a key meanwhile.
fn settle(model: &mut Model, running: &Running, panel: Panel) {
    let is_page_more = matches!(running.purpose, Purpose::Follow(_)) && panel == Panel::Response;
    let stays = running.is_disturbed || model.overlay.is_some() || is_page_more;
    if !stays {
        focus(model, panel);
    }
    model.fit();
}

/// Tells something that was found before anything was sent.
fn tell(model: &mut Model, report: Report) {
    model.errors.tell(report);
    model.fit();
}

fn body(body: &Body) -> error::Body<'_> {
    match body {
        Body::Page(page) => error::Body::Json(page.document()),
        Body::Beginning(_, text) | Body::Text(text) => error::Body::Malformed(error::Broken {
            fault: &text.fault,
            start: &text.start,
            arrived: text.arrived,
        }),
        Body::Empty => error::Body::Empty,
    }
}

fn context<'a>(model: &'a Model, request: &'a Request) -> Context<'a> {
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
