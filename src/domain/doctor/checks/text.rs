//! What is wrong with a developer token as a text, before it says anything.

use crate::domain::doctor::{
    check::{Check, GivesWay, Ground},
    evidence::Evidence,
    facts::{Blemish, Content, DeveloperToken},
};

const GROUND: Ground = Ground::DeveloperText;

pub(super) const CHECKS: &[Check] = &[
    Check {
        // A key that cannot be read is why there is no token.
        gives_way: GivesWay::To(&[
            "KEY001", "KEY002", "KEY003", "KEY004", "KEY005", "KEY006", "KEY007", "KEY009",
        ]),
        ..GROUND.error(
            "DT001",
            28,
            "There is no developer token.",
            "Make one from Team ID, Key ID and the .p8 file (segue profile add), or set APPLE_MUSIC_DEVELOPER_TOKEN.",
            missing,
        )
    },
    GROUND.error(
        "DT003",
        41,
        "That is the private key, not a developer token.",
        "Sign a JWT with the key and send the JWT (segue does it: APPLE_MUSIC_PRIVATE_KEY_PATH). If the key was sent anywhere, revoke it.",
        |evidence| {
            content(evidence, |content| {
                matches!(content, Content::PrivateKey).then(|| "a private key in PKCS#8 or PEM".to_owned())
            })
        },
    ),
    GROUND.error(
        "DT007",
        42,
        "The token is a placeholder or an unexpanded variable.",
        "Set the variable; single quotes stop the shell from expanding it.",
        |evidence| {
            content(evidence, |content| match content {
                Content::Placeholder(text) => Some(format!("the token is the text {text}")),
                _ => None,
            })
        },
    ),
    GROUND.error(
        "DT004",
        43,
        "The token value itself starts with 'Bearer '.",
        "Store the bare JWT; the client adds 'Bearer '.",
        |evidence| {
            blemish(evidence, |blemish| {
                (*blemish == Blemish::Bearer).then(|| "it begins with the word Bearer".to_owned())
            })
        },
    ),
    GROUND.error("DT005", 44, "The token is wrapped in quotes.", "Remove the quotes.", |evidence| {
        blemish(evidence, |blemish| match blemish {
            Blemish::Quoted(first, last) => {
                Some(format!("first character {first:?}, last character {last:?}"))
            }
            _ => None,
        })
    }),
    GROUND.error(
        "DT006",
        45,
        "The token contains white space or a line break.",
        "Paste it on one line; trim it when reading the file.",
        |evidence| {
            blemish(evidence, |blemish| match blemish {
                Blemish::WhiteSpace(at, code) => Some(format!("character {at} has the code U+{code:04X}")),
                _ => None,
            })
        },
    ),
    GROUND.error(
        "DT012",
        46,
        "The JWT uses + / or = : plain base64 instead of base64url.",
        "Encode all three parts as base64url without padding.",
        |evidence| {
            blemish(evidence, |blemish| match blemish {
                Blemish::PlainBase64(found) => Some(format!("it contains {found}")),
                _ => None,
            })
        },
    ),
    GROUND.error(
        "DT008",
        47,
        "Part of the token is missing.",
        "Copy it again to the end; a JWT has exactly two dots.",
        |evidence| {
            content(evidence, |content| match content {
                Content::Parts { dots, length } => Some(format!("{dots} of 2 dots, {length} characters")),
                _ => None,
            })
        },
    ),
    GROUND.error(
        "DT002",
        48,
        "That is not a JWT.",
        "A developer token looks like eyJ….eyJ….…: three parts with a dot between.",
        |evidence| {
            content(evidence, |content| match content {
                Content::NotAJwt { length, alphabet } => Some(format!("{length} characters: {alphabet}")),
                _ => None,
            })
        },
    ),
    GROUND.error(
        "DT010",
        49,
        "The token's header or payload is not readable JSON.",
        "Mint it again with a JWT library (segue token --show).",
        |evidence| {
            content(evidence, |content| match content {
                Content::Unreadable { part, reason } => Some(format!("the {part}: {reason}")),
                _ => None,
            })
        },
    ),
];

/// A token is missed by a request, by a sign-in page, or where there is nothing at all to make one from.
fn missing(evidence: &Evidence) -> Option<String> {
    let is_needed = evidence.request.is_some() || evidence.sign_in.is_some() || evidence.key.is_none();
    (evidence.developer.is_none() && is_needed).then(|| match &evidence.key {
        Some(_) => "none was handed in, though there is a private key".to_owned(),
        None => "none was handed in, and no private key either".to_owned(),
    })
}

fn content(evidence: &Evidence, look: impl Fn(&Content) -> Option<String>) -> Option<String> {
    evidence.developer.as_ref().and_then(|token| look(&token.content))
}

fn blemish(evidence: &Evidence, look: impl Fn(&Blemish) -> Option<String>) -> Option<String> {
    let DeveloperToken { blemishes, .. } = evidence.developer.as_ref()?;
    blemishes.iter().find_map(look)
}
