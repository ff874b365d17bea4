//! The doctor: after a refusal, on demand, and the experiment. Which question comes next is the domain's; here it becomes
//! an effect, and its answer a change of what lies over the panels.

use super::{
    super::doctor::{Account, Subject},
    travel::is_opening,
};
use crate::{
    app::{
        effect::{Clip, Effect, Effects},
        keymap::{Action, Context},
        message::{Arrival, Body},
        model::Model,
        overlay::Overlay,
        present,
    },
    domain::{
        doctor::{
            Evidence, Finding,
            facts::{Answer, Exchange, Failure, Redaction},
            incident,
            probe::Question,
            told::Role,
        },
        request::Request,
        token::{DeveloperStanding, UserStanding},
    },
};

/// Of a body no more is looked at.
const READ: usize = 64 * 1024;

/// The whole examination: what is at hand first, and then what Apple says to questions.
pub(super) fn examine(model: &mut Model) -> Effects {
    if is_opening(model) {
        return Effects::new();
    }
    let mut effects = stop(model);
    model.doctor.begin();
    let first = model.doctor.next(model.seconds());
    show(model, Subject::Examination);
    effects.extend(first.map(|question| ask(model, question)));
    effects
}

/// The request that was sent last, in three ways.
pub(super) fn experiment(model: &mut Model) -> Effects {
    if is_opening(model) {
        return Effects::new();
    }
    let Some(request) = model.fetch.last().cloned() else {
        model.notice = Some("nothing to try: send a request first".to_owned());
        return Effects::new();
    };
    if request.method.is_write() {
        let method = request.method.as_str();
        let examine = model.keymap.key(Context::Panel, Action::Examine);
        model.notice = Some(format!(
            "an experiment only reads, and the last request was a {method}; {examine} examines it"
        ));
        return Effects::new();
    }
    let mut effects = stop(model);
    model.doctor.begin_experiment();
    let first = model.doctor.next_way(&request.target, &request.headers);
    show(model, Subject::Experiment);
    effects.extend(first.map(|question| ask(model, question)));
    effects
}

/// A yes to the question that goes to Apple's public host.
pub(super) fn permit(model: &mut Model) -> Effects {
    let permitted = model.doctor.permit();
    refresh(model, Subject::Examination);
    permitted.map(|question| vec![ask(model, question)]).unwrap_or_default()
}

/// An answer came. Of an asking that was given up it changes nothing.
pub(super) fn answered(model: &mut Model, turn: u64, exchange: Exchange) -> Effects {
    let Some(subject) = model.doctor.answered(turn, exchange) else { return Effects::new() };
    let next = match subject {
        Subject::Examination => model.doctor.next(model.seconds()),
        Subject::Experiment => {
            let last = model.fetch.last().cloned();
            last.and_then(|request| model.doctor.next_way(&request.target, &request.headers))
        }
        Subject::SignIn => None,
    };
    refresh(model, subject);
    next.map(|question| vec![ask(model, question)]).unwrap_or_default()
}

/// Gives up what is being asked.
pub(super) fn stop(model: &mut Model) -> Effects {
    let was_asking = model.doctor.is_asking();
    model.doctor.stop();
    was_asking.then_some(Effect::EndAsking).into_iter().collect()
}

fn ask(model: &Model, question: Question) -> Effect {
    let profile = model.session.standing.profile.clone();
    Effect::Ask { turn: model.doctor.turn(), question, profile }
}

fn show(model: &mut Model, subject: Subject) {
    let account = Account::of(subject, lines(model, subject));
    model.overlay = Some(Overlay::Account(Box::new(account)));
    model.fit();
}

/// Tells the account that lies over the panels anew: answers may have come while it did not.
pub(super) fn retell(model: &mut Model) {
    if let Some(Overlay::Account(account)) = &model.overlay {
        refresh(model, account.subject);
    }
}

/// Tells what lies over the panels anew, if it is of this subject.
fn refresh(model: &mut Model, subject: Subject) {
    let lines = lines(model, subject);
    if let Some(Overlay::Account(account)) = &mut model.overlay
        && account.subject == subject
    {
        account.sheet.tell(lines);
        model.fit();
    }
}

fn lines(model: &Model, subject: Subject) -> Vec<crate::domain::doctor::told::Line> {
    let told = match subject {
        Subject::Examination => {
            let told = model.doctor.told(model.seconds());
            match first(model) {
                Some(finding) => with_nearest(model, &finding, told, Role::Fix),
                None => told,
            }
        }
        Subject::Experiment => {
            let request = model.fetch.last().map_or_else(String::new, |last| {
                let target = crate::domain::visible::visible(&last.target);
                format!("{} {target}", last.method.as_str())
            });
            model.doctor.told_of_experiment(&request)
        }
        Subject::SignIn => model.signing.lines().to_vec(),
    };
    told.into_iter().map(|(role, words)| (role, model.keymap.worded(&words))).collect()
}

/// A shareable report of what is known goes to the clipboard: no token, no key and no library in it.
pub(super) fn copy_report(model: &Model) -> Effects {
    let evidence = model.doctor.evidence(model.seconds());
    if model.present.is_on() {
        let evidence = Evidence { user_obtained_at: None, ..evidence };
        let text = Clip(present::masked(model, &incident::report(&evidence)));
        return vec![Effect::Copy { text, what: "the report, secrets taken out and ids masked".to_owned() }];
    }
    vec![Effect::Copy {
        text: Clip(incident::report(&evidence)),
        what: "the report, secrets taken out; segue doctor --report prints one".to_owned(),
    }]
}

/// An answer is the one in question from now on.
pub(super) fn consider_answer(model: &mut Model, request: &Request, arrival: &Arrival) {
    let headers = arrival.head.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let answer = Answer::read(arrival.head.status, headers, &start(&arrival.body), &Redaction::default());
    let received_at = Some(model.seconds());
    let exchange = Exchange { answer: Some(answer), received_at, ..sent(model, request) };
    model.doctor.consider(Some(exchange));
}

/// A request that got no answer is.
pub(super) fn consider_failure(model: &mut Model, request: &Request, failure: Failure) {
    let received_at = Some(model.seconds());
    let exchange = Exchange { failure: Some(failure), received_at, ..sent(model, request) };
    model.doctor.consider(Some(exchange));
}

/// What mends a finding with a key or two, before the fix that holds wherever a request comes from.
pub(super) fn with_nearest<R: PartialEq>(
    model: &Model,
    finding: &Finding,
    mut lines: Vec<(R, String)>,
    fix: R,
) -> Vec<(R, String)> {
    let is_sent = model.fetch.last().is_some_and(|request| request.tokens.user);
    let is_there = matches!(model.session.standing.user, UserStanding::Set { .. });
    let at = lines.iter().position(|(role, _)| *role == fix);
    if let Some(at) = at.filter(|_| finding.check.id == "MUT001" && is_there && !is_sent) {
        let words = "{key:toggle-user} in the request sends the Music User Token that is set";
        lines.insert(at, (fix, words.to_owned()));
    }
    lines
}

/// The likeliest cause by what is at hand.
pub(super) fn first(model: &Model) -> Option<Finding> {
    model.doctor.examine(model.seconds()).1.findings.into_iter().next()
}

fn sent(model: &Model, request: &Request) -> Exchange {
    let standing = &model.session.standing;
    let url = format!("{}{}", standing.origin.as_str().trim_end_matches('/'), request.target);
    let has_developer = !matches!(standing.developer, DeveloperStanding::Missing);
    let has_user = matches!(standing.user, UserStanding::Set { .. });
    let (developer, user) = (request.tokens.developer && has_developer, request.tokens.user && has_user);
    Exchange::sent(request.method.as_str(), &url, &request.headers, developer, user)
}

fn start(body: &Body) -> Vec<u8> {
    match body {
        Body::Page(page) | Body::Beginning(page, _) => {
            page.document().raw_start(page.document().root(), READ).into_owned().into_bytes()
        }
        Body::Text(text) => text.start.to_vec(),
        Body::Empty => Vec::new(),
    }
}
