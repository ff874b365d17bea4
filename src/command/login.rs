//! `segue login`: a Music User Token by a page in a browser, at a prompt, or from a file; asked about, and then kept.
#![expect(clippy::disallowed_methods, reason = "a headless command writes to standard output")]

use std::io::{self, Write};

use tokio::sync::Mutex;

use super::{
    Exit,
    credentials::{gather, unusable},
    tasks,
};
use crate::{
    adapter::{
        browser,
        credentials::{self as keys, COMMAND_LIMIT, Keyring, read_source},
        hidden,
        http::Http,
        store::Store,
    },
    cli::Login,
    domain::{
        doctor::{Evidence, Finding, Probe, facts::SignIn},
        profile::{Choice, Environment, SANDBOX, Where},
        remote::Ssh,
        secret::Secret,
        token::read_user_token,
        visible::visible,
    },
    runtime::{
        self, Credentials, opening,
        signing_in::{Desk, Fault, Signed, Waiting, findings},
    },
    signin::{Event, Page},
};

/// Signs in.
pub(super) fn run(arguments: &Login) -> anyhow::Result<Exit> {
    let credentials =
        match gather(arguments.profile.as_deref(), arguments.sandbox, arguments.scenario.as_deref()) {
            Ok(credentials) => credentials,
            Err(reason) => return Ok(unusable(&reason)),
        };
    let is_asked_for = arguments.sandbox || arguments.scenario.is_some() || arguments.profile.is_some();
    if credentials.choice == Choice::Sandbox && !is_asked_for {
        let words = "no credentials are set, and a sign-in needs a developer token; segue profile add sets one up, and \
                     segue login --sandbox shows the way without an account";
        return Ok(unusable(words));
    }
    let tasks = tasks()?;
    let exit = tasks.block_on(async {
        tokio::select! {
            exit = sign_in(arguments, credentials) => exit,
            () = runtime::told_to_end() => {
                say("\nGiven up. The page is closed, and nothing was kept.");
                Exit::UserToken
            }
        }
    });
    tasks.shutdown_background();
    Ok(exit)
}

async fn sign_in(arguments: &Login, credentials: Credentials) -> Exit {
    let Credentials { choice, environment, scenario, .. } = credentials;
    let comes_first = match &choice {
        Choice::Plan(plan) => set_variable(plan.user.as_ref()),
        Choice::Sandbox | Choice::Replay(_) => None,
    };
    let (sandbox, store) = (Mutex::default(), Store::of_user());
    let keyring = match opening::open(choice, &sandbox, scenario, store.as_ref()).await {
        Ok(keyring) => keyring,
        Err(reason) => return unusable(&reason),
    };
    let (profile, origin) = (keyring.profile().to_owned(), keyring.origin().clone());
    let (keyring, http): (Mutex<Option<Keyring>>, _) = (Mutex::new(Some(keyring)), Http::new());
    let desk = Desk { keyring: &keyring, http: &http, profile: &profile };
    say(&format!("Asking {origin} whether it takes the developer token …"));
    let proof = match desk.prove().await {
        Ok(proof) => proof,
        Err(fault) => return tell(&fault, Exit::DeveloperToken),
    };
    say("It does.");
    let visit = Visit { arguments, desk, environment: &environment, store: store.as_ref() };
    match visit.signed(proof).await {
        Ok(signed) => {
            visit.tell(&signed, comes_first.as_deref());
            Exit::Good
        }
        Err(exit) => exit,
    }
}

/// The variable that holds a user token, and is used before a sign-in.
fn set_variable(place: Option<&Where>) -> Option<String> {
    match place {
        Some(Where::Variable(name, value)) if !value.is_empty() => Some(name.clone()),
        _ => None,
    }
}

/// One sign-in.
struct Visit<'a> {
    arguments: &'a Login,
    desk: Desk<'a>,
    environment: &'a Environment,
    store: Option<&'a Store>,
}

impl Visit<'_> {
    async fn signed(&self, proof: Probe) -> Result<Signed, Exit> {
        let token = match &self.arguments.from_file {
            Some(path) => {
                let place = Where::File { path: path.clone(), named_by: "--from-file".to_owned() };
                let origin = crate::domain::profile::Origin::apple();
                read_source(&place, &origin, COMMAND_LIMIT)
                    .await
                    .map_err(|fault| unusable(&fault.to_string()))?
            }
            None if self.arguments.paste => pasted().await?,
            None => return self.by_page(proof).await,
        };
        let token = read_user_token(&token).map_err(|fault| {
            complain(&fault.to_string());
            Exit::UserToken
        })?;
        self.desk.take(token, proof, self.store).await.map_err(|fault| tell(&fault, Exit::UserToken))
    }

    async fn by_page(&self, proof: Probe) -> Result<Signed, Exit> {
        let waiting = self.desk.open_page(self.arguments.port).await;
        let Waiting { mut page, taken } = waiting.map_err(|fault| tell(&fault, Exit::Network))?;
        self.invite(&page, taken);
        loop {
            let (token, reply) = match page.next().await {
                Event::Answered { token, reply } => (token, reply),
                Event::Over => {
                    complain("five minutes are over, and no token came; the page is closed");
                    return Err(Exit::UserToken);
                }
                event => {
                    progress(&event);
                    continue;
                }
            };
            say("  A token came. Asking Apple about it …");
            let outcome = self.desk.take(token, proof, self.store).await;
            reply.send(match &outcome {
                Ok(signed) => Ok(format!("Signed in{}. You can close this page.", home(signed))),
                Err(_) => Err("The token is not good. The terminal says why.".to_owned()),
            });
            page.close().await;
            return outcome.map_err(|fault| tell(&fault, Exit::UserToken));
        }
    }

    /// Says where to go, and how to get there from elsewhere.
    fn invite(&self, page: &Page, taken: Option<u16>) {
        if let Some(taken) = taken {
            say(&format!(
                "Port {taken} is in use by another program, so the page is on port {}.",
                page.port()
            ));
        }
        let address = page.address();
        match Ssh::of(self.environment) {
            Some(ssh) => {
                say(
                    "\nYou are here over SSH. On the computer in front of you, in another terminal,\nrun this and leave it:\n",
                );
                say(&format!("  {}\n", ssh.forwarding(page.port())));
                say("(the same host name and options as for this session will do too), and open\nthere:\n");
                say(&format!("  {address}\n"));
                say("No forwarding possible? segue login --paste takes a token that was fetched\nelsewhere.");
            }
            None => {
                let is_opened = !self.arguments.no_browser && browser::open(&address, self.environment);
                say(if is_opened {
                    "\nA browser should open; if none does, open:\n"
                } else {
                    "\nOpen in a browser:\n"
                });
                say(&format!("  {address}\n"));
            }
        }
        say(
            "Waiting, for five minutes at most. The address is good for one sign-in:\nshow it to nobody. Ctrl-c ends it.",
        );
    }

    fn tell(&self, signed: &Signed, comes_first: Option<&str>) {
        say(&format!("Signed in{}. {}", home(signed), signed.library));
        match self.store.filter(|_| signed.is_kept) {
            Some(store) => {
                let path = keys::shown(&store.path_of_sign_in(self.desk.profile));
                say(&format!("The token is kept in {path}, for you alone. segue logout forgets it."));
            }
            None if self.desk.profile == SANDBOX => {
                say("The sandbox of this run issued it, and no other one knows it: it was not kept.");
            }
            None => say("There is no home directory to keep it in: it was not kept."),
        }
        if let Some(variable) = comes_first {
            complain(&format!("{variable} is set, and is used before what was signed in for: unset it"));
        }
    }
}

fn home(signed: &Signed) -> String {
    signed.storefront.as_ref().map_or_else(String::new, |id| format!(", storefront {id}"))
}

/// Reading a terminal blocks.
async fn pasted() -> Result<Secret, Exit> {
    let asked =
        tokio::task::spawn_blocking(|| hidden::ask("Music User Token (unseen; Enter when it is pasted): "));
    match asked.await {
        Ok(Ok(token)) => Ok(token),
        Ok(Err(error)) if error.kind() == io::ErrorKind::Interrupted => {
            complain("given up; nothing was kept");
            Err(Exit::UserToken)
        }
        _ => Err(unusable("nothing could be read; segue login --from-file takes a file")),
    }
}

fn progress(event: &Event) {
    match event {
        Event::Opened => say("  The page is open."),
        Event::Loaded => say("  MusicKit is loaded."),
        Event::Known => say("  An account is signed in on the page already; it asks which one to use."),
        Event::Window => say("  Apple's window is open."),
        Event::Trouble(seen) => trouble(seen),
        Event::Answered { .. } | Event::Over => {}
    }
}

fn trouble(seen: &SignIn) {
    let evidence = Evidence { sign_in: Some(seen.clone()), ..Evidence::default() };
    let found = findings(&evidence);
    let mut found = found.iter().filter(|finding| finding.check.id.starts_with("WEB")).peekable();
    if found.peek().is_none() {
        say(&format!("  The page says: {}", seen.error.as_deref().unwrap_or("something did not work")));
    }
    found.for_each(finding);
    say("  The page waits: try again there, or Ctrl-c ends it.");
}

fn finding(finding: &Finding) {
    let check = finding.check;
    say(&format!(
        "  ! {}: {}\n    evidence: {}\n    → {}",
        check.id, check.message, finding.evidence, check.fix
    ));
}

/// Tells why there is no sign-in.
fn tell(fault: &Fault, usual: Exit) -> Exit {
    match fault {
        Fault::Refused(evidence) => refused(evidence, usual),
        Fault::Unfit(reason) => {
            complain(reason);
            if usual == Exit::Network { Exit::Usage } else { usual }
        }
        Fault::Port(error) => {
            complain(&format!("no page can be opened on loopback: {error}"));
            Exit::Network
        }
        Fault::Unkept(error) => {
            complain(&format!("the token is good, and could not be kept: {error}"));
            Exit::Request
        }
    }
}

fn refused(evidence: &Evidence, usual: Exit) -> Exit {
    let last = evidence.probes.last();
    let answer = last.and_then(|probe| probe.exchange.answer.as_ref());
    let what = if usual == Exit::DeveloperToken { "developer token" } else { "Music User Token" };
    complain(&match answer {
        None => "no answer came, so that nothing was judged; there is no sign-in".to_owned(),
        Some(answer) if answer.is_not_judged() => {
            format!("{}: nothing was judged; try again later", answer.status)
        }
        Some(answer) => format!("{}: the {what} was not accepted; there is no sign-in", answer.status),
    });
    findings(evidence).iter().for_each(finding);
    match answer {
        None => Exit::Network,
        Some(answer) if answer.is_not_judged() => Exit::NotJudged,
        Some(_) => usual,
    }
}

fn say(text: &str) {
    let lines = text.split('\n').map(visible).collect::<Vec<_>>().join("\n");
    let mut output = io::stdout();
    let _ = writeln!(output, "{lines}").and_then(|()| output.flush());
}

fn complain(text: &str) {
    let _ = writeln!(io::stderr(), "segue: {}", visible(text));
}
