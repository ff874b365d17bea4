//! `segue logout`: forgets a sign-in on this machine.
#![expect(clippy::disallowed_methods, reason = "a headless command writes to standard output")]

use std::io::Write;

use super::{
    Exit,
    credentials::{gather, unusable},
};
use crate::{
    adapter::store::Store,
    cli::Logout,
    domain::{
        profile::{Choice, Where},
        visible::visible,
    },
};

/// Forgets it, and says what that does not do.
pub(super) fn run(arguments: &Logout) -> anyhow::Result<Exit> {
    let credentials = match gather(arguments.profile.as_deref(), false, None) {
        Ok(credentials) => credentials,
        Err(reason) => return Ok(unusable(&reason)),
    };
    let Choice::Plan(plan) = credentials.choice else {
        return Ok(unusable("nothing is kept for the sandbox; -p names a profile"));
    };
    let Some(store) = Store::of_user() else {
        return Ok(unusable("there is no home directory, so that nothing is kept"));
    };
    let mut output = std::io::stdout();
    let profile = visible(&plan.name).into_owned();
    if store.forget_sign_in(&plan.name)? {
        writeln!(output, "The sign-in of {profile} is forgotten here.")?;
        writeln!(
            output,
            "That does not revoke it at Apple: whoever has a copy can use it. To revoke it, take the leave back in the \
             account's settings (Settings, your name, Media & Purchases, or account.apple.com)."
        )?;
    } else {
        writeln!(output, "Nothing was signed in for {profile}.")?;
    }
    if let Some(place) = plan.user.as_ref().map(Where::describe) {
        writeln!(output, "{profile} still has the Music User Token of {}.", visible(&place))?;
    }
    Ok(Exit::Good)
}
