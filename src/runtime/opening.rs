//! Opens the credentials of a choice, for the screen and for the headless commands alike.

use tokio::sync::Mutex;

use crate::{
    adapter::{credentials::Keyring, store::Store},
    domain::{
        profile::{Choice, Origin, Plan, Where},
        secret::Secret,
        token::{KeyId, TeamId},
    },
    sandbox::{self, Scenario},
};

/// A keyring for a choice; the sandbox is started when it is chosen for the first time, and runs as long as its slot
/// holds it. What is wrong with the sandbox is what is named here. A Music User Token that was signed in for comes from
/// the store.
///
/// # Errors
/// Why there are no credentials, in words: the sandbox could not be started.
pub async fn open(
    choice: Choice,
    sandbox: &Mutex<Option<sandbox::Running>>,
    scenario: Scenario,
    store: Option<&Store>,
) -> Result<Keyring, String> {
    match choice {
        Choice::Plan(plan) => Ok(open_plan(plan, store).await),
        Choice::Sandbox => open_sandbox(sandbox, scenario).await,
        // Nothing is read, and nothing is started.
        Choice::Replay(recorded) => Ok(Keyring::of_recording(recorded)),
    }
}

/// A variable that is set is what somebody wants now; else a sign-in comes before the file or command of a profile.
async fn open_plan(mut plan: Plan, store: Option<&Store>) -> Keyring {
    let is_set = matches!(&plan.user, Some(Where::Variable(_, value)) if !value.is_empty());
    let kept = store.filter(|_| !is_set).map(|store| store.sign_in(&plan.name, &plan.origin));
    match kept {
        Some(Ok(Some(kept))) => {
            plan.user = None;
            let mut keyring = Keyring::open(plan).await;
            keyring.sign_in(kept.token, kept.obtained_at);
            keyring
        }
        Some(Err(reason)) if plan.user.is_none() => {
            let mut keyring = Keyring::open(plan).await;
            keyring.refuse_sign_in(reason);
            keyring
        }
        _ => Keyring::open(plan).await,
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
