//! The doctor: what it says at once, the examination over the panels, the experiment.

use std::sync::Arc;

use segue::{
    app::{effect::Effect, message::Message},
    domain::{
        doctor::{
            Credentials, Usable,
            facts::{Answer, Exchange, Redaction},
        },
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

/// Answers each of the doctor's questions with a status.
fn replying(mut stage: Stage, statuses: &[u16]) -> Stage {
    for status in statuses {
        for effect in stage.effects() {
            let Effect::Ask { turn, question, .. } = effect else { continue };
            let url = format!("https://api.music.apple.com{}", question.target);
            let sent = Exchange::sent("GET", &url, &question.headers, question.developer, question.user);
            let answer = Some(Answer::read(*status, [], b"", &Redaction::default()));
            stage.tell(Message::Asked { turn, exchange: Box::new(Exchange { answer, ..sent }) });
        }
    }
    stage
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
        let stage = replying(refused(width, height).press("<Esc>d"), &[401, 401, 401]);
        let screen = shot(name, &stage);
        has(&screen, "Likely: The developer token has expired.");
    }
}

#[test]
fn the_experiment_stands_side_by_side() {
    let stage = replying(refused(80, 24).press("<Esc>x"), &[401, 401, 401]);
    let screen = shot("doctor_experiment", &stage);
    has(&screen, "neither");
    has(&screen, "What it proves");
}
