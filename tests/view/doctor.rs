//! The doctor: what it says at once, the examination over the panels, the experiment.

use std::sync::Arc;

use segue::{
    app::message::Message,
    domain::{
        doctor::{Credentials, Usable},
        secret::Secret,
    },
};

use super::{
    Stage, has, shot,
    stage::{Reply, SECONDS},
};

// A fictional token with a signature of no key, and an `exp` three days ago.
const HEADER: &str = "eyJhbGciOiJFUzI1NiIsImtpZCI6IkZJQ1RJT04wMDEifQ";

fn expired() -> Credentials {
    let claims =
        format!("{{\"iss\":\"FICTION002\",\"iat\":{},\"exp\":{}}}", SECONDS - 900_000, SECONDS - 259_200);
    let encode = |bytes: &[u8]| base64(bytes);
    let token = format!("{HEADER}.{}.{}", encode(claims.as_bytes()), encode(&[7; 64]));
    let user = Secret::new("a/user+token".repeat(20));
    Credentials {
        developer_source: Some("APPLE_MUSIC_DEVELOPER_TOKEN".to_owned()),
        user_source: Some("APPLE_MUSIC_USER_TOKEN".to_owned()),
        ..Credentials::read(Some(&Secret::new(token)), Some(&user), None)
    }
}

/// Base64url without padding, as a JWT's parts are.
fn base64(bytes: &[u8]) -> String {
    use ::base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.encode(bytes)
}

fn refused(width: u16, height: u16) -> Stage {
    let mut stage = Stage::at(width, height, "/v1/me/storefront");
    stage.tell(Message::Facts(Arc::new(expired()), Usable { developer: true, user: true }));
    stage.press("<Enter>").answer(Reply::text(401, ""))
}

/// Three times 401 and not a word.
fn refusals() -> [Reply; 3] {
    [(); 3].map(|()| Reply::text(401, ""))
}

#[test]
fn a_refusal_shows_the_likeliest_cause_at_once() {
    let screen = shot("doctor_at_once", &refused(80, 24));
    has(&screen, "Likely DT047: The developer token has expired.");
    has(&screen, "d doctor");
}

#[test]
fn the_examination_lies_over_the_panels() {
    for (name, width, height) in [("doctor_narrow", 80, 24), ("doctor_wide", 160, 50)] {
        let stage = refused(width, height).press("<Esc>d").replying(refusals());
        let screen = shot(name, &stage);
        has(&screen, "Likely: The developer token has expired.");
    }
}

#[test]
fn the_experiment_stands_side_by_side() {
    let stage = refused(80, 24).press("<Esc>x").replying(refusals());
    let screen = shot("doctor_experiment", &stage);
    has(&screen, "neither");
    has(&screen, "What it proves");
}
