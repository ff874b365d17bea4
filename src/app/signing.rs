//! A sign-in from inside the explorer: how far it is, in lines over the panels. No token comes here; the page's address
//! does, for as long as it is good.

use crate::domain::{
    doctor::{
        Evidence, Ground, Severity, examine,
        facts::SignIn,
        told::{Line, Role},
    },
    token::Standing,
};

/// What happened to a sign-in.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// The developer token is good, and a page waits.
    Waiting {
        /// What to open in a browser.
        address: String,
        /// The command that leads there from elsewhere, over SSH.
        forwarding: Option<String>,
        /// The usual port, if another program has it.
        taken: Option<u16>,
        /// Whether a browser was asked to open it.
        is_opened: bool,
    },
    /// The page was opened.
    Opened,
    /// MusicKit is there.
    Loaded,
    /// MusicKit knows an account from before.
    Known,
    /// Apple's window is open.
    Window,
    /// Something did not work; the page waits on.
    Trouble(SignIn),
    /// A token came, and Apple is being asked about it.
    Asking,
    /// It is good, and in use.
    Signed {
        /// How the credentials stand now.
        standing: Box<Standing>,
        /// The account's storefront.
        storefront: Option<String>,
        /// Which library answers, as a sentence.
        library: String,
        /// Whether it outlives this run.
        is_kept: bool,
    },
    /// There is none; why not.
    Ended(Vec<Line>),
}

/// The sign-in there is.
#[derive(Debug, Clone, Default)]
pub struct State {
    turn: u64,
    under_way: bool,
    /// The request that was refused is sent again afterwards.
    resends: bool,
    lines: Vec<Line>,
    address: Option<String>,
}

impl State {
    /// Begins one.
    pub fn begin(&mut self, origin: &str, resends: bool) -> u64 {
        let asking = format!("asking {origin} whether it takes the developer token …");
        let lines = vec![(Role::Heading, "Signing in".to_owned()), (Role::Fact, asking)];
        *self = Self { turn: self.turn + 1, under_way: true, resends, lines, address: None };
        self.turn
    }

    /// Gives it up; what comes of it changes nothing.
    pub fn stop(&mut self) {
        self.turn += 1;
        (self.under_way, self.address) = (false, None);
    }

    /// Whether one is under way.
    #[must_use]
    pub const fn is_under_way(&self) -> bool {
        self.under_way
    }

    /// Whether this turn is the one that counts.
    #[must_use]
    pub const fn is_at(&self, turn: u64) -> bool {
        self.under_way && self.turn == turn
    }

    /// Whether a request waits for it.
    #[must_use]
    pub const fn resends(&self) -> bool {
        self.resends
    }

    /// The page's address, while it is good.
    #[must_use]
    pub fn address(&self) -> Option<&str> {
        self.address.as_deref()
    }

    /// The account of it.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Notes a step.
    pub fn tell(&mut self, step: &Step) {
        let good = |text: &str| vec![(Role::Good, text.to_owned())];
        let told = match step {
            Step::Waiting { address, forwarding, taken, is_opened } => {
                self.address = Some(address.clone());
                invitation(address, forwarding.as_deref(), *taken, *is_opened)
            }
            Step::Opened => good("the page is open"),
            Step::Loaded => good("MusicKit is loaded"),
            Step::Known => good("an account is signed in on the page already; it asks which one to use"),
            Step::Window => good("Apple's window is open"),
            Step::Trouble(seen) => trouble(seen),
            Step::Asking => good("a token came; asking Apple about it …"),
            Step::Signed { .. } => Vec::new(),
            Step::Ended(lines) => {
                self.stop();
                lines.clone()
            }
        };
        self.lines.extend(told);
    }
}

fn invitation(address: &str, forwarding: Option<&str>, taken: Option<u16>, is_opened: bool) -> Vec<Line> {
    let fact = |text: &str| (Role::Fact, text.to_owned());
    let mut lines = vec![(Role::Good, "the developer token is good".to_owned())];
    lines.extend(
        taken.map(|port| fact(&format!("port {port} is in use by another program, so this is another one"))),
    );
    match forwarding {
        Some(command) => {
            lines.push((
                Role::Heading,
                "Over SSH: on the computer in front of you, run this and leave it".to_owned(),
            ));
            lines.push(fact(command));
            lines.push((Role::Heading, "and open there".to_owned()));
        }
        None if is_opened => {
            lines.push((Role::Heading, "A browser should open; if none does, open".to_owned()))
        }
        None => lines.push((Role::Heading, "Open in a browser".to_owned())),
    }
    lines.push(fact(address));
    lines.push((Role::Evidence, "good for one sign-in within five minutes: show it to nobody".to_owned()));
    lines.push((Role::Heading, "How far it is".to_owned()));
    lines
}

/// What the doctor makes of what the page saw.
fn trouble(seen: &SignIn) -> Vec<Line> {
    let evidence = Evidence { sign_in: Some(seen.clone()), ..Evidence::default() };
    let found =
        examine(&evidence).findings.into_iter().filter(|finding| finding.check.ground == Ground::SignIn);
    let mut lines: Vec<Line> = Vec::new();
    for finding in found {
        lines
            .push((Role::Found(Severity::Error), format!("{}: {}", finding.check.id, finding.check.message)));
        lines.push((Role::Evidence, format!("evidence: {}", finding.evidence)));
        lines.push((Role::Fix, finding.check.fix.to_owned()));
    }
    if lines.is_empty() {
        lines.push((
            Role::Bad,
            seen.error.clone().unwrap_or_else(|| "something on the page did not work".to_owned()),
        ));
    }
    lines
}
