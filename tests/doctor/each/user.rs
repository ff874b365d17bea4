//! The Music User Token, refused as such or not yet judged.

use crate::{
    case::{DAY, NOW, USER, forbidden},
    each::Pair,
};

pub(crate) const PAIRS: &[Pair] = &[
    ("MUT001", |case| case.get("/v1/me/storefront"), "MUT001", |case| case.get("/v1/storefronts"), ""),
    (
        "MUT002",
        |case| {
            case.personal().user(|_| {
                "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL2FwcGxlaWQuYXBwbGUuY29tIn0.c2lnbmVk".to_owned()
            })
        },
        "MUT002",
        |case| case.personal().user(|user| format!("eyJ{user}")),
        "",
    ),
    (
        "MUT003",
        |case| case.personal().user(|_| "{developer}".to_owned()),
        "MUT003",
        // Another one of the same kind.
        |case| {
            case.personal().user(|_| "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJGSUNUSU9OMDA3In0.c2lnbmVk".to_owned())
        },
        "MUT002",
    ),
    (
        "MUT004",
        |case| case.personal().user(|user| user.replace('/', "%2F").replace('+', "%2b").replace('=', "%3D")),
        "MUT004",
        |case| case.personal().user(|user| format!("2B2F3D{user}")),
        "",
    ),
    (
        "MUT005",
        |case| case.personal().user(|user| format!("{user}\n")),
        "MUT005",
        |case| case.personal().user(|user| user.trim().to_owned()),
        "",
    ),
    (
        "MUT006",
        |case| case.personal().user(|user| format!("media-user-token={user}")),
        "MUT006",
        // A name is one when a value follows.
        |case| case.personal().user(|user| format!("bearer{user}")),
        "",
    ),
    (
        "MUT007",
        |case| case.personal().user(|user| user[..250].to_owned()).answered(403, &forbidden()),
        "MUT007",
        // Newer ones come without padding: only a refusal makes that suspicious.
        |case| case.personal().user(|user| user[..250].to_owned()),
        "",
    ),
    (
        "MUT008",
        |case| case.personal().user(|user| user.replace('+', " ")),
        "MUT008",
        |case| case.personal().user(|user| user.replace('+', "-")),
        "",
    ),
    (
        "MUT009",
        |case| case.personal().user(|user| format!("itre=0; media-user-token={user}; pldfltcid=a")),
        "MUT009",
        |case| case.personal().user(|user| user.replace('/', ":")),
        "",
    ),
    (
        "MUT010",
        |case| {
            case.personal().user(|_| "c3f0a1b2c4d5e6f708192a3b4c5d6e7f8.0.mrtz.AbCdEfGh1234567890".to_owned())
        },
        "MUT010",
        |case| case.personal().user(|user| format!("0.{user}")),
        "",
    ),
    (
        "MUT012",
        |case| case.personal().accepted().set("music_user_token_obtained_at", NOW - 150 * DAY - 1),
        "MUT012",
        |case| {
            assert!(USER.ends_with("=="));
            case.personal().set("music_user_token_obtained_at", NOW - 150 * DAY)
        },
        "",
    ),
];
