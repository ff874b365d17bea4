//! A sign-in from inside the explorer: what happens on the page becomes messages, and its token goes to the keyring alone.

use tokio::sync::mpsc;

use super::{Desk, Fault, Waiting, findings};
use crate::{
    adapter::{browser, store::Store},
    app::{message::Message, signing::Step},
    domain::{
        doctor::{
            Evidence, Probe, Severity,
            told::{Line, Role},
        },
        profile::Environment,
        remote::Ssh,
    },
    runtime::shared::Shared,
    signin::{Event, PORT, Page},
};

/// One sign-in.
pub(in crate::runtime) struct Watch {
    pub(in crate::runtime) turn: u64,
    pub(in crate::runtime) profile: String,
    pub(in crate::runtime) shared: Shared,
    pub(in crate::runtime) environment: Environment,
    pub(in crate::runtime) store: Option<Store>,
    pub(in crate::runtime) answers: mpsc::Sender<Message>,
}

impl Watch {
    /// Sees it through to its end.
    pub(in crate::runtime) async fn run(self) {
        if let Err(fault) = self.see_through().await {
            self.tell(Step::Ended(told(&fault))).await;
        }
    }

    async fn see_through(&self) -> Result<(), Fault> {
        let desk = Desk { keyring: &self.shared.keyring, http: &self.shared.http, profile: &self.profile };
        let proof = desk.prove().await?;
        let Waiting { mut page, taken } = desk.open_page(PORT).await?;
        self.invite(&page, taken).await;
        loop {
            let step = match page.next().await {
                Event::Answered { token, reply } => {
                    // Whatever comes of it, it must not get into a draft.
                    self.shared.know([token.clone()]);
                    self.tell(Step::Asking).await;
                    let outcome = self.take(&desk, token, proof).await;
                    reply.send(match &outcome {
                        Ok(_) => Ok("Signed in. You can close this page.".to_owned()),
                        Err(_) => Err("The token is not good. The terminal says why.".to_owned()),
                    });
                    page.close().await;
                    self.tell(outcome?).await;
                    return Ok(());
                }
                Event::Over => {
                    let over = "five minutes are over, and no token came; the page is closed".to_owned();
                    return Err(Fault::Unfit(over));
                }
                Event::Opened => Step::Opened,
                Event::Loaded => Step::Loaded,
                Event::Known => Step::Known,
                Event::Window => Step::Window,
                Event::Trouble(seen) => Step::Trouble(seen),
            };
            self.tell(step).await;
        }
    }

    async fn invite(&self, page: &Page, taken: Option<u16>) {
        let address = page.address();
        let forwarding = Ssh::of(&self.environment).map(|ssh| ssh.forwarding(page.port()));
        let is_opened = forwarding.is_none() && browser::open(&address, &self.environment);
        self.tell(Step::Waiting { address, forwarding, taken, is_opened }).await;
    }

    async fn take(
        &self,
        desk: &Desk<'_>,
        token: crate::domain::secret::Secret,
        proof: Probe,
    ) -> Result<Step, Fault> {
        let signed = desk.take(token, proof, self.store.as_ref()).await?;
        let mut slot = self.shared.keyring.lock().await;
        let gone = || Fault::Unfit("other credentials are in use by now".to_owned());
        let keyring = slot.as_mut().filter(|keyring| keyring.profile() == self.profile).ok_or_else(gone)?;
        let now = crate::runtime::now() / 1000;
        self.shared.tell_facts(keyring, now, &self.answers).await;
        Ok(Step::Signed {
            standing: Box::new(keyring.standing(now)),
            storefront: signed.storefront,
            library: signed.library,
            is_kept: signed.is_kept,
        })
    }

    async fn tell(&self, step: Step) {
        // The loop has ended when nobody receives any more.
        let _ = self.answers.send(Message::SigningIn { turn: self.turn, step: Box::new(step) }).await;
    }
}

/// Why there is no sign-in, in lines.
fn told(fault: &Fault) -> Vec<Line> {
    match fault {
        Fault::Refused(evidence) => refused(evidence),
        Fault::Unfit(reason) => vec![(Role::Bad, reason.clone())],
        Fault::Port(error) => vec![(Role::Bad, format!("no page can be opened on loopback: {error}"))],
        Fault::Unkept(error) => {
            vec![(Role::Bad, format!("the token is good and in use, but could not be kept: {error}"))]
        }
    }
}

fn refused(evidence: &Evidence) -> Vec<Line> {
    let last = evidence.probes.last();
    let status = last.and_then(|probe| probe.exchange.status());
    let what = match last.map(|probe| probe.name.as_str()) {
        Some("P1") => "the developer token was not accepted, so that a sign-in cannot help",
        _ => "the Music User Token was not accepted",
    };
    let mut lines =
        vec![(Role::Bad, status.map_or("no answer came".to_owned(), |status| format!("{status}: {what}")))];
    for finding in findings(evidence) {
        let check = finding.check;
        let role = if check.severity == Severity::Error { Severity::Error } else { Severity::Warn };
        lines.push((Role::Found(role), format!("{}: {}", check.id, check.message)));
        lines.push((Role::Evidence, format!("evidence: {}", finding.evidence)));
        lines.push((Role::Fix, check.fix.to_owned()));
    }
    lines
}
