//! What is wrong with a developer token's header, claims and signature.

mod names;
mod origin;
mod signature;
mod times;

use serde_json::Value;

use crate::domain::doctor::{
    check::{Check, GivesWay, Ground},
    evidence::Evidence,
    facts::Jwt,
};

pub(super) use names::file_key_id;

const GROUND: Ground = Ground::DeveloperClaims;

const fn yielding(check: Check, ids: &'static [&'static str]) -> Check {
    Check { gives_way: GivesWay::To(ids), ..check }
}

pub(super) const CHECKS: &[Check] = &[
    GROUND.error(
        "DT053",
        50,
        "That is a Sign in with Apple identity token, not a developer token.",
        "Sign your own ES256 JWT with a Media Services key.",
        names::sign_in_with_apple,
    ),
    yielding(
        GROUND.error(
            "DT052",
            51,
            "That token is made for another Apple service.",
            "Mint a MusicKit token: only iss, iat, exp (and origin), and a Media Services key.",
            names::other_service,
        ),
        &["DT053", "DT072"],
    ),
    GROUND.error(
        "DT020",
        52,
        "The token is unsigned (alg none or no alg).",
        "Use ES256.",
        signature::unsigned,
    ),
    GROUND.error(
        "DT021",
        53,
        "Wrong algorithm: only ES256 is accepted.",
        "Sign with ES256 and the .p8 key (jwt.io starts at HS256).",
        signature::wrong_algorithm,
    ),
    GROUND.error(
        "DT033",
        54,
        "Key ID and Team ID are swapped.",
        "kid (header) = Key ID, iss (payload) = Team ID.",
        names::swapped,
    ),
    GROUND.error(
        "DT022",
        55,
        "The header has no kid.",
        "Put the 10-character Key ID into the JWT header, not the payload.",
        names::no_kid,
    ),
    GROUND.error(
        "DT024",
        56,
        "kid is a Media ID or bundle ID, not a Key ID.",
        "Use the Key ID from Certificates, Identifiers & Profiles > Keys (in the file name AuthKey_<id>.p8).",
        names::kid_is_an_identifier,
    ),
    yielding(
        GROUND.warning(
            "DT023",
            57,
            "kid does not look like a Key ID (10 characters A-Z 0-9).",
            "Copy the Key ID again.",
            names::kid_shape,
        ),
        &["DT024", "DT072"],
    ),
    yielding(
        GROUND.error(
            "DT035",
            58,
            "kid differs from your configured Key ID.",
            "Mint again, or correct the setting (key_id of the profile, APPLE_MUSIC_KEY_ID).",
            names::kid_differs,
        ),
        &["DT033", "DT072"],
    ),
    GROUND.error("DT030", 59, "There is no iss.", "iss = Team ID (Membership page).", names::no_iss),
    GROUND.error(
        "DT032",
        60,
        "iss is an App Store Connect issuer ID (a UUID), not a Team ID.",
        "iss = 10-character Team ID.",
        names::iss_is_an_issuer_id,
    ),
    yielding(
        GROUND.warning(
            "DT031",
            61,
            "iss does not look like a Team ID (10 characters A-Z 0-9).",
            "Copy the Team ID again.",
            names::iss_shape,
        ),
        &["DT032", "DT053", "DT072"],
    ),
    yielding(
        GROUND.error(
            "DT034",
            62,
            "iss differs from your configured Team ID.",
            "Key and team must belong together (team_id of the profile, APPLE_MUSIC_TEAM_ID).",
            names::iss_differs,
        ),
        &["DT033", "DT072"],
    ),
    GROUND.error(
        "DT042",
        63,
        "iat is in milliseconds.",
        "Divide by 1000 and floor.",
        times::iat_in_milliseconds,
    ),
    GROUND.error(
        "DT046",
        64,
        "exp is in milliseconds.",
        "Divide by 1000 and floor.",
        times::exp_in_milliseconds,
    ),
    GROUND.error("DT041", 65, "iat is not a whole number of seconds.", "Send a JSON integer.", |evidence| {
        not_whole(evidence, "iat")
    }),
    GROUND.error("DT045", 66, "exp is not a whole number of seconds.", "Send a JSON integer.", |evidence| {
        not_whole(evidence, "exp")
    }),
    GROUND.warning("DT040", 67, "There is no iat.", "Add iat.", |evidence| absent(evidence, "iat")),
    GROUND.error(
        "DT044",
        68,
        "There is no exp (APNs-style token).",
        "Add exp, at most 15777000 s ahead.",
        |evidence| absent(evidence, "exp"),
    ),
    GROUND.error("DT050", 69, "exp is not after iat.", "Mint again.", times::ends_before_it_begins),
    GROUND.error(
        "DT043",
        70,
        "iat lies in the future.",
        "Fix the clock; set iat 60 s back.",
        times::issued_in_the_future,
    ),
    GROUND.error("DT054", 71, "nbf lies in the future.", "Drop nbf.", times::not_before),
    GROUND.error(
        "DT048",
        72,
        "exp is more than 15777000 s (six months) ahead.",
        "Use 180 days (15552000 s) or less.",
        times::too_far,
    ),
    GROUND.warning(
        "DT049",
        73,
        "exp sits on the six-month limit; any clock difference pushes it over.",
        "Use 180 days or less.",
        times::on_the_limit,
    ),
    GROUND.error("DT060", 74, "The signature is empty.", "Sign it.", signature::empty),
    GROUND.error(
        "DT061",
        75,
        "The signature is DER (ASN.1), not the raw 64 bytes JWT wants.",
        "Convert to r||s: Node dsaEncoding 'ieee-p1363', Go/Java: split r and s; or use a JWT library.",
        signature::der,
    ),
    GROUND.error(
        "DT062",
        76,
        "The signature has the wrong length.",
        "Copy the token again to the end.",
        signature::wrong_length,
    ),
    // Nobody has the key that signs the web player's.
    yielding(
        GROUND.error(
            "DT063",
            77,
            "The signature does not match your key: token and .p8 do not belong together.",
            "Mint again with the .p8 whose name carries this kid.",
            signature::other_key,
        ),
        &["DT072"],
    ),
    GROUND.error(
        "DT070",
        78,
        "The token is bound to web origins, and this client is not one of them.",
        "Mint a second token without origin for server or terminal use.",
        origin::bound,
    ),
    GROUND.warning(
        "DT072",
        79,
        "That is the Apple Music web player's own token, bound to apple.com and rotated without notice.",
        "Use your own developer token; unofficial use breaks when Apple rotates it and may break Apple's terms.",
        origin::web_player,
    ),
    GROUND.warning(
        "DT071",
        80,
        "The origin claim is malformed.",
        "An array of scheme://host[:port] with no path or trailing slash.",
        origin::malformed,
    ),
    GROUND.error(
        "DT047",
        19,
        "The developer token has expired.",
        "Mint a new one. Logging in again cannot help. Keep the user token.",
        times::expired,
    ),
    yielding(
        GROUND.warning("DT051", 95, "The developer token expires soon.", "Mint a new one.", times::expires_soon),
        &["DT047", "DT052", "DT053"],
    ),
];

/// The claims of the token, and the evidence about them.
fn with(evidence: &Evidence, look: impl Fn(&Jwt) -> Option<String>) -> Option<String> {
    evidence.jwt().and_then(look)
}

fn absent(evidence: &Evidence, name: &str) -> Option<String> {
    with(evidence, |jwt| jwt.claim(name).is_none().then(|| format!("claims: {}", times::claim_names(jwt))))
}

fn not_whole(evidence: &Evidence, name: &str) -> Option<String> {
    with(evidence, |jwt| match jwt.claim(name)? {
        Value::Number(number) if number.is_i64() || number.is_u64() => None,
        Value::Number(number) => Some(format!("{name} is the number {number}")),
        Value::String(text) => Some(format!("{name} is the text {text:?}")),
        other => Some(format!("{name} is {other}")),
    })
}
