//! `segue doctor`: the examination without a screen, of the credentials in use or of a captured incident.
//!
//! Findings go to standard output; what is being asked goes to standard error, if that is a terminal.
#![expect(clippy::disallowed_methods, reason = "a command that prints")]

use std::{
    fs::File,
    io::{self, ErrorKind, IsTerminal, Read, Write},
};

use anyhow::Context as _;
use serde_json::{Value, json};
use tokio::sync::Mutex;

use super::{
    credentials::{gather, unusable},
    exit::Exit,
    tasks,
};
use crate::{
    adapter::{credentials::Keyring, http::Http, store::Store},
    cli::{Doctor, DoctorFormat as Format},
    domain::{
        doctor::{
            Credentials, Evidence, Examination, Ground, Kind, Probe, Severity, Usable, Verdict, examine,
            facts::Exchange,
            incident::{self, LARGEST},
            probe::{self, Next, Question},
            told::{Role, told},
            verdict,
        },
        profile::Choice,
        request::Request,
        token::Lifetime,
    },
    runtime::{self, opening, probing},
};

/// Runs the command.
///
/// # Errors
/// What stopped it, as one sentence for standard error.
pub(super) fn run(arguments: &Doctor) -> anyhow::Result<Exit> {
    if let Some(path) = &arguments.incident {
        let evidence = match captured(path) {
            Ok(evidence) => evidence,
            Err(reason) => return Ok(unusable(&reason)),
        };
        return tell(arguments, &Credentials::default(), &evidence);
    }
    let credentials =
        match gather(arguments.profile.as_deref(), arguments.sandbox, arguments.scenario.as_deref()) {
            Ok(credentials) => credentials,
            Err(reason) => return Ok(unusable(&reason)),
        };
    let is_asked_for = arguments.sandbox || arguments.scenario.is_some() || arguments.profile.is_some();
    if credentials.choice == Choice::Sandbox && !is_asked_for {
        // A script whose secret failed to load must not pass because a sandbox is well.
        let _ = writeln!(io::stderr(), "segue: no credentials are set; --sandbox examines the sandbox");
        let nothing = Credentials::default();
        return tell(arguments, &nothing, &nothing.evidence(runtime::now() / 1000));
    }
    tasks()?.block_on(async {
        let sandbox = Mutex::default();
        let keyring = match opening::open(
            credentials.choice,
            &sandbox,
            credentials.scenario,
            Store::of_user().as_ref(),
        )
        .await
        {
            Ok(keyring) => keyring,
            Err(reason) => return Ok(unusable(&reason)),
        };
        match Visit::begin(keyring, arguments).await {
            Ok(mut visit) => {
                visit.ask_all(arguments).await;
                tell(arguments, &visit.credentials, &visit.evidence)
            }
            Err(reason) => Ok(unusable(&reason)),
        }
    })
}

/// Reads an incident from a file, or from standard input.
fn captured(path: &str) -> Result<Evidence, String> {
    let limit = LARGEST as u64 + 1;
    let mut bytes = Vec::new();
    let read = match path {
        "-" => io::stdin().lock().take(limit).read_to_end(&mut bytes),
        path => File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes)),
    };
    read.map_err(|error| format!("the incident cannot be read: {error}"))?;
    incident::read(&bytes).map_err(|fault| fault.to_string())
}

/// One examination of the credentials in use.
struct Visit {
    keyring: Mutex<Option<Keyring>>,
    http: Http,
    profile: String,
    credentials: Credentials,
    usable: Usable,
    evidence: Evidence,
}

impl Visit {
    /// Reads what is at hand, and sends the request in question if it is a GET.
    async fn begin(mut keyring: Keyring, arguments: &Doctor) -> Result<Self, String> {
        let now = runtime::now() / 1000;
        let (credentials, usable) = (keyring.facts(now), keyring.usable(now));
        let (profile, origin) = (keyring.profile().to_owned(), keyring.origin().clone());
        let credentials = credentials.as_ref().clone();
        let evidence = credentials.evidence(now);
        let keyring = Mutex::new(Some(keyring));
        let mut visit = Self { keyring, http: Http::new(), profile, credentials, usable, evidence };
        if let Some(draft) = arguments.draft() {
            let request = draft
                .check(&origin.url())
                .map_err(|mistakes| mistakes.first().map_or_else(String::new, ToString::to_string))?;
            visit.evidence.request =
                Some(visit.in_question(&request, origin.as_str(), arguments.offline).await);
        }
        Ok(visit)
    }

    async fn in_question(&self, request: &Request, origin: &str, offline: bool) -> Exchange {
        let developer = request.tokens.developer && self.evidence.developer.is_some();
        let user = request.tokens.user && self.usable.user;
        if request.method.is_write() || offline {
            let url = format!("{}{}", origin.trim_end_matches('/'), request.target);
            return Exchange::sent(request.method.as_str(), &url, &request.headers, developer, user);
        }
        let developer = developer && self.usable.developer;
        let question = Question::new("the request", &request.target, developer, user);
        self.ask(&Question { headers: request.headers.clone(), ..question }).await
    }

    /// Sends every question that would still tell something.
    async fn ask_all(&mut self, arguments: &Doctor) {
        if arguments.offline {
            return;
        }
        loop {
            let question = match probe::next(&self.evidence, self.usable) {
                Next::Ask(question) => question,
                Next::Permit(question) if arguments.ask_apple => question,
                Next::Permit(_) | Next::Nothing => return,
            };
            let exchange = self.ask(&question).await;
            self.evidence.probes.push(Probe { name: question.name.to_owned(), exchange });
            self.look_again().await;
        }
    }

    /// The server's clock may have led to another token, and time goes on.
    async fn look_again(&mut self) {
        let now = runtime::now() / 1000;
        if let Some(keyring) = self.keyring.lock().await.as_mut() {
            self.credentials = keyring.facts(now).as_ref().clone();
        }
        let Evidence { request, probes, .. } = std::mem::take(&mut self.evidence);
        self.evidence = Evidence { request, probes, ..self.credentials.evidence(now) };
    }

    async fn ask(&self, question: &Question) -> Exchange {
        if io::stderr().is_terminal() {
            let _ = writeln!(io::stderr(), "asking {} GET {}", question.name, question.target);
        }
        probing::ask(&self.http, &self.keyring, &self.profile, question).await
    }
}

/// Prints what was found, and says with which code to end.
fn tell(arguments: &Doctor, credentials: &Credentials, evidence: &Evidence) -> anyhow::Result<Exit> {
    let examination = examine(evidence);
    let verdict = in_time(verdict(evidence, &examination, true), evidence, arguments.min_validity);
    let text = match (arguments.report, arguments.format) {
        (true, _) => incident::report(evidence) + "\n",
        (false, Format::Json) => format!("{:#}\n", found(&examination)),
        (false, Format::Text) => text(credentials, evidence, &examination, &verdict),
    };
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => return Err(error).context("standard output"),
        _ => {}
    }
    Ok(exit(&verdict, &examination, evidence))
}

/// A developer token that ends sooner than a person wants is a cause too, unless there is a better one.
fn in_time(verdict: Verdict, evidence: &Evidence, wanted: Option<Lifetime>) -> Verdict {
    let left =
        evidence.jwt().and_then(|jwt| jwt.seconds("exp")).map(|exp| exp.saturating_sub(evidence.time()));
    let wanted = wanted.filter(|wanted| left.is_none_or(|left| left < wanted.seconds()));
    match (wanted, verdict.kind) {
        (None, _) | (_, Kind::Cause(_)) => verdict,
        (Some(wanted), _) => Verdict {
            kind: Kind::Cause(Ground::DeveloperClaims),
            says: format!("The developer token does not last another {wanted}."),
            next: "Mint a new one, with a longer token_lifetime if it is minted here.".to_owned(),
        },
    }
}

fn found(examination: &Examination) -> Value {
    let finding = |finding: &crate::domain::doctor::Finding| {
        let check = finding.check;
        json!({
            "id": check.id,
            "severity": check.severity.name(),
            "message": check.message,
            "evidence": finding.evidence,
            "fix": check.fix,
        })
    };
    let findings: Vec<Value> = examination.findings.iter().map(finding).collect();
    json!({ "primary": examination.primary().map(|finding| finding.check.id), "findings": findings })
}

fn text(
    credentials: &Credentials,
    evidence: &Evidence,
    examination: &Examination,
    verdict: &Verdict,
) -> String {
    let mut text = String::new();
    for (role, line) in told(credentials, evidence, examination, verdict) {
        let sign = match role {
            Role::Heading if text.is_empty() => "",
            Role::Heading => "\n",
            Role::Verdict(_) => "  ",
            Role::Found(_) => "  ! ",
            Role::Fix => "  → ",
            Role::Good => "  ✓ ",
            Role::Bad => "  ✗ ",
            Role::Evidence | Role::Fact => "    ",
        };
        text.push_str(&format!("{sign}{line}\n"));
    }
    text
}

fn exit(verdict: &Verdict, examination: &Examination, evidence: &Evidence) -> Exit {
    let warns = examination.findings.iter().any(|finding| finding.check.severity == Severity::Warn);
    match verdict.kind {
        Kind::Cause(ground) => cause(examination.primary().map_or("", |finding| finding.check.id), ground),
        Kind::Good | Kind::Warning => Exit::Good,
        Kind::NotJudged if warns || evidence.exchanges().next().is_some() => Exit::NotJudged,
        Kind::NotJudged => Exit::Good,
    }
}

fn cause(id: &str, ground: Ground) -> Exit {
    match (id, ground) {
        // A wrong clock makes tokens that Apple refuses.
        ("NET004" | "SRV001", _) => Exit::DeveloperToken,
        ("SRV003", _) => Exit::Subscription,
        (_, Ground::Network) => Exit::Network,
        (_, Ground::Key | Ground::DeveloperText | Ground::DeveloperClaims) => Exit::DeveloperToken,
        (_, Ground::User | Ground::Server | Ground::SignIn) => Exit::UserToken,
        (_, Ground::Request) => Exit::Request,
    }
}
