//! Opens the credentials of a choice, for the screen and for the headless commands alike.

use tokio::sync::Mutex;

use crate::{
    adapter::credentials::Keyring,
    domain::{
        profile::{Choice, Origin},
        secret::Secret,
        token::{KeyId, TeamId},
    },
    sandbox::{self, Scenario},
};

/// A keyring for a choice; the sandbox is started when it is chosen for the first time, and runs as long as its slot
/// holds it. What is wrong with the sandbox is what is named here.
///
/// # Errors
/// Why there are no credentials, in words: the sandbox could not be started.
pub async fn open(
    choice: Choice,
    sandbox: &Mutex<Option<sandbox::Running>>,
    scenario: Scenario,
) -> Result<Keyring, String> {
    match choice {
        Choice::Plan(plan) => Ok(Keyring::open(plan).await),
        Choice::Sandbox => open_sandbox(sandbox, scenario).await,
    }
}

async fn open_sandbox(
    sandbox: &Mutex<Option<sandbox::Running>>,
    scenario: Scenario,
) -> Result<Keyring, String> {
    let mut slot = sandbox.lock().await;
    let unstarted = |error| format!("the sandbox could not be started: {error}");
    let running = match &mut *slot {
        Some(running) => running,
        slot => slot.insert(sandbox::start(sandbox::Options::default()).await.map_err(unstarted)?),
    };
    let access = running.arm(scenario).map_err(|error| format!("the sandbox's tokens: {error}"))?;
    keyring_of(access).map_err(|reason| format!("the sandbox's own credentials: {reason}"))
}

/// The sandbox is spoken to as Apple is: with a key that tokens are minted from.
fn keyring_of(access: &sandbox::Access) -> Result<Keyring, String> {
    let origin: Origin = access.origin.parse().map_err(|fault| format!("{fault}"))?;
    let team: TeamId = access.team_id.parse().map_err(|fault| format!("{fault}"))?;
    let key: KeyId = access.key_id.parse().map_err(|fault| format!("{fault}"))?;
    let pem = Secret::new(access.private_key.clone());
    let user = Some(access.user_token.clone()).filter(|token| !token.is_empty()).map(Secret::new);
    let keyring = Keyring::from_parts(crate::domain::profile::SANDBOX, origin, "us", team, key, pem, user);
    let ailing = access.is_ailing.then(|| Secret::new(access.developer_token.clone()));
    Ok(match ailing {
        Some(token) => keyring.sending(token),
        None => keyring,
    })
}
