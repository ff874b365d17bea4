//! The doctor's side of the model: the facts about the credentials, the request in question, what was asked since, and the
//! account of it that lies over the panels.

use std::sync::Arc;

use super::sheet::{self, Sheet};
use crate::domain::doctor::{
    Credentials, Evidence, Examination, Probe, Usable, Verdict, examine,
    experiment::{WAYS, proves},
    facts::Exchange,
    probe::{self, Next, Question},
    told::{self, Line, Role},
    verdict,
};

/// What is known, and what is being asked.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Facts about the credentials in use, once they have been read; no secret among them.
    credentials: Option<Arc<Credentials>>,
    /// What of them can be sent.
    usable: Usable,
    request: Option<Exchange>,
    probes: Vec<Probe>,
    tried: [Option<Exchange>; 3],
    asking: Asking,
    turn: u64,
}

/// What the doctor waits for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
enum Asking {
    /// Nothing was asked yet.
    #[default]
    Not,
    /// The answer to a question.
    For(Question),
    /// A yes to a question that goes to another server.
    Permit(Question),
    /// Nothing more would tell anything.
    Over,
}

/// What a person asked the doctor for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The whole examination.
    Examination,
    /// The three ways of sending one request.
    Experiment,
    /// A sign-in.
    SignIn,
}

impl State {
    /// Other credentials may be in use from now on.
    pub fn know(&mut self, credentials: Arc<Credentials>, usable: Usable) {
        (self.credentials, self.usable) = (Some(credentials), usable);
    }

    /// The facts, once they are known.
    #[must_use]
    pub fn credentials(&self) -> Option<&Credentials> {
        self.credentials.as_deref()
    }

    /// Forgets all but how it stands with the credentials.
    pub fn forget(&mut self) {
        self.consider(None);
        self.tried = Default::default();
    }

    /// The request in question is another one; what was asked before is over.
    pub fn consider(&mut self, request: Option<Exchange>) {
        self.request = request;
        self.probes.clear();
        self.stop();
    }

    /// Whether the credentials have been read: nothing is said about them before.
    #[must_use]
    pub const fn is_informed(&self) -> bool {
        self.credentials.is_some()
    }

    /// Whether the request in question got no answer.
    #[must_use]
    pub fn is_unanswered(&self) -> bool {
        self.request.as_ref().is_some_and(|request| request.answer.is_none())
    }

    /// The request in question, and what became of it.
    #[must_use]
    pub const fn request(&self) -> Option<&Exchange> {
        self.request.as_ref()
    }

    /// The status of the answer in question.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.request.as_ref().and_then(Exchange::status)
    }

    /// Gives up what is being asked; an answer that is on its way changes nothing.
    pub fn stop(&mut self) {
        self.asking = Asking::Not;
        self.turn += 1;
    }

    /// Which asking is the current one.
    #[must_use]
    pub const fn turn(&self) -> u64 {
        self.turn
    }

    /// Whether an answer is waited for.
    #[must_use]
    pub const fn is_asking(&self) -> bool {
        matches!(self.asking, Asking::For(_))
    }

    /// All that is known at a time of the local clock, in seconds since the epoch.
    #[must_use]
    pub fn evidence(&self, now: i64) -> Evidence {
        let evidence = self.credentials.as_deref().cloned().unwrap_or_default().evidence(now);
        Evidence { request: self.request.clone(), probes: self.probes.clone(), ..evidence }
    }

    /// Begins the examination anew.
    pub fn begin(&mut self) {
        self.probes.clear();
        self.stop();
    }

    /// The next question that may be sent without a yes; none while an answer is waited for.
    pub fn next(&mut self, now: i64) -> Option<Question> {
        self.asking = match probe::next(&self.evidence(now), self.usable) {
            Next::Ask(question) => Asking::For(question),
            Next::Permit(question) => Asking::Permit(question),
            Next::Nothing => Asking::Over,
        };
        self.asked()
    }

    /// A person said yes to the question that waits for one.
    pub fn permit(&mut self) -> Option<Question> {
        if let Asking::Permit(question) = &self.asking {
            self.asking = Asking::For(question.clone());
        }
        self.asked()
    }

    fn asked(&self) -> Option<Question> {
        match &self.asking {
            Asking::For(question) => Some(question.clone()),
            _ => None,
        }
    }

    /// An answer to the question of this turn.
    pub fn answered(&mut self, turn: u64, exchange: Exchange) -> Option<Subject> {
        let Asking::For(question) = &self.asking else { return None };
        if turn != self.turn {
            return None;
        }
        if question.name != EXPERIMENT {
            self.probes.push(Probe { name: question.name.to_owned(), exchange });
            return Some(Subject::Examination);
        }
        let way =
            WAYS.iter().position(|way| (way.developer, way.user) == (question.developer, question.user))?;
        self.tried[way] = Some(exchange);
        Some(Subject::Experiment)
    }

    /// Begins an experiment anew.
    pub fn begin_experiment(&mut self) {
        self.tried = Default::default();
        self.stop();
    }

    /// The next way of sending this request.
    pub fn next_way(&mut self, target: &str, headers: &[(String, String)]) -> Option<Question> {
        let untried = self.tried.iter().zip(WAYS).find(|(tried, way)| {
            tried.is_none() && (self.usable.developer || !way.developer) && (self.usable.user || !way.user)
        });
        self.asking = match untried {
            None => Asking::Over,
            Some((_, way)) => {
                let question = Question::new(EXPERIMENT, target, way.developer, way.user);
                Asking::For(Question { headers: headers.to_vec(), ..question })
            }
        };
        self.asked()
    }

    /// What is found in what is known.
    #[must_use]
    pub fn examine(&self, now: i64) -> (Evidence, Examination, Verdict) {
        let evidence = self.evidence(now);
        let examination = examine(&evidence);
        let verdict = verdict(&evidence, &examination, self.asking == Asking::Over);
        (evidence, examination, verdict)
    }

    /// The whole examination in lines.
    #[must_use]
    pub fn told(&self, now: i64) -> Vec<Line> {
        let (evidence, examination, verdict) = self.examine(now);
        let credentials = self.credentials.as_deref().cloned().unwrap_or_default();
        let mut lines = told::told(&credentials, &evidence, &examination, &verdict);
        if let Some(line) = self.waiting() {
            lines.insert(1, line);
        }
        lines
    }

    /// What the doctor waits for, as a line.
    fn waiting(&self) -> Option<Line> {
        match &self.asking {
            Asking::For(question) => {
                Some((Role::Fact, format!("asking {} {} …", question.name, question.target)))
            }
            Asking::Permit(question) => Some((
                Role::Fix,
                format!(
                    "{} would send your developer token to {}, which is not this profile's server: {{key:doctor.permit}} allows it",
                    question.name,
                    probe::APPLE
                ),
            )),
            Asking::Not | Asking::Over => None,
        }
    }

    /// The experiment in lines, for a request that is called so.
    #[must_use]
    pub fn told_of_experiment(&self, request: &str) -> Vec<Line> {
        let mut lines = vec![(Role::Heading, request.to_owned())];
        for (tried, way) in self.tried.iter().zip(WAYS) {
            let line = match tried {
                Some(exchange) => way_told(way.name, exchange),
                None if self.is_asking() => (Role::Fact, format!("{:<19}…", way.name)),
                None => (Role::Fact, format!("{:<19}not sent: there is no such token", way.name)),
            };
            lines.push(line);
        }
        if !self.is_asking() {
            let [neither, developer, both] = &self.tried;
            lines.push((Role::Heading, "What it proves".to_owned()));
            lines
                .push((Role::Fact, proves([neither.as_ref(), developer.as_ref(), both.as_ref()]).to_owned()));
        }
        lines
    }
}

/// What the questions of an experiment are called.
const EXPERIMENT: &str = "experiment";

/// Status, code and size of one way.
fn way_told(name: &str, exchange: &Exchange) -> Line {
    let Some(answer) = &exchange.answer else {
        let why = exchange.failure.as_ref().map_or("no answer", |failure| failure.text());
        return (Role::Bad, format!("{name:<19}{why}"));
    };
    let code = answer.errors().first().map_or("-", |error| error.code.as_str());
    let size = crate::domain::quantity::bytes(answer.size);
    let role = if exchange.is_accepted() { Role::Good } else { Role::Bad };
    (role, format!("{name:<19}{:<6}code {code:<8}{size}", answer.status))
}

/// What the doctor found, or what an experiment came to, over the panels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub subject: Subject,
    pub sheet: Sheet<Role>,
}

impl Account {
    /// An account of these lines.
    #[must_use]
    pub const fn of(subject: Subject, lines: Vec<Line>) -> Self {
        Self { subject, sheet: Sheet::of(lines) }
    }
}

impl sheet::Role for Role {
    fn indent(self) -> sheet::Indent {
        match self {
            Self::Heading => ("", ""),
            Self::Verdict(_) => ("", "  "),
            Self::Fix => ("→ ", "  "),
            Self::Good => ("✓ ", "  "),
            Self::Bad => ("✗ ", "  "),
            Self::Found(_) => ("! ", "  "),
            Self::Evidence | Self::Fact => ("  ", "    "),
        }
    }

    fn is_heading(self) -> bool {
        self == Self::Heading
    }
}
