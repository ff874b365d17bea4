//! What a run may do: everything, or, where people share an account (`--restricted`), explore and nothing beside it.
//!
//! Whoever is locked in has the keys and what they type; everything else is the account's. So the rules name deeds, `update` asks
//! before a deed and says why not, and the edge asks once more before it does anything.

use thiserror::Error;

use super::{
    link,
    profile::{Choice, DeveloperPlan, Origin, Plan, Where},
    request::{Method, Request},
};

/// What a run may do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Leave {
    /// All that a person may do on their own account.
    #[default]
    Free,
    /// To explore.
    Restricted {
        /// Whether requests that may change something are sent too.
        writes: bool,
        /// The one server of this run; none where it began in the sandbox.
        home: Option<Origin>,
    },
}

/// Something that reaches beyond the screen and the state of the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Writing a file that a person names.
    Save,
    /// Starting `$EDITOR`.
    Edit,
    /// Starting `$PAGER`.
    Page,
    /// Giving the terminal to a shell.
    Suspend,
    /// A page on the loopback of this machine, and another token in its place.
    SignIn,
    /// Using tokens that a person brings along.
    TakeTokens,
    /// Handing a token out.
    CopyToken,
    /// Asking another server than the profile's own.
    AskElsewhere,
}

/// Why something is not done; for the screen and for standard error.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// A deed that no restricted run does.
    #[error("restricted: {}", .0.refused())]
    Deed(Deed),
    /// A deed that no rehearsal of a demo does.
    #[error("a check of a demo: {}", .0.refused())]
    Rehearsal(Deed),
    /// A stop that nobody could go on from.
    #[error("{}", Deed::Suspend.refused())]
    NoShell,
    /// A path outside of the API.
    #[error("restricted: only the API is asked here, and its paths begin with /v1/")]
    Outside,
    /// A write of a demo that is checked, to a server that is real.
    #[error("a check of a demo sends no write to a real server")]
    RehearsedWrite,
    /// A method that may change something.
    #[error("restricted: only GET is sent here, and no {}", .0.as_str())]
    Write(Method),
    /// A header that asks the server to take a GET for another method.
    #[error("restricted: only GET is sent here, and the header {0} asks for another method")]
    Override(String),
    /// A profile whose credentials a program prints.
    #[error("restricted: the profile {0} runs a command for its credentials; keep them in a file")]
    Command(String),
    /// A profile for another server.
    #[error("restricted: the profile {profile} is for {origin}, and this run for another server")]
    Elsewhere {
        /// Its name.
        profile: String,
        /// Its server.
        origin: String,
    },
}

/// What the headers have in their names by which some servers take a request for one of another method, however they are
/// spelled: `X-HTTP-Method-Override`, `X_HTTP_Method`, `X-HTTP-Verb`.
const OVERRIDES: [&str; 2] = ["method", "verb"];

/// Variables that a login may bring along into a restricted run: what the terminal shows, and where it stands. Everything else
/// could lead elsewhere: to another configuration, another proxy, other certificates, another program.
const KEPT: [&str; 10] = [
    "TERM",
    "COLORTERM",
    "LANG",
    "NO_COLOR",
    "NO_MOTION",
    "SSH_CONNECTION",
    "SSH_CLIENT",
    "SSH_TTY",
    "SSH_ORIGINAL_COMMAND",
    // macOS puts it back by itself.
    "__CF_USER_TEXT_ENCODING",
];

/// The longest path that is taken from a login; a person types no longer one.
const LONGEST: usize = 2_000;

impl Deed {
    /// What is said instead of it.
    const fn refused(self) -> &'static str {
        match self {
            Self::Save => "saving to files is switched off here; {key:copy-value} copies the value",
            Self::Edit => "no editor is started here; the body is typed in the form",
            Self::Page => "no pager is started here; {key:show-value} shows the value whole",
            Self::Suspend => "there is no shell here to go back to; {key:interrupt} quits",
            Self::SignIn => "signing in is switched off here; whoever keeps the account does that",
            Self::TakeTokens => "tokens that are pasted are not used here",
            Self::CopyToken => "no token is shown or copied here",
            Self::AskElsewhere => "no other server is asked here",
        }
    }
}

impl Leave {
    /// A restricted run that begins with this choice.
    #[must_use]
    pub fn restricted(writes: bool, first: &Choice) -> Self {
        let home = match first {
            Choice::Sandbox | Choice::Replay(_) => None,
            Choice::Plan(plan) => Some(plan.origin.clone()),
        };
        Self::Restricted { writes, home }
    }

    /// Whether anything is switched off.
    #[must_use]
    pub const fn is_restricted(&self) -> bool {
        matches!(self, Self::Restricted { .. })
    }

    /// Asks for a deed.
    ///
    /// # Errors
    /// Why it is not done.
    pub const fn check(&self, deed: Deed) -> Result<(), Refusal> {
        match self {
            Self::Free => Ok(()),
            Self::Restricted { .. } => Err(Refusal::Deed(deed)),
        }
    }

    /// Asks for a request to be sent.
    ///
    /// # Errors
    /// Why it is not sent.
    pub fn check_request(&self, request: &Request) -> Result<(), Refusal> {
        self.check_target(&request.target)?;
        if matches!(self, Self::Free | Self::Restricted { writes: true, .. }) {
            return Ok(());
        }
        if request.method.is_write() {
            return Err(Refusal::Write(request.method));
        }
        overriding(request).map_or(Ok(()), |name| Err(Refusal::Override(name.clone())))
    }

    /// Asks for a target to be asked for, as it goes on the wire.
    ///
    /// # Errors
    /// When it is no path of the API: a server has others, such as the sandbox's list of what everybody asked.
    pub fn check_target(&self, target: &str) -> Result<(), Refusal> {
        let is_of_api = target.starts_with("/v1/") && !link::climbs(target);
        if is_of_api || !self.is_restricted() { Ok(()) } else { Err(Refusal::Outside) }
    }

    /// Asks for credentials to be used. The sandbox has its own, and is there for everyone.
    ///
    /// # Errors
    /// Why they are not.
    pub fn check_choice(&self, choice: &Choice) -> Result<(), Refusal> {
        let (Self::Restricted { home, .. }, Choice::Plan(plan)) = (self, choice) else { return Ok(()) };
        if runs_command(plan) {
            return Err(Refusal::Command(plan.name.clone()));
        }
        match home {
            Some(home) if *home == plan.origin => Ok(()),
            _ => Err(Refusal::Elsewhere { profile: plan.name.clone(), origin: plan.origin.to_string() }),
        }
    }
}

/// Whether a request may change something: by its method, or by one that a header names.
#[must_use]
pub fn may_write(request: &Request) -> bool {
    request.method.is_write() || overriding(request).is_some()
}

/// The header by which some servers take a request for one of another method.
fn overriding(request: &Request) -> Option<&String> {
    let names = request.headers.iter().map(|(name, _)| name);
    names.into_iter().find(|name| OVERRIDES.iter().any(|word| name.to_ascii_lowercase().contains(word)))
}

fn runs_command(plan: &Plan) -> bool {
    let developer = match &plan.developer {
        DeveloperPlan::Mint { key: place, .. } | DeveloperPlan::Ready(place) => Some(place),
        DeveloperPlan::Missing | DeveloperPlan::Faulty(_) => None,
    };
    developer.into_iter().chain(&plan.user).any(|place| matches!(place, Where::Command { .. }))
}

/// Whether a variable of the environment stays in a restricted run.
#[must_use]
pub fn is_kept(variable: &str) -> bool {
    KEPT.contains(&variable) || variable.starts_with("LC_")
}

/// The path that a login asks for (`ssh -t HOST /v1/storefronts`); none if what it asks for is anything else.
#[must_use]
pub fn path_of_login(command: &str) -> Option<&str> {
    let is_path = command.starts_with("/v1/") && command.bytes().all(|byte| byte.is_ascii_graphic());
    (is_path && command.len() <= LONGEST).then_some(command)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        profile::{Environment, choose, parse_config},
        request::Draft,
    };

    const DEEDS: [Deed; 8] = [
        Deed::Save,
        Deed::Edit,
        Deed::Page,
        Deed::Suspend,
        Deed::SignIn,
        Deed::TakeTokens,
        Deed::CopyToken,
        Deed::AskElsewhere,
    ];

    fn restricted(writes: bool) -> Leave {
        Leave::Restricted { writes, home: Some(Origin::apple()) }
    }

    #[test]
    fn a_restricted_run_does_none_of_the_deeds_and_says_so() {
        for deed in DEEDS {
            assert_eq!(Leave::Free.check(deed), Ok(()), "{deed:?}");
            for writes in [false, true] {
                let refusal = restricted(writes).check(deed).unwrap_err();
                assert!(refusal.to_string().starts_with("restricted: "), "{refusal}");
            }
        }
    }

    fn request(method: Method, headers: &str) -> Request {
        let draft =
            Draft { method, path: "/v1/x".to_owned(), headers: headers.to_owned(), ..Draft::default() };
        draft.check(&Origin::apple().url()).unwrap()
    }

    #[test]
    fn only_get_is_sent_unless_writes_are_allowed() {
        for method in Method::ALL {
            let request = request(method, "");
            assert_eq!(Leave::Free.check_request(&request), Ok(()));
            assert_eq!(restricted(true).check_request(&request), Ok(()));
            let is_sent = restricted(false).check_request(&request).is_ok();
            assert_eq!(is_sent, method == Method::Get, "{method:?}");
        }
    }

    #[test]
    fn only_the_api_is_asked_however_a_path_is_spelled() {
        let target = |path: &str| {
            let draft = Draft { path: path.to_owned(), ..Draft::default() };
            draft.check(&Origin::apple().url()).unwrap().target
        };
        for path in [
            "/sandbox/requests",
            "/v1/../sandbox/requests",
            "/v1/%2e%2E/sandbox/requests",
            "/v1/..%2fsandbox/requests",
            "/v1/.%252e/sandbox",
            "/v1\\..\\sandbox",
            "/v12/x",
            "/",
        ] {
            assert_eq!(Leave::Free.check_target(&target(path)), Ok(()), "{path}");
            assert_eq!(restricted(true).check_target(&target(path)), Err(Refusal::Outside), "{path}");
        }
        for path in ["/v1/storefronts", "/v1/x?next=/../y", "v1/catalog/us/../gb/songs/1"] {
            assert_eq!(restricted(false).check_target(&target(path)), Ok(()), "{path}");
        }
    }

    #[test]
    fn a_get_that_asks_to_be_taken_for_a_write_is_one() {
        for name in
            ["X-HTTP-Method-Override", "x-http-method", "X_HTTP_Method_Override", "X-HTTP-Verb", "X-Method"]
        {
            let request = request(Method::Get, &format!("Accept: a\n{name}: DELETE"));
            let refusal = restricted(false).check_request(&request).unwrap_err();
            assert!(refusal.to_string().to_lowercase().contains(&name.to_lowercase()), "{refusal}");
            assert_eq!(restricted(true).check_request(&request), Ok(()));
        }
        assert_eq!(restricted(false).check_request(&request(Method::Get, "X-Thing: a")), Ok(()));
    }

    #[test]
    fn a_profile_is_used_if_it_is_for_the_same_server_and_runs_nothing() {
        let config = parse_config(
            "[profiles.file]\ndeveloper_token = \"file:a\"\n\
             [profiles.none]\n\
             [profiles.token]\ndeveloper_token = \"command:a\"\n\
             [profiles.user]\ndeveloper_token = \"file:a\"\nuser_token = \"command:a\"\n\
             [profiles.key]\nteam_id = \"FICTION001\"\nkey_id = \"FICTION002\"\nprivate_key = \"command:a\"\n\
             [profiles.elsewhere]\norigin = \"https://music.example\"\n\
             [profiles.loopback]\norigin = \"http://127.0.0.1:9\"\n",
        )
        .unwrap();
        let usable = |leave: &Leave, name: &str| {
            let choice = choose(&config, &Environment::default(), Some(name)).unwrap();
            leave.check_choice(&choice).map_err(|refusal| refusal.to_string())
        };
        for (name, reason) in [
            ("file", None),
            ("none", None),
            ("sandbox", None),
            ("token", Some("runs a command")),
            ("user", Some("runs a command")),
            ("key", Some("runs a command")),
            ("elsewhere", Some("is for https://music.example")),
            ("loopback", Some("is for http://127.0.0.1:9")),
        ] {
            assert_eq!(usable(&Leave::Free, name), Ok(()));
            let told = usable(&restricted(true), name).err();
            let is_as_expected = match reason {
                None => told.is_none(),
                Some(reason) => told.as_ref().is_some_and(|told| told.contains(reason)),
            };
            assert!(is_as_expected, "{name}: {told:?}");
        }
        let in_sandbox = Leave::restricted(false, &Choice::Sandbox);
        assert!(usable(&in_sandbox, "file").is_err() && usable(&in_sandbox, "sandbox").is_ok());
    }

    #[test]
    fn no_variable_stays_that_leads_elsewhere() {
        let led = "SEGUE_CONFIG SEGUE_ORIGIN SEGUE_DEVELOPER_TOKEN APPLE_MUSIC_PRIVATE_KEY_PATH MUSICKIT_KEY_ID HOME PATH SHELL \
                   XDG_CONFIG_HOME XDG_STATE_HOME EDITOR VISUAL PAGER TMUX TMPDIR HTTPS_PROXY https_proxy ALL_PROXY \
                   SSL_CERT_FILE SSL_CERT_DIR LD_PRELOAD DYLD_INSERT_LIBRARIES BASH_ENV ENV DISPLAY SSH_AUTH_SOCK RUST_LOG lc_all";
        for name in led.split_whitespace() {
            assert!(!is_kept(name), "{name}");
        }
        assert!(["TERM", "LANG", "LC_ALL", "NO_COLOR", "SSH_ORIGINAL_COMMAND"].into_iter().all(is_kept));
    }

    #[test]
    fn a_login_may_ask_for_a_path_and_for_nothing_else() {
        assert_eq!(path_of_login("/v1/storefronts?limit=2"), Some("/v1/storefronts?limit=2"));
        let long = format!("/v1/{}", "a".repeat(LONGEST));
        for command in [
            "",
            "cat /v1/key",
            "/bin/sh",
            "/v1/a b",
            "/v1/a\n",
            "/v1/a\u{1b}[2J",
            "--sandbox",
            "segue get /v1/x",
            "/usr/lib/openssh/sftp-server",
            "internal-sftp",
            "https://music.example/v1/x",
            &long,
        ] {
            assert_eq!(path_of_login(command), None, "{command:?}");
        }
    }
}
