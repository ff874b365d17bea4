//! The stages of the tour: three of the sandbox's illnesses. Facts, answers and clocks are those that the sandbox hands out,
//! at the one time that all frames have.

use std::{
    sync::Arc,
    time::{Duration, UNIX_EPOCH},
};

use segue::{
    app::message::Message,
    domain::{
        clock::ServerTime,
        doctor::{
            Credentials, Usable,
            facts::{Content, Signature},
        },
        secret::Secret,
        token::DeveloperStanding,
    },
};
use serde_json::json;

use super::stage::{Reply, SECONDS, Stage};

const ALBUM: &str = "/v1/catalog/us/albums/1000042/tracks";
const SONGS: &str = "/v1/me/library/songs";

/// The key of the sandbox, which is in the open.
const KEY: &str = include_str!("../../src/sandbox/key.p8");

const DAY: i64 = 86_400;
/// How old a good token is, in seconds, and how long it lives: what the title line of all stages says.
const AGE: i64 = 150;
const LIFE: i64 = 12 * 3600 + 60;
/// How far the skewed clock is ahead of the server's, in seconds.
const AHEAD: i64 = 600;

/// The refusal of an expired token, and what is said of it at once.
pub(crate) fn expired(width: u16, height: u16) -> Stage {
    let (issued, expires) = (SECONDS - 30 * DAY, SECONDS - 3 * DAY);
    let ready = DeveloperStanding::Ready {
        algorithm: Some("ES256".to_owned()),
        key_id: Some("SANDBOX001".to_owned()),
        team_id: Some("SEGUETEAM1".to_owned()),
        expires_at: Some(expires),
        start: "eyJhbG".to_owned(),
        fingerprint: "5d41402a".to_owned(),
        source: "sandbox".to_owned(),
    };
    let stage = ill("expired", (width, height), ALBUM, credentials("sandbox", issued, expires)).standing(
        |standing| {
            standing.developer = ready;
        },
    );
    stage.press("<Enter>").answer(refusal(SECONDS))
}

/// The experiment with a user token that was revoked.
pub(crate) fn revoked(width: u16, height: u16) -> Stage {
    let refused = || forbidden("Invalid authentication", "4NA7DKFYH6MYQRWQPYG33V5K3S");
    let nameless = forbidden("Authentication required for request", "6QFWN2ZB5T7RHKD3C4MXJEVYUA");
    let stage = ill("revoked-user-token", (width, height), SONGS, minted());
    let stage = stage.press("<Enter>").answer(refused()).press("x");
    stage.replying([refusal(SECONDS), nameless, refused()])
}

/// The examination on a machine whose clock is ahead. The first token was made by that clock; from the first answer on they
/// are made by the server's, and the doctor's own requests go through.
pub(crate) fn skewed(width: u16, height: u16) -> Stage {
    let server = SECONDS - AHEAD;
    let seen = ServerTime { local: SECONDS, server, skew: 1 - AHEAD };
    let stage = ill("clock-skewed", (width, height), ALBUM, minted());
    let stage = stage.press("<Enter>").answer(refusal(server));
    let stage = stage.standing(|standing| standing.clock = Some(seen)).press("d");
    let good = || Reply::text(200, "{}").dated(date(server));
    stage.replying([refusal(server), good(), good(), good()])
}

/// A sandbox that is ill in this way, with a path in the form.
fn ill(scenario: &str, (width, height): (u16, u16), path: &str, credentials: Credentials) -> Stage {
    let mut stage = Stage::at(width, height, path);
    stage.model.session.scenario = Some(scenario.to_owned());
    stage.tell(Message::Facts(Arc::new(credentials), Usable { developer: true, user: true }));
    stage
}

fn minted() -> Credentials {
    credentials("the private key, minted here", SECONDS - AGE, SECONDS - AGE + LIFE)
}

/// Facts about the credentials of the sandbox.
fn credentials(source: &str, issued: i64, expires: i64) -> Credentials {
    let header = json!({ "alg": "ES256", "kid": "SANDBOX001" });
    let claims = json!({ "iss": "SEGUETEAM1", "iat": issued, "exp": expires });
    let [header, claims] = [header, claims].map(|part| base64(part.to_string().as_bytes()));
    let token = Secret::new(format!("{header}.{claims}.{}", base64(&[7; 64])));
    let user = Secret::new("sandbox/user+token==".repeat(8).chars().take(152).collect::<String>());
    let key = Secret::new(KEY.to_owned());
    let sandbox = || Some("sandbox".to_owned());
    let mut facts = Credentials {
        developer_source: Some(source.to_owned()),
        user_source: sandbox(),
        key_source: sandbox(),
        key_id: Some("SANDBOX001".to_owned()),
        team_id: Some("SEGUETEAM1".to_owned()),
        ..Credentials::read(Some(&token), Some(&user), Some(Ok(&key)))
    };
    // A real signature is another one each time, and the frame would be too.
    if let Some(Content::Jwt(jwt)) = facts.developer.as_mut().map(|token| &mut token.content) {
        jwt.signature = Signature::Valid;
    }
    facts
}

/// Base64url without padding, as a JWT's parts are.
fn base64(bytes: &[u8]) -> String {
    use ::base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A moment as the header `Date` tells it.
fn date(seconds: i64) -> String {
    httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(seconds.unsigned_abs()))
}

/// 401 and not a word, from a server with this clock.
fn refusal(clock: i64) -> Reply {
    Reply::text(401, "").dated(date(clock))
}

/// Apple's words for a user token that is not accepted.
fn forbidden(detail: &str, id: &str) -> Reply {
    let error = json!({ "id": id, "title": "Forbidden", "detail": detail, "status": "403", "code": "40300" });
    Reply::text(403, &json!({ "errors": [error] }).to_string()).dated(date(SECONDS))
}
