//! The checks themselves, by what they look at.

mod claims;
mod key;
mod network;
mod request;
mod server;
mod shown;
mod sign_in;
mod text;
mod user;

use super::check::Check;
pub(super) use shown::shown;

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

/// Apple's article where a rule is written down, the field report it was learned from, or a word that Apple says nothing of it.
const SOURCES: [(&str, &str); 54] = [
    ("DT003", "Stack Overflow 78825919; kids-tunes-android#1"),
    ("DT006", "Spotify-2-AppleMusic#7"),
    ("DT012", "our judgement, not confirmed by Apple"),
    ("DT020", "Apple: Generating developer tokens (ES256 only)"),
    ("DT021", "Apple: Generating developer tokens (ES256 only); StarTrack-ng#4"),
    ("DT022", "Apple: Generating developer tokens (kid); LavaSrc discussion 83"),
    ("DT023", "Apple: Generating developer tokens (10 characters)"),
    ("DT024", "apple-music-jwt#3"),
    ("DT030", "Apple: Generating developer tokens (iss); apple-music-python#1"),
    ("DT031", "Apple: Generating developer tokens (10 characters)"),
    ("DT040", "our judgement, not confirmed by Apple"),
    (
        "DT041",
        "Stack Overflow: How to create a JWT for use with Apple Music; our judgement, not confirmed by Apple",
    ),
    ("DT043", "our judgement, not confirmed by Apple"),
    ("DT044", "our judgement, not confirmed by Apple"),
    (
        "DT045",
        "Stack Overflow: How to create a JWT for use with Apple Music; our judgement, not confirmed by Apple",
    ),
    ("DT047", "ipod-classic-js#131 and 13 more reports; vibez commit 441764a"),
    ("DT048", "Apple: Generating developer tokens (15777000 s); music-assistant/support#3892"),
    ("DT049", "apple-music-jwt pull 2"),
    ("DT052", "CupertinoJWT#10; our judgement, not confirmed by Apple"),
    ("DT053", "Apple Developer Forums 703942"),
    ("DT054", "our judgement, not confirmed by Apple"),
    ("DT061", "the sign-in page's ERROR_FAILED_TO_VERIFY_JWT, from Node's createSign"),
    ("DT062", "Spotify-2-AppleMusic#35"),
    ("DT070", "Apple: Generating developer tokens (origin); LavaSrc#5"),
    ("DT072", "LavaSrc#5, #25; freyr-js#14"),
    ("KEY002", "apple-music-python#17"),
    ("KEY003", "apple-music-jwt#3"),
    ("KEY004", "apple-music-python#17"),
    ("MUT002", "Apple Developer Forums 703942"),
    ("MUT004", "listenbrainz-server pull 2932"),
    ("MUT009", "Spotify-2-AppleMusic#33"),
    ("MUT010", "Apple Developer Forums 677682"),
    ("NET008", "Apple: HTTP status codes (429); music-assistant/server pull 5333"),
    ("NET009", "Apple Developer Forums, 50001 and 504 with a correlation key"),
    ("NET010", "even-better-rym pull 66"),
    ("REQ001", "Poddr#2"),
    ("REQ003", "vibez#81, pull 118"),
    ("REQ005", "our judgement, not confirmed by Apple"),
    ("REQ007", "discord-music-presence#702"),
    ("REQ015", "Apple Developer Forums 805461"),
    ("SRV001", "CupertinoJWT#13; mapkit-jwt#2"),
    ("SRV002", "Apple Developer Forums 857638, 810309"),
    ("SRV003", "Apple Developer Forums 694455, 710605"),
    ("SRV004", "vibez#49, pull 68"),
    ("SRV010", "Apple: HTTP status codes (401 on personal endpoints)"),
    ("WEB002", "MusicKit's source"),
    ("WEB003", "MusicKit's source; maeve#65"),
    ("WEB004", "MusicKit's source; nowplaying pull 75"),
    ("WEB005", "MusicKit's source; Cider-2#369"),
    ("WEB006", "MusicKit's source"),
    ("WEB007", "MusicKit's source; apple-musickit-example#5"),
    ("WEB008", "ipod-classic-js#107; mapkit-jwt#2"),
    ("WEB011", "Apple-Music-Electron#82"),
    ("WEB012", "MusicKit's source (the window posts to an origin)"),
];

pub(super) fn source(id: &str) -> &'static str {
    let found = SOURCES.iter().find(|(known, _)| *known == id);
    found.map_or("certain from what is at hand", |(_, source)| source)
}
