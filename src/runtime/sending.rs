//! Makes a checked request into a call, for the screen and for the headless commands alike: the one place where tokens
//! join it.

use tokio::sync::Mutex;

use crate::{
    adapter::{call::Call, credentials::Keyring},
    app::errors,
    domain::{
        answer::Head,
        clock::ServerTime,
        error::Report,
        request::{Request, is_secret_header},
        secret::{self, Secret},
        token::Standing,
    },
};

/// The call for a request: its origin and tokens come from the keyring, at the last moment. With it come the secrets to
/// blot out of its answer, and how the credentials stand.
///
/// # Errors
/// Why nothing may be sent: another profile is in use by now, a token cannot be had, a secret stands where it would be
/// seen, the address leads to another server.
pub async fn prepare(
    keyring: &Mutex<Option<Keyring>>,
    request: &Request,
    profile: &str,
) -> Result<(Call, Vec<Secret>, Standing), Report> {
    let unsent = |reason: String| errors::local("Nothing was sent", &reason, "mend it and send again");
    let mut slot = keyring.lock().await;
    let Some(keyring) = slot.as_mut() else { return Err(unsent("no credentials have been read".to_owned())) };
    // A request waits for the keyring, and another profile's may have come into its place meanwhile.
    if keyring.profile() != profile {
        return Err(unsent(format!("it was meant for the profile {profile}, which is not in use any more")));
    }
    if let Some(place) = place_of_secret(request, &keyring.secrets()) {
        return Err(unsent(format!(
            "one of the profile's tokens or keys stands in the {place}; take it out"
        )));
    }
    let now = super::now() / 1000;
    let mut secret_headers = Vec::new();
    if request.tokens.developer {
        let token = keyring.developer_token(now).map_err(|fault| unsent(fault.to_string()))?;
        secret_headers.push(("Authorization", Secret::new(format!("Bearer {}", token.expose()))));
    }
    if request.tokens.user
        && let Ok(token) = keyring.user_token()
    {
        secret_headers.push(("Music-User-Token", token));
    }
    let url = keyring.origin().url().join(&request.target).map_err(|error| unsent(error.to_string()))?;
    if !keyring.origin().same_origin_as_url(&url) {
        return Err(unsent("the address leads to another server".to_owned()));
    }
    let call = Call {
        method: request.method,
        url,
        headers: request.headers.clone(),
        secret_headers,
        body: request.body.clone().map(String::into_bytes),
        secrets: secrets(keyring, request),
    };
    Ok((call, secrets(keyring, request), keyring.standing(now)))
}

/// What must not come back from an answer: the profile's secrets, and what stands in headers whose names sound like one. A value
/// that is shorter than any key would take away words of the answer.
fn secrets(keyring: &Keyring, request: &Request) -> Vec<Secret> {
    const SHORTEST: usize = 8;
    let is_secret = |(name, value): &&(String, String)| is_secret_header(name) && value.len() >= SHORTEST;
    let typed = request.headers.iter().filter(is_secret).map(|(_, value)| Secret::new(value.clone()));
    keyring.secrets().into_iter().chain(typed).collect()
}

/// Notes what an answer says of its server's clock; how the credentials stand then. Nothing when the credentials are in use
/// elsewhere at this moment, or are others by now: the next answer tells it too.
pub fn observe(keyring: &Mutex<Option<Keyring>>, profile: &str, head: &Head, sent: i64) -> Option<Standing> {
    let arrived = sent.saturating_add(i64::try_from(head.timing.head.as_millis()).unwrap_or(0));
    let seen = ServerTime::read(head.header("date"), head.header("age"), sent, arrived)?;
    let mut slot = keyring.try_lock().ok()?;
    let keyring = slot.as_mut().filter(|keyring| keyring.profile() == profile)?;
    keyring.note_clock(seen);
    Some(keyring.standing(super::now() / 1000))
}

/// Where in a request one of these secrets stands, or a long part of one, in any encoding that is known of them: a URL is kept in logs on its way, and a
/// body or header that a person typed is no place for one either.
fn place_of_secret(request: &Request, secrets: &[Secret]) -> Option<&'static str> {
    let holds = |text: &str| secret::holds(text, secrets) || secret::holds_part(text, secrets);
    let in_headers = || request.headers.iter().any(|(name, value)| holds(name) || holds(value));
    match () {
        () if holds(&request.target) => Some("path"),
        () if in_headers() => Some("headers"),
        () if request.body.as_deref().is_some_and(holds) => Some("body"),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

    use crate::domain::{profile::Origin, request::Draft};

    fn keyring() -> Mutex<Option<Keyring>> {
        let user = Some(Secret::new("a/user+token/of+a+test".repeat(6)));
        let key = Secret::new("no key".to_owned());
        let (team, id) = ("FICTION001".parse().unwrap(), "FICTION002".parse().unwrap());
        Mutex::new(Some(Keyring::from_parts("work", Origin::sandbox(), "us", team, id, key, user)))
    }

    #[tokio::test]
    async fn a_request_is_not_sent_with_another_profile_than_it_was_meant_for() {
        let draft =
            Draft { path: "/v1/me/storefront".to_owned(), developer: Some(false), ..Draft::default() };
        let request = draft.check(&Origin::sandbox().url()).unwrap();
        let report = prepare(&keyring(), &request, "staging").await.map(|_| ()).unwrap_err();
        assert!(report.entries[0].meaning.contains("the profile staging"), "{report:?}");
        let (call, ..) = prepare(&keyring(), &request, "work").await.unwrap();
        assert_eq!(call.secret_headers.len(), 1);
    }

    #[tokio::test]
    async fn a_request_that_holds_the_profiles_own_token_is_not_sent() {
        let token = "a/user+token/of+a+test".repeat(6);
        let encoded = token.replace('/', "%2F").replace('+', "%2B");
        let base64 = URL_SAFE_NO_PAD.encode(&token);
        let draft = |path: &str, headers: &str, body: &str| Draft {
            method: crate::domain::request::Method::Put,
            path: path.to_owned(),
            headers: headers.to_owned(),
            body: body.to_owned(),
            developer: Some(false),
            ..Draft::default()
        };
        let cases = [
            (draft(&format!("/v1/x?t={token}"), "", ""), "path"),
            (draft(&format!("/v1/x?t={encoded}"), "", ""), "path"),
            (draft(&format!("/v1/x?t={}", encoded.replace('%', "%25")), "", ""), "path"),
            (draft(&format!("/v1/{}/{}", &token[..40], &token[40..]), "", ""), "path"),
            (draft(&format!("/v1/x?t={base64}"), "", ""), "path"),
            (draft("/v1/x", &format!("X-Thing: {token}"), ""), "headers"),
            (draft("/v1/x", "", &format!("[\"{token}\"]")), "body"),
        ];
        for (draft, place) in cases {
            let request = draft.check(&Origin::sandbox().url()).unwrap();
            let report = prepare(&keyring(), &request, "work").await.map(|_| ()).unwrap_err();
            assert!(report.entries[0].meaning.contains(&format!("in the {place}")), "{report:?}");
        }
    }

    #[tokio::test]
    async fn a_header_that_sounds_like_a_secret_is_sent_and_blotted_out_of_the_answer() {
        let draft = Draft {
            path: "/v1/test".to_owned(),
            headers: "X-Api-Key: zebra-quartz-4711\nX-Token: short\nAccept: application/json".to_owned(),
            developer: Some(false),
            ..Draft::default()
        };
        let request = draft.check(&Origin::sandbox().url()).unwrap();
        let (call, blotted, _) = prepare(&keyring(), &request, "work").await.unwrap();
        assert!(call.headers.iter().any(|(_, value)| value == "zebra-quartz-4711"));
        for secrets in [&call.secrets, &blotted] {
            let is_in = |text: &str| secrets.iter().any(|secret| secret.expose() == text);
            assert_eq!(
                (is_in("zebra-quartz-4711"), is_in("short"), is_in("application/json")),
                (true, false, false)
            );
        }
    }
}
