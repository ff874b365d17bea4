//! What is wrong with a private key, or with the name of its file.

use super::claims::file_key_id;
use crate::domain::{
    doctor::{
        check::{Check, GivesWay, Ground, Severity},
        evidence::Evidence,
        facts::{Key, KeyState},
    },
    visible::visible,
};

const GROUND: Ground = Ground::Key;

pub(super) const CHECKS: &[Check] = &[
    GROUND.error(
        "KEY001",
        22,
        "The key file is empty or unreadable.",
        "Point to the .p8 file; what is in the way stands in the evidence.",
        |evidence| {
            state(evidence, |key| match &key.state {
                KeyState::Empty => Some("nothing in it".to_owned()),
                KeyState::Unreadable(reason) => Some(reason.clone()),
                _ => None,
            })
        },
    ),
    GROUND.error(
        "KEY002",
        23,
        "The key holds the two characters \\n instead of line breaks.",
        "Replace \\n with real line breaks, or store the key base64-encoded.",
        |evidence| is(evidence, &KeyState::EscapedLineBreaks, "\\n stands where a line should end"),
    ),
    GROUND.error(
        "KEY003",
        24,
        "The BEGIN/END lines are missing.",
        "Keep the file exactly as downloaded.",
        |evidence| is(evidence, &KeyState::MissingLabels, "the text starts with the key itself"),
    ),
    GROUND.error(
        "KEY004",
        25,
        "The key's line breaks are gone.",
        "Keep the file as downloaded, or re-wrap at 64 characters.",
        |evidence| {
            state(evidence, |key| {
                (key.state == KeyState::LostLineBreaks).then(|| format!("lines: {}", key.lines))
            })
        },
    ),
    GROUND.error("KEY007", 26, "That is a public key or certificate.", "Use AuthKey_<id>.p8.", |evidence| {
        state(evidence, |key| match &key.state {
            KeyState::Public(label) => Some(format!("it says {label}")),
            _ => None,
        })
    }),
    GROUND.error("KEY009", 26, "The key is encrypted.", "Apple's .p8 files are not encrypted.", |evidence| {
        is(evidence, &KeyState::Encrypted, "it says ENCRYPTED")
    }),
    GROUND.error("KEY005", 27, "That is an RSA key.", "Use the EC P-256 key from Apple.", |evidence| {
        is(evidence, &KeyState::Rsa, "its algorithm is RSA")
    }),
    GROUND.error("KEY006", 27, "The key is on the wrong curve.", "Apple's .p8 keys are P-256.", |evidence| {
        state(evidence, |key| match &key.state {
            KeyState::OtherCurve(curve) => Some(format!("curve {curve}")),
            _ => None,
        })
    }),
    Check {
        gives_way: GivesWay::To(&["DT033"]),
        ..GROUND.error(
            "KEY010",
            28,
            "The file name's Key ID differs from kid.",
            "Use the kid of this file.",
            file_differs,
        )
    },
    Check {
        severity: Severity::Warn,
        ..GROUND.error(
            "KEY011",
            28,
            "The file name belongs to another kind of key.",
            "Create a key with Media Services enabled.",
            another_kind,
        )
    },
];

fn state(evidence: &Evidence, look: impl Fn(&Key) -> Option<String>) -> Option<String> {
    evidence.key.as_ref().and_then(look)
}

fn is(evidence: &Evidence, wanted: &KeyState, told: &str) -> Option<String> {
    state(evidence, |key| (key.state == *wanted).then(|| told.to_owned()))
}

/// The `kid` of the token, or of the token that would be made.
fn file_differs(evidence: &Evidence) -> Option<String> {
    let name = evidence.key_file.as_deref()?;
    let id = file_key_id(name)?;
    let kid = evidence.jwt().and_then(|jwt| jwt.header_text("kid"));
    let kid = kid.as_deref().or(evidence.key_id.as_deref()).filter(|kid| !kid.is_empty())?;
    (kid != id).then(|| format!("{}, kid {kid}", visible(name)))
}

/// Apple names the files of Media Services, APNs and most other keys alike. Only these can be told: In-App Purchase, and
/// App Store Connect of old. Any other name is somebody's own, and says nothing.
const OTHER_KINDS: [&str; 2] = ["SubscriptionKey", "ApiKey"];

fn another_kind(evidence: &Evidence) -> Option<String> {
    let name = evidence.key_file.as_deref()?;
    file_key_id(name)?;
    let kind = name.rsplit_once('_')?.0;
    let is_other = OTHER_KINDS.iter().any(|other| other.eq_ignore_ascii_case(kind));
    is_other.then(|| visible(name).into_owned())
}
