//! The checks themselves, by what they look at.

mod claims;
mod key;
mod network;
mod request;
mod server;
mod sign_in;
mod text;
mod user;

use super::check::Check;

/// Every table.
pub(super) const TABLES: [&[Check]; 8] = [
    network::CHECKS,
    sign_in::CHECKS,
    key::CHECKS,
    request::CHECKS,
    text::CHECKS,
    claims::CHECKS,
    user::CHECKS,
    server::CHECKS,
];

/// Apple's article where a rule is written down, or the field report it was learned from.
const SOURCES: [(&str, &str); 29] = [
    ("DT020", "Apple: Generating developer tokens (ES256 only)"),
    ("DT021", "Apple: Generating developer tokens (ES256 only); StarTrack-ng#4"),
    ("DT022", "Apple: Generating developer tokens (kid); LavaSrc discussion 83"),
    ("DT030", "Apple: Generating developer tokens (iss); apple-music-python#1"),
    ("DT041", "Stack Overflow: How to create a JWT for use with Apple Music"),
    ("DT045", "Stack Overflow: How to create a JWT for use with Apple Music"),
    ("DT047", "ipod-classic-js#131 and 13 more reports; vibez commit 441764a"),
    ("DT048", "Apple: Generating developer tokens (15777000 s); music-assistant/support#3892"),
    ("DT049", "apple-music-jwt pull 2"),
    ("DT052", "CupertinoJWT#10"),
    ("DT053", "Apple Developer Forums 703942"),
    ("DT061", "the sign-in page's ERROR_FAILED_TO_VERIFY_JWT, from Node's createSign"),
    ("DT070", "Apple: Generating developer tokens (origin); LavaSrc#5"),
    ("DT072", "LavaSrc#5, #25; freyr-js#14"),
    ("KEY002", "apple-music-python#17"),
    ("KEY003", "apple-music-jwt#3"),
    ("KEY004", "apple-music-python#17"),
    ("MUT004", "listenbrainz-server pull 2932"),
    ("MUT009", "Spotify-2-AppleMusic#33"),
    ("MUT010", "Apple Developer Forums 677682"),
    ("NET008", "Apple: HTTP status codes (429); music-assistant/server pull 5333"),
    ("NET009", "Apple Developer Forums, 50001 and 504 with a correlation key"),
    ("NET010", "even-better-rym pull 66"),
    ("REQ003", "vibez#81, pull 118"),
    ("REQ007", "discord-music-presence#702"),
    ("REQ015", "Apple Developer Forums 805461"),
    ("SRV002", "Apple Developer Forums 857638, 810309"),
    ("SRV003", "Apple Developer Forums 694455, 710605"),
    ("SRV004", "vibez#49, pull 68"),
];

pub(super) fn source(id: &str) -> &'static str {
    let found = SOURCES.iter().find(|(known, _)| *known == id);
    found.map_or("our judgement: certain from what is at hand, or not confirmed by Apple", |(_, source)| {
        source
    })
}
