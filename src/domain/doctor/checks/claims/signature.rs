//! The algorithm, and the third part of the token.

use super::with;
use crate::domain::doctor::{
    evidence::Evidence,
    facts::{Jwt, Signature},
};

pub(super) fn unsigned(evidence: &Evidence) -> Option<String> {
    with(evidence, |jwt| match jwt.header_text("alg") {
        None => Some("the header has no alg".to_owned()),
        Some(alg) => alg.eq_ignore_ascii_case("none").then(|| format!("alg {alg}")),
    })
}

pub(super) fn wrong_algorithm(evidence: &Evidence) -> Option<String> {
    with(evidence, |jwt| {
        let alg = jwt.header_text("alg")?;
        (alg != "ES256" && !alg.eq_ignore_ascii_case("none")).then(|| format!("alg {alg}"))
    })
}

pub(super) fn empty(evidence: &Evidence) -> Option<String> {
    signature(evidence, |signature, _| {
        (signature == Signature::Empty).then(|| "nothing after the second dot".to_owned())
    })
}

pub(super) fn der(evidence: &Evidence) -> Option<String> {
    signature(evidence, |signature, _| match signature {
        Signature::Der(length) => Some(format!("{length} bytes, the first is 0x30")),
        _ => None,
    })
}

pub(super) fn wrong_length(evidence: &Evidence) -> Option<String> {
    signature(evidence, |signature, _| match signature {
        Signature::Length(length) => Some(format!("{length} bytes, 64 wanted")),
        _ => None,
    })
}

pub(super) fn other_key(evidence: &Evidence) -> Option<String> {
    signature(evidence, |signature, jwt| {
        let fingerprint =
            evidence.key.as_ref().and_then(|key| key.fingerprint.as_deref()).unwrap_or("unknown");
        let kid = jwt.header_text("kid").unwrap_or_default();
        (signature == Signature::OtherKey).then(|| {
            format!("your key's public half has the fingerprint {fingerprint}; the token names kid {kid}")
        })
    })
}

fn signature(evidence: &Evidence, look: impl Fn(Signature, &Jwt) -> Option<String>) -> Option<String> {
    with(evidence, |jwt| look(jwt.signature, jwt))
}
