//! Asks a server whether it takes a profile's developer token, with the smallest request that there is.

use std::sync::Arc;

use crate::{
    adapter::{credentials::Keyring, http::Http},
    command::{
        Exit,
        get::{client::Client, voice::Voice},
    },
    domain::{profile::Origin, request::Draft},
};

/// Needs a developer token, and nothing else of the account.
const PATH: &str = "/v1/test";

/// Sends it; what a refusal is to a script. What there is to say of one stands on standard error then.
pub(super) async fn probe(keyring: Keyring, origin: &Origin) -> Result<(), Exit> {
    let draft = Draft { path: PATH.to_owned(), user: Some(false), ..Draft::default() };
    let request = draft.check(&origin.url()).map_err(|_| Exit::Request)?;
    let mut voice = Voice::new(&keyring.secrets());
    let client = Arc::new(Client::new(keyring, Http::new()));
    let fetched = client.fetch_patiently(&request, &mut voice).await;
    voice.clear();
    let (report, exit) = match &fetched {
        Ok(reply) => (reply.failure(), reply.exit),
        Err(miss) => (Some(&miss.report), miss.exit),
    };
    report.into_iter().for_each(|report| voice.report(report));
    if exit == Exit::Good { Ok(()) } else { Err(exit) }
}
